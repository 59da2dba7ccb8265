//! Whole request URLs as Salesforce and other clients send them.
#![expect(clippy::panic, clippy::expect_used, reason = "tests")]

use odata_params::ast::{BinaryOp, ExprKind, LiteralKind, QueryOptionKind, SearchExpr, SegmentKind};
use odata_params::{Limits, ODataUri, Part, parse_filter, parse_search};

fn options(query: &str) -> Vec<QueryOptionKind> {
    let uri = ODataUri::parse("Boats", query).unwrap_or_else(|error| panic!("{error}\n{}", error.caret()));
    uri.options.into_iter().map(|option| option.kind).collect()
}

fn refused(query: &str) -> String {
    ODataUri::parse("Boats", query).expect_err(query).to_string()
}

#[test]
fn list_view() {
    let found = options("$select=Name,Length&$count=true&$top=26&$orderby=Name asc,Length desc");
    assert!(matches!(
        found[..],
        [
            QueryOptionKind::Select(_),
            QueryOptionKind::Count(true),
            QueryOptionKind::Top(26),
            QueryOptionKind::OrderBy(_)
        ]
    ));
}

#[test]
fn every_spelling_of_a_blank() {
    let plain = parse_filter("Length gt 7").unwrap();
    for query in [
        "$filter=Length gt 7",
        "$filter=Length+gt+7",
        "%24filter=%20Length%20gt%207%20",
        "$filter=+Length+gt+7+",
    ] {
        let [QueryOptionKind::Filter(found)] = &options(query)[..] else { panic!("{query}") };
        assert_eq!(odata_params::print::expr(found), odata_params::print::expr(&plain), "{query}");
    }
}

#[test]
fn stray_separators_and_letter_case() {
    assert_eq!(options("&$Top=3&&skip=4&").len(), 2);
    assert!(matches!(
        options("doSearch=x&$FILTER=Sunk")[..],
        [QueryOptionKind::Custom { .. }, QueryOptionKind::Filter(_)]
    ));
    assert!(matches!(options("$orderby= Name  asc ,  Length  desc ")[..], [QueryOptionKind::OrderBy(_)]));
}

/// Legal by the standard's text, though not by the ABNF with its alternatives in order.
#[test]
fn requests_have_the_standards_meaning() {
    for query in [
        "$select=Home/Port,Tags($top=3),Sail(Wind)",
        "$expand=Home/Port/Ships,Crew/Fleet.Captain($select=Name)",
        "$filter=Rig eq Fleet.Rig'Sloop,Cutter' and Rig has Fleet.Rig'Sloop'",
        "$filter=Fleet.Age(At=2026-01-01) gt 3 and contains(Home/Port,'x')",
        "$filter=Crew/any(c:c/Rank eq 1) or nullable eq cast(Built,Edm.DateTimeOffset)",
        "$filter=Crew/$count($filter=Rank eq 1) gt 2&$orderby=Home/Port desc",
        "$apply=groupby((rollup(Home/Port/City,Home/Pier)),aggregate(Crew/Age with Fleet.Median as M))",
        "$compute=@Core.Messages as Messages&@a=[1] eq Marks",
    ] {
        options(query);
    }
    for path in ["Boats(7)/Fleet.Age(At=@a)", "Newest()/Crew", "Boats/$filter(Age gt 3)/$count"] {
        ODataUri::parse(path, "").unwrap_or_else(|error| panic!("{error}\n{}", error.caret()));
    }
}

#[test]
fn options_are_refused_by_name() {
    assert_eq!(
        refused("$top=1&$foo=2"),
        "query: expected a system query option of OData at position 7, found '$foo'"
    );
    assert_eq!(
        refused("$skip=1&skip=2"),
        "query: expected each system query option only once at position 8, found 'skip'"
    );
    assert_eq!(refused("$top=-1"), "$top: expected a whole number, 0 or more at position 0, found '-1'");
    assert_eq!(refused("$count=yes"), "$count: expected true or false at position 0, found 'yes'");
    assert_eq!(
        refused("$filter=Name eqq 'x'"),
        "$filter: expected an operator or the end at position 5, found 'eqq'"
    );
    assert_eq!(refused("$filter=Name eq ,"), "$filter: expected an operand at position 8, found ','");
    assert_eq!(
        refused("$filter=100%"),
        "$filter: expected two hexadecimal digits after '%' at position 3, found '%'"
    );
}

