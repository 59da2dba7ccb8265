use serde_json::json;

use super::{answers, refusals};

/// Section 11.2.5.2.1: options apply to the related entities of each entity by itself.
#[tokio::test]
async fn each_entity_has_a_page_of_related_ones() {
    answers(&[
        (
            "Vessels?$select=VesselID&$filter=VesselID in (1,4,5)&$expand=Calls($select=CallNo;$top=2;$skip=1)",
            json!([
                { "VesselID": 1, "Calls": [{ "CallNo": 2 }, { "CallNo": 3 }] },
                { "VesselID": 4, "Calls": [] },
                { "VesselID": 5, "Calls": [{ "CallNo": 2 }, { "CallNo": 3 }] },
            ]),
        ),
        (
            "Vessels?$select=VesselID&$filter=VesselID in (1,2,4,5)&$expand=Calls($select=CallNo;$orderby=BerthNo desc,CallNo desc;$top=3;$count=true)",
            json!([
                { "VesselID": 1, "Calls@odata.count": 3, "Calls": [{ "CallNo": 2 }, { "CallNo": 1 }, { "CallNo": 3 }] },
                { "VesselID": 2, "Calls@odata.count": 1, "Calls": [{ "CallNo": 1 }] },
                { "VesselID": 4, "Calls@odata.count": 0, "Calls": [] },
                { "VesselID": 5, "Calls@odata.count": 8, "Calls": [{ "CallNo": 8 }, { "CallNo": 5 }, { "CallNo": 2 }] },
            ]),
        ),
        // The total does not depend on the page, not even where the page is empty.
        (
            "Vessels?$select=VesselID&$filter=VesselID in (1,5)&$expand=Calls($select=CallNo;$skip=5;$count=true)",
            json!([
                { "VesselID": 1, "Calls@odata.count": 3, "Calls": [] },
                { "VesselID": 5, "Calls@odata.count": 8, "Calls": [{ "CallNo": 6 }, { "CallNo": 7 }, { "CallNo": 8 }] },
            ]),
        ),
        (
            "Vessels?$select=VesselID&$filter=VesselID in (1,4)&$expand=Calls($top=0;$count=true)",
            json!([
                { "VesselID": 1, "Calls@odata.count": 3, "Calls": [] },
                { "VesselID": 4, "Calls@odata.count": 0, "Calls": [] },
            ]),
        ),
        (
            "Vessels?$select=VesselID&$filter=VesselID in (1,4)&$expand=Calls($top=0)",
            json!([{ "VesselID": 1, "Calls": [] }, { "VesselID": 4, "Calls": [] }]),
        ),
        (
            "Vessels?$select=VesselID&$filter=VesselID in (1,5)&$expand=Calls($select=CallNo;$count=true;$filter=BerthNo eq 1)",
            json!([
                { "VesselID": 1, "Calls@odata.count": 2, "Calls": [{ "CallNo": 1 }, { "CallNo": 2 }] },
                { "VesselID": 5, "Calls@odata.count": 3, "Calls": [{ "CallNo": 1 }, { "CallNo": 4 }, { "CallNo": 7 }] },
            ]),
        ),
        // What no database checks is checked here, page and total included.
        (
            "Calls?$select=CallNo&$filter=VesselID in (1,5) and CallNo le 2&$expand=Cargo($select=LineNo;$filter=matchesPattern(Goods,'^.a');$skip=1;$top=1;$count=true)",
            json!([
                { "CallNo": 1, "Cargo@odata.count": 2, "Cargo": [{ "LineNo": 2 }] },
                { "CallNo": 2, "Cargo@odata.count": 0, "Cargo": [] },
                { "CallNo": 1, "Cargo@odata.count": 0, "Cargo": [] },
                { "CallNo": 2, "Cargo@odata.count": 2, "Cargo": [{ "LineNo": 2 }] },
            ]),
        ),
        (
            "Calls?$select=CallNo&$filter=VesselID eq 5 and CallNo le 3&$expand=Cargo($select=Goods;$orderby=length(Goods),tolower(Goods) desc;$top=2)",
            json!([
                { "CallNo": 1, "Cargo": [] },
                { "CallNo": 2, "Cargo": [{ "Goods": "Öl" }, { "Goods": "Erz" }] },
                { "CallNo": 3, "Cargo": [{ "Goods": "Kaffee" }, { "Goods": "kaffee" }] },
            ]),
        ),
        (
            "Calls?$select=CallNo&$filter=VesselID eq 5 and CallNo le 3&$expand=Cargo($select=Goods;$search=kaffee;$top=1;$skip=1)",
            json!([
                { "CallNo": 1, "Cargo": [] },
                { "CallNo": 2, "Cargo": [{ "Goods": "kaffee" }] },
                { "CallNo": 3, "Cargo": [{ "Goods": "kaffee" }] },
            ]),
        ),
        // Computed values stand with the others, in the order of pages too.
        (
            "Calls?$select=CallNo&$filter=VesselID eq 5 and CallNo le 3&$expand=Cargo($compute=LineNo mul 10 as Ten;$select=Ten;$orderby=Ten desc;$top=1)",
            json!([
                { "CallNo": 1, "Cargo": [] },
                { "CallNo": 2, "Cargo": [{ "Ten@odata.type": "#Int64", "Ten": 50 }] },
                { "CallNo": 3, "Cargo": [{ "Ten@odata.type": "#Int64", "Ten": 20 }] },
            ]),
        ),
        // OData 4.01: names without $, and aliases declared outside and inside.
        (
            "Vessels?select=VesselID&filter=VesselID eq 5&expand=Calls(select=CallNo;filter=CallNo ge @least and CallNo le @most;@most=4)&@least=3",
            json!([{ "VesselID": 5, "Calls": [{ "CallNo": 3 }, { "CallNo": 4 }] }]),
        ),
    ])
    .await;
}

