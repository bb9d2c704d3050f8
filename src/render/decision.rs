//! A decision as a director reads it.

use super::text::{heading, project_name, short};
use super::words::quantity;
use super::{Align, Locale, Table, lifecycle, note_text, reason_text, section};
use crate::decision::{Conflict, Decision, ProjectDecision, Quantity, Reason, UseOfPeriod};
use crate::diagnostic::{Code, Diagnostic};
use crate::engine::run::{Evidence, Status, StopReason};
use crate::id::ProjectId;
use crate::quantity::Money;
use rust_decimal::Decimal;
use std::fmt::{self, Write as _};

impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(decision_summary(self, Locale::En).trim_end())
    }
}

/// A decision in a few lines: how good it is, what begins, and why nothing can where nothing can.
pub fn decision_summary(decision: &Decision, locale: Locale) -> String {
    let fr = locale == Locale::Fr;
    let mut out = String::new();
    let _ = writeln!(out, "{} — {}", decision.scope().name(), locale.date(decision.scope().status_date()));
    let _ = writeln!(out, "{}", quality(decision, locale));
    if decision.value().is_some() {
        let (new, begun) = (decision.retained().filter(|p| p.is_new()).count(), decision.retained().count());
        let (begun, out_count) = (begun - new, decision.rejected().count());
        let _ = if fr {
            writeln!(
                out,
                "{} ; {} ; {}.",
                several(new, "nouveau projet retenu", "nouveaux projets retenus"),
                several(begun, "déjà engagé", "déjà engagés"),
                several(out_count, "non retenu", "non retenus")
            )
        } else {
            writeln!(out, "{new} new projects retained, {begun} already begun, {out_count} not retained.")
        };
        for project in decision.retained().filter(|project| project.is_new()) {
            if let Some(placement) = project.placement() {
                let (starts, ends) = (locale.period(&placement.starts), locale.period(&placement.ends));
                let _ = writeln!(out, "  + {} ({starts} → {ends})", project.name());
            }
        }
    }
    for conflict in decision.conflicts() {
        let _ = writeln!(out, "  ! {}", conflict_line(decision, conflict, locale));
    }
    out
}

/// The whole decision: who is in and when, who is out and why, how the budgets are used, and the usual practice
/// beside; [`load_report`](super::load_report) tells the pools.
pub fn decision_report(decision: &Decision, locale: Locale) -> String {
    let mut out = String::new();
    heading(&mut out, locale.pick("Arbitrage proposé", "Proposed decision"));
    let _ = writeln!(out, "{}", quality(decision, locale));
    if let Some(practice) = decision.practice() {
        let _ = writeln!(out, "{}", practice_text(decision, practice, locale));
    } else if decision.value().is_some() {
        let fr =
            "Pratique usuelle (liste classée, trait de coupe) : elle ne trouve aucun plan qui respecte les règles.";
        let en = "Usual practice (ranked list with a cut line): it finds no plan that keeps the rules.";
        let _ = writeln!(out, "{}", locale.pick(fr, en));
    }
    for conflict in decision.conflicts() {
        let _ = writeln!(out, "  • {}", conflict_line(decision, conflict, locale));
    }
    let new: Vec<_> = decision.retained().filter(|project| project.is_new()).collect();
    let begun: Vec<_> = decision.retained().filter(|project| !project.is_new()).collect();
    let rejected: Vec<_> = decision.rejected().collect();
    if !new.is_empty() {
        heading(&mut out, &counted(locale.pick("Nouveaux projets retenus", "New projects retained"), new.len()));
        out += &placed(decision, &new, locale);
    }
    if !rejected.is_empty() {
        heading(&mut out, &counted(locale.pick("Projets non retenus", "Projects not retained"), rejected.len()));
        let mut table = Table::new([
            (locale.pick("Projet", "Project"), Align::Left),
            (locale.pick("Coût", "Cost"), Align::Right),
            (locale.pick("Valeur", "Worth"), Align::Right),
            (locale.pick("Premier motif", "First reason"), Align::Left),
        ])
        .widest(170);
        for project in rejected {
            table.row([
                short(project.name()),
                cost(project, locale),
                worth(project, locale),
                reason_line(decision, project, locale),
            ]);
        }
        out += &table.to_text();
    }
    if !begun.is_empty() {
        heading(&mut out, &counted(locale.pick("Projets déjà engagés", "Projects already begun"), begun.len()));
        out += &placed(decision, &begun, locale);
    }
    out += &alignment(decision, locale);
    out += &budgets(decision, locale);
    out
}

