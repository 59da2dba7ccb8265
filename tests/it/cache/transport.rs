//! Kept answers in HTTP: validators and encodings (RFC 9110, sections 8.8.1, 8.8.3.3 and 12.5.3).

use std::io::Read;

use flate2::read::GzDecoder;
use landbridge::service::Request;

use super::yard::{Yard, asked, header};

#[tokio::test]
async fn each_encoding_has_a_strong_tag_of_its_own() {
    let yard = Yard::open();
    let service = yard.service();
    let request = |accept_encoding, if_none_match| {
        let full = asked("Boats?$format=application/json;odata.metadata=full");
        Request { accept_encoding, if_none_match, ..full }
    };
    let plain = service.answer(request(None, None)).await;
    let (gzip, br) = (Some("br, gzip"), Some("br"));
    let packed = service.answer(request(gzip, None)).await;
    let other = service.answer(request(br, None)).await;
    let tags = [&plain, &packed, &other].map(|answer| header(answer, "etag").unwrap().to_owned());
    assert!(tags[0].starts_with('"') && tags[1].starts_with('"'), "{tags:?}");
    assert_ne!(tags[0], tags[1]);
    assert_eq!(tags[0], tags[2]);
    let encodings = [&plain, &packed, &other].map(|answer| header(answer, "content-encoding").unwrap());
    assert_eq!(encodings, ["identity", "gzip", "identity"]);
    let mut unpacked = Vec::new();
    GzDecoder::new(&packed.body[..]).read_to_end(&mut unpacked).unwrap();
    assert_eq!(unpacked, plain.body);
    assert!(packed.body.len() < plain.body.len() / 2);

    let [tag, packed_tag, _] = tags.each_ref().map(|tag| Some(tag.as_str()));
    for (encoding, tag, status) in [
        (None, tag, 304),
        (None, packed_tag, 200),
        (gzip, packed_tag, 304),
        (gzip, tag, 200),
        (None, Some("*"), 304),
        (None, Some("\"other\""), 200),
    ] {
        let answer = service.answer(request(encoding, tag)).await;
        assert_eq!(answer.status, status, "{encoding:?} {tag:?}");
        assert_eq!(answer.body.is_empty(), status == 304);
        assert_eq!(header(&answer, "content-type").is_some(), status == 200);
    }
    assert_eq!(yard.scans(), 1);
}

#[tokio::test]
async fn the_first_answer_has_the_tag_too() {
    let service = Yard::open().service();
    let first = service.answer(asked("Boats(1)")).await;
    let again = service.answer(asked("Boats(1)")).await;
    assert_eq!((first.trace.cache, again.trace.cache), (Some("miss"), Some("hit")));
    assert_eq!(header(&first, "etag"), header(&again, "etag"));
    assert!(again.trace.stages.is_empty(), "nothing was done for it");
    assert_eq!((again.trace.entity.as_deref(), again.trace.rows), (Some("Boats"), 1));
}

#[tokio::test]
async fn what_is_absent_is_kept_without_a_body() {
    let yard = Yard::open();
    let service = yard.service();
    for cache in ["miss", "hit"] {
        let answer = service.answer(asked("Boats(1)/Owner/Name/$value")).await;
        assert_eq!((answer.status, answer.trace.cache), (200, Some(cache)));
    }
}
