//! Certificates: valid ones accepted, mutated ones rejected or still true.

use portefeuille::engine::algorithms::ExactSearch;
use portefeuille::engine::certify::{
    Certificate, CertificateFault, Claim, GroupRow, RowKey, Side, SynergyRow, brute_force, check_certificate,
    check_plan,
};
use portefeuille::engine::problem::{
    CandidateIx, CapacityIx, CapacitySpec, Carry, Choice, Commitment, GroupIx, Link, LinkIx, Measure, ModeIx, ModeSpec,
    Plan, ProblemDraft, QuotaIx, QuotaSpec, Relation, Rule, SelectionProblem, Strictness, SynergyIx, Timing,
};
use portefeuille::engine::random::Random;
use portefeuille::engine::run::{Evidence, Limits, Run, Solver, Status, Stop, StopReason, solve};
use portefeuille::testing::engine::selection_problem;
use proptest::prelude::*;

/// Every row of a small problem; of timing links, those at dates that can matter.
pub(crate) fn rows(problem: &SelectionProblem) -> Vec<RowKey> {
    let mut keys = Vec::new();
    for capacity in problem.capacities() {
        for (to, floor) in (0..).zip(problem.floors(capacity)) {
            let from = match problem.carry(capacity) {
                Carry::None => to..=to,
                Carry::Whole => 0..=0,
                _ => 0..=to,
            };
            keys.extend(from.map(|from| RowKey::Cap { capacity, from, to }));
            keys.extend(floor.map(|_| RowKey::Floor { capacity, bucket: to }));
        }
    }
    for (at, link) in problem.links().iter().enumerate() {
        let ix = LinkIx::new(at);
        keys.extend(link.requirement().map(|_| RowKey::Requires { link: ix }));
        match link {
            Link::Excludes { .. } => keys.push(RowKey::Excludes { link: ix }),
            Link::Timing(_) => keys.extend((-5..12).map(|theta| RowKey::Timing { link: ix, theta })),
            _ => {}
        }
    }
    for group in problem.groups() {
        let key = |row| RowKey::Group { group, row };
        let view = problem.group(group);
        match view.rule {
            Rule::AtMost(_) => keys.push(key(GroupRow::Hi)),
            Rule::AtLeast(_) => keys.push(key(GroupRow::Lo)),
            Rule::Exactly(_) => keys.extend([key(GroupRow::Hi), key(GroupRow::Lo)]),
            Rule::AllOrNone => keys.extend((0..view.members.len()).map(|t| key(GroupRow::Cyclic(t as u32)))),
            _ => {}
        }
    }
    for quota in problem.quotas() {
        let view = problem.quota(quota);
        keys.extend(view.hi.map(|_| RowKey::Quota { quota, side: Side::Hi }));
        keys.extend(view.lo.map(|_| RowKey::Quota { quota, side: Side::Lo }));
    }
    for synergy in problem.synergies() {
        let key = |row| RowKey::Synergy { synergy, row };
        let members = 0..problem.synergy(synergy).members.len();
        keys.extend(members.map(|t| key(SynergyRow::Member(t as u32))).chain([key(SynergyRow::All)]));
    }
    keys.sort_unstable();
    keys
}

/// Both sides of a row for a plan, straight from the definition.
fn sides(problem: &SelectionProblem, plan: &Plan, key: RowKey) -> (i128, i128) {
    let is_in = |candidate: &CandidateIx| plan.choice(*candidate).is_some();
    let gained = problem.synergies().map(|ix| problem.synergy(ix).members.iter().all(is_in));
    sides_of(problem, plan, &gained.collect::<Vec<_>>(), key)
}

