//! One finding: what, about whom, how much, against which threshold, and in which words.

use super::check::Words;
use crate::capacity::PersonDays;
use crate::diagnostic::{Code, Diagnostic, Location, Severity};
use crate::model::ModelDraft;
use crate::quantity::Money;
use crate::time::Date;
use rust_decimal::Decimal;
use std::cmp::Ordering;
use std::fmt;

/// What kind of record a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum EntityKind {
    /// *Feuille de route*.
    Roadmap,
    /// *Portefeuille*.
    Portfolio,
    /// *Projet*.
    Project,
    /// *Thématique*.
    Theme,
    /// *Objectif*.
    Objective,
    /// *Compétence*.
    PolicyArea,
    /// *Enveloppe*.
    Envelope,
    /// *Pool de ressources*.
    Pool,
    /// *Acteur*.
    Person,
    /// *Public*.
    Audience,
    /// *Service numérique*.
    Service,
    /// *Instance*.
    Body,
    /// *Décision*.
    Decision,
    /// *Action de communication*.
    Communication,
}

impl EntityKind {
    /// The list of the document that holds its records, such as `projects`.
    pub fn list(self) -> &'static str {
        match self {
            Self::Roadmap => "roadmaps",
            Self::Portfolio => "portfolios",
            Self::Project => "projects",
            Self::Theme => "themes",
            Self::Objective => "objectives",
            Self::PolicyArea => "policy_areas",
            Self::Envelope => "envelopes",
            Self::Pool => "pools",
            Self::Person => "persons",
            Self::Audience => "audiences",
            Self::Service => "services",
            Self::Body => "bodies",
            Self::Decision => "decisions",
            Self::Communication => "communications",
        }
    }
}

/// A record of the document: its kind, its key and its name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Entity {
    /// Kind of record.
    pub kind: EntityKind,
    /// Its key.
    pub id: String,
    /// The name people use; the key of records that have no name.
    pub name: String,
}

impl Entity {
    /// The record at a position of its list; an empty key where there is none.
    pub(super) fn at(records: &ModelDraft, kind: EntityKind, position: usize) -> Self {
        macro_rules! named {
            ($list:ident) => {
                records.$list.get(position).map(|record| (record.id.as_str(), record.name.as_str()))
            };
        }
        let found = match kind {
            EntityKind::Roadmap => named!(roadmaps),
            EntityKind::Portfolio => named!(portfolios),
            EntityKind::Project => named!(projects),
            EntityKind::Theme => named!(themes),
            EntityKind::Objective => named!(objectives),
            EntityKind::PolicyArea => named!(policy_areas),
            EntityKind::Envelope => named!(envelopes),
            EntityKind::Pool => named!(pools),
            EntityKind::Person => named!(persons),
            EntityKind::Audience => named!(audiences),
            EntityKind::Service => named!(services),
            EntityKind::Body => named!(bodies),
            EntityKind::Decision => records.decisions.get(position).map(|d| (d.id.as_str(), d.id.as_str())),
            EntityKind::Communication => records.communications.get(position).map(|c| (c.id.as_str(), c.id.as_str())),
        };
        let (id, name) = found.unwrap_or_default();
        Self { kind, id: id.to_owned(), name: name.to_owned() }
    }
}

/// A word of the model in both languages, such as a role or a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Term {
    /// In English.
    pub en: &'static str,
    /// In French.
    pub fr: &'static str,
}

impl Term {
    pub(super) const fn new(en: &'static str, fr: &'static str) -> Self {
        Self { en, fr }
    }
}

/// A value in a finding, with its unit.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Fact {
    /// How many.
    Count(usize),
    /// Calendar days.
    Days(i64),
    /// Working days.
    WorkingDays(i64),
    /// Months.
    Months(i64),
    /// A number without a unit.
    Number(Decimal),
    /// A share of a whole, 1 for all of it; a difference of shares may be below zero.
    Share(Decimal),
    /// An amount.
    Money(Money),
    /// Person-days.
    PersonDays(PersonDays),
    /// A day, or a month where only that is known.
    Date(Date),
    /// A budget year.
    Year(i32),
    /// A period of a grid, by its label, such as `2027-Q2`.
    Period(String),
    /// Names or words of the document's author.
    Text(String),
    /// Several of them.
    Texts(Vec<String>),
    /// A word of the model.
    Term(Term),
}

impl fmt::Display for Fact {
    /// Plain English, numbers as they are.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counted = |f: &mut fmt::Formatter<'_>, n: i64, unit: &str| {
            write!(f, "{n} {unit}{}", if n.abs() == 1 { "" } else { "s" })
        };
        match self {
            Self::Count(n) => write!(f, "{n}"),
            Self::Days(n) => counted(f, *n, "day"),
            Self::WorkingDays(n) => counted(f, *n, "working day"),
            Self::Months(n) => counted(f, *n, "month"),
            Self::Number(n) => write!(f, "{n}"),
            Self::Share(n) => write!(f, "{}%", n.saturating_mul(Decimal::ONE_HUNDRED).round_dp(1).normalize()),
            Self::Money(amount) => write!(f, "{amount}"),
            Self::PersonDays(days) => write!(f, "{days} person-days"),
            Self::Date(date) => write!(f, "{date}"),
            Self::Year(year) => write!(f, "{year}"),
            Self::Period(label) => f.write_str(label),
            Self::Text(text) => f.write_str(text),
            Self::Texts(texts) => f.write_str(&texts.join(", ")),
            Self::Term(term) => f.write_str(term.en),
        }
    }
}

