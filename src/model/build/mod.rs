//! From a draft to a model: every rule is run, every fault is reported, each with the pointer of its field.
//!
//! | file | rules |
//! | --- | --- |
//! | `references` | ids are unique in their kind, references resolve, a list names a thing once |
//! | `amounts` | one currency, and nothing negative where that means nothing |
//! | `calendar` | whole periods, windows in order, years named once, spans that do not overlap |
//! | `projects` | variants, charge shares, states that lack a date or a score |
//! | `scoring` | scoring models: weights, judgements, value functions, thresholds |
//! | `strategy` | indicators and what is observed of them, quotas |
//! | `budgets` | votes and multi-year programs add up |
//! | `offices` | mandates, assignments and attachments: in order, without overlap, leading nowhere back |
//! | `histories` | dated events in order, states as their history says, meetings within their roadmap |
//! | `links` | the shape of links between projects |
//! | `cycles` | timing links that no dates satisfy |
//! | `contradictions` | links and forced choices, or recorded states, that exclude each other |

mod amounts;
mod budgets;
mod calendar;
mod contradictions;
mod cycles;
mod histories;
mod links;
mod offices;
mod projects;
mod references;
mod scoring;
mod strategy;

use super::index::{Index, Resolved};
use super::{DocumentVersion, Model, ModelDraft};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Location, Severity};
use std::fmt;

/// The longest time that a document may speak of, in months: a hundred years. What is longer is a slip of the pen.
const MAX_MONTHS: u32 = 1200;

impl ModelDraft {
    /// Checks the whole document and gives the model, or every fault at once. Warnings survive in
    /// [`Model::warnings`]; next to an error they are reported with it, so that one round of mending is enough.
    ///
    /// Time and memory are linear in the document, but for two checks on knots of links: a knot of timing links with
    /// both positive and negative lengths costs its projects times its links at worst, and the search for projects
    /// that exclude what they require ends after ten million steps.
    ///
    /// A cost line names the budget year it falls in if the project starts as planned, so a year before the one of the
    /// planned start is an error. Where no start is planned only the distance between the years counts: the first year
    /// named is the one the project starts in.
    pub fn build(self) -> Result<Model, Diagnostics> {
        self.build_noting(Diagnostics::new())
    }

    /// Builds, and keeps what the reader of the document has noted among the warnings.
    pub(crate) fn build_noting(self, notes: Diagnostics) -> Result<Model, Diagnostics> {
        let (index, resolved, mut faults) = self.judge();
        if faults.list.is_empty() {
            return Ok(Model::new(self, index, resolved, notes));
        }
        faults.sort();
        let failed = faults.list.iter().any(|d| d.severity() == Severity::Error);
        let all = notes.into_iter().chain(faults.list).collect();
        if failed { Err(all) } else { Ok(Model::new(self, index, resolved, all)) }
    }

    /// Everything that the rules say about the document, in the order of the document.
    #[cfg(feature = "json")]
    pub(crate) fn faults(&self) -> Diagnostics {
        let (_, _, mut faults) = self.judge();
        faults.sort();
        faults.list.into_iter().collect()
    }

    fn judge(&self) -> (Index, Resolved, Faults) {
        let mut faults = Faults::default();
        if self.version.version != DocumentVersion::CURRENT.version {
            let (found, current) = (self.version, DocumentVersion::CURRENT);
            faults.add(
                Code::UnsupportedVersion,
                "/portefeuille",
                format!("the document is of version {found}; this crate reads version {current}"),
            );
        }
        let mut suspects = Vec::new();
        let (index, resolved) = references::resolve(self, &mut faults, |i, project, faults| {
            amounts::project(self.currency, i, project, faults);
            projects::project(i, project, faults);
            histories::project(i, project, faults);
            if calendar::project(self.status_date, i, project, faults) {
                suspects.push(i);
            }
        });
        amounts::check(self, &mut faults);
        calendar::check(self, &mut faults);
        calendar::costs(self, &index, &suspects, &mut faults);
        budgets::check(self, &index, &mut faults);
        offices::check(self, &index, &resolved, &mut faults);
        histories::check(self, &index, &mut faults);
        projects::scores(self, &resolved, &mut faults);
        strategy::check(self, &index, &mut faults);
        let links = links::check(self, &index, &mut faults);
        cycles::check(self, &links, &mut faults);
        contradictions::check(self, &index, &links, &mut faults);
        (index, resolved, faults)
    }
}

/// What the rules have found so far.
#[derive(Default)]
struct Faults {
    list: Vec<Diagnostic>,
}

impl Faults {
    fn add(&mut self, code: Code, pointer: impl fmt::Display, message: impl Into<String>) {
        self.push(Diagnostic::new(code, message), pointer);
    }

    fn push(&mut self, diagnostic: Diagnostic, pointer: impl fmt::Display) {
        self.list.push(diagnostic.at(Location::pointer(pointer.to_string())));
    }

    /// Brings the faults into the order of the document; within a record they stay as found.
    fn sort(&mut self) {
        self.list.sort_by_cached_key(|diagnostic| document_order(diagnostic.location()));
    }
}

/// The place of a pointer in the order of a document: the list from 1, and the position in it; zeros for the head.
pub(crate) fn document_order(location: &Location) -> (usize, usize) {
    const LISTS: [&str; 29] = [
        "organizations",
        "units",
        "policy_areas",
        "persons",
        "mandates",
        "assignments",
        "audiences",
        "calendars",
        "school_holidays",
        "themes",
        "objectives",
        "envelopes",
        "pools",
        "portfolios",
        "roadmaps",
        "programs",
        "services",
        "demands",
        "projects",
        "dependencies",
        "indicators",
        "measures",
        "bodies",
        "meetings",
        "decisions",
        "communications",
        "ledger",
        "worked_days",
        "scenarios",
    ];
    let Location::Pointer(pointer) = location else { return (0, 0) };
    let mut parts = pointer.split('/').skip(1);
    let list = parts.next().and_then(|name| LISTS.iter().position(|list| *list == name));
    let record = parts.next().and_then(|number| number.parse().ok());
    (list.map_or(0, |list| list + 1), record.unwrap_or(0))
}

/// Whether an id shows nothing.
fn is_blank(id: &str) -> bool {
    // Nearly every id begins with a visible ASCII letter, and looking at that one is cheap.
    !id.bytes().next().is_some_and(|byte| byte.is_ascii_graphic()) && id.trim().is_empty()
}

/// Positions of the items that stand earlier in the list already.
fn repeats<'a, T: Eq + std::hash::Hash + 'a>(items: impl ExactSizeIterator<Item = &'a T> + Clone) -> Vec<usize> {
    // Most lists are short, and comparing is cheaper than hashing; long ones must not cost their square.
    if items.len() <= 8 {
        let earlier = |(k, item): &(usize, &T)| items.clone().take(*k).any(|other| other == *item);
        items.clone().enumerate().filter(earlier).map(|(k, _)| k).collect()
    } else {
        let mut seen = std::collections::HashSet::with_capacity(items.len());
        items.enumerate().filter(|(_, item)| !seen.insert(*item)).map(|(k, _)| k).collect()
    }
}

#[cfg(test)]
mod tests;
