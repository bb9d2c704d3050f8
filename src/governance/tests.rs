//! Known days, and what a calendar of meetings must hold.

use super::*;
use crate::model::{
    Action, Audience, Calendar, CommunicationAction, CommunicationAim, DecisionRecord, GovernanceBody, GovernanceLevel,
    HealthPolicy, Lifecycle, Mandate, Meeting, Membership, Model, ModelDraft, Objective, Organization, Person,
    Portfolio, Project, Roadmap, Subject, Theme, Variant, Verdict,
};
use crate::quantity::{Currency, Score};
use crate::time::{Anchor, Cadence, Date, Period, Weekday, WorkCalendar};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

fn period(text: &str) -> Period {
    text.parse().expect("a period")
}

fn draft() -> ModelDraft {
    let mut draft = ModelDraft::new(date("2026-11-24"), Currency::EUR);
    draft.organizations.push(Organization::new("dep", "Département"));
    draft.calendars.push(Calendar::new("fr", "France", WorkCalendar::metropolitan()));
    draft.roadmaps.push(Roadmap::new("num", "Numérique", "dep", period("2026-01/2029-01")));
    draft.portfolios.push(Portfolio::new("dsi", "DSI", "dep"));
    draft
}

fn body(id: &str, level: GovernanceLevel, cadence: Option<Cadence>) -> GovernanceBody {
    let mut body = GovernanceBody::new(id, id, "dep", level);
    body.cadence = cadence;
    body
}

fn build(draft: ModelDraft) -> Model {
    draft.build().expect("a model")
}

fn days(meetings: &[MeetingDate]) -> Vec<String> {
    meetings.iter().map(|meeting| format!("{} {}", meeting.day, meeting.body)).collect()
}

#[test]
fn meetings_fall_on_working_days() {
    let mut draft = draft();
    let mut review = body("revue", GovernanceLevel::Operational, Some(Cadence::monthly(Anchor::day(1))));
    review.calendar = Some("fr".into());
    draft.bodies.push(review);
    draft.bodies.push(body(
        "copil",
        GovernanceLevel::Tactical,
        Some(Cadence::every_months(3, 3, Anchor::nth(2, Weekday::Tuesday))),
    ));
    draft.meetings.push(Meeting::new("copil", date("2027-01-04")));
    let model = build(draft);
    // New year and Labour day are off; the first of August is a Sunday; the tenth of November a working Wednesday.
    assert_eq!(
        days(&model.meetings(period("2027-01/2027-09"))),
        [
            "2027-01-04 revue",
            "2027-01-04 copil",
            "2027-02-01 revue",
            "2027-03-01 revue",
            "2027-03-09 copil",
            "2027-04-01 revue",
            "2027-05-03 revue",
            "2027-06-01 revue",
            "2027-06-08 copil",
            "2027-07-01 revue",
            "2027-08-02 revue",
        ]
    );
    let next = model.next_meetings(day("2027-02-01"), 3);
    assert_eq!(days(&next), ["2027-02-01 revue", "2027-03-01 revue", "2027-03-09 copil"]);
    assert!(model.next_meetings(day("2027-02-01"), 0).is_empty());
}

