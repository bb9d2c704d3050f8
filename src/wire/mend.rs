//! Finds every fault of form in a tree: what is at fault is noted and replaced, until the rest can be read.
//!
//! Records are read one by one. Where one fails, the value at fault gets a stand-in that the place takes; which
//! stand-in it takes tells what kind of value is asked for, and so the code of the fault. No list of fields is kept
//! here: what the records are made of is asked of the records themselves.

use super::Judged;
use super::reader::{Attempt, Fault, FaultKind, Reader};
use super::tree::{Node, Step, pointer};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Location, Severity};
use crate::model::{DocumentVersion, ModelDraft, document_order};
use crate::quantity::{Currency, Money, QuantityError, Score, Share, Workload};
use crate::time::{Date, FiscalYear, Period, TimeError};
use serde::Deserialize;
use std::collections::{BTreeSet, HashMap};

/// Values looked at before the search for faults ends, over what reading the document once takes.
const MAX_VISITS: u64 = 20_000_000;

/// Stands in for a text at fault; no author gives a record this id.
const STAND_IN: &str = "\u{fffd}";

/// What kind of value a place asks for, told by the stand-in it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Leaf {
    Text,
    Money,
    Period,
    Date,
    Currency,
    Score,
    Workload,
    Share,
    Signed,
    Whole,
    Year,
    Flag,
    List,
    Record,
    /// A record that may be absent and cannot be empty.
    Optional,
}

/// In this order each stand-in is taken by one kind only: scores may be negative, workloads exceed 1, and so on.
const LEAVES: [Leaf; 15] = [
    Leaf::Text,
    Leaf::Money,
    Leaf::Period,
    Leaf::Date,
    Leaf::Currency,
    Leaf::Score,
    Leaf::Workload,
    Leaf::Share,
    Leaf::Signed,
    Leaf::Whole,
    Leaf::Year,
    Leaf::Flag,
    Leaf::List,
    Leaf::Record,
    Leaf::Optional,
];

impl Leaf {
    fn stand_in(self) -> Node {
        let text = |text: &str| Node::Text(text.to_owned());
        match self {
            Self::Text => text(STAND_IN),
            Self::Money => text("0 EUR"),
            Self::Period => text("2026-01-01/2027-01-01"),
            Self::Date => text("2026-01-01"),
            Self::Currency => text("EUR"),
            Self::Score => text("-1"),
            Self::Workload => text("2"),
            Self::Share => text("1"),
            Self::Signed => Node::Signed(-1),
            Self::Whole => Node::Unsigned(1),
            Self::Year => Node::Unsigned(2026),
            Self::Flag => Node::Flag(false),
            Self::List => Node::List(Vec::new()),
            Self::Record => Node::Record(Vec::new()),
            Self::Optional => Node::Null,
        }
    }

