//! Selection problems small enough to try every plan of.

use crate::engine::problem::{
    CandidateIx, CapacityIx, CapacitySpec, Carry, Choice, Commitment, Finish, Link, Measure, ModeSpec, ProblemDraft,
    ProblemErrors, QuotaLimit, QuotaSpec, Relation, Rule, SelectionProblem, Strictness, Timing,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::subsequence;

/// One mode of a [`ProblemRecipe`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModeRecipe {
    /// Periods from start to finish.
    pub duration: u32,
    /// Earliest start.
    pub earliest: i32,
    /// Values, one per start of the window.
    pub values: Vec<i64>,
    /// Capacity, offset and amount, in any order.
    pub amounts: Vec<(usize, u32, i64)>,
}

/// One candidate of a [`ProblemRecipe`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CandidateRecipe {
    /// What is settled about it.
    pub commitment: Commitment,
    /// Its modes.
    pub modes: Vec<ModeRecipe>,
}

/// One synergy of a [`ProblemRecipe`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SynergyRecipe {
    /// Its members.
    pub members: Vec<CandidateIx>,
    /// What it is worth.
    pub value: i64,
    /// Capacity, bucket and amount.
    pub amounts: Vec<(usize, u32, i64)>,
}

/// A problem as plain data, so that a test can change one thing of it and build it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProblemRecipe {
    /// Number of periods.
    pub periods: u32,
    /// Whether work must end within the horizon.
    pub finish: Finish,
    /// Capacities.
    pub capacities: Vec<CapacitySpec>,
    /// Candidates.
    pub candidates: Vec<CandidateRecipe>,
    /// Links.
    pub links: Vec<Link>,
    /// Groups.
    pub groups: Vec<(Vec<CandidateIx>, Rule)>,
    /// Quotas.
    pub quotas: Vec<QuotaSpec>,
    /// Synergies.
    pub synergies: Vec<SynergyRecipe>,
}

impl ProblemRecipe {
    /// Writes it down as a draft.
    pub fn draft(&self) -> ProblemDraft {
        let mut draft = ProblemDraft::new(self.periods).finish(self.finish);
        for spec in &self.capacities {
            draft.capacity(spec.clone());
        }
        for recipe in &self.candidates {
            let candidate = draft.candidate(recipe.commitment);
            for mode in &recipe.modes {
                let latest = mode.earliest + mode.values.len() as i32 - 1;
                let spec = ModeSpec::new(mode.duration, mode.earliest..=latest, &mode.values[..]);
                let ix = draft.mode(candidate, spec);
                for &(capacity, offset, amount) in &mode.amounts {
                    draft.amount(ix, CapacityIx::new(capacity), offset, amount);
                }
            }
        }
        for &link in &self.links {
            draft.link(link);
        }
        for (members, rule) in &self.groups {
            draft.group(members, *rule);
        }
        for quota in &self.quotas {
            draft.quota(quota.clone());
        }
        for recipe in &self.synergies {
            let synergy = draft.synergy(&recipe.members, recipe.value);
            for &(capacity, bucket, amount) in &recipe.amounts {
                draft.synergy_amount(synergy, CapacityIx::new(capacity), bucket, amount);
            }
        }
        draft
    }

    /// Builds it.
    pub fn build(&self) -> Result<SelectionProblem, ProblemErrors> {
        self.draft().build()
    }

