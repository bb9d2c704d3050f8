#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use super::{Domains, Program, Removal};
use crate::engine::certify::check_plan;
use crate::engine::problem::{
    CapacitySpec, Carry, Commitment, Finish, Measure, ModeSpec, ProblemDraft, QuotaLimit, QuotaSpec, Relation, Rule,
    SelectionProblem, Strictness, Timing,
};
use crate::engine::random::Random;

/// A small problem with a bit of everything.
pub(in crate::engine::algorithms) fn random_problem(random: &mut Random) -> SelectionProblem {
    let periods = random.range(1, 4) as u32;
    let mut draft = ProblemDraft::new(periods).finish(if random.below(2) == 0 { Finish::Within } else { Finish::Free });
    let mut capacities = Vec::new();
    for _ in 0..random.range(1, 2) {
        let limits = (0..periods).map(|_| random.range(0, 12)).collect();
        let floors = (0..periods).map(|_| (random.below(8) == 0).then(|| random.range(-3, 2))).collect();
        let carry =
            [Carry::None, Carry::None, Carry::Whole, Carry::AtMost(random.range(0, 3))][random.below(4) as usize];
        capacities.push(draft.capacity(CapacitySpec::per_period(limits).floors(floors).carry(carry)));
    }
    let mut all = Vec::new();
    for _ in 0..random.range(1, 5) {
        let commitment = match random.below(8) {
            0 => Commitment::Mandatory,
            1 => Commitment::Forbidden,
            _ => Commitment::Free,
        };
        let candidate = draft.candidate(commitment);
        for _ in 0..random.range(1, 2) {
            let first = random.range(0, 1) as i32;
            let values: Vec<_> = (0..=2).map(|_| random.range(-2, 9)).collect();
            let mode = draft.mode(candidate, ModeSpec::new(random.range(0, 2) as u32, first..=first + 2, &values[..]));
            for &capacity in &capacities {
                draft.amounts(mode, capacity, 0, &[random.range(-2, 7), random.range(0, 4)]);
            }
        }
        all.push(candidate);
    }
    for _ in 0..random.below(4) {
        let (one, other) = (all[random.below(all.len() as u64) as usize], all[random.below(all.len() as u64) as usize]);
        if one == other {
            continue;
        }
        match random.below(3) {
            0 => draft.requires(one, other),
            1 => draft.excludes(one, other),
            _ => {
                let relations = [
                    Relation::FinishToStart,
                    Relation::StartToStart,
                    Relation::FinishToFinish,
                    Relation::StartToFinish,
                ];
                draft.timing(Timing {
                    predecessor: one,
                    successor: other,
                    relation: relations[random.below(4) as usize],
                    lag: random.range(-1, 2) as i32,
                    strictness: if random.below(2) == 0 { Strictness::Strict } else { Strictness::IfBoth },
                })
            }
        };
    }
    if random.below(2) == 0 {
        let rules = [Rule::AtMost(1), Rule::AtLeast(1), Rule::Exactly(2), Rule::AllOrNone];
        draft.group(&all, rules[random.below(4) as usize]);
    }
    if random.below(2) == 0 {
        let measures = [Measure::Count, Measure::Value, Measure::Amounts(vec![(capacities[0], 0)])];
        let measure = measures[random.below(3) as usize].clone();
        let mut spec = QuotaSpec::new(&all, measure).hi(random.range(2, 9));
        spec.lo = (random.below(2) == 0).then(|| QuotaLimit::Amount(random.range(-1, 3)));
        if random.below(3) == 0 {
            let numerator = random.range(0, 4);
            (spec.hi, spec.members) = (Some(QuotaLimit::Share { numerator, denominator: 4 }), all[..1].to_vec());
        }
        draft.quota(spec);
    }
    if random.below(2) == 0 && all.len() > 1 {
        let synergy = draft.synergy(&all[..2], random.range(-4, 6));
        draft.synergy_amount(synergy, capacities[0], 0, random.range(-2, 3));
    }
    draft.build().unwrap()
}

/// Every way to take one option or none per block.
pub(in crate::engine::algorithms) fn every_choice(program: &Program) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    for block in 0..program.block_count() {
        let mut next = Vec::new();
        for taken in &all {
            if program.may_stay_out(block) {
                next.push(taken.clone());
            }
            for option in program.options(block) {
                next.push(taken.iter().copied().chain([option]).collect());
            }
        }
        all = next;
    }
    all
}

fn keeps_rows(program: &Program, taken: &[usize]) -> bool {
    (0..program.row_count()).all(|row| {
        let entries = program.row(row).iter().filter(|entry| taken.contains(&(entry.option as usize)));
        entries.map(|entry| entry.factor).sum::<i64>() <= program.right(row)
    })
}

