//! Reading and building a document of 10 000 projects, beside `serde_json` parsing the same bytes into its `Value`.
//!
//! ```text
//! cargo bench --bench document
//! ```
//!
//! The document is generated from a fixed seed and holds the whole vocabulary: 10 000 projects of one to three variants, with
//! cost lines, workload, run costs, alignment, benefits, histories, phases, milestones, risks, compliance and
//! co-financing; 5 000 links, 20 000 movements of the ledger, 10 000 lines of days worked, demands, decisions, meetings and
//! services. Both sides read the same text in the same run; the target is that reading and building takes at most as long as
//! parsing into `Value`, that compiling takes less than reading, and that the health check of the roadmap takes less than
//! 100 ms.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use portefeuille::model::{
    Action, Alignment, Assignment, Attachment, Audience, Baseline, Benefit, CapacitySpan, CoFinancing, CommitmentEvent,
    CommitmentKind, CommitmentProgram, CommunicationAction, CommunicationAim, ComplianceMark, ComplianceState,
    CostLine, DecisionRecord, Demand, Dependency, DigitalService, Envelope, ExpectedImpact, GovernanceBody,
    GovernanceLevel, Indicator, Lag, LedgerEntry, LedgerStage, Lifecycle, Mandate, Measure, Meeting, Membership,
    Milestone, ModelDraft, Objective, Observation, Organization, Person, Phase, PoolMember, Portfolio, Program,
    Project, Purchase, PurchaseRoute, Relation, ResourcePool, Risk, Roadmap, Role, RunCost, Scenario, ScenarioChange,
    ScopeKey, Section, ServiceChange, ServiceEffect, Subject, Theme, Transition, Unit, Variant, Verdict, Vote,
    VoteKind, WorkedDays, WorkloadLine, YearAmount, YearCredits,
};
use portefeuille::quantity::{Money, Score, Workload};
use portefeuille::time::FiscalYear;
use portefeuille::{Currency, Model};
use std::hint::black_box;
use std::str::FromStr;

const PROJECTS: usize = 10_000;

/// Marsaglia's xorshift with 64 bits: the document must be the same in every run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % limit
    }
}

fn of<T: FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("`{text}` is sound"))
}

fn year(year: usize) -> FiscalYear {
    FiscalYear::new(year as i32).expect("a year")
}

fn document() -> ModelDraft {
    let mut draw = Draw(0x9E37_79B9_7F4A_7C15);
    let mut draft = ModelDraft::new(of("2026-11-24"), Currency::EUR);
    draft.organizations.push(Organization::new("departement", "Département de la Vilaine-Aval"));
    draft
        .units
        .extend((0..20).map(|k| Unit::new(format!("direction-{k}"), format!("Direction n° {k}"), "departement")));
    draft.persons.extend((0..400).map(|k| Person::new(format!("agent-{k}"), format!("Camille Le Goff {k}"))));
    draft.audiences.extend((0..4).map(|k| Audience::new(format!("public-{k}"), format!("Public n° {k}"))));
    draft.themes.extend((0..6).map(|k| Theme::new(format!("thematique-{k}"), format!("Thématique n° {k}"))));
    for k in 0..18 {
        let theme = format!("thematique-{}", k % 6);
        draft.objectives.push(Objective::new(format!("objectif-{k}"), format!("Objectif n° {k}"), theme, of("2.25")));
    }
    for k in 0..6 {
        let mut envelope = Envelope::new(format!("enveloppe-{k}"), format!("Autorisation de programme n° {k}"));
        for y in 2026..2030 {
            envelope.amounts.push(YearAmount::new(year(y), Section::Investment, Money::euros(4_200_000)));
            envelope.amounts.push(YearAmount::new(year(y), Section::Operating, Money::euros(1_600_000)));
        }
        draft.envelopes.push(envelope);
    }
    for k in 0..11 {
        let mut pool = ResourcePool::new(format!("competence-{k}"), format!("Compétence n° {k}"));
        for y in 2026..2029 {
            pool.capacity.push(CapacitySpan::new(of(&format!("{y}-01/{}-01", y + 1)), Workload::days(1_230)));
        }
        draft.pools.push(pool);
    }
    draft.portfolios.extend((0..3).map(|k| Portfolio::new(format!("portefeuille-{k}"), "Portefeuille", "departement")));
    draft.roadmaps.push(Roadmap::new("numerique-2026", "Feuille de route", "departement", of("2026-01/2029-01")));
    draft.indicators.push(Indicator::new("avancement", "Avancement"));
    frame(&mut draft);
    for k in 0..PROJECTS {
        let project = project(k, &mut draw);
        facts(&mut draft, k, &mut draw);
        if k % 3 == 0 {
            let (subject, number) = (Subject::Project(project.id.clone()), Score::points(draw.below(100) as i16));
            draft.measures.push(Measure::new("avancement", subject, of("2026-10-31"), Observation::Number(number)));
        }
        let manager = format!("agent-{}", draw.below(400));
        draft.assignments.push(Assignment::new(manager, Role::ProjectManager, Subject::Project(project.id.clone())));
        draft.projects.push(project);
        if k > 0 && k % 2 == 0 {
            let (earlier, later) = (format!("projet-{}", draw.below(k)).into(), format!("projet-{k}").into());
            draft.dependencies.push(if draw.below(2) == 0 {
                Dependency::Requires { dependent: later, prerequisite: earlier }
            } else {
                Dependency::Timing {
                    predecessor: earlier,
                    successor: later,
                    relation: Relation::FinishToStart,
                    lag: Lag::Months(draw.below(3) as i32),
                    if_both: false,
                }
            });
        }
    }
    draft
}