/// Both sides of a row for a plan and for the synergies said to be gained.
fn sides_of(problem: &SelectionProblem, plan: &Plan, gained: &[bool], key: RowKey) -> (i128, i128) {
    let chosen = |candidate: CandidateIx| -> Option<(ModeIx, i32)> {
        plan.choice(candidate).and_then(|choice| Some((problem.mode(candidate, choice)?, choice.start)))
    };
    let is_in = |candidate: CandidateIx| i128::from(chosen(candidate).is_some());
    let used = |capacity: CapacityIx, bucket: u32| -> i128 {
        let selected = problem.candidates().filter_map(chosen);
        let amounts = selected.flat_map(|(mode, start)| {
            let runs = problem.profile(mode).filter(|run| run.capacity == capacity);
            runs.flat_map(move |run| {
                (0..).zip(run.amounts).map(move |(q, &amount)| (i64::from(start) + i64::from(run.offset) + q, amount))
            })
        });
        let counts = |&(period, _): &(i64, i64)| {
            u32::try_from(period).is_ok_and(|period| problem.bucket(capacity, period) == Some(bucket))
        };
        let of_candidates: i128 = amounts.filter(counts).map(|(_, amount)| i128::from(amount)).sum();
        let row = problem.row(capacity, bucket);
        let synergies = problem.synergies().filter(|ix| gained[ix.index()]).flat_map(|ix| problem.synergy(ix).uses);
        of_candidates + synergies.filter(|taken| taken.row == row).map(|taken| taken.amount).sum::<i128>()
    };
    match key {
        RowKey::Cap { capacity, from, to } => (
            (from..=to).map(|bucket| used(capacity, bucket)).sum(),
            (from..=to).map(|bucket| i128::from(problem.limits(capacity)[bucket as usize])).sum::<i128>()
                + match problem.carry(capacity) {
                    Carry::AtMost(most) if from > 0 => i128::from(most),
                    _ => 0,
                },
        ),
        RowKey::Floor { capacity, bucket } => {
            let floor = problem.floors(capacity)[bucket as usize].expect("a floor");
            (-used(capacity, bucket), -i128::from(floor))
        }
        RowKey::Requires { link } => {
            let (dependent, prerequisite) = problem.link(link).requirement().expect("a requirement");
            (is_in(dependent) - is_in(prerequisite), 0)
        }
        RowKey::Excludes { link } => {
            let (one, other) = problem.link(link).ends();
            (is_in(one) + is_in(other), 1)
        }
        RowKey::Timing { link, theta } => {
            let Link::Timing(timing) = problem.link(link) else { panic!("a timing link") };
            let date = |(mode, start): (ModeIx, i32), by_finish: bool| {
                i64::from(start) + if by_finish { i64::from(problem.duration(mode)) } else { 0 }
            };
            let after = chosen(timing.successor).map(|choice| date(choice, timing.relation.successor_by_finish()));
            let before = chosen(timing.predecessor).map(|choice| date(choice, timing.relation.predecessor_by_finish()));
            let early = i128::from(after.is_some_and(|date| date < theta + i64::from(timing.lag)));
            match timing.strictness {
                Strictness::Strict => (early - i128::from(before.is_some_and(|date| date < theta)), 0),
                Strictness::IfBoth => (early + i128::from(before.is_some_and(|date| date >= theta)), 1),
            }
        }
        RowKey::Group { group, row } => {
            let view = problem.group(group);
            let count: i128 = view.members.iter().map(|&member| is_in(member)).sum();
            match (row, view.rule) {
                (GroupRow::Hi, Rule::AtMost(k) | Rule::Exactly(k)) => (count, i128::from(k)),
                (GroupRow::Lo, Rule::AtLeast(k) | Rule::Exactly(k)) => (-count, -i128::from(k)),
                (GroupRow::Cyclic(t), Rule::AllOrNone) => {
                    let next = view.members[(t as usize + 1) % view.members.len()];
                    (is_in(view.members[t as usize]) - is_in(next), 0)
                }
                other => panic!("no such row: {other:?}"),
            }
        }
        RowKey::Quota { quota, side } => {
            let view = problem.quota(quota);
            let measure = |candidate: &CandidateIx| -> i128 {
                let Some((mode, start)) = chosen(*candidate) else { return 0 };
                match view.measure {
                    Measure::Count => 1,
                    Measure::Value => i128::from(problem.value(mode, start)),
                    Measure::Amounts(list) => {
                        let alone = Plan::new(
                            problem.candidates().map(|c| plan.choice(c).filter(|_| c == *candidate)).collect(),
                        );
                        let usage = portefeuille::engine::certify::usage(problem, &alone);
                        list.iter().map(|&(capacity, bucket)| usage.of(problem, capacity, bucket)).sum()
                    }
                    other => panic!("an unknown measure: {other:?}"),
                }
            };
            let (sign, limit) = match side {
                Side::Hi => (1, view.hi),
                Side::Lo => (-1, view.lo),
            };
            let (member, share, right) = limit.expect("a side").factors();
            let (members, reference): (i128, i128) =
                (view.members.iter().map(measure).sum(), view.reference.iter().map(measure).sum());
            (sign * (i128::from(member) * members - i128::from(share) * reference), sign * i128::from(right))
        }
        RowKey::Synergy { synergy, row } => {
            let members = problem.synergy(synergy).members;
            let sigma = i128::from(gained[synergy.index()]);
            match row {
                SynergyRow::Member(t) => (sigma - is_in(members[t as usize]), 0),
                SynergyRow::All => {
                    (members.iter().map(|&member| is_in(member)).sum::<i128>() - sigma, members.len() as i128 - 1)
                }
                other => panic!("no such row: {other:?}"),
            }
        }
        other => panic!("an unknown row: {other:?}"),
    }
}

