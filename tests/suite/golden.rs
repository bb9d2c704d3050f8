//! Bytes that must not change unless somebody means them to.
//!
//! With `PORTEFEUILLE_BLESS=1` the files are written anew; the difference is then for a person to judge.

use portefeuille::capacity::{Draws, Load, Placement};
use portefeuille::indicator::{RollUp, objective_measures};
use portefeuille::model::{
    Action, Aggregation, Alignment, Allocation, Answer, Assignment, Attachment, Audience, Baseline, Benefit, Calendar,
    CapacitySpan, CarryOver, ChangePolicy, CoFinancing, CoFinancingState, CommitmentEvent, CommitmentKind,
    CommitmentProgram, CommunicationAction, CommunicationAim, ComparisonStep, ComplianceMark, ComplianceState,
    Contribution, ContributionKind, CostLine, Criterion, CriterionSource, DecisionRecord, Demand, Dependency,
    DigitalService, Direction, Envelope, ExpectedImpact, Force, ForcedChoice, GateWaiver, GovernanceBody,
    GovernanceLevel, GroupRule, HealthPolicy, Hosting, Indicator, Integration, Interface, Judge, Judgement, Lag,
    LedgerEntry, LedgerFlag, LedgerStage, LevelValue, Lifecycle, Mandate, Measure, MeasureStatus, Meeting, Membership,
    Milestone, MissingScore, ModelDraft, Normalization, Objective, Observation, Organization, OrganizationKind,
    PairwiseWeighting, Person, Phase, PolicyArea, PoolKind, PoolMember, Portfolio, PreferenceFunction, PriorityMethod,
    Program, Project, ProjectKind, Purchase, PurchaseRoute, Qualification, QualificationState, RandomIndex, Relation,
    ResourcePool, Risk, RiskSeverity, Roadmap, RoadmapKind, RoadmapState, RoadmapTransition, Role, RunCost, Scenario,
    ScenarioChange, ScopeKey, ScoringMethod, ScoringModel, Section, ServiceChange, ServiceEffect, ServiceStatus,
    StepScale, Subject, Theme, ThemeQuota, Tiebreak, Transition, Unit, UnitKind, ValueFunction, ValuePoint, Variant,
    Verdict, Vote, VoteKind, WeightBasis, Weighting, Winner, WorkedDays, WorkloadLine, WorthRule, YearAmount,
    YearCredits,
};
use portefeuille::network::Network;
use portefeuille::quantity::{Money, Score, Workload};
use portefeuille::render::{
    Locale, decision_notes, decision_report, indicator_report, load_report, objective_report, schedule_report,
};
use portefeuille::time::{
    Anchor, Cadence, CalendarException, FiscalYear, HolidaySet, Opening, SchoolHolidays, SchoolZone, Shift, Step, Week,
    Weekday, WorkCalendar,
};
use portefeuille::{Currency, Limits, Model};
use std::path::Path;

pub(super) fn held(name: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("PORTEFEUILLE_BLESS").is_some() {
        std::fs::write(&path, found).expect("the folder of golden files is writable");
    }
    let expected = std::fs::read_to_string(&path).expect("the golden file is there");
    let line = expected.lines().zip(found.lines()).position(|(expected, found)| expected != found);
    assert!(expected == found, "{name} differs, first in line {:?}", line.map(|line| line + 1));
}

fn year(year: i32) -> FiscalYear {
    FiscalYear::new(year).expect("a year")
}

fn of<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("`{text}` is sound"))
}

/// A document in which every field of every record is written, and every word of the links.
pub(super) fn full() -> ModelDraft {
    let mut draft = core();
    people(&mut draft);
    means(&mut draft);
    roadmap(&mut draft);
    project(&mut draft);
    governance(&mut draft);
    facts(&mut draft);
    scoring(&mut draft);
    draft
}

