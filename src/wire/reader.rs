//! A tree as a source of serde: its errors keep their kind and their place, and unknown fields do not stop it.

use super::tree::{Node, Step};
use serde::de::value::BorrowedStrDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Expected, MapAccess, SeqAccess, Unexpected, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use std::cell::{Cell, RefCell};
use std::fmt;

/// What one attempt at reading leaves behind.
#[derive(Default)]
pub(super) struct Attempt {
    path: RefCell<Vec<Step>>,
    /// Fields that their record does not have, each with the ones it has.
    pub(super) unknown: RefCell<Vec<(Vec<Step>, &'static [&'static str])>>,
    /// Values looked at.
    pub(super) visits: Cell<u64>,
}

impl Attempt {
    fn under<T>(&self, step: Step, read: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
        self.path.borrow_mut().push(step);
        let result = read().map_err(|fault| fault.at(&self.path));
        self.path.borrow_mut().pop();
        result
    }
}

/// Why a value is not what its place asks for.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) kind: FaultKind,
    path: Option<Vec<Step>>,
}

#[derive(Debug)]
pub(super) enum FaultKind {
    /// A field that has to be there.
    Missing(&'static str),
    /// Not one of some words, or not a record with one of them as its only field.
    Word(&'static [&'static str]),
    /// A value of another type.
    Form { expected: String },
    /// A text or number that the type does not take.
    Refused,
}

impl Fault {
    fn new(kind: FaultKind) -> Self {
        Self { kind, path: None }
    }

    /// The innermost place counts.
    fn at(mut self, path: &RefCell<Vec<Step>>) -> Self {
        if self.path.is_none() {
            self.path = Some(path.borrow().clone());
        }
        self
    }

    /// The place of the value at fault; of a missing field, where it should be.
    pub(super) fn target(&self) -> Vec<Step> {
        let mut path = self.path.clone().unwrap_or_default();
        if let FaultKind::Missing(field) = self.kind {
            path.push(Step::Key(field.to_owned()));
        }
        path
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.kind)
    }
}

impl std::error::Error for Fault {}

impl serde::de::Error for Fault {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::new(FaultKind::Refused)
    }

    fn invalid_type(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(FaultKind::Form { expected: expected.to_string() })
    }

    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(FaultKind::Form { expected: expected.to_string() })
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::new(FaultKind::Word(expected))
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(FaultKind::Missing(field))
    }
}

/// One value, to be read as whatever the type asks for.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) node: &'a Node,
    pub(super) attempt: &'a Attempt,
}

impl<'a> Reader<'a> {
    fn of(self, node: &'a Node) -> Self {
        Self { node, attempt: self.attempt }
    }

    fn record<V: Visitor<'a>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Fault> {
        self.attempt.visits.set(self.attempt.visits.get() + 1);
        match self.node {
            Node::Record(entries) => {
                visitor.visit_map(Fields { reader: self, entries: entries.iter(), value: None, known: fields })
            }
            _ => Err(Fault::new(FaultKind::Form { expected: visitor_text(&visitor) })),
        }
    }
}

fn visitor_text<'de, V: Visitor<'de>>(visitor: &V) -> String {
    (visitor as &dyn Expected).to_string()
}

