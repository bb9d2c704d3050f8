//! A decision as a director reads it.

use super::text::{colon, columns, cut, project_name, quoted, share_text, typeset};
use super::words::quantity;
use super::{Align, Locale, Report, Table, lifecycle, note_text, reason_text, section};
use crate::decision::{Conflict, Decision, ProjectDecision, Proposal, Quantity, Reason, UseOfPeriod};
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

/// What is proposed of a project.
pub fn proposal(proposal: Proposal, locale: Locale) -> &'static str {
    match proposal {
        Proposal::Retained => locale.pick("retenu", "retained"),
        Proposal::Deferred => locale.pick("ajourné", "deferred"),
        Proposal::Rejected => locale.pick("rejeté", "rejected"),
    }
}

/// The whole decision: how good it is, the usual practice beside, the [list](arbitration_report) to vote on, of each proposal
/// at most four times so many, at most so many of the projects that have begun, and how the budgets are used;
/// [`load_report`](super::load_report) tells the pools.
pub fn decision_report(decision: &Decision, most: usize, locale: Locale) -> Report {
    let mut report = Report::new();
    report.section(locale.pick("Arbitrage proposé", "Proposed decision"));
    report.paragraph(quality(decision, locale));
    if let Some(practice) = decision.practice() {
        report.paragraph(practice_text(decision, practice, locale));
    } else if decision.value().is_some() {
        let fr =
            "Pratique usuelle (liste classée, trait de coupe) : elle ne trouve aucun plan qui respecte les règles.";
        let en = "Usual practice (ranked list with a cut line): it finds no plan that keeps the rules.";
        report.paragraph(locale.pick(fr, en));
    }
    for conflict in decision.conflicts() {
        report.item(conflict_line(decision, conflict, locale));
    }
    report.append(arbitration_report(decision, most.saturating_mul(4), locale));
    let begun: Vec<_> = decision.retained().filter(|project| !project.is_new()).collect();
    if !begun.is_empty() {
        report.section(counted(locale.pick("Projets déjà engagés", "Projects already begun"), begun.len()));
        cut(&mut report, placed(&begun, locale), most, ("projet", "project"), ("projets", "projects"), locale);
    }
    alignment(&mut report, decision, locale);
    let budgets = budgets(decision, locale);
    if !budgets.is_empty() {
        report.section(locale.pick("Budgets par exercice", "Budgets by year"));
        report.table(budgets);
    }
    report
}

/// The list that a committee votes on (*liste d'arbitrage*): retained, deferred and rejected, each with its cost, its worth,
/// when it begins and ends, and why; of each proposal at most so many. Empty where there is no plan or nothing is open to
/// choice.
pub fn arbitration_report(decision: &Decision, most: usize, locale: Locale) -> Report {
    let mut report = Report::new();
    let list = decision.arbitration();
    if list.is_empty() {
        return report;
    }
    report.section(counted(locale.pick("Liste d’arbitrage à voter", "List to vote on"), list.len()));
    // Projects of one proposal stand together.
    let groups: Vec<&[(Proposal, &ProjectDecision)]> = list.chunk_by(|(one, _), (other, _)| one == other).collect();
    let counts: Vec<String> = groups.iter().map(|group| proposed_in_all(decision, group, locale)).collect();
    report.paragraph(counts.join(locale.pick(" ; ", "; ")) + ".");
    let mut table = columns(
        locale,
        [
            ("N°", "No", Align::Right),
            ("Proposition", "Proposal", Align::Left),
            ("Projet", "Project", Align::Left),
            ("Coût", "Cost", Align::Right),
            ("Valeur", "Worth", Align::Right),
            ("Début", "Start", Align::Left),
            ("Fin", "End", Align::Left),
            ("Motif", "Reason", Align::Left),
        ],
    );
    let mut number = 0;
    let mut left_out = Vec::new();
    for group in &groups {
        for (i, (proposed, project)) in group.iter().take(most).enumerate() {
            table.row(proposed_row(decision, number + i + 1, *proposed, project, locale));
        }
        number += group.len();
        left_out.extend(group.get(most..).filter(|rest| !rest.is_empty()));
    }
    report.table(table);
    if !left_out.is_empty() {
        let counts: Vec<String> = left_out.iter().map(|group| proposed_count(group, locale)).collect();
        report.note(format!("… {}{} {}.", locale.pick("et aussi", "and also"), colon(locale), counts.join(", ")));
    }
    report
}

/// `18 ajournés`.
fn proposed_count(group: &[(Proposal, &ProjectDecision)], locale: Locale) -> String {
    let word = group.first().map_or("", |(of, _)| proposal(*of, locale));
    let plural = if locale == Locale::Fr && group.len() > 1 { "s" } else { "" };
    format!("{} {word}{plural}", group.len())
}

/// `18 ajournés (7 667 000 €)`.
fn proposed_in_all(decision: &Decision, group: &[(Proposal, &ProjectDecision)], locale: Locale) -> String {
    let zero = Money::zero(decision.scope().model().currency());
    let sum = group.iter().try_fold(zero, |sum, (_, project)| sum.checked_add(project.cost()?).ok());
    let cost = sum.map_or_else(String::new, |sum| format!(" ({})", locale.money(sum)));
    proposed_count(group, locale) + &cost
}

