//! Where rows come from. A [`Source`] answers [`Scan`]s; it knows neither OData URLs nor HTTP.

pub mod memory;
pub mod rest;
pub mod sql;

use std::ops::ControlFlow;

use futures_util::future::BoxFuture;

use crate::edm::{Value, ValueRef};
use crate::plan::{Capabilities, Scan};

/// One row, lent while a [`RowSink`] looks at it.
pub trait Row {
    /// The value of `Scan::columns[index]`.
    ///
    /// # Errors
    /// [`Error::Value`] if the stored value does not fit the declared type.
    fn get(&self, index: usize) -> Result<ValueRef<'_>, Error>;
}

/// A row that owns its cells, in the order of `Scan::columns`.
impl Row for Vec<Value> {
    fn get(&self, index: usize) -> Result<ValueRef<'_>, Error> {
        self.as_slice().get(index).map(Value::borrow).ok_or_else(|| missing_column(index))
    }
}

/// A plan asked a row for a column its scan does not have.
fn missing_column(index: usize) -> Error {
    Error::Evaluation(format!("the rows of this query have no column {index}"))
}

/// Takes rows one by one. Rows are pushed, not pulled, so that a row can lend the driver's
/// buffer and nothing is allocated for it.
pub trait RowSink: Send {
    /// Takes a row; `Break` ends the scan.
    ///
    /// # Errors
    /// Whatever the row or the sink's own work gives; it ends the scan.
    fn row(&mut self, row: &dyn Row) -> Result<ControlFlow<()>, Error>;
}

/// A place that holds tables.
pub trait Source: Send + Sync {
    /// What it does exactly by itself.
    fn capabilities(&self) -> &Capabilities;

    /// Pushes the rows of `scan` into `sink`. Dropping the future cancels the work.
    fn scan<'a>(&'a self, scan: &'a Scan, sink: &'a mut dyn RowSink) -> BoxFuture<'a, Result<(), Error>>;

    /// The number of rows of `scan`; its columns, order, position, skip and limit do not count.
    fn count<'a>(&'a self, scan: &'a Scan) -> BoxFuture<'a, Result<u64, Error>>;

    /// Runs the routine of the scan's table with the scan's arguments, as it is, and pushes the whole
    /// result into `sink`: for entities the columns by name, for a value the first one. What may
    /// write is done as a whole or not at all, and is not done if the sink gives an error or breaks
    /// off. Dropping the future undoes it, unless it is done already.
    fn call<'a>(&'a self, scan: &'a Scan, sink: &'a mut dyn RowSink) -> BoxFuture<'a, Result<(), Error>> {
        let _ = sink;
        let message = format!("'{}' needs a SQL database to run in", scan.table.name);
        Box::pin(async { Err(Error::Evaluation(message)) })
    }

    /// Whether it answers now.
    fn ping(&self) -> BoxFuture<'_, Result<(), Error>>;
}

/// What can go wrong in a source. `Display` is fit for an end user: no SQL, no host names, no
/// secrets; those are in the log.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database cannot be reached, or refused the connection.
    #[error("the data source '{source_name}' does not answer at the moment")]
    Unavailable {
        /// The source's name in the definition.
        source_name: String,
        /// The driver's words, for the log.
        detail: String,
    },
    /// All connections stayed in use for as long as a request may wait.
    #[error("the data source '{source_name}' is busy: no connection became free in time")]
    Busy {
        /// The source's name in the definition.
        source_name: String,
    },
    /// The statement took longer than it may.
    #[error(
        "the data source '{source_name}' needed more than {seconds} s; ask for less: filter on an indexed property"
    )]
    Timeout {
        /// The source's name in the definition.
        source_name: String,
        /// The limit.
        seconds: u64,
    },
    /// A stored value does not fit the declared type.
    #[error(
        "{entity_set}: the value of '{property}' in the row {row} is {found}, which is no {expected}; correct the data or the property's type in the service definition"
    )]
    Value {
        /// Entity set.
        entity_set: String,
        /// Property.
        property: String,
        /// The row's key, as far as it could be read: `(42)`.
        row: String,
        /// What is stored: `text 'abc'`.
        found: String,
        /// The declared type: `Edm.Int32`.
        expected: String,
    },
    /// The database refused the statement: the definition and the schema differ.
    #[error(
        "the data source '{source_name}' could not run this query; `landbridge check` compares the service definition with the database"
    )]
    Statement {
        /// The source's name in the definition.
        source_name: String,
        /// The driver's words and the SQL, for the log.
        detail: String,
    },
    /// A single-valued relation leads to several rows: the definition and the data differ.
    #[error(
        "{entity_set}: two rows belong to one entity through a single-valued navigation property; correct the data or the relation in the service definition"
    )]
    Several {
        /// The entity set it leads to.
        entity_set: String,
    },
    /// A REST service answered with a status that is no answer.
    #[error("the data source '{source_name}' answered with the status {status}")]
    Status {
        /// The source's name in the definition.
        source_name: String,
        /// The status.
        status: u16,
        /// Seconds after which it wants to be asked again.
        retry_after: Option<u32>,
        /// The request and the body of the answer, for the log.
        detail: String,
    },
    /// The answer of a REST service is none that can be used.
    #[error("the answer of the data source '{source_name}' cannot be used: {what}")]
    Answer {
        /// The source's name in the definition.
        source_name: String,
        /// What is wrong with it: `it is no JSON`.
        what: String,
        /// The request, for the log.
        detail: String,
    },
    /// A REST service lists rows only by the value of a property that the request does not give.
    #[error(
        "{entity_set}: the data source lists rows only by {properties}; add a condition such as {example}"
    )]
    Unfiltered {
        /// The entity set.
        entity_set: String,
        /// The properties: `'A' and 'B'`.
        properties: String,
        /// What would do: `A eq …`.
        example: String,
    },
    /// What was to be stored contradicts what is there.
    #[error(
        "this contradicts data that is there: a key that is taken, or a row that others refer to or that is missing"
    )]
    Conflict {
        /// The driver's words, for the log.
        detail: String,
    },
    /// A value is not one that the database takes there.
    #[error(
        "the database does not take one of the values: it is missing, too long, out of range or not allowed"
    )]
    Rejected {
        /// The driver's words, for the log.
        detail: String,
    },
    /// The connection was lost while a change was made final.
    #[error(
        "the connection was lost at the last moment: this may have been done, or not; look before you try again"
    )]
    Unsettled {
        /// The driver's words, for the log.
        detail: String,
    },
    /// A routine or trigger of the database refused in its own words.
    #[error("the database refuses this: {0}")]
    Raised(String),
    /// The evaluator met a value it cannot compute with: a division by zero, an overflow.
    #[error("{0}")]
    Evaluation(String),
    /// More rows would have to be examined than a request may.
    #[error("{0}")]
    TooManyRows(String),
    /// One row alone is more than an answer may be.
    #[error("{0}")]
    RowTooLarge(String),
}
