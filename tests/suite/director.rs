//! What a director reads: each section on the document in which every field is written, and the whole report of
//! `examples/roadmap` on the embedded one.

use super::golden::{full, held};
use portefeuille::decision::{Decision, Proposal, Reason, Verdict};
use portefeuille::diagnostic::Code;
use portefeuille::finance::{RealCosts, landings, planned_use, programs};
use portefeuille::model::{
    CarryOver, Dependency, Force, ForcedChoice, LedgerEntry, LedgerStage, Lifecycle, Membership, ModelDraft, Project,
    Scope, Section, Variant, WorthRule,
};
use portefeuille::render::{
    Locale, Report, agenda_report, arbitration_report, execution_report, health_report, project_report,
};
use portefeuille::time::FiscalYear;
use portefeuille::{Limits, Model};
use sections::Facts;

#[path = "../../examples/roadmap/closest.rs"]
mod closest;
#[allow(dead_code, reason = "the example writes files from it too")]
#[path = "../../examples/roadmap/sections.rs"]
mod sections;

fn of<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("`{text}` is sound"))
}

fn built(draft: ModelDraft) -> Scope {
    draft.build().unwrap_or_else(|faults| panic!("{faults}")).roadmap("num").expect("a roadmap")
}

fn decided(scope: &Scope) -> Decision {
    scope.select(&Limits::default().steps(20_000)).expect("a decision")
}

fn embedded() -> Model {
    Model::from_json(include_str!("../../examples/data/departement.json")).unwrap_or_else(|faults| panic!("{faults}"))
}

/// The full document without the rules that nothing is selected under yet.
fn decidable() -> ModelDraft {
    let mut draft = full();
    let policy = &mut draft.roadmaps[0].policy;
    policy.tiebreaks.clear();
    policy.theme_quotas.clear();
    policy.change = None;
    draft.envelopes[0].carry_over = CarryOver::None;
    draft.projects[0].variants[0].costs[0].or_envelopes.clear();
    policy.forced.clear();
    draft.dependencies.retain(|link| !matches!(link, Dependency::Synergy { .. } | Dependency::Excludes { .. }));
    draft
}

/// The same with a ledger that has all stages.
fn spending() -> ModelDraft {
    let mut draft = decidable();
    draft.ledger.clear();
    let year = FiscalYear::new(2027).expect("a year");
    for (day, stage, amount) in [
        ("2026-10-01", LedgerStage::Committed, "60000 EUR"),
        ("2026-10-20", LedgerStage::Validated, "31000.50 EUR"),
        ("2026-11-02", LedgerStage::Ordered, "30000.50 EUR"),
        ("2026-11-12", LedgerStage::Paid, "12000 EUR"),
    ] {
        let mut entry = LedgerEntry::new(of(day), "ap", year, Section::Investment, stage, of(amount));
        entry.project = Some("mdph-ligne".into());
        draft.ledger.push(entry);
    }
    draft
}

/// Every section but those that another golden file holds, uncut.
fn report(scope: &Scope, locale: Locale) -> Report {
    let (model, day) = (scope.model(), scope.status_date());
    let mut report = health_report(&scope.health(), usize::MAX, locale);
    report.append(agenda_report(scope, &scope.next_meetings(day, 3), 2, locale));
    report.append(arbitration_report(&decided(scope), usize::MAX, locale));
    report.append(execution_report(
        scope,
        &scope.execution(day).expect("an execution"),
        &planned_use(model).expect("a plan"),
        &programs(model, day).expect("programs"),
        &landings(scope.projects()).expect("landings"),
        usize::MAX,
        locale,
    ));
    report
}

#[test]
fn the_sections_of_a_full_document() {
    let scope = built(spending());
    held("director.fr.txt", &report(&scope, Locale::Fr).to_text());
    held("director.en.txt", &report(&scope, Locale::En).to_text());
    held("director.fr.md", &report(&scope, Locale::Fr).to_markdown());
}

