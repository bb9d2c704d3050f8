//! Laws of the passes, held against plain relaxation and enumeration.

use super::*;
use crate::diagnostic::Code;
use crate::model::{
    Dependency, Lag, Lifecycle, Membership, Model, ModelDraft, Organization, Project, Relation, Roadmap, Variant,
};
use crate::quantity::Currency;
use chrono::{Days, Months, NaiveDate};
use proptest::prelude::*;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// Durations and links of a plain network; ids are the positions.
#[derive(Debug, Clone)]
struct Plain {
    durations: Vec<i64>,
    links: Vec<(usize, usize, Relation, i64)>,
}

const RELATIONS: [Relation; 4] =
    [Relation::FinishToStart, Relation::StartToStart, Relation::FinishToFinish, Relation::StartToFinish];

impl Plain {
    fn network(&self) -> ActivityNetwork {
        let activity = |(i, d): (usize, &i64)| Activity::new(i.to_string(), *d);
        let link = |(from, to, relation, lag): &(usize, usize, Relation, i64)| Link {
            relation: *relation,
            lag: (*lag).into(),
            ..Link::new(from.to_string(), to.to_string())
        };
        ActivityNetwork::new(self.durations.iter().enumerate().map(activity), self.links.iter().map(link))
            .expect("a network")
    }

    /// From start to start.
    fn distance(&self, link: usize) -> i64 {
        let (from, to, relation, lag) = self.links[link];
        let (a, b) = (self.durations[from], self.durations[to]);
        match relation {
            Relation::FinishToStart => a + lag,
            Relation::StartToStart => lag,
            Relation::FinishToFinish => a + lag - b,
            Relation::StartToFinish => lag - b,
        }
    }

    /// Earliest and latest starts by relaxing every link until nothing moves, or nothing if that never ends.
    fn relaxed(&self) -> Option<(Vec<i64>, Vec<i64>)> {
        let n = self.durations.len();
        let mut early = vec![0; n];
        let mut rounds = 0;
        loop {
            let before = early.clone();
            for (i, (from, to, ..)) in self.links.iter().enumerate() {
                early[*to] = early[*to].max(early[*from] + self.distance(i));
            }
            if early == before {
                break;
            }
            rounds += 1;
            if rounds > n + 1 {
                return None;
            }
        }
        let end = (0..n).map(|i| early[i] + self.durations[i]).max().unwrap_or(0);
        let mut late: Vec<i64> = self.durations.iter().map(|d| end - d).collect();
        loop {
            let before = late.clone();
            for (i, (from, to, ..)) in self.links.iter().enumerate() {
                late[*from] = late[*from].min(late[*to] - self.distance(i));
            }
            if late == before {
                return Some((early, late));
            }
        }
    }

    /// Every simple cycle by its nodes, from the least, with its greatest length.
    fn simple_cycles(&self) -> Vec<(Vec<usize>, i64)> {
        fn extend(plain: &Plain, path: &mut Vec<usize>, length: i64, found: &mut Vec<(Vec<usize>, i64)>) {
            let (first, last) = (path[0], path[path.len() - 1]);
            for to in first..plain.durations.len() {
                let joins = |(i, l): (usize, &(usize, usize, Relation, i64))| {
                    (l.0 == last && l.1 == to).then(|| plain.distance(i))
                };
                let Some(step) = plain.links.iter().enumerate().filter_map(joins).max() else { continue };
                if to == first {
                    found.push((path.clone(), length + step));
                } else if !path.contains(&to) {
                    path.push(to);
                    extend(plain, path, length + step, found);
                    path.pop();
                }
            }
        }
        let mut found = Vec::new();
        for first in 0..self.durations.len() {
            extend(self, &mut vec![first], 0, &mut found);
        }
        found
    }