impl<'a> Deserializer<'a> for Reader<'a> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.attempt.visits.set(self.attempt.visits.get() + 1);
        match self.node {
            Node::Null | Node::Gap => visitor.visit_unit(),
            Node::Flag(flag) => visitor.visit_bool(*flag),
            Node::Signed(number) => visitor.visit_i64(*number),
            Node::Unsigned(number) => visitor.visit_u64(*number),
            Node::Float(number) => visitor.visit_f64(*number),
            Node::Text(text) => visitor.visit_borrowed_str(text),
            Node::List(items) => visitor.visit_seq(Items { reader: self, items: items.iter().enumerate() }),
            Node::Record(_) => self.record(&[], visitor),
        }
    }

    fn deserialize_option<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Fault> {
        if matches!(self.node, Node::Null) { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'a>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'a>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.record(fields, visitor)
    }

    fn deserialize_enum<V: Visitor<'a>>(
        self,
        _: &'static str,
        words: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.attempt.visits.set(self.attempt.visits.get() + 1);
        match self.node {
            Node::Text(word) => visitor.visit_enum(Tagged { reader: self, word, content: None }),
            Node::Record(entries) => match entries.as_slice() {
                [(word, content)] => visitor.visit_enum(Tagged { reader: self, word, content: Some(content) }),
                _ => Err(Fault::new(FaultKind::Word(words))),
            },
            _ => Err(Fault::new(FaultKind::Word(words))),
        }
    }

    forward_to_deserialize_any! {
        <V: Visitor<'a>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map identifier ignored_any
    }
}

struct Items<'a> {
    reader: Reader<'a>,
    items: std::iter::Enumerate<std::slice::Iter<'a, Node>>,
}

impl<'a> SeqAccess<'a> for Items<'a> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'a>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        let Some((position, item)) = self.items.find(|(_, item)| !matches!(item, Node::Gap)) else { return Ok(None) };
        self.reader.attempt.under(Step::Item(position), || seed.deserialize(self.reader.of(item)).map(Some))
    }
}

struct Fields<'a> {
    reader: Reader<'a>,
    entries: std::slice::Iter<'a, (String, Node)>,
    value: Option<(&'a str, &'a Node)>,
    /// The fields of the record; empty where any will do.
    known: &'static [&'static str],
}

impl<'a> MapAccess<'a> for Fields<'a> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'a>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        for (key, value) in self.entries.by_ref().filter(|(_, value)| !matches!(value, Node::Gap)) {
            if !self.known.is_empty() && !self.known.contains(&key.as_str()) {
                let mut path = self.reader.attempt.path.borrow().clone();
                path.push(Step::Key(key.clone()));
                self.reader.attempt.unknown.borrow_mut().push((path, self.known));
                continue;
            }
            self.value = Some((key, value));
            return seed.deserialize(BorrowedStrDeserializer::new(key)).map(Some);
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'a>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        match self.value.take() {
            Some((key, value)) => {
                self.reader.attempt.under(Step::Key(key.to_owned()), || seed.deserialize(self.reader.of(value)))
            }
            None => Err(Fault::new(FaultKind::Refused)),
        }
    }
}

struct Tagged<'a> {
    reader: Reader<'a>,
    word: &'a str,
    content: Option<&'a Node>,
}

impl<'a> EnumAccess<'a> for Tagged<'a> {
    type Error = Fault;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'a>>(self, seed: V) -> Result<(V::Value, Self), Fault> {
        let word = seed.deserialize(BorrowedStrDeserializer::new(self.word))?;
        Ok((word, self))
    }
}

impl<'a> Tagged<'a> {
    fn content<T>(self, read: impl FnOnce(Reader<'a>) -> Result<T, Fault>) -> Result<T, Fault> {
        match self.content {
            Some(content) => {
                self.reader.attempt.under(Step::Key(self.word.to_owned()), || read(self.reader.of(content)))
            }
            None => Err(Fault::new(FaultKind::Form { expected: format!("a record with the field `{}`", self.word) })),
        }
    }
}

impl<'a> VariantAccess<'a> for Tagged<'a> {
    type Error = Fault;

    fn unit_variant(self) -> Result<(), Fault> {
        match self.content {
            None | Some(Node::Null) => Ok(()),
            Some(_) => Err(Fault::new(FaultKind::Form { expected: format!("the word `{}` alone", self.word) })),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'a>>(self, seed: T) -> Result<T::Value, Fault> {
        self.content(|reader| seed.deserialize(reader))
    }

    fn tuple_variant<V: Visitor<'a>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        self.content(|reader| reader.deserialize_any(visitor))
    }

    fn struct_variant<V: Visitor<'a>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Fault> {
        self.content(|reader| reader.record(fields, visitor))
    }
}
