use proptest::prelude::*;

use super::*;

fn things() -> MemorySource {
    source(vec![
        thing(1, "b", Some(2)),
        thing(2, "a", None),
        thing(3, "B", Some(1)),
        thing(4, "a", Some(2)),
        thing(5, "ä", None),
    ])
}

fn sorted(order_by: Vec<OrderBy>) -> Residual {
    Residual { order_by: Some(order_by), ..residual() }
}

#[test]
fn nulls_sort_lowest_and_text_by_code_point() {
    let cases: [(Vec<OrderBy>, &[i64]); 6] = [
        (vec![ascending(ID)], &[1, 2, 3, 4, 5]),
        (vec![ascending(RANK), ascending(ID)], &[2, 5, 3, 1, 4]),
        (vec![descending(RANK), ascending(ID)], &[1, 4, 3, 2, 5]),
        (vec![ascending(NAME), descending(ID)], &[3, 4, 2, 1, 5]),
        (vec![descending(RANK), descending(NAME), ascending(ID)], &[1, 4, 3, 5, 2]),
        // Rows that no key tells apart keep the order they came in.
        (vec![ascending(RANK)], &[2, 5, 3, 1, 4]),
    ];
    for (order_by, expected) in cases {
        assert_eq!(ids(&plan(Some(sorted(order_by))), &things(), Limits::default()).unwrap(), expected);
    }
}

#[test]
fn computed_keys_sort_too() {
    let order = vec![
        OrderBy {
            expr: arithmetic(ArithmeticOp::Mod, column(ID), int(3)),
            descending: true,
            tie_break: false,
        },
        descending(ID),
    ];
    assert_eq!(ids(&plan(Some(sorted(order))), &things(), Limits::default()).unwrap(), [5, 2, 4, 1, 3]);
}

#[test]
fn the_values_of_the_keys_come_behind_the_columns() {
    struct LastKeys(Vec<Value>);
    impl RowSink for LastKeys {
        fn row(&mut self, row: &dyn Row) -> Result<ControlFlow<()>, Error> {
            self.0 = vec![row.get(RANK + 1)?.to_value(), row.get(RANK + 2)?.to_value()];
            assert!(row.get(RANK + 3).is_err(), "a column more than there are");
            Ok(ControlFlow::Continue(()))
        }
    }
    let product = arithmetic(ArithmeticOp::Mul, column(RANK), int(10));
    let order = vec![OrderBy { expr: product, descending: false, tie_break: false }, ascending(ID)];
    let mut sink = LastKeys(Vec::new());
    rows(&plan(Some(sorted(order))), &things(), Limits::default(), &known(), &mut sink)
        .now_or_never()
        .unwrap()
        .unwrap();
    assert_eq!(sink.0, [Value::Integer(20), Value::Integer(4)]);
}

