//! Doubt, while other threads pay, ask and repeat.

use super::*;
use crate::sync::schedule::{Time, play};

/// Absence is proven soon.
const SOON: &str = r#","settle_ms":2000"#;

impl Shop {
    /// Asks what became of a charge that was sent when the play began.
    fn resolve(&self, id: &str, order: &str) -> Value {
        self.call(
            "resolve",
            &json!({"request_id": id, "InvoiceId": order, "Amount": "10", "Currency": "RUB",
                "sent_at": "2023-11-14T22:13:20.000Z", "timeout_ms": 20_000}),
        )
    }
}

#[test]
fn a_lost_answer_is_found_again_and_its_order_takes_no_other_payment_until_then() {
    play(Time::Passes, || {
        let shop = Shop::new();
        shop.gateway.fated("lost", [Fate::AnswerLost]);
        let lost = shop.spawn(|shop| shop.charge("lost", "A"));
        let other = shop.spawn(|shop| shop.charge("other", "A"));
        for answer in [join(lost), join(other)] {
            let outcome = &answer["outcome"];
            assert!(
                outcome == "invoice_busy" || outcome == "completed",
                "{answer}"
            );
        }
        shop.is_at_rest();
    });
}

#[test]
fn who_asks_beside_a_charge_whose_answer_is_lost_frees_its_order_for_nobody() {
    play(Time::Passes, || {
        let shop = Shop::with(SOON);
        shop.gateway.fated("r", [Fate::AnswerLost]);
        let charge = shop.spawn(|shop| shop.charge("r", "A"));
        let resolve = shop.spawn(|shop| shop.resolve("r", "A"));
        let other = shop.spawn(|shop| shop.charge("other", "A"));
        join(charge);
        join(resolve);
        join(other);
        shop.is_at_rest();
    });
}
