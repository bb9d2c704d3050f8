//! What the report is made from, and its sections in the order a director reads them.

use chrono::Months;
use portefeuille::capacity::{Draws, Load, Placement};
use portefeuille::changes::Changes;
use portefeuille::decision::Decision;
use portefeuille::finance::{
    Execution, Landing, PlannedLine, ProgramExecution, RealCosts, landings, planned_use, programs,
};
use portefeuille::governance::MeetingDate;
use portefeuille::health::Health;
use portefeuille::indicator::{ObjectiveMeasure, RollUp, RolledUp, objective_measures};
use portefeuille::interchange::csv::{Import, Selectable};
use portefeuille::model::{
    Dependency, LedgerStage, Lifecycle, MeasureStatus, ProjectRef, Scope, ThemeRef, WeightBasis,
};
use portefeuille::network::{Network, NetworkError, Schedule};
use portefeuille::render::{
    Align, Locale, Report, Table, agenda_report, changes_report, decision_notes, decision_report, execution_report,
    health_report, indicator_report, lifecycle_count, load_report, network_error_report, note_text, objective_report,
    project_report, schedule_report,
};
use portefeuille::{Error, Model, Money, Period, Workload};

/// How many months of meetings are told.
const MONTHS: u32 = 3;

/// Everything that the report tells.
pub(crate) struct Facts<'a> {
    scope: &'a Scope,
    import: Option<&'a Import>,
    pub(crate) decision: Option<&'a Decision>,
    pub(crate) health: Health,
    changes: Option<Changes>,
    meetings: Vec<MeetingDate>,
    execution: Execution,
    plan: Vec<PlannedLine>,
    programs: Vec<ProgramExecution>,
    landings: Vec<Landing>,
    schedule: Option<Result<Schedule, NetworkError>>,
    load: Load,
    draws: Draws,
    rolled: Vec<(MeasureStatus, RolledUp)>,
    measures: Vec<ObjectiveMeasure>,
}

impl<'a> Facts<'a> {
    /// Asks the crate for all of it.
    pub(crate) fn gather(
        scope: &'a Scope,
        import: Option<&'a Import>,
        earlier: Option<&Model>,
        decision: Option<&'a Decision>,
    ) -> Result<Self, Error> {
        let (model, day) = (scope.model(), scope.status_date());
        let months = day.checked_add_months(Months::new(MONTHS)).and_then(|end| Period::new(day, end).ok());
        // Work that has begun stands where it is, new work where the decision places it.
        let new = decision.into_iter().flat_map(Decision::retained).filter(|project| project.is_new());
        let placed = new.filter_map(|project| {
            let placement = project.placement()?;
            Some(Placement::new(project.id().clone(), placement.variant.clone(), placement.period.start()))
        });
        let placed: Vec<Placement> = placed.collect();
        let timed = |link: &Dependency| matches!(link, Dependency::Timing { .. });
        let has_links = scope.projects().any(|project| project.dependencies().any(timed));
        Ok(Self {
            scope,
            import,
            decision,
            health: scope.health(),
            changes: earlier.map(|earlier| scope.changes_since(earlier)),
            meetings: months.map(|months| scope.meetings(months)).unwrap_or_default(),
            execution: scope.execution(day)?,
            plan: planned_use(model)?,
            programs: programs(model, day)?,
            landings: landings(scope.projects())?,
            schedule: has_links.then(|| Network::of(scope).and_then(|network| network.schedule())),
            load: Load::with(scope, &placed)?,
            draws: Draws::with(scope, &placed)?,
            rolled: roll_up(scope, decision)?,
            measures: objective_measures(scope, day),
        })
    }

    /// Why nothing is selected, in English.
    pub(crate) fn reason_en(&self) -> &str {
        match self.import.map(|import| &import.selectable) {
            Some(Selectable::No(reason)) => reason.reason(),
            _ => "",
        }
    }

