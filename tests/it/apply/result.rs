//! Options behind `$apply`, which apply to its result (section 3).

use super::answers;

/// Names are those of the result.
#[tokio::test]
async fn options() {
    answers(
        "standard",
        &[
            (
                "Dues?$apply=groupby((Paid),aggregate(Tons with sum as Sum,Fee with max as Max))&$compute=Sum mul 2 as Twice&$select=Paid,Twice",
                r#"Dues(Paid,Twice) [{"Paid":null,"Twice":Int64 -10},{"Paid":false,"Twice":Int64 60},{"Paid":true,"Twice":Int64 8589934628}]"#,
            ),
            (
                "Dues?$apply=groupby((Paid),aggregate(Tons with sum as Sum))&$compute=Sum mul 2 as Twice&$filter=Twice gt 100&$orderby=Twice desc",
                r#"Dues(Paid,Sum,Twice) [{"Paid":true,"Sum":Int64 4294967314,"Twice":Int64 8589934628}]"#,
            ),
            (
                "Dues?$apply=filter(Tons gt 0)/groupby((Paid),aggregate(Tons with sum as Sum))&$filter=Sum gt 25&$orderby=Sum desc",
                r#"Dues(Paid,Sum) [{"Paid":true,"Sum":Int64 4294967314},{"Paid":false,"Sum":Int64 30}]"#,
            ),
            (
                "Dues?$apply=groupby((Cargo),aggregate($count as N))&$filter=Cargo ne null and N gt 1",
                r#"Dues(Cargo,N) [{"Cargo":"Grain","N":Decimal 5},{"Cargo":"Öl","N":Decimal 3}]"#,
            ),
            (
                "Dues?$apply=groupby((Cargo),aggregate($count as N))&$orderby=N desc&$top=2&$count=true",
                r#"Dues(Cargo,N) count 5 [{"Cargo":"Grain","N":Decimal 5},{"Cargo":"Öl","N":Decimal 3}]"#,
            ),
            (
                "Dues?$apply=groupby((Cargo),aggregate($count as N))/filter(N ge 3)/orderby(N)/top(1)&$count=true",
                r#"Dues(Cargo,N) count 1 [{"Cargo":"Öl","N":Decimal 3}]"#,
            ),
            (
                "Dues?$apply=groupby((Cargo),aggregate($count as N))/orderby(N desc)/skip(1)/top(2)&$count=true&$skip=1",
                r#"Dues(Cargo,N) count 2 [{"Cargo":null,"N":Decimal 2}]"#,
            ),
            (
                "Dues?$apply=groupby((Cargo),aggregate(Fee with average as A))&$filter=A gt 10&$orderby=A desc",
                r#"Dues(Cargo,A) [{"Cargo":"Öl","A":Decimal 3333333333.33},{"Cargo":"Grain","A":Decimal 43.386},{"Cargo":"Kisten 🚢","A":Decimal 12.50}]"#,
            ),
            (
                "Dues?$apply=groupby((Cargo),aggregate(Berth with max as B))&$filter=B gt 'a'",
                r#"Dues(Cargo,B) [{"Cargo":null,"B":"é"},{"Cargo":"Grain","B":"é"}]"#,
            ),
            (
                "Dues?$apply=groupby((Cargo),aggregate(Berth with max as B))&$orderby=B desc",
                r#"Dues(Cargo,B) [{"Cargo":"Grain","B":"é"},{"Cargo":null,"B":"é"},{"Cargo":"Öl","B":"B"},{"Cargo":"Kisten 🚢","B":""},{"Cargo":"grain","B":null}]"#,
            ),
            (
                "Dues?$apply=groupby((Cargo),aggregate(Tons with max as T))&$orderby=T desc,Cargo desc&$top=3",
                r#"Dues(Cargo,T) [{"Cargo":"Kisten 🚢","T":Int32 2147483647},{"Cargo":"Grain","T":Int32 2147483647},{"Cargo":"grain","T":Int32 7}]"#,
            ),
            (
                "Dues?$apply=groupby((Cargo),aggregate(Fee mul 1.5 with sum as X))/compute(X mul 2 as Y)&$orderby=Y desc",
                r#"Dues(Cargo,X,Y) [{"Cargo":"Öl","X":Decimal 14999999999.985,"Y":Decimal 29999999999.970},{"Cargo":"Grain","X":Decimal 325.395,"Y":Decimal 650.790},{"Cargo":"Kisten 🚢","X":Decimal 18.750,"Y":Decimal 37.500},{"Cargo":null,"X":Decimal 0.000,"Y":Decimal 0.000},{"Cargo":"grain","X":Decimal null,"Y":Decimal null}]"#,
            ),
            (
                "Dues?$apply=aggregate(Tons with sum as X)&$filter=X lt 0",
                r#"Dues(X) []"#,
            ),
            (
                "Dues?$apply=aggregate(Tons with sum as X)&$filter=X gt 0 and X ne null",
                r#"Dues(X) [{"X":Int64 4294967339}]"#,
            ),
            (
                "Dues?$apply=groupby((Cargo),aggregate($count as N))&$filter=not (N gt 1) or Cargo eq 'Grain'",
                r#"Dues(Cargo,N) [{"Cargo":"Grain","N":Decimal 5},{"Cargo":"Kisten 🚢","N":Decimal 1},{"Cargo":"grain","N":Decimal 1}]"#,
            ),
        ],
    )
    .await;
}

