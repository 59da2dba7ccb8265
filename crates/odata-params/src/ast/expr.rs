//! Nodes of expressions: operators, calls, lists; what `$filter` and its relatives are made of.

use super::{Literal, MemberPath, Span};

/// One value in the parentheses of a key predicate or function call: `1`, `ID=1`, `p=@a`.
///
/// ```
/// use odata_params::{ast::ExprKind, parse_expr};
///
/// let ExprKind::Call { arguments, .. } = parse_expr("Fleet.Age(At=2026-01-01)").unwrap().kind else { panic!() };
/// assert_eq!(arguments[0].name.as_deref(), Some("At"));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// The name before `=`, if any.
    pub name: Option<String>,
    /// The value.
    pub value: Expr,
    /// The argument as a whole.
    pub span: Span,
}

/// An expression with its place.
///
/// ```
/// let text = "Length gt 7 and Sunk";
/// let expr = odata_params::parse_filter(text).unwrap();
/// assert_eq!(&text[expr.span.start..expr.span.end], text);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it was written.
    pub span: Span,
}

/// Expressions (URL Conventions, section 5.1.1).
///
/// ```
/// use odata_params::{ast::ExprKind, parse_filter};
///
/// assert_eq!(parse_filter("@shown").unwrap().kind, ExprKind::Alias("shown".into()));
/// assert!(matches!(parse_filter("contains(Name,'a')").unwrap().kind, ExprKind::Call { .. }));
/// ```
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
    /// A JSON array or object literal, its text kept: [`parse_json`](crate::parse_json) reads it.
    Json(String),
}

/// Prefix operators.
///
/// ```
/// use odata_params::{ast::{ExprKind, UnaryOp}, parse_filter};
///
/// assert!(matches!(parse_filter("not Sunk").unwrap().kind, ExprKind::Unary(UnaryOp::Not, _)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are the operators")]
pub enum UnaryOp {
    Not,
    Negate,
}

/// Infix operators.
///
/// ```
/// use odata_params::{ast::{BinaryOp, ExprKind}, parse_filter};
///
/// assert!(matches!(parse_filter("a or b and c").unwrap().kind, ExprKind::Binary(BinaryOp::Or, ..)));
/// ```
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
