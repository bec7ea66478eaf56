//! Talking to a mail server by IMAP (RFC 9051, RFC 3501): all that is asked of it has an end.

use super::account::Account;
use super::connecting::{connect, signed_in};
use super::{Key, Patience, names};
use crate::mail::model::Reason;
use crate::mail::parsing::MESSAGE_MAX_BYTES;
use crate::mail::receiving::{PIECE_BYTES, Receiving};
use async_imap::Session;
use async_imap::error::Error;
use async_imap::extensions::idle::IdleResponse;
use async_imap::types::UnsolicitedResponse;
use futures_util::StreamExt;
use kernel::Timestamp;
use kernel::time::{DAY, SECOND};
use std::collections::BTreeSet;
use std::fmt::Debug;
use std::pin::pin;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::timeout;

/// How many folders are named where one is wanted that is not there.
const FOLDERS_SHOWN_MAX: usize = 12;

/// Of so many messages is asked at once when they came in.
const DATES_AT_ONCE: usize = 500;

/// Bytes to and from a mail server.
pub(super) trait Wire: AsyncRead + AsyncWrite + Unpin + Send + Debug {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send + Debug> Wire for T {}

/// Why a mail server could not be talked to: a word that pages translate, and what it said.
pub(super) type Trouble = Reason;

/// A folder of a mail server that is open.
pub(super) struct Conversation {
    session: Session<Box<dyn Wire>>,
    patience: Patience,
    tells_news: bool,
    moves: bool,
    /// Whether one message alone can be taken out of the folder.
    expunges_one: bool,
    /// Which numbering of its messages the folder has.
    pub(super) uid_validity: u32,
    /// The number that the next message will have, where the server says it.
    pub(super) uid_next: Option<u32>,
    /// How many messages lie in it.
    pub(super) count: u32,
    /// Whether the server has told of a message since it was asked for new ones.
    news: bool,
}

impl Conversation {
    /// Signs in and opens the folder.
    pub(super) async fn begin(
        account: &Account,
        key: &Key,
        patience: Patience,
    ) -> Result<Self, Trouble> {
        let answer = patience.answer;
        let client = connect(account, answer).await?;
        let mut session = within(answer, signed_in(client, &account.user, key)).await??;
        let can = answered(within(answer, session.capabilities()).await?)?;
        if !account.move_to.is_empty() {
            let asked = session.status(names::on_the_wire(&account.move_to), "(MESSAGES)");
            if within(answer, asked).await?.is_err() {
                return Err(
                    no_folder("imap_no_target", &account.move_to, &mut session, answer).await,
                );
            }
        }
        let wanted = names::on_the_wire(&account.folder);
        let Ok(folder) = within(answer, session.select(wanted)).await? else {
            return Err(no_folder("imap_folder", &account.folder, &mut session, answer).await);
        };
        Ok(Self {
            session,
            patience,
            tells_news: can.has_str("IDLE"),
            moves: can.has_str("MOVE"),
            expunges_one: can.has_str("UIDPLUS"),
            uid_validity: folder.uid_validity.unwrap_or_default(),
            uid_next: folder.uid_next,
            count: folder.exists,
            news: false,
        })
    }

    /// The messages after one, in the order in which they came in.
    pub(super) async fn after(&mut self, uid: u32) -> Result<Vec<u32>, Trouble> {
        self.hear();
        self.news = false;
        self.listed_after(uid).await
    }

    /// Whether the server hands over any message of the folder but one, of those after a number or else of all: of several
    /// one is asked for, each time another one. Nothing where there is no other.
    pub(super) async fn hands_over_another(
        &mut self,
        but: u32,
        after: u32,
        time: usize,
    ) -> Result<Option<bool>, Trouble> {
        for from in [after, 0] {
            let mut others = self.listed_after(from).await?;
            others.retain(|other| *other != but);
            if let Some(other) = others.get(time % others.len().max(1)) {
                let piece = within(self.patience.answer, self.piece(*other, 0)).await??;
                return Ok(Some(piece.is_some()));
            }
        }
        Ok(None)
    }

    async fn listed_after(&mut self, uid: u32) -> Result<Vec<u32>, Trouble> {
        let query = format!("UID {}:*", uid.saturating_add(1));
        let found = answered(within(self.patience.answer, self.session.uid_search(query)).await?)?;
        // A server answers `n:*` with its last message, even if that lies before n.
        let mut later: Vec<u32> = found.into_iter().filter(|found| *found > uid).collect();
        later.sort_unstable();
        Ok(later)
    }

