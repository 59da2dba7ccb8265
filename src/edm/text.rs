//! The one text form of each primitive value: takes a value, appends the characters the ABNF's
//! `…Value` rules allow for it, without quotes. The same value always gives the same text, because
//! Salesforce drops rows that do not repeat exactly what it filtered by. Knows no JSON, no URL.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE;
use chrono::{DateTime, Datelike as _, NaiveDate, NaiveTime, TimeDelta, Timelike as _, Utc};
use uuid::Uuid;

use super::{ValueRef, geo};

/// Appends the text of a value; nothing for null.
pub fn value(out: &mut Vec<u8>, value: &ValueRef<'_>) {
    match value {
        ValueRef::Null => {}
        ValueRef::Boolean(v) => boolean(out, *v),
        ValueRef::Integer(v) => integer(out, *v),
        ValueRef::Single(v) => single(out, *v),
        ValueRef::Double(v) => double(out, *v),
        ValueRef::Decimal(v) => decimal(out, v),
        ValueRef::String(v) => out.extend_from_slice(v.as_bytes()),
        ValueRef::Guid(v) => guid(out, *v),
        ValueRef::Date(v) => date(out, *v),
        ValueRef::TimeOfDay(v) => time_of_day(out, *v),
        ValueRef::DateTimeOffset(v) => date_time_offset(out, v),
        ValueRef::Duration(v) => duration(out, *v),
        ValueRef::Binary(v) => binary(out, v),
        ValueRef::Enumeration(v, declared) => out.extend_from_slice(declared.text(*v).as_bytes()),
        ValueRef::Spatial(v) => geo::write(out, v),
    }
}

/// `true`, `false`
pub fn boolean(out: &mut Vec<u8>, value: bool) {
    out.extend_from_slice(if value { b"true" } else { b"false" });
}

/// `-42`
pub fn integer(out: &mut Vec<u8>, value: i64) {
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

/// The shortest digits that read back as the same 4-byte number: `0.1`, `1e+20`; `INF`, `-INF`, `NaN`.
pub fn single(out: &mut Vec<u8>, value: f32) {
    if value.is_finite() {
        out.extend_from_slice(zmij::Buffer::new().format_finite(value).as_bytes());
    } else {
        not_finite(out, value.is_nan(), value.is_sign_negative());
    }
}

/// The shortest digits that read back as the same 8-byte number: `0.1`, `1e+20`; `INF`, `-INF`, `NaN`.
pub fn double(out: &mut Vec<u8>, value: f64) {
    if value.is_finite() {
        out.extend_from_slice(zmij::Buffer::new().format_finite(value).as_bytes());
    } else {
        not_finite(out, value.is_nan(), value.is_sign_negative());
    }
}

/// Digit for digit, trailing zeros of the fraction included: `12.50`. What no JSON number may
/// have goes: a plus sign, leading zeros (`ZEROFILL`), a point at either end.
///
/// `plain` is a sign, digits and a point at most, as [`ValueRef::Decimal`] promises.
pub fn decimal(out: &mut Vec<u8>, plain: &str) {
    let (negative, digits) = match plain.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, plain.strip_prefix('+').unwrap_or(plain)),
    };
    if negative {
        out.push(b'-');
    }
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() || digits.starts_with('.') {
        out.push(b'0');
    }
    out.extend_from_slice(digits.strip_suffix('.').unwrap_or(digits).as_bytes());
}

/// Lower case with hyphens.
pub fn guid(out: &mut Vec<u8>, value: Uuid) {
    out.extend_from_slice(value.hyphenated().encode_lower(&mut Uuid::encode_buffer()).as_bytes());
}

/// `2026-02-03`; years before 0 with a minus sign, years after 9999 with more digits.
pub fn date(out: &mut Vec<u8>, value: NaiveDate) {
    let year = value.year();
    if year < 0 {
        out.push(b'-');
    }
    let year = year.unsigned_abs();
    let [m1, m2] = two_digits(value.month());
    let [d1, d2] = two_digits(value.day());
    if year > 9_999 {
        integer(out, i64::from(year));
        out.extend_from_slice(&[b'-', m1, m2, b'-', d1, d2]);
        return;
    }
    let [y1, y2] = two_digits(year / 100);
    let [y3, y4] = two_digits(year);
    out.extend_from_slice(&[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2]);
}

