//! Transformations that choose and sort (sections 3.3 and 3.4.1).

use super::answers;

/// The rows that rank first, in the order of their rank (3.3.1).
#[tokio::test]
async fn ranks() {
    answers(
        "standard",
        &[
            (
                "Dues?$apply=bottomcount(3,Fee)&$select=ID,Fee",
                r#"Dues(ID,Fee) [{"ID":5,"Fee":null},{"ID":9,"Fee":null},{"ID":4,"Fee":-0.01}]"#,
            ),
            (
                "Dues?$apply=topcount(@n,Fee)&@n=1&$select=ID",
                r#"Dues(ID) [{"ID":3}]"#,
            ),
            (
                "Dues?$apply=topsum(10000000000,Fee)&$select=ID,Fee",
                r#"Dues(ID,Fee) [{"ID":3,"Fee":9999999999.99},{"ID":1,"Fee":100.10}]"#,
            ),
            (
                "Dues?$apply=topsum(200,Fee)/aggregate($count as N)",
                r#"Dues(N) [{"N":Decimal 1}]"#,
            ),
            (
                "Dues?$apply=bottomsum(13,Fee)&$select=ID,Fee",
                r#"Dues(ID,Fee) [{"ID":5,"Fee":null},{"ID":9,"Fee":null},{"ID":4,"Fee":-0.01},{"ID":8,"Fee":0.00},{"ID":11,"Fee":0.01},{"ID":2,"Fee":0.90},{"ID":12,"Fee":3.33},{"ID":6,"Fee":12.50}]"#,
            ),
            (
                "Dues?$apply=toppercent(50,Tons)&$select=ID,Tons",
                r#"Dues(ID,Tons) [{"ID":6,"Tons":2147483647},{"ID":7,"Tons":2147483647}]"#,
            ),
            (
                "Dues?$apply=bottompercent(50,Weight)&$select=ID,Weight",
                r#"Dues(ID,Weight) [{"ID":5,"Weight":null},{"ID":9,"Weight":null},{"ID":6,"Weight":-9223372036854775808},{"ID":8,"Weight":-7},{"ID":7,"Weight":0},{"ID":12,"Weight":2},{"ID":4,"Weight":5},{"ID":1,"Weight":1000},{"ID":10,"Weight":1000},{"ID":11,"Weight":9007199254740993},{"ID":2,"Weight":9223372036854775807},{"ID":3,"Weight":9223372036854775807}]"#,
            ),
            (
                "Dues?$apply=toppercent(99.99,Draft)&$select=ID,Draft",
                r#"Dues(ID,Draft) [{"ID":8,"Draft":1.7976931348623157e+308}]"#,
            ),
            (
                "Dues?$apply=topsum(1.5,Draft)&$select=ID",
                r#"Dues(ID) [{"ID":8}]"#,
            ),
            (
                "Dues?$apply=groupby((Cargo),aggregate(Fee with sum as F))/topcount(2,F)",
                r#"Dues(Cargo,F) [{"Cargo":"Öl","F":Decimal 9999999999.99},{"Cargo":"Grain","F":Decimal 216.93}]"#,
            ),
            (
                "Dues?$apply=topcount(2,Fee)/bottomcount(1,Fee)&$select=ID",
                r#"Dues(ID) [{"ID":1}]"#,
            ),
        ],
    )
    .await;
}

