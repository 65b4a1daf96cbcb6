//! A slice of the campaign, small enough for every day.

use cloudpayments_campaign::crowd::{Arguments, run};

#[test]
fn many_tills_on_one_journal_send_nothing_twice() {
    let arguments = Arguments {
        processes: 4,
        threads: 8,
        operations: 640,
        seed: 1,
        program: Some(env!("CARGO_BIN_EXE_campaign").into()),
    };
    let sums = run(&arguments, false).expect("a campaign");
    assert!(sums.violations.is_empty(), "{}", sums.violations.join("\n"));
    assert_eq!(sums.operations, 640);
    assert!(sums.payments > 300, "{} payments", sums.payments);
}
