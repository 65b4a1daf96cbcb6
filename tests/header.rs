//! The checked-in header is the generated one.

use std::fs;
use std::path::Path;

use cloudpayments_money::outcome::{Money, Next};

const GENERATED: &str = include_str!(concat!(env!("OUT_DIR"), "/cloudpayments.h"));

#[test]
fn the_checked_in_header_is_the_generated_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("include/cloudpayments.h");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, GENERATED).expect("the header can be written");
    }
    let checked_in = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        checked_in == GENERATED,
        "include/cloudpayments.h is stale: run `make bless`"
    );
}

#[test]
fn the_header_is_ascii_for_old_compilers() {
    let line = GENERATED.lines().find(|line| !line.is_ascii());
    assert_eq!(line, None);
}

#[test]
fn the_head_names_every_word_of_next_and_money() {
    let head = GENERATED.split("#ifndef").next().expect("a head");
    let words: Vec<_> = head
        .split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
        .collect();
    let next = Next::ALL.iter().map(|next| next.as_str());
    for word in next.chain(Money::ALL.iter().map(|money| money.as_str())) {
        assert!(words.contains(&word), "{word}");
    }
}

#[test]
fn the_header_says_of_every_function_whether_it_blocks() {
    for function in [
        "cp_abi_version",
        "cp_methods",
        "cp_client_new",
        "cp_client_free",
        "cp_call",
        "cp_free_string",
        "cp_json_get",
        "cp_json_quote",
        "cp_copy_text",
        "cp_status_name",
        "cp_version",
    ] {
        let declared = GENERATED.find(&format!("{function}(")).expect(function);
        let before = &GENERATED[..GENERATED[..]
            .find(&format!("CP_CALL {function}("))
            .expect(function)];
        let comment = &before[before.rfind("/**").expect(function)..];
        assert!(
            comment.contains("lock")
                || comment.contains("Returns at once")
                || comment.contains("Opens no connection"),
            "{function} at {declared}"
        );
    }
}
