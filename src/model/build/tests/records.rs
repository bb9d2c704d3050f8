//! Rules on mandates, money, plans, governance and scenarios.

use super::{faults, one, sound, year};
use crate::diagnostic::{Code, Severity};
use crate::model::{
    Action, Allocation, Assignment, Attachment, Baseline, CoFinancing, CommitmentEvent, CommitmentKind,
    CommitmentProgram, CommunicationAction, CommunicationAim, ComplianceMark, ComplianceState, DecisionRecord, Demand,
    DigitalService, ExpectedImpact, Force, GateWaiver, GovernanceBody, GovernanceLevel, HealthPolicy, Interface,
    LedgerEntry, LedgerStage, Lifecycle, Mandate, Meeting, Milestone, ModelDraft, Person, Phase, PoolMember, Program,
    Purchase, PurchaseRoute, Qualification, QualificationState, Risk, Roadmap, RoadmapState, RoadmapTransition, Role,
    RunCost, Scenario, ScenarioChange, ScopeKey, Section, ServiceChange, ServiceEffect, Subject, Transition, Unit,
    Verdict, Vote, VoteKind, WorkedDays, YearAmount, YearCredits,
};
use crate::quantity::{Money, Score, Workload};
use crate::time::{Cadence, Date};
use std::str::FromStr;

fn of<T: FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("`{text}` is sound"))
}

fn money(euros: i32) -> Money {
    Money::euros(euros)
}

fn investment(y: i32, amount: Money) -> YearAmount {
    YearAmount::new(year(y), Section::Investment, amount)
}

fn mandate(id: &str, start: &str, end: &str) -> Mandate {
    Mandate::new(id, "dep", "Conseil départemental", of(start), of(end))
}

fn unit(draft: &mut ModelDraft, id: &str, parents: &[(&str, Option<&str>, Option<&str>)]) {
    let mut unit = Unit::new(id, id.to_uppercase(), "dep");
    for (parent, from, until) in parents {
        let mut attachment = Attachment::new(*parent);
        (attachment.from, attachment.until) = (from.map(of), until.map(of));
        unit.attachments.push(attachment);
    }
    draft.units.push(unit);
}

fn body(draft: &mut ModelDraft) -> &mut GovernanceBody {
    draft.bodies.push(GovernanceBody::new("copil", "COPIL", "dep", GovernanceLevel::Tactical));
    &mut draft.bodies[0]
}

fn decision(draft: &mut ModelDraft) {
    body(draft);
    let subject = Subject::Project("a".into());
    draft.decisions.push(DecisionRecord::new("d", "copil", of("2026-03"), subject, Verdict::Retained));
}

