//! Fetching mail by IMAP: each mailbox by a task of its own, so that one that fails, is slow or floods holds up no other.
//!
//! A message is kept before the mail server is told anything, and called by the folder's numbering and its number there:
//! however often it is fetched, it is taken once.

pub mod account;
mod connecting;
mod conversation;
mod lines;
mod names;
pub(super) mod withheld;

use super::deciding::Told;
use super::grants::tokens;
use super::intake::Intake;
use super::model::{MailboxId, Reason};
use super::queries::accounts::ELSEWHERE;
use super::queries::{accounts, grants};
use account::{Account, Kept, SignIn, sealed_for};
use conversation::{Conversation, Trouble};
use lines::Lines;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::{AbortHandle, JoinSet};
use withheld::Broken;
use work::Floor;

/// How often the settings of mailboxes are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(3);
/// How long somebody waits to hear whether a mailbox can be fetched.
const TRY_MAX: Duration = Duration::from_secs(15);

/// Mail servers that are talked to at once.
const LINES_MAX: usize = 200;

/// Why no folder was opened where a mail server does not take a token.
const REFUSED_TOKEN: &str = "imap_token";

/// How long is waited for whom.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For an answer, or a piece of a message.
    pub answer: Duration,
    /// For news, before the folder is looked at anyway: a connection can be dead without telling.
    pub listen: Duration,
    /// Before a server that tells no news is asked again.
    pub poll: Duration,
    /// After a failure; twice as long after each further one.
    pub pause: Duration,
    /// The longest after failures.
    pub pause_max: Duration,
    /// Mail servers that are talked to at once; where there are more mailboxes, they take turns.
    pub lines: usize,
}

/// What proves to a mail server that the desk may sign in.
pub(crate) enum Key {
    /// The user's password.
    Password(String),
    /// An access token of the mailbox's provider.
    Token(String),
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            answer: Duration::from_secs(60),
            listen: Duration::from_secs(5 * 60),
            poll: Duration::from_secs(30),
            pause: Duration::from_secs(5),
            pause_max: Duration::from_secs(5 * 60),
            lines: LINES_MAX,
        }
    }
}

