use serde_json::json;

use super::{answers, with_harbour};

/// Entities that a link table pairs: a row of it that stands twice pairs once, and one with null or
/// with a key that nothing has pairs nothing.
#[tokio::test]
async fn links_lead_both_ways() {
    answers(&[
        (
            "Vessels?$select=VesselID&$expand=Pilots($select=PilotID)",
            json!([
                { "VesselID": 1, "Pilots": [{ "PilotID": 1 }, { "PilotID": 2 }] },
                { "VesselID": 2, "Pilots": [{ "PilotID": 1 }, { "PilotID": 6 }] },
                { "VesselID": 3, "Pilots": [] },
                { "VesselID": 4, "Pilots": [] },
                { "VesselID": 5, "Pilots": [{ "PilotID": 2 }, { "PilotID": 3 }, { "PilotID": 4 }, { "PilotID": 5 }] },
                { "VesselID": 6, "Pilots": [] },
                { "VesselID": 7, "Pilots": [] },
            ]),
        ),
        (
            "Pilots?$select=PilotID&$expand=Vessels($select=VesselID;$orderby=VesselID desc)",
            json!([
                { "PilotID": 1, "Vessels": [{ "VesselID": 2 }, { "VesselID": 1 }] },
                { "PilotID": 2, "Vessels": [{ "VesselID": 5 }, { "VesselID": 1 }] },
                { "PilotID": 3, "Vessels": [{ "VesselID": 5 }] },
                { "PilotID": 4, "Vessels": [{ "VesselID": 5 }] },
                { "PilotID": 5, "Vessels": [{ "VesselID": 5 }] },
                { "PilotID": 6, "Vessels": [{ "VesselID": 2 }] },
            ]),
        ),
        (
            "Vessels?$select=VesselID&$filter=VesselID in (1,3,5)&$expand=Pilots($select=Name;$skip=1;$top=2;$count=true;$orderby=Name desc)",
            json!([
                { "VesselID": 1, "Pilots@odata.count": 2, "Pilots": [{ "Name": "Ada" }] },
                { "VesselID": 3, "Pilots@odata.count": 0, "Pilots": [] },
                { "VesselID": 5, "Pilots@odata.count": 4, "Pilots": [{ "Name": "Eve" }, { "Name": "Dö" }] },
            ]),
        ),
        (
            "Vessels?$select=VesselID&$filter=VesselID in (1,5)&$expand=Pilots($select=Name;$compute=length(Name) as Len;$filter=matchesPattern(Name,'a|e');$top=1;$count=true)",
            json!([
                { "VesselID": 1, "Pilots@odata.count": 1, "Pilots": [{ "Name": "Ada" }] },
                { "VesselID": 5, "Pilots@odata.count": 2, "Pilots": [{ "Name": "Çelik" }] },
            ]),
        ),
        // Texts are the same by every letter, whatever the columns' collations say.
        (
            "Vessels?$select=VesselID&$expand=Certificates($select=Code;$top=9)",
            json!([
                { "VesselID": 1, "Certificates": [{ "Code": "ISO" }, { "Code": "solas" }] },
                { "VesselID": 2, "Certificates": [] },
                { "VesselID": 3, "Certificates": [] },
                { "VesselID": 4, "Certificates": [] },
                { "VesselID": 5, "Certificates": [{ "Code": "ISO" }, { "Code": "ballast" }] },
                { "VesselID": 6, "Certificates": [] },
                { "VesselID": 7, "Certificates": [] },
            ]),
        ),
        (
            "Vessels?$select=VesselID&$filter=VesselID le 5&$expand=Certificates/$count",
            json!([
                { "VesselID": 1, "Certificates@odata.count": 2 },
                { "VesselID": 2, "Certificates@odata.count": 0 },
                { "VesselID": 3, "Certificates@odata.count": 0 },
                { "VesselID": 4, "Certificates@odata.count": 0 },
                { "VesselID": 5, "Certificates@odata.count": 2 },
            ]),
        ),
        (
            "Pilots(5)?$select=Name&$expand=Vessels($select=Name;$expand=Pilots($select=Name;$expand=Mentor($select=Name)))",
            json!({ "Name": "Eve", "Vessels": [{ "Name": "Øresund", "Pilots": [
                { "Name": "Bo", "Mentor": { "Name": "Ada" } },
                { "Name": "Çelik", "Mentor": { "Name": "Ada" } },
                { "Name": "Dö", "Mentor": { "Name": "Bo" } },
                { "Name": "Eve", "Mentor": { "Name": "Dö" } },
            ] }] }),
        ),
    ])
    .await;
}

