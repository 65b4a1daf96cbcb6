//! `GET /`: what is going on, and buttons to interfere. Everything else of it is below `/board/`.
//!
//! The page is drawn once. Its live part asks every second whether it is still what would be drawn
//! now, and takes over what differs, node by node (htmx, `htmx.LICENSE`): what is open stays open.

mod command;
mod controls;
mod exchange;
mod language;
mod lists;
mod payments;
mod webhooks;

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hyper::http::request::Parts;
use hyper::{Method, StatusCode};
use ring::digest::{SHA256, digest};

use self::language::Language;
use super::html::{escaped, live_page, script};
use crate::control;
use crate::ledger::report;
use crate::net::answer::Answer;
use crate::sandbox::Sandbox;
use crate::values::amount::Amount;
use crate::values::dates;

const STYLE: &str = include_str!("dashboard.css");

/// htmx 4.0.1 as its authors publish it, under the Zero-Clause BSD licence.
const HTMX: &[u8] = include_bytes!("htmx-4.0.1.min.js");

/// Says so when the sandbox does not answer any more.
const SAY_WHEN_LOST: &str = r#"addEventListener("htmx:error",()=>document.body.classList.add("lost"));addEventListener("htmx:after:request",()=>document.body.classList.remove("lost"))"#;

/// Rows that a list shows.
const ROWS: usize = 50;

/// Serve the page, a part of it, or what its buttons post.
pub(crate) async fn serve(sandbox: &Arc<Sandbox>, part: &str, head: &Parts, body: &[u8]) -> Answer {
    let query = head.uri.query().unwrap_or_default();
    let lang = Language::of(query, &head.headers);
    match (part, &head.method) {
        ("", &Method::GET) => page(sandbox, lang),
        ("live", &Method::GET) => {
            let live = Live::draw(sandbox, lang);
            if live.was_seen(query) {
                Answer::nothing()
            } else {
                Answer::html(StatusCode::OK, live.html)
            }
        }
        ("htmx-4.0.1.min.js", &Method::GET) => script(HTMX),
        (_, &Method::POST | &Method::DELETE) => {
            let command = command::of_form(body);
            let done = control::serve(sandbox, part, &head.method, &command).await;
            if done.status().is_success() {
                let live = Live::draw(sandbox, lang);
                Answer::html(StatusCode::OK, live.html + &notice("", true))
            } else {
                // 200, for htmx shows no other answers.
                Answer::html(StatusCode::OK, notice(&problem(&done), true))
            }
        }
        _ => Answer::error_page(StatusCode::NOT_FOUND),
    }
}

/// What a control route did not like.
fn problem(answer: &Answer) -> String {
    let json: Option<serde_json::Value> = serde_json::from_slice(answer.body()).ok();
    json.as_ref()
        .and_then(|json| json.get("error"))
        .and_then(serde_json::Value::as_str)
        .map_or_else(|| answer.status().to_string(), str::to_owned)
}

