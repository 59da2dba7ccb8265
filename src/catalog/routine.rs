//! What an operation runs in its database: a statement with places for arguments, or a stored
//! procedure.

use crate::edm::PrimitiveType;

/// A statement or stored procedure with the arguments it takes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Routine {
    /// What is run.
    pub body: Body,
    /// The type of each argument: first those of the binding entity's key, then the parameters.
    pub arguments: Vec<PrimitiveType>,
    /// Whether it may change data.
    pub writes: bool,
}

/// What is run.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Body {
    /// A SQL statement, in pieces.
    Statement(Vec<Piece>),
    /// A stored procedure or function, called with all arguments in their order.
    Procedure {
        /// Its schema (PostgreSQL) or database (MySQL, MariaDB).
        schema: Option<String>,
        /// Its name, unquoted.
        name: String,
    },
}

/// A piece of a statement.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Piece {
    /// SQL as its author wrote it.
    Text(String),
    /// The argument with this index.
    Argument(usize),
}
