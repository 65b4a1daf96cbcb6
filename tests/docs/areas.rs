//! What a method is about: the order in which the page shows them.

use cloudpayments::catalog::{ROWS, Row, Via};
use cloudpayments_money::verdict::{Effect, Rule};

/// Methods that are read together.
pub(crate) struct Area {
    pub(crate) title: &'static str,
    pub(crate) about: &'static str,
    has: fn(&Row) -> bool,
}

impl Area {
    /// The name of the heading in an address.
    pub(crate) fn anchor(&self) -> String {
        self.title.to_lowercase().replace(' ', "-")
    }

    /// The methods, in the order of the catalogue. A method belongs to the first area that takes it.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &'static Row> + use<'_> {
        ROWS.iter().filter(|row| area_of(row).title == self.title)
    }
}

fn area_of(row: &Row) -> &'static Area {
    let found = AREAS.iter().find(|area| (area.has)(row));
    found.unwrap_or_else(|| panic!("`{}` is in no area", row.name))
}

/// The areas, in the order of the page. A new method falls into one by its rule or its path.
pub(crate) const AREAS: &[Area] = &[
    Area {
        title: "Payments",
        about: "Take money, hold it, give it back.",
        has: |row| {
            matches!(
                row.rule(),
                Some(Rule::Payment | Rule::Finish3ds | Rule::Confirm | Rule::Void | Rule::Refund)
            )
        },
    },
    Area {
        title: "Payouts",
        about: "Send money to a person.",
        has: |row| row.rule() == Some(Rule::Payout),
    },
    Area {
        title: "Links and QR codes",
        about: "The payer pays in an app of a bank. `requires_payer` means: show the link, then ask `qr_status` or `qr_wait`.",
        has: |row| row.rule() == Some(Rule::Link) || row.path.starts_with("payments/qr/"),
    },
    Area {
        title: "Orders",
        about: "The payer pays on a page of the gateway.",
        has: |row| row.path.starts_with("orders/"),
    },
    Area {
        title: "Subscriptions",
        about: "The gateway charges a saved card by a plan.",
        has: |row| row.path.starts_with("subscriptions/"),
    },
    Area {
        title: "Look-ups and lists",
        about: "What has happened. `ok` means that there is a record: whether it is paid stands in `payment`.",
        has: |row| {
            let listed = ["payments/", "v2/payments/", "chargebacks/", "Escrow/"];
            let listed = listed.iter().any(|begin| row.path.starts_with(begin));
            listed && row.effect == Effect::Reads && matches!(row.via, Via::Api(_))
        },
    },
    Area {
        title: "Receipts and cash registers",
        about: "Receipts are queued, and printed a little later.",
        has: |row| row.path.starts_with("kkt/"),
    },
    Area {
        title: "Directories and settings",
        about: "What the gateway knows beside payments.",
        has: |row| row.rule().is_some(),
    },
    Area {
        title: "Our own methods",
        about: "They have no path at the gateway. More about each: [json.md](json.md#our-own-methods).",
        has: |row| row.via == Via::Own,
    },
];
