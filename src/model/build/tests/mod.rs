mod drawn;
mod records;
mod scoring;

use crate::Currency;
use crate::diagnostic::{Code, Diagnostics, Severity};
use crate::model::{
    Alignment, Assignment, Benefit, CapacitySpan, CarryOver, ChangePolicy, CostLine, Dependency, DocumentVersion,
    Envelope, Force, ForcedChoice, Indicator, Lag, Lifecycle, Measure, Membership, ModelDraft, Objective, Observation,
    Organization, Person, Portfolio, Project, Relation, ResourcePool, Roadmap, Role, Section, Subject, Theme,
    ThemeQuota, Variant, WorkloadLine, WorthRule, YearAmount,
};
use crate::quantity::{Money, Score, Share, Workload};
use crate::time::{FiscalYear, Step};

fn year(year: i32) -> FiscalYear {
    FiscalYear::new(year).expect("a year")
}

fn project(id: &str, months: u32) -> Project {
    let mut project = Project::new(id, id.to_uppercase(), Variant::new("base", months));
    project.roadmaps.push(Membership::new("num"));
    project.alignment.push(Alignment::new("usage", Score::points(3)));
    project
}

/// A small document that builds without a warning: five candidates `a` to `e` of 6 months each.
fn sound() -> ModelDraft {
    let mut draft = ModelDraft::new("2026-11-24".parse().expect("a date"), Currency::EUR);
    draft.organizations.push(Organization::new("dep", "Département"));
    draft.persons.push(Person::new("lea", "Léa Morvan"));
    draft.themes.push(Theme::new("demat", "Démarches en ligne"));
    draft.objectives.push(Objective::new("usage", "Usage", "demat", Score::points(2)));
    let mut envelope = Envelope::new("ap", "AP numérique");
    envelope.amounts.push(YearAmount::new(year(2027), Section::Investment, Money::euros(100_000)));
    draft.envelopes.push(envelope);
    let mut pool = ResourcePool::new("dev", "Développement");
    pool.capacity.push(CapacitySpan::new("2027-01/2028-01".parse().expect("a period"), Workload::days(200)));
    draft.pools.push(pool);
    draft.portfolios.push(Portfolio::new("dsi", "DSI", "dep"));
    draft.roadmaps.push(Roadmap::new("num", "Numérique", "dep", "2026-01/2029-01".parse().expect("a period")));
    draft.projects.extend(["a", "b", "c", "d", "e"].map(|id| project(id, 6)));
    let mut colour = Indicator::new("meteo", "Météo");
    colour.levels = ["vert", "orange", "rouge"].map(str::to_owned).to_vec();
    draft.indicators.push(colour);
    draft.indicators.push(Indicator::new("gain", "Gain"));
    draft
}

fn faults(change: impl FnOnce(&mut ModelDraft)) -> Diagnostics {
    let mut draft = sound();
    change(&mut draft);
    match draft.build() {
        Ok(model) => model.warnings().clone(),
        Err(faults) => faults,
    }
}

/// Each case is named by the change, and gives exactly one fault: its code and where it points.
#[track_caller]
fn one(code: Code, pointer: &str, change: impl FnOnce(&mut ModelDraft)) {
    let faults = faults(change);
    let found: Vec<_> = faults.iter().map(|d| (d.code(), d.location().to_string())).collect();
    assert_eq!(found, [(code, pointer.to_owned())], "{faults}");
}

fn requires(dependent: &str, prerequisite: &str) -> Dependency {
    Dependency::Requires { dependent: dependent.into(), prerequisite: prerequisite.into() }
}

fn excludes(projects: &[&str]) -> Dependency {
    Dependency::Excludes { projects: projects.iter().map(|id| (*id).into()).collect() }
}

fn together(projects: &[&str]) -> Dependency {
    Dependency::Together { projects: projects.iter().map(|id| (*id).into()).collect() }
}

fn timing(predecessor: &str, successor: &str, relation: Relation, lag: Lag) -> Dependency {
    let (predecessor, successor) = (predecessor.into(), successor.into());
    Dependency::Timing { predecessor, successor, relation, lag, if_both: false }
}

