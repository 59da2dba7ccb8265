//! The lines of one order; its net amount is their sum, cent by cent.

use chrono::{Datelike, NaiveDate};

use super::cells::{cents, integer, or_null, text};
use super::customers::Customer;
use super::products::Product;
use super::random::Random;
use super::remarks;
use crate::edm::Value;

/// Price lists are put up by two percent a year; products carry this year's price.
const PRICE_YEAR: i32 = 2026;

/// The lines of one order.
pub(super) struct Lines {
    /// Rows of `order_lines`.
    pub(super) rows: Vec<Vec<Value>>,
    /// The sum of their amounts in cents.
    pub(super) net: u32,
    /// The weight of all goods.
    pub(super) grams: u32,
}

/// What a customer orders on a day.
pub(super) fn of_order(
    order: u32,
    day: NaiveDate,
    customer: &Customer,
    products: &[Product],
    random: &mut Random,
) -> Lines {
    let mut lines = Lines { rows: Vec::new(), net: 0, grams: 0 };
    let count = if random.chance(1) {
        random.between(15, 40)
    } else {
        random.pick(&[1, 1, 2, 2, 2, 3, 3, 3, 4, 5, 6])
    };
    let range = u32::try_from(products.len()).unwrap_or(u32::MAX);
    for line_no in 1..=count {
        let Some(product) = products.get(random.mostly_low(range) as usize) else { continue };
        let quantity = random.pick(&[1, 2, 2, 4, 6, 6, 10, 12, 12, 24, 48, 144]);
        let price = price_on(day, product);
        let discount = if random.chance(8) { Some(2_000) } else { customer.discount };
        let amount = line_amount(quantity, price, discount.unwrap_or(0));
        lines.net += amount;
        lines.grams += quantity * product.grams;
        lines.rows.push(vec![
            integer(order),
            integer(line_no),
            integer(product.id),
            integer(quantity),
            cents(price),
            or_null(discount, cents),
            cents(amount),
            or_null(random.chance(4).then(|| random.pick(remarks::LINE)), text),
        ]);
    }
    lines
}

fn price_on(day: NaiveDate, product: &Product) -> u32 {
    let years = u32::try_from(PRICE_YEAR - day.year()).unwrap_or(0);
    product.cents * (100 - 2 * years) / 100
}

/// Quantity times price in cents, less `discount` hundredths of a percent, rounded half up.
fn line_amount(quantity: u32, price: u32, discount: u32) -> u32 {
    let exact = u64::from(quantity) * u64::from(price) * u64::from(10_000 - discount);
    u32::try_from((exact + 5_000) / 10_000).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::line_amount;

    #[test]
    fn amounts_are_rounded_half_up() {
        for (quantity, price, discount, amount) in [
            (3, 1_999, 0, 5_997),
            (1, 1_999, 2_000, 1_599),
            (1, 100, 150, 99),
            (1, 101, 5_000, 51),
            (144, 32_900, 0, 4_737_600),
        ] {
            assert_eq!(line_amount(quantity, price, discount), amount, "{quantity} × {price} − {discount}");
        }
    }
}
