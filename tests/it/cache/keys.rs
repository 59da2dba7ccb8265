//! Which requests are the same request.

use std::sync::Arc;

use landbridge::service::{Keeper, Request};

use super::yard::{Yard, asked};

#[tokio::test]
async fn the_same_is_the_same_however_it_is_written() {
    let yard = Yard::open();
    let service = yard.service();
    let first =
        service.answer(asked("Boats?$filter=Name eq 'Boat 1' and ID gt 0&$select=ID,Name&$top=2")).await;
    for same in [
        "Boats?$top=2&$select=ID,Name&$filter=Name eq 'Boat 1' and ID gt 0",
        "/Boats?$filter=Name%20eq%20'Boat%201'%20and%20ID%20gt%200&$select=ID,Name&$top=2",
        "Boats?$filter=(Name  eq 'Boat 1')  and (ID gt 0)&$select=ID, Name&$top=2",
        "Boats?$Filter=Name EQ 'Boat 1' AND ID GT 0&$SELECT=Name,ID&$top=2",
        "Boats()?$filter=Name eq 'Boat 1' and ID gt @p&$select=ID,Name&$top=2&@p=0",
    ] {
        let again = service.answer(asked(same)).await;
        assert_eq!((again.status, &again.body), (200, &first.body), "{same}");
        assert_eq!((again.trace.cache, yard.scans()), (Some("hit"), 1), "{same}");
    }
}

#[tokio::test]
async fn whatever_changes_the_answer_is_part_of_the_key() {
    let yard = Yard::open();
    let service = yard.service();
    let plain = Request { path: "Boats", root: "https://yard.example", ..Request::default() };
    let requests = [
        plain,
        Request { path: "Boats(1)", ..plain },
        Request { path: "Boats(2)", ..plain },
        Request { path: "Boats(1)/Name", ..plain },
        Request { path: "Boats(1)/Name/$value", ..plain },
        Request { path: "Boats/$count", ..plain },
        Request { query: "$top=1", ..plain },
        Request { query: "$count=true", ..plain },
        Request { query: "$filter=Name eq null", ..plain },
        Request { query: "$filter=Name eq 'Boat 1'", ..plain },
        Request { query: "$filter=Name eq 'boat 1'", ..plain },
        Request { query: "$orderby=Name desc", ..plain },
        Request { query: "$select=Name", ..plain },
        Request { query: "$apply=aggregate($count as N)", ..plain },
        Request { query: "$format=application/json;odata.metadata=full", ..plain },
        Request { accept: Some("application/json;odata.metadata=none"), ..plain },
        Request { accept: Some("application/json;IEEE754Compatible=true"), ..plain },
        Request { odata_max_version: Some("4.0"), ..plain },
        Request { odata_max_version: Some("4.01"), ..plain },
        Request { prefer: Some("odata.maxpagesize=2"), ..plain },
        // A link repeats how the client knows the server, and its own options.
        Request { root: "https://other.example", ..plain },
        Request { query: "apikey=a", ..plain },
        Request { query: "apikey=b", ..plain },
    ];
    let mut bodies = Vec::new();
    for request in &requests {
        let live = yard.service_of(Yard::definition(), &Keeper::new(0)).answer(*request).await;
        let before = yard.scans();
        let made = service.answer(*request).await;
        let misses = yard.scans() - before;
        let kept = service.answer(*request).await;
        assert_eq!(yard.scans() - before, misses, "{request:?} is kept");
        assert_eq!((made.status, &made.body), (live.status, &live.body), "{request:?}");
        assert_eq!((kept.status, &kept.body), (live.status, &live.body), "{request:?}");
        bodies.push((misses, made.trace.cache));
    }
    // The default version is 4.0: that one request is known. All others are made.
    let known: Vec<_> =
        bodies.iter().enumerate().filter(|(_, body)| body.1 == Some("hit")).map(|(i, _)| i).collect();
    assert_eq!(known, [17]);
}

#[tokio::test]
async fn a_link_to_the_next_page_leads_on() {
    let yard = Yard::open();
    let service = yard.service();
    let mut target = "Boats?$select=ID".to_owned();
    let mut seen = Vec::new();
    for _ in 0..2 {
        loop {
            let answer = service.answer(asked(&target)).await;
            let body: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
            seen.extend(body["value"].as_array().unwrap().iter().map(|boat| boat["ID"].as_i64().unwrap()));
            let Some(link) = body["@odata.nextLink"].as_str() else { break };
            target = link.strip_prefix("https://yard.example/").unwrap().to_owned();
        }
        target = "Boats?$select=ID".to_owned();
    }
    assert_eq!(seen, [1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(yard.scans(), 3, "the second walk asked nothing");
}

#[tokio::test]
async fn a_changed_definition_starts_anew() {
    let (yard, keeper) = (Yard::open(), Keeper::new(Keeper::DEFAULT_BYTES));
    let before = yard.service_of(Yard::definition(), &keeper);
    let one = before.answer(asked("Boats(1)")).await;
    let after = yard
        .service_of(&Yard::definition().replace("Name: { column: name", "Title: { column: name"), &keeper);
    let other = after.answer(asked("Boats(1)")).await;
    assert_eq!(other.trace.cache, Some("miss"));
    assert_ne!(one.body, other.body);
    assert_eq!(Arc::clone(&before).answer(asked("Boats(1)")).await.body, one.body);
}

#[tokio::test]
async fn a_client_may_want_it_live_where_it_is_allowed() {
    let yard = Yard::open();
    let service = yard.service();
    for (set, scans) in [("Boats", [1, 2, 3, 3]), ("Owners", [1, 1, 1, 1])] {
        let before = yard.scans();
        let mut seen = [0; 4];
        for (seen, control) in
            seen.iter_mut().zip([None, Some("no-cache"), Some("max-age=0, No-Cache"), None])
        {
            service.answer(Request { cache_control: control, ..asked(set) }).await;
            *seen = yard.scans() - before;
        }
        assert_eq!(seen, scans, "{set}");
    }
}
