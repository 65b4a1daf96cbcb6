//! The readable head of a card cryptogram, old and new packet.
//!
//! The encrypted part is of no interest: nobody here has the key, and the card is told by its head.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use super::cards::Card;

/// The new packet, as far as we read it.
#[derive(Deserialize)]
struct Packet {
    #[serde(rename = "CardInfo")]
    card: CardInfo,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CardInfo {
    first_six_digits: String,
    last_four_digits: String,
    exp_date_year: String,
    exp_date_month: String,
}

/// Read the card from a packet; `None` if it is neither an old nor a new one.
pub(crate) fn card(packet: &str) -> Option<Card> {
    let packet = packet.trim();
    if packet.starts_with("01") {
        old(packet)
    } else {
        new(packet)
    }
}

/// `01`, first six, last four, expiry YYMM, key version, base64.
fn old(packet: &str) -> Option<Card> {
    let head = packet.get(..18)?;
    if !head.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(Card {
        first_six: packet.get(2..8)?.to_owned(),
        last_four: packet.get(8..12)?.to_owned(),
        expiry: format!("{}/{}", packet.get(14..16)?, packet.get(12..14)?),
    })
}

/// Base64 of a JSON object.
fn new(packet: &str) -> Option<Card> {
    let json = STANDARD.decode(packet).ok()?;
    let Packet { card } = serde_json::from_slice(&json).ok()?;
    let digits =
        |text: &str, length| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    let readable = digits(&card.first_six_digits, 6)
        && digits(&card.last_four_digits, 4)
        && digits(&card.exp_date_year, 2)
        && digits(&card.exp_date_month, 2);
    readable.then(|| Card {
        expiry: format!("{}/{}", card.exp_date_month, card.exp_date_year),
        first_six: card.first_six_digits,
        last_four: card.last_four_digits,
    })
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;

    use super::card;

    #[test]
    fn an_old_packet_shows_its_card() {
        let card = card("014111111111251204dGVzdA==").expect("readable");
        assert_eq!(
            (card.first_six.as_str(), card.last_four.as_str()),
            ("411111", "1111")
        );
        assert_eq!(card.expiry, "12/25");
    }

    #[test]
    fn a_new_packet_shows_its_card() {
        let json = r#"{"Type":"CloudCard","BrowserInfoBase64":"","CardInfo":{"FirstSixDigits":"424242",
            "LastFourDigits":"4242","ExpDateYear":"25","ExpDateMonth":"12"},"KeyVersion":"04","Format":1,"Value":"x"}"#;
        let card = card(&STANDARD.encode(json)).expect("readable");
        assert_eq!(
            (card.first_six.as_str(), card.expiry.as_str()),
            ("424242", "12/25")
        );
    }

    #[test]
    fn anything_else_is_unreadable_and_no_crash() {
        for packet in [
            "x",
            "01",
            "01411111111125120",
            "01ффффффффффффффф",
            "eyJ9",
            "{\"type\":\"wallet\"}",
        ] {
            assert_eq!(card(packet), None, "{packet}");
        }
    }
}
