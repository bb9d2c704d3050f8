//! Known figures, and the laws that money obeys.

use super::*;
use crate::diagnostic::Code;
use crate::id::EnvelopeId;
use crate::model::{
    Baseline, CoFinancing, CoFinancingState, CommitmentEvent, CommitmentKind, CommitmentProgram, CostLine, Envelope,
    LedgerEntry, LedgerFlag, LedgerStage, Lifecycle, Membership, Model, ModelDraft, Organization, Project, Roadmap,
    RunCost, Section, Variant, Vote, VoteKind, YearAmount, YearCredits,
};
use crate::quantity::{Currency, Money};
use crate::time::FiscalYear;
use chrono::NaiveDate;
use proptest::prelude::*;
use rust_decimal::Decimal;

const STAGES: [LedgerStage; 7] = [
    LedgerStage::Committed,
    LedgerStage::Validated,
    LedgerStage::Ordered,
    LedgerStage::Paid,
    LedgerStage::Notified,
    LedgerStage::Billed,
    LedgerStage::Cashed,
];
use LedgerStage::{Committed, Ordered, Paid, Validated};
use Section::{Investment, Operating};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn year(year: i32) -> FiscalYear {
    FiscalYear::new(year).expect("a year")
}

fn eur(text: &str) -> Money {
    format!("{text} EUR").parse().expect("an amount")
}

fn draft() -> ModelDraft {
    let mut draft = ModelDraft::new("2026-11-24".parse().expect("a date"), Currency::EUR);
    draft.organizations.push(Organization::new("dep", "Département"));
    draft.roadmaps.push(Roadmap::new("num", "Numérique", "dep", "2026-01/2029-01".parse().expect("a period")));
    draft
}

fn envelope(id: &str, lines: &[(i32, Section, i32)]) -> Envelope {
    let mut envelope = Envelope::new(id, id);
    envelope.voted = Some("2025-12-15".parse().expect("a date"));
    envelope.amounts = lines.iter().map(|(y, s, euros)| YearAmount::new(year(*y), *s, Money::euros(*euros))).collect();
    envelope
}

fn entry(date: &str, envelope: &str, in_year: i32, section: Section, stage: LedgerStage, euros: i32) -> LedgerEntry {
    let date = date.parse().expect("a date");
    LedgerEntry::new(date, envelope, year(in_year), section, stage, Money::euros(euros))
}

fn project(id: &str, state: Lifecycle, months: u32) -> Project {
    let mut project = Project::new(id, id, Variant::new("base", months));
    project.state = state;
    project.start = Some("2026-01".parse().expect("a date"));
    project.roadmaps.push(Membership::new("num"));
    project
}

fn build(draft: ModelDraft) -> Model {
    draft.build().expect("a model")
}

/// Golden vector: 1000 opened, 600 committed of which 450 ordered.
#[test]
fn the_chain_of_commitments() {
    let mut draft = draft();
    draft.envelopes.push(envelope("num", &[(2026, Investment, 1000), (2026, Operating, 1000)]));
    for section in [Investment, Operating] {
        draft.ledger.push(entry("2026-04-01", "num", 2026, section, Committed, 600));
        draft.ledger.push(entry("2026-06-01", "num", 2026, section, Validated, 500));
        draft.ledger.push(entry("2026-06-15", "num", 2026, section, Ordered, 450));
        draft.ledger.push(entry("2026-07-15", "num", 2026, section, Paid, 400));
    }
    let execution = Execution::of(&build(draft.clone()), day("2026-12-31")).expect("figures");
    let figures = |section| execution.line("num", year(2026), section).expect("a line").figures;
    let investment = figures(Investment);
    assert_eq!(investment.available, eur("400"));
    assert_eq!((investment.left_to_order, investment.left_to_realize), (eur("150"), eur("150")));
    assert_eq!((investment.left_to_attach, investment.left_to_pay), (eur("50"), eur("50")));
    assert_eq!(investment.execution_rate().value, Ok(Decimal::new(45, 2)));
    assert_eq!(investment.execution_rate_with_rar().expect("a ratio").value, Ok(Decimal::new(6, 1)));
    assert_eq!(investment.commitment_rate().value, Ok(Decimal::new(6, 1)));
    // Of operating, service that is not done is what goes over.
    assert_eq!(figures(Operating).left_to_realize, eur("100"));

    // An AP leaves nothing to realize, unless the authority's rules say so.
    draft.envelopes[0].program = Some(CommitmentProgram::new(CommitmentKind::Ap, eur("2000")));
    let model = build(draft);
    let left = |rule| {
        let execution = Execution::under(&model, day("2026-12-31"), rule).expect("figures");
        [Investment, Operating].map(|s| {
            let line = execution.line("num", year(2026), s).expect("a line");
            (line.in_program, line.figures.left_to_realize)
        })
    };
    assert_eq!(left(RarRule::OutsidePrograms), [(true, eur("0")), (false, eur("100"))]);
    assert_eq!(left(RarRule::ProgramsToo), [(true, eur("150")), (false, eur("100"))]);
}

