//! Rules that are parsed by one parser of the crate: name in, parser out.

use nom::Parser;

use crate::apply::{self, grouping};
use crate::ast::{ExprKind, LiteralKind};
use crate::expr::arguments::{self, Values};
use crate::expr::{self, call, list, operand, path, segment};
use crate::input::{Parsed, Text};
use crate::literal::{self, binary, duration, geo, number, quoted, temporal};
use crate::option::nested::{self, Allowed};
use crate::option::{System, compute, expand, orderby, search, select};
use crate::{json, name, ordered, token};

use super::{names, uri};

pub(super) type RuleParser = Box<dyn for<'a> Fn(Text<'a>) -> Parsed<'a, ()>>;

/// The parser of the rule with this name in small letters.
pub(super) fn parser(rule: &str) -> Option<RuleParser> {
    expression(rule)
        .or_else(|| plain_literal(rule))
        .or_else(|| integer(rule))
        .or_else(|| spatial(rule))
        .or_else(|| option(rule))
        .or_else(|| names::parser(rule))
}

pub(super) fn boxed<T: 'static>(
    parser: impl for<'a> Fn(Text<'a>) -> Parsed<'a, T> + 'static,
) -> Option<RuleParser> {
    Some(Box::new(move |i| parser(i).map(|(rest, _)| (rest, ()))))
}

fn expression(rule: &str) -> Option<RuleParser> {
    match rule {
        "commonexpr" | "boolcommonexpr" | "lambdapredicateexpr" | "collectionexpr" | "aggregatableexpr" => {
            boxed(expr::expression)
        }
        "parametervalue" => boxed(expr::parameter_value),
        "parenexpr" => boxed(|i| if i.starts_with(b'(') { operand::operand(i) } else { i.miss("'('") }),
        "listexpr" => boxed(list_expression),
        "notexpr" => boxed(|i| {
            let (at, ()) = token::word("not", "'not'").parse(i)?;
            let (at, ()) = token::blank(at)?;
            expr::expression(at)
        }),
        "negateexpr" => boxed(|i| {
            let (at, ()) = token::exact("-", "'-'").parse(i)?;
            let (at, ()) = token::blanks(at)?;
            expr::expression(at)
        }),
        "firstmemberexpr" => boxed(|i| match i.byte(0) {
            Some(b'$') => path::rooted(i).map(|(rest, _)| (rest, ())),
            Some(b'@') => path::annotated(i).map(|(rest, _)| (rest, ())),
            _ => member(i),
        }),
        "memberexpr" | "directmemberexpr" | "propertypathexpr" => boxed(member),
        "rootexpr" => boxed(|i| if i.starts_with(b'$') { path::rooted(i) } else { i.miss("'$root/'") }),
        "anyexpr" => boxed(|i| lambda(i, "any")),
        "allexpr" => boxed(|i| lambda(i, "all")),
        "isofexpr" => boxed(|i| type_call(i, "isof")),
        "castexpr" => boxed(|i| type_call(i, "cast")),
        "arrayorobject" | "array" | "object" => boxed(|i| json::value(token::blanks(i)?.0)),
        "stringinurl" => boxed(json::string),
        "keypredicate" => boxed(key_predicate),
        "functionparameters" => boxed(|i| arguments::arguments(i, i, Values::Literals)),
        "functionparameter" => boxed(|i| arguments::one_named(i, Values::Literals)),
        "nameandvalue" => boxed(uri::named_value),
        "searchexpr" => boxed(search::expression),
        "searchword" => boxed(search::word),
        "searchphrase" => {
            boxed(|i| if i.starts_with(b'"') { search::phrase(i) } else { i.miss("a double quote") })
        }
        "functionexpr" | "boundfunctionexpr" => boxed(function),
        "annotationexpr" => boxed(path::annotated),
        "annotationinquery" => boxed(|i| path::annotation(i).map(|(rest, _)| (rest, ()))),
        "parameteralias" => boxed(|i| {
            if i.starts_with(b'@') {
                name::identifier(i.skip(1)).map(|(rest, _)| (rest, ()))
            } else {
                i.miss("'@'")
            }
        }),
        _ if rule.ends_with("methodcallexpr") => boxed(|i| i.nested(method_call)),
        _ => None,
    }
}

