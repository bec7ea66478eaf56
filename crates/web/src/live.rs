//! Live updates by server-sent events. The stream carries only names (`lists`, `ticket-1042`); the page
//! then asks again for the part that changed, through the same door as ever, so that nobody is told
//! what they may not see.

use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, StreamExt, future, stream};
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::broadcast;
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::wrappers::errors::BroadcastStreamRecvError;

/// A comment goes out this often, so that proxies keep the connection.
const KEEP_ALIVE: Duration = Duration::from_secs(25);
/// How long a browser waits before it connects again.
const RETRY: Duration = Duration::from_secs(3);

/// The stream of one reader. `announce` says by which names an event is told to this reader, if at
/// all. Who falls behind is told `reload` once instead of everything that was missed.
pub fn stream<E, A>(
    events: broadcast::Receiver<E>,
    mut announce: A,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>>
where
    E: Clone + Send + 'static,
    A: FnMut(E) -> Vec<String> + Send + 'static,
{
    let hello = stream::once(future::ready(Event::default().retry(RETRY).comment("spoc")));
    let told = BroadcastStream::new(events).flat_map(move |event| {
        let names = match event {
            Ok(event) => announce(event),
            Err(BroadcastStreamRecvError::Lagged(_)) => vec!["reload".to_owned()],
        };
        stream::iter(
            names
                .into_iter()
                .map(|name| Event::default().event(name).data("1")),
        )
    });
    Sse::new(hello.chain(told).map(Ok)).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
}