    /// Which nodes reach each other both ways, as the least node of the knot.
    fn knots(&self) -> Vec<usize> {
        let n = self.durations.len();
        let mut reach: Vec<Vec<bool>> = (0..n).map(|i| (0..n).map(|j| i == j).collect()).collect();
        for _ in 0..n {
            for (from, to, ..) in &self.links {
                for row in &mut reach {
                    row[*to] = row[*to] || row[*from];
                }
            }
        }
        (0..n).map(|i| (0..n).find(|j| reach[i][*j] && reach[*j][i]).unwrap_or(i)).collect()
    }
}

fn plain() -> impl Strategy<Value = Plain> {
    (1..7_usize).prop_flat_map(|n| {
        let link = (0..n, 0..n, prop::sample::select(&RELATIONS), -6..4_i64);
        (prop::collection::vec(0..6_i64, n), prop::collection::vec(link, 0..10))
            .prop_map(|(durations, links)| Plain { durations, links })
    })
}

fn whole(value: Decimal) -> i64 {
    value.to_i64().expect("a whole number")
}

#[test]
fn both_outcomes_are_drawn() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let drawn: Vec<Plain> = (0..300)
        .map(|_| proptest::strategy::ValueTree::current(&plain().new_tree(&mut runner).expect("a draw")))
        .collect();
    let dated = drawn.iter().filter(|p| p.relaxed().is_some()).count();
    let knotted = drawn.iter().filter(|p| p.relaxed().is_some() && !p.simple_cycles().is_empty()).count();
    assert!((75..250).contains(&dated) && knotted > 20, "{dated} with times, {knotted} of them with cycles");
}

proptest! {
    #[test]
    fn times_are_those_of_plain_relaxation(plain in plain()) {
        let network = plain.network();
        match (network.schedule(), plain.relaxed()) {
            (Ok(schedule), Some((early, late))) => {
                for (i, row) in schedule.rows.iter().enumerate() {
                    prop_assert_eq!((whole(row.earliest_start), whole(row.latest_start)), (early[i], late[i]));
                    prop_assert_eq!(whole(row.earliest_finish), early[i] + plain.durations[i]);
                    prop_assert_eq!(whole(row.latest_finish), late[i] + plain.durations[i]);
                    prop_assert_eq!(row.slack, row.latest_start - row.earliest_start);
                    prop_assert_eq!(row.critical, early[i] == late[i]);
                    prop_assert!(row.slack >= Decimal::ZERO);
                    let reaches = |l: usize| plain.links[l].1 == i && early[plain.links[l].0] + plain.distance(l) == early[i];
                    prop_assert_eq!(row.driver, (0..plain.links.len()).find(|l| reaches(*l)));
                }
                prop_assert!(network.cycles().expect("a network").is_empty());
            }
            (Err(NetworkError::PositiveCycles { cycles }), None) => {
                prop_assert_eq!(&cycles, &network.cycles().expect("a network"));
                prop_assert!(!cycles.is_empty());
            }
            (ours, oracle) => prop_assert!(false, "{:?} against {:?}", ours, oracle),
        }
    }

    #[test]
    fn one_true_cycle_is_named_for_each_knot(plain in plain()) {
        let (knots, simple) = (plain.knots(), plain.simple_cycles());
        let mut wanted: Vec<usize> = simple.iter().filter(|(_, l)| *l > 0).map(|(nodes, _)| knots[nodes[0]]).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let mut named = Vec::new();
        for cycle in plain.network().cycles().expect("a network") {
            let nodes: Vec<usize> = cycle.members.iter().map(|m| m.parse().expect("a position")).collect();
            let known = simple.iter().find(|(known, _)| *known == nodes);
            let (_, longest) = known.expect("a simple cycle, told from its least node");
            prop_assert!(whole(cycle.length) > 0 && whole(cycle.length) <= *longest);
            named.push(knots[nodes[0]]);
        }
        named.sort_unstable();
        prop_assert_eq!(named, wanted);
    }

    #[test]
    fn a_longer_lag_never_brings_a_start_forward(plain in plain(), more in 0..5_i64, which in any::<prop::sample::Index>()) {
        prop_assume!(!plain.links.is_empty());
        let mut stretched = plain.clone();
        stretched.links[which.index(plain.links.len())].3 += more;
        if let (Ok(a), Ok(b)) = (plain.network().schedule(), stretched.network().schedule()) {
            for (a, b) in a.rows.iter().zip(&b.rows) {
                prop_assert!(a.earliest_start <= b.earliest_start);
            }
            prop_assert!(a.duration <= b.duration);
        }
    }
}