#[test]
fn votes_open_credits_from_their_day_on() {
    let mut draft = draft();
    let mut budget = envelope("num", &[(2026, Investment, 1200)]);
    for (date, kind, euros) in [
        ("2026-03-27", VoteKind::Primitive, 1000),
        ("2026-06", VoteKind::CarriedOver, 300),
        ("2026-10-15", VoteKind::Amending, -100),
    ] {
        let mut vote = Vote::new(date.parse().expect("a date"), kind);
        vote.amounts.push(YearAmount::new(year(2026), Investment, Money::euros(euros)));
        budget.votes.push(vote);
    }
    draft.envelopes.push(budget);
    let mut unvoted = envelope("none", &[(2026, Investment, 500)]);
    unvoted.voted = None;
    draft.envelopes.push(unvoted);
    let model = build(draft);
    for (on, opened) in [
        ("2026-03-26", "0"),
        ("2026-03-27", "1000"),
        ("2026-06-01", "1300"),
        ("2026-10-14", "1300"),
        ("2026-12-31", "1200"),
    ] {
        let execution = model.execution(day(on)).expect("figures");
        let line = execution.line("num", year(2026), Investment).expect("a line");
        assert_eq!(line.figures.opened, eur(opened), "{on}");
        assert_eq!(line.figures.listed, eur("1200"));
        let none = execution.line("none", year(2026), Investment).expect("a line").figures;
        assert_eq!((none.opened, none.listed), (eur("0"), eur("500")));
        assert_eq!(none.execution_rate().value, Err(Undefined::ZeroDenominator));
    }
}

#[test]
fn orders_without_commitment_take_credits() {
    let mut draft = draft();
    draft.envelopes.push(envelope("num", &[(2026, Operating, 1000)]));
    draft.ledger.push(entry("2026-04-01", "num", 2026, Operating, Committed, 600));
    let mut direct = entry("2026-04-05", "num", 2026, Operating, Ordered, 90);
    direct.flags.push(LedgerFlag::WithoutCommitment);
    draft.ledger.push(direct);
    draft.ledger.push(entry("2026-05-01", "num", 2026, Operating, Ordered, 450));
    let figures = build(draft).execution(day("2026-12-31")).expect("figures").lines()[0].figures;
    // Opened − (committed and not ordered + ordered) = 1000 − (150 + 540).
    assert_eq!((figures.available, figures.left_to_order), (eur("310"), eur("150")));
    assert_eq!(figures.direct.ordered(), eur("90"));
}

#[test]
fn a_scope_has_its_own_envelopes() {
    let mut draft = draft();
    draft.envelopes.push(envelope("other", &[(2026, Investment, 5)]));
    draft.envelopes.push(envelope("num", &[(2027, Investment, 7), (2026, Investment, 3)]));
    draft.roadmaps[0].envelopes.push("num".into());
    let model = build(draft);
    let execution = model.roadmap("num").expect("a scope").execution(model.status_date()).expect("figures");
    let lines: Vec<(&str, i32)> = execution.lines().iter().map(|l| (l.envelope.as_str(), l.year.year())).collect();
    assert_eq!(lines, [("num", 2026), ("num", 2027)]);
    assert_eq!(execution.total(|_| true).expect("a total").opened, eur("10"));
    assert_eq!(execution.total(|line| line.year == year(2026)).expect("a total").listed, eur("3"));
}

