//! The files of a message, and those that others of them hold.

use super::tnef::{self, Text};
use super::{
    FILES_MAX, Incoming, NAME_MAX_CHARS, PAGE_MAX_BYTES, TEXT_MAX_BYTES, cut, html, is_calendar,
};
use kernel::calendar::Invitation;
use mail_parser::{Message, MimeHeaders, PartType};

/// A file of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncomingFile {
    /// What it is called.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// By what the text refers to it.
    pub content_id: Option<String>,
    /// What is in it.
    pub content: Vec<u8>,
    /// What it says, where it is an invitation.
    pub invitation: Option<Invitation>,
}

/// The files, taken out of the message: no content is there twice.
pub(super) fn files(mut message: Message<'_>) -> Vec<IncomingFile> {
    let mut attached = std::mem::take(&mut message.attachments);
    // Invitations stand among the texts, and are files all the same.
    for (part, number) in message.parts.iter().zip(0..) {
        if is_calendar(part) && !attached.contains(&number) {
            attached.push(number);
        }
    }
    let numbered = attached.into_iter().zip(1..);
    let read = numbered.filter_map(|(part, number)| file(&mut message, part as usize, number));
    read.take(FILES_MAX).collect()
}

fn file(message: &mut Message<'_>, part: usize, number: usize) -> Option<IncomingFile> {
    let part = message.parts.get_mut(part)?;
    let kind = part.content_type();
    let media_type = match kind {
        Some(kind) => match kind.subtype() {
            Some(subtype) => format!("{}/{subtype}", kind.ctype()).to_ascii_lowercase(),
            None => kind.ctype().to_ascii_lowercase(),
        },
        None => "application/octet-stream".to_owned(),
    };
    let body = std::mem::replace(&mut part.body, PartType::Multipart(Vec::new()));
    let mut inner_subject = None;
    let (content, usual) = match body {
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => (bytes.into_owned(), "bin"),
        PartType::Text(text) => {
            let usual = if media_type == "text/calendar" {
                "ics"
            } else {
                "txt"
            };
            (text.into_owned().into_bytes(), usual)
        }
        PartType::Html(text) => (text.into_owned().into_bytes(), "html"),
        PartType::Message(inner) => {
            inner_subject = inner.subject().map(|subject| format!("{subject}.eml"));
            let (start, end) = (
                part.raw_body_offset() as usize,
                part.raw_end_offset() as usize,
            );
            let raw = message.raw_message.get(start..end);
            (raw.unwrap_or(&inner.raw_message).to_vec(), "eml")
        }
        PartType::Multipart(_) => return None,
    };
    let given = part.attachment_name().map(str::to_owned).or(inner_subject);
    Some(IncomingFile {
        name: file_name(&given.unwrap_or_default(), number, usual),
        media_type,
        content_id: part.content_id().map(str::to_owned),
        content,
        invitation: None,
    })
}

/// A name that can be shown and saved: no folders, no control characters.
fn file_name(given: &str, number: usize, usual: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last
        .chars()
        .filter(|c| !c.is_control())
        .take(NAME_MAX_CHARS)
        .collect();
    let clean = clean.trim().trim_start_matches('.').to_owned();
    if clean.is_empty() {
        format!("file-{number}.{usual}")
    } else {
        clean
    }
}

/// Takes out what Outlook has packed: its files take the place of the one that they came in, and its text is the message's
/// where there is no other.
pub(super) fn take_out(incoming: &mut Incoming) {
    let all = std::mem::take(&mut incoming.files);
    for file in all {
        let packed = tnef::unpack(&file.content).unwrap_or_default();
        let text = match packed.text {
            Text::Nothing => String::new(),
            Text::Plain(plain) => plain.replace("\r\n", "\n").replace('\r', "\n"),
            Text::Html(html) => {
                let text = html::to_text(&html);
                if incoming.page.is_empty() {
                    incoming.page = cut(html, PAGE_MAX_BYTES);
                }
                text
            }
        };
        // What no file comes out of stays what it is: perhaps there is one in it.
        if packed.files.is_empty() {
            incoming.files.push(file);
        }
        if incoming.text.trim().is_empty() {
            incoming.text = cut(kernel::legible(&text).into_owned(), TEXT_MAX_BYTES);
        }
        for (packed, number) in packed.files.into_iter().zip(1..) {
            incoming.files.push(IncomingFile {
                name: file_name(&packed.name, number, "bin"),
                media_type: match packed.media_type.as_str() {
                    "" => "application/octet-stream".to_owned(),
                    known => known.to_owned(),
                },
                content_id: packed.content_id,
                content: packed.content,
                invitation: None,
            });
        }
    }
    incoming.files.truncate(FILES_MAX);
}
