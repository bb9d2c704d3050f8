//! Laws that hold between a problem and a changed one.

use portefeuille::engine::algorithms::ExactSearch;
use portefeuille::engine::problem::{CandidateIx, Commitment, Link, Rule, SelectionProblem};
use portefeuille::engine::run::{Limits, Outcome, Status, solve};
use portefeuille::testing::engine::{ProblemRecipe, problem_recipe};
use proptest::prelude::*;

fn outcome(problem: &SelectionProblem) -> Outcome {
    let outcome = solve(problem, &ExactSearch::new(), &Limits::default()).expect("an outcome");
    assert!(matches!(outcome.status(), Status::Optimal | Status::Infeasible), "a small problem is solved");
    outcome
}

fn optimum(recipe: &ProblemRecipe) -> Option<i128> {
    outcome(&recipe.build().expect("a sound recipe")).value()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn more_capacity_never_lowers_the_optimum(recipe in problem_recipe(), which in any::<prop::sample::Index>(), more in 1..6_i64) {
        let mut richer = recipe.clone();
        let spec = &mut richer.capacities[which.index(recipe.capacities.len())];
        let bucket = which.index(spec.limits.len());
        spec.limits[bucket] += more;
        prop_assert!(optimum(&richer) >= optimum(&recipe));
    }

    #[test]
    fn an_added_link_never_raises_the_optimum(recipe in problem_recipe(), other in problem_recipe()) {
        let count = recipe.candidates.len();
        let fits = |candidate: CandidateIx| candidate.index() < count;
        let mut tied = recipe.clone();
        let links = other.links.iter().copied();
        tied.links.extend(links.filter(|link: &Link| fits(link.ends().0) && fits(link.ends().1)));
        prop_assert!(optimum(&tied) <= optimum(&recipe));
    }

    #[test]
    fn a_lower_ceiling_never_raises_the_optimum(recipe in problem_recipe(), k in 0..3_u32) {
        let mut tight = recipe.clone();
        tight.groups.push(((0..recipe.candidates.len()).map(CandidateIx::new).collect(), Rule::AtMost(k)));
        prop_assert!(optimum(&tight) <= optimum(&recipe));
    }

    #[test]
    fn the_order_of_candidates_does_not_matter(
        (recipe, order) in problem_recipe().prop_flat_map(|recipe| {
            let order: Vec<_> = (0..recipe.candidates.len()).collect();
            (Just(recipe), Just(order).prop_shuffle())
        })
    ) {
        prop_assert_eq!(optimum(&recipe.permuted(&order)), optimum(&recipe));
    }

    #[test]
    fn a_dropped_loser_changes_nothing(recipe in problem_recipe()) {
        let best = outcome(&recipe.build().expect("a sound recipe"));
        if let Some(plan) = best.best() {
            let mut without = recipe.clone();
            for (candidate, choice) in without.candidates.iter_mut().zip(plan.choices()) {
                if choice.is_none() {
                    candidate.commitment = Commitment::Forbidden;
                }
            }
            prop_assert_eq!(optimum(&without), best.value());
        }
    }

    #[test]
    fn a_committed_winner_changes_nothing(recipe in problem_recipe()) {
        let best = outcome(&recipe.build().expect("a sound recipe"));
        if let Some(plan) = best.best() {
            let mut settled = recipe.clone();
            for (candidate, choice) in settled.candidates.iter_mut().zip(plan.choices()) {
                if let Some(choice) = choice {
                    candidate.commitment = Commitment::Committed(*choice);
                }
            }
            prop_assert_eq!(optimum(&settled), best.value());
        }
    }

    #[test]
    fn values_of_another_scale_keep_the_plan(recipe in problem_recipe(), factor in 2..5_i64) {
        let mut scaled = recipe.clone();
        // A quota on values would not scale with them.
        scaled.quotas.clear();
        let plain = optimum(&scaled);
        for mode in scaled.candidates.iter_mut().flat_map(|candidate| &mut candidate.modes) {
            mode.values.iter_mut().for_each(|value| *value *= factor);
        }
        scaled.synergies.iter_mut().for_each(|synergy| synergy.value *= factor);
        prop_assert_eq!(optimum(&scaled), plain.map(|value| value * i128::from(factor)));
    }
}