#[test]
fn rows_hold_exactly_where_the_plan_does() {
    let mut random = Random::new(1);
    let (mut feasible, mut broken) = (0, 0);
    for _ in 0..300 {
        let problem = random_problem(&mut random);
        let program = Program::new(&problem).unwrap();
        for taken in every_choice(&program) {
            let plan = program.plan(taken.iter().copied());
            let report = check_plan(&problem, &plan);
            // A synergy taken without a member, or left with all of them, is kept by no plan.
            let own = (0..program.block_count()).filter_map(|block| program.option_of(&plan, block));
            let is_plan = own.collect::<Vec<_>>() == taken;
            assert_eq!(report.is_feasible() && is_plan, keeps_rows(&program, &taken), "{report:?} of {problem:?}");
            if report.is_feasible() { feasible += 1 } else { broken += 1 }
        }
    }
    assert!(feasible > 2_000 && broken > 2_000, "{feasible} {broken}");
}

#[test]
fn columns_are_rows_turned() {
    let mut random = Random::new(2);
    for _ in 0..100 {
        let program = Program::new(&random_problem(&mut random)).unwrap();
        let mut by_row: Vec<_> = (0..program.row_count())
            .flat_map(|row| program.row(row).iter().map(move |entry| (entry.option, row as u32, entry.factor)))
            .collect();
        by_row.sort_unstable();
        let by_column = (0..program.option_count())
            .flat_map(|option| program.column(option).iter().map(move |&(row, factor)| (option as u32, row, factor)));
        assert_eq!(by_row, by_column.collect::<Vec<_>>());
    }
}

#[test]
fn propagation_keeps_every_plan_and_is_undone() {
    let mut random = Random::new(3);
    let (mut removed, mut failed) = (0, 0);
    for _ in 0..300 {
        let program = Program::new(&random_problem(&mut random)).unwrap();
        let plans: Vec<_> = every_choice(&program).into_iter().filter(|taken| keeps_rows(&program, taken)).collect();
        let mut domains = Domains::new(&program);
        let open = |domains: &Domains| -> Vec<bool> {
            let options = (0..program.option_count()).map(|option| domains.is_open(option));
            options.chain((0..program.block_count()).map(|block| domains.may_be_out(block))).collect()
        };
        if !domains.propagate(&program) {
            failed += 1;
            assert!(plans.is_empty());
            continue;
        }
        let before = open(&domains);
        let mark = domains.mark();
        if program.option_count() == 0 {
            continue;
        }
        let decided = random.below(program.option_count() as u64) as usize;
        domains.remove(&program, Removal::Option(decided as u32));
        let left: Vec<_> = plans.iter().filter(|taken| !taken.contains(&decided)).collect();
        if domains.propagate(&program) {
            for taken in left {
                for block in 0..program.block_count() {
                    let own = program.options(block).find(|option| taken.contains(option));
                    assert!(own.map_or(domains.may_be_out(block), |option| domains.is_open(option)));
                }
            }
            removed += before.iter().zip(open(&domains)).filter(|&(&a, b)| a && !b).count();
        } else {
            failed += 1;
            assert!(left.is_empty());
        }
        domains.undo_to(&program, mark);
        assert_eq!(open(&domains), before);
    }
    assert!(removed > 50 && failed > 20, "{removed} {failed}");
}

#[test]
fn a_restricted_program_has_the_plans_that_are_left() {
    let mut random = Random::new(4);
    let mut compared = 0;
    for _ in 0..300 {
        let program = Program::new(&random_problem(&mut random)).unwrap();
        let mut domains = Domains::new(&program);
        if program.option_count() == 0 || !domains.propagate(&program) {
            continue;
        }
        let option = random.below(program.option_count() as u64) as usize;
        domains.take(&program, option);
        if !domains.is_open(option) || !domains.propagate(&program) {
            continue;
        }
        let rest = program.restrict(&domains).unwrap();
        let plans = |program: &Program| -> Vec<_> {
            let all = every_choice(program).into_iter().filter(|taken| keeps_rows(program, taken));
            let value = |taken: &[usize]| taken.iter().map(|&option| i128::from(program.value(option))).sum::<i128>();
            let mut plans: Vec<_> = all
                .map(|taken| (program.plan(taken.iter().copied()), value(&taken) + program.settled_value()))
                .collect();
            plans.sort();
            plans
        };
        let mut expected = plans(&program);
        expected.retain(|(plan, _)| program.option_of(plan, program.block(option)) == Some(option));
        assert_eq!(plans(&rest), expected);
        compared += expected.len();
    }
    assert!(compared > 300, "{compared}");
}