/// A scoring model with every source, value function and preference, judged by two.
fn scoring(draft: &mut ModelDraft) {
    let levels =
        draft.indicators.iter().find(|indicator| !indicator.levels.is_empty()).expect("one with levels").clone();
    let shapes = [
        PreferenceFunction::Usual,
        PreferenceFunction::UShape { indifference: of("0.5") },
        PreferenceFunction::VShape { preference: of("2") },
        PreferenceFunction::Level { indifference: of("1"), preference: of("3") },
        PreferenceFunction::Linear { indifference: of("1"), preference: of("3") },
        PreferenceFunction::Gaussian { deviation: of("2.5") },
        PreferenceFunction::default(),
    ];
    let sources = [
        ("usage", CriterionSource::Objective(draft.objectives[0].id.clone()), Direction::Higher),
        ("sante", CriterionSource::Indicator(levels.id.clone()), Direction::Lower),
        ("cout", CriterionSource::Cost, Direction::Lower),
        ("charge", CriterionSource::Workload, Direction::Lower),
        ("duree", CriterionSource::Duration, Direction::Higher),
        ("gain", CriterionSource::YearlyBenefit, Direction::Higher),
        ("poids", CriterionSource::Weight, Direction::Higher),
    ];
    let mut criteria: Vec<Criterion> =
        sources.into_iter().map(|(id, source, direction)| Criterion::new(id, source, direction)).collect();
    for ((k, criterion), shape) in (1..).zip(&mut criteria).zip(shapes) {
        criterion.name = Some(format!("Critère {k}"));
        (criterion.weight, criterion.rank) = (Some(Score::points(10 * k)), Some(k as u32));
        criterion.preference = shape;
    }
    criteria[1].levels =
        levels.levels.iter().zip(1..).map(|(l, k)| LevelValue::new(l.clone(), Score::points(k))).collect();
    criteria[2].value = ValueFunction::Linear { low: Some(of("0")), high: Some(of("500000")) };
    criteria[4].value = ValueFunction::Target { target: of("12"), reach: of("6") };
    let corners = [("0", "0"), ("10000", "60"), ("50000", "100")];
    let corners = corners.map(|(at, points)| ValuePoint::new(of(at), of(points))).to_vec();
    criteria[5].value = ValueFunction::Piecewise { points: corners };
    let answers: Vec<Judgement> = criteria
        .windows(2)
        .zip([Answer::Step(ComparisonStep::MuchMore), Answer::Times(of("0.5"))].into_iter().cycle())
        .map(|(pair, answer)| Judgement::new(pair[0].id.clone(), pair[1].id.clone(), answer))
        .collect();
    let mut owner = Judge::new("Responsable de feuille de route", answers.clone());
    owner.weight = Some(of("2"));
    let mut weighting = PairwiseWeighting::default();
    weighting.judges = vec![owner, Judge::new("Direction générale", answers)];
    weighting.method = PriorityMethod::GeometricMean;
    weighting.group = GroupRule::Priorities;
    weighting.scale = StepScale::new(of("2"), of("4"), of("8"));
    weighting.random_index = RandomIndex::DoneganDodd;
    let mut scoring = ScoringModel::new("Grille numérique", "2026-1", criteria);
    scoring.weighting = Weighting::Pairwise(weighting);
    scoring.method = ScoringMethod::WeightedSum { normalization: Normalization::MinMax };
    scoring.missing = MissingScore::Worst;
    draft.roadmaps[0].policy.scoring = Some(scoring);
    draft.roadmaps[0].policy.worth = WorthRule::Score;
}

fn people(draft: &mut ModelDraft) {
    let mut attachment = Attachment::new("dsn");
    (attachment.from, attachment.until) = (Some(of("2024-01")), Some(of("2026-06-30")));
    draft.units[1].attachments.push(attachment);
    let mut mandate = Mandate::new("mandat-2021", "dep", "Conseil départemental", of("2021-07-01"), of("2028-03"));
    mandate.elections = vec![of("2021-06-20"), of("2021-06-27"), of("2028-03")];
    draft.mandates.push(mandate);
    draft.objectives[0].shared_with = vec!["mdph".into(), "dsn".into()];
    draft.measures[0].source = Some("tableau de bord MDPH".to_owned());
    let mut calendar = WorkCalendar::new();
    calendar.week = Week { wednesday: of("0.5"), ..Week::FIVE_DAYS };
    calendar.holidays = vec![HolidaySet::Metropolitan, HolidaySet::AlsaceMoselle];
    for (period, opening, name) in [
        ("2026-05-15/2026-05-16", Opening::Closed, "pont de l'Ascension"),
        ("2026-05-25/2026-05-26", Opening::Open, "journée de solidarité"),
        ("2026-12-24/2026-12-25", Opening::Part(of("0.5")), "veille de Noël"),
    ] {
        calendar.exceptions.push(CalendarException::new(of(period), opening, name));
    }
    draft.calendars.push(Calendar::new("ouvres", "Jours ouvrés", calendar));
    let winter = SchoolHolidays::new(SchoolZone::B, "Vacances d'hiver", of("2027-02-20/2027-03-08"));
    draft.school_holidays.push(winter);
}

fn means(draft: &mut ModelDraft) {
    let envelope = &mut draft.envelopes[0];
    let line = |section, amount| YearAmount::new(year(2027), section, amount);
    for (date, kind, amounts) in [
        (
            "2025-12-15",
            VoteKind::Primitive,
            vec![line(Section::Investment, of("1200000 EUR")), line(Section::Operating, of("100000 EUR"))],
        ),
        ("2026-06-22", VoteKind::Supplementary, vec![line(Section::Investment, of("30000.50 EUR"))]),
        ("2026-06-22", VoteKind::CarriedOver, vec![line(Section::Investment, of("10000 EUR"))]),
        ("2026-10-12", VoteKind::Amending, vec![line(Section::Operating, of("-10000 EUR"))]),
        ("2026-11-03", VoteKind::Transfer, vec![line(Section::Investment, of("10000 EUR"))]),
    ] {
        let mut vote = Vote::new(of(date), kind);
        vote.amounts = amounts;
        envelope.votes.push(vote);
    }
    let mut program = CommitmentProgram::new(CommitmentKind::Ap, of("4000000 EUR"));
    let credits = |amounts: [i32; 3]| {
        (2026..).zip(amounts).map(|(y, euros)| YearCredits::new(year(y), Money::euros(euros))).collect::<Vec<_>>()
    };
    program.events = vec![
        CommitmentEvent::Vote {
            date: of("2025-12-15"),
            authority: of("4000000 EUR"),
            credits: credits([1_000_000, 1_500_000, 1_500_000]),
        },
        CommitmentEvent::Allocation {
            date: of("2026-02"),
            amount: of("84000 EUR"),
            project: Some("mdph-ligne".into()),
        },
        CommitmentEvent::Revision {
            date: of("2026-06-22"),
            authority: of("4200000 EUR"),
            credits: credits([900_000, 1_600_000, 1_700_000]),
        },
        CommitmentEvent::Lapse { date: of("2026-09-30"), amount: of("200000 EUR") },
        CommitmentEvent::Closure { date: of("2026-11-01") },
    ];
    envelope.program = Some(program);
    let pool = &mut draft.pools[0];
    let mut member = PoolMember::new("lea");
    member.share = of("0.6");
    (member.from, member.until) = (Some(of("2026-01")), Some(of("2028-12")));
    pool.members.push(member);
    pool.day_rate = Some(of("380 EUR"));
    pool.calendar = Some("ouvres".into());
    pool.exclusive_to = Some("num".into());
}

