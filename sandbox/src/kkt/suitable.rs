//! Which register prints a receipt.

use super::receipt::Draft;
use super::register::Register;
use super::trouble::{NO_BSO, NO_SUITABLE, ONLY_BSO, TAXATION_SYSTEM, Trouble};

/// The first that suits. `None`: those that suit cannot print now; an error: there is none at all.
pub(super) fn register<'a>(
    registers: &'a mut [Register],
    draft: &Draft,
    moment: i64,
) -> Result<Option<&'a mut Register>, Trouble> {
    let inn = &draft.inn;
    let all = registers.iter_mut();
    let mut left: Vec<_> = all.filter(|known| known.registration.inn == *inn).collect();
    if let Some(device_number) = device_number(draft) {
        left.retain(|known| known.registration.device_number == device_number);
        if left.is_empty() {
            return Err(Trouble::at(NO_SUITABLE, device_number));
        }
    }
    left.retain(|known| known.registration.is_bso == draft.content.is_bso);
    if left.is_empty() {
        return Err(wrong_form(draft));
    }
    if let Some(taxation) = draft.content.taxation {
        left.retain(|known| known.registration.taxation.contains(&taxation));
        if left.is_empty() {
            return Err(Trouble::at(TAXATION_SYSTEM, inn));
        }
    }
    Ok(left.into_iter().find(|known| known.prints(moment)))
}

/// The register that is to print it, if that matters.
fn device_number(draft: &Draft) -> Option<&str> {
    draft.correction.as_ref()?.device_number.as_deref()
}

fn wrong_form(draft: &Draft) -> Trouble {
    let (code, words) = if draft.content.is_bso {
        (NO_BSO, "с признаком")
    } else {
        (ONLY_BSO, "без признака")
    };
    let inn = &draft.inn;
    let message = format!("Нет касс {words} БСО для организации с ИНН {inn}");
    Trouble::new(code, message)
}
