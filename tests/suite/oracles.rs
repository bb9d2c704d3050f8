//! Every algorithm against trying every plan, and the edge cases of the problem's definition.

use portefeuille::engine::algorithms::{ExactSearch, GreedyDensity, GreedySkip, RankedCut};
use portefeuille::engine::certify::{Violation, brute_force, check_plan, usage};
use portefeuille::engine::problem::{
    CandidateIx, CapacitySpec, Carry, Choice, Commitment, Finish, Measure, ModeSpec, Plan, ProblemDraft, QuotaLimit,
    QuotaSpec, Relation, Rule, SelectionProblem, Strictness, Timing,
};
use portefeuille::engine::run::{Evidence, Limits, Outcome, Solver, Status, solve};
use portefeuille::testing::engine::{problem_recipe, selection_problem};
use proptest::prelude::*;

fn run(problem: &SelectionProblem, solver: &dyn Solver) -> Outcome {
    solve(problem, solver, &Limits::default()).expect("an outcome")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn exact_search_finds_what_trying_every_plan_finds(problem in selection_problem()) {
        let all = brute_force(&problem, 1 << 20).expect("a small problem");
        let outcome = run(&problem, &ExactSearch::new());
        prop_assert_eq!(outcome.value(), all.optimum.as_ref().map(|(_, value)| *value));
        prop_assert_eq!(outcome.status(), if all.optimum.is_some() { Status::Optimal } else { Status::Infeasible });
        prop_assert_eq!(outcome.evidence(), Some(Evidence::Search));
        prop_assert_eq!(outcome.stats().rejected, 0);
    }

    #[test]
    fn an_interrupted_search_never_understates(problem in selection_problem(), steps in 0..30_u64) {
        let all = brute_force(&problem, 1 << 20).expect("a small problem");
        let outcome = solve(&problem, &ExactSearch::new(), &Limits::default().steps(steps)).expect("an outcome");
        if let (Some((_, best)), Some(figure)) = (all.optimum, outcome.search_bound()) {
            prop_assert!(best <= figure, "{best} > {figure}");
        }
    }

    #[test]
    fn lists_offer_plans_that_hold(recipe in problem_recipe()) {
        // Without anything asked for at least, and nothing settled, a list always ends in a plan.
        let mut recipe = recipe;
        recipe.candidates.iter_mut().for_each(|candidate| {
            if !matches!(candidate.commitment, Commitment::Forbidden) {
                candidate.commitment = Commitment::Free;
            }
        });
        for spec in &mut recipe.capacities {
            spec.floors.clear();
            spec.limits.iter_mut().for_each(|limit| *limit = (*limit).max(0));
        }
        recipe.groups.retain(|(_, rule)| matches!(rule, Rule::AtMost(_) | Rule::AllOrNone));
        recipe.quotas.iter_mut().for_each(|quota| quota.lo = None);
        let problem = recipe.build().expect("a sound recipe");
        let all = brute_force(&problem, 1 << 20).expect("a small problem");
        let best = all.optimum.map(|(_, value)| value);
        for solver in [&RankedCut::new() as &dyn Solver, &GreedySkip::new()] {
            let outcome = run(&problem, solver);
            prop_assert!(outcome.value().is_some() && outcome.value() <= best, "{}", solver.name());
            prop_assert_eq!(outcome.bound(), None);
        }
        // Going on past the cut only adds.
        let (cut, skip) = (run(&problem, &RankedCut::new()), run(&problem, &GreedySkip::new()));
        let (cut, skip) = (cut.best().expect("a plan"), skip.best().expect("a plan"));
        prop_assert!(cut.selected().all(|(candidate, choice)| skip.choice(candidate) == Some(choice)));
    }
}

fn free(draft: &mut ProblemDraft, value: i64) -> CandidateIx {
    let candidate = draft.candidate(Commitment::Free);
    draft.mode(candidate, ModeSpec::fixed(value));
    candidate
}

/// The optimum by search, after making sure that trying every plan says the same.
fn optimum(draft: &ProblemDraft) -> Option<(i128, Plan)> {
    let problem = draft.clone().build().expect("a sound draft");
    let outcome = run(&problem, &ExactSearch::new());
    let all = brute_force(&problem, 1 << 20).expect("a small problem");
    assert_eq!(outcome.value(), all.optimum.map(|(_, value)| value));
    outcome.value().zip(outcome.best().cloned())
}

