//! Certificates of a bound, or of there being no plan.

use super::RowKey;
use super::price::{Priced, Prices};
use crate::diagnostic::Code;
use crate::engine::problem::{CandidateIx, SelectionProblem};

/// Multipliers stay below this.
const MULTIPLIER: i64 = 1 << 62;
/// The scale is at most this.
pub(super) const SCALE: i64 = 1 << 60;

/// What a certificate proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Claim {
    /// No plan is worth more than this, in ticks of the objective.
    Bound(i128),
    /// There is no plan.
    NoPlan,
    /// There is no plan, because this candidate must be in and has no option.
    NoOption(CandidateIx),
}

impl Claim {
    /// The bound, where that is the claim.
    pub fn bound(self) -> Option<i128> {
        match self {
            Self::Bound(bound) => Some(bound),
            Self::NoPlan | Self::NoOption(_) => None,
        }
    }
}

/// Why a certificate proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CertificateFault {
    /// A row the problem does not have.
    #[error("the problem has no row \"{key}\"")]
    UnknownRow {
        /// The row.
        key: RowKey,
    },
    /// A row named twice, or after a higher one.
    #[error("the row \"{key}\" is repeated or out of order")]
    Unordered {
        /// The row.
        key: RowKey,
    },
    /// A multiplier outside its range.
    #[error("the multiplier {multiplier} of \"{key}\" is not between 1 and {limit}", limit = MULTIPLIER - 1)]
    Multiplier {
        /// The row.
        key: RowKey,
        /// Its multiplier.
        multiplier: i64,
    },
    /// A scale outside its range; of a proof that there is no plan, any but 1.
    #[error("the scale {scale} is not between 1 and {limit}")]
    Scale {
        /// The scale.
        scale: i64,
        /// Largest scale.
        limit: i64,
    },
    /// Sums beyond exact arithmetic.
    #[error("the sums of the certificate leave the exact range")]
    Overflow,
    /// A total that is not what the multipliers give.
    #[error("the total {stated} is stated, the multipliers give {computed}")]
    Total {
        /// Total of the certificate.
        stated: i128,
        /// Total computed.
        computed: i128,
    },
    /// A bound that is not what the total gives.
    #[error("the bound {stated} is stated, the total gives {computed}")]
    Bound {
        /// Bound of the certificate.
        stated: i128,
        /// Bound computed.
        computed: i128,
    },
    /// A proof that there is no plan whose total is not negative.
    #[error("the total {total} is not below 0, so it excludes no plan")]
    NotVoid {
        /// The total.
        total: i128,
    },
    /// A candidate that must be in and has no option, so that no total exists: the claim is then
    /// [`Claim::NoOption`], without multipliers.
    #[error("{candidate} must be in and has no option, which is the whole proof")]
    NoOption {
        /// The candidate.
        candidate: CandidateIx,
    },
    /// A multiplier where the claim needs none.
    #[error("the claim needs no multiplier, and \"{key}\" has one")]
    Superfluous {
        /// The row.
        key: RowKey,
    },
    /// A candidate said to have no option, that has one or may stay out.
    #[error("{candidate} has an option or may stay out")]
    HasOption {
        /// The candidate.
        candidate: CandidateIx,
    },
}

impl CertificateFault {
    /// The code of the fault.
    pub fn code(&self) -> Code {
        Code::CertificateRejected
    }
}

/// Integers that prove a [`Claim`] about a problem, with no trust in where they come from.
///
/// Let every row be written `F(x) ≤ b` with `F` a sum of one integer per candidate, and give some rows multipliers
/// `n > 0` and the objective a scale `Q ≥ 1`. Then every plan x satisfies
///
/// `Q · value(x) ≤ total = Σ n·b + Σ over candidates of the largest (Q · value − Σ n·f) among its options and, where
/// it may stay out, 0`,
///
/// because the rows hold for x and each candidate's part is at most the largest. So `value(x) ≤ ⌊total / Q⌋`, further
/// rounded down to what the values can add up to: all plans' values are congruent modulo the greatest common divisor of
/// the differences within each candidate. With `Q` struck out, a negative total proves that there is no plan.
///
/// References: A. Geoffrion, *Lagrangean relaxation for integer programming*, Mathematical Programming Study 2, 1974;
/// J. Farkas, *Theorie der einfachen Ungleichungen*, 1902; K. Cheung, A. Gleixner, D. Steffy, *Verifying integer
/// programming results*, IPCO 2017.
///
/// ```
/// use portefeuille::engine::certify::{Certificate, Claim, RowKey, check_certificate};
/// use portefeuille::engine::problem::{CapacitySpec, Commitment, ModeSpec, ProblemDraft};
///
/// // A budget of 10; projects worth 6, 5 and 4 that cost 5, 5 and 5.
/// let mut draft = ProblemDraft::new(1);
/// let budget = draft.capacity(CapacitySpec::whole(1, 10));
/// for value in [6, 5, 4] {
///     let project = draft.candidate(Commitment::Free);
///     let mode = draft.mode(project, ModeSpec::fixed(value));
///     draft.amount(mode, budget, 0, 5);
/// }
/// let problem = draft.build()?;
/// // A price of 1 on the budget: 10 · 1 + (6 − 5) + (5 − 5) + 0 = 11, and indeed 6 + 5 is the best.
/// let limit = RowKey::Cap { capacity: budget, from: 0, to: 0 };
/// let certificate = Certificate::seal(&problem, 1, [(limit, 1)])?;
/// assert_eq!(check_certificate(&problem, &certificate)?, Claim::Bound(11));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Certificate {
    claim: Claim,
    scale: i64,
    multipliers: Vec<(RowKey, i64)>,
    total: i128,
}

