//! What has no meaning for shapes is refused by name.

use super::harbour::BERTHS;
use crate::support::peers::encoded;
use crate::support::stage::with_staged_peers;

#[tokio::test]
async fn refused_by_name() {
    with_staged_peers(&BERTHS, "standard", async |peers| {
        for (option, text, status, message) in [
            ("filter", "Spot eq Sounding", 400, "values of Edm.GeographyPoint can only be compared with null"),
            (
                "filter",
                "Spot eq geography'SRID=4326;Point(1 2)'",
                400,
                "values of Edm.GeographyPoint can only be compared with null",
            ),
            ("filter", "Spot gt null", 400, "values of Edm.GeographyPoint can only be compared with null"),
            (
                "filter",
                "Spot in (geography'SRID=4326;Point(1 2)',null)",
                400,
                "values of Edm.GeographyPoint can only be compared with null",
            ),
            (
                "filter",
                "Spot in (geography'SRID=4258;Point(1 2)')",
                400,
                "'SRID=4258;Point(1 2)' is a shape with SRID 4258 instead of 4326, no Edm.GeographyPoint",
            ),
            (
                "filter",
                "geo.distance(Spot,geography'SRID=4258;Point(1 2)') lt 1",
                400,
                "geo.distance needs shapes of one reference system, not of SRID 4326 and SRID 4258",
            ),
            (
                "filter",
                "geo.distance(Plan,Dot) lt 1",
                400,
                "geo.distance needs shapes of one reference system, not of SRID 28992 and SRID 0",
            ),
            (
                "filter",
                "geo.distance(geography'SRID=4258;Point(1 2)',geography'SRID=4258;Point(1 2)') lt 1",
                501,
                "geo.distance on the round Earth is computed for SRID 4326 only, not for SRID 4258",
            ),
            (
                "filter",
                "geo.distance(Spot,Dot) lt 1",
                400,
                "geo.distance needs Edm.GeographyPoint here, not Edm.GeometryPoint",
            ),
            (
                "filter",
                "geo.distance(Spot,Basin) lt 1",
                400,
                "geo.distance needs Edm.GeographyPoint or Edm.GeometryPoint here, not Edm.GeographyPolygon",
            ),
            (
                "filter",
                "geo.distance(Spot,Place) lt 1",
                400,
                "geo.distance needs Edm.GeographyPoint here, not Edm.Geography; write cast(…,Edm.GeographyPoint)",
            ),
            (
                "filter",
                "geo.length(Name) lt 1",
                400,
                "geo.length needs Edm.GeographyLineString or Edm.GeometryLineString here, not Edm.String",
            ),
            ("filter", "geo.length(Track,Track) lt 1", 400, "expected an operator or ')' at position 16"),
            (
                "filter",
                "geo.intersects(Basin,Spot)",
                400,
                "geo.intersects needs Edm.GeographyPoint or Edm.GeometryPoint here, not Edm.GeographyPolygon",
            ),
            (
                "filter",
                "geo.intersects(Spot,geography'SRID=4326;Polygon((0 0,1 0,1 1,0 1))')",
                400,
                "'SRID=4326;Polygon((0 0,1 0,1 1,0 1))' is a ring that is not closed, no Edm.Geography",
            ),
            (
                "filter",
                "geo.intersects(Spot,geography'SRID=4326;Polygon((0 0,0 0))')",
                400,
                "'SRID=4326;Polygon((0 0,0 0))' is a ring that is not closed, no Edm.Geography",
            ),
            (
                "filter",
                "geo.distance(Spot,geography'SRID=4326;Point(51.9 104.5)') lt 1",
                400,
                "'SRID=4326;Point(51.9 104.5)' is a shape that lies beyond longitude 180 or latitude 90, no Edm.Geography",
            ),
            (
                "filter",
                "geo.distance(Dot,geometry'SRID=0;Point(NaN 0)') lt 1",
                400,
                "'SRID=0;Point(NaN 0)' is a shape with a coordinate that is no finite number, no Edm.Geometry",
            ),
            (
                "filter",
                "geo.distance(Dot,geometry'SRID=0;Point(1 2 3 4)') lt 1",
                501,
                "'SRID=0;Point(1 2 3 4)' is a shape with measures, which are not supported",
            ),
            (
                "filter",
                "geo.distance(Spot,'SRID=4326;Point(1 2)') lt 1",
                400,
                "geo.distance needs Edm.GeographyPoint or Edm.GeometryPoint here, not Edm.String",
            ),
            ("filter", "Spot add 1 gt 2", 400, "'add' is not defined for Edm.GeographyPoint and Edm.Int32"),
            ("filter", "contains(Spot,'4')", 400, "contains needs Edm.String here, not Edm.GeographyPoint"),
            ("orderby", "Spot", 400, "values of Edm.GeographyPoint have no order"),
            ("apply", "groupby((Spot))", 400, "'Spot' cannot be grouped by"),
            ("apply", "aggregate(Spot with max as M)", 400, "'max' is not defined for Edm.GeographyPoint"),
            (
                "apply",
                "aggregate(Place with countdistinct as M)",
                400,
                "'countdistinct' is not defined for Edm.Geography",
            ),
        ] {
            let answer = peers.ask_message(&format!("Berths?${option}={}", encoded(text))).await;
            assert_eq!(answer.status, status, "{text}: {}", answer.body);
            assert!(answer.body.contains(message), "{text}: {}", answer.body);
        }
    })
    .await;
}

/// A polygon whose author may have meant the other way round the globe.
#[tokio::test]
async fn edges_around_the_globe() {
    with_staged_peers(&BERTHS, "standard", async |peers| {
        let around = "geography'SRID=4326;Polygon((179 -18,-179 -18,-179 -16,179 -16,179 -18))'";
        let answer = peers
            .ask_message(&format!("Berths?$filter={}", encoded(&format!("geo.intersects(Spot,{around})"))))
            .await;
        assert_eq!(answer.status, 400, "{}", answer.body);
        assert!(answer.body.contains("cut them at longitude 180"), "{}", answer.body);
    })
    .await;
}