#[test]
fn two_currencies_and_sums_that_are_too_large_are_errors() {
    let mut mixed = draft();
    mixed.envelopes.push(envelope("num", &[]));
    let mut foreign = entry("2026-01-05", "num", 2026, Investment, Committed, 1);
    foreign.amount = "1 CAD".parse().expect("an amount");
    mixed.ledger.push(foreign);
    // The document itself is judged where it is built; figures hold on their own as well.
    if let Ok(model) = mixed.build() {
        let error = model.execution(day("2026-12-31")).expect_err("two currencies");
        assert_eq!(error.code(), Code::MixedCurrencies);
    }
    let mut large = draft();
    large.envelopes.push(envelope("num", &[]));
    for _ in 0..2 {
        let mut entry = entry("2026-01-05", "num", 2026, Investment, Committed, 1);
        entry.amount = eur("1000000000000000");
        large.ledger.push(entry);
    }
    let model = build(large);
    let error = model.execution(day("2026-12-31")).expect_err("too large");
    assert_eq!(error.code(), Code::NumberOutOfRange);
    assert!(error.to_string().starts_with("the amounts of envelope `num` do not add up: "), "{error}");
    assert!(RealCosts::of(&model, Committed, day("2026-12-31")).is_err());
    assert!(order_breaches(&model, day("2026-12-31")).is_err());
    assert!(model.execution(day("2026-01-04")).is_ok());
}

#[test]
fn real_cost_is_that_of_its_stage() {
    let mut draft = draft();
    draft.envelopes.push(envelope("num", &[]));
    draft.envelopes.push(envelope("dsi", &[]));
    draft.projects.push(project("sig", Lifecycle::Running, 12));
    for (envelope, in_year, stage, euros, nature, project) in [
        ("num", 2026, Committed, 100, Some("2051"), Some("sig")),
        ("num", 2026, Validated, 60, Some("2051"), Some("sig")),
        ("dsi", 2026, Validated, 5, None, Some("sig")),
        ("num", 2027, Validated, 30, Some("2031"), Some("sig")),
        ("num", 2027, Validated, -10, Some("2031"), Some("sig")),
        ("num", 2026, Validated, 8, None, None),
    ] {
        let mut entry = entry("2026-06-01", envelope, in_year, Investment, stage, euros);
        entry.nature = nature.map(str::to_owned);
        entry.project = project.map(Into::into);
        draft.ledger.push(entry);
    }
    let model = build(draft);
    let costs = RealCosts::of(&model, Validated, day("2027-12-31")).expect("costs");
    let cost = costs.project(&"sig".into()).expect("a cost");
    assert_eq!((cost.total, cost.stage), (eur("85"), Validated));
    assert_eq!(cost.by_year.into_iter().collect::<Vec<_>>(), [(year(2026), eur("65")), (year(2027), eur("20"))]);
    assert_eq!(cost.by_envelope.into_iter().collect::<Vec<_>>(), [("dsi".into(), eur("5")), ("num".into(), eur("80"))]);
    let by_nature: Vec<_> = cost.by_nature.iter().map(|(n, m)| (n.as_deref(), *m)).collect();
    assert_eq!(by_nature, [(None, eur("5")), (Some("2031"), eur("20")), (Some("2051"), eur("60"))]);
    assert_eq!((costs.unassigned(), costs.total()), (Ok(eur("8")), Ok(eur("93"))));
    let committed = RealCosts::of(&model, Committed, day("2027-12-31")).expect("costs");
    assert_eq!(committed.project(&"sig".into()).map(|c| c.total), Ok(eur("100")));
    assert_eq!(committed.project(&"gone".into()).map(|c| c.total), Ok(eur("0")));
}

fn credits(lines: &[(i32, i32)]) -> Vec<YearCredits> {
    lines.iter().map(|(y, euros)| YearCredits::new(year(*y), Money::euros(*euros))).collect()
}

