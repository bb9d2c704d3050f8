//! A JSON text as a tree that keeps the order of its fields and notices those written twice.

use crate::diagnostic::{Code, Diagnostic, Location};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::collections::HashSet;
use std::fmt;

/// One value of a JSON text.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    Null,
    Flag(bool),
    Signed(i64),
    Unsigned(u64),
    Float(f64),
    Text(String),
    List(Vec<Node>),
    Record(Vec<(String, Node)>),
    /// An item of a list that could not be read; the items after it keep their places.
    Gap,
}

impl Node {
    pub(super) fn is_record(&self) -> bool {
        matches!(self, Self::Record(_))
    }

    /// What it is, for people: "the number 12", "a list of 3".
    pub(super) fn described(&self) -> String {
        match self {
            Self::Null => "nothing (null)".to_owned(),
            Self::Flag(flag) => format!("`{flag}`"),
            Self::Signed(number) => format!("the number {number}"),
            Self::Unsigned(number) => format!("the number {number}"),
            Self::Float(number) => format!("the number {number}"),
            Self::Text(text) => {
                let shown: String = text.chars().take(60).collect();
                let more = if shown.len() < text.len() { "…" } else { "" };
                format!("the text `{shown}{more}`")
            }
            Self::List(items) => format!("a list of {}", items.len()),
            Self::Record(fields) => format!("a record of {} fields", fields.len()),
            Self::Gap => "unreadable".to_owned(),
        }
    }
}

/// One step down a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Key(String),
    Item(usize),
}

/// A JSON pointer (RFC 6901).
pub(super) fn pointer(path: &[Step]) -> String {
    let mut text = String::new();
    for step in path {
        text.push('/');
        match step {
            Step::Key(key) => text.push_str(&key.replace('~', "~0").replace('/', "~1")),
            Step::Item(item) => text.push_str(&item.to_string()),
        }
    }
    text
}

/// The tree, with a fault for each field that its record has already; the first one counts.
pub(super) fn parse(text: &str) -> Result<(Node, Vec<Diagnostic>), serde_json::Error> {
    let mut grower = Grower::default();
    let mut parser = serde_json::Deserializer::from_str(text);
    let tree = Growing(&mut grower).deserialize(&mut parser)?;
    parser.end()?;
    Ok((tree, grower.faults))
}

#[derive(Default)]
struct Grower {
    path: Vec<Step>,
    faults: Vec<Diagnostic>,
}

struct Growing<'a>(&'a mut Grower);

impl<'de> DeserializeSeed<'de> for Growing<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        // The parser limits the depth, so the tree cannot grow beyond what the stack holds.
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Growing<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Node, E> {
        Ok(Node::Flag(flag))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Node, E> {
        Ok(Node::Signed(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Node, E> {
        Ok(Node::Unsigned(number))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Node, E> {
        Ok(Node::Float(number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        let mut items = Vec::new();
        loop {
            self.0.path.push(Step::Item(items.len()));
            let item = list.next_element_seed(Growing(self.0))?;
            self.0.path.pop();
            match item {
                Some(item) => items.push(item),
                None => return Ok(Node::List(items)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut fields: Vec<(String, Node)> = Vec::new();
        let mut names = HashSet::new();
        while let Some(key) = map.next_key::<String>()? {
            self.0.path.push(Step::Key(key.clone()));
            let value = map.next_value_seed(Growing(self.0))?;
            if names.insert(key.clone()) {
                fields.push((key, value));
            } else {
                let message = format!("`{key}` is written twice in one record");
                let place = Location::pointer(pointer(&self.0.path));
                self.0.faults.push(Diagnostic::new(Code::DuplicateField, message).at(place));
            }
            self.0.path.pop();
        }
        Ok(number(&fields).unwrap_or(Node::Record(fields)))
    }
}

/// Where another crate of the build switches on `serde_json`'s arbitrary precision, a number arrives as a record of one
/// field with its digits.
fn number(fields: &[(String, Node)]) -> Option<Node> {
    match fields {
        [(key, Node::Text(digits))] if key == "$serde_json::private::Number" => {
            let unsigned = digits.parse().map(Node::Unsigned);
            unsigned.or_else(|_| digits.parse().map(Node::Signed)).or_else(|_| digits.parse().map(Node::Float)).ok()
        }
        _ => None,
    }
}
