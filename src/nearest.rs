//! "Did you mean …?"

/// The known name nearest to a misspelt one, unless none is near.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A long name is no slip of the pen, and comparing it takes long.
    if name.len() > 64 {
        return None;
    }
    let lower = name.to_ascii_lowercase();
    known
        .into_iter()
        .map(|known| {
            (
                strsim::osa_distance(&lower, &known.to_ascii_lowercase()),
                known,
            )
        })
        .min_by_key(|(distance, _)| *distance)
        // A third of the letters may be wrong; beyond that it is another word.
        .filter(|(distance, known)| *distance <= known.len().div_ceil(3).min(3))
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_recognised_and_another_word_is_not() {
        let known = ["Amount", "AccountId", "InvoiceId"];
        assert_eq!(nearest("Amout", known), Some("Amount"));
        assert_eq!(nearest("amount", known), Some("Amount"));
        assert_eq!(nearest("InvoceId", known), Some("InvoiceId"));
        assert_eq!(nearest("Frequency", known), None);
    }
}