fn roadmap(draft: &mut ModelDraft) {
    draft.roadmaps.push(Roadmap::new("num-2023", "Feuille de route 2023", "dep", of("2023-01/2026-01")));
    let roadmap = &mut draft.roadmaps[0];
    roadmap.vision = Some("Chaque démarche à portée de main.".to_owned());
    roadmap.stakes = vec!["Fracture numérique".to_owned(), "Souveraineté".to_owned()];
    roadmap.state = RoadmapState::Open;
    let mut launch = RoadmapTransition::new(RoadmapState::Open, of("2026-01-05"));
    (launch.decision, launch.note) = (Some("CD-2025-12".into()), Some("séance de décembre".to_owned()));
    roadmap.history.push(launch);
    roadmap.mandate = Some("mandat-2021".into());
    roadmap.predecessor = Some("num-2023".into());
    roadmap.interfaces = vec![Interface::Unit("mdph".into()), Interface::Audience("usagers".into())];
    let mut impact = ExpectedImpact::new("delai");
    (impact.baseline, impact.target, impact.due) = (Some(of("4.8")), Some(of("3.5")), Some(of("2029-03")));
    roadmap.expected_impacts.push(impact);
    let mut allocation = Allocation::new("it");
    (allocation.pools, allocation.envelopes) = (vec!["dev".into()], vec!["ap".into()]);
    roadmap.allocations.push(allocation);
    roadmap.policy.waivers.push(GateWaiver::new("no-political-sponsor", "feuille de route reprise en cours"));
    let mut health = HealthPolicy::default();
    health.stale_days = 60;
    roadmap.policy.health = Some(health);
    let mut program = Program::new("autonomie", "Autonomie en ligne", "dep");
    program.description = Some("De la demande au versement.".to_owned());
    draft.programs.push(program);
    let mut service = DigitalService::new("teleservice", "Téléservice MDPH");
    service.integration = Integration::Interfaced;
    service.platform = Some("FranceConnect".to_owned());
    service.hosting = Some(Hosting::Saas);
    (service.unit, service.owner) = (Some("mdph".into()), Some("lea".into()));
    service.audiences = vec!["usagers".into()];
    service.status = ServiceStatus::Known;
    draft.services.push(service);
}

fn project(draft: &mut ModelDraft) {
    let project = &mut draft.projects[0];
    let mut approval = Transition::new(Lifecycle::Approved, of("2026-09-14"));
    (approval.decision, approval.note) = (Some("CD-2025-12".into()), Some("sous réserve du RGPD".to_owned()));
    project.history.push(approval);
    project.program = Some("autonomie".into());
    project.weight = Some(of("3"));
    project.finish = Some(of("2027-10"));
    let mut baseline = Baseline::new(of("2026-09-14"));
    (baseline.start, baseline.finish, baseline.cost) =
        (Some(of("2027-01")), Some(of("2027-09")), Some(of("84000 EUR")));
    project.baseline = Some(baseline);
    let mut phase = Phase::new("cadrage", "Cadrage");
    (phase.start, phase.end, phase.finished) = (Some(of("2027-01")), Some(of("2027-02-28")), Some(of("2027-03-05")));
    project.phases.push(phase);
    let mut milestone = Milestone::new("ouverture", "Ouverture au public", of("2027-09-15"));
    (milestone.baseline, milestone.reached) = (Some(of("2027-09-01")), Some(of("2027-09-20")));
    project.milestones.push(milestone);
    project.landing = Some(of("91000 EUR"));
    let mut purchase = Purchase::new(PurchaseRoute::CentralPurchasing, 2);
    purchase.awarded = Some(of("2026-11-10"));
    project.purchase = Some(purchase);
    let mut grant = CoFinancing::new("FEDER", Section::Investment, year(2027), of("20000 EUR"));
    (grant.state, grant.date) = (CoFinancingState::Notified, Some(of("2026-10-30")));
    project.co_financing.push(grant);
    project.contributions.push(Contribution::new(ContributionKind::Organizational, "accueil de premier niveau"));
    project.services.push(ServiceEffect::new("teleservice", ServiceChange::Create));
    project.changes_work = true;
    let mut risk = Risk::new("editeur", "Un seul éditeur répond");
    (risk.probability, risk.severity, risk.exposure) = (Some(of("0.3")), RiskSeverity::Major, Some(of("25000 EUR")));
    (risk.response, risk.owner) = (Some("élargir le sourçage".to_owned()), Some("lea".into()));
    project.risks.push(risk);
    let mut mark = ComplianceMark::new("rgpd", ComplianceState::InProgress);
    mark.date = Some(of("2026-10"));
    project.compliance.push(mark);
    let mut run = RunCost::new(Section::Operating, of("18000 EUR"));
    (run.nature, run.envelope) = (Some("6581".to_owned()), Some("ae".into()));
    (run.from_month, run.months) = (1, Some(48));
    project.variants[0].run_costs.push(run);
}

