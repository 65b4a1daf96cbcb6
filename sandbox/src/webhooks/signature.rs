//! The two signatures of a notification.
//!
//! Both are HMAC-SHA256 with the API Secret, base64: one over the parameters as they go over the wire,
//! one over the same parameters with their escapes resolved. The parameters are the body, or the query
//! without its question mark.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;

use super::settings::Encoding;
use crate::values::percent;

/// `Content-HMAC`: over the raw parameters.
pub(crate) fn of_raw(secret: &str, parameters: &[u8]) -> String {
    sign(secret, parameters)
}

/// `X-Content-HMAC`: over the decoded parameters, which are signed as UTF-8 whatever they were.
pub(crate) fn of_decoded(secret: &str, parameters: &str, encoding: Encoding) -> String {
    // Names and separators stay; a plus stands for a blank.
    let bytes = percent::decoded(&parameters.replace('+', " "));
    sign(secret, encoding.text(&bytes).as_bytes())
}

fn sign(secret: &str, message: &[u8]) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    STANDARD.encode(hmac::sign(&key, message))
}

#[cfg(test)]
mod tests {
    use super::{of_decoded, of_raw};
    use crate::webhooks::settings::Encoding;

    const BODY: &str = "TransactionId=1001&Amount=10.50&Currency=RUB&InvoiceId=A%2f1&Email=user%40example.com\
        &Name=IVAN+PETROV&Description=%d0%a2%d0%b5%d1%81%d1%82&TestMode=1&Status=Completed";

    #[test]
    fn decoded_parameters_are_signed_as_utf_8_whatever_they_were() {
        let old = BODY.replace("%d0%a2%d0%b5%d1%81%d1%82", "%d2%e5%f1%f2");
        assert_eq!(
            of_decoded("test_secret", &old, Encoding::Windows1251),
            of_decoded("test_secret", BODY, Encoding::Utf8)
        );
    }

    #[test]
    fn both_signatures_are_those_of_the_test_vector() {
        assert_eq!(
            of_raw("test_secret", BODY.as_bytes()),
            "NnSSH797uOdZ//1qGJN0Bj8o1+Ew9bGF70s1lrErwjk="
        );
        assert_eq!(
            of_decoded("test_secret", BODY, Encoding::Utf8),
            "IGB4efyk5tVTECnunoFRTmVH1MQDgpxPP7umPDaUj6o="
        );
    }
}
