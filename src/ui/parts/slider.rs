//! The keys of a handle that is moved step by step.

/// How many steps a key moves a handle, negative towards the least: one, so many with Shift and a page's key, to an end and
/// beyond with Home and End. None for any other key; a key that moves it does nothing else.
pub fn steps(key: &web_sys::KeyboardEvent, long: i64) -> Option<i64> {
    let by = match (key.key().as_str(), key.shift_key()) {
        ("ArrowLeft" | "ArrowDown", false) => -1,
        ("ArrowRight" | "ArrowUp", false) => 1,
        ("ArrowLeft" | "ArrowDown", true) | ("PageDown", _) => -long,
        ("ArrowRight" | "ArrowUp", true) | ("PageUp", _) => long,
        ("Home", _) => i64::MIN / 2,
        ("End", _) => i64::MAX / 2,
        _ => return None,
    };
    key.prevent_default();
    key.stop_propagation();
    Some(by)
}
