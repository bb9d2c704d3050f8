//! Finds the changes between two trees.

use super::{Change, Edit, Step, field, id, text};
use crate::wire::tree::Node;
use std::collections::{HashMap, HashSet, VecDeque};

/// What tells records of a kind without ids apart, beyond what changes from one committee to the next: such a record has
/// changed where these fields are the same, and is another one where they are not.
const TELLING: &[(&str, &[&str])] = &[
    ("assignments", &["person", "role", "subject"]),
    (
        "dependencies",
        &[
            "timing/predecessor",
            "timing/successor",
            "requires/dependent",
            "requires/prerequisite",
            "excludes/projects",
            "together/projects",
            "synergy/projects",
        ],
    ),
    ("measures", &["indicator", "subject", "date", "status"]),
    ("meetings", &["body", "date"]),
    ("school_holidays", &["zone", "name"]),
    ("ledger", &["date", "envelope", "year", "section", "stage", "project", "reference"]),
    ("worked_days", &["project", "pool", "period", "person"]),
];

/// The changes of two documents, in the order of the later one.
pub(super) fn documents(before: &Node, after: &Node) -> Vec<Change> {
    let mut changes = Vec::new();
    for name in names(before, after) {
        let (old, new) = (field(before, name), field(after, name));
        if old == new {
            continue;
        }
        match (items(old), items(new)) {
            (Some(old), Some(new)) => lists(name, old, new, &mut changes),
            _ => changes.push(Change {
                list: String::new(),
                key: String::new(),
                edit: Edit::Field {
                    at: 0,
                    path: vec![Step::Field(name.to_owned())],
                    before: old.cloned(),
                    after: new.cloned(),
                },
            }),
        }
    }
    changes
}

/// The names of the fields of either record, those of the later one in its order, each that is gone before the one it stood
/// before.
fn names<'a>(before: &'a Node, after: &'a Node) -> Vec<&'a str> {
    let keys = |node: &'a Node| -> Vec<&'a str> {
        match node {
            Node::Record(fields) => fields.iter().map(|(name, _)| name.as_str()).collect(),
            _ => Vec::new(),
        }
    };
    let (old, new) = (keys(before), keys(after));
    let mut names = Vec::with_capacity(new.len());
    let mut rest = old.into_iter().peekable();
    for name in new {
        while let Some(gone) = rest.next_if(|old| field(after, old).is_none()) {
            names.push(gone);
        }
        rest.next_if_eq(&name);
        names.push(name);
    }
    names.extend(rest.filter(|old| field(after, old).is_none()));
    names
}

/// The items of a list of records; none of a list that is not written, which is an empty one.
fn items(value: Option<&Node>) -> Option<&[Node]> {
    match value {
        None => Some(&[]),
        Some(Node::List(items)) if items.iter().all(Node::is_record) => Some(items),
        Some(_) => None,
    }
}

/// The changes of one list of the document.
fn lists(name: &str, old: &[Node], new: &[Node], changes: &mut Vec<Change>) {
    let labels = |records: &[Node]| -> Vec<String> { records.iter().map(|record| label(name, record)).collect() };
    let (old_labels, new_labels) = (labels(old), labels(new));
    let has_ids = old.iter().chain(new).all(|record| id(record).is_some());
    let pairs = pairs(old, new, &old_labels, &new_labels, has_ids);
    let change = |key: &String, edit: Edit| Change { list: name.to_owned(), key: key.clone(), edit };
    for (at, record) in old.iter().enumerate() {
        let Some(later) = pairs.later[at] else {
            changes.push(change(&old_labels[at], Edit::Remove { at, record: record.clone() }));
            continue;
        };
        let mut fields = Vec::new();
        compare(&mut Vec::new(), Some(record), Some(&new[later]), &mut fields);
        changes.extend(
            fields
                .into_iter()
                .map(|(path, before, after)| change(&old_labels[at], Edit::Field { at, path, before, after })),
        );
    }
    for (at, record) in new.iter().enumerate().filter(|(at, _)| pairs.earlier[*at].is_none()) {
        changes.push(change(&new_labels[at], Edit::Add { at, record: record.clone() }));
    }
    let order: Vec<usize> = pairs.earlier.iter().copied().flatten().collect();
    if !order.is_sorted() {
        changes.push(change(&String::new(), Edit::Order(order)));
    }
}

/// Which record of a list became which.
struct Pairs {
    /// Per record of the earlier list, its position in the later one.
    later: Vec<Option<usize>>,
    /// Per record of the later list, its position in the earlier one.
    earlier: Vec<Option<usize>>,
}