#[test]
fn what_is_no_network_is_refused() {
    let refuse = |activities: Vec<Activity>, links: Vec<Link>| {
        ActivityNetwork::new(activities, links).map(|_| ()).expect_err("refused").code()
    };
    let a = || Activity::new("a", 1);
    assert_eq!(refuse(vec![a(), a()], vec![]), Code::DuplicateId);
    assert_eq!(refuse(vec![a()], vec![Link::new("a", "b")]), Code::UnknownReference);
    assert_eq!(refuse(vec![Activity::new("a", -1)], vec![]), Code::NegativeNumber);
    assert_eq!(refuse(vec![Activity::new("a", Decimal::MAX)], vec![]), Code::NumberOutOfRange);
    assert_eq!(refuse(vec![Activity::new("a", Decimal::new(1, 7))], vec![]), Code::NumberOutOfRange);
    let loop_of_one = ActivityNetwork::new([a()], [Link::new("a", "a")]).expect("a network");
    let error = loop_of_one.schedule().expect_err("a cycle");
    assert_eq!(error.to_string(), "a cycle of links that no dates satisfy: `a` → `a` (+1)");
    let empty = ActivityNetwork::new([], []).expect("a network").schedule().expect("a schedule");
    assert!(empty.rows.is_empty() && empty.duration.is_zero());
}

