//! Conservation, and who counts in which column.

use super::*;
use crate::diagnostic::Code;
use crate::model::{
    CapacitySpan, Lifecycle, Membership, ModelDraft, Organization, Portfolio, Project, ResourcePool, Roadmap, Scope,
    Variant, WorkloadLine,
};
use crate::quantity::{Currency, Share, Workload};
use crate::time::{Date, Step};
use chrono::{Datelike, Days, Months, NaiveDate};
use proptest::prelude::*;
use rust_decimal::Decimal;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

fn share(text: &str) -> Share {
    text.parse().expect("a share")
}

fn days(text: &str) -> PersonDays {
    PersonDays::rounded(text.parse().expect("a workload"))
}

/// A roadmap `num` over 2026 to 2028 by quarters with the pool `devs`, and another, `autre`.
fn draft() -> ModelDraft {
    let mut draft = ModelDraft::new("2026-11-24".parse().expect("a date"), Currency::EUR);
    draft.organizations.push(Organization::new("dep", "Département"));
    draft.pools.push(ResourcePool::new("devs", "Développement"));
    for id in ["num", "autre"] {
        let mut roadmap = Roadmap::new(id, id, "dep", "2026-01/2029-01".parse().expect("a period"));
        roadmap.pools.push("devs".into());
        draft.roadmaps.push(roadmap);
    }
    draft
}

fn project(id: &str, months: u32, workload: Workload) -> Project {
    let mut variant = Variant::new("base", months);
    variant.workload.push(WorkloadLine::new("devs", workload));
    Project::new(id, id, variant)
}

fn scope(draft: ModelDraft, id: &str) -> Scope {
    draft.build().expect("a model").roadmap(id).expect("a scope")
}

#[test]
fn every_consumer_counts_in_its_column() {
    let mut draft = draft();
    draft.pools[0].capacity.push(CapacitySpan::new("2026-01/2026-07".parse().expect("a period"), Workload::days(40)));
    draft.pools[0].capacity.push(CapacitySpan::new("2026-07/2026-09".parse().expect("a period"), Workload::days(7)));
    draft.pools[0].reserved = share("0.25");
    let mut running = project("running", 6, Workload::days(10));
    (running.state, running.start) = (Lifecycle::Running, Some(date("2026-01")));
    running.roadmaps = vec![Membership::new("num"), Membership::new("autre")];
    (running.roadmaps[0].share, running.roadmaps[1].share) = (share("0.3"), share("0.7"));
    let mut others = project("others", 3, Workload::days(4));
    (others.state, others.start) = (Lifecycle::InService, Some(date("2026-03")));
    let mut open = project("open", 2, Workload::days(30));
    (open.start, open.earliest_start) = (Some(date("2026-06")), Some(date("2026-01")));
    open.roadmaps.push(Membership::new("num"));
    let mut idea = project("idea", 2, Workload::days(30));
    idea.state = Lifecycle::Idea;
    idea.roadmaps.push(Membership::new("num"));
    draft.projects = vec![running, others, open, idea];
    let scope = scope(draft, "num");
    let load = Load::of(&scope).expect("a load");
    let cells = &load.pool("devs").expect("a pool").cells;

    assert_eq!((cells[0].capacity, cells[0].reserved, cells[0].available), (days("20"), days("5"), days("15")));
    // 10 days over two quarters, 3 of them here; 7 and the others' 4 outside.
    assert_eq!((cells[0].committed, cells[0].outside), (days("1.5"), days("4.83")));
    assert_eq!((cells[1].committed, cells[1].outside), (days("1.5"), days("6.17")));
    assert_eq!((cells[1].candidate, cells[2].candidate), (days("15"), days("15")));
    assert_eq!(cells[1].left(), Some(PersonDays::from_hundredths(-767)));
    // July and August are covered: 7 days less 1.75.
    assert_eq!((cells[2].covered_days, cells[2].available, cells[3].left()), (62, days("5.25"), None));
    let over: Vec<String> = load.over().map(|o| o.to_string()).collect();
    assert_eq!(
        over,
        [
            "workload 22.67 exceeds capacity 15 of `devs` in 2026-Q2",
            "workload 15 exceeds capacity 5.25 of `devs` in 2026-Q3",
        ]
    );
    assert_eq!(load.over().map(|o| (o.period, o.excess)).collect::<Vec<_>>(), [(1, days("7.67")), (2, days("9.75"))]);

    let moved = Load::with(&scope, &[Placement::new("open", "base", day("2028-12-01"))]).expect("a load");
    assert_eq!(moved.pools()[0].cells[11].candidate, days("15"));
    assert_eq!(moved.pools()[0].beyond, days("15"));
    assert_eq!(moved.over().count(), 0);
}

#[test]
fn pools_drawn_on_but_not_listed_are_told_last() {
    let mut draft = draft();
    draft.pools.insert(0, ResourcePool::new("net", "Réseaux"));
    let mut portfolio = Portfolio::new("dsi", "DSI", "dep");
    portfolio.pools.push("devs".into());
    portfolio.step = Step::Year;
    draft.portfolios.push(portfolio);
    let mut project = project("p", 2, Workload::days(3));
    project.portfolio = Some("dsi".into());
    project.variants[0].workload.push(WorkloadLine::new("net", Workload::days(2)));
    draft.projects.push(project);
    let model = draft.build().expect("a model");
    let load = Load::of(&model.portfolio("dsi").expect("a scope")).expect("a load");
    assert_eq!(load.pools().iter().map(|p| p.pool.as_str()).collect::<Vec<_>>(), ["devs", "net"]);
    assert_eq!(load.pools().iter().map(|p| p.cells[0].candidate).collect::<Vec<_>>(), [days("3"), days("2")]);
}

