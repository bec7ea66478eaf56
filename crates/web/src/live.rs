//! Live updates by server-sent events. The stream carries only names (`lists`, `ticket-1042`); the page
//! then asks again for the part that changed, through the same door as ever, so that nobody is told
//! what they may not see.

use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, StreamExt, future, stream};
use std::collections::HashSet;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::time::Instant;

/// A comment goes out this often, so that proxies keep the connection.
const KEEP_ALIVE: Duration = Duration::from_secs(25);
/// How long a browser waits before it connects again.
const RETRY: Duration = Duration::from_secs(3);

/// Told something just now, a reader is told the next this much later, with all that came meanwhile.
const PACE: Duration = Duration::from_millis(100);

/// Somebody whose page is open.
pub trait Reader<E>: Send {
    /// By which names events are told to this reader, if at all; nothing ends the stream.
    fn names(&mut self, events: Vec<E>) -> impl Future<Output = Option<Vec<String>>> + Send;
}

/// The stream of one reader. What comes alone is told at once; of what comes close together, each name is told once.
/// Who falls behind is told `reload` once instead of everything that was missed.
pub fn stream<E, R>(
    events: broadcast::Receiver<E>,
    reader: R,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>>
where
    E: Clone + Send + 'static,
    R: Reader<E> + 'static,
{
    let hello = stream::once(future::ready(Event::default().retry(RETRY).comment("spoc")));
    let telling = Telling {
        events,
        reader,
        told_at: None,
    };
    let told = stream::unfold(telling, |mut telling| async move {
        let names = telling.next().await?;
        Some((stream::iter(names), telling))
    });
    let told = told
        .flatten()
        .map(|name| Event::default().event(name).data("1"));
    Sse::new(hello.chain(told).map(Ok)).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
}

struct Telling<E, R> {
    events: broadcast::Receiver<E>,
    reader: R,
    told_at: Option<Instant>,
}

impl<E: Clone + Send, R: Reader<E>> Telling<E, R> {
    /// The names that are told next; nothing ends the stream.
    async fn next(&mut self) -> Option<Vec<String>> {
        let mut came = match self.events.recv().await {
            Ok(event) => vec![event],
            Err(RecvError::Lagged(_)) => return self.reload(),
            Err(RecvError::Closed) => return None,
        };
        if let Some(told_at) = self.told_at {
            tokio::time::sleep_until(told_at + PACE).await;
        }
        loop {
            match self.events.try_recv() {
                Ok(event) => came.push(event),
                Err(TryRecvError::Lagged(_)) => return self.reload(),
                Err(TryRecvError::Empty | TryRecvError::Closed) => break,
            }
        }
        let mut names = self.reader.names(came).await?;
        let mut known = HashSet::new();
        names.retain(|name| known.insert(name.clone()));
        self.told(names)
    }

    /// What was missed is made up for by what the page asks for now, and so is all that waits.
    fn reload(&mut self) -> Option<Vec<String>> {
        self.events = self.events.resubscribe();
        self.told(vec!["reload".to_owned()])
    }

    fn told(&mut self, names: Vec<String>) -> Option<Vec<String>> {
        if !names.is_empty() {
            self.told_at = Some(Instant::now());
        }
        Some(names)
    }
}
