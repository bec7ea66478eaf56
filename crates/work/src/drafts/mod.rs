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
const FIELDS: [&str; 10] = [
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
];

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
}

/// What is to be kept.
pub(crate) struct Typed {
    /// The fields.
    pub(crate) fields: Vec<(String, String)>,
    /// Whether colleagues are to see it.
    pub(crate) shared: bool,
    /// The version that whoever types has seen; 0 for none.
    pub(crate) seen: i64,
}

/// What became of it.
#[derive(Debug)]
pub(crate) enum Saved {
    /// It is kept, as this version.
    Kept(i64),
    /// Nothing is left to keep.
    Gone,
    /// Somebody else has gone on with it meanwhile.
    Overtaken(Box<Draft>),
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

/// Keeps what is typed so far; whoever goes on with a draft that somebody else has changed is told.
pub(crate) fn save(tx: &Tx<'_>, reader: &Reader, key: DraftKey, typed: Typed) -> Result<Saved> {
    store::lock(tx, &[key.ticket])?;
    permit(tx, reader, key)?;
    let me = reader.actor.person.ok_or(Error::NotFound)?;
    let before = find(tx, key)?;
    if let Some(before) = &before
        && before.version > typed.seen
        && before.updated_by != me
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
        version: before.map_or(1, |before| before.version + 1),
        updated_at: reader.now,
        updated_by: me,
    };
    queries::put(tx, &draft)?;
    Ok(Saved::Kept(draft.version))
}

/// Puts a file into a draft, which begins with it where there is none.
pub(crate) fn add_file(
    tx: &Tx<'_>,
    reader: &Reader,
    key: DraftKey,
    file: &Attachment,
) -> Result<()> {
    store::lock(tx, &[key.ticket])?;
    permit(tx, reader, key)?;
    if files(tx, key)?.len() >= FILES_MAX {
        return Err(Refusal::TooMany { max: FILES_MAX }.into());
    }
    if find(tx, key)?.is_none() {
        queries::put(
            tx,
            &Draft {
                key,
                fields: Vec::new(),
                shared: false,
                version: 1,
                updated_at: reader.now,
                updated_by: key.owner,
            },
        )?;
    }
    queries::put_file(tx, key, file)
}

/// Throws a draft away.
pub(crate) fn discard(tx: &Tx<'_>, reader: &Reader, key: DraftKey) -> Result<()> {
    permit(tx, reader, key)?;
    queries::delete(tx, key)
}

/// What was sent is a draft no more. In the unit of work of the command that sent it.
pub(crate) fn sent(tx: &Tx<'_>, key: DraftKey) -> Result<()> {
    queries::delete(tx, key)
}

/// Makes a draft of what was sent and taken back, unless another was begun meanwhile.
pub(crate) fn restore(
    tx: &Tx<'_>,
    reader: &Reader,
    key: DraftKey,
    fields: Vec<(String, String)>,
    attached: &[Attachment],
) -> Result<()> {
    if find(tx, key)?.is_some() {
        return Ok(());
    }
    let draft = Draft {
        key,
        fields,
        shared: false,
        version: 1,
        updated_at: reader.now,
        updated_by: key.owner,
    };
    queries::put(tx, &draft)?;
    attached
        .iter()
        .take(FILES_MAX)
        .try_for_each(|file| queries::put_file(tx, key, file))
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
