//! Query options in the body of a POST (URL Conventions, section 4.17).

use crate::support::served::with_servers;
use crate::support::variety::variety;

const TEXT: &str = "text/plain";

#[tokio::test]
async fn a_body_says_what_a_url_would() {
    with_servers(&variety(), "standard", async |servers| {
        for server in servers {
            for (path, in_url, in_body) in [
                ("/Things", "", "$filter=ID%20gt%203&$top=5&$count=true"),
                ("/Things", "$top=5", "$filter=ID%20gt%203&$orderby=ID%20desc"),
                ("/Things", "", ""),
                ("/Things(3)", "", "$select=ID"),
                ("/Things(3)/ID", "", ""),
                ("/Things/$count", "", "$filter=ID%20le%20@n&@n=3"),
                ("/Things/$ref", "$top=2", "$skip=1"),
                ("/Things(-24)/Pairs", "", "$orderby=Part%20desc"),
                ("/Codes", "", "$filter=Code%20eq%20'%C3%BC'%20or%20Rank%20ne%20null"),
            ] {
                let both = [in_url, in_body].into_iter().filter(|text| !text.is_empty());
                let both = both.collect::<Vec<_>>().join("&");
                let read = server.get(&format!("{path}?{both}")).await;
                let posted = server.post(&format!("{path}/$query?{in_url}"), TEXT, in_body).await;
                assert_eq!(
                    (posted.status, &posted.body),
                    (read.status, &read.body),
                    "{} {path}",
                    server.name
                );
                assert_eq!(posted.header("content-type"), read.header("content-type"));
                assert_eq!(posted.header("cache-control"), Some("no-store"));
            }
        }
    })
    .await;
}

/// The link is one to GET, with the options of the body in it.
#[tokio::test]
async fn the_next_page_is_behind_a_link_that_holds_the_options() {
    with_servers(&variety(), "standard", async |servers| {
        for server in servers {
            // Not encoded as it should be: the link has to be a URL all the same.
            let body = "$filter=Code ne 'ü\"<%3E' and Code ne null&$count=true";
            let line = "POST /Codes/$query HTTP/1.1";
            let answer = server.post("/Codes/$query?$top=4", TEXT, body).await;
            assert_eq!(answer.status, 200, "{line}: {}", answer.body);
            let whole = answer.json()["value"].as_array().unwrap().clone();
            let first =
                server.post_with("/Codes/$query?$top=4", &["Prefer: maxpagesize=3"], body).await.json();
            let next = first["@odata.nextLink"].as_str().unwrap();
            assert!(next.starts_with("http://gw.example/Codes?$top=4&$filter=Code%20ne%20'"), "{next}");
            assert!(next.bytes().all(|byte| byte.is_ascii_graphic()), "{next}");
            let rest = server.ok(next.strip_prefix("http://gw.example").unwrap()).await;
            assert_eq!(rest["@odata.count"], first["@odata.count"]);
            let pages = [&first, &rest].map(|page| page["value"].as_array().unwrap().clone()).concat();
            assert_eq!(pages, whole, "{}", server.name);
        }
    })
    .await;
}

/// A query that is too long for a URL is answered, one page of it.
#[tokio::test]
async fn a_query_may_be_longer_than_a_url() {
    with_servers(&variety(), "standard", async |servers| {
        for server in servers {
            let keys: Vec<String> = (0..20_000).map(|key| key.to_string()).collect();
            let long = format!("$filter=ID in ({})&$select=ID", keys.join(","));
            assert!(long.len() > 65_534);
            let answer = server.post("/Things/$query", TEXT, &long).await;
            assert_eq!(answer.status, 200, "{}: {}", server.name, answer.body);
            assert_eq!(
                answer.json()["value"],
                server.ok("/Things?$select=ID&$filter=ID ge 0").await["value"],
                "{}",
                server.name
            );
            let keys: Vec<String> = (0..30_001).map(|key| key.to_string()).collect();
            let body = format!("$filter=ID in ({})", keys.join(","));
            let many = server.post("/Things/$query", TEXT, &body).await;
            assert_eq!(many.status, 400);
            assert!(many.body.contains("$filter: no more than 30000 values"), "{}", many.body);
            let most = server.post("/Things/$query", TEXT, body.replace(",30000)", ")")).await;
            assert_eq!(most.status, 200, "{}: {}", server.name, most.body);
            let page = server.post_with("/Things/$query", &["Prefer: maxpagesize=1"], &long).await;
            assert_eq!(page.status, 400);
            assert_eq!(page.json()["error"]["code"], "NextLinkTooLong", "{}", page.body);
        }
    })
    .await;
}

#[tokio::test]
async fn other_bodies_and_methods_are_refused_by_name() {
    with_servers(&variety(), "standard", async |servers| {
        for server in servers {
            for (target, media, body, status, words) in [
                ("/Things/$query", "application/json", "{}", 415, "'Content-Type: text/plain'"),
                ("/Things/$query", "text/plain;charset=utf-16", "", 415, "in UTF-8"),
                ("/Things/$query", TEXT, "$top=x", 400, "$top"),
                ("/Things/$query?$top=1", TEXT, "$top=2", 400, "each system query option only once"),
                ("/Things/$query", TEXT, "$filter=Nme eq 1", 400, "has no property 'Nme'"),
                ("/Things", TEXT, "$top=1", 405, "POST is not possible at this address"),
                ("/Thinks/$query", TEXT, "", 404, "there is no entity set 'Thinks'"),
            ] {
                let answer = server.post(target, media, body).await;
                assert_eq!(answer.status, status, "{} {target}: {}", server.name, answer.body);
                assert!(answer.body.contains(words), "{target}: {}", answer.body);
            }
            let bytes = server.post("/Things/$query", TEXT, [0xffu8, 0xfe]).await;
            assert_eq!(bytes.status, 400, "{}", bytes.body);
            let long = vec![b'x'; 1024 * 1024 + 1];
            assert_eq!(server.post("/Things/$query", TEXT, long).await.status, 413);
            let packed = server.post_with("/Things/$query", &["Content-Encoding: gzip"], "").await;
            assert_eq!(packed.status, 415, "{}", packed.body);
            for (method, target, allow) in [
                ("GET", "/Things/$query", "POST, OPTIONS"),
                ("HEAD", "/Things/$query", "POST, OPTIONS"),
                ("DELETE", "/Things(3)", "GET, HEAD, OPTIONS"),
                ("PATCH", "/Things(3)/$ref", "GET, HEAD, OPTIONS"),
                ("PUT", "/$metadata", "GET, HEAD, OPTIONS"),
                ("POST", "/openapi.json", "GET, HEAD, OPTIONS"),
            ] {
                let answer = server.ask(method, target, &[]).await;
                assert_eq!((answer.status, answer.header("allow")), (405, Some(allow)), "{method} {target}");
            }
        }
    })
    .await;
}