fn none(change: impl FnOnce(&mut ModelDraft)) {
    let faults = faults(change);
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn every_new_reference_is_looked_up() {
    let unknown = |pointer: &str, change: &dyn Fn(&mut ModelDraft)| one(Code::UnknownReference, pointer, |d| change(d));
    unknown("/units/0/attachments/0/parent", &|d| unit(d, "dsn", &[("rien", None, None)]));
    unknown("/mandates/0/organization", &|d| {
        d.mandates.push(Mandate::new("m", "rien", "Conseil", of("2021-07"), of("2028-03")));
    });
    unknown("/objectives/0/shared_with/0", &|d| d.objectives[0].shared_with.push("rien".into()));
    unknown("/envelopes/0/program/events/0/allocation/project", &|d| {
        let mut program = CommitmentProgram::new(CommitmentKind::Ap, money(5));
        let (date, amount) = (of("2026-02"), money(1));
        program.events.push(CommitmentEvent::Allocation { date, amount, project: Some("rien".into()) });
        d.envelopes[0].program = Some(program);
    });
    unknown("/pools/0/members/0/person", &|d| d.pools[0].members.push(PoolMember::new("rien")));
    unknown("/pools/0/calendar", &|d| d.pools[0].calendar = Some("rien".into()));
    unknown("/pools/0/exclusive_to", &|d| d.pools[0].exclusive_to = Some("rien".into()));
    unknown("/roadmaps/0/mandate", &|d| d.roadmaps[0].mandate = Some("rien".into()));
    unknown("/roadmaps/0/predecessor", &|d| d.roadmaps[0].predecessor = Some("rien".into()));
    unknown("/roadmaps/0/interfaces/0/unit", &|d| d.roadmaps[0].interfaces.push(Interface::Unit("rien".into())));
    unknown("/roadmaps/0/interfaces/0/audience", &|d| {
        d.roadmaps[0].interfaces.push(Interface::Audience("rien".into()));
    });
    unknown("/roadmaps/0/expected_impacts/0/indicator", &|d| {
        d.roadmaps[0].expected_impacts.push(ExpectedImpact::new("rien"));
    });
    unknown("/roadmaps/0/history/0/decision", &|d| {
        d.roadmaps[0].state = RoadmapState::Open;
        let mut launch = RoadmapTransition::new(RoadmapState::Open, of("2026-01"));
        launch.decision = Some("rien".into());
        d.roadmaps[0].history.push(launch);
    });
    unknown("/programs/0/organization", &|d| d.programs.push(Program::new("p", "P", "rien")));
    unknown("/services/0/unit", &|d| {
        d.services.push(DigitalService::new("s", "S"));
        d.services[0].unit = Some("rien".into());
    });
    unknown("/services/0/owner", &|d| {
        d.services.push(DigitalService::new("s", "S"));
        d.services[0].owner = Some("rien".into());
    });
    unknown("/demands/0/project", &|d| {
        d.demands.push(Demand::new("q", "Q", of("2026-01")));
        d.demands[0].project = Some("rien".into());
    });
    unknown("/demands/0/qualification/into", &|d| {
        d.demands.push(Demand::new("q", "Q", of("2026-01")));
        d.demands[0].qualification.into = Some("rien".into());
    });
    unknown("/projects/0/program", &|d| d.projects[0].program = Some("rien".into()));
    unknown("/projects/0/history/0/decision", &|d| {
        let mut step = Transition::new(Lifecycle::Candidate, of("2026-01"));
        step.decision = Some("rien".into());
        d.projects[0].history.push(step);
    });
    unknown("/projects/0/services/0/service", &|d| {
        d.projects[0].services.push(ServiceEffect::new("rien", ServiceChange::Enrich));
    });
    unknown("/projects/0/risks/0/owner", &|d| {
        d.projects[0].risks.push(Risk::new("r", "R"));
        d.projects[0].risks[0].owner = Some("rien".into());
    });
    unknown("/projects/0/variants/0/run_costs/0/envelope", &|d| {
        let mut run = RunCost::new(Section::Operating, money(5));
        run.envelope = Some("rien".into());
        d.projects[0].variants[0].run_costs.push(run);
    });
    unknown("/bodies/0/members/0", &|d| body(d).members.push("rien".into()));
    unknown("/bodies/0/reviews/0/theme", &|d| body(d).reviews.push(Subject::Theme("rien".into())));
    unknown("/bodies/0/calendar", &|d| body(d).calendar = Some("rien".into()));
    unknown("/meetings/0/body", &|d| d.meetings.push(Meeting::new("rien", of("2026-12"))));
    unknown("/decisions/0/actions/0/owner", &|d| {
        decision(d);
        let mut action = Action::new("chiffrer");
        action.owner = Some("rien".into());
        d.decisions[0].actions.push(action);
    });
    unknown("/communications/0/audience", &|d| {
        let subject = Subject::Project("a".into());
        let aim = CommunicationAim::MakeKnown;
        d.communications.push(CommunicationAction::new("c", subject, aim, "rien", of("2026-12")));
    });
    unknown("/ledger/0/envelope", &|d| {
        let stage = LedgerStage::Paid;
        d.ledger.push(LedgerEntry::new(of("2026-02-01"), "rien", year(2026), Section::Operating, stage, money(1)));
    });
    unknown("/worked_days/0/pool", &|d| {
        d.worked_days.push(WorkedDays::new("a", "rien", of("2026-02/2026-03"), Workload::days(1)));
    });
    unknown("/scenarios/0/scope/portfolio", &|d| {
        d.scenarios.push(Scenario::new("s", "S", ScopeKey::Portfolio("rien".into())));
    });
    unknown("/scenarios/0/changes/0/force/variant", &|d| {
        let mut scenario = Scenario::new("s", "S", ScopeKey::Roadmap("num".into()));
        scenario.changes.push(ScenarioChange::Force {
            project: "a".into(),
            force: Force::In,
            reason: String::new(),
            variant: Some("rien".into()),
        });
        d.scenarios.push(scenario);
    });
}

#[test]
fn lists_of_a_project_have_ids_of_their_own() {
    one(Code::DuplicateId, "/projects/0/phases/1/id", |d| {
        d.projects[0].phases = vec![Phase::new("p", "Un"), Phase::new("p", "Deux")];
    });
    one(Code::EmptyId, "/projects/0/milestones/0/id", |d| {
        d.projects[0].milestones.push(Milestone::new(" ", "Jalon", of("2027-01")));
    });
    one(Code::DuplicateId, "/projects/0/risks/2/id", |d| {
        d.projects[0].risks = ["r", "s", "r"].map(|id| Risk::new(id, "R")).to_vec();
    });
    one(Code::DuplicateId, "/scenarios/1/id", |d| {
        let scenario = Scenario::new("s", "S", ScopeKey::Roadmap("num".into()));
        d.scenarios = vec![scenario.clone(), scenario];
    });
    one(Code::DuplicateReference, "/projects/0/compliance/1/rule", |d| {
        let mark = ComplianceMark::new("rgpd", ComplianceState::Met);
        d.projects[0].compliance = vec![mark.clone(), mark];
    });
    one(Code::DuplicateReference, "/roadmaps/0/policy/waivers/1/gate", |d| {
        let waiver = GateWaiver::new("budget-not-voted", "reprise");
        d.roadmaps[0].policy.waivers = vec![waiver.clone(), waiver];
    });
    one(Code::WaiverWithoutEffect, "/roadmaps/0/policy/waivers/0/gate", |d| {
        d.roadmaps[0].policy.waivers = vec![GateWaiver::new("transition-not-allowed", "reprise")];
    });
    one(Code::WaiverWithoutEffect, "/portfolios/0/policy/waivers/0/reason", |d| {
        d.portfolios[0].policy.waivers = vec![GateWaiver::new("budget-not-voted", " ")];
    });
    one(Code::DuplicateReference, "/roadmaps/0/allocations/1/nature", |d| {
        d.roadmaps[0].allocations = vec![Allocation::new("it"), Allocation::new("it")];
    });
}

#[test]
fn amounts_mean_something() {
    one(Code::NegativeNumber, "/pools/0/day_rate", |d| d.pools[0].day_rate = Some(money(-1)));
    one(Code::NegativeNumber, "/projects/0/landing", |d| d.projects[0].landing = Some(money(-1)));
    one(Code::NegativeNumber, "/projects/0/weight", |d| d.projects[0].weight = Some(Score::points(-1)));
    one(Code::NegativeNumber, "/projects/0/baseline/cost", |d| {
        let mut baseline = Baseline::new(of("2026-01"));
        baseline.cost = Some(money(-1));
        d.projects[0].baseline = Some(baseline);
    });
    one(Code::NegativeNumber, "/projects/0/co_financing/0/amount", |d| {
        d.projects[0].co_financing.push(CoFinancing::new("FEDER", Section::Investment, year(2027), money(-1)));
    });
    one(Code::NegativeNumber, "/projects/0/risks/0/exposure", |d| {
        d.projects[0].risks.push(Risk::new("r", "R"));
        d.projects[0].risks[0].exposure = Some(money(-1));
    });
    one(Code::NegativeNumber, "/scenarios/0/changes/0/budget/amount", |d| {
        let mut scenario = Scenario::new("s", "S", ScopeKey::Roadmap("num".into()));
        let (envelope, section) = ("ap".into(), Section::Investment);
        scenario.changes.push(ScenarioChange::Budget { envelope, year: year(2027), section, amount: money(-1) });
        d.scenarios.push(scenario);
    });
    let entry =
        |amount| LedgerEntry::new(of("2026-02-01"), "ap", year(2026), Section::Operating, LedgerStage::Paid, amount);
    one(Code::MixedCurrencies, "/ledger/0/amount", |d| d.ledger.push(entry(of("5 CAD"))));
    one(Code::MixedCurrencies, "/projects/0/variants/0/run_costs/0/yearly", |d| {
        d.projects[0].variants[0].run_costs.push(RunCost::new(Section::Operating, of("5 CAD")));
    });
    // A cancellation and a saving are legal.
    none(|d| {
        d.ledger.push(entry(money(-7)));
        d.projects[0].variants[0].run_costs.push(RunCost::new(Section::Operating, money(-7)));
    });
}

#[test]
fn plans_end_after_they_begin() {
    one(Code::EmptyPeriod, "/projects/0/phases/0/end", |d| {
        let mut phase = Phase::new("p", "P");
        (phase.start, phase.end) = (Some(of("2027-02")), Some(of("2027-01")));
        d.projects[0].phases.push(phase);
    });
    one(Code::EmptyPeriod, "/projects/0/finish", |d| {
        (d.projects[0].start, d.projects[0].finish) = (Some(of("2027-02")), Some(of("2027-01-31")));
    });
    one(Code::EmptyPeriod, "/projects/0/baseline/finish", |d| {
        let mut baseline = Baseline::new(of("2026-01"));
        (baseline.start, baseline.finish) = (Some(of("2027-02")), Some(of("2027-01")));
        d.projects[0].baseline = Some(baseline);
    });
    one(Code::EmptyPeriod, "/pools/0/members/0/until", |d| {
        let mut member = PoolMember::new("lea");
        (member.from, member.until) = (Some(of("2026-02")), Some(of("2026-01")));
        d.pools[0].members.push(member);
    });
    one(Code::ZeroDuration, "/projects/0/variants/0/run_costs/0/months", |d| {
        let mut run = RunCost::new(Section::Operating, money(5));
        run.months = Some(0);
        d.projects[0].variants[0].run_costs.push(run);
    });
    one(Code::NumberOutOfRange, "/projects/0/variants/0/run_costs/0/from_month", |d| {
        let mut run = RunCost::new(Section::Operating, money(5));
        run.from_month = u32::MAX;
        d.projects[0].variants[0].run_costs.push(run);
    });
    one(Code::NumberOutOfRange, "/projects/0/purchase/lead_months", |d| {
        d.projects[0].purchase = Some(Purchase::new(PurchaseRoute::Adapted, 1201));
    });
    one(Code::WindowReversed, "/scenarios/0/changes/0/dates/latest_start", |d| {
        let mut scenario = Scenario::new("s", "S", ScopeKey::Roadmap("num".into()));
        let window = ("2027-03", "2027-02");
        scenario.changes.push(ScenarioChange::Dates {
            project: "a".into(),
            start: None,
            earliest_start: Some(of(window.0)),
            latest_start: Some(of(window.1)),
        });
        d.scenarios.push(scenario);
    });
    // Both in one month.
    none(|d| (d.projects[0].start, d.projects[0].finish) = (Some(of("2027-02-15")), Some(of("2027-02"))));
}

#[test]
fn votes_add_up_to_what_is_open() {
    let votes = |d: &mut ModelDraft, amounts: &[i32]| {
        for euros in amounts {
            let mut vote = Vote::new(of("2025-12-15"), VoteKind::Amending);
            vote.amounts.push(investment(2027, money(*euros)));
            d.envelopes[0].votes.push(vote);
        }
    };
    none(|d| votes(d, &[130_000, -30_000]));
    one(Code::VotesDoNotAddUp, "/envelopes/0/votes", |d| votes(d, &[130_000, -20_000]));
    let found = faults(|d| {
        votes(d, &[90_000]);
        d.envelopes[0].votes[0].amounts.push(investment(2028, money(1)));
    });
    let said: Vec<&str> = found.iter().map(crate::diagnostic::Diagnostic::message).collect();
    assert_eq!(
        said,
        [
            "envelope `ap` opens 100000 in 2027 (investment); its votes add up to 90000, 10000 away",
            "envelope `ap` opens 0 in 2028 (investment); its votes add up to 1, 1 away"
        ]
    );
    assert!(!found.has_errors());
    one(Code::DuplicateYear, "/envelopes/0/votes/0/amounts/1", |d| {
        votes(d, &[60_000]);
        d.envelopes[0].votes[0].amounts.push(investment(2027, money(40_000)));
    });
    one(Code::HistoryOutOfOrder, "/envelopes/0/votes/1", |d| {
        votes(d, &[60_000, 40_000]);
        d.envelopes[0].votes[1].date = of("2025-11");
    });
}

#[test]
fn payment_credits_add_up_to_the_authority() {
    let program = |authority: i32, events: Vec<CommitmentEvent>| {
        let mut program = CommitmentProgram::new(CommitmentKind::Ap, money(authority));
        program.events = events;
        move |d: &mut ModelDraft| d.envelopes[0].program = Some(program)
    };
    let credits = |amounts: &[i32]| -> Vec<YearCredits> {
        (2026..).zip(amounts).map(|(y, euros)| YearCredits::new(year(y), money(*euros))).collect()
    };
    let vote = |authority: i32, amounts: &[i32]| CommitmentEvent::Vote {
        date: of("2025-12"),
        authority: money(authority),
        credits: credits(amounts),
    };
    let revision = |authority: i32, amounts: &[i32]| CommitmentEvent::Revision {
        date: of("2026-06"),
        authority: money(authority),
        credits: credits(amounts),
    };
    let lapse = CommitmentEvent::Lapse { date: of("2026-09"), amount: money(20) };
    none(program(100, Vec::new()));
    none(program(130, vec![vote(100, &[40, 60]), revision(150, &[30, 60, 60]), lapse.clone()]));
    one(
        Code::CreditsDoNotAddUp,
        "/envelopes/0/program/events/0/vote/credits",
        program(100, vec![vote(100, &[40, 50])]),
    );
    one(Code::CreditsDoNotAddUp, "/envelopes/0/program/events/1/revision/credits", {
        program(150, vec![vote(100, &[40, 60]), revision(150, &[40, 60])])
    });
    one(Code::AuthorityNotAsVoted, "/envelopes/0/program/authority", program(100, vec![vote(100, &[100]), lapse]));
    one(Code::HistoryOutOfOrder, "/envelopes/0/program/events/1", {
        program(100, vec![revision(150, &[150]), vote(100, &[100])])
    });
    one(Code::NegativeNumber, "/envelopes/0/program/events/0/vote/credits/1/amount", {
        program(100, vec![vote(100, &[140, -40])])
    });
    let mut twice = credits(&[60]);
    twice.push(YearCredits::new(year(2026), money(40)));
    let vote = CommitmentEvent::Vote { date: of("2025-12"), authority: money(100), credits: twice };
    one(Code::DuplicateYear, "/envelopes/0/program/events/0/vote/credits/1", program(100, vec![vote]));
    assert_eq!(Code::CreditsDoNotAddUp.severity(), Severity::Error);
    assert_eq!(Code::VotesDoNotAddUp.severity(), Severity::Warning);
}

#[test]
fn a_budget_is_no_older_than_its_roadmap() {
    let voted = |date: &'static str| {
        move |d: &mut ModelDraft| {
            d.roadmaps[0].deliberation = Some(of("2025-12-15"));
            d.roadmaps[0].envelopes.push("ap".into());
            d.envelopes[0].voted = Some(of(date));
        }
    };
    none(voted("2025-12"));
    none(voted("2026-03"));
    one(Code::VoteBeforeDeliberation, "/roadmaps/0/envelopes/0", voted("2025-12-14"));
}