#[test]
fn an_authority_is_what_its_acts_make_it() {
    let mut draft = draft();
    let mut ap = envelope("ap", &[(2025, Investment, 300), (2026, Investment, 500), (2027, Investment, 200)]);
    ap.voted = Some("2024-12-15".parse().expect("a date"));
    let date = |text: &str| text.parse().expect("a date");
    let mut program = CommitmentProgram::new(CommitmentKind::Ap, eur("1100"));
    program.events = vec![
        CommitmentEvent::Vote {
            date: date("2024-12-15"),
            authority: eur("1000"),
            credits: credits(&[(2025, 300), (2026, 500), (2027, 200)]),
        },
        CommitmentEvent::Allocation { date: date("2025-02-01"), amount: eur("250"), project: Some("sig".into()) },
        CommitmentEvent::Allocation { date: date("2025-03-01"), amount: eur("50"), project: None },
        CommitmentEvent::Allocation { date: date("2025-04-01"), amount: eur("100"), project: Some("sig".into()) },
        CommitmentEvent::Revision {
            date: date("2026-06-15"),
            authority: eur("1200"),
            credits: credits(&[(2025, 180), (2026, 620), (2027, 400)]),
        },
        CommitmentEvent::Lapse { date: date("2026-12-31"), amount: eur("100") },
        CommitmentEvent::Closure { date: date("2027-12-31") },
    ];
    ap.program = Some(program);
    draft.envelopes.push(ap);
    draft.projects.push(project("sig", Lifecycle::Running, 12));
    draft.ledger.push(entry("2025-03-01", "ap", 2025, Investment, Committed, 900));
    draft.ledger.push(entry("2025-09-01", "ap", 2025, Investment, Ordered, 180));
    draft.ledger.push(entry("2026-09-01", "ap", 2026, Investment, Ordered, 600));
    let model = build(draft);
    let on = |text: &str| programs(&model, day(text)).expect("programs").remove(0);

    let before = on("2024-12-14");
    assert_eq!((before.authority, before.left_to_commit), (eur("0"), eur("0")));
    let first = on("2025-12-31");
    assert_eq!((first.authority, first.committed, first.left_to_commit), (eur("1000"), eur("900"), eur("100")));
    assert_eq!((first.allocated, first.unspread), (eur("400"), eur("0")));
    assert_eq!(first.allocations, [(Some("sig".into()), eur("350")), (None, eur("50"))]);
    assert_eq!(first.commitment_rate().value, Ok(Decimal::new(9, 1)));
    assert_eq!(first.coverage_rate().value, Ok(Decimal::new(18, 2)));
    assert_eq!(first.respreads_due().count(), 0, "the year goes on to its last day");
    // 300 were to be ordered in 2025, and 180 were; the revision of June writes it down.
    let due: Vec<_> = on("2026-01-01").respreads_due().map(|y| (y.year, y.to_respread)).collect();
    assert_eq!(due, [(year(2025), eur("120"))]);
    let revised = on("2026-06-15");
    assert_eq!((revised.authority, revised.left_to_fund), (eur("1200"), eur("200")));
    assert_eq!(revised.respreads_due().count(), 0);
    let lapsed = on("2027-01-01");
    assert_eq!((lapsed.authority, lapsed.unspread, lapsed.closure), (eur("1100"), eur("-100"), None));
    assert_eq!(lapsed.respreads_due().map(|y| y.to_respread).collect::<Vec<_>>(), [eur("20")]);
    assert_eq!(on("2028-01-01").closure, Some(day("2027-12-31")));
}

#[test]
fn a_program_without_acts_is_spread_as_its_envelope_is() {
    let mut draft = draft();
    let mut ae = envelope("ae", &[(2025, Operating, 40), (2026, Operating, 60), (2026, Investment, 7)]);
    ae.program = Some(CommitmentProgram::new(CommitmentKind::Ae, eur("110")));
    draft.envelopes.push(ae);
    draft.organizations[0].fiscal_year_start = Some(7);
    draft.roadmaps[0].envelopes.push("ae".into());
    draft.ledger.push(entry("2026-02-01", "ae", 2025, Operating, Ordered, 30));
    draft.ledger.push(entry("2026-02-01", "ae", 2025, Investment, Ordered, 5));
    let model = build(draft);
    let program = programs(&model, day("2026-06-30")).expect("programs").remove(0);
    assert_eq!((program.authority, program.unspread, program.ordered), (eur("110"), eur("10"), eur("30")));
    assert!(program.years.iter().all(|y| !y.closed), "budget year 2025 ends in June 2026");
    let program = programs(&model, day("2026-07-01")).expect("programs").remove(0);
    assert_eq!(program.respreads_due().map(|y| y.to_respread).collect::<Vec<_>>(), [eur("10")]);
}

