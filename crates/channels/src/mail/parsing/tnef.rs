//! What Outlook packs into `winmail.dat` (TNEF, MS-OXTNEF): the text of a message, and its files with their names. It is
//! read as far as it can be: what is damaged ends the reading there and loses nothing that came before.

use super::rtf;
use mail_parser::decoders::charsets::map::charset_decoder;

/// What such a file begins with.
const SIGNATURE: [u8; 4] = [0x78, 0x9f, 0x3e, 0x22];
/// Messages within messages that are looked into.
const DEPTH_MAX: usize = 3;
/// Most files that are taken, with those of messages within.
const FILES_MAX: usize = 500;
/// Most properties of one list, and values of one of them.
const PROPERTIES_MAX: u32 = 2_000;

/// What was packed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Packed {
    /// The text, where there is one.
    pub text: Text,
    /// The files.
    pub files: Vec<PackedFile>,
}

/// The text as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Text {
    /// There is none.
    #[default]
    Nothing,
    /// Plain.
    Plain(String),
    /// A page.
    Html(String),
}

/// A file that was packed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PackedFile {
    /// What it is called; empty for nothing.
    pub name: String,
    /// Its media type; empty where that is not said.
    pub media_type: String,
    /// By what the text refers to it.
    pub content_id: Option<String>,
    /// What is in it.
    pub content: Vec<u8>,
}

/// Whether that is such a file.
fn is_packed(bytes: &[u8]) -> bool {
    bytes.starts_with(&SIGNATURE)
}

/// Takes out what was packed; nothing where it is no such file.
pub fn unpack(bytes: &[u8]) -> Option<Packed> {
    is_packed(bytes).then(|| {
        let mut packed = Packed::default();
        read(bytes, &mut packed, 0);
        packed
    })
}

/// The attributes of a file, and the properties of a message or of a file of it, that anything comes of.
mod known {
    pub(super) const BODY: u32 = 0x0002_800c;
    pub(super) const MESSAGE_PROPERTIES: u32 = 0x0006_9003;
    pub(super) const CODE_PAGE: u32 = 0x0006_9007;
    pub(super) const FILE_BEGINS: u32 = 0x0006_9002;
    pub(super) const FILE_TITLE: u32 = 0x0001_8010;
    pub(super) const FILE_DATA: u32 = 0x0006_800f;
    pub(super) const FILE_PROPERTIES: u32 = 0x0006_9005;

    pub(super) const PLAIN: u16 = 0x1000;
    pub(super) const RTF: u16 = 0x1009;
    pub(super) const HTML: u16 = 0x1013;
    pub(super) const HTML_CODE_PAGE: u16 = 0x3fde;
    pub(super) const DISPLAY_NAME: u16 = 0x3001;
    pub(super) const CONTENT: u16 = 0x3701;
    pub(super) const SHORT_NAME: u16 = 0x3704;
    pub(super) const LONG_NAME: u16 = 0x3707;
    pub(super) const MEDIA_TYPE: u16 = 0x370e;
    pub(super) const CONTENT_ID: u16 = 0x3712;
}

/// Bytes that are read from the front; what is not there any more is nothing.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    /// A value that is filled up to whole words.
    fn take_filled(&mut self, count: usize) -> Option<&'a [u8]> {
        let taken = self.take(count)?;
        let filling = count.next_multiple_of(4) - count;
        // What stands last need not be filled up.
        self.0 = self.0.get(filling..).unwrap_or_default();
        Some(taken)
    }

    fn u16(&mut self) -> Option<u16> {
        let bytes = self.take(2)?.try_into().ok()?;
        Some(u16::from_le_bytes(bytes))
    }

    fn u32(&mut self) -> Option<u32> {
        let bytes = self.take(4)?.try_into().ok()?;
        Some(u32::from_le_bytes(bytes))
    }

    fn length(&mut self) -> Option<usize> {
        usize::try_from(self.u32()?).ok()
    }
}

/// The text in its several forms; the best of them is taken in the end.
#[derive(Default)]
struct Texts {
    page: Option<String>,
    plain: Option<String>,
    rich: Option<Text>,
}

