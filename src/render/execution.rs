//! How the budget is carried out.

use super::text::{colon, columns, cut, difference, envelope_name, or_dash, project_name, share_text};
use super::{Align, Locale, Report, Table, commitment_kind, section};
use crate::finance::{Execution, ExecutionLine, Figures, Landing, PlannedLine, ProgramExecution, Ratio};
use crate::model::{EnvelopeRef, Scope, Section};
use crate::quantity::Money;
use crate::time::FiscalYear;
use std::collections::BTreeSet;

/// How a scope's budget is carried out (*exécution budgétaire*): by section, budget year and envelope what is voted,
/// committed, ordered and paid, both rates, and what begun work is planned to use of it; its AP and AE; and where the cost of
/// projects will land. At most so many rows of each.
///
/// Lines without any amount are left out, and so are programs of envelopes that are not the scope's.
pub fn execution_report(
    scope: &Scope,
    execution: &Execution,
    plan: &[PlannedLine],
    programs: &[ProgramExecution],
    landings: &[Landing],
    most: usize,
    locale: Locale,
) -> Report {
    let mut report = Report::new();
    let tables: Vec<(Section, Table)> = [Section::Investment, Section::Operating]
        .into_iter()
        .map(|of| (of, lines(scope, execution, plan, of, locale)))
        .filter(|(_, table)| !table.is_empty())
        .collect();
    let programs = program_table(scope, programs, locale);
    let landing = landing_table(scope, landings, locale);
    if tables.is_empty() && programs.is_empty() && landing.is_empty() {
        return report;
    }
    report.section(locale.pick("Exécution budgétaire", "How the budget is carried out"));
    if !tables.is_empty() {
        let day = locale.date(execution.day());
        report.paragraph(match locale {
            Locale::Fr => format!(
                "Mouvements et votes jusqu’au {day}. Atterrissage prévu : ce que les projets engagés doivent consommer selon \
                 leurs lignes de coût."
            ),
            Locale::En => format!(
                "Movements and votes up to {day}. Expected landing: what begun work should use by its cost lines."
            ),
        });
    }
    let (one, many) = (("ligne", "row"), ("lignes", "rows"));
    for (of, table) in tables {
        let name = section(of, locale);
        report.subsection(match locale {
            Locale::Fr if of == Section::Operating => format!("Section de {name}"),
            Locale::Fr => format!("Section d’{name}"),
            Locale::En => format!("Section: {name}"),
        });
        cut(&mut report, table, most, one, many, locale);
    }
    if !programs.is_empty() {
        report.subsection(locale.pick("Autorisations de programme et d’engagement", "Multi-year authorities (AP, AE)"));
        cut(&mut report, programs, most, one, many, locale);
    }
    if !landing.is_empty() {
        report.subsection(locale.pick("Atterrissage des projets", "Where the cost of projects lands"));
        if let Some(text) = landing_total(landings, locale) {
            report.paragraph(text);
        }
        cut(&mut report, landing, most, ("projet", "project"), ("projets", "projects"), locale);
    }
    report
}

fn is_blank(figures: &Figures) -> bool {
    let stages = &figures.stages;
    [figures.opened, stages.committed(), stages.validated(), stages.ordered(), stages.paid()]
        .iter()
        .all(|m| m.is_zero())
}

/// The lines of one section by envelope and year; of several envelopes, each year of all of them.
fn lines(scope: &Scope, execution: &Execution, plan: &[PlannedLine], of: Section, locale: Locale) -> Table {
    let mut table = columns(
        locale,
        [
            ("Enveloppe", "Envelope", Align::Left),
            ("Exercice", "Year", Align::Left),
            ("Voté", "Voted", Align::Right),
            ("Engagé", "Committed", Align::Right),
            ("Mandaté", "Ordered", Align::Right),
            ("Payé", "Paid", Align::Right),
            ("Taux engagé", "Committed rate", Align::Right),
            ("Taux mandaté", "Ordered rate", Align::Right),
            ("Atterrissage prévu", "Expected landing", Align::Right),
            ("Taux prévu", "Expected rate", Align::Right),
        ],
    );
    let planned = |line: &ExecutionLine| {
        let same = |planned: &&PlannedLine| {
            planned.envelope == line.envelope && planned.year == line.year && planned.section == line.section
        };
        plan.iter().find(same).map(|planned| planned.amount)
    };
    let is_shown = |line: &&ExecutionLine| line.section == of && (!is_blank(&line.figures) || planned(line).is_some());
    let shown: Vec<&ExecutionLine> = execution.lines().iter().filter(is_shown).collect();
    // An envelope is named on the first of its rows.
    let mut before = None;
    for line in &shown {
        let is_same = before.replace(&line.envelope) == Some(&line.envelope);
        let name = if is_same { String::new() } else { envelope_name(scope.model(), line.envelope.as_str()) };
        table.row(cells(name, line.year, &line.figures, planned(line), locale));
    }
    if shown.iter().all(|line| line.envelope == shown[0].envelope) {
        return table;
    }
    let mut name = locale.pick("Ensemble", "All").to_owned();
    let years: BTreeSet<FiscalYear> = shown.iter().map(|line| line.year).collect();
    for year in years {
        let zero = Money::zero(scope.model().currency());
        let mut amounts = shown.iter().filter(|line| line.year == year).filter_map(|line| planned(line));
        let sum = amounts.try_fold(zero, |sum, amount| sum.checked_add(amount).ok());
        if let Ok(total) = execution.total(|line| line.section == of && line.year == year) {
            table.row(cells(std::mem::take(&mut name), year, &total, sum, locale));
        }
    }
    table
}

