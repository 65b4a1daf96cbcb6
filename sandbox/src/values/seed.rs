//! Values that look random and are not.
//!
//! Everything follows from the seed, a purpose and a number, so the same seed gives the same ids
//! whatever order the requests come in.

use std::fmt::Write;

/// The source of all ids.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seed(u64);

impl Seed {
    /// Start from the number of `--seed`, or from any other.
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number for `purpose`, evenly spread.
    pub(crate) fn number(self, purpose: &str, index: u64) -> u64 {
        // FNV-1a over the purpose, then the finisher of SplitMix64.
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for byte in purpose.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        let mut mixed =
            (hash ^ self.0.rotate_left(32)).wrapping_add(index.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// `length` hexadecimal digits for `purpose`.
    pub(crate) fn hex(self, purpose: &str, index: u64, length: usize) -> String {
        let mut text = String::with_capacity(length + 16);
        let mut round = 0_u64;
        while text.len() < length {
            let part = self.number(purpose, index.wrapping_mul(64).wrapping_add(round));
            // Writing to a String cannot fail.
            let _ = write!(text, "{part:016x}");
            round += 1;
        }
        text.truncate(length);
        text
    }

    /// `length` letters and digits for `purpose`; their case matters.
    pub(crate) fn letters(self, purpose: &str, index: u64, length: usize) -> String {
        const LETTERS: &[u8; 62] =
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        let mut text = String::with_capacity(length);
        let mut round = 0_u64;
        while text.len() < length {
            let part = self.number(purpose, index.wrapping_mul(64).wrapping_add(round));
            let letter = usize::try_from(part % 62).ok();
            text.extend(
                letter
                    .and_then(|at| LETTERS.get(at))
                    .map(|&letter| char::from(letter)),
            );
            round += 1;
        }
        text
    }

    /// A GUID for `purpose`.
    pub(crate) fn guid(self, purpose: &str, index: u64) -> String {
        let high = self.number(purpose, index.wrapping_mul(2));
        let low = self.number(purpose, index.wrapping_mul(2).wrapping_add(1));
        format!(
            "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
            high >> 32,
            (high >> 16) & 0xffff,
            high & 0xfff,
            0x8000 | ((low >> 48) & 0x3fff),
            low & 0xffff_ffff_ffff
        )
    }
}

#[cfg(test)]
mod tests {
    use super::Seed;

    #[test]
    fn the_same_seed_gives_the_same_ids() {
        assert_eq!(Seed::new(7).guid("test", 1), Seed::new(7).guid("test", 1));
        assert_ne!(Seed::new(7).guid("test", 1), Seed::new(8).guid("test", 1));
        assert_ne!(Seed::new(7).guid("test", 1), Seed::new(7).guid("test", 2));
        assert_eq!(Seed::new(7).hex("token", 3, 29).len(), 29);
        let letters = Seed::new(7).letters("order", 1, 16);
        assert!(letters.len() == 16 && letters.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    }
}