#[test]
fn the_plan_of_a_year_that_goes_on_counts_by_days() {
    let mut draft = draft();
    draft.envelopes.push(envelope("num", &[(2026, Investment, 100_000)]));
    draft.envelopes.push(envelope("silent", &[(2026, Investment, 100_000)]));
    for (id, state, euros) in
        [("a", Lifecycle::Running, 40_000), ("b", Lifecycle::Delivered, 20_000), ("c", Lifecycle::Approved, 9)]
    {
        let mut project = project(id, state, 12);
        for envelope in ["num", "silent"] {
            let line = CostLine::new(year(2026), Investment, envelope, Money::euros(euros));
            project.variants[0].costs.push(line);
        }
        draft.projects.push(project);
    }
    let mut ordered = entry("2026-05-02", "num", 2026, Investment, Ordered, 20_000);
    ordered.project = Some("a".into());
    draft.ledger.push(ordered);
    // For no project of the plan.
    draft.ledger.push(entry("2026-05-02", "num", 2026, Investment, Ordered, 7_000));
    let model = build(draft.clone());
    let plan = planned_use(&model).expect("a plan");
    assert_eq!(plan.iter().map(|l| l.amount).collect::<Vec<_>>(), [eur("60000"), eur("60000")]);
    assert_eq!(plan[0].projects, [("a".into(), eur("40000")), ("b".into(), eur("20000"))]);

    let june = deviations(&model, &[Ordered], day("2026-06-30")).expect("deviations");
    assert_eq!(june.len(), 1, "the ledger says nothing of the other envelope");
    assert_eq!((june[0].due, june[0].actual, june[0].gap), (eur("29753.42"), eur("20000"), eur("-9753.42")));
    assert_eq!(june[0].ratio.value, Ok(Decimal::new(-162_557, 6)));
    let end = deviations(&model, &[Ordered], day("2027-02-01")).expect("deviations");
    assert_eq!((end[0].due, end[0].gap), (eur("60000"), eur("-40000")));
    assert!(deviations(&model, &[Ordered], day("2025-12-31")).expect("deviations").is_empty());
    // Where no movement names a project, all of them are compared.
    draft.ledger[0].project = None;
    let whole = deviations(&build(draft), &[Ordered], day("2026-12-31")).expect("deviations");
    assert_eq!(whole[0].actual, eur("27000"));
}

#[test]
fn run_costs_begin_with_the_month_after_delivery() {
    let mut draft = draft();
    draft.envelopes.push(envelope("fonc", &[(2026, Operating, 10_000), (2027, Operating, 10_000)]));
    let mut portal = project("portal", Lifecycle::InService, 6);
    portal.finish = Some("2026-10-15".parse().expect("a date"));
    let mut saas = RunCost::new(Operating, eur("12000"));
    saas.envelope = Some("fonc".into());
    portal.variants[0].run_costs.push(saas);
    portal.variants[0].costs.push(CostLine::new(year(2026), Operating, "fonc", eur("9000")));
    draft.projects.push(portal);
    let mut gis = project("gis", Lifecycle::Approved, 12);
    let mut support = RunCost::new(Operating, eur("100"));
    (support.from_month, support.months) = (6, Some(9));
    gis.variants[0].run_costs.push(support);
    draft.projects.push(gis.clone());
    gis.id = "undated".into();
    gis.start = None;
    draft.projects.push(gis.clone());
    gis.id = "idea".into();
    gis.state = Lifecycle::Candidate;
    draft.projects.push(gis);
    let model = build(draft);
    assert_eq!(RunCosts::horizon(&model), year(2029));
    let costs = RunCosts::of(&model, RunCosts::horizon(&model)).expect("run costs");
    let lines: Vec<(&str, i32, Money)> =
        costs.lines.iter().map(|l| (l.project.as_str(), l.year.year(), l.amount)).collect();
    assert_eq!(
        lines,
        [
            ("portal", 2026, eur("2000")),
            ("portal", 2027, eur("12000")),
            ("portal", 2028, eur("12000")),
            ("portal", 2029, eur("12000")),
            // Delivered with the start of 2027, paid from July on for nine months.
            ("gis", 2027, eur("50")),
            ("gis", 2028, eur("25")),
        ]
    );
    assert_eq!(costs.undated, ["undated".into()]);
    let missing: Vec<_> = costs
        .unfunded(year(2026))
        .map(|row| (row.envelope.as_ref().map(EnvelopeId::as_str), row.year.year(), row.missing))
        .collect();
    assert_eq!(
        missing,
        [
            (None, 2027, eur("50")),
            (None, 2028, eur("25")),
            // 2 000 of run cost and 9 000 of the plan against 10 000.
            (Some("fonc"), 2026, eur("1000")),
            (Some("fonc"), 2027, eur("2000")),
            (Some("fonc"), 2028, eur("12000")),
            (Some("fonc"), 2029, eur("12000")),
        ]
    );
}

