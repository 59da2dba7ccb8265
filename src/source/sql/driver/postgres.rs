//! PostgreSQL.

use std::str::FromStr as _;
use std::time::Duration;

use bigdecimal::BigDecimal;
use chrono::TimeDelta;
use sqlx::error::{BoxDynError, DatabaseError};
use sqlx::postgres::types::PgInterval;
use sqlx::postgres::{PgArguments, PgConnectOptions, PgRow};
use sqlx::{Arguments as _, ConnectOptions as _, Postgres, Row as _};

use super::super::decode::postgres::PostgresCells;
use super::super::statement::Parameter;
use super::{Driver, Meaning, milliseconds};

impl Driver for Postgres {
    const BEGIN: &'static str = "BEGIN READ WRITE";

    type Cells = PostgresCells;

    fn options(url: &str, statement_timeout: Duration) -> Result<(PgConnectOptions, String), sqlx::Error> {
        let options =
            PgConnectOptions::from_str(url)?.statement_cache_capacity(256).disable_statement_logging();
        let options = match options.get_application_name() {
            Some(_) => options,
            None => options.application_name("landbridge"),
        };
        // The driver asks for UTC itself.
        let session = format!(
            "SET default_transaction_read_only = on; SET statement_timeout = {}; SET standard_conforming_strings = on",
            milliseconds(statement_timeout)
        );
        Ok((options, session))
    }

    fn arguments(parameters: &[Parameter<'_>]) -> Result<PgArguments, BoxDynError> {
        let mut arguments = PgArguments::default();
        arguments.reserve(parameters.len(), 16 * parameters.len());
        for parameter in parameters {
            match parameter {
                Parameter::Null => arguments.add(Option::<&str>::None),
                Parameter::Boolean(v) => arguments.add(v),
                Parameter::Integer(v) => arguments.add(v),
                Parameter::Unsigned(v) => arguments.add(BigDecimal::from(*v)),
                Parameter::Single(v) => arguments.add(v),
                Parameter::Double(v) => arguments.add(v),
                Parameter::Decimal(v) => arguments.add(v.as_ref()),
                Parameter::Text(v) | Parameter::FixedText(v) => arguments.add(v.as_ref()),
                Parameter::Uuid(v) => arguments.add(v),
                Parameter::Date(v) => arguments.add(v),
                Parameter::Time(v) => arguments.add(v),
                Parameter::Span(v) => arguments.add(interval(*v)),
                Parameter::Timestamp(v) => arguments.add(v),
                Parameter::TimestampTz(v) => arguments.add(v),
                Parameter::Binary(v) => arguments.add(*v),
                Parameter::Integers(v) => arguments.add(v),
                Parameter::Texts(v) | Parameter::FixedTexts(v) => {
                    let texts: Vec<&str> = v.iter().map(AsRef::as_ref).collect();
                    arguments.add(texts)
                }
                Parameter::Uuids(v) => arguments.add(v),
            }?;
        }
        Ok(arguments)
    }

    fn number(row: &PgRow) -> Result<i64, sqlx::Error> {
        row.try_get(0)
    }

    fn line(row: &PgRow) -> String {
        row.try_get(0).unwrap_or_default()
    }

    /// By SQLSTATE (PostgreSQL's documentation, appendix A).
    fn meaning(error: &dyn DatabaseError) -> Meaning {
        let code = error.code().unwrap_or_default();
        match code.as_ref() {
            "57014" => Meaning::Timeout,
            "22003" | "22008" | "22012" => Meaning::Computation,
            // A zero character, or one that the database's encoding lacks.
            "22021" | "22P05" => Meaning::Character,
            "57P01" | "57P02" => Meaning::Lost,
            // The table was changed under a prepared statement.
            "0A000" if error.message().contains("cached plan") => Meaning::Lost,
            // The pooler in front of the database has forgotten the prepared statement.
            "26000" => Meaning::Lost,
            "53300" | "57P03" => Meaning::Unavailable,
            "55P03" | "40001" | "40P01" => Meaning::Busy,
            "23505" | "23503" | "23P01" | "23001" => Meaning::Conflict,
            "P0001" => Meaning::Raised,
            code if code.starts_with("22") || code.starts_with("23") || code == "44000" => Meaning::Rejected,
            code if code.starts_with("08") => Meaning::Lost,
            _ => Meaning::Statement,
        }
    }
}

/// As days, which are 24 hours long to comparisons, and microseconds.
fn interval(span: TimeDelta) -> PgInterval {
    let days = span.num_days().clamp(i32::MIN.into(), i32::MAX.into());
    let rest = span - TimeDelta::days(days);
    PgInterval {
        months: 0,
        days: i32::try_from(days).unwrap_or(0),
        microseconds: rest.num_microseconds().unwrap_or(0),
    }
}