#[test]
fn mandates_follow_each_other() {
    one(Code::EmptyPeriod, "/mandates/0/end", |d| d.mandates.push(mandate("m", "2028-04", "2028-03")));
    one(Code::MandatesOverlap, "/mandates/0/start", |d| {
        d.mandates.extend([mandate("n", "2028-03-01", "2034-03"), mandate("m", "2021-07", "2028-03-20")]);
    });
    none(|d| d.mandates.extend([mandate("m", "2021-07", "2028-03"), mandate("n", "2028-03", "2034-03")]));
    none(|d| {
        let mut other = mandate("n", "2024-01", "2030-01");
        other.assembly = "Conseil municipal".to_owned();
        d.mandates.extend([mandate("m", "2021-07", "2028-03"), other]);
    });
}

#[test]
fn a_role_for_one_is_held_by_one() {
    let hold = |d: &mut ModelDraft, role: Role, terms: &[(&str, Option<&str>, Option<&str>)]| {
        d.persons.push(Person::new("bo", "Bo"));
        for (person, from, until) in terms {
            let mut assignment = Assignment::new(*person, role, Subject::Roadmap("num".into()));
            (assignment.from, assignment.until) = (from.map(of), until.map(of));
            d.assignments.push(assignment);
        }
    };
    let owner = Role::RoadmapOwner;
    none(|d| hold(d, owner, &[("lea", None, Some("2026-04-30")), ("bo", Some("2026-05-01"), None)]));
    // The month in which one leaves and the other comes.
    none(|d| hold(d, owner, &[("lea", None, Some("2026-04")), ("bo", Some("2026-04"), None)]));
    one(Code::AssignmentsOverlap, "/assignments/0", |d| {
        hold(d, owner, &[("bo", Some("2026-05-01"), None), ("lea", None, Some("2026-05-01"))]);
    });
    one(Code::AssignmentGap, "/assignments/1/from", |d| {
        hold(d, owner, &[("lea", None, Some("2026-03")), ("bo", Some("2026-05"), None)]);
    });
    // Longer than the one after it: the third is held against the first.
    let found = faults(|d| {
        let terms = [("lea", Some("2026-01"), Some("2026-12")), ("bo", Some("2026-03"), Some("2026-04"))];
        hold(d, owner, &[terms[0], terms[1], ("bo", Some("2026-06"), Some("2026-07"))]);
    });
    let codes: Vec<Code> = found.iter().map(crate::diagnostic::Diagnostic::code).collect();
    assert_eq!(codes, [Code::AssignmentsOverlap; 2], "{found}");
    // Many contribute; nobody does so twice.
    none(|d| hold(d, Role::Contributor, &[("lea", None, None), ("bo", None, None)]));
    one(Code::AssignmentsOverlap, "/assignments/2", |d| {
        hold(d, Role::Contributor, &[("lea", None, None), ("bo", None, None), ("lea", Some("2026-02"), None)]);
    });
    one(Code::AssignmentsOverlap, "/assignments/1", |d| {
        for _ in 0..2 {
            d.assignments.push(Assignment::new("lea", Role::ProjectManager, Subject::Project("b".into())));
        }
    });
}