    /// What the place asks for, for people.
    fn asked(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Money => "an amount with its currency",
            Self::Period => "a period",
            Self::Date => "a date",
            Self::Currency => "a currency code",
            Self::Score => "points, such as \"3.5\",",
            Self::Workload => "person-days, such as \"14.5\",",
            Self::Share => "a share between 0 and 1, such as \"0.25\",",
            Self::Signed | Self::Whole => "a whole number",
            Self::Year => "a year",
            Self::Flag => "true or false",
            Self::List => "a list",
            Self::Record | Self::Optional => "a record",
        }
    }

    /// The code of a value that is not of this kind at all.
    fn code(self) -> Code {
        match self {
            Self::Text | Self::Flag | Self::List | Self::Record | Self::Optional => Code::MalformedField,
            Self::Money => Code::MalformedMoney,
            Self::Period => Code::MalformedPeriod,
            Self::Date | Self::Year => Code::MalformedDate,
            Self::Currency => Code::MalformedCurrency,
            Self::Score | Self::Workload | Self::Share | Self::Signed | Self::Whole => Code::MalformedNumber,
        }
    }

    /// What is wrong with a value: the type's own word where the value can be put to it.
    fn judge(self, node: &Node) -> Diagnostic {
        let quantity = |error: QuantityError| Diagnostic::new(error.code(), error.to_string());
        let time = |error: TimeError| Diagnostic::new(error.code(), error.to_string());
        let digits = match (self, node) {
            (Self::Score | Self::Workload | Self::Share, Node::Signed(number)) => Some(number.to_string()),
            (Self::Score | Self::Workload | Self::Share, Node::Unsigned(number)) => Some(number.to_string()),
            (_, Node::Text(text)) => Some(text.clone()),
            _ => None,
        };
        let own = digits.and_then(|text| match self {
            Self::Money => text.parse::<Money>().err().map(quantity),
            Self::Currency => text.parse::<Currency>().err().map(quantity),
            Self::Score => text.parse::<Score>().err().map(quantity),
            Self::Workload => text.parse::<Workload>().err().map(quantity),
            Self::Share => text.parse::<Share>().err().map(quantity),
            Self::Period => text.parse::<Period>().err().map(time),
            Self::Date => text.parse::<Date>().err().map(time),
            Self::Text
            | Self::Signed
            | Self::Whole
            | Self::Year
            | Self::Flag
            | Self::List
            | Self::Record
            | Self::Optional => None,
        });
        let whole = match (self, node) {
            (Self::Whole, Node::Signed(number)) if *number < 0 => {
                Some(Diagnostic::new(Code::NegativeNumber, format!("{number} is below 0")))
            }
            (Self::Signed | Self::Whole, Node::Signed(_) | Node::Unsigned(_)) => Some(Diagnostic::new(
                Code::NumberOutOfRange,
                format!("{} is beyond what the field holds", node.described()),
            )),
            (Self::Year, Node::Signed(number)) => {
                FiscalYear::new(i32::try_from(*number).unwrap_or(i32::MIN)).err().map(|_| out_of_calendar(number))
            }
            (Self::Year, Node::Unsigned(number)) => {
                FiscalYear::new(i32::try_from(*number).unwrap_or(i32::MAX)).err().map(|_| out_of_calendar(number))
            }
            _ => None,
        };
        if let Some(own) = own.or(whole) {
            return own;
        }
        let fault =
            Diagnostic::new(self.code(), format!("{} stands where {} is expected", node.described(), self.asked()));
        match (self, node) {
            (Self::Score | Self::Workload | Self::Share, Node::Float(number)) => {
                fault.help(format!("write it as a text, \"{number}\": a JSON number with a point has been a float"))
            }
            (Self::Signed | Self::Whole, _) => fault.help("write digits without quotes, point or exponent, such as 12"),
            (Self::Year, _) => fault.help("write the year as a whole number without quotes, such as 2027"),
            _ => fault,
        }
    }
}

fn out_of_calendar(year: &impl std::fmt::Display) -> Diagnostic {
    Diagnostic::new(
        Code::MalformedDate,
        format!("{year} is not a budget year that documents may speak of, 1900 to 2199"),
    )
    .help("write the year with four digits, such as 2027")
}

/// The draft of a tree whose head is known, or every fault of form; where it is to be judged, with what the rules say of
/// the records that have none.
pub(super) fn read(
    tree: Node,
    version: DocumentVersion,
    faults: Vec<Diagnostic>,
    judged: Judged,
) -> Result<(ModelDraft, Diagnostics), Diagnostics> {
    let mut mender = Mender {
        version,
        faults,
        leaves: HashMap::new(),
        visits: 0,
        touched: BTreeSet::new(),
        is_root_touched: false,
        are_ids_touched: false,
    };
    // Fields written twice have been noted while the tree grew.
    let doubled: Vec<String> = mender.faults.iter().map(|fault| fault.location().to_string()).collect();
    for place in doubled {
        mender.touch(&place);
    }
    let draft = mender.document(tree);
    let Mender { mut faults, touched, is_root_touched, are_ids_touched, .. } = mender;
    let failed = faults.iter().any(|fault| fault.severity() == Severity::Error);
    let draft = draft.map(|mut draft| {
        draft.version = DocumentVersion::CURRENT;
        draft
    });
    faults.sort_by_key(|fault| document_order(fault.location()));
    let draft = match draft {
        Some(draft) if !failed => return Ok((draft, faults.into_iter().collect())),
        other => other,
    };
    if let Some(draft) = draft
        && judged == Judged::Yes
        && !is_root_touched
    {
        let is_caused = |fault: &Diagnostic| {
            let place = document_order(fault.location());
            touched.contains(&place)
                || match fault.code() {
                    Code::UnknownReference => are_ids_touched,
                    code => !is_of_one_record(code),
                }
        };
        faults.extend(draft.faults().into_iter().filter(|fault| !is_caused(fault)));
    }
    faults.sort_by_key(|fault| document_order(fault.location()));
    Err(faults.into_iter().collect())
}