/// `orderby` keeps the order of what it does not tell apart (3.3.3).
#[tokio::test]
async fn sorts_and_pages() {
    answers(
        "standard",
        &[
            (
                "Dues?$apply=orderby(Cargo)/orderby(Paid desc)&$select=ID&$top=4",
                r#"Dues(ID) [{"ID":1},{"ID":7},{"ID":10},{"ID":6}]"#,
            ),
            (
                "Dues?$apply=orderby(Tons desc)/skip(1)/top(2)&$select=ID,Tons",
                r#"Dues(ID,Tons) [{"ID":7,"Tons":2147483647},{"ID":2,"Tons":20}]"#,
            ),
            (
                "Dues?$apply=top(5)/orderby(Cargo desc)/top(2)&$select=ID,Cargo",
                r#"Dues(ID,Cargo) [{"ID":3,"Cargo":"Öl"},{"ID":4,"Cargo":"Öl"}]"#,
            ),
            ("Dues?$apply=top(0)&$select=ID", r#"Dues(ID) []"#),
            ("Dues?$apply=skip(11)&$select=ID&$count=true", r#"Dues(ID) count 1 [{"ID":12}]"#),
            (
                "Dues?$apply=top(4)/filter(Paid eq true)&$select=ID&$count=true",
                r#"Dues(ID) count 2 [{"ID":1},{"ID":4}]"#,
            ),
        ],
    )
    .await;
}

/// Conditions and searches at the beginning are those of a plain request (3.3.2 and 3.3.4).
#[tokio::test]
async fn conditions() {
    answers(
        "standard",
        &[
            (
                "Dues?$apply=filter(Tons gt 0)&$filter=Tons lt 10&$orderby=Tons&$select=Tons",
                r#"Dues(Tons) [{"Tons":1},{"Tons":2},{"Tons":7}]"#,
            ),
            (
                "Dues?$apply=search(grain)/aggregate($count as N)",
                r#"Dues(N) [{"N":Decimal 6}]"#,
            ),
            (
                "Dues?$apply=search(grain)/search(NOT kisten)&$select=ID",
                r#"Dues(ID) [{"ID":1},{"ID":2},{"ID":5},{"ID":7},{"ID":10},{"ID":12}]"#,
            ),
            (
                "Dues?$apply=filter(ID le 2)&$expand=Vessel($select=Name)&$select=ID",
                r#"Dues(ID,Vessel(Name)) [{"ID":1,"Vessel":{"Name":"Anna"}},{"ID":2,"Vessel":{"Name":"Anna"}}]"#,
            ),
            (
                "Dues?$apply=identity&$select=ID&$top=2",
                r#"Dues(ID) [{"ID":1},{"ID":2}]"#,
            ),
        ],
    )
    .await;
}

/// Rows of different forms stand behind each other; the context URL tells what all of them have (3.1.1 and 3.2.2).
#[tokio::test]
async fn concatenations() {
    answers(
        "standard",
        &[
            (
                "Dues?$apply=concat(topcount(2,Fee),aggregate(Fee with sum as Total))",
                r#"Dues(@Core.AnyStructure) [{"ID":3,"Berth":"A ","Cargo":"Öl","VesselID":2,"Tons":-5,"Weight":9223372036854775807,"Fee":9999999999.99,"Draft":1e+300,"Paid":null,"Day":"2024-02-29","At":null},{"ID":1,"Berth":"A","Cargo":"Grain","VesselID":1,"Tons":10,"Weight":1000,"Fee":100.10,"Draft":0.1,"Paid":true,"Day":"2024-01-31","At":"2024-01-31T10:00:00Z"},{"Total":Decimal 10000000229.42}]"#,
            ),
            (
                "Dues?$apply=concat(groupby((Cargo),aggregate(Fee with sum as Total)),aggregate(Fee with sum as Total))",
                r#"Dues(Total) [{"Cargo":null,"Total":Decimal 0.00},{"Cargo":"Grain","Total":Decimal 216.93},{"Cargo":"Kisten 🚢","Total":Decimal 12.50},{"Cargo":"grain","Total":Decimal null},{"Cargo":"Öl","Total":Decimal 9999999999.99},{"Total":Decimal 10000000229.42}]"#,
            ),
            (
                "Dues?$apply=concat(identity,aggregate(Fee with sum as Total))/filter(Fee ge 100 or Total gt 0)&$select=ID,Total",
                r#"Dues(@Core.AnyStructure) [{"ID":1},{"ID":3},{"ID":10},{"Total":Decimal 10000000229.42}]"#,
            ),
            (
                "Dues?$apply=concat(top(1),skip(11))&$select=ID,Cargo",
                r#"Dues(ID,Cargo) [{"ID":1,"Cargo":"Grain"},{"ID":12,"Cargo":"Grain"}]"#,
            ),
            (
                "Dues?$apply=concat(aggregate($count as N),concat(aggregate($count as N),groupby((Paid))))",
                r#"Dues(@Core.AnyStructure) [{"N":Decimal 12},{"N":Decimal 12},{"Paid":null},{"Paid":false},{"Paid":true}]"#,
            ),
        ],
    )
    .await;
}
