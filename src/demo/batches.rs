//! All rows of the demo, table by table in handy portions, free of any database's types.

use chrono::NaiveDate;

use super::customers::customers;
use super::orders::{Order, OrderBook};
use super::products::products;
use super::random::Random;
use crate::edm::Value;

/// Orders whose rows go into one round of batches.
const ORDERS_A_ROUND: usize = 400;

/// Some rows of one table. Rows referred to come in the same or an earlier batch, except that a
/// customer's `parent_id` may be in its own batch.
pub struct Batch {
    /// The table's name.
    pub table: &'static str,
    /// Rows, each with a value for every column in the order of [`TABLES_SQL`](super::TABLES_SQL):
    /// dates as `Date`, timestamps as `DateTimeOffset` in UTC, amounts as `Decimal`.
    pub rows: Vec<Vec<Value>>,
}

/// All rows, the same ones every time.
pub fn batches() -> impl Iterator<Item = Batch> {
    let mut random = Random::new(1921);
    let (first, last) = (day(2021, 1, 4), day(2026, 10, 30));
    let (customers, customer_rows) = customers(&mut random, first, last).into_iter().unzip();
    let (products, product_rows) = products(&mut random, last).into_iter().unzip();
    let mut book = OrderBook::new(random, customers, products, first, last);
    let rounds = std::iter::from_fn(move || {
        let orders: Vec<Order> = book.by_ref().take(ORDERS_A_ROUND).collect();
        (!orders.is_empty()).then(|| by_table(orders))
    });
    [Batch { table: "customers", rows: customer_rows }, Batch { table: "products", rows: product_rows }]
        .into_iter()
        .chain(rounds.flatten())
}

fn by_table(orders: Vec<Order>) -> [Batch; 4] {
    let [mut heads, mut lines, mut invoices, mut shipments] =
        ["orders", "order_lines", "invoices", "shipments"].map(|table| Batch { table, rows: Vec::new() });
    for order in orders {
        heads.rows.push(order.row);
        lines.rows.extend(order.lines);
        invoices.rows.extend(order.invoice);
        shipments.rows.extend(order.shipments);
    }
    [heads, lines, invoices, shipments]
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use sha2::{Digest, Sha256};

    use super::*;

    /// Whoever changes the rows changes this, and raises `EDITION` in `file.rs` with it.
    #[test]
    fn the_rows_are_those_of_this_edition() {
        let mut text = String::new();
        let mut digest = Sha256::new();
        for batch in batches() {
            for row in batch.rows {
                text.clear();
                writeln!(text, "{} {row:?}", batch.table).unwrap();
                digest.update(&text);
            }
        }
        let digest: String = digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(digest, "56e117d479987bf4");
    }
}
