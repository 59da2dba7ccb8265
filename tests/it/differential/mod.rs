//! Generated requests: whatever is asked, every database answers as the memory source does.

mod pipelines;
mod relations;
mod samples;
mod strategy;

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use tokio::runtime::Handle;
use tokio::task::block_in_place;

use crate::related::roads::roads;
use crate::support::peers::{Peers, with_peers};
use crate::support::variety::variety;

use pipelines::pipelines;
use relations::relations;
use samples::Samples;
use strategy::{Asked, requests};

/// Requests tried for each profile; `DIFFERENTIAL_CASES` asks for another number.
const CASES: u32 = 300;

#[tokio::test(flavor = "multi_thread")]
async fn strict_odata_means_the_same_everywhere() {
    agree("standard").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn groups_and_aggregates_mean_the_same_everywhere() {
    let fixture = variety();
    let requests = pipelines(&Samples::of(&fixture.tables[0], "standard"));
    with_peers(&fixture, "standard", async |peers| {
        block_in_place(|| try_all(&requests, |asked| Handle::current().block_on(try_one(peers, asked))));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn related_rows_mean_the_same_everywhere() {
    let fixture = roads();
    let requests = relations(&fixture);
    with_peers(&fixture, "standard", async |peers| {
        block_in_place(|| try_all(&requests, |asked| Handle::current().block_on(try_one(peers, asked))));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_salesforce_asks_means_the_same_everywhere() {
    agree("salesforce").await;
}

async fn agree(profile: &str) {
    let mut fixture = variety();
    if profile == "salesforce" {
        // A time is published as text there, and each database has its own text for it.
        fixture.tables[0].drop_column("At");
    }
    let requests = requests(&Samples::of(&fixture.tables[0], profile));
    with_peers(&fixture, profile, async |peers| {
        block_in_place(|| try_all(&requests, |asked| Handle::current().block_on(try_one(peers, asked))));
    })
    .await;
}

async fn try_one(peers: &Peers, asked: &Asked) -> Result<(), String> {
    match peers.pages(&asked.address(), asked.page_rows).await? {
        Ok(rows) if asked.most_rows.is_some_and(|most| rows.len() > most) => {
            Err(format!("{}: {} rows", asked.text(), rows.len()))
        }
        Ok(_) => Ok(()),
        // Sorted by long texts, a page can end where no next link is short enough to say where.
        Err(refusal) if refusal.body.contains("NextLinkTooLong") => Ok(()),
        // The generator writes nothing else that has no answer.
        Err(refusal) => Err(format!("{}: {refusal:?}", asked.text())),
    }
}

/// Always the same requests, so that a failure can be repeated; fails with the simplest found.
fn try_all(requests: &impl Strategy<Value = Asked>, test: impl Fn(&Asked) -> Result<(), String>) {
    let cases = std::env::var("DIFFERENTIAL_CASES").map_or(CASES, |cases| cases.parse().unwrap());
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 400, ..Config::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let outcome = runner.run(requests, |asked| test(&asked).map_err(TestCaseError::fail));
    if let Err(error) = outcome {
        match error {
            TestError::Fail(reason, asked) => panic!("{}\n{reason}", asked.text()),
            TestError::Abort(reason) => panic!("{reason}"),
        }
    }
}
