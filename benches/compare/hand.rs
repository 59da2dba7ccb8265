//! What one would write by hand for the two requests: actix-web, sqlx, serde.

use actix_web::{App, HttpResponse, HttpServer, web};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use sqlx::postgres::PgPool;

use super::hand_expand;

#[derive(Serialize)]
struct Order {
    #[serde(rename = "OrderID")]
    order_id: i32,
    #[serde(rename = "CustomerID")]
    customer_id: i32,
    #[serde(rename = "Status")]
    status: String,
    #[serde(rename = "PlacedAt")]
    placed_at: String,
    #[serde(rename = "Total")]
    total: Box<serde_json::value::RawValue>,
    #[serde(rename = "Note")]
    note: Option<String>,
}

#[derive(Serialize)]
struct Page {
    #[serde(rename = "@odata.context")]
    context: &'static str,
    value: Vec<Order>,
}

#[derive(Serialize)]
struct Single {
    #[serde(rename = "@odata.context")]
    context: &'static str,
    #[serde(flatten)]
    order: Order,
}

type Row = (i32, i32, String, DateTime<Utc>, bigdecimal::BigDecimal, Option<String>);

fn order((order_id, customer_id, status, placed_at, total, note): Row) -> Order {
    Order {
        order_id,
        customer_id,
        status,
        placed_at: placed_at.to_rfc3339_opts(SecondsFormat::Secs, true),
        total: serde_json::value::RawValue::from_string(total.with_scale(2).to_plain_string())
            .expect("a number"),
        note,
    }
}

async fn page(pool: web::Data<PgPool>, customer: web::Path<i32>) -> HttpResponse {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT order_id, customer_id, status, placed_at, total, note FROM orders \
         WHERE customer_id = $1 ORDER BY order_id LIMIT $2",
    )
    .bind(i64::from(*customer))
    .bind(50_i64)
    .fetch_all(pool.get_ref())
    .await
    .expect("rows");
    HttpResponse::Ok().json(Page {
        context: "http://localhost/$metadata#Orders",
        value: rows.into_iter().map(order).collect(),
    })
}

async fn single(pool: web::Data<PgPool>, id: web::Path<i32>) -> HttpResponse {
    let row: Option<Row> = sqlx::query_as(
        "SELECT order_id, customer_id, status, placed_at, total, note FROM orders WHERE order_id = $1 LIMIT 2",
    )
    .bind(i64::from(*id))
    .fetch_optional(pool.get_ref())
    .await
    .expect("a row");
    match row {
        Some(row) => HttpResponse::Ok()
            .json(Single { context: "http://localhost/$metadata#Orders/$entity", order: order(row) }),
        None => HttpResponse::NotFound().finish(),
    }
}

/// Serves the hand-written handlers on a free port of the loopback interface; gives the address.
pub(crate) fn start(pool: PgPool, workers: usize) -> String {
    let (send, receive) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let server = HttpServer::new(move || {
                App::new()
                    .app_data(web::Data::new(pool.clone()))
                    .route("/customers/{id}/orders", web::get().to(page))
                    .route("/orders/{id}", web::get().to(single))
                    .route("/regions/{id}/depots", web::get().to(hand_expand::region))
            })
            .workers(workers)
            .bind("127.0.0.1:0")
            .expect("a free port");
            send.send(server.addrs()[0].to_string()).expect("the bench waits");
            server.run().await.expect("the hand-written server runs");
        });
    });
    receive.recv().expect("the hand-written server starts")
}
