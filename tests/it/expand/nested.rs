use serde_json::json;

use super::{answers, harbour};
use crate::support::peers::with_peers;

/// Section 11.2.5.2.
#[tokio::test]
async fn related_entities_come_with_each_entity() {
    answers(&[
        (
            "Vessels?$select=VesselID&$expand=FlagState($select=State)",
            json!([
                { "VesselID": 1, "FlagState": { "State": "Germany" } },
                // Another letter case is another text.
                { "VesselID": 2, "FlagState": null },
                { "VesselID": 3, "FlagState": null },
                { "VesselID": 4, "FlagState": null },
                { "VesselID": 5, "FlagState": { "State": "Danmark" } },
                { "VesselID": 6, "FlagState": { "State": "日本" } },
                { "VesselID": 7, "FlagState": null },
            ]),
        ),
        (
            "Vessels?$select=VesselID&$expand=Calls($select=CallNo)&$filter=VesselID le 3",
            json!([
                { "VesselID": 1, "Calls": [{ "CallNo": 1 }, { "CallNo": 2 }, { "CallNo": 3 }] },
                { "VesselID": 2, "Calls": [{ "CallNo": 1 }] },
                { "VesselID": 3, "Calls": [] },
            ]),
        ),
        (
            "Calls?$select=VesselID,CallNo&$expand=Berth($select=Depth)&$filter=VesselID ne 5",
            json!([
                { "VesselID": 1, "CallNo": 1, "Berth": { "Depth": 10.5 } },
                { "VesselID": 1, "CallNo": 2, "Berth": null },
                { "VesselID": 1, "CallNo": 3, "Berth": null },
                { "VesselID": 2, "CallNo": 1, "Berth": { "Depth": -0.5 } },
                { "VesselID": 6, "CallNo": 1, "Berth": null },
                { "VesselID": 6, "CallNo": 2, "Berth": null },
            ]),
        ),
        (
            "Vessels(1)?$select=Name&$expand=Calls($select=CallNo;$expand=Cargo($select=LineNo))",
            json!({ "Name": "Anna", "Calls": [
                { "CallNo": 1, "Cargo": [{ "LineNo": 1 }, { "LineNo": 2 }, { "LineNo": 3 }, { "LineNo": 4 }, { "LineNo": 5 }] },
                { "CallNo": 2, "Cargo": [] },
                { "CallNo": 3, "Cargo": [] },
            ] }),
        ),
        (
            "Vessels?$select=VesselID&$expand=Dues($select=DueID)&$filter=VesselID in (1,2,6)",
            json!([
                { "VesselID": 1, "Dues": [{ "DueID": 1 }, { "DueID": 2 }] },
                { "VesselID": 2, "Dues": [] },
                { "VesselID": 6, "Dues": [{ "DueID": 4 }] },
            ]),
        ),
        (
            "Dues?$select=DueID&$expand=Of($select=Name)",
            json!([
                { "DueID": 1, "Of": { "Name": "Anna" } },
                { "DueID": 2, "Of": { "Name": "Anna" } },
                { "DueID": 3, "Of": null },
                { "DueID": 4, "Of": { "Name": "海の星" } },
                { "DueID": 5, "Of": null },
                { "DueID": 6, "Of": null },
            ]),
        ),
    ])
    .await;
}

/// Navigation properties of whatever a path leads to, and of either profile.
#[tokio::test]
async fn what_a_path_leads_to_is_expanded() {
    for profile in ["standard", "salesforce"] {
        with_peers(&harbour(), profile, async |peers| {
            for (address, expected) in [
                (
                    "Vessels(1)/Calls?$select=CallNo&$expand=Cargo/$count&$top=2",
                    json!([{ "CallNo": 1, "Cargo@odata.count": 5 }, { "CallNo": 2, "Cargo@odata.count": 0 }]),
                ),
                (
                    "Vessels(1)/Calls(VesselID=1,CallNo=1)?$select=CallNo&$expand=Vessel($select=Name)",
                    json!({ "CallNo": 1, "Vessel": { "Name": "Anna" } }),
                ),
                (
                    "Dues(4)/Of?$select=Name&$expand=FlagState",
                    json!({ "Name": "海の星", "FlagState": { "Code": "jp", "State": "日本" } }),
                ),
                ("Vessels/$count?$expand=Calls", json!(7)),
            ] {
                let mut json = peers.ask(address).await.json();
                if let Some(object) = json.as_object_mut() {
                    object.remove("@odata.context");
                    json = object.remove("value").unwrap_or(json);
                }
                assert_eq!(json, expected, "{profile} {address}");
            }
        })
        .await;
    }
}