fn follows(predecessor: &str, successor: &str) -> Dependency {
    timing(predecessor, successor, Relation::FinishToStart, Lag::default())
}

fn forces(draft: &mut ModelDraft, choices: &[(&str, Force)]) {
    let forced = choices.iter().map(|(id, force)| ForcedChoice::new(*id, *force, "obligation légale"));
    draft.roadmaps[0].policy.forced.extend(forced);
}

#[test]
fn a_sound_document_has_no_fault() {
    assert!(faults(|_| {}).is_empty(), "{}", faults(|_| {}));
}

#[test]
fn amounts_have_one_currency_and_no_wrong_sign() {
    let cad = || "5 CAD".parse::<Money>().expect("money");
    one(Code::MixedCurrencies, "/envelopes/0/amounts/0/amount", |d| d.envelopes[0].amounts[0].amount = cad());
    one(Code::NegativeNumber, "/envelopes/0/amounts/0/amount", |d| d.envelopes[0].amounts[0].amount = Money::euros(-1));
    one(Code::NegativeNumber, "/envelopes/0/carry_over/at-most", |d| {
        d.envelopes[0].carry_over = CarryOver::AtMost(Money::euros(-1));
    });
    one(Code::NegativeNumber, "/objectives/0/weight", |d| d.objectives[0].weight = Score::points(-1));
    one(Code::NegativeNumber, "/projects/2/alignment/0/score", |d| {
        d.projects[2].alignment[0].score = Score::points(-1);
    });
    one(Code::MixedCurrencies, "/projects/1/variants/0/costs/0/amount", |d| {
        d.projects[1].variants[0].costs.push(CostLine::new(year(2027), Section::Operating, "ap", cad()));
    });
    one(Code::MixedCurrencies, "/projects/1/benefits/0/yearly", |d| {
        d.audiences.push(crate::model::Audience::new("usagers", "Usagers"));
        let mut benefit = Benefit::new("usagers", "du temps");
        benefit.yearly = Some(cad());
        d.projects[1].benefits.push(benefit);
    });
    one(Code::MixedCurrencies, "/roadmaps/0/policy/theme_quotas/0/max_cost", |d| {
        let mut quota = ThemeQuota::new("demat");
        quota.max_cost = Some(cad());
        d.roadmaps[0].policy.theme_quotas.push(quota);
    });
    one(Code::NegativeNumber, "/roadmaps/0/policy/change/max_cost", |d| {
        d.roadmaps[0].policy.change =
            Some(ChangePolicy { max_cost: Some(Money::euros(-5)), ..ChangePolicy::default() });
    });
    // A saving and a loss are legal.
    assert!(
        faults(|d| {
            d.projects[0].variants[0].costs.push(CostLine::new(year(2027), Section::Operating, "ap", Money::euros(-7)));
        })
        .is_empty()
    );
}

#[test]
fn dates_and_periods_are_in_order() {
    one(Code::NumberOutOfRange, "/organizations/0/fiscal_year_start", |d| {
        d.organizations[0].fiscal_year_start = Some(13);
    });
    one(Code::EmptyPeriod, "/assignments/0/until", |d| {
        let mut assignment = Assignment::new("lea", Role::Pmo, Subject::Roadmap("num".into()));
        (assignment.from, assignment.until) = ("2026-05".parse().ok(), "2026-04-30".parse().ok());
        d.assignments.push(assignment);
    });
    one(Code::DuplicateYear, "/envelopes/0/amounts/2", |d| {
        let amounts = &mut d.envelopes[0].amounts;
        amounts.push(YearAmount::new(year(2027), Section::Operating, Money::euros(1)));
        amounts.push(YearAmount::new(year(2027), Section::Investment, Money::euros(1)));
    });
    one(Code::CapacityOverlap, "/pools/0/capacity/1", |d| {
        d.pools[0].capacity.push(CapacitySpan::new("2027-12-31/2028-02".parse().expect("a period"), Workload::days(1)));
    });
    one(Code::PeriodOffGrid, "/portfolios/0/horizon", |d| {
        d.portfolios[0].horizon = "2026-01-15/2027-01-15".parse().ok();
    });
    one(Code::PeriodOffGrid, "/roadmaps/0/period", |d| d.roadmaps[0].step = Step::Week);
    one(Code::WindowReversed, "/projects/0/latest_start", |d| {
        d.projects[0].earliest_start = "2027-06-02".parse().ok();
        d.projects[0].latest_start = "2027-06-01".parse().ok();
    });
    one(Code::WindowPassed, "/projects/0/latest_start", |d| d.projects[0].latest_start = "2026-10".parse().ok());
    // A month is a window of a month.
    assert!(
        faults(|d| {
            d.projects[0].earliest_start = "2027-06-15".parse().ok();
            d.projects[0].latest_start = "2027-06".parse().ok();
        })
        .is_empty()
    );
}