/// One thing to mend (*constat*).
///
/// Its [sentence](Self::sentence) exists in English and French; the numbers in it are typed [facts](Fact), so that each
/// language writes them its own way.
#[derive(Clone, PartialEq)]
#[must_use]
pub struct Finding {
    pub(super) words: &'static Words,
    pub(super) severity: Severity,
    pub(super) policy_set: bool,
    // Boxed, so that thousands of them are sorted without moving their texts.
    pub(super) found: Box<Found>,
}

/// What a check has found, before it carries its code.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub(super) struct Found {
    pub(super) entity: Entity,
    pointer: String,
    part: String,
    value: Option<Fact>,
    threshold: Option<Fact>,
    details: Vec<Fact>,
}

impl Found {
    /// About a record, at a place of the document.
    pub(super) fn new(entity: Entity, pointer: String) -> Self {
        Self { entity, pointer, part: String::new(), value: None, threshold: None, details: Vec::new() }
    }

    /// What was seen.
    pub(super) fn value(mut self, value: Fact) -> Self {
        self.value = Some(value);
        self
    }

    /// What it is held against.
    pub(super) fn threshold(mut self, threshold: Fact) -> Self {
        self.threshold = Some(threshold);
        self
    }

    /// Which part of the record, where a code may be found several times about one.
    pub(super) fn part(mut self, part: impl Into<String>) -> Self {
        self.part = part.into();
        self
    }

    /// One more fact of the sentence: `{0}`, `{1}`… in the order given.
    pub(super) fn detail(mut self, fact: Fact) -> Self {
        self.details.push(fact);
        self
    }
}

impl Finding {
    /// What it is about.
    pub fn code(&self) -> Code {
        self.words.code
    }

    /// How much it weighs.
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// The record it is about.
    pub fn entity(&self) -> &Entity {
        &self.found.entity
    }

    /// The part of the record, where a code may be found several times about one: the id of a milestone, a year, a
    /// section… Code, entity and part together are found once in a scope.
    pub fn part(&self) -> Option<&str> {
        (!self.found.part.is_empty()).then_some(self.found.part.as_str())
    }

    /// JSON pointer of the record or field to mend.
    pub fn pointer(&self) -> &str {
        &self.found.pointer
    }

    /// What was seen; `None` where the finding is that something is not there.
    pub fn value(&self) -> Option<&Fact> {
        self.found.value.as_ref()
    }

    /// What it is held against; `None` where there is no number to hold it against.
    pub fn threshold(&self) -> Option<&Fact> {
        self.found.threshold.as_ref()
    }

    /// Further facts of the sentence.
    pub fn details(&self) -> &[Fact] {
        &self.found.details
    }

    /// Whether the thresholds are the document's own; otherwise they are the defaults of
    /// [`HealthPolicy`](crate::model::HealthPolicy).
    pub fn policy_set(&self) -> bool {
        self.policy_set
    }

    /// The sentence in English, numbers as they are.
    pub fn message(&self) -> String {
        self.sentence(self.words.en, &|fact| fact.to_string())
    }

    /// What to do, in English.
    pub fn remedy(&self) -> &'static str {
        self.code().help()
    }

    /// The words of its code, in both languages.
    pub fn words(&self) -> &'static Words {
        self.words
    }

    /// One of its two sentences, `words().en` or `words().fr`, with the facts as `write` writes them.
    pub fn sentence(&self, template: &str, write: &dyn Fn(&Fact) -> String) -> String {
        let mut out = String::with_capacity(template.len() + 40);
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((slot, after)) = after.split_once('}') else { break };
            out.push_str(before);
            let fact = match slot {
                "name" => {
                    out.push_str(&self.found.entity.name);
                    rest = after;
                    continue;
                }
                "value" => self.found.value.as_ref(),
                "threshold" => self.found.threshold.as_ref(),
                number => number.parse().ok().and_then(|k: usize| self.found.details.get(k)),
            };
            out.push_str(&fact.map(write).unwrap_or_default());
            rest = after;
        }
        out.push_str(rest);
        out
    }

    /// Gravest first, then by code, record and part: never by the order of records.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        let key = |finding: &Self| {
            (std::cmp::Reverse(finding.severity), finding.words.code.as_str(), finding.found.entity.kind)
        };
        key(self)
            .cmp(&key(other))
            .then_with(|| self.found.entity.id.cmp(&other.found.entity.id))
            .then_with(|| self.found.part.cmp(&other.found.part))
            // Two scopes may hold the same against different means.
            .then_with(|| self.policy_set.cmp(&other.policy_set))
            .then_with(|| self.message().cmp(&other.message()))
    }
}

impl From<&Finding> for Diagnostic {
    fn from(finding: &Finding) -> Self {
        Self::new(finding.code(), finding.message()).at(Location::pointer(finding.pointer())).weighing(finding.severity)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Diagnostic::from(self), f)
    }
}

impl fmt::Debug for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
