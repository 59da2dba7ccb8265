//! Sorting by related values (section 5.1.1.15 and Protocol, section 11.2.6.2): nulls lowest.

use crate::support::peers::with_peers;

use super::{address, finds, roads};

#[tokio::test]
async fn rows_are_sorted_by_related_values() {
    finds(
        "standard",
        &[
            ("Vessels?$orderby=Owner/Name,ID", "4 5 10 8 1 3 2 9 7 6"),
            ("Vessels?$orderby=Owner/Name desc,ID desc", "6 7 9 2 3 1 8 10 5 4"),
            ("Vessels?$orderby=Owner/Country/Rank desc", "7 10 1 3 2 4 5 6 8 9"),
            ("Vessels?$orderby=Owner/Since,Name desc", "6 4 5 2 9 8 3 1 7 10"),
            ("Vessels?$orderby=Owner/Trusted desc,ID", "1 3 8 9 2 7 4 5 6 10"),
            ("Vessels?$orderby=Calls/$count desc,ID", "1 2 4 6 7 10 3 5 8 9"),
            ("Vessels?$orderby=Calls/$count($filter=Fee gt 10) desc,Name", "1 2 10 4 6 9 8 5 3 7"),
            ("Vessels?$orderby=Sister/Length sub Length,ID", "3 5 7 8 9 6 2 4 1 10"),
            ("Vessels?$orderby=Calls/any() desc,ID desc", "10 7 6 4 2 1 9 8 5 3"),
            ("Calls?$orderby=Vessel/Owner/Name,ID desc&$top=4", "20 19 17 15"),
            ("Vessels?$filter=Owner/Trusted ne null&$orderby=Owner/Name desc&$top=3", "7 9 2"),
        ],
    )
    .await;
}

/// The end of a page is told by related values too.
#[tokio::test]
async fn pages_go_on_behind_related_values() {
    with_peers(&roads(), "standard", async |peers| {
        for order in [
            "Owner/Name",
            "Owner/Name desc",
            "Owner/Country/Rank desc,Name",
            "Owner/Since desc",
            "Owner/Trusted",
            "Calls/$count desc",
            "Sister/Length",
        ] {
            let request = address(&format!("Vessels?$orderby={order}&$filter=Calls/all(c:c/ID gt 0)"));
            let whole = peers.ask(&request).await.rows();
            assert_eq!(whole.len(), 10, "{order}");
            for rows in [1, 2, 3, 7] {
                assert_eq!(peers.ask_pages(&request, rows).await, whole, "{order} by {rows}");
            }
        }
    })
    .await;
}

/// `$compute` may lead along navigation properties (section 5.1.3).
#[tokio::test]
async fn values_are_computed_of_related_rows() {
    with_peers(&roads(), "standard", async |peers| {
        let request = address(
            "Vessels?$compute=Owner/Name as Who,Calls/$count as Often,Owner/Since as Since&\
             $select=ID,Who,Often,Since&$filter=Often gt 1 and Calls/any(c:c/ID gt Often)&$orderby=Who desc",
        );
        let rows = peers.ask(&request).await.rows();
        let rows: Vec<String> = rows.iter().map(ToString::to_string).collect();
        let expected = [
            r##"{"ID":2,"Who":"Bärbel KG","Often@odata.type":"#Int64","Often":2,"Since@odata.type":"#Date","Since":null}"##,
            r##"{"ID":1,"Who":"Anna BV","Often@odata.type":"#Int64","Often":3,"Since@odata.type":"#Date","Since":"2001-02-28"}"##,
        ];
        assert_eq!(rows, expected);
    })
    .await;
}
