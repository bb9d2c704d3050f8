//! From rows to records.

use super::date::DatePattern;
use super::fields::{CostCells, Fields, Misread, Notes, Reading};
use super::number::{NumberFormat, exact_product};
use super::profile::{CategoryField, CostField, DurationField, DurationUnit, IndicatorField, Observed, Profile};
use super::question::{self, LIST};
use super::table::{Row, Table};
use super::text::{Ids, fold, quote, slug, squeeze};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Location, Severity};
use crate::model::{
    Aggregation, CostLine, Indicator, Lifecycle, Measure, ModelDraft, Observation, Organization, Project, Subject,
    Theme, Unit, Variant,
};
use crate::quantity::{Money, Score};
use crate::time::{Date, FiscalCalendar, FiscalYear};
use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// The longest a project may take, in months; what is longer is a slip of the pen.
const LONGEST: u32 = 1200;

/// Decimals of an amount, and of a number observed.
const CENTS: u32 = 2;
const POINTS: u32 = 6;

/// Records of one kind, made of the texts of a column.
#[derive(Default)]
struct Categories {
    by_name: BTreeMap<String, String>,
    ids: Ids,
}

impl Categories {
    /// The id of a name, and whether it is new.
    fn id(&mut self, name: &str, kind: &str) -> (String, bool) {
        if let Some(id) = self.by_name.get(name) {
            return (id.clone(), false);
        }
        let wanted = slug(name);
        let (id, _) = self.ids.unique(if wanted.is_empty() { kind } else { &wanted });
        self.by_name.insert(name.to_owned(), id.clone());
        (id, true)
    }
}

/// Reads the rows of one table into a draft.
pub(super) struct Importer<'a> {
    profile: &'a Profile,
    fields: Fields,
    pub(super) notes: Notes<'a>,
    pub(super) draft: ModelDraft,
    calendar: FiscalCalendar,
    iso: Vec<DatePattern>,
    projects: Ids,
    themes: Categories,
    units: Categories,
}

impl<'a> Importer<'a> {
    /// Finds the columns and the status date, or says what is not there.
    pub(super) fn new(profile: &'a Profile, table: &'a Table) -> Result<Self, Diagnostics> {
        let (fields, notes) = Fields::find(profile, table)?;
        let iso = ["YYYY-MM-DD", "YYYY-MM"].iter().filter_map(|pattern| pattern.parse().ok()).collect::<Vec<_>>();
        let formats = formats(&profile.status_date.formats, profile, &iso);
        let rows = table.rows.iter().filter(|row| row.fault.is_none());
        let status_date = rows
            .filter_map(|row| fields.status_date.cells.pick(row, &notes.blanks).0)
            .chain(fields.status_date.cells.constant())
            .filter_map(|text| read_date(formats, &text))
            .max()
            .ok_or_else(|| {
                let message = "neither a row nor the profile gives a status date that can be read";
                Diagnostic::new(Code::MissingValue, message)
                    .weighing(Severity::Error)
                    .at(Location::pointer("/status_date"))
                    .help("name another column or format, or write the date as a constant")
            })?;
        let mut draft = ModelDraft::new(status_date, profile.currency);
        let mut organization = Organization::new(question::organization_id(profile), &*profile.organization.name);
        organization.kind = profile.organization.kind;
        organization.fiscal_year_start = profile.organization.fiscal_year_start;
        draft.organizations.push(organization);
        draft.indicators.extend(profile.indicators.iter().map(definition));
        Ok(Self {
            profile,
            fields,
            notes,
            draft,
            calendar: question::calendar(profile),
            iso,
            projects: Ids::default(),
            themes: Categories::default(),
            units: Categories::default(),
        })
    }