#[test]
fn no_unit_lies_below_itself_on_any_day() {
    one(Code::SelfReference, "/units/0/attachments/0/parent", |d| unit(d, "dsn", &[("dsn", None, None)]));
    one(Code::EmptyPeriod, "/units/1/attachments/0/until", |d| {
        unit(d, "dga", &[]);
        unit(d, "dsn", &[("dga", Some("2026-02"), Some("2026-01"))]);
    });
    // They change places from one day to the next.
    none(|d| {
        unit(d, "dga", &[("dsn", Some("2026-01-01"), None)]);
        unit(d, "dsn", &[("dga", None, Some("2025-12-31"))]);
    });
    let found = faults(|d| {
        unit(d, "x", &[("y", None, None)]);
        unit(d, "y", &[("z", Some("2024-03"), Some("2025-06")), ("w", None, None)]);
        unit(d, "z", &[("x", Some("2025-06-15"), None)]);
        unit(d, "w", &[]);
    });
    let [fault] = found.as_slice() else { panic!("{found}") };
    assert_eq!(fault.code(), Code::CircularReference);
    assert_eq!(fault.message(), "`x` → `y` → `z` → `x` are attached in a circle on 2025-06-15");
    assert_eq!(fault.location().to_string(), "/units/0/attachments/0/parent");
    // Two circles that share no unit are two faults; a tail that leads into one is none.
    let found = faults(|d| {
        for (one, other) in [("a", "b"), ("c", "d")] {
            unit(d, one, &[(other, None, None)]);
            unit(d, other, &[(one, None, None)]);
        }
        unit(d, "tail", &[("a", None, None)]);
    });
    assert_eq!(found.len(), 2, "{found}");
}

