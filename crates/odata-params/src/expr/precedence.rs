//! Which operator binds tighter: the table of URL Conventions, section 5.1.1.17, from loose to
//! tight. `not` and `-` stand between `mul` and `has`: `not x in (1)` is `not (x in (1))`, and
//! `not a eq b` is `(not a) eq b`.

use crate::ast::BinaryOp;

/// The level of `or`.
pub(crate) const LOWEST: u8 = 1;
/// The level of `has` and `in`, which is also what a prefix operator applies to.
pub(crate) const HIGHEST: u8 = 8;

/// Infix operators with their level. `divby` comes before `div`, whose letters it starts with.
pub(crate) const INFIX: [(&str, BinaryOp, u8); 16] = [
    ("eq", BinaryOp::Eq, 3),
    ("and", BinaryOp::And, 2),
    ("or", BinaryOp::Or, LOWEST),
    ("ne", BinaryOp::Ne, 3),
    ("gt", BinaryOp::Gt, 4),
    ("ge", BinaryOp::Ge, 4),
    ("lt", BinaryOp::Lt, 4),
    ("le", BinaryOp::Le, 4),
    ("add", BinaryOp::Add, 5),
    ("sub", BinaryOp::Sub, 5),
    ("mul", BinaryOp::Mul, 6),
    ("divby", BinaryOp::DivBy, 6),
    ("div", BinaryOp::Div, 6),
    ("mod", BinaryOp::Mod, 6),
    ("has", BinaryOp::Has, HIGHEST),
    ("in", BinaryOp::In, HIGHEST),
];

/// The level of an infix operator.
pub(crate) fn level(operator: BinaryOp) -> u8 {
    INFIX.iter().find(|(_, known, _)| *known == operator).map_or(LOWEST, |(_, _, level)| *level)
}

/// The word of an infix operator.
pub(crate) fn word(operator: BinaryOp) -> &'static str {
    INFIX.iter().find(|(_, known, _)| *known == operator).map_or("or", |(word, _, _)| word)
}