    /// The same problem with its candidates in another order: candidate `order[i]` becomes candidate i.
    ///
    /// # Panics
    ///
    /// When `order` is not a permutation of the candidates.
    #[must_use]
    pub fn permuted(&self, order: &[usize]) -> Self {
        let mut places = vec![usize::MAX; order.len()];
        for (place, &old) in order.iter().enumerate() {
            places[old] = place;
        }
        let moved = |candidate: CandidateIx| CandidateIx::new(places[candidate.index()]);
        let all = |members: &[CandidateIx]| members.iter().map(|&candidate| moved(candidate)).collect::<Vec<_>>();
        let mut copy = self.clone();
        copy.candidates = order.iter().map(|&old| self.candidates[old].clone()).collect();
        for link in &mut copy.links {
            *link = match *link {
                Link::Requires { dependent, prerequisite } => {
                    Link::Requires { dependent: moved(dependent), prerequisite: moved(prerequisite) }
                }
                Link::Excludes { one, other } => Link::Excludes { one: moved(one), other: moved(other) },
                Link::Timing(timing) => Link::Timing(Timing {
                    predecessor: moved(timing.predecessor),
                    successor: moved(timing.successor),
                    ..timing
                }),
            };
        }
        for (members, _) in &mut copy.groups {
            *members = all(members);
        }
        for quota in &mut copy.quotas {
            quota.members = all(&quota.members);
            quota.reference = quota.reference.as_deref().map(all);
        }
        for synergy in &mut copy.synergies {
            synergy.members = all(&synergy.members);
        }
        copy
    }
}

/// Draws a problem of one to five candidates, one to four periods and every kind of constraint, as plain data.
pub fn problem_recipe() -> impl Strategy<Value = ProblemRecipe> {
    (1..=5_usize, 1..=4_u32, 1..=3_usize).prop_flat_map(|(candidates, periods, capacities)| {
        (
            prop_oneof![Just(Finish::Within), Just(Finish::Free)],
            vec(capacity(periods), capacities),
            (vec(candidate(periods, capacities), candidates), prop_oneof![3 => Just(1_i64), 1 => Just(3)]),
            vec(link(candidates), 0..=if candidates > 1 { 3 } else { 0 }),
            vec((members(candidates), rule()), 0..=1),
            (vec(quota(candidates), 0..=1), vec(synergy(candidates), 0..=if candidates > 1 { 2 } else { 0 })),
        )
            .prop_map(
                move |(finish, capacities, (mut candidates, factor), links, groups, (mut quotas, mut synergies))| {
                    let values = candidates.iter_mut().flat_map(|c| &mut c.modes).flat_map(|mode| &mut mode.values);
                    values.for_each(|value| *value *= factor);
                    for quota in &mut quotas {
                        if let Measure::Amounts(list) = &mut quota.measure {
                            for (capacity, bucket) in list.iter_mut() {
                                *capacity = CapacityIx::new(capacity.index() % capacities.len());
                                *bucket %= capacities[capacity.index()].limits.len() as u32;
                            }
                            list.sort_unstable();
                            list.dedup();
                        }
                    }
                    for synergy in &mut synergies {
                        synergy.value *= factor;
                        for (capacity, bucket, _) in &mut synergy.amounts {
                            *capacity %= capacities.len();
                            *bucket %= capacities[*capacity].limits.len() as u32;
                        }
                    }
                    ProblemRecipe { periods, finish, capacities, candidates, links, groups, quotas, synergies }
                },
            )
    })
}

/// Draws a problem of one to five candidates, one to four periods and every kind of constraint.
pub fn selection_problem() -> impl Strategy<Value = SelectionProblem> {
    problem_recipe().prop_filter_map("a recipe is always sound", |recipe| recipe.build().ok())
}

fn capacity(periods: u32) -> impl Strategy<Value = CapacitySpec> {
    let buckets = vec(prop_oneof![1 => Just(None), 6 => (0..periods).prop_map(Some)], periods as usize);
    let limits = vec(prop_oneof![1 => Just(-1_i64), 20 => 0..=15_i64], periods as usize);
    let floor = prop_oneof![8 => Just(None), 1 => (-2..=2_i64).prop_map(Some)];
    let floors = prop_oneof![4 => Just(Vec::new()), 1 => vec(floor, periods as usize)];
    let carry = prop_oneof![
        4 => Just(Carry::None),
        1 => Just(Carry::Whole),
        1 => (0..=6_i64).prop_map(Carry::AtMost),
    ];
    (buckets, limits, floors, carry).prop_map(|(mut buckets, limits, floors, carry)| {
        if carry != Carry::None {
            let mut given: Vec<_> = buckets.iter().copied().flatten().collect();
            given.sort_unstable();
            for (bucket, sorted) in buckets.iter_mut().flatten().zip(given) {
                *bucket = sorted;
            }
        }
        CapacitySpec::new(buckets, limits).floors(floors).carry(carry)
    })
}

