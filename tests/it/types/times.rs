//! Times of day published as text, as Salesforce needs them: one text for each, whatever the database
//! itself would write.

use super::found;
use crate::support::fixture::{Fixture, Kind, Table, optional, required};
use crate::support::peers::with_peers;
use crate::support::variety::{or_null, time};
use landbridge::edm::Value;

fn tides() -> Fixture {
    let columns = vec![required("ID", "id", Kind::Int32), optional("At", "at", Kind::Time)];
    let mut table = Table::new("Tides", "tides", &["ID"], columns);
    let times = [Some("12:00:00"), Some("07:05:03.5"), None, Some("23:59:59.999999"), Some("00:00:00")];
    table.rows =
        times.into_iter().zip(1..).map(|(at, id)| vec![Value::Integer(id), or_null(at, time)]).collect();
    Fixture { tables: vec![table] }
}

#[tokio::test]
async fn a_time_has_one_text() {
    with_peers(&tides(), "salesforce", async |peers| {
        let rows = peers.ask("Tides").await.rows();
        let texts: Vec<_> = rows.iter().map(|row| row["At"].as_str().unwrap_or("null").to_owned()).collect();
        assert_eq!(texts, ["12:00:00", "07:05:03.500", "null", "23:59:59.999999", "00:00:00"]);
        for (filter, expected) in [
            ("At eq '12:00:00'", &[1][..]),
            ("At eq '12:00:00.000'", &[]),
            ("At eq '07:05:03.500'", &[2]),
            ("At eq '07:05:03.5'", &[]),
            ("At ne '12:00:00'", &[2, 3, 4, 5]),
            ("At eq null", &[3]),
            ("At gt '07:05'", &[1, 2, 4]),
            ("endswith(At,':00')", &[1, 5]),
        ] {
            assert_eq!(found(peers, "Tides", filter).await, expected, "{filter}");
        }
    })
    .await;
}