#[test]
fn grants_are_counted_by_state_and_share() {
    let mut draft = draft();
    let mut other = draft.roadmaps[0].clone();
    other.id = "other".into();
    draft.roadmaps.push(other);
    let mut shared = project("sig", Lifecycle::Running, 12);
    shared.roadmaps[0].share = "0.3".parse().expect("a share");
    let mut rest = Membership::new("other");
    rest.share = "0.7".parse().expect("a share");
    shared.roadmaps.push(rest);
    for (source, state, euros) in [
        ("FEDER", CoFinancingState::Requested, 1001),
        ("État", CoFinancingState::Notified, 500),
        ("Région", CoFinancingState::Cashed, 10),
        ("Rien", CoFinancingState::Requested, 0),
    ] {
        let mut grant = CoFinancing::new(source, Investment, year(2027), Money::euros(euros));
        grant.state = state;
        shared.co_financing.push(grant);
    }
    draft.projects.push(shared.clone());
    shared.id = "idea".into();
    shared.state = Lifecycle::Candidate;
    shared.roadmaps.clear();
    draft.projects.push(shared);
    let model = build(draft);
    let rows = co_financing(&model.roadmap("num").expect("a scope")).expect("grants");
    let sums: Vec<_> = rows.iter().map(|r| (r.year, r.requested, r.notified, r.cashed)).collect();
    assert_eq!(sums, [(year(2027), eur("300.3"), eur("150"), eur("3"))]);
    let open = unsecured_grants(model.projects());
    assert_eq!(
        open.iter().map(|g| (g.project.as_str(), g.source.as_str(), g.amount)).collect::<Vec<_>>(),
        [("sig", "FEDER", eur("1001"))]
    );
}

#[test]
fn landings_are_held_against_what_was_approved() {
    let mut draft = draft();
    draft.envelopes.push(envelope("num", &[]));
    for (id, landing, approved) in [("a", Some(120), Some(100)), ("b", Some(120), None), ("c", None, Some(100))] {
        let mut project = project(id, Lifecycle::Running, 12);
        project.landing = landing.map(Money::euros);
        project.variants[0].costs.push(CostLine::new(year(2026), Investment, "num", eur("130")));
        let mut baseline = Baseline::new("2026-01-01".parse().expect("a date"));
        baseline.cost = approved.map(Money::euros);
        project.baseline = Some(baseline);
        draft.projects.push(project);
    }
    let list = landings(build(draft).projects()).expect("landings");
    let list: Vec<_> = list.iter().map(|l| (l.project.as_str(), l.basis, l.excess)).collect();
    assert_eq!(list, [("a", ApprovedBasis::Baseline, eur("20")), ("b", ApprovedBasis::Plan, eur("-10"))]);
}

