//! Indicators rolled up, and how far the objectives have come.

use super::text::{others, project_name};
use super::{Align, Locale, Report, Table};
use crate::id::{IndicatorId, ProjectId, ThemeId};
use crate::indicator::{Aggregate, Contributor, ObjectiveMeasure, RolledUp, Value};
use crate::model::{Aggregation, Direction, Indicator, IndicatorRef, MeasureStatus, Observation, Scope};
use crate::quantity::{Currency, Money};
use rust_decimal::Decimal;

/// How many indicators stand beside each other in one table.
const ABREAST: usize = 4;
/// How many projects are named before the others are counted.
const NAMED: usize = 3;

/// Indicators rolled up over a scope, with the status of the measures they come from: a column for each and a row for each
/// theme, at most so many, then the whole, the whole without weights, and the coverage. Below, who pulls the values down.
///
/// Indicators that count levels, such as health colours (*météo*), come first, those with the same levels in one table;
/// then the numbers. Nothing measured, nothing printed.
pub fn indicator_report(scope: &Scope, rolled: &[(MeasureStatus, RolledUp)], most: usize, locale: Locale) -> Report {
    let measured = rolled.iter().filter(|(_, rolled)| rolled.whole.coverage.measured > 0);
    let columns: Vec<Column<'_>> = measured.filter_map(|(status, rolled)| Column::of(scope, *status, rolled)).collect();
    let mut groups: Vec<(&[String], Vec<&Column<'_>>)> = Vec::new();
    for column in &columns {
        let levels = column.levels();
        match groups.iter_mut().find(|(known, _)| *known == levels) {
            Some((_, group)) => group.push(column),
            None => groups.push((levels, vec![column])),
        }
    }
    groups.sort_by_key(|(levels, _)| levels.is_empty());
    let mut report = Report::new();
    if groups.is_empty() {
        return report;
    }
    report.section(locale.pick("Indicateurs consolidés", "Indicators rolled up"));
    for (levels, group) in groups {
        for abreast in group.chunks(ABREAST) {
            if !levels.is_empty() {
                let title = locale.pick("Nombre de projets :", "Projects at:");
                report.caption(format!("{title} {}", levels.join(" / ")));
            }
            if let Some(table) = matrix(scope, abreast, most, locale) {
                report.table(table);
            }
            for text in abreast.iter().filter_map(|column| pulling(scope, column, locale)) {
                report.item(text);
            }
            for text in missing(scope, abreast, locale) {
                report.item(text);
            }
        }
    }
    report
}

/// The objectives' indicators: baseline, now, target and how much of the way is done, at most so many rows.
pub fn objective_report(scope: &Scope, measures: &[ObjectiveMeasure], most: usize, locale: Locale) -> Report {
    let mut report = Report::new();
    if measures.iter().all(|measure| measure.last.is_none()) {
        return report;
    }
    report.section(locale.pick("Objectifs : du départ à la cible", "Objectives: from baseline to target"));
    let mut table = Table::new([
        (locale.pick("Objectif", "Objective"), Align::Left),
        (locale.pick("Indicateur", "Indicator"), Align::Left),
        (locale.pick("Départ", "Baseline"), Align::Right),
        (locale.pick("Actuel", "Now"), Align::Right),
        (locale.pick("Cible", "Target"), Align::Right),
        (locale.pick("Atteint", "Progress"), Align::Right),
        (locale.pick("Mesuré le", "Measured"), Align::Right),
    ]);
    let model = scope.model();
    let mut before = None;
    for measure in measures.iter().take(most) {
        let Some(indicator) = model.indicator(measure.indicator.as_str()).map(IndicatorRef::record) else {
            continue;
        };
        let objective = model.objective(measure.objective.as_str()).map_or("", |objective| objective.name());
        // The objective is named on the first of its rows.
        let named = if before.replace(&measure.objective) == Some(&measure.objective) { "" } else { objective };
        let end = |score: Option<crate::quantity::Score>| {
            score.map_or_else(|| "–".to_owned(), |score| number_text(score.value(), indicator, locale))
        };
        table.row([
            named.to_owned(),
            titled(indicator, MeasureStatus::Actual, locale),
            end(indicator.baseline),
            measure.last.as_ref().map_or_else(|| "–".to_owned(), |m| observed(&m.observation, indicator, locale)),
            end(indicator.target),
            measure.progress.map_or_else(|_| "–".to_owned(), |share| locale.percent(share, 0)),
            measure.last.as_ref().map_or_else(String::new, |measure| locale.known_date(measure.date)),
        ]);
    }
    report.table(table);
    let more = measures.len().saturating_sub(most);
    if more > 0 {
        let one = ("mesure d’objectif", "measure of an objective");
        report.note(others(more, one, ("mesures d’objectifs", "measures of objectives"), locale) + ".");
    }
    report
}

/// An indicator with its definition.
struct Column<'a> {
    status: MeasureStatus,
    rolled: &'a RolledUp,
    indicator: &'a Indicator,
}

