//! The text form of dates, times, instants and durations, to the nanosecond (ABNF rules
//! `dateValue`, `timeOfDayValue`, `dateTimeOffsetValue`, `durationValue`). Knows no other type.

use std::fmt::Write as _;
use std::str::FromStr;

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Timelike, Utc};

use super::super::duration::{nanoseconds, of_nanoseconds};

/// `yyyy-mm-dd`
pub(super) fn print_date(date: NaiveDate) -> String {
    let sign = if date.year() < 0 { "-" } else { "" };
    format!("{sign}{:04}-{:02}-{:02}", date.year().unsigned_abs(), date.month(), date.day())
}

/// `hh:mm:ss[.f]`
pub(super) fn print_time(time: NaiveTime) -> String {
    format!("{}{}", time.format("%H:%M:%S"), fraction(time.nanosecond()))
}

/// `yyyy-mm-ddThh:mm:ss[.f]Z`
pub(super) fn print_instant(instant: DateTime<Utc>) -> String {
    format!("{}T{}Z", print_date(instant.date_naive()), print_time(instant.time()))
}

/// `[-]P[nD][T[nH][nM][n[.f]S]]`, zero as `PT0S`.
pub(super) fn print_duration(duration: TimeDelta) -> String {
    let total = nanoseconds(duration);
    let rest = total.unsigned_abs();
    let (seconds, nanosecond) = (rest / 1_000_000_000, rest % 1_000_000_000);
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
    let mut text = String::from(if total < 0 { "-P" } else { "P" });
    if days > 0 {
        let _ = write!(text, "{days}D");
    }
    if total == 0 || !rest.is_multiple_of(86_400_000_000_000) {
        text.push('T');
        if hours > 0 {
            let _ = write!(text, "{hours}H");
        }
        if minutes > 0 {
            let _ = write!(text, "{minutes}M");
        }
        let second = seconds % 60;
        if total == 0 || second > 0 || nanosecond > 0 {
            let fraction = fraction(u32::try_from(nanosecond).unwrap_or_default());
            let _ = write!(text, "{second}{fraction}S");
        }
    }
    text
}

/// `[-]yyyy-mm-dd`; years have four digits or more.
pub(super) fn parse_date(text: &str) -> Option<NaiveDate> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let (year, rest) = rest.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    if year.len() < 4 || (year.len() > 4 && year.starts_with('0')) {
        return None;
    }
    NaiveDate::from_ymd_opt(sign * digits::<i32>(year, year.len())?, digits(month, 2)?, digits(day, 2)?)
}

/// `hh:mm[:ss[.f]]`
pub(super) fn parse_time(text: &str) -> Option<NaiveTime> {
    let (hour, rest) = text.split_once(':')?;
    let (minute, second) = match rest.split_once(':') {
        Some((minute, second)) => (minute, second),
        None => (rest, "00"),
    };
    let (second, fraction) = match second.split_once('.') {
        Some((second, fraction)) => (second, parse_fraction(fraction)?),
        None => (second, 0),
    };
    NaiveTime::from_hms_nano_opt(digits(hour, 2)?, digits(minute, 2)?, digits(second, 2)?, fraction)
}

/// Date, `T`, time and zone; without a zone it is UTC (section 5.1.1.10.1, rule 11).
pub(super) fn parse_instant(text: &str) -> Option<DateTime<Utc>> {
    let (date, rest) = text.split_once(['T', 't'])?;
    let (time, offset) = match rest.find(['Z', 'z', '+', '-']) {
        Some(at) => (rest.get(..at)?, parse_offset(rest.get(at..)?)?),
        None => (rest, TimeDelta::zero()),
    };
    Some(parse_date(date)?.and_time(parse_time(time)?).checked_sub_signed(offset)?.and_utc())
}

/// `[sign]P[nD][T[nH][nM][n[.f]S]]`, with one part at least.
pub(super) fn parse_duration(text: &str) -> Option<TimeDelta> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text).strip_prefix(['P', 'p'])?;
    let (days, rest) = match unsigned.split_once(['T', 't']) {
        Some((_, "")) => return None,
        Some((days, rest)) => (days, rest),
        None if unsigned.is_empty() => return None,
        None => (unsigned, ""),
    };
    let (days, left) = part(days, ['D', 'd'])?;
    let (hours, rest) = part(rest, ['H', 'h'])?;
    let (minutes, rest) = part(rest, ['M', 'm'])?;
    let (seconds, nanosecond) = match rest.split_once('.') {
        Some((seconds, fraction)) => {
            (digits(seconds, seconds.len())?, parse_fraction(fraction.strip_suffix(['S', 's'])?)?)
        }
        None => match part(rest, ['S', 's'])? {
            (seconds, "") => (seconds, 0),
            _ => return None,
        },
    };
    let total = days
        .checked_mul(24)?
        .checked_add(hours)?
        .checked_mul(60)?
        .checked_add(minutes)?
        .checked_mul(60)?
        .checked_add(seconds)?;
    let total = i128::from(total) * 1_000_000_000 + i128::from(nanosecond);
    if !left.is_empty() {
        return None;
    }
    of_nanoseconds(if text.starts_with('-') { -total } else { total })
}

/// A fraction of a second with its point, without trailing zeros; nothing for zero. A leap second
/// (a billion nanoseconds and more) has no literal; it is told as the second before.
fn fraction(nanosecond: u32) -> String {
    match nanosecond % 1_000_000_000 {
        0 => String::new(),
        nanosecond => format!(".{nanosecond:09}").trim_end_matches('0').to_owned(),
    }
}

/// `Z` or a sign, hours and minutes, up to 14 hours.
fn parse_offset(text: &str) -> Option<TimeDelta> {
    if text.eq_ignore_ascii_case("z") {
        return Some(TimeDelta::zero());
    }
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let (hours, minutes) = (digits::<i64>(hours, 2)?, digits::<i64>(minutes, 2)?);
    if hours > 14 || minutes > 59 {
        return None;
    }
    let offset = TimeDelta::minutes(hours * 60 + minutes);
    Some(if text.starts_with('-') { -offset } else { offset })
}

/// The number before a unit and what follows it; zero and the whole text without the unit.
fn part(text: &str, unit: [char; 2]) -> Option<(i64, &str)> {
    match text.split_once(unit) {
        Some((number, rest)) => Some((digits(number, number.len())?, rest)),
        None => Some((0, text)),
    }
}

/// Digits behind the point as nanoseconds; `None` if there are more than nanoseconds can tell.
fn parse_fraction(text: &str) -> Option<u32> {
    let significant = text.trim_end_matches('0');
    if text.is_empty() || significant.len() > 9 {
        return None;
    }
    digits(&format!("{significant:0<9}"), 9)
}

/// Exactly `length` decimal digits, one at least.
fn digits<N: FromStr>(text: &str, length: usize) -> Option<N> {
    if text.is_empty() || text.len() != length || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}
