use bigdecimal::BigDecimal;
use chrono::TimeDelta;
use proptest::prelude::*;

use super::*;
use crate::edm::PrimitiveType as P;
use crate::edm::text;

fn printed(value: &Value) -> String {
    let mut out = Vec::new();
    text::value(&mut out, &value.borrow());
    String::from_utf8(out).unwrap()
}

#[test]
fn literals_stand_for_values() {
    let string = |text: &str| Value::String(text.to_owned());
    let duration = |milliseconds| Value::Duration(TimeDelta::milliseconds(milliseconds));
    let decimal = |text: &str| Value::Decimal(text.parse::<BigDecimal>().unwrap());
    let cases = [
        (P::Boolean, "true", Value::Boolean(true)),
        (P::Boolean, "False", Value::Boolean(false)),
        (P::Byte, "255", Value::Integer(255)),
        (P::SByte, "-128", Value::Integer(-128)),
        (P::Int32, "-7", Value::Integer(-7)),
        (P::Int64, "+9223372036854775807", Value::Integer(i64::MAX)),
        (P::Decimal, "1.50", decimal("1.50")),
        (P::Decimal, "-1e3", decimal("-1000")),
        (P::Decimal, "1E-400", decimal("1e-400")),
        (P::Double, "1e3", Value::Double(1000.0)),
        (P::Double, "-INF", Value::Double(f64::NEG_INFINITY)),
        (P::Single, "0.1", Value::Single(0.1)),
        (P::Single, "INF", Value::Single(f32::INFINITY)),
        (P::String, " as it is ", string(" as it is ")),
        (P::Duration, "P12DT23H59M59.5S", duration(1_123_199_500)),
        (P::Duration, "-PT1M", duration(-60_000)),
        (P::Duration, "+P1D", duration(86_400_000)),
        (P::Duration, "PT0.001S", duration(1)),
        (P::Binary, "-_8", Value::Binary(vec![0xFB, 0xFF])),
        (P::Binary, "-_8=", Value::Binary(vec![0xFB, 0xFF])),
        (P::Binary, "", Value::Binary(vec![])),
    ];
    for (ty, text, expected) in cases {
        assert_eq!(value(text, ty), Some(expected), "{ty} {text}");
    }
    assert!(matches!(value("NaN", P::Double), Some(Value::Double(v)) if v.is_nan()));
}

#[test]
fn points_in_time_come_out_in_their_one_form() {
    let cases = [
        (P::Date, "2024-02-29", "2024-02-29"),
        (P::Date, "-0044-03-15", "-0044-03-15"),
        (P::Date, "10000-01-01", "10000-01-01"),
        (P::TimeOfDay, "07:08", "07:08:00"),
        (P::TimeOfDay, "07:08:09.120000000000", "07:08:09.120"),
        (P::TimeOfDay, "23:59:59.000000001", "23:59:59.000000001"),
        (P::DateTimeOffset, "2024-02-29T00:00:00-01:30", "2024-02-29T01:30:00Z"),
        (P::DateTimeOffset, "2024-02-29T00:00+14:00", "2024-02-28T10:00:00Z"),
        (P::DateTimeOffset, "2024-02-29t00:00z", "2024-02-29T00:00:00Z"),
        (P::DateTimeOffset, "2024-02-29T00:00:00", "2024-02-29T00:00:00Z"),
        (P::Guid, "01234567-89AB-cdef-0123-456789abcdef", "01234567-89ab-cdef-0123-456789abcdef"),
    ];
    for (ty, text, expected) in cases {
        assert_eq!(value(text, ty).as_ref().map(printed).as_deref(), Some(expected), "{ty} {text}");
    }
}

#[test]
fn all_else_stands_for_none() {
    let none = [
        (P::Boolean, "yes"),
        (P::Byte, "256"),
        (P::Byte, "-1"),
        (P::Int16, "32768"),
        (P::Int32, "1.0"),
        (P::Int32, " 1"),
        (P::Int64, "9223372036854775808"),
        (P::Int64, ""),
        (P::Decimal, ".5"),
        (P::Decimal, "1."),
        (P::Decimal, "1e999999999"),
        (P::Decimal, "INF"),
        (P::Decimal, "1_000"),
        (P::Double, "1e999"),
        (P::Double, "inf"),
        (P::Double, "0x1"),
        (P::Date, "2023-02-29"),
        (P::Date, "2024-2-29"),
        (P::Date, "99-01-01"),
        (P::Date, "+2024-01-01"),
        (P::TimeOfDay, "24:00:00"),
        (P::TimeOfDay, "07:08:09."),
        (P::TimeOfDay, "07:08:09.1234567891"),
        (P::DateTimeOffset, "2024-02-29"),
        (P::DateTimeOffset, "2024-02-29T00:00:00+1:00"),
        (P::DateTimeOffset, "2024-02-29T00:00:00+15:00"),
        (P::Duration, "P"),
        (P::Duration, "PT"),
        (P::Duration, "P1Y"),
        (P::Duration, "PT1S1M"),
        (P::Duration, "1D"),
        (P::Duration, "P99999999999999999999D"),
        (P::Guid, "0123456789abcdef0123456789abcdef"),
        (P::Guid, "{01234567-89ab-cdef-0123-456789abcdef}"),
        (P::Binary, "a+b/"),
    ];
    for (ty, text) in none {
        assert_eq!(value(text, ty), None, "{ty} {text}");
    }
}

proptest! {
    #[test]
    fn what_is_printed_is_read_back(number in any::<i64>(), scale in 0_i64..30, float in any::<f64>()) {
        prop_assume!(!float.is_nan());
        let instant = chrono::DateTime::from_timestamp_nanos(number);
        for (ty, original) in [
            (P::Int64, Value::Integer(number)),
            (P::Decimal, Value::Decimal(BigDecimal::new(number.into(), scale))),
            (P::Double, Value::Double(float)),
            (P::Duration, Value::Duration(TimeDelta::nanoseconds(number))),
            (P::DateTimeOffset, Value::DateTimeOffset(instant)),
            (P::Date, Value::Date(instant.date_naive())),
            (P::TimeOfDay, Value::TimeOfDay(instant.time())),
            (P::Binary, Value::Binary(number.to_be_bytes().to_vec())),
            (P::Guid, Value::Guid(Uuid::from_u64_pair(number.unsigned_abs(), 7))),
        ] {
            prop_assert_eq!(value(&printed(&original), ty), Some(original));
        }
    }

    #[test]
    fn any_text_is_a_value_or_none(text in "[-+PTDHMSZ0-9:.eE]{0,20}|\\PC{0,12}") {
        for ty in P::ALL {
            let _ = value(&text, ty);
        }
    }
}