fn read(bytes: &[u8], packed: &mut Packed, depth: usize) {
    let mut rest = Bytes(bytes);
    // The signature, and a key that nobody asks for.
    if rest.take(6).is_none() {
        return;
    }
    let mut texts = Texts::default();
    let mut code_page = 1252;
    let mut file: Option<PackedFile> = None;
    let mut within = Packed::default();
    while let Some((id, data)) = attribute(&mut rest) {
        match id {
            known::CODE_PAGE => {
                code_page = Bytes(data).u32().unwrap_or(code_page);
            }
            known::BODY => texts.plain = Some(decoded(data, code_page)),
            known::MESSAGE_PROPERTIES => message(data, code_page, &mut texts),
            known::FILE_BEGINS => {
                packed.files.extend(file.replace(PackedFile::default()));
                packed.files.append(&mut within.files);
            }
            known::FILE_TITLE | known::FILE_DATA | known::FILE_PROPERTIES => {
                let file = file.get_or_insert_default();
                match id {
                    known::FILE_TITLE if file.name.is_empty() => {
                        file.name = decoded(data, code_page);
                    }
                    known::FILE_DATA => file.content = data.to_vec(),
                    known::FILE_PROPERTIES => {
                        properties(data, |property| {
                            of_file(property, code_page, file, &mut within, depth);
                        });
                    }
                    _ => {}
                }
            }
            _ => {}
        }
        if packed.files.len() >= FILES_MAX {
            break;
        }
    }
    packed.files.extend(file);
    packed.files.append(&mut within.files);
    packed.files.retain(|file| !file.content.is_empty());
    packed.files.truncate(FILES_MAX);
    packed.text = match texts {
        Texts {
            page: Some(page), ..
        } => Text::Html(page),
        Texts {
            plain: Some(plain), ..
        } if !plain.trim().is_empty() => Text::Plain(plain),
        Texts {
            rich: Some(rich), ..
        } => rich,
        _ => Text::Nothing,
    };
}

/// One attribute; nothing where there is no more, or what comes is none.
fn attribute<'a>(rest: &mut Bytes<'a>) -> Option<(u32, &'a [u8])> {
    let level = rest.take(1)?[0];
    if !matches!(level, 1 | 2) {
        return None;
    }
    let (id, length) = (rest.u32()?, rest.length()?);
    let data = rest.take(length)?;
    // The sum of its bytes; what is damaged is taken as it is, for it is all that there is.
    rest.take(2)?;
    Some((id, data))
}

fn message(data: &[u8], code_page: u32, texts: &mut Texts) {
    let mut page = None;
    let mut page_code = code_page;
    properties(data, |property| match property.id {
        known::PLAIN => texts.plain = property.text(code_page),
        known::HTML => page = Some(property),
        known::HTML_CODE_PAGE => page_code = Bytes(property.value).u32().unwrap_or(page_code),
        known::RTF => texts.rich = rtf::unpack(property.value).map(|rich| rtf::read(&rich)),
        _ => {}
    });
    if let Some(page) = page {
        texts.page = page.text(page_code);
    }
}

fn of_file(
    property: Property<'_>,
    code_page: u32,
    file: &mut PackedFile,
    within: &mut Packed,
    depth: usize,
) {
    let text = || property.text(code_page).filter(|text| !text.is_empty());
    match property.id {
        known::LONG_NAME => file.name = text().unwrap_or_default(),
        known::SHORT_NAME | known::DISPLAY_NAME if file.name.is_empty() => {
            file.name = text().unwrap_or_default();
        }
        known::MEDIA_TYPE => file.media_type = text().unwrap_or_default().to_ascii_lowercase(),
        known::CONTENT_ID => file.content_id = text(),
        known::CONTENT => {
            // What is an object begins with which kind of one it is: a message is packed the same way.
            let content = match property.kind {
                kind::OBJECT => property.value.get(16..).unwrap_or_default(),
                _ => property.value,
            };
            match is_packed(content) && property.kind == kind::OBJECT {
                true if depth < DEPTH_MAX => {
                    read(content, within, depth + 1);
                    let (text, media_type) = match std::mem::take(&mut within.text) {
                        Text::Nothing => return,
                        Text::Plain(text) => (text, "text/plain"),
                        Text::Html(text) => (text, "text/html"),
                    };
                    file.content = text.into_bytes();
                    media_type.clone_into(&mut file.media_type);
                }
                true => {}
                false => content.clone_into(&mut file.content),
            }
        }
        _ => {}
    }
}