#[test]
fn every_overlapping_capacity_is_named() {
    let faults = faults(|d| {
        let periods = ["2027-03/2027-04", "2027-06/2027-07", "2028-01/2028-02"];
        let spans = periods.map(|p| CapacitySpan::new(p.parse().expect("a period"), Workload::days(1)));
        d.pools[0].capacity.extend(spans);
    });
    assert_eq!(faults.len(), 2, "{faults}");
}

#[test]
fn costs_fall_in_years_from_the_planned_start() {
    let cost = |y| CostLine::new(year(y), Section::Investment, "ap", Money::euros(10));
    let pointer = "/projects/0/variants/0/costs/0/year";
    one(Code::CostBeforeStart, pointer, |d| {
        d.projects[0].start = "2027-02".parse().ok();
        d.projects[0].variants[0].costs.push(cost(2026));
    });
    // Without a planned start only the distance between the years counts.
    assert!(faults(|d| d.projects[0].variants[0].costs.push(cost(2020))).is_empty());
    // In budget years from April, February 2027 belongs to 2026.
    assert!(
        faults(|d| {
            d.organizations[0].fiscal_year_start = Some(4);
            d.projects[0].start = "2027-02".parse().ok();
            d.projects[0].variants[0].costs.push(cost(2026));
        })
        .is_empty()
    );
    // A portfolio of an organization that counts calendar years does not narrow what the roadmap allows.
    assert!(
        faults(|d| {
            d.organizations.push(Organization::new("ville", "Ville"));
            d.organizations[0].fiscal_year_start = Some(4);
            d.portfolios[0].organization = "ville".into();
            d.projects[0].portfolio = Some("dsi".into());
            d.projects[0].start = "2027-02".parse().ok();
            d.projects[0].variants[0].costs.push(cost(2026));
        })
        .is_empty()
    );
}

#[test]
fn variants_are_whole() {
    one(Code::NoVariant, "/projects/0/variants", |d| d.projects[0].variants.clear());
    one(Code::DuplicateId, "/projects/0/variants/1/id", |d| d.projects[0].variants.push(Variant::new("base", 2)));
    one(Code::EmptyId, "/projects/0/variants/0/id", |d| d.projects[0].variants[0].id = " ".into());
    one(Code::ZeroDuration, "/projects/0/variants/0/months", |d| d.projects[0].variants[0].months = 0);
    one(Code::NumberOutOfRange, "/projects/0/variants/0/months", |d| d.projects[0].variants[0].months = 1201);
    let line = |from_month, months| {
        let mut line = WorkloadLine::new("dev", Workload::days(10));
        (line.from_month, line.months) = (from_month, months);
        line
    };
    for (from, months, code, field) in [
        (0, Some(7), Code::WorkloadOutside, "months"),
        (5, Some(2), Code::WorkloadOutside, "months"),
        (6, None, Code::WorkloadOutside, "from_month"),
        (u32::MAX, Some(u32::MAX), Code::WorkloadOutside, "from_month"),
        (0, Some(0), Code::ZeroDuration, "months"),
    ] {
        one(code, &format!("/projects/0/variants/0/workload/0/{field}"), |d| {
            d.projects[0].variants[0].workload.push(line(from, months));
        });
    }
    for (from, months) in [(0, None), (5, None), (0, Some(6)), (4, Some(2))] {
        assert!(faults(|d| d.projects[0].variants[0].workload.push(line(from, months))).is_empty());
    }
}

