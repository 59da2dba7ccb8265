//! `$search`: words, phrases and operators in, their tree out (URL Conventions, section 5.1.7).
//!
//! `NOT` binds tighter than `AND`, which binds tighter than `OR`; words next to each other are
//! joined by `AND`. The three are operators only where they can be: `AND OR` is two words.

use crate::ast::SearchExpr;
use crate::balance::balanced;
use crate::input::{Parsed, Text};
use crate::literal::quoted::quoted_text;
use crate::token;

/// The value of `$search`: an expression, or the single-quoted text that some clients send while
/// their users still type.
pub(crate) fn search(i: Text<'_>) -> Parsed<'_, SearchExpr> {
    let (i, ()) = token::blanks(i)?;
    if i.starts_with(b'\'') && !i.is_escaped(0) {
        return incomplete(i);
    }
    expression(i)
}

/// `searchExpr`
pub(crate) fn expression(i: Text<'_>) -> Parsed<'_, SearchExpr> {
    i.nested(|i| {
        let (mut rest, first) = conjunction(i)?;
        let mut operands = vec![first];
        while let Some(at) = operator(rest, "OR") {
            let (next, operand) = conjunction(at)?;
            operands.push(operand);
            rest = next;
        }
        joined(rest, operands, |left, right| SearchExpr::Or(Box::new(left), Box::new(right)))
    })
}

fn conjunction(i: Text<'_>) -> Parsed<'_, SearchExpr> {
    let (mut rest, first) = negation(i)?;
    let mut operands = vec![first];
    loop {
        if operator(rest, "OR").is_some() {
            break;
        }
        let next = match operator(rest, "AND") {
            Some(at) => negation(at)?,
            // Next to each other: there must be a blank, and something that is a term.
            None => match token::blank(rest).and_then(|(at, ())| negation(at)) {
                Ok(found) => found,
                Err(nom::Err::Failure(miss)) => return Err(nom::Err::Failure(miss)),
                Err(_) => break,
            },
        };
        rest = next.0;
        operands.push(next.1);
    }
    joined(rest, operands, |left, right| SearchExpr::And(Box::new(left), Box::new(right)))
}

fn joined(
    rest: Text<'_>,
    operands: Vec<SearchExpr>,
    combine: impl Fn(SearchExpr, SearchExpr) -> SearchExpr,
) -> Parsed<'_, SearchExpr> {
    match balanced(operands, &combine) {
        Some(tree) => Ok((rest, tree)),
        None => rest.miss("a word"),
    }
}

fn negation(i: Text<'_>) -> Parsed<'_, SearchExpr> {
    if i.rest.starts_with("NOT")
        && let Some(at) = before_term(i.skip(3))
    {
        let (rest, inner) = at.nested(negation)?;
        return Ok((rest, SearchExpr::Not(Box::new(inner))));
    }
    term(i)
}

fn term(i: Text<'_>) -> Parsed<'_, SearchExpr> {
    match i.byte(0) {
        Some(b'(') if !i.is_escaped(0) || !i.is_strict() => {
            let (at, ()) = token::open(i)?;
            let (at, inner) = expression(at)?;
            let (rest, ()) = token::close(at)?;
            Ok((rest, inner))
        }
        Some(b'"') => phrase(i),
        _ => word(i),
    }
}

/// The place behind `word` where it stands between blanks and a term follows.
fn operator<'a>(i: Text<'a>, word: &str) -> Option<Text<'a>> {
    let (at, ()) = token::blank(i).ok()?;
    if at.rest.starts_with(word) { before_term(at.skip(word.len())) } else { None }
}

/// Behind at least one blank, if a term can begin there.
fn before_term(i: Text<'_>) -> Option<Text<'_>> {
    let (at, ()) = token::blank(i).ok()?;
    at.first().filter(|c| matches!(c, '(' | '"') || is_word(at, 0, *c)).map(|_| at)
}

/// `searchPhrase`
pub(crate) fn phrase(i: Text<'_>) -> Parsed<'_, SearchExpr> {
    let start = i.skip(1);
    let ends = |(at, byte): (usize, u8)| {
        byte == b'"' || (i.is_strict() && !token::is_qchar(byte) && byte != b' ' && !start.is_escaped(at))
    };
    let length = start.rest.bytes().enumerate().position(ends).unwrap_or(start.rest.len());
    let end = start.skip(length);
    if length == 0 {
        return end.miss("a phrase");
    }
    if !end.starts_with(b'"') {
        return end.miss("a double quote");
    }
    Ok((end.skip(1), SearchExpr::Phrase(start.until(end).to_owned())))
}

/// `searchWord`. Requests may have any characters but blanks, parentheses and double quotes: one
/// phrase of free text with whatever punctuation its user typed is what Salesforce sends.
pub(crate) fn word(i: Text<'_>) -> Parsed<'_, SearchExpr> {
    let end = i.rest.char_indices().find(|(at, c)| !is_word(i, *at, *c));
    let rest = i.skip(end.map_or(i.rest.len(), |(at, _)| at));
    let word = i.until(rest);
    if word.is_empty() { i.miss("a word or phrase") } else { Ok((rest, SearchExpr::Word(word.to_owned()))) }
}

/// Whether the character `c` at `at` belongs to a word that begins at `i`.
fn is_word(i: Text<'_>, at: usize, c: char) -> bool {
    match c {
        '"' => false,
        // To the letter whatever is encoded belongs to the word, blanks and parentheses too.
        _ if i.is_escaped(at) => true,
        '\'' => at > 0,
        _ if i.is_strict() => c.is_ascii_alphanumeric() || "-._~!*+,:@/?$=".contains(c),
        '(' | ')' | ' ' | '\t' => false,
        // Between nested options it separates.
        ';' => !i.in_options(),
        _ => true,
    }
}

/// `searchExpr-incomplete`
fn incomplete(i: Text<'_>) -> Parsed<'_, SearchExpr> {
    quoted_text(i, |byte| token::is_qchar(byte) || matches!(byte, b'"' | b' '))
        .map(|(rest, text)| (rest, SearchExpr::Phrase(text)))
}