    /// The messages that came in since an instant, as the server remembers it; in doubt a message is among them.
    pub(super) async fn since(&mut self, instant: Timestamp) -> Result<Vec<u32>, Trouble> {
        self.hear();
        self.news = false;
        // Here it looks at days alone, by a clock of its own.
        let query = format!("SINCE {}", day(instant.plus(-DAY)));
        // One that refuses would have said that there are none.
        let asking = self
            .session
            .run_command_and_check_ok(format!("UID SEARCH {query}"));
        answered(within(self.patience.answer, asking).await?)?;
        let found = answered(within(self.patience.answer, self.session.uid_search(query)).await?)?;
        let mut found: Vec<u32> = found.into_iter().collect();
        found.sort_unstable();
        let mut before = BTreeSet::new();
        for some in found.chunks(DATES_AT_ONCE) {
            let patience = self.patience.answer;
            let asked = self.come_before(some, instant.plus(-SECOND));
            before.extend(within(patience, asked).await??);
        }
        // A server that went away in between said nothing of them.
        answered(within(self.patience.answer, self.session.noop()).await?)?;
        found.retain(|uid| !before.contains(uid));
        Ok(found)
    }

    /// Which of some messages came in before an instant.
    async fn come_before(&mut self, uids: &[u32], instant: Timestamp) -> Result<Vec<u32>, Trouble> {
        let uids: Vec<String> = uids.iter().map(u32::to_string).collect();
        let asked = self.session.uid_fetch(uids.join(","), "(UID INTERNALDATE)");
        let mut answers = pin!(answered(asked.await)?);
        let mut before = Vec::new();
        while let Some(answer) = answers.next().await {
            let answer = answered(answer)?;
            let came = answer.internal_date().map(|at| at.timestamp_micros());
            if came.is_some_and(|came| came < instant.0) {
                before.extend(answer.uid);
            }
        }
        Ok(before)
    }

    /// A message; answers whether it is still there. Of one that is too large comes as much as shows that it is.
    pub(super) async fn message(
        &mut self,
        uid: u32,
        receiving: &mut Receiving,
    ) -> Result<bool, Trouble> {
        let mut size_bytes = 0;
        loop {
            let Some(piece) = within(self.patience.answer, self.piece(uid, size_bytes)).await??
            else {
                return self.is_there(uid).await.and_then(|there| match there {
                    true => Err(Reason::new("imap_empty")),
                    false => Ok(false),
                });
            };
            receiving.add(&piece).await;
            size_bytes += piece.len();
            if piece.len() != PIECE_BYTES || size_bytes > MESSAGE_MAX_BYTES {
                return Ok(true);
            }
        }
    }

    /// Whether a message lies in the folder. Where the server went away or refuses, that is said: neither is an answer.
    async fn is_there(&mut self, uid: u32) -> Result<bool, Trouble> {
        let query = format!("UID {uid}");
        let asked = format!("UID SEARCH {query}");
        let asking = self.session.run_command_and_check_ok(asked);
        answered(within(self.patience.answer, asking).await?)?;
        let found = answered(within(self.patience.answer, self.session.uid_search(query)).await?)?;
        answered(within(self.patience.answer, self.session.noop()).await?)?;
        Ok(found.contains(&uid))
    }

    /// A piece of a message, from an offset on; nothing where there is no such message, and where the server went away.
    async fn piece(&mut self, uid: u32, from: usize) -> Result<Option<Vec<u8>>, Trouble> {
        let wanted = format!("(UID BODY.PEEK[]<{from}.{PIECE_BYTES}>)");
        let mut answers = pin!(answered(
            self.session.uid_fetch(uid.to_string(), wanted).await
        )?);
        let mut found = None;
        while let Some(answer) = answers.next().await {
            let answer = answered(answer)?;
            if answer.uid == Some(uid) {
                found = answer.body().map(<[u8]>::to_vec).or(found);
            }
        }
        Ok(found)
    }

