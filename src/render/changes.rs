//! The page a committee begins with: what changed since it last met.

use super::text::{columns, cut, date_text as date, days_off as days, difference, or_dash as or_none, quoted};
use super::{Align, Locale, Report, Table, lifecycle};
use crate::changes::{Changes, Overrun, Presence, ProjectChange, Shift, Slip, SlipOf, Trend, days_between};
use crate::id::RoadmapId;
use crate::model::{DecisionRecord, RoadmapState, Subject, Verdict};
use crate::quantity::Money;
use crate::time::Date;

/// What a body decided.
pub fn verdict(verdict: Verdict, locale: Locale) -> &'static str {
    let (fr, en) = match verdict {
        Verdict::Retained => ("retenu", "retained"),
        Verdict::Deferred => ("ajourné", "deferred"),
        Verdict::Rejected => ("rejeté", "rejected"),
        Verdict::Suspended => ("suspendu", "suspended"),
        Verdict::Resumed => ("repris", "resumed"),
        Verdict::Stopped => ("arrêté", "stopped"),
        Verdict::Revised => ("révisé", "revised"),
        Verdict::Accepted => ("réceptionné", "accepted"),
        Verdict::Noted => ("pris acte", "noted"),
    };
    locale.pick(fr, en)
}

/// A state of a roadmap.
pub fn roadmap_state(state: RoadmapState, locale: Locale) -> &'static str {
    let (fr, en) = match state {
        RoadmapState::Draft => ("en préparation", "draft"),
        RoadmapState::Open => ("lancée", "open"),
        RoadmapState::Closed => ("close", "closed"),
    };
    locale.pick(fr, en)
}

/// The page *ce qui a changé depuis le dernier comité*: states and verdicts, scope, dates, costs, colors, and how far the
/// plan is from the one that was approved; at most so many rows of each. Sections of which nothing changed are left out.
pub fn changes_report(changes: &Changes, most: usize, locale: Locale) -> Report {
    let mut report = Report::new();
    report
        .section(locale.pick("Ce qui a changé depuis le dernier comité", "What has changed since the last committee"));
    let (since, until) = (locale.date(changes.since), locale.date(changes.until));
    let name = changes.scope.as_ref().map_or_else(String::new, |name| format!("{name}, "));
    report.paragraph(match locale {
        Locale::Fr => format!("{name}du {since} au {until}"),
        Locale::En => format!("{name}{since} to {until}"),
    });
    if changes.is_empty() {
        report.paragraph(locale.pick("Rien n’a changé.", "Nothing has changed."));
    }
    for (title, table) in [
        (locale.pick("États et décisions", "States and decisions"), states(changes, locale)),
        (locale.pick("Périmètre", "Scope"), scope(changes, locale)),
        (locale.pick("Dates", "Dates"), dates(changes, locale)),
        (locale.pick("Coûts", "Costs"), costs(changes, locale)),
        (locale.pick("Météo", "Ratings"), ratings(changes, locale)),
        (locale.pick("Glissements sur la référence", "Slips from the baseline"), slips(&changes.slips, locale)),
        (locale.pick("Écarts de coût sur la référence", "Costs off the baseline"), overruns(&changes.overruns, locale)),
    ] {
        if !table.is_empty() {
            report.subsection(title);
            cut(&mut report, table, most, ("ligne", "row"), ("lignes", "rows"), locale);
        }
    }
    report
}

