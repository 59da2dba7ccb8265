use super::*;

#[test]
fn and_or_not_take_null_as_unknown() {
    check(
        "5.1.1.1.7",
        vec![
            (and(boolean(true), boolean(true)), yes()),
            (and(boolean(true), boolean(false)), no()),
            (and(null(), boolean(false)), no()),
            (and(boolean(false), null()), no()),
            (and(null(), boolean(true)), unknown()),
            (and(boolean(true), null()), unknown()),
            (and(null(), null()), unknown()),
            (and(int(1), boolean(true)), fails("'a condition' cannot be applied to an integer")),
        ],
    );
    check(
        "5.1.1.1.8",
        vec![
            (or(boolean(false), boolean(false)), no()),
            (or(boolean(false), boolean(true)), yes()),
            (or(null(), boolean(true)), yes()),
            (or(boolean(true), null()), yes()),
            (or(null(), boolean(false)), unknown()),
            (or(null(), null()), unknown()),
        ],
    );
    check(
        "5.1.1.1.9",
        vec![(not(boolean(true)), no()), (not(boolean(false)), yes()), (not(null()), unknown())],
    );
}

#[test]
fn a_guard_on_the_left_keeps_the_right_from_failing() {
    let division = || eq(arithmetic(ArithmeticOp::Div, int(1), int(0)), int(1));
    check(
        "5.1.1.1.7",
        vec![
            (and(boolean(false), division()), no()),
            (or(boolean(true), division()), yes()),
            (and(boolean(true), division()), fails("division by zero")),
            (and(null(), division()), fails("division by zero")),
        ],
    );
}

#[test]
fn a_filter_keeps_rows_for_which_it_is_true_only() {
    let evaluator = Evaluator::new(instant("2026-11-24T08:30:00Z"));
    let column = expr(ExprKind::Property(0), PrimitiveType::Boolean);
    for (value, kept) in [(Value::Boolean(true), true), (Value::Boolean(false), false), (Value::Null, false)]
    {
        assert_eq!(evaluator.is_true(&column, &vec![value]).unwrap(), kept, "section 5.1.2");
    }
    assert!(evaluator.is_true(&column, &Vec::new()).is_err(), "a row without the column");
}

#[test]
fn case_takes_the_first_true_condition() {
    let case = |pairs| expr(ExprKind::Case(pairs), PrimitiveType::Int64);
    let failing = || eq(arithmetic(ArithmeticOp::Div, int(1), int(0)), int(1));
    check(
        "5.1.1.12.1",
        vec![
            (case(vec![(boolean(true), int(1)), (boolean(true), int(2))]), is(int(1))),
            (case(vec![(boolean(false), int(1)), (boolean(true), int(2))]), is(int(2))),
            (case(vec![(null(), int(1)), (boolean(true), int(2))]), is(int(2))),
            (case(vec![(boolean(false), int(1)), (null(), int(2))]), unknown()),
            (case(vec![(boolean(true), int(1)), (failing(), int(2))]), is(int(1))),
        ],
    );
}
