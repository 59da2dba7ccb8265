//! The orders, day by day, each with all that came of it.

use std::collections::VecDeque;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, Weekday};

use super::cells::{cents, date, instant, integer, or_null, text};
use super::customers::{Customer, time_of_day};
use super::invoices::{self, Invoice};
use super::lines::{self, Lines};
use super::products::Product;
use super::random::Random;
use super::remarks;
use super::shipments::{self, Shipment};
use crate::edm::Value;

/// The orders of all days, in the order they came in.
pub(super) struct OrderBook {
    random: Random,
    customers: Vec<Customer>,
    products: Vec<Product>,
    first: NaiveDate,
    last: NaiveDate,
    /// The next day to take orders on.
    day: NaiveDate,
    /// The orders still to come of the days before it.
    moments: VecDeque<NaiveDateTime>,
    taken: u32,
}

/// An order and what came of it, as rows of the tables.
pub(super) struct Order {
    /// Row of `orders`.
    pub(super) row: Vec<Value>,
    /// Rows of `order_lines`.
    pub(super) lines: Vec<Vec<Value>>,
    /// Row of `invoices`.
    pub(super) invoice: Option<Vec<Value>>,
    /// Rows of `shipments`.
    pub(super) shipments: Vec<Vec<Value>>,
}

/// What the rest of an order's rows depend on.
pub(super) struct Head {
    /// `order_id`
    pub(super) id: u32,
    /// `customer_id`
    pub(super) customer: u32,
    /// `currency`
    pub(super) currency: &'static str,
    /// `ordered_at`
    pub(super) at: NaiveDateTime,
    /// The sum of its lines in cents.
    pub(super) net: u32,
    /// Value added tax in cents.
    pub(super) tax: u32,
    /// The weight of all goods.
    pub(super) grams: u32,
}

impl OrderBook {
    /// The book of the days from `first` to `last`.
    pub(super) const fn new(
        random: Random,
        customers: Vec<Customer>,
        products: Vec<Product>,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Self {
        Self { random, customers, products, first, last, day: first, moments: VecDeque::new(), taken: 0 }
    }

    /// When the next order comes in.
    fn next_moment(&mut self) -> Option<NaiveDateTime> {
        while self.moments.is_empty() && self.day <= self.last {
            let weeks = u32::try_from((self.day - self.first).num_weeks()).unwrap_or(0);
            let count = match self.day.weekday() {
                Weekday::Sun => 0,
                Weekday::Sat => self.random.below(3),
                _ => 7 + weeks / 30 + self.random.below(5),
            };
            let mut moments: Vec<_> =
                (0..count).map(|_| self.day.and_time(time_of_day(&mut self.random))).collect();
            moments.sort_unstable();
            self.moments.extend(moments);
            self.day = self.day + Days::new(1);
        }
        self.moments.pop_front()
    }

    /// Who orders on `day`: one of those who were customers by then, the old ones more often.
    fn customer_on(&mut self, day: NaiveDate) -> Option<usize> {
        let known = self.customers.partition_point(|customer| customer.since <= day);
        let recent = day.year() >= 2024;
        for _ in 0..20 {
            let drawn = self.random.mostly_low(u32::try_from(known).unwrap_or(u32::MAX)) as usize;
            if self.customers.get(drawn).is_some_and(|customer| customer.is_active || !recent) {
                return Some(drawn);
            }
        }
        (known > 0).then_some(0)
    }
}

impl Iterator for OrderBook {
    type Item = Order;

    fn next(&mut self) -> Option<Order> {
        let at = self.next_moment()?;
        let drawn = self.customer_on(at.date())?;
        let customer = self.customers.get(drawn)?;
        let random = &mut self.random;
        let id = 10_001 + self.taken;
        self.taken += 1;

        let Lines { rows, net, grams } = lines::of_order(id, at.date(), customer, &self.products, random);
        let tax = if customer.country.code == "NL" { (net * 21 + 50) / 100 } else { 0 };
        let head =
            Head { id, customer: customer.id, currency: customer.country.currency, at, net, tax, grams };
        let cancelled = random.chance(4);
        let shipments = if cancelled {
            Vec::new()
        } else {
            shipments::of_order(&head, customer.country, self.last, random)
        };
        let invoice =
            shipments.first().map(|first| invoices::of_order(&head, first.at.date(), self.last, random));
        let status = match (&invoice, cancelled) {
            (_, true) => "Cancelled",
            (Some(invoice), _) if invoice.paid_on.is_some() => "Closed",
            (Some(_), _) => "Shipped",
            (None, _) if (self.last - at.date()).num_days() < 3 && random.chance(25) => "Draft",
            (None, _) if random.chance(60) => "Confirmed",
            (None, _) => "Picking",
        };
        let row = row(&head, status, &shipments, invoice.as_ref(), random);
        Some(Order {
            row,
            lines: rows,
            invoice: invoice.map(|invoice| invoice.row),
            shipments: shipments.into_iter().map(|shipment| shipment.row).collect(),
        })
    }
}

fn row(
    head: &Head,
    status: &str,
    shipments: &[Shipment],
    invoice: Option<&Invoice>,
    random: &mut Random,
) -> Vec<Value> {
    let sent = shipments.last().map(|shipment| shipment.at);
    let paid = invoice.and_then(|invoice| invoice.paid_on).map(|day| day.and_time(head.at.time()));
    let reference = match random.below(10) {
        0..4 => None,
        4..8 => Some(random.digits("PO-######")),
        8 => Some(random.digits("Best.-Nr. ##/####")),
        _ => Some(random.digits("注文##-###")),
    };
    vec![
        integer(head.id),
        text(format!("SO-{}-{:05}", head.at.year(), head.id)),
        integer(head.customer),
        text(status),
        or_null(
            random.chance(93).then(|| random.pick(&["Web", "Web", "EDI", "E-mail", "Phone", "Fair"])),
            text,
        ),
        instant(head.at),
        or_null(
            random.chance(55).then(|| head.at.date() + Days::new(u64::from(random.between(5, 40)))),
            date,
        ),
        or_null(reference, text),
        Value::Boolean(random.chance(6)),
        text(head.currency),
        cents(head.net),
        cents(head.tax),
        cents(head.net + head.tax),
        or_null(random.chance(12).then(|| random.pick(remarks::ORDER)), text),
        instant(paid.max(sent).map_or(head.at, |at| at.max(head.at))),
    ]
}