/// What surrounds the projects: attachments, mandates, votes, bodies, services, a scenario.
fn frame(draft: &mut ModelDraft) {
    for unit in &mut draft.units[1..] {
        unit.attachments.push(Attachment::new("direction-0"));
    }
    draft.mandates.push(Mandate::new("mandat", "departement", "Conseil départemental", of("2021-07"), of("2028-03")));
    for envelope in &mut draft.envelopes {
        let mut vote = Vote::new(of("2025-12-15"), VoteKind::Primitive);
        vote.amounts.clone_from(&envelope.amounts);
        envelope.votes.push(vote);
        let mut program = CommitmentProgram::new(CommitmentKind::Ap, Money::euros(16_800_000));
        program.events.push(CommitmentEvent::Vote {
            date: of("2025-12-15"),
            authority: program.authority,
            credits: (2026..2030).map(|y| YearCredits::new(year(y), Money::euros(4_200_000))).collect(),
        });
        envelope.program = Some(program);
    }
    for (k, pool) in draft.pools.iter_mut().enumerate() {
        pool.members.extend((0..12).map(|m| PoolMember::new(format!("agent-{}", k * 12 + m))));
        pool.day_rate = Some(Money::euros(380));
    }
    draft.roadmaps[0].expected_impacts.push(ExpectedImpact::new("avancement"));
    draft.programs.extend((0..20).map(|k| Program::new(format!("programme-{k}"), "Programme", "departement")));
    draft.services.extend((0..500).map(|k| DigitalService::new(format!("service-{k}"), format!("Téléservice {k}"))));
    for k in 0..10 {
        let level = GovernanceLevel::Tactical;
        let mut body = GovernanceBody::new(format!("instance-{k}"), "Comité de pilotage", "departement", level);
        body.members.extend((0..15).map(|m| format!("agent-{}", k * 15 + m).into()));
        body.reviews.push(Subject::Roadmap("numerique-2026".into()));
        draft.bodies.push(body);
    }
    let scope = ScopeKey::Roadmap("numerique-2026".into());
    let mut scenario = Scenario::new("baisse", "Dotation en baisse", scope);
    scenario.changes.push(ScenarioChange::Budget {
        envelope: "enveloppe-0".into(),
        year: year(2027),
        section: Section::Investment,
        amount: Money::euros(3_000_000),
    });
    draft.scenarios.push(scenario);
}

