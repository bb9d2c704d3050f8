use super::{
    Credit, CreditRule, EarnedSchedule, EarnedValue, EarnedValueError, EarnedValueRule, Forecast, NoFigure, Unmeasured,
    earned,
};
use crate::model::{
    Baseline, Envelope, Indicator, LedgerEntry, LedgerStage, Lifecycle, Measure, Membership, Milestone, ModelDraft,
    Observation, Organization, Project, ResourcePool, Roadmap, Section, Subject, Variant, WorkedDays, WorkloadLine,
};
use crate::quantity::{Money, Score, Workload};
use crate::time::FiscalYear;
use crate::{Currency, Model};
use proptest::prelude::*;
use rust_decimal::Decimal;

fn number(text: &str) -> Decimal {
    text.parse().expect("a number")
}

fn of(bac: i64, pv: i64, ev: i64, ac: i64) -> EarnedValue {
    EarnedValue::new(bac.into(), pv.into(), ev.into(), ac.into())
}

fn six(value: Result<Decimal, NoFigure>) -> String {
    value.expect("a figure").round_dp(6).normalize().to_string()
}

const FORECASTS: [Forecast; 3] = [Forecast::AtBudget, Forecast::AtCostIndex, Forecast::AtCostAndScheduleIndex];

#[test]
fn g6_indices_and_forecasts() {
    let figures = of(100_000, 50_000, 40_000, 45_000);
    assert_eq!((six(figures.cpi()), six(figures.spi())), ("0.888889".into(), "0.8".into()));
    assert_eq!(FORECASTS.map(|forecast| six(figures.eac(forecast))), ["105000", "112500", "129375"]);
    assert_eq!(six(figures.tcpi()), "1.090909");
    assert_eq!(six(figures.tcpi_within(112_500.into())), "0.888889");
    assert_eq!((six(figures.cost_variance()), six(figures.schedule_variance())), ("-5000".into(), "-10000".into()));
    assert_eq!(six(figures.etc(Forecast::BottomUp(70_000.into()))), "70000");
    assert_eq!(six(figures.vac(Forecast::BottomUp(70_000.into()))), "-15000");
    assert_eq!((six(figures.share_done()), six(figures.share_spent())), ("0.4".into(), "0.45".into()));
    // Every forecast says what it assumes.
    let said: std::collections::BTreeSet<_> = FORECASTS.iter().map(|f| (f.assumption(), f.assumption_fr())).collect();
    assert_eq!(said.len(), 3);
}

#[test]
fn g7_earned_schedule() {
    let plan = [10, 20, 35, 50, 70, 100].map(Decimal::from);
    let schedule = EarnedSchedule::new(&plan, 42.into()).expect("a schedule");
    let gone = Decimal::from(5);
    assert_eq!((six(Ok(schedule.time)), six(schedule.spi(gone))), ("3.466667".into(), "0.693333".into()));
    assert_eq!(six(schedule.forecast(gone)), "8.653846");
    assert_eq!(six(schedule.variance(gone)), "-1.533333");
    assert_eq!(six(schedule.forecast_at(gone, Decimal::ONE)), "7.533333");
    assert_eq!(
        (six(schedule.tspi(gone)), six(schedule.tspi_within(gone, 9.into()))),
        ("2.533333".into(), "0.633333".into())
    );
}

