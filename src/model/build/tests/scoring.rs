use super::{Code, faults, one};
use crate::model::{
    Answer, ComparisonStep, Criterion, CriterionSource, Direction, GroupRule, Judge, Judgement, LevelValue,
    MissingScore, ModelDraft, PairwiseWeighting, PreferenceFunction, RandomIndex, RankRule, ScoringMethod,
    ScoringModel, StepScale, ValueFunction, ValuePoint, Weighting, WorthRule,
};
use crate::quantity::Score;

const AT: &str = "/roadmaps/0/policy/scoring";

fn criterion(id: &str, source: CriterionSource) -> Criterion {
    let mut criterion = Criterion::new(id, source, Direction::Higher);
    (criterion.weight, criterion.rank) = (Some(Score::ONE), Some(1));
    criterion
}

/// Usage by the objective, cost, and gain by an indicator of numbers.
fn scored(draft: &mut ModelDraft) -> &mut ScoringModel {
    let criteria = vec![
        criterion("usage", CriterionSource::Objective("usage".into())),
        criterion("cout", CriterionSource::Cost),
        criterion("gain", CriterionSource::Indicator("gain".into())),
    ];
    draft.roadmaps[0].policy.scoring.insert(ScoringModel::new("grille", "1", criteria))
}

fn answer(one: &str, other: &str, times: i16) -> Judgement {
    Judgement::new(one, other, Answer::Times(Score::points(times)))
}

fn judged(model: &mut ScoringModel, judgements: Vec<Judgement>) -> &mut PairwiseWeighting {
    let judges = vec![Judge::new("Léa", judgements)];
    model.weighting = Weighting::Pairwise(PairwiseWeighting { judges, ..PairwiseWeighting::default() });
    match &mut model.weighting {
        Weighting::Pairwise(pairwise) => pairwise,
        _ => unreachable!("it was just written"),
    }
}

fn chain() -> Vec<Judgement> {
    vec![answer("usage", "cout", 3), answer("gain", "cout", 2)]
}

/// One fault of a change to the scoring model, at a field of it.
#[track_caller]
fn wrong(code: Code, field: &str, change: impl FnOnce(&mut ScoringModel)) {
    one(code, &format!("{AT}{field}"), |draft| change(scored(draft)));
}

#[test]
fn a_sound_scoring_model_has_no_fault() {
    let clean = |change: fn(&mut ScoringModel)| {
        let found = faults(|draft| change(scored(draft)));
        assert!(found.is_empty(), "{found}");
    };
    clean(|_| {});
    clean(|m| m.weighting = Weighting::Ranks(RankRule::Sum));
    clean(|m| {
        judged(m, chain());
    });
    clean(|m| {
        // As one, two judges tie together what each leaves apart.
        let pairwise = judged(m, chain()[..1].to_vec());
        pairwise.judges.push(Judge::new("Karim", chain()[1..].to_vec()));
    });
}

#[test]
fn what_a_scoring_model_names_is_there() {
    wrong(Code::UnknownReference, "/criteria/0/source/objective", |m| {
        m.criteria[0].source = CriterionSource::Objective("sobriete".into());
    });
    wrong(Code::UnknownReference, "/criteria/2/source/indicator", |m| {
        m.criteria[2].source = CriterionSource::Indicator("delai".into());
    });
    wrong(Code::DuplicateId, "/criteria/1/id", |m| m.criteria[1].id = "usage".into());
    wrong(Code::EmptyId, "/criteria/1/id", |m| m.criteria[1].id = " ".into());
    wrong(Code::UnknownReference, "/weighting/pairwise/judges/0/judgements/2/over", |m| {
        judged(m, [chain(), vec![answer("gain", "risque", 1)]].concat());
    });
    wrong(Code::SelfReference, "/weighting/pairwise/judges/0/judgements/2/over", |m| {
        judged(m, [chain(), vec![answer("gain", "gain", 1)]].concat());
    });
    wrong(Code::JudgementsNotReciprocal, "/weighting/pairwise/judges/0/judgements/2/criterion", |m| {
        judged(m, [chain(), vec![answer("cout", "usage", 3)]].concat());
    });
    one(Code::ScoringMalformed, "/roadmaps/0/policy/worth", |d| d.roadmaps[0].policy.worth = WorthRule::Score);
}

