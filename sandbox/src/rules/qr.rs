//! QR codes as pictures.

use std::io;

use qrcode::render::svg;
use qrcode::{Color, QrCode};

/// Pixels of a module in a PNG.
const SCALE: usize = 8;

/// White modules around the code, which scanners need.
const QUIET: usize = 4;

/// The SVG of a text.
pub(crate) fn svg(text: &str) -> io::Result<Vec<u8>> {
    let picture = code(text)?.render::<svg::Color<'_>>().build();
    Ok(picture.into_bytes())
}

/// The PNG of a text: black and white, one bit a pixel.
pub(crate) fn png(text: &str) -> io::Result<Vec<u8>> {
    let code = code(text)?;
    let side = (code.width() + 2 * QUIET) * SCALE;
    let is_dark = |x: usize, y: usize| {
        let module = |pixel: usize| {
            (pixel / SCALE)
                .checked_sub(QUIET)
                .filter(|at| *at < code.width())
        };
        matches!((module(x), module(y)), (Some(x), Some(y)) if code[(x, y)] == Color::Dark)
    };
    let mut pixels = Vec::with_capacity(side * side.div_ceil(8));
    for y in 0..side {
        for start in (0..side).step_by(8) {
            // In a PNG a one is white, and the first pixel is the highest bit.
            let byte =
                (start..start + 8).fold(0_u8, |byte, x| (byte << 1) | u8::from(!is_dark(x, y)));
            pixels.push(byte);
        }
    }
    let side = u32::try_from(side).map_err(io::Error::other)?;
    let mut picture = Vec::new();
    let mut encoder = png::Encoder::new(&mut picture, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&pixels)?;
    writer.finish()?;
    Ok(picture)
}

/// Fails only for a text that is too long for any code.
fn code(text: &str) -> io::Result<QrCode> {
    QrCode::new(text).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::{png, svg};

    #[test]
    fn a_picture_begins_as_its_format_says() {
        let text = "https://qr.nspk.ru/BB1S004HCK9PFD0F996RJI3208UE";
        assert!(png(text).expect("a PNG").starts_with(b"\x89PNG\r\n\x1a\n"));
        assert!(svg(text).expect("an SVG").starts_with(b"<?xml"));
        assert!(png(&"x".repeat(8000)).is_err());
    }
}