/// What was noticed on the way to a decision, a line each. In French, where work that has begun exceeds the means, each line
/// names the means, the year or period and both amounts.
pub fn decision_notes(decision: &Decision, locale: Locale) -> Vec<String> {
    let model = decision.scope().model();
    let exceeded = |note: &&Diagnostic| note.code() == Code::CommittedExceedsMeans && locale == Locale::Fr;
    let mut lines: Vec<String> =
        decision.notes().iter().filter(|note| !exceeded(note)).map(|n| note_text(n, model, locale)).collect();
    if !decision.notes().iter().any(|note| exceeded(&note)) {
        return lines;
    }
    for means in decision.means() {
        for period in means.periods.iter().filter(|period| period.committed.value() > period.available.value()) {
            let part = means.section.map_or_else(String::new, |its| format!(", {}", section(its, locale)));
            lines.push(format!(
                "[{code}] {title}\u{a0}: {}{part}, {}\u{a0}: engagé {}, disponible {}",
                means.name,
                locale.period(&period.label),
                quantity(period.committed, locale),
                quantity(period.available, locale),
                code = Code::CommittedExceedsMeans,
                title = Code::CommittedExceedsMeans.title_fr(),
            ));
        }
    }
    lines
}

fn counted(title: &str, count: usize) -> String {
    format!("{title} ({count})")
}

fn cost(project: &ProjectDecision, locale: Locale) -> String {
    project.cost().map_or_else(|| "?".to_owned(), |cost| locale.money(cost))
}

fn worth(project: &ProjectDecision, locale: Locale) -> String {
    locale.short_number(project.worth(), 1)
}

fn quality(decision: &Decision, locale: Locale) -> String {
    let fr = locale == Locale::Fr;
    let number = |value: Option<Decimal>| value.map_or_else(|| "–".to_owned(), |value| locale.short_number(value, 2));
    let evidence = match decision.evidence() {
        Some(Evidence::Certificate) => locale.pick("certificat revérifié", "certificate, re-checked"),
        Some(Evidence::Search) => locale.pick("recherche exacte terminée", "exact search, completed"),
        Some(Evidence::Asserted) => locale.pick("affirmée", "asserted"),
        None => locale.pick("aucune", "none"),
    };
    let stop = match decision.stop_reason() {
        StopReason::StepLimit => locale.pick(" ; arrêt : limite de pas", "; stopped by the step limit"),
        StopReason::TimeLimit => locale.pick(" ; arrêt : limite de temps", "; stopped by the time limit"),
        StopReason::Cancelled | StopReason::Observer => locale.pick(" ; arrêt demandé", "; stopped on request"),
        _ => "",
    };
    match decision.status() {
        Status::Infeasible if fr => format!("Aucun plan ne respecte toutes les règles (preuve : {evidence})."),
        Status::Infeasible => format!("No plan keeps all the rules (evidence: {evidence})."),
        Status::Unknown if fr => format!("Aucun plan trouvé dans les limites données{stop}."),
        Status::Unknown => format!("No plan found within the limits given{stop}."),
        status => {
            let optimal = status == Status::Optimal;
            let word = if optimal { "Optimal" } else { locale.pick("Réalisable", "Feasible") };
            let gap = decision.gap().map_or_else(|| "–".to_owned(), |gap| locale.percent(gap, 2));
            let (value, bound) = (number(decision.value()), number(decision.bound()));
            if fr {
                format!("{word} : valeur {value}, borne {bound}, écart {gap}, preuve : {evidence}{stop}.")
            } else {
                format!("{word}: value {value}, bound {bound}, gap {gap}, evidence: {evidence}{stop}.")
            }
        }
    }
}

fn several(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count > 1 { many } else { one })
}

