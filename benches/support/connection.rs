//! An HTTP client that costs little: keep-alive, prepared requests, every answer's status checked.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// One keep-alive connection.
pub(crate) struct Connection {
    stream: TcpStream,
    host: String,
    buffer: Vec<u8>,
}

impl Connection {
    /// Connects to `address`.
    pub(crate) async fn open(address: &str) -> Self {
        let stream = TcpStream::connect(address).await.expect("the server listens");
        stream.set_nodelay(true).expect("TCP_NODELAY");
        Self { stream, host: address.to_owned(), buffer: Vec::with_capacity(1 << 20) }
    }

    /// The body of the answer, which must be 200.
    pub(crate) async fn get(&mut self, target: &str) -> &[u8] {
        let request =
            format!("GET {target} HTTP/1.1\r\nHost: {}\r\nAccept: application/json\r\n\r\n", self.host);
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
