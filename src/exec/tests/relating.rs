use std::sync::Arc;

use super::*;
use crate::edm::Relation;
use crate::plan::Read;
use crate::query::{Related, RelatedForm};

/// The things whose ids satisfy `expr`, which asks for things whose rank is this thing's id.
fn related(expr: Expr, things: Vec<Vec<Value>>, limits: Limits) -> Result<Vec<i64>, Error> {
    let scan = Scan::all(table(), vec![column(ID), column(NAME), column(RANK)]);
    let read = Read { table: 0, scan, by: vec![RANK], filter: None, search: None };
    let plan = Plan { reads: vec![read], ..plan(Some(Residual { filter: Some(expr), ..residual() })) };
    let source = source(things);
    let sources = [Arc::new(source) as Arc<dyn Source>];
    let known = Known::of(&plan, &sources, limits, DateTime::UNIX_EPOCH).now_or_never().unwrap()?;
    let mut sink = Ids { ids: Vec::new(), most: usize::MAX };
    rows(&plan, sources[0].as_ref(), limits, &known, &mut sink).now_or_never().unwrap()?;
    Ok(sink.ids)
}

fn things() -> Vec<Vec<Value>> {
    vec![
        thing(1, "a", Some(2)),
        thing(2, "b", Some(1)),
        thing(3, "c", Some(1)),
        thing(4, "", None),
        thing(5, "d", Some(9)),
    ]
}

fn any(filter: Option<Expr>) -> Expr {
    Expr::related(Related { filter, ..Related::new(0, Relation::on(0, &[(ID, RANK)]), RelatedForm::Any) })
}

fn outer(place: usize) -> Expr {
    Expr { kind: ExprKind::Outer(1, place), ty: PrimitiveType::Int64, nullable: true }
}

#[test]
fn related_rows_are_found_by_their_columns() {
    let limits = Limits::default();
    assert_eq!(related(any(None), things(), limits).unwrap(), [1, 2]);
    let further = compare(CompareOp::Gt, column(ID), arithmetic(ArithmeticOp::Add, outer(ID), int(1)));
    assert_eq!(related(any(Some(further)), things(), limits).unwrap(), [1]);
    let form = RelatedForm::One(column(ID));
    let one = Expr::related(Related::new(0, Relation::on(0, &[(ID, RANK)]), form));
    let is_one = |expr: Expr| compare(CompareOp::Eq, expr, int(1));
    let single = things().into_iter().filter(|row| row[ID] != Value::Integer(3)).collect();
    assert_eq!(related(is_one(one.clone()), single, limits).unwrap(), [2]);
    let error = related(is_one(one), things(), limits).unwrap_err();
    assert!(matches!(error, Error::Several { entity_set } if entity_set == "Things"));
}

#[test]
fn related_rows_are_bounded() {
    let told = |limits: Limits| match related(
        any(Some(compare(CompareOp::Lt, column(ID), int(0)))),
        things(),
        limits,
    ) {
        Err(Error::TooManyRows(message)) => message,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        told(examined(4)),
        "more than 4 rows of related entities, of Things among others, would have to be held, as the data source \
         cannot itself check the condition on them; ask for it in a way it can, or for fewer of them"
    );
    let message = told(Limits { max_sorted_bytes: 100, ..Limits::default() });
    assert!(message.starts_with("more than 0 MB of related entities, of Things"), "{message}");
    // 1 has two of them, 2 has one.
    assert_eq!(
        told(Limits { max_related_visits: 2, ..Limits::default() }),
        "Things: related entities would have to be looked at more than 2 times, as the data source cannot \
         itself check the condition on them; add a condition on the entities themselves"
    );
    let enough = Limits { max_related_visits: 3, ..Limits::default() };
    assert!(
        related(any(Some(compare(CompareOp::Lt, column(ID), int(0)))), things(), enough).unwrap().is_empty()
    );
}