#[test]
fn what_a_person_should_look_at_is_a_warning() {
    one(Code::ChargeShareNotOne, "/projects/0/roadmaps", |d| {
        d.projects[0].roadmaps[0].share = "0.5".parse::<Share>().expect("a share");
    });
    one(Code::MissingStart, "/projects/0", |d| d.projects[0].state = Lifecycle::Running);
    one(Code::AlignmentMissing, "/projects/0", |d| d.projects[0].alignment.clear());
    one(Code::AlignmentMissing, "/projects/0", |d| {
        d.projects[0].alignment.clear();
        d.roadmaps[0].policy.worth = WorthRule::Objective("usage".into());
    });
    // Nobody scores what is not chosen by its score, or not to be chosen.
    assert!(
        faults(|d| {
            d.projects[0].alignment.clear();
            d.roadmaps[0].policy.worth = WorthRule::Count;
        })
        .is_empty()
    );
    assert!(
        faults(|d| {
            d.projects[0].alignment.clear();
            d.projects[0].state = Lifecycle::Idea;
        })
        .is_empty()
    );
    for code in [Code::ChargeShareNotOne, Code::MissingStart, Code::AlignmentMissing, Code::WindowPassed] {
        assert_eq!(code.severity(), Severity::Warning, "{code}");
    }
}

#[test]
fn observations_are_of_the_kind_their_indicator_says() {
    let measure = |indicator: &str, value| {
        Measure::new(indicator, Subject::Project("a".into()), "2026-10".parse().expect("a date"), value)
    };
    one(Code::UnknownLevel, "/measures/0/value/level", |d| {
        d.measures.push(measure("meteo", Observation::Level("violet".to_owned())));
    });
    one(Code::ObservationKind, "/measures/0/value/number", |d| {
        d.measures.push(measure("meteo", Observation::Number(Score::ONE)));
    });
    one(Code::ObservationKind, "/measures/0/value/level", |d| {
        d.measures.push(measure("gain", Observation::Level("vert".to_owned())));
    });
    one(Code::DuplicateReference, "/indicators/0/levels/3", |d| d.indicators[0].levels.push("vert".to_owned()));
    one(Code::ObservationKind, "/roadmaps/0/policy/worth/indicator", |d| {
        d.roadmaps[0].policy.worth = WorthRule::Indicator("meteo".into());
    });
    let many = faults(|d| {
        d.indicators[0].levels = (0..40).map(|k| format!("n{k}")).collect();
        d.measures.push(measure("meteo", Observation::Level("n39".to_owned())));
        d.measures.push(measure("meteo", Observation::Level("n40".to_owned())));
    });
    assert_eq!(many.len(), 1, "{many}");
}

#[test]
fn quotas_have_room() {
    type Change = fn(&mut ThemeQuota);
    let changes: [Change; 3] = [
        |q| (q.min_projects, q.max_projects) = (Some(2), Some(1)),
        |q| (q.min_cost, q.max_cost) = (Some(Money::euros(2)), Some(Money::euros(1))),
        |q| (q.min_share, q.max_share) = (Some(Share::ONE), Some(Share::ZERO)),
    ];
    for change in changes {
        one(Code::QuotaReversed, "/roadmaps/0/policy/theme_quotas/0", |d| {
            let mut quota = ThemeQuota::new("demat");
            change(&mut quota);
            d.roadmaps[0].policy.theme_quotas.push(quota);
        });
    }
}

#[test]
fn a_list_names_a_thing_once() {
    one(Code::DuplicateReference, "/roadmaps/0/policy/forced/1/project", |d| {
        forces(d, &[("a", Force::In), ("a", Force::Out)]);
    });
    one(Code::DuplicateReference, "/projects/0/alignment/1/objective", |d| {
        d.projects[0].alignment.push(Alignment::new("usage", Score::ONE));
    });
    // Long lists are looked through by hash, short ones by comparing: both find the same.
    let long = faults(|d| {
        d.themes.extend((0..40).map(|k| Theme::new(format!("t{k}"), "T")));
        d.roadmaps[0].themes = (0..40).chain([7]).map(|k| format!("t{k}").into()).collect();
    });
    let found: Vec<_> = long.iter().map(|d| (d.code(), d.location().to_string())).collect();
    assert_eq!(found, [(Code::DuplicateReference, "/roadmaps/0/themes/40".to_owned())]);
}

