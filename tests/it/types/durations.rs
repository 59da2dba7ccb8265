//! Durations: spans of time in the database's own type, seconds in numbers, ISO 8601 text.

use chrono::TimeDelta;
use landbridge::catalog::{Engine, NamedTypes};
use landbridge::edm::{PrimitiveType, Value, parse};

use super::{found, refused};
use crate::support::peers::encoded;
use crate::support::stage::{Stage, Tables, with_staged_peers};
use crate::support::variety::{date, instant};

/// Tide, Span, Whole, Exact, Text; Day, At. Keys from one. All durations but `Whole` are the same.
type Row = (Option<&'static str>, Option<i64>, Option<&'static str>, Option<&'static str>);

const ROWS: &[Row] = &[
    (Some("PT0S"), Some(0), Some("2024-02-28"), Some("2024-02-28T23:00:00Z")),
    (Some("PT12H25M14.200S"), Some(44_714), Some("2024-01-31"), Some("2024-01-31T12:00:00Z")),
    (None, None, None, None),
    (Some("-PT0.000001S"), Some(-1), Some("2023-03-01"), Some("1969-12-31T23:59:59.5Z")),
    (Some("P34DT22H59M59.999999S"), Some(3_020_399), Some("2024-02-29"), Some("2024-02-29T23:59:59.999999Z")),
    (Some("-P34DT22H59M59S"), Some(-3_020_399), Some("2024-12-31"), Some("2024-12-31T23:59:59Z")),
    (Some("P1D"), Some(86_400), Some("2024-02-28"), Some("2024-02-28T00:00:00Z")),
    (Some("PT24H0M0.5S"), Some(86_401), Some("2024-02-29"), Some("2024-02-29T00:00:00Z")),
];

pub(super) const STAYS: Stage = Stage { create, service, rows };

fn create(engine: Engine) -> String {
    let [span, exact, text] = types(engine);
    let moment = match engine {
        Engine::MySql | Engine::MariaDb => "DATETIME(6)",
        Engine::Postgres | Engine::Sqlite => "TIMESTAMP",
    };
    let mut sql = format!(
        "CREATE TABLE stays (id INTEGER PRIMARY KEY, span {span}, whole INTEGER, exact {exact}, iso {text}, \
         day DATE, moment {moment});"
    );
    for (row, id) in ROWS.iter().zip(1..) {
        let (text, whole, day, moment) = *row;
        let quoted = |text: Option<String>| text.map_or("NULL".to_owned(), |text| format!("'{text}'"));
        let length = text.map(span_of);
        let native = length.map(|length| match engine {
            Engine::MySql | Engine::MariaDb => clock(length),
            Engine::Sqlite => text.unwrap_or_default().to_owned(),
            // Days and hours, so that days of 24 hours are compared.
            Engine::Postgres => {
                format!("{} days {}", length.num_days(), clock(length - TimeDelta::days(length.num_days())))
            }
        });
        sql.push_str(&format!(
            "INSERT INTO stays VALUES ({id}, {}, {}, {}, {}, {}, {});",
            quoted(native),
            whole.map_or("NULL".to_owned(), |seconds| seconds.to_string()),
            length.map_or("NULL".to_owned(), seconds),
            quoted(text.map(str::to_owned)),
            quoted(day.map(str::to_owned)),
            quoted(moment.map(|moment| moment.trim_end_matches('Z').replace('T', " "))),
        ));
    }
    sql
}

fn types(engine: Engine) -> [&'static str; 3] {
    match engine {
        Engine::Postgres => ["interval", "numeric(14,6)", "text"],
        Engine::MySql | Engine::MariaDb => ["time(6)", "decimal(14,6)", "varchar(40)"],
        Engine::Sqlite => ["TEXT", "NUMERIC(14,6)", "TEXT"],
    }
}

fn service(engine: Engine) -> String {
    let [span, exact, text] = types(engine);
    format!(
        "  entitySets:
    Stays:
      table: stays
      key: [ID]
      properties:
        ID: {{ column: id, type: Edm.Int32 }}
        Span: {{ column: span, type: Edm.Duration, precision: 6, dbType: {span} }}
        Whole: {{ column: whole, type: Edm.Duration, precision: 0, dbType: integer }}
        Exact: {{ column: exact, type: Edm.Duration, dbType: \"{exact}\" }}
        Iso: {{ column: iso, type: Edm.Duration, dbType: {text} }}
        Day: {{ column: day, type: Edm.Date, dbType: date }}
        Moment: {{ column: moment, type: Edm.DateTimeOffset, precision: 6 }}
",
    )
    .replace(
        "type: Edm.DateTimeOffset, precision: 6",
        match engine {
            Engine::Postgres => "type: Edm.DateTimeOffset, precision: 6, dbType: timestamp",
            _ => "type: Edm.DateTimeOffset, precision: 6, dbType: datetime(6)",
        },
    )
}

fn rows(_: &NamedTypes) -> Tables {
    let row = |(row, id): (&Row, i64)| {
        let (text, whole, day, moment) = *row;
        let or_null = |value: Option<Value>| value.unwrap_or(Value::Null);
        let length = || or_null(text.map(|text| Value::Duration(span_of(text))));
        vec![
            Value::Integer(id),
            length(),
            or_null(whole.map(|seconds| Value::Duration(TimeDelta::seconds(seconds)))),
            length(),
            length(),
            or_null(day.map(date)),
            or_null(moment.map(instant)),
        ]
    };
    vec![("Stays", ROWS.iter().zip(1..).map(row).collect())]
}

fn span_of(text: &str) -> TimeDelta {
    match parse::value(text, PrimitiveType::Duration) {
        Some(Value::Duration(length)) => length,
        other => panic!("{text}: {other:?}"),
    }
}

fn seconds(length: TimeDelta) -> String {
    let sign = if length < TimeDelta::zero() { "-" } else { "" };
    format!("{sign}{}.{:06}", length.abs().num_seconds(), length.abs().subsec_nanos() / 1_000)
}

fn clock(length: TimeDelta) -> String {
    let sign = if length < TimeDelta::zero() { "-" } else { "" };
    let whole = length.abs().num_seconds();
    let micros = length.abs().subsec_nanos() / 1_000;
    format!("{sign}{}:{:02}:{:02}.{micros:06}", whole / 3_600, whole / 60 % 60, whole % 60)
}

#[tokio::test]
async fn durations_are_answered_in_one_form() {
    let two = r#"{"@odata.context":"https://yard.example/odata/$metadata#Stays/$entity","ID":2,"Span":"PT12H25M14.200S","Whole":"PT12H25M14S","Exact":"PT12H25M14.200S","Iso":"PT12H25M14.200S","Day":"2024-01-31","Moment":"2024-01-31T12:00:00Z"}"#;
    with_staged_peers(&STAYS, "standard", async |peers| {
        assert_eq!(peers.ask("Stays(2)").await.body, two);
        let eight = peers.ask("Stays(8)").await.json();
        assert_eq!(eight["Iso"], "P1DT0.500S");
        assert_eq!(peers.ask("Stays(5)/Span/$value").await.body, "P34DT22H59M59.999999S");
        peers.ask("Stays").await.rows();
    })
    .await;
}

#[tokio::test]
async fn comparisons_orders_and_arithmetic() {
    with_staged_peers(&STAYS, "standard", async |peers| {
        for property in ["Span", "Exact", "Iso"] {
            for (filter, expected) in [
                // 5.1.1.14.1: in 4.01 with or without the prefix.
                ("P eq duration'PT12H25M14.2S'", &[2][..]),
                ("P eq 'PT12H25M14.200S'", &[2]),
                ("P eq duration'PT24H'", &[7]),
                ("P eq duration'PT1440M'", &[7]),
                ("P ne duration'P1D'", &[1, 2, 3, 4, 5, 6, 8]),
                ("P eq null", &[3]),
                ("P gt duration'P1D'", &[5, 8]),
                ("P ge duration'P1D'", &[5, 7, 8]),
                ("P lt duration'PT0S'", &[4, 6]),
                ("P lt duration'PT0.0000001S'", &[1, 4, 6]),
                ("P gt duration'-PT0.0000001S'", &[1, 2, 5, 7, 8]),
                ("P gt duration'-PT0.0000011S'", &[1, 2, 4, 5, 7, 8]),
                ("P lt duration'P36500000D'", &[1, 2, 4, 5, 6, 7, 8]),
                ("P gt duration'-P36500000D'", &[1, 2, 4, 5, 6, 7, 8]),
                ("P lt duration'P106751991167D'", &[1, 2, 4, 5, 6, 7, 8]),
                ("P gt duration'P106751991167D'", &[]),
                ("P in (duration'P1D','PT0S',null)", &[1, 3, 7]),
                // 5.1.1.2: arithmetic
                ("P add duration'PT0.000001S' eq duration'PT0S'", &[4]),
                ("P sub P eq duration'PT0S'", &[1, 2, 4, 5, 6, 7, 8]),
                ("P mul 2 eq duration'P2D'", &[7]),
                ("P divby 2 eq duration'PT12H'", &[7]),
                ("-P eq duration'P34DT22H59M59S'", &[6]),
                ("Moment add P gt 2024-03-01T00:00:00Z", &[5, 6, 8]),
                ("Moment sub P eq 2024-02-27T00:00:00Z", &[7]),
                ("Day add P eq 2024-02-29", &[7]),
                ("Day sub duration'P1D' eq 2024-02-28", &[5, 8]),
                // 5.1.1.8.13 totalseconds
                ("totalseconds(P) eq 44714.2", &[2]),
                ("totalseconds(P) lt 0", &[4, 6]),
                ("cast(P,Edm.String) eq 'P1D'", &[7]),
                ("P eq Exact", &[1, 2, 3, 4, 5, 6, 7, 8]),
                ("P gt Whole", &[2, 4, 5]),
            ] {
                let filter =
                    filter.replace("P ", &format!("{property} ")).replace("(P", &format!("({property}"));
                let filter = filter.replace("-P ", &format!("-{property} "));
                assert_eq!(found(peers, "Stays", &filter).await, expected, "{filter}");
            }
            for (order, expected) in [("", [3, 6, 4, 1, 2, 7, 8, 5]), (" desc", [5, 8, 7, 2, 1, 4, 6, 3])] {
                let address = format!(
                    "Stays?$select=ID,{property}&$orderby={}",
                    encoded(&format!("{property}{order}"))
                );
                let pages = peers.ask_pages(&address, 3).await;
                let ids: Vec<_> = pages.iter().map(|row| row["ID"].as_i64().unwrap()).collect();
                assert_eq!(ids, expected, "{property}{order}");
            }
        }
        for (filter, expected) in [
            ("Whole eq duration'P1D'", &[7][..]),
            ("Whole eq duration'PT0.5S'", &[]),
            ("Whole lt duration'PT0.5S'", &[1, 4, 6]),
            ("Whole gt duration'-PT0.5S'", &[1, 2, 5, 7, 8]),
            ("Moment sub 2024-02-28T00:00:00Z gt Whole", &[1, 6]),
        ] {
            assert_eq!(found(peers, "Stays", filter).await, expected, "{filter}");
        }
        for filter in ["Span eq 'P1M'", "Span eq 1", "Span add 1 eq Span", "Span gt Day", "hour(Span) eq 1"] {
            assert_eq!(refused(peers, "Stays", filter).await, (400, "\"InvalidRequest\"".into()), "{filter}");
        }
    })
    .await;
}

/// Salesforce cannot sync durations: they are published as their text.
#[tokio::test]
async fn salesforce_is_given_text() {
    with_staged_peers(&STAYS, "salesforce", async |peers| {
        for property in ["Span", "Exact", "Iso"] {
            for (filter, expected) in [
                ("P eq 'P1D'", &[7][..]),
                ("P eq 'PT24H'", &[]),
                ("P ne 'P1D'", &[1, 2, 3, 4, 5, 6, 8]),
                ("P eq ''", &[3]),
                ("P eq 'P1D' or P eq 'PT0S'", &[1, 7]),
                ("startswith(P,'P1')", &[7, 8]),
                ("P gt 'PT'", &[1, 2]),
            ] {
                let filter =
                    filter.replace("P ", &format!("{property} ")).replace("(P,", &format!("({property},"));
                assert_eq!(found(peers, "Stays", &filter).await, expected, "{filter}");
            }
        }
        assert_eq!(peers.ask("Stays(8)").await.json()["Span"], "P1DT0.500S");
    })
    .await;
}
