//! The statement of an operation as its author wrote it: text with `:Name` in it goes in, pieces
//! come out. Knows what is text, comment and name in each engine's SQL, and nothing else of it.

mod lexer;

#[cfg(test)]
mod tests;

use super::Engine;
use super::routine::Piece;
use lexer::{Lexer, Token};

/// The longest statement, in bytes.
const MAX_LENGTH: usize = 64 * 1024;

/// What is wrong with a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// What it is, and in which line of the statement if it has several.
    pub(super) message: String,
    /// What to do about it.
    pub(super) remedy: String,
}

/// The pieces of one statement; `names` are the arguments it may take, all of which it has to.
///
/// # Errors
/// Everything that is wrong: names that are no argument, arguments that are not used, placeholders
/// of the database's own, several statements, literals without an end.
pub(super) fn pieces(sql: &str, engine: Engine, names: &[&str]) -> Result<Vec<Piece>, Vec<Fault>> {
    let mut template = Template { sql, names, text: String::new(), pieces: Vec::new(), faults: Vec::new() };
    if sql.len() > MAX_LENGTH {
        template.fault(0, format!("the statement is longer than {MAX_LENGTH} bytes"), "make a view of it");
        return Err(template.faults);
    }
    if sql.contains('\0') {
        template.fault(0, "the statement has a zero character", "delete it");
    }
    let mut used = vec![false; names.len()];
    let mut ended = false;
    for (at, token) in Lexer::new(sql, engine) {
        let is_blank = match token {
            Token::Comment(_) | Token::End => true,
            Token::Text(text) => text.trim().is_empty(),
            _ => false,
        };
        if ended && !is_blank {
            template.fault(at, "there are several statements", "write one; a stored procedure can hold more");
            break;
        }
        match token {
            Token::Text(text) | Token::Comment(text) => template.text.push_str(text),
            Token::Name(name) => template.argument(at, name, &mut used),
            Token::End => ended = true,
            Token::Placeholder(written) => template.fault(
                at,
                format!("'{written}' is a placeholder of the database's own"),
                "write :Name with the name of a parameter",
            ),
            Token::Unsound { message, remedy } => template.fault(at, message, remedy),
        }
    }
    for (name, _) in names.iter().zip(used).filter(|(_, used)| !used) {
        template.fault(
            0,
            format!("the statement does not use '{name}'"),
            format!("write :{name} where it goes, or delete it"),
        );
    }
    template.finish()
}

struct Template<'a> {
    sql: &'a str,
    names: &'a [&'a str],
    text: String,
    pieces: Vec<Piece>,
    faults: Vec<Fault>,
}

impl Template<'_> {
    fn argument(&mut self, at: usize, name: &str, used: &mut [bool]) {
        let Some(index) = self.names.iter().position(|known| *known == name) else {
            let remedy = match self.names {
                [] => "declare it among the parameters".to_owned(),
                names => format!(
                    "there is {}; after a colon that is none of them, write a blank",
                    names.join(", ")
                ),
            };
            self.fault(at, format!("':{name}' is no parameter"), remedy);
            return;
        };
        if let Some(used) = used.get_mut(index) {
            *used = true;
        }
        self.flush();
        self.pieces.push(Piece::Argument(index));
    }

    fn flush(&mut self) {
        if !self.text.is_empty() {
            self.pieces.push(Piece::Text(std::mem::take(&mut self.text)));
        }
    }

    fn fault(&mut self, at: usize, message: impl Into<String>, remedy: impl Into<String>) {
        let mut message = message.into();
        let line = self.sql.get(..at).unwrap_or_default().matches('\n').count() + 1;
        if line > 1 {
            message.push_str(&format!(" (line {line} of the statement)"));
        }
        self.faults.push(Fault { message, remedy: remedy.into() });
    }

    fn finish(mut self) -> Result<Vec<Piece>, Vec<Fault>> {
        self.flush();
        let is_blank = |piece: &Piece| matches!(piece, Piece::Text(text) if text.trim().is_empty());
        if self.pieces.iter().all(is_blank) && self.faults.is_empty() {
            self.fault(0, "the statement is empty", "write the SQL to run");
        }
        if self.faults.is_empty() { Ok(self.pieces) } else { Err(self.faults) }
    }
}