fn proposed_row(
    decision: &Decision,
    number: usize,
    proposed: Proposal,
    project: &ProjectDecision,
    locale: Locale,
) -> [String; 8] {
    let placement = project.placement();
    let variant = variant_name(decision, project);
    let variant = variant.map(|name| format!(" ({} {name})", locale.pick("variante\u{a0}:", "variant:")));
    [
        number.to_string(),
        proposal(proposed, locale).to_owned(),
        format!("{}{}", project.name(), variant.unwrap_or_default()),
        cost(project, locale),
        worth(project, locale),
        placement.map_or_else(String::new, |p| locale.period(&p.starts)),
        placement.map_or_else(String::new, |p| locale.period(&p.ends)),
        reason_line(decision, project, locale),
    ]
}

/// The variant that is retained, where there is a choice.
fn variant_name(decision: &Decision, project: &ProjectDecision) -> Option<String> {
    let record = decision.scope().model().project(project.id().as_str())?.record();
    let placement = project.placement()?;
    let variant = record.variants.iter().find(|variant| variant.id == placement.variant)?;
    (record.variants.len() > 1).then(|| variant.name.clone().unwrap_or_else(|| variant.id.to_string()))
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
                title = typeset(Code::CommittedExceedsMeans.title_fr()),
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
    let named = |id: &ProjectId| quoted(&project_name(decision.scope(), id.as_str()), locale);
    let names: Vec<String> = projects.iter().map(named).collect();
    match locale {
        Locale::Fr => format!("lien entre {}", names.join(" et ")),
        Locale::En => format!("link between {}", names.join(" and ")),
    }
}

/// The reason, its theme by name.
pub(super) fn reason_line(decision: &Decision, project: &ProjectDecision, locale: Locale) -> String {
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

/// Work that has begun, by start.
fn placed(projects: &[&ProjectDecision], locale: Locale) -> Table {
    let mut table = columns(
        locale,
        [
            ("Projet", "Project", Align::Left),
            ("Début", "Start", Align::Left),
            ("Fin", "End", Align::Left),
            ("Coût", "Cost", Align::Right),
            ("Valeur", "Worth", Align::Right),
            ("État", "State", Align::Left),
        ],
    );
    let mut sorted: Vec<_> = projects.to_vec();
    sorted.sort_by_key(|project| project.placement().map(|placement| placement.period.start()));
    for project in sorted {
        let placement = project.placement();
        table.row([
            project.name().to_owned(),
            placement.map_or_else(String::new, |p| locale.period(&p.starts)),
            placement.map_or_else(String::new, |p| locale.period(&p.ends)),
            cost(project, locale),
            worth(project, locale),
            lifecycle(project.state(), locale).to_owned(),
        ]);
    }
    table
}

fn money_of(quantity: Quantity) -> Option<Money> {
    match quantity {
        Quantity::Money(money) => Some(money),
        Quantity::Days(_) => None,
    }
}

fn budgets(decision: &Decision, locale: Locale) -> Table {
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
        // The envelope is named on the first of its rows.
        let mut named = Some((means.name.clone(), section(its_section, locale).to_owned()));
        for year in &means.periods {
            let amounts = [year.available, year.committed, year.new, year.asked].map(money_of);
            let [Some(available), Some(committed), Some(new), Some(asked)] = amounts else { continue };
            if [available, committed, new, asked].iter().all(|money| money.is_zero()) {
                continue;
            }
            let left = committed.checked_add(new).and_then(|used| available.checked_sub(used));
            let (name, its_section) = named.take().unwrap_or_default();
            table.row([
                name,
                its_section,
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
    table
}

/// By objective, by theme and by policy area: what each weighs beside what the plan gives it.
fn alignment(report: &mut Report, decision: &Decision, locale: Locale) {
    let plan = decision.alignment();
    if plan.is_empty() {
        return;
    }
    let mut table = Table::new([
        (locale.pick("Axe", "Axis"), Align::Left),
        (locale.pick("Intitulé", "Name"), Align::Left),
        (locale.pick("Poids", "Weight"), Align::Right),
        (locale.pick("Valeur retenue", "Worth retained"), Align::Right),
        (locale.pick("Part", "Share"), Align::Right),
        (locale.pick("Projets", "Projects"), Align::Right),
    ]);
    let share = |share: Option<Decimal>| share.map_or_else(|| "–".to_owned(), |share| locale.percent(share, 0));
    for (axis, lines) in [
        (locale.pick("objectif", "objective"), &plan.objectives),
        (locale.pick("thématique", "theme"), &plan.themes),
        (locale.pick("compétence", "policy area"), &plan.policy_areas),
    ] {
        for line in lines {
            table.row([
                axis.to_owned(),
                line.name.clone(),
                share(line.weight_share),
                locale.short_number(line.retained, 1),
                share(line.retained_share),
                line.projects.to_string(),
            ]);
        }
    }
    report.section(locale.pick("Alignement stratégique du plan", "Strategic alignment of the plan"));
    report.table(table);
}

fn used_share(period: &UseOfPeriod, locale: Locale) -> String {
    share_text(period.used(), period.available.value(), locale)
}
