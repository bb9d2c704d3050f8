//! An amount for each stage of spending and of revenue.

use crate::model::LedgerStage;
use crate::quantity::{Currency, Money, QuantityError};

/// One amount for each stage: cancellations are taken off where it is a net amount (*montants par étape*).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stages {
    amounts: [Money; 7],
}

fn position(stage: LedgerStage) -> usize {
    match stage {
        LedgerStage::Committed => 0,
        LedgerStage::Validated => 1,
        LedgerStage::Ordered => 2,
        LedgerStage::Paid => 3,
        LedgerStage::Notified => 4,
        LedgerStage::Billed => 5,
        LedgerStage::Cashed => 6,
    }
}

impl Stages {
    /// Nothing at any stage.
    pub fn zero(currency: Currency) -> Self {
        Self { amounts: [Money::zero(currency); 7] }
    }

    /// The amount at a stage.
    pub fn at(&self, stage: LedgerStage) -> Money {
        self.amounts[position(stage)]
    }

    /// *Engagé*.
    pub fn committed(&self) -> Money {
        self.at(LedgerStage::Committed)
    }

    /// *Liquidé*.
    pub fn validated(&self) -> Money {
        self.at(LedgerStage::Validated)
    }

    /// *Mandaté*.
    pub fn ordered(&self) -> Money {
        self.at(LedgerStage::Ordered)
    }

    /// *Payé*.
    pub fn paid(&self) -> Money {
        self.at(LedgerStage::Paid)
    }

    /// *Notifié*.
    pub fn notified(&self) -> Money {
        self.at(LedgerStage::Notified)
    }

    /// *Titré*.
    pub fn billed(&self) -> Money {
        self.at(LedgerStage::Billed)
    }

    /// *Encaissé*.
    pub fn cashed(&self) -> Money {
        self.at(LedgerStage::Cashed)
    }

    pub(super) fn add(&mut self, stage: LedgerStage, amount: Money) -> Result<(), QuantityError> {
        let slot = &mut self.amounts[position(stage)];
        *slot = slot.checked_add(amount)?;
        Ok(())
    }

    pub(super) fn add_all(&mut self, other: &Self) -> Result<(), QuantityError> {
        for (slot, amount) in self.amounts.iter_mut().zip(other.amounts) {
            *slot = slot.checked_add(amount)?;
        }
        Ok(())
    }
}
