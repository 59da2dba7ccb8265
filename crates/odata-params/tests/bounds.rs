//! Adversarial input: everything is bounded in depth and linear in time.

use std::time::{Duration, Instant};

use odata_params::ast::{Expr, ExprKind};
use odata_params::{Limits, ODataUri, parse_filter, print};

/// `open` repeated, something in the middle, `close` repeated.
fn nested(depth: usize, open: &str, middle: &str, close: &str) -> String {
    format!("{}{middle}{}", open.repeat(depth), close.repeat(depth))
}

const SHAPES: [(&str, &str, &str, &str); 14] = [
    ("$filter", "(", "a", ")"),
    ("$filter", "not ", "a", ""),
    ("$filter", "-", "a", ""),
    ("$filter", "length(", "a", ")"),
    ("$filter", "contains(a,", "b", ")"),
    ("$filter", "case(a:", "b", ")"),
    ("$filter", "N.F(a=", "1", ")"),
    ("$filter", "a in (b eq ", "c", ")"),
    ("$filter", "A/any(x:", "x", ")"),
    ("$filter", "A/$count($filter=", "x", ") gt 1"),
    ("@a", "[", "1", "]"),
    ("@a", "{\"b\":", "1", "}"),
    ("$expand", "A($expand=", "B", ")"),
    ("$apply", "concat(identity,", "identity", ")"),
];

#[test]
fn nesting_is_bounded_and_fits_the_stack() {
    for (option, open, middle, close) in SHAPES {
        for depth in [10, 48, 99, 1_000, 5_000] {
            let query = format!("{option}={}", nested(depth, open, middle, close));
            let limits = Limits { max_length: 1 << 20, ..Limits::default() };
            match ODataUri::parse_with("Boats", &query, &limits) {
                Ok(uri) => {
                    assert!(depth < 100, "{query:.60}");
                    let text = print::query(&uri.options);
                    assert!(!text.is_empty());
                }
                Err(error) => {
                    assert!(depth >= 48, "{error}\n{}", error.caret());
                    assert_eq!(error.expected, "at most 100 levels of nesting", "{query:.60}");
                }
            }
        }
    }
}

#[test]
fn long_chains_are_flat() {
    let limits = Limits { max_length: 1 << 20, ..Limits::default() };
    for operator in ["or", "and"] {
        let text = vec!["Id eq 'b-0001'"; 5_000].join(&format!(" {operator} "));
        let uri = ODataUri::parse_with("Boats", &format!("$filter={text}"), &limits)
            .unwrap_or_else(|error| panic!("{error}"));
        let tree = parse_filter(&text[..14 * 100 + (operator.len() + 2) * 99])
            .unwrap_or_else(|error| panic!("{error}"));
        assert!(depth(&tree) <= 9, "{}", depth(&tree));
        assert_eq!(print::query(&uri.options).replace("%20", " "), format!("$filter={text}"));
    }
}

fn depth(expr: &Expr) -> usize {
    match &expr.kind {
        ExprKind::Binary(_, left, right) => 1 + depth(left).max(depth(right)),
        _ => 1,
    }
}

/// Makes an input of a size.
type Make = fn(usize) -> String;

/// Sixteen times the input takes about sixteen times as long; a quadratic parser would take 256
/// times. Large inputs cost more per byte for the memory they touch, hence the generous bound.
#[test]
fn time_is_linear() {
    let limits = Limits { max_length: 1 << 24, max_depth: 100 };
    let inputs: [(&str, Make); 11] = [
        ("or chain", |n| format!("$filter=a{}", " or a eq 'x'".repeat(n))),
        ("broken or chain", |n| format!("$filter=a{} or", " or a eq 'x'".repeat(n))),
        ("open parentheses", |n| format!("$filter={}", "(".repeat(n))),
        ("groups", |n| format!("$filter=((((((((a))))))))[{}", "((((((((a)))))))) or ".repeat(n))),
        ("list", |n| format!("$filter=a in (1{})", ",1".repeat(n))),
        ("broken list", |n| format!("$filter=a in (1{}", ",1".repeat(n))),
        ("path", |n| format!("$filter=a{}", "/a".repeat(n))),
        ("words", |n| format!("$search=a{}", " NOT OR".repeat(n))),
        ("aliases", |n| (0..n).map(|index| format!("@a{index}=1&")).collect()),
        ("expand", |n| format!("$expand=a{}", ",a($top=1)".repeat(n))),
        ("quotes", |n| format!("$filter=a eq '{}", "''".repeat(n))),
    ];
    for (name, make) in inputs {
        let time = |n: usize| {
            let query = make(n);
            let best = (0..3).map(|_| {
                let start = Instant::now();
                let result = ODataUri::parse_with("Boats", &query, &limits);
                std::hint::black_box(&result);
                start.elapsed()
            });
            best.min().unwrap_or(Duration::ZERO).max(Duration::from_micros(50))
        };
        let (short, long) = (time(1_000), time(16_000));
        assert!(long < short * 90, "{name}: {short:?} then {long:?}");
    }
}

/// Left-leaning chains within parentheses within chains: short in levels, high as a tree.
#[test]
fn trees_are_bounded_too() {
    let limits = Limits { max_length: 1 << 20, ..Limits::default() };
    let tower = (0..90).fold("a".to_owned(), |inner, _| format!("({inner}{})", " add 1".repeat(90)));
    let error = ODataUri::parse_with("Boats", &format!("$filter={tower}"), &limits).unwrap_err();
    assert_eq!(error.expected, "at most 100 levels of nesting");
    assert!(parse_filter(&format!("1{}", " add 1".repeat(199))).is_ok());
    assert!(parse_filter(&format!("1{}", " add 1".repeat(201))).is_err());
}
