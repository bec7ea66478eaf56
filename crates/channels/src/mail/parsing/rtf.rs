//! The rich text that Outlook writes (RTF): unpacked (MS-OXRTFCP) and read as text, or as the page that it was made of
//! (MS-OXRTFEX). Fonts, colours and pictures are left where they are.

use super::tnef::{Text, decoded};

/// Most that is unpacked, in bytes.
const UNPACKED_MAX_BYTES: usize = 4 * 1024 * 1024;
/// Groups within groups that are told apart.
const DEPTH_MAX: usize = 200;
/// The window of the packing, and what stands in it at first.
const WINDOW: usize = 4_096;
const AT_FIRST: &[u8] = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \
    \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \
    \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

/// Unpacks rich text; nothing where it is none.
pub(super) fn unpack(packed: &[u8]) -> Option<Vec<u8>> {
    let (head, mut rest) = packed.split_at_checked(16)?;
    let wanted = u32::from_le_bytes(head[4..8].try_into().ok()?);
    let wanted = usize::try_from(wanted).ok()?.min(UNPACKED_MAX_BYTES);
    match &head[8..12] {
        b"MELA" => return Some(rest[..rest.len().min(wanted)].to_vec()),
        b"LZFu" => {}
        _ => return None,
    }
    let mut window = [0; WINDOW];
    window[..AT_FIRST.len()].copy_from_slice(AT_FIRST);
    let mut at = AT_FIRST.len();
    let mut out = Vec::new();
    while out.len() < wanted {
        let Some((flags, after)) = rest.split_first() else {
            break;
        };
        rest = after;
        for bit in 0..8 {
            if flags & (1 << bit) == 0 {
                let Some((byte, after)) = rest.split_first() else {
                    return Some(out);
                };
                rest = after;
                out.push(*byte);
                window[at] = *byte;
                at = (at + 1) % WINDOW;
                continue;
            }
            let Some((pair, after)) = rest.split_at_checked(2) else {
                return Some(out);
            };
            rest = after;
            let pair = usize::from(u16::from_be_bytes([pair[0], pair[1]]));
            let (from, length) = (pair >> 4, (pair & 0xf) + 2);
            if from == at {
                return Some(out);
            }
            for step in 0..length {
                let byte = window[(from + step) % WINDOW];
                out.push(byte);
                window[at] = byte;
                at = (at + 1) % WINDOW;
            }
        }
    }
    Some(out)
}

/// How the text of a group is taken.
#[derive(Clone, Copy)]
struct Group {
    /// Nothing of it is text.
    hidden: bool,
    /// It is markup of the page that the text was made of.
    markup: bool,
    /// Only the rich text has it, the page has not.
    rich_only: bool,
    /// Characters that stand for one that is written with its number.
    stand_ins: usize,
}

/// What a rich text says.
pub(super) fn read(rich: &[u8]) -> Text {
    let mut reading = Reading {
        rest: rich,
        out: String::new(),
        bytes: Vec::new(),
        code_page: 1252,
        is_page: false,
        skip: 0,
        half: 0,
        group: Group {
            hidden: false,
            markup: false,
            rich_only: false,
            stand_ins: 1,
        },
        groups: Vec::new(),
    };
    reading.read();
    match reading.is_page {
        true => Text::Html(reading.out),
        false => Text::Plain(reading.out),
    }
}

struct Reading<'a> {
    rest: &'a [u8],
    out: String,
    /// Bytes in the code page that are no text yet: a character may have several.
    bytes: Vec<u8>,
    code_page: u32,
    is_page: bool,
    /// Characters that stand for the one before, for who does not know it.
    skip: usize,
    /// The first half of a character that is written in two.
    half: u32,
    group: Group,
    groups: Vec<Group>,
}

impl<'a> Reading<'a> {
    fn read(&mut self) {
        while let Some((byte, after)) = self.rest.split_first() {
            self.rest = after;
            match byte {
                b'{' if self.groups.len() < DEPTH_MAX => {
                    self.flush();
                    self.groups.push(self.group);
                }
                b'}' => {
                    self.flush();
                    let before = self.groups.pop();
                    self.group = before.unwrap_or(self.group);
                }
                b'\\' => self.control(),
                b'{' | b'\r' | b'\n' => {}
                byte => self.add(*byte),
            }
            if self.out.len() > UNPACKED_MAX_BYTES {
                return;
            }
        }
        self.flush();
    }

