//! What somebody is writing on a ticket and has not sent: kept on the server as they type, so that another
//! device, a closed tab and a crash lose nothing, and shared with colleagues where they want it.

mod queries;

use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::queries::Reader;
use kernel::ticket::{Attachment, Refusal};
use kernel::time::DAY;
use kernel::{Permission, PersonId, TicketId, Timestamp};
use store::Tx;

pub(crate) use queries::{files, find, is_mine as is_file_of, of_ticket, on_some};

/// Most bytes of a draft.
const DRAFT_MAX_BYTES: usize = 300_000;
/// Most files of a draft.
const FILES_MAX: usize = 20;
/// How long a draft is kept that nobody goes on with.
const KEPT_FOR: i64 = 60 * DAY;
/// The fields of the composer that a draft keeps.
const FIELDS: [&str; 12] = [
    "body",
    "whom",
    "cc",
    "to",
    "subject",
    "conversation",
    "from",
    "then",
    "mention",
    "set",
    SIGNED,
    WRITER,
];
/// The field that says whether the signature goes under a reply.
const SIGNED: &str = "signed";
/// The field that names the page on which it was written last: what that page sends next goes on with it, also where
/// it never learned what became of the save before.
const WRITER: &str = "writer";

/// What is being written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DraftKind {
    /// A reply.
    Reply,
    /// An internal note.
    Note,
    /// A message to people outside.
    Side,
}

impl DraftKind {
    /// All kinds.
    pub(crate) const ALL: [DraftKind; 3] = [DraftKind::Reply, DraftKind::Note, DraftKind::Side];

    /// The name in addresses and in the database.
    pub(crate) fn name(self) -> &'static str {
        match self {
            DraftKind::Reply => "reply",
            DraftKind::Note => "note",
            DraftKind::Side => "side",
        }
    }

    /// The kind of this name.
    pub(crate) fn named(name: &str) -> Option<DraftKind> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Which draft: one of each kind for each person and ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DraftKey {
    pub(crate) ticket: TicketId,
    /// Who began it.
    pub(crate) owner: PersonId,
    pub(crate) kind: DraftKind,
}

/// Something written and not sent.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) key: DraftKey,
    /// The composer's fields as they were typed.
    pub(crate) fields: Vec<(String, String)>,
    /// Whether colleagues see it and may go on with it.
    pub(crate) shared: bool,
    pub(crate) version: i64,
    pub(crate) updated_at: Timestamp,
    pub(crate) updated_by: PersonId,
}

impl Draft {
    /// What was typed in a field.
    pub(crate) fn get(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// Whether a page has seen all of it: this version, or one that the page itself went on with.
    fn is_known_to(&self, page: &Page) -> bool {
        let writer = self.get(WRITER);
        self.version == page.seen || !writer.is_empty() && writer == page.writer
    }
}

/// What the page knows on which somebody writes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Page {
    /// The version of the draft that it has seen; 0 for none.
    pub(crate) seen: i64,
    /// By what the page is known; empty for nothing.
    pub(crate) writer: String,
}

/// What is to be kept.
#[derive(Clone, Debug)]
pub(crate) struct Typed {
    /// The fields.
    pub(crate) fields: Vec<(String, String)>,
    /// Whether colleagues are to see it.
    pub(crate) shared: bool,
    /// Where it was typed.
    pub(crate) page: Page,
}

/// What became of it.
#[derive(Debug)]
pub(crate) enum Saved {
    /// It is kept, as this version.
    Kept(i64),
    /// Nothing is left to keep.
    Gone,
    /// It was gone on with meanwhile, by somebody else or on another device.
    Overtaken(Box<Draft>),
    /// The page has seen one that is there no more: it was sent or thrown away on another device.
    Over,
}

/// Who may write drafts on a ticket: whoever works at the desk and sees it.
fn permit(tx: &Tx<'_>, reader: &Reader, key: DraftKey) -> Result<()> {
    if !reader.actor.can(Permission::TicketRead) {
        return Err(Refusal::Forbidden(Permission::TicketRead).into());
    }
    crate::queries::ticket(tx, reader, key.ticket)?;
    if reader.actor.person == Some(key.owner) {
        return Ok(());
    }
    let shared = find(tx, key)?.is_some_and(|draft| draft.shared);
    if shared { Ok(()) } else { Err(Error::NotFound) }
}

/// Keeps what is typed so far; whoever goes on with a draft that was changed elsewhere meanwhile is told.
pub(crate) fn save(tx: &Tx<'_>, reader: &Reader, key: DraftKey, typed: Typed) -> Result<Saved> {
    store::lock(tx, &[key.ticket])?;
    permit(tx, reader, key)?;
    let me = reader.actor.person.ok_or(Error::NotFound)?;
    let before = find(tx, key)?;
    if let Some(before) = &before
        && !before.is_known_to(&typed.page)
    {
        return Ok(Saved::Overtaken(Box::new(before.clone())));
    }
    let mut fields = typed.fields;
    fields.retain(|(name, value)| FIELDS.contains(&name.as_str()) && !value.is_empty());
    let text = |(name, value): &(String, String)| {
        matches!(name.as_str(), "body" | "subject" | "to" | "cc") && !value.trim().is_empty()
    };
    if !fields.iter().any(text) && files(tx, key)?.is_empty() {
        queries::delete(tx, key)?;
        return Ok(Saved::Gone);
    }
    if before.is_none() && typed.page.seen != 0 {
        return Ok(Saved::Over);
    }
    if fields.iter().map(|(_, value)| value.len()).sum::<usize>() > DRAFT_MAX_BYTES {
        return Err(Refusal::TooLong {
            max: DRAFT_MAX_BYTES,
        }
        .into());
    }
    let draft = Draft {
        key,
        fields,
        // Only whoever began it takes it back from colleagues.
        shared: typed.shared || (key.owner != me && before.as_ref().is_some_and(|d| d.shared)),
        version: version_after(before.as_ref(), reader),
        updated_at: reader.now,
        updated_by: me,
    };
    queries::put(tx, &draft)?;
    Ok(Saved::Kept(draft.version))
}