#[test]
fn chains_of_records_end() {
    let roadmap = |d: &mut ModelDraft, id: &str, predecessor: &str| {
        let mut roadmap = Roadmap::new(id, id, "dep", of("2026-01/2029-01"));
        roadmap.predecessor = Some(predecessor.into());
        d.roadmaps.push(roadmap);
    };
    none(|d| {
        roadmap(d, "n2", "num");
        roadmap(d, "n3", "n2");
    });
    one(Code::SelfReference, "/roadmaps/1/predecessor", |d| roadmap(d, "n2", "n2"));
    one(Code::CircularReference, "/roadmaps/2/predecessor", |d| {
        roadmap(d, "n1", "n2");
        roadmap(d, "n2", "n3");
        roadmap(d, "n3", "n2");
    });
    one(Code::CircularReference, "/demands/0/qualification/into", |d| {
        for (id, other) in [("p", "q"), ("q", "p")] {
            let mut demand = Demand::new(id, id, of("2026-01"));
            demand.qualification = Qualification::new(QualificationState::Merged);
            demand.qualification.into = Some(other.into());
            d.demands.push(demand);
        }
    });
}

#[test]
fn histories_are_in_order_and_end_with_the_state() {
    let step = |to, date: &str| Transition::new(to, of(date));
    none(|d| d.projects[0].history = vec![step(Lifecycle::Idea, "2026-01"), step(Lifecycle::Candidate, "2026-01-15")]);
    one(Code::HistoryOutOfOrder, "/projects/0/history/1", |d| {
        d.projects[0].history = vec![step(Lifecycle::Idea, "2026-02"), step(Lifecycle::Candidate, "2026-01")];
    });
    one(Code::StateNotAsHistory, "/projects/0/state", |d| {
        d.projects[0].history = vec![step(Lifecycle::Approved, "2026-01")];
    });
    one(Code::StateNotAsHistory, "/roadmaps/0/state", |d| {
        d.roadmaps[0].history.push(RoadmapTransition::new(RoadmapState::Open, of("2026-01")));
    });
}

