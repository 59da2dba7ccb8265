//! Rules of the ABNF, each with texts that are instances of it and texts that stop being so at an
//! offset; and the trees of what has more to it than its text.

use odata_params::ast::{
    ExpandSuffix, ExprKind, GroupByItem, JsonItem, JsonNode, LambdaOp, Levels, PathRoot, PathSegmentKind,
    QueryOptionKind, SelectKind, TransformationKind, Traversal,
};
use odata_params::rules::check;
use odata_params::{parse_apply, parse_expand, parse_filter, parse_json, parse_select};

fn accepts(rule: &str, texts: &[&str]) {
    for text in texts {
        assert_eq!(check(rule, text), Some(Ok(())), "{rule}: {text}");
    }
}

fn refuses(rule: &str, texts: &[(&str, usize)]) {
    for (text, offset) in texts {
        assert_eq!(check(rule, text), Some(Err(*offset)), "{rule}: {text}");
    }
}

#[test]
fn literals() {
    accepts("guid", &["01234567-89ab-cdef-0123-456789ABCDEF"]);
    refuses("guid", &[("01234567-89ab-cdef-0123", 23), ("0123456z-", 7)]);
    accepts("date", &["2024-02-29", "-0044-03-15", "12026-01-01"]);
    refuses("date", &[("2024-13-01", 6), ("24-01-01", 2), ("2024-01-32", 9)]);
    accepts("dateTimeOffsetLiteral", &["2026-05-01T10:00Z", "2026-05-01T10:00:00.123%2B02:00"]);
    refuses("dateTimeOffsetLiteral", &[("2026-05-01", 10), ("2026-05-01T25:00Z", 12)]);
    accepts("timeOfDayLiteral", &["07%3A30", "23:59:60", "00:00:00.000000000001"]);
    accepts("durationLiteral", &["duration'P1D'", "'-PT0.5S'", "duration'P'"]);
    refuses("durationLiteral", &[("duration'P1Y'", 11)]);
    accepts("decimalLiteral", &["1", "-1.5", "%2B2e-7", "INF", "NaN"]);
    refuses("decimalLiteral", &[("1.", 2), (".5", 0), ("1e", 2), ("Inf", 0)]);
    accepts("int16Literal", &["-32768"]);
    refuses("int16Literal", &[("123456", 5)]);
    accepts("stringLiteral", &["''", "'it''s'", "%27a%27", "'a%20b'"]);
    refuses("stringLiteral", &[("'a", 2), ("'a'b'", 3), ("'a b'", 2)]);
    accepts("binaryLiteral", &["binary''", "binary'AAEC'", "binary'AA=='"]);
    refuses("binaryLiteral", &[("binary'A'", 8)]);
    accepts("enumLiteral", &["'Sloop'", "Fleet.Rig'Sloop,2'"]);
    accepts("booleanValue", &["true"]);
    refuses("booleanValue", &[("TRUE", 0)]);
}

#[test]
fn shapes() {
    accepts(
        "commonExpr",
        &[
            "geography'SRID=4326;Point(8.5 53.2)'",
            "geometry'SRID=0;LineString(0 0,1 1,2 2)'",
            "geometry'SRID=0;Polygon((0 0,1 0,1 1,0 0),(2 2,3 2,3 3,2 2))'",
            "geography'SRID=4326;MultiPoint((1 2),(3 4 5 6))'",
            "geography'SRID=4326;MultiPoint()'",
            "geography'SRID=4326;GeometryCollection(Point(1 2),LineString(1 2,3 4))'",
        ],
    );
    refuses(
        "geographyPoint",
        &[("geography'SRID=4326;Point(8.5)'", 29), ("geography'SRID=;Point(1 2)'", 15)],
    );
    refuses("geometryLineString", &[("geometry'SRID=0;LineString(0 0)'", 30)]);
}

#[test]
fn expressions() {
    accepts(
        "commonExpr",
        &[
            "Length gt 7 AND not (Sunk or Lost)",
            "case(Length lt 7:'small', true : 'large')",
            "Crew/any(c:c/Rank eq 1 and c/Papers/all(p:p/Valid))",
            "Crew/any()",
            "Crew/$count($filter=Rank eq 1;$search=sail) gt 2",
            "Crew/$filter(Rank eq 1)/$count",
            "cast(Length,Edm.Int32) eq 7",
            "isof($it,Fleet.Yacht)",
            "Fleet.Age(Of=$it,At=2026-01-01)",
            "Home/Fleet.Port/Depth",
            "$root/Ports('EMD')/Depth",
            "$it/Name eq $this/Name",
            "Name/@Core.Language eq 'de'",
            "@p1 add 2",
            "Rig has Fleet.Rig'Sloop'",
            "Rig in (1,2,3)",
            "Rig in ()",
            "[1,2] eq Marks",
            "{\"Name\":\"Star\",\"Marks\":[1,2]}",
            "Marks/aggregate(Value with sum) gt 4",
        ],
    );
    refuses(
        "commonExpr",
        &[
            ("", 0),
            ("Length gt", 9),
            ("(Length", 7),
            ("Length  7", 8),
            ("lenght(Name)", 6),
            ("length()", 7),
            ("Rig in (1,Name)", 10),
            ("Rig has 7", 8),
            ("case(Sunk)", 9),
            ("[1,", 3),
        ],
    );
}

