//! One error for programs that do several things: every operation's own error converts into it.
//!
//! ```
//! use portefeuille::{Currency, Model, ModelDraft};
//!
//! fn main() -> Result<(), portefeuille::Error> {
//!     let model = ModelDraft::new("2026-11-24".parse()?, Currency::EUR).build()?;
//!     let error = portefeuille::Error::from(model.roadmap("num").unwrap_err());
//!     assert_eq!(error.code().as_str(), "unknown-scope");
//!     Ok(())
//! }
//! ```

use crate::capacity::LoadError;
use crate::decision::SelectError;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::engine::instance::InstanceError;
use crate::finance::FinanceError;
use crate::indicator::RollUpError;
use crate::model::{Blocked, ScopeError};
use crate::network::NetworkError;
use crate::quantity::QuantityError;
use crate::time::TimeError;
#[cfg(feature = "json")]
use crate::wire::ApplyError;
use std::fmt;

/// Any error of this crate. It prints the same under `Debug`, so that a `main` that returns it is read by people.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A document or a model at fault: all its faults.
    #[error(transparent)]
    Document(#[from] Diagnostics),
    /// No such roadmap or portfolio.
    #[error(transparent)]
    Scope(#[from] ScopeError),
    /// A change of state that gates stand in the way of: all of them.
    #[error(transparent)]
    Blocked(#[from] Blocked),
    /// Changes that cannot be applied.
    #[cfg(feature = "json")]
    #[error(transparent)]
    Apply(#[from] ApplyError),
    /// Not an amount, a workload, a share or a score.
    #[error(transparent)]
    Quantity(#[from] QuantityError),
    /// Not a date, a period or a year.
    #[error(transparent)]
    Time(#[from] TimeError),
    /// A scope that cannot be compiled, or an algorithm at fault.
    #[error(transparent)]
    Select(#[from] SelectError),
    /// A network without dates.
    #[error(transparent)]
    Network(#[from] NetworkError),
    /// A load that cannot be counted.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// Amounts of public money that do not add up.
    #[error(transparent)]
    Finance(#[from] FinanceError),
    /// An indicator that cannot be rolled up.
    #[error(transparent)]
    RollUp(#[from] RollUpError),
    /// An instance file that is not of its format.
    #[error(transparent)]
    Instance(#[from] InstanceError),
}

impl Error {
    /// The code of the fault; of several, the first that is an error.
    pub fn code(&self) -> Code {
        match self {
            Self::Document(faults) => {
                let first = faults.iter().find(|d| d.severity() == Severity::Error).or(faults.iter().next());
                // No operation fails with an empty list.
                first.map_or(Code::MalformedField, crate::diagnostic::Diagnostic::code)
            }
            Self::Scope(error) => error.code(),
            Self::Blocked(error) => error.code(),
            #[cfg(feature = "json")]
            Self::Apply(error) => error.code(),
            Self::Quantity(error) => error.code(),
            Self::Time(error) => error.code(),
            Self::Select(error) => error.code(),
            Self::Network(error) => error.code(),
            Self::Load(error) => error.code(),
            Self::Finance(error) => error.code(),
            Self::RollUp(error) => error.code(),
            Self::Instance(error) => error.code(),
        }
    }
}

impl Error {
    /// The error as diagnostics, each with code, location, message and help: what a program shows to people.
    pub fn diagnostics(&self) -> Diagnostics {
        match self {
            Self::Document(faults) | Self::Select(SelectError::Compile(faults)) => faults.clone(),
            Self::Blocked(blocked) => blocked.diagnostics(),
            other => Diagnostic::new(other.code(), other.to_string()).into(),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ModelDraft, Roadmap};
    use crate::{Currency, Money};

    #[test]
    fn every_error_converts_and_keeps_its_code() {
        let mut draft = ModelDraft::new("2026-11".parse().expect("a date"), Currency::EUR);
        let scope = Error::from(draft.clone().build().expect("empty").portfolio("p").expect_err("none"));
        assert_eq!(scope.code(), Code::UnknownScope);
        let shown = scope.diagnostics().to_string();
        assert!(shown.starts_with("error[unknown-scope]: no portfolio `p`") && shown.contains("help: "), "{shown}");
        draft.roadmaps.push(Roadmap::new("", "R", "nobody", "2026-01/2027-01".parse().expect("a period")));
        let document = Error::from(draft.build().expect_err("two faults"));
        assert_eq!(document.code(), Code::EmptyId);
        assert!(format!("{document:?}").contains("there is no organization `nobody`"), "{document:?}");
        let quantity = Error::from("1 250 EUR".parse::<Money>().expect_err("a space"));
        assert_eq!((quantity.code(), format!("{quantity:?}")), (Code::MalformedNumber, quantity.to_string()));
        let time = Error::from("2026-02-30".parse::<crate::Date>().expect_err("no such day"));
        assert_eq!(time.code(), Code::MalformedDate);
    }
}
