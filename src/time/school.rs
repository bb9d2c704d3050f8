//! School holidays, as a document gives them.

use super::Period;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Where a school calendar holds (*zone de vacances scolaires*). The ministry publishes one for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SchoolZone {
    /// *Zone A*: Besançon, Bordeaux, Clermont-Ferrand, Dijon, Grenoble, Limoges, Lyon, Poitiers.
    A,
    /// *Zone B*: Aix-Marseille, Amiens, Lille, Nancy-Metz, Nantes, Nice, Normandie, Orléans-Tours, Reims, Rennes,
    /// Strasbourg.
    B,
    /// *Zone C*: Créteil, Montpellier, Paris, Toulouse, Versailles.
    C,
    /// *Corse*.
    Corsica,
    /// *Guadeloupe*.
    Guadeloupe,
    /// *Guyane*.
    Guyane,
    /// *Martinique*.
    Martinique,
    /// *Mayotte*.
    Mayotte,
    /// *La Réunion*.
    Reunion,
    /// *Saint-Pierre-et-Miquelon*.
    SaintPierreAndMiquelon,
    /// *Nouvelle-Calédonie*.
    NewCaledonia,
    /// *Polynésie française*.
    FrenchPolynesia,
    /// *Wallis-et-Futuna*.
    WallisAndFutuna,
}

/// One break of a school calendar (*vacances scolaires*). The crate carries no dates of its own: the ministry fixes them
/// by order a few years ahead, and a document lists those it needs.
///
/// ```
/// use portefeuille::time::{SchoolHolidays, SchoolZone};
///
/// let winter = SchoolHolidays::new(SchoolZone::A, "Vacances d'hiver", "2026-02-07/2026-02-23".parse()?);
/// assert!(winter.overlaps("2026-02-10".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SchoolHolidays {
    /// Where it holds.
    pub zone: SchoolZone,
    /// Name people use.
    pub name: String,
    /// From the first day without classes up to, not including, the day they resume.
    pub period: Period,
}

impl SchoolHolidays {
    /// A break of a zone.
    pub fn new(zone: SchoolZone, name: impl Into<String>, period: Period) -> Self {
        Self { zone, name: name.into(), period }
    }

    /// Whether a day lies in it.
    pub fn overlaps(&self, day: NaiveDate) -> bool {
        self.period.contains(day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_resume_on_the_day_it_ends() {
        let winter = SchoolHolidays::new(SchoolZone::A, "hiver", "2026-02-07/2026-02-23".parse().expect("a period"));
        for (day, inside) in [("2026-02-06", false), ("2026-02-07", true), ("2026-02-22", true), ("2026-02-23", false)]
        {
            assert_eq!(winter.overlaps(day.parse().expect("a day")), inside, "{day}");
        }
    }
}
