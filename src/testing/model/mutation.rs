//! What people and machines do to sound documents.

use proptest::prelude::{Strategy, any};
use proptest::sample::select;
use serde_json::{Map, Value};

/// One way to break a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum MutationKind {
    /// A field is left out.
    DeleteKey,
    /// A value of another JSON type stands in a place.
    ChangeType,
    /// A text is spoilt: its format, its word or its id.
    BreakLeaf,
    /// A text becomes an id that no record has.
    DanglingReference,
    /// A record is written twice.
    DuplicateRecord,
    /// A field is written twice in one record.
    DuplicateKey,
    /// A field is added that no record has.
    UnknownKey,
    /// A number becomes negative.
    NegativeNumber,
    /// A number or an amount becomes huge.
    HugeNumber,
    /// An amount counts in another currency.
    OtherCurrency,
    /// The text breaks off.
    Truncated,
    /// Bytes of the text are others.
    RandomBytes,
}

impl MutationKind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::DeleteKey,
        Self::ChangeType,
        Self::BreakLeaf,
        Self::DanglingReference,
        Self::DuplicateRecord,
        Self::DuplicateKey,
        Self::UnknownKey,
        Self::NegativeNumber,
        Self::HugeNumber,
        Self::OtherCurrency,
        Self::Truncated,
        Self::RandomBytes,
    ];
}

/// A change of a document's text. Most of the time the result cannot be read or built any more; never may it make the
/// reader panic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mutation {
    kind: MutationKind,
    site: u32,
    value: u32,
}

/// Mutations of every kind, at any place of a document.
pub fn mutations() -> impl Strategy<Value = Mutation> {
    (select(MutationKind::ALL), any::<u32>(), any::<u32>()).prop_map(|(kind, site, value)| Mutation {
        kind,
        site,
        value,
    })
}

impl Mutation {
    /// What it does.
    pub fn kind(&self) -> MutationKind {
        self.kind
    }

    /// The changed document; the same text where there is nothing to change in this way.
    pub fn apply(&self, document: &str) -> String {
        match self.kind {
            MutationKind::Truncated => {
                let end = (0..=self.within(document.len())).rev().find(|end| document.is_char_boundary(*end));
                document[..end.unwrap_or(0)].to_owned()
            }
            MutationKind::RandomBytes => self.scramble(document),
            MutationKind::DuplicateKey => self.double_key(document),
            _ => {
                let Ok(mut root) = serde_json::from_str::<Value>(document) else { return document.to_owned() };
                self.change(&mut root);
                root.to_string()
            }
        }
    }

    fn within(&self, limit: usize) -> usize {
        if limit == 0 { 0 } else { self.site as usize % limit }
    }

    fn scramble(&self, document: &str) -> String {
        let mut characters: Vec<char> = document.chars().collect();
        let strange = ['\0', '"', '{', '}', '[', ',', '\\', 'é', '\u{1f4a5}', '9', '-', ' '];
        let mut state = self.value;
        for _ in 0..=self.value % 4 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let place = (self.site ^ state) as usize % characters.len().max(1);
            if let Some(character) = characters.get_mut(place) {
                *character = strange[(state >> 16) as usize % strange.len()];
            }
        }
        characters.into_iter().collect()
    }

    /// The first field of some record once more, before itself.
    fn double_key(&self, document: &str) -> String {
        let records: Vec<usize> = document.match_indices("{\n").map(|(place, _)| place + 1).collect();
        let Some(place) = records.get(self.within(records.len())) else { return document.to_owned() };
        let field = document[*place..].split([':']).next().unwrap_or_default();
        format!("{}{field}: null,{}", &document[..*place], &document[*place..])
    }

    fn change(&self, root: &mut Value) {
        let mut places = Vec::new();
        collect(root, &mut Vec::new(), &mut places, self.kind);
        let Some(path) = places.get(self.within(places.len())) else { return };
        let Some((last, parents)) = path.split_last() else { return };
        let parent = parents.iter().try_fold(&mut *root, |value, step| descend(value, step));
        match (self.kind, parent, last) {
            (MutationKind::DeleteKey, Some(Value::Object(fields)), Step::Key(key)) => {
                fields.remove(key);
            }
            (MutationKind::UnknownKey, Some(Value::Object(fields)), Step::Key(key)) => {
                fields.insert(format!("{key}s"), Value::Null);
            }
            (MutationKind::DuplicateRecord, Some(Value::Array(items)), Step::Item(item)) => {
                if let Some(record) = items.get(*item).cloned() {
                    items.push(record);
                }
            }
            (_, Some(parent), last) => {
                if let Some(value) = descend(parent, last) {
                    *value = self.other(value);
                }
            }
            (_, None, _) => {}
        }
    }

    fn other(&self, value: &Value) -> Value {
        let choice = self.value as usize;
        let text = value.as_str().unwrap_or_default();
        match self.kind {
            MutationKind::ChangeType => {
                let others =
                    [Value::Null, true.into(), 1.5.into(), (-7).into(), "autre".into(), Value::Array(Vec::new())];
                let mut others: Vec<Value> = others.into_iter().chain([Value::Object(Map::new())]).collect();
                others.retain(|other| std::mem::discriminant(other) != std::mem::discriminant(value));
                others[choice % others.len()].clone()
            }
            MutationKind::BreakLeaf => {
                [format!("{text}?"), text.replace(['1', '2', 'e', 'a'], "x"), String::new()][choice % 3].as_str().into()
            }
            MutationKind::DanglingReference => "n'existe-pas".into(),
            MutationKind::NegativeNumber if value.is_number() => Value::from(-1 - i64::from(self.value % 100_000)),
            MutationKind::NegativeNumber => format!("-{text}").into(),
            MutationKind::HugeNumber if value.is_number() => {
                [Value::from(u64::MAX), Value::from(i64::MIN), Value::from(1e300), Value::from(u32::MAX)][choice % 4]
                    .clone()
            }
            MutationKind::HugeNumber => {
                let currency = text.split_once(' ').map_or(String::new(), |(_, currency)| format!(" {currency}"));
                let digits = ["99999999999999999999999999999999", "1000000000000001", "0.0000000000001"][choice % 3];
                format!("{digits}{currency}").into()
            }
            MutationKind::OtherCurrency => text.replace("EUR", "CAD").into(),
            _ => value.clone(),
        }
    }
}