#[test]
fn what_does_not_exist_has_its_reason() {
    let nothing = of(100, 0, 0, 0);
    assert_eq!((nothing.cpi(), nothing.spi()), (Err(NoFigure::NothingSpent), Err(NoFigure::NothingPlanned)));
    assert_eq!(nothing.eac(Forecast::AtCostIndex), Err(NoFigure::NothingEarned));
    assert_eq!(nothing.eac(Forecast::AtBudget), Ok(100.into()));
    assert_eq!(of(100, 0, 10, 5).eac(Forecast::AtCostAndScheduleIndex), Err(NoFigure::NothingPlanned));
    assert_eq!(of(100, 0, 10, 5).eac(Forecast::BottomUp(Decimal::from(-1))), Err(NoFigure::Negative));
    assert_eq!(of(0, 0, 0, 0).share_done(), Err(NoFigure::NoBudget));
    assert_eq!(of(100, 100, 50, 100).tcpi(), Err(NoFigure::NothingLeft));
    let complete = of(100, 100, 100, 130);
    assert_eq!(complete.tcpi(), Err(NoFigure::Complete));
    assert!(complete.is_complete());
    for forecast in FORECASTS {
        assert_eq!((complete.eac(forecast), complete.etc(forecast)), (Ok(130.into()), Ok(0.into())));
    }
    // SPI goes to 1 at the end although the work was late; SPI(t) does not.
    assert_eq!(complete.spi(), Ok(Decimal::ONE));
    let late = EarnedSchedule::new(&[50.into(), 100.into()], 100.into()).expect("a schedule");
    assert_eq!((late.time, late.spi(4.into())), (2.into(), Ok(number("0.5"))));

    assert_eq!(EarnedSchedule::new(&[], 1.into()), Err(NoFigure::NoPlan));
    assert_eq!(EarnedSchedule::new(&[2.into(), 1.into()], 1.into()), Err(NoFigure::NotCumulative { period: 2 }));
    assert_eq!(EarnedSchedule::new(&[2.into()], Decimal::from(-1)), Err(NoFigure::Negative));
    let early = EarnedSchedule::new(&[10.into(), 20.into()], 0.into()).expect("a schedule");
    assert_eq!((early.time, early.spi(0.into())), (0.into(), Err(NoFigure::NoTime)));
    assert_eq!(
        (early.forecast(0.into()), early.forecast(1.into())),
        (Err(NoFigure::NoTime), Err(NoFigure::NothingEarned))
    );
    assert_eq!(early.forecast_at(1.into(), 0.into()), Err(NoFigure::Negative));
    assert_eq!((early.tspi(2.into()), late.tspi(1.into())), (Err(NoFigure::NoTimeLeft), Err(NoFigure::Complete)));
    // Where the plan stands still the last period of the pause counts.
    let pause = EarnedSchedule::new(&[10, 30, 30, 30, 60].map(Decimal::from), 30.into()).expect("a schedule");
    assert_eq!((pause.whole_periods, pause.time), (4, 4.into()));

    let huge = EarnedValue::new(Decimal::MAX, Decimal::MAX, Decimal::new(1, 28), -Decimal::MAX);
    assert_eq!(huge.cost_variance(), Err(NoFigure::OutOfRange));
    assert_eq!(huge.eac(Forecast::AtCostIndex), Err(NoFigure::OutOfRange));
    assert_eq!(EarnedValue::total([huge, huge]), Err(NoFigure::OutOfRange));
}

#[test]
fn every_rule_of_credit() {
    let budget = Decimal::from(1000);
    let worth = |credit: Credit| earned(budget, &credit);
    assert_eq!(worth(Credit::ZeroHundred { finished: false }), Ok(0.into()));
    assert_eq!(worth(Credit::ZeroHundred { finished: true }), Ok(budget));
    for (started, finished, value) in [(false, false, 0), (true, false, 500), (true, true, 1000), (false, true, 1000)] {
        assert_eq!(worth(Credit::FiftyFifty { started, finished }), Ok(value.into()));
    }
    let milestones = vec![(1.into(), true), (2.into(), false)];
    assert_eq!(worth(Credit::Milestones(milestones)), Ok(number("333.333333")));
    assert_eq!(worth(Credit::Milestones(vec![])), Err(NoFigure::NoPlan));
    assert_eq!(worth(Credit::Milestones(vec![(Decimal::from(-1), true)])), Err(NoFigure::Negative));
    assert_eq!(worth(Credit::Percent("0.35".parse().expect("a share"))), Ok(350.into()));
    assert_eq!(worth(Credit::Workload { done: 6.into(), left: 2.into() }), Ok(750.into()));
    assert_eq!(worth(Credit::Workload { done: 0.into(), left: 0.into() }), Err(NoFigure::NoPlan));
    assert_eq!(worth(Credit::Workload { done: Decimal::from(-1), left: 2.into() }), Err(NoFigure::Negative));
}

/// A roadmap with projects of twelve months from January 2027, a budget of 1200 and 100 days, seen at the end of March.
fn draft(ids: &[&str]) -> ModelDraft {
    let mut draft = ModelDraft::new("2027-03-31".parse().expect("a date"), Currency::EUR);
    draft.organizations.push(Organization::new("dep", "Département"));
    draft.envelopes.push(Envelope::new("num", "Numérique"));
    draft.pools.push(ResourcePool::new("dev", "Développement"));
    let mut progress = Indicator::new("avancement", "Avancement");
    progress.unit = Some("%".to_owned());
    draft.indicators.push(progress);
    draft.roadmaps.push(Roadmap::new("num", "Numérique", "dep", "2027-01/2030-01".parse().expect("a period")));
    for id in ids {
        let mut variant = Variant::new("base", 12);
        variant.workload.push(WorkloadLine::new("dev", Workload::days(100)));
        let mut project = Project::new(*id, id.to_uppercase(), variant);
        project.roadmaps.push(Membership::new("num"));
        (project.state, project.start) = (Lifecycle::Running, Some("2027-01-01".parse().expect("a date")));
        let mut baseline = Baseline::new("2026-12-01".parse().expect("a date"));
        (baseline.cost, baseline.finish) = (Some(Money::euros(1200)), Some("2027-12-31".parse().expect("a date")));
        project.baseline = Some(baseline);
        draft.projects.push(project);
    }
    draft
}

