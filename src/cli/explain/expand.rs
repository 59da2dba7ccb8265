//! What is expanded, level by level: the plan of each and its statements, whose keys are known when
//! the rows above are read.

use super::{Place, place_of, request, write};
use crate::catalog::Catalog;
use crate::config::Loaded;
use crate::edm::{PrimitiveType, Value};
use crate::plan::{Among, Expand, Scan};
use crate::query;
use crate::source::sql::Asked;

/// Explains what is expanded in the rows of `around`, and what is in theirs.
pub(super) fn explain(
    loaded: &Loaded,
    catalog: &Catalog,
    (asked, planned): (&[query::Expand], &[Expand]),
    around: &str,
    out: &mut String,
) -> Result<(), String> {
    for (asked, expand) in asked.iter().zip(planned) {
        let path = if around.is_empty() { asked.name.clone() } else { format!("{around}/{}", asked.name) };
        out.push_str(&format!("\nexpanded: {path}, of all rows above at once\n"));
        write::meaning(out, catalog, &asked.query);
        if let Some(linked) = &expand.link {
            statement(loaded, catalog, linked.table, &linked.scan, out)?;
        }
        write::plan(out, &expand.plan, false);
        write::each(out, expand);
        statement(loaded, catalog, expand.table, &expand.plan.scan, out)?;
        explain(loaded, catalog, (&asked.query.expand, &expand.plan.expands), &path, out)?;
    }
    Ok(())
}

fn statement(
    loaded: &Loaded,
    catalog: &Catalog,
    table: usize,
    scan: &Scan,
    out: &mut String,
) -> Result<(), String> {
    match place_of(loaded, catalog, table)? {
        place @ Place::Database(_) => request(place, &with_a_key(scan), Asked::Rows, false, out),
        Place::Rest => {
            request(Place::Rest, scan, Asked::Rows, scan.among.is_some(), out)?;
            if scan.among.is_some() {
                out.push_str("  with the keys of the rows above, some in each request\n");
            }
            Ok(())
        }
    }
}

/// The scan for one key, of values that are not shown.
fn with_a_key(scan: &Scan) -> Scan {
    let among = scan.among.as_ref().map(|among| {
        let key = among.columns.iter().map(|column| any_value(column.ty)).collect();
        Among { keys: vec![key], ..among.clone() }
    });
    Scan { among, ..scan.clone() }
}

fn any_value(ty: PrimitiveType) -> Value {
    use PrimitiveType as P;
    match ty {
        P::Single => Value::Single(0.0),
        P::Double => Value::Double(0.0),
        P::Guid => Value::Guid(uuid::Uuid::nil()),
        P::Date => Value::Date(chrono::NaiveDate::default()),
        P::TimeOfDay => Value::TimeOfDay(chrono::NaiveTime::default()),
        P::DateTimeOffset => Value::DateTimeOffset(chrono::DateTime::default()),
        P::Binary => Value::Binary(Vec::new()),
        ty if ty.is_numeric() => Value::Integer(0),
        _ => Value::String(String::new()),
    }
}
