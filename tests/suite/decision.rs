//! From a draft to a decision: who is in, when, and why.

use portefeuille::decision::{AlignmentLine, Conflict, Quantity, Reason, Verdict};
use portefeuille::diagnostic::Code;
use portefeuille::engine::certify::{brute_force, check_plan};
use portefeuille::engine::run::Status;
use portefeuille::model::{
    Alignment, Answer, CarryOver, ChangePolicy, CostLine, Criterion, CriterionSource, Dependency, Direction, Envelope,
    Force, ForcedChoice, Judge, Judgement, Lag, Lifecycle, Membership, Objective, Organization, PairwiseWeighting,
    PolicyArea, Project, Relation, ResourcePool, Roadmap, ScoringMethod, ScoringModel, Section, Theme, ThemeQuota,
    Tiebreak, ValueFunction, Variant, Weighting, WorkloadLine, WorthRule, YearAmount,
};
use portefeuille::{Currency, Limits, Model, ModelDraft, Money, Score, Share, Workload};

fn money(euros: i32) -> Money {
    Money::euros(euros)
}

/// One roadmap over 2027 and 2028 by quarters, one envelope, one pool, seen from the last day of 2026.
fn draft(budget_2027: i32, budget_2028: i32) -> ModelDraft {
    let mut draft = ModelDraft::new("2026-12-31".parse().expect("a date"), Currency::EUR);
    draft.organizations.push(Organization::new("dep", "Département"));
    draft.themes.push(Theme::new("t", "Démarches"));
    draft.objectives.push(Objective::new("o", "Simplifier", "t", Score::points(2)));
    let mut envelope = Envelope::new("ap", "AP numérique");
    for (year, amount) in [(2027, budget_2027), (2028, budget_2028)] {
        let year = portefeuille::time::FiscalYear::new(year).expect("a year");
        envelope.amounts.push(YearAmount::new(year, Section::Investment, money(amount)));
    }
    draft.envelopes.push(envelope);
    draft.pools.push(ResourcePool::new("sec", "Sécurité"));
    let mut roadmap = Roadmap::new("num", "Numérique", "dep", "2027-01/2029-01".parse().expect("a period"));
    roadmap.envelopes.push("ap".into());
    roadmap.pools.push("sec".into());
    roadmap.themes.push("t".into());
    draft.roadmaps.push(roadmap);
    draft
}

/// Twelve months from January 2027, with a cost in 2027 and a score.
fn project(id: &str, cost: i32, score: i16) -> Project {
    let mut variant = Variant::new("base", 12);
    let year = portefeuille::time::FiscalYear::new(2027).expect("a year");
    variant.costs.push(CostLine::new(year, Section::Investment, "ap", money(cost)));
    let mut project = Project::new(id, id.to_uppercase(), variant);
    project.roadmaps.push(Membership::new("num"));
    project.theme = Some("t".into());
    project.start = Some("2027-01".parse().expect("a date"));
    project.alignment.push(Alignment::new("o", Score::points(score)));
    project
}

fn build(draft: ModelDraft) -> Model {
    draft.build().expect("a model")
}

fn decide(model: &Model) -> portefeuille::Decision {
    model.roadmap("num").expect("the roadmap").select(&Limits::default()).expect("a decision")
}

fn retained(decision: &portefeuille::Decision) -> Vec<&str> {
    decision.retained().map(|project| project.id().as_str()).collect()
}

#[test]
fn the_best_set_beats_the_ranked_list() {
    let mut draft = draft(100_000, 0);
    draft.projects.extend([project("a", 60_000, 10), project("b", 50_000, 9), project("c", 50_000, 9)]);
    let decision = decide(&build(draft));
    assert_eq!(decision.status(), Status::Optimal);
    assert_eq!(retained(&decision), ["b", "c"]);
    assert_eq!(decision.value().map(|v| v.to_string()).as_deref(), Some("36"));
    let practice = decision.practice().expect("a ranked list");
    assert_eq!((practice.value.to_string().as_str(), practice.new), ("20", 1));
    let out = decision.project("a").expect("a project");
    assert_eq!(out.verdict(), Verdict::Rejected);
    assert!(
        matches!(out.reason(), Reason::Outvalued { needed: Quantity::Money(needed), left: Quantity::Money(left), .. }
            if *needed == money(60_000) && left.is_zero()),
        "{}",
        out.reason()
    );
}

