//! The browser's part of 3-D Secure: the page that takes the payer to the issuer, and what the
//! issuer's page posts back.

use cloudpayments_money::error::{ErrorCode, Fault};
use cloudpayments_money::json::{self, Value, push_quoted};
use cloudpayments_money::outcome::Outcome;
use cloudpayments_money::verdict::{Effect, Verdict};

use crate::call::Call;
use crate::config::is_loopback;
use crate::methods::bad;
use crate::reply::Reply;
use crate::request::Parsed;

/// Makes the page with a form of `MD`, `PaReq` and `TermUrl`.
pub(crate) fn form(call: &Call<'_>, parsed: &Parsed<'_>) -> Result<Reply, Fault> {
    let model = parsed.get("Model").unwrap_or_default();
    let model = json::parse(model).map_err(|_| bad("Model", "must be an object"))?;
    let part = |name: &str| {
        model
            .get(name)
            .and_then(Value::as_scalar)
            .filter(|text| !text.is_empty())
            .ok_or_else(|| {
                bad(
                    &format!("Model.{name}"),
                    "is missing: this is no 3-D Secure answer",
                )
            })
    };
    let acs_url = part("AcsUrl")?;
    let (pa_req, md) = (part("PaReq")?, part("TransactionId")?);
    if !is_safe(&acs_url) {
        return Err(bad(
            "Model.AcsUrl",
            "must be an https address, or one on this machine",
        ));
    }
    let term_url = parsed.text("term_url").unwrap_or_default();
    if !(term_url.starts_with("https://") || term_url.starts_with("http://"))
        || has_controls(&term_url)
    {
        return Err(bad("term_url", "must be an http or https address"));
    }
    let submit = parsed.get("auto_submit") != Some("false");
    let html = page(&acs_url, &pa_req, &md, &term_url, submit);
    let verdict = Verdict::of(Outcome::Ok, Effect::Local);
    Ok(call.reply_with(&verdict, vec![("html", json::quoted(&html))]))
}

fn has_controls(text: &str) -> bool {
    text.chars().any(|c| c.is_control() || c == ' ')
}

/// Card data must not be posted in the clear to another machine.
fn is_safe(url: &str) -> bool {
    if has_controls(url) {
        return false;
    }
    if url.starts_with("https://") {
        return true;
    }
    let Some(rest) = url.strip_prefix("http://") else {
        return false;
    };
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let host = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    !authority.contains('@') && is_loopback(host)
}

fn page(acs_url: &str, pa_req: &str, md: &str, term_url: &str, submit: bool) -> String {
    let (acs_url, pa_req, md, term_url) = (
        escape(acs_url),
        escape(pa_req),
        escape(md),
        escape(term_url),
    );
    let script = if submit {
        "<script>document.forms[0].submit()</script>"
    } else {
        ""
    };
    format!(
        "<!DOCTYPE html>\n\
         <html lang=\"ru\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <title>3-D Secure</title></head><body>\n\
         <form action=\"{acs_url}\" method=\"POST\">\n\
         <input type=\"hidden\" name=\"MD\" value=\"{md}\">\n\
         <input type=\"hidden\" name=\"PaReq\" value=\"{pa_req}\">\n\
         <input type=\"hidden\" name=\"TermUrl\" value=\"{term_url}\">\n\
         <p>Переход на страницу банка… / Taking you to your bank…</p>\n\
         <button type=\"submit\">Продолжить / Continue</button>\n\
         </form>\n{script}\n</body></html>\n"
    )
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for symbol in text.chars() {
        match symbol {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // A line break in an attribute would come back from the browser as another one.
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            _ => out.push(symbol),
        }
    }
    out
}

/// Reads the form that came back and makes the request for `post3ds` of it.
pub(crate) fn parse(call: &mut Call<'_>, parsed: &Parsed<'_>) -> Result<Reply, Fault> {
    let body = parsed.text("body").unwrap_or_default();
    let mut md = None;
    let mut pa_res = None;
    for (name, value) in form_urlencoded::parse(body.as_bytes()) {
        let slot = match &*name {
            "MD" => &mut md,
            "PaRes" => &mut pa_res,
            _ => continue,
        };
        if slot.replace(value.into_owned()).is_some() {
            return Err(bad("body", &format!("has `{name}` twice")));
        }
    }
    let missing = |name: &str| {
        bad(
            "body",
            &format!("has no `{name}`: the issuer's page did not post it"),
        )
    };
    let md = md
        .filter(|md| !md.is_empty())
        .ok_or_else(|| missing("MD"))?;
    let pa_res = pa_res
        .filter(|pa_res| !pa_res.is_empty())
        .ok_or_else(|| missing("PaRes"))?;
    let number = md
        .parse::<i64>()
        .ok()
        .filter(|number| *number > 0 && md.bytes().all(|b| b.is_ascii_digit()))
        .ok_or_else(|| bad("body", "has an `MD` that is no number of a payment"))?;
    if parsed
        .integer("TransactionId")
        .is_some_and(|expected| expected != number)
    {
        return Err(Fault::field(
            ErrorCode::BadField,
            "TransactionId",
            "the issuer's page came back for another payment",
        ));
    }
    // Where a browser or a proxy lost the escapes, a plus sign has become a blank.
    let pa_res = pa_res.replace(' ', "+");
    let mut request = format!("{{\"TransactionId\":{number},\"PaRes\":");
    push_quoted(&mut request, &pa_res);
    if let Some(id) = &call.request_id {
        request.push_str(",\"request_id\":");
        push_quoted(&mut request, id.as_str());
    }
    request.push('}');
    call.transaction_id = Some(number);
    let verdict = Verdict::of(Outcome::Ok, Effect::Local);
    Ok(call.reply_with(&verdict, vec![("request", request)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_payer_is_sent_to_safe_addresses_only() {
        for good in [
            "https://acs.example/x",
            "http://127.0.0.1:99/acs",
            "http://[::1]/",
            "http://localhost",
        ] {
            assert!(is_safe(good), "{good}");
        }
        for bad in [
            "http://acs.example/",
            "javascript:alert(1)",
            "//x",
            "http://127.0.0.1@evil.example/",
            "http://localhost.evil.example/",
            "ftp://localhost/",
            "https://a b",
        ] {
            assert!(!is_safe(bad), "{bad}");
        }
    }

    #[test]
    fn values_cannot_break_out_of_the_page() {
        let html = page(
            "https://a/?x=1&y=\"",
            "\"><script>",
            "1",
            "https://b/'<b>",
            true,
        );
        assert!(!html.contains("\"><script>"), "{html}");
        assert!(html.contains("&quot;&gt;&lt;script&gt;"), "{html}");
    }
}