impl<'a> Column<'a> {
    fn of(scope: &'a Scope, status: MeasureStatus, rolled: &'a RolledUp) -> Option<Self> {
        let indicator = scope.model().indicator(rolled.indicator.as_str())?.record();
        Some(Self { status, rolled, indicator })
    }

    /// The levels that are counted; none for numbers.
    fn levels(&self) -> &'a [String] {
        if self.indicator.aggregation == Aggregation::Counts { &self.indicator.levels } else { &[] }
    }

    /// Whether a project pulls a mean the way the indicator should not go.
    fn pulls_wrong(&self, contributor: &Contributor) -> bool {
        self.indicator.aggregation == Aggregation::WeightedMean
            && contributor.influence.is_some_and(|influence| match self.indicator.direction {
                Direction::Higher => influence < Decimal::ZERO,
                Direction::Lower => influence > Decimal::ZERO,
            })
    }

    fn theme(&self, theme: Option<&ThemeId>) -> Option<&'a Aggregate> {
        self.rolled.themes.iter().find(|row| row.theme.as_ref() == theme).map(|row| &row.aggregate)
    }
}

fn matrix(scope: &Scope, columns: &[&Column<'_>], most: usize, locale: Locale) -> Option<Table> {
    let first = columns.first()?;
    let mut headers = vec![(locale.pick("Thématique", "Theme").to_owned(), Align::Left)];
    headers.extend(columns.iter().map(|column| (titled(column.indicator, column.status, locale), Align::Right)));
    let pulled = columns.iter().any(|column| column.indicator.aggregation != Aggregation::Sum);
    if pulled {
        headers.push((locale.pick("Tirent vers le bas", "Pulled down by").to_owned(), Align::Left));
    }
    let mut table = Table::new(headers);
    // Themes with projects that should be measured; the largest where there are too many.
    let size = |theme: Option<&ThemeId>| {
        columns.iter().filter_map(|c| c.theme(theme)).map(|a| a.coverage.expected).max().unwrap_or(0)
    };
    let mut themes: Vec<Option<&ThemeId>> = first.rolled.themes.iter().map(|row| row.theme.as_ref()).collect();
    for column in columns {
        for row in &column.rolled.themes {
            if !themes.contains(&row.theme.as_ref()) {
                themes.push(row.theme.as_ref());
            }
        }
    }
    themes.retain(|theme| size(*theme) > 0);
    let all = themes.len();
    if all > most {
        themes.sort_by_key(|theme| std::cmp::Reverse(size(*theme)));
        themes.truncate(most);
    }
    if all > 1 {
        for theme in &themes {
            let name = match theme {
                Some(id) => scope.model().theme(id.as_str()).map_or(id.as_str(), |theme| theme.name()).to_owned(),
                None => locale.pick("(sans thématique)", "(no theme)").to_owned(),
            };
            let mut cells = vec![name];
            cells.extend(columns.iter().map(|column| {
                let aggregate = column.theme(*theme).filter(|aggregate| aggregate.coverage.measured > 0);
                aggregate.map_or_else(|| "–".to_owned(), |a| value_text(&a.value, column.indicator, locale))
            }));
            if pulled {
                cells.push(names(scope, &worst(columns, *theme), 2, locale));
            }
            table.row(cells);
        }
        if all > most {
            table.row([others(all - most, ("thématique", "theme"), ("thématiques", "themes"), locale)]);
        }
    }
    let line = |title: &str, cell: &dyn Fn(&Column<'_>) -> String| {
        let mut cells = vec![title.to_owned()];
        cells.extend(columns.iter().map(|column| cell(column)));
        cells
    };
    let whole = |column: &Column<'_>| value_text(&column.rolled.whole.value, column.indicator, locale);
    table.row(line(locale.pick("Ensemble", "Whole"), &whole));
    if columns.iter().any(|column| !column.levels().is_empty()) {
        table.row(line(locale.pick("  en part du poids", "  by share of weight"), &|column| weights(column, locale)));
    } else if columns.iter().any(|column| column.rolled.whole.plain != column.rolled.whole.value) {
        let plain = |column: &Column<'_>| value_text(&column.rolled.whole.plain, column.indicator, locale);
        table.row(line(locale.pick("  sans pondération", "  without weights"), &plain));
    }
    if columns.iter().any(|column| column.rolled.whole.own.is_some()) {
        let own = |column: &Column<'_>| {
            let own = column.rolled.whole.own.as_ref();
            own.map_or_else(|| "–".to_owned(), |own| observed(&own.observation, column.indicator, locale))
        };
        table.row(line(locale.pick("  mesuré directement", "  measured itself"), &own));
    }
    table.row(line(locale.pick("Projets mesurés", "Projects measured"), &|column| {
        let coverage = column.rolled.whole.coverage;
        format!("{}/{}", coverage.measured, coverage.expected)
    }));
    table.row(line(locale.pick("Taux de couverture (poids)", "Coverage (by weight)"), &|column| {
        let share = column.rolled.whole.coverage.by_weight;
        share.map_or_else(|| "–".to_owned(), |share| locale.percent(share, 0))
    }));
    Some(table)
}