#[test]
fn a_dated_meeting_stands_for_the_nearest_one_meant() {
    let mut draft = draft();
    let quarterly = Cadence::every_months(3, 3, Anchor::nth(2, Weekday::Tuesday));
    draft.bodies.push(body("copil", GovernanceLevel::Tactical, Some(quarterly)));
    let mut moved = Meeting::new("copil", date("2027-03-30"));
    moved.topics.push("Budget".to_owned());
    draft.meetings.push(moved.clone());
    moved.topics = vec!["Bilan".to_owned()];
    draft.meetings.push(moved);
    draft.meetings.push(Meeting::new("copil", date("2027-09")));
    let model = build(draft.clone());
    let year = model.meetings(period("2027-01/2028-01"));
    let told: Vec<_> = year.iter().map(|m| (m.day.to_string(), m.date.to_string(), m.is_dated)).collect();
    let line = |day: &str, date: &str, dated| (day.to_owned(), date.to_owned(), dated);
    assert_eq!(
        told,
        [
            line("2027-03-30", "2027-03-30", true),
            line("2027-06-08", "2027-06-08", false),
            line("2027-09-01", "2027-09", true),
            line("2027-12-14", "2027-12-14", false),
        ]
    );
    assert_eq!(year[0].topics, ["Budget", "Bilan"]);
    // Seen from a period that the dated meeting lies outside, the one it stands for is still gone.
    assert!(model.meetings(period("2027-03-01/2027-03-15")).is_empty());
    // Too far from any that the rhythm means: one more.
    draft.meetings = vec![Meeting::new("copil", date("2027-04-25"))];
    draft.bodies[0].cadence.as_mut().expect("a cadence").from = Some(date("2027-06-20"));
    assert_eq!(days(&build(draft).meetings(period("2027-01/2027-10"))), ["2027-04-25 copil", "2027-09-14 copil"]);
}

#[test]
fn bodies_without_dates_have_none() {
    let mut draft = draft();
    draft.bodies.push(body("cst", GovernanceLevel::Advisory, Some(Cadence::on_request())));
    draft.bodies.push(body("assembly", GovernanceLevel::Decision, Some(Cadence::undated(6))));
    draft.bodies.push(body("other", GovernanceLevel::Project, None));
    assert!(build(draft.clone()).next_meetings(day("2026-11-24"), 5).is_empty());
    draft.meetings.push(Meeting::new("assembly", date("2100-12-14")));
    let model = build(draft);
    assert_eq!(days(&model.next_meetings(day("2026-11-24"), 5)), ["2100-12-14 assembly"]);
    assert!(model.next_meetings(day("2200-12-31"), 5).is_empty());
    assert!(model.next_meetings(NaiveDate::MAX, 5).is_empty() && model.next_meetings(NaiveDate::MIN, 5).is_empty());
}

#[test]
fn a_scope_has_the_meetings_of_what_belongs_to_it() {
    let mut draft = draft();
    draft.themes.push(Theme::new("sig", "SIG"));
    draft.objectives.push(Objective::new("plan", "Plan", "sig", Score::points(1)));
    draft.roadmaps[0].themes.push("sig".into());
    let mut project = Project::new("p", "P", Variant::new("base", 3));
    project.roadmaps.push(Membership::new("num"));
    draft.projects.push(project);
    draft.projects.push(Project::new("q", "Q", Variant::new("base", 3)));
    for (id, subject) in [
        ("a", Subject::Roadmap("num".into())),
        ("b", Subject::Theme("sig".into())),
        ("c", Subject::Objective("plan".into())),
        ("d", Subject::Project("p".into())),
        ("e", Subject::Organization("dep".into())),
        ("f", Subject::Portfolio("dsi".into())),
        ("g", Subject::Project("q".into())),
    ] {
        let mut body = body(id, GovernanceLevel::Tactical, Some(Cadence::monthly(Anchor::day(5))));
        body.reviews.push(subject);
        draft.bodies.push(body);
    }
    let model = build(draft);
    let bodies = |meetings: &[MeetingDate]| meetings.iter().map(|m| m.body.to_string()).collect::<String>();
    let january = period("2027-01/2027-02");
    assert_eq!(bodies(&model.roadmap("num").expect("a scope").meetings(january)), "abcde");
    assert_eq!(bodies(&model.portfolio("dsi").expect("a scope").meetings(january)), "ef");
    assert_eq!(bodies(&model.roadmap("num").expect("a scope").next_meetings(day("2027-01-05"), 2)), "ab");
    assert_eq!(bodies(&model.meetings(january)), "abcdefg");
}

