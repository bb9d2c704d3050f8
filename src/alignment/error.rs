//! Why there are no weights or no scores.

use crate::diagnostic::Code;
use crate::quantity::QuantityError;
use rust_decimal::Decimal;

/// Why weights do not exist.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WeightError {
    /// There is nothing to weigh.
    #[error("there is nothing to weigh")]
    Empty,
    /// A weight is below zero.
    #[error("weight number {position} is {value}, below 0")]
    Negative {
        /// Its place, from 1.
        position: usize,
        /// What was given.
        value: Decimal,
    },
    /// Every weight is zero.
    #[error("the {count} weights add up to 0")]
    AllZero {
        /// How many there are.
        count: usize,
    },
    /// Places in an order start at 1.
    #[error("place number {position} in the order of importance is 0; the first is 1")]
    ZeroRank {
        /// Its place in the list, from 1.
        position: usize,
    },
    /// A judgement is zero or less.
    #[error("item {row} is judged {value} times item {column}; a judgement is above 0")]
    NotPositive {
        /// The item judged, from 1.
        row: usize,
        /// The item it is compared with, from 1.
        column: usize,
        /// What was given.
        value: Decimal,
    },
    /// There is no such item, or an item is compared with itself.
    #[error("items {row} and {column} are no pair of {count} items")]
    NoPair {
        /// The item judged, from 1.
        row: usize,
        /// The item it is compared with, from 1.
        column: usize,
        /// How many items there are.
        count: usize,
    },
    /// The judgements leave items apart.
    #[error("no chain of judgements ties item {item} to item 1")]
    Apart {
        /// The first item that is cut off, from 1.
        item: usize,
    },
    /// Two lists or matrices of a group are not of one size.
    #[error("a member of the group weighs {found} items, the first one {expected}")]
    Sizes {
        /// Items of the first member.
        expected: usize,
        /// Items of this one.
        found: usize,
    },
    /// The table of random indices ends before that many items.
    #[error("the table of random indices has no value above 0 for {items} items")]
    NoRandomIndex {
        /// How many are compared.
        items: usize,
    },
    /// The numbers are too far apart to be computed with.
    #[error("the numbers are too far apart to be computed with")]
    OutOfRange,
}

impl WeightError {
    /// The code of the fault.
    pub fn code(&self) -> Code {
        match self {
            Self::Negative { .. } => Code::NegativeNumber,
            Self::AllZero { .. } => Code::WeightsAllZero,
            Self::NotPositive { .. } => Code::JudgementNotPositive,
            Self::Apart { .. } => Code::JudgementsApart,
            Self::OutOfRange => Code::NumberOutOfRange,
            Self::Empty
            | Self::ZeroRank { .. }
            | Self::NoPair { .. }
            | Self::Sizes { .. }
            | Self::NoRandomIndex { .. } => Code::ScoringMalformed,
        }
    }
}

/// Why scores do not exist.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ScoreError {
    /// The weights do not exist.
    #[error(transparent)]
    Weights(#[from] WeightError),
    /// There is no criterion, or a row has not one value for each.
    #[error("row {row} has {found} values for {expected} criteria")]
    Shape {
        /// The row, from 1; 0 where there is no criterion at all.
        row: usize,
        /// How many values it has.
        found: usize,
        /// How many criteria there are.
        expected: usize,
    },
    /// A value is zero or less where the method divides by it or takes its power.
    #[error("row {row} has {value} in column {column}; {method} needs values above 0 there")]
    NotPositive {
        /// The row, from 1.
        row: usize,
        /// The column, from 1.
        column: usize,
        /// The value.
        value: Decimal,
        /// What needs it.
        method: &'static str,
    },
    /// A value is below zero where the method takes shares of a whole.
    #[error("row {row} has {value} in column {column}; {method} needs values of 0 and more there")]
    Negative {
        /// The row, from 1.
        row: usize,
        /// The column, from 1.
        column: usize,
        /// The value.
        value: Decimal,
        /// What needs it.
        method: &'static str,
    },
    /// What is divided by is zero.
    #[error("row {row} divides by 0: {what}")]
    ZeroDivisor {
        /// The row, from 1; 0 where no row is to blame.
        row: usize,
        /// What is zero.
        what: &'static str,
    },
    /// A level has no number.
    #[error("`{level}` has no number under criterion `{criterion}`")]
    UnknownLevel {
        /// The criterion.
        criterion: String,
        /// What was observed.
        level: String,
    },
    /// The thresholds of a preference function are out of order.
    #[error("the preference function of column {column} has thresholds out of order")]
    Thresholds {
        /// The column, from 1.
        column: usize,
    },
    /// The policy of missing values does not go with the method.
    #[error("the weight of a missing value can be spread in a weighted sum or product only")]
    CannotSpread,
    /// A value function has too few corners, corners out of order or a reach of nothing.
    #[error("the value function of criterion `{criterion}` is out of order")]
    ValueFunction {
        /// The criterion.
        criterion: String,
    },
    /// Scores of two lists are compared.
    #[error("scores of list `{left}` and of list `{right}` do not compare")]
    ListsDoNotCompare {
        /// One list.
        left: String,
        /// The other.
        right: String,
    },
    /// Nothing of that name is in the list.
    #[error("`{id}` is not in list `{list}`")]
    NotInList {
        /// What was asked for.
        id: String,
        /// The list.
        list: String,
    },
    /// A number outside what the model allows.
    #[error("{what} of `{id}` is {value}; it goes from {low} to {high}")]
    OutOfBounds {
        /// Whose number it is.
        id: String,
        /// Which number.
        what: &'static str,
        /// What was given.
        value: Decimal,
        /// The least allowed.
        low: Decimal,
        /// The greatest allowed.
        high: Decimal,
    },
    /// Amounts of two currencies meet, or leave the range of money.
    #[error(transparent)]
    Quantity(#[from] QuantityError),
    /// The exact result has too many digits.
    #[error("the exact result has too many digits")]
    OutOfRange,
}

impl ScoreError {
    /// The code of the fault.
    pub fn code(&self) -> Code {
        match self {
            Self::Weights(error) => error.code(),
            Self::Negative { .. } => Code::NegativeNumber,
            Self::UnknownLevel { .. } => Code::UnknownLevel,
            Self::OutOfBounds { .. } | Self::OutOfRange => Code::NumberOutOfRange,
            Self::NotInList { .. } => Code::UnknownReference,
            Self::Quantity(error) => error.code(),
            Self::Shape { .. }
            | Self::NotPositive { .. }
            | Self::ZeroDivisor { .. }
            | Self::Thresholds { .. }
            | Self::CannotSpread
            | Self::ValueFunction { .. }
            | Self::ListsDoNotCompare { .. } => Code::ScoringMalformed,
        }
    }
}
