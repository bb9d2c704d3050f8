//! Money of others, and where the cost of projects will land.

use super::error::FinanceError;
use super::ratio::portion;
use crate::id::ProjectId;
use crate::model::{CoFinancingState, ProjectRef, Scope, Section};
use crate::quantity::Money;
use crate::time::FiscalYear;
use std::collections::BTreeMap;

/// Co-financing of one year and section, by how sure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct CoFinancingYear {
    /// Budget year it is expected in.
    pub year: FiscalYear,
    /// Section it is revenue of.
    pub section: Section,
    /// *Demandé*.
    pub requested: Money,
    /// *Notifié*.
    pub notified: Money,
    /// *Encaissé*.
    pub cashed: Money,
}

/// Co-financing that is counted on and not promised in writing.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnsecuredGrant {
    /// For which project.
    pub project: ProjectId,
    /// Who should give it.
    pub source: String,
    /// Budget year it is expected in.
    pub year: FiscalYear,
    /// Amount.
    pub amount: Money,
}

/// What a scope's projects expect of others (*cofinancements*), by year and section: each grant times the scope's share of
/// its project, to the cent, half to even.
///
/// Fails where amounts of two currencies meet or a sum exceeds 10¹⁵.
pub fn co_financing(scope: &Scope) -> Result<Vec<CoFinancingYear>, FinanceError> {
    let zero = Money::zero(scope.model().currency());
    let mut rows: BTreeMap<(FiscalYear, Section), CoFinancingYear> = BTreeMap::new();
    for project in scope.projects() {
        let share = scope.charge_share(project);
        for grant in &project.record().co_financing {
            let (year, section) = (grant.year, grant.section);
            let empty = CoFinancingYear { year, section, requested: zero, notified: zero, cashed: zero };
            let row = rows.entry((year, section)).or_insert(empty);
            let cell = match grant.state {
                CoFinancingState::Requested => &mut row.requested,
                CoFinancingState::Notified => &mut row.notified,
                CoFinancingState::Cashed => &mut row.cashed,
            };
            let sum = portion(grant.amount, share).and_then(|amount| cell.checked_add(amount));
            *cell = sum.map_err(FinanceError::project(project.id()))?;
        }
    }
    Ok(rows.into_values().collect())
}

/// Grants which are requested and not notified, of those of some projects that have begun, in their order.
pub fn unsecured_grants<'a>(projects: impl IntoIterator<Item = ProjectRef<'a>>) -> Vec<UnsecuredGrant> {
    let begun = projects.into_iter().filter(|project| project.record().state.is_committed());
    let grants = begun.flat_map(|project| project.record().co_financing.iter().map(move |grant| (project, grant)));
    let open = grants.filter(|(_, grant)| grant.state == CoFinancingState::Requested && !grant.amount.is_zero());
    open.map(|(project, grant)| UnsecuredGrant {
        project: project.id().clone(),
        source: grant.source.clone(),
        year: grant.year,
        amount: grant.amount,
    })
    .collect()
}

/// What the cost that a landing is held against comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ApprovedBasis {
    /// The cost of the baseline.
    Baseline,
    /// The cost lines of the variant that is followed, where no baseline gives a cost.
    Plan,
}

/// Where the cost of a project will land (*atterrissage*, EAC), against what was approved.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Landing {
    /// Which project.
    pub project: ProjectId,
    /// What it will have cost in all, as expected now.
    pub landing: Money,
    /// What was approved.
    pub approved: Money,
    /// Where that figure comes from.
    pub basis: ApprovedBasis,
    /// Landing − approved; above zero where it will cost more.
    pub excess: Money,
}

fn landing(project: ProjectRef<'_>) -> Option<Result<Landing, FinanceError>> {
    let record = project.record();
    let landing = record.landing?;
    let held_against = || {
        let (approved, basis) = match record.baseline.as_ref().and_then(|baseline| baseline.cost) {
            Some(cost) => (cost, ApprovedBasis::Baseline),
            None => (project.cost()?, ApprovedBasis::Plan),
        };
        let excess = landing.checked_sub(approved)?;
        Ok(Landing { project: record.id.clone(), landing, approved, basis, excess })
    };
    Some(held_against().map_err(FinanceError::project(&record.id)))
}

/// The landings that are given for some projects, in their order.
///
/// Fails where amounts of two currencies meet or a sum exceeds 10¹⁵.
pub fn landings<'a>(projects: impl IntoIterator<Item = ProjectRef<'a>>) -> Result<Vec<Landing>, FinanceError> {
    projects.into_iter().filter_map(landing).collect()
}
