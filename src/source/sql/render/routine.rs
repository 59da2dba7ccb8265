//! An operation's routine in, a statement out: its author's SQL with a placeholder for each
//! argument, or the call of a stored procedure.

use std::collections::BTreeMap;

use crate::catalog::{Body, Piece, Routine};
use crate::edm::{PrimitiveType, Value};
use crate::plan::Scan;

use crate::source::sql::dialect::Dialect;
use crate::source::sql::render::{Renderer, Unsupported};
use crate::source::sql::statement::Statement;

/// The statement that runs the routine behind `scan`, and nothing else.
pub(in crate::source::sql) fn call<'a>(
    dialect: &'a dyn Dialect,
    scan: &'a Scan,
) -> Result<Statement<'a>, Unsupported> {
    let mut renderer = Renderer::new(dialect, scan);
    let routine = scan.table.routine().ok_or_else(|| Unsupported("a call of a table".to_owned()))?;
    renderer.routine(routine)?;
    Ok(renderer.finish())
}

impl<'a> Renderer<'a> {
    /// Writes the routine as a table in a FROM, up to the name it is given.
    pub(super) fn derived(&mut self, routine: &'a Routine) -> Result<(), Unsupported> {
        self.sql.push('(');
        self.routine(routine)?;
        // The statement may end in a comment that goes on to the end of the line.
        self.sql.push_str("\n) AS ");
        Ok(())
    }

    fn routine(&mut self, routine: &'a Routine) -> Result<(), Unsupported> {
        let arguments = self.arguments;
        let mut written = BTreeMap::new();
        let argument = |index: usize| {
            let value = arguments.get(index).zip(routine.arguments.get(index).copied());
            value
                .map(|(value, ty)| (index, value, ty))
                .ok_or_else(|| Unsupported(format!("argument {index}")))
        };
        match &routine.body {
            Body::Statement(pieces) => {
                for piece in pieces {
                    match piece {
                        Piece::Text(text) => self.sql.push_str(text),
                        Piece::Argument(index) => self.argument(argument(*index)?, &mut written)?,
                    }
                }
            }
            Body::Procedure { schema, name } => {
                self.sql.push_str(self.dialect.call(routine.writes));
                if let Some(schema) = schema {
                    self.name(schema);
                    self.sql.push('.');
                }
                self.name(name);
                self.sql.push('(');
                for index in 0..routine.arguments.len() {
                    if index > 0 {
                        self.sql.push_str(", ");
                    }
                    self.argument(argument(index)?, &mut written)?;
                }
                self.sql.push(')');
            }
        }
        Ok(())
    }

    /// Writes the placeholder of an argument; where placeholders have numbers, an argument used twice
    /// keeps its own, so that a database sees that both are the same.
    fn argument(
        &mut self,
        (index, value, ty): (usize, &'a Value, PrimitiveType),
        written: &mut BTreeMap<usize, usize>,
    ) -> Result<(), Unsupported> {
        let parameter =
            self.dialect.argument(value).ok_or_else(|| Unsupported(format!("an argument of type {ty}")))?;
        match written.get(&index) {
            Some(number) if self.dialect.numbered() => {
                self.dialect.placeholder(&mut self.sql, *number, &parameter);
            }
            _ => {
                self.parameter(parameter);
                written.insert(index, self.parameters.len());
            }
        }
        self.sql.push_str(self.dialect.argument_type(ty));
        Ok(())
    }
}