#[test]
fn query_options() {
    accepts(
        "queryOptions",
        &[
            "$filter=Sunk&$top=3",
            "filter=Sunk&TOP=3",
            "@a=1&@b=[1,2]",
            "anything=goes&!x",
            "$select=Name,Home/Port,Fleet.*,*",
            "$orderby=Name desc,Length asc",
            "$format=application/json;odata.metadata=none",
            "$search=\"sea star\" AND NOT (sunk OR lost)",
            "$compute=Length mul 3 as Feet",
            "$index=-1",
            "$schemaversion=*",
            "$at=2026-01-01",
        ],
    );
    refuses(
        "queryOptions",
        &[
            ("$top=-1", 5),
            ("$fliter=Sunk", 0),
            ("$orderby=Name up", 14),
            ("$select=", 8),
            ("$levels=2", 0),
            ("$expand=Crew($format=json)", 13),
            ("$expand=Crew/$count($top=1)", 20),
            ("$expand=*($top=1)", 10),
            ("$format=json;odata.metadata=full", 32),
        ],
    );
}

#[test]
fn urls() {
    accepts(
        "odataRelativeUri",
        &[
            "Boats",
            "Boats(7)/Crew('x')/Name/$value",
            "Boats/7/Crew",
            "$metadata?$format=xml",
            "$metadata#Boats/$entity",
            "$batch",
            "$all/Fleet.Boat",
            "$entity?$id=Boats(7)",
            "$crossjoin(Boats,Ports)?$filter=Boats/Home%20eq%20Ports/ID",
            "Boats/$filter(@p)/$each?@p=Sunk",
        ],
    );
    refuses(
        "odataRelativeUri",
        &[
            ("Boats(7)/$count", 9),
            ("$entity", 7),
            ("Boats('a/b')", 8),
            ("$batch?$top=1", 7),
            ("Boats(1,2)", 7),
        ],
    );
    accepts("odataUri", &["https://sail.example:8443/v1/Boats?$top=1", "http://[::1]/v1/"]);
    refuses("odataUri", &[("ftp://x/", 0), ("http:/x", 4), ("http://x", 8)]);
    assert_eq!(check("noSuchRule", "x"), None);
}

#[test]
fn pipelines() {
    let text = "filter(Built gt 1990)/groupby((Home/Port,rollup(Year,Month)),\
                aggregate(Length with sum as Total,$count as N,Forecast))/topcount(10,Total)";
    let found = parse_apply(text).unwrap_or_else(|error| panic!("{}", error.caret()));
    let [_, groupby, _] = &found[..] else { panic!("{found:?}") };
    let TransformationKind::GroupBy { items, then } = &groupby.kind else { panic!("{groupby:?}") };
    assert!(matches!(items[..], [GroupByItem::Path(_), GroupByItem::Rollup(_)]));
    let TransformationKind::Aggregate(items) = &then[0].kind else { panic!("{then:?}") };
    assert_eq!(items[0].method.as_deref(), Some("sum"));
    assert_eq!(items[2].alias, None);

    let found = parse_apply("traverse($root/Units,Tree,ID,postorder,filter(Open),Name desc)").unwrap();
    let TransformationKind::Traverse { order, start, order_by, .. } = &found[0].kind else { panic!() };
    assert_eq!((*order, start.len(), order_by.len()), (Traversal::Postorder, 1, 1));

    refuses(
        "queryOptions",
        &[
            ("$apply=aggregate(Length)/top(x)", 29),
            ("$apply=aggregate($count with sum as N)", 24),
            ("$apply=concat(identity)", 22),
            ("$apply=groupby((Home/Fleet.Port))", 31),
            ("$apply=sort(Name)", 11),
        ],
    );
}

#[test]
fn select_and_expand() {
    let items = parse_select("*,Fleet.*,Home/Fleet.Port/Depth,Tags($top=3;$orderby=$it)").unwrap();
    assert_eq!(
        (&items[0].kind, &items[1].kind),
        (&SelectKind::All, &SelectKind::AllOperations("Fleet".into()))
    );
    assert_eq!(items[3].options.len(), 2);

    let text = "Crew($levels=max;$select=Name;$expand=Papers/$count($filter=Valid)),Home/$ref,*($levels=2)";
    let items = parse_expand(text).unwrap_or_else(|error| panic!("{}", error.caret()));
    assert_eq!(items[0].options[0].kind, QueryOptionKind::Levels(Levels::Max));
    let QueryOptionKind::Expand(inner) = &items[0].options[2].kind else { panic!() };
    assert_eq!(inner[0].suffix, ExpandSuffix::Count);
    assert_eq!((items[1].suffix, &items[2].path), (ExpandSuffix::Ref, &None));
    let span = inner[0].span;
    assert_eq!(&text[span.start..span.end], "Papers/$count($filter=Valid)");
}

#[test]
fn lambdas_paths_and_json() {
    let ExprKind::Path(path) = parse_filter("$it/Crew/all(c:c/Rank lt 3)").unwrap().kind else { panic!() };
    assert_eq!(path.root, PathRoot::It);
    let PathSegmentKind::Lambda { operator, variable, .. } = &path.segments[1].kind else { panic!() };
    assert_eq!((*operator, variable.as_deref()), (LambdaOp::All, Some("c")));

    let JsonNode::Object(members) = parse_json(r#"{"a":"\u00e4\n\ud83d\ude00", "b": [1] }"#).unwrap() else {
        panic!()
    };
    assert_eq!(members[0], ("a".into(), JsonItem::String("ä\n😀".into())));
    assert!(matches!(&members[1].1, JsonItem::Expr(expr) if expr.kind == ExprKind::Json("[1]".into())));
}