/// The line for what went wrong; `anew` replaces the one that is there.
fn notice(words: &str, anew: bool) -> String {
    let swap = if anew { r#" hx-swap-oob="true""# } else { "" };
    format!(
        r#"<p id="notice" role="alert"{swap}>{}</p>"#,
        escaped(words)
    )
}

fn page(sandbox: &Arc<Sandbox>, lang: Language) -> Answer {
    let (other, other_name) = lang.other();
    let html = format!(
        r##"<!DOCTYPE html>
<html lang="{tag}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="htmx-config" content='{{"history":false,"implicitInheritance":true,"morphIgnore":["data-htmx-powered","open"]}}'>
<title>CloudPayments · {title}</title><style>{STYLE}</style>
<script>{SAY_WHEN_LOST}</script><script src="/board/htmx-4.0.1.min.js" defer></script></head>
<body hx-target="#live" hx-swap="outerMorph">
<header><div><h1>CloudPayments <span>{title}</span></h1><code>{url}</code> <code>{public_id}</code></div>
<a href="/?lang={other}" lang="{other}" hreflang="{other}">{other_name}</a></header>
<p id="lost">{lost}</p>{notice}
{live}
<footer>{footer}</footer></body></html>
"##,
        tag = lang.tag(),
        title = lang.say("песочница", "sandbox"),
        url = escaped(sandbox.url()),
        public_id = escaped(&sandbox.config.public_id),
        lost = lang.say(
            "Песочница не отвечает. Ниже то, что было.",
            "The sandbox does not answer. Below is what was."
        ),
        notice = notice("", false),
        live = Live::draw(sandbox, lang).html,
        footer = lang.say(
            "Деньги не настоящие. Время UTC.",
            "No real money. Times are UTC."
        ),
    );
    live_page(html, SAY_WHEN_LOST)
}

/// The part that changes.
struct Live {
    html: String,
    digest: String,
}

impl Live {
    fn draw(sandbox: &Arc<Sandbox>, lang: Language) -> Self {
        let content = content(sandbox, lang);
        let digest = digest(&SHA256, content.as_bytes());
        let digest = URL_SAFE_NO_PAD.encode(digest.as_ref().get(..12).unwrap_or_default());
        let html = format!(
            r#"<main id="live" hx-get="{}&amp;seen={digest}" hx-trigger="every 1s">{content}</main>"#,
            lang.to("live")
        );
        Self { html, digest }
    }

    /// Whether the browser has it already.
    fn was_seen(&self, query: &str) -> bool {
        form_urlencoded::parse(query.as_bytes())
            .any(|(name, value)| name == "seen" && value == self.digest)
    }
}

fn content(sandbox: &Arc<Sandbox>, lang: Language) -> String {
    let requests = sandbox.log.latest();
    let (sums, payments) = {
        let ledger = sandbox.ledger();
        (
            sums(lang, &report::totals(&ledger)),
            payments::section(lang, &ledger, &requests),
        )
    };
    let log = Section {
        id: "requests",
        title: lang.say("Запросы", "Requests"),
        count: requests.len(),
        nothing: lang.say("Запросов нет", "No requests"),
    }
    .show(
        requests
            .iter()
            .rev()
            .take(ROWS)
            .map(|entry| exchange::show(lang, "r", entry)),
    );
    [
        sums,
        r#"<div class="lists">"#.to_owned(),
        payments,
        lists::subscriptions(lang, sandbox),
        lists::invoices(lang, sandbox),
        lists::links(lang, sandbox),
        lists::receipts(lang, sandbox),
        webhooks::section(lang, sandbox),
        log,
        "</div><aside>".to_owned(),
        controls::clock(lang, sandbox),
        controls::faults(lang, sandbox),
        controls::modes(lang, sandbox),
        controls::reset(lang),
        "</aside>".to_owned(),
    ]
    .concat()
}

/// What the ledger adds up to.
fn sums(lang: Language, totals: &report::Totals) -> String {
    let sum = |words: &str, amount: Amount| format!("<div><dt>{words}</dt><dd>{amount}</dd></div>");
    format!(
        r#"<dl id="sums">{}{}{}{}</dl>"#,
        sum(lang.say("получено", "captured"), totals.captured),
        sum(lang.say("удержано", "held"), totals.held),
        sum(lang.say("возвращено", "refunded"), totals.refunded),
        sum(lang.say("выплачено", "paid out"), totals.paid_out),
    )
}

/// A list with its heading.
struct Section {
    id: &'static str,
    title: &'static str,
    count: usize,
    /// What stands there when it is empty.
    nothing: &'static str,
}

impl Section {
    fn show(self, rows: impl Iterator<Item = String>) -> String {
        let Self {
            id,
            title,
            count,
            nothing,
        } = self;
        if count == 0 {
            return format!(
                r#"<section id="{id}" class="empty"><h2>{title}</h2><p class="dim">{nothing}</p></section>"#
            );
        }
        let rows: String = rows.collect();
        format!(r#"<section id="{id}"><h2>{title} <small>{count}</small></h2>{rows}</section>"#)
    }
}

/// A row of a list that does not open. `sum` is plain text, the rest is HTML.
fn row(chip: &str, sum: &str, what: &str, end: &str) -> String {
    format!(
        r#"<div class="row"><div class="head">{chip}<b class="sum">{}</b><span class="what">{what}</span><span class="end">{end}</span></div></div>"#,
        escaped(sum)
    )
}

fn chip(class: &str, words: &str) -> String {
    format!(r#"<span class="chip {class}">{words}</span>"#)
}

/// A button that posts a command.
struct Button<'text> {
    /// The control route.
    part: &'static str,
    /// What it posts: JSON whose names are those of forms, see `command`.
    values: &'text str,
    words: &'static str,
    class: &'static str,
}

impl Button<'_> {
    fn show(&self, lang: Language) -> String {
        format!(
            r#"<button class="{}" hx-post="{}" hx-vals='{}'>{}</button>"#,
            self.class,
            lang.to(self.part),
            self.values,
            self.words
        )
    }
}

/// All of them, one after the other.
fn each<T>(items: impl IntoIterator<Item = T>, show: impl FnMut(T) -> String) -> String {
    items.into_iter().map(show).collect()
}

/// Names and values, those without value left out.
fn facts(rows: &[(&str, Option<&str>)]) -> String {
    let rows: String = rows
        .iter()
        .filter_map(|(name, value)| {
            let value = escaped((*value)?);
            Some(format!("<div><dt>{name}</dt><dd>{value}</dd></div>"))
        })
        .collect();
    format!(r#"<dl class="facts">{rows}</dl>"#)
}

/// A date without its year.
fn short_date(ms: i64) -> String {
    let date = dates::webhook(ms);
    date.get(5..).unwrap_or_default().to_owned()
}
