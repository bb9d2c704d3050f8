//! Scoring models: weights, judgements, value functions and thresholds that a method can work with.

use super::Faults;
use crate::diagnostic::Code;
use crate::id::CriterionId;
use crate::model::index::Index;
use crate::model::{
    Answer, Criterion, CriterionSource, Direction, GroupRule, Judge, MissingScore, ModelDraft, PairwiseWeighting,
    PreferenceFunction, RandomIndex, ScoringMethod, ScoringModel, ValueFunction, Weighting, WorthRule,
};
use crate::quantity::Score;
use std::fmt::Display;

/// Judges one scoring model. References are judged elsewhere.
pub(super) fn check(
    draft: &ModelDraft,
    index: &Index,
    scoring: &ScoringModel,
    worth: &WorthRule,
    path: &str,
    faults: &mut Faults,
) {
    let mut judge = Judging { draft, index, scoring, path, faults };
    if scoring.criteria.is_empty() {
        judge.fault(
            Code::ScoringMalformed,
            "criteria",
            format_args!("scoring model `{}` has no criterion", scoring.name),
        );
        return;
    }
    if let [only] = scoring.criteria.as_slice() {
        judge.fault(
            Code::SingleCriterion,
            "criteria",
            format_args!("scoring model `{}` has the criterion `{}` alone", scoring.name, only.id),
        );
    }
    for (k, criterion) in scoring.criteria.iter().enumerate() {
        judge.criterion(k, criterion);
    }
    judge.weighting();
    judge.method();
    if *worth == WorthRule::Score && !scoring.method.is_additive() {
        judge.fault(
            Code::ScoreNotAdditive,
            "method",
            format_args!("the scores of scoring model `{}` rank projects; a selection adds them up", scoring.name),
        );
    }
}

struct Judging<'a> {
    draft: &'a ModelDraft,
    index: &'a Index,
    scoring: &'a ScoringModel,
    path: &'a str,
    faults: &'a mut Faults,
}

