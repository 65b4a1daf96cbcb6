//! The catalogue and the status names as C texts, made once.

use std::ffi::{CStr, CString};

use cloudpayments_money::status::{STATUSES, Status};
use once_cell::race::OnceBox;
use serde::Serialize;

use crate::catalog::{COMMON, COMMON_API, Field, ROWS, Row};

#[derive(Serialize)]
struct Catalogue {
    abi: i32,
    version: &'static str,
    /// Fields of ours that every method takes, and those that only methods of the API take.
    common: Vec<FieldEntry>,
    common_api: Vec<FieldEntry>,
    methods: Vec<MethodEntry>,
}

#[derive(Serialize)]
struct MethodEntry {
    name: &'static str,
    path: &'static str,
    effect: &'static str,
    summary: &'static str,
    fields: Vec<FieldEntry>,
}

#[derive(Serialize)]
struct FieldEntry {
    name: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    required: bool,
    max: Option<u64>,
    summary: &'static str,
}

impl From<&Field> for FieldEntry {
    fn from(field: &Field) -> Self {
        Self {
            name: field.name,
            kind: field.kind.as_str(),
            required: field.required,
            max: field.max,
            summary: field.summary,
        }
    }
}

impl From<&Row> for MethodEntry {
    fn from(row: &Row) -> Self {
        Self {
            name: row.name,
            path: row.path,
            effect: row.effect.as_str(),
            summary: row.summary,
            fields: entries(row.fields),
        }
    }
}

fn entries(fields: &[Field]) -> Vec<FieldEntry> {
    fields.iter().map(FieldEntry::from).collect()
}

/// What `cp_methods` gives.
pub(crate) fn text() -> &'static CStr {
    static TEXT: OnceBox<CString> = OnceBox::new();
    TEXT.get_or_init(|| {
        let catalogue = Catalogue {
            abi: crate::ABI_VERSION,
            version: crate::VERSION,
            common: entries(COMMON),
            common_api: entries(COMMON_API),
            methods: ROWS.iter().map(MethodEntry::from).collect(),
        };
        let text = serde_json::to_string(&catalogue).unwrap_or_default();
        Box::new(CString::new(text).unwrap_or_default())
    })
}

/// What `cp_status_name` gives.
pub(crate) fn status_name(number: i32) -> &'static CStr {
    static NAMES: OnceBox<Vec<CString>> = OnceBox::new();
    let names = NAMES.get_or_init(|| {
        let name = |status: &Status| CString::new(status.name()).unwrap_or_default();
        Box::new(STATUSES.iter().map(name).collect())
    });
    STATUSES
        .iter()
        .position(|status| status.number() == number)
        .and_then(|at| names.get(at))
        .map_or(c"unassigned", CString::as_c_str)
}