fn value(draft: &ProblemDraft) -> Option<i128> {
    optimum(draft).map(|(value, _)| value)
}

fn order(relation: Relation, predecessor: CandidateIx, successor: CandidateIx, lag: i32, strict: bool) -> Timing {
    let strictness = if strict { Strictness::Strict } else { Strictness::IfBoth };
    Timing { predecessor, successor, relation, lag, strictness }
}

/// Two candidates over six periods, the first in mode 0 of this duration, and which pairs of starts an order allows.
fn allowed(relation: Relation, lag: i32, durations: (u32, u32)) -> Vec<(i32, i32)> {
    let mut draft = ProblemDraft::new(6);
    let (before, after) = (draft.candidate(Commitment::Free), draft.candidate(Commitment::Free));
    draft.mode(before, ModeSpec::new(durations.0, 0..=5, 1));
    draft.mode(after, ModeSpec::new(durations.1, 0..=5, 1));
    draft.timing(order(relation, before, after, lag, true));
    let problem = draft.build().expect("a sound draft");
    let pairs = (0..6).flat_map(|one| (0..6).map(move |other| (one, other)));
    let holds = |&(one, other): &(i32, i32)| {
        let plan = Plan::new(vec![Some(Choice::new(0, one)), Some(Choice::new(0, other))]);
        check_plan(&problem, &plan).is_feasible()
    };
    pairs.filter(holds).collect()
}

#[test]
fn case_1_options_outside_window_or_horizon_do_not_exist() {
    let mut draft = ProblemDraft::new(3).finish(Finish::Within);
    let c = draft.candidate(Commitment::Free);
    draft.mode(c, ModeSpec::new(2, 1..=2, 5));
    let problem = draft.build().expect("a sound draft");
    for (start, exists) in [(-1, false), (0, false), (1, true), (2, false), (3, false)] {
        let choice = Choice::new(0, start);
        let report = check_plan(&problem, &Plan::new(vec![Some(choice)]));
        assert_eq!(report.is_feasible(), exists, "start {start}");
        if !exists {
            assert_eq!(report.violations(), [Violation::NoSuchOption { candidate: c, choice }]);
            assert_eq!(report.value(), 0);
        }
    }
    let choice = Choice::new(1, 1);
    let report = check_plan(&problem, &Plan::new(vec![Some(choice)]));
    assert_eq!(report.violations(), [Violation::NoSuchOption { candidate: c, choice }]);
}

#[test]
fn case_1_running_work_keeps_its_true_dates() {
    let mut draft = ProblemDraft::new(4).finish(Finish::Within);
    let team = draft.capacity(CapacitySpec::per_period(vec![3, 3, 0, 0]));
    let running = draft.candidate(Commitment::Committed(Choice::new(0, -2)));
    let mode = draft.mode(running, ModeSpec::new(4, 0..=0, 1));
    draft.amounts(mode, team, 0, &[9, 9, 3, 3]);
    let next = draft.candidate(Commitment::Free);
    draft.mode(next, ModeSpec::new(1, 0..=3, 10));
    draft.timing(order(Relation::FinishToStart, running, next, 0, true));
    let (_, plan) = optimum(&draft).expect("it fits: what it used before the horizon is gone");
    assert!(plan.choice(next).is_some_and(|choice| choice.start >= 2), "it runs until period 2");
    let problem = draft.build().expect("a sound draft");
    assert_eq!(usage(&problem, &plan).rows(), [3, 3, 0, 0]);
}

#[test]
fn case_1_committed_clashes_are_infeasible() {
    let mut draft = ProblemDraft::new(1);
    let cash = draft.capacity(CapacitySpec::whole(1, 4));
    let c = draft.candidate(Commitment::Committed(Choice::new(0, 0)));
    let mode = draft.mode(c, ModeSpec::fixed(1));
    draft.amount(mode, cash, 0, 5);
    assert_eq!(value(&draft), None);
    // A committed candidate can be neither out nor otherwise.
    let problem = draft.build().expect("a sound draft");
    let out = check_plan(&problem, &Plan::empty(1));
    assert_eq!(out.violations(), [Violation::Missing { candidate: c }]);
    let other = check_plan(&problem, &Plan::new(vec![Some(Choice::new(0, 1))]));
    assert!(matches!(other.violations(), [Violation::NoSuchOption { .. }]));
}

