//! Whom a roadmap speaks to, what for, and when it must not.

use super::reach::{concerns, organizations_of};
use crate::id::{AudienceId, CommunicationId, MandateId, ProjectId};
use crate::model::{CommunicationAim, Lifecycle, Mandate, Model, Scope, Subject};
use crate::time::{Date, pre_election_start};
use chrono::{Months, NaiveDate};
use std::collections::BTreeSet;

/// What communication about a roadmap is after, for one of its audiences.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AudienceAims {
    /// Which audience.
    pub audience: AudienceId,
    /// Aims that some communication has, in the order make known, win over, get used.
    pub present: Vec<CommunicationAim>,
    /// Aims that none has, in the same order.
    pub missing: Vec<CommunicationAim>,
}

/// The three aims, in order.
const AIMS: [CommunicationAim; 3] = [CommunicationAim::MakeKnown, CommunicationAim::WinOver, CommunicationAim::GetUsed];

/// For each audience of a roadmap, in its order: which of the three aims (*faire connaître, faire adhérer, faire
/// utiliser*) communication about it has, planned or done. Communication about a theme, an objective or a project of it
/// counts, and about its organization. Nothing for a portfolio, which has no audiences of its own.
pub fn aims(scope: &Scope) -> Vec<AudienceAims> {
    let Some(roadmap) = scope.as_roadmap() else { return Vec::new() };
    let own = |audience: &AudienceId| roadmap.audiences.contains(audience);
    let communications = &scope.model().records().communications;
    let had: BTreeSet<(&AudienceId, CommunicationAim)> = communications
        .iter()
        .filter(|action| own(&action.audience) && concerns(scope, &action.subject))
        .map(|action| (&action.audience, action.aim))
        .collect();
    let split = |audience: &AudienceId| {
        let (present, missing) = AIMS.into_iter().partition(|aim| had.contains(&(audience, *aim)));
        AudienceAims { audience: audience.clone(), present, missing }
    };
    roadmap.audiences.iter().map(split).collect()
}

/// The projects of a model that change people's work, have begun and are not closed, and about which nothing is said to
/// anybody, in the order of the document.
pub fn unspoken_changes(model: &Model) -> Vec<ProjectId> {
    let spoken = |subject: &Subject| match subject {
        Subject::Project(id) => Some(id.clone()),
        _ => None,
    };
    let spoken: BTreeSet<ProjectId> =
        model.records().communications.iter().filter_map(|action| spoken(&action.subject)).collect();
    let open = model.projects().filter(|project| {
        let record = project.record();
        record.changes_work && record.state.is_committed() && record.state != Lifecycle::Closed
    });
    open.map(|project| project.id().clone()).filter(|id| !spoken.contains(id)).collect()
}

/// Promotion of achievements that falls before an election (*promotion en période préélectorale*).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct BarredPromotion {
    /// The communication.
    pub communication: CommunicationId,
    /// When it is.
    pub date: Date,
    /// The mandate whose election it is.
    pub mandate: MandateId,
    /// Day of vote.
    pub election: Date,
    /// First day on which nothing is promoted.
    pub barred_from: NaiveDate,
}

/// The first day on which nothing is promoted before an election: counted in whole months before its month. Six are the
/// law's, see [`pre_election_start`].
fn barred_from(election: NaiveDate, months: u32) -> NaiveDate {
    let law = pre_election_start(election);
    let moved = if months < 6 {
        law.checked_add_months(Months::new(6 - months))
    } else {
        law.checked_sub_months(Months::new(months - 6))
    };
    moved.unwrap_or(law)
}

/// Communication that promotes achievements from the first day of the month so many months before that of an election,
/// up to the day of vote, in the order of the document; of several elections the first that is met.
///
/// Elections are those of mandates of the organization that the communication is for; of every mandate where none is known
/// for it. Where only the month of one of the two dates is known, one day in common is enough. Meetings of bodies are not
/// barred.
pub fn barred_promotions(model: &Model, months: u32) -> Vec<BarredPromotion> {
    let records = model.records();
    let mut elections: Vec<(Date, &Mandate)> =
        records.mandates.iter().flat_map(|mandate| mandate.elections.iter().map(move |day| (*day, mandate))).collect();
    elections.sort_by(|(day, mandate), (other_day, other)| (day, &mandate.id).cmp(&(other_day, &other.id)));
    let promoting = records.communications.iter().filter(|action| action.promotes);
    let barred = |action: &crate::model::CommunicationAction| {
        let organizations = organizations_of(model, &action.subject);
        let concerns = |mandate: &Mandate| organizations.is_empty() || organizations.contains(&mandate.organization);
        elections.iter().filter(|(_, mandate)| concerns(mandate)).find_map(|(election, mandate)| {
            let from = barred_from(election.first_day(), months);
            let meets = action.date.last_day() >= from && action.date.first_day() <= election.last_day();
            meets.then(|| BarredPromotion {
                communication: action.id.clone(),
                date: action.date,
                mandate: mandate.id.clone(),
                election: *election,
                barred_from: from,
            })
        })
    };
    promoting.filter_map(barred).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_months_are_the_law() {
        let on = |text: &str| text.parse::<NaiveDate>().expect("a day");
        for election in ["2028-03-05", "2026-03-22", "2024-08-31"] {
            assert_eq!(barred_from(on(election), 6), pre_election_start(on(election)));
        }
        assert_eq!(barred_from(on("2028-03-05"), 3), on("2027-12-01"));
        assert_eq!(barred_from(on("2028-03-05"), 0), on("2028-03-01"));
        assert_eq!(barred_from(on("2028-03-05"), 12), on("2027-03-01"));
        assert_eq!(barred_from(on("2028-03-05"), u32::MAX), on("2027-09-01"));
    }
}
