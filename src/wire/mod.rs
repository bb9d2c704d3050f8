//! The JSON document: a [`ModelDraft`] as text, in a version that is written in its head.
//!
//! ```json
//! {
//!   "portefeuille": "1.1",
//!   "status_date": "2026-11-24",
//!   "currency": "EUR",
//!   "organizations": [{"id": "dep", "name": "Département"}],
//!   "projects": [{"id": "sig", "name": "Plateforme SIG", "variants": [{"id": "base", "months": 9}]}]
//! }
//! ```
//!
//! [`guide::format`](mod@crate::guide::format) has every field and word. The lists, in the order in which they are written:
//!
//! | list | records | list | records |
//! | --- | --- | --- | --- |
//! | `organizations` | [`Organization`] | `services` | [`DigitalService`] |
//! | `units` | [`Unit`] | `demands` | [`Demand`] |
//! | `policy_areas` | [`PolicyArea`] | `projects` | [`Project`] |
//! | `persons` | [`Person`] | `dependencies` | [`Dependency`] |
//! | `mandates` | [`Mandate`] | `indicators` | [`Indicator`] |
//! | `assignments` | [`Assignment`] | `measures` | [`Measure`] |
//! | `audiences` | [`Audience`] | `bodies` | [`GovernanceBody`] |
//! | `calendars` | [`Calendar`] | `meetings` | [`Meeting`] |
//! | `school_holidays` | [`SchoolHolidays`] | `decisions` | [`DecisionRecord`] |
//! | `themes` | [`Theme`] | `communications` | [`CommunicationAction`] |
//! | `objectives` | [`Objective`] | `ledger` | [`LedgerEntry`] |
//! | `envelopes` | [`Envelope`] | `worked_days` | [`WorkedDays`] |
//! | `pools` | [`ResourcePool`] | `scenarios` | [`Scenario`] |
//! | `portfolios` | [`Portfolio`] | `roadmaps` | [`Roadmap`] |
//! | `programs` | [`Program`] | | |
//!
//! The lists and the fields of each record are those of [`ModelDraft`], under the same names; a field that is absent or
//! empty in Rust is left out. Amounts and other decimals are texts (`"1250.50 EUR"`, `"14.5"`), dates `YYYY-MM-DD` or
//! `YYYY-MM`.
//!
//! # Reading
//!
//! A sound document is read in one pass of plain serde. Where that fails, a second, slower pass finds *every* fault of
//! form, each with the JSON pointer of the field; text that is no JSON at all gets the line and column of its first
//! fault. [`Model::from_json`] reports along with them what the rules of [`ModelDraft::build`] say about the records that
//! could be read, as far as a fault of form cannot have caused it. The second pass takes time in proportion to the document and to its
//! faults; it stops after a fixed number of steps and says so (`too-many-faults`).
//!
//! # Versions
//!
//! The head `"portefeuille": "1.1"` names a version and a revision. A reader refuses another version
//! (`unsupported-version`), whatever the rest looks like. It takes a later revision of its own version and passes over
//! the fields that it does not know, each with a warning that survives in [`Model::warnings`]. What was read is a
//! document of the current revision, and is written as one. In a revision that it knows an unknown field is an error
//! (`unknown-field`): "too new" is told apart from "malformed".
//!
//! | revision | adds |
//! | --- | --- |
//! | 1.0 | projects, their means, groupings and links, indicators and measures |
//! | 1.1 | mandates, calendars, programs, services, demands, governance, ledger, worked days and scenarios; the fields of projects, roadmaps, envelopes, pools, units and policies that speak of them; scoring models in policies, worth by score or by one objective |
//!
//! # Writing
//!
//! The writer is canonical: two spaces of indent, fields in the order of the records, one newline at the end. Reading
//! what was written gives the same draft, and writing that gives the same bytes.
//!
//! # Comparing
//!
//! [`Model::diff`] gives every [`Change`] between two states of a document, by record and field; [`Diff::apply`] makes the
//! later document of the earlier one.
//!
//! [`Organization`]: crate::model::Organization
//! [`DigitalService`]: crate::model::DigitalService
//! [`Unit`]: crate::model::Unit
//! [`Demand`]: crate::model::Demand
//! [`PolicyArea`]: crate::model::PolicyArea
//! [`Project`]: crate::model::Project
//! [`Person`]: crate::model::Person
//! [`Dependency`]: crate::model::Dependency
//! [`Mandate`]: crate::model::Mandate
//! [`Indicator`]: crate::model::Indicator
//! [`Assignment`]: crate::model::Assignment
//! [`Measure`]: crate::model::Measure
//! [`Audience`]: crate::model::Audience
//! [`GovernanceBody`]: crate::model::GovernanceBody
//! [`Calendar`]: crate::model::Calendar
//! [`Meeting`]: crate::model::Meeting
//! [`DecisionRecord`]: crate::model::DecisionRecord
//! [`Theme`]: crate::model::Theme
//! [`CommunicationAction`]: crate::model::CommunicationAction
//! [`Objective`]: crate::model::Objective
//! [`LedgerEntry`]: crate::model::LedgerEntry
//! [`Envelope`]: crate::model::Envelope
//! [`WorkedDays`]: crate::model::WorkedDays
//! [`ResourcePool`]: crate::model::ResourcePool
//! [`Scenario`]: crate::model::Scenario
//! [`Portfolio`]: crate::model::Portfolio
//! [`Roadmap`]: crate::model::Roadmap
//! [`Program`]: crate::model::Program
//! [`SchoolHolidays`]: crate::time::SchoolHolidays

