//! Why a receipt cannot be made: the error codes of the directory, in the words of the sandbox.

use crate::api::refusal::Refusal;

/// The code and what it means, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trouble {
    /// `ErrorCode`.
    pub(crate) code: i16,
    /// `Message`.
    pub(crate) message: String,
}

pub(crate) const UNKNOWN: i16 = -1;
pub(crate) const TAXATION_SYSTEM: i16 = 3;
pub(crate) const AGENT_INCOMPLETE: i16 = 4;
pub(crate) const PURVEYOR_INCOMPLETE: i16 = 5;
pub(crate) const PHONE: i16 = 6;
pub(crate) const PURVEYOR_INN: i16 = 7;
pub(crate) const AGENT: i16 = 9;
pub(crate) const NO_INN: i16 = 11;
pub(crate) const NO_ITEMS: i16 = 12;
pub(crate) const PAID_LESS: i16 = 13;
pub(crate) const PAID_MORE: i16 = 14;
pub(crate) const NO_SUITABLE: i16 = 15;
pub(crate) const NO_BSO: i16 = 17;
pub(crate) const ONLY_BSO: i16 = 18;
pub(crate) const DECIMALS: i16 = 23;
pub(crate) const EMAIL: i16 = 24;
pub(crate) const MISSING: i16 = 26;
pub(crate) const WRONG: i16 = 27;

const WORDS: [(i16, &str); 27] = [
    (UNKNOWN, "Неизвестная ошибка"),
    (2, "Нет касс для организации"),
    (
        TAXATION_SYSTEM,
        "Система налогообложения не указана ни на одной кассе",
    ),
    (AGENT_INCOMPLETE, "Данные агента неполны"),
    (PURVEYOR_INCOMPLETE, "Не указан ИНН или телефон поставщика"),
    (PHONE, "Неверный телефон покупателя"),
    (PURVEYOR_INN, "Неверный ИНН поставщика"),
    (8, "Фискальный накопитель заполнен"),
    (AGENT, "Ошибка в данных агента"),
    (10, "Персональные данные не зашифрованы"),
    (NO_INN, "Не указан ИНН"),
    (NO_ITEMS, "Не указаны товары или услуги"),
    (PAID_LESS, "Сумма оплат меньше итога чека"),
    (PAID_MORE, "Сумма безналичных оплат больше итога чека"),
    (NO_SUITABLE, "Нет подходящей кассы"),
    (16, "Нет кассы с подходящим терминалом"),
    (NO_BSO, "Нет касс с признаком БСО"),
    (ONLY_BSO, "Нет касс без признака БСО"),
    (19, "Нет касс для наличных"),
    (20, "Нет касс с признаком агента"),
    (21, "Нет касс с дополнительным реквизитом пользователя"),
    (22, "Превышен дневной лимит тестовых чеков"),
    (DECIMALS, "Больше двух знаков после запятой"),
    (EMAIL, "Неверный e-mail"),
    (25, "Нет оплаченных касс"),
    (MISSING, "Не указаны нужные данные"),
    (WRONG, "Неверные данные"),
];

impl Trouble {
    /// With the words of the directory; `None` if it has no such code.
    pub(crate) fn of(code: i16) -> Option<Self> {
        let (_, words) = WORDS.iter().find(|(known, _)| *known == code)?;
        Some(Self::new(code, *words))
    }

    /// With words of its own.
    pub(crate) fn new(code: i16, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }

    /// With the words of the directory and where it is wrong.
    pub(crate) fn at(code: i16, place: &str) -> Self {
        let words = Self::of(code).map(|trouble| trouble.message);
        Self::new(code, format!("{}: {place}", words.unwrap_or_default()))
    }

    /// A field that must be there is not.
    pub(crate) fn missing(field: &str) -> Self {
        Self::new(MISSING, Refusal::required(field).message())
    }

    /// A field holds something else than it should.
    pub(crate) fn wrong(field: &str) -> Self {
        Self::from(Refusal::invalid(field))
    }
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Self {
        Self::new(WRONG, refusal.message())
    }
}