fn cells(name: String, year: FiscalYear, figures: &Figures, planned: Option<Money>, locale: Locale) -> [String; 10] {
    let stages = &figures.stages;
    [
        name,
        year.to_string(),
        locale.money(figures.opened),
        locale.money(stages.committed()),
        locale.money(stages.ordered()),
        locale.money(stages.paid()),
        rate(figures.commitment_rate(), locale),
        rate(figures.execution_rate(), locale),
        or_dash(planned, |planned| locale.money(planned)),
        or_dash(planned, |planned| share_text(planned.amount(), figures.opened.amount(), locale)),
    ]
}

fn rate(ratio: Ratio, locale: Locale) -> String {
    or_dash(ratio.value.ok(), |value| locale.percent(value, 0))
}

fn program_table(scope: &Scope, programs: &[ProgramExecution], locale: Locale) -> Table {
    let mut table = columns(
        locale,
        [
            ("Enveloppe", "Envelope", Align::Left),
            ("Acte", "Kind", Align::Left),
            ("Autorisation", "Authority", Align::Right),
            ("Affecté", "Allocated", Align::Right),
            ("Engagé", "Committed", Align::Right),
            ("Mandaté", "Ordered", Align::Right),
            ("Reste à engager", "Left to commit", Align::Right),
            ("Taux engagé", "Committed rate", Align::Right),
            ("Taux de couverture", "Coverage rate", Align::Right),
        ],
    );
    let own: Vec<_> = scope.envelopes().map(EnvelopeRef::id).collect();
    for program in programs.iter().filter(|program| own.contains(&&program.envelope)) {
        table.row([
            envelope_name(scope.model(), program.envelope.as_str()),
            commitment_kind(program.kind, locale).to_owned(),
            locale.money(program.authority),
            locale.money(program.allocated),
            locale.money(program.committed),
            locale.money(program.ordered),
            locale.money(program.left_to_commit),
            rate(program.commitment_rate(), locale),
            rate(program.coverage_rate(), locale),
        ]);
    }
    table
}

/// The projects that land elsewhere than approved, the greatest excess first.
fn landing_table(scope: &Scope, landings: &[Landing], locale: Locale) -> Table {
    let mut table = columns(
        locale,
        [
            ("Projet", "Project", Align::Left),
            ("Approuvé", "Approved", Align::Right),
            ("Atterrissage", "Landing", Align::Right),
            ("Écart", "Difference", Align::Right),
            ("En part", "Share", Align::Right),
        ],
    );
    let mut off: Vec<&Landing> = landings.iter().filter(|landing| !landing.excess.is_zero()).collect();
    off.sort_by(|a, b| b.excess.amount().cmp(&a.excess.amount()).then_with(|| a.project.cmp(&b.project)));
    for landing in off {
        table.row([
            project_name(scope, landing.project.as_str()),
            locale.money(landing.approved),
            locale.money(landing.landing),
            difference(landing.excess, locale),
            share_text(landing.excess.amount(), landing.approved.amount(), locale),
        ]);
    }
    table
}

fn landing_total(landings: &[Landing], locale: Locale) -> Option<String> {
    let zero = Money::zero(landings.first()?.landing.currency());
    let sum = |of: fn(&Landing) -> Money| landings.iter().try_fold(zero, |sum, each| sum.checked_add(of(each)).ok());
    let (approved, landing) = (sum(|each| each.approved)?, sum(|each| each.landing)?);
    let excess = landing.checked_sub(approved).ok()?;
    let (count, colon) = (landings.len(), colon(locale));
    let (approved, landing, excess) = (locale.money(approved), locale.money(landing), difference(excess, locale));
    Some(match locale {
        Locale::Fr => {
            let projects = if count > 1 { "projets" } else { "projet" };
            format!("{count} {projects} avec atterrissage{colon} {landing} pour {approved} approuvés, soit {excess}.")
        }
        Locale::En => {
            let projects = if count > 1 { "projects" } else { "project" };
            format!("{count} {projects} with a landing{colon} {landing} against {approved} approved, {excess}.")
        }
    })
}
