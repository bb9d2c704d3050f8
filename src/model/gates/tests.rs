#![allow(clippy::unwrap_used, reason = "tests stop at the first surprise")]

use super::*;
use crate::diagnostic::{Code, Location, Severity};
use crate::model::{
    Assignment, Attachment, CostLine, Envelope, ExpectedImpact, GateWaiver, Indicator, Lifecycle, Measure,
    MeasureStatus, Membership, Model, ModelDraft, Observation, Organization, Person, Portfolio, Project, ResourcePool,
    Roadmap, RoadmapState, RoadmapTransition, Role, Section, Subject, Transition, Unit, UnitKind, Variant, Vote,
    VoteKind,
};
use crate::quantity::{Currency, Money, Score};
use crate::time::{Date, FiscalYear};
use std::fmt::Debug;
use std::str::FromStr;

fn of<T: FromStr<Err: Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

const OPENING: &str = "2026-01-05";

fn roadmap() -> Subject {
    Subject::Roadmap("num".into())
}

/// A roadmap with everything it needs to open, that draws on one portfolio by a project and on another by a pool.
fn ready() -> ModelDraft {
    let mut draft = ModelDraft::new(of("2026-11-24"), Currency::EUR);
    draft.organizations.push(Organization::new("dep", "Département"));
    draft.units.extend([Unit::new("dti", "Transformation", "dep"), Unit::new("dsn", "Services numériques", "dep")]);
    draft.units[1].kind = UnitKind::It;
    draft.persons.extend(["elue", "dga", "owner", "cio", "pmo", "chef"].map(|id| Person::new(id, id)));
    draft.persons[3].unit = Some("dsn".into());
    draft.assignments.extend([
        Assignment::new("elue", Role::PoliticalSponsor, roadmap()),
        Assignment::new("dga", Role::ManagerialSponsor, roadmap()),
        Assignment::new("owner", Role::RoadmapOwner, roadmap()),
        Assignment::new("cio", Role::Cio, Subject::Organization("dep".into())),
        Assignment::new("pmo", Role::Pmo, Subject::Portfolio("dsi".into())),
        Assignment::new("pmo", Role::Pmo, Subject::Portfolio("reseaux".into())),
        Assignment::new("chef", Role::ProjectManager, Subject::Project("sig".into())),
    ]);
    let mut envelope = Envelope::new("ap", "AP numérique");
    envelope.unit = Some("dti".into());
    envelope.voted = Some(of("2025-12-15"));
    draft.envelopes.extend([envelope, Envelope::new("courant", "Budget courant")]);
    draft.pools.extend([ResourcePool::new("dev", "Développement"), ResourcePool::new("fibre", "Fibre")]);
    draft.portfolios.push(Portfolio::new("dsi", "Portefeuille DSI", "dep"));
    draft.portfolios[0].envelopes = vec!["courant".into()];
    draft.portfolios.push(Portfolio::new("reseaux", "Portefeuille réseaux", "dep"));
    draft.portfolios[1].pools = vec!["fibre".into()];
    draft.portfolios.push(Portfolio::new("batiments", "Portefeuille bâtiments", "dep"));
    let mut delay = Indicator::new("delai", "Délai de décision");
    (delay.baseline, delay.target) = (Some(Score::points(5)), Some(Score::points(3)));
    draft.indicators.extend([delay, Indicator::new("usage", "Usage")]);
    let mut num = Roadmap::new("num", "Numérique", "dep", of("2026-01/2029-01"));
    num.deliberation = Some(of("2025-12-15"));
    num.closing_review = Some(of("2029-03"));
    num.envelopes = vec!["ap".into()];
    num.pools = vec!["dev".into(), "fibre".into()];
    let mut usage = ExpectedImpact::new("usage");
    (usage.baseline, usage.target) = (Some(Score::points(18)), Some(Score::points(45)));
    num.expected_impacts = vec![ExpectedImpact::new("delai"), usage];
    draft.roadmaps.push(num);
    let mut sig = Project::new("sig", "Plateforme SIG", Variant::new("base", 9));
    sig.portfolio = Some("dsi".into());
    sig.roadmaps.push(Membership::new("num"));
    draft.projects.push(sig);
    draft
}