#[test]
fn case_2_savings_after_the_horizon_do_not_exist() {
    let mut draft = ProblemDraft::new(2);
    let cash = draft.capacity(CapacitySpec::whole(2, 4));
    let c = draft.candidate(Commitment::Free);
    let mode = draft.mode(c, ModeSpec::new(1, 0..=1, &[10, 20][..]));
    draft.amounts(mode, cash, 0, &[5, -1]);
    // At start 1 the saving falls into period 2, which does not exist.
    assert_eq!(value(&draft), Some(10));
}

#[test]
fn case_3_zero_duration_finishes_at_its_start() {
    assert!(allowed(Relation::FinishToStart, 0, (0, 1)).contains(&(2, 2)));
    assert!(!allowed(Relation::FinishToStart, 0, (1, 1)).contains(&(2, 2)));
    let mut draft = ProblemDraft::new(1);
    let cash = draft.capacity(CapacitySpec::whole(1, 4));
    let milestone = draft.candidate(Commitment::Free);
    let mode = draft.mode(milestone, ModeSpec::new(0, 0..=0, 7));
    draft.amount(mode, cash, 0, 5);
    assert_eq!(value(&draft), Some(0), "its amounts count");
}

#[test]
fn case_4_relations_compare_the_dates_they_name() {
    let all = || (0..6).flat_map(|one| (0..6).map(move |other| (one, other)));
    for lag in [-3, -1, 0, 2] {
        for (d, e) in [(1, 1), (2, 3), (0, 2)] {
            let (before, after) = (d as i32, e as i32);
            for (relation, holds) in [
                (Relation::FinishToStart, &(|s: i32, t: i32| t >= s + before + lag) as &dyn Fn(i32, i32) -> bool),
                (Relation::StartToStart, &|s, t| t >= s + lag),
                (Relation::FinishToFinish, &|s, t| t + after >= s + before + lag),
                (Relation::StartToFinish, &|s, t| t + after >= s + lag),
            ] {
                let expected: Vec<_> = all().filter(|&(s, t)| holds(s, t)).collect();
                assert_eq!(allowed(relation, lag, (d, e)), expected, "{relation:?} {lag} {d} {e}");
            }
        }
    }
}

#[test]
fn case_4_strict_cycles_exclude_or_bind() {
    let cycle = |lag: i32| {
        let mut draft = ProblemDraft::new(4);
        let (a, b) = (draft.candidate(Commitment::Free), draft.candidate(Commitment::Free));
        draft.mode(a, ModeSpec::new(1, 0..=3, 5));
        draft.mode(b, ModeSpec::new(1, 0..=3, -2));
        draft.timing(order(Relation::StartToStart, a, b, lag, true));
        draft.timing(order(Relation::StartToStart, b, a, 0, true));
        draft
    };
    assert_eq!(value(&cycle(1)), Some(0), "of positive length it excludes its members");
    assert_eq!(value(&cycle(0)), Some(3), "of length 0 it binds them");
    assert_eq!(value(&cycle(-1)), Some(3), "of negative length too");
}

#[test]
fn case_4_a_maximal_lag_is_a_reversed_link() {
    let mut draft = ProblemDraft::new(6);
    let (a, b) = (draft.candidate(Commitment::Mandatory), draft.candidate(Commitment::Mandatory));
    draft.mode(a, ModeSpec::new(1, 0..=0, 0));
    draft.mode(b, ModeSpec::new(1, 0..=5, &[0, 1, 2, 3, 4, 5][..]));
    // b starts at most 2 after a: a starts at or after b - 2.
    draft.timing(order(Relation::StartToStart, b, a, -2, false));
    assert_eq!(value(&draft), Some(2));
}

#[test]
fn case_4_parallel_links_all_hold() {
    let mut draft = ProblemDraft::new(6);
    let (a, b) = (draft.candidate(Commitment::Mandatory), draft.candidate(Commitment::Mandatory));
    draft.mode(a, ModeSpec::new(1, 0..=0, 0));
    draft.mode(b, ModeSpec::new(1, 0..=5, &[9, 8, 7, 6, 5, 4][..]));
    for lag in [1, 3, 2] {
        draft.timing(order(Relation::StartToStart, a, b, lag, true));
    }
    assert_eq!(value(&draft), Some(6));
}

