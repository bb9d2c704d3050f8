//! The sheet of one project.

mod conduct;
mod links;
mod money;

use super::decision::{proposal, reason_line};
use super::terms::{role, service_change};
use super::text::{
    body_name, capital, colon, columns, date_text, on_date, or_dash, person_name, quoted, the_date, typeset,
};
use super::{Align, Locale, Report, finding_text, lifecycle, project_kind, remedy_text, verdict};
use crate::decision::Decision;
use crate::finance::ProjectCost;
use crate::health::{EntityKind, Finding, Health};
use crate::model::{Assignment, Model, ObjectiveRef, ProjectRef, Role, Subject, ThemeRef};

/// The sheet of one project (*fiche projet*): who carries it, where it stands and how it got there, what is proposed and was
/// decided of it, its dates against the baseline, what it costs and who pays, its workload, its links both ways, risks,
/// indicators, and what the health check found about it. What the document does not say is left out, but for the people who
/// should be there.
///
/// The decision adds its verdict, and the real cost, at the stage that it counts, what has been spent. Findings about other
/// records are passed over.
pub fn project_report(
    project: ProjectRef<'_>,
    decision: Option<&Decision>,
    health: &Health,
    spent: &ProjectCost,
    locale: Locale,
) -> Report {
    let mut report = Report::new();
    let (model, record) = (project.model(), project.record());
    report.title(project.name());
    let (sheet, as_of) = (locale.pick("Fiche projet", "Project sheet"), locale.pick("situation au", "as of"));
    report.paragraph(format!("{sheet} {} · {as_of} {}", project.id(), locale.date(model.status_date())));
    if let Some(description) = &record.description {
        report.paragraph(description);
    }
    identity(&mut report, project, locale);
    decided(&mut report, project, decision, locale);
    conduct::dates(&mut report, project, locale);
    money::costs(&mut report, project, spent, locale);
    money::funding(&mut report, project, locale);
    conduct::workload(&mut report, project, locale);
    links::links(&mut report, project, locale);
    served(&mut report, project, locale);
    conduct::risks(&mut report, project, locale);
    conduct::indicators(&mut report, project, locale);
    findings(&mut report, project, health, locale);
    report
}

/// Who, where and in what state.
fn identity(report: &mut Report, project: ProjectRef<'_>, locale: Locale) {
    let (model, record) = (project.model(), project.record());
    report.section(locale.pick("Identité", "Identity"));
    let mut table = columns(locale, [("Rubrique", "Entry", Align::Left), ("Contenu", "Content", Align::Left)]);
    let mut row = |fr: &str, en: &str, text: Option<String>| {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            table.row([locale.pick(fr, en).to_owned(), text]);
        }
    };
    let since = record.history.iter().rev().find(|transition| transition.to == record.state);
    let since = since.map(|transition| the_date(transition.date, locale));
    let since = since.map(|day| format!(" ({} {day})", locale.pick("depuis", "since"))).unwrap_or_default();
    row("État", "State", Some(format!("{}{since}", lifecycle(record.state, locale))));
    let nature = record.nature.as_ref().map(|nature| format!(", {} {nature}", locale.pick("nature", "nature")));
    row("Type", "Kind", Some(format!("{}{}", project_kind(record.kind, locale), nature.unwrap_or_default())));
    row("Thématique", "Theme", project.theme().map(|theme| theme.name().to_owned()));
    let unit = |id: &Option<crate::id::UnitId>| {
        id.as_ref().and_then(|id| model.unit(id.as_str())).map(|u| u.name().to_owned())
    };
    row("Maîtrise d’ouvrage", "Unit in charge", unit(&record.unit));
    row("Maîtrise d’œuvre", "Delivery unit", unit(&record.delivery_unit));
    for of in [Role::PoliticalSponsor, Role::ManagerialSponsor, Role::ProjectManager] {
        let name = capital(role(of, locale));
        table_row(&mut table, name, Some(or_dash(holder(project, of, locale), |text| text)));
    }
    for of in [Role::BusinessLead, Role::Finance, Role::Contributor] {
        let people = current(model, &Subject::Project(record.id.clone()), of).join(", ");
        table_row(&mut table, capital(role(of, locale)), Some(people));
    }
    let mut row = |fr: &str, en: &str, text: Option<String>| {
        table_row(&mut table, locale.pick(fr, en).to_owned(), text);
    };
    let portfolio = record.portfolio.as_ref();
    let portfolio = portfolio.and_then(|id| model.records().portfolios.iter().find(|its| its.id == *id));
    row("Portefeuille", "Portfolio", portfolio.map(|portfolio| portfolio.name.clone()));
    let roadmaps: Vec<String> = record
        .roadmaps
        .iter()
        .filter_map(|membership| {
            let roadmap = model.roadmaps().find(|roadmap| *roadmap.id() == membership.roadmap)?;
            let share = (membership.share != crate::quantity::Share::ONE)
                .then(|| format!(" ({})", locale.percent(membership.share.value(), 0)));
            Some(format!("{}{}", roadmap.name(), share.unwrap_or_default()))
        })
        .collect();
    row("Feuille de route", "Roadmap", Some(roadmaps.join(", ")));
    let program = record.program.as_ref().and_then(|id| model.program(id.as_str()));
    row("Programme", "Program", program.map(|program| program.name.clone()));
    row("Fiche mise à jour", "Record brought up to date", record.updated.map(|day| date_text(day, locale)));
    report.table(table);
    if !record.history.is_empty() {
        report.subsection(locale.pick("Historique", "History"));
        let mut table = columns(
            locale,
            [("Date", "Date", Align::Left), ("État", "State", Align::Left), ("Note", "Note", Align::Left)],
        );
        for transition in &record.history {
            table.row([
                date_text(transition.date, locale),
                lifecycle(transition.to, locale).to_owned(),
                transition.note.clone().unwrap_or_default(),
            ]);
        }
        report.table(table);
    }
}

