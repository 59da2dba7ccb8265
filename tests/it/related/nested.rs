//! Related rows in the options of `$expand`, and in the transformations of `$apply`.

use super::answers;

/// Protocol, section 11.2.5.2.1: options in parentheses are about the related rows.
#[tokio::test]
async fn options_of_expand_leave_the_row() {
    answers(
        "standard",
        &[
            (
"Vessels?$select=ID&$filter=ID le 3&$expand=Calls($select=ID;$filter=Cargo/any(g:g/Tons gt 5);$orderby=ID)",
r#"{"ID":1,"Calls":[{"ID":10}]} {"ID":2,"Calls":[{"ID":13},{"ID":14}]} {"ID":3,"Calls":[]}"#,
),
            (
"Owners?$select=ID&$filter=Vessels/any()&$expand=Vessels($select=ID;$orderby=Sister/Name desc,ID;$top=1)",
r#"{"ID":1,"Vessels":[{"ID":1}]} {"ID":2,"Vessels":[{"ID":2}]} {"ID":3,"Vessels":[{"ID":10}]} {"ID":4,"Vessels":[{"ID":8}]} {"ID":5,"Vessels":[{"ID":6}]} {"ID":6,"Vessels":[{"ID":7}]} {"ID":7,"Vessels":[{"ID":9}]}"#,
),
            (
"Countries?$select=Code&$orderby=Code&$expand=Flies($select=ID;$filter=Owner/Country/Rank gt 0 or Flags/$count gt 1)",
r#"{"Code":"","Flies":[{"ID":4}]} {"Code":"DE","Flies":[{"ID":1}]} {"Code":"LO","Flies":[]} {"Code":"NL","Flies":[{"ID":1}]} {"Code":"ÅX","Flies":[{"ID":4},{"ID":7}]}"#,
),
            (
"Vessels?$select=ID&$filter=Calls/$count gt 1&$expand=Calls($select=ID;$orderby=Cargo/$count desc,ID;\
                 $expand=Cargo($select=Line;$filter=Call/Vessel/Owner/Trusted or Tons lt 0))",
r#"{"ID":1,"Calls":[{"ID":10,"Cargo":[{"Line":1},{"Line":2}]},{"ID":11,"Cargo":[{"Line":1}]},{"ID":12,"Cargo":[]}]} {"ID":2,"Calls":[{"ID":13,"Cargo":[]},{"ID":14,"Cargo":[]}]}"#,
),
        ],
    )
    .await;
}

/// Data Aggregation, sections 3.3.1 (filter), 3.2.1 (aggregate) and 3.2.3 (groupby).
#[tokio::test]
async fn transformations_leave_the_row() {
    answers(
        "standard",
        &[
            (
"Vessels?$apply=filter(Calls/any(c:c/Fee gt 10))/aggregate($count as N,Length with max as L)",
r#"{"N":5,"L":250.25}"#,
),
            (
"Vessels?$apply=filter(Owner/Country/Name ne null)/groupby((Owner/Country/Name),aggregate($count as N))",
r#"{"Owner":{"Country":{"Name":"Deutschland"}},"N":1} {"Owner":{"Country":{"Name":"Nederland"}},"N":2} {"Owner":{"Country":{"Name":"Nowhere"}},"N":1} {"Owner":{"Country":{"Name":"lower"}},"N":1} {"Owner":{"Country":{"Name":"Åland"}},"N":1}"#,
),
            (
"Vessels?$apply=groupby((Owner/Country/Name),aggregate(Length with sum as L))&$orderby=L desc",
r#"{"Owner":{"Country":{"Name":null}},"L":350.75} {"Owner":{"Country":{"Name":"Deutschland"}},"L":120.0} {"Owner":{"Country":{"Name":"Nederland"}},"L":99.5} {"Owner":{"Country":{"Name":"Åland"}},"L":99.49} {"Owner":{"Country":{"Name":"Nowhere"}},"L":5.0} {"Owner":{"Country":{"Name":"lower"}},"L":0.0}"#,
),
            (
"Calls?$apply=aggregate(Vessel/Owner/ID with countdistinct as N,Vessel/Length with min as L)",
r#"{"N":5,"L":0.0}"#,
),
            (
"Calls?$apply=groupby((Vessel/Owner/Trusted),aggregate(Fee with max as F,$count as N))&$filter=N gt 1",
r#"{"Vessel":{"Owner":{"Trusted":null}},"F":99999999.99,"N":5} {"Vessel":{"Owner":{"Trusted":false}},"F":250.25,"N":3} {"Vessel":{"Owner":{"Trusted":true}},"F":100.1,"N":3}"#,
),
            (
"Vessels?$apply=compute(Calls/$count as C)/groupby((C),aggregate($count as N))&$orderby=C",
r#"{"C":0,"N":4} {"C":1,"N":4} {"C":2,"N":1} {"C":3,"N":1}"#,
),
            (
"Vessels?$apply=filter(Flags/$count gt 0)/orderby(Registered/Name desc,ID)/top(2)&$select=ID",
r#"{"ID":2} {"ID":1}"#,
),
        ],
    )
    .await;
}