fn candidate(periods: u32, capacities: usize) -> impl Strategy<Value = CandidateRecipe> {
    let commitment = prop_oneof![
        20 => Just(Commitment::Free),
        1 => Just(Commitment::Mandatory),
        1 => Just(Commitment::Forbidden),
        1 => (0..2_u32, -2..=4_i32).prop_map(|(mode, start)| Commitment::Committed(Choice::new(mode, start))),
    ];
    let amounts = vec((0..capacities, 0..=3_u32, prop_oneof![1 => -3..=0_i64, 6 => 1..=6_i64]), 0..=4);
    let mode = (0..=2_u32, -1..=periods as i32, vec(prop_oneof![1 => -3..=0_i64, 5 => 1..=12_i64], 1..=3), amounts)
        .prop_map(|(duration, earliest, values, amounts)| ModeRecipe { duration, earliest, values, amounts });
    (commitment, vec(mode, 1..=2)).prop_map(|(mut commitment, modes)| {
        if let Commitment::Committed(choice) = &mut commitment {
            choice.mode %= modes.len() as u32;
        }
        CandidateRecipe { commitment, modes }
    })
}

fn link(candidates: usize) -> impl Strategy<Value = Link> {
    let others = candidates.saturating_sub(1).max(1);
    let relation = prop_oneof![
        Just(Relation::FinishToStart),
        Just(Relation::StartToStart),
        Just(Relation::FinishToFinish),
        Just(Relation::StartToFinish),
    ];
    let strictness = prop_oneof![Just(Strictness::Strict), Just(Strictness::IfBoth)];
    (0..candidates, 0..others, 0..5_u8, relation, strictness, -2..=2_i32).prop_map(
        move |(one, shift, kind, relation, strictness, lag)| {
            let (a, b) = (CandidateIx::new(one), CandidateIx::new((one + 1 + shift) % candidates));
            match kind {
                0 => Link::Requires { dependent: a, prerequisite: b },
                1 => Link::Excludes { one: a, other: b },
                _ => Link::Timing(Timing { predecessor: b, successor: a, relation, lag, strictness }),
            }
        },
    )
}

fn members(candidates: usize) -> impl Strategy<Value = Vec<CandidateIx>> {
    let all: Vec<_> = (0..candidates).map(CandidateIx::new).collect();
    subsequence(all, 1..=candidates).prop_shuffle()
}

fn rule() -> impl Strategy<Value = Rule> {
    prop_oneof![
        (0..=1_u32).prop_map(Rule::AtLeast),
        (0..=2_u32).prop_map(Rule::AtMost),
        (0..=2_u32).prop_map(Rule::Exactly),
        Just(Rule::AllOrNone),
    ]
}

/// Buckets drawn here are folded into those there are.
fn quota(candidates: usize) -> impl Strategy<Value = QuotaSpec> {
    let bucket = (0..8_usize, 0..8_u32).prop_map(|(capacity, bucket)| (CapacityIx::new(capacity), bucket));
    let measure =
        prop_oneof![Just(Measure::Count), Just(Measure::Value), vec(bucket, 1..=3).prop_map(Measure::Amounts),];
    let share = |most: i64| {
        (0..=most, 1..=5_i64).prop_map(|(numerator, denominator)| QuotaLimit::Share { numerator, denominator })
    };
    let lo = prop_oneof![2 => (-1..=3_i64).prop_map(QuotaLimit::Amount), 1 => share(2)];
    let hi = prop_oneof![2 => (0..=14_i64).prop_map(QuotaLimit::Amount), 1 => share(5)];
    let sides = (option::weighted(0.3, lo), option::weighted(0.7, hi));
    (members(candidates), measure, sides, option::weighted(0.5, members(candidates))).prop_map(
        |(members, measure, (lo, hi), reference)| {
            let mut spec = QuotaSpec::new(&members, measure);
            (spec.lo, spec.hi, spec.reference) = (lo, hi, reference);
            spec
        },
    )
}

