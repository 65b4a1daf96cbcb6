//! A request as it goes over the wire.

use std::ops::Deref;

use cloudpayments_money::error::Fault;
use cloudpayments_money::json;
use zeroize::Zeroize as _;

use crate::text::Text;

use super::Parsed;
use super::fields::bad;

/// The body of a request; it may be card data, and is wiped in the end. Not `Zeroizing`, which
/// wipes a vector byte by byte.
pub(crate) struct Body(Vec<u8>);

impl Deref for Body {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for Body {
    fn drop(&mut self) {
        self.0.as_mut_slice().zeroize();
    }
}

impl Parsed<'_> {
    /// Room for a whole body: a text that grows leaves its beginning behind, which may be card data.
    fn length(&self) -> usize {
        let of_fields = self.fields.iter();
        let of_fields = of_fields.map(|entry| entry.name.len() + entry.json.len() + 8);
        of_fields.sum::<usize>() + 2
    }

    /// The body as JSON.
    pub(crate) fn to_json(&self) -> Body {
        let mut out = String::with_capacity(self.length());
        for entry in &self.fields {
            out.push(if out.is_empty() { '{' } else { ',' });
            json::push_quoted(&mut out, &entry.name);
            out.push(':');
            out.push_str(&entry.json);
        }
        out.push_str(if out.is_empty() { "{}" } else { "}" });
        Body(out.into_bytes())
    }

    /// The body as a form.
    pub(crate) fn to_form(&self) -> Result<Body, Fault> {
        // An escape takes three bytes.
        let mut form = form_urlencoded::Serializer::new(String::with_capacity(3 * self.length()));
        for entry in &self.fields {
            let nested = entry.json.starts_with(['{', '[']);
            if nested && entry.name != "JsonData" {
                return Err(bad(
                    &entry.name,
                    "cannot be sent in a form; use content_type json",
                ));
            }
            let text = json::checked(&entry.json).as_str().map(Text);
            let text = text.as_deref().unwrap_or(&entry.json);
            form.append_pair(&entry.name, text);
        }
        Ok(Body(form.finish().into_bytes()))
    }
}
