use super::*;

use CompareOp::{Eq, Ge, Gt, Le, Lt, Ne};

/// Checks `op` for all six operators on one pair: equal, unequal, above, not below, below, not above.
fn six(section: &str, left: &Expr, right: &Expr, expected: [bool; 6]) {
    let table = [Eq, Ne, Gt, Ge, Lt, Le].into_iter().zip(expected);
    let table = table.map(|(op, truth)| {
        (compare(op, left.clone(), right.clone()), Expected::Value(Value::Boolean(truth)))
    });
    check(section, table.collect());
}

const EQUAL: [bool; 6] = [true, false, false, true, false, true];
const BELOW: [bool; 6] = [false, true, false, false, true, true];
const UNEQUAL: [bool; 6] = [false, true, false, false, false, false];

#[test]
fn null_equals_null_and_nothing_else() {
    let both_null = [true, false, false, false, false, false];
    six("5.1.1.1.1", &null(), &null(), both_null);
    for value in [int(0), text(""), boolean(false), double(f64::NAN), date("2024-02-29")] {
        six("5.1.1.1.1", &null(), &value, UNEQUAL);
        six("5.1.1.1.1", &value, &null(), UNEQUAL);
    }
    // Never null, so that `contains(null,'x') eq false` is false and not unknown.
    let absent = call(Function::Contains, [null(), text("x")]);
    check("5.1.1.1.1", vec![(eq(absent.clone(), boolean(true)), no()), (eq(absent, boolean(false)), no())]);
}

#[test]
fn nan_equals_nothing_and_infinities_are_the_ends() {
    let (nan, inf, minus_inf) = (double(f64::NAN), double(f64::INFINITY), double(f64::NEG_INFINITY));
    six("5.1.1.1.1", &nan, &nan, UNEQUAL);
    six("5.1.1.1.1", &nan, &int(1), UNEQUAL);
    six("5.1.1.1.1", &inf, &inf, EQUAL);
    six("5.1.1.1.3", &double(f64::MAX), &inf, BELOW);
    six("5.1.1.1.3", &int(i64::MAX), &inf, BELOW);
    six("5.1.1.1.3", &dec("1e400"), &inf, BELOW);
    six("5.1.1.1.3", &minus_inf, &dec("-1e400"), BELOW);
    six("5.1.1.1.3", &minus_inf, &inf, BELOW);
}

#[test]
fn numbers_of_different_types_compare_by_value() {
    six("5.1.1.18", &int(1), &dec("1.000"), EQUAL);
    six("5.1.1.18", &int(9_007_199_254_740_993), &dec("9007199254740993"), EQUAL);
    six("5.1.1.18", &dec("9007199254740992.9"), &int(9_007_199_254_740_993), BELOW);
    six("5.1.1.18", &int(i64::MAX), &dec("9223372036854775808"), BELOW);
    six("5.1.1.18", &dec("0.1"), &double(0.1), EQUAL);
    six("5.1.1.18", &int(5), &double(5.0), EQUAL);
    six("5.1.1.18", &double(0.0), &double(-0.0), EQUAL);
    six("5.1.1.18", &single(0.5), &double(0.5), EQUAL);
    // 0.1 as Single is a little more than 0.1 as Double.
    six("5.1.1.18", &double(0.1), &single(0.1), BELOW);
    six("5.1.1.18", &single(16_777_216.0), &int(16_777_217), BELOW);
    six("5.1.1.18", &dec("1.10"), &dec("1.1"), EQUAL);
}

#[test]
fn other_types_compare_in_their_own_order() {
    six("5.1.1.1.3", &boolean(false), &boolean(true), BELOW);
    six("5.1.1.1.5", &text("Milk"), &text("milk"), BELOW);
    six("5.1.1.1.5", &text("Z"), &text("Ä"), BELOW);
    // By code point, not by UTF-16 unit: U+FFFD is below U+1F600.
    six("5.1.1.1.5", &text("\u{FFFD}"), &text("\u{1F600}"), BELOW);
    six("5.1.1.1.5", &text("a"), &text("a "), BELOW);
    six("5.1.1.1.1", &text("é"), &text("é"), EQUAL);
    six("5.1.1.1.5", &date("1899-12-31"), &date("1900-01-01"), BELOW);
    six("5.1.1.1.5", &time("07:59:59.999"), &time("08:00:00"), BELOW);
    six("5.1.1.1.1", &at("2024-01-01T01:00:00+01:00"), &at("2024-01-01T00:00:00Z"), EQUAL);
    six("5.1.1.1.5", &milliseconds(-1), &milliseconds(0), BELOW);
    let low = guid("01234567-89ab-cdef-0123-456789abcdef");
    six("5.1.1.1.5", &low, &guid("f1234567-89ab-cdef-0123-456789abcdef"), BELOW);
    six("5.1.1.1.1", &binary(b"\x00"), &binary(b"\x00"), EQUAL);
}

#[test]
fn types_that_do_not_compare_are_named() {
    check(
        "5.1.1.1",
        vec![
            (eq(text("1"), int(1)), fails("'a comparison' cannot be applied to Edm.String and an integer")),
            (eq(boolean(true), int(1)), fails("Edm.Boolean and an integer")),
            (eq(date("2024-01-01"), at("2024-01-01T00:00:00Z")), fails("Edm.Date and Edm.DateTimeOffset")),
        ],
    );
}

#[test]
fn in_is_equal_to_one_of_a_list() {
    let is_in = |left, list| expr(ExprKind::In(Box::new(left), list), PrimitiveType::Boolean);
    check(
        "5.1.1.1.11",
        vec![
            (is_in(text("Milk"), vec![text("Cheese"), text("Milk")]), yes()),
            (is_in(text("milk"), vec![text("Cheese"), text("Milk")]), no()),
            (is_in(int(2), vec![dec("1.0"), dec("2.0")]), yes()),
            (is_in(null(), vec![int(1), null()]), yes()),
            (is_in(null(), vec![int(1)]), no()),
            (is_in(int(1), vec![null()]), no()),
            (is_in(double(f64::NAN), vec![double(f64::NAN)]), no()),
        ],
    );
}

#[test]
fn blank_is_null_or_the_empty_text() {
    let is_blank = |operand| expr(ExprKind::IsBlank(Box::new(operand)), PrimitiveType::Boolean);
    check(
        "salesforce profile",
        vec![
            (is_blank(null()), yes()),
            (is_blank(text("")), yes()),
            (is_blank(text(" ")), no()),
            (is_blank(int(0)), no()),
        ],
    );
}