#[test]
fn links_are_among_different_projects() {
    one(Code::SelfReference, "/dependencies/0/requires/prerequisite", |d| d.dependencies.push(requires("a", "a")));
    one(Code::SelfReference, "/dependencies/0/timing/successor", |d| d.dependencies.push(follows("a", "a")));
    one(Code::TooFewProjects, "/dependencies/0/excludes/projects", |d| d.dependencies.push(excludes(&["a"])));
    one(Code::TooFewProjects, "/dependencies/0/together/projects", |d| d.dependencies.push(together(&[])));
    one(Code::DuplicateReference, "/dependencies/0/together/projects/2", |d| {
        d.dependencies.push(together(&["a", "b", "a"]));
    });
    one(Code::NumberOutOfRange, "/dependencies/0/timing/lag/months", |d| {
        d.dependencies.push(timing("a", "b", Relation::StartToStart, Lag::Months(i32::MIN)));
    });
    one(Code::UnknownReference, "/dependencies/0/excludes/projects/1", |d| d.dependencies.push(excludes(&["a", "z"])));
}

#[test]
fn a_cycle_is_named_whole_and_in_order() {
    let faults = faults(|d| {
        d.dependencies.extend([follows("c", "a"), follows("e", "a"), follows("b", "c"), follows("a", "b")]);
    });
    let [fault] = faults.as_slice() else { panic!("{faults}") };
    assert_eq!(fault.code(), Code::PositiveCycle);
    assert_eq!(fault.location().to_string(), "/dependencies/0/timing");
    assert_eq!(
        fault.message(),
        "the timing links `c` → `a` → `b` → `c` (/dependencies/0, /dependencies/3, /dependencies/2) ask each project to \
         come 18 months after itself, where at most 0 can be kept"
    );
}

#[test]
fn only_cycles_that_no_dates_satisfy_are_faults() {
    use Relation::{FinishToFinish, FinishToStart, StartToFinish, StartToStart};
    let none = Lag::Months(0);
    let sound: [&[Dependency]; 7] = [
        // A ladder: both run side by side.
        &[timing("a", "b", StartToStart, none), timing("b", "a", FinishToFinish, none)],
        &[timing("a", "b", StartToStart, none), timing("b", "a", StartToStart, none)],
        // b starts 2 months after a starts, and at most 2 months after.
        &[timing("a", "b", StartToStart, Lag::Months(2)), timing("b", "a", StartToStart, Lag::Months(-2))],
        &[timing("a", "b", FinishToStart, Lag::Months(-6)), timing("b", "a", StartToStart, none)],
        // A month is 28 days in some February.
        &[timing("a", "b", StartToStart, Lag::Months(1)), timing("b", "a", StartToStart, Lag::Days(-28))],
        &[timing("a", "b", StartToFinish, none), timing("b", "a", FinishToStart, Lag::Months(-6))],
        // Both end in the same month and begin together.
        &[timing("a", "b", FinishToFinish, none), timing("b", "a", StartToStart, none)],
    ];
    for links in sound {
        let faults = faults(|d| d.dependencies.extend_from_slice(links));
        assert!(faults.is_empty(), "{links:?}: {faults}");
    }
    let faulty: [&[Dependency]; 5] = [
        &[timing("a", "b", FinishToStart, Lag::Months(-5)), timing("b", "a", StartToStart, none)],
        &[timing("a", "b", StartToStart, Lag::Months(2)), timing("b", "a", StartToStart, Lag::Months(-1))],
        &[timing("a", "b", StartToStart, Lag::Months(1)), timing("b", "a", StartToStart, Lag::Days(-27))],
        // b finishes after a has, starts before a has, and is as short as a.
        &[timing("a", "b", FinishToFinish, Lag::Months(1)), timing("b", "a", StartToStart, none)],
        &[timing("a", "b", StartToStart, Lag::Days(1)), timing("b", "a", StartToStart, none)],
    ];
    for links in faulty {
        let faults = faults(|d| d.dependencies.extend_from_slice(links));
        assert_eq!(faults.iter().map(crate::diagnostic::Diagnostic::code).collect::<Vec<_>>(), [Code::PositiveCycle]);
    }
}