fn open(draft: ModelDraft, on: &str) -> Result<Model, Blocked> {
    draft.build().unwrap().roadmap("num").unwrap().open(of(on))
}

fn codes(blocked: &Blocked) -> Vec<Code> {
    blocked.gates().iter().map(Gate::code).collect()
}

#[test]
fn a_roadmap_that_has_everything_opens_and_freezes_what_it_expects() {
    let model = open(ready(), OPENING).unwrap();
    let record = &model.records().roadmaps[0];
    assert_eq!(record.state, RoadmapState::Open);
    assert_eq!(record.history, [RoadmapTransition::new(RoadmapState::Open, of(OPENING))]);
    assert_eq!(record.expected_impacts[0].baseline, Some(Score::points(5)), "the indicator's own");
    assert_eq!(record.expected_impacts[1].target, Some(Score::points(45)), "what the roadmap says");
    let mut draft = model.edit();
    draft.indicators[0].target = Some(Score::points(4));
    assert_eq!(draft.build().unwrap().records().roadmaps[0].expected_impacts[0].target, Some(Score::points(3)));
}

struct Case {
    what: &'static str,
    code: Code,
    at: &'static str,
    spoil: fn(&mut ModelDraft),
    mend: fn(&mut ModelDraft),
}

const CASES: &[Case] = &[
    Case {
        what: "no deliberation",
        code: Code::NoFoundingDeliberation,
        at: "/roadmaps/0/deliberation",
        spoil: |d| d.roadmaps[0].deliberation = None,
        mend: |d| d.roadmaps[0].deliberation = Some(of(OPENING)),
    },
    Case {
        what: "a deliberation after the day",
        code: Code::NoFoundingDeliberation,
        at: "/roadmaps/0/deliberation",
        spoil: |d| d.roadmaps[0].deliberation = Some(of("2026-01-06")),
        mend: |d| d.roadmaps[0].deliberation = Some(of("2026-01")),
    },
    Case {
        what: "a period that is over",
        code: Code::RoadmapPeriodOver,
        at: "/roadmaps/0/period",
        spoil: |d| d.roadmaps[0].period = of("2023-01/2026-01"),
        mend: |d| d.roadmaps[0].period = of("2023-01/2026-04"),
    },
    Case {
        what: "no envelope",
        code: Code::BudgetNotVoted,
        at: "/roadmaps/0/envelopes",
        spoil: |d| d.roadmaps[0].envelopes.clear(),
        mend: |d| d.roadmaps[0].envelopes = vec!["ap".into()],
    },
    Case {
        what: "an envelope that is not voted",
        code: Code::BudgetNotVoted,
        at: "/envelopes/0/voted",
        spoil: |d| d.envelopes[0].voted = None,
        mend: |d| d.envelopes[0].votes.push(Vote::new(of("2026-01-05"), VoteKind::Primitive)),
    },
    Case {
        what: "an envelope voted after the day",
        code: Code::BudgetNotVoted,
        at: "/envelopes/0/voted",
        spoil: |d| d.envelopes[0].voted = Some(of("2026-03-27")),
        mend: |d| {
            d.roadmaps[0].envelopes.push("of-its-own".into());
            let mut envelope = Envelope::new("of-its-own", "Budget voté");
            envelope.voted = Some(of("2025-12-15"));
            d.envelopes.push(envelope);
        },
    },
    Case {
        what: "an envelope that a portfolio has, too",
        code: Code::BudgetNotDedicated,
        at: "/roadmaps/0/envelopes/0",
        spoil: |d| d.portfolios[0].envelopes.push("ap".into()),
        mend: |d| {
            d.portfolios[0].envelopes.pop();
        },
    },
    Case {
        what: "an envelope that another roadmap has, too",
        code: Code::BudgetNotDedicated,
        at: "/roadmaps/0/envelopes/0",
        spoil: |d| {
            let mut other = Roadmap::new("autre", "Autre", "dep", of("2026-01/2029-01"));
            other.envelopes = vec!["ap".into()];
            d.roadmaps.push(other);
        },
        mend: |d| d.roadmaps[1].envelopes.clear(),
    },
    Case {
        what: "an envelope of the IT unit",
        code: Code::BudgetHeldByIt,
        at: "/envelopes/0",
        spoil: |d| d.envelopes[0].unit = Some("dsn".into()),
        mend: |d| d.envelopes[0].unit = Some("dti".into()),
    },
    Case {
        what: "an envelope of a unit below the IT unit",
        code: Code::BudgetHeldByIt,
        at: "/envelopes/0",
        spoil: |d| d.units[0].attachments.push(Attachment::new("dsn")),
        mend: |d| d.units[0].attachments[0].until = Some(of("2025-12-31")),
    },
    Case {
        what: "an envelope that the CIO manages",
        code: Code::BudgetHeldByIt,
        at: "/envelopes/0",
        spoil: |d| d.envelopes[0].manager = Some("cio".into()),
        mend: |d| d.envelopes[0].manager = Some("owner".into()),
    },
    Case {
        what: "an envelope of no unit that somebody of the IT unit manages",
        code: Code::BudgetHeldByIt,
        at: "/envelopes/0",
        spoil: |d| {
            d.persons[5].unit = Some("dsn".into());
            (d.envelopes[0].unit, d.envelopes[0].manager) = (None, Some("chef".into()));
        },
        mend: |d| d.persons[5].unit = Some("dti".into()),
    },
    Case {
        what: "no political sponsor",
        code: Code::NoPoliticalSponsor,
        at: "/roadmaps/0",
        spoil: |d| d.assignments[0].role = Role::Contributor,
        mend: |d| d.assignments[0].role = Role::PoliticalSponsor,
    },
    Case {
        what: "a political sponsor out of office",
        code: Code::NoPoliticalSponsor,
        at: "/roadmaps/0",
        spoil: |d| d.assignments[0].until = Some(of("2026-01-04")),
        mend: |d| d.assignments[0].until = Some(of("2026-01")),
    },
    Case {
        what: "a managerial sponsor who is not yet in office",
        code: Code::NoManagerialSponsor,
        at: "/roadmaps/0",
        spoil: |d| d.assignments[1].from = Some(of("2026-02")),
        mend: |d| d.assignments[1].from = Some(of("2026-01-05")),
    },
    Case {
        what: "a sponsor of something else",
        code: Code::NoManagerialSponsor,
        at: "/roadmaps/0",
        spoil: |d| d.assignments[1].subject = Subject::Portfolio("dsi".into()),
        mend: |d| d.assignments[1].subject = roadmap(),
    },
    Case {
        what: "no owner",
        code: Code::NoRoadmapOwner,
        at: "/roadmaps/0",
        spoil: |d| d.assignments[2].until = Some(of("2025-12-31")),
        mend: |d| d.assignments[2].until = None,
    },
    Case {
        what: "the CIO as owner",
        code: Code::OwnerIsCio,
        at: "/roadmaps/0",
        spoil: |d| d.assignments[2].person = "cio".into(),
        mend: |d| d.assignments[3].until = Some(of("2026-01-04")),
    },
    Case {
        what: "no PMO for the portfolio of a project",
        code: Code::PortfolioWithoutPmo,
        at: "/portfolios/0",
        spoil: |d| d.assignments[4].subject = roadmap(),
        mend: |d| d.assignments[4].subject = Subject::Organization("dep".into()),
    },
    Case {
        what: "no PMO for the portfolio of a pool",
        code: Code::PortfolioWithoutPmo,
        at: "/portfolios/1",
        spoil: |d| d.assignments[5].until = Some(of("2025-12")),
        mend: |d| d.roadmaps[0].pools = vec!["dev".into()],
    },
    Case {
        what: "no closing review",
        code: Code::ClosingReviewNotBooked,
        at: "/roadmaps/0/closing_review",
        spoil: |d| d.roadmaps[0].closing_review = None,
        mend: |d| d.roadmaps[0].closing_review = Some(of("2029-02")),
    },
    Case {
        what: "no expected impact",
        code: Code::ImpactNotFrozen,
        at: "/roadmaps/0/expected_impacts",
        spoil: |d| d.roadmaps[0].expected_impacts.clear(),
        mend: |d| d.roadmaps[0].expected_impacts.push(ExpectedImpact::new("delai")),
    },
    Case {
        what: "an expected impact without a target",
        code: Code::ImpactNotFrozen,
        at: "/roadmaps/0/expected_impacts/1",
        spoil: |d| d.roadmaps[0].expected_impacts[1].target = None,
        mend: |d| d.indicators[1].target = Some(Score::points(50)),
    },
    Case {
        what: "an expected impact without figures",
        code: Code::ImpactNotFrozen,
        at: "/roadmaps/0/expected_impacts/0",
        spoil: |d| (d.indicators[0].baseline, d.indicators[0].target) = (None, None),
        mend: |d| {
            let impact = &mut d.roadmaps[0].expected_impacts[0];
            (impact.baseline, impact.target) = (Some(Score::points(5)), Some(Score::points(2)));
        },
    },
];

