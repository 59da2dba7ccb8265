//! The syntax tree of a request URL: what was written, not what it means. No model is known here.
//!
//! Literals keep their lexeme; values are made when names and types are bound. Every node that an
//! error may have to point at carries a [`Span`].

/// A byte range in the percent-decoded text of the part a node was parsed from: the path as a
/// whole, or the value of one query option.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// A parsed request URL, relative to the service root (URL Conventions, section 2).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ODataUri {
    /// The resource path; empty for the service root.
    pub path: ResourcePath,
    /// The query options in the order written.
    pub options: Vec<QueryOption>,
}

/// The path below the service root (URL Conventions, section 4).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourcePath {
    /// Its segments; empty for the service root.
    pub segments: Vec<Segment>,
}

/// One path segment.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    /// The whole decoded segment as written: a key-as-segment value is read from here.
    pub text: String,
    /// What it looks like.
    pub kind: SegmentKind,
    /// Where it stands in the decoded path.
    pub span: Span,
}

/// The forms a path segment can take without knowing the model.
#[derive(Clone, Debug, PartialEq)]
pub enum SegmentKind {
    /// `$metadata`
    Metadata,
    /// `$batch`
    Batch,
    /// `$all`
    All,
    /// `$entity`
    Entity,
    /// `$crossjoin(A,B)`
    CrossJoin(Vec<String>),
    /// `$count`
    Count,
    /// `$value`
    Value,
    /// `$ref`
    Ref,
    /// `$each`
    Each,
    /// `$query`
    Query,
    /// `$filter(…)` (URL Conventions, section 4.12)
    Filter(Expr),
    /// A simple or dot-qualified name, with the content of its parentheses where there are any:
    /// an entity set, a key predicate, a property, a type cast, a function call.
    Name {
        /// The name, dots included.
        name: String,
        /// `None` without parentheses, empty for `()`.
        arguments: Option<Vec<Argument>>,
    },
    /// Text that is no name: it can only be a key (key-as-segment, section 4.3.6).
    Text,
}

/// One value in the parentheses of a key predicate or function call: `1`, `ID=1`, `p=@a`.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// The name before `=`, if any.
    pub name: Option<String>,
    /// The value.
    pub value: Expr,
    /// The argument as a whole.
    pub span: Span,
}

/// One query option of the URL.
#[derive(Clone, Debug, PartialEq)]
pub struct QueryOption {
    /// What it says.
    pub kind: QueryOptionKind,
    /// Its decoded value text; the spans inside `kind` point into it.
    pub text: String,
}

/// Query options by name (URL Conventions, section 5). Names are accepted with and without `$`,
/// and in any letter case, as OData 4.01 allows.
#[derive(Clone, Debug, PartialEq)]
pub enum QueryOptionKind {
    /// `$filter`
    Filter(Expr),
    /// `$orderby`
    OrderBy(Vec<OrderByItem>),
    /// `$select`
    Select(Vec<SelectItem>),
    /// `$expand`
    Expand(Vec<ExpandItem>),
    /// `$compute`
    Compute(Vec<ComputeItem>),
    /// `$apply`
    Apply(Vec<Transformation>),
    /// `$search`
    Search(SearchExpr),
    /// `$top`
    Top(u64),
    /// `$skip`
    Skip(u64),
    /// `$count`
    Count(bool),
    /// `$index`
    Index(i64),
    /// `$levels` (inside `$expand` only)
    Levels(Levels),
    /// `$format`
    Format(String),
    /// `$skiptoken`
    SkipToken(String),
    /// `$deltatoken`
    DeltaToken(String),
    /// `$id`
    Id(String),
    /// `$schemaversion`
    SchemaVersion(String),
    /// `@name=…`: a parameter alias with the expression or JSON value it stands for.
    Alias {
        /// The name without `@`.
        name: String,
        /// Its value.
        value: Expr,
    },
    /// An option of the client's own, without `$` or `@`: ignored by services.
    Custom {
        /// The decoded name.
        name: String,
    },
}

/// An expression with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it was written.
    pub span: Span,
}

/// Expressions (URL Conventions, section 5.1.1).
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// A primitive literal.
    Literal(Literal),
    /// A property, navigation, lambda or bound function path.
    Path(MemberPath),
    /// A canonical or qualified function call: `contains(Name,'a')`.
    Call {
        /// The function's name as written, dots included.
        name: String,
        /// Positional arguments, or named ones for qualified functions.
        arguments: Vec<Argument>,
    },
    /// `not x`, `-x`
    Unary(UnaryOp, Box<Expr>),
    /// `a op b`
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
    /// `(1,2,3)` on the right of `in`, or an argument.
    List(Vec<Expr>),
    /// `@name`
    Alias(String),
    /// `case(cond:value,…)`
    Case(Vec<(Expr, Expr)>),
    /// A JSON array or object literal, its text kept.
    Json(String),
}

/// Prefix operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are the operators")]
pub enum UnaryOp {
    Not,
    Negate,
}

/// Infix operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are the operators")]
pub enum BinaryOp {
    Or,
    And,
    Eq,
    Ne,
    Gt,
    Ge,
    Lt,
    Le,
    In,
    Has,
    Add,
    Sub,
    Mul,
    Div,
    DivBy,
    Mod,
}