/// Whether a rule looks at one record and at the head of the document only.
fn is_of_one_record(code: Code) -> bool {
    matches!(
        code,
        Code::EmptyId
            | Code::DuplicateId
            | Code::NoVariant
            | Code::ZeroDuration
            | Code::NumberOutOfRange
            | Code::NegativeNumber
            | Code::MixedCurrencies
            | Code::PeriodOffGrid
            | Code::EmptyPeriod
            | Code::CapacityOverlap
            | Code::DuplicateYear
            | Code::DuplicateReference
            | Code::SelfReference
            | Code::TooFewProjects
            | Code::QuotaReversed
            | Code::WindowReversed
            | Code::WindowPassed
            | Code::WorkloadOutside
            | Code::ChargeShareNotOne
            | Code::MissingStart
            | Code::CreditsDoNotAddUp
            | Code::VotesDoNotAddUp
            | Code::AuthorityNotAsVoted
            | Code::HistoryOutOfOrder
            | Code::StateNotAsHistory
            | Code::AllocationOutsideMeans
            | Code::WaiverWithoutEffect
            | Code::CadenceMalformed
    )
}

struct Mender {
    version: DocumentVersion,
    faults: Vec<Diagnostic>,
    /// What each place asks for, by its pointer with the numbers left out: asked once, then known.
    leaves: HashMap<String, Leaf>,
    visits: u64,
    /// Records with a fault, by list and position.
    touched: BTreeSet<(usize, usize)>,
    is_root_touched: bool,
    are_ids_touched: bool,
}

/// What a place at fault was found to take.
#[derive(Clone, Copy)]
enum Taken {
    Value(Leaf),
    Word,
    Nothing,
}

/// The search for faults has taken all the steps it may, or met a place that takes nothing.
struct Stopped;

impl Mender {
    /// Reads the frame of the document without its lists, then each record alone in the frame, then all of it.
    fn document(&mut self, tree: Node) -> Option<ModelDraft> {
        let Node::Record(mut fields) = tree else { return None };
        let mut lists: Vec<Vec<Node>> = fields
            .iter_mut()
            .map(|(_, value)| match value {
                Node::List(items) => std::mem::take(items),
                _ => Vec::new(),
            })
            .collect();
        let mut frame = Node::Record(fields);
        if self.mend(&mut frame, 0).is_err() || self.records(&mut frame, &mut lists).is_err() {
            let message = format!("reading stopped after {} faults; there may be more", self.faults.len());
            self.faults.push(Diagnostic::new(Code::TooManyFaults, message).at(Location::pointer("")));
            return None;
        }
        let Node::Record(fields) = &mut frame else { return None };
        for ((_, value), items) in fields.iter_mut().zip(lists) {
            if let Node::List(list) = value {
                *list = items;
            }
        }
        ModelDraft::deserialize(Reader { node: &frame, attempt: &Attempt::default() }).ok()
    }

    fn records(&mut self, frame: &mut Node, lists: &mut [Vec<Node>]) -> Result<(), Stopped> {
        for (field, items) in lists.iter_mut().enumerate() {
            for (number, item) in items.iter_mut().enumerate() {
                // A field that is not there any more was unknown, and its list with it.
                let Some(list) = list_of(frame, field) else { break };
                list.push(std::mem::replace(item, Node::Gap));
                let mended = self.mend(frame, number);
                *item = list_of(frame, field).and_then(Vec::pop).unwrap_or(Node::Gap);
                if *item == Node::Gap {
                    // Positions in the draft are not those of the document any more.
                    self.is_root_touched = true;
                }
                mended?;
            }
        }
        Ok(())
    }

    /// Reads the frame until nothing in it is at fault. `number` is the position in the document of the one record that
    /// its lists hold.
    fn mend(&mut self, frame: &mut Node, number: usize) -> Result<(), Stopped> {
        for round in 0_u64.. {
            let attempt = Attempt::default();
            let result = ModelDraft::deserialize(Reader { node: frame, attempt: &attempt });
            if round > 0 {
                self.visits += attempt.visits.get();
            }
            for (path, known) in attempt.unknown.into_inner() {
                self.unknown(&path, known, number);
                set(frame, &path, Node::Gap);
            }
            match result {
                Ok(_) => return Ok(()),
                Err(fault) => self.replace(frame, &fault, number)?,
            }
            if self.visits > MAX_VISITS {
                break;
            }
        }
        Err(Stopped)
    }