#[test]
fn each_gate_blocks_alone_and_its_remedy_unblocks() {
    for case in CASES {
        let mut draft = ready();
        (case.spoil)(&mut draft);
        let blocked = open(draft.clone(), OPENING).expect_err(case.what);
        assert_eq!(codes(&blocked), [case.code], "{}: {blocked}", case.what);
        let gate = &blocked.gates()[0];
        assert_eq!(gate.location(), &Location::pointer(case.at), "{}", case.what);
        assert!(!gate.remedy().is_empty() && gate.message().contains("`num`"), "{}: {gate}", case.what);
        assert_eq!(gate.finding().severity(), Severity::Warning, "a condition is a finding by itself");
        assert!(blocked.diagnostics().iter().all(|fault| fault.severity() == Severity::Error));
        (case.mend)(&mut draft);
        open(draft, OPENING).unwrap_or_else(|blocked| panic!("{}: {blocked}", case.what));
    }
}

#[test]
fn all_gates_are_named_at_once() {
    let mut draft = ready();
    // Without envelopes, impacts or owner the other gates about them would have nothing to speak of.
    let absent = ["no envelope", "no expected impact", "no owner"];
    for case in CASES.iter().filter(|case| !absent.contains(&case.what)) {
        (case.spoil)(&mut draft);
    }
    draft.roadmaps[0].history.push(RoadmapTransition::new(RoadmapState::Draft, of("2026-06")));
    let blocked = open(draft, OPENING).unwrap_err();
    let mut found = codes(&blocked);
    assert_eq!(found[0], Code::TransitionOutOfOrder);
    found.sort_unstable();
    found.dedup();
    let mut expected: Vec<Code> = CASES.iter().map(|case| case.code).chain([Code::TransitionOutOfOrder]).collect();
    expected.retain(|code| *code != Code::NoRoadmapOwner);
    expected.sort_unstable();
    expected.dedup();
    assert_eq!(found, expected);
    let text = format!("{blocked:?}");
    assert!(text.starts_with("roadmap `num` to open on 2026-01-05 is refused:"), "{text}");
    assert_eq!(text.matches("error[").count(), blocked.gates().len());
}