fn states(changes: &Changes, locale: Locale) -> Table {
    let mut table = columns(
        locale,
        [
            ("Objet", "Of", Align::Left),
            ("Avant", "Before", Align::Left),
            ("Maintenant", "Now", Align::Left),
            ("Le", "On", Align::Left),
            ("Décision", "Decision", Align::Left),
        ],
    );
    for change in &changes.roadmaps {
        let word = |state: Option<RoadmapState>| or_none(state, |state| roadmap_state(state, locale).to_owned());
        let (before, after) = (word(change.state.before), word(change.state.after));
        let on = change.since.map_or_else(String::new, |since| date(since, locale));
        table.row([change.name.clone(), before, after, on, String::new()]);
    }
    for decision in &changes.decisions {
        let of = changes.name(&decision.subject).to_owned();
        table.row([of, String::new(), String::new(), date(decision.date, locale), decided(decision, locale)]);
    }
    for change in changes.projects.iter().filter(|change| change.presence == Presence::Kept) {
        let has_moved = change.state.is_some() || !change.transitions.is_empty();
        if !has_moved && change.decisions.is_empty() {
            continue;
        }
        let word = |state| or_none(state, |state| lifecycle(state, locale).to_owned());
        let (before, after) = change
            .state
            .map_or_else(|| (String::new(), String::new()), |state| (word(state.before), word(state.after)));
        let last = change.transitions.iter().map(|transition| transition.date).max();
        let on = last.map_or_else(String::new, |last| date(last, locale));
        let note = change.transitions.iter().rev().find_map(|transition| transition.note.clone());
        let decisions: Vec<String> = change.decisions.iter().map(|decision| decided(decision, locale)).collect();
        let why = if decisions.is_empty() { note.unwrap_or_default() } else { decisions.join(" ; ") };
        table.row([change.name.clone(), before, after, on, why]);
    }
    table
}

fn decided(decision: &DecisionRecord, locale: Locale) -> String {
    let word = verdict(decision.verdict, locale);
    match &decision.motive {
        Some(motive) => format!("{word}{} {motive}", locale.pick("\u{a0}:", ":")),
        None => word.to_owned(),
    }
}

fn scope(changes: &Changes, locale: Locale) -> Table {
    let mut table = columns(locale, [("Projet", "Project", Align::Left), ("Changement", "Change", Align::Left)]);
    for change in &changes.projects {
        let mut words = Vec::new();
        match change.presence {
            Presence::New => {
                let state = change.state.and_then(|state| state.after).map(|state| lifecycle(state, locale));
                words.push(format!("{} ({})", locale.pick("nouveau", "new"), state.unwrap_or_default()));
            }
            Presence::Gone => words.push(locale.pick("n’est plus au document", "no longer in the document").to_owned()),
            Presence::Kept => {
                let named = |verb: &str, roadmap: &RoadmapId| {
                    format!("{verb} {}", quoted(changes.name(&Subject::Roadmap(roadmap.clone())), locale))
                };
                words.extend(change.joined.iter().map(|roadmap| named(locale.pick("rejoint", "joins"), roadmap)));
                words.extend(change.left.iter().map(|roadmap| named(locale.pick("quitte", "leaves"), roadmap)));
            }
        }
        if !words.is_empty() {
            table.row([change.name.clone(), words.join(", ")]);
        }
    }
    table
}

/// Projects that are in both states: what is new or gone is told once, under the scope.
fn kept(changes: &Changes) -> impl Iterator<Item = &ProjectChange> {
    changes.projects.iter().filter(|change| change.presence == Presence::Kept)
}

fn dates(changes: &Changes, locale: Locale) -> Table {
    let mut table = columns(
        locale,
        [
            ("Projet", "Project", Align::Left),
            ("Date", "Date", Align::Left),
            ("Avant", "Before", Align::Right),
            ("Maintenant", "Now", Align::Right),
            ("Écart", "Moved", Align::Right),
        ],
    );
    let mut row = |change: &ProjectChange, what: String, dates: Shift<Option<Date>>| {
        let moved = dates.before.zip(dates.after).map(|(before, after)| days(days_between(before, after), locale));
        let shown = |value: Option<Date>| or_none(value, |value| date(value, locale));
        table.row([change.name.clone(), what, shown(dates.before), shown(dates.after), moved.unwrap_or_default()]);
    };
    for change in kept(changes) {
        if let Some(start) = change.start {
            row(change, locale.pick("démarrage", "start").to_owned(), start);
        }
        if let Some(delivery) = change.delivery {
            row(change, locale.pick("livraison", "delivery").to_owned(), delivery);
        }
        for milestone in &change.milestones {
            let reached = if milestone.is_reached { locale.pick(" (atteint)", " (reached)") } else { "" };
            row(change, format!("{}{reached}", milestone.name), milestone.date);
        }
    }
    table
}