#[test]
fn money_follows_the_start() {
    let mut draft = draft(30_000, 90_000);
    let mut late = project("late", 120_000, 1);
    late.earliest_start = Some("2027-01".parse().expect("a date"));
    late.latest_start = Some("2027-10".parse().expect("a date"));
    draft.projects.push(late);
    // A year's cost over four quarters: only a start in the last quarter of 2027 leaves 30 000 there and 90 000 after.
    let decision = decide(&build(draft));
    let placement = decision.project("late").expect("a project").placement().expect("placed");
    assert_eq!((placement.starts.as_str(), placement.ends.as_str()), ("2027-Q4", "2028-Q3"));
    let used: Vec<String> = decision.means()[0].periods.iter().map(|year| year.used().to_string()).collect();
    assert_eq!(used, ["30000", "90000"]);
}

#[test]
fn what_has_begun_is_kept_and_its_excess_is_told() {
    let mut draft = draft(10_000, 0);
    let mut running = project("run", 40_000, 1);
    running.state = Lifecycle::Running;
    draft.projects.extend([running, project("new", 1_000, 5)]);
    let decision = decide(&build(draft));
    assert_eq!(decision.status(), Status::Optimal);
    assert_eq!(retained(&decision), ["run"]);
    assert!(decision.notes().iter().any(|note| note.code() == Code::CommittedExceedsMeans));
    assert!(matches!(
        decision.project("new").map(portefeuille::decision::ProjectDecision::reason),
        Some(Reason::NoRoom { .. })
    ));
}

#[test]
fn reasons_follow_the_links() {
    let mut draft = draft(100_000, 100_000);
    draft.projects.extend([project("big", 500_000, 9), project("needs", 1_000, 9), project("one", 1_000, 3)]);
    draft.projects.push(project("other", 1_000, 2));
    draft.dependencies.push(Dependency::Requires { dependent: "needs".into(), prerequisite: "big".into() });
    draft.dependencies.push(Dependency::Excludes { projects: vec!["one".into(), "other".into()] });
    let decision = decide(&build(draft));
    assert_eq!(retained(&decision), ["one"]);
    let reason = |id: &str| decision.project(id).expect("a project").reason().to_string();
    assert!(reason("big").starts_with("no room: AP numérique 2027 needs €500,000"), "{}", reason("big"));
    assert_eq!(reason("needs"), "needs “BIG”, which is out");
    assert_eq!(reason("other"), "excluded by “ONE”, which is in");
}

#[test]
fn an_infeasible_roadmap_is_an_answer_that_names_its_conflict() {
    let mut draft = draft(10_000, 0);
    draft.projects.extend([project("must", 20_000, 1), project("free", 1_000, 1)]);
    draft.roadmaps[0].policy.forced.push(ForcedChoice::new("must", Force::In, "obligation légale"));
    let decision = decide(&build(draft));
    assert_eq!(decision.status(), Status::Infeasible);
    assert_eq!(decision.conflicts().len(), 2, "{:?}", decision.conflicts());
    assert!(decision.conflicts().iter().any(|c| matches!(c, Conflict::Forced { id, .. } if id.as_str() == "must")));
    assert!(decision.conflicts().iter().any(|c| matches!(c, Conflict::Means { period, .. } if period == "2027")));
    assert!(decision.to_string().contains("forced choice: “MUST”"));
    assert_eq!(decision.project("must").map(|p| (p.verdict(), p.reason())), Some((Verdict::Rejected, &Reason::NoPlan)));
}

#[test]
fn what_has_begun_is_retained_even_where_there_is_no_plan() {
    let mut draft = draft(10_000, 0);
    let mut running = project("run", 4_000, 1);
    running.state = Lifecycle::Running;
    draft.projects.extend([running, project("must", 20_000, 1)]);
    draft.roadmaps[0].policy.forced.push(ForcedChoice::new("must", Force::In, "obligation légale"));
    let decision = decide(&build(draft));
    assert_eq!((decision.status(), decision.value()), (Status::Infeasible, None));
    assert_eq!(retained(&decision), ["run"]);
    assert!(decision.project("run").and_then(|project| project.placement()).is_some());
}