    /// Makes a project of a row, or says why it can be none.
    pub(super) fn row(&mut self, row: &Row) -> Result<(), String> {
        if let Some(fault) = &row.fault {
            return Err(fault.clone());
        }
        self.undecoded(row);
        let (fields, notes, profile) = (&self.fields, &mut self.notes, self.profile);
        let id_cells = fields.id.as_ref().map(|field| &field.cells);
        let key = id_cells.and_then(|cells| cells.pick(row, &notes.blanks).0);
        let (name, name_column) = fields.name.cells.pick(row, &notes.blanks);
        if key.is_none() && name.is_none() {
            return Err("it has neither a name nor a key".to_owned());
        }
        let key = fields.id.as_ref().and_then(|field| notes.text(field, row));
        let name = notes.text(&fields.name, row).unwrap_or_else(|| {
            let key = key.clone().unwrap_or_default();
            let finding = Diagnostic::new(Code::MissingValue, format!("no name; the key `{key}` stands for it"));
            notes.find(finding.help("name the project"), row, name_column);
            key
        });
        let wanted = key.unwrap_or_else(|| match slug(&name) {
            slug if slug.is_empty() => format!("line-{}", row.line),
            slug => slug,
        });
        let (id, changed) = self.projects.unique(&wanted);
        if changed {
            let column = id_cells.and_then(|cells| cells.pick(row, &notes.blanks).1).or(name_column);
            let message = format!("the key `{wanted}` is taken; this project becomes `{id}`");
            notes.find(Diagnostic::new(Code::DuplicateId, message), row, column);
        }

        let mut project = Project::new(&*id, name, Variant::new("base", 1));
        project.description =
            fields.description.as_ref().and_then(|field| notes.read(field, row, |text| Ok(Some(text.to_owned()))));
        if let (Some(state), Some(field)) = (&profile.project.state, &fields.state) {
            let read = |text: &str| match state.map.get(text) {
                Some(known) => Ok(*known),
                None => Err(unmapped(text, "state")),
            };
            project.state = notes.read_mapped::<Lifecycle>(field, row, read).unwrap_or(state.default);
        }
        if let (Some(theme), Some(field)) = (&profile.project.theme, &fields.theme)
            && let Some(name) = notes.read_mapped(field, row, |text| Ok(category(theme, text)))
        {
            let (id, new) = self.themes.id(&name, "theme");
            project.theme = Some(id.as_str().into());
            self.draft.themes.extend(new.then(|| Theme::new(id, name)));
        }
        if let (Some(unit), Some(field)) = (&profile.project.unit, &fields.unit)
            && let Some(name) = notes.read_mapped(field, row, |text| Ok(category(unit, text)))
        {
            let (id, new) = self.units.id(&name, "unit");
            project.unit = Some(id.as_str().into());
            let organization = question::organization_id(profile);
            self.draft.units.extend(new.then(|| Unit::new(id, name, organization)));
        }
        self.time(&mut project, row);
        self.costs(&mut project, row);
        self.observe(&id, row);
        self.draft.projects.push(project);
        Ok(())
    }

    /// Notes cells that hold other bytes than the encoding has characters for.
    fn undecoded(&mut self, row: &Row) {
        let strange = |c: char| c == '\u{fffd}' || (('\u{80}'..'\u{a0}').contains(&c) && c != '\u{85}');
        for (column, cell) in row.cells.iter().enumerate().filter(|(_, cell)| cell.contains(strange)) {
            let encoding = &self.profile.table.encoding;
            let message = format!("{} holds bytes that are no text in {encoding}", quote(cell));
            self.notes.find(Diagnostic::new(Code::UndecodableText, message), row, Some(column));
        }
    }

    /// Start and duration.
    fn time(&mut self, project: &mut Project, row: &Row) {
        let (fields, notes, profile) = (&self.fields, &mut self.notes, self.profile);
        let mut date = |field, own: &[DatePattern]| {
            let formats = formats(own, profile, &self.iso);
            notes.read(field, row, |text| read_date(formats, text).map(Some).ok_or(Misread::No("a date")))
        };
        date(&fields.status_date, &profile.status_date.formats);
        let (start, end) = (&profile.project.start, &profile.project.end);
        project.start = start.as_ref().zip(fields.start.as_ref()).and_then(|(spec, field)| date(field, &spec.formats));
        let end = end.as_ref().zip(fields.end.as_ref()).and_then(|(spec, field)| date(field, &spec.formats));
        let duration = profile.project.duration.as_ref().zip(fields.duration.as_ref());
        let mut months =
            duration.and_then(|(spec, field)| notes.read(field, row, |text| whole_months(spec, profile, text)));
        if let (Some(start), Some(end)) = (project.start, end) {
            let column = fields.end.as_ref().and_then(|field| field.cells.pick(row, &notes.blanks).1);
            match months_between(start.first_day(), end.last_day()) {
                None => {
                    let message = format!("the end {end} is before the start {start}; it counts as missing");
                    let finding = Diagnostic::new(Code::EmptyPeriod, message);
                    notes.find(finding.help("put the end on or after the start"), row, column);
                }
                Some(span) if span > LONGEST => {
                    let message =
                        format!("{start} to {end} is {span} months, more than {LONGEST}; the end counts as missing");
                    notes.find(Diagnostic::new(Code::NumberOutOfRange, message), row, column);
                }
                span => months = months.or(span),
            }
        }
        for variant in &mut project.variants {
            variant.months = months.unwrap_or(1);
        }
    }

