//! What is too much, and data that contradict the definition: told by every source.

use super::address;
use super::roads::roads;
use crate::support::peers::with_peers;

/// A navigation property that leads to one entity must: no source takes any of several.
#[tokio::test]
async fn several_entities_where_one_is_declared_are_told() {
    let mut fixture = roads();
    let vessels = fixture.tables.iter_mut().find(|table| table.set == "Vessels").unwrap();
    vessels.further_navigation.extend([
        "Latest: { to: Calls, on: { ID: VesselID } }",
        "Flag: { to: Countries, through: { table: vessel_flags, here: { ID: vessel }, there: { country: Code } } }",
    ]);
    with_peers(&fixture, "standard", async |peers| {
        for request in [
            "Vessels?$filter=Latest/Fee gt 0",
            "Vessels?$filter=Latest/Note ne 'x'",
            "Vessels?$filter=contains(Flag/Name,'x')",
            "Vessels?$filter=Latest/Cargo/$count gt 1",
            "Vessels?$orderby=Latest/At",
            "Vessels?$compute=Flag/Rank as R&$select=ID,R",
            "Vessels?$apply=groupby((Flag/Name))",
            "Calls?$filter=Vessel/Flag/Name eq 'x'",
        ] {
            for peer in peers.each() {
                let answer = peer.ask(&address(request)).await;
                assert_eq!(answer.status, 502, "{:?} {request}: {}", peer.names(), answer.body);
            }
        }
        for peer in peers.each() {
            let answer =
                peer.ask(&address("Vessels?$filter=ID ge 3 and Latest/Fee ge 12.5&$select=ID")).await;
            assert_eq!(answer.status, 200, "{:?}: {}", peer.names(), answer.body);
        }
    })
    .await;
}
