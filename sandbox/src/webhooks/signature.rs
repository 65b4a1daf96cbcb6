//! The two signatures of a notification.
//!
//! Both are HMAC-SHA256 with the API Secret, base64: one over the body as it goes over the wire, one
//! over the same body with its escapes resolved.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;

use crate::values::percent;

/// `Content-HMAC`: over the raw body.
pub(crate) fn of_raw(secret: &str, body: &str) -> String {
    sign(secret, body.as_bytes())
}

/// `X-Content-HMAC`: over the decoded body.
pub(crate) fn of_decoded(secret: &str, body: &str) -> String {
    // Names and separators stay; a plus stands for a blank.
    sign(secret, &percent::decoded(&body.replace('+', " ")))
}

fn sign(secret: &str, message: &[u8]) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    STANDARD.encode(hmac::sign(&key, message))
}

#[cfg(test)]
mod tests {
    use super::{of_decoded, of_raw};

    const BODY: &str = "TransactionId=1001&Amount=10.50&Currency=RUB&InvoiceId=A%2f1&Email=user%40example.com\
        &Name=IVAN+PETROV&Description=%d0%a2%d0%b5%d1%81%d1%82&TestMode=1&Status=Completed";

    #[test]
    fn both_signatures_are_those_of_the_test_vector() {
        assert_eq!(
            of_raw("test_secret", BODY),
            "NnSSH797uOdZ//1qGJN0Bj8o1+Ew9bGF70s1lrErwjk="
        );
        assert_eq!(
            of_decoded("test_secret", BODY),
            "IGB4efyk5tVTECnunoFRTmVH1MQDgpxPP7umPDaUj6o="
        );
    }
}
