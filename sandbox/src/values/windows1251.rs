//! Windows-1251, the code page that old shops still read.

/// What the bytes from 0x80 on stand for. 0x98 stands for nothing and goes both ways as itself.
const UPPER: &str = "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u{98}™љ›њќћџ\u{a0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{ad}®Ї°±Ііґµ¶·ё№є»јЅѕї\
    АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя";

/// The bytes of a text. What the code page lacks becomes a question mark.
pub(crate) fn encoded(text: &str) -> Vec<u8> {
    text.chars().map(byte).collect()
}

/// The text that bytes stand for.
pub(crate) fn decoded(bytes: &[u8]) -> String {
    let upper: Vec<char> = UPPER.chars().collect();
    let character = |byte: &u8| match byte.checked_sub(0x80) {
        None => char::from(*byte),
        Some(place) => upper.get(usize::from(place)).copied().unwrap_or('?'),
    };
    bytes.iter().map(character).collect()
}

fn byte(character: char) -> u8 {
    if character.is_ascii() {
        return character as u8;
    }
    UPPER
        .chars()
        .position(|known| known == character)
        .and_then(|place| u8::try_from(0x80 + place).ok())
        .unwrap_or(b'?')
}

#[cfg(test)]
mod tests {
    use super::{decoded, encoded};

    #[test]
    fn letters_are_where_the_code_page_has_them() {
        assert_eq!(encoded("AЖё№€я"), [0x41, 0xc6, 0xb8, 0xb9, 0x88, 0xff]);
        assert_eq!(encoded("漢"), b"?");
    }

    #[test]
    fn every_byte_comes_back() {
        let all: Vec<u8> = (0..=0xff).collect();
        assert_eq!(encoded(&decoded(&all)), all);
    }
}
