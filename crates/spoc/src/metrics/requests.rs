//! Requests by route: how many with which answer, and how long they took.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};
use store::{Counted, Durations};
use web::axum::extract::{MatchedPath, Request, State};
use web::axum::http::StatusCode;
use web::axum::middleware::Next;
use web::axum::response::Response;

/// What requests that no route answers are counted under.
const NO_ROUTE: &str = "none";
/// Classes of answers: from 1xx to 5xx.
const CLASSES: usize = 5;

/// What was answered, by route. Routes are few: what people ask for is never a name here.
#[derive(Debug, Default)]
pub(crate) struct Requests(RwLock<BTreeMap<String, Arc<Route>>>);

#[derive(Debug, Default)]
struct Route {
    classes: [AtomicU64; CLASSES],
    durations: Durations,
}

/// The figures of a route.
pub(super) struct OfRoute {
    pub(super) route: String,
    /// How many answers of each class, from 1xx to 5xx.
    pub(super) classes: [u64; CLASSES],
    pub(super) durations: Counted,
}

impl Requests {
    fn add(&self, route: &str, status: StatusCode, took: Duration) {
        let known = self
            .0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(route)
            .cloned();
        let of_route = known.unwrap_or_else(|| {
            let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(all.entry(route.to_owned()).or_default())
        });
        let class = usize::from(status.as_u16() / 100).clamp(1, CLASSES) - 1;
        of_route.classes[class].fetch_add(1, Ordering::Relaxed);
        of_route.durations.add(took);
    }

    /// The figures of all routes that were asked for, in the order of their names.
    pub(super) fn all(&self) -> Vec<OfRoute> {
        let all = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let figures = |(name, route): (&String, &Arc<Route>)| OfRoute {
            route: name.clone(),
            classes: route
                .classes
                .each_ref()
                .map(|class| class.load(Ordering::Relaxed)),
            durations: route.durations.counted(),
        };
        all.iter().map(figures).collect()
    }
}

/// The layer that counts every request, until the head of its answer is there.
pub(crate) async fn measure(
    State(requests): State<Arc<Requests>>,
    request: Request,
    next: Next,
) -> Response {
    let begun = Instant::now();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let route = route.as_ref().map_or(NO_ROUTE, MatchedPath::as_str);
    requests.add(route, response.status(), begun.elapsed());
    response
}
