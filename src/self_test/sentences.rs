//! What a self-test says, for the administrator of a till.

use cloudpayments_money::error::Fault;
use cloudpayments_money::evidence::Trouble;
use cloudpayments_money::outcome::Outcome;
use cloudpayments_money::words;

use crate::certificate::Certificate;
use crate::members::Members;

/// The same in both languages.
pub(super) struct Both {
    pub(super) ru: String,
    pub(super) en: String,
}

impl Both {
    pub(super) fn to_json(&self) -> String {
        Members::default()
            .text("ru", Some(&self.ru))
            .text("en", Some(&self.en))
            .finish()
    }
}

fn both(ru: impl Into<String>, en: impl Into<String>) -> Both {
    Both {
        ru: ru.into(),
        en: en.into(),
    }
}

pub(super) fn not_reached(name: &str) -> Both {
    let (ru, en) = match name {
        "connect" => ("Соединение", "The connection"),
        "tls" => ("Подлинность шлюза", "Who the gateway is"),
        "credentials" => ("Ключи", "The keys"),
        "clock" => ("Часы", "The clock"),
        _ => ("Предел запросов", "The limit of requests"),
    };
    both(
        format!("{ru}: не проверялось, до этого шага не дошло."),
        format!("{en}: not checked, the test did not get this far."),
    )
}

pub(super) fn interrupted() -> Both {
    both("Проверка прервана.", "The test was interrupted.")
}

pub(super) fn is_an_address(host: &str) -> Both {
    both(
        format!("{host} уже адрес, искать имя не нужно."),
        format!("{host} is an address already; no name has to be looked up."),
    )
}

pub(super) fn found(host: &str, addresses: &str) -> Both {
    both(
        format!("Имя {host} найдено: {addresses}."),
        format!("The name {host} was found: {addresses}."),
    )
}

pub(super) fn no_such_name(host: &str, proxied: bool) -> Both {
    let key = if proxied { "proxy" } else { "base_url" };
    both(
        format!("Имя {host} не найдено. Проверьте сеть, сервер имён (DNS) и настройку {key}."),
        format!(
            "The name {host} was not found. Check the network, the name server (DNS) and `{key}`."
        ),
    )
}

pub(super) fn connected(address: &str, proxied: bool) -> Both {
    if proxied {
        return both(
            format!("Прокси {address} соединяет со шлюзом."),
            format!("The proxy {address} leads to the gateway."),
        );
    }
    both(
        format!("Соединение с {address} установлено."),
        format!("Connected to {address}."),
    )
}

pub(super) fn not_connected(to: &str, proxied: bool, trouble: Option<&Trouble>) -> Both {
    match trouble {
        Some(Trouble::NoTunnel(Some(407))) => both(
            format!(
                "Прокси {to} требует имя и пароль или не принял их: укажите их в proxy (HTTP 407)."
            ),
            format!(
                "The proxy {to} wants a user and a password, or other ones: give them in `proxy` (HTTP 407)."
            ),
        ),
        Some(Trouble::NoTunnel(Some(status))) => both(
            format!(
                "Прокси {to} не соединяет со шлюзом (HTTP {status}). Обратитесь к тому, кто его обслуживает."
            ),
            format!(
                "The proxy {to} does not lead to the gateway (HTTP {status}). Ask whoever runs it."
            ),
        ),
        Some(Trouble::NoTunnel(None)) => both(
            format!("{to} отвечает не так, как прокси. Проверьте настройку proxy."),
            format!("{to} does not answer as a proxy does. Check `proxy`."),
        ),
        Some(Trouble::ConnectTimeout) => both(
            format!("{to} не отвечает. Проверьте сеть и межсетевой экран."),
            format!("{to} does not answer. Check the network and the firewall."),
        ),
        _ if proxied => both(
            format!(
                "Нет соединения с прокси {to}. Проверьте сеть, межсетевой экран и настройку proxy."
            ),
            format!(
                "No connection to the proxy {to}. Check the network, the firewall and `proxy`."
            ),
        ),
        _ => both(
            format!(
                "Нет соединения с {to}. Проверьте сеть, межсетевой экран и настройку base_url."
            ),
            format!("No connection to {to}. Check the network, the firewall and `base_url`."),
        ),
    }
}

pub(super) fn plain_http() -> Both {
    both(
        "Шлюз на этой машине и работает без шифрования, проверять нечего.",
        "The gateway is on this machine and speaks plain http; there is nothing to check.",
    )
}

pub(super) fn proved(host: &str, protocol: &str, own: Option<&Certificate>) -> Both {
    let (ru, en) = own.map_or_else(Default::default, |own| {
        (
            format!(
                " Сертификат выдан: {}; действует до {}.",
                own.issuer, own.not_after
            ),
            format!(
                " Its certificate was issued by {} and is valid until {}.",
                own.issuer, own.not_after
            ),
        )
    });
    both(
        format!("Сервер подтвердил, что он {host} ({protocol}).{ru}"),
        format!("The server has proved that it is {host} ({protocol}).{en}"),
    )
}

pub(super) fn unknown_issuer(host: &str, issuer: Option<&str>) -> Both {
    let issuer = issuer.unwrap_or("?");
    both(
        format!(
            "Серверу {host} верить нельзя: здесь не доверяют тому, кто выдал его сертификат ({issuer}). Если это корневой \
             сертификат вашей страны или сети, сохраните его в файл PEM и укажите файл в extra_ca_file. Если нет, соединение \
             кто-то перехватывает."
        ),
        format!(
            "The server {host} is not trusted: nobody here trusts the issuer of its certificate ({issuer}). If that is the root \
             certificate of your country or network, save it as a PEM file and name the file in `extra_ca_file`. If it is not, \
             somebody intercepts the connection."
        ),
    )
}

