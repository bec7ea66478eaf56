//! Folders as people read them, and as mail servers write them: in modified UTF-7 (RFC 3501, 5.1.3).

use base64::Engine;
use base64::alphabet::IMAP_MUTF7;
use base64::engine::general_purpose::{GeneralPurpose, NO_PAD};

const CODE: GeneralPurpose = GeneralPurpose::new(&IMAP_MUTF7, NO_PAD);

/// A folder as servers write it. What somebody has copied from a server stays as it is.
pub(super) fn on_the_wire(name: &str) -> String {
    let is_written = |plain: &String| name.is_ascii() && plain != name && encoded(plain) == name;
    match decoded(name).filter(is_written) {
        Some(_) => name.to_owned(),
        None => encoded(name),
    }
}

/// A folder as people read it.
pub(super) fn shown(written: &str) -> String {
    decoded(written).unwrap_or_else(|| written.to_owned())
}

fn encoded(name: &str) -> String {
    let (mut written, mut foreign) = (String::new(), Vec::new());
    for letter in name.chars() {
        if !matches!(letter, ' '..='~') {
            foreign.extend(letter.encode_utf16(&mut [0; 2]).iter().copied());
            continue;
        }
        end(&mut written, &mut foreign);
        written.push(letter);
        if letter == '&' {
            written.push('-');
        }
    }
    end(&mut written, &mut foreign);
    written
}

/// Writes down what has no letter of its own there.
fn end(written: &mut String, foreign: &mut Vec<u16>) {
    if foreign.is_empty() {
        return;
    }
    let bytes = foreign.drain(..).flat_map(u16::to_be_bytes);
    let code = CODE.encode(bytes.collect::<Vec<u8>>());
    written.push_str(&format!("&{code}-"));
}

fn decoded(written: &str) -> Option<String> {
    let (mut name, mut rest) = (String::new(), written);
    while let Some((before, code)) = rest.split_once('&') {
        let (code, after) = code.split_once('-')?;
        name.push_str(before);
        match code {
            "" => name.push('&'),
            code => {
                let bytes = CODE.decode(code).ok()?;
                let pairs = bytes.chunks(2).map(|pair| pair.try_into().ok());
                let letters = pairs.map(|pair| pair.map(u16::from_be_bytes));
                name.push_str(&String::from_utf16(&letters.collect::<Option<Vec<_>>>()?).ok()?);
            }
        }
        rest = after;
    }
    name.push_str(rest);
    Some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_written_as_servers_write_them_and_read_as_people_do() {
        for (name, written) in [
            ("INBOX", "INBOX"),
            ("Störungen", "St&APY-rungen"),
            ("R&D", "R&-D"),
            ("Eingang/Wünsche & Fragen", "Eingang/W&APw-nsche &- Fragen"),
            ("台北", "&U,BTFw-"),
            ("Post 📬 hier", "Post &2D3c7A- hier"),
            ("ä-ö", "&AOQ--&APY-"),
            ("a \"b\" \\", "a \"b\" \\"),
        ] {
            assert_eq!(on_the_wire(name), written, "{name}");
            assert_eq!(shown(written), name, "{written}");
            // Who has copied it from a server means the same folder.
            assert_eq!(on_the_wire(written), written, "{name}");
        }
    }

    #[test]
    fn what_no_server_should_write_is_shown_as_it_is() {
        for written in [
            "R&D",
            "&",
            "&A-",
            "&====-",
            "&2D0-",
            "St\u{f6}rungen & mehr",
        ] {
            assert_eq!(shown(written), written);
        }
        assert_eq!(on_the_wire("R&D-Team"), "R&-D-Team");
    }
}