#[test]
fn case_5_contradictions_are_infeasible_not_repaired() {
    let mut draft = ProblemDraft::new(1);
    let must = draft.candidate(Commitment::Mandatory);
    let never = draft.candidate(Commitment::Forbidden);
    let other = draft.candidate(Commitment::Mandatory);
    for candidate in [must, never, other] {
        draft.mode(candidate, ModeSpec::fixed(1));
    }
    let plain = draft.clone();
    assert_eq!(value(&plain), Some(2));
    let mut needs = plain.clone();
    needs.requires(must, never);
    assert_eq!(value(&needs), None);
    let mut apart = plain.clone();
    apart.excludes(must, other);
    assert_eq!(value(&apart), None);
    let forbidden = plain.build().expect("a sound draft");
    let report = check_plan(&forbidden, &Plan::new(vec![Some(Choice::new(0, 0)); 3]));
    assert_eq!(report.violations(), [Violation::Forbidden { candidate: never }]);
}

#[test]
fn case_5_strict_links_pull_and_loose_ones_do_not() {
    for (strict, expected) in [(true, -4), (false, 1)] {
        let mut draft = ProblemDraft::new(3);
        let must = draft.candidate(Commitment::Mandatory);
        draft.mode(must, ModeSpec::new(1, 0..=2, 1));
        let dear = draft.candidate(Commitment::Free);
        draft.mode(dear, ModeSpec::new(1, 0..=2, -5));
        draft.timing(order(Relation::FinishToStart, dear, must, 0, strict));
        assert_eq!(value(&draft), Some(expected));
    }
}

/// One spender of 3 in the second bucket and one saver of 2 in the first.
fn saver_and_spender(carry: Carry, limits: Vec<i64>, saves_in: u32) -> Option<i128> {
    let mut draft = ProblemDraft::new(2);
    let cash = draft.capacity(CapacitySpec::per_period(limits).carry(carry));
    for (value, offset, amount) in [(10, 1, 3), (1, saves_in, -2)] {
        let c = draft.candidate(Commitment::Free);
        let mode = draft.mode(c, ModeSpec::fixed(value));
        draft.amount(mode, cash, offset, amount);
    }
    value(&draft)
}

#[test]
fn case_6_carry_over_goes_forward_only() {
    assert_eq!(saver_and_spender(Carry::None, vec![2, 1], 1), Some(11), "a saving helps its own bucket");
    assert_eq!(saver_and_spender(Carry::None, vec![2, 1], 0), Some(1), "and no other without carry-over");
    assert_eq!(saver_and_spender(Carry::Whole, vec![2, 1], 0), Some(11), "what is left goes forward");
    assert_eq!(saver_and_spender(Carry::Whole, vec![0, 1], 0), Some(11), "a saving too");
    let mut draft = ProblemDraft::new(2);
    let cash = draft.capacity(CapacitySpec::per_period(vec![0, 9]).carry(Carry::Whole));
    let c = draft.candidate(Commitment::Free);
    let mode = draft.mode(c, ModeSpec::fixed(10));
    draft.amount(mode, cash, 0, 1);
    assert_eq!(value(&draft), Some(0), "never backward: no debt");
}

#[test]
fn case_6_carry_over_never_helps_a_floor() {
    let mut draft = ProblemDraft::new(2);
    let spec = CapacitySpec::per_period(vec![9, 9]).floors(vec![None, Some(2)]).carry(Carry::Whole);
    let cash = draft.capacity(spec);
    let c = draft.candidate(Commitment::Free);
    let mode = draft.mode(c, ModeSpec::fixed(1));
    draft.amounts(mode, cash, 0, &[9, 1]);
    assert_eq!(value(&draft), None);
    draft.amount(mode, cash, 1, 1);
    assert_eq!(value(&draft), Some(1));
}

#[test]
fn case_7_a_quota_that_crosses_itself_is_infeasible() {
    let mut draft = ProblemDraft::new(1);
    let members = [free(&mut draft, 1), free(&mut draft, 2)];
    draft.quota(QuotaSpec::new(&members, Measure::Count).lo(2).hi(1));
    assert_eq!(value(&draft), None);
}

