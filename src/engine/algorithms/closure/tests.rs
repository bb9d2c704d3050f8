use super::*;
use crate::engine::certify::{Claim, brute_force, check_certificate};
use crate::engine::problem::{Choice, Commitment, ModeSpec, ProblemDraft, Relation, Timing};
use crate::engine::random::Random;
use crate::engine::run::{Evidence, Limits, Status, solve};
use proptest::collection::vec;
use proptest::prelude::*;

fn onward(_: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// The most that a closed set weighs, by trying every set.
fn every_set(weights: &[i64], links: &[(u32, u32)]) -> i128 {
    let closed = |set: u32| links.iter().all(|&(one, other)| set >> one & 1 <= set >> other & 1);
    let weight = |set: u32| {
        let inside = weights.iter().enumerate().filter(|&(node, _)| set >> node & 1 == 1);
        inside.map(|(_, &weight)| i128::from(weight)).sum::<i128>()
    };
    (0..1 << weights.len()).filter(|&set| closed(set)).map(weight).max().unwrap_or(0)
}

/// Checks what a network says against the links and weights alone.
fn judge(network: &ClosureNetwork, weights: &[i64], links: &[(u32, u32)]) -> Result<(), TestCaseError> {
    let inside = network.closure();
    prop_assert!(links.iter().all(|&(one, other)| !inside[one as usize] || inside[other as usize]));
    let value: i128 = weights.iter().zip(&inside).filter(|(_, inside)| **inside).map(|(&w, _)| i128::from(w)).sum();
    prop_assert_eq!(value, network.value());
    prop_assert!(value <= network.bound());
    let mut excess: Vec<i128> = weights.iter().map(|&weight| i128::from(weight)).collect();
    for (&(one, other), &flow) in links.iter().zip(network.flow()) {
        prop_assert!(flow >= 0);
        excess[one as usize] -= i128::from(flow);
        excess[other as usize] += i128::from(flow);
    }
    prop_assert_eq!(excess.iter().map(|&excess| excess.max(0)).sum::<i128>(), network.bound());
    Ok(())
}

fn graph() -> impl Strategy<Value = (Vec<i64>, Vec<i64>, Vec<(u32, u32)>)> {
    (1..=10_usize).prop_flat_map(|nodes| {
        let weights = vec(-12..=12_i64, nodes);
        let link = (0..nodes as u32, 0..nodes as u32);
        (weights.clone(), weights, vec(link, 0..=2 * nodes))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn no_closed_set_weighs_more((weights, others, links) in graph(), patience in 0..4_u64) {
        let mut network = ClosureNetwork::new(weights.len(), &links).expect("a small graph");
        prop_assert_eq!(network.solve(&weights, &mut onward), Ok(ControlFlow::Continue(())));
        judge(&network, &weights, &links)?;
        prop_assert_eq!((network.value(), network.bound()), (every_set(&weights, &links), every_set(&weights, &links)));
        // Again from the flow that is there, once broken off.
        let mut left = patience;
        let mut brief = |_| match left.checked_sub(1) {
            Some(less) => {
                left = less;
                ControlFlow::Continue(())
            }
            None => ControlFlow::Break(()),
        };
        let _ = network.solve(&others, &mut brief).expect("within range");
        judge(&network, &others, &links)?;
        prop_assert_eq!(network.solve(&others, &mut onward), Ok(ControlFlow::Continue(())));
        judge(&network, &others, &links)?;
        prop_assert_eq!((network.value(), network.bound()), (every_set(&others, &links), every_set(&others, &links)));
    }

    #[test]
    fn commitments_and_cycles_are_proved(
        (weights, _, links) in graph(),
        settled in vec(0..8_u8, 10),
        strict in vec(any::<bool>(), 20),
    ) {
        let mut draft = ProblemDraft::new(1);
        let candidates: Vec<_> = weights.iter().zip(&settled).map(|(&value, settled)| {
            let candidate = draft.candidate(match settled {
                0 => Commitment::Mandatory,
                1 => Commitment::Forbidden,
                2 => Commitment::Committed(Choice::new(0, 0)),
                _ => Commitment::Free,
            });
            // Some have no option at all.
            if *settled != 3 {
                draft.mode(candidate, ModeSpec::fixed(value));
            }
            candidate
        }).collect();
        for (&(one, other), &strict) in links.iter().zip(&strict).filter(|((one, other), _)| one != other) {
            let (successor, predecessor) = (candidates[one as usize], candidates[other as usize]);
            if strict {
                let (relation, strictness) = (Relation::StartToStart, Strictness::Strict);
                draft.timing(Timing { predecessor, successor, relation, lag: 0, strictness });
            } else {
                draft.requires(successor, predecessor);
            }
        }
        let problem = draft.build().expect("a small problem");
        let all = brute_force(&problem, 1 << 12).expect("a small problem");
        let outcome = solve(&problem, &MaximumClosure::new(), &Limits::default()).expect("an outcome");
        prop_assert_eq!(outcome.value(), all.optimum.as_ref().map(|(_, value)| *value));
        let expected = if all.optimum.is_some() { Status::Optimal } else { Status::Infeasible };
        prop_assert_eq!((outcome.status(), outcome.evidence()), (expected, Some(Evidence::Certificate)));
        let certificate = outcome.certificate().expect("the flow");
        prop_assert_eq!(check_certificate(&problem, certificate), Ok(certificate.claim()));
        prop_assert_eq!(outcome.value(), certificate.claim().bound());
    }
}

/// Layers of nodes, each requiring some of the layer below: the shape of a pit.
fn layers(layers: u32, width: u32, random: &mut Random) -> (Vec<i64>, Vec<(u32, u32)>) {
    let mut links = Vec::new();
    for layer in 1..layers {
        for place in 0..width {
            for off in 0..5 {
                links.push((layer * width + place, (layer - 1) * width + (place + off) % width));
            }
        }
    }
    let weights = (0..layers * width).map(|node| {
        let deep = i64::from(node / width);
        random.range(-1_000, 1_000) + 12 * deep - 150
    });
    (weights.collect(), links)
}

#[test]
fn large_graphs_are_solved_and_solved_again() {
    let (weights, links) = layers(40, 200, &mut Random::new(3));
    let mut network = ClosureNetwork::new(weights.len(), &links).expect("within range");
    assert_eq!(network.solve(&weights, &mut onward), Ok(ControlFlow::Continue(())));
    let first = network.value();
    assert!(first > 0 && network.closure().contains(&false));
    assert_eq!(first, network.bound());
    let mut dearer = weights.clone();
    for weight in dearer.iter_mut().step_by(3) {
        *weight -= 40;
    }
    let mut steps = 0;
    let mut count = |taken| {
        steps += taken;
        ControlFlow::Continue(())
    };
    assert_eq!(network.solve(&dearer, &mut count), Ok(ControlFlow::Continue(())));
    assert_eq!(network.value(), network.bound());
    let mut fresh = ClosureNetwork::new(dearer.len(), &links).expect("within range");
    assert_eq!(fresh.solve(&dearer, &mut onward), Ok(ControlFlow::Continue(())));
    assert_eq!((network.value(), network.closure()), (fresh.value(), fresh.closure()));
    assert!(network.value() < first);
}

#[test]
fn what_a_network_cannot_hold_is_refused() {
    let unknown = ClosureNetwork::new(2, &[(0, 1), (1, 2)]).map(|network| network.len());
    assert_eq!(unknown, Err(ClosureError::UnknownNode { link: 1, node: 2, nodes: 2 }));
    let mut network = ClosureNetwork::new(2, &[(0, 1)]).expect("a small graph");
    assert_eq!(network.solve(&[1], &mut onward), Err(ClosureError::Weights { expected: 2, found: 1 }));
    assert_eq!(network.solve(&[i64::MAX, 1], &mut onward), Err(ClosureError::Overflow));
    assert_eq!(network.solve(&[i64::MIN, 1], &mut onward), Err(ClosureError::Overflow));
    // Nothing of that is kept.
    assert_eq!(network.solve(&[3, -2], &mut onward), Ok(ControlFlow::Continue(())));
    assert_eq!(network.value(), 1);
}

#[test]
fn a_way_from_must_to_cannot_is_the_proof() {
    let mut draft = ProblemDraft::new(1);
    let settled = [Commitment::Mandatory, Commitment::Free, Commitment::Forbidden];
    let [one, two, three] = settled.map(|settled| {
        let candidate = draft.candidate(settled);
        draft.mode(candidate, ModeSpec::fixed(1));
        candidate
    });
    draft.requires(one, two);
    draft.requires(two, three);
    let problem = draft.build().expect("a small problem");
    let outcome = solve(&problem, &MaximumClosure::new(), &Limits::default()).expect("an outcome");
    assert_eq!(outcome.status(), Status::Infeasible);
    let certificate = outcome.certificate().expect("a proof");
    assert_eq!((certificate.claim(), certificate.multipliers().len()), (Claim::NoPlan, 2));
}
