//! Nodes of primitive literals: the grammar rule that matched, and the lexeme.

/// A primitive literal: kind and lexeme.
///
/// ```
/// use odata_params::{ast::ExprKind, parse_expr};
///
/// let ExprKind::Literal(literal) = parse_expr("'it''s'").unwrap().kind else { panic!() };
/// assert_eq!(literal.text, "it's");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Literal {
    /// Which grammar rule it matched.
    pub kind: LiteralKind,
    /// The lexeme; for strings the content with doubled quotes undone, for prefixed forms
    /// (`duration'…'`, `binary'…'`, `geography'…'`, enums) the text between the quotes.
    pub text: String,
}

/// Kinds of primitive literals.
///
/// ```
/// use odata_params::{ast::{ExprKind, LiteralKind}, parse_expr};
///
/// let ExprKind::Literal(literal) = parse_expr("Fleet.Rig'Sloop,Cutter'").unwrap().kind else { panic!() };
/// assert_eq!(literal.kind, LiteralKind::Enum("Fleet.Rig".into()));
/// ```
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
