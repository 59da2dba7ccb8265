//! No text makes the parser panic, and what it understands it understands again once printed.
//!
//! `cargo +nightly fuzz run parse_uri`
#![no_main]

use libfuzzer_sys::fuzz_target;
use odata_params::{ODataUri, print};

fuzz_target!(|text: &str| {
    let (path, query) = text.split_once('?').unwrap_or((text, ""));
    match ODataUri::parse(path, query) {
        Ok(uri) => {
            let printed = print::uri(&uri);
            let (path, query) = printed.split_once('?').unwrap_or((&printed, ""));
            let again = ODataUri::parse(path, query).expect("what was printed parses");
            assert_eq!(print::uri(&again), printed);
        }
        Err(error) => {
            assert!(!error.to_string().contains(char::is_control));
            assert!(error.offset <= error.text.len());
            assert!(!error.caret().is_empty());
        }
    }
});