    fn unknown(&mut self, path: &[Step], known: &[&str], number: usize) {
        let Some(Step::Key(name)) = path.last() else { return };
        let nearest = known.iter().map(|word| (distance(name, word), *word)).min();
        let help = match nearest {
            Some((distance, word)) if distance <= 2 && distance < word.len() => format!("did you mean `{word}`?"),
            _ => format!("the fields here are {}", listed(known)),
        };
        let mut fault = Diagnostic::new(Code::UnknownField, format!("there is no field `{name}` here")).help(help);
        if self.version > DocumentVersion::CURRENT {
            let message = format!(
                "the field `{name}` is passed over: the document is of revision {}, this crate knows {}",
                self.version,
                DocumentVersion::CURRENT
            );
            fault = Diagnostic::new(Code::UnknownField, message)
                .weighing(Severity::Warning)
                .help("update the crate to read it");
        }
        self.note(fault, path, number);
    }

    /// Notes a fault and puts something in its place that can be read.
    fn replace(&mut self, frame: &mut Node, fault: &Fault, number: usize) -> Result<(), Stopped> {
        let target = fault.target();
        let found = at(frame, &target).cloned();
        let described = found.as_ref().map_or_else(|| "nothing".to_owned(), Node::described);
        let taken = match fault.kind {
            FaultKind::Word(words) => self.word(frame, &target, words),
            FaultKind::Missing(_) | FaultKind::Form { .. } | FaultKind::Refused => self.leaf(frame, &target),
        };
        let diagnostic = match (&fault.kind, &found, taken) {
            (FaultKind::Missing(field), _, taken) => {
                let asked = if let Taken::Value(leaf) = taken { leaf.asked() } else { "a value" };
                Diagnostic::new(Code::MissingField, format!("the field `{field}` is missing"))
                    .help(format!("write the field; it is {}", asked.trim_end_matches(',')))
            }
            (FaultKind::Word(words), Some(Node::Text(word)), _) => {
                Diagnostic::new(Code::UnknownWord, format!("`{word}` is no word of this field"))
                    .help(format!("write one of {}", listed(words)))
            }
            (FaultKind::Word(words), Some(Node::Record(fields)), _) if fields.len() == 1 => {
                Diagnostic::new(Code::UnknownWord, format!("`{}` is no word of this field", fields[0].0))
                    .help(format!("write one of {}", listed(words)))
            }
            (FaultKind::Word(words), _, _) => {
                let message = format!("{described} stands where one word, or a record of one field, is expected");
                Diagnostic::new(Code::MalformedField, message).help(format!("write one of {}", listed(words)))
            }
            (_, Some(found), Taken::Value(leaf)) => leaf.judge(found),
            (FaultKind::Form { expected }, _, _) => {
                Diagnostic::new(Code::MalformedField, format!("{described} stands where {expected} is expected"))
            }
            (FaultKind::Refused, _, _) => {
                Diagnostic::new(Code::MalformedField, format!("{described} is not of the form of this field"))
            }
        };
        self.note(diagnostic, &target, number);
        if !matches!(taken, Taken::Nothing) {
            return Ok(());
        }
        // Nothing fits: the item of a list that holds the place is given up, its neighbours are read all the same.
        let item = target.iter().rposition(|step| matches!(step, Step::Item(_))).ok_or(Stopped)?;
        set(frame, &target[..=item], Node::Gap);
        Ok(())
    }

    fn note(&mut self, diagnostic: Diagnostic, path: &[Step], number: usize) {
        let mut path = path.to_vec();
        if let Some(Step::Item(position)) = path.get_mut(1) {
            *position = number;
        }
        let place = pointer(&path);
        self.touch(&place);
        self.faults.push(diagnostic.at(Location::pointer(place)));
    }

    fn touch(&mut self, place: &str) {
        self.is_root_touched |= place.matches('/').count() < 2;
        self.are_ids_touched |= place.ends_with("/id");
        self.touched.insert(document_order(&Location::pointer(place)));
    }

