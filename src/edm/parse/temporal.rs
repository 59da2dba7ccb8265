//! Dates, times, instants and durations from text, to the nanosecond (ABNF rules `dateValue`,
//! `timeOfDayValue`, `dateTimeOffsetValue`, `durationValue`). Knows no other type.

use std::str::FromStr;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

/// `[-]yyyy-mm-dd`; years have four digits or more.
#[must_use]
pub fn date(text: &str) -> Option<NaiveDate> {
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
#[must_use]
pub fn time_of_day(text: &str) -> Option<NaiveTime> {
    let (hour, rest) = text.split_once(':')?;
    let (minute, second) = match rest.split_once(':') {
        Some((minute, second)) => (minute, second),
        None => (rest, "00"),
    };
    let (second, fraction) = match second.split_once('.') {
        Some((second, digits)) => (second, fraction(digits)?),
        None => (second, 0),
    };
    NaiveTime::from_hms_nano_opt(digits(hour, 2)?, digits(minute, 2)?, digits(second, 2)?, fraction)
}

/// Date, `T`, time and zone; without a zone it is UTC (URL Conventions, section 5.1.1.10.1, rule 11).
#[must_use]
pub fn date_time_offset(text: &str) -> Option<DateTime<Utc>> {
    let (date, rest) = text.split_once(['T', 't'])?;
    let (time, offset) = match rest.find(['Z', 'z', '+', '-']) {
        Some(at) => (rest.get(..at)?, offset(rest.get(at..)?)?),
        None => (rest, TimeDelta::zero()),
    };
    Some(self::date(date)?.and_time(time_of_day(time)?).checked_sub_signed(offset)?.and_utc())
}

/// `[sign]P[nD][T[nH][nM][n[.f]S]]`, with one part at least.
#[must_use]
pub fn duration(text: &str) -> Option<TimeDelta> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text).strip_prefix(['P', 'p'])?;
    let (days, rest) = match unsigned.split_once(['T', 't']) {
        Some((_, "")) => return None,
        Some((days, rest)) => (days, rest),
        None if unsigned.is_empty() => return None,
        None => (unsigned, ""),
    };
    let (days, "") = part(days, ['D', 'd'])? else { return None };
    let (hours, rest) = part(rest, ['H', 'h'])?;
    let (minutes, rest) = part(rest, ['M', 'm'])?;
    let (seconds, nanoseconds) = seconds(rest)?;
    let minutes = days.checked_mul(24)?.checked_add(hours)?.checked_mul(60)?.checked_add(minutes)?;
    let whole = TimeDelta::try_seconds(minutes.checked_mul(60)?.checked_add(seconds)?)?;
    let length = whole.checked_add(&TimeDelta::nanoseconds(nanoseconds.into()))?;
    Some(if text.starts_with('-') { -length } else { length })
}

/// `n[.f]S`, or nothing: seconds and nanoseconds.
fn seconds(text: &str) -> Option<(i64, u32)> {
    match text.split_once('.') {
        Some((whole, rest)) => Some((digits(whole, whole.len())?, fraction(rest.strip_suffix(['S', 's'])?)?)),
        None => match part(text, ['S', 's'])? {
            (whole, "") => Some((whole, 0)),
            _ => None,
        },
    }
}

/// `Z` or a sign, hours and minutes, up to 14 hours.
fn offset(text: &str) -> Option<TimeDelta> {
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
fn fraction(text: &str) -> Option<u32> {
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