#[test]
fn an_envelope_is_sound_only_as_a_whole() {
    let mut draft = ready();
    // One is voted and shared, the other is its own and not voted: neither will do.
    draft.roadmaps[0].envelopes.push("courant".into());
    draft.portfolios[0].envelopes = vec!["ap".into()];
    let blocked = open(draft.clone(), OPENING).unwrap_err();
    assert_eq!(codes(&blocked), [Code::BudgetNotVoted, Code::BudgetNotDedicated]);
    draft.envelopes[1].voted = Some(of("2025-12-15"));
    assert!(open(draft, OPENING).is_ok(), "one sound envelope is enough");
}

#[test]
fn a_waiver_turns_a_gate_into_a_finding_with_its_reason() {
    for case in CASES {
        let mut draft = ready();
        (case.spoil)(&mut draft);
        assert!(WAIVABLE.contains(&case.code), "{}", case.what);
        draft.roadmaps[0].policy.waivers.push(GateWaiver::new(case.code.as_str(), "délégation du 3 mars"));
        let model = open(draft.clone(), OPENING).unwrap_or_else(|blocked| panic!("{}: {blocked}", case.what));
        let finding = model.warnings().iter().find(|finding| finding.code() == case.code).expect(case.what);
        assert!(finding.message().ends_with("; waived: délégation du 3 mars"), "{finding}");
        assert_eq!(finding.location(), &Location::pointer(case.at));
        assert_eq!(model.records().roadmaps[0].state, RoadmapState::Open);
        draft.roadmaps[0].policy.waivers[0].reason = " ".to_owned();
        assert!(open(draft, OPENING).is_err(), "{}: a waiver needs a reason", case.what);
    }
    let mut draft = ready();
    draft.roadmaps[0].state = RoadmapState::Closed;
    draft.roadmaps[0].policy.waivers.push(GateWaiver::new("transition-not-allowed", "pour voir"));
    assert_eq!(codes(&open(draft, OPENING).unwrap_err()), [Code::TransitionNotAllowed]);
}

