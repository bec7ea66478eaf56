//! Live updates by server-sent events. The stream carries only names (`lists`, `ticket-1042`); the page
//! then asks again for the part that changed, through the same door as ever, so that nobody is told
//! what they may not see.

use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, StreamExt, future, stream};
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

/// A comment goes out this often, so that proxies keep the connection.
const KEEP_ALIVE: Duration = Duration::from_secs(25);
/// How long a browser waits before it connects again.
const RETRY: Duration = Duration::from_secs(3);

/// Somebody whose page is open.
pub trait Reader<E>: Send {
    /// By which names an event is told to this reader, if at all; nothing ends the stream.
    fn names(&mut self, event: E) -> impl Future<Output = Option<Vec<String>>> + Send;
}

/// The stream of one reader. Who falls behind is told `reload` once instead of everything that was missed.
pub fn stream<E, R>(
    events: broadcast::Receiver<E>,
    reader: R,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>>
where
    E: Clone + Send + 'static,
    R: Reader<E> + 'static,
{
    let hello = stream::once(future::ready(Event::default().retry(RETRY).comment("spoc")));
    let told = stream::unfold((events, reader), |(mut events, mut reader)| async move {
        let names = match events.recv().await {
            Ok(event) => reader.names(event).await?,
            Err(RecvError::Lagged(_)) => vec!["reload".to_owned()],
            Err(RecvError::Closed) => return None,
        };
        Some((stream::iter(names), (events, reader)))
    });
    let told = told
        .flatten()
        .map(|name| Event::default().event(name).data("1"));
    Sse::new(hello.chain(told).map(Ok)).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
}
