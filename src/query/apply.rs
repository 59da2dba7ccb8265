//! `$apply`, bound: transformations over rows whose columns are known by place. In an expression of a
//! step `ExprKind::Property(i)` is column `i` of the rows the step gets: first the properties of the
//! entities, behind a step that makes new rows the columns it says.

use super::OrderBy;
use super::expr::Expr;
use super::named::Named;
use crate::edm::{PrimitiveType, TypeRef};

/// A pipeline and what its rows are answered with.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Apply {
    /// The transformations; conditions at the beginning are part of [`Query::filter`](super::Query)
    /// and [`Query::search`](super::Query), options behind `$apply` are the last steps.
    pub steps: Vec<Transformation>,
    /// What the rows of the result have, as far as it is selected.
    pub columns: Vec<Named>,
    /// Which of the columns a row has, at the structure's number. One where all rows are alike.
    pub structures: Vec<Structure>,
    /// The column of the last step's rows with the number of their structure, where there are several.
    pub structure_at: Option<usize>,
    /// The key of entities among the rows, in its order; empty where there are none.
    pub key: Vec<Expr>,
}

/// Rows of one form: `concat` puts rows of several forms together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Structure {
    /// Whether it has the column at this place.
    pub present: Vec<bool>,
    /// Whether these are entities of the set, with ids, and not made of several.
    pub entity: bool,
}

/// One step: rows in an order go in, rows in an order come out. What does not sort keeps the order.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Transformation {
    /// Rows for which this is true.
    Filter(Expr),
    /// A stable sort.
    OrderBy(Vec<OrderBy>),
    /// All but the first rows.
    Skip(u64),
    /// The first rows.
    Top(u64),
    /// The first rows whose values together reach an amount.
    Reach(Reach),
    /// One row for each group: its keys, then its aggregates; groups in the order of their keys.
    Group(Group),
    /// The rows that further steps make of each group; groups in the order of their keys.
    Each(Each),
    /// The rows that several pipelines make of the same rows, one behind the other.
    Concat(Vec<Branch>),
}

impl Transformation {
    /// The transformations of the standard that are steps, or several of them.
    pub const NAMES: [&'static str; 16] = [
        "aggregate",
        "bottomcount",
        "bottompercent",
        "bottomsum",
        "compute",
        "concat",
        "filter",
        "groupby",
        "identity",
        "orderby",
        "search",
        "skip",
        "top",
        "topcount",
        "toppercent",
        "topsum",
    ];
}

/// `topsum`, `toppercent` and their likes, on rows already sorted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reach {
    /// The amount, or the percentage of the sum over all rows.
    pub amount: bigdecimal::BigDecimal,
    /// Whether it is a percentage.
    pub percent: bool,
    /// What each row adds to it.
    pub value: Expr,
}

/// `groupby` with `aggregate`, either alone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Group {
    /// What the rows of a group have in common. Without keys all rows are one group, even no rows.
    pub keys: Vec<Named>,
    /// What is made of a group.
    pub aggregates: Vec<Aggregate>,
}

/// One aggregate expression.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Aggregate {
    /// How the values are put together.
    pub method: Aggregation,
    /// The values; `None` to count rows.
    pub operand: Option<Typed>,
    /// Rows with the same values of these count once; if there are any.
    pub once: Vec<Expr>,
    /// Further groupings, the innermost first: the values of the groups are put together again.
    pub from: Vec<From>,
    /// The type of the result.
    pub ty: TypeRef,
    /// Its name.
    pub name: String,
}

/// An expression with the facets of its type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Typed {
    /// The value.
    pub expr: Expr,
    /// Its type.
    pub ty: TypeRef,
}

/// One `from` clause.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct From {
    /// What the rows of a group have in common.
    pub keys: Vec<Expr>,
    /// How the groups' values are put together.
    pub method: Aggregation,
    /// The type of the groups' values.
    pub ty: TypeRef,
}

/// `groupby` with other transformations than one `aggregate`. Its rows have the keys, then the columns.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Each {
    /// What the rows of a group have in common.
    pub keys: Vec<Named>,
    /// What is done with each group.
    pub steps: Vec<Transformation>,
    /// What is taken of the rows that come of it.
    pub columns: Vec<Expr>,
}

/// One pipeline of `concat`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Branch {
    /// What is done.
    pub steps: Vec<Transformation>,
    /// What is taken of the rows that come of it, for each column of all branches; a literal null for
    /// what this one does not have.
    pub columns: Vec<Expr>,
}

/// The aggregation methods (Data Aggregation, sections 3.2.1.3 and 3.2.1.4). None looks at nulls, and
/// the order of the values means nothing to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Aggregation {
    /// Rows, or values.
    Count,
    /// The exact sum; of floats the one nearest to it. Null for no values, as the next three.
    Sum,
    /// The least value.
    Min,
    /// The greatest value.
    Max,
    /// The sum divided by the number of values.
    Average,
    /// Different values.
    CountDistinct,
    /// A value that does not fit the type of its column, null if all do. Nobody asks for it in a
    /// request: it is read beside the others where the rows themselves are not.
    Misfit,
}

impl Aggregation {
    /// The name in OData.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Count => "$count",
            Self::Sum => "sum",
            Self::Min => "min",
            Self::Max => "max",
            Self::Average => "average",
            Self::CountDistinct => "countdistinct",
            Self::Misfit => "misfit",
        }
    }

    /// The type of the result for values of type `ty`; `None` where the method has no meaning.
    ///
    /// Counts are decimals without a fraction, as the standard has it. A sum gets a type that holds
    /// it: `Int64` for integers of up to 32 bits, `Decimal` for those of 64.
    #[must_use]
    pub fn result(self, ty: TypeRef) -> Option<TypeRef> {
        use PrimitiveType as P;
        let of = |primitive, scale| TypeRef { scale, ..TypeRef::of(primitive) };
        Some(match (self, ty.primitive) {
            // Shapes are not compared.
            (Self::CountDistinct | Self::Min | Self::Max, P::Spatial(_)) => return None,
            (Self::Count | Self::CountDistinct, _) => of(P::Decimal, Some(0)).required(),
            (Self::Sum, P::Byte | P::SByte | P::Int16 | P::Int32) => TypeRef::of(P::Int64),
            (Self::Sum, P::Int64) => of(P::Decimal, Some(0)),
            (Self::Sum, P::Decimal) => of(P::Decimal, ty.scale),
            (Self::Sum | Self::Average, P::Single | P::Double) => TypeRef::of(P::Double),
            (Self::Average, P::Byte | P::SByte | P::Int16 | P::Int32 | P::Int64 | P::Decimal) => {
                TypeRef::of(P::Decimal)
            }
            // Bytes have no order.
            (Self::Min | Self::Max, P::Binary) => return None,
            (Self::Min | Self::Max | Self::Misfit, _) => TypeRef { nullable: true, ..ty },
            (Self::Sum | Self::Average, _) => return None,
        })
    }
}