fn governance(draft: &mut ModelDraft) {
    let mut demand = Demand::new("guichet", "Guichet unique", of("2026-02-03"));
    demand.description = Some("Un seul compte pour tout.".to_owned());
    demand.source = Some("conseil des usagers".to_owned());
    (demand.unit, demand.audience) = (Some("mdph".into()), Some("usagers".into()));
    demand.qualification = Qualification::new(QualificationState::Merged);
    demand.qualification.date = Some(of("2026-04"));
    demand.qualification.reason = Some("même périmètre".to_owned());
    demand.qualification.decision = Some("CD-2025-12".into());
    demand.qualification.into = Some("compte".into());
    demand.project = Some("mdph-ligne".into());
    draft.demands.extend([demand, Demand::new("compte", "Compte unique", of("2026-01"))]);
    let mut body = GovernanceBody::new("copil", "Comité de pilotage", "dep", GovernanceLevel::Tactical);
    let mut cadence = Cadence::every_months(3, 3, Anchor::nth(2, Weekday::Tuesday));
    (cadence.from, cadence.shift) = (Some(of("2026-01")), Shift::Previous);
    body.cadence = Some(cadence);
    body.members = vec!["lea".into()];
    body.audiences = vec!["usagers".into()];
    body.reviews = vec![Subject::Roadmap("num".into()), Subject::Project("mdph-ligne".into())];
    body.calendar = Some("ouvres".into());
    draft.bodies.push(body);
    let mut meeting = Meeting::new("copil", of("2026-12-08"));
    meeting.topics = vec!["Arbitrages 2027".to_owned()];
    draft.meetings.push(meeting);
    let subject = Subject::Roadmap("num".into());
    let mut decision = DecisionRecord::new("CD-2025-12", "copil", of("2025-12-15"), subject, Verdict::Retained);
    decision.motive = Some("priorité du mandat".to_owned());
    decision.conditions = vec!["analyse d'impact RGPD".to_owned()];
    let mut action = Action::new("saisir le DPO");
    (action.owner, action.due, action.done) = (Some("lea".into()), Some(of("2026-01-31")), Some(of("2026-01-20")));
    decision.actions.push(action);
    draft.decisions.push(decision);
    let mut said = CommunicationAction::new(
        "lettre",
        Subject::Project("mdph-ligne".into()),
        CommunicationAim::GetUsed,
        "usagers",
        of("2027-08"),
    );
    said.description = Some("lettre aux usagers".to_owned());
    said.promotes = true;
    draft.communications.push(said);
}

fn facts(draft: &mut ModelDraft) {
    let mut entry = LedgerEntry::new(
        of("2026-11-12"),
        "ap",
        year(2026),
        Section::Operating,
        LedgerStage::Committed,
        of("-1200.40 EUR"),
    );
    entry.project = Some("mdph-ligne".into());
    entry.nature = Some("65811".to_owned());
    entry.reference = Some("BC-2026-118".to_owned());
    entry.flags = vec![LedgerFlag::WithoutCommitment, LedgerFlag::PaidBeforeOrder, LedgerFlag::Advance];
    draft.ledger.push(entry);
    let mut worked = WorkedDays::new("mdph-ligne", "dev", of("2026-11-02/2026-11-09"), of("3.5"));
    worked.person = Some("lea".into());
    draft.worked_days.push(worked);
    let mut scenario = Scenario::new("dotation", "Dotation en baisse", ScopeKey::Roadmap("num".into()));
    scenario.description = Some("Dix pour cent de moins.".to_owned());
    scenario.changes = vec![
        ScenarioChange::Budget {
            envelope: "ap".into(),
            year: year(2027),
            section: Section::Investment,
            amount: of("1100000 EUR"),
        },
        ScenarioChange::Capacity { pool: "dev".into(), period: of("2027-07/2027-09"), workload: of("40") },
        ScenarioChange::Force {
            project: "mdph-ligne".into(),
            force: Force::In,
            reason: "obligation légale".to_owned(),
            variant: Some("saas".into()),
        },
        ScenarioChange::Dates {
            project: "mdph-ligne".into(),
            start: Some(of("2027-02")),
            earliest_start: Some(of("2027-02-01")),
            latest_start: Some(of("2027-06")),
        },
    ];
    draft.scenarios.push(scenario);
    let portfolio = Scenario::new("dsi-seule", "La DSI seule", ScopeKey::Portfolio("dsi".into()));
    draft.scenarios.push(portfolio);
}

