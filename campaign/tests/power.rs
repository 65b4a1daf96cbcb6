//! A slice of the campaign, small enough for every day; and that it finds what is wrong.

use cloudpayments_campaign::power::log::Lie;
use cloudpayments_campaign::power::{Arguments, run};

fn arguments(count: u64, lie: Option<Lie>) -> Arguments {
    Arguments {
        count,
        seed: 1,
        threads: 2,
        tolerate: 4,
        lie,
        only: None,
    }
}

#[test]
fn a_power_cut_at_any_moment_takes_nothing_that_was_written() {
    let sums = run(&arguments(900, None), false).expect("a campaign");
    let told: Vec<String> = sums
        .violations
        .iter()
        .map(|(case, why)| format!("{case}: {why}"))
        .collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
    assert_eq!(sums.images, 900);
    assert!(sums.recovering > 30, "{} during recovery", sums.recovering);
    assert!(sums.unmade > 0, "the making of the journal is cut too");
    assert!(sums.ahead > 0, "none has what was under way");
}

fn is_found(lie: Lie, what: &str) {
    let sums = run(&arguments(600, Some(lie)), false).expect("a campaign");
    let found = sums.violations.iter().any(|(_, why)| why.contains(what));
    assert!(found, "{lie:?}: {:?}", sums.violations);
}

#[test]
fn a_disk_that_does_not_keep_the_log_is_found() {
    is_found(Lie::Logs, "intents, ");
}

#[test]
fn a_disk_that_does_not_keep_the_file_is_found() {
    is_found(Lie::File, "the file is damaged");
}

#[test]
fn a_disk_that_does_not_keep_names_is_found() {
    is_found(Lie::Names, "intents, 0 rows");
}