/// A plan of options, drawn.
fn drawn(problem: &SelectionProblem, random: &mut Random) -> Plan {
    let draw = |candidate: CandidateIx, random: &mut Random| {
        let options: Vec<_> = problem.options(candidate).collect();
        let out = u64::from(problem.may_stay_out(candidate));
        let drawn = random.below(options.len() as u64 + out);
        options.get(drawn as usize).copied()
    };
    Plan::new(problem.candidates().map(|candidate| draw(candidate, random)).collect())
}

fn multipliers(problem: &SelectionProblem, random: &mut Random) -> Vec<(RowKey, i64)> {
    let density = random.below(4);
    let mut list = Vec::new();
    for key in rows(problem) {
        if random.below(4) <= density {
            list.push((key, random.range(0, 9)));
        }
    }
    list
}

/// Whether what a certificate claims is so.
pub(crate) fn is_true(problem: &SelectionProblem, claim: Claim) -> bool {
    let best = brute_force(problem, 1 << 20).expect("a small problem").optimum.map(|(_, value)| value);
    match claim.bound() {
        Some(bound) => best.is_none_or(|best| best <= bound),
        None => best.is_none(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn the_rows_hold_exactly_where_the_checker_says(problem in selection_problem(), seed in any::<u64>()) {
        let mut random = Random::new(seed);
        let plan = drawn(&problem, &mut random);
        let report = check_plan(&problem, &plan);
        let broken: Vec<_> = rows(&problem)
            .into_iter()
            .filter(|&key| {
                let (left, right) = sides(&problem, &plan, key);
                left > right
            })
            .collect();
        let missing = problem.candidates().any(|c| plan.choice(c).is_none() && !problem.may_stay_out(c));
        prop_assert_eq!(report.is_feasible(), broken.is_empty() && !missing, "{:?} {:?}", report, broken);
        // Every row the checker names is broken, by as much as it says.
        for violation in report.violations() {
            if let portefeuille::engine::certify::Violation::Row { key, left, right } = *violation {
                prop_assert_eq!(sides(&problem, &plan, key), (left, right));
                prop_assert!(broken.contains(&key));
            }
        }
    }

    #[test]
    fn sealed_claims_are_true_and_accepted(problem in selection_problem(), seed in any::<u64>()) {
        let mut random = Random::new(seed);
        let scale = random.range(1, 12);
        let certificate = Certificate::seal(&problem, scale, multipliers(&problem, &mut random)).expect("small numbers");
        prop_assert_eq!(check_certificate(&problem, &certificate), Ok(certificate.claim()));
        prop_assert!(is_true(&problem, certificate.claim()), "{:?}", certificate);
        match Certificate::seal_no_plan(&problem, multipliers(&problem, &mut random)) {
            Ok(void) => {
                prop_assert_eq!(check_certificate(&problem, &void), Ok(void.claim()));
                prop_assert!(is_true(&problem, void.claim()), "{:?}", void);
            }
            Err(fault) => {
                let not_void = matches!(fault, CertificateFault::NotVoid { total } if total >= 0);
                prop_assert!(not_void, "{}", fault);
            }
        }
    }

    #[test]
    fn totals_add_up_the_largest_parts(problem in selection_problem(), seed in any::<u64>()) {
        let mut random = Random::new(seed);
        let scale = random.range(1, 5);
        let certificate = Certificate::seal(&problem, scale, multipliers(&problem, &mut random)).expect("small numbers");
        if certificate.claim().bound().is_some() {
            // Rows are separable and 0 where nothing is in, so a candidate alone in a plan shows its part.
            let nothing = Plan::empty(problem.candidate_count());
            let list = certificate.multipliers();
            let price = |plan: &Plan| -> i128 {
                list.iter().map(|&(key, n)| i128::from(n) * sides(&problem, plan, key).0).sum()
            };
            let right: i128 = list.iter().map(|&(key, n)| i128::from(n) * sides(&problem, &nothing, key).1).sum();
            let largest = |candidate: CandidateIx| -> i128 {
                let parts = problem.options(candidate).map(|choice| {
                    let mut alone = nothing.clone();
                    alone.set(candidate, Some(choice));
                    let mode = problem.mode(candidate, choice).expect("an option's mode");
                    i128::from(scale) * i128::from(problem.value(mode, choice.start)) - price(&alone)
                });
                let out = problem.may_stay_out(candidate).then_some(0);
                parts.chain(out).max().expect("no empty block")
            };
            // And so is a synergy, gained by itself.
            let gain = |synergy: usize| -> i128 {
                let gained: Vec<bool> = problem.synergies().map(|ix| ix.index() == synergy).collect();
                let value = i128::from(problem.synergy(SynergyIx::new(synergy)).value);
                let sides = list.iter().map(|&(key, n)| i128::from(n) * sides_of(&problem, &nothing, &gained, key).0);
                (i128::from(scale) * value - sides.sum::<i128>()).max(0)
            };
            let gains: i128 = (0..problem.synergies().len()).map(gain).sum();
            prop_assert_eq!(certificate.total(), right + problem.candidates().map(largest).sum::<i128>() + gains);
        }
    }

    #[test]
    fn a_mutation_is_rejected_or_still_true(problem in selection_problem(), seed in any::<u64>()) {
        let mut random = Random::new(seed);
        let list = multipliers(&problem, &mut random);
        let sealed = Certificate::seal(&problem, random.range(1, 4), list).expect("small numbers");
        let all = rows(&problem);
        for _ in 0..6 {
            let (mut claim, mut scale, mut total) = (sealed.claim(), sealed.scale(), sealed.total());
            let mut list = sealed.multipliers().to_vec();
            let at = random.below(list.len().max(1) as u64) as usize;
            let step = if random.below(2) == 0 { 1 } else { -1 };
            match random.below(9) {
                0 => claim = claim.bound().map_or(claim, |bound| Claim::Bound(bound + i128::from(step))),
                1 => total += i128::from(step),
                2 => scale += step,
                3 => list.get_mut(at).into_iter().for_each(|entry| entry.1 += step),
                4 if !list.is_empty() => drop(list.remove(at)),
                5 if !list.is_empty() => list.insert(at, list[at]),
                6 if !all.is_empty() => {
                    let key = all[random.below(all.len() as u64) as usize];
                    list.get_mut(at).into_iter().for_each(|entry| entry.0 = key);
                }
                7 if at > 0 => list.swap(at - 1, at),
                _ => claim = Claim::NoPlan,
            }
            let mutant = Certificate::from_parts(claim, scale, list, total);
            if let Ok(accepted) = check_certificate(&problem, &mutant) {
                prop_assert!(is_true(&problem, accepted), "{:?} became {:?}", sealed, mutant);
            }
        }
    }
}

/// A problem with one row of every kind.
fn problem() -> SelectionProblem {
    let mut draft = ProblemDraft::new(3);
    let cash = draft.capacity(CapacitySpec::per_period(vec![7, 8, 9]).floors(vec![Some(0), None, None]));
    let fund = draft.capacity(CapacitySpec::per_period(vec![7, 8, 9]).carry(Carry::Whole));
    let candidates: Vec<_> = (0..4)
        .map(|i| {
            let candidate = draft.candidate(if i == 3 { Commitment::Mandatory } else { Commitment::Free });
            let mode = draft.mode(candidate, ModeSpec::new(1, 0..=2, 2 * (5 - i)));
            draft.amount(mode, cash, 0, 4);
            draft.amount(mode, fund, 0, 3);
            candidate
        })
        .collect();
    draft.requires(candidates[0], candidates[1]);
    draft.excludes(candidates[1], candidates[2]);
    draft.timing(Timing {
        predecessor: candidates[1],
        successor: candidates[3],
        relation: Relation::FinishToStart,
        lag: 0,
        strictness: Strictness::IfBoth,
    });
    draft.group(&candidates, Rule::AtMost(3));
    draft.group(&candidates[..2], Rule::AllOrNone);
    draft.quota(QuotaSpec::new(&candidates, Measure::Value).hi(30));
    draft.build().expect("a sound draft")
}

fn cap(bucket: u32) -> RowKey {
    RowKey::Cap { capacity: CapacityIx::new(0), from: bucket, to: bucket }
}

fn sealed() -> Certificate {
    Certificate::seal(&problem(), 4, [(cap(1), 2), (cap(0), 1), (RowKey::Requires { link: LinkIx::new(0) }, 3)])
        .expect("a certificate")
}

fn fault(claim: Claim, scale: i64, multipliers: Vec<(RowKey, i64)>, total: i128) -> CertificateFault {
    let certificate = Certificate::from_parts(claim, scale, multipliers, total);
    check_certificate(&problem(), &certificate).expect_err("a mutation")
}

#[test]
fn stated_totals_and_bounds_are_compared_for_equality() {
    let good = sealed();
    let bound = good.claim().bound().expect("a bound");
    assert_eq!(check_certificate(&problem(), &good), Ok(good.claim()));
    for wrong in [bound - 1, bound + 1] {
        let fault = fault(Claim::Bound(wrong), 4, good.multipliers().to_vec(), good.total());
        assert_eq!(fault, CertificateFault::Bound { stated: wrong, computed: bound });
    }
    for wrong in [good.total() - 1, good.total() + 1] {
        let fault = fault(good.claim(), 4, good.multipliers().to_vec(), wrong);
        assert_eq!(fault, CertificateFault::Total { stated: wrong, computed: good.total() });
    }
}

#[test]
fn scales_and_multipliers_stay_in_range() {
    let good = sealed();
    for scale in [0, -4, (1 << 60) + 1, i64::MIN] {
        let fault = fault(good.claim(), scale, good.multipliers().to_vec(), good.total());
        assert!(matches!(fault, CertificateFault::Scale { .. }), "{fault}");
        assert!(Certificate::seal(&problem(), scale, []).is_err());
    }
    for multiplier in [0, -1, 1 << 62, i64::MIN] {
        let mut list = good.multipliers().to_vec();
        list[1].1 = multiplier;
        let fault = fault(good.claim(), 4, list, good.total());
        assert!(matches!(fault, CertificateFault::Multiplier { .. }), "{fault}");
    }
}

#[test]
fn rows_come_once_and_in_order() {
    let good = sealed();
    let mut repeated = good.multipliers().to_vec();
    repeated.insert(1, repeated[1]);
    let mut swapped = good.multipliers().to_vec();
    swapped.swap(0, 1);
    for list in [repeated.clone(), swapped] {
        let fault = fault(good.claim(), 4, list, good.total());
        assert!(matches!(fault, CertificateFault::Unordered { .. }), "{fault}");
    }
    assert!(matches!(Certificate::seal(&problem(), 4, repeated), Err(CertificateFault::Unordered { .. })));
}

#[test]
fn rows_the_problem_does_not_have_are_unknown() {
    let (capacity, fund) = (CapacityIx::new(0), CapacityIx::new(1));
    let (link, group) = (LinkIx::new, GroupIx::new);
    let quota = QuotaIx::new;
    for key in [
        RowKey::Cap { capacity: CapacityIx::new(2), from: 0, to: 0 },
        RowKey::Cap { capacity, from: 3, to: 3 },
        RowKey::Cap { capacity, from: 0, to: 1 },
        RowKey::Cap { capacity: fund, from: 1, to: 1 },
        RowKey::Cap { capacity: fund, from: 0, to: 3 },
        RowKey::Floor { capacity, bucket: 1 },
        RowKey::Floor { capacity, bucket: 9 },
        RowKey::Floor { capacity: CapacityIx::new(2), bucket: 0 },
        RowKey::Requires { link: link(1) },
        RowKey::Requires { link: link(2) },
        RowKey::Requires { link: link(3) },
        RowKey::Excludes { link: link(0) },
        RowKey::Excludes { link: link(9) },
        RowKey::Timing { link: link(0), theta: 1 },
        RowKey::Timing { link: link(9), theta: 1 },
        RowKey::Group { group: group(0), row: GroupRow::Lo },
        RowKey::Group { group: group(0), row: GroupRow::Cyclic(0) },
        RowKey::Group { group: group(1), row: GroupRow::Hi },
        RowKey::Group { group: group(1), row: GroupRow::Cyclic(2) },
        RowKey::Group { group: group(2), row: GroupRow::Hi },
        RowKey::Quota { quota: quota(0), side: Side::Lo },
        RowKey::Quota { quota: quota(1), side: Side::Hi },
    ] {
        assert_eq!(fault(Claim::Bound(0), 1, vec![(key, 1)], 0), CertificateFault::UnknownRow { key });
    }
    for key in rows(&problem()) {
        assert!(Certificate::seal(&problem(), 1, [(key, 1)]).is_ok(), "{key}");
    }
}

#[test]
fn sums_beyond_the_range_are_not_checkable() {
    let mut draft = ProblemDraft::new(1);
    let cash = draft.capacity(CapacitySpec::whole(1, i64::MAX));
    for _ in 0..9 {
        let candidate = draft.candidate(Commitment::Free);
        let mode = draft.mode(candidate, ModeSpec::fixed(1));
        draft.amount(mode, cash, 0, i64::MIN);
    }
    let problem = draft.build().expect("within 2^80");
    let list = [(cap(0), (1 << 62) - 1)];
    assert_eq!(Certificate::seal(&problem, 1, list), Err(CertificateFault::Overflow));
    let certificate = Certificate::from_parts(Claim::Bound(0), 1, list.to_vec(), 0);
    assert_eq!(check_certificate(&problem, &certificate), Err(CertificateFault::Overflow));
}

#[test]
fn a_bound_is_not_a_proof_of_no_plan() {
    let good = sealed();
    let relabelled = fault(Claim::NoPlan, 1, good.multipliers().to_vec(), good.total());
    assert!(matches!(relabelled, CertificateFault::Total { .. } | CertificateFault::NotVoid { .. }), "{relabelled}");
    assert_eq!(fault(Claim::NoPlan, 1, Vec::new(), 0), CertificateFault::NotVoid { total: 0 });
    assert_eq!(fault(Claim::NoPlan, 2, Vec::new(), 0), CertificateFault::Scale { scale: 2, limit: 1 });
    assert_eq!(Certificate::seal_no_plan(&problem(), []), Err(CertificateFault::NotVoid { total: 0 }));
    let candidate = CandidateIx::new(3);
    assert_eq!(fault(Claim::NoOption(candidate), 1, Vec::new(), 0), CertificateFault::HasOption { candidate });
}

#[test]
fn a_proof_of_no_plan_is_not_a_bound() {
    let mut draft = ProblemDraft::new(1);
    let cash = draft.capacity(CapacitySpec::whole(1, 3));
    let candidate = draft.candidate(Commitment::Mandatory);
    let mode = draft.mode(candidate, ModeSpec::fixed(5));
    draft.amount(mode, cash, 0, 4);
    let problem = draft.build().expect("a sound draft");
    let void = Certificate::seal_no_plan(&problem, [(cap(0), 1)]).expect("4 exceeds 3");
    assert_eq!((void.claim(), void.total(), void.scale()), (Claim::NoPlan, -1, 1));
    assert_eq!(check_certificate(&problem, &void), Ok(Claim::NoPlan));
    let relabelled = Certificate::from_parts(Claim::Bound(-1), 1, void.multipliers().to_vec(), -1);
    assert!(matches!(check_certificate(&problem, &relabelled), Err(CertificateFault::Total { computed: 4, .. })));
}

#[test]
fn a_candidate_without_an_option_is_the_whole_proof() {
    let mut draft = ProblemDraft::new(1);
    draft.capacity(CapacitySpec::whole(1, 3));
    let candidate = draft.candidate(Commitment::Mandatory);
    draft.mode(candidate, ModeSpec::new(1, 4..=5, 1));
    let problem = draft.build().expect("a sound draft");
    for proof in [Certificate::seal(&problem, 7, [(cap(0), 1)]), Certificate::seal_no_plan(&problem, [(cap(0), 1)])] {
        let proof = proof.expect("a proof");
        assert_eq!(check_certificate(&problem, &proof), Ok(Claim::NoOption(candidate)));
    }
    let key = cap(0);
    for (claim, list, total, expected) in [
        (Claim::Bound(0), Vec::new(), 0, CertificateFault::NoOption { candidate }),
        (Claim::NoPlan, Vec::new(), -1, CertificateFault::NoOption { candidate }),
        (Claim::NoOption(candidate), vec![(key, 1)], 0, CertificateFault::Superfluous { key }),
        (Claim::NoOption(candidate), Vec::new(), 1, CertificateFault::Total { stated: 1, computed: 0 }),
    ] {
        let certificate = Certificate::from_parts(claim, 1, list, total);
        assert_eq!(check_certificate(&problem, &certificate), Err(expected));
    }
    let stranger = CandidateIx::new(5);
    let certificate = Certificate::from_parts(Claim::NoOption(stranger), 1, Vec::new(), 0);
    assert_eq!(check_certificate(&problem, &certificate), Err(CertificateFault::HasOption { candidate: stranger }));
}

#[test]
fn bounds_are_rounded_to_what_values_can_add_up_to() {
    // Values are multiples of 6, one of them settled at 7: sums are 7 modulo 6.
    let mut draft = ProblemDraft::new(1);
    let cash = draft.capacity(CapacitySpec::whole(1, 10));
    for (commitment, value, cost) in
        [(Commitment::Free, 12, 6), (Commitment::Free, 6, 5), (Commitment::Committed(Choice::new(0, 0)), 7, 0)]
    {
        let candidate = draft.candidate(commitment);
        let mode = draft.mode(candidate, ModeSpec::fixed(value));
        draft.amount(mode, cash, 0, cost);
    }
    let problem = draft.build().expect("a sound draft");
    // At price 6/5 per unit: 12 + (12 − 36/5) + 0 + 7 = 119/5, so at most 23, and of those 7 modulo 6: 19.
    let certificate = Certificate::seal(&problem, 5, [(cap(0), 6)]).expect("a certificate");
    assert_eq!((certificate.total(), certificate.claim()), (119, Claim::Bound(19)));
    assert_eq!(brute_force(&problem, 100).and_then(|all| all.optimum).map(|(_, value)| value), Some(19));
    // Nothing to choose: the only value there is.
    let mut settled = ProblemDraft::new(1);
    let candidate = settled.candidate(Commitment::Mandatory);
    settled.mode(candidate, ModeSpec::fixed(-3));
    let settled = settled.build().expect("a sound draft");
    assert_eq!(Certificate::seal(&settled, 1, []).map(|c| c.claim()), Ok(Claim::Bound(-3)));
}

/// Prices the first capacity at 1 over the scale, after finding the optimum.
struct Certifying(i64);

impl Solver for Certifying {
    fn name(&self) -> &'static str {
        "test/certifying"
    }

    fn search(&self, problem: &SelectionProblem, run: &mut Run<'_>) -> Result<(), Stop> {
        let forged = Certificate::from_parts(Claim::Bound(0), 1, Vec::new(), 0);
        assert!(run.certify(forged).is_err());
        assert_eq!(run.bound(), None);
        for price in [0, self.0] {
            let certificate = Certificate::seal(problem, 1, [(cap(0), price)]).expect("a certificate");
            run.certify(certificate).expect("what was sealed");
        }
        ExactSearch::new().search(problem, run)
    }
}

#[test]
fn a_certified_bound_proves_before_the_search_ends() {
    let mut draft = ProblemDraft::new(1);
    let cash = draft.capacity(CapacitySpec::whole(1, 10));
    for value in [6, 5, 4, 3] {
        let candidate = draft.candidate(Commitment::Free);
        let mode = draft.mode(candidate, ModeSpec::fixed(value));
        draft.amount(mode, cash, 0, 5);
    }
    let problem = draft.build().expect("a sound draft");
    let outcome = solve(&problem, &Certifying(1), &Limits::default()).expect("an outcome");
    assert_eq!((outcome.status(), outcome.evidence()), (Status::Optimal, Some(Evidence::Certificate)));
    assert_eq!(outcome.stop_reason(), StopReason::Proven);
    assert_eq!(outcome.certificate().map(Certificate::claim), Some(Claim::Bound(11)));
    // A looser certificate stands beside the search that closed the gap.
    let outcome = solve(&problem, &Certifying(2), &Limits::default()).expect("an outcome");
    assert_eq!((outcome.bound(), outcome.evidence()), (Some(11), Some(Evidence::Search)));
    assert_eq!(outcome.certificate().map(Certificate::claim), Some(Claim::Bound(18)));
}
