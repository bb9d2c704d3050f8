//! Why figures of public money cannot be told.

use crate::diagnostic::Code;
use crate::id::{EnvelopeId, ProjectId};
use crate::quantity::QuantityError;

/// Amounts that do not add up to an amount: a second currency among them, or a sum beyond 10¹⁵.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FinanceError {
    /// In the figures of an envelope.
    #[error("the amounts of envelope `{envelope}` do not add up: {source}")]
    Envelope {
        /// The envelope.
        envelope: EnvelopeId,
        /// What is wrong with the sum.
        source: QuantityError,
    },
    /// In the figures of a project.
    #[error("the amounts of project `{project}` do not add up: {source}")]
    Project {
        /// The project.
        project: ProjectId,
        /// What is wrong with the sum.
        source: QuantityError,
    },
    /// In figures of several envelopes or projects together.
    #[error("the amounts of several envelopes or projects do not add up: {source}")]
    Total {
        /// What is wrong with the sum.
        source: QuantityError,
    },
}

impl FinanceError {
    /// The code of the fault.
    pub fn code(&self) -> Code {
        match self {
            Self::Envelope { source, .. } | Self::Project { source, .. } | Self::Total { source } => source.code(),
        }
    }

    pub(super) fn envelope(envelope: &EnvelopeId) -> impl Fn(QuantityError) -> Self {
        move |source| Self::Envelope { envelope: envelope.clone(), source }
    }

    pub(super) fn project(project: &ProjectId) -> impl Fn(QuantityError) -> Self {
        move |source| Self::Project { project: project.clone(), source }
    }

    pub(super) fn total(source: QuantityError) -> Self {
        Self::Total { source }
    }
}
