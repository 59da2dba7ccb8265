//! How old an answer may be (RFC 9111, sections 4.2 and 4.2.4; RFC 5861).

use std::sync::atomic::Ordering;
use std::time::Duration;

use super::yard::{Yard, asked, header};

/// Seconds to pass, what is asked; then the status, what `Cache-Status` says, `Age`, and the scans so far.
type Step = (u64, &'static str, u16, &'static str, Option<&'static str>, usize);

async fn walk(yard: &std::sync::Arc<Yard>, steps: &[Step]) {
    let service = yard.service();
    for (number, (seconds, target, status, said, age, scans)) in steps.iter().enumerate() {
        tokio::time::advance(Duration::from_secs(*seconds)).await;
        match *target {
            "down" => yard.up.store(false, Ordering::SeqCst),
            "up" => yard.up.store(true, Ordering::SeqCst),
            "wrong" => yard.wrong.store(true, Ordering::SeqCst),
            target => {
                let answer = service.answer(asked(target)).await;
                // What is fetched in the background is fetched.
                for _ in 0..20 {
                    tokio::task::yield_now().await;
                }
                let seen = (
                    answer.status,
                    header(&answer, "cache-status").unwrap_or("").trim_start_matches("Landbridge; "),
                    header(&answer, "age"),
                    yard.scans(),
                );
                assert_eq!(seen, (*status, *said, *age, *scans), "step {number}: {target}");
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_is_given_while_it_is_fresh() {
    walk(
        &Yard::open(),
        &[
            (0, "Boats(1)", 200, "fwd=miss", None, 1),
            (0, "Boats(1)", 200, "hit; ttl=60", Some("0"), 1),
            (59, "Boats(1)", 200, "hit; ttl=1", Some("59"), 1),
            (0, "Boats(2)", 200, "fwd=miss", None, 2),
            // Stale: given, and fetched behind it.
            (6, "Boats(1)", 200, "hit; ttl=-5", Some("65"), 3),
            (0, "Boats(1)", 200, "hit; ttl=60", Some("0"), 3),
            // Too old to be given.
            (90, "Boats(1)", 200, "fwd=stale", None, 4),
            (0, "Boats(99)", 404, "", None, 5),
            (0, "Boats(99)", 404, "", None, 6),
        ],
    )
    .await;
}

#[tokio::test(start_paused = true)]
async fn several_sets_are_kept_as_the_strictest_allows() {
    walk(
        &Yard::open(),
        &[
            (0, "Boats?$expand=Owner", 200, "fwd=miss", None, 2),
            (19, "Boats?$expand=Owner", 200, "hit; ttl=1", Some("19"), 2),
            (1, "Boats?$expand=Owner", 200, "fwd=miss", None, 4),
            (0, "Boats?$filter=Owner/Name eq 'Bo'", 200, "fwd=miss", None, 6),
            (20, "Boats?$filter=Owner/Name eq 'Bo'", 200, "fwd=miss", None, 8),
            (0, "Boats(1)/Owner", 200, "fwd=miss", None, 10),
            (0, "Boats(1)/Owner", 200, "hit; ttl=20", Some("0"), 10),
            // Live sets make live answers.
            (0, "Boats?$expand=Crew", 200, "", None, 12),
            (0, "Boats?$expand=Crew", 200, "", None, 14),
            (0, "Boats?$filter=Crew/any()", 200, "", None, 16),
            (0, "Crew", 200, "", None, 17),
            (0, "Crew", 200, "", None, 18),
            // So does the time.
            (0, "Boats?$filter=now() gt 2020-01-01T00:00:00Z", 200, "", None, 19),
        ],
    )
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_kept_answer_helps_over_an_outage_but_not_for_ever() {
    walk(
        &Yard::open(),
        &[
            (0, "Boats", 200, "fwd=miss", None, 1),
            (0, "down", 0, "", None, 0),
            (70, "Boats", 200, "hit; ttl=-10", Some("70"), 2),
            (500, "Boats", 200, "hit; ttl=-510", Some("570"), 3),
            (89, "Boats", 200, "hit; ttl=-599", Some("659"), 4),
            (1, "Boats", 503, "", None, 5),
            (0, "Boats(1)", 503, "", None, 6),
            (0, "up", 0, "", None, 0),
            (0, "Boats", 200, "fwd=miss", None, 7),
            // Where nothing is said of failures, nothing old is given.
            (0, "Owners", 200, "fwd=miss", None, 8),
            (20, "down", 0, "", None, 0),
            (0, "Owners", 503, "", None, 9),
            (0, "up", 0, "", None, 0),
            // A source that answers wrongly is not away.
            (80, "wrong", 0, "", None, 0),
            (0, "Boats", 502, "", None, 10),
        ],
    )
    .await;
}

#[tokio::test(start_paused = true)]
async fn an_old_answer_says_that_it_is_old() {
    let yard = Yard::open();
    let service = yard.service();
    let fresh = service.answer(asked("Boats")).await;
    yard.up.store(false, Ordering::SeqCst);
    tokio::time::advance(Duration::from_secs(200)).await;
    let old = service.answer(asked("Boats")).await;
    assert_eq!(header(&old, "warning"), Some("111 - \"Revalidation Failed\""));
    assert_eq!((old.status, old.body), (200, fresh.body));
    assert_eq!(old.trace.cache, Some("spare"));
    assert!(old.trace.detail.unwrap().contains("yard.internal"), "the log says why");
}

#[tokio::test(start_paused = true)]
async fn what_is_too_long_is_not_kept() {
    walk(
        &Yard::open(),
        &[
            (0, "Bulletins(1)", 200, "fwd=miss", None, 1),
            (0, "Bulletins(1)", 200, "hit; ttl=60", Some("0"), 1),
            (0, "Bulletins(2)", 200, "fwd=miss", None, 2),
            (0, "Bulletins(2)", 200, "fwd=miss", None, 3),
        ],
    )
    .await;
}