#[test]
fn no_room_tells_what_committed_and_required_work_leaves() {
    let mut draft = draft(100_000, 0);
    let mut running = project("run", 40_000, 1);
    running.state = Lifecycle::Running;
    draft.projects.extend([
        running,
        project("must", 20_000, 1),
        project("small", 30_000, 9),
        project("big", 50_000, 9),
    ]);
    draft.roadmaps[0].policy.forced.push(ForcedChoice::new("must", Force::In, "obligation légale"));
    let decision = decide(&build(draft));
    assert_eq!(retained(&decision), ["must", "run", "small"]);
    // 100 000 - 40 000 - 20 000, whatever the projects chosen take.
    assert!(
        matches!(decision.project("big").map(portefeuille::decision::ProjectDecision::reason),
            Some(Reason::NoRoom { left: Quantity::Money(left), .. }) if *left == money(40_000)),
        "{}",
        decision.project("big").expect("a project").reason()
    );
}

#[test]
fn a_synergy_is_worth_its_points_where_all_are_done() {
    let mut draft = draft(100_000, 0);
    draft.projects.extend([project("a", 60_000, 10), project("b", 50_000, 6), project("c", 50_000, 3)]);
    assert_eq!(retained(&decide(&build(draft.clone()))), ["a"]);
    let synergy = |worth: &str| Dependency::Synergy {
        projects: vec!["b".into(), "c".into()],
        worth: worth.parse().expect("points"),
        saving: None,
    };
    draft.dependencies.push(synergy("2.25"));
    let decision = decide(&build(draft.clone()));
    assert_eq!(retained(&decision), ["b", "c"]);
    assert_eq!(decision.value().map(|v| v.to_string()).as_deref(), Some("20.25"));
    // What they take from each other counts too.
    draft.dependencies[0] = synergy("-5");
    draft.projects.remove(0);
    let decision = decide(&build(draft));
    assert_eq!((retained(&decision), decision.value().map(|v| v.to_string()).as_deref()), (vec!["b", "c"], Some("13")));
}

#[test]
fn what_carries_over_at_most_is_lost_beyond_it() {
    // 100 000 in 2027 that nobody can use before 2028, where a project costs 60 000.
    let optimum = |carry_over: CarryOver| {
        let mut draft = draft(100_000, 0);
        draft.envelopes[0].carry_over = carry_over;
        let mut late = project("late", 60_000, 5);
        late.variants[0].costs[0].year = portefeuille::time::FiscalYear::new(2028).expect("a year");
        late.start = Some("2028-01".parse().expect("a date"));
        draft.projects.push(late);
        retained(&decide(&build(draft))).len()
    };
    assert_eq!(optimum(CarryOver::None), 0);
    assert_eq!(optimum(CarryOver::AtMost(money(59_999))), 0);
    assert_eq!(optimum(CarryOver::AtMost(money(60_000))), 1);
    assert_eq!(optimum(CarryOver::Whole), 1);
}

