//! What a profile says, field by field, and whether it makes sense.

use super::date::DatePattern;
use super::number::NumberFormat;
use super::source::Source;
use super::text::TextMap;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Location};
use crate::model::{
    Aggregation, Direction, Lifecycle, MeasureStatus, OrganizationKind, RoadmapKind, Section, WeightBasis, WorthRule,
};
use crate::quantity::{Currency, Money, Score, Share};
use crate::time::{FiscalCalendar, FiscalYear, Period, Step, TimeGrid};
use encoding_rs::Encoding;
use serde::{Deserialize, Deserializer, de};
use serde_json::error::Category;
use serde_path_to_error::Segment;
use std::collections::BTreeSet;

/// How the columns of one project list map to the model: a JSON object, read by [`Profile::from_json`].
///
/// Every field below is a key of that object, under the same name; a key that is not there is a fault.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Profile {
    /// Remarks for whoever reads the profile: where the list comes from, what is assumed.
    pub notes: Option<String>,
    /// How the file is written.
    #[serde(default)]
    pub table: TableFormat,
    /// Texts that count as an empty cell in columns of texts, numbers and dates, such as `"TBD"` or `"Exempt*"` (every
    /// text that begins so). Columns read through a map have `null` there instead.
    #[serde(default)]
    pub blanks: Vec<String>,
    /// How numbers are written, where a field does not say otherwise.
    #[serde(default)]
    pub numbers: NumberFormat,
    /// How dates are written, tried in this order where a field does not say otherwise; `YYYY-MM-DD` and `YYYY-MM`
    /// where absent or empty.
    #[serde(default)]
    pub dates: Vec<DatePattern>,
    /// Currency of every amount.
    pub currency: Currency,
    /// The day the list speaks of: the latest date that the rows give, or a constant.
    pub status_date: DateField,
    /// Whose projects they are.
    pub organization: OrganizationFields,
    /// The one roadmap or portfolio that all projects join.
    pub grouping: GroupingFields,
    /// What each row says of its project.
    pub project: ProjectFields,
    /// What each row says besides: colours, percentages, forecasts, milestones.
    #[serde(default)]
    pub indicators: Vec<IndicatorField>,
    /// What must be assumed to ask which projects to retain; the list is not selected from where absent.
    pub assumptions: Option<Assumptions>,
}

/// How a file is written.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct TableFormat {
    /// The character between cells; `","` where absent.
    pub separator: Separator,
    /// The encoding, by a label of the WHATWG Encoding Standard such as `utf-8` or `windows-1252`; `utf-8` where absent.
    /// A byte order mark in the file goes before it.
    pub encoding: String,
    /// Physical lines above the header, such as a title; none where absent.
    pub skip_lines: u32,
}

impl Default for TableFormat {
    fn default() -> Self {
        Self { separator: Separator::default(), encoding: "utf-8".to_owned(), skip_lines: 0 }
    }
}

/// The character between cells: one of ASCII, such as `","`, `";"` or `"\t"`, and no quote or line end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Separator(u8);

impl Separator {
    /// The byte of the character.
    pub fn byte(self) -> u8 {
        self.0
    }
}

impl Default for Separator {
    fn default() -> Self {
        Self(b',')
    }
}

impl<'de> Deserialize<'de> for Separator {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match *String::deserialize(deserializer)?.as_bytes() {
            [byte] if !matches!(byte, b'"' | b'\r' | b'\n' | 0) => Ok(Self(byte)),
            _ => Err(de::Error::custom("a separator is one ASCII character, and no quote or line end")),
        }
    }
}

/// Whose projects they are.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct OrganizationFields {
    /// Name people use; its id is made of it.
    pub name: String,
    /// Kind of authority.
    #[serde(default)]
    pub kind: OrganizationKind,
    /// Month its budget years begin in, 1 to 12; January where absent.
    pub fiscal_year_start: Option<u8>,
}

/// The roadmap or portfolio that all projects join.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct GroupingFields {
    /// Which of the two it is.
    pub kind: GroupingKind,
    /// Key.
    pub id: String,
    /// Name people use.
    pub name: String,
    /// What kind of plan a roadmap is.
    #[serde(default = "other")]
    pub roadmap_kind: RoadmapKind,
    /// Period of a roadmap, horizon of a portfolio. Where absent: the whole budget years from the first start to the
    /// last end of the projects, or the year of the status date where no row has dates; the one year of the
    /// [`Assumptions`] where there are any.
    pub period: Option<Period>,
    /// Step of decisions; years where absent.
    #[serde(default = "year")]
    pub step: Step,
}

