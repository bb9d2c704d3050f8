//! What differs between two documents, record by record and field by field.
//!
//! [`Model::diff`] compares the canonical documents of two models: records are matched by their kind and id, and by what
//! they say where their kind has no id. [`Diff::apply`] does to the earlier model what the changes say and gives the later
//! one exactly, the order of its records included.

mod apply;
mod compare;

pub use apply::ApplyError;

use super::tree::{self, Node};
use crate::model::Model;
use std::fmt;

/// What happened to a record or a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ChangeKind {
    /// A record is new.
    Added,
    /// A record is gone.
    Removed,
    /// A field of a record has another value, or has one now, or none any more.
    Changed,
    /// Records of a list stand in another order.
    Reordered,
}

/// One change between two documents.
///
/// Records of another kind than projects are told by their list in the document, too: `envelopes`, `assignments`…
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    list: String,
    key: String,
    edit: Edit,
}

/// What has to be done to the list.
#[derive(Debug, Clone, PartialEq)]
enum Edit {
    /// At a position of the later list.
    Add { at: usize, record: Node },
    /// From a position of the earlier list.
    Remove { at: usize, record: Node },
    /// Of the record at a position of the earlier list, or of the head.
    Field { at: usize, path: Vec<Step>, before: Option<Node>, after: Option<Node> },
    /// The positions in the earlier list of the records that stay, in their later order.
    Order(Vec<usize>),
}

/// One step down a record.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Field(String),
    /// An item of a list of records with ids.
    Id(String),
    /// An item of a list without ids.
    Item(usize),
}

impl Change {
    /// What happened.
    pub fn kind(&self) -> ChangeKind {
        match self.edit {
            Edit::Add { .. } => ChangeKind::Added,
            Edit::Remove { .. } => ChangeKind::Removed,
            Edit::Field { .. } => ChangeKind::Changed,
            Edit::Order(_) => ChangeKind::Reordered,
        }
    }

    /// The list of the document that the record stands in, such as `projects`; empty for the head of the document.
    pub fn list(&self) -> &str {
        &self.list
    }

    /// The id of the record; what tells it from others of its kind where the kind has no ids; empty for the head and for
    /// the order of a list.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The field, from the record down, with the ids of the records inside it: `state`, `milestones/recette/due`,
    /// `variants/saas/costs/0/amount`. Empty for whole records.
    pub fn field(&self) -> String {
        let Edit::Field { path, .. } = &self.edit else { return String::new() };
        let steps: Vec<String> = path
            .iter()
            .map(|step| match step {
                Step::Field(name) | Step::Id(name) => name.clone(),
                Step::Item(item) => item.to_string(),
            })
            .collect();
        steps.join("/")
    }

    /// What stood there, as the document writes it: a text bare, anything else as JSON. None where nothing did.
    pub fn before(&self) -> Option<String> {
        match &self.edit {
            Edit::Remove { record, .. } => Some(text(record)),
            Edit::Field { before, .. } => before.as_ref().map(text),
            Edit::Add { .. } | Edit::Order(_) => None,
        }
    }

    /// What stands there now, as the document writes it. None where nothing does.
    pub fn after(&self) -> Option<String> {
        match &self.edit {
            Edit::Add { record, .. } => Some(text(record)),
            Edit::Field { after, .. } => after.as_ref().map(text),
            Edit::Remove { .. } | Edit::Order(_) => None,
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |value: Option<String>| value.unwrap_or_else(|| "–".to_owned());
        let list = if self.list.is_empty() { "document" } else { &self.list };
        match &self.edit {
            Edit::Add { .. } => write!(f, "+ {list} `{}`", self.key),
            Edit::Remove { .. } => write!(f, "- {list} `{}`", self.key),
            Edit::Order(_) => write!(f, "~ {list}: another order"),
            Edit::Field { .. } if self.key.is_empty() => {
                write!(f, "~ {list} {}: {} → {}", self.field(), shown(self.before()), shown(self.after()))
            }
            Edit::Field { .. } => {
                let (before, after) = (shown(self.before()), shown(self.after()));
                write!(f, "~ {list} `{}` {}: {before} → {after}", self.key, self.field())
            }
        }
    }
}

/// Every difference of a document from an earlier one (*écarts entre deux versions*), in the order of the document.
///
/// It prints as a line for each change.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Diff {
    changes: Vec<Change>,
}

