//! Lives that went wrong once, and a few that never have.

use cloudpayments_campaign::lives::play::play;
use cloudpayments_campaign::lives::schedule::Schedule;
use serde::Deserialize;

#[derive(Deserialize)]
struct Kept {
    why: String,
    schedule: Schedule,
}

#[test]
fn what_went_wrong_once_goes_well() {
    for line in include_str!("../lives.jsonl").lines() {
        let kept: Kept = serde_json::from_str(line).expect("a schedule");
        let life = play(&kept.schedule, "kept", false);
        assert_eq!(life.complaint, None, "{}", kept.why);
    }
}

fn fresh(journal: bool) {
    for seed in 0..400 {
        let schedule = Schedule::of(seed, journal);
        let life = play(&schedule, &format!("fresh-{journal}"), false);
        assert_eq!(life.complaint, None, "seed {seed}, journal {journal}");
    }
}

#[test]
fn lives_without_a_journal_go_well() {
    fresh(false);
}

#[test]
fn lives_with_a_journal_go_well() {
    fresh(true);
}

#[test]
fn the_same_seed_plays_the_same_life() {
    for seed in 0..40 {
        let schedule = Schedule::of(seed, true);
        let once = play(&schedule, "same", true).diary;
        assert!(!once.is_empty());
        assert_eq!(play(&schedule, "same", true).diary, once, "seed {seed}");
    }
}
