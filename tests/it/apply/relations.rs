//! Paths to a related entity, and what rows of several forms have.

use super::answers;

/// A path to one related entity is grouped by, and makes objects of its names (3.2.3.1).
#[tokio::test]
async fn groups() {
    answers(
        "standard",
        &[
            (
                "Dues?$apply=groupby((Vessel/Flag),aggregate($count as N,Fee with sum as F))",
                r#"Dues(Vessel(Flag),N,F) [{"Vessel":{"Flag":null},"N":Decimal 5,"F":Decimal 15.84},{"Vessel":{"Flag":"DE"},"N":Decimal 2,"F":Decimal 9999999999.98},{"Vessel":{"Flag":"NL"},"N":Decimal 3,"F":Decimal 201.10},{"Vessel":{"Flag":"nl"},"N":Decimal 2,"F":Decimal 12.50}]"#,
            ),
            (
                "Dues?$apply=groupby((Vessel/Flag,Vessel/Name,Cargo))&$filter=Vessel/Flag eq 'NL'&$orderby=Cargo desc",
                r#"Dues(Vessel(Flag,Name),Cargo) [{"Vessel":{"Flag":"NL","Name":"Anna"},"Cargo":"Grain"}]"#,
            ),
            (
                "Dues?$apply=groupby((Vessel/Name),topcount(1,Tons)/aggregate(Tons with max as T))",
                r#"Dues(Vessel(Name),T) [{"Vessel":{"Name":null},"T":Int32 2147483647},{"Vessel":{"Name":"Anna"},"T":Int32 20},{"Vessel":{"Name":"Bärbel"},"T":Int32 -5},{"Vessel":{"Name":"Zoë"},"T":Int32 1},{"Vessel":{"Name":"anna"},"T":Int32 2147483647}]"#,
            ),
            (
                "Dues?$apply=groupby((Vessel/Flag),aggregate($count as N))&$orderby=N desc,Vessel/Flag&$select=Vessel,N&$top=2",
                r#"Dues(Vessel(Flag),N) [{"Vessel":{"Flag":null},"N":Decimal 5},{"Vessel":{"Flag":"NL"},"N":Decimal 3}]"#,
            ),
            (
                "Dues?$apply=groupby((rollup(Vessel/Flag,Vessel/Name)),aggregate($count as N))&$filter=N gt 3",
                r#"Dues(Vessel(Flag),N) [{"Vessel":{"Flag":null},"N":Decimal 5}]"#,
            ),
            (
                "Dues?$apply=groupby((Vessel/Flag,Paid),aggregate($count as N))/groupby((Vessel/Flag),aggregate(N with max as Most))",
                r#"Dues(Vessel(Flag),Most) [{"Vessel":{"Flag":null},"Most":Decimal 2},{"Vessel":{"Flag":"DE"},"Most":Decimal 1},{"Vessel":{"Flag":"NL"},"Most":Decimal 2},{"Vessel":{"Flag":"nl"},"Most":Decimal 1}]"#,
            ),
            (
                "Dues/$count?$apply=groupby((Vessel/Flag))",
                r#"4"#,
            ),
        ],
    )
    .await;
}

/// Conditions, orders and ranks look along the path as anywhere.
#[tokio::test]
async fn conditions() {
    answers(
        "standard",
        &[
            (
                "Dues?$apply=filter(Vessel/Flag eq 'NL')/aggregate(Tons with sum as T)",
                r#"Dues(T) [{"T":Int64 40}]"#,
            ),
            (
                "Dues?$apply=topcount(2,Vessel/Length)/aggregate(Tons with sum as T)",
                r#"Dues(T) [{"T":Int64 -5}]"#,
            ),
            (
                "Dues?$apply=orderby(Vessel/Length desc,ID)/top(2)&$select=ID",
                r#"Dues(ID) [{"ID":3},{"ID":4}]"#,
            ),
            (
                "Vessels?$apply=filter(Dues/any(d:d/Tons gt 5))&$select=Name",
                r#"Vessels(Name) [{"Name":"Anna"},{"Name":"anna"}]"#,
            ),
            (
                "Vessels?$apply=compute(Dues/$count as N)/groupby((N),aggregate($count as Vessels))",
                r#"Vessels(N,Vessels) [{"N":Int64 0,"Vessels":Decimal 1},{"N":Int64 2,"Vessels":Decimal 3},{"N":Int64 3,"Vessels":Decimal 1}]"#,
            ),
            (
                "Vessels?$compute=Dues/$count mul 2 as N&$filter=N gt 2&$select=Name,N",
                r#"Vessels(Name,N) [{"Name":"Anna","N":Int64 6},{"Name":"Bärbel","N":Int64 4},{"Name":"anna","N":Int64 4},{"Name":"Zoë","N":Int64 4}]"#,
            ),
            (
                "Dues?$compute=Vessel/Length add Tons as X&$filter=X gt 100&$orderby=X&$select=ID,X",
                r#"Dues(ID,X) [{"ID":11,"X":Decimal 100.50},{"ID":1,"X":Decimal 109.50},{"ID":10,"X":Decimal 109.50},{"ID":3,"X":Decimal 115.00},{"ID":2,"X":Decimal 119.50}]"#,
            ),
        ],
    )
    .await;
}

