//! Paths along single-valued navigation properties (section 5.1.1.15): null where they lead to nothing.

use super::finds;

#[tokio::test]
async fn values_of_related_entities_are_compared() {
    finds(
        "standard",
        &[
            ("Vessels?$filter=Owner/Name eq 'Anna BV'", "1 3"),
            ("Vessels?$filter=Owner/Name eq null", "4 5 10"),
            ("Vessels?$filter=Owner/Name ne null", "1 2 3 6 7 8 9"),
            ("Vessels?$filter=Owner/Name ne 'Anna BV'", "2 4 5 6 7 8 9 10"),
            ("Vessels?$filter=Owner/Name eq ''", "8"),
            ("Vessels?$filter=not (Owner/Name eq '')", "1 2 3 4 5 6 7 9 10"),
            ("Vessels?$filter=Owner/Name lt 'B'", "1 3 8"),
            ("Vessels?$filter=Owner/Name ge 'N'", "6 7 9"),
            ("Vessels?$filter=Owner/Name in ('Anna BV','Nobody',null)", "1 3 4 5 9 10"),
            ("Vessels?$filter=Owner/Trusted", "1 3 8 9"),
            ("Vessels?$filter=not Owner/Trusted", "2 7"),
            ("Vessels?$filter=Owner/Trusted eq false", "2 7"),
            ("Vessels?$filter=Owner/Trusted ne true", "2 4 5 6 7 10"),
            ("Vessels?$filter=Owner/Trusted eq null", "4 5 6 10"),
            ("Vessels?$filter=Owner/Since lt 2020-01-01", "1 3 8"),
            ("Vessels?$filter=Owner/Since eq 2024-02-29 or Owner/Name eq 'Nobody'", "7 9 10"),
            ("Vessels?$filter=Owner/Name eq 'Anna BV' and Owner/Trusted and Length gt 1", "1"),
            ("Calls?$filter=Vessel/Length ge 120.0", "13 14 16"),
            ("Calls?$filter=Vessel/Length eq Fee", ""),
            ("Cargo?$filter=Call/Vessel/Owner/Country/Name eq 'Nederland'&$orderby=Line", "10 11 10"),
        ],
    )
    .await;
}

#[tokio::test]
async fn paths_lead_on() {
    finds(
        "standard",
        &[
            ("Vessels?$filter=Owner/Country/Name eq 'Nederland'", "1 3"),
            ("Vessels?$filter=Owner/Country/Rank ge 2", "7 10"),
            ("Vessels?$filter=Owner/Country/Rank eq null", "2 4 5 6 8 9"),
            ("Vessels?$filter=Sister/Sister/Name eq Name", "1 2 4"),
            ("Vessels?$filter=Sister/Length gt Length", "1 10"),
            ("Vessels?$filter=Sister/Length eq Length", "3 4 8"),
            ("Vessels?$filter=Sister/Length ne Length", "1 2 5 6 7 9 10"),
            ("Vessels?$filter=Sister/Owner/Name eq Owner/Name", "4 5"),
            ("Vessels?$filter=$it/Owner/Name eq 'Anna BV'", "1 3"),
            ("Vessels?$filter=Owner/Name eq 'Anna BV' or Sister/Name eq 'Anna'", "1 2 3 6"),
        ],
    )
    .await;
}

/// Protocol, section 13.2.2: a single-valued navigation property is compared with null.
#[tokio::test]
async fn an_entity_is_there_or_not() {
    finds(
        "standard",
        &[
            ("Vessels?$filter=Owner eq null", "4 5"),
            ("Vessels?$filter=null ne Owner", "1 2 3 6 7 8 9 10"),
            ("Vessels?$filter=Owner/Country eq null", "4 5 6 8"),
            ("Vessels?$filter=Calls/any(c:c/Vessel eq null)", ""),
            ("Calls?$filter=Vessel eq null", "17 19"),
            ("Cargo?$filter=Call ne null and Line eq 2", "10 13 16"),
        ],
    )
    .await;
}

#[tokio::test]
async fn functions_and_arithmetic_take_paths() {
    finds(
        "standard",
        &[
            ("Vessels?$filter=contains(Owner/Name,'A')", "1 3 6 7"),
            ("Vessels?$filter=not contains(Owner/Name,'A')", "2 8 9"),
            ("Vessels?$filter=startswith(Owner/Country/Name,'Ned')", "1 3"),
            ("Vessels?$filter=tolower(Owner/Country/Name) eq 'lower'", "10"),
            ("Vessels?$filter=concat(Owner/Name,Name) eq 'Anna BVanna'", "3"),
            ("Vessels?$filter=length(Owner/Name) eq 0", "8"),
            ("Vessels?$filter=year(Owner/Since) eq 2024", "7 10"),
            ("Vessels?$filter=Sister/ID add 1 eq ID", "2 9"),
            ("Vessels?$filter=Sister/Length mul 2 gt 200", "1"),
            ("Vessels?$filter=cast(Owner/ID,Edm.String) eq '1'", "1 3"),
            ("Vessels?$filter=case(Owner/Trusted:1,true:2) eq 1", "1 3 8 9"),
        ],
    )
    .await;
}

/// The `salesforce` profile takes blank text for null, of related entities too.
#[tokio::test]
async fn blank_text_is_null_to_salesforce() {
    finds(
        "salesforce",
        &[
            ("Vessels?$filter=Owner/Name eq null", "4 5 8 10"),
            ("Vessels?$filter=Owner/Name eq ''", "4 5 8 10"),
            ("Vessels?$filter=Owner/Name ne ''", "1 2 3 6 7 9"),
            ("Vessels?$filter=Owner/Name in ('Nobody','')", "4 5 8 9 10"),
            ("Vessels?$filter=Calls/any(c:c/Note eq null)", "1 7"),
        ],
    )
    .await;
}
