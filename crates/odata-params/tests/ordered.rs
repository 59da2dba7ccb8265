//! The grammar with the first of several alternatives taken for good: texts that are accepted like
//! that, and texts that are not though they are in the language.

use odata_params::rules::{check, check_ordered};

fn accepts(rule: &str, texts: &[&str]) {
    for text in texts {
        assert_eq!(check_ordered(rule, text), Some(Ok(())), "{rule}: {text}");
    }
}

/// Texts that only the order of alternatives refuses, at an offset.
fn refuses(rule: &str, texts: &[(&str, usize)]) {
    for (text, offset) in texts {
        assert_eq!(check(rule, text), Some(Ok(())), "{rule}: {text}");
        assert_eq!(check_ordered(rule, text), Some(Err(*offset)), "{rule}: {text}");
    }
}

#[test]
fn a_namespace_takes_the_name_it_qualifies() {
    accepts(
        "commonExpr",
        &["Age(Of=$it)", "cast(Length,Edm.Int32)", "geo.length(Course)", "Home/Fleet.Port"],
    );
    refuses(
        "commonExpr",
        &[
            ("Fleet.Age(Of=$it)", 9),
            ("isof($it,Fleet.Yacht)", 14),
            ("@Core.Messages/Code eq 1", 14),
            ("Rig has Fleet.Rig'Sloop'", 17),
            // `Date` is tried before `DateTimeOffset`.
            ("cast(Built,Edm.DateTimeOffset)", 19),
        ],
    );
    refuses("enumLiteral", &[("Fleet.Rig'Sloop'", 9)]);
    refuses("queryOptions", &[("$apply=Fleet.Rank(By=Length)", 17)]);
    accepts("select", &["$select=Name,Fleet.*"]);
}

#[test]
fn keys_take_all_that_follows_a_slash() {
    accepts(
        "commonExpr",
        &["Crew/any()", "Crew/all(c:true)", "Home/Port eq 'EMD'", "Home('x')/Port/Depth", "Crew/$count gt 1"],
    );
    refuses(
        "commonExpr",
        &[
            ("Crew/any(c:c/Rank eq 1)", 22),
            ("contains(Home/Port,'x')", 23),
            ("Crew/$count($filter=Rank eq 1) gt 2", 29),
            ("(Home/Port)", 11),
            ("[Home/Port,\"x\"]", 11),
        ],
    );
    refuses("queryOptions", &[("$filter=Crew/aggregate(Age with sum) gt 5", 27)]);
    // What a key takes is gone for the next option, and for the end of a list.
    accepts("queryOptions", &["$orderby=Home/Port&$nonsense", "$filter=Crew/any(c:c&$top=x)"]);
    accepts("resourcePath", &["Boats/7/Crew('x')/$anything", "Boats(7)/Crew/$ref"]);
    refuses("resourcePath", &[("Boats/$filter(Age gt 3)", 17)]);
}

#[test]
fn a_name_is_what_the_first_rule_says() {
    accepts(
        "resourcePath",
        &["Boats(7)/Name", "Boats(Pier=1,Berth=2)/Crew(3)/$value", "$all/Boat", "$crossjoin(A,B)"],
    );
    refuses("resourcePath", &[("Newest()", 7), ("Boats(7)/Sail()", 14)]);
    accepts("select", &["$select=*,Name,@Draft"]);
    refuses("select", &[("$select=Home/Port", 12), ("$select=Tags($top=3)", 12), ("$select=Sail(Wind)", 12)]);
    accepts("expand", &["$expand=Crew/Sailor($top=1),Home/$ref,*/$ref,$value,*($levels=2)"]);
    refuses("expand", &[("$expand=Home/Port/Ships", 18), ("$expand=Home/*", 13)]);
    accepts("context", &["#Boats", "#Boats(Name,*,Fleet.*,@Crew+(Name))", "#Collection($ref)", "#$ref"]);
    refuses("context", &[("#Boats/$entity", 6), ("#Boats(7)/Name", 7), ("#Fleet.Boat", 6)]);
    accepts("queryOptions", &["$apply=groupby((Port,Home/Port,a/b/c/d),aggregate($count as N))"]);
    refuses(
        "queryOptions",
        &[("$apply=groupby((Home/Port/City))", 30), ("$apply=groupby((rollup(A,B)))", 22)],
    );
    accepts("queryOptions", &["$apply=aggregate(Crew/$count as N,Age with max as M,Forecast)"]);
    refuses("queryOptions", &[("$apply=aggregate(Crew/Forecast)", 31)]);
}

#[test]
fn literals_come_before_names() {
    accepts("commonExpr", &["nul", "Infinite", "true eq false"]);
    refuses("commonExpr", &[("nullable", 4), ("Truest eq 1", 4), ("INFinite", 3), ("not falsehood", 9)]);
    refuses("primitiveValue", &[("4.5", 1), ("SRID=0;Point(1 2)", 4)]);
    // An array as a parameter's value has no operators after it.
    refuses("queryOptions", &[("@a=[1] eq Marks", 6)]);
    accepts("queryOptions", &["$filter=[1] eq Marks", "id=7", "find-it=1%2B1", "length()=7"]);
    refuses("queryOptions", &[("find=O%27Neil", 6)]);
}

#[test]
fn both_refuse_at_one_place() {
    for (rule, text) in
        [("filter", "$filter=Length gt"), ("queryOptions", "$fliter=a"), ("date", "2026-13-01")]
    {
        assert_eq!(check_ordered(rule, text), check(rule, text), "{rule}: {text}");
        assert!(matches!(check(rule, text), Some(Err(_))), "{rule}: {text}");
    }
}

/// Alternatives are tried one after the other, but none at length more than once: were it otherwise,
/// this would not end.
#[test]
fn adversarial_texts_end() {
    let shapes = [
        ("F(a=", "1", ")"),
        ("length(a=", "1", ")"),
        ("length(", "b", ")"),
        ("(", "a", ")"),
        ("a in (", "b", ")"),
        ("@a/any(x:", "x", ")"),
        ("@a/$filter(", "x", ")"),
        ("$these/aggregate(", "x with sum", ")"),
        ("@a/", "x", ""),
        ("A(1)/", "x", ""),
        ("cast(", "x", ",Edm.Date)"),
        ("[{\"a\":", "1", "}]"),
    ];
    for (open, middle, close) in shapes {
        for depth in [40, 99, 5_000] {
            for broken in ["", "'"] {
                let text = format!("{}{middle}{}{broken}", open.repeat(depth), close.repeat(depth));
                let fits = check_ordered("commonExpr", &text) == Some(Ok(()));
                assert!(broken.is_empty() || !fits, "{text:.60}");
            }
        }
    }
}
