//! What stands in for the checkout script where there is no browser: a packet with the readable
//! head of a real one, which a sandbox understands, and nothing encrypted in it.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use cloudpayments_money::error::{ErrorCode, Fault};
use cloudpayments_money::json;
use cloudpayments_money::outcome::Outcome;
use cloudpayments_money::verdict::{Effect, Verdict};
use zeroize::Zeroizing;

use crate::call::Call;
use crate::methods::bad;
use crate::reply::Reply;
use crate::request::Parsed;

/// The longest number of a card.
const MOST_DIGITS: usize = 19;

/// What stands in the place of the encrypted part, which has 256 bytes.
const NOTHING_ENCRYPTED: &[u8; 32] = b"made by cryptogram_test, no card";

/// Makes a packet of a test card.
pub(crate) fn test(call: &Call<'_>, parsed: &Parsed<'_>) -> Result<Reply, Fault> {
    if !call.client.config.base_url.is_loopback() {
        return Err(Fault::field(
            ErrorCode::BadField,
            "base_url",
            "`cryptogram_test` is for a sandbox on this machine, and `base_url` is not a loopback address: \
             a real cryptogram is made by the checkout script in the payer's browser",
        ));
    }
    let card = Card::read(
        &parsed.text("card").unwrap_or_default(),
        &parsed.text("expiry").unwrap_or_default(),
    )?;
    let packet = match parsed.text("form").as_deref() {
        None | Some("new") => card.new_packet(),
        Some("old") => card.old_packet(),
        Some(_) => return Err(bad("form", "must be old or new")),
    };
    let verdict = Verdict::of(Outcome::Ok, Effect::Local);
    Ok(call.reply_with(&verdict, vec![("packet", json::quoted(&packet))]))
}

/// What the head of a packet shows of a card. The digits between are not kept.
#[derive(Debug, PartialEq, Eq)]
struct Card {
    first_six: String,
    last_four: String,
    month: String,
    year: String,
}

impl Card {
    fn read(number: &str, expiry: &str) -> Result<Self, Fault> {
        // Room for all of it at once: a text that grows leaves its beginning behind.
        let mut digits = Zeroizing::new(String::with_capacity(MOST_DIGITS));
        for symbol in number.chars().filter(|symbol| *symbol != ' ') {
            if !symbol.is_ascii_digit() || digits.len() == MOST_DIGITS {
                return Err(bad(
                    "card",
                    "must be 14 to 19 digits; blanks may stand between",
                ));
            }
            digits.push(symbol);
        }
        let (Some(first_six), Some(last_four), 14..) = (
            digits.get(..6),
            digits.get(digits.len().saturating_sub(4)..),
            digits.len(),
        ) else {
            return Err(bad(
                "card",
                "must be 14 to 19 digits; blanks may stand between",
            ));
        };
        if !passes_luhn(&digits) {
            return Err(bad(
                "card",
                "is no number of a card: its last digit does not agree with the others (Luhn)",
            ));
        }
        let (month, year) =
            month_and_year(expiry).ok_or_else(|| bad("expiry", "must be MM/YY or MMYY"))?;
        Ok(Self {
            first_six: first_six.to_owned(),
            last_four: last_four.to_owned(),
            month: month.to_owned(),
            year: year.to_owned(),
        })
    }

    /// Digits and one base64 text, as the checkout script made it of old.
    fn old_packet(&self) -> String {
        let Self {
            first_six,
            last_four,
            month,
            year,
        } = self;
        format!(
            "01{first_six}{last_four}{year}{month}04{}",
            encrypted_part()
        )
    }

    /// Base64 of a JSON object, as the mobile SDK makes it.
    fn new_packet(&self) -> String {
        let Self {
            first_six,
            last_four,
            month,
            year,
        } = self;
        BASE64_STANDARD.encode(format!(
            r#"{{"Type":"CloudCard","BrowserInfoBase64":"","CardInfo":{{"FirstSixDigits":"{first_six}","LastFourDigits":"{last_four}","ExpDateYear":"{year}","ExpDateMonth":"{month}"}},"KeyVersion":"04","Format":1,"Value":"{}"}}"#,
            encrypted_part()
        ))
    }
}

fn encrypted_part() -> String {
    BASE64_STANDARD.encode(NOTHING_ENCRYPTED.repeat(8))
}

/// Every second digit from the right is doubled; the sum of all digits ends in zero.
fn passes_luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .zip([false, true].into_iter().cycle())
        .map(|(digit, doubled)| {
            let digit = u32::from(digit - b'0');
            match (doubled, digit) {
                (false, _) => digit,
                (true, 0..=4) => 2 * digit,
                (true, _) => 2 * digit - 9,
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Reads `MM/YY` and `MMYY`.
fn month_and_year(expiry: &str) -> Option<(&str, &str)> {
    let (month, rest) = expiry.split_at_checked(2)?;
    let year = rest.strip_prefix('/').unwrap_or(rest);
    let two_digits = |text: &str| text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    let is_month = two_digits(month) && matches!(month.parse(), Ok(1..=12));
    (is_month && two_digits(year)).then_some((month, year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packet_has_the_lengths_of_a_real_one() {
        let card = Card::read("4111 1111 1111 1111", "12/30").expect("a card");
        let old = card.old_packet();
        assert!(old.starts_with("014111111111301204"), "{old}");
        assert_eq!(old.len(), 362);
        let new = card.new_packet();
        assert!(new.starts_with("eyJ"), "{new}");
        let json = String::from_utf8(BASE64_STANDARD.decode(new).expect("base64")).expect("text");
        let json = json::parse(&json).expect("JSON");
        let at = |path| json.at(path).and_then(json::Value::as_str);
        assert_eq!(at("CardInfo.LastFourDigits").as_deref(), Some("1111"));
        assert_eq!(at("CardInfo.ExpDateYear").as_deref(), Some("30"));
        assert_eq!(at("Value").map(|value| value.len()), Some(344));
    }

    #[test]
    fn a_number_must_be_one_of_a_card() {
        for good in [
            "4111111111111111",
            "3782 822463 10005",
            "6200 000000000000000",
        ] {
            assert!(Card::read(good, "0130").is_ok(), "{good}");
        }
        for wrong in [
            "",
            "0",
            "4111111111111112",
            "4111-1111-1111-1111",
            "41111111111111110000",
            "٤١١١١١١١١١١١١١١١",
            "0000000000000",
        ] {
            let fault = Card::read(wrong, "0130").expect_err(wrong);
            assert_eq!(fault.field.as_deref(), Some("card"), "{wrong}");
        }
    }

    #[test]
    fn an_expiry_has_two_forms() {
        for good in ["01/30", "0130"] {
            assert_eq!(month_and_year(good), Some(("01", "30")), "{good}");
        }
        for wrong in [
            "", "1/30", "13/30", "00/30", "01/2030", "01//30", "ab/30", "я/30",
        ] {
            assert_eq!(month_and_year(wrong), None, "{wrong}");
        }
    }
}