#[test]
fn case_6_a_most_that_carries_over_loses_the_rest() {
    // Ten in each of three years, of which at most four carry over: 14 in the second year where nothing is used before,
    // never 20; and 14 again in the third, however much both years before it left.
    let optimum = |carry: Carry, costs: &[(i32, i64)]| {
        let mut draft = ProblemDraft::new(3);
        let cash = draft.capacity(CapacitySpec::per_period(vec![10, 10, 10]).carry(carry));
        for &(start, cost) in costs {
            let candidate = draft.candidate(Commitment::Free);
            let mode = draft.mode(candidate, ModeSpec::new(1, start..=start, cost));
            draft.amount(mode, cash, 0, cost);
        }
        value(&draft)
    };
    for (carry, second, third) in [(Carry::None, 0, 0), (Carry::AtMost(4), 14, 14), (Carry::Whole, 15, 25)] {
        assert_eq!(optimum(carry, &[(1, 14)]), Some(if second >= 14 { 14 } else { 0 }), "{carry:?}");
        assert_eq!(optimum(carry, &[(1, 15)]), Some(if second >= 15 { 15 } else { 0 }), "{carry:?}");
        assert_eq!(optimum(carry, &[(2, 14)]), Some(if third >= 14 { 14 } else { 0 }), "{carry:?}");
        assert_eq!(optimum(carry, &[(2, 25)]), Some(if third >= 25 { 25 } else { 0 }), "{carry:?}");
    }
    // A saving helps its own year and, up to the most, the next.
    assert_eq!(optimum(Carry::AtMost(4), &[(0, -9), (0, 19), (1, 10)]), Some(20));
    let mut draft = ProblemDraft::new(1);
    draft.capacity(CapacitySpec::whole(1, 5).carry(Carry::AtMost(-1)));
    assert!(draft.build().expect_err("a negative carry-over").to_string().contains("carries over at most -1"));
}

#[test]
fn case_7_shares_are_multiplied_out() {
    let mut draft = ProblemDraft::new(1);
    let all: Vec<_> = [5, 4, 3].into_iter().map(|value| free(&mut draft, value)).collect();
    let with = |spec: QuotaSpec| {
        let mut copy = draft.clone();
        copy.quota(spec);
        value(&copy)
    };
    let share = |numerator, denominator| QuotaLimit::Share { numerator, denominator };
    // The first is at most a third of what is selected, by number: only where all three are.
    assert_eq!(with(QuotaSpec::new(&all[..1], Measure::Count).hi(share(1, 3))), Some(12));
    assert_eq!(with(QuotaSpec::new(&all[..1], Measure::Count).hi(share(1, 4))), Some(7));
    // By value, 5 of 12 are more than 40 %.
    assert_eq!(with(QuotaSpec::new(&all[..1], Measure::Value).hi(share(2, 5))), Some(7));
    // At least half of the others' value: of a reference set.
    assert_eq!(with(QuotaSpec::new(&all[2..], Measure::Value).lo(share(1, 2)).reference(&all[..1])), Some(12));
    assert_eq!(with(QuotaSpec::new(&all[2..], Measure::Value).lo(share(1, 1)).reference(&all[..1])), Some(7));
    // With nothing selected every share holds; a floor above the whole leaves only that.
    assert_eq!(with(QuotaSpec::new(&all[..1], Measure::Count).lo(share(2, 1))), Some(0));
    let mut broken = draft.clone();
    broken.quota(QuotaSpec::new(&all, Measure::Count).hi(share(1, 0)));
    assert!(broken.build().expect_err("no denominator").to_string().contains("denominator 0"));
}

#[test]
fn synergies_are_gained_exactly_when_all_members_are_in() {
    let mut draft = ProblemDraft::new(1);
    let cash = draft.capacity(CapacitySpec::whole(1, 10));
    let members: Vec<_> = [(5, 6), (4, 6)]
        .into_iter()
        .map(|(value, cost)| {
            let candidate = draft.candidate(Commitment::Free);
            let mode = draft.mode(candidate, ModeSpec::fixed(value));
            draft.amount(mode, cash, 0, cost);
            candidate
        })
        .collect();
    let with = |value: i64, amount: i64| {
        let mut copy = draft.clone();
        let synergy = copy.synergy(&members, value);
        copy.synergy_amount(synergy, cash, 0, amount);
        optimum(&copy).map(|(value, _)| value)
    };
    assert_eq!(with(0, 0), Some(5));
    // Together they save two, which is what they lacked; what they take from each other may still be too much.
    assert_eq!(with(0, -2), Some(9));
    assert_eq!(with(-3, -2), Some(6));
    assert_eq!(with(-5, -2), Some(5));
    assert_eq!(with(9, -1), Some(5));
    let mut broken = draft.clone();
    broken.synergy(&members[..1], 1);
    broken.synergy(&[members[0], members[0]], 1);
    assert_eq!(broken.build().expect_err("two faults").as_slice().len(), 2);
}

