//! The hand-written handler for totals: one grouping statement. It asks for groups and order by code point
//! as Landbridge does, whatever the collation of the column; the database pays some 5 to 10 % for that here.

use actix_web::{HttpResponse, web};
use serde::Serialize;
use serde_json::value::RawValue;
use sqlx::postgres::PgPool;

#[derive(Serialize)]
struct Totals {
    #[serde(rename = "Status")]
    status: String,
    #[serde(rename = "Year@odata.type")]
    year_type: &'static str,
    #[serde(rename = "Year")]
    year: i32,
    #[serde(rename = "Sum@odata.type")]
    sum_type: &'static str,
    #[serde(rename = "Sum")]
    sum: Box<RawValue>,
    #[serde(rename = "N@odata.type")]
    count_type: &'static str,
    #[serde(rename = "N")]
    count: i64,
}

#[derive(Serialize)]
struct Page {
    #[serde(rename = "@odata.context")]
    context: &'static str,
    value: Vec<Totals>,
}

pub(super) async fn totals(pool: web::Data<PgPool>) -> HttpResponse {
    let rows: Vec<(String, i32, bigdecimal::BigDecimal, i64)> = sqlx::query_as(
        "SELECT status COLLATE \"C\", extract(year from placed_at)::int4, sum(total), count(*) FROM orders \
         GROUP BY 1, 2 ORDER BY 1, 2 LIMIT $1",
    )
    .bind(2_001_i64)
    .fetch_all(pool.get_ref())
    .await
    .expect("rows");
    let value = rows
        .into_iter()
        .map(|(status, year, sum, count)| Totals {
            status,
            year_type: "#Int32",
            year,
            sum_type: "#Decimal",
            sum: RawValue::from_string(sum.with_scale(2).to_plain_string()).expect("a number"),
            count_type: "#Decimal",
            count,
        })
        .collect();
    HttpResponse::Ok().json(Page { context: "http://localhost/$metadata#Orders(Status,Year,Sum,N)", value })
}
