use proptest::prelude::*;

use super::*;

fn text(value: &Geo) -> String {
    let mut out = Vec::new();
    write(&mut out, value);
    String::from_utf8(out).unwrap()
}

fn json(value: &Geo) -> String {
    let mut out = Vec::new();
    geojson(&mut out, value);
    String::from_utf8(out).unwrap()
}

fn any_of(family: Family, srid: u32) -> Spatial {
    Spatial { family, kind: None, srid }
}

/// As stored, as OData writes it, as JSON.
#[test]
fn shapes_in_all_their_forms() {
    for (stored, written, expected) in [
        ("POINT(4.5 51.9)", "Point(4.5 51.9)", r#"{"type":"Point","coordinates":[4.5,51.9]}"#),
        ("point z (-1 2e1 .5)", "Point(-1.0 20.0 0.5)", r#"{"type":"Point","coordinates":[-1.0,20.0,0.5]}"#),
        ("POINTZ(0 0 1)", "Point(0.0 0.0 1.0)", r#"{"type":"Point","coordinates":[0.0,0.0,1.0]}"#),
        (
            " LineString ( 1 2 , 3 4 ) ",
            "LineString(1.0 2.0,3.0 4.0)",
            r#"{"type":"LineString","coordinates":[[1.0,2.0],[3.0,4.0]]}"#,
        ),
        (
            "POLYGON((0 0,4 0,4 4,0 0),(1 1,2 1,2 2,1 1))",
            "Polygon((0.0 0.0,4.0 0.0,4.0 4.0,0.0 0.0),(1.0 1.0,2.0 1.0,2.0 2.0,1.0 1.0))",
            r#"{"type":"Polygon","coordinates":[[[0.0,0.0],[4.0,0.0],[4.0,4.0],[0.0,0.0]],[[1.0,1.0],[2.0,1.0],[2.0,2.0],[1.0,1.0]]]}"#,
        ),
        (
            "MULTIPOINT((1 2),(3 4))",
            "MultiPoint((1.0 2.0),(3.0 4.0))",
            r#"{"type":"MultiPoint","coordinates":[[1.0,2.0],[3.0,4.0]]}"#,
        ),
        ("MULTIPOINT(1 2)", "MultiPoint((1.0 2.0))", r#"{"type":"MultiPoint","coordinates":[[1.0,2.0]]}"#),
        ("MULTIPOINT EMPTY", "MultiPoint()", r#"{"type":"MultiPoint","coordinates":[]}"#),
        (
            "MULTILINESTRING((1 2,3 4))",
            "MultiLineString((1.0 2.0,3.0 4.0))",
            r#"{"type":"MultiLineString","coordinates":[[[1.0,2.0],[3.0,4.0]]]}"#,
        ),
        (
            "MULTIPOLYGON(((0 0,4 0,4 4,0 0)))",
            "MultiPolygon(((0.0 0.0,4.0 0.0,4.0 4.0,0.0 0.0)))",
            r#"{"type":"MultiPolygon","coordinates":[[[[0.0,0.0],[4.0,0.0],[4.0,4.0],[0.0,0.0]]]]}"#,
        ),
        (
            "GEOMETRYCOLLECTION(POINT(1 2),GEOMETRYCOLLECTION EMPTY)",
            "GeometryCollection(Point(1.0 2.0),GeometryCollection())",
            r#"{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1.0,2.0]},{"type":"GeometryCollection","geometries":[]}]}"#,
        ),
    ] {
        let value = any_of(Family::Geography, 4326).of_text(stored).unwrap();
        assert_eq!(text(&value), format!("SRID=4326;{written}"), "{stored}");
        assert_eq!(json(&value), expected, "{stored}");
    }
}

/// JSON Format, section 7.1: named, with EPSG's identifier.
#[test]
fn another_reference_system_is_told() {
    let value = any_of(Family::Geometry, 28992).of_text("SRID=28992; POINT(92000 437000)").unwrap();
    let crs = r#""crs":{"type":"name","properties":{"name":"EPSG:28992"}}"#;
    assert_eq!(json(&value), format!(r#"{{"type":"Point","coordinates":[92000.0,437000.0],{crs}}}"#));
    assert_eq!(text(&value), "SRID=28992;Point(92000.0 437000.0)");
    let nested = any_of(Family::Geometry, 7).of_text("GEOMETRYCOLLECTION(POINT(1 2))").unwrap();
    assert_eq!(json(&nested).matches("crs").count(), 1);
}

#[test]
fn what_is_no_shape_is_named() {
    let deep =
        |depth: usize| format!("{}POINT(1 1){}", "GEOMETRYCOLLECTION(".repeat(depth), ")".repeat(depth));
    let long = format!("LINESTRING(1 1{})", ",1 1".repeat(MAX_POSITIONS));
    assert!(read(&deep(MAX_NESTING)).is_ok());
    for (written, fault) in [
        ("", Fault::Text),
        ("4.5 51.9", Fault::Text),
        ("POINT", Fault::Text),
        ("POINT(1 2", Fault::Text),
        ("POINT(1 2))", Fault::Text),
        ("POINT(1)", Fault::Text),
        ("POINT(1 2,3 4)", Fault::Text),
        ("POINT(0x1 2)", Fault::Text),
        ("POINT(a b)", Fault::Text),
        ("SRID=4326,POINT(1 2)", Fault::Kind),
        ("SRID=;POINT(1 2)", Fault::Text),
        ("SRID=-1;POINT(1 2)", Fault::Text),
        ("SRID=100000;POINT(1 2)", Fault::Text),
        ("CIRCULARSTRING(0 0,1 1,2 0)", Fault::Kind),
        ("POINTY(1 2)", Fault::Kind),
        ("TIN EMPTY", Fault::Kind),
        ("POINT(NaN NaN)", Fault::Number),
        ("POINT(INF 0)", Fault::Number),
        ("POINT(1e999 0)", Fault::Number),
        ("POINT M (1 2 3)", Fault::Measure),
        ("POINT ZM (1 2 3 4)", Fault::Measure),
        ("POINT(1 2 3 4)", Fault::Measure),
        ("POINT EMPTY", Fault::Empty),
        ("LINESTRING EMPTY", Fault::Empty),
        ("POLYGON()", Fault::Empty),
        ("MULTILINESTRING(EMPTY)", Fault::Empty),
        ("LINESTRING(1 2)", Fault::Line),
        ("POLYGON((0 0,1 0,1 1))", Fault::Ring),
        ("POLYGON((0 0,1 0,0 0))", Fault::Ring),
        ("POLYGON((0 0,1 0,1 1,0 0.1))", Fault::Ring),
        ("POLYGON((0 0 1,1 0 1,1 1 1,0 0 2))", Fault::Ring),
        ("POLYGON(EMPTY)", Fault::Ring),
        (&long, Fault::Positions),
        (&deep(MAX_NESTING + 1), Fault::Nesting),
        (&deep(50_000), Fault::Nesting),
    ] {
        let start: String = written.chars().take(60).collect();
        assert_eq!(read(written), Err(fault), "{start}");
    }
}

#[test]
fn a_value_is_of_its_type() {
    let point = Spatial::ALL[1];
    assert_eq!(point.name(), "Edm.GeographyPoint");
    for (written, expected) in [
        ("LINESTRING(1 2,3 4)", Mismatch::Kind(ShapeKind::LineString)),
        ("SRID=25831;POINT(1 2)", Mismatch::Fault(Fault::Srid { found: 25831, wanted: 4326 })),
        ("POINT(51.9 104.5)", Mismatch::Fault(Fault::Globe)),
        ("POINT(-180.1 0)", Mismatch::Fault(Fault::Globe)),
    ] {
        assert_eq!(point.of_text(written), Err(expected), "{written}");
    }
    assert!(point.of_text("POINT(-180 90)").is_ok());
    assert!(any_of(Family::Geometry, 0).of_text("POINT(1e300 -1e300)").is_ok());
    let names: std::collections::HashSet<_> = Spatial::ALL.iter().map(|ty| ty.name()).collect();
    assert_eq!(names.len(), 16);
    for ty in Spatial::ALL {
        assert_eq!(ty.srid, ty.family.default_srid());
        assert_eq!(ty.name().contains("Geography"), ty.family == Family::Geography);
    }
}

/// As PostGIS and MariaDB send them.
#[test]
fn bytes_of_databases() {
    let bytes = |hex: &str| -> Vec<u8> {
        let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
        digits
            .chunks(2)
            .map(|two| u8::from_str_radix(std::str::from_utf8(two).unwrap(), 16).unwrap())
            .collect()
    };
    let one_two = "000000000000F03F 0000000000000040";
    let shown = |read: Result<(Option<u32>, Shape), Fault>| {
        read.map(|(srid, shape)| {
            (
                srid,
                text(&Geo { family: Family::Geometry, srid: 0, shape })
                    .trim_start_matches("SRID=0;")
                    .to_owned(),
            )
        })
    };
    for (hex, srid, expected) in [
        (format!("01 01000000 {one_two}"), None, "Point(1.0 2.0)"),
        (format!("01 01000020 E6100000 {one_two}"), Some(4326), "Point(1.0 2.0)"),
        (format!("01 01000080 {one_two} 000000000000F03F"), None, "Point(1.0 2.0 1.0)"),
        (format!("01 E9030000 {one_two} 000000000000F03F"), None, "Point(1.0 2.0 1.0)"),
        ("00 00000001 3FF0000000000000 4000000000000000".to_owned(), None, "Point(1.0 2.0)"),
        (
            format!(
                "01 04000000 02000000 01 01000000 {one_two} 00 00000001 3FF0000000000000 4000000000000000"
            ),
            None,
            "MultiPoint((1.0 2.0),(1.0 2.0))",
        ),
        (
            format!("01 07000020 E6100000 01000000 01 01000000 {one_two}"),
            Some(4326),
            "GeometryCollection(Point(1.0 2.0))",
        ),
        ("01 06000000 00000000".to_owned(), None, "MultiPolygon()"),
    ] {
        assert_eq!(shown(ewkb(&bytes(&hex))), Ok((srid, expected.to_owned())), "{hex}");
    }
    let stored = format!("E6100000 01 01000000 {one_two}");
    assert_eq!(shown(prefixed(&bytes(&stored))), Ok((Some(4326), "Point(1.0 2.0)".to_owned())));
    let nan = "000000000000F87F";
    for (hex, fault) in [
        (String::new(), Fault::Binary),
        ("02 01000000".to_owned(), Fault::Binary),
        (format!("01 01000000 {one_two} 00"), Fault::Binary),
        (format!("01 01000000 {nan} {nan}"), Fault::Empty),
        (format!("01 01000000 {nan} 0000000000000040"), Fault::Number),
        (format!("01 01000040 {one_two} 000000000000F03F"), Fault::Measure),
        (format!("01 D1070000 {one_two} 000000000000F03F"), Fault::Measure),
        ("01 08000000 00000000".to_owned(), Fault::Kind),
        ("01 00000000".to_owned(), Fault::Kind),
        ("01 02000000 FFFFFFFF".to_owned(), Fault::Positions),
        ("01 02000000 00000100".to_owned(), Fault::Binary),
        ("01 02000000 00000000".to_owned(), Fault::Empty),
        ("01 07000000 01000000".repeat(20), Fault::Nesting),
        ("01 04000000 01000000 01 02000000 00000000".to_owned(), Fault::Binary),
    ] {
        assert_eq!(ewkb(&bytes(&hex)), Err(fault), "{hex}");
    }
    assert_eq!(prefixed(b"\x01\x02"), Err(Fault::Binary));
}

fn position() -> impl Strategy<Value = Position> {
    let number = prop_oneof![-180.0..180.0, any::<f64>().prop_filter("finite", |value| value.is_finite())];
    (number.clone(), number.clone(), prop::option::of(number)).prop_map(|(x, y, z)| Position { x, y, z })
}

fn ring() -> impl Strategy<Value = Vec<Position>> {
    prop::collection::vec(position(), 3..6).prop_map(|mut ring| {
        ring.push(ring[0]);
        ring
    })
}

fn shape() -> impl Strategy<Value = Shape> {
    let line = || prop::collection::vec(position(), 2..5);
    let polygon = || prop::collection::vec(ring(), 1..3);
    let simple = prop_oneof![
        position().prop_map(Shape::Point),
        line().prop_map(Shape::LineString),
        polygon().prop_map(Shape::Polygon),
        prop::collection::vec(position(), 0..4).prop_map(Shape::MultiPoint),
        prop::collection::vec(line(), 0..3).prop_map(Shape::MultiLineString),
        prop::collection::vec(polygon(), 0..3).prop_map(Shape::MultiPolygon),
    ];
    simple.prop_recursive(3, 12, 4, |inner| prop::collection::vec(inner, 0..4).prop_map(Shape::Collection))
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(shape in shape(), srid in 0..=MAX_SRID) {
        let value = Geo { family: Family::Geometry, srid, shape };
        prop_assert_eq!(any_of(Family::Geometry, srid).of_text(&text(&value)), Ok(value.clone()));
        let document: serde_json::Value = serde_json::from_str(&json(&value)).unwrap();
        prop_assert_eq!(&document["type"], value.shape.kind().word());
    }

    #[test]
    fn no_text_and_no_bytes_do_harm(text in "(SRID=[0-9]{1,6};)?(point|Polygon|multi|GEOMETRYCOLLECTION| |Z|EMPTY|[(),0-9. eE-]){0,12}", bytes: Vec<u8>) {
        let _ = read(&text);
        let _ = ewkb(&bytes);
        let _ = prefixed(&bytes);
    }
}