    /// The sheet of one project.
    pub(crate) fn sheet(&self, project: ProjectRef<'_>, locale: Locale) -> Result<Report, Error> {
        let model = self.scope.model();
        let spent = RealCosts::of(model, LedgerStage::Ordered, model.status_date())?.project(project.id())?;
        // Work outside the scope is looked at where it belongs.
        let elsewhere = (!self.scope.contains(project.ix())).then(|| model.health());
        let health = elsewhere.as_ref().unwrap_or(&self.health);
        Ok(project_report(project, self.decision, health, &spent, locale))
    }

    /// All sections, long ones cut at so many rows.
    pub(crate) fn report(&self, most: usize, locale: Locale) -> Report {
        let (scope, model) = (self.scope, self.scope.model());
        let mut report = overview(scope, locale);
        // What the health check tells better is told there.
        let warnings = model.warnings().iter().filter(|note| self.health.of(note.code()).next().is_none());
        let notes = warnings.map(|note| note_text(note, model, locale));
        let read =
            self.import.into_iter().flat_map(|import| &import.findings).map(|note| note_text(note, model, locale));
        let title = locale_text(locale, "Alertes à la lecture", "Noticed when reading");
        notes_section(&mut report, title, &read.chain(notes).collect::<Vec<_>>(), most, locale);
        report.append(health_report(&self.health, most, locale));
        if let Some(changes) = &self.changes {
            report.append(changes_report(changes, most, locale));
        }
        if !model.records().bodies.is_empty() {
            report.append(agenda_report(scope, &self.meetings, most, locale));
        }
        match &self.schedule {
            Some(Ok(schedule)) => report.append(schedule_report(scope, schedule, most, locale)),
            Some(Err(error)) => report.append(network_error_report(scope, error, locale)),
            None => {}
        }
        if let Some(decision) = self.decision {
            report.append(decision_report(decision, most, locale));
            let title = locale_text(locale, "Alertes de l’arbitrage", "Noticed when deciding");
            notes_section(&mut report, title, &decision_notes(decision, locale), most, locale);
        } else if let Some(Selectable::No(reason)) = self.import.map(|import| &import.selectable) {
            report.section(locale_text(locale, "Pas d’arbitrage", "No selection"));
            report.paragraph(if locale == Locale::En { reason.reason() } else { reason.reason_fr() });
        }
        let (execution, plan) = (&self.execution, &self.plan);
        report.append(execution_report(scope, execution, plan, &self.programs, &self.landings, most, locale));
        report.append(load_report(scope, &self.load, &self.draws, most, locale));
        report.append(indicator_report(scope, &self.rolled, most, locale));
        report.append(objective_report(scope, &self.measures, most.saturating_mul(2), locale));
        report
    }
}

fn locale_text<'a>(locale: Locale, fr: &'a str, en: &'a str) -> &'a str {
    if locale == Locale::En { en } else { fr }
}

/// Findings in one line each, and how many more there are.
fn notes_section(report: &mut Report, title: &str, notes: &[String], most: usize, locale: Locale) {
    if notes.is_empty() {
        return;
    }
    report.section(title);
    for note in notes.iter().take(most) {
        report.item(note);
    }
    let more = notes.len().saturating_sub(most);
    if more > 0 {
        let noun = match locale {
            Locale::En if more == 1 => "more finding",
            Locale::En => "more findings",
            _ if more == 1 => "autre constat",
            _ => "autres constats",
        };
        report.note(format!("… {} {more} {noun}.", locale_text(locale, "et", "and")));
    }
}

