//! What a form sent: its fields, whatever they are, and files.

use super::{Pages, bulk};
use crate::drafts::DraftKind;
use directory::SignedIn;
use kernel::ticket::Attachment;
use kernel::{PersonId, Timestamp};
use store::files::Staged;
use web::axum::extract::{FromRequest, Request};
use web::axum::http::HeaderMap;
use web::upload::File;
use web::{Error, Result, Upload};

/// Longest name of a file, in characters.
const NAME_MAX_CHARS: usize = 200;

/// A form's fields by name, and its files.
#[derive(Debug)]
pub struct Sent {
    fields: Vec<(String, String)>,
    files: Vec<File>,
    timeline_shown: Option<String>,
    gone_on_with: Option<GoneOnWith>,
}

/// The draft that a ticket's page was asked for, as its address names it: whatever form of that page is sent, what was
/// begun in the composer goes on.
#[derive(Debug)]
struct GoneOnWith {
    page: String,
    kind: DraftKind,
    owner: PersonId,
}

impl GoneOnWith {
    fn read(headers: &HeaderMap) -> Option<Self> {
        let (page, query) = bulk::referrer(headers)?.split_once('?')?;
        let mut pairs = query.split('&');
        let draft = pairs.find_map(|pair| pair.strip_prefix("draft="))?;
        let (kind, owner) = draft.split_once('.')?;
        Some(Self {
            page: page.to_owned(),
            kind: DraftKind::named(kind)?,
            owner: owner.parse().ok().map(PersonId)?,
        })
    }
}

impl<S: Send + Sync> FromRequest<S> for Sent {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        let timeline_shown = super::ticket::remembered(request.headers());
        let gone_on_with = GoneOnWith::read(request.headers());
        let Upload { fields, files } = Upload::from_request(request, state).await?;
        Ok(Self {
            fields,
            files,
            timeline_shown,
            gone_on_with,
        })
    }
}

impl Sent {
    /// The first value of a field; empty for none.
    pub fn get(&self, name: &str) -> &str {
        self.find(name).unwrap_or_default()
    }

    /// The first value of a field.
    pub fn find(&self, name: &str) -> Option<&str> {
        let found = self.fields.iter().find(|(field, _)| field == name);
        found.map(|(_, value)| value.as_str())
    }

    /// All values of a field.
    pub fn all<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s str> {
        let named = self.fields.iter().filter(move |(field, _)| field == name);
        named.map(|(_, value)| value.as_str())
    }

    /// The names and values of all fields.
    pub fn fields(&self) -> &[(String, String)] {
        &self.fields
    }

    /// Adds a field, to be shown again with what was typed.
    pub(super) fn add(&mut self, name: &str, value: &str) {
        self.fields.push((name.to_owned(), value.to_owned()));
    }

    /// What was typed, to be shown again.
    pub fn into_typed(self) -> Vec<(String, String)> {
        self.fields
    }

    /// How the sender's browser had timelines shown the last time.
    pub(super) fn timeline_shown(&self) -> Option<String> {
        self.timeline_shown.clone()
    }

    /// The draft that is gone on with on a page: `reply.12`. What was `sent` by this form goes on no more.
    pub(super) fn gone_on_with(&self, page: &str, sent: &str) -> Option<String> {
        let draft = self.gone_on_with.as_ref()?;
        let stays = draft.page == page && draft.kind.name() != sent;
        stays.then(|| format!("{}.{}", draft.kind.name(), draft.owner))
    }

    /// The version of the ticket that the sender saw.
    pub fn seen(&self) -> Option<i64> {
        self.get("seen").parse().ok()
    }

    /// Checks that our own page sent it.
    ///
    /// # Errors
    /// Forbidden, with a text that says to reload the page.
    pub fn check(&self, signed: &SignedIn) -> Result<()> {
        signed.check_form(self.get("csrf"))
    }