#[test]
fn case_7_quotas_hold_on_every_measure() {
    let mut draft = ProblemDraft::new(2);
    let cash = draft.capacity(CapacitySpec::per_period(vec![99, 99]));
    let members: Vec<_> = [(5, [3, 1]), (4, [1, 1]), (3, [1, 2])]
        .into_iter()
        .map(|(value, costs)| {
            let c = draft.candidate(Commitment::Free);
            let mode = draft.mode(c, ModeSpec::fixed(value));
            draft.amounts(mode, cash, 0, &costs);
            c
        })
        .collect();
    let with = |measure: Measure, lo: Option<i64>, hi: Option<i64>| {
        let mut copy = draft.clone();
        let mut spec = QuotaSpec::new(&members, measure);
        (spec.lo, spec.hi) = (lo.map(QuotaLimit::Amount), hi.map(QuotaLimit::Amount));
        copy.quota(spec);
        value(&copy)
    };
    assert_eq!(with(Measure::Count, None, Some(2)), Some(9));
    assert_eq!(with(Measure::Value, None, Some(8)), Some(8));
    assert_eq!(with(Measure::Value, Some(13), None), None);
    assert_eq!(with(Measure::Amounts(vec![(cash, 0)]), None, Some(2)), Some(7));
    assert_eq!(with(Measure::Amounts(vec![(cash, 0), (cash, 1)]), None, Some(6)), Some(9));
    assert_eq!(with(Measure::Amounts(vec![(cash, 1)]), Some(5), None), None);
}

#[test]
fn case_8_groups_at_their_edges() {
    let with = |rule: Rule, commitments: [Commitment; 3]| {
        let mut draft = ProblemDraft::new(1);
        let members = commitments.map(|commitment| {
            let candidate = draft.candidate(commitment);
            draft.mode(candidate, ModeSpec::fixed(1));
            candidate
        });
        draft.group(&members, rule);
        value(&draft)
    };
    let (f, m, n) = (Commitment::Free, Commitment::Mandatory, Commitment::Forbidden);
    assert_eq!(with(Rule::AtLeast(4), [f, f, f]), None, "more than there are");
    assert_eq!(with(Rule::AtLeast(3), [f, f, n]), None);
    assert_eq!(with(Rule::AtMost(0), [f, f, f]), Some(0));
    assert_eq!(with(Rule::AtMost(0), [f, m, f]), None);
    assert_eq!(with(Rule::Exactly(2), [f, f, f]), Some(2));
    assert_eq!(with(Rule::AllOrNone, [f, f, n]), Some(0), "a forbidden member forbids all");
    assert_eq!(with(Rule::AllOrNone, [f, m, f]), Some(3), "a mandatory one forces all");
    assert_eq!(with(Rule::AllOrNone, [n, m, f]), None);
}

#[test]
fn case_10_limits_may_be_zero_or_negative() {
    for (limit, expected) in [(0, Some(3)), (-1, Some(3)), (-2, Some(1)), (-4, None)] {
        let mut draft = ProblemDraft::new(1);
        let cash = draft.capacity(CapacitySpec::whole(1, limit));
        for (value, amount) in [(2, 2), (1, -3)] {
            let c = draft.candidate(Commitment::Free);
            let mode = draft.mode(c, ModeSpec::fixed(value));
            draft.amount(mode, cash, 0, amount);
        }
        assert_eq!(value(&draft), expected, "limit {limit}");
    }
}

#[test]
fn a_plan_of_another_problem_is_told_so() {
    let mut draft = ProblemDraft::new(1);
    free(&mut draft, 1);
    let problem = draft.build().expect("a sound draft");
    let report = check_plan(&problem, &Plan::empty(2));
    assert_eq!(report.violations(), [Violation::Foreign { expected: 1, found: 2 }]);
}

#[test]
fn empty_problems_have_the_empty_plan() {
    let draft = ProblemDraft::new(0);
    assert_eq!(value(&draft), Some(0));
    let mut lone = ProblemDraft::new(1);
    lone.candidate(Commitment::Free);
    assert_eq!(value(&lone), Some(0), "a candidate without a mode stays out");
    lone.candidate(Commitment::Mandatory);
    assert_eq!(value(&lone), None, "and cannot be in");
}