/// A primitive literal: kind and lexeme.
#[derive(Clone, Debug, PartialEq)]
pub struct Literal {
    /// Which grammar rule it matched.
    pub kind: LiteralKind,
    /// The lexeme; for strings the content with doubled quotes undone, for prefixed forms
    /// (`duration'…'`, `binary'…'`, `geography'…'`, enums) the text between the quotes.
    pub text: String,
}

/// Kinds of primitive literals.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the grammar's")]
pub enum LiteralKind {
    Null,
    Boolean,
    /// `1`, `-7`, any number of digits.
    Integer,
    /// `1.50`
    Decimal,
    /// `1e3`, `INF`, `-INF`, `NaN`
    Double,
    String,
    Guid,
    Date,
    DateTimeOffset,
    TimeOfDay,
    Duration,
    Binary,
    /// `Ns.Colour'Red,Blue'`; holds the qualified type name.
    Enum(String),
    Geography,
    Geometry,
}

/// A path to a member, from the current instance or a named root.
#[derive(Clone, Debug, PartialEq)]
pub struct MemberPath {
    /// Where it starts.
    pub root: PathRoot,
    /// Its segments; may be empty for `$it`, `$this`.
    pub segments: Vec<PathSegment>,
}

/// Where a member path starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathRoot {
    /// No prefix: the current instance, or a lambda variable named by the first segment.
    Implicit,
    /// `$it`
    It,
    /// `$this`
    This,
    /// `$root/`
    Root,
}

/// One segment of a member path.
#[derive(Clone, Debug, PartialEq)]
pub struct PathSegment {
    /// What it is.
    pub kind: PathSegmentKind,
    /// Where it was written.
    pub span: Span,
}

/// Segments of member paths.
#[derive(Clone, Debug, PartialEq)]
pub enum PathSegmentKind {
    /// A property, navigation property, lambda variable, or (dotted) type cast or bound function
    /// without parentheses; parentheses hold a key or function arguments.
    Name {
        /// The name, dots included.
        name: String,
        /// Content of the parentheses, if any.
        arguments: Option<Vec<Argument>>,
    },
    /// `@Ns.Term#Qualifier`
    Annotation(String),
    /// `$count`, with options in parentheses (`$filter`, `$search`)
    Count(Vec<QueryOption>),
    /// `$ref`
    Ref,
    /// `$value`
    Value,
    /// `any(v:…)`, `all(v:…)`
    Lambda {
        /// Which of the two.
        operator: LambdaOp,
        /// The range variable; `None` for `any()`.
        variable: Option<String>,
        /// The predicate; `None` for `any()`.
        predicate: Option<Box<Expr>>,
    },
}

/// Lambda operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the operators")]
pub enum LambdaOp {
    Any,
    All,
}

/// One item of `$orderby`.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderByItem {
    /// The expression to sort by.
    pub expr: Expr,
    /// `desc` was written.
    pub descending: bool,
}

/// One item of `$select`.
#[derive(Clone, Debug, PartialEq)]
pub struct SelectItem {
    /// `*`, `Ns.*` or a path.
    pub kind: SelectKind,
    /// Nested options in parentheses.
    pub options: Vec<QueryOption>,
    /// Where it was written.
    pub span: Span,
}

/// What a `$select` item names.
#[derive(Clone, Debug, PartialEq)]
pub enum SelectKind {
    /// `*`
    All,
    /// `Ns.*`: all actions and functions of a schema.
    AllOperations(String),
    /// A property path, type casts included.
    Path(Vec<PathSegment>),
}

/// One item of `$expand`.
#[derive(Clone, Debug, PartialEq)]
pub struct ExpandItem {
    /// `None` for `*`, else the navigation path.
    pub path: Option<Vec<PathSegment>>,
    /// `/$ref` or `/$count` at the end.
    pub suffix: ExpandSuffix,
    /// Nested options in parentheses.
    pub options: Vec<QueryOption>,
    /// Where it was written.
    pub span: Span,
}

/// What an expand path ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the suffixes")]
pub enum ExpandSuffix {
    None,
    Ref,
    Count,
}

/// The value of `$levels`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the values")]
pub enum Levels {
    Number(u32),
    Max,
}

/// One item of `$compute`: `expr as Alias`.
#[derive(Clone, Debug, PartialEq)]
pub struct ComputeItem {
    /// The expression.
    pub expr: Expr,
    /// The name of the dynamic property.
    pub alias: String,
}

/// A `$search` expression (URL Conventions, section 5.1.7).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SearchExpr {
    /// A single word.
    Word(String),
    /// A quoted phrase, its content.
    Phrase(String),
    /// `a AND b`, or `a b`
    And(Box<SearchExpr>, Box<SearchExpr>),
    /// `a OR b`
    Or(Box<SearchExpr>, Box<SearchExpr>),
    /// `NOT a`
    Not(Box<SearchExpr>),
}

/// One transformation of an `$apply` pipeline (Data Aggregation extension, section 3).
#[derive(Clone, Debug, PartialEq)]
pub struct Transformation {
    /// Its name as written: `filter`, `groupby`, `aggregate`, `concat`, …
    pub name: String,
    /// Where it was written.
    pub span: Span,
}