/// The path leads to each related entity once, however many rows lead there; a name computed of it is of the
/// row (3.2.1.1).
#[tokio::test]
async fn each_related_entity_once() {
    answers(
        "standard",
        &[
            (
                "Dues?$apply=aggregate(Vessel/Length with sum as L,Vessel/Length with average as A,Vessel/Length with max as M)",
                r#"Dues(L,A,M) [{"L":Decimal 319.00,"A":Decimal 106.333333333333,"M":Decimal 120.00}]"#,
            ),
            (
                "Dues?$apply=groupby((Cargo),aggregate(Vessel/Length with sum as L))",
                r#"Dues(Cargo,L) [{"Cargo":null,"L":Decimal 99.50},{"Cargo":"Grain","L":Decimal 99.50},{"Cargo":"Kisten 🚢","L":Decimal null},{"Cargo":"grain","L":Decimal null},{"Cargo":"Öl","L":Decimal 219.50}]"#,
            ),
            (
                "Dues?$apply=compute(Vessel/Length as V)/aggregate(V with sum as L)",
                r#"Dues(L) [{"L":Decimal 737.50}]"#,
            ),
            (
                "Dues?$apply=aggregate(Vessel/Length add 0 with sum as L)",
                r#"Dues(L) [{"L":Decimal 737.50}]"#,
            ),
            (
                "Dues?$apply=groupby((Vessel/Name,Vessel/Length,Cargo))/aggregate(Vessel/Length with sum as L,Vessel/Length with countdistinct as N)",
                r#"Dues(L,N) [{"L":Decimal 319.00,"N":Decimal 2}]"#,
            ),
        ],
    )
    .await;
}

/// What a row does not have is not defined, which is not null (3.7).
#[tokio::test]
async fn defined() {
    answers(
        "standard",
        &[
            (
                "Dues?$apply=concat(groupby((Cargo)),groupby((Paid)))&$filter=isdefined(Cargo)",
                r#"Dues(@Core.AnyStructure) [{"Cargo":null},{"Cargo":"Grain"},{"Cargo":"Kisten 🚢"},{"Cargo":"grain"},{"Cargo":"Öl"}]"#,
            ),
            (
                "Dues?$apply=concat(groupby((Cargo)),groupby((Paid)))&$filter=not isdefined(Cargo) and Paid eq null",
                r#"Dues(@Core.AnyStructure) [{"Paid":null}]"#,
            ),
            (
                "Dues?$apply=groupby((rollup(Vessel/Flag,Vessel/Name)),aggregate($count as N))/filter(not isdefined(Vessel/Name))",
                r#"Dues(Vessel(Flag),N) [{"Vessel":{"Flag":null},"N":Decimal 5},{"Vessel":{"Flag":"DE"},"N":Decimal 2},{"Vessel":{"Flag":"NL"},"N":Decimal 3},{"Vessel":{"Flag":"nl"},"N":Decimal 2}]"#,
            ),
            (
                "Dues?$apply=groupby((rollup(Vessel/Flag,Vessel/Name)),aggregate($count as N))/filter(isdefined(Vessel))/aggregate($count as C)",
                r#"Dues(C) [{"C":Decimal 9}]"#,
            ),
            (
                "Dues?$apply=aggregate(Fee with sum as F)&$filter=isdefined(Cargo)",
                r#"Dues(F) []"#,
            ),
            (
                "Dues?$apply=concat(groupby((Cargo)),groupby((Paid)))/compute(1 as One)&$filter=isdefined(One) and isdefined(Paid)",
                r#"Dues(One) [{"Paid":null,"One":Int32 1},{"Paid":false,"One":Int32 1},{"Paid":true,"One":Int32 1}]"#,
            ),
            (
                "Dues?$filter=isdefined(Cargo)&$top=1&$select=ID",
                r#"Dues(ID) [{"ID":1}]"#,
            ),
        ],
    )
    .await;
}

/// Salesforce asks for no aggregates, but gets them.
#[tokio::test]
async fn in_the_other_profile() {
    answers(
        "salesforce",
        &[
            (
                "Dues?$apply=filter(Vessel/Flag eq 'NL')/groupby((Cargo),aggregate(Tons with sum as T,$count as N))",
                r#"Dues(Cargo,T,N) [{"Cargo":"Grain","T":Int64 40,"N":Decimal 3}]"#,
            ),
            ("Dues/$count?$apply=groupby((Vessel/Flag))", "4"),
            (
                "Vessels?$compute=Length add 1 as More&$select=ID,More&$top=1",
                r#"Vessels(ID,More) [{"ID":1,"More":Decimal 100.50}]"#,
            ),
        ],
    )
    .await;
}
