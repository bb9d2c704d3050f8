//! Public holidays of France, and Easter, on which half of them hang.

use super::YEARS;
use chrono::{Datelike, NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

/// Easter Sunday (*dimanche de Pâques*) of a year of the Gregorian calendar; `None` before 1583 and after 9999.
///
/// The Sunday after the first ecclesiastical full moon from 21 March on, by the algorithm of an anonymous correspondent
/// of *Nature*.
///
/// References: "To find Easter", *Nature* 13 (20 April 1876), p. 487; J. Meeus, *Astronomical Algorithms*, 2nd ed.,
/// Willmann-Bell 1998, ch. 8.
///
/// ```
/// use portefeuille::time::easter;
///
/// assert_eq!(easter(2026).map(|day| day.to_string()).as_deref(), Some("2026-04-05"));
/// assert_eq!(easter(1500), None);
/// ```
pub fn easter(year: i32) -> Option<NaiveDate> {
    if !(1583..=9999).contains(&year) {
        return None;
    }
    // Place in the cycle of the moon; century and year within it.
    let (golden, century, rest) = (year % 19, year / 100, year % 100);
    let (leap_centuries, common_centuries) = (century / 4, century % 4);
    let moon_correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - leap_centuries - moon_correction + 15) % 30;
    let weekday = (32 + 2 * common_centuries + 2 * (rest / 4) - epact - rest % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let day = epact + weekday - 7 * late + 114;
    NaiveDate::from_ymd_opt(year, (day / 31) as u32, (day % 31 + 1) as u32)
}

/// A public holiday (*jour férié*) of one year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Holiday {
    /// The day.
    pub date: NaiveDate,
    /// Its French name.
    pub name_fr: &'static str,
    /// Its English name.
    pub name_en: &'static str,
}

/// Days that the law of a place makes public holidays (*jours fériés*). A calendar lists the sets that hold where its
/// people work: `["metropolitan"]`, `["metropolitan", "alsace-moselle"]`, `["metropolitan", "reunion"]`.
///
/// | set | days | in law since | source |
/// | --- | --- | --- | --- |
/// | `metropolitan` | the eleven of the whole country | | *Code du travail*, L3133-1 |
/// | | 1 January; Easter Monday; Ascension; Whit Monday; 14 July; 15 August; 1 November; 25 December | before 1900 | |
/// | | 1 May | 1947 | laws of 30 April 1947 and 29 April 1948 |
/// | | 8 May | 1982 | law 81-893 of 2 October 1981; also 1953 to 1958, between the law of 20 March 1953 and the decree of 11 April 1959 |
/// | | 11 November | 1922 | law of 24 October 1922 |
/// | `alsace-moselle` | adds 26 December | 1892 | L3134-13; ordinance of 16 August 1892 |
/// | `good-friday-alsace-moselle` | adds Good Friday, only in communes with a Protestant temple or a mixed church | 1892 | L3134-13 |
/// | `guadeloupe` | adds 27 May | 1984 | L3422-2; law 83-550 of 30 June 1983, decree 83-1003 of 23 November 1983 |
/// | `martinique` | adds 22 May | 1984 | the same |
/// | `guyane` | adds 10 June | 1984 | the same |
/// | `reunion` | adds 20 December | 1983 | the same |
/// | `mayotte` | adds 27 April | 1984 | the same |
/// | `saint-barthelemy` | adds 9 October | 2012 | decree 2012-553 of 23 April 2012 |
/// | `saint-martin` | adds 27 May, 28 May from 2018 on | 2012 | the same; circulars of 4 May 2018 and 3 May 2019 |
///
/// The overseas days commemorate the abolition of slavery. Whit Monday stays a public holiday in every year: since 2004
/// the law asks for a day of solidarity, and an authority that works it then writes an exception into its calendar. So
/// does one whose custom closes further days (Good Friday in the Antilles, the Muslim feasts of Mayotte), and one that
/// closes on days fixed for a single year, such as 8 May 1965.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum HolidaySet {
    /// The eleven legal holidays of the whole country, overseas included.
    Metropolitan,
    /// Second day of Christmas in Moselle, Bas-Rhin and Haut-Rhin.
    AlsaceMoselle,
    /// Good Friday, in the communes of Moselle, Bas-Rhin and Haut-Rhin that have it.
    GoodFridayAlsaceMoselle,
    /// Guadeloupe.
    Guadeloupe,
    /// Martinique.
    Martinique,
    /// Guyane.
    Guyane,
    /// La Réunion.
    Reunion,
    /// Mayotte.
    Mayotte,
    /// Saint-Barthélemy.
    SaintBarthelemy,
    /// Saint-Martin.
    SaintMartin,
}

/// Where in a year a holiday lies.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// A month and a day of it.
    Fixed(u32, u32),
    /// Days after Easter Sunday, negative before.
    Easter(i64),
}

/// A holiday from a first to a last year.
#[derive(Debug, Clone, Copy)]
struct Rule {
    place: Place,
    first: i32,
    last: i32,
    name_fr: &'static str,
    name_en: &'static str,
}

const fn rule(place: Place, first: i32, last: i32, name_fr: &'static str, name_en: &'static str) -> Rule {
    Rule { place, first, last, name_fr, name_en }
}

const ALWAYS: i32 = *YEARS.start();
const TODAY: i32 = *YEARS.end();

