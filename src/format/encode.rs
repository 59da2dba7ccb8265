//! One JSON value: takes a cell of a column, appends its JSON form (JSON Format, section 7.1).
//! Which form is decided once a column; knows no rows.

use std::borrow::Cow;

use super::escape;
use crate::edm::{PrimitiveType, ValueRef, text};

/// Appends a value. `false`, with nothing appended, if it is not of the column's type.
pub(super) type Encode = fn(&mut Vec<u8>, &ValueRef<'_>) -> bool;

/// The form of a type's values. With `ieee754_compatible` the numbers a double cannot hold
/// exactly are strings (JSON Format, section 3.2).
pub(super) const fn encode_as(ty: PrimitiveType, ieee754_compatible: bool) -> Encode {
    use PrimitiveType as P;
    match ty {
        P::Boolean => boolean,
        P::Int64 if ieee754_compatible => quoted_integer,
        P::Byte | P::SByte | P::Int16 | P::Int32 | P::Int64 => integer,
        P::Single => single,
        P::Double => double,
        P::Decimal if ieee754_compatible => quoted_decimal,
        P::Decimal => decimal,
        P::String => string,
        P::Guid => guid,
        P::Date => date,
        P::TimeOfDay => time_of_day,
        P::DateTimeOffset => date_time_offset,
        P::Duration => duration,
        P::Binary => binary,
        P::Stream => null,
        P::Enumeration(_) => enumeration,
    }
}

/// A number of entities, which is an `Edm.Int64` (JSON Format, section 4.5.5).
pub(super) fn count(out: &mut Vec<u8>, count: u64, ieee754_compatible: bool) {
    let quote: &[u8] = if ieee754_compatible { b"\"" } else { b"" };
    out.extend_from_slice(quote);
    out.extend_from_slice(itoa::Buffer::new().format(count).as_bytes());
    out.extend_from_slice(quote);
}

/// A value's form in words, for messages: `the text 'abc'`.
pub(super) fn describe(value: &ValueRef<'_>) -> String {
    let kind = match value {
        ValueRef::Null => return "null".to_owned(),
        ValueRef::Boolean(_) => "Boolean",
        ValueRef::Integer(_) => "integer",
        ValueRef::Single(_) | ValueRef::Double(_) => "float",
        ValueRef::Decimal(_) => "decimal",
        ValueRef::String(_) => "text",
        ValueRef::Guid(_) => "Guid",
        ValueRef::Date(_) => "date",
        ValueRef::TimeOfDay(_) => "time",
        ValueRef::DateTimeOffset(_) => "timestamp",
        ValueRef::Duration(_) => "duration",
        ValueRef::Binary(bytes) => return format!("{} bytes", bytes.len()),
        ValueRef::Enumeration(..) => "member",
    };
    let mut out = Vec::new();
    text::value(&mut out, value);
    let text = String::from_utf8_lossy(&out);
    let mut start: String = text.chars().take(40).collect();
    if start.len() < text.len() {
        start.push('…');
    }
    format!("the {kind} '{start}'")
}

fn boolean(out: &mut Vec<u8>, value: &ValueRef<'_>) -> bool {
    let ValueRef::Boolean(v) = value else { return null(out, value) };
    text::boolean(out, *v);
    true
}

fn integer(out: &mut Vec<u8>, value: &ValueRef<'_>) -> bool {
    let ValueRef::Integer(v) = value else { return null(out, value) };
    text::integer(out, *v);
    true
}

fn quoted_integer(out: &mut Vec<u8>, value: &ValueRef<'_>) -> bool {
    let ValueRef::Integer(v) = value else { return null(out, value) };
    quoted(out, |out| text::integer(out, *v))
}

fn single(out: &mut Vec<u8>, value: &ValueRef<'_>) -> bool {
    let ValueRef::Single(v) = value else { return null(out, value) };
    if !v.is_finite() {
        return quoted(out, |out| text::single(out, *v));
    }
    text::single(out, *v);
    true
}

fn double(out: &mut Vec<u8>, value: &ValueRef<'_>) -> bool {
    let ValueRef::Double(v) = value else { return null(out, value) };
    if !v.is_finite() {
        return quoted(out, |out| text::double(out, *v));
    }
    text::double(out, *v);
    true
}

fn decimal(out: &mut Vec<u8>, value: &ValueRef<'_>) -> bool {
    let Some(plain) = plain_decimal(value) else { return null(out, value) };
    text::decimal(out, &plain);
    true
}

fn quoted_decimal(out: &mut Vec<u8>, value: &ValueRef<'_>) -> bool {
    let Some(plain) = plain_decimal(value) else { return null(out, value) };
    quoted(out, |out| text::decimal(out, &plain))
}

fn string(out: &mut Vec<u8>, value: &ValueRef<'_>) -> bool {
    let ValueRef::String(v) = value else { return null(out, value) };
    escape::string(out, v);
    true
}

fn guid(out: &mut Vec<u8>, value: &ValueRef<'_>) -> bool {
    let ValueRef::Guid(v) = value else { return null(out, value) };
    quoted(out, |out| text::guid(out, *v))
}

fn date(out: &mut Vec<u8>, value: &ValueRef<'_>) -> bool {
    let ValueRef::Date(v) = value else { return null(out, value) };
    quoted(out, |out| text::date(out, *v))
}

fn time_of_day(out: &mut Vec<u8>, value: &ValueRef<'_>) -> bool {
    let ValueRef::TimeOfDay(v) = value else { return null(out, value) };
    quoted(out, |out| text::time_of_day(out, *v))
}

fn date_time_offset(out: &mut Vec<u8>, value: &ValueRef<'_>) -> bool {
    let ValueRef::DateTimeOffset(v) = value else { return null(out, value) };
    quoted(out, |out| text::date_time_offset(out, v))
}

fn duration(out: &mut Vec<u8>, value: &ValueRef<'_>) -> bool {
    let ValueRef::Duration(v) = value else { return null(out, value) };
    quoted(out, |out| text::duration(out, *v))
}

fn binary(out: &mut Vec<u8>, value: &ValueRef<'_>) -> bool {
    let ValueRef::Binary(v) = value else { return null(out, value) };
    quoted(out, |out| text::binary(out, v))
}

fn enumeration(out: &mut Vec<u8>, value: &ValueRef<'_>) -> bool {
    let ValueRef::Enumeration(v, declared) = value else { return null(out, value) };
    quoted(out, |out| out.extend_from_slice(declared.text(*v).as_bytes()))
}

/// The digits of a decimal, or of an integer where a source holds whole decimals as such. `None`
/// for what would not be a JSON number.
fn plain_decimal<'a>(value: &'a ValueRef<'_>) -> Option<Cow<'a, str>> {
    match value {
        ValueRef::Decimal(text) => {
            let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
            let points = digits.bytes().filter(|byte| *byte == b'.').count();
            let plain = points < 2 && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.'));
            (plain && digits.len() > points).then_some(Cow::Borrowed(text))
        }
        ValueRef::Integer(number) => Some(Cow::Owned(number.to_string())),
        _ => None,
    }
}

fn null(out: &mut Vec<u8>, value: &ValueRef<'_>) -> bool {
    if !matches!(value, ValueRef::Null) {
        return false;
    }
    out.extend_from_slice(b"null");
    true
}

/// For texts without characters to escape.
fn quoted(out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) -> bool {
    out.push(b'"');
    write(out);
    out.push(b'"');
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edm::Value;

    fn json(ty: PrimitiveType, ieee754_compatible: bool, value: &ValueRef<'_>) -> Option<String> {
        let mut out = Vec::new();
        let fits = encode_as(ty, ieee754_compatible)(&mut out, value);
        assert!(fits || out.is_empty(), "{value:?}");
        fits.then(|| String::from_utf8(out).unwrap())
    }

    fn samples() -> Vec<(PrimitiveType, ValueRef<'static>, &'static str, &'static str)> {
        use PrimitiveType as P;
        let decimal = |text| ValueRef::Decimal(Cow::Borrowed(text));
        let time = chrono::NaiveTime::from_hms_opt(7, 8, 9).unwrap();
        vec![
            (P::Boolean, ValueRef::Boolean(true), "true", "true"),
            (P::Byte, ValueRef::Integer(255), "255", "255"),
            (P::SByte, ValueRef::Integer(-128), "-128", "-128"),
            (P::Int16, ValueRef::Integer(-7), "-7", "-7"),
            (P::Int32, ValueRef::Integer(7), "7", "7"),
            (P::Int64, ValueRef::Integer(i64::MAX), "9223372036854775807", "\"9223372036854775807\""),
            (P::Single, ValueRef::Single(1.5), "1.5", "1.5"),
            (P::Single, ValueRef::Single(f32::INFINITY), "\"INF\"", "\"INF\""),
            (P::Double, ValueRef::Double(-1.5e300), "-1.5e+300", "-1.5e+300"),
            (P::Double, ValueRef::Double(f64::NAN), "\"NaN\"", "\"NaN\""),
            (P::Double, ValueRef::Double(f64::NEG_INFINITY), "\"-INF\"", "\"-INF\""),
            (P::Decimal, decimal("12.50"), "12.50", "\"12.50\""),
            (P::Decimal, decimal("-.5"), "-0.5", "\"-0.5\""),
            (P::Decimal, ValueRef::Integer(3), "3", "\"3\""),
            (P::String, ValueRef::String(Cow::Borrowed("a\"\n")), r#""a\"\n""#, r#""a\"\n""#),
            (
                P::Guid,
                ValueRef::Guid(uuid::Uuid::nil()),
                "\"00000000-0000-0000-0000-000000000000\"",
                "\"00000000-0000-0000-0000-000000000000\"",
            ),
            (P::Date, ValueRef::Date(chrono::NaiveDate::MIN), "\"-262143-01-01\"", "\"-262143-01-01\""),
            (P::TimeOfDay, ValueRef::TimeOfDay(time), "\"07:08:09\"", "\"07:08:09\""),
            (
                P::DateTimeOffset,
                ValueRef::DateTimeOffset(chrono::DateTime::UNIX_EPOCH),
                "\"1970-01-01T00:00:00Z\"",
                "\"1970-01-01T00:00:00Z\"",
            ),
            (P::Duration, ValueRef::Duration(chrono::TimeDelta::zero()), "\"PT0S\"", "\"PT0S\""),
            (P::Binary, ValueRef::Binary(b"\xfb\xff"), "\"-_8=\"", "\"-_8=\""),
        ]
    }

    #[test]
    fn each_type_in_both_number_forms() {
        for (ty, value, plain, compatible) in samples() {
            assert_eq!(json(ty, false, &value).as_deref(), Some(plain), "{ty} {value:?}");
            assert_eq!(json(ty, true, &value).as_deref(), Some(compatible), "{ty} {value:?}");
        }
        let covered: std::collections::HashSet<_> = samples().iter().map(|sample| sample.0).collect();
        // A stream has no values.
        assert_eq!(covered.len(), PrimitiveType::ALL.len() - 1);
    }

    #[test]
    fn null_is_null_in_every_type() {
        for ty in PrimitiveType::ALL {
            assert_eq!(json(ty, false, &Value::Null.borrow()).as_deref(), Some("null"), "{ty}");
        }
    }

    #[test]
    fn a_value_of_another_type_is_refused() {
        for (_, value, ..) in samples() {
            for ty in PrimitiveType::ALL {
                let belongs = samples().iter().any(|(other, sample, ..)| {
                    *other == ty && std::mem::discriminant(sample) == std::mem::discriminant(&value)
                });
                assert_eq!(json(ty, false, &value).is_some(), belongs, "{value:?} as {ty}");
            }
        }
        for text in ["NaN", "1e5", "", "-", ".", "1.2.3", "--1", "1,5"] {
            assert_eq!(json(PrimitiveType::Decimal, false, &ValueRef::Decimal(text.into())), None, "{text}");
        }
    }

    #[test]
    fn values_in_words() {
        assert_eq!(describe(&ValueRef::String("abc".into())), "the text 'abc'");
        assert_eq!(describe(&ValueRef::Binary(b"abc")), "3 bytes");
        assert_eq!(describe(&ValueRef::Null), "null");
        assert_eq!(
            describe(&ValueRef::String("é".repeat(41).into())),
            format!("the text '{}…'", "é".repeat(40))
        );
    }
}