/// The projects of a theme at the worst level that one of them is at, the best aside, or that pull a mean the wrong way;
/// those that several indicators name first.
fn worst<'a>(columns: &[&Column<'a>], theme: Option<&ThemeId>) -> Vec<&'a ProjectId> {
    let mut found: Vec<(&ProjectId, usize, usize)> = Vec::new();
    for column in columns {
        let Some(aggregate) = column.theme(theme) else { continue };
        for contributor in &aggregate.contributors {
            let depth = match &contributor.observation {
                Observation::Level(level) => column.levels().iter().position(|known| known == level).unwrap_or(0),
                Observation::Number(_) => usize::from(column.pulls_wrong(contributor)),
            };
            match found.iter_mut().find(|(project, ..)| **project == contributor.project) {
                _ if depth == 0 => {}
                Some((_, deepest, times)) => (*deepest, *times) = (depth.max(*deepest), *times + 1),
                None => found.push((&contributor.project, depth, 1)),
            }
        }
    }
    found.sort_by_key(|(_, deepest, times)| std::cmp::Reverse((*deepest, *times)));
    let deepest = found.first().map_or(0, |(_, deepest, _)| *deepest);
    found.into_iter().filter(|(_, depth, _)| *depth == deepest).map(|(project, ..)| project).collect()
}

/// The indicator's name with the unit that its numbers do not carry, and what its measures are if not facts.
pub(super) fn titled(indicator: &Indicator, status: MeasureStatus, locale: Locale) -> String {
    let unit = indicator.unit.as_deref().filter(|unit| *unit != "%" && currency(unit).is_none());
    let unit = unit.filter(|unit| !indicator.name.to_lowercase().contains(&unit.to_lowercase()));
    let status = match status {
        MeasureStatus::Actual => None,
        MeasureStatus::Forecast => Some(locale.pick("prévision", "forecast")),
        MeasureStatus::Planned => Some(locale.pick("plan", "plan")),
    };
    // Days, as imports write the unit of dates.
    let unit = unit.map(|unit| if unit == "d" { locale.pick("jours", "days") } else { unit });
    let notes: Vec<&str> = unit.into_iter().chain(status).collect();
    if notes.is_empty() { indicator.name.clone() } else { format!("{} ({})", indicator.name, notes.join(", ")) }
}

fn currency(unit: &str) -> Option<Currency> {
    unit.parse().ok()
}

/// A number of an indicator: with its sign where the unit is percent or a currency.
pub(super) fn number_text(value: Decimal, indicator: &Indicator, locale: Locale) -> String {
    let decimals = if value.abs() < Decimal::TEN { 2 } else { 1 };
    match indicator.unit.as_deref() {
        Some("%") => {
            let number = locale.short_number(value, 1);
            match locale {
                Locale::Fr => format!("{number}\u{a0}%"),
                Locale::En => format!("{number}%"),
            }
        }
        unit => match unit.and_then(currency).and_then(|currency| Money::new(value.round_dp(2), currency).ok()) {
            Some(money) => locale.money(money),
            None => locale.short_number(value, decimals),
        },
    }
}

pub(super) fn observed(observation: &Observation, indicator: &Indicator, locale: Locale) -> String {
    match observation {
        Observation::Number(number) => number_text(number.value(), indicator, locale),
        Observation::Level(level) => level.clone(),
    }
}

fn value_text(value: &Value, indicator: &Indicator, locale: Locale) -> String {
    match value {
        Value::Number(number) => number_text(*number, indicator, locale),
        Value::Levels(levels) => levels.iter().map(|level| level.projects.to_string()).collect::<Vec<_>>().join(" / "),
        Value::Undefined(_) => "–".to_owned(),
    }
}

fn weights(column: &Column<'_>, locale: Locale) -> String {
    let Value::Levels(levels) = &column.rolled.whole.value else { return "–".to_owned() };
    let share = |share: Option<Decimal>| share.map_or_else(|| "–".to_owned(), |share| locale.percent(share, 0));
    levels.iter().map(|level| share(level.weight_share)).collect::<Vec<_>>().join(" / ")
}