#[test]
fn placements_name_what_is_there() {
    let mut draft = draft();
    let mut p = project("p", 2, Workload::days(3));
    p.roadmaps.push(Membership::new("num"));
    draft.projects = vec![p, project("foreign", 1, Workload::days(1))];
    let scope = scope(draft, "num");
    let code = |list: &[Placement]| Load::with(&scope, list).expect_err("refused").code();
    let start = day("2026-01-01");
    assert_eq!(code(&[Placement::new("foreign", "base", start)]), Code::UnknownReference);
    assert_eq!(code(&[Placement::new("p", "other", start)]), Code::UnknownReference);
    assert_eq!(
        code(&[Placement::new("p", "base", start), Placement::new("p", "base", start)]),
        Code::DuplicateReference
    );
    assert_eq!(code(&[Placement::new("p", "base", day("2200-12-01"))]), Code::DateOutOfRange);
}

#[test]
fn hundredths_are_rounded_half_to_even() {
    for (text, hundredths) in
        [("0.005", 0), ("0.015", 2), ("0.025", 2), ("1.234567", 123), ("1000000000", 100_000_000_000)]
    {
        assert_eq!(days(text).hundredths(), hundredths, "{text}");
    }
    assert_eq!(PersonDays::from_hundredths(-50).to_string(), "-0.5");
}

proptest! {
    #[test]
    fn nothing_is_lost_and_every_part_is_near_its_exact_share(
        hundredths in 0..1_000_000_i64,
        months in 1..30_u32,
        from_month in 0..6_u32,
        start in 0..1500_u64,
        first_of_month in any::<bool>(),
        percent in 0..=100_i64,
        begun in any::<bool>(),
        step in prop::sample::select(vec![Step::Month, Step::Quarter, Step::Year]),
    ) {
        let mut draft = draft();
        draft.roadmaps[0].step = step;
        let workload = Workload::new(Decimal::new(hundredths, 2)).expect("a workload");
        let mut project = project("p", months + from_month, workload);
        project.variants[0].workload[0].from_month = from_month;
        let start = if first_of_month {
            day("2025-01-01") + Months::new((start % 48) as u32)
        } else {
            day("2025-01-01") + Days::new(start)
        };
        project.start = Some(Date::day(start).expect("a date"));
        if begun {
            project.state = Lifecycle::Running;
        }
        let mut membership = Membership::new("num");
        membership.share = Share::new(Decimal::new(percent, 2)).expect("a share");
        let mut rest = Membership::new("autre");
        rest.share = Share::new(Decimal::new(100 - percent, 2)).expect("a share");
        project.roadmaps = vec![membership, rest];
        draft.projects.push(project);
        let scope = scope(draft, "num");
        let load = Load::of(&scope).expect("a load");
        let pool = load.pool("devs").expect("a pool");
        let sum = |column: fn(&Cell) -> PersonDays| pool.cells.iter().map(|c| column(c).hundredths()).sum::<i64>();
        prop_assert_eq!(sum(|c| c.load) + pool.beyond.hundredths(), hundredths);
        prop_assert_eq!(sum(|c| c.load), sum(|c| c.outside) + sum(|c| c.committed) + sum(|c| c.candidate));
        prop_assert_eq!(sum(if begun { |c| c.candidate } else { |c| c.committed }), 0);

        // Months of the work in each period, counted one by one; it counts from the first of the month it starts in.
        let begin = start - Days::new(u64::from(start.day0())) + Months::new(from_month);
        let units: Vec<NaiveDate> = (0..months).map(|m| begin + Months::new(m)).collect();
        for (i, cell) in pool.cells.iter().enumerate() {
            let period = load.grid().period(i as i64);
            let inside = units.iter().filter(|unit| period.contains(**unit)).count() as i64;
            let exact = hundredths * inside;
            let got = cell.load.hundredths() * units.len() as i64;
            prop_assert!((got - exact).abs() < units.len() as i64, "{} for {}", got, exact);
            let own = (cell.committed.hundredths() + cell.candidate.hundredths()) * units.len() as i64 * 100;
            prop_assert!((own - exact * percent).abs() < 150 * units.len() as i64);
        }
    }

    #[test]
    fn capacity_adds_up_over_spans(first in 0..12_u32, lengths in prop::collection::vec((1..9_u32, 0..10_000_i64), 1..5), reserved in 0..=1000_i64) {
        let mut draft = draft();
        let mut start = day("2026-01-01") + Months::new(first);
        let mut total = 0;
        let mut covered = 0;
        for (months, hundredths) in lengths {
            let end = (start + Months::new(months)).min(day("2029-01-01"));
            if start < end {
                let workload = Workload::new(Decimal::new(hundredths, 2)).expect("a workload");
                let period = crate::time::Period::new(start, end).expect("a period");
                draft.pools[0].capacity.push(CapacitySpan::new(period, workload));
                total += hundredths;
                covered += period.days();
            }
            start = end;
        }
        draft.pools[0].reserved = Share::new(Decimal::new(reserved, 3)).expect("a share");
        let load = Load::of(&scope(draft, "num")).expect("a load");
        let cells = &load.pool("devs").expect("a pool").cells;
        prop_assert_eq!(cells.iter().map(|c| c.capacity.hundredths()).sum::<i64>(), total);
        prop_assert_eq!(cells.iter().map(|c| c.covered_days).sum::<u32>(), covered);
        for cell in cells {
            prop_assert_eq!(cell.available.hundredths() + cell.reserved.hundredths(), cell.capacity.hundredths());
            let off = cell.reserved.hundredths() * 1000 - cell.capacity.hundredths() * reserved;
            prop_assert!(off.abs() <= 500);
            prop_assert_eq!(cell.left().is_some(), cell.covered_days > 0);
        }
    }
}