impl Judging<'_> {
    fn fault(&mut self, code: Code, field: impl Display, message: impl Display) {
        self.faults.add(code, format_args!("{}/{field}", self.path), message.to_string());
    }

    fn criterion(&mut self, k: usize, criterion: &Criterion) {
        let at = |field: &str| format!("criteria/{k}/{field}");
        let id = &criterion.id;
        if let Some(weight) = criterion.weight
            && weight < Score::ZERO
        {
            let message = format!("the weight of criterion `{id}` is {weight}, below 0");
            self.fault(Code::NegativeNumber, at("weight"), message);
        }
        self.value(k, criterion);
        if let Some(reason) = disorder(criterion.preference) {
            self.fault(Code::ScoringMalformed, at("preference"), format!("criterion `{id}`: {reason}"));
        }
        let levels = match &criterion.source {
            CriterionSource::Indicator(indicator) => match self.index.indicators.position(indicator.as_str()) {
                Some(position) => &self.draft.indicators[position].levels,
                None => return,
            },
            _ => &Vec::new(),
        };
        for (l, known) in criterion.levels.iter().enumerate() {
            if !levels.contains(&known.level) {
                let message =
                    format!("criterion `{id}` gives a number to `{}`, which is no level of what it reads", known.level);
                self.fault(Code::UnknownLevel, at(&format!("levels/{l}/level")), message);
            }
        }
        for level in levels {
            if !criterion.levels.iter().any(|known| known.level == *level) {
                let message = format!("level `{level}` has no number under criterion `{id}`");
                self.fault(Code::UnknownLevel, at("levels"), message);
            }
        }
    }

    fn value(&mut self, k: usize, criterion: &Criterion) {
        let (at, id) = (format!("criteria/{k}/value"), &criterion.id);
        let settles_direction = match &criterion.value {
            ValueFunction::AsIs => false,
            ValueFunction::Linear { low, high } => {
                if let (Some(low), Some(high)) = (low, high)
                    && low >= high
                {
                    let message = format!("the lower end {low} of criterion `{id}` is not below the upper end {high}");
                    self.fault(Code::ScoringMalformed, format_args!("{at}/linear"), message);
                }
                false
            }
            ValueFunction::Piecewise { points } => {
                if points.len() < 2 {
                    let message = format!("criterion `{id}` has {} corners; two are the least", points.len());
                    self.fault(Code::ScoringMalformed, format_args!("{at}/piecewise/points"), message);
                }
                for (c, pair) in points.windows(2).enumerate() {
                    if pair[0].at >= pair[1].at {
                        let (c, one, other) = (c + 1, pair[0].at, pair[1].at);
                        let message = format!("a corner of criterion `{id}` at {other} comes after one at {one}");
                        self.fault(Code::ScoringMalformed, format_args!("{at}/piecewise/points/{c}"), message);
                    }
                }
                true
            }
            ValueFunction::Target { reach, .. } => {
                if *reach <= Score::ZERO {
                    let message = format!("the reach around the target of criterion `{id}` is {reach}, not above 0");
                    self.fault(Code::ScoringMalformed, format_args!("{at}/target/reach"), message);
                }
                true
            }
        };
        if settles_direction && criterion.direction == Direction::Lower {
            let message =
                format!("criterion `{id}` says that lower is better, and its value function says itself what is");
            self.fault(Code::ScoringMalformed, format_args!("criteria/{k}/direction"), message);
        }
    }

    fn weighting(&mut self) {
        match &self.scoring.weighting {
            Weighting::Direct | Weighting::Swing => {
                if self.scoring.criteria.iter().all(|c| c.weight.is_none_or(|weight| weight <= Score::ZERO)) {
                    let count = self.scoring.criteria.len();
                    let message = format!("the weights of all {count} criteria of `{}` are 0", self.scoring.name);
                    self.fault(Code::WeightsAllZero, "criteria", message);
                }
            }
            Weighting::Ranks(_) => {
                for (k, criterion) in self.scoring.criteria.iter().enumerate() {
                    if criterion.rank.is_none_or(|rank| rank == 0) {
                        let message =
                            format!("criterion `{}` has no place from 1 in the order of importance", criterion.id);
                        self.fault(Code::ScoringMalformed, format_args!("criteria/{k}/rank"), message);
                    }
                }
            }
            Weighting::Pairwise(pairwise) => self.pairwise(pairwise),
        }
    }

    fn pairwise(&mut self, pairwise: &PairwiseWeighting) {
        let at = "weighting/pairwise";
        let scale = pairwise.scale;
        for (field, value) in
            [("more", scale.more), ("much_more", scale.much_more), ("extremely_more", scale.extremely_more)]
        {
            if value <= Score::ZERO {
                let message = format!("an answer stands for {value}, not above 0");
                self.fault(Code::JudgementNotPositive, format_args!("{at}/scale/{field}"), message);
            }
        }
        if let RandomIndex::Value(value) = pairwise.random_index
            && value <= Score::ZERO
        {
            let message = format!("a random index of {value} is not above 0");
            self.fault(Code::ScoringMalformed, format_args!("{at}/random_index/value"), message);
        }
        let mut weighs = false;
        for (j, judge) in pairwise.judges.iter().enumerate() {
            let weight = judge.weight.unwrap_or(Score::ONE);
            weighs |= weight > Score::ZERO;
            if weight < Score::ZERO {
                let message = format!("the weight of judge {} is {weight}, below 0", judge.name);
                self.fault(Code::NegativeNumber, format_args!("{at}/judges/{j}/weight"), message);
            }
            for (k, judgement) in judge.judgements.iter().enumerate() {
                if let Answer::Times(times) = judgement.answer
                    && times <= Score::ZERO
                {
                    let (one, other) = (&judgement.criterion, &judgement.over);
                    let message = format!("`{one}` is judged {times} times `{other}` by {}", judge.name);
                    self.fault(
                        Code::JudgementNotPositive,
                        format_args!("{at}/judges/{j}/judgements/{k}/answer/times"),
                        message,
                    );
                }
            }
        }
        if !weighs {
            self.fault(Code::WeightsAllZero, format_args!("{at}/judges"), "there is no judge who weighs anything");
            return;
        }
        // Where each keeps a voice of their own, each has to tie all criteria together; as one, all of them together.
        let heard = |judge: &&Judge| judge.weight.is_none_or(|weight| weight > Score::ZERO);
        match pairwise.group {
            GroupRule::Judgements => {
                let judges: Vec<&Judge> = pairwise.judges.iter().filter(heard).collect();
                if let Some(criterion) = self.apart(&judges) {
                    let message = format!("no chain of judgements ties criterion `{criterion}` to the first one");
                    self.fault(Code::JudgementsApart, format_args!("{at}/judges"), message);
                }
            }
            GroupRule::Priorities => {
                for (j, judge) in pairwise.judges.iter().enumerate() {
                    if let Some(criterion) = self.apart(&[judge]) {
                        let message = format!(
                            "no chain of judgements of {} ties criterion `{criterion}` to the first one",
                            judge.name
                        );
                        self.fault(Code::JudgementsApart, format_args!("{at}/judges/{j}/judgements"), message);
                    }
                }
            }
        }
    }

    /// The first criterion that no chain of judgements ties to the first one.
    fn apart(&self, judges: &[&Judge]) -> Option<String> {
        let criteria = &self.scoring.criteria;
        let position = |id: &CriterionId| criteria.iter().position(|criterion| criterion.id == *id);
        let mut links = vec![Vec::new(); criteria.len()];
        for judgement in judges.iter().flat_map(|judge| &judge.judgements) {
            if let (Some(one), Some(other)) = (position(&judgement.criterion), position(&judgement.over)) {
                links[one].push(other);
                links[other].push(one);
            }
        }
        let mut seen = vec![false; criteria.len()];
        let mut queue = vec![0];
        seen[0] = true;
        while let Some(k) = queue.pop() {
            for &next in &links[k] {
                if !std::mem::replace(&mut seen[next], true) {
                    queue.push(next);
                }
            }
        }
        seen.iter().position(|seen| !seen).map(|k| criteria[k].id.to_string())
    }

    fn method(&mut self) {
        let sums = matches!(self.scoring.method, ScoringMethod::WeightedSum { .. } | ScoringMethod::WeightedProduct);
        if self.scoring.missing == MissingScore::Spread && !sums {
            let message = "the weight of a missing value can be spread in a weighted sum or product only";
            self.fault(Code::ScoringMalformed, "missing", message);
        }
        if self.scoring.method == ScoringMethod::Quotient {
            let lower = |criterion: &&Criterion| {
                let as_is = matches!(criterion.value, ValueFunction::AsIs);
                as_is && criterion.direction == Direction::Lower
            };
            let divisors = self.scoring.criteria.iter().filter(lower).count();
            let what = if divisors == 0 {
                "lower, to divide by"
            } else if divisors == self.scoring.criteria.len() {
                "higher, to be divided"
            } else {
                return;
            };
            let message =
                format!("a quotient needs a criterion that is better {what}; `{}` has none", self.scoring.name);
            self.fault(Code::ScoringMalformed, "method", message);
        }
    }
}

/// What is wrong with the thresholds of a preference function.
fn disorder(function: PreferenceFunction) -> Option<String> {
    let negative = |indifference: Score| {
        (indifference < Score::ZERO).then(|| format!("an indifference of {indifference} is below 0"))
    };
    match function {
        PreferenceFunction::Usual => None,
        PreferenceFunction::UShape { indifference } => negative(indifference),
        PreferenceFunction::VShape { preference } => {
            (preference <= Score::ZERO).then(|| format!("a preference of {preference} is not above 0"))
        }
        PreferenceFunction::Level { indifference, preference }
        | PreferenceFunction::Linear { indifference, preference } => negative(indifference).or_else(|| {
            (preference <= indifference)
                .then(|| format!("a preference of {preference} is not above the indifference of {indifference}"))
        }),
        PreferenceFunction::Gaussian { deviation } => {
            (deviation <= Score::ZERO).then(|| format!("a deviation of {deviation} is not above 0"))
        }
    }
}