mod diff;
mod mend;
mod reader;
mod tree;

pub use diff::{ApplyError, Change, ChangeKind, Diff};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Location};
use crate::model::{DocumentVersion, Model, ModelDraft};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use std::fmt;

const HEAD: &str = "portefeuille";

impl ModelDraft {
    /// Reads a document without judging what it says; [`build`](Self::build) does that.
    ///
    /// Fails with every fault of form at once. Fields of a later revision are passed over; [`Model::from_json`] keeps a
    /// warning for each of them.
    ///
    /// ```
    /// use portefeuille::ModelDraft;
    /// use portefeuille::diagnostic::Code;
    ///
    /// let text = r#"{"portefeuille": "1.1", "status_date": "2026-02-30", "currency": "euro"}"#;
    /// let faults = ModelDraft::from_json(text).unwrap_err();
    /// let codes: Vec<Code> = faults.iter().map(|fault| fault.code()).collect();
    /// assert_eq!(codes, [Code::MalformedDate, Code::MalformedCurrency]);
    /// ```
    pub fn from_json(text: &str) -> Result<Self, Diagnostics> {
        read(text, Judged::No).map(|(draft, _)| draft)
    }

    /// Writes the document in its canonical form.
    ///
    /// ```
    /// use portefeuille::{Currency, ModelDraft};
    ///
    /// let draft = ModelDraft::new("2026-11-24".parse()?, Currency::EUR);
    /// let text = draft.to_json();
    /// assert_eq!(ModelDraft::from_json(&text).as_ref(), Ok(&draft));
    /// assert!(text.starts_with("{\n  \"portefeuille\": \"1.1\","));
    /// # Ok::<(), portefeuille::time::TimeError>(())
    /// ```
    pub fn to_json(&self) -> String {
        // Records have text keys only and nothing in them fails to serialize, so there is always a text.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

impl Model {
    /// Reads a document and builds the model, or fails with every fault.
    ///
    /// ```
    /// use portefeuille::Model;
    ///
    /// let model = Model::from_json(
    ///     r#"{
    ///         "portefeuille": "1.1", "status_date": "2026-11-24", "currency": "EUR",
    ///         "projects": [{"id": "sig", "name": "Plateforme SIG", "variants": [{"id": "base", "months": 9}]}]
    ///     }"#,
    /// )?;
    /// assert_eq!(model.projects().len(), 1);
    /// # Ok::<(), portefeuille::diagnostic::Diagnostics>(())
    /// ```
    pub fn from_json(text: &str) -> Result<Self, Diagnostics> {
        let (draft, notes) = read(text, Judged::Yes)?;
        draft.build_noting(notes)
    }

    /// Writes the document in its canonical form.
    pub fn to_json(&self) -> String {
        self.records().to_json()
    }
}

/// Whether faults of form come with what the rules say of the records that have none.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Judged {
    Yes,
    No,
}

/// The draft, with a warning for each field of a later revision.
fn read(text: &str, judged: Judged) -> Result<(ModelDraft, Diagnostics), Diagnostics> {
    // Some editors put a mark of byte order in front.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Ok(mut draft) = serde_json::from_str::<ModelDraft>(text) {
        known(draft.version)?;
        draft.version = DocumentVersion::CURRENT;
        return Ok((draft, Diagnostics::new()));
    }
    let head = head(text);
    let version = match &head {
        Some(Head::Text(version)) => version.parse::<DocumentVersion>().ok(),
        Some(Head::Other) | None => None,
    };
    if let Some(version) = version {
        // Another version may be anything below its head.
        known(version)?;
    }
    let (tree, faults) = tree::parse(text).map_err(|error| malformed(text, &error))?;
    let foreign = |pointer: &str, message: String| {
        Diagnostics::from(Diagnostic::new(Code::WrongFormat, message).at(Location::pointer(pointer)))
    };
    if !tree.is_record() {
        return Err(foreign("", format!("the document is {}, not one JSON object", tree.described())));
    }
    match (head, version) {
        (_, Some(version)) => mend::read(tree, version, faults, judged),
        (None, None) => Err(foreign("", format!("the document has no head `{HEAD}`"))),
        (Some(Head::Text(text)), None) => {
            Err(foreign("/portefeuille", format!("`{text}` is no version of a document, such as `1.0`")))
        }
        (Some(Head::Other), None) => {
            Err(foreign("/portefeuille", "the version of the document is no text, such as `1.0`".to_owned()))
        }
    }
}