impl Certificate {
    /// The certificate of these parts as they are, for whoever reads one. [`check_certificate`] judges it.
    pub fn from_parts(claim: Claim, scale: i64, multipliers: Vec<(RowKey, i64)>, total: i128) -> Self {
        Self { claim, scale, multipliers, total }
    }

    /// Computes what these multipliers prove about the objective times `scale`. Rows come in any order, each once; a
    /// multiplier of 0 is left out. Where a candidate must be in and has no option, that becomes the claim.
    pub fn seal(
        problem: &SelectionProblem,
        scale: i64,
        multipliers: impl IntoIterator<Item = (RowKey, i64)>,
    ) -> Result<Self, CertificateFault> {
        let multipliers = in_order(multipliers);
        check_scale(scale, SCALE)?;
        check_multipliers(&multipliers)?;
        match Prices::new(problem, scale, &multipliers)?.evaluate()? {
            Priced::Total { total, bound } => Ok(Self { claim: Claim::Bound(bound), scale, multipliers, total }),
            Priced::NoOption(candidate) => Ok(Self::no_option(candidate)),
        }
    }

    /// Proves by these multipliers that there is no plan; a fault when they do not.
    pub fn seal_no_plan(
        problem: &SelectionProblem,
        multipliers: impl IntoIterator<Item = (RowKey, i64)>,
    ) -> Result<Self, CertificateFault> {
        let multipliers = in_order(multipliers);
        check_multipliers(&multipliers)?;
        match Prices::new(problem, 0, &multipliers)?.evaluate()? {
            Priced::Total { total, .. } if total >= 0 => Err(CertificateFault::NotVoid { total }),
            Priced::Total { total, .. } => Ok(Self { claim: Claim::NoPlan, scale: 1, multipliers, total }),
            Priced::NoOption(candidate) => Ok(Self::no_option(candidate)),
        }
    }

    fn no_option(candidate: CandidateIx) -> Self {
        Self { claim: Claim::NoOption(candidate), scale: 1, multipliers: Vec::new(), total: 0 }
    }

    /// What it claims.
    pub fn claim(&self) -> Claim {
        self.claim
    }

    /// The integer the objective is multiplied by; 1 where the objective is struck out.
    pub fn scale(&self) -> i64 {
        self.scale
    }

    /// Multipliers of rows, strictly increasing in the row, each at least 1.
    pub fn multipliers(&self) -> &[(RowKey, i64)] {
        &self.multipliers
    }

    /// What the multipliers add up to.
    pub fn total(&self) -> i128 {
        self.total
    }
}

fn in_order(multipliers: impl IntoIterator<Item = (RowKey, i64)>) -> Vec<(RowKey, i64)> {
    let mut list: Vec<_> = multipliers.into_iter().filter(|&(_, multiplier)| multiplier != 0).collect();
    list.sort_unstable();
    list
}

pub(super) fn check_scale(scale: i64, limit: i64) -> Result<(), CertificateFault> {
    if (1..=limit).contains(&scale) { Ok(()) } else { Err(CertificateFault::Scale { scale, limit }) }
}

pub(super) fn check_multipliers(multipliers: &[(RowKey, i64)]) -> Result<(), CertificateFault> {
    let mut before = None;
    for &(key, multiplier) in multipliers {
        if before.is_some_and(|before| before >= key) {
            return Err(CertificateFault::Unordered { key });
        }
        if !(1..MULTIPLIER).contains(&multiplier) {
            return Err(CertificateFault::Multiplier { key, multiplier });
        }
        before = Some(key);
    }
    Ok(())
}

/// Re-checks a certificate against a problem, in one pass of exact integers, and returns what it proves.
///
/// Every part is recomputed and compared for equality. Time: the multipliers, plus each option's profile and links;
/// memory: the periods of each priced capacity. Sums beyond `i128` are a fault, never a wrong answer.
pub fn check_certificate(problem: &SelectionProblem, certificate: &Certificate) -> Result<Claim, CertificateFault> {
    let Certificate { claim, scale, ref multipliers, total: stated } = *certificate;
    check_multipliers(multipliers)?;
    let limit = if claim.bound().is_some() { SCALE } else { 1 };
    check_scale(scale, limit)?;
    if let Claim::NoOption(candidate) = claim {
        if let Some(&(key, _)) = multipliers.first() {
            return Err(CertificateFault::Superfluous { key });
        }
        if stated != 0 {
            return Err(CertificateFault::Total { stated, computed: 0 });
        }
        let known = candidate.index() < problem.candidate_count();
        if !known || problem.may_stay_out(candidate) || problem.option_count(candidate) > 0 {
            return Err(CertificateFault::HasOption { candidate });
        }
        return Ok(claim);
    }
    let scale = if claim == Claim::NoPlan { 0 } else { scale };
    match Prices::new(problem, scale, multipliers)?.evaluate()? {
        Priced::NoOption(candidate) => Err(CertificateFault::NoOption { candidate }),
        Priced::Total { total: computed, .. } if computed != stated => {
            Err(CertificateFault::Total { stated, computed })
        }
        Priced::Total { total, bound: computed } => match claim {
            Claim::Bound(stated) if stated != computed => Err(CertificateFault::Bound { stated, computed }),
            Claim::NoPlan if total >= 0 => Err(CertificateFault::NotVoid { total }),
            _ => Ok(claim),
        },
    }
}