#[test]
fn alike_bodies_of_one_level_overlap_where_they_meet_close() {
    let mut draft = draft();
    draft.persons.extend((0..10).map(|n| Person::new(format!("p{n}"), "X")));
    let monday = |nth| Some(Cadence::monthly(Anchor::nth(nth, Weekday::Monday)));
    for (id, level, members, cadence) in [
        ("a", GovernanceLevel::Tactical, 0..5, monday(1)),
        // Three of five in common, a week later.
        ("b", GovernanceLevel::Tactical, 2..5, monday(2)),
        // Of another level.
        ("c", GovernanceLevel::Operational, 0..5, monday(1)),
        // Four of nine in common.
        ("d", GovernanceLevel::Tactical, 1..9, monday(1)),
        ("e", GovernanceLevel::Tactical, 0..0, monday(1)),
        // The same people, two weeks later.
        ("f", GovernanceLevel::Strategic, 0..5, monday(1)),
        ("g", GovernanceLevel::Strategic, 0..5, monday(3)),
    ] {
        let mut body = body(id, level, cadence);
        body.members = members.map(|n| format!("p{n}").into()).collect();
        draft.bodies.push(body);
    }
    let model = build(draft);
    let quarter = period("2027-01/2027-04");
    let found = overlaps(&model, quarter, "0.6".parse().expect("a share"), 5);
    let told: Vec<_> = found.iter().map(|o| (o.first.as_str(), o.second.as_str(), o.likeness.to_string())).collect();
    assert_eq!(told, [("a", "b", "0.6".to_owned())]);
    assert_eq!(found[0].meetings[0], (day("2027-01-04"), day("2027-01-11")));
    let pairs = |share: &str, days| overlaps(&model, quarter, share.parse().expect("a share"), days).len();
    assert_eq!((pairs("0.600000000001", 5), pairs("0.6", 4), pairs("0.6", 10)), (0, 0, 2));
    // Nine of ten people in a and d or b and d are too few for any share above a half.
    assert_eq!(pairs("0.4", 5), 2);
}

#[test]
fn levels_are_met_by_rhythm_or_by_dates() {
    let mut draft = draft();
    let weekly = Cadence::every_weeks(4, Weekday::Monday, date("2026-01-05"));
    for (id, level, cadence, subject) in [
        ("revue", GovernanceLevel::Operational, Some(weekly), Subject::Roadmap("num".into())),
        ("copil", GovernanceLevel::Tactical, Some(Cadence::undated(3)), Subject::Roadmap("num".into())),
        ("strat", GovernanceLevel::Strategic, None, Subject::Organization("dep".into())),
    ] {
        let mut body = body(id, level, cadence);
        body.reviews.push(subject);
        draft.bodies.push(body);
    }
    let told = |draft: &ModelDraft, policy: &HealthPolicy| {
        let levels = levels(&build(draft.clone()).roadmap("num").expect("a scope"), policy, day("2026-11-24"));
        levels.iter().map(|l| (l.times, l.bodies.len(), l.is_met())).collect::<Vec<_>>()
    };
    let mut policy = HealthPolicy::default();
    assert_eq!(told(&draft, &policy), [(12, 1, true), (4, 1, false), (1, 0, false)]);
    // Four dated in the year to come are as good as a rhythm; four over two years are not.
    draft.meetings =
        ["2026-03-01", "2026-09-01", "2027-03-01", "2027-11-24"].map(|d| Meeting::new("copil", date(d))).into();
    assert!(!told(&draft, &policy)[1].2);
    draft.meetings.extend(["2027-05-01", "2027-09-01"].map(|d| Meeting::new("copil", date(d))));
    assert!(told(&draft, &policy)[1].2);
    (policy.operational_months, policy.tactical_months, policy.strategic_months) = (0, 4, 24);
    assert_eq!(told(&draft, &policy).iter().map(|l| l.0).collect::<Vec<_>>(), [12, 3, 1]);
    draft.bodies[2].reviews.push(Subject::Roadmap("num".into()));
    assert_eq!(told(&draft, &policy)[2], (1, 1, false));
}

