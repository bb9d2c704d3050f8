//! Money: envelopes by year and section, their votes, and multi-year programs.

use super::means::is_default;
use crate::id::{EnvelopeId, PersonId, ProjectId, UnitId};
use crate::quantity::Money;
use crate::time::{Date, FiscalYear};
use serde::{Deserialize, Serialize};

/// A section of a public budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Section {
    /// *Investissement*.
    Investment,
    /// *Fonctionnement*.
    Operating,
}

/// What an envelope opens for one budget year and section (*crédits ouverts*; CP of an AP or AE).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct YearAmount {
    /// Budget year.
    pub year: FiscalYear,
    /// Section.
    pub section: Section,
    /// Amount; not negative where an envelope opens it, below zero where a vote takes it back.
    pub amount: Money,
}

impl YearAmount {
    /// An amount for a year and section.
    pub fn new(year: FiscalYear, section: Section, amount: Money) -> Self {
        Self { year, section, amount }
    }
}

/// What becomes of money that a year leaves.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum CarryOver {
    /// It is lost.
    #[default]
    None,
    /// All of it is there the year after.
    Whole,
    /// At most this much is there the year after.
    AtMost(Money),
}

/// What kind of vote changes a budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum VoteKind {
    /// *Budget primitif* (BP).
    Primitive,
    /// *Budget supplémentaire* (BS).
    Supplementary,
    /// *Décision modificative* (DM).
    Amending,
    /// *Virement de crédits*.
    Transfer,
    /// *Reports* of the year before.
    CarriedOver,
}

/// A vote or another act that opens or takes back credits (*vote, décision modificative*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Vote {
    /// When.
    pub date: Date,
    /// What kind of act (*type d'acte*).
    pub kind: VoteKind,
    /// What it adds by year and section; below zero for what it takes back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amounts: Vec<YearAmount>,
}

impl Vote {
    /// A vote that opens nothing yet.
    pub fn new(date: Date, kind: VoteKind) -> Self {
        Self { date, kind, amounts: Vec::new() }
    }
}

/// Which multi-year authority a program is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CommitmentKind {
    /// *Autorisation de programme* (AP): investment.
    Ap,
    /// *Autorisation d'engagement* (AE): operating.
    Ae,
}

impl CommitmentKind {
    /// The section whose payment credits (*CP*) it takes.
    pub fn section(self) -> Section {
        match self {
            Self::Ap => Section::Investment,
            Self::Ae => Section::Operating,
        }
    }
}

/// Payment credits of one budget year (*crédits de paiement*, CP).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct YearCredits {
    /// Budget year.
    pub year: FiscalYear,
    /// For a closed year what was ordered (*mandaté*), for the others what may be; not negative.
    pub amount: Money,
}

impl YearCredits {
    /// Credits of a year.
    pub fn new(year: FiscalYear, amount: Money) -> Self {
        Self { year, amount }
    }
}

/// A dated act on a multi-year program: written `{"vote": {"date": "2025-12-15", …}}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum CommitmentEvent {
    /// The program is voted (*ouverture*).
    Vote {
        /// When.
        date: Date,
        /// The whole authority (*autorisation*).
        authority: Money,
        /// How payment is spread over the years (*échéancier de CP*): adds up to the authority.
        #[serde(default)]
        credits: Vec<YearCredits>,
    },
    /// Authority and spread are voted anew (*révision*).
    Revision {
        /// When.
        date: Date,
        /// The whole authority from then on (*autorisation*).
        authority: Money,
        /// How payment is spread from then on (*échéancier de CP*), closed years included as they were ordered: adds up
        /// to the authority.
        #[serde(default)]
        credits: Vec<YearCredits>,
    },
    /// A part of the authority is set aside for an operation (*affectation*).
    Allocation {
        /// When.
        date: Date,
        /// How much (*montant affecté*).
        amount: Money,
        /// For which project (*opération*), if it is one of the document.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        project: Option<ProjectId>,
    },
    /// Authority that was not committed in time ends (*caducité*).
    Lapse {
        /// When.
        date: Date,
        /// How much of the authority ends (*montant caduc*).
        amount: Money,
    },
    /// The program ends (*clôture*).
    Closure {
        /// When.
        date: Date,
    },
}

impl CommitmentEvent {
    /// When it happened.
    pub fn date(&self) -> Date {
        match self {
            Self::Vote { date, .. }
            | Self::Revision { date, .. }
            | Self::Allocation { date, .. }
            | Self::Lapse { date, .. }
            | Self::Closure { date } => *date,
        }
    }
}

/// A multi-year authority to commit money, paid for by yearly credits (*AP/CP, AE/CP*).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CommitmentProgram {
    /// AP or AE.
    pub kind: CommitmentKind,
    /// What may be committed in all (*autorisation*), as it stands on the day the document speaks of; not negative.
    pub authority: Money,
    /// Votes, revisions, allocations, lapses and closure (*actes*), in the order of their dates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<CommitmentEvent>,
}

impl CommitmentProgram {
    /// A program whose acts are not recorded.
    pub fn new(kind: CommitmentKind, authority: Money) -> Self {
        Self { kind, authority, events: Vec::new() }
    }
}

/// A budget that pays for projects (*enveloppe*), voted by year and section.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Envelope {
    /// Key.
    pub id: EnvelopeId,
    /// Name people use.
    pub name: String,
    /// Who manages it (*gestionnaire*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manager: Option<PersonId>,
    /// The unit that holds it (*direction porteuse*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// When it was first voted (*date de vote*); absent where it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voted: Option<Date>,
    /// What it opens, all votes together. A year and section inside a horizon and not listed opens nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amounts: Vec<YearAmount>,
    /// What becomes of money that a year leaves (*report*).
    #[serde(default, skip_serializing_if = "is_default")]
    pub carry_over: CarryOver,
    /// The votes that opened it (*votes, décisions modificatives*); empty where they are not recorded. They add up to its amounts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub votes: Vec<Vote>,
    /// The multi-year program that it holds the payment credits of (*AP/CP, AE/CP*).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub program: Option<CommitmentProgram>,
}

impl Envelope {
    /// An envelope without amounts.
    pub fn new(id: impl Into<EnvelopeId>, name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            manager: None,
            unit: None,
            voted: None,
            amounts: Vec::new(),
            carry_over: CarryOver::None,
            votes: Vec::new(),
            program: None,
        }
    }

    /// When it was first voted: what is written, or the earliest vote that opens credits of its own.
    pub fn voted_on(&self) -> Option<Date> {
        let votes = self.votes.iter().filter(|vote| vote.kind != VoteKind::CarriedOver);
        self.voted.or_else(|| votes.map(|vote| vote.date).min())
    }
}