/// Every indicator measured by projects, from facts or else from forecasts or plans. Projects that have not begun count
/// only where one of them is measured.
fn roll_up(scope: &Scope, decision: Option<&Decision>) -> Result<Vec<(MeasureStatus, RolledUp)>, Error> {
    const BEGUN: [Lifecycle; 5] =
        [Lifecycle::Running, Lifecycle::OnHold, Lifecycle::Delivered, Lifecycle::InService, Lifecycle::Closed];
    let mut all = Vec::new();
    for indicator in scope.model().indicators() {
        let mut roll_up = RollUp::new(indicator.id().clone());
        if indicator.record().weight == WeightBasis::Worth {
            let Some(decision) = decision else { continue };
            roll_up = roll_up.weights(decision.projects().iter().map(|p| (p.id().clone(), p.worth())));
        }
        for status in [MeasureStatus::Actual, MeasureStatus::Forecast, MeasureStatus::Planned] {
            let roll_up = roll_up.clone().status(status);
            let (begun, any) = (roll_up.clone().states(BEGUN).over(scope)?, roll_up.over(scope)?);
            if any.whole.coverage.measured > 0 {
                let enough = begun.whole.coverage.measured == any.whole.coverage.measured;
                all.push((status, if enough { begun } else { any }));
                break;
            }
        }
    }
    Ok(all)
}

/// The roadmap in a few lines, and its themes by number of projects, cost and workload.
fn overview(scope: &Scope, locale: Locale) -> Report {
    let fr = locale == Locale::Fr;
    let period = scope.period();
    let mut report = Report::new();
    report.title(scope.name());
    report.paragraph(format!(
        "{} → {} · {} {}",
        locale.date(period.start()),
        locale.date(period.last_day()),
        if fr { "situation au" } else { "as of" },
        locale.date(scope.status_date()),
    ));
    if let Some(purpose) = scope.as_roadmap().and_then(|roadmap| roadmap.purpose.as_ref()) {
        report.paragraph(purpose);
    }
    report.paragraph(states(scope, locale));
    let mut table = Table::new([
        (if fr { "Thématique" } else { "Theme" }, Align::Left),
        (if fr { "Projets" } else { "Projects" }, Align::Right),
        (if fr { "Coût" } else { "Cost" }, Align::Right),
        (if fr { "Charge (j.h)" } else { "Workload (days)" }, Align::Right),
    ]);
    let themes = scope.themes();
    let named = themes.iter().map(|theme| (theme.name().to_owned(), Some(theme.ix())));
    let mut rows: Vec<_> = named.collect();
    rows.push(((if fr { "(sans thématique)" } else { "(no theme)" }).to_owned(), None));
    for (name, theme) in rows {
        let projects: Vec<_> = scope.projects().filter(|p| p.theme().map(ThemeRef::ix) == theme).collect();
        if !projects.is_empty() {
            table.row(totals(scope, name, &projects, locale));
        }
    }
    let all: Vec<_> = scope.projects().collect();
    table.row(totals(scope, "Total".to_owned(), &all, locale));
    report.table(table);
    report
}

fn totals(scope: &Scope, name: String, projects: &[ProjectRef<'_>], locale: Locale) -> [String; 4] {
    let zero = Money::zero(scope.model().currency());
    let cost = projects.iter().try_fold(zero, |sum, project| sum.checked_add(project.cost()?));
    let days = projects.iter().try_fold(Workload::ZERO, |sum, project| sum.checked_add(project.workload()?));
    [
        name,
        projects.len().to_string(),
        cost.map_or_else(|error| error.to_string(), |cost| locale.money(cost)),
        days.map_or_else(|error| error.to_string(), |days| locale.number(days.value(), 0)),
    ]
}

fn states(scope: &Scope, locale: Locale) -> String {
    let mut counts: Vec<(Lifecycle, usize)> = Vec::new();
    let mut all: Vec<Lifecycle> = scope.projects().map(|project| project.record().state).collect();
    all.sort_unstable();
    for state in all {
        match counts.last_mut() {
            Some((last, count)) if *last == state => *count += 1,
            _ => counts.push((state, 1)),
        }
    }
    let texts: Vec<String> = counts.iter().map(|(state, count)| lifecycle_count(*state, *count, locale)).collect();
    let total = scope.projects().count();
    let noun = if locale == Locale::Fr { "projet" } else { "project" };
    let (plural, colon) = (if total > 1 { "s" } else { "" }, if locale == Locale::Fr { "\u{a0}:" } else { ":" });
    format!("{total} {noun}{plural}{colon} {}.", texts.join(", "))
}