/// Roadmap or portfolio.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GroupingKind {
    /// *Feuille de route*.
    Roadmap,
    /// *Portefeuille*.
    Portfolio,
}

/// Where the fields of a project come from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ProjectFields {
    /// Its key. Where absent or blank it is made of the name; a key that is taken gets a number, with a finding.
    pub id: Option<Source>,
    /// Its name; the key stands for a name that is missing. A row with neither is reported.
    pub name: Source,
    /// What it does.
    pub description: Option<Source>,
    /// Its theme, one for each text.
    pub theme: Option<CategoryField>,
    /// The unit in charge, one for each text.
    pub unit: Option<CategoryField>,
    /// Where it stands; candidate where absent.
    pub state: Option<StateField>,
    /// Planned or true start.
    pub start: Option<DateField>,
    /// Planned or true end, its last day; gives the duration where no column does. An end before the start is a finding.
    pub end: Option<DateField>,
    /// How long it takes. A project of unknown duration counts one month.
    pub duration: Option<DurationField>,
    /// What it costs: one cost line for each of them that has an amount.
    #[serde(default)]
    pub costs: Vec<CostField>,
}

/// Texts that become records of their own.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CategoryField {
    /// The columns.
    pub from: Source,
    /// Names that stand for others (spellings, acronyms); a text that is not there is its own name, `null` is none.
    #[serde(default)]
    pub map: TextMap<Option<String>>,
}

/// Texts that say where a project stands.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct StateField {
    /// The columns.
    pub from: Source,
    /// The state for each text; `null` stands for the default, a text that is not there gets it with a finding.
    pub map: TextMap<Option<Lifecycle>>,
    /// The state of a row that says none; candidate where absent.
    #[serde(default)]
    pub default: Lifecycle,
}

/// A column of dates.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct DateField {
    /// The columns.
    pub from: Source,
    /// How its dates are written, tried in this order; as in [`Profile::dates`] where empty.
    #[serde(default)]
    pub formats: Vec<DatePattern>,
}

/// A column of durations.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct DurationField {
    /// The columns.
    pub from: Source,
    /// What one is. Durations become whole months, rounded up; less than a thousandth of a month more is noise of the
    /// file's own arithmetic and does not round up.
    pub unit: DurationUnit,
    /// How its numbers are written; as in [`Profile::numbers`] where absent.
    pub numbers: Option<NumberFormat>,
}

/// Unit of a duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DurationUnit {
    /// Twelve months.
    Years,
    /// Calendar months.
    Months,
}

/// A column of amounts.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CostField {
    /// The columns.
    pub from: Source,
    /// What one stands for: `1000000` where the column counts millions; 1 where absent. Amounts are kept to the cent,
    /// half to even.
    #[serde(default = "one")]
    pub factor: Score,
    /// How its numbers are written; as in [`Profile::numbers`] where absent.
    pub numbers: Option<NumberFormat>,
    /// The budget year, by the calendar year it begins in. Where absent or blank: the year of the project's start, or
    /// of the status date. A year before the start's is moved to it, with a finding.
    pub year: Option<Source>,
    /// The currency, where the list names it; another than the profile's makes the cost missing, with a finding.
    pub currency: Option<Source>,
    /// Section of the budget; investment where absent.
    #[serde(default = "investment")]
    pub section: Section,
    /// Account by nature (*nature M57*).
    pub nature: Option<String>,
}

/// A column that is observed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct IndicatorField {
    /// Key.
    pub id: String,
    /// Name people use.
    pub name: String,
    /// The columns.
    pub from: Source,
    /// What it holds.
    pub holds: Observed,
    /// The levels of ordered texts, best first. A cell holds the name of one, or a text of `map`.
    #[serde(default)]
    pub levels: Vec<String>,
    /// The level for each text; `null` stands for an empty cell, a text that is neither there nor a level is a finding.
    #[serde(default)]
    pub map: TextMap<Option<String>>,
    /// How its numbers are written; as in [`Profile::numbers`] where absent.
    pub numbers: Option<NumberFormat>,
    /// What one stands for, where it holds numbers; 1 where absent.
    #[serde(default = "one")]
    pub factor: Score,
    /// How its dates are written, tried in this order; as in [`Profile::dates`] where empty.
    #[serde(default)]
    pub formats: Vec<DatePattern>,
    /// Unit of its numbers; `d` for dates where absent.
    pub unit: Option<String>,
    /// Which way is better.
    #[serde(default)]
    pub direction: Direction,
    /// How projects' values are brought together; counts for levels, a sum for numbers and dates where absent.
    pub aggregation: Option<Aggregation>,
    /// What weighs a project.
    #[serde(default)]
    pub weight: WeightBasis,
    /// Whether the list plans, expects or states it.
    #[serde(default)]
    pub status: MeasureStatus,
}

