use super::*;

#[test]
fn the_source_counts_where_it_checks_everything() {
    let numbers = Numbers::up_to(7);
    let order = Residual { order_by: Some(vec![descending(ID)]), skip: 2, limit: Some(3), ..residual() };
    assert_eq!(counted(&plan(None), &numbers, examined(0)).unwrap(), 7);
    assert_eq!(counted(&plan(Some(order)), &numbers, examined(0)).unwrap(), 7);
    assert_eq!(numbers.given(), 0, "not a row was read");
}

#[test]
fn conditions_are_counted_row_by_row_without_the_page() {
    let filter = compare(CompareOp::Ge, arithmetic(ArithmeticOp::Add, column(ID), int(1)), int(4));
    let paged = Residual {
        filter: Some(filter),
        order_by: Some(vec![ascending(ID)]),
        after: Some(vec![Value::Integer(5)]),
        skip: 1,
        limit: Some(1),
        ..residual()
    };
    let mut plan = plan(Some(paged));
    assert_eq!(counted(&plan, &Numbers::up_to(10), Limits::default()).unwrap(), 7);
    assert!(matches!(counted(&plan, &Numbers::up_to(10), examined(9)), Err(Error::TooManyRows(_))));
    // A memory source refuses a page: the count must not ask it for one.
    plan.scan.order_by = vec![ascending(ID)];
    plan.scan.after = Some(vec![Value::Integer(5)]);
    plan.scan.skip = 1;
    plan.scan.limit = Some(1);
    let memory = source((0..10).map(|id| thing(id, "", None)).collect());
    assert_eq!(counted(&plan, &memory, Limits::default()).unwrap(), 7);
}

#[test]
fn searches_are_counted_too() {
    let search = Some((SearchExpr::Word("N1".to_owned()), vec![NAME]));
    let plan = plan(Some(Residual { search, ..residual() }));
    assert_eq!(counted(&plan, &Numbers::up_to(20), Limits::default()).unwrap(), 11);
}