#[test]
fn a_cycle_that_another_variant_escapes_is_no_error() {
    let links = [
        timing("a", "b", Relation::FinishToStart, Lag::Months(-5)),
        timing("b", "a", Relation::StartToStart, Lag::Months(0)),
    ];
    let faults = faults(|d| {
        d.dependencies.extend(links);
        d.projects[0].variants.push(Variant::new("light", 5));
    });
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn links_that_hold_only_where_both_are_done_make_no_cycle() {
    let back = Dependency::Timing {
        predecessor: "b".into(),
        successor: "a".into(),
        relation: Relation::FinishToStart,
        lag: Lag::default(),
        if_both: true,
    };
    assert!(faults(|d| d.dependencies.extend([follows("a", "b"), back])).is_empty());
}

#[test]
fn cycles_of_one_knot_are_all_named() {
    let faults = faults(|d| {
        d.dependencies.extend([follows("a", "b"), follows("b", "a"), follows("b", "c"), follows("c", "b")]);
        d.dependencies.extend([follows("d", "e"), follows("e", "d")]);
    });
    assert_eq!(faults.len(), 3, "{faults}");
    assert!(faults.iter().all(|d| d.code() == Code::PositiveCycle));
}

#[test]
fn long_chains_and_rings_end() {
    const N: usize = 100_000;
    let chain = |ring: bool| {
        let mut draft = sound();
        draft.projects = (0..N).map(|k| project(&format!("p{k}"), 3)).collect();
        draft.dependencies = (0..N - 1).map(|k| follows(&format!("p{k}"), &format!("p{}", k + 1))).collect();
        draft.dependencies.extend((1..N).map(|k| requires(&format!("p{k}"), &format!("p{}", k - 1))));
        if ring {
            draft.dependencies.push(timing(&format!("p{}", N - 1), "p0", Relation::FinishToStart, Lag::Months(-3)));
        }
        forces(&mut draft, &[(&format!("p{}", N - 1), Force::In), ("p0", Force::Out)]);
        match draft.build() {
            Ok(_) => panic!("a contradiction"),
            Err(faults) => faults.iter().map(crate::diagnostic::Diagnostic::code).collect::<Vec<_>>(),
        }
    };
    assert_eq!(chain(false), [Code::Contradiction]);
    // Out of 300 000 months of work the ring takes 3 back.
    assert_eq!(chain(true), [Code::Contradiction, Code::PositiveCycle]);
}

#[test]
fn contradictions_name_their_chain() {
    let faults = faults(|d| {
        d.dependencies.extend([requires("a", "b"), together(&["b", "c"]), follows("d", "c")]);
        forces(d, &[("a", Force::In), ("d", Force::Out)]);
    });
    let [fault] = faults.as_slice() else { panic!("{faults}") };
    assert_eq!((fault.code(), fault.severity()), (Code::Contradiction, Severity::Error));
    assert_eq!(fault.location().to_string(), "/roadmaps/0/policy/forced/0");
    assert_eq!(
        fault.message(),
        "`a` (forced in) requires `b` (/dependencies/0), which goes together with `c` (/dependencies/1), which comes \
         after `d` (/dependencies/2), but `d` is forced out"
    );
}

#[test]
fn forced_choices_and_links_contradict_each_other() {
    let forced = "/roadmaps/0/policy/forced";
    one(Code::Contradiction, &format!("{forced}/1"), |d| {
        d.dependencies.push(excludes(&["a", "b", "c"]));
        forces(d, &[("a", Force::In), ("c", Force::In)]);
    });
    one(Code::Contradiction, &format!("{forced}/1"), |d| {
        d.dependencies.extend([excludes(&["b", "d"]), requires("a", "b"), requires("c", "d")]);
        forces(d, &[("a", Force::In), ("c", Force::In)]);
    });
    one(Code::Contradiction, &format!("{forced}/0"), |d| {
        d.dependencies.push(together(&["a", "b"]));
        forces(d, &[("a", Force::In), ("b", Force::Out)]);
    });
    one(Code::Contradiction, "/dependencies/0/excludes", |d| {
        d.dependencies.extend([excludes(&["a", "b"]), requires("b", "a")]);
    });
    one(Code::Contradiction, "/dependencies/0/excludes", |d| {
        d.dependencies.extend([excludes(&["a", "b"]), requires("c", "a"), follows("b", "c")]);
    });
    one(Code::Contradiction, "/dependencies/0/excludes", |d| {
        d.dependencies.extend([excludes(&["a", "b"]), together(&["b", "d", "a"])]);
    });
    // Said once, although the project that can never be done is forced in as well.
    one(Code::Contradiction, "/dependencies/0/excludes", |d| {
        d.dependencies.extend([excludes(&["a", "b"]), requires("b", "a")]);
        forces(d, &[("b", Force::In)]);
    });
    // A link that holds only where both are done pulls nothing in.
    assert!(
        faults(|d| {
            d.dependencies.push(Dependency::Timing {
                predecessor: "a".into(),
                successor: "b".into(),
                relation: Relation::FinishToStart,
                lag: Lag::default(),
                if_both: true,
            });
            forces(d, &[("b", Force::In), ("a", Force::Out)]);
        })
        .is_empty()
    );
    // Choices of two policies are two decisions.
    assert!(
        faults(|d| {
            d.dependencies.push(excludes(&["a", "b"]));
            forces(d, &[("a", Force::In)]);
            d.portfolios[0].policy.forced.push(ForcedChoice::new("b", Force::In, "fin de support"));
        })
        .is_empty()
    );
}

#[test]
fn recorded_states_that_contradict_the_links_are_warnings() {
    let run = |d: &mut ModelDraft, k: usize| {
        (d.projects[k].state, d.projects[k].start) = (Lifecycle::Running, "2026-03".parse().ok());
    };
    one(Code::ContradictionOfFacts, "/projects/1/state", |d| {
        run(d, 0);
        run(d, 1);
        d.dependencies.push(excludes(&["a", "b"]));
    });
    one(Code::ContradictionOfFacts, "/projects/0/state", |d| {
        run(d, 0);
        d.projects[1].state = Lifecycle::Cancelled;
        d.dependencies.extend([requires("a", "c"), requires("c", "b")]);
    });
    one(Code::ContradictionOfFacts, "/roadmaps/0/policy/forced/0", |d| {
        run(d, 0);
        d.dependencies.push(excludes(&["a", "b"]));
        forces(d, &[("b", Force::In)]);
    });
    one(Code::ContradictionOfFacts, "/roadmaps/0/policy/forced/0", |d| {
        run(d, 0);
        d.dependencies.push(requires("a", "b"));
        forces(d, &[("b", Force::Out)]);
    });
    one(Code::ContradictionOfFacts, "/roadmaps/0/policy/forced/0", |d| {
        d.projects[1].state = Lifecycle::Rejected;
        d.dependencies.push(requires("a", "b"));
        forces(d, &[("a", Force::In)]);
    });
}

#[test]
fn all_faults_come_at_once_and_in_the_order_of_the_document() {
    let faults = faults(|d| {
        d.dependencies.push(requires("a", "a"));
        d.projects[3].variants[0].months = 0;
        d.projects[1].theme = Some("rien".into());
        d.roadmaps[0].step = Step::Week;
        d.envelopes[0].amounts[0].amount = Money::euros(-1);
        d.projects[1].alignment.clear();
    });
    let places: Vec<_> = faults.iter().map(|d| d.location().to_string()).collect();
    assert_eq!(
        places,
        [
            "/envelopes/0/amounts/0/amount",
            "/roadmaps/0/period",
            "/projects/1/theme",
            "/projects/1",
            "/projects/3/variants/0/months",
            "/dependencies/0/requires/prerequisite"
        ]
    );
}

#[test]
fn another_version_is_refused() {
    one(Code::UnsupportedVersion, "/portefeuille", |d| d.version = DocumentVersion { version: 2, revision: 0 });
}