fn core() -> ModelDraft {
    let mut draft = ModelDraft::new(of("2026-11-24"), Currency::EUR);
    let mut organization = Organization::new("dep", "Département de la Vilaine-Aval");
    organization.kind = OrganizationKind::Department;
    organization.policy_areas = vec!["solidarites".into()];
    organization.fiscal_year_start = Some(1);
    draft.organizations.push(organization);
    let mut dsn = Unit::new("dsn", "Direction des services numériques", "dep");
    dsn.kind = UnitKind::It;
    draft.units.extend([dsn, Unit::new("mdph", "Maison de l'autonomie", "dep")]);
    draft.policy_areas.push(PolicyArea::new("solidarites", "Solidarités"));
    let mut person = Person::new("lea", "Léa Morvan");
    person.unit = Some("mdph".into());
    draft.persons.push(person);
    let mut assignment = Assignment::new("lea", Role::ProjectManager, Subject::Project("mdph-ligne".into()));
    (assignment.from, assignment.until) = (Some(of("2026-01-05")), Some(of("2028-12")));
    draft.assignments.push(assignment);
    let mut audience = Audience::new("usagers", "Usagers");
    audience.winner = Some(Winner::User);
    draft.audiences.push(audience);
    let mut theme = Theme::new("demat", "Démarches en ligne");
    theme.description = Some("Faire ses démarches sans se déplacer.".to_owned());
    theme.weight = Some(of("0.4"));
    draft.themes.push(theme);
    let mut objective = Objective::new("delais", "Réduire les délais", "demat", of("2.5"));
    objective.policy_area = Some("solidarites".into());
    objective.indicators = vec!["delai".into()];
    draft.objectives.push(objective);
    let mut envelope = Envelope::new("ap", "AP Feuille de route numérique");
    envelope.manager = Some("lea".into());
    envelope.unit = Some("mdph".into());
    envelope.voted = Some(of("2025-12-15"));
    envelope.amounts.push(YearAmount::new(year(2027), Section::Investment, of("1250000.50 EUR")));
    envelope.amounts.push(YearAmount::new(year(2027), Section::Operating, Money::euros(90_000)));
    envelope.carry_over = CarryOver::AtMost(Money::euros(50_000));
    let mut other = Envelope::new("ae", "AE");
    other.carry_over = CarryOver::Whole;
    draft.envelopes.extend([envelope, other]);
    let mut pool = ResourcePool::new("dev", "Développement");
    pool.kind = PoolKind::Software;
    pool.unit = Some("dsn".into());
    pool.capacity.push(CapacitySpan::new(of("2027-01/2028-01"), of("574.5")));
    pool.reserved = of("0.45");
    draft.pools.push(pool);
    let mut portfolio = Portfolio::new("dsi", "Portefeuille DSI", "dep");
    portfolio.unit = Some("dsn".into());
    portfolio.pools = vec!["dev".into()];
    portfolio.envelopes = vec!["ae".into()];
    portfolio.horizon = Some(of("2026-01/2029-01"));
    portfolio.step = Step::Month;
    portfolio.policy.worth = WorthRule::Indicator("delai".into());
    draft.portfolios.push(portfolio);
    let mut roadmap = Roadmap::new("num", "Feuille de route numérique", "dep", of("2026-01/2029-01"));
    roadmap.kind = RoadmapKind::ItMasterPlan;
    roadmap.purpose = Some("Un service public plus proche.".to_owned());
    roadmap.deliberation = Some(of("2025-12-15"));
    roadmap.closing_review = Some(of("2029-03"));
    roadmap.themes = vec!["demat".into()];
    roadmap.audiences = vec!["usagers".into()];
    roadmap.envelopes = vec!["ap".into()];
    roadmap.pools = vec!["dev".into()];
    roadmap.policy.candidate_states = vec![Lifecycle::Candidate, Lifecycle::Approved];
    let mut forced = ForcedChoice::new("mdph-ligne", Force::In, "obligation légale");
    forced.variant = Some("saas".into());
    roadmap.policy.forced = vec![forced, ForcedChoice::new("borne", Force::Out, "abandon voté")];
    let mut quota = ThemeQuota::new("demat");
    (quota.min_projects, quota.max_projects) = (Some(1), Some(9));
    (quota.min_cost, quota.max_cost) = (Some(Money::euros(1)), Some(Money::euros(900_000)));
    (quota.min_share, quota.max_share) = (Some(of("0.1")), Some(of("0.9")));
    roadmap.policy.theme_quotas.push(quota);
    let mut change = ChangePolicy::default();
    (change.max_launches, change.max_cost, change.max_share) = (Some(3), Some(Money::euros(200_000)), Some(of("0.1")));
    (change.max_launch_share, change.max_workload_share) = (Some(of("0.2")), Some(of("0.15")));
    roadmap.policy.change = Some(change);
    roadmap.policy.tiebreaks = vec![Tiebreak::LeastCost, Tiebreak::EarliestStart];
    roadmap.policy.may_outlive = true;
    draft.roadmaps.push(roadmap);
    let mut saas = Variant::new("saas", 9);
    saas.name = Some("Abonnement".to_owned());
    saas.worth_share = Some(of("0.8"));
    let mut cost = CostLine::new(year(2027), Section::Operating, "ap", of("84000 EUR"));
    cost.nature = Some("65811".to_owned());
    cost.or_envelopes = vec!["ae".into()];
    saas.costs.push(cost);
    let mut work = WorkloadLine::new("dev", of("60.5"));
    (work.from_month, work.months) = (3, Some(6));
    saas.workload.push(work);
    saas.workload.push(WorkloadLine::new("dev", Workload::days(12)));
    let mut project = Project::new("mdph-ligne", "Téléservice MDPH", saas);
    project.description = Some("Déposer et suivre un dossier.".to_owned());
    project.kind = ProjectKind::Service;
    project.nature = Some("it".to_owned());
    project.state = Lifecycle::Approved;
    project.theme = Some("demat".into());
    project.unit = Some("mdph".into());
    project.delivery_unit = Some("dsn".into());
    project.portfolio = Some("dsi".into());
    let mut membership = Membership::new("num");
    membership.share = of("1");
    project.roadmaps.push(membership);
    project.start = Some(of("2027-01"));
    (project.earliest_start, project.latest_start) = (Some(of("2027-01-01")), Some(of("2027-12-31")));
    project.variant = Some("saas".into());
    project.alignment.push(Alignment::new("delais", Score::points(4)));
    let mut benefit = Benefit::new("usagers", "trois semaines d'attente en moins");
    benefit.yearly = Some(of("-12000.25 EUR"));
    project.benefits.push(benefit);
    project.updated = Some(of("2026-11-02"));
    draft.projects.push(project);
    draft.projects.push(Project::new("borne", "Borne d'accueil", Variant::new("base", 4)));
    draft.projects.push(Project::new("kiosque", "Kiosque", Variant::new("base", 4)));
    draft.dependencies = vec![
        Dependency::Requires { dependent: "kiosque".into(), prerequisite: "mdph-ligne".into() },
        Dependency::Excludes { projects: vec!["kiosque".into(), "borne".into()] },
        Dependency::Together { projects: vec!["kiosque".into(), "mdph-ligne".into()] },
        Dependency::Timing {
            predecessor: "mdph-ligne".into(),
            successor: "kiosque".into(),
            relation: Relation::StartToStart,
            lag: Lag::Days(-10),
            if_both: true,
        },
        Dependency::Timing {
            predecessor: "mdph-ligne".into(),
            successor: "kiosque".into(),
            relation: Relation::FinishToStart,
            lag: Lag::Months(2),
            if_both: false,
        },
        Dependency::Synergy {
            projects: vec!["kiosque".into(), "mdph-ligne".into()],
            worth: of("1.5"),
            saving: Some(of("8000 EUR")),
        },
    ];
    let mut delay = Indicator::new("delai", "Délai de décision");
    delay.unit = Some("mois".to_owned());
    delay.direction = Direction::Lower;
    delay.aggregation = Aggregation::WeightedMean;
    delay.weight = WeightBasis::Equal;
    (delay.baseline, delay.target) = (Some(of("4.8")), Some(of("3.5")));
    let mut colour = Indicator::new("meteo", "Météo");
    colour.aggregation = Aggregation::Counts;
    colour.levels = ["vert", "orange", "rouge"].map(str::to_owned).to_vec();
    draft.indicators.extend([delay, colour]);
    let mut forecast =
        Measure::new("delai", Subject::Objective("delais".into()), of("2026-10-31"), Observation::Number(of("4.6")));
    forecast.status = MeasureStatus::Forecast;
    let level = Observation::Level("orange".to_owned());
    draft.measures.extend([
        forecast,
        Measure::new("meteo", Subject::Project("mdph-ligne".into()), of("2026-10"), level),
        Measure::new("delai", Subject::Theme("demat".into()), of("2026-10"), Observation::Number(of("4.7"))),
        Measure::new("delai", Subject::Roadmap("num".into()), of("2026-10"), Observation::Number(of("4.7"))),
        Measure::new("delai", Subject::Portfolio("dsi".into()), of("2026-10"), Observation::Number(of("4.7"))),
        Measure::new("delai", Subject::Organization("dep".into()), of("2026-10"), Observation::Number(of("4.7"))),
    ]);
    draft
}

