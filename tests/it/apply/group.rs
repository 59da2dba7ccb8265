//! `groupby` (section 3.2.3): groups by value, rollups, and further transformations of each group.

use super::answers;

/// Null is a group; letter case, blanks and accents make groups of their own; equal numbers are one.
#[tokio::test]
async fn groups() {
    answers(
        "standard",
        &[
            (
                "Dues?$apply=groupby((Berth),aggregate(Tons with sum as Sum,Weight with sum as W,$count as N))",
                r#"Dues(Berth,Sum,W,N) [{"Berth":null,"Sum":Int64 7,"W":Decimal null,"N":Decimal 2},{"Berth":"","Sum":Int64 2147483647,"W":Decimal -9223372036854775808,"N":Decimal 1},{"Berth":"A","Sum":Int64 20,"W":Decimal 2005,"N":Decimal 3},{"Berth":"A ","Sum":Int64 -5,"W":Decimal 9223372036854775807,"N":Decimal 1},{"Berth":"B","Sum":Int64 3,"W":Decimal 9007199254740995,"N":Decimal 2},{"Berth":"a","Sum":Int64 20,"W":Decimal 9223372036854775807,"N":Decimal 1},{"Berth":"é","Sum":Int64 0,"W":Decimal -7,"N":Decimal 1},{"Berth":"é","Sum":Int64 2147483647,"W":Decimal 0,"N":Decimal 1}]"#,
            ),
            (
                "Dues?$apply=groupby((Berth,Cargo))",
                r#"Dues(Berth,Cargo) [{"Berth":null,"Cargo":null},{"Berth":null,"Cargo":"grain"},{"Berth":"","Cargo":"Kisten 🚢"},{"Berth":"A","Cargo":"Grain"},{"Berth":"A","Cargo":"Öl"},{"Berth":"A ","Cargo":"Öl"},{"Berth":"B","Cargo":"Grain"},{"Berth":"B","Cargo":"Öl"},{"Berth":"a","Cargo":"Grain"},{"Berth":"é","Cargo":null},{"Berth":"é","Cargo":"Grain"}]"#,
            ),
            (
                "Dues?$apply=groupby((Fee),aggregate($count as N))&$top=4",
                r#"Dues(Fee,N) [{"Fee":null,"N":Decimal 2},{"Fee":-0.01,"N":Decimal 1},{"Fee":0.00,"N":Decimal 1},{"Fee":0.01,"N":Decimal 1}]"#,
            ),
            (
                "Dues?$apply=groupby((Draft),aggregate($count as N))&$top=4",
                r#"Dues(Draft,N) [{"Draft":null,"N":Decimal 2},{"Draft":-1e+300,"N":Decimal 1},{"Draft":0.0,"N":Decimal 1},{"Draft":0.1,"N":Decimal 2}]"#,
            ),
            (
                "Dues?$apply=groupby((Paid,Day),aggregate($count as N))",
                r#"Dues(Paid,Day,N) [{"Paid":null,"Day":null,"N":Decimal 1},{"Paid":null,"Day":"2024-02-29","N":Decimal 1},{"Paid":null,"Day":"9999-12-31","N":Decimal 1},{"Paid":false,"Day":null,"N":Decimal 1},{"Paid":false,"Day":"2024-02-29","N":Decimal 1},{"Paid":false,"Day":"2024-12-31","N":Decimal 2},{"Paid":true,"Day":"1900-02-28","N":Decimal 1},{"Paid":true,"Day":"2023-12-31","N":Decimal 1},{"Paid":true,"Day":"2024-01-31","N":Decimal 2},{"Paid":true,"Day":"2024-02-29","N":Decimal 1}]"#,
            ),
            (
                "Dues?$apply=groupby((At),aggregate($count as N))&$top=2",
                r#"Dues(At,N) [{"At":null,"N":Decimal 3},{"At":"1969-12-31T23:59:59.500Z","N":Decimal 1}]"#,
            ),
            (
                "Dues?$apply=groupby((Weight),aggregate($count as N))&$filter=Weight gt 100",
                r#"Dues(Weight,N) [{"Weight":1000,"N":Decimal 2},{"Weight":9007199254740993,"N":Decimal 1},{"Weight":9223372036854775807,"N":Decimal 2}]"#,
            ),
            (
                "Dues?$apply=groupby((Cargo,Cargo),aggregate(Cargo with countdistinct as N))",
                r#"Dues(Cargo,N) [{"Cargo":null,"N":Decimal 0},{"Cargo":"Grain","N":Decimal 1},{"Cargo":"Kisten 🚢","N":Decimal 1},{"Cargo":"grain","N":Decimal 1},{"Cargo":"Öl","N":Decimal 1}]"#,
            ),
            (
                "Dues?$apply=compute(year(Day) as Year)/groupby((Year),aggregate($count as N))",
                r#"Dues(Year,N) [{"Year":Int32 null,"N":Decimal 2},{"Year":Int32 1900,"N":Decimal 1},{"Year":Int32 2023,"N":Decimal 1},{"Year":Int32 2024,"N":Decimal 7},{"Year":Int32 9999,"N":Decimal 1}]"#,
            ),
            (
                "Dues?$apply=compute(Tons mul 2 as Twice)/groupby((Cargo),aggregate(Twice with sum as Sum))",
                r#"Dues(Cargo,Sum) [{"Cargo":null,"Sum":Decimal 0},{"Cargo":"Grain","Sum":Decimal 4294967378},{"Cargo":"Kisten 🚢","Sum":Decimal 4294967294},{"Cargo":"grain","Sum":Decimal 14},{"Cargo":"Öl","Sum":Decimal -8}]"#,
            ),
            (
                "Dues?$apply=groupby((VesselID),aggregate(Draft with max as X,Draft with sum as S))",
                r#"Dues(VesselID,X,S) [{"VesselID":null,"X":Double null,"S":Double null},{"VesselID":1,"X":Double 0.2,"S":Double 0.4},{"VesselID":2,"X":Double 1e+300,"S":Double 0.0},{"VesselID":3,"X":Double 0.3,"S":Double 0.3},{"VesselID":4,"X":Double 1.7976931348623157e+308,"S":Double 1.7976931348623157e+308},{"VesselID":99,"X":Double 2.5,"S":Double 2.5}]"#,
            ),
        ],
    )
    .await;
}