/// What was written down about one project: movements, days, a demand, now and then a decision and a meeting.
fn facts(draft: &mut ModelDraft, k: usize, draw: &mut Draw) {
    let project = format!("projet-{k}");
    for stage in [LedgerStage::Committed, LedgerStage::Ordered] {
        let amount = of(&format!("{}.{:02} EUR", 1_000 + draw.below(90_000), draw.below(100)));
        let envelope = format!("enveloppe-{}", draw.below(6));
        let date = of(&format!("2026-{:02}-15", 1 + draw.below(11)));
        let mut entry = LedgerEntry::new(date, envelope, year(2026), Section::Investment, stage, amount);
        entry.project = Some(project.as_str().into());
        entry.reference = Some(format!("BC-2026-{k}"));
        draft.ledger.push(entry);
    }
    let pool = format!("competence-{}", draw.below(11));
    draft.worked_days.push(WorkedDays::new(project.as_str(), pool, of("2026-10/2026-11"), Workload::days(5)));
    let subject = || Subject::Project(project.as_str().into());
    if k.is_multiple_of(5) {
        let mut demand = Demand::new(format!("demande-{k}"), "Prise de rendez-vous en ligne", of("2026-02-03"));
        demand.project = Some(project.as_str().into());
        draft.demands.push(demand);
    }
    if k.is_multiple_of(10) {
        let (id, body) = (format!("CP-2026-{k}"), format!("instance-{}", draw.below(10)));
        let mut decision = DecisionRecord::new(id, body.as_str(), of("2026-03-16"), subject(), Verdict::Retained);
        decision.actions.push(Action::new("saisir le délégué à la protection des données"));
        draft.decisions.push(decision);
        let (id, audience) = (format!("com-{k}"), format!("public-{}", draw.below(4)));
        let aim = CommunicationAim::GetUsed;
        draft.communications.push(CommunicationAction::new(id, subject(), aim, audience, of("2027-02")));
        draft.meetings.push(Meeting::new(body, of("2026-03-16")));
    }
}

/// How a project is run.
fn conduct(project: &mut Project, k: usize, draw: &mut Draw) {
    let approved = Transition::new(Lifecycle::Candidate, of("2026-02-02"));
    project.history = vec![approved, Transition::new(project.state, of("2026-03-16"))];
    project.program = Some(format!("programme-{}", draw.below(20)).into());
    project.weight = Some(Score::points(draw.below(10) as i16));
    let mut baseline = Baseline::new(of("2026-03-16"));
    (baseline.start, baseline.cost) = (project.start, Some(Money::euros(draw.below(900_000) as i32)));
    project.baseline = Some(baseline);
    project.phases = vec![Phase::new("cadrage", "Cadrage"), Phase::new("realisation", "Réalisation")];
    project.milestones.push(Milestone::new("ouverture", "Ouverture au public", of("2028-03-01")));
    project.landing = Some(Money::euros(draw.below(900_000) as i32));
    project.purchase = Some(Purchase::new(PurchaseRoute::Adapted, 4));
    if k.is_multiple_of(4) {
        let amount = Money::euros(draw.below(90_000) as i32);
        project.co_financing.push(CoFinancing::new("FEDER", Section::Investment, year(2027), amount));
    }
    project.services.push(ServiceEffect::new(format!("service-{}", draw.below(500)), ServiceChange::Enrich));
    project.changes_work = draw.below(2) == 0;
    let mut risk = Risk::new("editeur", "Un seul éditeur répond à la consultation");
    risk.probability = Some(of(&format!("0.{}", 1 + draw.below(8))));
    project.risks.push(risk);
    project.compliance.push(ComplianceMark::new("rgpd", ComplianceState::InProgress));
    project.compliance.push(ComplianceMark::new("rgaa", ComplianceState::Required));
    for variant in &mut project.variants {
        let mut run = RunCost::new(Section::Operating, Money::euros(draw.below(40_000) as i32));
        run.envelope = Some(format!("enveloppe-{}", draw.below(6)).into());
        variant.run_costs.push(run);
    }
}

