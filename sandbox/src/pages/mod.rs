//! The pages for people.

pub(crate) mod acs;
pub(crate) mod dashboard;
mod html;
