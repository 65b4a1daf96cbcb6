//! A slice of the campaign, small enough for every day.

use cloudpayments_campaign::kills::{Arguments, run};

#[test]
fn who_is_killed_at_any_moment_finds_all_again() {
    let arguments = Arguments {
        points: Some(150),
        twice: 25,
        hasty: 25,
        seed: 1,
        tills: 8,
        only: None,
        program: Some(env!("CARGO_BIN_EXE_campaign").into()),
    };
    let sums = run(&arguments, false).expect("a campaign");
    let told: Vec<String> = sums
        .violations
        .iter()
        .map(|(point, why)| format!("{point}: {why}"))
        .collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
    assert_eq!(sums.points, 200);
    assert!(sums.kills > 200, "{} tills were killed", sums.kills);
}
