//! A small HTTP load: keep-alive connections that send one prepared request after the other and
//! check every answer's status.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Answers per second over `connections` connections for about `time`.
pub async fn throughput(address: &str, targets: &[String], connections: usize, time: Duration) -> f64 {
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

/// One keep-alive connection.
pub struct Connection {
    stream: TcpStream,
    host: String,
    buffer: Vec<u8>,
}

impl Connection {
    /// Connects to `address`.
    pub async fn open(address: &str) -> Self {
        let stream = TcpStream::connect(address).await.expect("the server listens");
        stream.set_nodelay(true).expect("TCP_NODELAY");
        Self { stream, host: address.to_owned(), buffer: Vec::with_capacity(1 << 20) }
    }

    /// The body of the answer, which must be 200.
    pub async fn get(&mut self, target: &str) -> &[u8] {
        let request = format!("GET {target} HTTP/1.1\r\nHost: {}\r\nAccept: application/json\r\n\r\n", self.host);
        self.stream.write_all(request.as_bytes()).await.expect("the request is sent");
        self.buffer.clear();
        let head = loop {
            let read = self.stream.read_buf(&mut self.buffer).await.expect("an answer");
            assert!(read > 0, "the server closed the connection");
            if let Some(at) = self.buffer.windows(4).position(|window| window == b"\r\n\r\n") {
                break at + 4;
            }
        };
        let headers = String::from_utf8_lossy(&self.buffer[..head]).to_ascii_lowercase();
        assert!(headers.starts_with("http/1.1 200"), "{target}: {}", String::from_utf8_lossy(&self.buffer));
        let length: usize = headers
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "))
            .and_then(|length| length.trim().parse().ok())
            .expect("a content length");
        while self.buffer.len() < head + length {
            let read = self.stream.read_buf(&mut self.buffer).await.expect("the rest of the answer");
            assert!(read > 0, "the server closed the connection");
        }
        &self.buffer[head..]
    }
}