fn known(version: DocumentVersion) -> Result<(), Diagnostics> {
    let current = DocumentVersion::CURRENT;
    if version.version == current.version {
        return Ok(());
    }
    let message = format!("the document is of version {version}; this crate reads version {current}");
    Err(Diagnostic::new(Code::UnsupportedVersion, message).at(Location::pointer("/portefeuille")).into())
}

/// What stands in the head of a document.
enum Head {
    Text(String),
    Other,
}

/// The head of the outermost object, even where the text breaks off or goes wrong after it.
fn head(text: &str) -> Option<Head> {
    struct Probe<'a>(&'a mut Option<Head>);

    impl<'de> Visitor<'de> for Probe<'_> {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a document")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
            while let Some(key) = map.next_key::<String>()? {
                if key == HEAD {
                    let value: serde_json::Value = map.next_value()?;
                    *self.0 = Some(value.as_str().map_or(Head::Other, |text| Head::Text(text.to_owned())));
                    break;
                }
                map.next_value::<IgnoredAny>()?;
            }
            Ok(())
        }
    }

    impl<'de> DeserializeSeed<'de> for Probe<'_> {
        type Value = ();

        fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
            deserializer.deserialize_map(self)
        }
    }

    let mut found = None;
    // Stopping at the head is an error to the parser: what was found before counts all the same.
    let _ = Probe(&mut found).deserialize(&mut serde_json::Deserializer::from_str(text));
    found
}

/// Text that is no JSON: the place of its first fault, counted in characters.
fn malformed(text: &str, error: &serde_json::Error) -> Diagnostics {
    let line = error.line().max(1);
    let before = text.split('\n').nth(line - 1).unwrap_or_default().as_bytes();
    let bytes = &before[..error.column().min(before.len())];
    let column = bytes.iter().filter(|byte| (**byte & 0xC0) != 0x80).count().max(1);
    let message = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let message = message.strip_suffix(place.as_str()).unwrap_or(&message);
    let location = Location::Text { line: line as u64, column: column as u64 };
    Diagnostic::new(Code::MalformedJson, message).at(location).into()
}