#[derive(Clone)]
enum Step {
    Key(String),
    Item(usize),
}

fn descend<'a>(value: &'a mut Value, step: &Step) -> Option<&'a mut Value> {
    match (value, step) {
        (Value::Object(fields), Step::Key(key)) => fields.get_mut(key),
        (Value::Array(items), Step::Item(item)) => items.get_mut(*item),
        _ => None,
    }
}

/// Whether a kind of mutation has something to change at a place.
fn suits(kind: MutationKind, value: &Value, last: &Step) -> bool {
    let is_numeric = || {
        value.is_number()
            || value.as_str().is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()) && !t.contains('-'))
    };
    match kind {
        MutationKind::DeleteKey | MutationKind::UnknownKey => matches!(last, Step::Key(_)),
        MutationKind::DuplicateRecord => matches!(last, Step::Item(_)),
        MutationKind::BreakLeaf | MutationKind::DanglingReference => value.is_string(),
        MutationKind::NegativeNumber | MutationKind::HugeNumber => is_numeric(),
        MutationKind::OtherCurrency => value.as_str().is_some_and(|text| text.contains("EUR")),
        _ => true,
    }
}

fn collect(value: &Value, path: &mut Vec<Step>, places: &mut Vec<Vec<Step>>, kind: MutationKind) {
    let mut visit = |step: Step, child: &Value| {
        path.push(step);
        if path.last().is_some_and(|last| suits(kind, child, last)) {
            places.push(path.clone());
        }
        collect(child, path, places, kind);
        path.pop();
    };
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, child)| visit(Step::Key(key.clone()), child)),
        Value::Array(items) => items.iter().enumerate().for_each(|(item, child)| visit(Step::Item(item), child)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Model;
    use crate::testing::model::drafts;
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    use std::collections::BTreeMap;

    #[test]
    fn every_kind_changes_documents_and_most_changes_break_them() {
        let mut runner = TestRunner::deterministic();
        let mut tallies: BTreeMap<MutationKind, [usize; 3]> = BTreeMap::new();
        for _ in 0..1_200 {
            let text = drafts().new_tree(&mut runner).expect("no filter").current().to_json();
            let mutation = mutations().new_tree(&mut runner).expect("no filter").current();
            let changed = mutation.apply(&text);
            let tally = tallies.entry(mutation.kind()).or_default();
            tally[0] += 1;
            tally[1] += usize::from(changed != text);
            tally[2] += usize::from(Model::from_json(&changed).is_err());
        }
        assert_eq!(tallies.len(), MutationKind::ALL.len());
        for (kind, [drawn, changed, broken]) in tallies {
            assert!(drawn >= 50, "{kind:?} was drawn {drawn} times");
            assert!(changed * 10 >= drawn * 6, "{kind:?} changed {changed} of {drawn}");
            assert!(broken * 10 >= drawn, "{kind:?} broke {broken} of {drawn}");
        }
    }
}
