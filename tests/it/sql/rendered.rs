//! The SQL each dialect makes of the same queries, pinned. No database is asked.

use std::fmt::Write as _;

use landbridge::catalog::Engine;
use landbridge::edm::Value;
use landbridge::plan::{Places, plan};
use landbridge::query::Position;
use landbridge::source::Source as _;
use landbridge::source::sql::{Asked, explain};

use super::table::Fixture;

const QUERIES: &[&str] = &[
    "$filter=id eq 7",
    "$filter=id eq 7&$select=id,name,price",
    "$filter=name eq 'x'",
    "$filter=name ne 'x'",
    "$filter=not (name eq 'x')",
    "$filter=name eq null",
    "$filter=name gt 'x'",
    "$filter=not (name gt 'x')",
    "$filter=name in ('a','b','c')",
    "$filter=name in ('a',null)",
    "$filter=code eq 'ab'",
    "$filter=code in ('ab','cd ')",
    "$filter=contains(name,'50%25_x')",
    "$filter=contains(name,'x') eq true",
    "$filter=contains(name,'x') eq false",
    "$filter=startswith(name,'x') or endswith(name,'y')",
    "$filter=indexof(name,'x') eq -1",
    "$filter=contains(name,code)",
    "$filter=substring(name,1,2) eq 'x'",
    "$filter=active",
    "$filter=active eq false",
    "$filter=active ne true",
    "$filter=not (active and qty gt 3)",
    "$filter=(qty gt 3) eq active",
    "$filter=qty gt 2.5",
    "$filter=qty in (1,2,3)",
    "$filter=qty add 1 gt 3",
    "$filter=qty div 2 eq 1",
    "$filter=qty eq id",
    "$filter=qty ne id",
    "$filter=price eq 1.50",
    "$filter=price mul 2 lt 3",
    "$filter=ratio gt 0.5",
    "$filter=round(price) eq 2",
    "$filter=day ge 2024-01-31",
    "$filter=at lt 2024-01-31T12:00:00.1234567Z",
    "$filter=year(at) eq 2024",
    "$filter=tolower(name) eq 'x'",
    "$orderby=name,qty desc&$top=20&$skip=40",
    "$orderby=id desc",
    "$search=acme",
    "$search=acme NOT \"old co\"",
    "$apply=aggregate(qty with sum as s,$count as n)",
    "$apply=groupby((name,code,active))",
    "$apply=filter(qty gt 2)/groupby((name),aggregate(price with sum as s,price with average as a,$count as n))",
    "$apply=groupby((name),aggregate(name with min as a,code with max as b,ratio with max as c,day with min as d))",
    "$apply=groupby((active),aggregate(name with countdistinct as n,qty add 1 with sum as s))",
    "$apply=groupby((name),aggregate(qty with max as m,$count as n))&$filter=n gt 2 and m lt 5 and name ne null&$orderby=n desc&$top=5&$skip=10",
    "$apply=groupby((day),aggregate($count as n))",
    "$apply=groupby((ratio),aggregate($count as n))",
    "$apply=topcount(3,qty)",
];

fn fixture(engine: Engine) -> Fixture {
    let (url, types) = match engine {
        Engine::Postgres => (
            "postgres://nowhere.invalid/db",
            [
                "bigint",
                "character varying(40)",
                "character(4)",
                "boolean",
                "integer",
                "numeric(12,2)",
                "double precision",
                "date",
                "timestamp with time zone",
            ],
        ),
        Engine::MySql | Engine::MariaDb => (
            "mysql://nowhere.invalid/db",
            [
                "bigint(20)",
                "varchar(40)",
                "char(4)",
                "tinyint(1)",
                "int(11)",
                "decimal(12,2)",
                "double",
                "date",
                "datetime(6)",
            ],
        ),
        Engine::Sqlite => (
            "sqlite:nowhere.db",
            [
                "INTEGER",
                "VARCHAR(40)",
                "CHAR(4)",
                "BOOLEAN",
                "INTEGER",
                "DECIMAL(12,2)",
                "REAL",
                "DATE",
                "DATETIME",
            ],
        ),
    };
    let names = ["id", "name", "code", "active", "qty", "price", "ratio", "day", "at"];
    let columns: Vec<_> = names.iter().zip(types).map(|(name, ty)| (*name, ty, *name != "id")).collect();
    Fixture::new(engine, url, "we \"quote` it", &columns)
}

fn rendered(engine: Engine) -> String {
    let fixture = fixture(engine);
    let mut text = String::new();
    for options in QUERIES {
        let mut query = fixture.query(&options.replace(' ', "+"));
        if !options.contains("$select") && query.apply.is_none() {
            query.select = vec![0];
        }
        write(&mut text, &fixture, options, &query);
    }
    // The next page of each kind of order.
    let text_value = |text: &str| Value::String(text.into());
    for (order, keys) in [
        ("id", vec![Value::Integer(7)]),
        ("qty,id", vec![Value::Integer(1), Value::Integer(7)]),
        ("qty desc,id", vec![Value::Integer(1), Value::Integer(7)]),
        ("qty desc,id", vec![Value::Null, Value::Integer(7)]),
        ("name,id", vec![text_value("x"), Value::Integer(7)]),
    ] {
        let options = format!("$orderby={}", order.replace(' ', "+"));
        let mut query = fixture.query(&options);
        query.select = vec![0];
        let heading = format!("{options} after {keys:?}");
        query.after = Some(Position { keys, delivered: 10 });
        write(&mut text, &fixture, &heading, &query);
    }
    let required = fixture.with(|table| table.columns[4].ty.nullable = false);
    let mut query = required.query("$orderby=qty,id");
    query.select = vec![0];
    query.after = Some(Position { keys: vec![Value::Integer(1), Value::Integer(7)], delivered: 10 });
    write(&mut text, &required, "both keys required", &query);
    text
}

fn write(text: &mut String, fixture: &Fixture, heading: &str, query: &landbridge::query::Query) {
    let plan = plan(
        query,
        &Places::new(std::slice::from_ref(&fixture.table), vec![fixture.source.capabilities()]),
        100,
    )
    .unwrap();
    let statement = explain(fixture.engine, &plan.scan, Asked::Rows).unwrap();
    let parameters: Vec<String> = statement.parameters().iter().map(ToString::to_string).collect();
    let evaluator = plan.residual.is_some() || plan.pipeline.is_some();
    let rest = if evaluator { "\n    and the evaluator" } else { "" };
    writeln!(text, "{heading}\n    {}\n    [{}]{rest}", statement.sql(), parameters.join(", ")).unwrap();
}

#[test]
fn postgres_sql() {
    insta::assert_snapshot!(rendered(Engine::Postgres));
}

#[test]
fn mariadb_sql() {
    insta::assert_snapshot!(rendered(Engine::MariaDb));
    assert_eq!(rendered(Engine::MariaDb), rendered(Engine::MySql), "what works on one works on the other");
}

#[test]
fn sqlite_sql() {
    insta::assert_snapshot!(rendered(Engine::Sqlite));
}