    /// One line for each amount.
    fn costs(&mut self, project: &mut Project, row: &Row) {
        let (notes, profile) = (&mut self.notes, self.profile);
        let first_year = project.start.map(|start| self.calendar.year_of(start.first_day()));
        let default_year = first_year.unwrap_or_else(|| self.calendar.year_of(self.draft.status_date.last_day()));
        for (cost, cells) in profile.project.costs.iter().zip(&self.fields.costs) {
            let CostCells { amount, year, currency } = cells;
            let currency = currency.as_ref().and_then(|field| notes.text(field, row));
            let other = currency.filter(|currency| *currency != profile.currency.as_str());
            let named = year.as_ref().and_then(|field| notes.read(field, row, budget_year));
            let read = |text: &str| match &other {
                None => money(cost, profile, text),
                Some(other) => {
                    let message = format!("{} is in {}, not {}", quote(text), quote(other), profile.currency);
                    Err(Misread::Refused(Code::MixedCurrencies, message))
                }
            };
            let Some(amount) = notes.read(amount, row, read) else { continue };
            let mut line_year = named.unwrap_or(default_year);
            if let Some(first) = first_year.filter(|first| line_year < *first) {
                let column = year.as_ref().and_then(|field| field.cells.pick(row, &notes.blanks).1);
                let message = format!("a cost of {line_year} is before the start, in {first}; it counts in {first}");
                notes.find(Diagnostic::new(Code::CostBeforeStart, message), row, column);
                line_year = first;
            }
            let mut line = CostLine::new(line_year, cost.section, LIST, amount);
            line.nature.clone_from(&cost.nature);
            for variant in &mut project.variants {
                variant.costs.push(line.clone());
            }
        }
    }

    /// One measure for each value observed.
    fn observe(&mut self, id: &str, row: &Row) {
        let status_date = self.draft.status_date;
        for (indicator, field) in self.profile.indicators.iter().zip(&self.fields.indicators) {
            let notes = &mut self.notes;
            let value = match indicator.holds {
                Observed::Levels => notes.read_mapped(field, row, |text| level(indicator, text)),
                Observed::Numbers => notes.read(field, row, |text| number(indicator, self.profile, text)),
                Observed::Dates => {
                    let formats = formats(&indicator.formats, self.profile, &self.iso);
                    notes.read(field, row, |text| days_from(status_date.last_day(), formats, text))
                }
            };
            self.draft.measures.extend(value.map(|value| {
                let mut measure = Measure::new(&*indicator.id, Subject::Project(id.into()), status_date, value);
                measure.status = indicator.status;
                measure
            }));
        }
    }
}

/// The formats of a field, of the profile, or ISO 8601: the first that are there.
fn formats<'p>(own: &'p [DatePattern], profile: &'p Profile, iso: &'p [DatePattern]) -> &'p [DatePattern] {
    [own, &profile.dates, iso].into_iter().find(|formats| !formats.is_empty()).unwrap_or_default()
}

fn read_date(formats: &[DatePattern], text: &str) -> Option<Date> {
    formats.iter().find_map(|format| format.read(text))
}

fn definition(field: &IndicatorField) -> Indicator {
    let mut indicator = Indicator::new(&*field.id, &*field.name);
    indicator.unit = field.unit.clone().or_else(|| (field.holds == Observed::Dates).then(|| "d".to_owned()));
    indicator.direction = field.direction;
    let natural = if field.levels.is_empty() { Aggregation::Sum } else { Aggregation::Counts };
    indicator.aggregation = field.aggregation.unwrap_or(natural);
    indicator.weight = field.weight;
    indicator.levels.clone_from(&field.levels);
    indicator
}