/// Fetches all mailboxes that are to be fetched, as long as it is let.
pub async fn keep_fetching(floor: Floor, patience: Patience) {
    let intake = Intake::new(floor.desk, floor.directory);
    let lines = Arc::new(Lines::new(patience.lines));
    let mut tasks = JoinSet::new();
    let mut running: HashMap<MailboxId, (i64, AbortHandle)> = HashMap::new();
    loop {
        match intake.store().read(accounts::wanted).await {
            Ok(wanted) => {
                running.retain(|mailbox, (version, task)| {
                    let stays = wanted.contains(&(*mailbox, *version)) && !task.is_finished();
                    if !stays {
                        task.abort();
                    }
                    stays
                });
                for (mailbox, version) in wanted {
                    running.entry(mailbox).or_insert_with(|| {
                        let lines = Arc::clone(&lines);
                        let fetching = fetch(intake.clone(), mailbox, patience, lines);
                        (version, tasks.spawn(fetching))
                    });
                }
            }
            Err(error) => tracing::error!(%error, "the mailboxes to fetch could not be read"),
        }
        while tasks.try_join_next().is_some() {}
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Why fetching a mailbox ended.
enum Ended {
    /// The mail server could not be talked to.
    Trouble(Trouble),
    /// The database or the stored files failed: no fault of the mailbox.
    Here(work::Error),
    /// A message was given up: those behind it come next, over a connection on which nothing went wrong.
    GivenUp,
    /// Another mailbox needs the line; this one is asked again later.
    MadeRoom,
}

impl From<Trouble> for Ended {
    fn from(trouble: Trouble) -> Self {
        Ended::Trouble(trouble)
    }
}

impl From<work::Error> for Ended {
    fn from(error: work::Error) -> Self {
        Ended::Here(error)
    }
}

impl From<store::Error> for Ended {
    fn from(error: store::Error) -> Self {
        Ended::Here(error.into())
    }
}

/// Fetches one mailbox, as long as it is let.
async fn fetch(intake: Intake, mailbox: MailboxId, patience: Patience, lines: Arc<Lines>) {
    let mut pause = patience.pause;
    let mut broken = Broken::default();
    loop {
        let mut succeeded = false;
        let line = lines.one().await;
        let so_far = (&mut succeeded, &mut broken);
        let visited = visit(&intake, mailbox, (patience, &lines), so_far).await;
        drop(line);
        match visited {
            // There is no such mailbox any more.
            Ok(()) => return,
            Err(Ended::MadeRoom) => {
                tokio::time::sleep(patience.poll).await;
                pause = patience.pause;
                continue;
            }
            Err(Ended::GivenUp) => succeeded = true,
            Err(Ended::Here(error)) => {
                tracing::error!(%error, mailbox = mailbox.0, "a mailbox is not fetched now");
            }
            Err(Ended::Trouble(trouble)) => {
                let Reason { why, of } = &trouble;
                tracing::warn!(mailbox = mailbox.0, why, of, "a mailbox cannot be fetched");
                if let Err(error) = failed(&intake, mailbox, trouble).await {
                    tracing::error!(%error, "the failure of a mailbox could not be kept");
                }
            }
        }
        if succeeded {
            pause = patience.pause;
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(patience.pause_max);
    }
}

async fn failed(intake: &Intake, mailbox: MailboxId, trouble: Trouble) -> store::Result<()> {
    let now = intake.clock().now();
    let keeping = move |tx: &store::Tx<'_>| accounts::keep_failure(tx, mailbox, &trouble, now);
    intake.store().write(keeping).await
}

/// Takes all that is new and then waits for more, until something goes wrong; ends where there is no such mailbox.
async fn visit(
    intake: &Intake,
    mailbox: MailboxId,
    (patience, lines): (Patience, &Lines),
    (succeeded, broken): (&mut bool, &mut Broken),
) -> Result<(), Ended> {
    let store = intake.store();
    let Some(kept) = store.read(move |tx| accounts::find(tx, mailbox)).await? else {
        return Ok(());
    };
    let mut talk = begin(intake, &kept, patience).await?;
    let Kept {
        account,
        progress,
        created_at,
        ..
    } = kept;
    let known = progress.uid_validity.filter(|it| *it != ELSEWHERE);
    let (mut last, mut since) = match progress.uid_validity {
        Some(_) if known == Some(talk.uid_validity) => (progress.last_uid, None),
        _ if account.takes_old => (0, None),
        None => (newest(&mut talk).await?, None),
        // Its numbers mean nothing now: when a message came in says whether it lay there before.
        Some(_) => {
            let since = progress.goes_on_from(created_at);
            (newest(&mut talk).await?, Some(since))
        }
    };
    withheld::take_again(intake, mailbox, &account, &mut talk, last).await?;
    loop {
        let new = match since.take() {
            None => talk.after(last).await?,
            Some(since) => {
                let new = talk.since(since).await?;
                withheld::but_given_up(intake, mailbox, talk.uid_validity, new).await?
            }
        };
        if let Some(first) = new.first() {
            withheld::make_sure(intake, mailbox, &mut talk, (*first, last)).await?;
        }
        for uid in new {
            if let Err(ended) = take(intake, mailbox, &account, &mut talk, uid).await {
                let message = (talk.uid_validity, uid);
                return Err(withheld::broke(intake, mailbox, message, ended, broken).await);
            }
            last = last.max(uid);
        }
        let (now, validity) = (intake.clock().now(), talk.uid_validity);
        let keeping =
            move |tx: &store::Tx<'_>| accounts::keep_success(tx, mailbox, validity, last, now);
        store.write(keeping).await?;
        *succeeded = true;
        talk = tokio::select! {
            waited = talk.wait() => waited?,
            () = lines.wanted() => return Err(Ended::MadeRoom),
        };
    }
}

async fn begin(intake: &Intake, kept: &Kept, patience: Patience) -> Result<Conversation, Ended> {
    let (store, mailbox) = (intake.store(), kept.mailbox);
    let key = match kept.account.sign_in {
        SignIn::Grant => Key::Token(tokens::access(store, intake.clock(), mailbox).await??),
        SignIn::Password => {
            let about = sealed_for(mailbox, &kept.account);
            match store.seal().open(&about, &kept.password) {
                Ok(password) => Key::Password(password),
                Err(error) => return Err(Reason::of("imap_sealed", error.to_string()).into()),
            }
        }
    };
    let begun = Conversation::begin(&kept.account, &key, patience).await;
    if begun
        .as_ref()
        .is_err_and(|trouble| trouble.why == REFUSED_TOKEN)
    {
        // It was taken back before it ended; the next time another one is asked for.
        let ending = move |tx: &store::Tx<'_>| grants::end_access(tx, mailbox);
        store.write(ending).await?;
    }
    Ok(begun?)
}

/// The number of the newest message that lies in the folder already.
async fn newest(talk: &mut Conversation) -> Result<u32, Trouble> {
    match talk.uid_next {
        Some(next) => Ok(next.saturating_sub(1)),
        None => Ok(talk.after(0).await?.last().copied().unwrap_or(0)),
    }
}

/// Takes one message: keeps it, puts it away at the server, and does with it what is to be done. Where that breaks off, it
/// is fetched again, and is the same one by its number.
async fn take(
    intake: &Intake,
    mailbox: MailboxId,
    account: &Account,
    talk: &mut Conversation,
    uid: u32,
) -> Result<(), Ended> {
    let validity = talk.uid_validity;
    let mut receiving = intake.receive();
    match talk.message(uid, &mut receiving).await {
        Ok(true) => {}
        Ok(false) => return withheld::is_gone(intake, mailbox, (validity, uid)).await,
        Err(trouble) if withheld::is_of_the_message(&trouble) => {
            return Err(withheld::count(intake, mailbox, (validity, uid), trouble).await);
        }
        Err(trouble) => return Err(trouble.into()),
    }
    let content = receiving.end().await?;
    let source = withheld::source(validity, uid);
    let id = intake.record(mailbox, &source, &content).await?;
    match talk.put_away(uid, &account.move_to).await {
        // Whoever refuses that would refuse it for ever, and hold up what comes after it.
        Err(Reason { why, of }) if why == "imap_answer" => {
            tracing::warn!(
                mailbox = mailbox.0,
                of,
                "a message is kept and cannot be put away"
            );
        }
        put_away => put_away?,
    }
    let keeping = move |tx: &store::Tx<'_>| accounts::keep_uid(tx, mailbox, validity, uid);
    intake.store().write(keeping).await?;
    if let Err(error) = intake.process(id, Told::Nothing).await {
        tracing::warn!(%error, "a message is kept and not understood yet");
    }
    Ok(())
}

/// Tries whether a mailbox can be fetched; answers how many messages lie in its folder.
pub(crate) async fn try_out(account: &Account, key: &Key) -> Result<u32, Reason> {
    let trying = async {
        let talk = Conversation::begin(account, key, Patience::default()).await?;
        let count = talk.count;
        talk.end().await;
        Ok(count)
    };
    let late = |_| Reason::of("imap_slow", TRY_MAX.as_secs().to_string());
    tokio::time::timeout(TRY_MAX, trying).await.map_err(late)?
}
