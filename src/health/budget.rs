//! Whose the money is, and whether there is enough of it.

use super::check::{Check, Sink};
use super::finding::{EntityKind, Fact};
use super::ground::{Ground, day, is_decided, is_pending};
use super::money::{Sum, charged};
use super::words;
use crate::diagnostic::Code;
use crate::model::gates::{self, ItHolder};
use crate::model::{CostLine, EnvelopeIx, EnvelopeRef, Role, Section, ThemeIx, ThemeRef};
use crate::quantity::Share;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

pub(super) static CHECKS: &[Check] = &[
    Check::new(
        Code::BudgetNotVoted,
        "{0} `{name}` has no voted budget on {value}",
        "{0} « {name} » : pas de budget voté au {value}",
        budget_not_voted,
    ),
    Check::new(
        Code::BudgetHeldByIt,
        "envelope `{name}` of the roadmap is held by {value}",
        "enveloppe « {name} » de la feuille de route : tenue par {value}",
        budget_held_by_it,
    ),
    Check::new(
        Code::BudgetManagerNotOwner,
        "envelope `{name}` of the roadmap is managed by {value}; its owner is {threshold}",
        "enveloppe « {name} » : gestionnaire {value}, responsable de la feuille de route {threshold}",
        budget_manager_not_owner,
    ),
    Check::new(
        Code::CommittedExceedsMeans,
        "work that has begun takes {value} of {1} of envelope `{name}` in {0}, where there is {threshold}",
        "enveloppe « {name} » ({1}) : les projets engagés prennent {value} en {0}, pour {threshold} ouverts",
        committed_exceeds_means,
    ),
    Check::new(
        Code::Oversubscription,
        "{value} of `{name}` are asked for in {0}, where there is {threshold}: {1} too much; periods over: {2}",
        "« {name} » : {value} demandés en {0} pour {threshold} disponibles, soit {1} de trop ; périodes en dépassement : {2}",
        oversubscription,
    ),
    Check::new(
        Code::ThemeMeansGap,
        "theme `{name}` gets {0} of the money decided and weighs {1}: a gap of {value}; at most {threshold} is expected",
        "thématique « {name} » : {0} des montants décidés pour un poids de {1}, soit un écart de {value}, pour {threshold} au plus",
        theme_means_gap,
    ),
    Check::new(
        Code::ChargeShareNotOne,
        "the charge shares of project `{name}` over its roadmaps add up to {value}, not {threshold}",
        "projet « {name} » : les parts de charge de ses feuilles de route totalisent {value}, et non {threshold}",
        charge_share_not_one,
    ),
];

/// The envelopes of a roadmap that is not closed.
fn roadmap_envelopes<'a>(ground: &Ground<'a>) -> Vec<EnvelopeRef<'a>> {
    ground.roadmap().map_or_else(Vec::new, |roadmap| {
        roadmap.envelopes.iter().filter_map(|id| ground.model.envelope(id.as_str())).collect()
    })
}

fn budget_not_voted(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    if ground.roadmap().is_some_and(|roadmap| roadmap.envelopes.is_empty()) {
        let found = ground.here("/envelopes").value(day(ground.today));
        sink.push(found.detail(Fact::Term(words::ROADMAP)));
    }
    for envelope in roadmap_envelopes(ground) {
        if !gates::is_voted(envelope, ground.today) {
            let found = ground.at(EntityKind::Envelope, envelope.ix().index(), "/voted").value(day(ground.today));
            sink.push(found.detail(Fact::Term(words::ENVELOPE)));
        }
    }
}

/// Its unit, or its manager's where no unit is named, is an IT unit or lies below one; or its manager is the head of IT.
fn budget_held_by_it(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    for envelope in roadmap_envelopes(ground) {
        let holder = match gates::holder_in_it(envelope, ground.today) {
            Some(ItHolder::Cio(manager)) => manager.name(),
            Some(ItHolder::Unit(unit, _)) => unit.name(),
            None => continue,
        };
        let found = ground.at(EntityKind::Envelope, envelope.ix().index(), "/unit");
        sink.push(found.value(Fact::Text(holder.to_owned())));
    }
}

fn budget_manager_not_owner(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let owners = ground.holders(Role::RoadmapOwner);
    if owners.is_empty() {
        return;
    }
    for envelope in roadmap_envelopes(ground) {
        let manager = envelope.record().manager.as_ref();
        if manager.is_none_or(|manager| !owners.contains(&manager)) {
            let found = ground.at(EntityKind::Envelope, envelope.ix().index(), "/manager");
            let managed = manager.map_or(Fact::Term(words::NOBODY), |manager| Fact::Texts(ground.names([manager])));
            sink.push(found.value(managed).threshold(Fact::Texts(ground.names(owners.iter().copied()))));
        }
    }
}

/// Money of one envelope and section, by budget year.
#[derive(Default)]
pub(super) struct Years {
    committed: BTreeMap<i32, Sum>,
    demand: BTreeMap<i32, Sum>,
}

/// Money of all envelopes, by envelope and section.
pub(super) type Uses = BTreeMap<(EnvelopeIx, Section), Years>;

