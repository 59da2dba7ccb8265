//! Every ordinary column type of the three engines, read digit for digit.

use landbridge::catalog::Engine;
use landbridge::edm::{Value, ValueRef};
use landbridge::source::Error;

use super::table::Fixture;
use crate::support::databases::{with_mysql, with_postgres, with_sqlite};

/// type, SQL of the value, what is read; `!text` is the misfit found instead
type Case = (&'static str, &'static str, &'static str);

/// One table a case would be slow: all cases are columns of one row, misfits are read one by one.
fn script(cases: &[Case], key: &str) -> String {
    let mut columns = format!("k {key} PRIMARY KEY");
    let mut values = "1".to_owned();
    for (index, (db_type, value, _)) in cases.iter().enumerate() {
        columns.push_str(&format!(", c{index} {db_type} NULL"));
        values.push_str(&format!(", {value}"));
    }
    format!("CREATE TABLE t ({columns}); INSERT INTO t VALUES ({values})")
}

fn show(value: &Value) -> String {
    match value.borrow() {
        ValueRef::Null => "null".into(),
        ValueRef::Boolean(v) => v.to_string(),
        ValueRef::Integer(v) => v.to_string(),
        ValueRef::Single(v) => format!("{v:?}f"),
        ValueRef::Double(v) => format!("{v:?}"),
        ValueRef::Decimal(v) => format!("{v}m"),
        ValueRef::String(v) => format!("'{v}'"),
        ValueRef::Guid(v) => v.to_string(),
        ValueRef::Date(v) => v.to_string(),
        ValueRef::TimeOfDay(v) => v.to_string(),
        ValueRef::DateTimeOffset(v) => v.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true),
        ValueRef::Duration(v) => {
            let mut out = Vec::new();
            landbridge::edm::text::duration(&mut out, v);
            String::from_utf8(out).unwrap()
        }
        ValueRef::Binary(v) => format!("{v:02x?}"),
        ValueRef::Enumeration(v, declared) => declared.text(v).into_owned(),
        ValueRef::Spatial(v) => format!("{v:?}"),
    }
}

async fn check(engine: Engine, url: &str, cases: &[Case]) {
    let names: Vec<String> = (0..cases.len()).map(|index| format!("c{index}")).collect();
    let mut columns = vec![("k", "bigint", false)];
    columns.extend(names.iter().zip(cases).map(|(name, case)| (name.as_str(), case.0, true)));
    let fixture = Fixture::new(engine, url, "t", &columns);
    for (name, (db_type, value, expected)) in names.iter().zip(cases) {
        let read = fixture.rows(&format!("$select={name}")).await;
        let shown = match read {
            Ok(rows) => show(&rows[0][0]),
            Err(Error::Value { found, row, property, .. }) => {
                assert_eq!((row.as_str(), &property), ("(1)", name));
                format!("!{found}")
            }
            Err(error) => format!("{error:?}"),
        };
        assert_eq!(shown, *expected, "{engine:?} {db_type} {value}");
        // What is read is found by, but for floats, which have no exact text of their own.
        if !expected.starts_with('!') && *expected != "null" {
            let literal = literal(&fixture.rows(&format!("$select={name}")).await.unwrap()[0][0]);
            let found = fixture.rows(&format!("$filter={name} eq {literal}&$select=k")).await;
            assert_eq!(found.unwrap().len(), 1, "{engine:?} {db_type} {value} eq {literal}");
            let others = fixture.rows(&format!("$filter={name} ne {literal}&$select=k")).await;
            assert_eq!(others.unwrap().len(), 0, "{engine:?} {db_type} {value} ne {literal}");
        }
    }
}

