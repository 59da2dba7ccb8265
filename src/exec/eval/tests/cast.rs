use super::*;

use PrimitiveType as P;

#[test]
fn values_become_their_payload_literals() {
    let cases = [
        (boolean(true), "true"),
        (int(-7), "-7"),
        (dec("1.50"), "1.50"),
        (dec("1e3"), "1000"),
        (double(0.1), "0.1"),
        (double(f64::INFINITY), "INF"),
        (double(f64::NEG_INFINITY), "-INF"),
        (double(f64::NAN), "NaN"),
        (single(0.1), "0.1"),
        (text("as it is"), "as it is"),
        (guid("01234567-89AB-cdef-0123-456789abcdef"), "01234567-89ab-cdef-0123-456789abcdef"),
        (date("0099-01-02"), "0099-01-02"),
        (time("07:08:09.120"), "07:08:09.120"),
        (at("2024-02-29T01:02:03.000100+01:00"), "2024-02-29T00:02:03.000100Z"),
        (milliseconds(0), "PT0S"),
        (milliseconds(86_400_000), "P1D"),
        (milliseconds(-90_061_001), "-P1DT1H1M1.001S"),
        (milliseconds(3_600_000), "PT1H"),
        (binary(b"\xFB\xFF"), "-_8="),
    ];
    let table = cases.map(|(value, literal)| (cast(value, P::String), is(text(literal))));
    check("5.1.1.10.1, rule 2", table.into());
}

#[test]
fn text_is_read_as_a_literal() {
    check(
        "5.1.1.10.1, rule 3",
        vec![
            (cast(text("true"), P::Boolean), is(boolean(true))),
            (cast(text("-7"), P::Int32), is(int(-7))),
            (cast(text("256"), P::Byte), unknown()),
            (cast(text("1.50"), P::Decimal), is(dec("1.50"))),
            (cast(text("1e3"), P::Double), is(double(1000.0))),
            (cast(text("2024-02-29"), P::Date), is(date("2024-02-29"))),
            (cast(text("2023-02-29"), P::Date), unknown()),
            (cast(text("PT1.5S"), P::Duration), is(milliseconds(1_500))),
            (cast(text(""), P::Int32), unknown()),
        ],
    );
    check(
        "5.1.1.10.1, rule 11",
        vec![(cast(text("2024-02-29T00:00"), P::DateTimeOffset), is(at("2024-02-29T00:00:00Z")))],
    );
}

#[test]
fn numbers_are_rounded_and_must_fit() {
    check(
        "5.1.1.10.1, rule 4",
        vec![
            (cast(int(255), P::Byte), is(int(255))),
            (cast(int(256), P::Byte), unknown()),
            (cast(int(-129), P::SByte), unknown()),
            (cast(int(1 << 31), P::Int32), unknown()),
            (cast(int(3), P::Decimal), is(dec("3"))),
            (cast(int(9_007_199_254_740_993), P::Double), is(double(9_007_199_254_740_992.0))),
            (cast(int(1), P::Single), is(single(1.0))),
            (cast(dec("2.5"), P::Int32), is(int(3))),
            (cast(dec("-2.5"), P::Int32), is(int(-3))),
            (cast(dec("9223372036854775807.4"), P::Int64), is(int(i64::MAX))),
            (cast(dec("9223372036854775807.5"), P::Int64), unknown()),
            (cast(dec("1e999999999"), P::Int64), unknown()),
            (cast(dec("0.1"), P::Double), is(double(0.1))),
            (cast(dec("1e400"), P::Double), unknown()),
            (cast(dec("0.1"), P::Single), is(single(0.1))),
            (cast(dec("1e39"), P::Single), unknown()),
            (cast(double(0.1), P::Decimal), is(dec("0.1"))),
            (cast(double(1e300), P::Decimal), is(dec("1e300"))),
            (cast(double(2.5), P::Int32), is(int(3))),
            (cast(double(1e300), P::Int64), unknown()),
            (cast(double(f64::NAN), P::Int64), unknown()),
            (cast(double(f64::INFINITY), P::Decimal), unknown()),
            (cast(double(0.1), P::Single), is(single(0.1))),
            (cast(double(1e300), P::Single), unknown()),
            (cast(double(f64::INFINITY), P::Single), is(single(f32::INFINITY))),
            (cast(single(0.1), P::Double), is(double(f64::from(0.1_f32)))),
            (cast(single(0.1), P::Decimal), is(dec("0.1"))),
        ],
    );
}

#[test]
fn types_without_a_rule_become_null_and_the_same_type_stays() {
    check(
        "5.1.1.10.1",
        vec![
            (cast(null(), P::Int32), unknown()),
            (cast(null(), P::String), unknown()),
            (cast(boolean(true), P::Int32), unknown()),
            (cast(int(1), P::Boolean), unknown()),
            (cast(int(1), P::Date), unknown()),
            (cast(date("2024-01-01"), P::DateTimeOffset), unknown()),
            (cast(date("2024-01-01"), P::Date), is(date("2024-01-01"))),
            (cast(milliseconds(1), P::Duration), is(milliseconds(1))),
            (cast(boolean(true), P::Boolean), is(boolean(true))),
        ],
    );
}