#[test]
fn the_sheet_of_a_project_with_every_field() {
    let scope = built(spending());
    let model = scope.model();
    let project = model.project("mdph-ligne").expect("a project");
    let spent = RealCosts::of(model, LedgerStage::Ordered, scope.status_date()).expect("real costs");
    let spent = spent.project(project.id()).expect("a real cost");
    let (decision, health) = (decided(&scope), scope.health());
    let sheet = |locale| project_report(project, Some(&decision), &health, &spent, locale);
    held("sheet.fr.txt", &sheet(Locale::Fr).to_text());
    held("sheet.en.txt", &sheet(Locale::En).to_text());
    held("sheet.fr.md", &sheet(Locale::Fr).to_markdown());
}

#[test]
fn a_sheet_says_only_what_is_known() {
    let mut draft = ModelDraft::new(of("2026-11-24"), portefeuille::Currency::EUR);
    draft.projects.push(Project::new("sig", "SIG", Variant::new("base", 3)));
    let model = draft.build().expect("a model");
    let project = model.project("sig").expect("a project");
    let spent = RealCosts::of(&model, LedgerStage::Ordered, model.status_date()).expect("real costs");
    let spent = spent.project(project.id()).expect("nothing");
    let text = project_report(project, None, &model.health(), &spent, Locale::Fr).to_text();
    for told in ["État", "Chef de projet                    –", "Rien à signaler."] {
        assert!(text.contains(told), "`{told}`: {text}");
    }
    let titles = ["SIG", "Identité", "Constats du contrôle de santé"];
    assert_eq!(text.matches('═').count(), titles.map(|title| title.chars().count()).iter().sum::<usize>(), "{text}");
}

/// Projects around one that is forced out: what needs it, what goes with that, what is worth nothing, and one whose
/// window has passed.
fn contested() -> ModelDraft {
    let mut draft = decidable();
    draft.roadmaps[0].policy.worth = WorthRule::Alignment;
    for id in ["exclu", "dependant", "partenaire", "orpheline", "passe"] {
        let mut project = Project::new(id, id, Variant::new("base", 3));
        project.state = Lifecycle::Candidate;
        project.alignment.clone_from(&draft.projects[0].alignment);
        project.roadmaps.push(Membership::new("num"));
        draft.projects.push(project);
    }
    let last = draft.projects.len() - 1;
    draft.projects[last - 1].alignment.clear();
    draft.projects[last].latest_start = Some(of("2026-02"));
    draft.roadmaps[0].policy.forced.push(ForcedChoice::new("exclu", Force::Out, "abandonné par l’assemblée"));
    let needs = |dependent: &str, prerequisite: &str| Dependency::Requires {
        dependent: dependent.into(),
        prerequisite: prerequisite.into(),
    };
    draft.dependencies.push(needs("dependant", "exclu"));
    draft.dependencies.push(Dependency::Together { projects: vec!["dependant".into(), "partenaire".into()] });
    draft
}

#[test]
fn what_waits_for_a_project_shares_its_fate() {
    let scope = built(contested());
    let decision = decided(&scope);
    assert!(decision.value().is_some(), "{decision}");
    let proposed = |id: &str| {
        let project = decision.project(id).expect("a project");
        (decision.proposal(project), project.reason().clone())
    };
    let (rejected, deferred) = (Some(Proposal::Rejected), Some(Proposal::Deferred));
    assert_eq!(proposed("exclu").0, rejected);
    for id in ["dependant", "partenaire"] {
        let (proposal, reason) = proposed(id);
        assert!(matches!(reason, Reason::PrerequisiteOut { .. } | Reason::PartnerOut { .. }), "{id}: {reason}");
        assert_eq!(proposal, rejected, "{id}");
    }
    assert_eq!(proposed("orpheline"), (rejected, Reason::NoWorth));
    assert_eq!(proposed("passe"), (deferred, Reason::WindowPassed));
    let list = decision.arbitration();
    let order: Vec<Proposal> = list.iter().map(|(proposal, _)| *proposal).collect();
    assert!(order.is_sorted(), "{order:?}");
    assert!(list.iter().all(|(_, project)| !project.state().is_committed()));
    let short = arbitration_report(&decision, 1, Locale::Fr).to_text();
    assert!(short.contains("… et aussi\u{a0}:"), "{short}");
    assert!(
        short.contains(&format!("{} rejetés", order.iter().filter(|p| **p == Proposal::Rejected).count() - 1)),
        "{short}"
    );
    let open = scope.projects().filter(|project| scope.policy().is_open(project.record().state)).count();
    assert_eq!(list.len(), open);
}

