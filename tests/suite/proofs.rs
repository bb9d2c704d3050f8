//! Proofs with derived rows and trees: sound ones accepted and true, mutated ones rejected or still true.

use crate::certificates::{is_true, rows};
use portefeuille::engine::certify::{
    Claim, Derived, Does, Literal, Proof, ProofDraft, ProofFault, RowKey, TreeNode, brute_force, check_proof,
};
use portefeuille::engine::problem::{
    CandidateIx, CapacityIx, CapacitySpec, Choice, Commitment, ModeSpec, ProblemDraft, SelectionProblem,
};
use portefeuille::engine::random::Random;
use portefeuille::testing::engine::selection_problem;
use proptest::prelude::*;
use proptest::strategy::ValueTree;

fn some(keys: &[RowKey], most: i64, random: &mut Random) -> Vec<(RowKey, i64)> {
    let mut list = Vec::new();
    for &key in keys {
        if random.below(3) == 0 {
            list.push((key, random.range(1, most)));
        }
    }
    list.sort_unstable();
    list
}

fn does(problem: &SelectionProblem, candidate: CandidateIx, random: &mut Random) -> Does {
    let options: Vec<Choice> = problem.options(candidate).collect();
    match random.below(6) {
        0 => Does::Out,
        1 if !options.is_empty() => Does::OneOf(options.into_iter().filter(|_| random.below(2) == 0).collect()),
        _ => Does::In,
    }
}

/// A row that follows, found by trying: of literals drawn, the fewest that may be true.
fn derived(problem: &SelectionProblem, draft: &ProofDraft, keys: &[RowKey], random: &mut Random) -> Option<Derived> {
    if random.below(3) == 0 {
        let rows = some(keys, 4, random);
        return Some(Derived::Round { rows, divisor: random.range(1, 5) });
    }
    for _ in 0..8 {
        let rows = if random.below(2) == 0 || keys.is_empty() {
            some(keys, 4, random)
        } else {
            vec![(keys[random.below(keys.len() as u64) as usize], 1)]
        };
        let mut literals = Vec::new();
        for candidate in problem.candidates() {
            if random.below(4) > 0 {
                literals.push(Literal { candidate, does: does(problem, candidate, random) });
            }
        }
        let row = (0..literals.len()).find_map(|most| {
            let row = Derived::AtMost { rows: rows.clone(), literals: literals.clone(), most: most as u32 };
            let tried = draft.clone().derive(row.clone()).leaf(Vec::new()).seal(problem);
            tried.is_ok().then_some(row)
        });
        if row.is_some() {
            return row;
        }
    }
    None
}

/// Every way a candidate can still go, in parts drawn.
fn parts(all: &[Option<Choice>], random: &mut Random) -> Vec<Vec<Option<Choice>>> {
    let mut parts = vec![Vec::new(), Vec::new()];
    for &element in all {
        parts[random.below(2) as usize].push(element);
    }
    parts.retain(|part| !part.is_empty());
    // What is out cannot share a part with what is in: a part is one or the other.
    parts
        .into_iter()
        .flat_map(|part| {
            let (out, within): (Vec<_>, Vec<_>) = part.into_iter().partition(Option::is_none);
            [out, within].into_iter().filter(|half| !half.is_empty())
        })
        .collect()
}

fn named(part: &[Option<Choice>]) -> Does {
    if part[0].is_none() { Does::Out } else { Does::OneOf(part.iter().copied().flatten().collect()) }
}

fn grow(
    mut draft: ProofDraft,
    open: &mut Vec<Vec<Option<Choice>>>,
    keys: &[RowKey],
    depth: u32,
    random: &mut Random,
) -> ProofDraft {
    let wide: Vec<usize> = (0..open.len()).filter(|&block| open[block].len() > 1).collect();
    if depth == 0 || wide.is_empty() || random.below(4) == 0 {
        return draft.leaf(some(keys, 6, random));
    }
    let block = wide[random.below(wide.len() as u64) as usize];
    let before = open[block].clone();
    let parts = parts(&before, random);
    draft = draft.split(CandidateIx::new(block), parts.iter().map(|part| named(part)).collect());
    for part in parts {
        open[block] = part;
        draft = grow(draft, open, keys, depth - 1, random);
    }
    open[block] = before;
    draft
}

fn drawn(problem: &SelectionProblem, random: &mut Random) -> Option<Proof> {
    let mut keys = rows(problem);
    let mut draft = Proof::draft(random.range(1, 6));
    if random.below(3) == 0 {
        let value = brute_force(problem, 1 << 20)?.optimum.map_or(0, |(_, value)| value);
        draft = draft.cutoff(value - i128::from(random.range(0, 3)));
        keys.push(RowKey::Cutoff);
    }
    for at in 0..random.below(3) as u32 {
        if let Some(row) = derived(problem, &draft, &keys, random) {
            draft = draft.derive(row);
            keys.push(RowKey::Derived { at });
        } else {
            break;
        }
    }
    let mut open: Vec<Vec<Option<Choice>>> = problem
        .candidates()
        .map(|c| problem.may_stay_out(c).then_some(None).into_iter().chain(problem.options(c).map(Some)).collect())
        .collect();
    if open.iter().any(Vec::is_empty) {
        return None;
    }
    grow(draft, &mut open, &keys, 3, random).seal(problem).ok()
}