fn practice_text(decision: &Decision, practice: &crate::decision::Practice, locale: Locale) -> String {
    let value = locale.short_number(practice.value, 2);
    let lost = decision.value().filter(|best| !best.is_zero()).map(|best| (best - practice.value) / best);
    let lost = lost.map_or_else(|| "–".to_owned(), |share| locale.percent(share, 1));
    let (new, only_decision, only_practice) =
        (practice.new, practice.only_decision.len(), practice.only_practice.len());
    if locale == Locale::Fr {
        format!(
            "Pratique usuelle (liste classée, trait de coupe) : valeur {value}, {}, {lost} de valeur en moins ; \
             l’arbitrage en retient {only_decision} qu’elle écarte et en écarte {only_practice} qu’elle retient.",
            several(new, "nouveau projet", "nouveaux projets")
        )
    } else {
        format!(
            "Usual practice (ranked list with a cut line): value {value}, {new} new projects, {lost} of the value lost; \
             the decision retains {only_decision} it leaves out and leaves out {only_practice} it retains."
        )
    }
}

/// The projects of a link by name where the model has them.
fn conflict_line(decision: &Decision, conflict: &Conflict, locale: Locale) -> String {
    let Conflict::Dependency { projects, .. } = conflict else { return conflict_text(conflict, locale) };
    let named = |id: &ProjectId| project_name(decision.scope(), id.as_str());
    let names: Vec<String> = projects.iter().map(named).collect();
    match locale {
        Locale::Fr => format!("lien entre « {} »", names.join(" » et « ")),
        Locale::En => format!("link between “{}”", names.join("” and “")),
    }
}

/// The reason, its theme by name.
fn reason_line(decision: &Decision, project: &ProjectDecision, locale: Locale) -> String {
    let Reason::ThemeLimit { theme } = project.reason() else { return reason_text(project.reason(), locale) };
    let named = decision.scope().model().theme(theme.as_str()).map_or(theme.as_str(), |theme| theme.name());
    match locale {
        Locale::Fr => format!("plafond de la thématique « {named} »"),
        Locale::En => format!("theme “{named}” has all it may get"),
    }
}

pub(super) fn conflict_text(conflict: &Conflict, locale: Locale) -> String {
    let fr = locale == Locale::Fr;
    match conflict {
        Conflict::Forced { name, reason, .. } => {
            if fr {
                format!("choix imposé : « {name} » ({reason})")
            } else {
                format!("forced choice: “{name}” ({reason})")
            }
        }
        Conflict::Dependency { projects, pointer } => {
            let projects: Vec<&str> = projects.iter().map(crate::id::ProjectId::as_str).collect();
            let projects = projects.join(", ");
            if fr {
                format!("lien entre {projects} ({pointer})")
            } else {
                format!("link between {projects} ({pointer})")
            }
        }
        Conflict::Theme { name } => {
            if fr {
                format!("quota de la thématique « {name} »")
            } else {
                format!("quota of theme “{name}”")
            }
        }
        Conflict::Launches => locale.pick("limite des nouveaux lancements", "limit on new launches").to_owned(),
        Conflict::Means { name, period, available, committed } => {
            let period = locale.period(period);
            let (available, committed) = (quantity(*available, locale), quantity(*committed, locale));
            if fr {
                format!("moyens : {name} {period}, disponible {available}, déjà engagé {committed}")
            } else {
                format!("means: {name} {period}, {available} available, {committed} already committed")
            }
        }
    }
}

fn placed(decision: &Decision, projects: &[&ProjectDecision], locale: Locale) -> String {
    let variants = projects.iter().any(|project| {
        let record = decision.scope().model().project(project.id().as_str());
        record.is_some_and(|record| record.record().variants.len() > 1)
    });
    let mut columns = vec![
        (locale.pick("Projet", "Project"), Align::Left),
        (locale.pick("Début", "Start"), Align::Left),
        (locale.pick("Fin", "End"), Align::Left),
        (locale.pick("Coût", "Cost"), Align::Right),
        (locale.pick("Valeur", "Worth"), Align::Right),
    ];
    if variants {
        columns.push((locale.pick("Variante", "Variant"), Align::Left));
    }
    columns.push((locale.pick("Motif", "Reason"), Align::Left));
    let mut table = Table::new(columns).widest(110);
    let mut sorted: Vec<_> = projects.to_vec();
    sorted.sort_by_key(|project| project.placement().map(|placement| placement.period.start()));
    for project in sorted {
        let placement = project.placement();
        let mut cells = vec![
            short(project.name()),
            placement.map_or_else(String::new, |p| locale.period(&p.starts)),
            placement.map_or_else(String::new, |p| locale.period(&p.ends)),
            cost(project, locale),
            worth(project, locale),
        ];
        if variants {
            let named = decision.scope().model().project(project.id().as_str()).and_then(|record| {
                let variant = record.record().variants.iter().find(|v| Some(&v.id) == placement.map(|p| &p.variant))?;
                (record.record().variants.len() > 1).then(|| variant.name.clone().unwrap_or(variant.id.to_string()))
            });
            cells.push(named.unwrap_or_default());
        }
        let reason = if project.is_new() {
            reason_line(decision, project, locale)
        } else {
            lifecycle(project.state(), locale).to_owned()
        };
        cells.push(reason);
        table.row(cells);
    }
    table.to_text()
}

