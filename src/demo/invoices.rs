//! The invoice of one order: written when goods leave, paid sooner or later, or not yet.

use chrono::{Datelike, Days, NaiveDate};

use super::cells::{cents, date, integer, or_null, text};
use super::orders::Head;
use super::random::Random;
use crate::edm::Value;

/// An invoice.
pub(super) struct Invoice {
    /// `paid_on`
    pub(super) paid_on: Option<NaiveDate>,
    /// Row of `invoices`.
    pub(super) row: Vec<Value>,
}

/// The invoice written on the day `issued`, as it stands on the day `last`.
pub(super) fn of_order(head: &Head, issued: NaiveDate, last: NaiveDate, random: &mut Random) -> Invoice {
    let terms = random.pick(&[14, 30, 30, 30, 60]);
    let due = issued + Days::new(terms);
    let paid =
        issued + Days::new(u64::from(random.between(3, 25))) + Days::new(random.pick(&[0, 7, terms, terms]));
    let paid_on = (paid <= last && !random.chance(1)).then_some(paid);
    let late = (paid_on.unwrap_or(last) - due).num_days();
    let row = vec![
        text(format!("INV-{}-{:05}", issued.year(), head.id)),
        integer(head.id),
        integer(head.customer),
        date(issued),
        date(due),
        or_null(paid_on, date),
        Value::Boolean(paid_on.is_some()),
        // Nobody is reminded in time; then once a fortnight, three times at most.
        or_null((late > 0).then(|| (late / 14).min(3)), integer),
        text(head.currency),
        cents(head.net),
        cents(head.tax),
        cents(head.net + head.tax),
    ];
    Invoice { paid_on, row }
}
