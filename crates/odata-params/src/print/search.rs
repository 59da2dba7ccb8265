//! `$search` expressions: a tree in, text out. `AND` is always written.

use crate::ast::SearchExpr;

use super::literal;

const OR: u8 = 1;
const AND: u8 = 2;
const NOT: u8 = 3;

pub(super) fn search(out: &mut String, search: &SearchExpr) {
    match search {
        // A phrase cannot hold a double quote; the form for text still being typed can.
        SearchExpr::Phrase(text) if text.contains('"') || text.is_empty() => literal::quoted(out, text),
        _ => at_least(out, search, OR),
    }
}

fn at_least(out: &mut String, search: &SearchExpr, least: u8) {
    let (level, operator) = match search {
        SearchExpr::Or(..) => (OR, " OR "),
        SearchExpr::And(..) => (AND, " AND "),
        _ => (NOT, ""),
    };
    if level < least {
        out.push('(');
        at_least(out, search, OR);
        out.push(')');
        return;
    }
    match search {
        // In parentheses these cannot be taken for operators.
        SearchExpr::Word(word) if matches!(word.as_str(), "AND" | "OR" | "NOT") => {
            out.push('(');
            out.push_str(word);
            out.push(')');
        }
        SearchExpr::Word(word) => out.push_str(word),
        SearchExpr::Phrase(text) => {
            out.push('"');
            out.push_str(text);
            out.push('"');
        }
        SearchExpr::Not(inner) => {
            out.push_str("NOT ");
            at_least(out, inner, NOT);
        }
        SearchExpr::And(left, right) | SearchExpr::Or(left, right) => {
            if size(search, level).is_some() {
                let mut first = true;
                return links(out, search, level, operator, &mut first);
            }
            at_least(out, left, level + 1);
            out.push_str(operator);
            at_least(out, right, level + 1);
        }
    }
}

fn links(out: &mut String, search: &SearchExpr, level: u8, operator: &str, first: &mut bool) {
    match search {
        SearchExpr::And(left, right) if level == AND => {
            links(out, left, level, operator, first);
            links(out, right, level, operator, first);
        }
        SearchExpr::Or(left, right) if level == OR => {
            links(out, left, level, operator, first);
            links(out, right, level, operator, first);
        }
        _ => {
            if !std::mem::take(first) {
                out.push_str(operator);
            }
            at_least(out, search, level + 1);
        }
    }
}

/// How many operands a chain has; `None` where its shape is not the one the parser makes.
fn size(search: &SearchExpr, level: u8) -> Option<usize> {
    match search {
        SearchExpr::And(left, right) if level == AND => joined(left, right, level),
        SearchExpr::Or(left, right) if level == OR => joined(left, right, level),
        _ => Some(1),
    }
}

fn joined(left: &SearchExpr, right: &SearchExpr, level: u8) -> Option<usize> {
    let (left, right) = (size(left, level)?, size(right, level)?);
    (left == (left + right).div_ceil(2)).then_some(left + right)
}