#[test]
fn bodies_of_what_goes_on_need_a_date() {
    let mut draft = draft();
    for (id, state) in [("on", Lifecycle::OnHold), ("over", Lifecycle::Delivered)] {
        let mut project = Project::new(id, id, Variant::new("base", 3));
        project.state = state;
        project.start = Some(date("2026-02-01"));
        project.roadmaps.push(Membership::new("num"));
        draft.projects.push(project);
    }
    for (id, cadence, subject) in [
        ("a", None, Subject::Roadmap("num".into())),
        ("b", Some(Cadence::undated(4)), Subject::Project("on".into())),
        ("c", Some(Cadence::on_request()), Subject::Roadmap("num".into())),
        ("d", Some(Cadence::weekly(Weekday::Monday)), Subject::Roadmap("num".into())),
        ("e", None, Subject::Project("over".into())),
        ("f", None, Subject::Organization("dep".into())),
        ("g", None, Subject::Portfolio("dsi".into())),
        ("h", None, Subject::Roadmap("num".into())),
        ("i", None, Subject::Roadmap("num".into())),
    ] {
        let mut body = body(id, GovernanceLevel::Tactical, cadence);
        body.reviews.push(subject);
        draft.bodies.push(body);
    }
    draft.meetings.push(Meeting::new("h", date("2026-11-23")));
    draft.meetings.push(Meeting::new("i", date("2026-11-24")));
    let model = build(draft);
    let undated = |scope: crate::Scope| undated_bodies(&scope, day("2026-11-24"));
    assert_eq!(undated(model.roadmap("num").expect("a scope")), ["a".into(), "b".into(), "h".into()]);
    assert_eq!(undated(model.portfolio("dsi").expect("a scope")), ["g".into()]);
}

#[test]
fn a_roadmap_brings_more_audiences_together() {
    let mut draft = draft();
    draft.audiences.extend(["staff", "users", "elected"].map(|id| Audience::new(id, id)));
    let mut project = Project::new("p", "P", Variant::new("base", 3));
    project.roadmaps.push(Membership::new("num"));
    project.portfolio = Some("dsi".into());
    draft.projects.push(project);
    for (id, level, audiences, subject) in [
        ("copil", GovernanceLevel::Tactical, vec!["staff", "users"], Subject::Roadmap("num".into())),
        ("dsi", GovernanceLevel::Tactical, vec!["staff"], Subject::Portfolio("dsi".into())),
        ("revue", GovernanceLevel::Operational, vec!["staff"], Subject::Roadmap("num".into())),
        ("dsi-revue", GovernanceLevel::Operational, vec!["elected"], Subject::Portfolio("dsi".into())),
        ("strat", GovernanceLevel::Strategic, vec![], Subject::Roadmap("num".into())),
    ] {
        let mut body = body(id, level, None);
        body.audiences = audiences.into_iter().map(Into::into).collect();
        body.reviews.push(subject);
        draft.bodies.push(body);
    }
    let model = build(draft.clone());
    let widths = audience_widths(&model.roadmap("num").expect("a scope"));
    let told: Vec<_> = widths.iter().map(|w| (w.level, w.is_wider())).collect();
    assert_eq!(told, [(GovernanceLevel::Tactical, true), (GovernanceLevel::Operational, false)]);
    assert!(audience_widths(&model.portfolio("dsi").expect("a scope")).is_empty());
    draft.projects[0].portfolio = None;
    assert!(audience_widths(&build(draft).roadmap("num").expect("a scope")).is_empty());
}

#[test]
fn actions_are_overdue_the_day_after() {
    let mut draft = draft();
    draft.bodies.push(body("copil", GovernanceLevel::Tactical, None));
    let subject = Subject::Roadmap("num".into());
    let mut decision = DecisionRecord::new("d-1", "copil", date("2026-03-10"), subject, Verdict::Retained);
    for (due, done) in [
        (Some("2026-11-23"), None),
        (Some("2026-11-24"), None),
        (Some("2026-11"), None),
        (Some("2026-10"), None),
        (Some("2026-06-01"), Some("2026-07-01")),
        (Some("2026-06-01"), Some("2026-12-01")),
        (None, None),
    ] {
        let mut action = Action::new("écrire");
        (action.due, action.done) = (due.map(date), done.map(date));
        decision.actions.push(action);
    }
    draft.decisions.push(decision);
    let overdue = overdue_actions(&build(draft), day("2026-11-24"));
    assert_eq!(overdue.iter().map(|a| (a.position, a.days)).collect::<Vec<_>>(), [(0, 1), (3, 24), (5, 176)]);
}