/// URL Conventions, section 5.1.3.
#[tokio::test]
async fn references_and_counts_stand_for_entities() {
    answers(&[
        (
            "Vessels?$select=VesselID&$filter=VesselID in (1,3)&$expand=Calls/$ref($filter=CallNo gt 1;$count=true),FlagState/$ref",
            json!([
                {
                    "VesselID": 1,
                    "FlagState": { "@odata.id": "https://yard.example/odata/Flags('de')" },
                    "Calls@odata.count": 2,
                    "Calls": [
                        { "@odata.id": "https://yard.example/odata/Calls(VesselID=1,CallNo=2)" },
                        { "@odata.id": "https://yard.example/odata/Calls(VesselID=1,CallNo=3)" },
                    ],
                },
                { "VesselID": 3, "FlagState": null, "Calls@odata.count": 0, "Calls": [] },
            ]),
        ),
        (
            "Vessels?$select=VesselID&$expand=Calls/$count,Pilots/$count($filter=PilotID lt 5)",
            json!([
                { "VesselID": 1, "Calls@odata.count": 3, "Pilots@odata.count": 2 },
                { "VesselID": 2, "Calls@odata.count": 1, "Pilots@odata.count": 1 },
                { "VesselID": 3, "Calls@odata.count": 0, "Pilots@odata.count": 0 },
                { "VesselID": 4, "Calls@odata.count": 0, "Pilots@odata.count": 0 },
                { "VesselID": 5, "Calls@odata.count": 8, "Pilots@odata.count": 3 },
                { "VesselID": 6, "Calls@odata.count": 2, "Pilots@odata.count": 0 },
                { "VesselID": 7, "Calls@odata.count": 0, "Pilots@odata.count": 0 },
            ]),
        ),
        (
            "Calls?$select=CallNo&$filter=VesselID eq 5 and CallNo le 3&$expand=Cargo/$count($search=kaffee)",
            json!([
                { "CallNo": 1, "Cargo@odata.count": 0 },
                { "CallNo": 2, "Cargo@odata.count": 2 },
                { "CallNo": 3, "Cargo@odata.count": 2 },
            ]),
        ),
        (
            "Calls?$select=CallNo&$filter=VesselID eq 5 and CallNo le 3&$expand=Cargo/$count($filter=matchesPattern(Goods,'^K'))",
            json!([
                { "CallNo": 1, "Cargo@odata.count": 0 },
                { "CallNo": 2, "Cargo@odata.count": 1 },
                { "CallNo": 3, "Cargo@odata.count": 1 },
            ]),
        ),
        (
            "Calls?$select=CallNo&$filter=VesselID eq 1&$expand=*/$ref,Cargo($select=LineNo;$top=1)",
            json!([
                {
                    "CallNo": 1,
                    "Vessel": { "@odata.id": "https://yard.example/odata/Vessels(1)" },
                    "Berth": { "@odata.id": "https://yard.example/odata/Berths(Quay='Nord',BerthNo=1)" },
                    "Cargo": [{ "LineNo": 1 }],
                },
                { "CallNo": 2, "Vessel": { "@odata.id": "https://yard.example/odata/Vessels(1)" }, "Berth": null, "Cargo": [] },
                { "CallNo": 3, "Vessel": { "@odata.id": "https://yard.example/odata/Vessels(1)" }, "Berth": null, "Cargo": [] },
            ]),
        ),
        (
            "Flags('dk')?$expand=*",
            json!({ "Code": "dk", "State": "Danmark", "Vessels": [
                { "VesselID": 5, "Name": "Øresund", "Flag": "dk", "Tonnage": -1.0 },
            ] }),
        ),
    ])
    .await;
}