#[test]
fn a_page_starts_strictly_behind_its_position() {
    let order = || vec![descending(RANK), ascending(ID)];
    let after =
        |rank: Option<i64>, id| Some(vec![rank.map_or(Value::Null, Value::Integer), Value::Integer(id)]);
    // position, skip, limit, expected; the whole is 1 4 3 2 5
    type Page = (Option<Vec<Value>>, u64, Option<u64>, &'static [i64]);
    let cases: [Page; 8] = [
        (after(Some(2), 1), 0, None, &[4, 3, 2, 5]),
        (after(Some(2), 4), 0, Some(1), &[3]),
        (after(Some(1), 3), 0, None, &[2, 5]),
        (after(None, 2), 0, None, &[5]),
        (after(None, 5), 0, None, &[]),
        // A row that is gone by now is still a position.
        (after(Some(2), 2), 0, None, &[4, 3, 2, 5]),
        (after(Some(2), 1), 1, Some(2), &[3, 2]),
        (None, 3, Some(100), &[2, 5]),
    ];
    for (after, skip, limit, expected) in cases {
        let plan = plan(Some(Residual { after: after.clone(), skip, limit, ..sorted(order()) }));
        let result = ids(&plan, &things(), Limits::default()).unwrap();
        assert_eq!(result, expected, "{after:?}, skip {skip}, limit {limit:?}");
    }
}

#[test]
fn what_is_held_is_bounded() {
    let numbers = || Numbers::up_to(10_000);
    // Ranks fall as ids rise: every row displaces another, and two are ever held.
    let small = Limits { max_sorted_bytes: 2_000, ..Limits::default() };
    let top = plan(Some(Residual { limit: Some(2), ..sorted(vec![ascending(RANK)]) }));
    assert_eq!(ids(&top, &numbers(), small).unwrap(), [9_999, 9_998]);
    let all = plan(Some(sorted(vec![ascending(RANK)])));
    match ids(&all, &numbers(), Limits { max_sorted_bytes: 1 << 20, ..Limits::default() }) {
        Err(Error::TooManyRows(text)) => assert_eq!(
            text,
            "Things: more than 1 MB of rows would have to be sorted, as the data source cannot sort by 'Rank'; add a condition it can check, such as a comparison of 'Id'"
        ),
        other => panic!("{other:?}"),
    }
    match ids(&all, &numbers(), examined(9_999)) {
        Err(Error::TooManyRows(text)) => {
            assert!(text.contains("more than 9999 rows would have to be examined"), "{text}")
        }
        other => panic!("{other:?}"),
    }
    let endless =
        plan(Some(Residual { skip: u64::MAX, limit: Some(u64::MAX), ..sorted(vec![ascending(ID)]) }));
    assert_eq!(ids(&endless, &Numbers::up_to(3), Limits::default()).unwrap(), [0_i64; 0]);
}

#[test]
fn the_sink_may_end_a_sorted_page() {
    let mut sink = Ids { ids: Vec::new(), most: 2 };
    let plan = plan(Some(sorted(vec![descending(ID)])));
    rows(&plan, &things(), Limits::default(), &known(), &mut sink).now_or_never().unwrap().unwrap();
    assert_eq!(sink.ids, [5, 4]);
}

/// Rows with few different names and ranks, so that keys tie.
fn any_rows() -> impl Strategy<Value = Vec<Vec<Value>>> {
    prop::collection::vec(("[ab]{0,1}", prop::option::of(-2_i64..3)), 0..40).prop_map(|cells| {
        let numbered = cells.into_iter().zip(0_i64..);
        numbered.map(|((name, rank), id)| thing(id, &name, rank)).collect()
    })
}

/// A total order: the id last, others before it.
fn any_order() -> impl Strategy<Value = Vec<OrderBy>> {
    (prop::collection::vec((prop_oneof![Just(NAME), Just(RANK)], any::<bool>()), 0..3), any::<bool>())
        .prop_map(|(keys, last)| {
            let keys = keys.into_iter().chain([(ID, last)]);
            keys.map(|(place, descending)| OrderBy { expr: column(place), descending, tie_break: false })
                .collect()
        })
}

/// The sort keys of the row with this id.
fn position(rows: &[Vec<Value>], order_by: &[OrderBy], id: i64) -> Vec<Value> {
    let row = rows.iter().find(|row| row[ID] == Value::Integer(id)).unwrap();
    let place = |key: &OrderBy| match key.expr.kind {
        ExprKind::Property(place) => row[place].clone(),
        _ => unreachable!("keys are properties"),
    };
    order_by.iter().map(place).collect()
}

proptest! {
    #[test]
    fn a_bounded_heap_keeps_what_a_full_sort_would(
        rows in any_rows(), order_by in any_order(), skip in 0_u64..10, limit in 1_u64..20
    ) {
        let source = source(rows);
        let whole = ids(&plan(Some(sorted(order_by.clone()))), &source, Limits::default()).unwrap();
        let page = plan(Some(Residual { skip, limit: Some(limit), ..sorted(order_by) }));
        let expected: Vec<i64> = whole.into_iter().skip(skip as usize).take(limit as usize).collect();
        prop_assert_eq!(ids(&page, &source, Limits::default()).unwrap(), expected);
    }

    #[test]
    fn pages_put_together_are_the_whole(rows in any_rows(), order_by in any_order(), limit in 1_u64..7) {
        let source = source(rows.clone());
        let whole = ids(&plan(Some(sorted(order_by.clone()))), &source, Limits::default()).unwrap();
        let mut pages: Vec<i64> = Vec::new();
        loop {
            let after = pages.last().map(|id| position(&rows, &order_by, *id));
            let page = Residual { after, limit: Some(limit), ..sorted(order_by.clone()) };
            let page = ids(&plan(Some(page)), &source, Limits::default()).unwrap();
            pages.extend(&page);
            if page.len() < limit as usize {
                break;
            }
        }
        prop_assert_eq!(pages, whole);
    }
}
