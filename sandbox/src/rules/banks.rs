//! Some banks of the system of fast payments.

/// A bank.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bank {
    /// Its number, which is the `MemberId` of a payout.
    pub(crate) id: &'static str,
    /// Its name.
    pub(crate) name: &'static str,
    /// Where its application opens a link.
    pub(crate) url: &'static str,
}

/// In the order in which they must be shown.
pub(crate) const ALL: [Bank; 6] = [
    Bank {
        id: "100000000111",
        name: "Сбербанк",
        url: "bank100000000111://qr.nspk.ru/{QRC_ID}{QUERY_STRING}",
    },
    Bank {
        id: "100000000004",
        name: "Т-Банк",
        url: "bank100000000004://qr.nspk.ru/{QRC_ID}{QUERY_STRING}",
    },
    Bank {
        id: "110000000005",
        name: "ВТБ",
        url: "https://online.vtb.ru/i/paymentSbp/{QRC_ID}{QUERY_STRING}",
    },
    Bank {
        id: "100000000008",
        name: "АЛЬФА-БАНК",
        url: "bank100000000008://qr.nspk.ru/{QRC_ID}{QUERY_STRING}",
    },
    Bank {
        id: "100000000007",
        name: "Райффайзенбанк",
        url: "bank100000000007://qr.nspk.ru/{QRC_ID}{QUERY_STRING}",
    },
    Bank {
        id: "100000000001",
        name: "Газпромбанк",
        url: "bank100000000001://qr.nspk.ru/{QRC_ID}{QUERY_STRING}",
    },
];