fn costs(changes: &Changes, locale: Locale) -> Table {
    let mut table = columns(
        locale,
        [
            ("Projet", "Project", Align::Left),
            ("Montant", "Amount", Align::Left),
            ("Avant", "Before", Align::Right),
            ("Maintenant", "Now", Align::Right),
            ("Écart", "Difference", Align::Right),
        ],
    );
    for change in kept(changes) {
        let (cost, landing) = (locale.pick("coût prévu", "planned cost"), locale.pick("atterrissage", "landing"));
        for (what, amounts) in [(cost, change.cost), (landing, change.landing)] {
            let Some(Shift { before, after }) = amounts else { continue };
            let moved = before.zip(after).and_then(|(before, after)| after.checked_sub(before).ok());
            let shown = |value: Option<Money>| or_none(value, |value| locale.money(value));
            let moved = moved.map_or_else(String::new, |moved| difference(moved, locale));
            table.row([change.name.clone(), what.to_owned(), shown(before), shown(after), moved]);
        }
    }
    table
}

fn ratings(changes: &Changes, locale: Locale) -> Table {
    let mut table = columns(
        locale,
        [
            ("Projet", "Project", Align::Left),
            ("Indicateur", "Indicator", Align::Left),
            ("Avant", "Before", Align::Left),
            ("Maintenant", "Now", Align::Left),
            ("Tendance", "Trend", Align::Left),
        ],
    );
    for change in kept(changes) {
        for rating in &change.ratings {
            let trend = match rating.trend {
                Trend::Better => locale.pick("s’améliore", "better"),
                Trend::Worse => locale.pick("se dégrade", "worse"),
                Trend::Unknown => "",
            };
            let Shift { before, after } = rating.level.clone();
            let shown = |value| or_none(value, |value| value);
            table.row([change.name.clone(), rating.name.clone(), shown(before), shown(after), trend.to_owned()]);
        }
    }
    table
}

fn slips(slips: &[Slip], locale: Locale) -> Table {
    let mut table = columns(
        locale,
        [
            ("Projet", "Project", Align::Left),
            ("Date", "Date", Align::Left),
            ("Référence", "Baseline", Align::Right),
            ("Maintenant", "Now", Align::Right),
            ("Au dernier comité", "At the last committee", Align::Right),
            ("Glissement", "Slip", Align::Right),
        ],
    );
    for slip in slips {
        let what = match &slip.of {
            SlipOf::Start => locale.pick("démarrage", "start").to_owned(),
            SlipOf::Delivery => locale.pick("livraison", "delivery").to_owned(),
            SlipOf::Milestone { name, .. } => name.clone(),
        };
        table.row([
            slip.name.clone(),
            what,
            date(slip.baseline, locale),
            date(slip.date, locale),
            or_none(slip.earlier_days, |earlier| days(earlier, locale)),
            days(slip.days, locale),
        ]);
    }
    table
}

fn overruns(overruns: &[Overrun], locale: Locale) -> Table {
    let mut table = columns(
        locale,
        [
            ("Projet", "Project", Align::Left),
            ("Référence", "Baseline", Align::Right),
            ("Maintenant", "Now", Align::Right),
            ("Au dernier comité", "At the last committee", Align::Right),
            ("Écart", "Difference", Align::Right),
        ],
    );
    for overrun in overruns {
        table.row([
            overrun.name.clone(),
            locale.money(overrun.baseline),
            locale.money(overrun.cost),
            or_none(overrun.earlier_over, |earlier| difference(earlier, locale)),
            difference(overrun.over, locale),
        ]);
    }
    table
}