#[test]
fn bodies_meet_when_they_can() {
    one(Code::CadenceMalformed, "/bodies/0/cadence", |d| {
        let mut cadence = Cadence::undated(6);
        cadence.every_months = Some(3);
        body(d).cadence = Some(cadence);
    });
    one(Code::NumberOutOfRange, "/bodies/0/cadence", |d| body(d).cadence = Some(Cadence::undated(0)));
    let meets = |date: &'static str, reviews: Vec<Subject>| {
        move |d: &mut ModelDraft| {
            d.roadmaps[0].deliberation = Some(of("2025-12-15"));
            d.roadmaps[0].closing_review = Some(of("2029-03"));
            body(d).reviews = reviews;
            d.meetings.push(Meeting::new("copil", of::<Date>(date)));
        }
    };
    let num = || vec![Subject::Roadmap("num".into())];
    none(meets("2025-12-15", num()));
    none(meets("2029-03-31", num()));
    one(Code::MeetingOutsideRoadmap, "/meetings/0/date", meets("2025-12-14", num()));
    one(Code::MeetingOutsideRoadmap, "/meetings/0/date", meets("2029-04", num()));
    // A body that reviews other things as well has a time of its own.
    none(meets("2031-04", vec![Subject::Roadmap("num".into()), Subject::Portfolio("dsi".into())]));
    none(meets("2031-04", Vec::new()));
}