/// A value as an OData literal, percent-encoded where needed.
fn literal(value: &Value) -> String {
    let text = match value.borrow() {
        ValueRef::String(v) => format!("'{}'", v.replace('\'', "''")),
        ValueRef::Binary(v) => {
            use base64::Engine as _;
            format!("binary'{}'", base64::engine::general_purpose::URL_SAFE.encode(v))
        }
        ValueRef::Duration(_) => format!("duration'{}'", show(value)),
        ValueRef::Single(v) => format!("{v:e}"),
        ValueRef::Double(v) => format!("{v:e}"),
        ValueRef::Decimal(v) => v.into_owned(),
        ValueRef::DateTimeOffset(v) => v.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true),
        _ => show(value),
    };
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b':' | b'\'' | b',' | b'=' => {
                encoded.push(char::from(byte));
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[tokio::test]
async fn postgres_types_are_read_exactly() {
    let cases: &[Case] = &[
        ("boolean", "true", "true"),
        ("boolean", "NULL", "null"),
        ("smallint", "-32768", "-32768"),
        ("integer", "2147483647", "2147483647"),
        ("bigint", "-9223372036854775808", "-9223372036854775808"),
        ("real", "0.1", "0.1f"),
        ("double precision", "0.1", "0.1"),
        ("double precision", "1e300", "1e300"),
        ("numeric(12,2)", "1.5", "1.50m"),
        ("numeric(12,2)", "-0.05", "-0.05m"),
        ("numeric(5)", "12345", "12345m"),
        (
            "numeric",
            "12345678901234567890.123456789012345678901",
            "12345678901234567890.123456789012345678901m",
        ),
        ("numeric", "0.000000000000000000000000000001", "0.000000000000000000000000000001m"),
        ("numeric(20,10)", "10000.00010000", "10000.0001000000m"),
        ("numeric", "100000000", "100000000m"),
        ("numeric", "'NaN'", "!NaN"),
        ("numeric", "'Infinity'", "!Infinity"),
        ("text", "'Ünïcödé 😀 it''s'", "'Ünïcödé 😀 it's'"),
        ("character varying(40)", "' padded '", "' padded '"),
        ("character(5)", "'ab'", "'ab'"),
        ("character(3)", "'   '", "''"),
        ("name", "'n'", "'n'"),
        ("uuid", "'018F4BB1-0000-7000-8000-000000000001'", "018f4bb1-0000-7000-8000-000000000001"),
        ("date", "'1753-01-01'", "1753-01-01"),
        ("date", "'0001-01-01'", "0001-01-01"),
        ("date", "'infinity'", "!infinity"),
        ("time without time zone", "'23:59:59.999999'", "23:59:59.999999"),
        ("time(0) without time zone", "'24:00'", "!the time 24:00:00"),
        ("time with time zone", "'10:00+02'", "'10:00:00+02'"),
        ("timestamp without time zone", "'2024-02-29 12:30:00.123456'", "2024-02-29T12:30:00.123456Z"),
        ("timestamp with time zone", "'2024-02-29 12:30:00+02'", "2024-02-29T10:30:00Z"),
        ("timestamp with time zone", "'1752-12-31 23:59:59.5 UTC'", "1752-12-31T23:59:59.500Z"),
        ("timestamp with time zone", "'-infinity'", "!-infinity"),
        ("bytea", "'\\x00ff'", "[00, ff]"),
        ("integer[]", "'{1,2,NULL}'", "'{1,2,NULL}'"),
        ("jsonb", "'{\"a\": 1}'", "'{\"a\": 1}'"),
        ("json", "'{\"a\":1}'", "'{\"a\":1}'"),
        ("interval", "'-2 days 26:00:00.5'", "-PT21H59M59.500S"),
        ("interval", "'1 mon 2 days'", "!an interval with 1 months, whose length is not known"),
        ("inet", "'10.0.0.1/8'", "'10.0.0.1/8'"),
        ("money", "'12.34'", "'$12.34'"),
        ("bit(4)", "B'1010'", "'1010'"),
        ("mood", "'so-so'", "'so-so'"),
        ("oid", "4294967295", "'4294967295'"),
        ("\"char\"", "'x'", "'x'"),
    ];
    let script = format!("CREATE TYPE mood AS ENUM ('bad', 'so-so'); {}", script(cases, "bigint"));
    with_postgres(&script, async |url| check(Engine::Postgres, url, cases).await).await;
}

#[tokio::test]
async fn mariadb_types_are_read_exactly() {
    let cases: &[Case] = &[
        ("tinyint(1)", "1", "true"),
        ("tinyint(1)", "0", "false"),
        ("tinyint(4)", "-128", "-128"),
        ("tinyint(3) unsigned", "255", "255"),
        ("smallint(5) unsigned", "65535", "65535"),
        ("mediumint(9)", "-8388608", "-8388608"),
        ("mediumint(8) unsigned", "16777215", "16777215"),
        ("int(11)", "-2147483648", "-2147483648"),
        ("int(10) unsigned zerofill", "42", "42"),
        ("bigint(20)", "9223372036854775807", "9223372036854775807"),
        ("bigint(20) unsigned", "18446744073709551615", "18446744073709551615m"),
        ("bit(1)", "b'1'", "true"),
        ("bit(12)", "b'101010101010'", "2730"),
        ("bit(64)", "18446744073709551615", "18446744073709551615m"),
        ("year(4)", "1999", "1999"),
        ("float", "0.1", "0.1f"),
        ("double", "0.1", "0.1"),
        ("decimal(12,2)", "-1.5", "-1.50m"),
        ("decimal(12,2) zerofill", "1.5", "1.50m"),
        ("decimal(30,20)", "0.00000000000000000001", "0.00000000000000000001m"),
        (
            "decimal(65,0)",
            "12345678901234567890123456789012345678901234567890123456789012345",
            "12345678901234567890123456789012345678901234567890123456789012345m",
        ),
        ("varchar(40)", "'Ünïcödé 😀 it''s '", "'Ünïcödé 😀 it's '"),
        ("varchar(40) CHARACTER SET latin1", "'Größe'", "'Größe'"),
        ("char(5)", "'ab'", "'ab'"),
        ("longtext", "'x'", "'x'"),
        ("varchar(9) COLLATE utf8mb4_bin", "'x'", "'x'"),
        ("enum('new','it''s (old)')", "'it''s (old)'", "'it's (old)'"),
        ("set('a','b')", "'a,b'", "'a,b'"),
        ("json", "'{\"a\": 1}'", "'{\"a\": 1}'"),
        ("uuid", "'018F4BB1-0000-7000-8000-000000000001'", "018f4bb1-0000-7000-8000-000000000001"),
        ("inet6", "'::1'", "'::1'"),
        ("date", "'1753-01-01'", "1753-01-01"),
        ("date", "'0000-00-00'", "!the zero date 0000-00-00"),
        ("date", "'2024-00-00'", "!the zero date 2024-00-00"),
        ("time(6)", "'23:59:59.999999'", "23:59:59.999999"),
        ("time", "'00:00:00'", "00:00:00"),
        ("time", "'-100:00:00'", "!the time span of -100 hours"),
        ("datetime(6)", "'2024-02-29 12:30:00.123456'", "2024-02-29T12:30:00.123456Z"),
        ("datetime", "'2024-02-29 00:00:00'", "2024-02-29T00:00:00Z"),
        ("datetime", "'0000-00-00 00:00:00'", "!the zero date 0000-00-00"),
        ("timestamp", "'2024-02-29 12:30:00'", "2024-02-29T12:30:00Z"),
        ("varbinary(16)", "x'00ff'", "[00, ff]"),
        ("longblob", "x'ff'", "[ff]"),
    ];
    let script = format!("SET SESSION sql_mode = '', time_zone = '+00:00'; {}", script(cases, "bigint"));
    for engine in [Engine::MariaDb, Engine::MySql] {
        with_mysql(&script, async |url| check(engine, url, cases).await).await;
    }
}

#[tokio::test]
async fn sqlite_values_are_read_for_what_they_are() {
    let cases: &[Case] = &[
        ("BOOLEAN", "1", "true"),
        ("BOOLEAN", "2", "!the number 2"),
        ("BOOLEAN", "'yes'", "!text 'yes'"),
        ("INTEGER", "9223372036854775807", "9223372036854775807"),
        ("INTEGER", "'abc'", "!text 'abc'"),
        ("INTEGER", "1.5", "!the number 1.5"),
        ("INT2", "70000", "!the number 70000"),
        ("INTEGER", "x'00'", "!1 bytes"),
        ("REAL", "0.1", "0.1"),
        ("REAL", "3", "3.0"),
        ("DECIMAL(12,2)", "1.5", "1.50m"),
        ("DECIMAL(12,2)", "3", "3.00m"),
        ("DECIMAL(12,2)", "'12345678.25'", "12345678.25m"),
        ("DECIMAL(12,2)", "'cheap'", "!text 'cheap'"),
        ("NUMERIC", "1e-7", "0.0000001m"),
        ("TEXT", "'Ünïcödé 😀 it''s '", "'Ünïcödé 😀 it's '"),
        ("VARCHAR(10)", "12", "'12'"),
        ("TEXT COLLATE NOCASE", "'AbC'", "'AbC'"),
        ("DATE", "'1753-01-01'", "1753-01-01"),
        ("DATE", "'01.01.2024'", "!text '01.01.2024'"),
        ("DATE", "19723", "!the number 19723"),
        ("TIME", "'23:59:59.123456789'", "23:59:59.123456789"),
        ("DATETIME", "'2024-02-29 12:30:00'", "2024-02-29T12:30:00Z"),
        ("DATETIME", "'2024-02-29T14:30:00.5+02:00'", "2024-02-29T12:30:00.500Z"),
        ("DATETIME", "1709209800", "!the number 1709209800"),
        ("BLOB", "x'00ff'", "[00, ff]"),
        ("BLOB", "'text'", "!text 'text'"),
        ("", "'free'", "'free'"),
        ("", "7", "'7'"),
        ("UUID", "'018f4bb1-0000-7000-8000-000000000001'", "'018f4bb1-0000-7000-8000-000000000001'"),
    ];
    with_sqlite(&script(cases, "INTEGER"), async |url| check(Engine::Sqlite, url, cases).await).await;
}
