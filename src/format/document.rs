//! Answers without rows: service document, count, error body. Knows no query.

use super::negotiate::MetadataLevel;
use super::{context, escape};
use crate::edm::{Model, SetKind};

/// The service document (JSON Format, section 5): every entity set and singleton, and every function that
/// is called with nothing, by name.
#[must_use]
pub fn service(model: &Model, root: &str, metadata: MetadataLevel) -> Vec<u8> {
    let mut body = b"{".to_vec();
    if metadata != MetadataLevel::None {
        member(&mut body, "@odata.context", &context::of_service(root));
        body.push(b',');
    }
    body.extend_from_slice(b"\"value\":[");
    let sets = model.top_level_sets().map(|set| match set.kind {
        SetKind::Singleton => ("Singleton", &set.name),
        _ => ("EntitySet", &set.name),
    });
    let functions = model.operations.iter().filter(|operation| operation.is_listed());
    let functions = functions.map(|function| ("FunctionImport", &function.name));
    for (index, (kind, name)) in sets.chain(functions).enumerate() {
        body.extend_from_slice(if index == 0 { b"{" } else { b",{" });
        member(&mut body, "name", name);
        body.push(b',');
        member(&mut body, "kind", kind);
        body.push(b',');
        let mut url = Vec::new();
        super::key::percent_encode(&mut url, name.as_bytes());
        member(&mut body, "url", &String::from_utf8_lossy(&url));
        body.push(b'}');
    }
    body.extend_from_slice(b"]}");
    body
}

/// The body of `/$count`.
#[must_use]
pub fn count(rows: u64) -> Vec<u8> {
    itoa::Buffer::new().format(rows).as_bytes().to_vec()
}

/// The error body (JSON Format, section 21.1). Salesforce shows `message` to its users; the
/// request id in it leads from their screen to the log.
#[must_use]
pub fn error(code: &str, message: &str, target: Option<&str>, request_id: &str) -> Vec<u8> {
    let mut body = b"{\"error\":{".to_vec();
    member(&mut body, "code", code);
    body.push(b',');
    let message = match request_id {
        "" => message.to_owned(),
        // Behind what is said, before the picture of the place.
        id => match message.split_once('\n') {
            Some((said, picture)) => format!("{said} (request id {id})\n{picture}"),
            None => format!("{message} (request id {id})"),
        },
    };
    member(&mut body, "message", &message);
    if let Some(target) = target {
        body.push(b',');
        member(&mut body, "target", target);
    }
    body.extend_from_slice(b"}}");
    body
}

fn member(out: &mut Vec<u8>, name: &str, value: &str) {
    escape::string(out, name);
    out.push(b':');
    escape::string(out, value);
}

#[cfg(test)]
mod tests {
    use super::super::sample::{ROOT, bakery};
    use super::*;

    fn text(body: Vec<u8>) -> String {
        String::from_utf8(body).unwrap()
    }

    #[test]
    fn service_document() {
        let sets = r#""value":[{"name":"Bakers","kind":"EntitySet","url":"Bakers"},{"name":"Loaves","kind":"EntitySet","url":"Loaves"}]}"#;
        let with_context = format!(r#"{{"@odata.context":"https://gw.example/svc/$metadata",{sets}"#);
        for level in [MetadataLevel::Minimal, MetadataLevel::Full] {
            assert_eq!(text(service(&bakery(), ROOT, level)), with_context);
        }
        assert_eq!(text(service(&bakery(), ROOT, MetadataLevel::None)), format!("{{{sets}"));

        let mut model = bakery();
        model.entity_sets.truncate(1);
        model.entity_sets[0].name = "Bäcker".into();
        assert_eq!(
            text(service(&model, ROOT, MetadataLevel::None)),
            r#"{"value":[{"name":"Bäcker","kind":"EntitySet","url":"B%C3%A4cker"}]}"#
        );
    }

    #[test]
    fn counts() {
        assert_eq!(text(count(0)), "0");
        assert_eq!(text(count(u64::MAX)), "18446744073709551615");
    }

    #[test]
    fn errors() {
        let cases = [
            (
                error("BadRequest", "no property \"x\"", Some("$filter"), "ab12"),
                r#"{"error":{"code":"BadRequest","message":"no property \"x\" (request id ab12)","target":"$filter"}}"#,
            ),
            (error("NotFound", "gone", None, ""), r#"{"error":{"code":"NotFound","message":"gone"}}"#),
        ];
        for (body, expected) in cases {
            assert_eq!(text(body), expected);
        }
    }
}