fn spent(draft: &mut ModelDraft, project: &str, day: &str, stage: LedgerStage, euros: i32) {
    let year = FiscalYear::new(2027).expect("a year");
    let date = day.parse().expect("a date");
    let mut entry = LedgerEntry::new(date, "num", year, Section::Investment, stage, Money::euros(euros));
    entry.project = Some(project.into());
    draft.ledger.push(entry);
}

fn report(model: &Model, credit: CreditRule) -> super::EarnedValueReport {
    let rule = EarnedValueRule::new(credit, LedgerStage::Ordered, model.status_date());
    model.roadmap("num").expect("the roadmap").earned_value(&rule).expect("figures")
}

#[test]
fn a_scope_reads_plan_progress_and_cost() {
    let mut draft = draft(&["a", "b", "idee"]);
    draft.projects[2].state = Lifecycle::Candidate;
    spent(&mut draft, "a", "2027-02-10", LedgerStage::Ordered, 500);
    spent(&mut draft, "a", "2027-03-10", LedgerStage::Ordered, -100);
    spent(&mut draft, "a", "2027-03-10", LedgerStage::Committed, 9000);
    spent(&mut draft, "a", "2027-04-10", LedgerStage::Ordered, 9000);
    let period = "2027-03-01/2027-04-01".parse().expect("a period");
    draft.worked_days.push(WorkedDays::new("a", "dev", period, Workload::days(40)));
    let later = "2027-03-15/2027-04-15".parse().expect("a period");
    draft.worked_days.push(WorkedDays::new("a", "dev", later, Workload::days(40)));
    let day = "2027-03-20".parse().expect("a date");
    let value = Observation::Number(Score::points(35));
    draft.measures.push(Measure::new("avancement", Subject::Project("b".into()), day, value));
    draft.projects[1].finish = Some("2027-03-30".parse().expect("a date"));
    draft.projects[1].state = Lifecycle::Delivered;
    draft.projects[1].roadmaps[0].share = "0.5".parse().expect("a share");
    let model = draft.build().expect("a model");

    let all = report(&model, CreditRule::ZeroHundred);
    assert_eq!(all.projects.len(), 2, "what has not begun has no earned value");
    let (a, b) = (all.projects[0].figures.expect("figures"), all.projects[1].figures.expect("figures"));
    // 90 of 365 days; nothing earned before the end; the commitment and what comes later are no cost.
    assert_eq!((six(Ok(a.pv)), a.ev, a.ac), ("295.890411".into(), 0.into(), 400.into()));
    assert_eq!((b.ev, b.ac), (1200.into(), 0.into()));
    // A project shared with another roadmap counts by its part.
    assert_eq!((all.total.bac, all.total.ev, six(Ok(all.total.pv))), (1800.into(), 600.into(), "443.835617".into()));
    assert_eq!((all.projects[0].gone, all.projects[1].schedule.map(|s| s.time)), (3.into(), Some(12.into())));

    let ev = |credit| report(&model, credit).projects.iter().map(|row| row.figures.map(|f| f.ev)).collect::<Vec<_>>();
    assert_eq!(ev(CreditRule::FiftyFifty), [Ok(600.into()), Ok(1200.into())]);
    assert_eq!(ev(CreditRule::Workload), [Ok(480.into()), Ok(0.into())]);
    assert_eq!(ev(CreditRule::Indicator("avancement".into())), [Err(Unmeasured::NotMeasured), Ok(420.into())]);
    assert_eq!(ev(CreditRule::Milestones), [Err(Unmeasured::NoMilestone); 2]);
    let none = report(&model, CreditRule::Milestones);
    assert_eq!((none.total, none.unmeasured().count()), (EarnedValue::default(), 2));
}

#[test]
fn milestones_plan_and_earn_by_their_dates() {
    let mut draft = draft(&["a"]);
    for (id, approved, due, reached) in [
        ("un", Some("2027-02-01"), "2027-03-01", Some("2027-03-01")),
        ("deux", Some("2027-03-15"), "2027-05-01", None),
        ("trois", None, "2028-02-01", None),
    ] {
        let date = |text: &str| text.parse().expect("a date");
        let mut milestone = Milestone::new(id, "Jalon", date(due));
        (milestone.baseline, milestone.reached) = (approved.map(date), reached.map(date));
        draft.projects[0].milestones.push(milestone);
    }
    let model = draft.build().expect("a model");
    let found = report(&model, CreditRule::Milestones);
    let row = &found.projects[0];
    let figures = row.figures.expect("figures");
    assert_eq!((figures.pv, figures.ev), (800.into(), 400.into()));
    let schedule = row.schedule.expect("a schedule");
    // The first milestone was to be reached in the second month, the second in the third, the last in the fourteenth.
    assert_eq!((schedule.whole_periods, schedule.time, schedule.planned), (2, 2.into(), 14.into()));
    assert_eq!(schedule.variance(row.gone), Ok(Decimal::from(-1)));
}