/// `07:08:09`, `07:08:09.120`: no fraction if it is zero, else the fewest of 3, 6 or 9 digits that
/// lose nothing.
pub fn time_of_day(out: &mut Vec<u8>, value: NaiveTime) {
    // A leap second has nanoseconds above 10^9 in chrono and is `60` in OData.
    let leap = value.nanosecond() / 1_000_000_000;
    let [h1, h2] = two_digits(value.hour());
    let [m1, m2] = two_digits(value.minute());
    let [s1, s2] = two_digits(value.second() + leap);
    out.extend_from_slice(&[h1, h2, b':', m1, m2, b':', s1, s2]);
    fraction(out, value.nanosecond() % 1_000_000_000);
}

/// `2026-02-03T07:08:09Z`, always UTC; the parts as in [`date`] and [`time_of_day`].
pub fn date_time_offset(out: &mut Vec<u8>, value: &DateTime<Utc>) {
    let value = value.naive_utc();
    date(out, value.date());
    out.push(b'T');
    time_of_day(out, value.time());
    out.push(b'Z');
}

/// `-P1DT2H3M4.500S`: parts that are zero are left out, `PT0S` for nothing at all; the fraction as
/// in [`time_of_day`].
pub fn duration(out: &mut Vec<u8>, value: TimeDelta) {
    if value < TimeDelta::zero() {
        out.push(b'-');
    }
    let value = value.abs();
    out.push(b'P');
    let part = |out: &mut Vec<u8>, number: i64, unit: u8| {
        if number != 0 {
            integer(out, number);
            out.push(unit);
        }
    };
    let (seconds, nanos) = (value.num_seconds(), value.subsec_nanos().unsigned_abs());
    part(out, seconds / 86_400, b'D');
    if seconds % 86_400 == 0 && nanos == 0 && seconds != 0 {
        return;
    }
    out.push(b'T');
    part(out, seconds / 3_600 % 24, b'H');
    part(out, seconds / 60 % 60, b'M');
    if seconds % 60 != 0 || nanos != 0 || seconds == 0 {
        integer(out, seconds % 60);
        fraction(out, nanos);
        out.push(b'S');
    }
}

/// base64url with padding: readers that expect none accept it, not the other way round.
pub fn binary(out: &mut Vec<u8>, value: &[u8]) {
    let start = out.len();
    // 4 bytes of text for each 3 begun.
    out.resize(start + value.len().div_ceil(3) * 4, b'=');
    if let Some(room) = out.get_mut(start..) {
        // The room is exactly the length the encoding has.
        let _: Result<usize, base64::EncodeSliceError> = URL_SAFE.encode_slice(value, room);
    }
}

fn not_finite(out: &mut Vec<u8>, nan: bool, negative: bool) {
    out.extend_from_slice(match (nan, negative) {
        (true, _) => b"NaN",
        (false, false) => b"INF",
        (false, true) => b"-INF",
    });
}

fn fraction(out: &mut Vec<u8>, nanos: u32) {
    if nanos == 0 {
        return;
    }
    let [a, b, c] = three_digits(nanos / 1_000_000);
    out.extend_from_slice(&[b'.', a, b, c]);
    if nanos.is_multiple_of(1_000_000) {
        return;
    }
    out.extend_from_slice(&three_digits(nanos / 1_000));
    if !nanos.is_multiple_of(1_000) {
        out.extend_from_slice(&three_digits(nanos));
    }
}

const fn three_digits(number: u32) -> [u8; 3] {
    [digit(number / 100), digit(number / 10), digit(number)]
}

const fn two_digits(number: u32) -> [u8; 2] {
    [digit(number / 10), digit(number)]
}