/// What work that has begun, here and elsewhere, and all that is asked for here take of the envelopes that the scope lists
/// or its projects draw on.
pub(super) fn uses(ground: &Ground<'_>) -> Uses {
    let envelope = |line: &CostLine| ground.model.envelope(line.envelope.as_str()).map(EnvelopeRef::ix);
    let mut counts = vec![false; ground.records.envelopes.len()];
    let listed = ground.scope.envelopes().map(EnvelopeRef::ix);
    let drawn = ground.live.iter().flat_map(|project| &project.variant().costs).filter_map(envelope);
    for envelope in listed.chain(drawn) {
        counts[envelope.index()] = true;
    }
    let mut uses = Uses::new();
    for project in ground.model.projects() {
        let has_begun = project.record().state.is_committed();
        let is_asked = is_pending(project.record().state) && ground.scope.contains(project.ix());
        if !has_begun && !is_asked {
            continue;
        }
        // What a shared project charges elsewhere is taken from the same envelope.
        let share = if has_begun { Share::ONE } else { ground.scope.charge_share(project) };
        for line in &project.variant().costs {
            let Some(envelope) = envelope(line).filter(|envelope| counts[envelope.index()]) else { continue };
            let (year, amount) = (line.year.year(), charged(line.amount, share));
            let years = uses.entry((envelope, line.section)).or_default();
            years.demand.entry(year).or_default().add(amount);
            if has_begun {
                years.committed.entry(year).or_default().add(amount);
            }
        }
    }
    uses
}

/// Budget years from today's to the last that the grid touches.
fn years(ground: &Ground<'_>) -> std::ops::RangeInclusive<i32> {
    let calendar = ground.scope.fiscal_calendar();
    let horizon = ground.scope.grid().horizon();
    let first = calendar.year_of(horizon.start()).year().max(calendar.year_of(ground.today).year());
    first..=calendar.year_of(horizon.last_day()).year()
}

/// What an envelope has in each year, carried over from years that used less, beside what is used.
fn balance(
    ground: &Ground<'_>,
    envelope: EnvelopeIx,
    section: Section,
    used: &BTreeMap<i32, Sum>,
) -> Vec<(i32, Sum, Sum)> {
    let record = &ground.records.envelopes[envelope.index()];
    let calendar = ground.scope.fiscal_calendar();
    let start = calendar.year_of(ground.scope.grid().horizon().start()).year();
    let range = years(ground);
    let mut left = Sum::default();
    let mut rows = Vec::new();
    for year in start.min(*range.start())..=*range.end() {
        let mut open = left.carried(&record.carry_over);
        for line in record.amounts.iter().filter(|line| line.section == section && line.year.year() == year) {
            open.add(charged(line.amount, Share::ONE));
        }
        let used = used.get(&year).copied().unwrap_or_default();
        left = open.minus(used);
        if range.contains(&year) {
            rows.push((year, used, open));
        }
    }
    rows
}

fn committed_exceeds_means(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    for ((envelope, section), uses) in ground.uses() {
        let (envelope, section) = (*envelope, *section);
        for (year, used, open) in balance(ground, envelope, section, &uses.committed) {
            if used > open {
                let term = words::section(section);
                let found =
                    ground.at(EntityKind::Envelope, envelope.index(), "/amounts").part(format!("{year} {}", term.en));
                let found = found.value(used.fact(ground)).threshold(open.fact(ground));
                sink.push(found.detail(Fact::Year(year)).detail(Fact::Term(term)));
            }
        }
    }
}

/// The worst year of an envelope and section, the worst period of a pool; where work that has begun or is decided exceeds
/// the means by itself another finding says so.
fn oversubscription(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    for ((envelope, section), uses) in ground.uses() {
        let (envelope, section) = (*envelope, *section);
        let committed = balance(ground, envelope, section, &uses.committed);
        let demand = balance(ground, envelope, section, &uses.demand);
        let is_over = |row: &(i32, Sum, Sum)| row.1 > row.2;
        let over: Vec<_> =
            demand.iter().zip(&committed).filter(|(d, c)| is_over(d) && !is_over(c)).map(|(d, _)| *d).collect();
        // The first of equally bad years.
        let worst = over.iter().max_by_key(|(year, used, open)| (used.minus(*open), std::cmp::Reverse(*year)));
        if let Some((year, used, open)) = worst {
            let found = ground.at(EntityKind::Envelope, envelope.index(), "/amounts").part(words::section(section).en);
            let found = found.value(used.fact(ground)).threshold(open.fact(ground)).detail(Fact::Year(*year));
            sink.push(found.detail(used.minus(*open).fact(ground)).detail(Fact::Count(over.len())));
        }
    }
    super::workload::oversubscribed(ground, sink);
}

/// Whole cost of decided work, times its charge share, by theme.
fn theme_means_gap(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    let mut by_theme: BTreeMap<Option<ThemeIx>, Sum> = BTreeMap::new();
    let mut total = Sum::default();
    for project in ground.live_in(is_decided) {
        let share = ground.scope.charge_share(project);
        for line in &project.variant().costs {
            let amount = charged(line.amount, share);
            by_theme.entry(project.theme().map(ThemeRef::ix)).or_default().add(amount);
            total.add(amount);
        }
    }
    let limit = ground.limits.theme_gap.value();
    for theme in ground.roadmap_themes() {
        let part = by_theme.get(&Some(theme.ix())).copied().unwrap_or_default();
        let (Some(weight), Some(share)) = (theme.record().weight, part.share_of(total)) else { continue };
        let gap = share - weight.value();
        if gap.abs() > limit {
            let found = ground.at(EntityKind::Theme, theme.ix().index(), "/weight").value(Fact::Share(gap));
            let found = found.threshold(Fact::Share(limit)).detail(Fact::Share(share));
            sink.push(found.detail(Fact::Share(weight.value())));
        }
    }
}

fn charge_share_not_one(ground: &Ground<'_>, sink: &mut Sink<'_>) {
    for project in ground.scope.projects() {
        let roadmaps = &project.record().roadmaps;
        let sum: Decimal = roadmaps.iter().map(|membership| membership.share.value()).sum();
        if !roadmaps.is_empty() && sum != Decimal::ONE {
            let found = ground.project(project, "/roadmaps").value(Fact::Number(sum));
            sink.push(found.threshold(Fact::Number(Decimal::ONE)));
        }
    }
}