#[test]
fn allocations_and_thresholds_fit_their_roadmap() {
    let allocate = |d: &mut ModelDraft| {
        let mut allocation = Allocation::new("it");
        (allocation.pools, allocation.envelopes) = (vec!["dev".into()], vec!["ap".into()]);
        d.roadmaps[0].allocations.push(allocation);
        d.roadmaps[0].pools.push("dev".into());
    };
    one(Code::AllocationOutsideMeans, "/roadmaps/0/allocations/0/envelopes/0", allocate);
    none(|d| {
        allocate(d);
        d.roadmaps[0].envelopes.push("ap".into());
    });
    one(Code::QuotaReversed, "/roadmaps/0/policy/health/roadmap_min_months", |d| {
        let health = HealthPolicy { roadmap_min_months: 43, ..HealthPolicy::default() };
        d.roadmaps[0].policy.health = Some(health);
    });
}

#[test]
fn many_attachments_and_many_lines_end() {
    const N: usize = 3_000;
    let mut draft = sound();
    // A ring of units that holds on no single day, with as many days as units.
    for k in 0..N {
        let mut unit = Unit::new(format!("u{k}"), "U", "dep");
        let mut attachment = Attachment::new(format!("u{}", (k + 1) % N));
        let day = of::<Date>("1990-01-01").first_day() + chrono::Days::new(k as u64);
        (attachment.from, attachment.until) = (Date::day(day).ok(), Date::day(day).ok());
        unit.attachments.push(attachment);
        draft.units.push(unit);
    }
    for k in 0..100_000 {
        let (stage, amount) = (LedgerStage::Committed, money(k));
        draft.ledger.push(LedgerEntry::new(of("2026-02-01"), "ap", year(2026), Section::Operating, stage, amount));
    }
    assert!(draft.build().is_ok());
}
