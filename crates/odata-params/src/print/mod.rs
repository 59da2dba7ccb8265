//! The way back: a tree in, canonical text out. Parsing the text gives the same tree, spans and kept
//! texts aside.
//!
//! Option names are printed with `$`, blanks only where the grammar has them, parentheses only where
//! precedence needs them.

mod apply;
mod encode;
mod expr;
mod literal;
mod option;
mod path;
mod search;

use crate::ast::{Expr, ODataUri, QueryOption, ResourcePath, SearchExpr, SegmentKind, Transformation};

/// A URL relative to the service root, percent-encoded.
///
/// ```
/// use odata_params::{ODataUri, print};
///
/// let uri = ODataUri::parse("Boats", "filter=(Name+eq+'Sea%26Star')&$top=3").unwrap();
/// assert_eq!(print::uri(&uri), "Boats?$filter=Name%20eq%20'Sea%26Star'&$top=3");
/// ```
#[must_use]
pub fn uri(uri: &ODataUri) -> String {
    let mut out = path(&uri.path);
    if !uri.options.is_empty() {
        out.push('?');
        out.push_str(&query(&uri.options));
    }
    out
}

/// A resource path, percent-encoded, without a leading slash.
///
/// ```
/// use odata_params::{Limits, parse_path, print};
///
/// let path = parse_path("/Boats('a%2Fb')//Crew/", &Limits::default()).unwrap();
/// assert_eq!(print::path(&path), "Boats('a%2Fb')/Crew");
/// ```
#[must_use]
pub fn path(path: &ResourcePath) -> String {
    let mut out = String::new();
    let mut decoded = String::new();
    for (index, segment) in path.segments.iter().enumerate() {
        if index > 0 {
            out.push('/');
        }
        decoded.clear();
        path::resource_segment(&mut decoded, segment);
        if segment.kind == SegmentKind::Text {
            encode::path_text(&mut out, &decoded);
        } else {
            encode::path_segment(&mut out, &decoded);
        }
    }
    out
}

/// The query of a URL, percent-encoded, without the `?`.
///
/// ```
/// use odata_params::{Limits, parse_query, print};
///
/// let options = parse_query("expand=Crew($select=Name;$top=1)", &Limits::default()).unwrap();
/// assert_eq!(print::query(&options), "$expand=Crew($select=Name;$top=1)");
/// ```
#[must_use]
pub fn query(options: &[QueryOption]) -> String {
    let mut out = String::new();
    let mut decoded = String::new();
    for (index, option) in options.iter().enumerate() {
        if index > 0 {
            out.push('&');
        }
        decoded.clear();
        option::name(&mut decoded, &option.kind);
        encode::query_name(&mut out, &decoded);
        out.push('=');
        decoded.clear();
        option::value(&mut decoded, option);
        encode::query_value(&mut out, &decoded);
    }
    out
}

/// An expression, decoded.
///
/// ```
/// use odata_params::{parse_filter, print};
///
/// let tree = parse_filter("((Length)  GT 7) and (Sunk or Lost)").unwrap();
/// assert_eq!(print::expr(&tree), "Length gt 7 and (Sunk or Lost)");
/// ```
#[must_use]
pub fn expr(expr: &Expr) -> String {
    let mut out = String::new();
    expr::expr(&mut out, expr);
    out
}

/// An expression with a parenthesis around every operator: how precedence was understood.
///
/// ```
/// use odata_params::{parse_filter, print};
///
/// let tree = parse_filter("a or b and not c eq d").unwrap();
/// assert_eq!(print::fully_parenthesised(&tree), "(a or (b and ((not c) eq d)))");
/// ```
#[must_use]
pub fn fully_parenthesised(expr: &Expr) -> String {
    let mut out = String::new();
    expr::explicit(&mut out, expr);
    out
}

/// A `$search` expression, decoded.
///
/// ```
/// use odata_params::{parse_search, print};
///
/// assert_eq!(print::search(&parse_search("red  blue OR (green)").unwrap()), "red AND blue OR green");
/// ```
#[must_use]
pub fn search(search: &SearchExpr) -> String {
    let mut out = String::new();
    search::search(&mut out, search);
    out
}

/// The value of `$apply`, decoded.
///
/// ```
/// use odata_params::{parse_apply, print};
///
/// let text = "groupby((Home/Port),aggregate(Length with max as Longest))";
/// assert_eq!(print::apply(&parse_apply(text).unwrap()), text);
/// ```
#[must_use]
pub fn apply(pipeline: &[Transformation]) -> String {
    let mut out = String::new();
    apply::pipeline(&mut out, pipeline);
    out
}

/// Prints `items` with `separator` between them.
fn list<T>(out: &mut String, items: &[T], separator: &str, mut print: impl FnMut(&mut String, &T)) {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push_str(separator);
        }
        print(out, item);
    }
}