fn unmapped(text: &str, what: &str) -> Misread {
    Misread::Refused(Code::UnmappedValue, format!("{} stands for no {what} in the profile", quote(text)))
}

fn category(field: &CategoryField, text: &str) -> Option<String> {
    match field.map.get(text) {
        Some(known) => known.as_deref().map(squeeze),
        None => Some(squeeze(text)),
    }
}

fn level(indicator: &IndicatorField, text: &str) -> Reading<Observation> {
    let known = if let Some(known) = indicator.map.get(text) {
        known.as_ref()
    } else {
        let folded = fold(text);
        let same = indicator.levels.iter().find(|level| fold(level) == folded);
        Some(same.ok_or_else(|| unmapped(text, "level"))?)
    };
    Ok(known.map(|level| Observation::Level(level.clone())))
}

/// The number in a cell times a factor.
fn product(numbers: &NumberFormat, factor: Score, text: &str, what: &'static str) -> Result<Decimal, Misread> {
    let number = numbers.read(text).ok_or(Misread::No(what))?;
    exact_product(number, factor.value()).ok_or_else(|| {
        let message = format!("{} has more digits than a number keeps; it counts as missing", quote(text));
        Misread::Refused(Code::NumberOutOfRange, message)
    })
}

fn money(cost: &CostField, profile: &Profile, text: &str) -> Reading<Money> {
    let amount = product(cost.numbers.as_ref().unwrap_or(&profile.numbers), cost.factor, text, "an amount")?;
    Money::new(amount.round_dp(CENTS), profile.currency)
        .map(Some)
        .map_err(|error| Misread::Refused(error.code(), format!("{error}; it counts as missing")))
}

fn number(indicator: &IndicatorField, profile: &Profile, text: &str) -> Reading<Observation> {
    let numbers = indicator.numbers.as_ref().unwrap_or(&profile.numbers);
    let value = product(numbers, indicator.factor, text, "a number")?;
    Score::new(value.round_dp(POINTS))
        .map(|score| Some(Observation::Number(score)))
        .map_err(|error| Misread::Refused(error.code(), format!("{error}; it counts as missing")))
}

fn days_from(status: NaiveDate, formats: &[DatePattern], text: &str) -> Reading<Observation> {
    let date = read_date(formats, text).ok_or(Misread::No("a date"))?;
    let days = (date.last_day() - status).num_days();
    Ok(Score::new(days.into()).ok().map(Observation::Number))
}

fn budget_year(text: &str) -> Reading<FiscalYear> {
    text.parse().ok().and_then(|year| FiscalYear::new(year).ok()).map(Some).ok_or(Misread::No("a budget year"))
}

fn whole_months(field: &DurationField, profile: &Profile, text: &str) -> Reading<u32> {
    let unit = match field.unit {
        DurationUnit::Years => Score::points(12),
        DurationUnit::Months => Score::ONE,
    };
    let numbers = field.numbers.as_ref().unwrap_or(&profile.numbers);
    let months = product(numbers, unit, text, "a duration")?.round_dp(3).ceil();
    if months <= Decimal::ZERO {
        let message = format!("a duration of {} is none; it counts as missing", quote(text));
        return Err(Misread::Refused(Code::ZeroDuration, message));
    }
    u32::try_from(months).ok().filter(|months| *months <= LONGEST).map(Some).ok_or_else(|| {
        let message = format!("{} is more than {LONGEST} months; it counts as missing", quote(text));
        Misread::Refused(Code::NumberOutOfRange, message)
    })
}

/// Months from a first to a last day, both inside, rounded up; `None` where the last comes before the first.
fn months_between(first: NaiveDate, last: NaiveDate) -> Option<u32> {
    let end = last.succ_opt().filter(|end| *end > first)?;
    let whole = (end.year() - first.year()) * 12 + end.month0() as i32 - first.month0() as i32;
    u32::try_from(whole + i32::from(end.day() > first.day())).ok()
}