/// Section 11.2.5.2.1.1: `$levels` follows a navigation property to its own type.
#[tokio::test]
async fn levels_repeat_an_expand() {
    answers(&[
        (
            "Pilots?$select=PilotID&$filter=PilotID in (1,3,6)&$expand=Pupils($select=PilotID;$levels=2)",
            json!([
                { "PilotID": 1, "Pupils": [{ "PilotID": 2, "Pupils": [{ "PilotID": 4 }] }, { "PilotID": 3, "Pupils": [] }] },
                { "PilotID": 3, "Pupils": [] },
                { "PilotID": 6, "Pupils": [{ "PilotID": 6, "Pupils": [{ "PilotID": 6 }] }] },
            ]),
        ),
        (
            "Pilots(5)?$select=Name&$expand=Mentor($select=Name;$levels=max)",
            json!({ "Name": "Eve", "Mentor": { "Name": "Dö", "Mentor": { "Name": "Bo", "Mentor": { "Name": "Ada", "Mentor": null } } } }),
        ),
        (
            "Pilots(1)?$select=Name&$expand=Pupils($select=Name;$levels=3;$top=1;$orderby=PilotID desc;$count=true)",
            json!({ "Name": "Ada", "Pupils@odata.count": 2, "Pupils": [{ "Name": "Çelik", "Pupils@odata.count": 0, "Pupils": [] }] }),
        ),
        (
            "Pilots(2)?$select=Name&$expand=*($levels=2)",
            json!({
                "Name": "Bo",
                "Mentor": {
                    "PilotID": 1, "Name": "Ada", "MentorID": null, "Mentor": null,
                    "Pupils": [{ "PilotID": 2, "Name": "Bo", "MentorID": 1 }, { "PilotID": 3, "Name": "Çelik", "MentorID": 1 }],
                    "Vessels": [
                        { "VesselID": 1, "Name": "Anna", "Flag": "de", "Tonnage": 1200.5 },
                        { "VesselID": 2, "Name": "Bärbel", "Flag": "DE", "Tonnage": 99.0 },
                    ],
                },
                "Pupils": [{
                    "PilotID": 4, "Name": "Dö", "MentorID": 2,
                    "Mentor": { "PilotID": 2, "Name": "Bo", "MentorID": 1 },
                    "Pupils": [{ "PilotID": 5, "Name": "Eve", "MentorID": 4 }],
                    "Vessels": [{ "VesselID": 5, "Name": "Øresund", "Flag": "dk", "Tonnage": -1.0 }],
                }],
                "Vessels": [
                    {
                        "VesselID": 1, "Name": "Anna", "Flag": "de", "Tonnage": 1200.5,
                        "FlagState": { "Code": "de", "State": "Germany" },
                        "Calls": [
                            { "VesselID": 1, "CallNo": 1, "Quay": "Nord", "BerthNo": 1, "Arrived": "2024-02-29T23:59:59.123456Z", "Remark": "first" },
                            { "VesselID": 1, "CallNo": 2, "Quay": "nord", "BerthNo": 1, "Arrived": "1969-12-31T23:59:59Z", "Remark": null },
                            { "VesselID": 1, "CallNo": 3, "Quay": "Nord", "BerthNo": null, "Arrived": null, "Remark": "" },
                        ],
                        "Dues": [{ "DueID": 1, "Vessel": 1.0, "Amount": 100 }, { "DueID": 2, "Vessel": 1.0, "Amount": 200 }],
                        "Pilots": [{ "PilotID": 1, "Name": "Ada", "MentorID": null }, { "PilotID": 2, "Name": "Bo", "MentorID": 1 }],
                        "Certificates": [{ "Code": "ISO", "Title": "Quality" }, { "Code": "solas", "Title": "Safety" }],
                    },
                    {
                        "VesselID": 5, "Name": "Øresund", "Flag": "dk", "Tonnage": -1.0,
                        "FlagState": { "Code": "dk", "State": "Danmark" },
                        "Calls": (1..=8).map(|call| json!({
                            "VesselID": 5, "CallNo": call, "Quay": "Nord", "BerthNo": call % 3, "Arrived": null, "Remark": null
                        })).collect::<Vec<_>>(),
                        "Dues": [],
                        "Pilots": [
                            { "PilotID": 2, "Name": "Bo", "MentorID": 1 },
                            { "PilotID": 3, "Name": "Çelik", "MentorID": 1 },
                            { "PilotID": 4, "Name": "Dö", "MentorID": 2 },
                            { "PilotID": 5, "Name": "Eve", "MentorID": 4 },
                        ],
                        "Certificates": [{ "Code": "ISO", "Title": "Quality" }, { "Code": "ballast", "Title": "Wasser" }],
                    },
                ],
            }),
        ),
    ])
    .await;
}