#[test]
fn a_document_with_every_field() {
    let draft = full();
    let text = draft.to_json();
    held("document.json", &text);
    assert_eq!(ModelDraft::from_json(&text).as_ref(), Ok(&draft));
    let model = draft.build().unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(model.to_json(), text);
    assert!(model.warnings().is_empty(), "{}", model.warnings());
    assert_eq!(Model::from_json(&text).as_ref(), Ok(&model));
}

#[test]
fn every_list_is_filled_and_in_the_order_of_the_pointers() {
    let text = full().to_json();
    let lists: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("  \"")?.strip_suffix("\": [")).collect();
    assert_eq!(lists.len(), 29, "{lists:?}");
    // Faults come in the order of the document: one record without its id in each list that has ids.
    let mut tree: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    for list in &lists {
        if let Some(record) = tree[list][0].as_object_mut() {
            record.insert("id".to_owned(), 1.into());
        }
    }
    let faults = ModelDraft::from_json(&tree.to_string()).expect_err("faults");
    let found: Vec<String> =
        faults.iter().filter_map(|fault| fault.location().to_string().split('/').nth(1).map(str::to_owned)).collect();
    assert_eq!(found, lists);
}

#[test]
fn scenarios_of_the_full_document_build() {
    let model = full().build().unwrap_or_else(|faults| panic!("{faults}"));
    for scenario in &model.records().scenarios {
        let varied = model.with_scenario(scenario.id.as_str()).unwrap_or_else(|faults| panic!("{faults}"));
        assert!(varied.warnings().is_empty(), "{}", varied.warnings());
    }
}

