use super::*;

use ArithmeticOp::{Add, Div, DivBy, Mod, Mul, Sub};

#[test]
fn integers_never_wrap() {
    check(
        "5.1.1.2",
        vec![
            (arithmetic(Add, int(2), int(3)), is(int(5))),
            (arithmetic(Sub, int(2), int(3)), is(int(-1))),
            (arithmetic(Mul, int(-4), int(3)), is(int(-12))),
            (arithmetic(Add, int(i64::MAX), int(1)), fails("'add' does not fit into 64 bits")),
            (arithmetic(Sub, int(i64::MIN), int(1)), fails("'sub' does not fit into 64 bits")),
            (arithmetic(Mul, int(i64::MAX), int(2)), fails("'mul' does not fit into 64 bits")),
            (arithmetic(Div, int(i64::MIN), int(-1)), fails("'div' does not fit into 64 bits")),
            (arithmetic(Mod, int(i64::MIN), int(-1)), is(int(0))),
            (negate(int(i64::MIN)), fails("'-' does not fit into 64 bits")),
            (negate(int(7)), is(int(-7))),
        ],
    );
}

#[test]
fn div_of_integers_truncates_and_divby_does_not() {
    check(
        "5.1.1.2.5",
        vec![
            (arithmetic(Div, int(5), int(2)), is(int(2))),
            (arithmetic(Div, int(-5), int(2)), is(int(-2))),
            (arithmetic(Div, int(5), int(-2)), is(int(-2))),
            (arithmetic(DivBy, int(5), int(2)), is(dec("2.5"))),
            (arithmetic(DivBy, int(-5), int(2)), is(dec("-2.5"))),
            (arithmetic(Div, dec("5"), int(2)), is(dec("2.5"))),
            (arithmetic(Div, dec("2.55"), dec("2.55")), is(dec("1"))),
            (arithmetic(Div, double(1.0), int(4)), is(double(0.25))),
        ],
    );
    let third = "0.".to_owned() + &"3".repeat(100);
    check("5.1.1.2.5", vec![(arithmetic(DivBy, int(1), int(3)), is(dec(&third)))]);
    // An integer part is never cut, however long.
    let long = "1".to_owned() + &"0".repeat(149) + "1";
    check("5.1.1.2.5", vec![(arithmetic(Div, dec(&long), dec("1")), is(dec(&long)))]);
}

#[test]
fn division_by_zero_fails_except_where_there_is_infinity() {
    check(
        "5.1.1.2.5",
        vec![
            (arithmetic(Div, int(1), int(0)), fails("the right side of 'div' is zero")),
            (arithmetic(Div, dec("1.5"), dec("0.0")), fails("the right side of 'div' is zero")),
            (arithmetic(Div, int(1), dec("0")), fails("the right side of 'div' is zero")),
            (arithmetic(Div, double(1.0), int(0)), is(double(f64::INFINITY))),
            (arithmetic(Div, double(-1.0), double(0.0)), is(double(f64::NEG_INFINITY))),
            (arithmetic(Div, double(0.0), double(0.0)), is(double(f64::NAN))),
            (arithmetic(Div, single(1.0), int(0)), is(single(f32::INFINITY))),
            (arithmetic(DivBy, int(1), int(0)), is(double(f64::INFINITY))),
            (arithmetic(DivBy, dec("-1"), int(0)), is(double(f64::NEG_INFINITY))),
            (arithmetic(DivBy, int(0), int(0)), is(double(f64::NAN))),
        ],
    );
    check(
        "5.1.1.2.6",
        vec![
            (arithmetic(Mod, int(1), int(0)), fails("the right side of 'mod' is zero")),
            (arithmetic(Mod, dec("1"), dec("0.00")), fails("the right side of 'mod' is zero")),
            (arithmetic(Mod, double(1.0), double(0.0)), fails("the right side of 'mod' is zero")),
            (arithmetic(Mod, single(1.0), single(-0.0)), fails("the right side of 'mod' is zero")),
        ],
    );
}

#[test]
fn mod_has_the_sign_of_the_left_operand() {
    check(
        "5.1.1.2.6",
        vec![
            (arithmetic(Mod, int(5), int(3)), is(int(2))),
            (arithmetic(Mod, int(-5), int(3)), is(int(-2))),
            (arithmetic(Mod, int(5), int(-3)), is(int(2))),
            (arithmetic(Mod, dec("-5.5"), int(2)), is(dec("-1.5"))),
            (arithmetic(Mod, dec("5.5"), dec("-2")), is(dec("1.5"))),
            (arithmetic(Mod, double(-5.5), double(2.0)), is(double(-1.5))),
        ],
    );
}