#[test]
fn the_embedded_report_has_every_section() {
    let model = embedded();
    let scope = model.roadmap("numerique-2026").expect("the roadmap");
    let decision = decided(&scope);
    let mut earlier = model.edit();
    earlier.status_date = of("2026-09-30");
    let moved = earlier.projects.iter().position(|project| project.id.as_str() == "bus-api").expect("a project");
    earlier.projects[moved].state = Lifecycle::Scoping;
    let earlier = earlier.build().unwrap_or_else(|faults| panic!("{faults}"));
    let facts = Facts::gather(&scope, None, Some(&earlier), Some(&decision)).expect("facts");
    let sections = [
        ("Contrôle de santé", "Health check"),
        ("Ce qui a changé depuis le dernier comité", "What has changed since the last committee"),
        ("Prochaines réunions", "Next meetings"),
        ("Dates selon les liens, avant arbitrage", "Dates along the links, before any choice"),
        ("Arbitrage proposé", "Proposed decision"),
        ("Liste d’arbitrage à voter (41)", "List to vote on (41)"),
        ("Projets déjà engagés (20)", "Projects already begun (20)"),
        ("Budgets par exercice", "Budgets by year"),
        ("Exécution budgétaire", "How the budget is carried out"),
        ("Charge et capacité du plan (jours-homme)", "Load and capacity of the plan (person-days)"),
        ("Indicateurs consolidés", "Indicators rolled up"),
        ("Objectifs : du départ à la cible", "Objectives: from baseline to target"),
    ];
    for locale in [Locale::Fr, Locale::En] {
        let (short, whole) = (facts.report(12, locale), facts.report(usize::MAX, locale));
        let (text, markdown) = (short.to_text(), whole.to_markdown());
        for (fr, en) in sections {
            let section = if locale == Locale::Fr { fr } else { en };
            assert!(text.contains(&format!("\n{section}\n═")), "{section}");
            assert!(markdown.contains(&format!("\n## {section}\n")), "{section}");
        }
        assert!(text.lines().all(|line| line.chars().count() <= 118), "{text}");
        // The terminal counts what it leaves out, and the file leaves nothing out.
        assert!(text.contains("…") && !markdown.contains('…'), "{markdown}");
        for project in decision.projects().iter().filter(|project| project.verdict() != Verdict::Aside) {
            assert!(markdown.contains(project.name()), "{} is not told of", project.name());
        }
        let rows = markdown.lines().filter(|line| line.starts_with('|'));
        for row in rows {
            assert!(row.ends_with(" |"), "{row}");
        }
    }
    // Without an earlier state, nothing is said of changes.
    let alone = Facts::gather(&scope, None, None, Some(&decision)).expect("facts").report(12, Locale::Fr);
    assert!(!alone.to_text().contains("depuis le dernier comité"));
}

#[test]
fn french_reports_hold_no_english_of_ours() {
    let model = embedded();
    let scope = model.roadmap("numerique-2026").expect("the roadmap");
    let decision = decided(&scope);
    let facts = Facts::gather(&scope, None, None, Some(&decision)).expect("facts");
    let mut text = facts.report(usize::MAX, Locale::Fr).to_markdown();
    for code in Code::ALL {
        text = text.replace(code.as_str(), "");
    }
    let english = [" the ", " and ", " of ", " with ", " is ", " not ", "None", "Some(", "committed", "needs"];
    for word in english {
        let line = text.lines().find(|line| line.contains(word));
        assert_eq!(line, None, "`{word}` in a French report");
    }
    for code in Code::ALL {
        let french = format!("{} {}", code.title_fr(), code.help_fr());
        for word in [" the ", " and ", " of ", " its "] {
            assert!(!french.contains(word), "{code}: {french}");
        }
    }
}

#[test]
fn close_ids_are_named() {
    let ids = ["portail-usager", "portail-agents", "sig", "bus-api", "iam"];
    for (asked, expected) in [
        ("portail", &["portail-usager", "portail-agents"][..]),
        ("BUS-APY", &["bus-api"]),
        ("sgi", &["sig"]),
        ("zzzzzz", &[]),
    ] {
        let mut found = closest::closest(asked, &ids);
        found.sort_unstable();
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(found, expected, "{asked}");
    }
    assert_eq!(closest::closest("portail-usage", &ids)[0], "portail-usager");
}
