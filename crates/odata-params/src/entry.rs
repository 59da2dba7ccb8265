//! The ways in: raw URL text for requests, decoded text for single options and expressions.

use crate::ast::{
    ComputeItem, ExpandItem, Expr, JsonNode, ODataUri, OrderByItem, QueryOption, ResourcePath, SearchExpr,
    SelectItem, Transformation,
};
use crate::error::{ParseError, Part};
use crate::limits::Limits;
use crate::option::query::{self, parse};
use crate::{apply, expr, json, option, path};

impl ODataUri {
    /// Parses a path below the service root and a query, both as they stand in the URL: still
    /// percent-encoded, the query without its `?`.
    ///
    /// ```
    /// use odata_params::ODataUri;
    ///
    /// let uri = ODataUri::parse("/Boats", "%24filter=+Length+gt+7.5+&$top=26").unwrap();
    /// assert_eq!(uri.options.len(), 2);
    ///
    /// let error = ODataUri::parse("/Boats", "$top=-1").unwrap_err();
    /// assert_eq!(error.to_string(), "$top: expected a whole number, 0 or more at position 0, found '-1'");
    /// ```
    ///
    /// # Errors
    ///
    /// Where the text is not in the language, or exceeds the default [`Limits`].
    pub fn parse(path: &str, query: &str) -> Result<Self, ParseError> {
        Self::parse_with(path, query, &Limits::default())
    }

    /// The same within bounds of the caller's choice.
    ///
    /// ```
    /// use odata_params::{Limits, ODataUri};
    ///
    /// let shallow = Limits { max_depth: 2, ..Limits::default() };
    /// let error = ODataUri::parse_with("Boats", "$filter=(((Sunk)))", &shallow).unwrap_err();
    /// assert_eq!(error.expected, "at most 2 levels of nesting");
    /// ```
    ///
    /// # Errors
    ///
    /// Where the text is not in the language, or exceeds `limits`.
    pub fn parse_with(path: &str, query: &str, limits: &Limits) -> Result<Self, ParseError> {
        Ok(Self { path: parse_path(path, limits)?, options: parse_query(query, limits)? })
    }
}

/// Parses a resource path alone, percent-encoded.
///
/// ```
/// use odata_params::{Limits, ast::SegmentKind, parse_path};
///
/// let path = parse_path("Boats('Sea%2FStar')/$value", &Limits::default()).unwrap();
/// assert_eq!(path.segments[0].text, "Boats('Sea/Star')");
/// assert_eq!(path.segments[1].kind, SegmentKind::Value);
/// ```
///
/// # Errors
///
/// Where the path is malformed or too long.
pub fn parse_path(raw: &str, limits: &Limits) -> Result<ResourcePath, ParseError> {
    check_length(Part::Path, raw, limits)?;
    path::path(raw, limits)
}

/// Parses a query alone, percent-encoded and without its `?`.
///
/// ```
/// use odata_params::{Limits, parse_query};
///
/// let error = parse_query("$top=1&$top=2", &Limits::default()).unwrap_err();
/// assert_eq!(error.to_string(), "query: expected each system query option only once at position 7, found '$top'");
/// ```
///
/// # Errors
///
/// Where an option is malformed, unknown, repeated, or the query too long.
pub fn parse_query(raw: &str, limits: &Limits) -> Result<Vec<QueryOption>, ParseError> {
    check_length(Part::Query, raw, limits)?;
    query::options(raw, limits)
}

fn check_length(part: Part, raw: &str, limits: &Limits) -> Result<(), ParseError> {
    if raw.len() <= limits.max_length {
        return Ok(());
    }
    let head: String = raw.chars().take(60).collect();
    Err(ParseError::new(part, &head, head.len(), format!("at most {} bytes", limits.max_length)))
}

/// Declares an entry point for the decoded value of one option.
macro_rules! entry_point {
    ($(#[$doc:meta])* $name:ident, $option:literal, $parser:path, $output:ty) => {
        $(#[$doc])*
        ///
        /// # Errors
        ///
        /// Where the text is not in the language.
        pub fn $name(text: &str) -> Result<$output, ParseError> {
            let limits = Limits::default();
            check_length(Part::Option($option.to_owned()), text, &limits)?;
            parse(text, || Part::Option($option.to_owned()), &limits, $parser)
        }
    };
}

entry_point! {
    /// Parses an expression: the value of `$filter`, or any other.
    ///
    /// ```
    /// use odata_params::{ast::ExprKind, parse_expr};
    ///
    /// assert!(matches!(parse_expr("Length add 2").unwrap().kind, ExprKind::Binary(..)));
    /// ```
    parse_expr, "expression", expr::expression, Expr
}
entry_point! {
    /// Parses an array or object literal, as [`ExprKind::Json`](crate::ast::ExprKind::Json) keeps it.
    ///
    /// ```
    /// use odata_params::{ast::JsonNode, parse_json};
    ///
    /// let JsonNode::Array(items) = parse_json(r#"["Sloop","Cutter",1 add 2]"#).unwrap() else { panic!() };
    /// assert_eq!(items.len(), 3);
    /// ```
    parse_json, "expression", json::node, JsonNode
}
entry_point! {
    /// Parses the value of `$filter`.
    ///
    /// ```
    /// let error = odata_params::parse_filter("Name eq").unwrap_err();
    /// assert_eq!(error.to_string(), "$filter: expected an operand at position 7, found the end");
    /// ```
    parse_filter, "$filter", expr::expression, Expr
}
entry_point! {
    /// Parses the value of `$orderby`.
    ///
    /// ```
    /// let items = odata_params::parse_orderby("Name asc, Length desc").unwrap();
    /// assert!(items[1].descending);
    /// ```
    parse_orderby, "$orderby", option::orderby::items, Vec<OrderByItem>
}
entry_point! {
    /// Parses the value of `$select`.
    ///
    /// ```
    /// assert_eq!(odata_params::parse_select("Name,Home/Port").unwrap().len(), 2);
    /// ```
    parse_select, "$select", option::select::items, Vec<SelectItem>
}
entry_point! {
    /// Parses the value of `$expand`.
    ///
    /// ```
    /// let items = odata_params::parse_expand("Crew($select=Name;$top=3),Home/$ref").unwrap();
    /// assert_eq!(items[0].options.len(), 2);
    /// ```
    parse_expand, "$expand", option::expand::items, Vec<ExpandItem>
}
entry_point! {
    /// Parses the value of `$compute`.
    ///
    /// ```
    /// assert_eq!(odata_params::parse_compute("Length mul 3 as Feet").unwrap()[0].alias, "Feet");
    /// ```
    parse_compute, "$compute", option::compute::items, Vec<ComputeItem>
}
entry_point! {
    /// Parses the value of `$search`.
    ///
    /// ```
    /// use odata_params::ast::SearchExpr;
    ///
    /// assert!(matches!(odata_params::parse_search("sail NOT motor").unwrap(), SearchExpr::And(..)));
    /// ```
    parse_search, "$search", option::search::search, SearchExpr
}
entry_point! {
    /// Parses the value of `$apply`.
    ///
    /// ```
    /// let pipeline = odata_params::parse_apply("filter(Sunk)/aggregate($count as Lost)").unwrap();
    /// assert_eq!(pipeline[1].name, "aggregate");
    /// ```
    parse_apply, "$apply", apply::pipeline, Vec<Transformation>
}
