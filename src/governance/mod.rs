//! Who meets when, at which level, and whom a roadmap speaks to (*gouvernance et communication*).
//!
//! | question | answer |
//! | --- | --- |
//! | when do bodies meet? | [`Model::meetings`](crate::Model::meetings), [`Scope::meetings`](crate::Scope::meetings), [`Model::next_meetings`](crate::Model::next_meetings) |
//! | are two bodies nearly the same? | [`overlaps`]: one level, members in common, meetings close to each other |
//! | who reviews a roadmap? | [`reviewers`]; [`undated_bodies`] are those that no meeting is known of |
//! | is every level there, and often enough? | [`levels`] |
//! | does the roadmap bring more people together than its portfolios? | [`audience_widths`] |
//! | what was decided and is not done? | [`overdue_actions`] |
//! | who is told what? | [`aims`], [`unspoken_changes`] |
//! | what may not be promoted? | [`barred_promotions`] |
//!
//! All answers are plain data; none fails. Days follow the calendar of each body, Monday to Friday without holidays where
//! it has none.
//!
//! ```
//! use portefeuille::governance::overlaps;
//! use portefeuille::model::{GovernanceBody, GovernanceLevel, ModelDraft, Organization, Person};
//! use portefeuille::time::{Anchor, Cadence, Weekday};
//! use portefeuille::Currency;
//!
//! let mut draft = ModelDraft::new("2026-11-24".parse()?, Currency::EUR);
//! draft.organizations.push(Organization::new("dep", "Département"));
//! draft.persons.extend(["a", "b", "c", "d"].map(|id| Person::new(id, id)));
//! for (id, members, nth) in [("copil", &["a", "b", "c", "d"][..], 2), ("arbitrage", &["b", "c", "d"], 3)] {
//!     let mut body = GovernanceBody::new(id, id, "dep", GovernanceLevel::Tactical);
//!     body.members = members.iter().map(|id| (*id).into()).collect();
//!     body.cadence = Some(Cadence::every_months(3, 3, Anchor::nth(nth, Weekday::Tuesday)));
//!     draft.bodies.push(body);
//! }
//!
//! let model = draft.build()?;
//! let found = overlaps(&model, "2027-01/2028-01".parse()?, "0.6".parse()?, 5);
//! assert_eq!((found[0].common, found[0].either, found[0].likeness.to_string().as_str()), (3, 4, "0.75"));
//! assert_eq!(found[0].meetings.len(), 4); // each quarter, a week apart
//! assert!(overlaps(&model, "2027-01/2028-01".parse()?, "0.6".parse()?, 4).is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod body;
mod communication;
mod follow_up;
mod meeting;
mod reach;
#[cfg(test)]
mod tests;

pub use body::{
    AudienceWidth, BodyOverlap, BodyRhythm, LevelRhythm, audience_widths, levels, overlaps, undated_bodies,
};
pub use communication::{AudienceAims, BarredPromotion, aims, barred_promotions, unspoken_changes};
pub use follow_up::{OverdueAction, overdue_actions};
pub use meeting::MeetingDate;
pub use reach::{concerns, reviewers};