fn say(id: &str, subject: Subject, aim: CommunicationAim, audience: &str, on: &str) -> CommunicationAction {
    CommunicationAction::new(id, subject, aim, audience, date(on))
}

#[test]
fn each_audience_is_spoken_to_for_three_aims() {
    use CommunicationAim::{GetUsed, MakeKnown, WinOver};
    let mut draft = draft();
    draft.audiences.extend(["staff", "users", "elected"].map(|id| Audience::new(id, id)));
    draft.roadmaps[0].audiences.extend(["users", "staff"].map(Into::into));
    let mut project = Project::new("p", "P", Variant::new("base", 3));
    project.roadmaps.push(Membership::new("num"));
    project.changes_work = true;
    draft.projects.push(project);
    draft.projects.push(Project::new("q", "Q", Variant::new("base", 3)));
    let roadmap = || Subject::Roadmap("num".into());
    draft.communications = vec![
        say("1", roadmap(), WinOver, "users", "2026-02-01"),
        say("2", Subject::Project("p".into()), MakeKnown, "users", "2026-02-01"),
        say("3", roadmap(), GetUsed, "elected", "2026-02-01"),
        say("4", Subject::Portfolio("dsi".into()), GetUsed, "users", "2026-02-01"),
        say("5", Subject::Project("q".into()), GetUsed, "users", "2026-02-01"),
    ];
    let found = aims(&build(draft.clone()).roadmap("num").expect("a scope"));
    assert_eq!(found.iter().map(|a| a.audience.as_str()).collect::<Vec<_>>(), ["users", "staff"]);
    assert_eq!((&found[0].present, &found[0].missing), (&vec![MakeKnown, WinOver], &vec![GetUsed]));
    assert_eq!(found[1].missing, [MakeKnown, WinOver, GetUsed]);
    assert!(aims(&build(draft.clone()).portfolio("dsi").expect("a scope")).is_empty());

    // Somebody is told of `p`; once that is taken away, it matters while the work goes on.
    let unspoken = |draft: &ModelDraft| unspoken_changes(&build(draft.clone())).len();
    draft.projects[0].start = Some(date("2026-02-01"));
    for (state, expected) in [
        (Lifecycle::Candidate, 0),
        (Lifecycle::Running, 1),
        (Lifecycle::InService, 1),
        (Lifecycle::Closed, 0),
        (Lifecycle::Cancelled, 0),
    ] {
        draft.projects[0].state = state;
        assert_eq!(unspoken(&draft), 0);
        let mut silent = draft.clone();
        silent.communications.remove(1);
        assert_eq!(unspoken(&silent), expected, "{state:?}");
        silent.projects[0].changes_work = false;
        assert_eq!(unspoken(&silent), 0);
    }
}