/// Section 11.2.4 and URL Conventions, section 4.3: a path leads through a link too, with all options.
#[tokio::test]
async fn paths_lead_through_links() {
    answers(&[
        ("Vessels(1)/Pilots?$select=Name", json!([{ "Name": "Ada" }, { "Name": "Bo" }])),
        ("Vessels(4)/Pilots", json!([])),
        ("Vessels(1)/Certificates?$select=Code", json!([{ "Code": "ISO" }, { "Code": "solas" }])),
        ("Vessels(2)/Certificates", json!([])),
        ("Vessels(5)/Pilots?$select=Name&$orderby=Name desc&$skip=1&$top=2", json!([{ "Name": "Eve" }, { "Name": "Dö" }])),
        (
            "Vessels(5)/Pilots?$select=Name&$filter=matchesPattern(Name,'o')&$expand=Vessels($select=VesselID)",
            json!([{ "Name": "Bo", "Vessels": [{ "VesselID": 1 }, { "VesselID": 5 }] }]),
        ),
        ("Vessels(5)/Pilots(4)?$select=Name", json!({ "Name": "Dö" })),
        ("Vessels(5)/Pilots(4)/Mentor/Vessels?$select=VesselID", json!([{ "VesselID": 1 }, { "VesselID": 5 }])),
        ("Pilots(2)/Vessels?$select=VesselID", json!([{ "VesselID": 1 }, { "VesselID": 5 }])),
    ])
    .await;
    with_harbour(async |peers| {
        for (address, count) in [
            ("Vessels(1)/Pilots/$count", 2),
            ("Vessels(5)/Pilots/$count?$filter=PilotID%20gt%203", 2),
            ("Vessels(3)/Pilots/$count", 0),
        ] {
            assert_eq!(peers.ask(address).await.json(), json!(count), "{address}");
        }
        for address in ["Vessels(1)/Pilots(6)", "Vessels(99)/Pilots", "Vessels(99)/Pilots/$count"] {
            assert_eq!(peers.ask(address).await.status, 404, "{address}");
        }
        let pages = peers.ask_pages("Vessels(5)/Pilots?$select=PilotID&$count=true", 2).await;
        assert_eq!(pages, [2, 3, 4, 5].map(|id| json!({ "PilotID": id })));
    })
    .await;
}
