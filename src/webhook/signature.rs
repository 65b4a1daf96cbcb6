//! Who sent a notification: HMAC-SHA256 under the API secret, in base64.
//!
//! Every notification bears two signatures. `Content-HMAC` is over the bytes as they came; where it
//! is given it decides alone. `X-Content-HMAC` is over the text with its escapes resolved, for
//! hosts whose framework no longer has the bytes: it decides where it is the only one, and only
//! over a text that tells its fields apart. Neither is a second chance for the other: whoever
//! altered a notification would have it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;

use super::notification::Notification;

/// The values of the two headers.
#[derive(Default)]
pub(super) struct Signatures {
    pub(super) content: Option<String>,
    pub(super) x_content: Option<String>,
}

/// Checks who sent a notification; the error says why nobody can tell.
pub(super) fn check(
    secret: &str,
    notification: &Notification,
    signatures: &Signatures,
) -> Result<(), &'static str> {
    if secret.is_empty() {
        return Err("there is no secret to check it with");
    }
    if let Some(signature) = &signatures.content {
        return signs(secret, notification.bytes(), signature)
            .then_some(())
            .ok_or("`Content-HMAC` does not sign these bytes");
    }
    let signature = signatures
        .x_content
        .as_ref()
        .ok_or("the headers have no `Content-HMAC`")?;
    let decoded = notification.decoded().ok_or(
        "`X-Content-HMAC` alone does not prove it, for a value has a separator of its own; \
         give `Content-HMAC` too",
    )?;
    signs(secret, &decoded, signature)
        .then_some(())
        .ok_or("`X-Content-HMAC` does not sign this text")
}

/// Compares in constant time. Anything but 32 bytes of strict base64 signs nothing.
fn signs(secret: &str, message: &[u8], signature: &str) -> bool {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    STANDARD
        .decode(signature)
        .is_ok_and(|tag| hmac::verify(&key, message, &tag).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "TransactionId=1001&Amount=10.50&Currency=RUB&InvoiceId=A%2f1\
        &Email=user%40example.com&Name=IVAN+PETROV&Description=%d0%a2%d0%b5%d1%81%d1%82\
        &TestMode=1&Status=Completed";
    const RAW: Option<&str> = Some("NnSSH797uOdZ//1qGJN0Bj8o1+Ew9bGF70s1lrErwjk=");
    const DECODED: Option<&str> = Some("IGB4efyk5tVTECnunoFRTmVH1MQDgpxPP7umPDaUj6o=");

    fn genuine(secret: &str, body: &str, content: Option<&str>, x_content: Option<&str>) -> bool {
        let notification = Notification::new(body.as_bytes().to_vec(), None);
        let signatures = Signatures {
            content: content.map(str::to_owned),
            x_content: x_content.map(str::to_owned),
        };
        check(secret, &notification, &signatures).is_ok()
    }

    #[test]
    fn the_test_vector_is_genuine_by_either_header() {
        for (content, x_content) in [(RAW, DECODED), (RAW, None), (None, DECODED)] {
            assert!(genuine("test_secret", BODY, content, x_content));
        }
        assert!(!genuine("test_secret", BODY, None, None));
    }

    #[test]
    fn the_signature_of_the_bytes_decides_alone() {
        assert!(!genuine("test_secret", BODY, Some(""), DECODED));
        assert!(!genuine("test_secret", BODY, DECODED, DECODED));
        // What the decoded text is in Windows-1251 is not documented, so it cannot object.
        assert!(genuine("test_secret", BODY, RAW, Some("other")));
    }

    #[test]
    fn without_the_bytes_the_text_must_tell_its_fields_apart() {
        let upper = BODY.replace("%2f", "%2F");
        assert!(genuine("test_secret", &upper, None, DECODED));
        assert!(!genuine("test_secret", &upper, RAW, DECODED));
        // The same text: one field less.
        let joined = BODY.replace("&Status", "%26Status");
        assert!(!genuine("test_secret", &joined, None, DECODED));
    }

    #[test]
    fn an_empty_secret_signs_nothing() {
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, b""), BODY.as_bytes());
        let signature = STANDARD.encode(tag);
        assert!(!genuine("", BODY, Some(&signature), None));
    }

    #[test]
    fn only_strict_base64_of_32_bytes_is_a_signature() {
        let raw = RAW.unwrap_or_default();
        for signature in [
            raw.trim_end_matches('=').to_owned(),
            format!("{raw}="),
            format!(" {raw}"),
            format!("{raw}\n"),
            raw.replace('+', "-").replace('/', "_"),
            // The last letter has two bits too many.
            raw.replace("k=", "l="),
            raw.chars().take(24).collect(),
            STANDARD.encode([0; 32]),
            String::new(),
        ] {
            assert!(
                !genuine("test_secret", BODY, Some(&signature), None),
                "{signature}"
            );
        }
    }
}