#[test]
fn a_roadmap_closes_after_its_review() {
    let model = open(ready(), OPENING).unwrap();
    let close = |model: &Model, on: &str| model.roadmap("num").unwrap().close(of(on));
    let blocked = close(&model, "2029-02-28").unwrap_err();
    assert_eq!(codes(&blocked), [Code::ClosingReviewNotHeld, Code::ImpactNotMeasured, Code::ImpactNotMeasured]);
    let mut draft = model.edit();
    for indicator in ["delai", "usage"] {
        let value = Observation::Number(Score::points(3));
        draft.measures.push(Measure::new(indicator, roadmap(), of("2029-02"), value));
    }
    draft.measures[1].status = MeasureStatus::Forecast;
    let blocked = close(&draft.clone().build().unwrap(), "2029-03-16").unwrap_err();
    assert_eq!(codes(&blocked), [Code::ImpactNotMeasured], "a forecast is no measure");
    draft.measures[1].status = MeasureStatus::Actual;
    let closed = close(&draft.build().unwrap(), "2029-03-16").unwrap();
    assert_eq!(closed.records().roadmaps[0].history.len(), 2);
    assert_eq!(codes(&close(&closed, "2029-03-17").unwrap_err())[0], Code::TransitionNotAllowed);
    assert_eq!(
        codes(&closed.roadmap("num").unwrap().open(of("2029-03-17")).unwrap_err())[0],
        Code::TransitionNotAllowed
    );
}

#[test]
fn a_portfolio_neither_opens_nor_closes() {
    let model = ready().build().unwrap();
    for blocked in [
        model.portfolio("dsi").unwrap().open(of(OPENING)).unwrap_err(),
        model.portfolio("dsi").unwrap().close(of(OPENING)).unwrap_err(),
    ] {
        assert_eq!(codes(&blocked), [Code::TransitionNotAllowed]);
        assert_eq!(blocked.gates()[0].subject(), &Subject::Portfolio("dsi".into()));
    }
}