/// The next version. One that begins anew has none that an earlier one had: who still sees that is told.
fn version_after(before: Option<&Draft>, reader: &Reader) -> i64 {
    before.map_or(reader.now.0, |before| before.version + 1)
}

/// Puts a file into a draft, which begins with it where there is none.
pub(crate) fn add_file(
    tx: &Tx<'_>,
    reader: &Reader,
    key: DraftKey,
    page: &Page,
    file: &Attachment,
) -> Result<()> {
    store::lock(tx, &[key.ticket])?;
    permit(tx, reader, key)?;
    if files(tx, key)?.len() >= FILES_MAX {
        return Err(Refusal::TooMany { max: FILES_MAX }.into());
    }
    let before = find(tx, key)?;
    let mut draft = before.clone().unwrap_or(Draft {
        key,
        fields: Vec::new(),
        shared: false,
        version: 0,
        updated_at: reader.now,
        updated_by: key.owner,
    });
    // A page that has not seen the text does not come to know it by adding a file.
    if before.as_ref().is_none_or(|draft| draft.is_known_to(page)) {
        draft.fields.retain(|(name, _)| name != WRITER);
        draft.fields.push((WRITER.to_owned(), page.writer.clone()));
    }
    draft.version = version_after(before.as_ref(), reader);
    draft.updated_at = reader.now;
    draft.updated_by = reader.actor.person.unwrap_or(key.owner);
    queries::put(tx, &draft)?;
    queries::put_file(tx, key, file)
}

/// Throws a draft away.
pub(crate) fn discard(tx: &Tx<'_>, reader: &Reader, key: DraftKey) -> Result<()> {
    permit(tx, reader, key)?;
    queries::delete(tx, key)
}

/// Whether what is being sent is all that its draft holds: one's own, or one that is shared still, as the page has
/// seen it. Answers who knows more, if somebody does.
pub(crate) fn overtaken(
    tx: &Tx<'_>,
    reader: &Reader,
    key: DraftKey,
    page: &Page,
) -> Result<Option<PersonId>> {
    let mine = reader.actor.person == Some(key.owner);
    Ok(match find(tx, key)? {
        Some(draft) if !mine && !draft.shared => Some(key.owner),
        Some(draft) if !draft.is_known_to(page) => Some(draft.updated_by),
        // What somebody began is there no more: they have sent it, or thrown it away, be it on another device.
        None if !mine || page.seen != 0 => Some(key.owner),
        _ => None,
    })
}

/// What was sent, or is not to be sent after all, is a draft no more. In the unit of work of the command that sent it, for
/// what is not [`overtaken`].
pub(crate) fn sent(tx: &Tx<'_>, key: DraftKey) -> Result<()> {
    queries::delete(tx, key)
}

/// Makes a draft of what was sent and taken back; it stands before what was begun meanwhile.
pub(crate) fn restore(
    tx: &Tx<'_>,
    reader: &Reader,
    key: DraftKey,
    fields: Vec<(String, String)>,
    attached: &[Attachment],
) -> Result<()> {
    store::lock(tx, &[key.ticket])?;
    let before = find(tx, key)?;
    let begun = before
        .as_ref()
        .map_or(&[][..], |draft| draft.fields.as_slice());
    let draft = Draft {
        key,
        fields: joined(fields, begun),
        shared: before.as_ref().is_some_and(|draft| draft.shared),
        version: version_after(before.as_ref(), reader),
        updated_at: reader.now,
        updated_by: key.owner,
    };
    queries::put(tx, &draft)?;
    let room = FILES_MAX.saturating_sub(files(tx, key)?.len());
    attached
        .iter()
        .take(room)
        .try_for_each(|file| queries::put_file(tx, key, file))
}

/// What was taken back and what was begun, as one text. No page has seen it, so it names none.
fn joined(back: Vec<(String, String)>, begun: &[(String, String)]) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = back
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .collect();
    for (name, value) in begun.iter().filter(|(name, _)| name != WRITER) {
        let field = (name.clone(), value.clone());
        let back = all.iter().position(|(known, _)| known == name);
        match (name.as_str(), back) {
            ("mention" | "set", _) if all.contains(&field) => {}
            // It goes out as it did the first time.
            (SIGNED, Some(_)) => {}
            ("mention" | "set", _) | (_, None) => all.push(field),
            ("body", Some(at)) => all[at].1 = format!("{}\n\n{value}", all[at].1),
            ("cc" | "to", Some(at)) if all[at].1.contains(value.as_str()) => {}
            ("cc" | "to", Some(at)) => all[at].1 = format!("{}, {value}", all[at].1),
            (_, Some(at)) => all[at] = field,
        }
    }
    all
}

impl Desk {
    /// Forgets drafts that nobody went on with for a long time.
    pub(crate) async fn forget_drafts(&self) -> Result<()> {
        let before = self.clock().now().plus(-KEPT_FOR);
        self.store()
            .write(move |tx| queries::forget(tx, before))
            .await
    }
}