#[test]
fn weights_and_judgements_are_sound() {
    wrong(Code::ScoringMalformed, "/criteria", |m| m.criteria.clear());
    wrong(Code::SingleCriterion, "/criteria", |m| m.criteria.truncate(1));
    wrong(Code::WeightsAllZero, "/criteria", |m| m.criteria.iter_mut().for_each(|c| c.weight = None));
    wrong(Code::NegativeNumber, "/criteria/1/weight", |m| m.criteria[1].weight = Some(Score::points(-1)));
    wrong(Code::ScoringMalformed, "/criteria/1/rank", |m| {
        m.weighting = Weighting::Ranks(RankRule::Centroid);
        m.criteria[1].rank = None;
    });
    wrong(Code::JudgementNotPositive, "/weighting/pairwise/judges/0/judgements/0/answer/times", |m| {
        judged(m, vec![answer("usage", "cout", 0), answer("gain", "cout", 2)]);
    });
    wrong(Code::JudgementsApart, "/weighting/pairwise/judges", |m| {
        judged(m, chain()[..1].to_vec());
    });
    wrong(Code::JudgementsApart, "/weighting/pairwise/judges/1/judgements", |m| {
        let pairwise = judged(m, chain());
        pairwise.group = GroupRule::Priorities;
        pairwise.judges.push(Judge::new("Karim", chain()[1..].to_vec()));
    });
    wrong(Code::NegativeNumber, "/weighting/pairwise/judges/1/weight", |m| {
        let mut karim = Judge::new("Karim", Vec::new());
        karim.weight = Some(Score::points(-1));
        judged(m, chain()).judges.push(karim);
    });
    wrong(Code::WeightsAllZero, "/weighting/pairwise/judges", |m| judged(m, chain()).judges.clear());
    wrong(Code::JudgementNotPositive, "/weighting/pairwise/scale/much_more", |m| {
        judged(m, chain()).scale = StepScale::new(Score::points(2), Score::ZERO, Score::points(9));
    });
    wrong(Code::ScoringMalformed, "/weighting/pairwise/random_index/value", |m| {
        judged(m, chain()).random_index = RandomIndex::Value(Score::ZERO);
    });
    let scale = StepScale::default();
    assert_eq!(scale.times(ComparisonStep::MuchLess), (Score::points(5), true));
    assert_eq!(scale.times(ComparisonStep::ExtremelyMore), (Score::points(9), false));
}

#[test]
fn value_functions_and_methods_are_sound() {
    let points = |list: &[(i16, i16)]| ValueFunction::Piecewise {
        points: list.iter().map(|(at, points)| ValuePoint::new(Score::points(*at), Score::points(*points))).collect(),
    };
    wrong(Code::ScoringMalformed, "/criteria/1/value/linear", |m| {
        m.criteria[1].value = ValueFunction::Linear { low: Some(Score::ONE), high: Some(Score::ONE) };
    });
    wrong(Code::ScoringMalformed, "/criteria/1/value/piecewise/points", |m| m.criteria[1].value = points(&[(1, 1)]));
    wrong(Code::ScoringMalformed, "/criteria/1/value/piecewise/points/2", |m| {
        m.criteria[1].value = points(&[(1, 1), (3, 2), (2, 3)]);
    });
    wrong(Code::ScoringMalformed, "/criteria/1/value/target/reach", |m| {
        m.criteria[1].value = ValueFunction::Target { target: Score::ONE, reach: Score::ZERO };
    });
    wrong(Code::ScoringMalformed, "/criteria/1/direction", |m| {
        m.criteria[1].value = points(&[(1, 1), (3, 2)]);
        m.criteria[1].direction = Direction::Lower;
    });
    wrong(Code::ScoringMalformed, "/missing", |m| {
        (m.missing, m.method) = (MissingScore::Spread, ScoringMethod::Quotient);
        m.criteria[1].direction = Direction::Lower;
    });
    for direction in [Direction::Higher, Direction::Lower] {
        wrong(Code::ScoringMalformed, "/method", |m| {
            m.method = ScoringMethod::Quotient;
            m.criteria.iter_mut().for_each(|c| c.direction = direction);
        });
    }
    let (zero, one) = (Score::ZERO, Score::ONE);
    for shape in [
        PreferenceFunction::UShape { indifference: Score::points(-1) },
        PreferenceFunction::VShape { preference: zero },
        PreferenceFunction::Level { indifference: one, preference: one },
        PreferenceFunction::Linear { indifference: Score::points(-1), preference: one },
        PreferenceFunction::Gaussian { deviation: zero },
    ] {
        wrong(Code::ScoringMalformed, "/criteria/0/preference", |m| m.criteria[0].preference = shape);
    }
}

#[test]
fn levels_have_a_number_each() {
    let coloured = |m: &mut ScoringModel, levels: &[&str]| {
        m.criteria[2].source = CriterionSource::Indicator("meteo".into());
        m.criteria[2].levels = levels.iter().map(|level| LevelValue::new(*level, Score::ONE)).collect();
    };
    wrong(Code::UnknownLevel, "/criteria/2/levels", |m| coloured(m, &["vert", "orange"]));
    wrong(Code::UnknownLevel, "/criteria/2/levels/3/level", |m| coloured(m, &["vert", "orange", "rouge", "violet"]));
    wrong(Code::DuplicateReference, "/criteria/2/levels/3/level", |m| {
        coloured(m, &["vert", "orange", "rouge", "vert"]);
    });
}

#[test]
fn scores_that_only_rank_are_not_added_up_in_silence() {
    let worth = |d: &mut ModelDraft, method| {
        scored(d).method = method;
        d.roadmaps[0].policy.worth = WorthRule::Score;
    };
    one(Code::ScoreNotAdditive, "/roadmaps/0/policy/scoring/method", |d| worth(d, ScoringMethod::Promethee2));
    assert!(faults(|d| worth(d, ScoringMethod::default())).is_empty());
    let read = faults(|d| scored(d).method = ScoringMethod::Promethee2);
    assert!(read.is_empty(), "{read}");
}

#[test]
fn faults_of_a_scoring_model_come_all_at_once() {
    let found = faults(|d| {
        let model = scored(d);
        model.criteria[0].source = CriterionSource::Objective("sobriete".into());
        model.criteria[1].value = ValueFunction::Target { target: Score::ONE, reach: Score::ZERO };
        judged(model, vec![answer("usage", "cout", -1)]).judges[0].weight = Some(Score::points(-2));
    });
    assert!(found.len() >= 4, "{found}");
}
