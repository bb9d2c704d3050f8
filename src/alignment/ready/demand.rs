//! Scores of demands and of projects from risk, size and value.

use crate::alignment::error::ScoreError;
use crate::alignment::real::DIGITS;
use crate::quantity::exact::ratio;
use rust_decimal::Decimal;

/// How large a demand is, in sizes of shirts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DemandSize {
    /// 2 points.
    S,
    /// 4 points.
    M,
    /// 6 points.
    L,
    /// 8 points.
    Xl,
    /// 10 points.
    Xxl,
}

impl DemandSize {
    /// 2, 4, 6, 8 or 10.
    pub fn points(self) -> Decimal {
        Decimal::from(match self {
            Self::S => 2,
            Self::M => 4,
            Self::L => 6,
            Self::Xl => 8,
            Self::Xxl => 10,
        })
    }
}

/// How much a demand changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Impact {
    /// 1 point.
    Low,
    /// 5 points.
    Medium,
    /// 10 points.
    High,
}

/// In which of seven bands, from the least, the financial return lies: worth 1, 2, 4, 6, 8, 9 or 10 points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Return(u8);

impl Return {
    /// Points of the bands.
    pub const BANDS: [u8; 7] = [1, 2, 4, 6, 8, 9, 10];

    /// A band from 1 to 7; `None` otherwise.
    pub fn band(band: usize) -> Option<Self> {
        Self::BANDS.get(band.checked_sub(1)?).copied().map(Self)
    }
}

/// What a demand is worth: 60 % of its impact and 40 % of its return, 1 to 10 points; exact.
///
/// ```
/// use portefeuille::alignment::ready::{Impact, Return, demand_value};
///
/// let value = Return::band(5).map(|gain| demand_value(Impact::Medium, gain).to_string());
/// assert_eq!(value.as_deref(), Some("6.2")); // 0.6 × 5 + 0.4 × 8
/// ```
pub fn demand_value(impact: Impact, gain: Return) -> Decimal {
    let impact = match impact {
        Impact::Low => 1,
        Impact::Medium => 5,
        Impact::High => 10,
    };
    Decimal::new(6 * impact + 4 * i64::from(gain.0), 1).normalize()
}

/// Points of a demand or project, each from 1 to 10.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DemandPoints {
    /// 10 is the riskiest.
    pub risk: Option<Decimal>,
    /// 10 is the largest.
    pub size: Option<Decimal>,
    /// 10 is the most valuable.
    pub value: Option<Decimal>,
}

impl DemandPoints {
    /// Risk, size and value, 5 where they are missing, and the names of what is missing.
    fn read(self, id: &str) -> Result<([Decimal; 3], Vec<&'static str>), ScoreError> {
        let (mut points, mut missing) = ([Decimal::from(5); 3], Vec::new());
        let named = [("risk", self.risk), ("size", self.size), ("value", self.value)];
        for (slot, (what, given)) in points.iter_mut().zip(named) {
            match given {
                None => missing.push(what),
                Some(value) if value >= Decimal::ONE && value <= Decimal::TEN => *slot = value,
                Some(value) => {
                    let (low, high) = (Decimal::ONE, Decimal::TEN);
                    return Err(ScoreError::OutOfBounds { id: id.to_owned(), what, value, low, high });
                }
            }
        }
        Ok((points, missing))
    }
}

macro_rules! score {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub struct $name {
            /// Points from 0 to 10, 12 decimals.
            pub points: Decimal,
            /// What was missing and counted as 5.
            pub missing: Vec<&'static str>,
        }
    };
}

score! {
    /// The score of a demand: low risk and small size count for it. A type of its own, because the score of a project runs
    /// the other way on both: the two do not compare.
    DemandScore
}

score! {
    /// The score of a project: risk and size count for it as they are. See [`DemandScore`].
    ProjectScore
}

fn third(sum: Decimal) -> Result<Decimal, ScoreError> {
    ratio(sum, Decimal::from(3), DIGITS).ok_or(ScoreError::OutOfRange)
}

/// The score of a demand: ((10 − risk) + (10 − size) + value) ÷ 3.
///
/// ```
/// use portefeuille::alignment::ready::{DemandPoints, demand_score, project_score};
///
/// let points = DemandPoints { risk: Some(2.into()), size: Some(2.into()), value: Some(8.into()) };
/// assert_eq!(demand_score("sig", points)?.points, 8.into());
/// assert_eq!(project_score("sig", points)?.points, 4.into()); // the same points, read as a project
/// assert_eq!(demand_score("ged", DemandPoints::default())?.missing, ["risk", "size", "value"]);
/// # Ok::<(), portefeuille::alignment::ScoreError>(())
/// ```
pub fn demand_score(id: &str, points: DemandPoints) -> Result<DemandScore, ScoreError> {
    let ([risk, size, value], missing) = points.read(id)?;
    let points = third(Decimal::TEN - risk + (Decimal::TEN - size) + value)?;
    Ok(DemandScore { points, missing })
}

/// The score of a project: (risk + size + value) ÷ 3; see [`demand_score`].
pub fn project_score(id: &str, points: DemandPoints) -> Result<ProjectScore, ScoreError> {
    let ([risk, size, value], missing) = points.read(id)?;
    Ok(ProjectScore { points: third(risk + size + value)?, missing })
}