/// What an observed column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Observed {
    /// Ordered texts, such as colours.
    Levels,
    /// Numbers, kept to 6 decimals, half to even.
    Numbers,
    /// Dates. The number observed is the days from the status date, below zero for a date that has passed.
    Dates,
}

/// What must be assumed to ask which projects of a list to retain.
///
/// A list has no capacities, and its dates say what was decided, not what could be. So the question is asked as a
/// *static* one: one envelope opens one amount in one budget year, which is the whole period of the grouping; each
/// candidate asks all of its cost in that year, without a planned start or a window, and may finish after the end; the
/// costs of all other projects are paid from outside. Which, not when.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Assumptions {
    /// Why these assumptions, in words.
    pub notes: Option<String>,
    /// How much there is.
    pub budget: Budget,
    /// How worth is computed: `"count"`, `"cost"` or `{"indicator": "…"}` of numbers or dates.
    pub worth: WorthRule,
    /// States whose projects are open to choice, candidate always among them. A project in one of them that has begun or
    /// is finished is asked about anew, as a candidate. Candidate, deferred, approved and scoping where empty.
    #[serde(default)]
    pub candidates: Vec<Lifecycle>,
    /// The budget year; the status date's where absent.
    pub year: Option<FiscalYear>,
}

/// How much money there is to share out.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Budget {
    /// An amount: `{"amount": "5000000 EUR"}`.
    Amount(Money),
    /// A share of the known costs of all candidates, down to the cent: `{"share": "0.5"}`.
    Share(Share),
}

fn other() -> RoadmapKind {
    RoadmapKind::Other
}

fn year() -> Step {
    Step::Year
}

fn one() -> Score {
    Score::ONE
}

fn investment() -> Section {
    Section::Investment
}

impl Profile {
    /// Reads a profile. A fault of the text is reported where it stands; faults of sense are all reported, each with the
    /// JSON pointer of its field.
    pub fn from_json(text: &str) -> Result<Self, Diagnostics> {
        let mut reader = serde_json::Deserializer::from_str(text);
        let profile: Self = serde_path_to_error::deserialize(&mut reader).map_err(|error| fault(&error))?;
        reader.end().map_err(|error| syntax(&error))?;
        profile.check()?;
        Ok(profile)
    }

    /// Everything that is well written and makes no sense.
    pub(super) fn check(&self) -> Result<(), Diagnostics> {
        let mut faults = Diagnostics::new();
        let mut add = |code: Code, pointer: String, message: String| {
            faults.push(Diagnostic::new(code, message).at(Location::pointer(pointer)));
        };
        if Encoding::for_label_no_replacement(self.table.encoding.as_bytes()).is_none() {
            let message = format!("`{}` is no label of an encoding, such as utf-8", self.table.encoding);
            add(Code::MalformedField, "/table/encoding".to_owned(), message);
        }
        if let Some(month) = self.organization.fiscal_year_start
            && FiscalCalendar::starting_in(month).is_err()
        {
            let message = format!("budget years begin in month {month}, not 1 to 12");
            add(Code::NumberOutOfRange, "/organization/fiscal_year_start".to_owned(), message);
        }
        let required = [
            ("/organization/name", &self.organization.name),
            ("/grouping/id", &self.grouping.id),
            ("/grouping/name", &self.grouping.name),
        ];
        for (pointer, _) in required.into_iter().filter(|(_, text)| text.trim().is_empty()) {
            add(Code::EmptyId, pointer.to_owned(), "it has no text".to_owned());
        }
        if let Some(period) = self.grouping.period {
            if self.assumptions.is_some() {
                let message = format!("the period {period} contradicts the one year of the assumptions");
                add(Code::MalformedField, "/grouping/period".to_owned(), message);
            } else if let Err(error) = TimeGrid::new(period, self.grouping.step) {
                add(error.code(), "/grouping/period".to_owned(), error.to_string());
            }
        } else if self.grouping.step == Step::Week {
            let message = "whole budget years hold no whole weeks; write a period, or another step".to_owned();
            add(Code::PeriodOffGrid, "/grouping/step".to_owned(), message);
        }
        for (pointer, numbers) in self.number_formats() {
            if numbers.is_ambiguous() {
                add(Code::MalformedField, pointer, "one mark groups digits and begins the decimals".to_owned());
            }
        }
        for (i, cost) in self.project.costs.iter().enumerate() {
            if cost.factor.is_zero() {
                add(
                    Code::MalformedField,
                    format!("/project/costs/{i}/factor"),
                    "a factor of 0 loses the cost".to_owned(),
                );
            }
        }
        let mut ids = BTreeSet::new();
        for (i, indicator) in self.indicators.iter().enumerate() {
            let at = |field: &str| format!("/indicators/{i}/{field}");
            if indicator.id.trim().is_empty() {
                add(Code::EmptyId, at("id"), "an indicator has no id".to_owned());
            } else if !ids.insert(indicator.id.as_str()) {
                add(Code::DuplicateId, at("id"), format!("indicator `{}` is written twice", indicator.id));
            }
            if (indicator.holds == Observed::Levels) == indicator.levels.is_empty() {
                let message = format!("indicator `{}` has levels if and only if it holds them", indicator.id);
                add(Code::MalformedField, at("levels"), message);
            }
            let mut levels = BTreeSet::new();
            for (k, level) in indicator.levels.iter().enumerate() {
                if !levels.insert(level) {
                    add(
                        Code::DuplicateReference,
                        at(&format!("levels/{k}")),
                        format!("level `{level}` is named twice"),
                    );
                }
            }
            for level in indicator.map.values().flatten().filter(|level| !levels.contains(level)) {
                add(
                    Code::UnknownReference,
                    at("map"),
                    format!("`{level}` is no level of indicator `{}`", indicator.id),
                );
            }
        }
        if let Some(assumptions) = &self.assumptions {
            self.check_assumptions(assumptions, &mut add);
        }
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }

