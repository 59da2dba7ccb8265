//! Laws that hold for all operands.

use proptest::prelude::*;

use super::*;

/// A Boolean expression of literals, comparisons, and the three operators over them.
fn condition() -> impl Strategy<Value = Expr> {
    let number = prop_oneof![
        Just(null()),
        (-2_i64..3).prop_map(int),
        (-2_i64..3).prop_map(|v| dec(&format!("{v}.5"))),
        prop_oneof![Just(f64::NAN), Just(f64::INFINITY), Just(0.5)].prop_map(double),
    ];
    let operator = prop_oneof![
        Just(CompareOp::Eq),
        Just(CompareOp::Ne),
        Just(CompareOp::Gt),
        Just(CompareOp::Ge),
        Just(CompareOp::Lt),
        Just(CompareOp::Le)
    ];
    let comparison = (operator, number.clone(), number).prop_map(|(op, a, b)| compare(op, a, b));
    let leaf = prop_oneof![Just(null()), any::<bool>().prop_map(boolean), comparison];
    leaf.prop_recursive(3, 24, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(not),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| and(a, b)),
            (inner.clone(), inner).prop_map(|(a, b)| or(a, b)),
        ]
    })
}

fn value(expr: Expr) -> Value {
    eval(&expr).unwrap()
}

proptest! {
    #[test]
    fn not_undoes_itself(a in condition()) {
        prop_assert_eq!(value(not(not(a.clone()))), value(a));
    }

    #[test]
    fn de_morgan(a in condition(), b in condition()) {
        let of_and = value(not(and(a.clone(), b.clone())));
        prop_assert_eq!(of_and, value(or(not(a.clone()), not(b.clone()))));
        let of_or = value(not(or(a.clone(), b.clone())));
        prop_assert_eq!(of_or, value(and(not(a), not(b))));
    }

    #[test]
    fn and_and_or_commute_and_distribute(a in condition(), b in condition(), c in condition()) {
        prop_assert_eq!(value(and(a.clone(), b.clone())), value(and(b.clone(), a.clone())));
        prop_assert_eq!(value(or(a.clone(), b.clone())), value(or(b.clone(), a.clone())));
        let left = value(and(a.clone(), or(b.clone(), c.clone())));
        prop_assert_eq!(left, value(or(and(a.clone(), b), and(a, c))));
    }

    #[test]
    fn comparisons_are_mirrored_and_ne_is_not_eq(a in -3_i64..4, b in "-?[0-9]{1,2}\\.[0-9]") {
        let (a, b) = (int(a), dec(&b));
        for (op, mirrored) in [
            (CompareOp::Eq, CompareOp::Eq),
            (CompareOp::Lt, CompareOp::Gt),
            (CompareOp::Le, CompareOp::Ge),
        ] {
            let left = value(compare(op, a.clone(), b.clone()));
            prop_assert_eq!(left, value(compare(mirrored, b.clone(), a.clone())));
        }
        let ne = value(compare(CompareOp::Ne, a.clone(), b.clone()));
        prop_assert_eq!(ne, value(not(compare(CompareOp::Eq, a, b))));
    }

    #[test]
    fn division_and_remainder_give_the_whole_again(a in any::<i64>(), b in any::<i64>()) {
        prop_assume!(b != 0 && !(a == i64::MIN && b == -1));
        let quotient = arithmetic(ArithmeticOp::Div, int(a), int(b));
        let whole = arithmetic(ArithmeticOp::Mul, quotient, int(b));
        let rest = arithmetic(ArithmeticOp::Mod, int(a), int(b));
        prop_assert_eq!(value(arithmetic(ArithmeticOp::Add, whole, rest)), Value::Integer(a));
    }

    #[test]
    fn a_text_is_its_parts(a in "\\PC{0,12}", at in 0_i64..14) {
        let head = call(Function::Substring, [text(&a), int(0), int(at)]);
        let tail = call(Function::Substring, [text(&a), int(at)]);
        prop_assert_eq!(value(call(Function::Concat, [head, tail])), Value::String(a));
    }

    #[test]
    fn a_cast_to_text_and_back_changes_nothing(nanoseconds in any::<i64>(), number in any::<f64>()) {
        for original in [
            Value::Duration(TimeDelta::nanoseconds(nanoseconds)),
            Value::DateTimeOffset(DateTime::from_timestamp_nanos(nanoseconds)),
            Value::Integer(nanoseconds),
            Value::Double(number),
        ] {
            prop_assume!(!number.is_nan());
            let ty = match original {
                Value::Duration(_) => PrimitiveType::Duration,
                Value::DateTimeOffset(_) => PrimitiveType::DateTimeOffset,
                Value::Integer(_) => PrimitiveType::Int64,
                _ => PrimitiveType::Double,
            };
            let printed = cast(Expr::literal(original.clone(), ty), PrimitiveType::String);
            prop_assert_eq!(value(cast(printed, ty)), original);
        }
    }

    #[test]
    fn any_pattern_is_matched_or_refused(pattern in "[\\\\\\[\\](){}?*+^$|.,a-c0-9<>=!:&~dDwWsSbBuxkp-]{0,16}") {
        match eval(&call(Function::MatchesPattern, [text("abc123"), text(&pattern)])) {
            Ok(value) => prop_assert!(matches!(value, Value::Boolean(_))),
            Err(error) => prop_assert!(matches!(error, Error::Evaluation(_))),
        }
    }
}