#[test]
fn error_names_its_part() {
    let error = ODataUri::parse("Boats(", "").unwrap_err();
    assert_eq!(error.part, Part::Path);
    let error = ODataUri::parse("Boats", "$filter=Name eq 'x").unwrap_err();
    assert_eq!((error.part.clone(), error.offset), (Part::Option("$filter".into()), 10));
    assert_eq!(error.caret(), "Name eq 'x\n          ^\nexpected a quote");
}

#[test]
fn a_caret_stands_below_its_place_in_any_text() {
    let long = format!("{} or Näme eqq 'x' or {}", "a or ".repeat(200), "b or ".repeat(200));
    for text in [long.as_str(), "Näme eqq 'x'", "Näme\teq\n)", "Name eq", "(", ""] {
        let error = parse_filter(text).unwrap_err();
        let caret = error.caret();
        let lines: Vec<_> = caret.lines().collect();
        let [shown, pointer, expected] = lines[..] else { panic!("{caret}") };
        assert!(shown.chars().count() <= 102, "{shown}");
        let column = pointer.chars().count() - 1;
        let found = text[error.offset..].chars().next().map(|c| if c.is_control() { ' ' } else { c });
        assert_eq!(shown.chars().nth(column), found, "{caret}");
        assert_eq!(expected, format!("expected {}", error.expected));
    }
    let error = parse_filter(&format!("{}é", "x".repeat(500))).unwrap_err();
    assert!(error.caret().starts_with('…'), "{error}");
}

#[test]
fn literals_keep_their_lexemes() {
    let cases = [
        ("null", LiteralKind::Null, "null"),
        ("TRUE", LiteralKind::Boolean, "TRUE"),
        ("-7", LiteralKind::Integer, "-7"),
        ("1.50", LiteralKind::Decimal, "1.50"),
        ("2.5M", LiteralKind::Decimal, "2.5"),
        ("1L", LiteralKind::Integer, "1"),
        ("500D", LiteralKind::Integer, "500"),
        ("1e3", LiteralKind::Double, "1e3"),
        ("-INF", LiteralKind::Double, "-INF"),
        ("'it''s'", LiteralKind::String, "it's"),
        ("0a1b2c3d-0000-4000-8000-00000000000f", LiteralKind::Guid, "0a1b2c3d-0000-4000-8000-00000000000f"),
        ("2026-02-28", LiteralKind::Date, "2026-02-28"),
        ("2026-02-28T21:53:00Z", LiteralKind::DateTimeOffset, "2026-02-28T21:53:00Z"),
        ("2026-02-28T21:53:00 02:00", LiteralKind::DateTimeOffset, "2026-02-28T21:53:00+02:00"),
        ("07:30", LiteralKind::TimeOfDay, "07:30"),
        ("duration'P1DT2H'", LiteralKind::Duration, "P1DT2H"),
        ("binary'AAEC'", LiteralKind::Binary, "AAEC"),
        ("Fleet.Rig'Sloop,Cutter'", LiteralKind::Enum("Fleet.Rig".into()), "Sloop,Cutter"),
        ("geography'SRID=4326;Point(8.5 53.2)'", LiteralKind::Geography, "SRID=4326;Point(8.5 53.2)"),
    ];
    for (text, kind, lexeme) in cases {
        let ExprKind::Binary(BinaryOp::Eq, _, right) = parse_filter(&format!("X eq {text}")).unwrap().kind
        else {
            panic!("{text}")
        };
        let ExprKind::Literal(literal) = right.kind else { panic!("{text}") };
        assert_eq!((literal.kind, literal.text.as_str()), (kind, lexeme), "{text}");
    }
}

#[test]
fn precedence_is_the_standards() {
    let shape = |text: &str| {
        let tree = parse_filter(text).unwrap_or_else(|error| panic!("{}", error.caret()));
        odata_params::print::fully_parenthesised(&tree)
    };
    assert_eq!(shape("a or b and c"), "(a or (b and c))");
    assert_eq!(shape("not a eq b"), "((not a) eq b)");
    assert_eq!(shape("not a in (1,2)"), "(not (a in (1,2)))");
    assert_eq!(shape("a add b mul c eq d sub e sub f"), "((a add (b mul c)) eq ((d sub e) sub f))");
    assert_eq!(shape("-a mul b lt c eq d"), "((((-a) mul b) lt c) eq d)");
    assert_eq!(shape("a or b or c"), "((a or b) or c)");
    assert_eq!(shape("a has N.E'x' and b"), "((a has N.E'x') and b)");
}

