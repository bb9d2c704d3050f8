//! Votes add up to what envelopes open, and the spread of a multi-year program to its authority.

use super::Faults;
use crate::diagnostic::Code;
use crate::model::index::Index;
use crate::model::{CommitmentEvent, CommitmentProgram, Envelope, ModelDraft, Section, YearAmount};
use crate::time::FiscalYear;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Judges every envelope, and whether the budget of a roadmap is as old as the roadmap.
pub(super) fn check(draft: &ModelDraft, index: &Index, faults: &mut Faults) {
    for (i, envelope) in draft.envelopes.iter().enumerate() {
        votes(i, envelope, faults);
        if let Some(program) = &envelope.program {
            events(i, envelope, program, faults);
        }
    }
    for (i, roadmap) in draft.roadmaps.iter().enumerate() {
        let Some(founded) = roadmap.deliberation else { continue };
        for (k, id) in roadmap.envelopes.iter().enumerate() {
            let Some(position) = index.envelopes.position(id.as_str()) else { continue };
            if let Some(voted) = draft.envelopes[position].voted_on()
                && voted.last_day() < founded.first_day()
            {
                let message =
                    format!("envelope `{id}` was voted on {voted}; roadmap `{}` was founded on {founded}", roadmap.id);
                faults.add(Code::VoteBeforeDeliberation, format_args!("/roadmaps/{i}/envelopes/{k}"), message);
            }
        }
    }
}

fn votes(i: usize, envelope: &Envelope, faults: &mut Faults) {
    if envelope.votes.is_empty() {
        return;
    }
    for (k, vote) in envelope.votes.iter().enumerate() {
        twice(
            &vote.amounts,
            |line| (line.year, Some(line.section)),
            |first, second, year| {
                let message = format!(
                    "a vote on envelope `{}` names {year} twice in one section; it stands first at number {first}",
                    envelope.id
                );
                faults.add(Code::DuplicateYear, format_args!("/envelopes/{i}/votes/{k}/amounts/{second}"), message);
            },
        );
    }
    let open = sums(&envelope.amounts);
    let voted = sums(envelope.votes.iter().flat_map(|vote| &vote.amounts));
    let years = open.keys().chain(voted.keys());
    let mut years: Vec<_> = years.copied().collect();
    years.sort_unstable();
    years.dedup();
    for (year, section) in years {
        let at = |sums: &BTreeMap<_, Decimal>| sums.get(&(year, section)).copied().unwrap_or_default();
        let (opened, votes) = (at(&open), at(&voted));
        if opened != votes {
            let name = match section {
                Section::Investment => "investment",
                Section::Operating => "operating",
            };
            let message = format!(
                "envelope `{}` opens {opened} in {year} ({name}); its votes add up to {votes}, {} away",
                envelope.id,
                (opened - votes).abs()
            );
            faults.add(Code::VotesDoNotAddUp, format_args!("/envelopes/{i}/votes"), message);
        }
    }
}

/// Sums by year and section. Amounts of another currency are at fault already, and counted as they stand.
fn sums<'a>(lines: impl IntoIterator<Item = &'a YearAmount>) -> BTreeMap<(FiscalYear, Section), Decimal> {
    let mut sums = BTreeMap::new();
    for line in lines {
        // Amounts have 15 digits before the point and 8 after it: no document holds enough of them to leave a decimal.
        *sums.entry((line.year, line.section)).or_insert(Decimal::ZERO) += line.amount.amount();
    }
    sums
}

fn events(i: usize, envelope: &Envelope, program: &CommitmentProgram, faults: &mut Faults) {
    let mut authority = None;
    for (k, event) in program.events.iter().enumerate() {
        let word = match event {
            CommitmentEvent::Vote { .. } => "vote",
            _ => "revision",
        };
        match event {
            CommitmentEvent::Vote { date, authority: voted, credits }
            | CommitmentEvent::Revision { date, authority: voted, credits } => {
                authority = Some(voted.amount());
                let path = format_args!("/envelopes/{i}/program/events/{k}/{word}/credits");
                twice(
                    credits,
                    |line| (line.year, None),
                    |first, second, year| {
                        let message = format!(
                            "the {word} of {date} on `{}` spreads {year} twice; it stands first at number {first}",
                            envelope.id
                        );
                        faults.add(Code::DuplicateYear, format_args!("{path}/{second}"), message);
                    },
                );
                let spread: Decimal = credits.iter().map(|line| line.amount.amount()).sum();
                if spread != voted.amount() {
                    let message = format!(
                        "the {word} of {date} gives `{}` an authority of {voted}; its payment credits add up to {spread}, \
                         {} away",
                        envelope.id,
                        (spread - voted.amount()).abs()
                    );
                    faults.add(Code::CreditsDoNotAddUp, path, message);
                }
            }
            CommitmentEvent::Lapse { amount, .. } => {
                authority = authority.map(|authority: Decimal| authority - amount.amount());
            }
            CommitmentEvent::Allocation { .. } | CommitmentEvent::Closure { .. } => {}
        }
    }
    if let Some(authority) = authority
        && authority != program.authority.amount()
    {
        let message = format!(
            "the program of envelope `{}` has an authority of {}; its acts lead to {authority}",
            envelope.id, program.authority
        );
        faults.add(Code::AuthorityNotAsVoted, format_args!("/envelopes/{i}/program/authority"), message);
    }
}

/// Tells of every item whose budget year, in its section if it has one, stands before it already.
fn twice<T>(
    items: &[T],
    key: impl Fn(&T) -> (FiscalYear, Option<Section>),
    mut tell: impl FnMut(usize, usize, FiscalYear),
) {
    let mut keys: Vec<_> = items.iter().enumerate().map(|(k, item)| (key(item), k)).collect();
    keys.sort_unstable();
    let mut first = 0;
    for k in 1..keys.len() {
        if keys[k].0 == keys[first].0 {
            tell(keys[first].1, keys[k].1, keys[k].0.0);
        } else {
            first = k;
        }
    }
}