    /// Puts a message away that is kept: into a folder, or marked as read where that is empty.
    pub(super) async fn put_away(&mut self, uid: u32, folder: &str) -> Result<(), Trouble> {
        self.hear();
        if folder.is_empty() {
            return self.flag(uid, "+FLAGS.SILENT (\\Seen)").await;
        }
        let (number, folder) = (uid.to_string(), names::on_the_wire(folder));
        if self.moves {
            let moving = self.session.uid_mv(number, folder);
            return answered(within(self.patience.answer, moving).await?);
        }
        let copying = self.session.uid_copy(number, folder);
        answered(within(self.patience.answer, copying).await?)?;
        self.flag(uid, "+FLAGS.SILENT (\\Seen \\Deleted)").await?;
        if self.expunges_one {
            let asked = format!("UID EXPUNGE {uid}");
            let expunging = self.session.run_command_and_check_ok(asked);
            answered(within(self.patience.answer, expunging).await?)?;
        }
        Ok(())
    }

    async fn flag(&mut self, uid: u32, flags: &str) -> Result<(), Trouble> {
        let asked = format!("UID STORE {uid} {flags}");
        let flagging = self.session.run_command_and_check_ok(asked);
        answered(within(self.patience.answer, flagging).await?)
    }

    /// Listens to what the server has told beside its answers. It tells of each message once, whenever it likes.
    fn hear(&mut self) {
        while let Ok(told) = self.session.unsolicited_responses.try_recv() {
            match told {
                UnsolicitedResponse::Exists(count) => {
                    self.news |= count > self.count;
                    self.count = count;
                }
                UnsolicitedResponse::Expunge(_) => self.count = self.count.saturating_sub(1),
                _ => {}
            }
        }
    }

    /// Waits until there may be something new.
    pub(super) async fn wait(mut self) -> Result<Self, Trouble> {
        self.hear();
        if self.news {
            return Ok(self);
        }
        if !self.tells_news {
            tokio::time::sleep(self.patience.poll).await;
            answered(within(self.patience.answer, self.session.noop()).await?)?;
            return Ok(self);
        }
        let told = self.session.unsolicited_responses.clone();
        let mut idle = self.session.idle();
        answered(within(self.patience.answer, idle.init()).await?)?;
        // What was told before it began is not told again.
        if told.is_empty() {
            let (news, stop) = idle.wait_with_timeout(self.patience.listen);
            let heard = answered(news.await)?;
            drop(stop);
            // What ended by itself was not interrupted by us: the server has gone.
            if heard == IdleResponse::ManualInterrupt {
                return Err(Reason::new("imap_gone"));
            }
        }
        self.session = answered(within(self.patience.answer, idle.done()).await?)?;
        Ok(self)
    }

    /// Says good-bye; it does no harm if nobody hears it.
    pub(super) async fn end(mut self) {
        let _ = within(self.patience.answer, self.session.logout()).await;
    }
}

/// A day as mail servers write it.
fn day(instant: Timestamp) -> String {
    let instant =
        jiff::Timestamp::from_microsecond(instant.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    instant.strftime("%d-%b-%Y").to_string()
}

/// That there is no such folder, and which ones there are.
async fn no_folder(
    why: &str,
    name: &str,
    session: &mut Session<Box<dyn Wire>>,
    answer: Duration,
) -> Trouble {
    let listing = async {
        let Ok(names) = session.list(None, Some("*")).await else {
            return Vec::new();
        };
        let names = names.filter_map(|name| std::future::ready(name.ok()));
        let names = names.map(|name| names::shown(name.name()));
        names.take(FOLDERS_SHOWN_MAX).collect().await
    };
    let names: Vec<String> = within(answer, listing).await.unwrap_or_default();
    Reason::of(why, format!("{name} ({})", names.join(", ")))
}

pub(super) async fn within<T>(
    limit: Duration,
    doing: impl Future<Output = T>,
) -> Result<T, Trouble> {
    let late = |_| Reason::of("imap_slow", limit.as_secs().to_string());
    timeout(limit, doing).await.map_err(late)
}

fn answered<T>(answer: async_imap::error::Result<T>) -> Result<T, Trouble> {
    answer.map_err(|error| match error {
        Error::ConnectionLost => Reason::new("imap_gone"),
        Error::Io(error) => Reason::of("imap_broken", error.to_string()),
        other => Reason::of("imap_answer", said(&other)),
    })
}

/// What a server said when it refused, without the words round it.
pub(super) fn said(error: &Error) -> String {
    let text = match error {
        Error::No(text) | Error::Bad(text) => text.as_str(),
        other => return other.to_string(),
    };
    let info = text.split_once("info: Some(\"").map(|(_, info)| info);
    info.and_then(|info| info.strip_suffix("\")"))
        .unwrap_or(text)
        .to_owned()
}
