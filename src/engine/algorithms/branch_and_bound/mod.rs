//! Branch and bound on the Lagrangian dual of all rows.

mod neighborhood;
mod tree;

use super::dual::{Ascent, Bounder, Multipliers, Relaxed, Simplex};
use super::program::{Domains, Program, Removal};
use crate::engine::certify::Certificate;
use crate::engine::problem::{Plan, SelectionProblem};
use crate::engine::run::{Run, Solver, Stop, Verdict};
use neighborhood::Neighborhoods;
use tree::{TRIALS, Tree};

/// Options up to which the relaxation of the whole problem is solved for the sake of a certificate.
const SMALL: usize = 8_000;
/// Pivots spent on that.
const WHOLE_PIVOTS: u32 = 20_000;
/// Pivots between two looks at neighborhoods while the root's relaxation is solved.
const ROOT_PIVOTS: u32 = 500;
/// Iterations of the ascent that gives the first multipliers, for large programs and for others.
const ASCENT: [u32; 2] = [300, 60];
/// Nodes between two looks at neighborhoods.
const SLICE: u64 = 64;
/// Steps after which these nodes are cut short: the first ones, which try out many branchings, may take a thousand each.
const SLICE_STEPS: u64 = 4_000;
/// Segments that probing may look at.
const PROBING: u64 = 4_000_000;
/// Options past which neighborhoods get twice the tree's steps from the start.
const WIDE: usize = 1_500;
/// Steps past which they do anyway.
const LONG: u64 = 60_000;

/// Exact search: a tree of decisions, each node bounded by the Lagrangian dual and by what follows from its decisions.
///
/// Each candidate is a block that takes one of its options or none; every row is dualised. What is left is separable: for
/// multipliers n of the rows `f ≤ b` and a scale Q, no plan is worth more than ⌊U/Q⌋ with
/// U = Σ n·b + Σ over blocks of the largest Q·value − Σ n·f. Multipliers come from a dual simplex method in floating point,
/// are rounded to integers, and U is computed again in integers: nodes are pruned and options fixed by exact arithmetic
/// only. In each node an option leaves when, with the least of all other blocks, it breaks a row. Branching decides
/// whether a candidate is in, then its early or late starts, then its modes, by tried and remembered gains of the bound.
/// Between parts of the tree, neighborhoods of the best plan are searched the same way.
///
/// # Solves
///
/// Any problem: signed amounts, modes and starts, carry-over, floors, links of every kind, groups, quotas.
///
/// # Guarantee
///
/// Exact: left to its end, it finds an optimum and proves it, or proves that there is no plan. Interrupted, it leaves the
/// best plan so far and a certified bound.
///
/// # Complexity
///
/// Exponential time in the worst case. A pivot takes O(k² + z) time, with k tight rows (about the number of fractional
/// decisions) and z entries of the rows touched; a node takes some pivots and O(E) for its exact bound, with E entries:
/// options × (buckets used + dates of links + sets). Memory O(E + k² + nodes open × depth). One step is one pivot, one
/// node, or comparable work.
///
/// # Determinism
///
/// The same problem, seed and step limit give the same plan and the same trace. The seed chooses neighborhoods. Floating
/// point uses + − × ÷ only and guides; it decides nothing that is claimed.
///
/// # Parameters
///
/// [`neighborhoods`](Self::neighborhoods): whether plans are improved beside the tree; default yes. Without, small
/// problems may end a little sooner, and large ones have worse plans.
///
/// # Evidence
///
/// The bound of the whole problem's relaxation comes with a certificate. A completed search is evidence `Search`, unless
/// the certificate meets the best value by itself. An interrupted search gives its own figure as
/// [`search_bound`](crate::engine::run::Outcome::search_bound).
///
/// # References
///
/// A. Land, A. Doig, *An automatic method of solving discrete programming problems*, Econometrica 28, 1960; A. Geoffrion,
/// *Lagrangean relaxation for integer programming*, Mathematical Programming Study 2, 1974; C. Lemke, *The dual method of
/// solving the linear programming problem*, Naval Research Logistics Quarterly 1, 1954; J. Forrest, D. Goldfarb,
/// *Steepest-edge simplex algorithms for linear programming*, Mathematical Programming 57, 1992; P. Camerini, L. Fratta,
/// F. Maffioli, *On improving relaxation methods by modified gradient techniques*, Mathematical Programming Study 3, 1975;
/// T. Achterberg, T. Koch, A. Martin, *Branching rules revisited*, Operations Research Letters 33, 2005; M. Savelsbergh,
/// *Preprocessing and probing techniques for mixed integer programming problems*, ORSA Journal on Computing 6, 1994;
/// P. Shaw, *Using constraint programming and local search methods to solve vehicle routing problems*, CP 1998;
/// A. Neumaier, O. Shcherbina, *Safe bounds in linear and mixed-integer linear programming*, Mathematical Programming 99,
/// 2004.
///
/// # Example
///
/// ```
/// use portefeuille::engine::algorithms::BranchAndBound;
/// use portefeuille::engine::problem::{CapacitySpec, Commitment, ModeSpec, ProblemDraft};
/// use portefeuille::engine::run::{Limits, Status, solve};
///
/// let mut draft = ProblemDraft::new(1);
/// let budget = draft.capacity(CapacitySpec::whole(1, 10));
/// let mut projects = Vec::new();
/// for (value, cost) in [(9, 6), (7, 5), (6, 5), (1, 1)] {
///     let project = draft.candidate(Commitment::Free);
///     let mode = draft.mode(project, ModeSpec::fixed(value));
///     draft.amount(mode, budget, 0, cost);
///     projects.push(project);
/// }
/// // The second needs the last, and 5 + 5 + 1 is too much; so the first and the last.
/// draft.requires(projects[1], projects[3]);
/// let outcome = solve(&draft.build()?, &BranchAndBound::new(), &Limits::default())?;
/// assert_eq!((outcome.status(), outcome.value()), (Status::Optimal, Some(10)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BranchAndBound {
    neighborhoods: bool,
}

