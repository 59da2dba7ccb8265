//! ECMAScript's regular expressions in the words of the `regex` crate: a pattern goes in, a
//! pattern that means the same comes out, or what cannot be said. Matches nothing itself.
//!
//! The two dialects share their form and differ in meaning where it is easily overlooked: `\d`,
//! `\w` and `\b` are ASCII only, `.` stops at four line ends, `[` and `&&` in a class stand for
//! themselves. Patterns are read with the `u` flag: by code point, unknown escapes are errors.

use std::iter::Peekable;
use std::str::Chars;

const DIGIT: &str = "0-9";
const WORD: &str = "0-9A-Za-z_";
const SPACE: &str =
    r"\t\n\x0B\x0C\r \u{A0}\u{1680}\u{2000}-\u{200A}\u{2028}\u{2029}\u{202F}\u{205F}\u{3000}\u{FEFF}";
const LINE_ENDS: &str = r"\n\r\u{2028}\u{2029}";
const ANY: &str = r"\u{0}-\u{10FFFF}";

/// Translates, or says in words for a user what is not supported.
pub(super) fn to_regex(pattern: &str) -> Result<String, String> {
    let mut reader = Reader { rest: pattern.chars().peekable(), out: String::new() };
    while let Some(c) = reader.rest.next() {
        match c {
            '\\' => reader.escape()?,
            '[' => reader.class()?,
            '(' => reader.group()?,
            '.' => reader.push(&format!("[^{LINE_ENDS}]")),
            '*' | '+' | '?' => reader.quantifier(c.to_string())?,
            '{' => reader.braces()?,
            '}' | ']' => reader.push(&regex::escape(c.encode_utf8(&mut [0; 4]))),
            other => reader.out.push(other),
        }
    }
    Ok(reader.out)
}

struct Reader<'p> {
    rest: Peekable<Chars<'p>>,
    out: String,
}

/// One member of a character class.
enum Member {
    Character(char),
    Set(String),
}

