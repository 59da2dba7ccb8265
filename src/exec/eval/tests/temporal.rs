use super::*;

use ArithmeticOp::{Add, Div, DivBy, Mul, Sub};
use Function::*;

const DAY: i64 = 86_400_000;

#[test]
fn parts_are_taken_in_utc() {
    let instant = || at("2024-02-29T23:59:58.123456789Z");
    check(
        "5.1.1.8",
        vec![
            (call(Year, [instant()]), is(int(2024))),
            (call(Month, [instant()]), is(int(2))),
            (call(Day, [instant()]), is(int(29))),
            (call(Hour, [instant()]), is(int(23))),
            (call(Minute, [instant()]), is(int(59))),
            (call(Second, [instant()]), is(int(58))),
            (call(FractionalSeconds, [instant()]), is(dec("0.123456789"))),
            (call(Date, [instant()]), is(date("2024-02-29"))),
            (call(Time, [instant()]), is(time("23:59:58.123456789"))),
            (call(TotalOffsetMinutes, [instant()]), is(int(0))),
            (call(Day, [at("2024-03-01T00:30:00+01:00")]), is(int(29))),
            (call(Year, [date("0001-01-01")]), is(int(1))),
            (call(Month, [date("1899-12-31")]), is(int(12))),
            (call(Day, [date("1899-12-31")]), is(int(31))),
            (call(Hour, [time("07:08:09")]), is(int(7))),
            (call(Minute, [time("07:08:09")]), is(int(8))),
            (call(Second, [time("07:08:09")]), is(int(9))),
            (call(FractionalSeconds, [time("07:08:09")]), is(dec("0"))),
            (call(Second, [at("2016-12-31T23:59:60.5Z")]), is(int(60))),
            (call(FractionalSeconds, [at("2016-12-31T23:59:60.5Z")]), is(dec("0.5"))),
            (call(TotalSeconds, [milliseconds(-1_500)]), is(dec("-1.5"))),
            (call(TotalSeconds, [milliseconds(12 * DAY)]), is(dec("1036800"))),
            (call(Year, [null()]), unknown()),
            (call(Hour, [date("2024-01-01")]), fails("'hour' cannot be applied to Edm.Date")),
            (call(Date, [date("2024-01-01")]), fails("'date' cannot be applied to Edm.Date")),
            (call(Year, [time("07:00:00")]), fails("'year' cannot be applied to Edm.TimeOfDay")),
        ],
    );
}

#[test]
fn now_is_the_requests_and_the_ends_are_all_databases() {
    check(
        "5.1.1.8",
        vec![
            (call(Now, []), is(at("2026-11-24T08:30:00Z"))),
            (call(MinDateTime, []), is(at("0001-01-01T00:00:00Z"))),
            (call(MaxDateTime, []), is(at("9999-12-31T23:59:59.999999Z"))),
        ],
    );
}

#[test]
fn durations_move_instants_and_dates() {
    check(
        "5.1.1.2.1",
        vec![
            (
                arithmetic(Add, at("2024-02-28T23:00:00Z"), milliseconds(3_600_000)),
                is(at("2024-02-29T00:00:00Z")),
            ),
            (
                arithmetic(Sub, at("2024-03-01T00:00:00Z"), milliseconds(1)),
                is(at("2024-02-29T23:59:59.999Z")),
            ),
            (arithmetic(Add, date("2024-02-28"), milliseconds(DAY)), is(date("2024-02-29"))),
            (arithmetic(Add, date("2024-02-28"), milliseconds(DAY - 1)), is(date("2024-02-28"))),
            (arithmetic(Sub, date("2024-02-28"), milliseconds(1)), is(date("2024-02-27"))),
            (arithmetic(Sub, date("2024-02-28"), milliseconds(DAY)), is(date("2024-02-27"))),
            (arithmetic(Add, milliseconds(1), milliseconds(2)), is(milliseconds(3))),
            (arithmetic(Sub, milliseconds(1), milliseconds(2)), is(milliseconds(-1))),
            (arithmetic(Sub, date("2024-03-01"), date("2024-02-28")), is(milliseconds(2 * DAY))),
            (
                arithmetic(Sub, at("2024-01-01T00:00:00Z"), at("2024-01-01T00:00:01.5Z")),
                is(milliseconds(-1_500)),
            ),
            (negate(milliseconds(5)), is(milliseconds(-5))),
            (
                arithmetic(Add, at("2024-01-01T00:00:00Z"), milliseconds(i64::MAX)),
                fails("'add' is out of range"),
            ),
            (arithmetic(Add, date("2024-01-01"), milliseconds(i64::MAX)), fails("'add' is out of range")),
            (arithmetic(Add, milliseconds(i64::MAX), milliseconds(1)), fails("'add' is out of range")),
            (arithmetic(Add, date("2024-01-01"), date("2024-01-01")), fails("Edm.Date and Edm.Date")),
            (arithmetic(Add, milliseconds(DAY), date("2024-01-01")), is(date("2024-01-02"))),
            (
                arithmetic(Add, milliseconds(1_000), at("2024-01-01T00:00:00Z")),
                is(at("2024-01-01T00:00:01Z")),
            ),
            (arithmetic(Sub, milliseconds(1), date("2024-01-01")), fails("Edm.Duration and Edm.Date")),
        ],
    );
}

#[test]
fn durations_are_multiplied_and_divided() {
    check(
        "5.1.1.2.4",
        vec![
            (arithmetic(Mul, milliseconds(1_500), int(2)), is(milliseconds(3_000))),
            (arithmetic(Mul, int(-2), milliseconds(1_500)), is(milliseconds(-3_000))),
            (arithmetic(Mul, milliseconds(1_000), dec("0.5")), is(milliseconds(500))),
            (arithmetic(Mul, milliseconds(1_000), double(0.25)), is(milliseconds(250))),
            (arithmetic(Div, milliseconds(3_000), int(2)), is(milliseconds(1_500))),
            (arithmetic(DivBy, milliseconds(3_000), dec("-0.5")), is(milliseconds(-6_000))),
            (arithmetic(Div, milliseconds(1), int(0)), fails("division by zero")),
            (arithmetic(DivBy, milliseconds(1), double(0.0)), fails("division by zero")),
            (arithmetic(Mul, milliseconds(i64::MAX), int(2)), fails("'mul' is out of range")),
            (arithmetic(Mul, milliseconds(1), double(f64::INFINITY)), fails("'mul' cannot be applied")),
            (arithmetic(Mul, milliseconds(1), milliseconds(1)), fails("Edm.Duration and Edm.Duration")),
            (arithmetic(Div, milliseconds(1), milliseconds(1)), fails("Edm.Duration and Edm.Duration")),
        ],
    );
}