#[test]
fn stages_out_of_order_are_told_line_by_line() {
    let flagged = |stage, euros, flag| (stage, euros, Some(flag));
    let plain = |stage, euros| (stage, euros, None);
    let ahead = |earlier, later, excess: &str| Some((Some(earlier), later, eur(excess)));
    for (movements, expected) in [
        (vec![plain(Committed, 100), plain(Validated, 100), plain(Ordered, 80), plain(Paid, 80)], None),
        (vec![plain(Committed, 100), plain(Validated, 120)], ahead(Committed, Validated, "20")),
        (vec![plain(Ordered, 120)], ahead(Committed, Ordered, "120")),
        (vec![plain(Committed, 100), plain(Ordered, 120)], ahead(Committed, Ordered, "20")),
        (vec![flagged(Ordered, 120, LedgerFlag::WithoutCommitment)], None),
        (vec![plain(Committed, 90), plain(Paid, 90)], ahead(Ordered, Paid, "90")),
        (vec![plain(Committed, 90), flagged(Paid, 90, LedgerFlag::PaidBeforeOrder)], None),
        // Free of the order, not of the commitment.
        (vec![plain(Committed, 50), flagged(Paid, 90, LedgerFlag::PaidBeforeOrder)], ahead(Committed, Paid, "40")),
        (vec![plain(Committed, 90), plain(Validated, 1), plain(Ordered, 50)], ahead(Validated, Ordered, "49")),
        (vec![plain(Committed, 90), plain(Validated, 1), flagged(Ordered, 50, LedgerFlag::Advance)], None),
        // A cancellation takes off.
        (vec![plain(Committed, 100), plain(Ordered, 100), plain(Committed, -30)], ahead(Committed, Ordered, "30")),
        (vec![plain(Committed, 10), plain(Committed, -30)], Some((None, Committed, eur("-20")))),
    ] {
        let mut draft = draft();
        draft.envelopes.push(envelope("num", &[(2026, Investment, 1000)]));
        for (stage, euros, flag) in &movements {
            let mut entry = entry("2026-06-01", "num", 2026, Investment, *stage, *euros);
            entry.reference = Some("E-1".to_owned());
            entry.flags.extend(*flag);
            draft.ledger.push(entry);
        }
        let breaches = order_breaches(&build(draft), day("2026-12-31")).expect("breaches");
        let found = breaches.first().map(|breach| match breach.disorder {
            Disorder::Ahead { earlier, later, excess, .. } => (Some(earlier), later, excess),
            Disorder::BelowZero { stage, amount } => (None, stage, amount),
        });
        assert_eq!((found, breaches.len() <= 1), (expected, true), "{movements:?}: {breaches:?}");
    }
}

#[test]
fn lines_are_told_apart_by_reference() {
    let mut draft = draft();
    draft.envelopes.push(envelope("num", &[(2026, Investment, 1000)]));
    for (reference, in_year, stage) in [
        (Some("E-1"), 2026, Committed),
        (Some("E-2"), 2026, Ordered),
        (Some("E-1"), 2027, Ordered),
        (None, 2026, Ordered),
    ] {
        let mut entry = entry("2026-06-01", "num", in_year, Investment, stage, 10);
        entry.reference = reference.map(str::to_owned);
        draft.ledger.push(entry);
    }
    let breaches = order_breaches(&build(draft), day("2026-12-31")).expect("breaches");
    let found: Vec<_> = breaches.iter().map(|b| (b.reference.as_deref(), b.position)).collect();
    assert_eq!(found, [(Some("E-2"), 1), (None, 3)]);
}

fn ledgers() -> impl Strategy<Value = Vec<LedgerEntry>> {
    let drawn =
        (0..3_usize, 2025..2028_i32, any::<bool>(), 0..7_usize, -5_000..20_000_i64, 0..4_usize, 0..28_u32, 0..4_u8);
    let movement = drawn.prop_map(|(envelope, in_year, investment, stage, cents, project, date, flag)| {
        let section = if investment { Investment } else { Operating };
        let date = format!("2026-0{}-{:02}", 1 + date % 9, date + 1);
        let mut entry = entry(&date, ["a", "b", "c"][envelope], in_year, section, STAGES[stage], 0);
        entry.amount = Money::new(Decimal::new(cents, 2), Currency::EUR).expect("an amount");
        entry.project = [None, Some("p"), Some("q"), Some("r")][project].map(Into::into);
        entry.nature = (flag & 1 == 1).then(|| "2051".to_owned());
        entry.reference = (flag & 2 == 2).then(|| format!("R-{project}"));
        entry.flags.extend((flag == 3).then_some(LedgerFlag::WithoutCommitment));
        entry
    });
    prop::collection::vec(movement, 0..40)
}

fn with_ledger(ledger: Vec<LedgerEntry>) -> Model {
    let mut draft = draft();
    for id in ["a", "b", "c"] {
        draft.envelopes.push(envelope(id, &[(2026, Investment, 1000), (2026, Operating, 500)]));
    }
    for id in ["p", "q", "r"] {
        draft.projects.push(project(id, Lifecycle::Running, 12));
    }
    draft.ledger = ledger;
    build(draft)
}

fn sum_of<'a>(entries: impl Iterator<Item = &'a LedgerEntry>) -> Decimal {
    entries.map(|entry| entry.amount.amount()).sum()
}