    fn check_assumptions(&self, assumptions: &Assumptions, add: &mut impl FnMut(Code, String, String)) {
        if let Budget::Amount(amount) = assumptions.budget {
            let pointer = || "/assumptions/budget/amount".to_owned();
            if amount.currency() != self.currency {
                let message = format!("the budget is in {}, the costs in {}", amount.currency(), self.currency);
                add(Code::MixedCurrencies, pointer(), message);
            }
            if amount.is_negative() {
                add(Code::NegativeNumber, pointer(), format!("a budget of {amount} opens nothing"));
            }
        }
        if self.project.costs.is_empty() {
            add(Code::MissingField, "/project/costs".to_owned(), "a budget needs a column of costs".to_owned());
        }
        match &assumptions.worth {
            WorthRule::Count | WorthRule::Cost => {}
            WorthRule::Indicator(id) => {
                let found = self.indicators.iter().find(|indicator| indicator.id == id.as_str());
                if found.is_none_or(|indicator| indicator.holds == Observed::Levels) {
                    let message = format!("`{id}` is no indicator of numbers of this profile");
                    add(Code::UnknownReference, "/assumptions/worth/indicator".to_owned(), message);
                }
            }
            _ => {
                let message = "worth of a list is \"count\", \"cost\" or {\"indicator\": …}".to_owned();
                add(Code::MalformedField, "/assumptions/worth".to_owned(), message);
            }
        }
    }

    fn number_formats(&self) -> Vec<(String, &NumberFormat)> {
        let mut formats = vec![("/numbers".to_owned(), &self.numbers)];
        let duration = self.project.duration.as_ref().and_then(|field| field.numbers.as_ref());
        formats.extend(duration.map(|numbers| ("/project/duration/numbers".to_owned(), numbers)));
        for (i, cost) in self.project.costs.iter().enumerate() {
            formats.extend(cost.numbers.as_ref().map(|numbers| (format!("/project/costs/{i}/numbers"), numbers)));
        }
        for (i, indicator) in self.indicators.iter().enumerate() {
            formats.extend(indicator.numbers.as_ref().map(|numbers| (format!("/indicators/{i}/numbers"), numbers)));
        }
        formats
    }
}

/// The first fault of the text, at its pointer where it is JSON.
fn fault(error: &serde_path_to_error::Error<serde_json::Error>) -> Diagnostic {
    let inner = error.inner();
    if inner.classify() != Category::Data {
        return syntax(inner);
    }
    let pointer: String = error
        .path()
        .iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
            Segment::Enum { variant } => format!("/{variant}"),
            Segment::Unknown => String::new(),
        })
        .collect();
    let message = inner.to_string();
    let code = if message.starts_with("unknown field") {
        Code::UnknownField
    } else if message.starts_with("missing field") {
        Code::MissingField
    } else {
        Code::MalformedField
    };
    Diagnostic::new(code, message).at(Location::pointer(pointer))
}

fn syntax(error: &serde_json::Error) -> Diagnostic {
    let (line, column) = (error.line() as u64, error.column() as u64);
    Diagnostic::new(Code::MalformedJson, error.to_string()).at(Location::Text { line, column })
}