/// The last decimal digit of a number.
const fn digit(number: u32) -> u8 {
    // The remainder is below 10, so nothing is cut off.
    b'0' + (number % 10) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow;

    fn text(v: &ValueRef<'_>) -> String {
        let mut out = Vec::new();
        value(&mut out, v);
        String::from_utf8(out).unwrap()
    }

    fn at(seconds: i64, nanos: u32) -> ValueRef<'static> {
        ValueRef::DateTimeOffset(DateTime::from_timestamp(seconds, nanos).unwrap())
    }

    fn on(year: i32, month: u32, day: u32) -> ValueRef<'static> {
        ValueRef::Date(NaiveDate::from_ymd_opt(year, month, day).unwrap())
    }

    fn lasting(seconds: i64, nanos: u32) -> ValueRef<'static> {
        ValueRef::Duration(TimeDelta::new(seconds, nanos).unwrap())
    }

    fn decimal(plain: &'static str) -> ValueRef<'static> {
        ValueRef::Decimal(Cow::Borrowed(plain))
    }

    #[test]
    fn every_type_has_one_text() {
        let time =
            |h, m, s, nanos| ValueRef::TimeOfDay(NaiveTime::from_hms_nano_opt(h, m, s, nanos).unwrap());
        let cases = [
            (ValueRef::Null, ""),
            (ValueRef::Boolean(true), "true"),
            (ValueRef::Boolean(false), "false"),
            (ValueRef::Integer(0), "0"),
            (ValueRef::Integer(i64::MIN), "-9223372036854775808"),
            (ValueRef::Integer(i64::MAX), "9223372036854775807"),
            (ValueRef::Single(0.1), "0.1"),
            (ValueRef::Single(f32::MAX), "3.4028235e+38"),
            (ValueRef::Single(f32::NAN), "NaN"),
            (ValueRef::Single(f32::NEG_INFINITY), "-INF"),
            (ValueRef::Double(0.1), "0.1"),
            (ValueRef::Double(0.1 + 0.2), "0.30000000000000004"),
            (ValueRef::Double(100.0), "100.0"),
            (ValueRef::Double(-0.0), "-0.0"),
            (ValueRef::Double(5e-324), "5e-324"),
            (ValueRef::Double(f64::INFINITY), "INF"),
            (ValueRef::Double(-f64::NAN), "NaN"),
            (decimal("12.50"), "12.50"),
            (decimal("-0.00"), "-0.00"),
            (
                decimal("123456789012345678901234567890.0123456789"),
                "123456789012345678901234567890.0123456789",
            ),
            (decimal("0"), "0"),
            (decimal("000"), "0"),
            (decimal("+007"), "7"),
            (decimal("-000.5"), "-0.5"),
            (decimal(".5"), "0.5"),
            (decimal("5."), "5"),
            (decimal("."), "0"),
            (ValueRef::String(Cow::Borrowed("O'Hara \"é\"")), "O'Hara \"é\""),
            (
                ValueRef::Guid(Uuid::from_u128(0xABCD_EF01_2345_6789_ABCD_EF01_2345_6789)),
                "abcdef01-2345-6789-abcd-ef0123456789",
            ),
            (on(2026, 2, 3), "2026-02-03"),
            (on(7, 12, 31), "0007-12-31"),
            (on(0, 1, 1), "0000-01-01"),
            (on(-44, 3, 15), "-0044-03-15"),
            (on(10_000, 1, 1), "10000-01-01"),
            (on(-12_345, 1, 1), "-12345-01-01"),
            (time(0, 0, 0, 0), "00:00:00"),
            (time(23, 59, 59, 120_000_000), "23:59:59.120"),
            (time(7, 8, 9, 120_000), "07:08:09.000120"),
            (time(7, 8, 9, 1), "07:08:09.000000001"),
            (time(23, 59, 59, 1_500_000_000), "23:59:60.500"),
            (at(0, 0), "1970-01-01T00:00:00Z"),
            (at(-1, 999_000_000), "1969-12-31T23:59:59.999Z"),
            (at(1_139_965_503, 123_456_000), "2006-02-15T01:05:03.123456Z"),
            (at(-2_208_988_801, 0), "1899-12-31T23:59:59Z"),
            (lasting(0, 0), "PT0S"),
            (lasting(86_400, 0), "P1D"),
            (lasting(93_784, 500_000_000), "P1DT2H3M4.500S"),
            (lasting(3_600, 0), "PT1H"),
            (lasting(60, 0), "PT1M"),
            (lasting(0, 1_000), "PT0.000001S"),
            (lasting(-1, 500_000_000), "-PT0.500S"),
            (lasting(-90_000, 0), "-P1DT1H"),
            (ValueRef::Binary(b""), ""),
            (ValueRef::Binary(b"\xfb"), "-w=="),
            (ValueRef::Binary(b"\xfb\xff"), "-_8="),
            (ValueRef::Binary(b"\xfb\xff\xfe"), "-__-"),
        ];
        for (value, expected) in cases {
            assert_eq!(text(&value), expected, "{value:?}");
        }
    }

    #[test]
    fn the_longest_duration_has_a_text() {
        assert_eq!(text(&ValueRef::Duration(TimeDelta::MIN)), "-P106751991167DT7H12M55.807S");
    }
}
