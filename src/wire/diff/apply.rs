//! Does to a document what a diff says.

use super::compare::label;
use super::{Change, Diff, Edit, Step, document, field, id, list, text};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{DocumentVersion, Model, ModelDraft};
use crate::wire::reader::{Attempt, Reader};
use crate::wire::tree::Node;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Why a diff cannot be applied.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ApplyError {
    /// The document is not the one that the changes were found from.
    #[error("the changes are of another document: {place} is {found}, not {expected}")]
    Mismatch {
        /// The record and field at which the documents part.
        place: String,
        /// What the changes begin from.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// The changed document breaks a rule: the changes were applied to another document than the one they were found from.
    #[error(transparent)]
    Document(#[from] Diagnostics),
}

impl ApplyError {
    /// The code of the fault; of several, the first.
    pub fn code(&self) -> Code {
        match self {
            Self::Mismatch { .. } => Code::DiffMismatch,
            Self::Document(faults) => faults.iter().next().map_or(Code::DiffMismatch, Diagnostic::code),
        }
    }
}

impl Diff {
    /// The later model, from the one that the changes were found from.
    ///
    /// Every value that a change begins from is checked: a document that differs there is refused. What it says elsewhere
    /// stays.
    pub fn apply(&self, earlier: &Model) -> Result<Model, ApplyError> {
        let mut tree = document(earlier);
        let mut lists: BTreeMap<&str, Vec<&Change>> = BTreeMap::new();
        for change in &self.changes {
            match &change.edit {
                Edit::Field { path, before, after, .. } if change.list.is_empty() => {
                    edit(&mut tree, change, path, before.as_ref(), after.as_ref())?;
                }
                _ => lists.entry(&change.list).or_default().push(change),
            }
        }
        for (name, changes) in lists {
            let records = edited(name, list(&tree, name).unwrap_or_default(), &changes)?;
            set(&mut tree, name, Node::List(records));
        }
        let attempt = Attempt::default();
        let mut draft = ModelDraft::deserialize(Reader { node: &tree, attempt: &attempt })
            .map_err(|_| mismatch("the document", "one that can be read once it is changed", "one that cannot"))?;
        draft.version = DocumentVersion::CURRENT;
        Ok(draft.build()?)
    }
}

fn mismatch(place: impl Into<String>, expected: impl Into<String>, found: impl Into<String>) -> ApplyError {
    ApplyError::Mismatch { place: place.into(), expected: expected.into(), found: found.into() }
}

fn shown(node: Option<&Node>) -> String {
    node.map_or_else(|| "nothing".to_owned(), |node| format!("`{}`", text(node)))
}

/// A list with all of its changes done.
fn edited(name: &str, old: &[Node], changes: &[&Change]) -> Result<Vec<Node>, ApplyError> {
    let mut records = old.to_vec();
    let mut gone = BTreeSet::new();
    let mut added = BTreeMap::new();
    let mut order: Option<&Vec<usize>> = None;
    for change in changes {
        match &change.edit {
            Edit::Add { at, record } => {
                added.insert(*at, record);
            }
            Edit::Remove { at, record } => {
                if old.get(*at) != Some(record) {
                    let place = format!("{name} `{}`", change.key);
                    return Err(mismatch(place, shown(Some(record)), shown(old.get(*at))));
                }
                gone.insert(*at);
            }
            Edit::Field { at, path, before, after } => {
                let is_meant = old.get(*at).is_some_and(|record| label(name, record) == change.key);
                let Some(record) = records.get_mut(*at).filter(|_| is_meant) else {
                    let found = old.get(*at).map_or_else(|| "nothing".to_owned(), |r| format!("`{}`", label(name, r)));
                    return Err(mismatch(format!("number {} of {name}", at + 1), format!("`{}`", change.key), found));
                };
                edit(record, change, path, before.as_ref(), after.as_ref())?;
            }
            Edit::Order(kept) => order = Some(kept),
        }
    }
    let staying: Vec<usize> = (0..records.len()).filter(|at| !gone.contains(at)).collect();
    let kept = match order {
        Some(order) => {
            let mut sorted = order.clone();
            sorted.sort_unstable();
            if sorted != staying {
                let counted = |count: usize| format!("of {count} that stay");
                return Err(mismatch(format!("the list {name}"), counted(order.len()), counted(staying.len())));
            }
            order
        }
        None => &staying,
    };
    let mut kept = kept.iter();
    let mut result = Vec::with_capacity(kept.len() + added.len());
    let total = kept.len() + added.len();
    while result.len() < total {
        if let Some(record) = added.remove(&result.len()) {
            result.push(record.clone());
        } else if let Some(at) = kept.next() {
            result.push(std::mem::replace(&mut records[*at], Node::Null));
        } else {
            // A shorter list than the one compared: what is new comes behind.
            result.extend(std::mem::take(&mut added).into_values().cloned());
        }
    }
    Ok(result)
}

/// Puts one value in the place of another.
fn edit(
    node: &mut Node,
    change: &Change,
    path: &[Step],
    before: Option<&Node>,
    after: Option<&Node>,
) -> Result<(), ApplyError> {
    let found = path.iter().try_fold(&*node, |node, step| child(node, step));
    if found != before {
        let place = format!("{} `{}` {}", change.list, change.key, change.field());
        return Err(mismatch(place, shown(before), shown(found)));
    }
    let Some((last, parents)) = path.split_last() else { return Ok(()) };
    let mut parent = node;
    for (k, step) in parents.iter().enumerate() {
        // A list that becomes empty is not written: the first record with an id begins it.
        if let (Step::Field(name), Some(Step::Id(_))) = (step, path.get(k + 1))
            && field(parent, name).is_none()
        {
            set(parent, name, Node::List(Vec::new()));
        }
        let Some(child) = child_mut(parent, step) else {
            let place = format!("{} `{}` {}", change.list, change.key, change.field());
            return Err(mismatch(place, "there", "not there"));
        };
        parent = child;
    }
    put(parent, last, after);
    Ok(())
}

fn child<'a>(node: &'a Node, step: &Step) -> Option<&'a Node> {
    match (node, step) {
        (_, Step::Field(name)) => field(node, name),
        (Node::List(items), Step::Id(key)) => items.iter().find(|item| id(item) == Some(key)),
        (Node::List(items), Step::Item(at)) => items.get(*at),
        _ => None,
    }
}