impl Default for BranchAndBound {
    fn default() -> Self {
        Self::new()
    }
}

impl BranchAndBound {
    /// Improves plans beside the tree.
    pub fn new() -> Self {
        Self { neighborhoods: true }
    }

    /// Sets whether plans are improved beside the tree.
    #[must_use]
    pub fn neighborhoods(mut self, neighborhoods: bool) -> Self {
        self.neighborhoods = neighborhoods;
        self
    }
}

impl Solver for BranchAndBound {
    fn name(&self) -> &'static str {
        "branch-and-bound"
    }

    fn search(&self, problem: &SelectionProblem, run: &mut Run<'_>) -> Result<(), Stop> {
        let whole = Program::new(problem)?;
        let best = Best { known: run.value().zip(run.incumbent().cloned()) };
        let all = Domains::new(&whole);
        let mut domains = all.clone();
        if !domains.propagate(&whole) || !probe(&whole, &mut domains, run)? {
            certify_relaxation(problem, &whole, &all, &best, run)?;
            run.exhausted();
            return Ok(());
        }
        let program = whole.restrict(&domains)?;
        let domains = Domains::new(&program);
        let mut search = Search {
            program: &program,
            tree: Tree::new(&program, domains.clone(), TRIALS),
            near: self.neighborhoods.then(|| Neighborhoods::new(&program, domains)),
            best,
        };
        search.first_plan(run)?;
        certify_relaxation(problem, &whole, &all, &search.best, run)?;
        drop((whole, all));
        let end = search.descend(run);
        match end {
            Ok(()) => run.exhausted(),
            Err(Stop::Interrupted) => {
                if let Some(bound) = search.tree.open_bound() {
                    run.search_bound(bound);
                }
            }
            Err(_) => {}
        }
        end
    }
}

/// The best plan and its value.
#[derive(Debug)]
struct Best {
    known: Option<(i128, Plan)>,
}

impl Best {
    fn value(&self) -> Option<i128> {
        self.known.as_ref().map(|&(value, _)| value)
    }

    fn plan(&self) -> Option<&Plan> {
        self.known.as_ref().map(|(_, plan)| plan)
    }

    /// Offers the plan of these options where it would be the best of this search; the run may know a better one.
    fn offer(&mut self, program: &Program, taken: &[usize], run: &mut Run<'_>) {
        let value: i128 = taken.iter().map(|&option| i128::from(program.value(option))).sum();
        if self.value().is_some_and(|best| value + program.settled_value() <= best) {
            return;
        }
        let plan = program.plan(taken.iter().copied());
        if let Verdict::Best(value) | Verdict::NotBetter(value) = run.offer(&plan) {
            self.known = Some((value, plan));
        }
    }
}

/// Finds multipliers for the whole problem, and hands in what they prove.
fn certify_relaxation(
    problem: &SelectionProblem,
    whole: &Program,
    domains: &Domains,
    best: &Best,
    run: &mut Run<'_>,
) -> Result<(), Stop> {
    let bounder = Bounder::new(whole);
    // Where the run stops on the way, the multipliers at hand prove something all the same.
    if whole.option_count() > SMALL {
        let mut ascent = Ascent::new(whole);
        let end = ascent.climb(whole, domains, best.value().map(|value| value as f64), ASCENT[0], run);
        certify(problem, whole, bounder.scale(), bounder.round(whole, ascent.duals()), run);
        return end;
    }
    let mut simplex = Simplex::new(whole);
    let relaxed = simplex.solve(whole, domains, None, WHOLE_PIVOTS, run);
    if let Ok(Relaxed::Void(ray)) = &relaxed
        && let Some(multipliers) = Bounder::round_ray(whole, ray)
        && let Ok(certificate) = Certificate::seal_no_plan(problem, multipliers.keyed(whole))
    {
        // The run keeps what it proves; a certificate it rejects changes nothing.
        let _ = run.certify(certificate);
    } else {
        certify(problem, whole, bounder.scale(), bounder.round(whole, simplex.duals()), run);
    }
    relaxed.map(|_| ())
}

