//! Nodes of array and object literals, one level at a time.

use super::Expr;

/// An array or object as a parameter value (ABNF, section 5). What stands in it may be any
/// expression, so this is more than JSON.
///
/// ```
/// use odata_params::{ast::JsonNode, parse_json};
///
/// assert_eq!(parse_json("[]").unwrap(), JsonNode::Array(Vec::new()));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum JsonNode {
    /// `[…]`
    Array(Vec<JsonItem>),
    /// `{"name":…}`, in the order written; names may repeat.
    Object(Vec<(String, JsonItem)>),
}

/// One value in an array or object.
///
/// ```
/// use odata_params::{ast::{JsonItem, JsonNode}, parse_json};
///
/// let JsonNode::Array(items) = parse_json(r#"["Sloop",Rig]"#).unwrap() else { panic!() };
/// assert_eq!(items[0], JsonItem::String("Sloop".into()));
/// assert!(matches!(items[1], JsonItem::Expr(_)));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum JsonItem {
    /// A string between double quotes, its escapes undone.
    String(String),
    /// Anything else: a literal, an expression, or a nested array or object as
    /// [`ExprKind::Json`](super::ExprKind::Json), whose text can be parsed in its turn.
    Expr(Expr),
}