#[test]
fn nothing_is_promoted_before_an_election() {
    let mut draft = draft();
    draft.organizations.push(Organization::new("region", "Région"));
    draft.audiences.push(Audience::new("users", "Usagers"));
    draft.projects.push(Project::new("loose", "Loose", Variant::new("base", 3)));
    for (id, organization, vote) in [("dep-2021", "dep", "2028-03"), ("region-2021", "region", "2030-03-10")] {
        let mut mandate = Mandate::new(id, organization, "Conseil", date("2021-06"), date("2028-03"));
        mandate.elections = vec![date("2021-06-20"), date(vote)];
        draft.mandates.push(mandate);
    }
    for (on, subject, promotes, election) in [
        ("2027-08-31", Subject::Roadmap("num".into()), true, None),
        ("2027-09-01", Subject::Roadmap("num".into()), true, Some("2028-03")),
        ("2027-09-01", Subject::Roadmap("num".into()), false, None),
        ("2028-03-31", Subject::Roadmap("num".into()), true, Some("2028-03")),
        ("2028-04-01", Subject::Roadmap("num".into()), true, None),
        ("2029-12-01", Subject::Roadmap("num".into()), true, None),
        ("2029-12-01", Subject::Organization("region".into()), true, Some("2030-03-10")),
        // Nothing says whose project it is: every election counts.
        ("2029-12-01", Subject::Project("loose".into()), true, Some("2030-03-10")),
        ("2020-12-31", Subject::Portfolio("dsi".into()), true, Some("2021-06-20")),
        ("2021-06", Subject::Portfolio("dsi".into()), true, Some("2021-06-20")),
    ] {
        let mut action = say("c", subject, CommunicationAim::MakeKnown, "users", on);
        action.promotes = promotes;
        let mut draft = draft.clone();
        draft.communications.push(action);
        let barred = barred_promotions(&build(draft), 6);
        assert_eq!(barred.first().map(|b| b.election.to_string()).as_deref(), election, "{on}");
    }
}

proptest! {
    #[test]
    fn no_meeting_is_lost_between_periods_and_none_is_double(
        cadence in prop::sample::select(vec![
            Cadence::weekly(Weekday::Thursday),
            Cadence::monthly(Anchor::day(31)),
            Cadence::every_months(3, 2, Anchor::nth(-1, Weekday::Friday)),
            Cadence::in_months([6, 12], Anchor::nth(1, Weekday::Monday)),
        ]),
        dated in prop::collection::vec(0..1_000_u64, 0..12),
        lengths in prop::collection::vec(1..200_u64, 1..8),
        holidays in any::<bool>(),
    ) {
        let mut draft = draft();
        let mut committee = body("a", GovernanceLevel::Tactical, Some(cadence.clone()));
        committee.calendar = holidays.then(|| "fr".into());
        draft.bodies.push(committee);
        let start = day("2026-01-01");
        for offset in &dated {
            draft.meetings.push(Meeting::new("a", Date::day(start + Days::new(*offset)).expect("a date")));
        }
        let model = build(draft);
        let end = start + Days::new(lengths.iter().sum());
        let whole = model.meetings(Period::new(start, end).expect("a period"));
        let mut parts = Vec::new();
        let mut from = start;
        for length in &lengths {
            let to = from + Days::new(*length);
            parts.extend(model.meetings(Period::new(from, to).expect("a period")));
            from = to;
        }
        prop_assert_eq!(&parts, &whole);
        prop_assert!(whole.windows(2).all(|pair| pair[0].day < pair[1].day));
        // Every dated day is there, every other one is a worked day that the rhythm means.
        let calendar = if holidays { WorkCalendar::metropolitan() } else { WorkCalendar::new() };
        let meant = cadence.occurrences(Period::new(start, end).expect("a period"), &calendar);
        for meeting in &whole {
            let is_dated = dated.iter().any(|offset| start + Days::new(*offset) == meeting.day);
            prop_assert_eq!(meeting.is_dated, is_dated);
            prop_assert!(is_dated || meant.contains(&meeting.day) && calendar.is_worked(meeting.day));
        }
        let distinct: std::collections::BTreeSet<u64> =
            dated.iter().copied().filter(|offset| start + Days::new(*offset) < end).collect();
        prop_assert_eq!(whole.iter().filter(|m| m.is_dated).count(), distinct.len());
        // Each dated meeting takes the place of one at most.
        prop_assert!(whole.len() >= meant.len().saturating_sub(dated.len()));
        prop_assert!(whole.len() <= meant.len() + distinct.len());
        let next = model.next_meetings(start, 3);
        prop_assert_eq!(&next[..], &model.meetings(Period::new(start, day("2100-01-01")).expect("a period"))[..3]);
    }
}