fn certify(
    problem: &SelectionProblem,
    program: &Program,
    scale: i64,
    multipliers: Option<Multipliers>,
    run: &mut Run<'_>,
) {
    if let Some(multipliers) = multipliers
        && let Ok(certificate) = Certificate::seal(problem, scale, multipliers.keyed(program))
    {
        // As above.
        let _ = run.certify(certificate);
    }
}

/// Tries every option, and being out, and takes out what leads to a contradiction. `false` when nothing is left.
fn probe(program: &Program, domains: &mut Domains, run: &mut Run<'_>) -> Result<bool, Stop> {
    let start = domains.work();
    let mut again = true;
    while again {
        again = false;
        for block in 0..program.block_count() {
            if domains.work() - start > PROBING {
                return Ok(true);
            }
            run.step()?;
            let options = program.options(block).map(|option| Removal::Option(option as u32));
            for tried in options.chain([Removal::Out(block as u32)]) {
                let mark = domains.mark();
                match tried {
                    _ if domains.is_settled(block) => break,
                    Removal::Option(option) if domains.is_open(option as usize) => {
                        domains.take(program, option as usize);
                    }
                    Removal::Out(_) if domains.may_be_out(block) => domains.leave_out(program, block),
                    _ => continue,
                }
                let consistent = domains.propagate(program);
                domains.undo_to(program, mark);
                if !consistent {
                    again = true;
                    domains.remove(program, tried);
                    if !domains.propagate(program) {
                        return Ok(false);
                    }
                }
            }
        }
    }
    Ok(true)
}

/// What is searched: the blocks that presolve left open.
struct Search<'p> {
    program: &'p Program,
    tree: Tree,
    near: Option<Neighborhoods>,
    best: Best,
}

impl Search<'_> {
    /// Alternates between the tree and the neighborhoods of the best plan until the tree is done.
    fn descend(&mut self, run: &mut Run<'_>) -> Result<(), Stop> {
        while self.tree.relax(self.program, &self.best, ROOT_PIVOTS, run)? == Relaxed::Open {
            if self.improve(u64::from(ROOT_PIVOTS), run)? {
                return Ok(());
            }
        }
        let wide = self.program.option_count() > WIDE;
        loop {
            let before = run.steps();
            if self.tree.explore(self.program, &mut self.best, SLICE, before + SLICE_STEPS, run)? {
                return Ok(());
            }
            if let Some(near) = &mut self.near {
                self.tree.teach(self.program, near, &self.best);
            }
            let spent = run.steps() - before;
            let share = if wide || before > LONG { 2 * spent } else { spent / 3 };
            if self.improve(share, run)? {
                return Ok(());
            }
        }
    }

    /// Takes options by the multipliers of an ascent, before any relaxation is solved.
    fn first_plan(&mut self, run: &mut Run<'_>) -> Result<(), Stop> {
        let large = self.program.option_count() > SMALL;
        // A plan from a list, full of what is worth most by itself, is a poorer place to improve from than one by the
        // multipliers, even where it is worth more. The run keeps it in any case.
        let given = if large { None } else { self.best.known.take() };
        let mut ascent = Ascent::new(self.program);
        let target = self.best.value().map(|value| (value - self.program.settled_value()) as f64);
        ascent.climb(self.program, &self.tree.domains, target, ASCENT[usize::from(!large)], run)?;
        let multipliers = self.tree.bounder.round(self.program, ascent.duals());
        let known = multipliers.is_some();
        if let Some(multipliers) = multipliers {
            self.tree.start_from(self.program, multipliers);
            self.tree.round(self.program, &mut self.best, run)?;
        }
        if self.best.known.is_none() {
            self.best.known = given;
        }
        if known && let Some(near) = &mut self.near {
            self.tree.teach(self.program, near, &self.best);
        }
        Ok(())
    }

    /// Searches neighborhoods for so many steps. `true` when one was everything, and is done.
    fn improve(&mut self, steps: u64, run: &mut Run<'_>) -> Result<bool, Stop> {
        let Some(near) = &mut self.near else { return Ok(false) };
        let end = run.steps() + steps;
        while self.best.plan().is_some() && run.steps() < end {
            if near.search(self.program, &mut self.best, run)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