fn pairs(old: &[Node], new: &[Node], old_labels: &[String], new_labels: &[String], has_ids: bool) -> Pairs {
    let mut pairs = Pairs { later: vec![None; old.len()], earlier: vec![None; new.len()] };
    if !has_ids {
        let texts = |records: &[Node]| -> Vec<String> { records.iter().map(text).collect() };
        pairs.take(&texts(old), &texts(new));
    }
    pairs.take(old_labels, new_labels);
    pairs
}

impl Pairs {
    /// Pairs what is still alone and says the same, in the order of the lists.
    fn take(&mut self, old: &[String], new: &[String]) {
        let mut waiting: HashMap<&str, VecDeque<usize>> = HashMap::new();
        for (at, key) in old.iter().enumerate().filter(|(at, _)| self.later[*at].is_none()) {
            waiting.entry(key).or_default().push_back(at);
        }
        for (at, key) in new.iter().enumerate() {
            if self.earlier[at].is_some() {
                continue;
            }
            if let Some(earlier) = waiting.get_mut(key.as_str()).and_then(VecDeque::pop_front) {
                self.earlier[at] = Some(earlier);
                self.later[earlier] = Some(at);
            }
        }
    }
}

/// What a record is called: its id, or what tells it from others.
pub(super) fn label(list: &str, record: &Node) -> String {
    if let Some(id) = id(record) {
        return id.to_owned();
    }
    let telling = TELLING.iter().find(|(name, _)| *name == list).map_or(&[][..], |(_, fields)| fields);
    let found = telling.iter().filter_map(|path| path.split('/').try_fold(record, field));
    let words: Vec<String> = found.map(word).collect();
    if words.is_empty() { text(record) } else { words.join(", ") }
}

fn word(node: &Node) -> String {
    match node {
        Node::List(items) => items.iter().map(word).collect::<Vec<_>>().join(", "),
        Node::Record(fields) => {
            fields.iter().map(|(name, value)| format!("{name} {}", word(value))).collect::<Vec<_>>().join(", ")
        }
        other => text(other),
    }
}

type FieldChange = (Vec<Step>, Option<Node>, Option<Node>);

/// The changes from one value to another, as deep as records can be told apart.
fn compare(path: &mut Vec<Step>, before: Option<&Node>, after: Option<&Node>, changes: &mut Vec<FieldChange>) {
    if before == after {
        return;
    }
    match (before, after) {
        (Some(old @ Node::Record(_)), Some(new @ Node::Record(_))) => {
            for name in names(old, new) {
                path.push(Step::Field(name.to_owned()));
                compare(path, field(old, name), field(new, name), changes);
                path.pop();
            }
        }
        (old, new) => {
            let lists = items(old).zip(items(new));
            match lists {
                Some((old, new)) if is_told(old, new) => told(path, old, new, changes),
                Some((old, new)) if old.len() == new.len() => {
                    for (i, (old, new)) in old.iter().zip(new).enumerate() {
                        path.push(Step::Item(i));
                        compare(path, Some(old), Some(new), changes);
                        path.pop();
                    }
                }
                _ => changes.push((path.clone(), old.cloned(), new.cloned())),
            }
        }
    }
}

/// Whether each record of both lists has an id of its own, and those that stay stand in their order with the new ones
/// behind.
fn is_told(old: &[Node], new: &[Node]) -> bool {
    fn ids(records: &[Node]) -> Option<HashSet<&str>> {
        let mut ids = HashSet::with_capacity(records.len());
        records.iter().all(|record| id(record).is_some_and(|id| ids.insert(id))).then_some(ids)
    }
    let (Some(old_ids), Some(new_ids)) = (ids(old), ids(new)) else { return false };
    let kept = old.iter().filter_map(id).filter(|id| new_ids.contains(id));
    let added = new.iter().filter_map(id).filter(|id| !old_ids.contains(id));
    kept.chain(added).eq(new.iter().filter_map(id))
}

fn told(path: &mut Vec<Step>, old: &[Node], new: &[Node], changes: &mut Vec<FieldChange>) {
    fn by_id(records: &[Node]) -> HashMap<&str, &Node> {
        records.iter().filter_map(|record| Some((id(record)?, record))).collect()
    }
    let (earlier, later) = (by_id(old), by_id(new));
    for record in old {
        let Some(key) = id(record) else { continue };
        path.push(Step::Id(key.to_owned()));
        compare(path, Some(record), later.get(key).copied(), changes);
        path.pop();
    }
    for record in new {
        let Some(key) = id(record).filter(|key| !earlier.contains_key(key)) else { continue };
        path.push(Step::Id(key.to_owned()));
        changes.push((path.clone(), None, Some(record.clone())));
        path.pop();
    }
}