fn project(k: usize, draw: &mut Draw) -> Project {
    let mut project =
        Project::new(format!("projet-{k}"), format!("Téléservice des solidarités n° {k}"), Variant::new("socle", 9));
    project.variants.clear();
    for v in 0..=draw.below(3) {
        let mut variant = Variant::new(["socle", "complet", "abonnement"][v], 3 + draw.below(24) as u32);
        for y in 0..=draw.below(4) {
            let section = if draw.below(3) == 0 { Section::Operating } else { Section::Investment };
            let amount: Money = of(&format!("{}.{:02} EUR", 1_000 + draw.below(400_000), draw.below(100)));
            let mut line = CostLine::new(year(2027 + y), section, format!("enveloppe-{}", draw.below(6)), amount);
            line.nature = Some("2051".to_owned());
            variant.costs.push(line);
        }
        for _ in 0..=draw.below(3) {
            let days = of(&format!("{}.5", 5 + draw.below(200)));
            variant.workload.push(WorkloadLine::new(format!("competence-{}", draw.below(11)), days));
        }
        project.variants.push(variant);
    }
    project.description = Some("Déposer une demande, joindre les pièces et suivre le dossier en ligne.".to_owned());
    project.state = if draw.below(5) == 0 { Lifecycle::Running } else { Lifecycle::Candidate };
    project.theme = Some(format!("thematique-{}", draw.below(6)).into());
    project.unit = Some(format!("direction-{}", draw.below(20)).into());
    project.portfolio = Some(format!("portefeuille-{}", draw.below(3)).into());
    project.roadmaps.push(Membership::new("numerique-2026"));
    project.start = Some(of(&format!("2027-{:02}", 1 + draw.below(12))));
    project.latest_start = Some(of("2028-10-01"));
    for objective in 0..=draw.below(4) {
        let score = of(&format!("{}.{}", draw.below(5), draw.below(10)));
        project.alignment.push(Alignment::new(format!("objectif-{}", objective * 4 + draw.below(4)), score));
    }
    let mut benefit = Benefit::new(format!("public-{}", draw.below(4)), "des délais plus courts");
    benefit.yearly = Some(Money::euros(draw.below(90_000) as i32));
    project.benefits.push(benefit);
    project.updated = Some(of("2026-11-02"));
    conduct(&mut project, k, draw);
    project
}

fn bench(criterion: &mut Criterion) {
    let draft = document();
    let text = draft.to_json();
    let model = Model::from_json(&text).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(model.projects().len(), PROJECTS);
    let mut group = criterion.benchmark_group("document");
    group.throughput(Throughput::Bytes(text.len() as u64)).sample_size(20);
    group.bench_function("serde_json Value", |b| {
        b.iter_with_large_drop(|| serde_json::from_str::<serde_json::Value>(black_box(&text)).expect("JSON"));
    });
    group.bench_function("read", |b| {
        b.iter_with_large_drop(|| ModelDraft::from_json(black_box(&text)).expect("sound"));
    });
    group.bench_function("read and build", |b| {
        b.iter_with_large_drop(|| Model::from_json(black_box(&text)).expect("sound"));
    });
    let roadmap = model.roadmap("numerique-2026").expect("the roadmap");
    group.bench_function("compile", |b| b.iter_with_large_drop(|| roadmap.compile().expect("compiles")));
    group.bench_function("health", |b| b.iter_with_large_drop(|| roadmap.health()));
    group.bench_function("health of all scopes", |b| b.iter_with_large_drop(|| model.health()));
    group.bench_function("write", |b| b.iter_with_large_drop(|| black_box(&model).to_json()));
    // A quarter later: a tenth of the projects has another scope.
    let mut draft = model.edit();
    draft.status_date = of("2027-02-23");
    for project in draft.projects.iter_mut().step_by(10) {
        project.description = Some("Périmètre revu".to_owned());
    }
    let later = draft.build().expect("sound");
    group.bench_function("diff", |b| b.iter_with_large_drop(|| later.diff(black_box(&model))));
    group.bench_function("changes", |b| b.iter_with_large_drop(|| later.changes_since(black_box(&model))));
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