fn child_mut<'a>(node: &'a mut Node, step: &Step) -> Option<&'a mut Node> {
    match (node, step) {
        (Node::Record(fields), Step::Field(name)) => {
            fields.iter_mut().find(|(key, _)| key == name).map(|(_, value)| value)
        }
        (Node::List(items), Step::Id(key)) => items.iter_mut().find(|item| id(item) == Some(key)),
        (Node::List(items), Step::Item(at)) => items.get_mut(*at),
        _ => None,
    }
}

fn put(parent: &mut Node, step: &Step, value: Option<&Node>) {
    match (parent, step, value) {
        (parent @ Node::Record(_), Step::Field(name), Some(value)) => set(parent, name, value.clone()),
        (Node::Record(fields), Step::Field(name), None) => fields.retain(|(key, _)| key != name),
        (Node::List(items), Step::Id(key), value) => {
            let at = items.iter().position(|item| id(item) == Some(key));
            match (at, value) {
                (Some(at), Some(value)) => items[at] = value.clone(),
                (Some(at), None) => {
                    items.remove(at);
                }
                (None, Some(value)) => items.push(value.clone()),
                (None, None) => {}
            }
        }
        (Node::List(items), Step::Item(at), Some(value)) => {
            if let Some(item) = items.get_mut(*at) {
                *item = value.clone();
            }
        }
        _ => {}
    }
}

fn set(record: &mut Node, name: &str, value: Node) {
    let Node::Record(fields) = record else { return };
    match fields.iter_mut().find(|(key, _)| key == name) {
        Some((_, slot)) => *slot = value,
        None => fields.push((name.to_owned(), value)),
    }
}
