//! Keys by their names: `j`, `?`, `Enter`, `Shift+Tab`, `Control+k`.

use serde_json::{Value, json};

/// Keys that write nothing, with the number that Windows gave them.
const NAMED: [(&str, u32); 12] = [
    ("Backspace", 8),
    ("Tab", 9),
    ("Enter", 13),
    ("Escape", 27),
    ("Space", 32),
    ("End", 35),
    ("Home", 36),
    ("ArrowLeft", 37),
    ("ArrowUp", 38),
    ("ArrowRight", 39),
    ("ArrowDown", 40),
    ("Delete", 46),
];
const MODIFIERS: [(&str, u32); 4] = [("Alt", 1), ("Control", 2), ("Meta", 4), ("Shift", 8)];

/// The events of letting go what was held with a key.
pub(super) fn released(name: &str) -> Vec<Value> {
    let held = name.rsplit_once('+').map_or("", |(held, _)| held);
    let held = held.split('+').filter(|name| !name.is_empty());
    held.map(|name| json!({ "type": "keyUp", "key": name, "code": format!("{name}Left"), "modifiers": 0 }))
        .collect()
}

/// The two events of a key: pressed and let go.
pub(super) fn events(name: &str) -> [Value; 2] {
    let (held, key) = match name.rsplit_once('+') {
        Some((held, key)) if !key.is_empty() => (held, key),
        _ => ("", name),
    };
    let held = held.split('+').filter(|name| !name.is_empty());
    let modifiers: u32 = held
        .map(|name| number(&MODIFIERS, name).unwrap_or_else(|| panic!("`{name}` is no modifier")))
        .sum();
    let (key, code, number) = describe(key);
    let text = match key.as_str() {
        "Enter" => "\r".into(),
        _ if key.chars().count() == 1 && modifiers & 0b0111 == 0 => key.clone(),
        _ => String::new(),
    };
    let event = |kind: &str| json!({ "type": kind, "key": key, "code": code, "windowsVirtualKeyCode": number, "modifiers": modifiers });
    let mut down = event(if text.is_empty() {
        "rawKeyDown"
    } else {
        "keyDown"
    });
    if !text.is_empty() {
        down["text"] = text.into();
    }
    [down, event("keyUp")]
}

/// What the key writes or is called, where it lies, and its number.
fn describe(key: &str) -> (String, String, u32) {
    if let Some(number) = number(&NAMED, key) {
        let written = if key == "Space" { " " } else { key };
        return (written.into(), key.into(), number);
    }
    let mut characters = key.chars();
    let (Some(character), None) = (characters.next(), characters.next()) else {
        panic!("there is no key `{key}`");
    };
    let upper = character.to_ascii_uppercase();
    let code = match upper {
        'A'..='Z' => format!("Key{upper}"),
        '0'..='9' => format!("Digit{upper}"),
        _ => String::new(),
    };
    let number = if code.is_empty() { 0 } else { u32::from(upper) };
    (key.into(), code, number)
}

fn number(among: &[(&str, u32)], name: &str) -> Option<u32> {
    let found = among.iter().find(|(known, _)| *known == name);
    found.map(|(_, number)| *number)
}
