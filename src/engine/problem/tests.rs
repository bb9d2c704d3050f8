#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use super::*;
use crate::diagnostic::Code;

fn uses(problem: &SelectionProblem, mode: ModeIx, start: i32) -> Vec<(usize, i128)> {
    problem.uses(mode, start).map(|taken| (taken.row, taken.amount)).collect()
}

#[test]
fn windows_are_narrowed_by_horizon_and_finish() {
    for (finish, expected) in [(Finish::Within, [0..3, 2..2, 0..4, 1..2]), (Finish::Free, [0..4, 2..4, 0..4, 1..2])] {
        let mut draft = ProblemDraft::new(4).finish(finish);
        let c = draft.candidate(Commitment::Free);
        let modes = [
            draft.mode(c, ModeSpec::new(2, -5..=9, 1)),
            draft.mode(c, ModeSpec::new(3, 2..=3, 1)),
            // Of zero duration, it must still start within the horizon.
            draft.mode(c, ModeSpec::new(0, 0..=9, 1)),
            draft.mode(c, ModeSpec::new(1, 1..=1, 1)),
        ];
        let problem = draft.build().unwrap();
        assert_eq!(modes.map(|mode| problem.starts(mode)), expected, "{finish:?}");
        assert_eq!(problem.option_count(c), problem.options(c).count() as u64);
        assert_eq!(problem.options(c).count(), expected.iter().map(Range::len).sum::<usize>());
        assert!(problem.options(c).all(|choice| problem.is_option(c, choice)));
    }
}

#[test]
fn a_window_outside_the_horizon_leaves_no_option() {
    let mut draft = ProblemDraft::new(3);
    let c = draft.candidate(Commitment::Mandatory);
    draft.mode(c, ModeSpec::new(1, 3..=8, 1));
    draft.mode(c, ModeSpec::new(1, i32::MIN..=-1, 1));
    draft.mode(c, ModeSpec::new(u32::MAX, i32::MAX..=i32::MAX, 1));
    let problem = draft.build().unwrap();
    assert_eq!((problem.option_count(c), problem.may_stay_out(c)), (0, false));
}

#[test]
fn a_committed_choice_is_kept_outside_its_window() {
    let mut draft = ProblemDraft::new(3).finish(Finish::Within);
    let team = draft.capacity(CapacitySpec::per_period(vec![9; 3]));
    let c = draft.candidate(Commitment::Committed(Choice::new(0, -2)));
    let mode = draft.mode(c, ModeSpec::new(4, 0..=1, &[30, 20][..]));
    draft.amounts(mode, team, 0, &[1, 2, 3, 4]);
    let problem = draft.build().unwrap();
    assert_eq!(problem.options(c).collect::<Vec<_>>(), [Choice::new(0, -2)]);
    assert!(problem.is_option(c, Choice::new(0, -2)) && !problem.is_option(c, Choice::new(0, 0)));
    // What it used before the horizon is dropped, its dates are not.
    assert_eq!(uses(&problem, mode, -2), [(0, 3), (1, 4)]);
    assert_eq!(problem.finish_of(mode, -2), 2);
    // Before the window and after it, the nearest start's value.
    assert_eq!([-2, 0, 1, 2].map(|start| problem.value(mode, start)), [30, 30, 20, 20]);
}

#[test]
fn amounts_past_the_horizon_or_in_no_bucket_count_on_nothing() {
    let mut draft = ProblemDraft::new(4);
    let money = draft.capacity(CapacitySpec::new(vec![Some(1), None, Some(0), Some(0)], vec![5, 6]));
    let c = draft.candidate(Commitment::Free);
    let mode = draft.mode(c, ModeSpec::new(1, 0..=3, 1));
    draft.amounts(mode, money, 0, &[10, 20, -3, 40, 50]);
    draft.amount(mode, money, u32::MAX, 7);
    let problem = draft.build().unwrap();
    assert_eq!(uses(&problem, mode, 0), [(1, 10), (0, 37)]);
    assert_eq!(uses(&problem, mode, 3), [(0, 10)]);
    assert_eq!(problem.bucket(money, 1), None);
    assert_eq!(problem.bucket(money, 9), None);
    assert_eq!(problem.bucket_of_row(1), (money, 1));
}