fn list_expression(i: Text<'_>) -> Parsed<'_, ()> {
    let (rest, found) = list::right_of_in(i)?;
    if matches!(found.kind, ExprKind::List(_)) { Ok((rest, ())) } else { i.miss("a list") }
}

fn method_call(i: Text<'_>) -> Parsed<'_, ()> {
    let (rest, found) = if i.is_ordered() { ordered::operand::defined(i)? } else { operand::operand(i)? };
    match found.kind {
        ExprKind::Call { .. } | ExprKind::Case(_) => Ok((rest, ())),
        _ => i.miss("a function OData defines"),
    }
}

fn member(i: Text<'_>) -> Parsed<'_, ()> {
    if i.is_ordered() {
        return ordered::member::member(i);
    }
    let (after, word) = name::dotted(i)?;
    path::named(i, after, word).map(|(rest, _)| (rest, ()))
}

fn function(i: Text<'_>) -> Parsed<'_, ()> {
    if i.is_ordered() { ordered::operand::function(i) } else { member(i) }
}

fn key_predicate(i: Text<'_>) -> Parsed<'_, ()> {
    if i.is_ordered() {
        return ordered::member::key_predicate(i);
    }
    arguments::arguments(i, i, Values::Literals).map(|(rest, _)| (rest, ()))
}

fn lambda<'a>(i: Text<'a>, word: &'static str) -> Parsed<'a, ()> {
    let (_, ()) = token::word(word, "'any' or 'all'").parse(i)?;
    i.nested(segment::lambda).map(|(rest, _)| (rest, ()))
}

fn type_call<'a>(i: Text<'a>, word: &'static str) -> Parsed<'a, crate::ast::Expr> {
    let (at, ()) = token::word(word, "'isof' or 'cast'").parse(i)?;
    i.nested(|_| call::type_call(i, at, word))
}

fn plain_literal(rule: &str) -> Option<RuleParser> {
    match rule {
        "primitiveliteral" => boxed(literal::primitive),
        "primitivevalue" => boxed(primitive_value),
        "null" => boxed(literal::null),
        "boolean" => boxed(literal::boolean),
        "booleanvalue" => boxed(boolean_value),
        "guid" | "guidvalue" => boxed(literal::guid),
        "date" => boxed(temporal::date),
        "datevalue" => boxed(|i| undecoded(i, temporal::date)),
        "datetimeoffsetliteral" | "datetimeoffsetvalueinurl" => boxed(temporal::timestamp),
        "datetimeoffsetvalue" => boxed(|i| undecoded(i, temporal::timestamp)),
        "timeofdayliteral" => boxed(temporal::time_of_day),
        "timeofdayvalue" => boxed(|i| undecoded(i, temporal::time_of_day)),
        "decimalliteral" | "doubleliteral" | "singleliteral" => boxed(number::number),
        "decimalvalue" | "doublevalue" | "singlevalue" => boxed(|i| undecoded(i, number::number)),
        "stringliteral" => boxed(quoted::string),
        "durationvalue" => boxed(|i| undecoded(i, duration::value)),
        "durationliteral" => boxed(|i| {
            let at = token::word("duration", "'duration'").parse(i).map_or(i, |(rest, ())| rest);
            duration::quoted(at)
        }),
        "binaryvalue" => boxed(|i| undecoded(i, binary::value)),
        "binaryliteral" => boxed(|i| {
            let (at, ()) = token::word("binary", "'binary'").parse(i)?;
            binary::quoted(at)
        }),
        "enumvalue" => boxed(|i| undecoded(i, quoted::members)),
        "enumliteral" => boxed(|i| {
            if i.starts_with(b'\'') {
                return quoted::enumeration(i, "");
            }
            let (at, word) = name::dotted(i)?;
            if word.contains('.') { quoted::enumeration(at, word) } else { at.miss("'.'") }
        }),
        _ => None,
    }
}

/// `booleanValue`, in small letters only.
fn boolean_value(i: Text<'_>) -> Parsed<'_, ()> {
    match ["true", "false"].into_iter().find(|word| i.rest.starts_with(word)) {
        Some(word) => Ok((i.skip(word.len()), ())),
        None => i.miss("true or false"),
    }
}

/// Values in payloads are not percent-encoded: an escape is no instance of them.
fn undecoded<'a, T>(i: Text<'a>, parser: impl Fn(Text<'a>) -> Parsed<'a, T>) -> Parsed<'a, T> {
    let (rest, value) = parser(i)?;
    let text = i.until(rest);
    match (0..text.len()).find(|at| i.is_escaped(*at)) {
        Some(at) => i.skip(at).miss_before("a character without encoding"),
        None => Ok((rest, value)),
    }
}

/// `primitiveValue`: what `DefaultValue` attributes hold.
fn primitive_value(i: Text<'_>) -> Parsed<'_, ()> {
    let alternatives: [RuleParser; 8] = [
        Box::new(boolean_value),
        Box::new(|i| literal::guid(i).map(|(rest, _)| (rest, ()))),
        Box::new(duration::value),
        Box::new(|i| temporal::date_or_timestamp(i).map(|(rest, _)| (rest, ()))),
        Box::new(|i| temporal::time_of_day(i).map(|(rest, _)| (rest, ()))),
        Box::new(quoted::members),
        Box::new(|i| geo::full(i, None)),
        Box::new(|i| number::number(i).map(|(rest, _)| (rest, ()))),
    ];
    for parser in alternatives {
        if let Ok((rest, ())) = parser(i)
            && (i.is_ordered() || token::end(rest).is_ok())
        {
            return Ok((rest, ()));
        }
    }
    binary::value(i)
}

fn integer(rule: &str) -> Option<RuleParser> {
    const DIGITS: [(&str, usize); 5] =
        [("byte", 3), ("sbyte", 3), ("int16", 5), ("int32", 10), ("int64", 19)];
    let stem = rule.strip_suffix("literal").or_else(|| rule.strip_suffix("value")).unwrap_or(rule);
    let (name, most) = *DIGITS.iter().find(|(name, _)| *name == stem)?;
    let is_value = rule.ends_with("value");
    boxed(move |i| {
        let signed = name != "byte" && matches!(i.byte(0), Some(b'-' | b'+'));
        if signed && is_value && i.is_escaped(0) {
            return i.miss("a digit");
        }
        let start = if signed { i.skip(1) } else { i };
        let digits = start.rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
        if digits == 0 { start.miss("a digit") } else { Ok((start.skip(digits), ())) }
    })
}

/// `geographyPoint`, `fullPointLiteral`, `pointLiteral` and their like.
fn spatial(rule: &str) -> Option<RuleParser> {
    const SHAPES: [(&str, &str); 7] = [
        ("collection", "GeometryCollection"),
        ("linestring", "LineString"),
        ("multilinestring", "MultiLineString"),
        ("multipoint", "MultiPoint"),
        ("multipolygon", "MultiPolygon"),
        ("point", "Point"),
        ("polygon", "Polygon"),
    ];
    for (prefix, kind) in [("geography", LiteralKind::Geography), ("geometry", LiteralKind::Geometry)] {
        let Some(stem) = rule.strip_prefix(prefix) else { continue };
        let (_, shape) = *SHAPES.iter().find(|(name, _)| *name == stem)?;
        return boxed(move |i| {
            let (at, ()) = token::word(prefix, "a spatial prefix").parse(i)?;
            geo::shaped(at, kind.clone(), Some(shape))
        });
    }
    let stem = rule.strip_prefix("full")?.strip_suffix("literal")?;
    let (_, shape) = *SHAPES.iter().find(|(name, _)| *name == stem)?;
    boxed(move |i| geo::full(i, Some(shape)))
}

fn option(rule: &str) -> Option<RuleParser> {
    if rule == "customqueryoption" {
        return boxed(uri::custom_option);
    }
    if rule == "systemqueryoption" {
        return boxed(|i| {
            if i.starts_with(b'@') { i.miss("an option") } else { nested::pair(i, Allowed::Everything) }
        });
    }
    if rule == "aliasandvalue" {
        return boxed(|i| if i.starts_with(b'@') { nested::alias(i) } else { i.miss("'@'") });
    }
    match rule {
        "computeitem" => return boxed(compute::item),
        "expanditem" => return boxed(expand::item),
        "orderbyitem" => return boxed(orderby::item),
        "selectitem" => return boxed(select::item),
        "applyexpr" => return boxed(apply::pipeline),
        "applytrafo" => return boxed(|i| i.nested(apply::transformation)),
        "groupingproperty" => return boxed(grouping::data_path),
        _ => {}
    }
    let name = if rule == "inlinecount" { "count" } else { rule };
    let system = System::by_name(&format!("${name}"))?;
    boxed(move |i| nested::pair(i, Allowed::Only(system)))
}
