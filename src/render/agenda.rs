//! The meetings to come.

use super::terms::weekday_date;
use super::text::{body_name, colon, columns, cut, date_text, person_name, the_date};
use super::{Align, Locale, Report, governance_level};
use crate::governance::MeetingDate;
use crate::id::BodyId;
use crate::model::{Model, Scope};
use crate::time::Precision;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// The meetings to come (*calendrier des instances*): when, which body, at which level, whether it is dated or meant by the
/// rhythm, and what it has to decide or to follow up; at most so many rows.
///
/// What a meeting has before it: its topics, and at the next meeting of a body the actions of its own decisions that are not
/// done.
///
/// ```
/// use portefeuille::model::{GovernanceBody, GovernanceLevel, ModelDraft, Organization, Roadmap, Subject};
/// use portefeuille::render::{Locale, agenda_report};
/// use portefeuille::time::{Anchor, Cadence, Weekday};
/// use portefeuille::Currency;
///
/// let mut draft = ModelDraft::new("2026-11-24".parse()?, Currency::EUR);
/// draft.organizations.push(Organization::new("dep", "Département"));
/// draft.roadmaps.push(Roadmap::new("num", "Numérique", "dep", "2026-01/2029-01".parse()?));
/// let mut copil = GovernanceBody::new("copil", "Comité de pilotage", "dep", GovernanceLevel::Tactical);
/// copil.cadence = Some(Cadence::every_months(3, 3, Anchor::nth(2, Weekday::Tuesday)));
/// copil.reviews.push(Subject::Roadmap("num".into()));
/// draft.bodies.push(copil);
/// let scope = draft.build()?.roadmap("num")?;
/// let meetings = scope.next_meetings(scope.status_date(), 2);
/// let text = agenda_report(&scope, &meetings, 12, Locale::Fr).to_text();
/// assert!(text.contains("mardi 8 décembre 2026  Comité de pilotage"), "{text}");
/// # Ok::<(), portefeuille::Error>(())
/// ```
pub fn agenda_report(scope: &Scope, meetings: &[MeetingDate], most: usize, locale: Locale) -> Report {
    let model = scope.model();
    let mut report = Report::new();
    report.section(locale.pick("Prochaines réunions", "Next meetings"));
    if meetings.is_empty() {
        report.paragraph(locale.pick("Aucune réunion connue sur la période.", "No meeting is known in these weeks."));
        return report;
    }
    let mut table = columns(
        locale,
        [
            ("Date", "Date", Align::Left),
            ("Instance", "Body", Align::Left),
            ("Niveau", "Level", Align::Left),
            ("Fixée par", "Set by", Align::Left),
            ("Ordre du jour", "On the agenda", Align::Left),
        ],
    );
    let mut met: BTreeSet<&BodyId> = BTreeSet::new();
    for meeting in meetings {
        let mut agenda = meeting.topics.clone();
        if met.insert(&meeting.body) {
            agenda.extend(follow_up(model, &meeting.body, scope.status_date(), locale));
        }
        let level = model.body(meeting.body.as_str()).map(|body| governance_level(body.level, locale));
        table.row([
            match meeting.date.precision() {
                Precision::Day => weekday_date(meeting.day, locale),
                Precision::Month => date_text(meeting.date, locale),
            },
            body_name(model, meeting.body.as_str()),
            level.unwrap_or_default().to_owned(),
            if meeting.is_dated { locale.pick("convocation", "notice") } else { locale.pick("cadence", "rhythm") }
                .to_owned(),
            agenda.join(locale.pick(" ; ", "; ")),
        ]);
    }
    cut(&mut report, table, most, ("réunion", "meeting"), ("réunions", "meetings"), locale);
    report
}

/// The actions of a body's decisions that are not done on a day.
fn follow_up(model: &Model, body: &BodyId, day: NaiveDate, locale: Locale) -> Vec<String> {
    let decisions = model.records().decisions.iter().filter(|decision| decision.body == *body);
    let open = decisions
        .filter(|decision| decision.date.first_day() <= day)
        .flat_map(|decision| &decision.actions)
        .filter(|action| action.done.is_none_or(|done| done.first_day() > day));
    open.map(|action| {
        let owner = action.owner.as_ref().map(|owner| person_name(model, owner.as_str()));
        let due = action.due.map(|due| format!("{} {}", locale.pick("pour", "due"), the_date(due, locale)));
        let notes: Vec<String> = owner.into_iter().chain(due).collect();
        let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join(", ")) };
        format!("{}{} {}{notes}", locale.pick("suite à donner", "follow-up"), colon(locale), action.what)
    })
    .collect()
}
