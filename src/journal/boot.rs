//! The clock that has run evenly since this machine was started.

use cloudpayments_money::intent::BootTime;

/// How long this machine has been running; `None` where that cannot be told from another run.
#[cfg(any(target_os = "linux", target_os = "android"))]
pub(crate) fn now() -> Option<BootTime> {
    use once_cell::race::OnceNonZeroUsize;
    use std::num::NonZeroUsize;

    /// Hashed once; a boot does not change while a process lives.
    static BOOT: OnceNonZeroUsize = OnceNonZeroUsize::new();
    let boot = BOOT
        .get_or_try_init(|| {
            let id = std::fs::read("/proc/sys/kernel/random/boot_id").map_err(drop)?;
            let hash = ring::digest::digest(&ring::digest::SHA256, id.trim_ascii());
            let first = hash.as_ref().first_chunk().copied().ok_or(())?;
            NonZeroUsize::new(usize::from_le_bytes(first)).ok_or(())
        })
        .ok()?;
    let time = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    let seconds = u64::try_from(time.tv_sec).ok()?;
    let milliseconds = u64::try_from(time.tv_nsec).ok()? / 1_000_000;
    Some(BootTime {
        boot: u64::try_from(boot.get()).ok()?,
        since_ms: seconds * 1000 + milliseconds,
    })
}

/// Elsewhere only the wall clock goes on while the process is away, and the gateway vouches for it.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
pub(crate) fn now() -> Option<BootTime> {
    None
}