fn table_row(table: &mut super::Table, name: String, text: Option<String>) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        table.row([name, text]);
    }
}

/// Who holds a role on a subject on the status date, by name.
fn current(model: &Model, subject: &Subject, of: Role) -> Vec<String> {
    let day = model.status_date();
    let holds = |a: &&Assignment| a.role == of && a.subject == *subject && a.is_current(day);
    model.records().assignments.iter().filter(holds).map(|a| person_name(model, a.person.as_str())).collect()
}

/// Who holds a role on the project, or else, of sponsors, on its theme or on its roadmaps.
fn holder(project: ProjectRef<'_>, of: Role, locale: Locale) -> Option<String> {
    let (model, record) = (project.model(), project.record());
    let own = current(model, &Subject::Project(record.id.clone()), of);
    if !own.is_empty() {
        return Some(own.join(", "));
    }
    if of == Role::ProjectManager {
        return None;
    }
    let theme = project.theme().map(ThemeRef::id).cloned().map(Subject::Theme);
    let roadmaps = record.roadmaps.iter().map(|membership| Subject::Roadmap(membership.roadmap.clone()));
    let theme = theme.map(|theme| (theme, locale.pick("de la thématique", "of the theme")));
    let roadmaps = roadmaps.map(|roadmap| (roadmap, locale.pick("de la feuille de route", "of the roadmap")));
    theme.into_iter().chain(roadmaps).find_map(|(subject, whose)| {
        let people = current(model, &subject, of);
        (!people.is_empty()).then(|| format!("{} ({whose})", people.join(", ")))
    })
}

