//! Every tree printed and parsed again is the same tree, and what parses prints to what parses.
#![expect(clippy::panic, clippy::expect_used, reason = "tests")]

mod apply;
mod erase;
mod expressions;
mod options;

use odata_params::ast::{ODataUri, ResourcePath, Segment, SegmentKind, Span};
use odata_params::{Limits, ParseError, parse_apply, parse_filter, parse_search, print};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

fn segment() -> impl Strategy<Value = SegmentKind> {
    prop_oneof![
        (expressions::name(), prop::option::of(expressions::key()))
            .prop_map(|(name, arguments)| SegmentKind::Name { name, arguments }),
        (expressions::dotted(), prop::option::of(expressions::literal_arguments()))
            .prop_map(|(name, arguments)| SegmentKind::Name { name, arguments }),
    ]
}

fn path() -> impl Strategy<Value = ResourcePath> {
    let last = prop_oneof![
        Just(None),
        Just(Some(SegmentKind::Count)),
        Just(Some(SegmentKind::Value)),
        Just(Some(SegmentKind::Ref)),
        Just(Some(SegmentKind::Query)),
    ];
    (expressions::name(), prop::collection::vec(segment(), 0..4), last).prop_map(|(first, middle, last)| {
        let first = SegmentKind::Name { name: first, arguments: None };
        let kinds = std::iter::once(first).chain(middle).chain(last);
        let plain = |kind| Segment { text: String::new(), kind, span: Span::default() };
        ResourcePath { segments: kinds.map(plain).collect() }
    })
}

/// Runs a property on a stack that holds proptest's deeply nested strategies, which in debug builds
/// need more than a test thread has.
fn check<S: Strategy + 'static>(strategy: fn() -> S, property: fn(S::Value) -> Result<(), TestCaseError>) {
    let run = move || {
        let mut runner = TestRunner::new(Config { source_file: Some(file!()), ..Config::default() });
        runner.run(&strategy(), property).map_err(|error| error.to_string())
    };
    let thread = std::thread::Builder::new().stack_size(64 << 20).spawn(run).expect("a thread");
    if let Err(error) = thread.join().expect("no panic") {
        panic!("{error}");
    }
}

fn parsed<T>(result: Result<T, ParseError>) -> Result<T, TestCaseError> {
    result.map_err(|error| TestCaseError::fail(format!("{error}\n{}", error.caret())))
}

#[test]
fn expressions_survive() {
    check(expressions::expr, |tree| {
        let text = print::expr(&tree);
        let mut again = parsed(parse_filter(&text))?;
        erase::expr(&mut again);
        prop_assert_eq!(&again, &tree, "{}", text);
        prop_assert_eq!(print::expr(&again), text);
        Ok(())
    });
}

#[test]
fn searches_survive() {
    check(options::search, |tree| {
        let text = print::search(&tree);
        prop_assert_eq!(&parsed(parse_search(&text))?, &tree, "{}", text);
        Ok(())
    });
}

#[test]
fn pipelines_survive() {
    check(apply::pipeline, |tree| {
        let text = print::apply(&tree);
        let mut again = parsed(parse_apply(&text))?;
        again.iter_mut().for_each(erase::transformation);
        prop_assert_eq!(&again, &tree, "{}", text);
        Ok(())
    });
}

#[test]
fn uris_survive() {
    let uris = || (path(), options::options()).prop_map(|(path, options)| ODataUri { path, options });
    check(uris, |tree| {
        let text = print::uri(&tree);
        let (path, query) = text.split_once('?').unwrap_or((&text, ""));
        let limits = Limits { max_length: 1 << 20, ..Limits::default() };
        let mut again = parsed(ODataUri::parse_with(path, query, &limits))?;
        erase::uri(&mut again);
        prop_assert_eq!(&again, &tree, "{}", text);
        Ok(())
    });
}

#[test]
fn any_text_is_safe() {
    check(
        || ("\\PC{0,40}", "\\PC{0,80}"),
        |(path, query)| {
            if let Ok(uri) = ODataUri::parse(&path, &query) {
                let text = print::uri(&uri);
                let (path, query) = text.split_once('?').unwrap_or((&text, ""));
                prop_assert_eq!(print::uri(&parsed(ODataUri::parse(path, query))?), text);
            }
            Ok(())
        },
    );
}

#[test]
fn nearly_filters_are_safe() {
    const NEARLY: &str = "[()a ,'$@/:=0-9\\[\\]{}\".-]{0,60}( (eq|or|in|not) [a'(5]{0,4}){0,5}";
    check(
        || NEARLY,
        |text| {
            if let Ok(tree) = parse_filter(&text) {
                let text = print::expr(&tree);
                prop_assert_eq!(print::expr(&parsed(parse_filter(&text))?), text);
            }
            Ok(())
        },
    );
}

/// What fuzzing found, each once.
#[test]
fn found_by_fuzzing() {
    for (path, query) in [
        ("Boats/Sea%20Star%20%28old", ""),
        ("Boats/%24old%28", ""),
        ("Boats", "$search=(NOT ) OR reef"),
        ("Boats", "$search=reef ;sail"),
        ("Boats", "$search=(reef AND O%3BR) AND sail"),
        ("Boats", "$search='\"re"),
        ("Boats", "$search='\"re'"),
        ("Boats", "$expand=Crew($search=(%27old))"),
        ("Boats", "$filter=-(1) has F.R'x' and -INFO"),
        ("Boats", "$filter=-(2026-01-01) lt X"),
    ] {
        let Ok(uri) = ODataUri::parse(path, query) else { continue };
        let text = print::uri(&uri);
        let (path, query) = text.split_once('?').unwrap_or((&text, ""));
        let again = ODataUri::parse(path, query).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(print::uri(&again), text);
    }
}