fn mutated(proof: &Proof, random: &mut Random) -> Proof {
    let mut proof = proof.clone();
    let step = if random.below(2) == 0 { 1_i64 } else { -1 };
    let node = random.below(proof.tree.len().max(1) as u64) as usize;
    let row = random.below(proof.derived.len().max(1) as u64) as usize;
    match random.below(12) {
        0 => proof.claim = proof.claim.bound().map_or(Claim::Bound(0), |bound| Claim::Bound(bound + i128::from(step))),
        1 => proof.claim = Claim::NoPlan,
        2 => proof.scale += step,
        3 => proof.cutoff = proof.cutoff.map(|cutoff| cutoff + i128::from(step)),
        4 => {
            if let Some(TreeNode::Leaf { total, .. }) = proof.tree.get_mut(node) {
                *total += i128::from(step);
            }
        }
        5 => {
            if let Some(TreeNode::Leaf { excludes, .. }) = proof.tree.get_mut(node) {
                *excludes = !*excludes;
            }
        }
        6 => {
            if let Some(TreeNode::Split { parts, .. }) = proof.tree.get_mut(node) {
                parts.pop();
            }
        }
        7 => {
            if let Some(TreeNode::Split { parts, .. }) = proof.tree.get_mut(node)
                && let Some(first) = parts.first().cloned()
            {
                parts.push(first);
            }
        }
        8 => {
            proof.tree.truncate(node);
        }
        9 => match proof.derived.get_mut(row) {
            Some(Derived::AtMost { most, .. }) => *most = most.wrapping_sub(1),
            Some(Derived::Round { divisor, .. }) => *divisor += step,
            _ => {}
        },
        10 => match proof.derived.get_mut(row) {
            Some(Derived::AtMost { literals, .. }) => literals.extend(literals.first().cloned()),
            Some(Derived::Round { rows, .. }) => rows.push((RowKey::Derived { at: row as u32 }, 1)),
            _ => {}
        },
        _ => {
            let list = random.below(proof.multipliers.len().max(1) as u64) as usize;
            if let Some(entry) = proof.multipliers.get_mut(list).and_then(|list| list.last_mut()) {
                entry.1 += step;
            }
        }
    }
    proof
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn what_a_proof_claims_is_true(problem in selection_problem(), seed in any::<u64>()) {
        let mut random = Random::new(seed);
        if let Some(proof) = drawn(&problem, &mut random) {
            prop_assert_eq!(check_proof(&problem, &proof), Ok(proof.claim));
            prop_assert!(is_true(&problem, proof.claim), "{:?}", proof);
        }
    }

    #[test]
    fn a_mutated_proof_is_rejected_or_still_true(problem in selection_problem(), seed in any::<u64>()) {
        let mut random = Random::new(seed);
        if let Some(proof) = drawn(&problem, &mut random) {
            for _ in 0..6 {
                let changed = mutated(&proof, &mut random);
                if let Ok(claim) = check_proof(&problem, &changed) {
                    prop_assert!(is_true(&problem, claim), "{:?} of {:?}", changed, proof);
                }
            }
        }
    }
}

/// Four projects of value 7 and cost 6 in a budget of 13: two of them fit.
fn four() -> (SelectionProblem, RowKey) {
    let mut draft = ProblemDraft::new(1);
    let budget = draft.capacity(CapacitySpec::whole(1, 13));
    for _ in 0..4 {
        let project = draft.candidate(Commitment::Free);
        let mode = draft.mode(project, ModeSpec::fixed(7));
        draft.amount(mode, budget, 0, 6);
    }
    (draft.build().expect("a sound draft"), RowKey::Cap { capacity: CapacityIx::new(0), from: 0, to: 0 })
}

fn within(literals: usize) -> Vec<Literal> {
    (0..literals).map(|c| Literal { candidate: CandidateIx::new(c), does: Does::In }).collect()
}

