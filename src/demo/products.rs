//! The products: each kind of ware in several lines, finishes and sizes.

use chrono::{Days, NaiveDate};

use super::cells::{cents, date, grams, instant, integer, or_null, text};
use super::customers::time_of_day;
use super::random::Random;
use super::wares::{FINISHES, LINES, PRAISE, WARES, Ware};
use crate::edm::Value;

/// How many there are of each kind of ware.
const PER_WARE: u32 = 20;

/// What orders need to know of a product.
pub(super) struct Product {
    /// `product_id`
    pub(super) id: u32,
    /// `unit_price` in cents.
    pub(super) cents: u32,
    /// Weight in grams, whether or not the row tells it.
    pub(super) grams: u32,
}

/// All products, each with its row. `last` is the day of the last order.
pub(super) fn products(random: &mut Random, last: NaiveDate) -> Vec<(Product, Vec<Value>)> {
    let kinds = (0..PER_WARE).flat_map(|round| WARES.iter().map(move |ware| (round, ware)));
    kinds
        .zip(501..)
        .map(|((round, ware), id)| {
            let product = Product {
                id,
                // Prices end in 0 or 9.
                cents: random.between(ware.cents.0 / 10, ware.cents.1 / 10) * 10 - random.below(2),
                grams: random.between(ware.grams.0, ware.grams.1),
            };
            let row = row(&product, ware, round, random, last);
            (product, row)
        })
        .collect()
}

fn row(product: &Product, ware: &Ware, round: u32, random: &mut Random, last: NaiveDate) -> Vec<Value> {
    let (line, finish, size) = (random.pick(LINES), random.pick(FINISHES), random.pick(ware.sizes));
    let description = match random.below(100) {
        0..10 => None,
        10..90 => Some(praise(random, 2)),
        _ => Some(praise(random, 10)),
    };
    let letter = random.pick(&['A', 'B', 'C', 'X']);
    let discontinued = random.chance(9);
    let introduced = last - Days::new(u64::from(random.between(200, 7_000)));
    vec![
        integer(product.id),
        text(format!("{}-{:04}-{letter}", ware.prefix, 100 + product.id)),
        text(format!("{line} {}, {finish}, {size}", ware.name)),
        text(ware.category),
        or_null(description, text),
        cents(product.cents),
        or_null(random.chance(90).then_some(product.grams), grams),
        integer(if discontinued { 0 } else { random.mostly_low(900) }),
        or_null((!discontinued && random.chance(80)).then(|| 10 * random.between(1, 12)), integer),
        Value::Boolean(discontinued),
        // The oldest wares were there before anyone wrote down when.
        or_null((round > 2).then_some(introduced), date),
        instant((last - Days::new(u64::from(random.below(190)))).and_time(time_of_day(random))),
    ]
}

fn praise(random: &mut Random, most: u32) -> String {
    let (start, count) = (random.below(10) as usize, random.between(1, most) as usize);
    let sentences: Vec<&str> = PRAISE.iter().copied().cycle().skip(start).take(count).collect();
    sentences.join(" ")
}