/// The kinds of values.
mod kind {
    pub(super) const OBJECT: u16 = 0x0d;
    pub(super) const TEXT: u16 = 0x1e;
    pub(super) const WIDE_TEXT: u16 = 0x1f;
    pub(super) const BINARY: u16 = 0x102;
    pub(super) const SEVERAL: u16 = 0x1000;
}

/// A property with its value; of several values the first one.
#[derive(Clone, Copy)]
struct Property<'a> {
    kind: u16,
    id: u16,
    value: &'a [u8],
}

impl Property<'_> {
    fn text(self, code_page: u32) -> Option<String> {
        match self.kind {
            kind::WIDE_TEXT => Some(wide(self.value)),
            kind::TEXT | kind::BINARY => Some(decoded(self.value, code_page)),
            _ => None,
        }
    }
}

/// All properties of a list, as far as it can be read.
fn properties<'a>(data: &'a [u8], mut each: impl FnMut(Property<'a>)) {
    let mut rest = Bytes(data);
    let count = rest.u32().unwrap_or(0);
    for _ in 0..count.min(PROPERTIES_MAX) {
        let Some(property) = property(&mut rest) else {
            return;
        };
        each(property);
    }
}

fn property<'a>(rest: &mut Bytes<'a>) -> Option<Property<'a>> {
    let (kind, id) = (rest.u16()?, rest.u16()?);
    if id >= 0x8000 {
        // It has a name: whose it is, and a number or a text.
        rest.take(16)?;
        match rest.u32()? {
            0 => rest.take(4)?,
            _ => {
                let length = rest.length()?;
                rest.take_filled(length)?
            }
        };
    }
    let several = kind & kind::SEVERAL != 0;
    let kind = kind & !kind::SEVERAL;
    let size = match kind {
        0x02 | 0x03 | 0x04 | 0x0a | 0x0b => Some(4),
        0x05..=0x07 | 0x14 | 0x40 => Some(8),
        0x48 => Some(16),
        kind::OBJECT | kind::TEXT | kind::WIDE_TEXT | kind::BINARY => None,
        _ => return None,
    };
    let count = match several || size.is_none() {
        true => rest.u32()?.min(PROPERTIES_MAX),
        false => 1,
    };
    let mut first: Option<&[u8]> = None;
    for _ in 0..count {
        let value = match size {
            Some(size) => rest.take(size)?,
            None => {
                let length = rest.length()?;
                rest.take_filled(length)?
            }
        };
        first.get_or_insert(value);
    }
    let value = first.unwrap_or_default();
    Some(Property { kind, id, value })
}

/// A text of two bytes a character, up to where it ends.
fn wide(bytes: &[u8]) -> String {
    let pairs = bytes.chunks_exact(2);
    let units = pairs.map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    let units = units.take_while(|unit| *unit != 0);
    char::decode_utf16(units)
        .map(|read| read.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

/// A text in a code page, up to where it ends.
pub(super) fn decoded(bytes: &[u8], code_page: u32) -> String {
    let end = bytes.iter().position(|byte| *byte == 0);
    let bytes = &bytes[..end.unwrap_or(bytes.len())];
    let name = match code_page {
        65001 => return String::from_utf8_lossy(bytes).into_owned(),
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        20127 => "us-ascii".to_owned(),
        20866 => "koi8-r".to_owned(),
        28591..=28605 => format!("iso-8859-{}", code_page - 28590),
        page => format!("windows-{page}"),
    };
    let decode = charset_decoder(name.as_bytes()).or(charset_decoder(b"windows-1252"));
    match decode {
        Some(decode) => decode(bytes),
        None => String::from_utf8_lossy(bytes).into_owned(),
    }
}