pub(super) fn expired(host: &str, until: Option<&str>, now: &str) -> Both {
    let until = until.unwrap_or("?");
    both(
        format!(
            "Сертификат {host} действовал до {until}, а часы этой машины показывают {now}. Проверьте часы."
        ),
        format!(
            "The certificate of {host} was valid until {until}, and the clock of this machine says {now}. Check the clock."
        ),
    )
}

pub(super) fn not_valid_yet(host: &str, from: Option<&str>, now: &str) -> Both {
    let from = from.unwrap_or("?");
    both(
        format!(
            "Сертификат {host} действует с {from}, а часы этой машины показывают {now}. Проверьте часы."
        ),
        format!(
            "The certificate of {host} is valid from {from}, and the clock of this machine says {now}. Check the clock."
        ),
    )
}

pub(super) fn other_name(host: &str, subject: Option<&str>) -> Both {
    let subject = subject.unwrap_or("?");
    both(
        format!(
            "Вместо {host} отвечает другой сервер ({subject}). Проверьте base_url; возможно, соединение кто-то перехватывает."
        ),
        format!(
            "Another server ({subject}) answers in place of {host}. Check `base_url`; somebody may intercept the connection."
        ),
    )
}

pub(super) fn not_acceptable(host: &str, why: &str) -> Both {
    both(
        format!("Сертификат {host} не принят: {why}."),
        format!("The server {host} is not trusted: {why}."),
    )
}

pub(super) fn tls_too_slow() -> Both {
    both(
        "Защищённое соединение не установлено вовремя. Проверьте сеть и то, что стоит на пути: прокси, антивирус.",
        "No secure connection came about in time. Check the network and what stands on the way: a proxy, a virus scanner.",
    )
}

pub(super) fn tls_broke() -> Both {
    both(
        "Защищённое соединение не установлено. Проверьте base_url и то, что стоит на пути: прокси, антивирус.",
        "No secure connection came about. Check `base_url` and what stands on the way: a proxy, a virus scanner.",
    )
}

pub(super) fn keys_accepted() -> Both {
    both(
        "Шлюз принял public_id и api_secret.",
        "The gateway accepts `public_id` and `api_secret`.",
    )
}

pub(super) fn keys_not_accepted() -> Both {
    both(
        "Шлюз не принял public_id и api_secret. Исправьте их в настройках по личному кабинету.",
        "The gateway does not accept `public_id` and `api_secret`. Correct them by what the gateway's personal account shows.",
    )
}

/// `test` had no answer that says anything about the keys.
pub(super) fn no_answer(outcome: Outcome, fault: Option<&Fault>) -> Both {
    let code = fault.map(|fault| fault.code.as_str());
    let known = words::for_answer(outcome.as_str(), code);
    let (ru, en) = known.map_or(("", ""), |words| (words.ru, words.en));
    let why = fault.map_or_else(String::new, |fault| format!(" ({})", fault.message));
    both(format!("{ru}{why}"), format!("{en}{why}"))
}

pub(super) fn no_date() -> Both {
    both(
        "Часы: не проверялось, шлюз не сообщил время.",
        "The clock: not checked, the gateway has not told the time.",
    )
}

pub(super) fn clocks_agree() -> Both {
    both(
        "Часы этой машины идут верно.",
        "The clock of this machine is right.",
    )
}

pub(super) fn clock_is_off(seconds: u64, behind: bool) -> Both {
    let (ru, en) = if behind {
        ("отстают", "behind")
    } else {
        ("спешат", "ahead of")
    };
    both(
        format!("Часы этой машины {ru} на {seconds} с. Включите их сверку по сети (NTP)."),
        format!(
            "The clock of this machine is {seconds} s {en} the gateway's. Let it be set by the network (NTP)."
        ),
    )
}

pub(super) fn all_at_once(answered: u32, configured: u32) -> Both {
    both(
        format!(
            "Шлюз ответил на все одновременные запросы ({answered}); max_concurrency: {configured}."
        ),
        format!(
            "The gateway answered all requests that were made at once ({answered}); `max_concurrency` is {configured}."
        ),
    )
}

pub(super) fn too_many(made: u32, refused: u32, configured: u32) -> Both {
    both(
        format!(
            "Одновременных запросов: {made}, из них шлюз не принял: {refused} (HTTP 429). Уменьшите max_concurrency (сейчас \
             {configured}): предел общий для всех касс с этим public_id."
        ),
        format!(
            "Requests at once: {made}, of which the gateway refused: {refused} (HTTP 429). Lower `max_concurrency` (now \
             {configured}): the limit is shared by all tills with this `public_id`."
        ),
    )
}

pub(super) fn some_lost(tried: u32, answered: u32) -> Both {
    both(
        format!("Одновременных запросов: {tried}, ответов: {answered}. Проверьте сеть."),
        format!("Requests at once: {tried}, answers: {answered}. Check the network."),
    )
}

pub(super) fn written_down(path: &str, open: usize) -> Both {
    both(
        format!("Журнал {path} ведётся; операций, исход которых ещё не известен: {open}."),
        format!("The journal {path} can be used; operations that are still open: {open}."),
    )
}

pub(super) fn not_written_down(why: &str) -> Both {
    both(
        format!("Журнал недоступен, деньги не движутся: {why}."),
        format!("The journal cannot be used, so no money moves: {why}."),
    )
}
