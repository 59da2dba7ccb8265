//! Dates and times as text in, as SQLite's users write them; values out. All of ISO 8601's usual
//! forms: `T` or a blank between date and time, seconds and their fraction or not, `Z`, an offset or
//! nothing, which is UTC.

use std::cmp::Ordering;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};

/// `YYYY-MM-DD`
pub(in crate::source::sql) fn date(text: &str) -> Option<NaiveDate> {
    let bytes = text.as_bytes();
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = bytes else { return None };
    let year = two(y1, y2)? * 100 + two(y3, y4)?;
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, two(m1, m2)?, two(d1, d2)?)
}

/// `HH:MM`, `HH:MM:SS`, `HH:MM:SS.fraction` with up to nine digits that count.
pub(in crate::source::sql) fn time(text: &str) -> Option<NaiveTime> {
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let (hour, minute, second) = match (whole.as_bytes(), fraction) {
        (&[h1, h2, b':', m1, m2], None) => (two(h1, h2)?, two(m1, m2)?, 0),
        (&[h1, h2, b':', m1, m2, b':', s1, s2], _) => (two(h1, h2)?, two(m1, m2)?, two(s1, s2)?),
        _ => return None,
    };
    NaiveTime::from_hms_nano_opt(hour, minute, second, nanoseconds(fraction)?)
}

/// A date, or a date and a time with or without offset.
pub(in crate::source::sql) fn instant(text: &str) -> Option<DateTime<Utc>> {
    let day = date(text.get(..10)?)?;
    let rest = text.get(10..)?;
    if rest.is_empty() {
        return Some(day.and_time(NaiveTime::MIN).and_utc());
    }
    let rest = rest.strip_prefix('T').or_else(|| rest.strip_prefix(' '))?;
    let (clock, offset) = match rest.strip_suffix(['Z', 'z']) {
        Some(clock) => (clock.trim_end_matches(' '), None),
        None => match rest.rfind(['+', '-']) {
            Some(at) => (rest.get(..at)?.trim_end_matches(' '), Some(rest.get(at..)?)),
            None => (rest, None),
        },
    };
    let local = NaiveDateTime::new(day, time(clock)?);
    match offset {
        None => Some(local.and_utc()),
        Some(offset) => Some(local.and_local_timezone(zone(offset)?).single()?.to_utc()),
    }
}

/// How two texts compare as moments; a time alone counts within one day. Text that is no moment
/// sorts below all that are: reading its row is an error.
pub(in crate::source::sql) fn compare(left: &str, right: &str) -> Ordering {
    match (moment(left), moment(right)) {
        (Some(left), Some(right)) => left.cmp(&right),
        (Some(_), None) => Ordering::Greater,
        (None, Some(_)) => Ordering::Less,
        (None, None) => left.cmp(right),
    }
}

fn moment(text: &str) -> Option<DateTime<Utc>> {
    instant(text).or_else(|| Some(NaiveDate::default().and_time(time(text)?).and_utc()))
}

/// `+HH:MM` or `-HH:MM`
fn zone(text: &str) -> Option<FixedOffset> {
    let &[sign, h1, h2, b':', m1, m2] = text.as_bytes() else { return None };
    let (hours, minutes) = (two(h1, h2)?, two(m1, m2)?);
    if minutes > 59 {
        return None;
    }
    let seconds = i32::try_from(hours * 3600 + minutes * 60).ok()?;
    FixedOffset::east_opt(if sign == b'-' { -seconds } else { seconds })
}

fn nanoseconds(fraction: Option<&str>) -> Option<u32> {
    let Some(fraction) = fraction else { return Some(0) };
    if fraction.is_empty() || !fraction.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let (head, tail) = fraction.split_at_checked(9).unwrap_or((fraction, ""));
    // What lies below a nanosecond cannot be shown, so it must not be dropped.
    if tail.bytes().any(|digit| digit != b'0') {
        return None;
    }
    let digits = u32::try_from(head.len()).ok()?;
    Some(head.parse::<u32>().ok()? * 10_u32.pow(9 - digits))
}

fn two(tens: u8, ones: u8) -> Option<u32> {
    (tens.is_ascii_digit() && ones.is_ascii_digit())
        .then(|| u32::from(tens - b'0') * 10 + u32::from(ones - b'0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_form_is_the_same_moment() {
        let noon: DateTime<Utc> = "2024-02-29T12:30:00Z".parse().unwrap();
        for text in [
            "2024-02-29T12:30:00Z",
            "2024-02-29 12:30:00",
            "2024-02-29 12:30",
            "2024-02-29T12:30:00.000",
            "2024-02-29 12:30:00.000000000000Z",
            "2024-02-29T14:30:00+02:00",
            "2024-02-29 07:00:00 -05:30",
        ] {
            assert_eq!(instant(text), Some(noon), "{text}");
            assert_eq!(compare(text, "2024-02-29T12:30:00Z"), Ordering::Equal, "{text}");
        }
        assert_eq!(instant("2024-02-29").unwrap().to_rfc3339(), "2024-02-29T00:00:00+00:00");
        assert_eq!(time("23:59:59.123456789").unwrap().to_string(), "23:59:59.123456789");
        assert_eq!(date("1753-01-01").unwrap().to_string(), "1753-01-01");
    }

    #[test]
    fn all_else_is_no_moment_and_sorts_below() {
        for text in [
            "",
            "2023-02-29",
            "2024-2-9",
            "20240229",
            "2024-02-29T",
            "2024-02-29T25:00",
            "1709209800",
            "2024-02-29 12:30:00.0000000001",
            "2024-02-29T12:30:00+2",
            "2024-02-29X12:30",
            "heute",
            "12:30:00.",
            "ä024-02-29",
            "2024-02-29ä",
        ] {
            assert_eq!(instant(text), None, "{text}");
            assert_eq!(compare(text, "0001-01-01"), Ordering::Less, "{text}");
        }
        assert_eq!(compare("2024-01-01", "2024-01-01 00:00:01"), Ordering::Less);
        assert_eq!(compare("09:00", "10:00:00"), Ordering::Less);
    }
}
