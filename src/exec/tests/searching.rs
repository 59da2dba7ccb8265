use super::*;

fn word(text: &str) -> SearchExpr {
    SearchExpr::Word(text.to_owned())
}

fn phrase(text: &str) -> SearchExpr {
    SearchExpr::Phrase(text.to_owned())
}

fn and(a: SearchExpr, b: SearchExpr) -> SearchExpr {
    SearchExpr::And(Box::new(a), Box::new(b))
}

fn or(a: SearchExpr, b: SearchExpr) -> SearchExpr {
    SearchExpr::Or(Box::new(a), Box::new(b))
}

fn not(a: SearchExpr) -> SearchExpr {
    SearchExpr::Not(Box::new(a))
}

/// Names and a second text, null in the last row.
fn things() -> MemorySource {
    let rows = [
        (1, "Red Bicycle", Some("for the city")),
        (2, "Blue bicycle", Some("100% steel")),
        (3, "Red car", Some("Ärger")),
        (4, "bicycles, red", None),
    ];
    source(
        rows.map(|(id, name, note)| {
            let note = note.map_or(Value::Null, |text| Value::String(text.to_owned()));
            vec![Value::Integer(id), Value::String(name.to_owned()), note]
        })
        .into(),
    )
}

#[test]
fn terms_match_in_any_case_in_any_column() {
    let cases: [(SearchExpr, &[i64]); 14] = [
        (word("bicycle"), &[1, 2, 4]),
        (word("RED"), &[1, 3, 4]),
        (phrase("red bicycle"), &[1]),
        (word("city"), &[1]),
        (word("%"), &[2]),
        (word("_"), &[]),
        (word("ärger"), &[3]),
        (word(""), &[1, 2, 3, 4]),
        (and(word("red"), word("bicycle")), &[1, 4]),
        // Each term in a column of its own.
        (and(word("bicycle"), word("steel")), &[2]),
        (or(word("car"), word("steel")), &[2, 3]),
        (not(word("red")), &[2]),
        // The row without a note has no "city" in it.
        (not(word("city")), &[2, 3, 4]),
        (and(word("bicycle"), not(or(word("blue"), phrase("red b")))), &[4]),
    ];
    for (expr, expected) in cases {
        let plan = plan(Some(Residual { search: Some((expr.clone(), vec![NAME, RANK])), ..residual() }));
        assert_eq!(ids(&plan, &things(), Limits::default()).unwrap(), expected, "{expr:?}");
    }
}

#[test]
fn a_search_joins_the_filter_and_the_page() {
    let search = Some((word("bicycle"), vec![NAME]));
    let filter = Some(compare(CompareOp::Gt, column(ID), int(1)));
    let both =
        Residual { filter, search, order_by: Some(vec![descending(ID)]), limit: Some(1), ..residual() };
    assert_eq!(ids(&plan(Some(both)), &things(), Limits::default()).unwrap(), [4]);
}

#[test]
fn a_search_over_numbers_is_refused() {
    let plan = plan(Some(Residual { search: Some((word("1"), vec![ID])), ..residual() }));
    assert!(matches!(ids(&plan, &things(), Limits::default()), Err(Error::Evaluation(_))));
    let many = super::plan(Some(Residual { search: Some((word("x"), vec![NAME])), ..residual() }));
    match ids(&many, &things(), examined(3)) {
        Err(Error::TooManyRows(text)) => assert!(text.contains("cannot search"), "{text}"),
        other => panic!("{other:?}"),
    }
}
