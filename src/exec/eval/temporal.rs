//! Date and time functions: a point in time or a duration goes in, a part of it comes out (URL
//! Conventions, section 5.1.1.8). Timestamps are in UTC, so that is the zone parts are taken in.

use bigdecimal::BigDecimal;
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Timelike, Utc};

use crate::edm::Value;
use crate::query::Function;
use crate::source::Error;

use super::duration::nanoseconds;
use super::mismatch;

/// `mindatetime()`: the earliest instant all our databases can hold, 0001-01-01T00:00:00Z.
pub const MIN_DATE_TIME: DateTime<Utc> = instant(-62_135_596_800, 0);

/// `maxdatetime()`: the latest instant all our databases can hold, 9999-12-31T23:59:59.999999Z.
pub const MAX_DATE_TIME: DateTime<Utc> = instant(253_402_300_799, 999_999_000);

/// Calls a date or time function with arguments that are not null.
pub(super) fn call(function: Function, arguments: &[Value]) -> Result<Value, Error> {
    let known = match arguments {
        [] => constant(function),
        [Value::DateTimeOffset(at)] => {
            of_date(function, at.date_naive()).or_else(|| of_time(function, at.time())).or(match function {
                Function::Date => Some(Value::Date(at.date_naive())),
                Function::Time => Some(Value::TimeOfDay(at.time())),
                Function::TotalOffsetMinutes => Some(Value::Integer(0)),
                _ => None,
            })
        }
        [Value::Date(date)] => of_date(function, *date),
        [Value::TimeOfDay(time)] => of_time(function, *time),
        [Value::Duration(duration)] if function == Function::TotalSeconds => {
            Some(Value::Decimal(BigDecimal::new(nanoseconds(*duration).into(), 9).normalized()))
        }
        _ => None,
    };
    known.ok_or_else(|| mismatch(function.name(), arguments))
}

fn constant(function: Function) -> Option<Value> {
    match function {
        Function::MinDateTime => Some(Value::DateTimeOffset(MIN_DATE_TIME)),
        Function::MaxDateTime => Some(Value::DateTimeOffset(MAX_DATE_TIME)),
        _ => None,
    }
}

fn of_date(function: Function, date: NaiveDate) -> Option<Value> {
    let part = match function {
        Function::Year => i64::from(date.year()),
        Function::Month => i64::from(date.month()),
        Function::Day => i64::from(date.day()),
        _ => return None,
    };
    Some(Value::Integer(part))
}

fn of_time(function: Function, time: NaiveTime) -> Option<Value> {
    // A leap second is held as second 59 with a billion nanoseconds or more.
    let leap = time.nanosecond() / 1_000_000_000;
    let part = match function {
        Function::Hour => time.hour(),
        Function::Minute => time.minute(),
        Function::Second => time.second() + leap,
        Function::FractionalSeconds => {
            let nanoseconds = time.nanosecond() % 1_000_000_000;
            return Some(Value::Decimal(BigDecimal::new(nanoseconds.into(), 9).normalized()));
        }
        _ => return None,
    };
    Some(Value::Integer(part.into()))
}

const fn instant(seconds: i64, nanoseconds: u32) -> DateTime<Utc> {
    match DateTime::from_timestamp(seconds, nanoseconds) {
        Some(instant) => instant,
        None => DateTime::UNIX_EPOCH,
    }
}
