//! Requests with their answers, read from a text file.
//!
//! A line with `#` cites the section that the requests below it check, up to the next such line; one
//! with `*` is a header line of all requests below. A paragraph is a request and its answer: method and path, header lines, a body behind `>`; then the
//! status, header lines of the answer, and its body. Lines of the body that begin with blanks are put
//! together. In it `~` stands for the address of the service, and a refusal is its code and the first
//! line of its message. The path `@odata.nextLink` is that of the answer before.

use super::file;

/// A request and what has to come back.
#[derive(Debug)]
pub(super) struct Exchange {
    /// File and line.
    pub(super) place: String,
    /// What it checks.
    pub(super) cites: String,
    pub(super) method: String,
    pub(super) target: String,
    pub(super) headers: Vec<String>,
    pub(super) body: Option<String>,
    pub(super) status: u16,
    /// Header lines the answer has to have.
    pub(super) told: Vec<String>,
    pub(super) answer: String,
}

/// The exchanges of a file.
pub(super) fn exchanges(name: &str) -> Vec<Exchange> {
    let text = file(&format!("requests/{name}"));
    let mut cites = String::new();
    let mut common = Vec::new();
    let mut all = Vec::new();
    let mut lines = text.lines().enumerate().peekable();
    while let Some((number, line)) = lines.next() {
        if let Some(section) = line.strip_prefix("# ") {
            section.clone_into(&mut cites);
            continue;
        }
        if let Some(header) = line.strip_prefix("* ") {
            common.push(header.to_owned());
            continue;
        }
        if line.is_empty() {
            continue;
        }
        let place = format!("{name}:{}", number + 1);
        let mut rest = Vec::new();
        while let Some((_, line)) = lines.next_if(|(_, line)| !line.is_empty()) {
            rest.push(line);
        }
        let mut exchange = exchange(place, cites.clone(), line, &rest);
        exchange.headers.extend_from_slice(&common);
        all.push(exchange);
    }
    all
}

fn exchange(place: String, cites: String, line: &str, rest: &[&str]) -> Exchange {
    let (method, target) = line.split_once(' ').unwrap_or_else(|| panic!("{place}: {line}"));
    let is_status = |line: &&str| line.len() == 3 && line.bytes().all(|byte| byte.is_ascii_digit());
    let at = rest.iter().position(is_status).unwrap_or_else(|| panic!("{place}: no status"));
    let (sent, came) = (&rest[..at], &rest[at + 1..]);
    let (body, headers): (Vec<&str>, Vec<&str>) = sent.iter().partition(|line| line.starts_with('>'));
    let body = body.iter().map(|line| line[1..].trim_start()).collect::<Vec<_>>().join("\n");
    let told = came.iter().take_while(|line| is_header(line)).count();
    Exchange {
        place,
        cites,
        method: method.to_owned(),
        target: target.to_owned(),
        headers: headers.into_iter().map(str::to_owned).collect(),
        body: (method == "POST").then_some(body),
        status: rest[at].parse().unwrap(),
        told: came[..told].iter().map(|line| (*line).to_owned()).collect(),
        answer: joined(&came[told..]),
    }
}

/// `OData-Version: 4.01`
fn is_header(line: &str) -> bool {
    line.split_once(": ").is_some_and(|(name, _)| {
        matches!(
            name,
            "Allow"
                | "Content-Type"
                | "OData-Version"
                | "Preference-Applied"
                | "ETag"
                | "X-Content-Type-Options"
                | "Content-Disposition"
        )
    })
}

fn joined(lines: &[&str]) -> String {
    let mut text = String::new();
    for (index, line) in lines.iter().enumerate() {
        match line.strip_prefix("  ") {
            Some(more) => text.push_str(more.trim_start()),
            None => {
                if index > 0 {
                    text.push('\n');
                }
                text.push_str(line);
            }
        }
    }
    text
}