#[test]
fn a_long_chain_needs_no_stack() {
    let n = 100_000;
    let activities = (0..n).map(|i| Activity::new(i.to_string(), 1));
    let links = (1..n).map(|i| Link::new((i - 1).to_string(), i.to_string()));
    let schedule = ActivityNetwork::new(activities, links).expect("a network").schedule().expect("times");
    assert_eq!(schedule.duration, n.into());
    assert!(schedule.rows.iter().all(|row| row.critical));
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn project(id: &str, months: u32) -> Project {
    let mut project = Project::new(id, id, Variant::new("base", months));
    project.roadmaps.push(Membership::new("num"));
    project
}

fn timing(predecessor: &str, successor: &str, relation: Relation, lag: Lag) -> Dependency {
    Dependency::Timing { predecessor: predecessor.into(), successor: successor.into(), relation, lag, if_both: false }
}

fn draft(status: &str) -> ModelDraft {
    let mut draft = ModelDraft::new(status.parse().expect("a date"), Currency::EUR);
    draft.organizations.push(Organization::new("dep", "Département"));
    draft.roadmaps.push(Roadmap::new("num", "Numérique", "dep", "2026-01/2029-01".parse().expect("a period")));
    draft
}

fn schedule(draft: ModelDraft) -> Result<Schedule, NetworkError> {
    Network::of(&model(draft).roadmap("num").expect("a scope"))?.schedule()
}

fn model(draft: ModelDraft) -> Model {
    draft.build().expect("a model")
}

#[test]
fn facts_do_not_move_and_broken_links_are_told() {
    let mut draft = draft("2026-11-24");
    let mut done = project("done", 6);
    (done.state, done.start) = (Lifecycle::Delivered, Some("2026-07".parse().expect("a date")));
    let mut late = project("late", 3);
    (late.state, late.start) = (Lifecycle::Running, Some("2026-03".parse().expect("a date")));
    let mut hasty = project("hasty", 12);
    (hasty.state, hasty.start) = (Lifecycle::Running, Some("2026-06".parse().expect("a date")));
    let mut gone = project("gone", 3);
    gone.state = Lifecycle::Rejected;
    let mut open = project("open", 4);
    open.earliest_start = Some("2026-02".parse().expect("a date"));
    open.latest_start = Some("2027-03".parse().expect("a date"));
    let mut foreign = Project::new("foreign", "foreign", Variant::new("base", 2));
    foreign.start = Some("2027-01".parse().expect("a date"));
    draft.projects = vec![done, late, hasty, gone, open, foreign];
    draft.dependencies = vec![
        timing("late", "hasty", Relation::FinishToStart, Lag::Months(0)),
        timing("done", "open", Relation::FinishToStart, Lag::Months(0)),
        timing("gone", "open", Relation::FinishToStart, Lag::Months(0)),
        timing("foreign", "open", Relation::FinishToStart, Lag::Days(10)),
    ];
    let schedule = schedule(draft).expect("dates");
    let row = |id: &str| schedule.row(id).expect("a row");

    assert_eq!(row("done").earliest_finish, day("2026-11-24"), "delivered before its planned end");
    assert_eq!((row("done").latest_start, row("done").float_days, row("done").critical), (None, None, false));
    assert_eq!(row("late").earliest_finish, day("2026-11-24"), "still running");
    assert_eq!(row("late").driver, Driver::Begun);
    assert_eq!(schedule.broken.len(), 1);
    assert_eq!((schedule.broken[0].link.successor.as_str(), schedule.broken[0].days), ("hasty", 176));
    assert_eq!((schedule.void.len(), schedule.left_out.len()), (1, 1));

    assert_eq!(row("open").earliest_start, day("2027-03-11"));
    assert!(matches!(&row("open").driver, Driver::Link(link) if link.predecessor.as_str() == "foreign"));
    assert_eq!(row("open").latest_start, Some(day("2027-03-31")));
    assert_eq!(row("open").float_days, Some(20));
    let foreign = row("foreign");
    assert!(!foreign.in_scope && foreign.critical);
    assert_eq!((foreign.earliest_start, foreign.driver.clone()), (day("2027-01-01"), Driver::Planned));
    assert_eq!(schedule.end, Some(day("2027-07-11")));
    assert_eq!(schedule.critical().map(|r| r.project.as_str()).collect::<Vec<_>>(), ["open", "foreign"]);
}

#[test]
fn bounds_of_unstarted_work() {
    let mut draft = draft("2026-05-10");
    let mut planned = project("planned", 1);
    planned.start = Some("2026-05".parse().expect("a date"));
    let mut window = project("window", 1);
    (window.start, window.earliest_start) =
        (Some("2028-01".parse().expect("a date")), Some("2027-01".parse().expect("a date")));
    draft.projects = vec![planned, window];
    let schedule = schedule(draft).expect("dates");
    assert_eq!((schedule.rows[0].earliest_start, &schedule.rows[0].driver), (day("2026-05-10"), &Driver::StatusDate));
    assert_eq!((schedule.rows[1].earliest_start, &schedule.rows[1].driver), (day("2027-01-01"), &Driver::Window));
}

#[test]
fn work_past_the_end_has_a_negative_float_unless_it_may_outlive() {
    let mut draft = draft("2026-01-01");
    draft.projects = vec![project("a", 30), project("b", 12)];
    draft.dependencies = vec![timing("a", "b", Relation::FinishToStart, Lag::Months(0))];
    let strict = schedule(draft.clone()).expect("dates");
    assert_eq!(strict.row("b").expect("a row").latest_start, Some(day("2028-01-01")));
    assert_eq!(strict.row("b").expect("a row").float_days, Some(-182));
    draft.roadmaps[0].policy.may_outlive = true;
    let loose = schedule(draft).expect("dates");
    assert_eq!((loose.deadline, loose.row("a").expect("a row").float_days), (day("2029-07-01"), Some(0)));
    assert!(strict.rows.iter().chain(&loose.rows).all(|row| row.critical));
}

#[test]
fn dates_beyond_the_calendar_are_an_error() {
    let mut draft = draft("2026-01-01");
    draft.projects = vec![project("a", 12)];
    draft.projects[0].start = Some("2200-06".parse().expect("a date"));
    let error = schedule(draft).expect_err("beyond");
    assert_eq!(error.code().as_str(), "date-out-of-range");
}

#[test]
fn months_may_stop_a_cycle_that_pushes_on_the_average() {
    let cycle = |months: u32, days: i32| {
        let mut draft = draft("2026-01-01");
        draft.projects = vec![project("a", months), project("b", 1)];
        draft.dependencies = vec![
            timing("a", "b", Relation::FinishToStart, Lag::Months(0)),
            timing("b", "a", Relation::StartToStart, Lag::Days(days)),
        ];
        Network::of(&model(draft).roadmap("num").expect("a scope")).expect("a network")
    };
    // a lasts 31 days in January, so that it is pushed day by day to a start on the 29th, and a finish on 28 February.
    let settled = cycle(1, -30).schedule().expect("dates");
    assert_eq!(settled.row("a").expect("a row").earliest_start, day("2026-01-29"));
    assert_eq!(settled.row("b").expect("a row").earliest_start, day("2026-02-28"));
    assert!(cycle(1, -30).cycles().is_empty());
    assert!(cycle(1, -31).schedule().is_ok());
    // No two months are as short as 58 days.
    let endless = cycle(2, -58).cycles();
    assert_eq!((endless.len(), &endless[0].members), (1, &vec!["a".to_owned(), "b".to_owned()]));
    assert_eq!(endless[0].length.to_string(), "2.88");
}

/// Relaxes every link on the calendar day by day, from given starts.
fn pushed(
    months: &[u32],
    links: &[(usize, usize, Relation, Lag)],
    mut starts: Vec<NaiveDate>,
) -> Option<Vec<NaiveDate>> {
    let after = |day: NaiveDate, lag: Lag| match lag {
        Lag::Days(n) => day + chrono::TimeDelta::days(n.into()),
        Lag::Months(n) if n < 0 => day - Months::new(n.unsigned_abs()),
        Lag::Months(n) => day + Months::new(n.unsigned_abs()),
    };
    let limit = day("2060-01-01");
    loop {
        let before = starts.clone();
        for (from, to, relation, lag) in links {
            let finish = |i: usize, start: NaiveDate| start + Months::new(months[i]);
            let base = match relation {
                Relation::FinishToStart | Relation::FinishToFinish => finish(*from, starts[*from]),
                Relation::StartToStart | Relation::StartToFinish => starts[*from],
            };
            let asked = after(base, *lag);
            let end = |start: NaiveDate| match relation {
                Relation::FinishToStart | Relation::StartToStart => start,
                Relation::FinishToFinish | Relation::StartToFinish => finish(*to, start),
            };
            while end(starts[*to]) < asked {
                starts[*to] = starts[*to] + Days::new(1);
                if starts[*to] > limit {
                    return None;
                }
            }
        }
        if before == starts {
            return Some(starts);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn dates_are_the_least_and_the_greatest(
        projects in prop::collection::vec((1..9_u32, 0..400_u64), 1..6),
        links in prop::collection::vec(
            (0..6_usize, 0..6_usize, prop::sample::select(&RELATIONS), prop_oneof![
                (-3..4_i32).prop_map(Lag::Months), (-40..40_i32).prop_map(Lag::Days),
            ]),
            0..7,
        ),
    ) {
        let n = projects.len();
        let months: Vec<u32> = projects.iter().map(|(m, _)| *m).collect();
        let releases: Vec<NaiveDate> = projects.iter().map(|(_, d)| day("2026-01-01") + Days::new(*d)).collect();
        // Links go forward only: what a cycle is, the networks of plain activities judge.
        let links: Vec<_> = links.into_iter().filter(|(from, to, ..)| from < to && *to < n).collect();
        let mut draft = draft("2026-01-01");
        for i in 0..n {
            let mut project = project(&i.to_string(), months[i]);
            project.start = Some(crate::time::Date::day(releases[i]).expect("a date"));
            draft.projects.push(project);
        }
        for (from, to, relation, lag) in &links {
            draft.dependencies.push(timing(&from.to_string(), &to.to_string(), *relation, *lag));
        }
        let schedule = schedule(draft).expect("dates");
        let early = pushed(&months, &links, releases.clone()).expect("no cycle");
        let starts: Vec<NaiveDate> = schedule.rows.iter().map(|row| row.earliest_start).collect();
        prop_assert_eq!(&starts, &early);
        let finish = |i: usize, start: NaiveDate| start + Months::new(months[i]);
        let late: Vec<NaiveDate> = schedule.rows.iter().map(|row| row.latest_start.expect("limited")).collect();
        let kept = |starts: &[NaiveDate]| (0..n).all(|i| finish(i, starts[i]) <= schedule.deadline);
        // All at their latest, every link and the end hold.
        let held = pushed(&months, &links, late.clone()).expect("no cycle");
        prop_assert_eq!(&held, &late);
        prop_assert!(kept(&late));
        for i in 0..n {
            // One day later, with the others as early as they like, somebody misses the end.
            let mut slipped = vec![day("2020-01-01"); n];
            slipped[i] = late[i] + Days::new(1);
            prop_assert!(!kept(&pushed(&months, &links, slipped).expect("no cycle")), "{} may slip", i);
            prop_assert_eq!(schedule.rows[i].float_days, Some((late[i] - early[i]).num_days()));
        }
        let end = (0..n).map(|i| finish(i, early[i])).max();
        prop_assert_eq!(schedule.end, end);
        for i in 0..n {
            let mut slipped = early.clone();
            slipped[i] = slipped[i] + Days::new(1);
            let moved = pushed(&months, &links, slipped).expect("no cycle");
            let later = (0..n).map(|j| finish(j, moved[j])).max() > end;
            prop_assert!(!schedule.rows[i].critical || later, "{} is critical but may slip", i);
        }
    }

    /// Lags around 30 days per month are met with both answers.
    #[test]
    fn calendars_settle_where_lags_push_nothing(forth in prop_oneof![-70..70_i32, 27..32_i32, 58..62_i32], back in 1..3_i32, months in 1..4_u32) {
        // b starts `forth` days after a finishes, a starts at least `back` + `months` months before b.
        let mut draft = draft("2026-01-01");
        draft.projects = vec![project("a", months), project("b", 1)];
        let back_lag = -(back + months as i32);
        draft.dependencies = vec![
            timing("a", "b", Relation::FinishToStart, Lag::Days(forth)),
            timing("b", "a", Relation::StartToStart, Lag::Months(back_lag)),
        ];
        let positive = i64::from(forth) * 4800 > i64::from(back) * 146_097;
        let Ok(model) = draft.build() else {
            // The model refuses positive cycles too.
            prop_assert!(positive);
            return Ok(());
        };
        let result = Network::of(&model.roadmap("num").expect("a scope")).expect("a network").schedule();
        match result {
            Ok(schedule) => {
                let b = schedule.row("b").expect("a row").earliest_start;
                let a = schedule.row("a").expect("a row").earliest_start;
                prop_assert!(a >= b - Months::new(back_lag.unsigned_abs()));
                prop_assert!(b >= a + Months::new(months) + chrono::TimeDelta::days(forth.into()));
            }
            Err(error) => {
                prop_assert!(positive && matches!(error, NetworkError::PositiveCycles { .. }), "{}", error);
            }
        }
    }
}