const METROPOLITAN: [Rule; 12] = [
    rule(Place::Fixed(1, 1), ALWAYS, TODAY, "Jour de l'An", "New Year's Day"),
    rule(Place::Easter(1), ALWAYS, TODAY, "Lundi de Pâques", "Easter Monday"),
    rule(Place::Fixed(5, 1), 1947, TODAY, "Fête du Travail", "Labor Day"),
    rule(Place::Fixed(5, 8), 1953, 1958, "Victoire de 1945", "Victory Day"),
    rule(Place::Fixed(5, 8), 1982, TODAY, "Victoire de 1945", "Victory Day"),
    rule(Place::Easter(39), ALWAYS, TODAY, "Ascension", "Ascension Day"),
    rule(Place::Easter(50), ALWAYS, TODAY, "Lundi de Pentecôte", "Whit Monday"),
    rule(Place::Fixed(7, 14), ALWAYS, TODAY, "Fête nationale", "National Day"),
    rule(Place::Fixed(8, 15), ALWAYS, TODAY, "Assomption", "Assumption Day"),
    rule(Place::Fixed(11, 1), ALWAYS, TODAY, "Toussaint", "All Saints' Day"),
    rule(Place::Fixed(11, 11), 1922, TODAY, "Armistice de 1918", "Armistice Day"),
    rule(Place::Fixed(12, 25), ALWAYS, TODAY, "Noël", "Christmas Day"),
];

const ALSACE_MOSELLE: [Rule; 1] =
    [rule(Place::Fixed(12, 26), ALWAYS, TODAY, "Saint-Étienne", "Second Day of Christmas")];
const GOOD_FRIDAY: [Rule; 1] = [rule(Place::Easter(-2), ALWAYS, TODAY, "Vendredi saint", "Good Friday")];

const fn abolition(month: u32, day: u32, first: i32, last: i32) -> Rule {
    rule(Place::Fixed(month, day), first, last, "Abolition de l'esclavage", "Abolition of Slavery Day")
}

const GUADELOUPE: [Rule; 1] = [abolition(5, 27, 1984, TODAY)];
const MARTINIQUE: [Rule; 1] = [abolition(5, 22, 1984, TODAY)];
const GUYANE: [Rule; 1] = [abolition(6, 10, 1984, TODAY)];
const REUNION: [Rule; 1] = [abolition(12, 20, 1983, TODAY)];
const MAYOTTE: [Rule; 1] = [abolition(4, 27, 1984, TODAY)];
const SAINT_BARTHELEMY: [Rule; 1] = [abolition(10, 9, 2012, TODAY)];
const SAINT_MARTIN: [Rule; 2] = [abolition(5, 27, 2012, 2017), abolition(5, 28, 2018, TODAY)];

impl Rule {
    /// The holiday of a year, whose Easter is given.
    fn holiday(&self, year: i32, easter: NaiveDate) -> Option<Holiday> {
        let date = match self.place {
            _ if !(self.first..=self.last).contains(&year) => None,
            Place::Fixed(month, day) => NaiveDate::from_ymd_opt(year, month, day),
            Place::Easter(days) => easter.checked_add_signed(TimeDelta::days(days)),
        }?;
        Some(Holiday { date, name_fr: self.name_fr, name_en: self.name_en })
    }
}

impl HolidaySet {
    /// Every set.
    pub const ALL: [Self; 10] = [
        Self::Metropolitan,
        Self::AlsaceMoselle,
        Self::GoodFridayAlsaceMoselle,
        Self::Guadeloupe,
        Self::Martinique,
        Self::Guyane,
        Self::Reunion,
        Self::Mayotte,
        Self::SaintBarthelemy,
        Self::SaintMartin,
    ];

    /// The holidays of a year by date; none outside 1900 to 2200, nor in years before a day became a holiday.
    ///
    /// Two of them may fall on one date: in 2008 Ascension was on 1 May.
    ///
    /// ```
    /// use portefeuille::time::HolidaySet;
    ///
    /// let days = HolidaySet::Metropolitan.holidays(2027);
    /// assert_eq!(days.len(), 11);
    /// assert_eq!((days[1].name_fr, days[1].date.to_string()), ("Lundi de Pâques", "2027-03-29".to_owned()));
    /// assert_eq!(HolidaySet::Metropolitan.holidays(1981).len(), 10, "8 May came back in 1982");
    /// ```
    pub fn holidays(self, year: i32) -> Vec<Holiday> {
        let mut days: Vec<Holiday> = self.of_year(year).collect();
        days.sort_unstable();
        days
    }

    /// The holidays of a year in no order.
    pub(super) fn of_year(self, year: i32) -> impl Iterator<Item = Holiday> {
        let easter = if YEARS.contains(&year) { easter(year) } else { None };
        self.rules().iter().filter_map(move |rule| rule.holiday(year, easter?))
    }

    /// Whether a day is a holiday of the set.
    pub fn contains(self, day: NaiveDate) -> bool {
        self.of_year(day.year()).any(|holiday| holiday.date == day)
    }

    fn rules(self) -> &'static [Rule] {
        match self {
            Self::Metropolitan => &METROPOLITAN,
            Self::AlsaceMoselle => &ALSACE_MOSELLE,
            Self::GoodFridayAlsaceMoselle => &GOOD_FRIDAY,
            Self::Guadeloupe => &GUADELOUPE,
            Self::Martinique => &MARTINIQUE,
            Self::Guyane => &GUYANE,
            Self::Reunion => &REUNION,
            Self::Mayotte => &MAYOTTE,
            Self::SaintBarthelemy => &SAINT_BARTHELEMY,
            Self::SaintMartin => &SAINT_MARTIN,
        }
    }
}

#[cfg(test)]
mod tests;