#[test]
fn what_a_scope_cannot_measure_is_named() {
    let mut draft = draft(&["a", "b", "c", "d"]);
    draft.projects[0].baseline = None;
    draft.projects[1].start = None;
    if let Some(baseline) = &mut draft.projects[2].baseline {
        baseline.finish = Some("2026-12-30".parse().expect("a date"));
    }
    let day = "2027-03-20".parse().expect("a date");
    let value = Observation::Number(Score::points(101));
    draft.measures.push(Measure::new("avancement", Subject::Project("d".into()), day, value));
    draft.projects[3].variants[0].workload.clear();
    let model = draft.build().expect("a model");
    let reasons = |credit| report(&model, credit).unmeasured().map(|(_, reason)| reason).collect::<Vec<_>>();
    let three = [Unmeasured::NoBudget, Unmeasured::NoStart, Unmeasured::Reversed];
    assert_eq!(reasons(CreditRule::FiftyFifty), three);
    assert_eq!(reasons(CreditRule::Indicator("avancement".into()))[3], Unmeasured::NoShare);
    assert_eq!(reasons(CreditRule::Workload)[3], Unmeasured::NoWorkload);

    let scope = model.roadmap("num").expect("the roadmap");
    let rule = EarnedValueRule::new(CreditRule::FiftyFifty, LedgerStage::Billed, model.status_date());
    assert_eq!(scope.earned_value(&rule), Err(EarnedValueError::NotAnExpense { stage: LedgerStage::Billed }));
    let unknown = CreditRule::Indicator("delai".into());
    let rule = EarnedValueRule::new(unknown, LedgerStage::Paid, model.status_date());
    assert_eq!(scope.earned_value(&rule), Err(EarnedValueError::UnknownIndicator { id: "delai".into() }));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn identities(bac in 1_i64..1_000_000, pv in 1_i64..1_000_000, ev in 1_i64..1_000_000, ac in 1_i64..1_000_000) {
        let figures = of(bac, pv, ev, ac);
        let slack = number("0.000002");
        for forecast in FORECASTS {
            let (eac, etc, vac) =
                (figures.eac(forecast).expect("EAC"), figures.etc(forecast).expect("ETC"), figures.vac(forecast).expect("VAC"));
            prop_assert_eq!(eac, figures.ac + etc);
            prop_assert_eq!(figures.bac, eac + vac);
            prop_assert!(!etc.is_sign_negative() || etc.is_zero());
        }
        prop_assert_eq!(figures.cost_variance().expect("CV") + figures.ac, figures.ev);
        let gap = figures.cost_variance().expect("CV") - figures.schedule_variance().expect("SV");
        prop_assert_eq!(gap, figures.pv - figures.ac);
        if !figures.is_complete() {
            // What the rest needs to land at BAC ÷ CPI is the performance so far; BAC ÷ CPI is AC + rest ÷ CPI.
            let landing = figures.eac(Forecast::AtCostIndex).expect("EAC");
            let needed = figures.tcpi_within(landing).expect("TCPI");
            let so_far = figures.cpi().expect("CPI");
            prop_assert!((needed - so_far).abs() <= so_far * slack, "{needed} {so_far}");
            // At a schedule index of 1 the delay costs nothing.
            let on_time = EarnedValue { pv: figures.ev, ..figures };
            let both = on_time.eac(Forecast::AtCostAndScheduleIndex).expect("EAC");
            prop_assert!((both - landing).abs() <= slack);
        }
        let twice = EarnedValue::total([figures, figures]).expect("a total");
        prop_assert_eq!(twice.cpi(), figures.cpi());
    }

    #[test]
    fn time_grows_with_what_is_earned(steps in prop::collection::vec(0_i64..20, 1..12), a in 0_i64..200, b in 0_i64..200) {
        let mut sum = 0;
        let plan: Vec<Decimal> = steps.iter().map(|step| { sum += step; Decimal::from(sum) }).collect();
        let time = |earned: i64| EarnedSchedule::new(&plan, earned.into()).expect("a schedule").time;
        prop_assert!(time(a.min(b)) <= time(a.max(b)));
        prop_assert_eq!(time(sum), Decimal::from(plan.len()));
        // On plan the time earned is the time gone, unless the plan stands still there.
        for (k, value) in plan.iter().enumerate() {
            let schedule = EarnedSchedule::new(&plan, *value).expect("a schedule");
            prop_assert!(schedule.whole_periods > k && schedule.fraction.is_zero());
        }
    }
}