    /// Puts the stand-in that a place takes.
    fn leaf(&mut self, frame: &mut Node, target: &[Step]) -> Taken {
        let place: String = target
            .iter()
            .map(|step| match step {
                Step::Key(key) => format!("/{key}"),
                Step::Item(_) => "/-".to_owned(),
            })
            .collect();
        let known = self.leaves.get(&place).copied();
        for leaf in known.into_iter().chain(LEAVES) {
            match self.takes(frame, target, leaf.stand_in()) {
                Ok(()) => {
                    self.leaves.insert(place, leaf);
                    return Taken::Value(leaf);
                }
                Err(Some(words)) => return self.word(frame, target, words),
                Err(None) => {}
            }
        }
        Taken::Nothing
    }

    /// Puts the first of some words, alone or as the field of a record.
    fn word(&mut self, frame: &mut Node, target: &[Step], words: &[&str]) -> Taken {
        let Some(word) = words.first().map(|word| (*word).to_owned()) else { return Taken::Nothing };
        let tagged = |content: Node| Node::Record(vec![(word.clone(), content)]);
        let mut stand_ins =
            [Node::Text(word.clone()), tagged(Node::Text("0".to_owned())), tagged(Node::Unsigned(0))].into_iter();
        if stand_ins.any(|stand_in| self.takes(frame, target, stand_in).is_ok()) { Taken::Word } else { Taken::Nothing }
    }

    /// Whether a place takes a stand-in: nothing at or below it is at fault any more. If not, the words it takes,
    /// where it takes words.
    fn takes(
        &mut self,
        frame: &mut Node,
        target: &[Step],
        stand_in: Node,
    ) -> Result<(), Option<&'static [&'static str]>> {
        set(frame, target, stand_in);
        let attempt = Attempt::default();
        let result = ModelDraft::deserialize(Reader { node: frame, attempt: &attempt });
        self.visits += attempt.visits.get();
        match result {
            Err(fault) if fault.target().starts_with(target) => match fault.kind {
                FaultKind::Word(words) if fault.target().len() == target.len() => Err(Some(words)),
                _ => Err(None),
            },
            Ok(_) | Err(_) => Ok(()),
        }
    }
}

/// The list that a field of the frame holds.
fn list_of(frame: &mut Node, field: usize) -> Option<&mut Vec<Node>> {
    match frame {
        Node::Record(fields) => match &mut fields.get_mut(field)?.1 {
            Node::List(list) => Some(list),
            _ => None,
        },
        _ => None,
    }
}

fn at<'a>(frame: &'a Node, path: &[Step]) -> Option<&'a Node> {
    path.iter().try_fold(frame, |node, step| match (node, step) {
        (Node::Record(fields), Step::Key(key)) => fields.iter().find(|(name, _)| name == key).map(|(_, value)| value),
        (Node::List(items), Step::Item(item)) => items.get(*item),
        _ => None,
    })
}

/// Puts a value at a place; a field that is not there yet is added to its record.
fn set(frame: &mut Node, path: &[Step], value: Node) {
    let mut node = frame;
    for step in path {
        let next = match (node, step) {
            (Node::Record(fields), Step::Key(key)) => {
                let position = fields.iter().position(|(name, _)| name == key).unwrap_or_else(|| {
                    fields.push((key.clone(), Node::Gap));
                    fields.len() - 1
                });
                fields.get_mut(position).map(|(_, value)| value)
            }
            (Node::List(items), Step::Item(item)) => items.get_mut(*item),
            _ => None,
        };
        let Some(next) = next else { return };
        node = next;
    }
    *node = value;
}

fn listed(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// How many letters must be changed, added or left out to make one word of another (Levenshtein's distance).
fn distance(one: &str, other: &str) -> usize {
    // Nobody means a field by a name many times as long.
    let one: Vec<char> = one.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=one.len()).collect();
    for (j, b) in other.chars().enumerate() {
        let mut corner = row[0];
        row[0] = j + 1;
        for (i, a) in one.iter().enumerate() {
            let changed = corner + usize::from(*a != b);
            corner = row[i + 1];
            row[i + 1] = changed.min(row[i] + 1).min(corner + 1);
        }
    }
    row[one.len()]
}