/// What is proposed and what was decided.
fn decided(report: &mut Report, project: ProjectRef<'_>, decision: Option<&Decision>, locale: Locale) {
    let model = project.model();
    let own = decision.and_then(|decision| Some((decision, decision.project(project.id().as_str())?)));
    let records = &model.records().decisions;
    let subject = Subject::Project(project.id().clone());
    let records: Vec<_> = records.iter().filter(|record| record.subject == subject).collect();
    if own.is_none() && records.is_empty() {
        return;
    }
    report.section(locale.pick("Arbitrage et décisions", "Arbitration and decisions"));
    if let Some((decision, own)) = own {
        let colon = colon(locale);
        let placed = own.placement().map(|placement| {
            let (starts, ends) = (locale.period(&placement.starts), locale.period(&placement.ends));
            format!(", {starts} → {ends}")
        });
        let reason = reason_line(decision, own, locale);
        let text = match decision.proposal(own) {
            Some(proposed) => format!(
                "{}{colon} {}{} — {reason}.",
                locale.pick("Proposition", "Proposal"),
                proposal(proposed, locale),
                placed.unwrap_or_default()
            ),
            None => format!(
                "{}{colon} {reason}{}.",
                locale.pick("Hors vote", "Not to be voted on"),
                placed.unwrap_or_default()
            ),
        };
        let worth = locale.short_number(own.worth(), 1);
        report.paragraph(format!("{text} {}{colon} {worth}.", locale.pick("Valeur", "Worth")));
    }
    let mut table = columns(
        locale,
        [
            ("Date", "Date", Align::Left),
            ("Instance", "Body", Align::Left),
            ("Décision", "Decision", Align::Left),
            ("Motif", "Why", Align::Left),
            ("Réserves", "Conditions", Align::Left),
        ],
    );
    for record in &records {
        table.row([
            date_text(record.date, locale),
            body_name(model, record.body.as_str()),
            verdict(record.verdict, locale).to_owned(),
            record.motive.clone().unwrap_or_default(),
            record.conditions.join(locale.pick(" ; ", "; ")),
        ]);
    }
    report.table(table);
    for action in records.iter().flat_map(|record| &record.actions) {
        let owner = action.owner.as_ref().map(|owner| person_name(model, owner.as_str()));
        let due = action.due.map(|due| format!("{} {}", locale.pick("échéance", "due"), date_text(due, locale)));
        let done = action.done.map(|done| format!("{} {}", locale.pick("fait", "done"), on_date(done, locale)));
        let notes: Vec<String> = owner.into_iter().chain(due).chain(done).collect();
        let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join(", ")) };
        report.item(format!("{}{notes}", action.what));
    }
}

/// What it is for: objectives, benefits, services, and what it brings.
fn served(report: &mut Report, project: ProjectRef<'_>, locale: Locale) {
    let (model, record) = (project.model(), project.record());
    if !record.alignment.is_empty() {
        report.section(locale.pick("Objectifs servis", "Objectives served"));
        let mut table = columns(
            locale,
            [
                ("Objectif", "Objective", Align::Left),
                ("Thématique", "Theme", Align::Left),
                ("Poids", "Weight", Align::Right),
                ("Note", "Score", Align::Right),
            ],
        );
        for line in &record.alignment {
            let objective = model.objective(line.objective.as_str());
            table.row([
                objective.map_or_else(|| line.objective.to_string(), |objective| objective.name().to_owned()),
                objective.and_then(ObjectiveRef::theme).map_or_else(String::new, |theme| theme.name().to_owned()),
                objective.map_or_else(String::new, |its| locale.short_number(its.record().weight.value(), 2)),
                locale.short_number(line.score.value(), 2),
            ]);
        }
        report.table(table);
    }
    if !record.benefits.is_empty() {
        report.section(locale.pick("Bénéfices attendus", "Expected benefits"));
        let mut table = columns(
            locale,
            [("Pour", "For", Align::Left), ("Bénéfice", "Benefit", Align::Left), ("Par an", "A year", Align::Right)],
        );
        for benefit in &record.benefits {
            let audience = model.audience(benefit.audience.as_str());
            table.row([
                audience.map_or_else(|| benefit.audience.to_string(), |audience| audience.name.clone()),
                benefit.description.clone(),
                or_dash(benefit.yearly, |yearly| locale.money(yearly)),
            ]);
        }
        report.table(table);
    }
    if !record.services.is_empty() {
        report.section(locale.pick("Services numériques", "Digital services"));
        for effect in &record.services {
            let service = model.service(effect.service.as_str());
            let name = service.map_or_else(|| effect.service.to_string(), |service| service.name.clone());
            report.item(format!("{} {}", service_change(effect.effect, locale), quoted(&name, locale)));
        }
    }
}

/// What the health check found about it.
fn findings(report: &mut Report, project: ProjectRef<'_>, health: &Health, locale: Locale) {
    let is_own = |finding: &&Finding| {
        let entity = finding.entity();
        entity.kind == EntityKind::Project && entity.id == project.id().as_str()
    };
    let own: Vec<&Finding> = health.iter().filter(is_own).collect();
    report.section(locale.pick("Constats du contrôle de santé", "Findings of the health check"));
    if own.is_empty() {
        report.paragraph(locale.pick("Rien à signaler.", "Nothing to mend."));
    }
    for finding in own {
        let title = match locale {
            Locale::Fr => typeset(finding.code().title_fr()),
            Locale::En => finding.code().title().to_owned(),
        };
        report.item(format!("{}{} {}", capital(&title), colon(locale), finding_text(finding, locale)));
        report.subitem(remedy_text(finding, locale));
    }
}
