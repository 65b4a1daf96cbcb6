//! Lives that went wrong once, and a few that never have.

use cloudpayments_campaign::lives::play::play;
use cloudpayments_campaign::lives::schedule::{Fate, Schedule};
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

/// The time is that of the play.
#[test]
fn a_lost_answer_is_known_as_soon_as_the_gateway_shows_it_or_absence_is_proven() {
    for (fate, outcome, within_ms) in [
        (Fate::Now, "completed", 2_000),
        // The settle time, the gap between two look-ups, and the ways of these.
        (Fate::Never, "not_processed", 361_000),
    ] {
        for journal in [false, true] {
            for seed in 0..50 {
                let schedule = Schedule::of_lost_answer(seed, journal, fate);
                let life = play(&schedule, "doubts", false);
                assert_eq!(life.complaint, None, "seed {seed}, journal {journal}");
                let [(told, took_ms)] = life.doubts.as_slice() else {
                    panic!("seed {seed}, journal {journal}: {:?}", life.doubts);
                };
                assert_eq!(told, outcome, "seed {seed}, journal {journal}");
                assert!(*took_ms <= within_ms, "seed {seed}: {took_ms} ms");
            }
        }
    }
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