#[test]
fn decimals_are_exact() {
    check(
        "5.1.1.2.1",
        vec![
            (arithmetic(Add, dec("0.1"), dec("0.2")), is(dec("0.3"))),
            (arithmetic(Add, dec("2.55"), dec("2.45")), is(dec("5.00"))),
            (arithmetic(Mul, dec("2.55"), dec("2.0")), is(dec("5.10"))),
            (arithmetic(Add, dec("99999999999999999999.99"), dec("0.01")), is(dec("100000000000000000000"))),
            (arithmetic(Add, int(1), dec("0.5")), is(dec("1.5"))),
            (arithmetic(Add, dec("1e99999"), int(1)), fails("limited to decimals of 10000 digits")),
            (arithmetic(Mul, dec("1e-99999"), int(1)), fails("limited to decimals of 10000 digits")),
            (negate(dec("-1.50")), is(dec("1.50"))),
        ],
    );
}

#[test]
fn floats_promote_what_they_meet() {
    check(
        "5.1.1.18",
        vec![
            (arithmetic(Add, int(1), double(0.5)), is(double(1.5))),
            (arithmetic(Add, dec("0.1"), double(0.2)), is(double(0.1 + 0.2))),
            (arithmetic(Add, single(0.1), double(0.0)), is(double(f64::from(0.1_f32)))),
            (arithmetic(Mul, single(0.5), int(3)), is(single(1.5))),
            (arithmetic(Mul, double(1e308), int(10)), is(double(f64::INFINITY))),
            (negate(double(f64::INFINITY)), is(double(f64::NEG_INFINITY))),
            (negate(single(1.0)), is(single(-1.0))),
        ],
    );
}

#[test]
fn null_makes_null() {
    let table = [Add, Sub, Mul, Div, DivBy, Mod].into_iter().flat_map(|op| {
        [(int(1), null()), (null(), int(0)), (null(), null()), (milliseconds(1), null())]
            .map(|(left, right)| (arithmetic(op, left, right), unknown()))
    });
    check("5.1.1.2", table.chain([(negate(null()), unknown())]).collect());
}

#[test]
fn rounding_takes_the_middle_away_from_zero() {
    use Function::{Ceiling, Floor, Round};
    check(
        "5.1.1.9",
        vec![
            (call(Round, [dec("0.5")]), is(dec("1"))),
            (call(Round, [dec("-0.5")]), is(dec("-1"))),
            (call(Round, [dec("2.5")]), is(dec("3"))),
            (call(Round, [dec("-2.4999")]), is(dec("-2"))),
            (call(Round, [dec("0.0005")]), is(dec("0"))),
            (call(Round, [double(2.5)]), is(double(3.0))),
            (call(Round, [double(-2.5)]), is(double(-3.0))),
            (call(Round, [single(0.5)]), is(single(1.0))),
            (call(Floor, [dec("-1.1")]), is(dec("-2"))),
            (call(Floor, [double(-1.1)]), is(double(-2.0))),
            (call(Ceiling, [dec("-1.1")]), is(dec("-1"))),
            (call(Ceiling, [dec("1.0000000000000000000000000001")]), is(dec("2"))),
            (call(Ceiling, [double(31.01)]), is(double(32.0))),
            (call(Ceiling, [int(3)]), is(int(3))),
            (call(Floor, [double(f64::NEG_INFINITY)]), is(double(f64::NEG_INFINITY))),
            (call(Round, [dec("1e99999")]), fails("'round' is limited to decimals of 10000 digits")),
            (call(Round, [null()]), unknown()),
            (call(Round, [text("1")]), fails("'round' cannot be applied to Edm.String")),
        ],
    );
}

#[test]
fn what_is_no_number_is_named() {
    check(
        "5.1.1.2",
        vec![
            (
                arithmetic(Add, text("a"), int(1)),
                fails("'add' cannot be applied to Edm.String and an integer"),
            ),
            (arithmetic(Mod, milliseconds(1), int(1)), fails("'mod' cannot be applied to Edm.Duration")),
            (negate(text("a")), fails("'-' cannot be applied to Edm.String")),
        ],
    );
}
