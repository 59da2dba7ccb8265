//! Pages and payloads of results (section 3.1.1; JSON Format, sections 4.5 and 4.6).

use super::{address, harbour};
use crate::support::peers::with_peers;

const PIPELINES: &[(&str, usize)] = &[
    ("Dues?$apply=groupby((Cargo,Berth),aggregate($count as N,Tons with sum as T))", 11),
    ("Dues?$apply=groupby((Cargo,Berth),aggregate($count as N))&$orderby=N desc", 11),
    ("Dues?$apply=groupby((Cargo),aggregate(Fee with average as A))&$orderby=A", 5),
    ("Dues?$apply=groupby((rollup(Cargo,Berth,Paid)),aggregate($count as N))", 27),
    ("Dues?$apply=concat(identity,groupby((Cargo)))", 17),
    ("Dues?$apply=groupby((Draft))", 10),
    ("Dues?$apply=topcount(9,Fee)", 9),
    ("Dues?$apply=groupby((Cargo,Berth))&$top=7", 7),
    ("Dues?$apply=groupby((Cargo,Berth))&$skip=3", 8),
    ("Dues?$apply=groupby((Cargo,Berth))/skip(2)&$top=6&$skip=1", 6),
    ("Dues?$apply=orderby(Cargo desc)", 12),
];

/// Pages go on by the rows delivered, and are the whole together (Protocol, section 11.2.6.7).
#[tokio::test]
async fn pages() {
    with_peers(&harbour(), "standard", async |peers| {
        for (request, rows) in PIPELINES {
            let address = address(request);
            let whole = peers.ask(&address).await.rows();
            assert_eq!(whole.len(), *rows, "{request}");
            for page_rows in [1, 2, 5] {
                assert_eq!(peers.ask_pages(&address, page_rows).await, whole, "{request}");
            }
        }
    })
    .await;
}

/// The total counts the result, whatever the page (Protocol, section 11.2.6.5).
#[tokio::test]
async fn totals() {
    with_peers(&harbour(), "standard", async |peers| {
        for (request, total) in [
            ("Dues?$apply=groupby((Cargo,Berth))&$count=true&$top=2", 11),
            ("Dues?$apply=groupby((Cargo,Berth))&$count=true&$top=0", 11),
            ("Dues?$apply=groupby((Cargo,Berth))&$count=true&$skip=9", 11),
            ("Dues?$apply=groupby((Cargo,Berth))&$count=true&$skip=99", 11),
            ("Dues?$apply=groupby((Cargo,Berth))/top(4)&$count=true&$top=2", 4),
            ("Dues?$apply=topsum(200,Fee)&$count=true&$top=0", 1),
            ("Dues?$apply=aggregate($count as N)&$count=true", 1),
        ] {
            let answer = peers.ask(&address(request)).await;
            assert_eq!(answer.json()["@odata.count"], total, "{request}");
        }
    })
    .await;
}

/// Rows made of groups are transient: no ids, no links, whatever metadata is asked for. Entities keep
/// theirs, and all numbers that a double does not hold are text where that is asked for.
#[tokio::test]
async fn metadata() {
    let formats = [
        (
            "full",
            r##"{"Cargo":"grain","N@odata.type":"#Decimal","N":1,"S@odata.type":"#Int64","S":7}"##,
            r##"{"@odata.type":"#Test.Due","@odata.id":"https://yard.example/odata/Dues(5)","@odata.editLink":"https://yard.example/odata/Dues(5)","Cargo":"grain""##,
        ),
        (
            "minimal",
            r##"{"Cargo":"grain","N@odata.type":"#Decimal","N":1,"S@odata.type":"#Int64","S":7}"##,
            r#"[{"Cargo":"grain"},{"N@odata.type""#,
        ),
        ("none", r#"{"Cargo":"grain","N":1,"S":7}"#, r#"[{"Cargo":"grain"},{"N":1}]"#),
    ];
    with_peers(&harbour(), "standard", async |peers| {
        for (level, group, entity) in formats {
            let format = format!("application/json;odata.metadata={level}");
            let groups = format!(
                "Dues?$apply=filter(ID eq 5)/groupby((Cargo),aggregate($count as N,Tons with sum as S))&$format={format}"
            );
            let answer = peers.ask(&address(&groups)).await;
            assert!(answer.body.contains(group), "{level}: {}", answer.body);
            let mixed = format!(
                "Dues?$apply=filter(ID eq 5)/concat(topsum(1,Tons),aggregate($count as N))&$select=Cargo,N&$format={format}"
            );
            let answer = peers.ask(&address(&mixed)).await;
            assert!(answer.body.contains(entity), "{level}: {}", answer.body);
            assert_eq!(answer.body.matches("@odata.id").count(), usize::from(level == "full"));
        }
        let compatible = "Dues?$apply=groupby((Paid),aggregate($count as N,Tons with sum as S,Draft with max as D))&$top=1&$format=application/json;IEEE754Compatible=true";
        let answer = peers.ask(&address(compatible)).await;
        let row = r##"{"Paid":null,"N@odata.type":"#Decimal","N":"3","S@odata.type":"#Int64","S":"-5","D@odata.type":"#Double","D":1.7976931348623157e+308}"##;
        assert!(answer.body.contains(row), "{}", answer.body);
    })
    .await;
}