/// Coarser groups come behind the finer ones, without the properties they do not have (3.2.3.2).
#[tokio::test]
async fn rollups() {
    answers(
        "standard",
        &[
            (
                "Dues?$apply=groupby((rollup(Cargo,Berth)),aggregate($count as N))&$count=true",
                r#"Dues(Cargo,N) count 16 [{"Cargo":null,"Berth":null,"N":Decimal 1},{"Cargo":null,"Berth":"é","N":Decimal 1},{"Cargo":"Grain","Berth":"A","N":Decimal 2},{"Cargo":"Grain","Berth":"B","N":Decimal 1},{"Cargo":"Grain","Berth":"a","N":Decimal 1},{"Cargo":"Grain","Berth":"é","N":Decimal 1},{"Cargo":"Kisten 🚢","Berth":"","N":Decimal 1},{"Cargo":"grain","Berth":null,"N":Decimal 1},{"Cargo":"Öl","Berth":"A","N":Decimal 1},{"Cargo":"Öl","Berth":"A ","N":Decimal 1},{"Cargo":"Öl","Berth":"B","N":Decimal 1},{"Cargo":null,"N":Decimal 2},{"Cargo":"Grain","N":Decimal 5},{"Cargo":"Kisten 🚢","N":Decimal 1},{"Cargo":"grain","N":Decimal 1},{"Cargo":"Öl","N":Decimal 3}]"#,
            ),
            (
                "Dues?$apply=groupby((rollup(Paid,Cargo)),aggregate($count as N))/filter(N gt 2)",
                r#"Dues(Paid,N) [{"Paid":true,"Cargo":"Grain","N":Decimal 3},{"Paid":null,"N":Decimal 3},{"Paid":false,"N":Decimal 4},{"Paid":true,"N":Decimal 5}]"#,
            ),
            (
                "Dues?$apply=groupby((Paid,rollup(Cargo,Berth)),aggregate($count as N))/aggregate($count as Rows,N with sum as All)",
                r#"Dues(Rows,All) [{"Rows":Decimal 19,"All":Decimal 24}]"#,
            ),
            (
                "Dues?$apply=groupby((rollup(Paid,Cargo),rollup(Berth,Day)))/aggregate($count as Rows)",
                r#"Dues(Rows) [{"Rows":Decimal 41}]"#,
            ),
        ],
    )
    .await;
}