fn money_of(quantity: Quantity) -> Option<Money> {
    match quantity {
        Quantity::Money(money) => Some(money),
        Quantity::Days(_) => None,
    }
}

fn budgets(decision: &Decision, locale: Locale) -> String {
    let mut table = Table::new([
        (locale.pick("Enveloppe", "Envelope"), Align::Left),
        (locale.pick("Section", "Section"), Align::Left),
        (locale.pick("Exercice", "Year"), Align::Left),
        (locale.pick("Ouvert", "Open"), Align::Right),
        (locale.pick("Engagé", "Committed"), Align::Right),
        (locale.pick("Nouveaux", "New"), Align::Right),
        (locale.pick("Reste", "Left"), Align::Right),
        (locale.pick("Utilisé", "Used"), Align::Right),
        (locale.pick("Demandé par les candidats", "Asked by candidates"), Align::Right),
    ]);
    for means in decision.means() {
        let Some(its_section) = means.section else { continue };
        for year in &means.periods {
            let amounts = [year.available, year.committed, year.new, year.asked].map(money_of);
            let [Some(available), Some(committed), Some(new), Some(asked)] = amounts else { continue };
            if [available, committed, new, asked].iter().all(|money| money.is_zero()) {
                continue;
            }
            let left = committed.checked_add(new).and_then(|used| available.checked_sub(used));
            table.row([
                means.name.clone(),
                section(its_section, locale).to_owned(),
                year.label.clone(),
                locale.money(available),
                locale.money(committed),
                locale.money(new),
                left.map_or_else(|_| "?".to_owned(), |left| locale.money(left)),
                used_share(year, locale),
                locale.money(asked),
            ]);
        }
    }
    if table.is_empty() {
        return String::new();
    }
    let mut out = String::new();
    heading(&mut out, locale.pick("Budgets par exercice", "Budgets by year"));
    out + &table.to_text()
}

/// By objective, by theme and by policy area: what each weighs beside what the plan gives it.
fn alignment(decision: &Decision, locale: Locale) -> String {
    let plan = decision.alignment();
    if plan.is_empty() {
        return String::new();
    }
    let mut table = Table::new([
        (locale.pick("Axe", "Axis"), Align::Left),
        (locale.pick("Intitulé", "Name"), Align::Left),
        (locale.pick("Poids", "Weight"), Align::Right),
        (locale.pick("Valeur retenue", "Worth retained"), Align::Right),
        (locale.pick("Part", "Share"), Align::Right),
        (locale.pick("Projets", "Projects"), Align::Right),
    ])
    .widest(110);
    let share = |share: Option<Decimal>| share.map_or_else(|| "–".to_owned(), |share| locale.percent(share, 0));
    for (axis, lines) in [
        (locale.pick("objectif", "objective"), &plan.objectives),
        (locale.pick("thématique", "theme"), &plan.themes),
        (locale.pick("compétence", "policy area"), &plan.policy_areas),
    ] {
        for line in lines {
            table.row([
                axis.to_owned(),
                short(&line.name),
                share(line.weight_share),
                locale.short_number(line.retained, 1),
                share(line.retained_share),
                line.projects.to_string(),
            ]);
        }
    }
    let mut out = String::new();
    heading(&mut out, locale.pick("Alignement stratégique du plan", "Strategic alignment of the plan"));
    out + &table.to_text()
}

fn used_share(period: &UseOfPeriod, locale: Locale) -> String {
    let available = period.available.value();
    if available.is_zero() {
        return "–".to_owned();
    }
    period.used().checked_div(available).map_or_else(|| "–".to_owned(), |share| locale.percent(share, 0))
}