#[test]
fn free_text_search() {
    for text in [
        "MyBoat OR Jane Doe",
        "Nord & Sons-Ltd",
        "100% sail",
        "Straße 5",
        "O'Neil",
        "a;b",
        "AND",
        "x NOT",
        "-5",
        "C++",
        "#1",
        "Hull: 7/8",
    ] {
        parse_search(text).unwrap_or_else(|error| panic!("{text}: {}", error.caret()));
    }
    assert_eq!(
        parse_search("red blue OR NOT green").unwrap(),
        SearchExpr::Or(
            Box::new(SearchExpr::And(
                Box::new(SearchExpr::Word("red".into())),
                Box::new(SearchExpr::Word("blue".into()))
            )),
            Box::new(SearchExpr::Not(Box::new(SearchExpr::Word("green".into()))))
        )
    );
}

#[test]
fn paths() {
    let kinds = |path: &str| {
        let uri = ODataUri::parse(path, "").unwrap_or_else(|error| panic!("{path}\n{}", error.caret()));
        uri.path.segments.into_iter().map(|segment| segment.kind).collect::<Vec<_>>()
    };
    assert_eq!(kinds(""), []);
    assert_eq!(kinds("/"), []);
    assert_eq!(kinds("$metadata"), [SegmentKind::Metadata]);
    assert_eq!(kinds("/Boats//$count/").len(), 2);
    assert_eq!(kinds("Boats/a%2Fb")[1], SegmentKind::Text);
    assert_eq!(kinds("Boats/12")[1], SegmentKind::Text);
    assert_eq!(kinds("Boats/Sea%20Star%20%28old%29")[1], SegmentKind::Text);
    assert_eq!(kinds("Boats/%24each")[1], SegmentKind::Each);
    assert_eq!(
        kinds("$crossjoin(Boats,Crew)"),
        [SegmentKind::CrossJoin(vec!["Boats".into(), "Crew".into()])]
    );
    assert!(
        matches!(&kinds("Boats(7)/Fleet.Refit(By=@p)/Name/$value")[1], SegmentKind::Name { name, .. } if name == "Fleet.Refit")
    );
    assert!(matches!(kinds("Boats/$filter(Sunk)/$each")[1], SegmentKind::Filter(_)));
    for wrong in ["$metadata/x", "Boats/$count/x", "$foo", "Boats(1,2)", "Boats(7)/'x'", "Boats/$ref/Name"] {
        assert!(ODataUri::parse(wrong, "").is_err(), "{wrong}");
    }
}

#[test]
fn spans_point_into_the_decoded_text() {
    let uri = ODataUri::parse("Boats/Sea%20Star", "$filter=a%20eq%20b%27").unwrap_err();
    assert_eq!(uri.text, "a eq b'");
    let uri = ODataUri::parse("Boats/Sea%20Star", "").unwrap();
    assert_eq!((uri.path.segments[1].span.start, uri.path.segments[1].span.end), (6, 14));
}

#[test]
fn bounds_hold() {
    let deep = "(".repeat(2_000);
    assert!(refused(&format!("$filter={deep}")).contains("at most 100 levels"));
    let sums = format!("$filter=1{} eq 1", " add 1".repeat(500));
    assert!(refused(&sums).contains("at most 100 levels"));
    let nots = format!("$filter={}a", "not ".repeat(500));
    assert!(refused(&nots).contains("at most 100 levels"));
    let long = format!("$filter={}", "x".repeat(70_000));
    assert!(ODataUri::parse("Boats", &long).is_err());
    let wide = vec!["Id eq 'x'"; 5_000].join(" or ");
    let limits = Limits { max_length: 1 << 20, ..Limits::default() };
    let uri = ODataUri::parse_with("Boats", &format!("$filter={wide}"), &limits).unwrap();
    drop(uri);
}

#[test]
fn an_error_is_one_short_line_whatever_the_client_sends() {
    for query in ["@a%0A%09b=)", "$filter=%0A", "$f%0Aoo=1", "$top=%0B"] {
        let error = ODataUri::parse("", query).unwrap_err().to_string();
        assert!(!error.contains(char::is_control), "{error:?}");
    }
    let long = format!("@{}=)", "a".repeat(5_000));
    assert!(ODataUri::parse("", &long).unwrap_err().to_string().len() < 200);
}
