//! A small HTTP load: connections that send one prepared request after the other.

use std::time::{Duration, Instant};

use super::connection::Connection;

/// Answers per second over `connections` connections for about `time`.
pub(crate) async fn throughput(address: &str, targets: &[String], connections: usize, time: Duration) -> f64 {
    let started = Instant::now();
    let until = started + time;
    let workers: Vec<_> = (0..connections)
        .map(|worker| {
            let (address, targets) = (address.to_owned(), targets.to_vec());
            tokio::spawn(async move {
                let mut connection = Connection::open(&address).await;
                let mut answers = 0_u64;
                let mut next = worker * 7919;
                while Instant::now() < until {
                    let target = &targets[next % targets.len()];
                    next += 1;
                    connection.get(target).await;
                    answers += 1;
                }
                answers
            })
        })
        .collect();
    let mut answers = 0;
    for worker in workers {
        answers += worker.await.expect("a load worker ends");
    }
    answers as f64 / started.elapsed().as_secs_f64()
}