/// The rows made of a group have its properties (3.2.3.1).
#[tokio::test]
async fn each_group() {
    answers(
        "standard",
        &[
            (
                "Dues?$apply=groupby((Cargo),topcount(1,Fee))&$select=ID,Cargo,Fee",
                r#"Dues(ID,Cargo,Fee) [{"ID":8,"Cargo":null,"Fee":0.00},{"ID":1,"Cargo":"Grain","Fee":100.10},{"ID":6,"Cargo":"Kisten 🚢","Fee":12.50},{"ID":5,"Cargo":"grain","Fee":null},{"ID":3,"Cargo":"Öl","Fee":9999999999.99}]"#,
            ),
            (
                "Dues?$apply=groupby((Cargo),orderby(Fee desc)/top(1)/aggregate(Fee with sum as Top))",
                r#"Dues(Cargo,Top) [{"Cargo":null,"Top":Decimal 0.00},{"Cargo":"Grain","Top":Decimal 100.10},{"Cargo":"Kisten 🚢","Top":Decimal 12.50},{"Cargo":"grain","Top":Decimal null},{"Cargo":"Öl","Top":Decimal 9999999999.99}]"#,
            ),
            (
                "Dues?$apply=groupby((Cargo),filter(Paid eq true)/aggregate(Fee with sum as Settled))",
                r#"Dues(Cargo,Settled) [{"Cargo":null,"Settled":Decimal null},{"Cargo":"Grain","Settled":Decimal 212.70},{"Cargo":"Kisten 🚢","Settled":Decimal 12.50},{"Cargo":"grain","Settled":Decimal null},{"Cargo":"Öl","Settled":Decimal -0.01}]"#,
            ),
            (
                "Dues?$apply=groupby((Cargo),concat(aggregate(Fee with sum as Total),top(1)))&$select=Cargo,Total,ID",
                r#"Dues(@Core.AnyStructure) [{"Total":Decimal 0.00},{"ID":8,"Cargo":null},{"Total":Decimal 216.93},{"ID":1,"Cargo":"Grain"},{"Total":Decimal 12.50},{"ID":6,"Cargo":"Kisten 🚢"},{"Total":Decimal null},{"ID":5,"Cargo":"grain"},{"Total":Decimal 9999999999.99},{"ID":3,"Cargo":"Öl"}]"#,
            ),
            (
                "Dues?$apply=groupby((Paid),groupby((Cargo),aggregate($count as N))/top(1))",
                r#"Dues(Paid,Cargo,N) [{"Paid":null,"Cargo":null,"N":Decimal 2},{"Paid":false,"Cargo":"Grain","N":Decimal 2},{"Paid":true,"Cargo":"Grain","N":Decimal 3}]"#,
            ),
        ],
    )
    .await;
}

/// What groups make is grouped again.
#[tokio::test]
async fn groups_of_groups() {
    answers(
        "standard",
        &[
            (
                "Dues?$apply=groupby((Day),aggregate($count as N))/filter(N gt 1)/aggregate($count as Days)",
                r#"Dues(Days) [{"Days":Decimal 4}]"#,
            ),
            (
                "Dues?$apply=groupby((Cargo,Paid),aggregate($count as N))/groupby((Cargo),aggregate(N with max as Most,N with average as A))",
                r#"Dues(Cargo,Most,A) [{"Cargo":null,"Most":Decimal 2,"A":Decimal 2},{"Cargo":"Grain","Most":Decimal 3,"A":Decimal 2.5},{"Cargo":"Kisten 🚢","Most":Decimal 1,"A":Decimal 1},{"Cargo":"grain","Most":Decimal 1,"A":Decimal 1},{"Cargo":"Öl","Most":Decimal 1,"A":Decimal 1}]"#,
            ),
            (
                "Dues?$apply=groupby((Cargo),aggregate(Fee with average as A))/groupby((A))",
                r#"Dues(A) [{"A":Decimal null},{"A":Decimal 0.00},{"A":Decimal 12.50},{"A":Decimal 43.386},{"A":Decimal 3333333333.33}]"#,
            ),
        ],
    )
    .await;
}