/// Capacities and buckets drawn here are folded into those there are.
fn synergy(candidates: usize) -> impl Strategy<Value = SynergyRecipe> {
    let all: Vec<_> = (0..candidates).map(CandidateIx::new).collect();
    let least = candidates.min(2);
    let amounts = vec((0..8_usize, 0..8_u32, prop_oneof![1 => -4..=-1_i64, 1 => 1..=4_i64]), 0..=2);
    let members = subsequence(all, least..=candidates.min(3)).prop_shuffle();
    (members, -6..=8_i64, amounts).prop_map(|(members, value, amounts)| SynergyRecipe { members, value, amounts })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::certify::brute_force;
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    #[test]
    fn draws_spread_over_every_kind() {
        let mut runner = TestRunner::deterministic();
        let strategy = problem_recipe();
        let mut seen = std::collections::BTreeMap::<&str, u32>::new();
        for _ in 0..400 {
            let recipe = strategy.new_tree(&mut runner).expect("a draw").current();
            let problem = recipe.build().expect("a sound recipe");
            let mut note = |what: &'static str, is_so: bool| *seen.entry(what).or_default() += u32::from(is_so);
            for candidate in &recipe.candidates {
                note("free", candidate.commitment == Commitment::Free);
                note("mandatory", candidate.commitment == Commitment::Mandatory);
                note("forbidden", candidate.commitment == Commitment::Forbidden);
                note("committed", matches!(candidate.commitment, Commitment::Committed(_)));
                note("two modes", candidate.modes.len() > 1);
            }
            for spec in &recipe.capacities {
                note("carry", spec.carry == Carry::Whole);
                note("carry at most", matches!(spec.carry, Carry::AtMost(_)));
                note("floor", spec.floors.iter().any(Option::is_some));
                note("no bucket", spec.buckets.contains(&None));
            }
            for link in &recipe.links {
                note("requires", matches!(link, Link::Requires { .. }));
                note("excludes", matches!(link, Link::Excludes { .. }));
                if let Link::Timing(timing) = link {
                    note("strict", timing.strictness == Strictness::Strict);
                    note("if both", timing.strictness == Strictness::IfBoth);
                    note("finish to finish", timing.relation == Relation::FinishToFinish);
                    note("negative lag", timing.lag < 0);
                }
            }
            for (_, rule) in &recipe.groups {
                note("at least", matches!(rule, Rule::AtLeast(_)));
                note("at most", matches!(rule, Rule::AtMost(_)));
                note("exactly", matches!(rule, Rule::Exactly(_)));
                note("all or none", *rule == Rule::AllOrNone);
            }
            for quota in &recipe.quotas {
                note("count", quota.measure == Measure::Count);
                note("value", quota.measure == Measure::Value);
                note("amounts", matches!(quota.measure, Measure::Amounts(_)));
                note("share", matches!(quota.hi.or(quota.lo), Some(QuotaLimit::Share { .. })));
                note("reference", quota.reference.is_some());
            }
            for synergy in &recipe.synergies {
                note("synergy gained", synergy.value > 0);
                note("synergy lost", synergy.value < 0);
                note("synergy saves", synergy.amounts.iter().any(|&(.., amount)| amount < 0));
            }
            note("static", recipe.periods == 1);
            let all = brute_force(&problem, 1 << 20).expect("a small problem");
            note("infeasible", all.optimum.is_none());
            note("one plan", all.feasible == 1);
            note("many plans", all.feasible > 10);
            note("worth something", all.optimum.is_some_and(|(_, value)| value > 0));
        }
        for (what, count) in &seen {
            assert!(*count >= 15, "{what}: {count} of 400 draws\n{seen:?}");
        }
        assert_eq!(seen.len(), 32, "{seen:?}");
    }
}
