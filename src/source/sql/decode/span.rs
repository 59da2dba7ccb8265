//! Durations, stored as numbers of seconds or as ISO 8601 text: a stored value in, a duration out.
//! What a database has for spans of time itself its own decoder reads.

use chrono::TimeDelta;

use crate::edm::{ValueRef, parse};

use super::{Misfit, text_found};

/// Whole seconds.
pub(super) fn of_seconds(seconds: i64) -> Result<ValueRef<'static>, Misfit> {
    of_parts(i128::from(seconds), 0).ok_or_else(|| Misfit(format!("the number {seconds}")))
}

/// Seconds in plain decimal notation, with up to nine digits behind the point that count.
pub(super) fn of_decimal(plain: &str) -> Result<ValueRef<'static>, Misfit> {
    decimal(plain).ok_or_else(|| Misfit(format!("the number {plain}")))
}

/// ISO 8601 text as OData has it: days and smaller parts.
pub(super) fn of_text(text: &str) -> Result<ValueRef<'static>, Misfit> {
    parse::duration(text).map(ValueRef::Duration).ok_or_else(|| text_found(text))
}

/// Microseconds, of any size.
pub(super) fn of_microseconds(microseconds: i128) -> Option<ValueRef<'static>> {
    let nanoseconds = i64::try_from(microseconds.rem_euclid(1_000_000)).ok()? * 1_000;
    of_parts(microseconds.div_euclid(1_000_000), nanoseconds)
}

fn decimal(plain: &str) -> Option<ValueRef<'static>> {
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > 9 {
        return None;
    }
    let nanoseconds: i64 = format!("{fraction:0<9}").parse().ok()?;
    let negative = whole.starts_with('-');
    let seconds: i64 = whole.parse().ok()?;
    of_parts(i128::from(seconds), if negative { -nanoseconds } else { nanoseconds })
}

fn of_parts(seconds: i128, nanoseconds: i64) -> Option<ValueRef<'static>> {
    let whole = TimeDelta::try_seconds(i64::try_from(seconds).ok()?)?;
    whole.checked_add(&TimeDelta::nanoseconds(nanoseconds)).map(ValueRef::Duration)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: Result<ValueRef<'static>, Misfit>) -> String {
        match value {
            Ok(value) => {
                let mut out = Vec::new();
                crate::edm::text::value(&mut out, &value);
                String::from_utf8(out).unwrap()
            }
            Err(Misfit(found)) => format!("!{found}"),
        }
    }

    #[test]
    fn numbers_and_texts() {
        for (plain, expected) in [
            ("0", "PT0S"),
            ("90061.5", "P1DT1H1M1.500S"),
            ("-0.500", "-PT0.500S"),
            ("0.0000000010", "PT0.000000001S"),
            ("0.0000000001", "!the number 0.0000000001"),
            ("99999999999999999999", "!the number 99999999999999999999"),
            ("-9223372036854775", "-P106751991167DT7H12M55S"),
            ("9223372036854776", "!the number 9223372036854776"),
        ] {
            assert_eq!(shown(of_decimal(plain)), expected, "{plain}");
        }
        assert_eq!(shown(of_seconds(-60)), "-PT1M");
        assert_eq!(shown(of_seconds(i64::MAX)), format!("!the number {}", i64::MAX));
        assert_eq!(shown(of_text("PT36H")), "P1DT12H");
        assert_eq!(shown(of_text("P1M")), "!text 'P1M'");
        assert_eq!(shown(of_text("one hour")), "!text 'one hour'");
        assert_eq!(of_microseconds(-1).map(|value| shown(Ok(value))).unwrap(), "-PT0.000001S");
        assert!(of_microseconds(i128::from(i64::MAX) * 1_000_000).is_none());
    }
}