    /// Keeps the files; answers what names them.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn keep_files(&mut self, pages: &Pages) -> Result<Vec<Attachment>> {
        let arrived = self.stage_files(pages).await?;
        let attachments = arrived.attachments();
        let kept = tokio::task::spawn_blocking(move || arrived.keep()).await;
        kept.map_err(Error::internal)??;
        Ok(attachments)
    }

    /// Writes the files to the disk, to be stored with the ticket that they come with.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn stage_files(&mut self, pages: &Pages) -> Result<Arrived> {
        let mut arrived = Vec::with_capacity(self.files.len());
        for file in std::mem::take(&mut self.files) {
            let files = pages.desk.store().files().clone();
            let bytes = file.bytes.clone();
            let staged = tokio::task::spawn_blocking(move || files.stage(bytes.as_ref())).await;
            let staged = staged.map_err(Error::internal)?;
            let staged = staged.map_err(crate::Error::from)?;
            let attachment = Attachment {
                hash: staged.hash().to_owned(),
                name: clean_name(&file.name),
                media_type: media_type(&file.bytes, &file.name).to_owned(),
                size_bytes: staged.size_bytes(),
            };
            arrived.push((staged, attachment));
        }
        Ok(Arrived(arrived))
    }
}

/// Files that came with a form and are not stored yet: they go if nothing comes of the form.
pub struct Arrived(Vec<(Staged, Attachment)>);

impl Arrived {
    /// What names them.
    pub fn attachments(&self) -> Vec<Attachment> {
        let named = self.0.iter();
        named.map(|(_, attachment)| attachment.clone()).collect()
    }

    /// Stores them.
    pub(super) fn keep(&self) -> crate::Result<()> {
        for (staged, _) in &self.0 {
            staged.keep()?;
        }
        Ok(())
    }
}

/// A file's name as it may stand anywhere: short, on one line, never empty.
fn clean_name(name: &str) -> String {
    let clean: String = name
        .chars()
        .filter(|c| !c.is_control() && !matches!(c, '/' | '\\' | '\u{202a}'..='\u{202e}'))
        .take(NAME_MAX_CHARS)
        .collect();
    match clean.trim() {
        "" | "." | ".." => "file".to_owned(),
        name => name.to_owned(),
    }
}

/// What a file is, by what is in it: what the sender says is never trusted.
pub(super) fn media_type(bytes: &[u8], name: &str) -> &'static str {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        [b'G', b'I', b'F', b'8', ..] => "image/gif",
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => "image/webp",
        [b'%', b'P', b'D', b'F', ..] => "application/pdf",
        [b'P', b'K', 3, 4, ..] => "application/zip",
        _ => {
            let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
            match ending.to_ascii_lowercase().as_str() {
                "txt" | "log" | "csv" | "md" => "text/plain",
                "eml" => "message/rfc822",
                _ => "application/octet-stream",
            }
        }
    }
}

/// An instant as `<input type=datetime-local>` sends it, in the sender's zone.
pub(super) fn local_instant(typed: &str, zone: &str) -> Option<Timestamp> {
    let at: jiff::civil::DateTime = typed.parse().ok()?;
    let zone = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let at = zone.to_timestamp(at).ok()?;
    Some(Timestamp(at.as_microsecond()))
}

#[cfg(test)]
mod tests {
    use super::{clean_name, local_instant, media_type};

    #[test]
    fn names_of_files_are_harmless() {
        for (sent, kept) in [
            ("a\r\nb.txt", "ab.txt"),
            ("..", "file"),
            ("../../etc/passwd", "....etcpasswd"),
            ("exe.\u{202e}gpj", "exe.gpj"),
        ] {
            assert_eq!(clean_name(sent), kept);
        }
    }

    #[test]
    fn a_file_is_what_is_in_it() {
        assert_eq!(media_type(b"\x89PNG\r\n", "a.txt"), "image/png");
        assert_eq!(
            media_type(b"<svg onload=x>", "a.svg"),
            "application/octet-stream"
        );
    }

    #[test]
    fn a_local_time_is_the_senders() {
        let at = local_instant("2026-07-01T09:00", "Europe/Berlin");
        assert_eq!(at, kernel::Timestamp::parse("2026-07-01T07:00:00Z"));
    }
}
