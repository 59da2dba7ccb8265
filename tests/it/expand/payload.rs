use super::with_harbour;

const ROOT: &str = "https://yard.example/odata";

/// Section 10: what the context URL says of what is selected and expanded, to a client of OData 4.01
/// and to one of 4.0, which is told of an expanded property only where that says something.
#[tokio::test]
async fn context_urls_tell_the_shape() {
    with_harbour(async |peers| {
        for (address, new, old) in [
            ("Vessels?$expand=Calls", "Vessels(Calls())", "Vessels"),
            ("Vessels(1)?$expand=Calls", "Vessels(Calls())/$entity", "Vessels/$entity"),
            ("Vessels?$select=Name&$expand=Calls", "Vessels(Name,Calls())", "Vessels(Name)"),
            ("Vessels?$select=Name,Calls&$expand=Calls", "Vessels(Name,Calls,Calls())", "Vessels(Name,Calls)"),
            ("Vessels?$select=Calls", "Vessels(Calls)", "Vessels(Calls)"),
            ("Vessels(1)?$select=Calls", "Vessels(Calls)/$entity", "Vessels(Calls)/$entity"),
            (
                "Vessels?$select=Calls&$expand=Calls($select=CallNo)",
                "Vessels(Calls,Calls(CallNo))",
                "Vessels(Calls,Calls(CallNo))",
            ),
            (
                "Vessels?$expand=FlagState($select=State),Calls($select=CallNo;$expand=Cargo($select=LineNo,Goods),Berth)",
                "Vessels(FlagState(State),Calls(CallNo,Berth(),Cargo(LineNo,Goods)))",
                "Vessels(FlagState(State),Calls(CallNo,Cargo(LineNo,Goods)))",
            ),
            ("Vessels?$expand=Calls/$ref,Pilots/$count", "Vessels", "Vessels"),
            (
                "Vessels?$expand=Calls($compute=CallNo add 1 as Next)",
                "Vessels(Calls(*,Next))",
                "Vessels(Calls(*,Next))",
            ),
            (
                "Pilots(1)?$expand=Pupils($levels=3;$select=Name)",
                "Pilots(Pupils+(Name))/$entity",
                "Pilots(Pupils+(Name))/$entity",
            ),
            ("Pilots?$expand=Pupils($levels=max)", "Pilots(Pupils+())", "Pilots(Pupils+())"),
            ("Pilots?$expand=Pupils($levels=1)", "Pilots(Pupils())", "Pilots"),
            ("Dues(1)/Of?$expand=FlagState", "Vessels(FlagState())/$entity", "Vessels/$entity"),
        ] {
            for (version, expected) in [("4.01", new), ("4.0", old)] {
                let answer = peers.ask_version(&address.replace(' ', "%20"), version).await.json();
                let context = answer["@odata.context"].as_str().unwrap();
                assert_eq!(context, format!("{ROOT}/$metadata#{expected}"), "{address} in {version}");
            }
        }
    })
    .await;
}

/// JSON Format, sections 8.1 to 8.3: links stand before what they lead to, and every entity has its
/// own.
#[tokio::test]
async fn all_metadata_stands_at_every_level() {
    with_harbour(async |peers| {
        let full = "&$format=application/json;odata.metadata=full";
        let asked = "Vessels(2)?$select=VesselID&$expand=Calls($select=CallNo;$count=true;$expand=Berth($select=BerthNo)),FlagState,Dues/$ref,Pilots/$count";
        let body = peers.ask(&format!("{asked}{full}")).await.body;
        let expected = r##"{"@odata.context":"ROOT/$metadata#Vessels(VesselID,Calls(CallNo,Berth(BerthNo)))/$entity","@odata.type":"#Test.Vessel","@odata.id":"ROOT/Vessels(2)","@odata.editLink":"ROOT/Vessels(2)","VesselID@odata.type":"#Int32","VesselID":2,
"Certificates@odata.associationLink":"ROOT/Vessels(2)/Certificates/$ref","Certificates@odata.navigationLink":"ROOT/Vessels(2)/Certificates",
"FlagState@odata.associationLink":"ROOT/Vessels(2)/FlagState/$ref","FlagState@odata.navigationLink":"ROOT/Vessels(2)/FlagState","FlagState":null,
"Calls@odata.associationLink":"ROOT/Vessels(2)/Calls/$ref","Calls@odata.navigationLink":"ROOT/Vessels(2)/Calls","Calls@odata.count":1,"Calls":[{"@odata.type":"#Test.Call","@odata.id":"ROOT/Calls(VesselID=2,CallNo=1)","@odata.editLink":"ROOT/Calls(VesselID=2,CallNo=1)","CallNo@odata.type":"#Int32","CallNo":1,
"Vessel@odata.associationLink":"ROOT/Calls(VesselID=2,CallNo=1)/Vessel/$ref","Vessel@odata.navigationLink":"ROOT/Calls(VesselID=2,CallNo=1)/Vessel",
"Cargo@odata.associationLink":"ROOT/Calls(VesselID=2,CallNo=1)/Cargo/$ref","Cargo@odata.navigationLink":"ROOT/Calls(VesselID=2,CallNo=1)/Cargo",
"Berth@odata.associationLink":"ROOT/Calls(VesselID=2,CallNo=1)/Berth/$ref","Berth@odata.navigationLink":"ROOT/Calls(VesselID=2,CallNo=1)/Berth","Berth":{"@odata.type":"#Test.Berth","@odata.id":"ROOT/Berths(Quay='S%C3%BCd',BerthNo=2)","@odata.editLink":"ROOT/Berths(Quay='S%C3%BCd',BerthNo=2)","BerthNo@odata.type":"#Int32","BerthNo":2,
"Calls@odata.associationLink":"ROOT/Berths(Quay='S%C3%BCd',BerthNo=2)/Calls/$ref","Calls@odata.navigationLink":"ROOT/Berths(Quay='S%C3%BCd',BerthNo=2)/Calls"}}],
"Dues@odata.associationLink":"ROOT/Vessels(2)/Dues/$ref","Dues@odata.navigationLink":"ROOT/Vessels(2)/Dues","Dues":[],
"Pilots@odata.associationLink":"ROOT/Vessels(2)/Pilots/$ref","Pilots@odata.navigationLink":"ROOT/Vessels(2)/Pilots","Pilots@odata.count":2}"##;
        assert_eq!(body, expected.replace('\n', "").replace("ROOT", ROOT));

        let none = "&$format=application/json;odata.metadata=none";
        let body = peers.ask(&format!("{asked}{none}")).await.body;
        assert_eq!(
            body,
            r#"{"VesselID":2,"FlagState":null,"Calls@odata.count":1,"Calls":[{"CallNo":1,"Berth":{"BerthNo":2}}],"Dues":[],"Pilots@odata.count":2}"#
        );
        // Nothing but what is expanded.
        let body = peers.ask("Vessels(3)?$select=Calls&$expand=Calls&$format=application/json;odata.metadata=none").await.body;
        assert_eq!(body, r#"{"Calls":[]}"#);
        let body = peers.ask("Vessels(3)?$select=Calls&$format=application/json;odata.metadata=none").await.body;
        assert_eq!(body, "{}");
    })
    .await;
}
