//! SQL cut into what can hold a parameter and what cannot: literals, quoted names and comments, by
//! the rules of each engine. One pass, linear in the text.

use crate::catalog::Engine;

/// A stretch of SQL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// As it is: literals, quoted names, words, signs, blanks.
    Text(&'a str),
    /// A comment, with its marks.
    Comment(&'a str),
    /// `:Name`, without the colon.
    Name(&'a str),
    /// `;`
    End,
    /// A parameter of the engine's own: `?`, `$1`, `@name`.
    Placeholder(&'a str),
    /// What cannot be told apart safely.
    Unsound { message: &'static str, remedy: &'static str },
}

/// Gives each token with its place.
pub(super) struct Lexer<'a> {
    sql: &'a str,
    engine: Engine,
    at: usize,
}

impl<'a> Lexer<'a> {
    pub(super) const fn new(sql: &'a str, engine: Engine) -> Self {
        Self { sql, engine, at: 0 }
    }

    fn rest(&self) -> &'a str {
        self.sql.get(self.at..).unwrap_or_default()
    }

    fn is_mysql(&self) -> bool {
        matches!(self.engine, Engine::MySql | Engine::MariaDb)
    }

    fn token(&mut self, first: char) -> Token<'a> {
        let rest = self.rest();
        match first {
            '\'' => self.literal(0, '\'', self.is_mysql()),
            '"' => self.literal(0, '"', self.is_mysql()),
            '`' if self.engine != Engine::Postgres => self.literal(0, '`', false),
            '[' if self.engine == Engine::Sqlite => match rest.find(']') {
                Some(length) => self.take(length + 1),
                None => self.unsound("a name in brackets has no end", "add ]"),
            },
            'e' | 'E' if self.engine == Engine::Postgres && rest.get(1..2) == Some("'") => {
                self.literal(1, '\'', true)
            }
            '-' if self.begins_dashes(rest) => self.line(),
            '#' if self.is_mysql() => self.line(),
            '/' if rest.starts_with("/*") => self.comment(),
            '$' => self.dollar(),
            ':' => self.colon(),
            ';' => {
                self.at += 1;
                Token::End
            }
            '?' if self.engine != Engine::Postgres => {
                let digits = rest.get(1..).unwrap_or_default();
                self.placeholder(1 + digits.bytes().take_while(u8::is_ascii_digit).count())
            }
            '@' if self.engine == Engine::Sqlite => {
                let word = word_length(rest.get(1..).unwrap_or_default());
                self.placeholder(1 + word)
            }
            first => self.take(word_length(rest).max(first.len_utf8())),
        }
    }

    fn take(&mut self, length: usize) -> Token<'a> {
        let text = self.rest().get(..length).unwrap_or_default();
        self.at += length;
        Token::Text(text)
    }

    fn unsound(&mut self, message: &'static str, remedy: &'static str) -> Token<'a> {
        self.at = self.sql.len();
        Token::Unsound { message, remedy }
    }

    fn placeholder(&mut self, length: usize) -> Token<'a> {
        let written = self.rest().get(..length).unwrap_or_default();
        self.at += length;
        Token::Placeholder(written)
    }

    /// MySQL takes `--` for a comment only if a blank follows; else it is minus twice.
    fn begins_dashes(&self, rest: &str) -> bool {
        let after = rest.get(2..).unwrap_or_default();
        rest.starts_with("--")
            && (!self.is_mysql() || after.starts_with(|c: char| c.is_whitespace()) || after.is_empty())
    }

    fn line(&mut self) -> Token<'a> {
        let rest = self.rest();
        let length = rest.find('\n').unwrap_or(rest.len());
        self.at += length;
        Token::Comment(rest.get(..length).unwrap_or_default())
    }

    fn comment(&mut self) -> Token<'a> {
        let rest = self.rest();
        if self.is_mysql() && (rest.starts_with("/*!") || rest.starts_with("/*M!")) {
            return self.unsound(
                "the server runs what stands in /*! */",
                "write it outside of a comment, or not at all",
            );
        }
        let nests = self.engine == Engine::Postgres;
        let (mut depth, mut at) = (1usize, 2);
        while depth > 0 {
            let inside = rest.get(at..).unwrap_or_default();
            let Some(mark) = inside.find(['*', '/']) else {
                return self.unsound("a comment has no end", "add */");
            };
            let here = inside.get(mark..).unwrap_or_default();
            let pair = here.starts_with("*/") || (nests && here.starts_with("/*"));
            match here.as_bytes().first() {
                Some(b'*') if pair => depth -= 1,
                Some(b'/') if pair => depth += 1,
                _ => {}
            }
            at += mark + if pair { 2 } else { 1 };
        }
        self.at += at;
        Token::Comment(rest.get(..at).unwrap_or_default())
    }

    /// A literal or quoted name whose quote stands at `start`; the quote is doubled inside it.
    fn literal(&mut self, start: usize, quote: char, backslashes: bool) -> Token<'a> {
        let rest = self.rest();
        let mut at = start + 1;
        loop {
            let inside = rest.get(at..).unwrap_or_default();
            let Some(found) = inside.find([quote, '\\']) else {
                return self.unsound("a literal or quoted name has no end", "add the closing quote");
            };
            at += found;
            if inside.as_bytes().get(found) == Some(&b'\\') {
                let run = inside.get(found..).unwrap_or_default().bytes().take_while(|b| *b == b'\\').count();
                at += run;
                let quoted = rest.get(at..).is_some_and(|after| after.starts_with(quote));
                if !(backslashes && quoted && run % 2 == 1) {
                    continue;
                }
                if self.is_mysql() {
                    // A mode of the server's decides whether it ends the literal.
                    return self.unsound(
                        "a backslash before a quote means one thing or another, as the server is set",
                        "double the quote instead",
                    );
                }
                at += 1;
                continue;
            }
            at += 1;
            match rest.get(at..) {
                Some(after) if after.starts_with(quote) => at += 1,
                _ => return self.take(at),
            }
        }
    }

    /// `$tag$ … $tag$` and `$1` in PostgreSQL, `$name` in SQLite.
    fn dollar(&mut self) -> Token<'a> {
        let rest = self.rest();
        let after = rest.get(1..).unwrap_or_default();
        let word = name_length(after);
        match self.engine {
            Engine::Postgres if after.starts_with(|c: char| c.is_ascii_digit()) => self.placeholder(1 + word),
            Engine::Postgres if after.get(word..).is_some_and(|end| end.starts_with('$')) => {
                let mark = rest.get(..word + 2).unwrap_or_default();
                let inside = rest.get(mark.len()..).unwrap_or_default();
                match inside.find(mark) {
                    Some(length) => self.take(2 * mark.len() + length),
                    None => self
                        .unsound("a text between dollar signs has no end", "repeat the mark it begins with"),
                }
            }
            Engine::Sqlite => self.placeholder(1 + word),
            _ => self.take(1),
        }
    }

    /// `:Name`, `::type`, `:=`, or a colon alone.
    fn colon(&mut self) -> Token<'a> {
        let rest = self.rest();
        let after = rest.get(1..).unwrap_or_default();
        if after.starts_with(':') {
            return self.take(2);
        }
        let is_name = after.starts_with(|c: char| c.is_alphabetic() || c == '_');
        let word = if is_name { name_length(after) } else { 0 };
        if word == 0 {
            // SQLite has parameters with numbers for names.
            return match after.starts_with(|c: char| c.is_ascii_digit()) && self.engine == Engine::Sqlite {
                true => self.placeholder(1 + word_length(after)),
                false => self.take(1),
            };
        }
        self.at += 1 + word;
        Token::Name(after.get(..word).unwrap_or_default())
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = (usize, Token<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let at = self.at;
        let first = self.rest().chars().next()?;
        Some((at, self.token(first)))
    }
}

/// The bytes of a word, of digits and of dollar signs inside it: none of them begins anything new.
fn word_length(text: &str) -> usize {
    text.char_indices()
        .find(|(at, c)| !(c.is_alphanumeric() || *c == '_' || (*c == '$' && *at > 0)))
        .map_or(text.len(), |(at, _)| at)
}

/// The bytes of a parameter's name.
fn name_length(text: &str) -> usize {
    text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len())
}