#[test]
fn amounts_at_one_place_add_up_whatever_the_order() {
    let mut draft = ProblemDraft::new(6);
    let (a, b) =
        (draft.capacity(CapacitySpec::per_period(vec![9; 6])), draft.capacity(CapacitySpec::per_period(vec![9; 6])));
    let c = draft.candidate(Commitment::Free);
    let (first, second) = (draft.mode(c, ModeSpec::new(1, 0..=3, 1)), draft.mode(c, ModeSpec::new(1, 0..=3, 1)));
    draft.amounts(second, b, 1, &[5, 0, 6]);
    draft.amounts(first, b, 0, &[1, 1]);
    draft.amount(second, a, 2, 4);
    draft.amount(second, b, 1, -5);
    draft.amount(second, b, 4, 1);
    let problem = draft.build().unwrap();
    assert_eq!(uses(&problem, first, 0), [(6, 1), (7, 1)]);
    assert_eq!(uses(&problem, second, 0), [(2, 4), (9, 6), (10, 1)]);
    let runs: Vec<_> = problem.profile(second).map(|run| (run.capacity, run.offset, run.amounts.to_vec())).collect();
    assert_eq!(runs, [(a, 2, vec![4]), (b, 3, vec![6, 1])]);
}

#[test]
fn modes_may_be_drafted_in_any_order() {
    let mut draft = ProblemDraft::new(1);
    let (c, d) = (draft.candidate(Commitment::Free), draft.candidate(Commitment::Free));
    let first = draft.mode(d, ModeSpec::fixed(1));
    let second = draft.mode(c, ModeSpec::fixed(2));
    let third = draft.mode(d, ModeSpec::fixed(3));
    let problem = draft.build().unwrap();
    assert_eq!(problem.modes(d), [first, third]);
    assert_eq!(problem.mode(d, Choice::new(1, 0)), Some(third));
    assert_eq!((problem.candidate_of(second), problem.mode(c, Choice::new(1, 0))), (c, None));
}

#[test]
fn sets_and_links_are_found_from_their_candidates() {
    let mut draft = ProblemDraft::new(2);
    let cash = draft.capacity(CapacitySpec::whole(2, 9));
    let [a, b, c] = [(); 3].map(|()| draft.candidate(Commitment::Free));
    let mode = draft.mode(a, ModeSpec::new(1, 0..=1, &[4, 6][..]));
    draft.amounts(mode, cash, 0, &[2, 3]);
    let needs = draft.requires(a, b);
    let apart = draft.excludes(c, a);
    let pair = draft.group(&[c, b], Rule::AllOrNone);
    let count = draft.quota(QuotaSpec::new(&[a, b], Measure::Count).lo(1));
    let worth = draft.quota(QuotaSpec::new(&[a], Measure::Value).hi(5));
    let spend = draft.quota(QuotaSpec::new(&[a], Measure::Amounts(vec![(cash, 0)])).hi(5));
    let problem = draft.build().unwrap();
    assert_eq!(problem.links_of(a), [needs, apart]);
    assert_eq!(problem.links_of(b), [needs]);
    assert_eq!((problem.groups_of(a).len(), problem.groups_of(c)), (0, &[pair][..]));
    assert_eq!(problem.group(pair).members, [c, b]);
    assert_eq!(problem.quotas_of(a).iter().map(|role| role.quota).collect::<Vec<_>>(), [count, worth, spend]);
    assert_eq!([count, worth, spend].map(|quota| problem.measure(quota, mode, 1)), [1, 6, 2]);
    assert_eq!(problem.link(needs).requirement(), Some((a, b)));
    assert_eq!(problem.link(apart).requirement(), None);
}

