//! The shipments of one order: mostly one, sometimes a second for what was missing.

use chrono::{Days, NaiveDate, NaiveDateTime};

use super::cells::{grams, instant, integer, or_null, text};
use super::countries::Country;
use super::customers::{person, time_of_day};
use super::orders::Head;
use super::random::Random;
use crate::edm::Value;

/// Carriers of invented names and the form of their tracking numbers; the own van has none.
const CARRIERS: &[(&str, &str)] = &[
    ("Norrpaket", "NP########SE"),
    ("Rheinkurier", "RK-####-####-####"),
    ("Blue Barge Freight", "BBF#######"),
    ("Vélo-Poste", "VP### ### ###"),
    ("Own van", ""),
];

/// A shipment.
pub(super) struct Shipment {
    /// `shipped_at`
    pub(super) at: NaiveDateTime,
    /// Row of `shipments`.
    pub(super) row: Vec<Value>,
}

/// What has left for `country` by the day `last`, in the order it left.
pub(super) fn of_order(
    head: &Head,
    country: &Country,
    last: NaiveDate,
    random: &mut Random,
) -> Vec<Shipment> {
    let mut shipments = Vec::new();
    let mut day = head.at.date();
    // Half a percent wait for goods that never come.
    let parts = if random.below(200) == 0 { 0 } else { 1 + u32::from(random.chance(12)) };
    for part in 0..parts {
        day = day + Days::new(u64::from(random.between(1, 8)));
        if day > last {
            break;
        }
        let id = head.id * 2 + part;
        shipments.push(shipment(head, id, head.grams / parts, day, country, last, random));
    }
    shipments
}

fn shipment(
    head: &Head,
    id: u32,
    weight: u32,
    day: NaiveDate,
    country: &Country,
    last: NaiveDate,
    random: &mut Random,
) -> Shipment {
    let at = day.and_time(time_of_day(random));
    let (carrier, tracking) = random.pick(CARRIERS);
    let arrival = day + Days::new(u64::from(random.between(1, 6)));
    let delivered = (arrival <= last && !random.chance(1)).then(|| arrival.and_time(time_of_day(random)));
    let received_by = (delivered.is_some() && random.chance(70)).then(|| person(country, random));
    let row = vec![
        integer(id),
        integer(head.id),
        text(carrier),
        or_null((!tracking.is_empty()).then(|| random.digits(tracking)), text),
        integer(1 + weight / 20_000),
        or_null(random.chance(88).then_some(weight), grams),
        instant(at),
        or_null(delivered, instant),
        or_null(received_by, text),
    ];
    Shipment { at, row }
}