impl Reader<'_> {
    fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// A quantifier, perhaps lazy; the other dialect would take a second one for a repetition.
    fn quantifier(&mut self, written: String) -> Result<(), String> {
        self.push(&written);
        if self.rest.next_if_eq(&'?').is_some() {
            self.out.push('?');
        }
        match self.rest.peek() {
            Some('*' | '+' | '?') => Err("there is nothing to repeat before a quantifier".to_owned()),
            _ => Ok(()),
        }
    }

    /// `{n}`, `{n,}` or `{n,m}`; everything else in braces is refused, as with the `u` flag.
    fn braces(&mut self) -> Result<(), String> {
        let mut inside = String::new();
        while let Some(c) = self.rest.next_if(|c| c.is_ascii_digit() || *c == ',') {
            inside.push(c);
        }
        let starts_with_digit = inside.starts_with(|c: char| c.is_ascii_digit());
        if self.rest.next() != Some('}') || !starts_with_digit || inside.matches(',').count() > 1 {
            return Err("a '{' that is meant literally has to be written '\\{'".to_owned());
        }
        self.quantifier(format!("{{{inside}}}"))
    }

    fn group(&mut self) -> Result<(), String> {
        if self.rest.next_if_eq(&'?').is_none() {
            self.out.push('(');
            return Ok(());
        }
        match self.rest.next() {
            Some(':') => self.push("(?:"),
            Some('=' | '!') => return Err("look-ahead '(?=' and '(?!' is not supported".to_owned()),
            Some('<') if matches!(self.rest.peek(), Some('=' | '!')) => {
                return Err("look-behind '(?<=' and '(?<!' is not supported".to_owned());
            }
            Some('<') => self.push("(?<"),
            _ => return Err("only '(', '(?:' and '(?<name>' open a group".to_owned()),
        }
        Ok(())
    }

    /// An escape outside a class, behind its backslash.
    fn escape(&mut self) -> Result<(), String> {
        match self.rest.peek() {
            Some('b') => {
                self.rest.next();
                self.push(r"(?-u:\b)");
            }
            Some('B') => return Err("the escape '\\B' is not supported".to_owned()),
            Some('1'..='9' | 'k') => return Err("back-references are not supported".to_owned()),
            _ => match self.escaped()? {
                Member::Character(c) => self.push(&regex::escape(c.encode_utf8(&mut [0; 4]))),
                Member::Set(set) => self.push(&format!("[{set}]")),
            },
        }
        Ok(())
    }

    /// What an escape stands for, in and outside a class.
    fn escaped(&mut self) -> Result<Member, String> {
        let c = self.rest.next().ok_or("the pattern ends with a backslash")?;
        Ok(match c {
            'd' => Member::Set(DIGIT.to_owned()),
            'D' => Member::Set(format!("[^{DIGIT}]")),
            'w' => Member::Set(WORD.to_owned()),
            'W' => Member::Set(format!("[^{WORD}]")),
            's' => Member::Set(SPACE.to_owned()),
            'S' => Member::Set(format!("[^{SPACE}]")),
            'p' | 'P' => Member::Set(self.property(c)?),
            't' => Member::Character('\t'),
            'n' => Member::Character('\n'),
            'r' => Member::Character('\r'),
            'v' => Member::Character('\x0B'),
            'f' => Member::Character('\x0C'),
            '0' if !self.rest.peek().is_some_and(char::is_ascii_digit) => Member::Character('\0'),
            'c' => match self.rest.next() {
                Some(letter) if letter.is_ascii_alphabetic() => {
                    Member::Character(char::from(letter as u8 % 32))
                }
                _ => return Err("'\\c' needs a letter".to_owned()),
            },
            'x' => Member::Character(self.hexadecimal(2)?),
            'u' if self.rest.next_if_eq(&'{').is_some() => Member::Character(self.code_point()?),
            'u' => Member::Character(self.hexadecimal(4)?),
            c if c.is_ascii_punctuation() => Member::Character(c),
            other => return Err(format!("the escape '\\{other}' is not supported")),
        })
    }

    /// `\p{…}`, whose names the two dialects share; an unknown one is refused when compiled.
    fn property(&mut self, p: char) -> Result<String, String> {
        let name: String = std::iter::from_fn(|| {
            self.rest.next_if(|c| c.is_ascii_alphanumeric() || matches!(c, '{' | '_' | '='))
        })
        .collect();
        match (name.strip_prefix('{'), self.rest.next()) {
            (Some(name), Some('}')) => Ok(format!("\\{p}{{{name}}}")),
            _ => Err(format!("'\\{p}' needs a Unicode property in braces")),
        }
    }

    fn hexadecimal(&mut self, length: usize) -> Result<char, String> {
        let digits: String = self.rest.by_ref().take(length).collect();
        if digits.len() != length {
            return Err(format!("an escape needs {length} hexadecimal digits"));
        }
        character(&digits)
    }

    fn code_point(&mut self) -> Result<char, String> {
        let digits: String = std::iter::from_fn(|| self.rest.next_if(|c| *c != '}')).collect();
        self.rest.next();
        character(&digits)
    }

    /// A class behind its `[`. Members are written by code point, as in the other dialect more
    /// characters have a meaning there.
    fn class(&mut self) -> Result<(), String> {
        let negated = self.rest.next_if_eq(&'^').is_some();
        let mut members = String::new();
        while let Some(first) = self.member()? {
            if self.rest.next_if_eq(&'-').is_none() {
                push_member(&mut members, &first);
                continue;
            }
            match (first, self.member()?) {
                (Member::Character(low), Some(Member::Character(high))) if low <= high => {
                    members.push_str(&format!("\\u{{{:X}}}-\\u{{{:X}}}", u32::from(low), u32::from(high)));
                }
                // A hyphen at the end stands for itself.
                (first, None) => {
                    push_member(&mut members, &first);
                    push_member(&mut members, &Member::Character('-'));
                    break;
                }
                _ => return Err("a range in a character class is out of order".to_owned()),
            }
        }
        match (negated, members.is_empty()) {
            // `[]` matches nothing, `[^]` anything.
            (false, true) => self.push(&format!("[^{ANY}]")),
            (true, true) => self.push(&format!("[{ANY}]")),
            (false, false) => self.push(&format!("[{members}]")),
            (true, false) => self.push(&format!("[^{members}]")),
        }
        Ok(())
    }

    /// The next member of a class, `None` at its end.
    fn member(&mut self) -> Result<Option<Member>, String> {
        match self.rest.next() {
            None => Err("a character class is not closed with ']'".to_owned()),
            Some(']') => Ok(None),
            // In a class `\b` is the backspace.
            Some('\\') if self.rest.next_if_eq(&'b').is_some() => Ok(Some(Member::Character('\x08'))),
            Some('\\') => self.escaped().map(Some),
            Some(c) => Ok(Some(Member::Character(c))),
        }
    }
}

fn push_member(members: &mut String, member: &Member) {
    match member {
        Member::Character(c) => members.push_str(&format!("\\u{{{:X}}}", u32::from(*c))),
        Member::Set(set) => members.push_str(set),
    }
}

fn character(digits: &str) -> Result<char, String> {
    let is_hexadecimal = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let code = u32::from_str_radix(digits, 16).ok().filter(|_| is_hexadecimal);
    code.and_then(char::from_u32).ok_or_else(|| format!("'{digits}' is not the code of a character"))
}