#[test]
fn lists_take_what_is_settled_and_what_is_needed_first() {
    let mut draft = ProblemDraft::new(2);
    let cash = draft.capacity(CapacitySpec::per_period(vec![5, 5]));
    let mut add = |commitment: Commitment, value: i64, cost: i64| {
        let candidate = draft.candidate(commitment);
        let mode = draft.mode(candidate, ModeSpec::new(1, 0..=1, value));
        draft.amount(mode, cash, 0, cost);
        candidate
    };
    let base = add(Commitment::Free, 1, 2);
    let star = add(Commitment::Free, 9, 4);
    let must = add(Commitment::Mandatory, 1, 2);
    let late = add(Commitment::Free, 5, 2);
    draft.timing(order(Relation::FinishToStart, base, star, 0, true));
    let problem = draft.build().expect("a sound draft");
    for solver in [&RankedCut::new() as &dyn Solver, &GreedySkip::new()] {
        let outcome = run(&problem, solver);
        let plan = outcome.best().expect("a plan");
        let starts = [must, base, star, late].map(|candidate| plan.choice(candidate).map(|choice| choice.start));
        assert_eq!(starts, [Some(0), Some(0), Some(1), None], "{}", solver.name());
    }
    let outcome = run(&problem, &RankedCut::ranked(vec![late, CandidateIx::new(99)]));
    assert_eq!(outcome.value(), Some(6));
}

#[test]
fn lists_search_a_place_for_all_that_is_imposed() {
    let mut draft = ProblemDraft::new(3);
    let team = draft.capacity(CapacitySpec::per_period(vec![2, 2, 2]));
    let mut add = |commitment: Commitment, starts: std::ops::RangeInclusive<i32>, load: &[i64], value: i64| {
        let candidate = draft.candidate(commitment);
        let mode = draft.mode(candidate, ModeSpec::new(load.len() as u32, starts, value));
        draft.amounts(mode, team, 0, load);
        candidate
    };
    // At its earliest the first takes the only place of the last, and the second then the only other one of the first.
    let wide = add(Commitment::Mandatory, 0..=1, &[2, 1], 1);
    let middle = add(Commitment::Mandatory, 0..=2, &[1], 1);
    let narrow = add(Commitment::Mandatory, 0..=0, &[2], 1);
    let free = add(Commitment::Free, 2..=2, &[1], 1);
    let problem = draft.build().expect("a sound draft");
    for solver in [&RankedCut::new() as &dyn Solver, &GreedySkip::new(), &GreedyDensity::new()] {
        let outcome = run(&problem, solver);
        let plan = outcome.best().expect("a plan");
        let starts = [wide, middle, narrow].map(|candidate| plan.choice(candidate).map(|choice| choice.start));
        assert_eq!(starts, [Some(1), Some(2), Some(0)], "{}", solver.name());
        assert!(plan.choice(free).is_none(), "{}: nothing is left for it", solver.name());
    }
}

#[test]
fn lists_reserve_what_is_asked_for_at_least() {
    let mut draft = ProblemDraft::new(1);
    let cash = draft.capacity(CapacitySpec::whole(1, 10).floors(vec![Some(7)]));
    let mut add = |commitment: Commitment, modes: &[(i64, i64)]| {
        let candidate = draft.candidate(commitment);
        for &(value, cost) in modes {
            let mode = draft.mode(candidate, ModeSpec::fixed(value));
            draft.amount(mode, cash, 0, cost);
        }
        candidate
    };
    // In its first mode what is imposed leaves room for one of the theme; two are asked for, and the best ranked is dear.
    let imposed = add(Commitment::Mandatory, &[(3, 7), (2, 3)]);
    let star = add(Commitment::Free, &[(9, 6)]);
    let theme = [(8, 5), (2, 2), (1, 2)].map(|mode| add(Commitment::Free, &[mode]));
    draft.group(&theme, Rule::AtLeast(2));
    let problem = draft.clone().build().expect("a sound draft");
    for solver in [&RankedCut::new() as &dyn Solver, &GreedySkip::new(), &GreedyDensity::new()] {
        let outcome = run(&problem, solver);
        let plan = outcome.best().expect("a plan");
        assert_eq!(plan.choice(imposed).map(|choice| choice.mode), Some(1), "{}", solver.name());
        assert!(plan.choice(star).is_none(), "{}", solver.name());
    }
    // Nobody finds what is not there.
    draft.group(&theme, Rule::AtMost(1));
    let none = draft.build().expect("a sound draft");
    assert_eq!(run(&none, &RankedCut::new()).value(), None);
}
