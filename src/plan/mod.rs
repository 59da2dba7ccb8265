//! From what is asked to who does it: splits a query into a [`Scan`] for the source and work
//! left for `exec`. Knows capabilities as data, no live source.

mod among;
mod apply;
mod capabilities;
mod columns;
mod counts;
pub mod declared;
mod expand;
mod grouped;
mod pipeline;
mod places;
mod position;
mod reads;
mod rows;
mod scan;
mod semijoin;
mod split;
mod steps;
mod tables;

pub use among::{Among, Each, Through};
pub use capabilities::{Capabilities, Pushdown};
pub use expand::{Expand, Linked};
pub use pipeline::{Layout, Part, Pipeline};
pub use places::Places;
pub use reads::Read;
pub use rows::Rows;
pub use scan::Scan;
pub use split::plan;
pub use tables::Tables;

use crate::edm::{TypeRef, Value};
use crate::query::{Expr, OrderBy, SearchExpr};

/// How a query is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What the source does.
    pub scan: Scan,
    /// What each row is answered with, in order.
    pub output: Vec<Member>,
    /// For each sort key (the entity key included): its place in the row.
    pub position: Vec<usize>,
    /// Places of columns that the source compares but that may hold what their type has no value
    /// for: they are read in every row, so that such a row fails by name instead of passing.
    pub checked: Vec<usize>,
    /// Related rows that are read first, for what is left to do here.
    pub reads: Vec<Read>,
    /// The most rows to answer; a further one, if there is any, only tells that there are more.
    pub page_rows: u64,
    /// What is left for `exec`; `None` where the source does it all.
    pub residual: Option<Residual>,
    /// What is done with all rows at once.
    pub pipeline: Option<Pipeline>,
    /// Values computed here of each row answered, over places; they come behind all others.
    pub compute: Vec<Expr>,
    /// Whether the total is asked for.
    pub count: bool,
    /// What rows look like that are not all entities with all of `output`; empty where they are.
    pub layouts: Vec<Layout>,
    /// The place of the number of a row's layout, where there are several.
    pub layout: Option<usize>,
    /// For each stream of the query the place of its media type, where a column says it and all control
    /// information is asked for.
    pub media_types: Vec<Option<usize>>,
    /// The places of the key's values, where they are not those of the scan.
    pub key: Option<Vec<usize>>,
    /// The related entities that come with each row, as [`Query::expand`](crate::query::Query::expand).
    pub expands: Vec<Expand>,
}

impl Plan {
    /// A scan whose rows are the answer as they come.
    #[must_use]
    pub const fn of(scan: Scan, output: Vec<Member>) -> Self {
        Self {
            scan,
            output,
            position: Vec::new(),
            checked: Vec::new(),
            reads: Vec::new(),
            page_rows: u64::MAX,
            residual: None,
            pipeline: None,
            compute: Vec::new(),
            count: false,
            layouts: Vec::new(),
            layout: None,
            media_types: Vec::new(),
            key: None,
            expands: Vec::new(),
        }
    }

    /// The number of values in a row before those computed here: those of the pipeline, or else the
    /// columns of the scan and, where rows are sorted here, the sort keys.
    #[must_use]
    pub fn width(&self) -> usize {
        self.pipeline.as_ref().map_or_else(|| self.scanned_width(), |pipeline| pipeline.width)
    }

    /// The same before the pipeline.
    #[must_use]
    pub fn scanned_width(&self) -> usize {
        let sorted_here = self.residual.as_ref().and_then(|left| left.order_by.as_ref()).map_or(0, Vec::len);
        self.scan.width() + sorted_here
    }

    /// The same for the rows of keys: what is computed here comes behind what they add to a row.
    #[must_use]
    fn among(mut self, among: Among) -> Self {
        let before = self.width();
        let added = among.width();
        for member in self.output.iter_mut().filter(|member| member.place >= before) {
            member.place += added;
        }
        self.scan.among = Some(among);
        self
    }

    /// Has all rows of a function's result made with these arguments.
    pub fn call_with(&mut self, arguments: &[Value]) {
        if self.scan.table.routine().is_some() {
            self.scan.arguments = arguments.to_vec();
        }
        for part in self.pipeline.iter_mut().flat_map(|pipeline| &mut pipeline.parts) {
            part.plan.call_with(arguments);
        }
    }
}

/// One value of the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its name, behind the names of the objects around it: `Address`, `City`.
    pub path: Vec<String>,
    /// Its type.
    pub ty: TypeRef,
    /// Its place in the row.
    pub place: usize,
    /// Whether the model declares no such property.
    pub dynamic: bool,
}

/// Work the source cannot do. `ExprKind::Property(place)` in it means a place in `scan.columns`,
/// not a property of the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Residual {
    /// Rows for which this is true.
    pub filter: Option<Expr>,
    /// Rows that match this over the text columns at these places.
    pub search: Option<(SearchExpr, Vec<usize>)>,
    /// The total order to sort by, where the source did not. The rows then carry the values of
    /// these keys behind `scan.columns`.
    pub order_by: Option<Vec<OrderBy>>,
    /// Rows at or before this position of `order_by` are left out.
    pub after: Option<Vec<Value>>,
    /// The same where the source did sort: rows for which this is true. It says nothing of their number.
    pub behind: Option<Expr>,
    /// Rows to pass over.
    pub skip: u64,
    /// The most rows to give.
    pub limit: Option<u64>,
}
