//! The pages for people.

pub(crate) mod acs;
pub(crate) mod dashboard;
mod html;
pub(crate) mod invoice;
mod layout;
pub(crate) mod link;
pub(crate) mod receipt;