#[test]
fn the_smallest_document() {
    held("empty.json", &ModelDraft::new(of("2026-11"), Currency::EUR).to_json());
}

/// Three pools and seven projects of two themes: work that has begun, one of it overloading a pool, one of another
/// roadmap; a chain of links; colours, progress and money measured; objectives.
fn small() -> ModelDraft {
    let mut draft = ModelDraft::new(of("2026-11-24"), Currency::EUR);
    draft.organizations.push(Organization::new("dep", "Département"));
    draft.themes.extend([Theme::new("demat", "Démarches en ligne"), Theme::new("socle", "Sécurité et socle")]);
    let mut objective = Objective::new("delais", "Réduire les délais", "demat", Score::points(10));
    objective.indicators = vec!["delai".into(), "en-ligne".into()];
    draft.objectives.push(objective);
    let mut envelope = Envelope::new("ap", "AP numérique");
    for y in 2026..=2027 {
        envelope.amounts.push(YearAmount::new(year(y), Section::Investment, Money::euros(300_000)));
    }
    draft.envelopes.push(envelope);
    for (id, name, days) in
        [("dev", "Développement", Some("480")), ("secu", "Sécurité", Some("40")), ("dpo", "DPO", None)]
    {
        let mut pool = ResourcePool::new(id, name);
        pool.capacity.extend(days.map(|days| CapacitySpan::new(of("2026-01/2028-01"), of(days))));
        pool.reserved = of("0.25");
        draft.pools.push(pool);
    }
    for id in ["num", "autre"] {
        let mut roadmap = Roadmap::new(id, "Feuille de route numérique", "dep", of("2026-01/2028-01"));
        roadmap.themes = vec!["demat".into(), "socle".into()];
        roadmap.envelopes = vec!["ap".into()];
        roadmap.pools = vec!["dev".into(), "secu".into(), "dpo".into()];
        draft.roadmaps.push(roadmap);
    }
    for (id, name, state, theme, roadmap, start, months, pool, days, cost) in [
        ("iam", "Annuaire", Lifecycle::Running, "socle", "num", Some("2026-04"), 12, "secu", "60", 120_000),
        ("soc", "Détection", Lifecycle::Running, "socle", "num", Some("2026-07"), 12, "secu", "12.5", 60_000),
        ("audit", "Audit", Lifecycle::Delivered, "socle", "num", Some("2026-01"), 3, "secu", "5", 20_000),
        ("site", "Site", Lifecycle::Running, "demat", "autre", Some("2026-10"), 9, "secu", "9", 30_000),
        ("portail", "Portail", Lifecycle::OnHold, "demat", "num", Some("2026-10"), 6, "dev", "30", 80_000),
        ("mdph", "Téléservice MDPH", Lifecycle::Approved, "demat", "num", None, 6, "dev", "60", 90_000),
        ("suivi", "Suivi des dossiers", Lifecycle::Candidate, "demat", "num", None, 3, "dev", "20", 40_000),
    ] {
        let mut variant = Variant::new("base", months);
        let paid = if start.is_some() { 2026 } else { 2027 };
        variant.costs.push(CostLine::new(year(paid), Section::Investment, "ap", Money::euros(cost)));
        variant.workload.push(WorkloadLine::new(pool, of(days)));
        let mut project = Project::new(id, name, variant);
        (project.state, project.theme, project.start) = (state, Some(theme.into()), start.map(of));
        project.roadmaps.push(Membership::new(roadmap));
        project.alignment.push(Alignment::new("delais", Score::points(3)));
        draft.projects.push(project);
    }
    for (predecessor, relation, successor, lag) in [
        ("iam", Relation::StartToStart, "portail", Lag::Months(6)),
        ("iam", Relation::FinishToStart, "mdph", Lag::Months(-2)),
        ("mdph", Relation::FinishToStart, "suivi", Lag::Days(15)),
    ] {
        let (predecessor, successor) = (predecessor.into(), successor.into());
        draft.dependencies.push(Dependency::Timing { predecessor, successor, relation, lag, if_both: false });
    }
    let mut delay = Indicator::new("delai", "Délai de décision");
    (delay.unit, delay.direction) = (Some("mois".to_owned()), Direction::Lower);
    (delay.baseline, delay.target) = (Some(of("4.8")), Some(of("3.5")));
    let mut online = Indicator::new("en-ligne", "Démarches en ligne");
    (online.unit, online.baseline) = (Some("%".to_owned()), Some(of("32")));
    let mut progress = Indicator::new("avancement", "Avancement");
    (progress.unit, progress.aggregation) = (Some("%".to_owned()), Aggregation::WeightedMean);
    let mut paid = Indicator::new("mandate", "Mandaté en 2026");
    paid.unit = Some("EUR".to_owned());
    let mut colour = Indicator::new("meteo", "Météo des délais");
    (colour.direction, colour.aggregation) = (Direction::Lower, Aggregation::Counts);
    colour.levels = ["vert", "ambre", "rouge"].map(str::to_owned).to_vec();
    draft.indicators.extend([delay, online, progress, paid, colour]);
    let number = |text: &str| Observation::Number(of(text));
    let objective = || Subject::Objective("delais".into());
    draft.measures.push(Measure::new("delai", objective(), of("2026-10-31"), number("4.3")));
    draft.measures.push(Measure::new("en-ligne", objective(), of("2026-10"), number("38")));
    for (id, percent, paid, level) in
        [("iam", "55", "48000.50", "rouge"), ("soc", "20", "9000", "ambre"), ("audit", "100", "20000", "vert")]
    {
        let subject = || Subject::Project(id.into());
        draft.measures.push(Measure::new("avancement", subject(), of("2026-10-31"), number(percent)));
        draft.measures.push(Measure::new("mandate", subject(), of("2026-10-31"), number(paid)));
        draft.measures.push(Measure::new("meteo", subject(), of("2026-10-31"), Observation::Level(level.to_owned())));
    }
    draft
}

