//! Texts that the caller holds.
//!
//! A text handed out is remembered by its address until it is freed. A freed text is wiped and
//! waits in a quarantine, so that its address is not given to another text at once: freeing it a
//! second time then does nothing. That is a safety net with an end, and the header says so.

use std::collections::{HashMap, VecDeque};
use std::ffi::c_char;

use zeroize::Zeroize as _;

use crate::sync::{Mutex, PerProcess, lock};

const QUARANTINE_TEXTS: usize = 1024;
const QUARANTINE_BYTES: usize = 1 << 20;

static TEXTS: PerProcess<Mutex<Texts>> = PerProcess::new();

#[derive(Default)]
struct Texts {
    held: HashMap<usize, Vec<u8>>,
    quarantine: VecDeque<Vec<u8>>,
    quarantine_bytes: usize,
}

/// Hands a text out; it is the caller's until [`free`].
pub(super) fn hand_out(mut text: Vec<u8>) -> *mut c_char {
    // A zero inside would end the text early for the caller. JSON has none; be sure.
    if text.contains(&0) {
        text.retain(|byte| *byte != 0);
    }
    let mut text = ended(text);
    let address = text.as_mut_ptr();
    lock(TEXTS.get()).held.insert(address as usize, text);
    address.cast()
}

/// Puts the zero at the end. A vector that grows by itself would leave the text behind.
fn ended(mut text: Vec<u8>) -> Vec<u8> {
    if text.len() == text.capacity() {
        let mut larger = Vec::with_capacity(text.len() + 1);
        larger.extend_from_slice(&text);
        text.zeroize();
        text = larger;
    }
    text.push(0);
    text
}

/// Takes a text back. A pointer that is not one of ours is left alone.
pub(super) fn free(text: *mut c_char) {
    if text.is_null() {
        return;
    }
    let mut texts = lock(TEXTS.get());
    let Some(mut text) = texts.held.remove(&(text as usize)) else {
        return;
    };
    // As a slice: a vector is wiped byte by byte.
    text.as_mut_slice().zeroize();
    texts.quarantine_bytes += text.capacity();
    texts.quarantine.push_back(text);
    while texts.quarantine.len() > QUARANTINE_TEXTS || texts.quarantine_bytes > QUARANTINE_BYTES {
        let Some(oldest) = texts.quarantine.pop_front() else {
            break;
        };
        texts.quarantine_bytes -= oldest.capacity();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn freeing_twice_frees_once() {
        let first = hand_out(b"first".to_vec());
        free(first);
        let second = hand_out(b"other".to_vec());
        assert_ne!(first, second);
        free(first);
        assert!(lock(TEXTS.get()).held.contains_key(&(second as usize)));
        free(second);
    }

    #[test]
    fn freeing_what_is_not_ours_does_nothing() {
        let mut foreign = *b"foreign\0";
        free(foreign.as_mut_ptr().cast());
        free(std::ptr::null_mut());
        assert_eq!(&foreign, b"foreign\0");
    }
}
