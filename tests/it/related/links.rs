//! Conditions and orders through link tables: a pair that is written twice relates once, and an end
//! that is null or missing relates nothing.

use super::finds;

#[tokio::test]
async fn conditions_lead_through_links() {
    finds(
        "standard",
        &[
            ("Vessels?$filter=Flags/any()", "1 2 4 7"),
            ("Vessels?$filter=not Flags/any()", "3 5 6 8 9 10"),
            ("Vessels?$filter=Flags/any(f:f/Name eq 'Deutschland')", "1 2"),
            ("Vessels?$filter=Flags/any(f:f/Rank eq null)", "1 2 4"),
            ("Vessels?$filter=Flags/all(f:f/Rank ne null)", "3 5 6 7 8 9 10"),
            ("Vessels?$filter=Flags/$count eq 2", "1 4"),
            ("Vessels?$filter=Flags/$count($filter=Rank ne null) eq 1", "1 4 7"),
            ("Vessels?$filter=Flags/$filter(Rank eq null)/$count eq 1", "1 2 4"),
            ("Vessels?$filter=Flags/any(f:f/Code eq '')", "4"),
            ("Vessels?$filter=Flags/any(f:startswith(f/Name,$it/Name))", ""),
            ("Vessels?$filter=Flags/any(f:f/Owners/any(o:o/ID eq $it/OwnerID))", "1 2 7"),
            ("Countries?$filter=Flies/any()&$orderby=Code", " DE NL ÅX"),
            ("Countries?$filter=Flies/$count gt 1&$orderby=Code", "DE ÅX"),
            ("Countries?$filter=Flies/any(v:v/Flags/any(f:f/Code eq 'NL'))&$orderby=Code", "DE NL"),
            ("Countries?$filter=Flies/any(v:v/Owner/Country/Code eq $it/Code)&$orderby=Code", "DE NL ÅX"),
            ("Vessels?$filter=Owner/Country/Flies/any(v:v/ID eq $it/ID)", "1 2 7"),
            ("Vessels?$orderby=Flags/$count desc,ID", "1 4 2 7 3 5 6 8 9 10"),
        ],
    )
    .await;
}

#[tokio::test]
async fn one_entity_may_lie_behind_a_link() {
    finds(
        "standard",
        &[
            ("Vessels?$filter=Registered/Name eq 'Deutschland'", "1"),
            ("Vessels?$filter=Registered/Name ne 'Deutschland'", "2 3 4 5 6 7 8 9 10"),
            ("Vessels?$filter=Registered/Rank eq null", "1 3 4 6 7 8 9 10"),
            ("Vessels?$filter=Registered eq null", "3 4 6 7 8 9 10"),
            ("Vessels?$filter=Registered ne null", "1 2 5"),
            ("Vessels?$filter=Registered/Flies/any(v:v/ID eq $it/ID)", "1"),
            ("Vessels?$filter=Registered/Flies/$count eq 2", "1 5"),
            ("Vessels?$filter=Sister/Registered/Code eq 'DE'", "2 6"),
            ("Vessels?$filter=contains(Registered/Name,'land') or Length lt 1", "1 2 5 10"),
            ("Vessels?$orderby=Registered/Name desc,ID", "5 2 1 3 4 6 7 8 9 10"),
            ("Calls?$filter=Vessel/Registered/Rank eq 1", "13 14"),
            ("Calls?$filter=Vessel/Flags/any(f:f/Code eq 'DE')", "10 11 12 13 14"),
        ],
    )
    .await;
}