#[test]
fn every_fault_is_reported_at_once() {
    let mut draft = ProblemDraft::new(2);
    let far = CandidateIx::new(99);
    let c = draft.candidate(Commitment::Committed(Choice::new(1, 0)));
    let mode = draft.mode(c, ModeSpec::new(1, RangeInclusive::new(1, 0), 1));
    draft.mode(far, ModeSpec::new(1, 0..=1, &[1, 2, 3][..]));
    draft.capacity(CapacitySpec::new(vec![Some(0)], vec![1]).floors(vec![None, None]));
    draft.capacity(CapacitySpec::new(vec![Some(1), Some(0)], vec![1]).carry(Carry::Whole));
    draft.amount(mode, CapacityIx::new(7), 0, 1);
    draft.amount(ModeIx::new(7), CapacityIx::new(0), 0, 1);
    draft.requires(c, c);
    draft.excludes(c, far);
    draft.group(&[], Rule::AllOrNone);
    draft.group(&[c, c], Rule::AtLeast(1));
    let twice = vec![(CapacityIx::new(0), 0), (CapacityIx::new(0), 0), (CapacityIx::new(0), 4)];
    draft.quota(QuotaSpec::new(&[c], Measure::Amounts(twice)));
    draft.quota(QuotaSpec::new(&[c], Measure::Amounts(Vec::new())));
    let errors = draft.build().unwrap_err();
    let text = errors.to_string();
    for said in [
        "mode 0 has its latest start 0 before its earliest 1",
        "mode 1 has 3 values for the 2 starts of its window",
        "mode 1 names candidate 99, which the draft does not have",
        "candidate 0 is committed to its mode 1 and has 1 modes",
        "mode 0 names capacity 7, which the draft does not have",
        "capacity 0 names mode 7, which the draft does not have",
        "capacity 0 maps 1 periods to buckets, the problem has 2",
        "capacity 0 has 2 floors for 1 buckets",
        "capacity 1 names bucket 1 of capacity 1, which has 1 buckets",
        "capacity 1 carries over, and its period 1 falls into bucket 0 after bucket 1",
        "link 0 ties candidate 0 to itself",
        "link 1 names candidate 99, which the draft does not have",
        "group 0 has no member",
        "group 1 names candidate 0 twice",
        "quota 0 counts bucket 0 of capacity 0 twice",
        "quota 0 names bucket 4 of capacity 0, which has 1 buckets",
        "quota 1 has no member",
    ] {
        assert!(text.lines().any(|line| line == said), "{said}\n--\n{text}");
    }
    assert_eq!(errors.as_slice().len(), 17, "{text}");
    assert_eq!(errors.code(), Code::ProblemMalformed);
}

#[test]
fn sums_beyond_the_exact_range_are_refused() {
    // 2^17 candidates of 2^63 are one 2^80; one less passes.
    let build = |count: u32, value: i64, amount: i64| {
        let mut draft = ProblemDraft::new(1);
        let cash = draft.capacity(CapacitySpec::whole(1, 0));
        for _ in 0..count {
            let c = draft.candidate(Commitment::Free);
            let mode = draft.mode(c, ModeSpec::fixed(value));
            draft.amount(mode, cash, 0, amount);
        }
        draft.build().map(|problem| problem.candidate_count())
    };
    assert_eq!(build((1 << 17) - 1, i64::MIN, 1).unwrap(), (1 << 17) - 1);
    let errors = build(1 << 17, i64::MIN, i64::MIN).unwrap_err();
    assert_eq!(errors.as_slice().len(), 2);
    assert_eq!(errors.code(), Code::ProblemOverflow);
    assert!(errors.to_string().contains("the amounts of the objective reach 1208925819614629174706176"), "{errors}");
}

#[test]
fn amounts_that_add_up_beyond_an_i64_are_refused() {
    let mut draft = ProblemDraft::new(1);
    let cash = draft.capacity(CapacitySpec::whole(1, 0));
    let c = draft.candidate(Commitment::Free);
    let mode = draft.mode(c, ModeSpec::fixed(1));
    draft.amount(mode, cash, 3, i64::MAX);
    draft.amount(mode, cash, 3, 1);
    let errors = draft.build().unwrap_err();
    assert_eq!(errors.as_slice(), [ProblemError::AmountOverflow { mode, capacity: cash, offset: 3 }]);
}

#[test]
fn empty_problems_are_legal() {
    let problem = ProblemDraft::new(0).build().unwrap();
    assert_eq!((problem.candidate_count(), problem.row_count(), problem.periods()), (0, 0, 0));
    let mut draft = ProblemDraft::new(0);
    let c = draft.candidate(Commitment::Free);
    draft.mode(c, ModeSpec::fixed(1));
    let cash = draft.capacity(CapacitySpec::whole(0, 1));
    let problem = draft.build().unwrap();
    assert_eq!((problem.options(c).count(), problem.bucket(cash, 0)), (0, None));
}
