//! Nodes of primitive literals: the grammar rule that matched, and the lexeme.

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
