//! Nodes of query options: which option it is, with its parsed value.

use super::{ComputeItem, ExpandItem, Expr, Levels, OrderByItem, SearchExpr, SelectItem, Transformation};

/// One query option of the URL.
///
/// ```
/// let uri = odata_params::ODataUri::parse("Boats", "$filter=Name%20eq%20'a'").unwrap();
/// assert_eq!(uri.options[0].text, "Name eq 'a'");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct QueryOption {
    /// What it says.
    pub kind: QueryOptionKind,
    /// Its decoded value text. The spans inside `kind` point into the text of the outermost
    /// option: this one for an option of the URL, that of `$expand` for an option nested in it.
    pub text: String,
}

/// Query options by name (URL Conventions, section 5). Names are accepted with and without `$`,
/// and in any letter case, as OData 4.01 allows.
///
/// ```
/// use odata_params::{ODataUri, ast::QueryOptionKind};
///
/// let uri = ODataUri::parse("Boats", "$skip=3&count=true&debug=1").unwrap();
/// let kinds: Vec<_> = uri.options.into_iter().map(|option| option.kind).collect();
/// assert_eq!(kinds[..2], [QueryOptionKind::Skip(3), QueryOptionKind::Count(true)]);
/// assert_eq!(kinds[2], QueryOptionKind::Custom { name: "debug".into() });
/// ```
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
    /// `$at`, `$from`, `$to`, `$toInclusive` of the Temporal Data extension
    Temporal {
        /// The name, without `$`, as written.
        name: String,
        /// The value's text.
        value: String,
    },
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