/// What only chooses entities answers with entities, and what was computed of them (3.4.2).
#[tokio::test]
async fn entities() {
    answers(
        "standard",
        &[
            (
                "Dues?$apply=compute(Fee mul 2 as F)&$top=1&$select=ID,F",
                r#"Dues(ID,F) [{"ID":1,"F":Decimal 200.20}]"#,
            ),
            (
                "Dues?$apply=compute(Fee mul 2 as F)/filter(F gt 100)/orderby(F)&$select=ID,F&$count=true",
                r#"Dues(ID,F) count 3 [{"ID":1,"F":Decimal 200.20},{"ID":10,"F":Decimal 200.20},{"ID":3,"F":Decimal 19999999999.98}]"#,
            ),
            (
                "Dues?$apply=compute(Fee mul 2 as F)/topsum(100,F)&$top=1",
                r#"Dues(*,F) [{"ID":3,"Berth":"A ","Cargo":"Öl","VesselID":2,"Tons":-5,"Weight":9223372036854775807,"Fee":9999999999.99,"Draft":1e+300,"Paid":null,"Day":"2024-02-29","At":null,"F":Decimal 19999999999.98}]"#,
            ),
            (
                "Dues?$apply=topsum(100,Fee)&$top=1&$count=true",
                r#"Dues count 1 [{"ID":3,"Berth":"A ","Cargo":"Öl","VesselID":2,"Tons":-5,"Weight":9223372036854775807,"Fee":9999999999.99,"Draft":1e+300,"Paid":null,"Day":"2024-02-29","At":null}]"#,
            ),
        ],
    )
    .await;
}

/// `/$count` counts the result (3).
#[tokio::test]
async fn counts() {
    answers(
        "standard",
        &[
            ("Dues/$count?$apply=filter(Tons gt 5)", r#"6"#),
            ("Dues/$count?$apply=groupby((Cargo))", r#"5"#),
            ("Dues/$count?$apply=groupby((Cargo),aggregate($count as N))/filter(N gt 1)", r#"3"#),
            (
                "Dues/$count?$apply=groupby((Cargo),aggregate($count as N))&$filter=N gt 1&$orderby=N&$top=1",
                r#"3"#,
            ),
            ("Dues/$count?$apply=aggregate($count as N)", r#"1"#),
            ("Dues/$count?$apply=groupby((Draft))", r#"10"#),
            ("Dues/$count?$apply=top(3)", r#"3"#),
        ],
    )
    .await;
}

/// A path to related entities is where the rows come from.
#[tokio::test]
async fn relations() {
    answers(
        "standard",
        &[
            (
                "Vessels(2)/Dues?$apply=aggregate(Fee with sum as F)",
                r#"Dues(F) [{"F":Decimal 9999999999.98}]"#,
            ),
            (
                "Vessels(3)/Dues?$apply=groupby((Cargo))",
                r#"Dues(Cargo) [{"Cargo":"Grain"},{"Cargo":"grain"}]"#,
            ),
            ("Vessels(5)/Dues?$apply=aggregate($count as N)", r#"Dues(N) [{"N":Decimal 0}]"#),
        ],
    )
    .await;
}