fn in_state(state: Lifecycle) -> ModelDraft {
    let mut draft = ready();
    draft.projects[0].state = state;
    draft
}

#[test]
fn the_table_of_changes_is_kept_whole() {
    const ALLOWED: [(Lifecycle, Lifecycle); 24] = {
        use Lifecycle::{
            Approved, Cancelled, Candidate, Closed, Deferred, Delivered, Idea, InService, OnHold, Rejected, Running,
            Scoping,
        };
        [
            (Idea, Candidate),
            (Idea, Rejected),
            (Candidate, Deferred),
            (Candidate, Approved),
            (Candidate, Rejected),
            (Deferred, Candidate),
            (Deferred, Approved),
            (Deferred, Rejected),
            (Approved, Scoping),
            (Approved, Running),
            (Approved, Deferred),
            (Approved, Cancelled),
            (Scoping, Running),
            (Scoping, Deferred),
            (Scoping, Cancelled),
            (Running, OnHold),
            (Running, Delivered),
            (Running, Cancelled),
            (OnHold, Running),
            (OnHold, Cancelled),
            (Delivered, InService),
            (Delivered, Closed),
            (InService, Closed),
            (Rejected, Candidate),
        ]
    };
    let mut allowed = 0;
    for from in Lifecycle::ALL {
        let model = in_state(*from).build().unwrap();
        for to in Lifecycle::ALL {
            let result = model.project("sig").unwrap().advance(Transition::new(*to, of("2026-12-01")));
            if ALLOWED.contains(&(*from, *to)) {
                let changed = result.unwrap_or_else(|blocked| panic!("{blocked}"));
                let record = &changed.records().projects[0];
                assert_eq!((record.state, record.history.len()), (*to, 1));
                allowed += 1;
            } else {
                let blocked = result.unwrap_err();
                assert_eq!(codes(&blocked), [Code::TransitionNotAllowed], "{from:?} → {to:?}");
                let remedy = blocked.gates()[0].remedy();
                assert!(from.followers().iter().all(|next| remedy.contains(next.word())), "{remedy}");
            }
        }
    }
    assert_eq!((Lifecycle::ALL.len(), allowed), (12, 24));
    for from in [RoadmapState::Draft, RoadmapState::Open, RoadmapState::Closed] {
        for to in [RoadmapState::Draft, RoadmapState::Open, RoadmapState::Closed] {
            let next = matches!(
                (from, to),
                (RoadmapState::Draft, RoadmapState::Open) | (RoadmapState::Open, RoadmapState::Closed)
            );
            assert_eq!(from.may_become(to), next, "{from:?} → {to:?}");
        }
    }
}