    fn control(&mut self) {
        let Some((first, after)) = self.rest.split_first() else {
            return;
        };
        if !first.is_ascii_alphabetic() {
            self.rest = after;
            return self.symbol(*first);
        }
        let word = self.taken(|byte| byte.is_ascii_alphabetic());
        let number = self.taken(|byte| byte.is_ascii_digit() || byte == b'-');
        if self.rest.first() == Some(&b' ') {
            self.rest = &self.rest[1..];
        }
        let number = std::str::from_utf8(number).ok();
        let number: Option<i32> = number.and_then(|digits| digits.parse().ok());
        self.word(word, number);
    }

    fn word(&mut self, word: &[u8], number: Option<i32>) {
        match word {
            b"fromhtml" => self.is_page = number != Some(0),
            b"ansicpg" => {
                let page = number.and_then(|page| u32::try_from(page).ok());
                self.code_page = page.unwrap_or(self.code_page);
            }
            b"htmlrtf" => self.group.rich_only = number != Some(0),
            b"uc" => {
                let count = number.and_then(|count| usize::try_from(count).ok());
                self.group.stand_ins = count.unwrap_or(1).min(8);
            }
            b"u" => {
                self.flush();
                let code = number.unwrap_or(0);
                // Numbers above the middle are written below zero.
                let code = u32::try_from(code.rem_euclid(0x1_0000)).unwrap_or(0);
                self.unit(code);
                self.skip = self.group.stand_ins;
            }
            b"bin" => {
                let count = number.and_then(|count| usize::try_from(count).ok());
                let count = count.unwrap_or(0).min(self.rest.len());
                self.rest = &self.rest[count..];
            }
            b"par" | b"line" | b"row" | b"page" => self.end_line(),
            b"tab" | b"cell" => self.add(b'\t'),
            b"lquote" => self.special('‘'),
            b"rquote" => self.special('’'),
            b"ldblquote" => self.special('“'),
            b"rdblquote" => self.special('”'),
            b"bullet" => self.special('•'),
            b"endash" => self.special('–'),
            b"emdash" => self.special('—'),
            b"htmltag" | b"mhtmltag" => {
                self.flush();
                self.group.markup = self.is_page && word == b"htmltag";
                self.group.hidden = !self.group.markup;
            }
            b"fonttbl" | b"colortbl" | b"stylesheet" | b"info" | b"pict" | b"object"
            | b"header" | b"footer" | b"listtable" => {
                self.flush();
                self.group.hidden = true;
            }
            _ => {}
        }
    }

    fn symbol(&mut self, symbol: u8) {
        match symbol {
            b'\'' => {
                let (digits, after) = self.rest.split_at(self.rest.len().min(2));
                self.rest = after;
                let digits = std::str::from_utf8(digits).ok();
                let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
                self.add(byte.unwrap_or(b'?'));
            }
            // What follows is for those who know it.
            b'*' => {
                self.flush();
                self.group.hidden = true;
            }
            b'~' => self.special('\u{a0}'),
            b'\r' | b'\n' => self.end_line(),
            b'\\' | b'{' | b'}' => self.add(symbol),
            _ => {}
        }
    }

    /// A character by its number, or a half of one.
    fn unit(&mut self, code: u32) {
        let half = std::mem::take(&mut self.half);
        match code {
            0xd800..=0xdbff => self.half = code,
            0xdc00..=0xdfff if half != 0 => {
                let both = 0x1_0000 + ((half - 0xd800) << 10) + (code - 0xdc00);
                self.say(char::from_u32(both).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            _ => self.say(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)),
        }
    }

    fn special(&mut self, special: char) {
        self.flush();
        self.say(special);
    }

    fn end_line(&mut self) {
        self.flush();
        self.say('\n');
    }

    fn add(&mut self, byte: u8) {
        match self.skip {
            0 => self.bytes.push(byte),
            _ => self.skip -= 1,
        }
    }

    /// Makes text of the bytes that were collected.
    fn flush(&mut self) {
        self.skip = 0;
        let bytes = std::mem::take(&mut self.bytes);
        if !bytes.is_empty() && self.is_said() {
            self.out.push_str(&decoded(&bytes, self.code_page));
        }
    }

    fn say(&mut self, said: char) {
        if self.is_said() {
            self.out.push(said);
        }
    }

    fn is_said(&self) -> bool {
        let Group {
            hidden,
            markup,
            rich_only,
            ..
        } = self.group;
        markup || !(hidden || self.is_page && rich_only)
    }

    fn taken(&mut self, fits: impl Fn(u8) -> bool) -> &'a [u8] {
        let count = self.rest.iter().take_while(|byte| fits(**byte)).count();
        let (taken, after) = self.rest.split_at(count);
        self.rest = after;
        taken
    }
}
