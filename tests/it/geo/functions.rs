//! `geo.distance`, `geo.length` and `geo.intersects` (section 5.1.1.11).

use super::found;
use super::harbour::BERTHS;
use crate::support::peers::encoded;
use crate::support::stage::with_staged_peers;

#[tokio::test]
async fn conditions() {
    with_staged_peers(&BERTHS, "standard", async |peers| {
        for (filter, expected) in [
            // 5.1.1.11.1 geo.distance: metres on the round Earth, the plane's unit in a plane.
            ("geo.distance(Spot,geography'SRID=4326;Point(4.47 51.92)') lt 5000", &[1, 2][..]),
            ("geo.distance(Spot,geography'SRID=4326;Point(4.47 51.92)') le 0", &[1]),
            ("geo.distance(geography'SRID=4326;Point(4.47 51.92)',Spot) gt 5000", &[4, 5, 6]),
            ("geo.distance(Sounding,geography'SRID=4326;Point(179.9 -17)') lt 21300", &[4]),
            ("geo.distance(Spot,Sounding) eq 0", &[1, 2]),
            (
                "geo.distance(Spot,Sounding) gt 20003931.45 and geo.distance(Spot,Sounding) lt 20003931.46",
                &[5],
            ),
            ("geo.distance(Plan,geometry'SRID=28992;Point(92000 437000)') eq 5", &[2]),
            ("geo.distance(Dot,geometry'SRID=0;Point(1 1)') lt 5", &[1, 4]),
            ("geo.distance(Dot,null) eq null", &[1, 2, 3, 4, 5, 6]),
            ("geo.distance(cast(Place,Edm.GeographyPoint),Spot) eq 0", &[1]),
            ("geo.distance(Next/Spot,Spot) lt 5000", &[1]),
            // 5.1.1.11.3 geo.length
            ("geo.length(Track) gt 111319.4 and geo.length(Track) lt 111319.5", &[2]),
            ("geo.length(Track) lt 111319", &[1, 4]),
            ("geo.length(Path) eq 11", &[1]),
            ("geo.length(geometry'SRID=0;LineString(0 0,1 1,1 2)') gt 2.4", &[1, 2, 3, 4, 5, 6]),
            // 5.1.1.11.2 geo.intersects: the boundary belongs to the polygon, that of its holes too.
            ("geo.intersects(Spot,Basin)", &[1, 2, 4, 6]),
            ("not geo.intersects(Spot,Basin)", &[]),
            // The last of these lies so near to an edge that doubles have it on the boundary.
            ("geo.intersects(Dot,Area)", &[1, 4]),
            ("geo.intersects(geometry'SRID=0;Point(4 5)',Area)", &[1, 2]),
            ("geo.intersects(Dot,geometry'SRID=0;Polygon((0 0,6 0,6 6,0 6,0 0))')", &[1, 2, 4]),
            ("geo.intersects(geometry'SRID=0;Point(5 5)',Area) eq false", &[1, 2, 4, 5]),
            ("geo.intersects(geography'SRID=4326;Point(4.45 51.9)',Basin)", &[1, 2]),
            ("geo.intersects(Plan,null) eq null", &[1, 2, 3, 4, 5, 6]),
            // 5.1.1.1: shapes are compared with null
            ("Spot eq null", &[3]),
            ("Basin ne null", &[1, 2, 4, 6]),
            ("null eq Sounding", &[3]),
            ("Place in (null)", &[3]),
            ("Next/Spot eq null", &[2, 3, 5, 6]),
            ("isof(Place,Edm.GeographyPoint)", &[1]),
            ("isof(Plan,Edm.GeometryPoint)", &[1, 2, 4]),
            ("isof(Spot,Edm.GeometryPoint)", &[]),
            ("cast(Place,Edm.GeographyMultiPoint) ne null", &[4]),
            ("cast(Spot,Edm.String) eq 'SRID=4326;Point(4.5 51.92)'", &[2]),
            ("contains(cast(Place,Edm.String),'LineString')", &[2, 5]),
        ] {
            assert_eq!(found(peers, filter).await, expected, "{filter}");
        }
    })
    .await;
}

#[tokio::test]
async fn orders_and_values() {
    with_staged_peers(&BERTHS, "standard", async |peers| {
        let distance = "geo.distance(Spot,geography'SRID=4326;Point(0 0)')";
        for (order, expected) in [("", [3, 6, 1, 2, 5, 4]), (" desc", [4, 5, 2, 1, 6, 3])] {
            let order = encoded(&format!("{distance}{order}"));
            let address = format!("Berths?$select=ID&$orderby={order}");
            let pages = peers.ask_pages(&address, 2).await;
            let ids: Vec<_> = pages.iter().map(|row| row["ID"].as_i64().unwrap()).collect();
            assert_eq!(ids, expected, "{order}");
        }
        let compute = encoded(&format!(
            "{distance} as Far,geo.length(Track) as Long,geo.intersects(Spot,Basin) as Inside"
        ));
        let rows = peers.ask(&format!("Berths?$compute={compute}&$select=ID,Far,Long,Inside")).await.rows();
        let shown: Vec<String> = rows
            .iter()
            .map(|row| format!("{} {} {} {}", row["ID"], row["Far"], row["Long"], row["Inside"]))
            .collect();
        assert_eq!(
            shown,
            [
                "1 5769716.3755976865 33511.669070517324 true",
                "2 5769921.783615726 111319.49079327357 true",
                "3 null null null",
                "4 18123593.386031132 21297.1652279988 true",
                "5 10001965.729312724 20003931.458625447 null",
                "6 0.0 null true",
            ]
        );
    })
    .await;
}
