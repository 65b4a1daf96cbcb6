//! Percent-escapes, resolved.

/// The bytes that a text with escapes stands for. What is no escape stays as it is.
pub(crate) fn decoded(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let escaped = after
            .get(..2)
            .filter(|_| *byte == b'%')
            .and_then(|digits| str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(escaped.unwrap_or(*byte));
        let used = if escaped.is_some() { 2 } else { 0 };
        rest = after.get(used..).unwrap_or_default();
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn what_is_no_escape_stays() {
        assert_eq!(decoded("%2f%D0%96 %zz%4%"), "/Ж %zz%4%".as_bytes());
    }
}