#[tokio::test]
async fn what_has_no_meaning_is_refused_by_name() {
    refusals(&[
        ("Vessels?$expand=Calls,Calls", 400, "$expand, position 6: 'Calls' is expanded twice"),
        ("Vessels?$expand=*,*/$ref", 400, "$expand, position 2: * stands twice"),
        ("Vessels?$expand=Cals", 400, "$expand, position 0: Vessel has no navigation property 'Cals'"),
        (
            "Vessels?$expand=calls",
            400,
            "$expand, position 0: Vessel has no navigation property 'calls'; names are case-sensitive: write Calls",
        ),
        ("Vessels?$expand=Name", 400, "$expand, position 0: 'Name' is a property of Vessel; name it in $select"),
        (
            "Vessels?$expand=Calls/Cargo",
            400,
            "$expand, position 0: paths end with the first navigation property; write Calls($expand=…)",
        ),
        (
            "Vessels?$expand=FlagState($top=1)",
            400,
            "$expand, position 0: FlagState($top): has no meaning for this resource",
        ),
        (
            "Vessels?$expand=Calls($filter=Nme eq 1)",
            400,
            "$expand, position 14: Calls($filter): Call has no property 'Nme'",
        ),
        (
            "Vessels?$expand=Calls($expand=Cargo($orderby=Nme))",
            400,
            "$expand, position 29: Calls($expand): Cargo($orderby): Cargo has no property 'Nme'",
        ),
        ("Vessels?$expand=FlagState/$count", 400, "$expand, position 0: 'FlagState' leads to one entity and has no /$count"),
        (
            "Vessels?$expand=Calls($levels=2)",
            400,
            "$expand, position 0: $levels needs a navigation property that leads to its own type, which 'Calls' does not",
        ),
        ("Pilots?$expand=Pupils($levels=0)", 400, "$expand: expected a positive number or 'max' at position 15, found '0'"),
        (
            "Pilots?$expand=Pupils($levels=11)",
            400,
            "$expand, position 0: no more than 10 levels and 60 navigation properties are expanded in one request",
        ),
        (
            "Pilots?$expand=Pupils($levels=2;$expand=Pupils)",
            400,
            "$expand, position 0: 'Pupils' is expanded twice: by $levels, and by the $expand inside",
        ),
        ("Pilots?$expand=Pupils($apply=identity)", 501, "$expand, position 0: Pupils($apply): not supported by this service"),
        ("Vessels?$expand=$value", 501, "$expand, position 0: media streams are not expanded"),
        ("Vessels(1)/Name?$expand=Calls", 400, "$expand: has no meaning for this resource"),
        ("Vessels/$ref?$expand=Calls", 400, "$expand: has no meaning for references to entities"),
        ("Vessels?$expand=Calls($search=x)", 501, "this entity set has no search"),
    ])
    .await;
}