/// Who pulls an indicator the wrong way: by its worst levels, or by influence on a mean; of a sum, who makes it.
fn pulling(scope: &Scope, column: &Column<'_>, locale: Locale) -> Option<String> {
    let contributors = &column.rolled.whole.contributors;
    let colon = locale.pick("\u{a0}:", ":");
    let name = &column.indicator.name;
    match column.indicator.aggregation {
        Aggregation::Counts => {
            let mut texts = Vec::new();
            for level in column.levels().iter().skip(1).rev() {
                let at: Vec<&ProjectId> =
                    contributors.iter().filter(|c| is_at(c, level)).map(|contributor| &contributor.project).collect();
                if !at.is_empty() {
                    texts.push(format!("{level}{colon} {}", names(scope, &at, NAMED, locale)));
                }
            }
            texts.truncate(2);
            (!texts.is_empty()).then(|| format!("{name} — {}", texts.join(locale.pick(" ; ", "; "))))
        }
        Aggregation::WeightedMean => {
            let verb = match column.indicator.direction {
                Direction::Higher => locale.pick("tirent vers le bas", "pulled down by"),
                Direction::Lower => locale.pick("tirent vers le haut", "pulled up by"),
            };
            let texts: Vec<String> = contributors
                .iter()
                .filter(|c| column.pulls_wrong(c) && c.influence.is_some_and(|part| !part.round_dp(2).is_zero()))
                .take(NAMED)
                .map(|c| {
                    let influence = c.influence.unwrap_or_default();
                    let sign = if influence > Decimal::ZERO { "+" } else { "" };
                    format!(
                        "{} {} ({sign}{})",
                        project_name(scope, c.project.as_str()),
                        observed(&c.observation, column.indicator, locale),
                        locale.short_number(influence, 2)
                    )
                })
                .collect();
            (!texts.is_empty()).then(|| format!("{name} — {verb}{colon} {}", texts.join(locale.pick(" ; ", "; "))))
        }
        _ => {
            let mut most: Vec<&Contributor> = contributors.iter().filter(|c| c.influence.is_some()).collect();
            most.sort_by_key(|c| std::cmp::Reverse(c.influence.map(|influence| influence.abs())));
            let texts: Vec<String> = most
                .iter()
                .take(NAMED)
                .map(|c| {
                    let part = number_text(c.influence.unwrap_or_default(), column.indicator, locale);
                    format!("{} {part}", project_name(scope, c.project.as_str()))
                })
                .collect();
            let verb = locale.pick("y pèsent le plus", "most of it from");
            (!texts.is_empty()).then(|| format!("{name} — {verb}{colon} {}", texts.join(locale.pick(" ; ", "; "))))
        }
    }
}

fn is_at(contributor: &Contributor, level: &str) -> bool {
    matches!(&contributor.observation, Observation::Level(at) if at == level)
}

/// Projects that should be measured and are not, once for indicators that miss the same ones.
fn missing(scope: &Scope, columns: &[&Column<'_>], locale: Locale) -> Vec<String> {
    let mut lists: Vec<(Vec<&ProjectId>, Vec<&IndicatorId>)> = Vec::new();
    for column in columns {
        let list: Vec<&ProjectId> = column.rolled.whole.missing.iter().map(|missing| &missing.project).collect();
        match lists.iter_mut().find(|(known, _)| *known == list) {
            Some((_, indicators)) => indicators.push(&column.rolled.indicator),
            None => lists.push((list, vec![&column.rolled.indicator])),
        }
    }
    let all = lists.len() == 1;
    let mut texts = Vec::new();
    for (projects, indicators) in lists.iter().filter(|(projects, _)| !projects.is_empty()) {
        let of: Vec<&str> = indicators
            .iter()
            .map(|id| scope.model().indicator(id.as_str()).map_or(id.as_str(), |indicator| indicator.name()))
            .collect();
        let of = if all { String::new() } else { format!("{} — ", of.join(", ")) };
        let (title, colon) = (locale.pick("sans mesure", "not measured"), locale.pick("\u{a0}:", ":"));
        texts.push(format!("{of}{title}{colon} {}", names(scope, projects, NAMED, locale)));
    }
    texts
}

/// The first names, and how many there are besides.
fn names(scope: &Scope, projects: &[&ProjectId], most: usize, locale: Locale) -> String {
    let first: Vec<String> = projects.iter().take(most).map(|id| project_name(scope, id.as_str())).collect();
    let (first, rest) = (first.join(", "), projects.len().saturating_sub(most));
    match (locale, rest) {
        (_, 0) => first,
        (Locale::Fr, 1) => format!("{first} et 1 autre"),
        (Locale::Fr, rest) => format!("{first} et {rest} autres"),
        (Locale::En, rest) => format!("{first} and {rest} more"),
    }
}
