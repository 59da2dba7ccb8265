//! Planning of `$expand`: one scan for the related entities of all rows of a page, by their keys.

use std::sync::Arc;

use super::columns::{Columns, property};
use super::split::{Bounds, split};
use super::{Among, Capabilities, Each, Places, Plan, Rows, Scan, Through, declared};
use crate::catalog::{Storage, Table};
use crate::edm::{Link, PrimitiveType};
use crate::query::{Expand as Asked, Expr, Form, Query};

/// How the related entities of many rows are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expand {
    /// The index of the table they are in.
    pub table: usize,
    /// Places of the key in the rows it starts from.
    pub here: Vec<usize>,
    /// Places of the key in the rows it leads to.
    pub there: Vec<usize>,
    /// The link rows, where they have to be read first.
    pub link: Option<Linked>,
    /// The related entities. The keys of its scan, if it has any, are not filled in.
    pub plan: Plan,
    /// The most keys in one statement, where the scan has keys.
    pub most_keys: usize,
    /// What is answered of them.
    pub form: Form,
    /// Rows of each key to pass over, where the source does not.
    pub skip: u64,
    /// The most rows of each key, where the source does not see to it.
    pub limit: Option<u64>,
    /// Whether the number of each key's rows is asked for.
    pub counted: bool,
}

/// A link table that is read by itself, because it is in another source than the rows it leads to,
/// or because their source does not join the two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// Its index.
    pub table: usize,
    /// All rows, or those of keys that are not filled in.
    pub scan: Scan,
    /// Places of the key they start from.
    pub here: Vec<usize>,
    /// Places of the key they lead to.
    pub there: Vec<usize>,
    /// The most keys in one statement, where the scan has keys.
    pub most_keys: usize,
}

/// Plans one expand; adds the key it starts from to `columns` of `table`.
pub(super) fn expand(
    asked: &Asked,
    places: &Places<'_>,
    table: &Table,
    columns: &mut Columns,
) -> Option<Expand> {
    let relation = &asked.relation;
    let here = relation.here.iter().map(|index| columns.property(*index, table)).collect();
    let (target, capabilities) = places.of(relation.target)?;
    let keyed = has_keys(&relation.there, target, capabilities);
    let joined = relation.through.as_ref().filter(|link| keyed && joins(link, asked, places));

    let mut read = Columns::default();
    let mut there: Vec<usize> = match joined {
        Some(_) => Vec::new(),
        None => relation.there.iter().map(|index| read.property(*index, target)).collect(),
    };
    let key_width = read.len();
    let mut plan = split(&asked.query, places, read, &Bounds::of_all(asked.form))?;
    let declared = declared::keyed(target, plan.scan.filter.as_ref(), &relation.there);
    let declared = declared.filter(|_| capabilities.declared);
    let by_itself = relation.through.is_some() && joined.is_none();
    let whole = keyed && !by_itself && plan.residual.is_none();
    let keyed = keyed || declared.is_some();
    let Query { skip, top, count, .. } = asked.query;
    let each = match asked.form {
        Form::Count if whole => Each::Number,
        _ if whole && (skip > 0 || top.is_some()) => Each::Page { skip, limit: top, counted: count },
        _ => Each::Rows,
    };
    if each == Each::Number {
        plan.scan.columns.truncate(key_width);
        plan.checked.clear();
    }
    if joined.is_some() {
        // Behind the scan's own columns.
        there = (plan.scan.columns.len()..).take(relation.here.len()).collect();
    }
    let most_keys = declared.map_or_else(|| most_keys(capabilities, &relation.there), |filter| filter.most);
    if let Some(link) = joined {
        let through = Through::of(link, &relation.there, target, places)?;
        let columns = properties(&link.here, &through.table);
        plan = plan.among(Among { columns, through: Some(through), keys: Vec::new(), each });
    } else if keyed {
        let columns = properties(&relation.there, target);
        plan = plan.among(Among { columns, through: None, keys: Vec::new(), each });
    }
    let pages_itself = matches!(each, Each::Page { .. });
    Some(Expand {
        table: relation.target,
        here,
        there,
        link: match relation.through.as_ref().filter(|_| by_itself) {
            Some(link) => Some(linked(link, places)?),
            None => None,
        },
        plan,
        most_keys,
        form: asked.form,
        skip: if pages_itself { 0 } else { skip },
        limit: top.filter(|_| !pages_itself),
        counted: count || asked.form == Form::Count,
    })
}

/// Whether a table's rows are found by keys of these columns: of Booleans there are no lists.
fn has_keys(columns: &[usize], table: &Table, capabilities: &Capabilities) -> bool {
    let compared = |index: &usize| {
        property(*index, table).is_some_and(|column| {
            column.ty != PrimitiveType::Boolean && capabilities.computes(&Rows::of(table), &column)
        })
    };
    most_keys(capabilities, columns) > 0 && columns.iter().all(compared)
}

fn most_keys(capabilities: &Capabilities, columns: &[usize]) -> usize {
    capabilities.keyed / columns.len().max(1)
}

/// Whether one statement can join the link with the table it leads to: in one source, by columns
/// that are equal to it as they are to OData.
fn joins(link: &Link, asked: &Asked, places: &Places<'_>) -> bool {
    let Some(((linking, capabilities), (target, _))) =
        places.of(link.table).zip(places.of(asked.relation.target))
    else {
        return false;
    };
    let storage = |table: &Table, index: usize| table.columns.get(index).map(|column| column.storage);
    let alike = |(a, b): (&usize, &usize)| match (storage(linking, *a), storage(target, *b)) {
        (Some(a), Some(b)) => a == b || is_number(a) && is_number(b),
        _ => false,
    };
    linking.source == target.source
        && has_keys(&link.here, linking, capabilities)
        && has_keys(&link.there, linking, capabilities)
        && link.there.iter().zip(&asked.relation.there).all(alike)
}

const fn is_number(storage: Storage) -> bool {
    matches!(storage, Storage::Integer | Storage::Unsigned | Storage::Decimal)
}

fn properties(indexes: &[usize], table: &Table) -> Vec<Expr> {
    indexes.iter().filter_map(|index| property(*index, table)).collect()
}

impl Through {
    fn of(link: &Link, there: &[usize], target: &Table, places: &Places<'_>) -> Option<Self> {
        let (table, _) = places.of(link.table)?;
        let pairs = properties(&link.there, table).into_iter().zip(properties(there, target)).collect();
        Some(Self { table: Arc::clone(table), pairs })
    }
}

fn linked(link: &Link, places: &Places<'_>) -> Option<Linked> {
    let (table, capabilities) = places.of(link.table)?;
    let mut columns = Columns::default();
    let here = link.here.iter().map(|index| columns.property(*index, table)).collect();
    let there = link.there.iter().map(|index| columns.property(*index, table)).collect();
    let mut scan = Scan::all(Arc::clone(table), columns.into_exprs());
    if has_keys(&link.here, table, capabilities) {
        let columns = properties(&link.here, table);
        scan.among = Some(Among { columns, through: None, keys: Vec::new(), each: Each::Rows });
    }
    Some(Linked { table: link.table, scan, here, there, most_keys: most_keys(capabilities, &link.here) })
}
