//! Marking codes, and what the state system thinks of them.
//!
//! A word in the serial number tells; a code that a receipt has sold is sold.

/// What separates the parts of a code.
const GROUP_SEPARATOR: char = '\u{1d}';

const EXPIRED: &str = "Истек срок годности товара";
const SOLD: &str = "Код маркировки выведен из оборота";
const UNKNOWN: &str = "Код маркировки не найден";
const BLOCKED: &str = "Продажа товара заблокирована";
const MALFORMED: &str = "Неверный формат кода маркировки";

/// What the state system says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It may be sold.
    Valid,
    /// It may not, and why.
    Invalid(&'static str),
    /// Nothing: it does not answer.
    Silent,
}

/// The verdict on a code that was or was not sold before.
pub(super) fn verdict(code: &str, sold: bool) -> Verdict {
    if !is_well_formed(code) {
        return Verdict::Invalid(MALFORMED);
    }
    let has = |word| code.contains(word);
    if has("SILENT") {
        Verdict::Silent
    } else if has("EXPIRED") {
        Verdict::Invalid(EXPIRED)
    } else if has("UNKNOWN") {
        Verdict::Invalid(UNKNOWN)
    } else if has("BLOCKED") {
        Verdict::Invalid(BLOCKED)
    } else if sold || has("SOLD") {
        Verdict::Invalid(SOLD)
    } else {
        Verdict::Valid
    }
}

/// `01`, fourteen digits of the kind of goods, `21`, a serial number, and the separator behind it.
fn is_well_formed(code: &str) -> bool {
    let goods = code
        .strip_prefix("01")
        .and_then(|rest| rest.split_at_checked(14));
    goods.is_some_and(|(goods, rest)| {
        let serial = rest
            .strip_prefix("21")
            .and_then(|rest| rest.split_once(GROUP_SEPARATOR));
        goods.bytes().all(|byte| byte.is_ascii_digit())
            && serial.is_some_and(|(serial, check)| !serial.is_empty() && !check.is_empty())
    })
}

#[cfg(test)]
mod tests {
    use super::{EXPIRED, MALFORMED, SOLD, Verdict, verdict};

    #[test]
    fn a_word_in_the_serial_number_tells() {
        let of = |serial: &str| {
            verdict(
                &format!("010460780959{:04}21{serial}\u{1d}93dGVz", 15),
                false,
            )
        };
        assert_eq!(of("SgEKPPcS25y5"), Verdict::Valid);
        assert_eq!(of("EXPIRED1"), Verdict::Invalid(EXPIRED));
        assert_eq!(of("SOLD"), Verdict::Invalid(SOLD));
        assert_eq!(of("SILENT"), Verdict::Silent);
        assert_eq!(of(""), Verdict::Invalid(MALFORMED));
    }

    #[test]
    fn a_code_without_its_separator_is_none() {
        for code in ["", "01", "0104607809590015215x", "0104607809590015215xж"] {
            assert_eq!(verdict(code, false), Verdict::Invalid(MALFORMED), "{code}");
        }
    }
}