impl Diff {
    /// Each change: of a list, what its records became, which are gone, which are new, and whether their order changed.
    pub fn changes(&self) -> impl ExactSizeIterator<Item = &Change> {
        self.changes.iter()
    }

    /// The changes of one record.
    pub fn of<'a>(&'a self, list: &'a str, key: &'a str) -> impl Iterator<Item = &'a Change> {
        self.changes.iter().filter(move |change| change.list == list && change.key == key)
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// How many changes there are.
    pub fn len(&self) -> usize {
        self.changes.len()
    }
}

impl fmt::Display for Diff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, change) in self.changes.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            fmt::Display::fmt(change, f)?;
        }
        Ok(())
    }
}

impl Model {
    /// What has changed since an earlier state of the document, by record and field.
    ///
    /// Takes time and memory in proportion to the two documents, and no more: where ids or contents match records, they
    /// are looked up.
    ///
    /// ```
    /// use portefeuille::model::{ModelDraft, Project, Variant};
    /// use portefeuille::Currency;
    ///
    /// # fn main() -> Result<(), portefeuille::Error> {
    /// let mut draft = ModelDraft::new("2026-11-24".parse()?, Currency::EUR);
    /// draft.projects.push(Project::new("sig", "Plateforme SIG", Variant::new("base", 9)));
    /// let earlier = draft.clone().build()?;
    /// draft.projects[0].start = Some("2027-03".parse()?);
    /// draft.projects[0].variants[0].months = 12;
    /// let later = draft.build()?;
    ///
    /// let diff = later.diff(&earlier);
    /// assert_eq!(
    ///     diff.to_string(),
    ///     "~ projects `sig` start: – → 2027-03\n~ projects `sig` variants/base/months: 9 → 12"
    /// );
    /// assert_eq!(diff.apply(&earlier)?, later);
    /// # Ok(()) }
    /// ```
    pub fn diff(&self, earlier: &Self) -> Diff {
        Diff { changes: compare::documents(&document(earlier), &document(self)) }
    }
}

/// The canonical document as a tree.
fn document(model: &Model) -> Node {
    // What the writer wrote is JSON without doubled fields.
    tree::parse(&model.to_json()).map_or(Node::Record(Vec::new()), |(tree, _)| tree)
}

/// A value as the document writes it, on one line; a text bare.
fn text(node: &Node) -> String {
    match node {
        Node::Text(text) => text.clone(),
        other => {
            let mut out = String::new();
            json(other, &mut out);
            out
        }
    }
}

fn json(node: &Node, out: &mut String) {
    match node {
        Node::Null | Node::Gap => out.push_str("null"),
        Node::Flag(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Node::Signed(number) => out.push_str(&number.to_string()),
        Node::Unsigned(number) => out.push_str(&number.to_string()),
        Node::Float(number) => out.push_str(&number.to_string()),
        Node::Text(text) => quoted(text, out),
        Node::List(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push_str(", ");
                }
                json(item, out);
            }
            out.push(']');
        }
        Node::Record(fields) => {
            out.push('{');
            for (i, (name, value)) in fields.iter().enumerate() {
                if i > 0 {
                    out.push_str(", ");
                }
                quoted(name, out);
                out.push_str(": ");
                json(value, out);
            }
            out.push('}');
        }
    }
}

fn quoted(text: &str, out: &mut String) {
    // A text always has a JSON form.
    out.push_str(&serde_json::to_string(text).unwrap_or_default());
}

/// The list of a document or a record, none where the field is absent or no list.
fn list<'a>(record: &'a Node, name: &str) -> Option<&'a [Node]> {
    match field(record, name) {
        Some(Node::List(items)) => Some(items),
        _ => None,
    }
}

fn field<'a>(record: &'a Node, name: &str) -> Option<&'a Node> {
    match record {
        Node::Record(fields) => fields.iter().find(|(key, _)| key == name).map(|(_, value)| value),
        _ => None,
    }
}

/// The id of a record.
fn id(record: &Node) -> Option<&str> {
    match field(record, "id") {
        Some(Node::Text(id)) => Some(id),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
