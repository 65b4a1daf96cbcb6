//! A slice of the campaign, small enough for every day.

use cloudpayments_campaign::bytes::{Arguments, run};

#[test]
fn a_connection_that_breaks_at_any_byte_leaves_the_till_with_the_truth() {
    let arguments = Arguments {
        cases: Some(4000),
        seed: 1,
        tills: 24,
        tls_step: 16,
        only: None,
    };
    let sums = run(&arguments, false).expect("a campaign");
    let told: Vec<String> = sums
        .violations
        .iter()
        .map(|(case, why)| format!("{case}: {why}"))
        .collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
    assert_eq!(sums.cases, 4000);
    assert!(sums.struck > 3900, "{} faults struck", sums.struck);
}