proptest! {
    #[test]
    fn nothing_is_lost_between_ledger_lines_and_projects(ledger in ledgers(), on in 0..300_u64) {
        let on = day("2026-01-01") + chrono::Days::new(on);
        let model = with_ledger(ledger.clone());
        let execution = model.execution(on).expect("figures");
        let total = execution.total(|_| true).expect("a total");
        for stage in STAGES {
            let told = ledger.iter().filter(|e| e.stage == stage && e.date.first_day() <= on);
            let expected = sum_of(told.clone());
            prop_assert_eq!(total.stages.at(stage).amount(), expected);
            let gross = sum_of(told.clone().filter(|e| !e.amount.is_negative()));
            prop_assert_eq!(gross - total.cancelled.at(stage).amount(), expected);
            let costs = RealCosts::of(&model, stage, on).expect("costs");
            let mut projects = costs.unassigned().expect("a sum").amount();
            for id in ["p", "q", "r"] {
                let cost = costs.project(&id.into()).expect("a cost");
                projects += cost.total.amount();
                let named = sum_of(told.clone().filter(|e| e.project.as_ref().is_some_and(|p| p.as_str() == id)));
                prop_assert_eq!(cost.total.amount(), named);
                for parts in [
                    cost.by_year.values().map(|m| m.amount()).sum::<Decimal>(),
                    cost.by_envelope.values().map(|m| m.amount()).sum(),
                    cost.by_nature.values().map(|m| m.amount()).sum(),
                ] {
                    prop_assert_eq!(parts, named);
                }
            }
            prop_assert_eq!(projects, expected);
            prop_assert_eq!(costs.total().expect("a sum").amount(), expected);
        }
        for line in execution.lines() {
            let f = &line.figures;
            // Opened = available + committed and not ordered + ordered.
            let taken = f.left_to_order.checked_add(f.stages.ordered()).expect("a sum");
            prop_assert_eq!(f.available.checked_add(taken).expect("a sum"), f.opened);
        }
    }

    #[test]
    fn the_order_of_the_ledger_changes_no_figure(ledger in ledgers()) {
        let on = day("2026-12-31");
        let mut reversed = ledger.clone();
        reversed.reverse();
        let (one, other) = (with_ledger(ledger), with_ledger(reversed));
        prop_assert_eq!(one.execution(on), other.execution(on));
        prop_assert_eq!(RealCosts::of(&one, Ordered, on), RealCosts::of(&other, Ordered, on));
        let told = |model| order_breaches(model, on).expect("breaches").into_iter().map(|b| (b.envelope, b.reference, b.disorder)).collect::<Vec<_>>();
        prop_assert_eq!(told(&one), told(&other));
    }

    #[test]
    fn stages_in_order_are_no_breach(amounts in prop::collection::vec(0..10_000_i32, 4)) {
        let mut sorted = amounts.clone();
        sorted.sort_unstable_by(|a, b| b.cmp(a));
        for amounts in [&amounts, &sorted] {
            let stages = [Committed, Validated, Ordered, Paid];
            let ledger = stages.iter().zip(amounts).map(|(s, n)| entry("2026-06-01", "a", 2026, Investment, *s, *n));
            let breaches = order_breaches(&with_ledger(ledger.collect()), day("2026-12-31")).expect("breaches");
            let steps_up = amounts.windows(2).filter(|pair| pair[0] < pair[1]).count();
            prop_assert_eq!(breaches.len(), steps_up);
        }
    }

    #[test]
    fn run_costs_of_all_years_are_the_months_paid(yearly in -100_000..100_000_i64, start in 0..60_u32, from in 0..30_u32, months in 1..60_u32) {
        let mut draft = draft();
        let mut project = project("p", Lifecycle::Running, 1 + start);
        let mut cost = RunCost::new(Operating, Money::new(Decimal::new(yearly * 12, 2), Currency::EUR).expect("money"));
        (cost.from_month, cost.months) = (from, Some(months));
        project.variants[0].run_costs.push(cost);
        draft.projects.push(project);
        // Twelve months of a whole number of cents: no year is rounded.
        let costs = RunCosts::of(&build(draft), year(2100)).expect("run costs");
        let sum: Decimal = costs.lines.iter().map(|line| line.amount.amount()).sum();
        prop_assert_eq!(sum, Decimal::new(yearly * i64::from(months), 2));
    }
}
