//! The hand-written handler for three levels: one statement a level, put together by hash maps.

use std::collections::HashMap;

use actix_web::{HttpResponse, web};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use serde_json::value::RawValue;
use sqlx::postgres::PgPool;

#[derive(Serialize)]
struct Depot {
    #[serde(rename = "DepotID")]
    depot_id: i32,
    #[serde(rename = "RegionID")]
    region_id: i32,
    #[serde(rename = "Name")]
    name: String,
    #[serde(rename = "Bays")]
    bays: Vec<Bay>,
}

#[derive(Serialize)]
struct Bay {
    #[serde(rename = "BayID")]
    bay_id: i32,
    #[serde(rename = "DepotID")]
    depot_id: i32,
    #[serde(rename = "Label")]
    label: Option<String>,
    #[serde(rename = "Area")]
    area: Box<RawValue>,
    #[serde(rename = "Pallets")]
    pallets: Vec<Pallet>,
}

#[derive(Serialize)]
struct Pallet {
    #[serde(rename = "PalletID")]
    pallet_id: i32,
    #[serde(rename = "BayID")]
    bay_id: i32,
    #[serde(rename = "Goods")]
    goods: String,
    #[serde(rename = "PackedAt")]
    packed_at: String,
}

#[derive(Serialize)]
struct Page {
    #[serde(rename = "@odata.context")]
    context: &'static str,
    value: Vec<Depot>,
}

pub(super) async fn region(pool: web::Data<PgPool>, region: web::Path<i32>) -> HttpResponse {
    let depots: Vec<(i32, i32, String)> = sqlx::query_as(
        "SELECT depot_id, region_id, name FROM depots WHERE region_id = $1 ORDER BY depot_id LIMIT $2",
    )
    .bind(*region)
    .bind(2_001_i64)
    .fetch_all(pool.get_ref())
    .await
    .expect("depots");
    let ids: Vec<i32> = depots.iter().map(|depot| depot.0).collect();
    let bays: Vec<(i32, i32, Option<String>, bigdecimal::BigDecimal)> = sqlx::query_as(
        "SELECT bay_id, depot_id, label, area FROM bays WHERE depot_id = ANY($1) ORDER BY bay_id",
    )
    .bind(ids)
    .fetch_all(pool.get_ref())
    .await
    .expect("bays");
    let ids: Vec<i32> = bays.iter().map(|bay| bay.0).collect();
    let pallets: Vec<(i32, i32, String, DateTime<Utc>)> = sqlx::query_as(
        "SELECT pallet_id, bay_id, goods, packed_at FROM pallets WHERE bay_id = ANY($1) ORDER BY pallet_id",
    )
    .bind(ids)
    .fetch_all(pool.get_ref())
    .await
    .expect("pallets");

    let mut of_bay: HashMap<i32, Vec<Pallet>> = HashMap::new();
    for (pallet_id, bay_id, goods, packed_at) in pallets {
        let packed_at = packed_at.to_rfc3339_opts(SecondsFormat::Secs, true);
        of_bay.entry(bay_id).or_default().push(Pallet { pallet_id, bay_id, goods, packed_at });
    }
    let mut of_depot: HashMap<i32, Vec<Bay>> = HashMap::new();
    for (bay_id, depot_id, label, area) in bays {
        let area = RawValue::from_string(area.with_scale(2).to_plain_string()).expect("a number");
        let pallets = of_bay.remove(&bay_id).unwrap_or_default();
        of_depot.entry(depot_id).or_default().push(Bay { bay_id, depot_id, label, area, pallets });
    }
    let value = depots
        .into_iter()
        .map(|(depot_id, region_id, name)| {
            let bays = of_depot.remove(&depot_id).unwrap_or_default();
            Depot { depot_id, region_id, name, bays }
        })
        .collect();
    HttpResponse::Ok().json(Page { context: "http://localhost/$metadata#Depots", value })
}