#[test]
fn a_cardinality_row_closes_what_a_price_does_not() {
    let (problem, limit) = four();
    let price = Proof::draft(6).leaf(vec![(limit, 7)]).seal(&problem).expect("a proof");
    assert_eq!(price.claim, Claim::Bound(14));
    let loose = Proof::draft(1).leaf(vec![(limit, 1)]).seal(&problem).expect("a proof");
    assert_eq!(loose.claim, Claim::Bound(14), "values add up to multiples of 7");
    let one = |most| Derived::AtMost { rows: vec![(limit, 1)], literals: within(4), most };
    let proof = |most| Proof::draft(1).derive(one(most)).leaf(vec![(RowKey::Derived { at: 0 }, 7)]).seal(&problem);
    assert_eq!(proof(2).expect("two fit").claim, Claim::Bound(14));
    assert_eq!(proof(1), Err(ProofFault::DoesNotFollow { at: 0, least: 12, right: 13 }));
    assert_eq!(proof(4), Err(ProofFault::Most { at: 0, most: 4, literals: 4 }));
    // Divided by 6 and rounded down, the budget is the same row.
    let round = Derived::Round { rows: vec![(limit, 1)], divisor: 6 };
    let proof = Proof::draft(1).derive(round).leaf(vec![(RowKey::Derived { at: 0 }, 7)]).seal(&problem);
    assert_eq!(proof.expect("it follows").claim, Claim::Bound(14));
}

#[test]
fn a_cutoff_excludes_what_is_no_better() {
    let (problem, limit) = four();
    // No plan is worth more than 14: with at most two in, none reaches 15.
    let two = Derived::AtMost { rows: vec![(limit, 1)], literals: within(4), most: 2 };
    let draft = Proof::draft(1).cutoff(14).derive(two);
    let proof = draft.void(vec![(RowKey::Cutoff, 1), (RowKey::Derived { at: 0 }, 7)]).seal(&problem).expect("a proof");
    assert_eq!((proof.claim, check_proof(&problem, &proof)), (Claim::Bound(14), Ok(Claim::Bound(14))));
    // A claim that leaves the cutoff out of account is another one.
    let lower = Proof { claim: Claim::NoPlan, ..proof.clone() };
    assert!(matches!(check_proof(&problem, &lower), Err(ProofFault::Claim { .. })));
    let missing = Proof { cutoff: None, ..proof };
    assert!(check_proof(&problem, &missing).is_err());
}

#[test]
fn a_tree_splits_all_that_a_candidate_can_do_once() {
    let (problem, limit) = four();
    let first = CandidateIx::new(0);
    let halves = |parts: Vec<Does>| {
        let draft = Proof::draft(1).split(first, parts.clone());
        parts.iter().fold(draft, |draft, _| draft.leaf(vec![(limit, 1)])).seal(&problem)
    };
    assert_eq!(halves(vec![Does::Out, Does::In]).expect("both").claim, Claim::Bound(14));
    let fault = Err(ProofFault::Parts { node: 0, candidate: first });
    for parts in [vec![Does::In], vec![Does::In, Does::In, Does::Out], vec![Does::Out, Does::OneOf(Vec::new())]] {
        assert_eq!(halves(parts), fault);
    }
    assert_eq!(halves(vec![Does::Out, Does::OneOf(vec![Choice::new(0, 1)])]), fault);
    let foreign = Proof::draft(1).split(CandidateIx::new(9), vec![Does::In, Does::Out]).leaf(Vec::new());
    assert!(matches!(foreign.seal(&problem), Err(ProofFault::Parts { .. })));
    // A tree that ends too early, goes on too long, or is not there.
    let early = Proof::draft(1).split(first, vec![Does::Out, Does::In]).leaf(Vec::new());
    let late = Proof::draft(1).leaf(Vec::new()).leaf(Vec::new());
    for draft in [early, late, Proof::draft(1)] {
        assert!(matches!(draft.seal(&problem), Err(ProofFault::Shape { .. })));
    }
    // Splitting what is split already is splitting what is left of it.
    let again = Proof::draft(1).split(first, vec![Does::Out, Does::In]).leaf(Vec::new()).split(first, vec![Does::In]);
    assert!(again.leaf(Vec::new()).seal(&problem).is_ok());
}

#[test]
fn drawn_proofs_are_of_every_kind() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut random = Random::new(7);
    let mut seen = std::collections::BTreeMap::<&str, u32>::new();
    for _ in 0..400 {
        let problem = selection_problem().new_tree(&mut runner).expect("a draw").current();
        let Some(proof) = drawn(&problem, &mut random) else { continue };
        let mut note = |what: &'static str, is_so: bool| *seen.entry(what).or_default() += u32::from(is_so);
        note("cutoff", proof.cutoff.is_some());
        note("at most", proof.derived.iter().any(|row| matches!(row, Derived::AtMost { .. })));
        note("round", proof.derived.iter().any(|row| matches!(row, Derived::Round { .. })));
        note(
            "of a derived row",
            proof.derived.iter().any(|row| matches!(row.rows().last(), Some((RowKey::Derived { .. }, _)))),
        );
        note("one leaf", proof.tree.len() == 1);
        note("a tree", proof.tree.len() > 4);
        note(
            "a split in parts",
            proof.tree.iter().any(|n| matches!(n, TreeNode::Split { parts, .. } if parts.len() > 2)),
        );
    }
    assert!(seen.len() == 7 && seen.values().all(|&count| count >= 8), "{seen:?}");
}
