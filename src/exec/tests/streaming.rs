use super::*;

fn even() -> Expr {
    compare(CompareOp::Eq, arithmetic(ArithmeticOp::Mod, column(ID), int(2)), int(0))
}

#[test]
fn without_residual_work_the_source_does_it_all() {
    let numbers = Numbers::up_to(5);
    assert_eq!(ids(&plan(None), &numbers, examined(0)).unwrap(), [0, 1, 2, 3, 4]);
    let mut sink = Ids { ids: Vec::new(), most: 2 };
    rows(&plan(None), &numbers, examined(0), &known(), &mut sink).now_or_never().unwrap().unwrap();
    assert_eq!(sink.ids, [0, 1]);
    assert_eq!(numbers.given(), 5 + 2, "a break of the sink ends the scan");
}

#[test]
fn rows_that_pass_are_skipped_and_limited() {
    // skip, limit, the ids, the rows the source had to give
    let table: [(u64, Option<u64>, &[i64], u64); 6] = [
        (0, None, &[0, 2, 4, 6, 8], 10),
        (2, None, &[4, 6, 8], 10),
        (0, Some(2), &[0, 2], 3),
        (1, Some(2), &[2, 4], 5),
        (9, Some(2), &[], 10),
        (0, Some(0), &[], 0),
    ];
    for (skip, limit, expected, given) in table {
        let numbers = Numbers::up_to(10);
        let plan = plan(Some(Residual { filter: Some(even()), skip, limit, ..residual() }));
        assert_eq!(
            ids(&plan, &numbers, Limits::default()).unwrap(),
            expected,
            "skip {skip}, limit {limit:?}"
        );
        assert_eq!(numbers.given(), given, "skip {skip}, limit {limit:?}");
    }
}

#[test]
fn an_order_of_nothing_is_none() {
    let numbers = Numbers::up_to(10);
    let plan =
        plan(Some(Residual { filter: Some(even()), order_by: Some(vec![]), limit: Some(1), ..residual() }));
    assert_eq!(ids(&plan, &numbers, Limits::default()).unwrap(), [0]);
    assert_eq!(numbers.given(), 1, "a read by key does not read on");
}

#[test]
fn rows_without_truth_are_left_out() {
    let source = source(vec![thing(1, "", Some(1)), thing(2, "", None), thing(3, "", Some(3))]);
    let double = arithmetic(ArithmeticOp::Mul, column(RANK), int(2));
    let cases: [(Expr, &[i64]); 3] = [
        (compare(CompareOp::Gt, double.clone(), int(2)), &[3]),
        (compare(CompareOp::Ne, double.clone(), int(2)), &[2, 3]),
        (compare(CompareOp::Eq, double, Expr::literal(Value::Null, PrimitiveType::Int64)), &[2]),
    ];
    for (filter, expected) in cases {
        let plan = plan(Some(Residual { filter: Some(filter), ..residual() }));
        assert_eq!(ids(&plan, &source, Limits::default()).unwrap(), expected);
    }
}

#[test]
fn too_many_rows_say_what_to_filter_on() {
    let none = compare(CompareOp::Lt, column(RANK), arithmetic(ArithmeticOp::Add, column(ID), int(-100)));
    let plan = plan(Some(Residual { filter: Some(none), limit: Some(1), ..residual() }));
    assert_eq!(
        ids(&plan, &Numbers::up_to(50), examined(50)).unwrap(),
        [0_i64; 0],
        "exactly as many as may be"
    );
    match ids(&plan, &Numbers::up_to(1_000_000), examined(50)) {
        Err(Error::TooManyRows(text)) => assert_eq!(
            text,
            "Things: more than 50 rows would have to be examined, as the data source cannot itself check the condition on 'Id', 'Rank'; add a condition it can check, such as a comparison of 'Id'"
        ),
        other => panic!("{other:?}"),
    }
    let numbers = Numbers::up_to(1_000_000);
    assert!(ids(&plan, &numbers, examined(50)).is_err());
    assert_eq!(numbers.given(), 51, "no more is read than to know it is too much");
}

#[test]
fn errors_of_rows_and_of_the_sink_end_the_scan() {
    let failing = compare(CompareOp::Eq, arithmetic(ArithmeticOp::Div, int(6), column(ID)), int(2));
    let plan = plan(Some(Residual { filter: Some(failing), ..residual() }));
    match ids(&plan, &Numbers::up_to(10), Limits::default()) {
        Err(Error::Evaluation(text)) => assert!(text.starts_with("division by zero"), "{text}"),
        other => panic!("{other:?}"),
    }
    struct Refuse;
    impl RowSink for Refuse {
        fn row(&mut self, _: &dyn Row) -> Result<ControlFlow<()>, Error> {
            Err(Error::Evaluation("no more".to_owned()))
        }
    }
    let numbers = Numbers::up_to(10);
    let plan = super::plan(Some(Residual { filter: Some(even()), ..residual() }));
    let result = rows(&plan, &numbers, Limits::default(), &known(), &mut Refuse).now_or_never().unwrap();
    assert!(matches!(result, Err(Error::Evaluation(text)) if text == "no more"));
    assert_eq!(numbers.given(), 1);
}

#[test]
fn a_position_without_its_order_is_refused() {
    let without = plan(Some(Residual { after: Some(vec![Value::Integer(1)]), ..residual() }));
    assert!(matches!(ids(&without, &Numbers::up_to(3), Limits::default()), Err(Error::Evaluation(_))));
    let short = Residual {
        order_by: Some(vec![ascending(NAME), ascending(ID)]),
        after: Some(vec![Value::Integer(1)]),
        ..residual()
    };
    assert!(matches!(
        ids(&plan(Some(short)), &Numbers::up_to(3), Limits::default()),
        Err(Error::Evaluation(_))
    ));
}

#[test]
fn a_request_may_move_between_threads() {
    fn is_send<T: Send>(future: T) -> T {
        future
    }
    let (plan, numbers) = (plan(Some(Residual { filter: Some(even()), ..residual() })), Numbers::up_to(3));
    let mut sink = Ids { ids: Vec::new(), most: usize::MAX };
    is_send(rows(&plan, &numbers, Limits::default(), &known(), &mut sink)).now_or_never().unwrap().unwrap();
    assert_eq!(
        is_send(count(&plan, &numbers, Limits::default(), &known())).now_or_never().unwrap().unwrap(),
        2
    );
}
