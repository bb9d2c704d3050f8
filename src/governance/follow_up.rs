//! What decisions ask for and is not done.

use crate::id::{DecisionId, PersonId};
use crate::model::Model;
use crate::time::Date;
use chrono::NaiveDate;

/// An action of a decision whose day has passed (*action en retard*).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OverdueAction {
    /// The decision that asks for it.
    pub decision: DecisionId,
    /// Its position among the decision's actions.
    pub position: usize,
    /// What, in words.
    pub what: String,
    /// Who does it, if anybody.
    pub owner: Option<PersonId>,
    /// By when.
    pub due: Date,
    /// Days gone since then, 1 or more.
    pub days: u32,
}

/// The actions that are due before a day and not done up to it, in the order of the document. An action that is due in a
/// month has all of it.
pub fn overdue_actions(model: &Model, day: NaiveDate) -> Vec<OverdueAction> {
    let mut overdue = Vec::new();
    for decision in &model.records().decisions {
        for (position, action) in decision.actions.iter().enumerate() {
            let Some(due) = action.due else { continue };
            let is_done = action.done.is_some_and(|done| done.first_day() <= day);
            let days = (day - due.last_day()).num_days();
            if !is_done && days > 0 {
                overdue.push(OverdueAction {
                    decision: decision.id.clone(),
                    position,
                    what: action.what.clone(),
                    owner: action.owner.clone(),
                    due,
                    days: days as u32,
                });
            }
        }
    }
    overdue
}
