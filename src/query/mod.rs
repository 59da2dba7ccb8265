//! What a request means: bound to one model, typed, free of text. Built by `bind`, read by
//! everything after it.

mod apply;
mod call;
mod expand;
mod expr;
mod function;
mod media;
mod named;
mod related;
mod tables;
mod text;

pub use apply::{
    Aggregate, Aggregation, Apply, Branch, Each, From, Group, Reach, Structure, Transformation, Typed,
};
pub use call::{Call, Invocation};
pub use expand::{Expand, Form};
pub use expr::{ArithmeticOp, CompareOp, Expr, ExprKind};
pub use function::Function;
pub use media::{MAX_STREAM_BYTES, Streamed};
pub use named::Named;
pub use odata_params::ast::SearchExpr;
pub use related::{Related, RelatedForm};
pub use text::{Name, Text};

use crate::edm::{Relation, Value};

/// A read of one entity set, or of one entity or value in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Query {
    /// Index of the entity set in the model and in the catalog.
    pub set: usize,
    /// The derived type that the path says the entities are of; `None` for any.
    pub derived: Option<usize>,
    /// What the answer is a representation of.
    pub shape: Shape,
    /// Whether entities are answered with references to them (JSON Format, section 14).
    pub references: bool,
    /// The function whose entities these are; without one, those of the set.
    pub call: Option<Call>,
    /// The entity this read navigates from, if the path does.
    pub parent: Option<Box<Parent>>,
    /// The entity that contains those read, where one does and it is known.
    pub container: Option<Container>,
    /// Which rows; key predicates are already part of it.
    pub filter: Option<Expr>,
    /// Full-text condition; as the filter it comes before `apply`.
    pub search: Option<SearchExpr>,
    /// The order asked for; `plan` appends the key.
    pub order_by: Vec<OrderBy>,
    /// The properties to answer with, in model order, without repeats; empty only where navigation
    /// properties are answered instead.
    pub select: Vec<usize>,
    /// The computed properties to answer with, behind the others.
    pub compute: Vec<Named>,
    /// `$apply`, as far as it is more than conditions and an order. The rows answered are then those
    /// it makes: it says their order and columns, `order_by`, `select` and `compute` are empty.
    pub apply: Option<Apply>,
    /// The navigation properties that `$select` names: only links are answered.
    pub linked: Vec<String>,
    /// The streams of which control information is answered.
    pub streams: Vec<Streamed>,
    /// Whether that is told: all control information is asked for.
    pub all_metadata: bool,
    /// Whether `$select` was written: decides the context URL.
    pub projected: bool,
    /// The navigation properties that are expanded, in model order.
    pub expand: Vec<Expand>,
    /// `$top`: a cap on the whole result, however many pages it takes.
    pub top: Option<u64>,
    /// `$skip`
    pub skip: u64,
    /// `$count=true`
    pub count: bool,
    /// Where to go on, from a `$skiptoken`.
    pub after: Option<Position>,
}

impl Query {
    /// Everything of one set: no condition, no order, no bounds.
    #[must_use]
    pub const fn new(set: usize, shape: Shape, select: Vec<usize>) -> Self {
        Self {
            set,
            derived: None,
            shape,
            references: false,
            call: None,
            parent: None,
            container: None,
            filter: None,
            search: None,
            order_by: Vec::new(),
            select,
            compute: Vec::new(),
            apply: None,
            linked: Vec::new(),
            streams: Vec::new(),
            all_metadata: false,
            projected: false,
            expand: Vec::new(),
            top: None,
            skip: 0,
            count: false,
            after: None,
        }
    }
}

impl Query {
    /// Answers all control information, of what is expanded too.
    pub fn tell_all(&mut self) {
        self.all_metadata = true;
        self.expand.iter_mut().for_each(|expand| expand.query.tell_all());
    }

    /// The table its rows are in: the set's, or that of a function's result.
    #[must_use]
    pub fn table(&self) -> usize {
        self.call.as_ref().map_or(self.set, |call| call.table)
    }
}

/// An entity that a path navigates from: it must exist, and its values choose the rows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Parent {
    /// Reads the entity; its `select` are the properties that the relation starts from, in its order,
    /// and may repeat; behind them, where it contains what is read, its key.
    pub query: Query,
    /// Which entities belong to it.
    pub relation: Relation,
    /// The path of the navigation property, where that contains what it leads to.
    pub contains: Option<String>,
}

/// An entity that contains others: where they are begins with where it is (Protocol, section 10.2).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Container {
    /// Its entity set.
    pub set: usize,
    /// What contains it in its turn.
    pub around: Option<Box<Container>>,
    /// Its key; empty for a singleton.
    pub key: Vec<Value>,
    /// The path from it to the entities it contains.
    pub path: String,
}

/// What a read answers with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// A collection of entities.
    Collection,
    /// One entity, 404 if there is none.
    Entity,
    /// One entity behind a single-valued navigation: 204 if there is none.
    RelatedEntity,
    /// The number of rows as plain text (`/$count`).
    Count,
    /// One property of one entity.
    Property(usize),
    /// One complex property of one entity, by index in [`EntityType::complex`].
    ///
    /// [`EntityType::complex`]: crate::edm::EntityType::complex
    Complex(usize),
    /// The raw value of one property (`/$value`).
    RawValue(usize),
    /// The bytes of one stream property, or of the media entity itself.
    Media(Option<usize>),
}

/// One sort key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OrderBy {
    /// The expression.
    pub expr: Expr,
    /// Descending.
    pub descending: bool,
    /// Nobody asked for this key: it only makes the order total, so any total order of its values
    /// will do. A source takes the one its index has.
    pub tie_break: bool,
}

/// The end of the last page: where a keyset read goes on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Position {
    /// The sort key values of the last row answered, the entity key's included.
    pub keys: Vec<Value>,
    /// Rows answered so far: `$top` caps their total.
    pub delivered: u64,
}