#[test]
fn shares_limit_themes_and_launches() {
    let base = || {
        let mut draft = draft(200_000, 0);
        draft.themes.push(Theme::new("u", "Socle"));
        draft.roadmaps[0].themes.push("u".into());
        draft.projects.extend([project("a", 60_000, 10), project("b", 50_000, 9), project("c", 50_000, 1)]);
        draft.projects[2].theme = Some("u".into());
        draft
    };
    let with = |change: &dyn Fn(&mut ModelDraft)| {
        let mut draft = base();
        change(&mut draft);
        retained(&decide(&build(draft))).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let all = ["a", "b", "c"];
    assert_eq!(with(&|_| {}), all);
    // 110 000 of 160 000 are 68.75 % of the money: within 69 %, beyond 68 %, where the dearer is left.
    let theme = |share: &str| {
        let share: Share = share.parse().expect("a share");
        with(&move |draft| {
            let mut quota = ThemeQuota::new("t");
            quota.max_share = Some(share);
            draft.roadmaps[0].policy.theme_quotas.push(quota);
        })
    };
    assert_eq!(theme("0.69"), all);
    assert_eq!(theme("0.68"), ["a", "c"], "60 of 110 are 55 %");
    assert_eq!(theme("0.52"), ["b", "c"], "and 50 of 100 are half");
    let least = with(&|draft| {
        let mut quota = ThemeQuota::new("u");
        quota.min_share = Some("0.4".parse().expect("a share"));
        draft.roadmaps[0].policy.theme_quotas.push(quota);
    });
    assert_eq!(least, ["a", "c"]);
    // New money is at most half of 200 000; new projects are at most half of those decided, with one that runs.
    let change = |change: &dyn Fn(&mut ChangePolicy)| {
        with(&|draft| {
            let mut policy = ChangePolicy::default();
            change(&mut policy);
            draft.roadmaps[0].policy.change = Some(policy);
            draft.projects[2].state = Lifecycle::Running;
        })
    };
    let half = Some("0.5".parse().expect("a share"));
    assert_eq!(change(&|policy| policy.max_share = half), ["a", "c"]);
    assert_eq!(change(&|policy| policy.max_launch_share = half), ["a", "c"]);
    assert_eq!(change(&|policy| policy.max_launch_share = Some("0.67".parse().expect("a share"))), all);
}

#[test]
fn rules_not_selected_under_yet_are_named_all_at_once() {
    let mut draft = draft(10_000, 0);
    draft.projects.extend([project("a", 1_000, 1), project("b", 1_000, 1)]);
    draft.projects[0].variants[0].costs[0].or_envelopes.push("autre".into());
    draft.envelopes.push(Envelope::new("autre", "Autre"));
    draft.dependencies.push(Dependency::Synergy {
        projects: vec!["a".into(), "b".into()],
        worth: Score::ONE,
        saving: Some(money(5)),
    });
    let policy = &mut draft.roadmaps[0].policy;
    policy.tiebreaks.push(Tiebreak::LeastCost);
    let faults = build(draft).roadmap("num").expect("the roadmap").compile().expect_err("not supported");
    assert_eq!(faults.len(), 3, "{faults}");
    assert!(faults.iter().all(|fault| fault.code() == Code::NotSupportedYet));
}

#[test]
fn amounts_beyond_the_scale_are_faults() {
    let mut draft = draft(0, 0);
    let mut huge = project("huge", 0, 1);
    huge.variants[0].costs[0].amount = "999999999999999.00000001 EUR".parse().expect("money");
    draft.projects.push(huge);
    let faults = build(draft).roadmap("num").expect("the roadmap").compile().expect_err("beyond the scale");
    assert!(faults.iter().any(|fault| fault.code() == Code::ScaleOverflow), "{faults}");
}

#[test]
fn nothing_and_one_project_are_decided_too() {
    let decision = decide(&build(draft(0, 0)));
    assert_eq!((decision.status(), decision.projects().len()), (Status::Optimal, 0));
    let mut one = draft(0, 0);
    one.projects.push(project("free-of-charge", 0, 1));
    assert_eq!(retained(&decide(&build(one))), ["free-of-charge"]);
}

#[test]
fn decisions_agree_with_brute_force_and_do_not_depend_on_the_order_of_records() {
    let mut draft = draft(70_000, 60_000);
    let year = portefeuille::time::FiscalYear::new(2027).expect("a year");
    for (i, (cost, score)) in [(30_000, 4), (26_000, 3), (22_000, 5), (40_000, 6), (9_000, 1)].into_iter().enumerate() {
        let mut project = project(&format!("p{i}"), cost, score);
        project.earliest_start = project.start;
        project.latest_start = Some("2027-10".parse().expect("a date"));
        let mut small = Variant::new("small", 6);
        small.worth_share = Some("0.5".parse().expect("a share"));
        small.costs.push(CostLine::new(year, Section::Investment, "ap", money(cost / 3)));
        small.workload.push(WorkloadLine::new("sec", Workload::days(4)));
        project.variants.push(small);
        draft.projects.push(project);
    }
    draft.pools[0]
        .capacity
        .push(portefeuille::model::CapacitySpan::new("2027-01/2028-01".parse().expect("a period"), Workload::days(9)));
    draft.dependencies.push(Dependency::Timing {
        predecessor: "p0".into(),
        successor: "p2".into(),
        relation: Relation::StartToStart,
        lag: Lag::Months(3),
        if_both: false,
    });
    let mut reversed = draft.clone();
    reversed.projects.reverse();
    let model = build(draft);
    let decision = decide(&model);
    let compiled = model.roadmap("num").expect("the roadmap").compile().expect("compiles");
    let best = brute_force(compiled.problem(), 1_000_000).expect("small enough");
    let (plan, optimum) = best.optimum.expect("feasible");
    assert!(check_plan(compiled.problem(), &plan).is_feasible());
    assert_eq!(decision.status(), Status::Optimal);
    let ticks = decision.value().expect("a value") * rust_decimal::Decimal::from(10_i64.pow(compiled.scale().worth));
    assert_eq!(ticks, rust_decimal::Decimal::from(optimum));
    let json = |decision: &portefeuille::Decision| serde_json::to_string(decision).expect("json");
    assert_eq!(json(&decision), json(&decide(&build(reversed))));
}

#[test]
fn the_embedded_roadmap_is_proven_optimal() {
    let model = Model::from_json(include_str!("../../examples/data/departement.json")).expect("the embedded document");
    let decision =
        model.roadmap("numerique-2026").expect("the roadmap").select(&Limits::default()).expect("a decision");
    assert_eq!(decision.status(), Status::Optimal);
    // HiGHS 1.x, gap 0, on an independent formulation of the same document, finds 2108 too.
    assert_eq!(decision.value().map(|value| value.to_string()).as_deref(), Some("2108"));
    assert_eq!(decision.retained().filter(|project| project.is_new()).count(), 21);
}

/// Worth by the score of a model: usage (weight 3) against cost in thousands (weight 1), both as they are.
fn scored(draft: &mut ModelDraft, method: ScoringMethod) {
    let mut usage = Criterion::new("usage", CriterionSource::Objective("o".into()), Direction::Higher);
    usage.weight = Some(Score::points(3));
    let mut cost = Criterion::new("cout", CriterionSource::Cost, Direction::Lower);
    (cost.weight, cost.value) = (Some(Score::ONE), ValueFunction::Linear { low: None, high: None });
    let mut scoring = ScoringModel::new("grille", "1", vec![usage, cost]);
    scoring.method = method;
    draft.roadmaps[0].policy.scoring = Some(scoring);
    draft.roadmaps[0].policy.worth = WorthRule::Score;
}

#[test]
fn the_score_of_a_model_is_what_a_project_is_worth() {
    let mut draft = draft(100, 0);
    draft.projects = vec![project("a", 60, 8), project("b", 20, 2), project("c", 100, 9)];
    scored(&mut draft, ScoringMethod::default());
    let decision = decide(&build(draft.clone()));
    // Cost between 20 and 100, cheaper is better: ½, 1, 0. (3 × 8 + ½) ÷ 4, (3 × 2 + 1) ÷ 4, 3 × 9 ÷ 4.
    let worths: Vec<String> = decision.projects().iter().map(|p| p.worth().to_string()).collect();
    assert_eq!(worths, ["6.125", "1.75", "6.75"]);
    assert_eq!((retained(&decision), decision.value().map(|v| v.to_string())), (vec!["a", "b"], Some("7.875".into())));
    let board = decision.scores().expect("scores");
    for row in &board.rows {
        let brought: rust_decimal::Decimal = row.parts.iter().filter_map(|part| part.contribution).sum();
        assert_eq!(Some(brought), row.score);
        assert_eq!(decision.project(&row.id).map(portefeuille::decision::ProjectDecision::worth), row.score);
    }
    // Whoever has no score is worth nothing to the selection, and is named.
    draft.projects[0].alignment.clear();
    let decision = decide(&build(draft.clone()));
    assert_eq!(retained(&decision), ["c"]);
    let note = decision.notes().iter().find(|note| note.code() == Code::ScoreMissing).expect("a note");
    assert_eq!(note.message(), "project `a` has no score: no value against usage");
    // A method that divides by nothing is a fault of the scope, and not a panic.
    scored(&mut draft, ScoringMethod::Quotient);
    draft.projects[1].variants[0].costs.clear();
    let scoring = draft.roadmaps[0].policy.scoring.as_mut().expect("a model");
    scoring.criteria[1].value = ValueFunction::AsIs;
    let model = build(draft);
    let fault = model.roadmap("num").expect("the roadmap").compile().expect_err("divides by 0");
    assert_eq!(fault.iter().next().map(portefeuille::diagnostic::Diagnostic::code), Some(Code::ScoringMalformed));
}

#[test]
fn worth_may_be_one_objective_alone() {
    let mut draft = draft(60, 0);
    draft.objectives.push(Objective::new("o2", "Sobriété", "t", Score::points(5)));
    draft.projects = vec![project("a", 60, 8), project("b", 60, 2)];
    draft.projects[1].alignment.push(Alignment::new("o2", Score::points(9)));
    assert_eq!(retained(&decide(&build(draft.clone()))), ["b"]);
    draft.roadmaps[0].policy.worth = WorthRule::Objective("o".into());
    let decision = decide(&build(draft.clone()));
    assert_eq!((retained(&decision), decision.value()), (vec!["a"], Some(8.into())));
    draft.roadmaps[0].policy.worth = WorthRule::Objective("o9".into());
    let faults = draft.build().expect_err("no such objective");
    assert_eq!(faults.iter().next().expect("a fault").location().to_string(), "/roadmaps/0/policy/worth/objective");
}

#[test]
fn contradictory_judgements_are_noted() {
    let mut draft = draft(100, 0);
    draft.projects = vec![project("a", 60, 8)];
    scored(&mut draft, ScoringMethod::default());
    let scoring = draft.roadmaps[0].policy.scoring.as_mut().expect("a model");
    scoring.criteria.push(Criterion::new("duree", CriterionSource::Duration, Direction::Lower));
    let times = |one: &str, other: &str, times| Judgement::new(one, other, Answer::Times(Score::points(times)));
    let judgements = vec![times("usage", "cout", 1), times("duree", "cout", 5), times("usage", "duree", 3)];
    let mut pairwise = PairwiseWeighting::default();
    pairwise.judges.push(Judge::new("Comité", judgements));
    scoring.weighting = Weighting::Pairwise(pairwise);
    let decision = decide(&build(draft));
    let note = decision.notes().iter().find(|note| note.code() == Code::JudgementsInconsistent).expect("a note");
    let said = "the consistency ratio of Comité is 0.838, not below 0.1; `usage` over `cout` is judged 1";
    assert!(note.message().starts_with(said), "{}", note.message());
    assert_eq!(note.location().to_string(), "/roadmaps/0/policy/scoring");
}

#[test]
fn a_plan_says_how_far_it_serves_the_strategy() {
    let mut draft = draft(100, 0);
    draft.policy_areas.push(PolicyArea::new("sol", "Solidarités"));
    draft.themes.push(Theme::new("s", "Sobriété"));
    let mut frugal = Objective::new("o2", "Moins d'énergie", "s", Score::points(6));
    frugal.policy_area = Some("sol".into());
    draft.objectives.push(frugal);
    draft.projects = vec![project("a", 60, 8), project("b", 40, 3), project("c", 90, 1)];
    draft.projects[1].alignment.push(Alignment::new("o2", Score::points(1)));
    draft.projects[2].state = Lifecycle::Cancelled;
    let decision = decide(&build(draft.clone()));
    let lines = |lines: &[AlignmentLine]| -> Vec<String> {
        let share =
            |share: Option<rust_decimal::Decimal>| share.map_or_else(|| "-".to_owned(), |share| share.to_string());
        let of = |l: &AlignmentLine| {
            let (weight, retained) = (share(l.weight_share), share(l.retained_share));
            format!("{} {weight} {} of {} {retained} {}", l.id, l.retained, l.asked, l.projects)
        };
        lines.iter().map(of).collect()
    };
    let alignment = decision.alignment();
    // Σ weight × score: 2 × (8 + 3) and 6 × 1; what is cancelled asks for nothing.
    assert_eq!(lines(&alignment.objectives), ["o 0.25 22 of 22 0.785714 2", "o2 0.75 6 of 6 0.214286 1"]);
    assert_eq!(lines(&alignment.themes), ["t 0.25 22 of 22 0.785714 2", "s 0.75 6 of 6 0.214286 1"]);
    assert_eq!(lines(&alignment.policy_areas), ["sol 0.75 6 of 6 0.214286 1"]);
    let whole: rust_decimal::Decimal = alignment.objectives.iter().map(|line| line.retained).sum();
    assert_eq!(Some(whole), decision.value());
    let text = portefeuille::render::decision_report(&decision, 20, portefeuille::render::Locale::Fr).to_text();
    assert!(text.contains("Alignement stratégique du plan") && text.contains("Moins d'énergie"), "{text}");
    // Where criteria read objectives, those weigh what the criteria do.
    scored(&mut draft, ScoringMethod::default());
    let decision = decide(&build(draft));
    assert_eq!(lines(&decision.alignment().objectives), ["o 1 8.25 of 8.25 1 2"]);
}