#[test]
fn every_named_change_leads_where_it_says() {
    type Change = fn(crate::model::ProjectRef<'_>, Date) -> Result<Model, Blocked>;
    let changes: [(Change, Lifecycle, Lifecycle); 13] = [
        (|p, on| p.qualify(on), Lifecycle::Idea, Lifecycle::Candidate),
        (|p, on| p.approve(on), Lifecycle::Candidate, Lifecycle::Approved),
        (|p, on| p.defer(on), Lifecycle::Candidate, Lifecycle::Deferred),
        (|p, on| p.reject(on), Lifecycle::Candidate, Lifecycle::Rejected),
        (|p, on| p.scope(on), Lifecycle::Approved, Lifecycle::Scoping),
        (|p, on| p.launch(on), Lifecycle::Scoping, Lifecycle::Running),
        (|p, on| p.launch(on), Lifecycle::Approved, Lifecycle::Running),
        (|p, on| p.hold(on), Lifecycle::Running, Lifecycle::OnHold),
        (|p, on| p.resume(on), Lifecycle::OnHold, Lifecycle::Running),
        (|p, on| p.deliver(on), Lifecycle::Running, Lifecycle::Delivered),
        (|p, on| p.put_in_service(on), Lifecycle::Delivered, Lifecycle::InService),
        (|p, on| p.close(on), Lifecycle::InService, Lifecycle::Closed),
        (|p, on| p.cancel(on), Lifecycle::Running, Lifecycle::Cancelled),
    ];
    for (change, from, to) in changes {
        let model = in_state(from).build().unwrap();
        let changed = change(model.project("sig").unwrap(), of("2026-12-01")).unwrap();
        assert_eq!(changed.records().projects[0].state, to);
        assert_eq!(model.records().projects[0].state, from, "the model before stays as it is");
    }
    let held = in_state(Lifecycle::OnHold).build().unwrap();
    assert_eq!(held.project("sig").unwrap().launch(of("2026-12-01")).unwrap_err().code(), Code::TransitionNotAllowed);
    let approved = in_state(Lifecycle::Approved).build().unwrap();
    assert_eq!(
        approved.project("sig").unwrap().resume(of("2026-12-01")).unwrap_err().code(),
        Code::TransitionNotAllowed
    );
}

#[test]
fn work_starts_and_goes_on_with_a_manager_only() {
    for (from, to) in [
        (Lifecycle::Approved, Lifecycle::Scoping),
        (Lifecycle::Approved, Lifecycle::Running),
        (Lifecycle::Scoping, Lifecycle::Running),
        (Lifecycle::OnHold, Lifecycle::Running),
    ] {
        let mut draft = in_state(from);
        draft.assignments[6].until = Some(of("2026-10-31"));
        let advance = |draft: &ModelDraft, on: &str| {
            draft.clone().build().unwrap().project("sig").unwrap().advance(Transition::new(to, of(on)))
        };
        let blocked = advance(&draft, "2026-12-01").unwrap_err();
        assert_eq!(codes(&blocked), [Code::RunningWithoutManager]);
        assert!(blocked.gates()[0].message().contains("`chef` left on 2026-10-31"), "{blocked}");
        assert!(advance(&draft, "2026-10-31").is_ok(), "the last day in office");
        assert!(advance(&draft, "2026-11").is_err());
        // The policy of the portfolio, then that of the roadmap.
        draft.portfolios[0].policy.waivers.push(GateWaiver::new("running-without-manager", "intérim du DGA"));
        let waived = advance(&draft, "2026-12-01").unwrap();
        assert!(waived.warnings().iter().any(|finding| finding.message().ends_with("waived: intérim du DGA")));
        draft.roadmaps[0].policy.waivers = std::mem::take(&mut draft.portfolios[0].policy.waivers);
        assert!(advance(&draft, "2026-12-01").is_ok());
        draft.roadmaps[0].policy.waivers.clear();
        draft.assignments.push(Assignment::new("pmo", Role::ProjectManager, Subject::Project("sig".into())));
        assert!(advance(&draft, "2026-12-01").is_ok());
    }
}

#[test]
fn changes_follow_each_other_in_time() {
    let mut draft = in_state(Lifecycle::Approved);
    draft.projects[0].history.push(Transition::new(Lifecycle::Approved, of("2026-10")));
    let launch = |draft: &ModelDraft, on: &str| draft.clone().build().unwrap().project("sig").unwrap().launch(of(on));
    let blocked = launch(&draft, "2026-09-30").unwrap_err();
    assert_eq!(codes(&blocked), [Code::TransitionOutOfOrder]);
    assert!(blocked.gates()[0].remedy().contains("2026-10"), "{blocked}");
    assert!(launch(&draft, "2026-10-01").is_ok(), "it may have been approved that day");
    // Work whose history was not imported has begun on its start.
    let mut draft = in_state(Lifecycle::Running);
    draft.projects[0].start = Some(of("2026-05-04"));
    let project = draft.clone().build().unwrap();
    assert_eq!(
        project.project("sig").unwrap().deliver(of("2026-05-03")).unwrap_err().code(),
        Code::TransitionOutOfOrder
    );
    let delivered = project.project("sig").unwrap().deliver(of("2026-11-20")).unwrap();
    let record = &delivered.records().projects[0];
    assert_eq!((record.start, record.finish), (Some(of("2026-05-04")), Some(of("2026-11-20"))));
    let held = project.project("sig").unwrap().hold(of("2026-06")).unwrap();
    let resumed = held.project("sig").unwrap().resume(of("2026-09")).unwrap();
    assert_eq!(resumed.records().projects[0].start, Some(of("2026-05-04")), "a hold does not move the start");
}

#[test]
fn costs_move_along_with_the_true_start() {
    let year = |year: i32| FiscalYear::new(year).unwrap();
    let line = |at: i32| CostLine::new(year(at), Section::Investment, "ap", Money::euros(1000));
    let mut draft = in_state(Lifecycle::Approved);
    draft.projects[0].variants[0].costs = vec![line(2026), line(2027)];
    let years = |draft: &ModelDraft, on: &str| -> Vec<i32> {
        let model = draft.clone().build().unwrap().project("sig").unwrap().launch(of(on)).unwrap();
        let record = &model.records().projects[0];
        assert_eq!(record.start, Some(of(on)));
        record.variants[0].costs.iter().map(|line| line.year.year()).collect()
    };
    assert_eq!(years(&draft, "2026-12-01"), [2026, 2027]);
    assert_eq!(years(&draft, "2027-02"), [2027, 2028], "no start was planned: the first year named is the start's");
    draft.projects[0].start = Some(of("2026-09"));
    assert_eq!(years(&draft, "2027-02"), [2027, 2028]);
    draft.projects[0].start = Some(of("2025-09"));
    assert_eq!(years(&draft, "2026-12-01"), [2027, 2028], "it costs nothing in its first year");
    draft.organizations[0].fiscal_year_start = Some(9);
    assert_eq!(years(&draft, "2026-08"), [2026, 2027], "both in the budget year that begins in September 2025");
    draft.projects[0].variants[0].costs.push(line(2199));
    let model = draft.build().unwrap();
    let blocked = model.project("sig").unwrap().launch(of("2026-12-01")).unwrap_err();
    assert_eq!(codes(&blocked), [Code::MalformedDate], "2200 is no budget year");
}

#[test]
fn a_change_that_names_an_unknown_decision_is_refused() {
    let model = in_state(Lifecycle::Candidate).build().unwrap();
    let mut transition = Transition::new(Lifecycle::Approved, of("2026-12-01"));
    transition.decision = Some("delib-12".into());
    let blocked = model.project("sig").unwrap().advance(transition).unwrap_err();
    assert_eq!(codes(&blocked), [Code::UnknownReference]);
    assert_eq!(blocked.gates()[0].location(), &Location::pointer("/projects/0/history/0/decision"));
    assert_eq!(blocked.gates()[0].subject(), &Subject::Project("sig".into()));
}

#[test]
fn imported_states_are_never_refused() {
    for state in Lifecycle::ALL {
        for last in Lifecycle::ALL {
            let mut draft = in_state(*state);
            draft.assignments.clear();
            draft.projects[0].history =
                vec![Transition::new(*last, of("2030-01")), Transition::new(Lifecycle::Idea, of("2020-01"))];
            assert!(draft.build().is_ok(), "{state:?} after {last:?}");
        }
    }
    for state in [RoadmapState::Draft, RoadmapState::Open, RoadmapState::Closed] {
        let mut draft = ModelDraft::new(of("2026-11-24"), Currency::EUR);
        draft.organizations.push(Organization::new("dep", "Département"));
        let mut bare = Roadmap::new("num", "Numérique", "dep", of("2026-01/2029-01"));
        bare.state = state;
        draft.roadmaps.push(bare);
        assert!(draft.build().is_ok(), "{state:?}");
    }
}
