//! The small values everything else is made of.

pub(crate) mod amount;
pub(crate) mod currency;
pub(crate) mod dates;
pub(crate) mod decimal;
pub(crate) mod percent;
pub(crate) mod seed;
pub(crate) mod windows1251;
pub(crate) mod zones;