#[test]
fn what_a_director_reads() {
    let scope = small().build().unwrap_or_else(|faults| panic!("{faults}")).roadmap("num").expect("a roadmap");
    let decision = scope.select(&Limits::default().steps(100_000)).expect("a decision");
    let placed: Vec<Placement> = decision
        .retained()
        .filter(|project| project.is_new())
        .filter_map(|project| {
            let placement = project.placement()?;
            Some(Placement::new(project.id().clone(), placement.variant.clone(), placement.period.start()))
        })
        .collect();
    let schedule = Network::of(&scope).and_then(|network| network.schedule()).expect("dates");
    let load = Load::with(&scope, &placed).expect("a load");
    let draws = Draws::with(&scope, &placed).expect("draws");
    let begun = [Lifecycle::Running, Lifecycle::OnHold, Lifecycle::Delivered];
    let rolled = ["meteo", "avancement", "mandate"].map(|indicator| {
        (MeasureStatus::Actual, RollUp::new(indicator).states(begun).over(&scope).expect("a roll-up"))
    });
    for (locale, name) in [(Locale::Fr, "report.fr"), (Locale::En, "report.en")] {
        let mut report = schedule_report(&scope, &schedule, 3, locale);
        for note in decision_notes(&decision, locale) {
            report.item(note);
        }
        report.append(decision_report(&decision, 3, locale));
        report.append(load_report(&scope, &load, &draws, 2, locale));
        report.append(indicator_report(&scope, &rolled, 12, locale));
        report.append(objective_report(&scope, &objective_measures(&scope, scope.status_date()), 12, locale));
        held(&format!("{name}.txt"), &report.to_text());
        held(&format!("{name}.md"), &report.to_markdown());
    }
}

#[test]
fn links_that_the_record_breaks_are_told() {
    let mut draft = small();
    draft.projects[4].start = Some(of("2026-09"));
    let scope = draft.build().unwrap_or_else(|faults| panic!("{faults}")).roadmap("num").expect("a roadmap");
    let schedule = Network::of(&scope).and_then(|network| network.schedule()).expect("dates");
    let text = schedule_report(&scope, &schedule, 12, Locale::Fr).to_text();
    let told = "• Lien rompu : « Portail » a 30\u{a0}j d’avance sur « Annuaire » (début-début + 6\u{a0}mois).";
    assert!(text.contains(told), "{text}");
}

#[test]
fn what_has_no_data_is_not_printed() {
    let mut draft = small();
    draft.measures.clear();
    draft.pools.iter_mut().for_each(|pool| pool.capacity.clear());
    draft.projects.iter_mut().for_each(|project| project.variants[0].workload.clear());
    let scope = draft.build().unwrap_or_else(|faults| panic!("{faults}")).roadmap("num").expect("a roadmap");
    let load = Load::with(&scope, &[]).expect("a load");
    let draws = Draws::with(&scope, &[]).expect("draws");
    assert!(load_report(&scope, &load, &draws, 12, Locale::Fr).is_empty());
    let rolled = [(MeasureStatus::Actual, RollUp::new("avancement").over(&scope).expect("a roll-up"))];
    assert!(indicator_report(&scope, &rolled, 12, Locale::Fr).is_empty());
    assert!(objective_report(&scope, &objective_measures(&scope, scope.status_date()), 12, Locale::Fr).is_empty());
}
