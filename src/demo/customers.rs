//! The customers: shops, oldest first.

use chrono::{Days, NaiveDate, NaiveTime};

use super::cells::{cents, date, instant, integer, or_null, text};
use super::countries::{COUNTRIES, Country};
use super::random::Random;
use super::remarks::note;
use crate::edm::Value;

/// How many there are.
const COUNT: u32 = 1_240;

/// How many of them were there before the first order.
const FOUNDERS: u32 = 700;

/// What orders need to know of a customer.
pub(super) struct Customer {
    /// `customer_id`
    pub(super) id: u32,
    /// Where it is.
    pub(super) country: &'static Country,
    /// `customer_since`; never earlier than the customer before.
    pub(super) since: NaiveDate,
    /// `is_active`
    pub(super) is_active: bool,
    /// Discount in hundredths of a percent.
    pub(super) discount: Option<u32>,
}

/// All customers, each with its row. `first` and `last` are the days of the first and last order.
pub(super) fn customers(
    random: &mut Random,
    first: NaiveDate,
    last: NaiveDate,
) -> Vec<(Customer, Vec<Value>)> {
    let span = u64::try_from((last - first).num_days()).unwrap_or(0);
    (0..COUNT)
        .map(|index| {
            let since = if index < FOUNDERS {
                first - Days::new(u64::from((FOUNDERS - index) * 8 + random.below(8)))
            } else {
                first + Days::new(u64::from(index - FOUNDERS) * span / u64::from(COUNT - FOUNDERS))
            };
            let customer = Customer {
                id: 1_001 + index,
                country: country(random),
                since,
                // The first customer of all buys to this day.
                is_active: index == 0 || !random.chance(7),
                discount: random.chance(35).then(|| random.pick(&[150, 200, 300, 500, 750, 1_250])),
            };
            let row = row(&customer, random, last);
            (customer, row)
        })
        .collect()
}

fn country(random: &mut Random) -> &'static Country {
    let all: u32 = COUNTRIES.iter().map(|country| country.share).sum();
    let mut drawn = random.below(all);
    for country in COUNTRIES {
        if drawn < country.share {
            return country;
        }
        drawn -= country.share;
    }
    random.pick(&COUNTRIES.iter().collect::<Vec<_>>())
}

fn row(customer: &Customer, random: &mut Random, last: NaiveDate) -> Vec<Value> {
    let country = customer.country;
    let city = random.pick(country.cities);
    let name = firm(country, city, random);
    // A branch refers to a head office that was a customer before it.
    let parent =
        (customer.id > 1_050 && random.chance(9)).then(|| 1_001 + random.mostly_low(customer.id - 1_001));
    let mailbox = random.pick(&["orders", "einkauf", "achats", "info", "zakupy"]);
    let age = u32::try_from((last - customer.since).num_days()).unwrap_or(0);
    let updated = last - Days::new(u64::from(random.below(age + 1)));
    let notes = match random.below(100) {
        0..60 => None,
        60..95 => Some(note(random, 3)),
        _ => Some(note(random, 24)),
    };
    vec![
        integer(customer.id),
        text(name),
        or_null(parent, integer),
        or_null((country.in_union() && !random.chance(8)).then(|| random.digits(country.vat_number)), text),
        or_null(random.chance(85).then(|| person(country, random)), text),
        or_null(random.chance(80).then(|| format!("{mailbox}@shop{}.example", customer.id)), text),
        or_null(random.chance(75).then(|| random.digits(country.phone)), text),
        or_null(random.chance(95).then(|| street(country, random)), text),
        or_null(random.chance(95).then(|| random.digits(country.postal_code)), text),
        text(city),
        text(country.code),
        or_null(
            random.chance(70).then(|| random.pick(&[0, 250_000, 500_000, 1_500_000, 10_000_000, 2_499_999])),
            cents,
        ),
        or_null(customer.discount, cents),
        Value::Boolean(customer.is_active),
        date(customer.since),
        or_null(notes, text),
        instant(updated.and_time(time_of_day(random))),
    ]
}

fn firm(country: &Country, city: &str, random: &mut Random) -> String {
    let mut name = random.pick(country.firms).replace("{c}", city);
    while name.contains("{f}") {
        name = name.replacen("{f}", random.pick(country.family), 1);
    }
    name
}

/// A street address in a country.
fn street(country: &Country, random: &mut Random) -> String {
    let pattern = random.pick(country.streets);
    random.digits(pattern)
}

/// The name of someone in a country.
pub(super) fn person(country: &Country, random: &mut Random) -> String {
    let (given, family) = (random.pick(country.given), random.pick(country.family));
    if country.family_first { format!("{family} {given}") } else { format!("{given} {family}") }
}

/// A second between 7 a.m. and 7 p.m.
pub(super) fn time_of_day(random: &mut Random) -> NaiveTime {
    let second = random.between(7 * 3_600, 19 * 3_600 - 1);
    NaiveTime::from_num_seconds_from_midnight_opt(second, 0).unwrap_or(NaiveTime::MIN)
}
