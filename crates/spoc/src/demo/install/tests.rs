//! That the day goes on as told.

use super::living::{go_on, ready};
use super::{company, policy};
use crate::App;
use std::sync::Arc;
use store::Location;
use testkit::MovableClock;

/// Stories that are told to their end.
const STORIES: usize = 40;

#[tokio::test]
async fn what_happens_while_somebody_looks_is_allowed_to_those_who_do_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let location = Location::folder(folder.path());
    let clock = Arc::new(MovableClock::new());
    let app = App::open(&location, clock).await.expect("the desk opens");
    let people = Arc::new(crate::demo::company(7));
    let known = company::settle(&app, &people).await.expect("people settle");
    policy::decide(&app, &people)
        .await
        .expect("the policy is decided");
    let known = Arc::new(known);
    let stories = ready(&app, people, Arc::clone(&known), 7).await;
    let stories = stories.expect("stories are ready");
    assert!(stories.len() >= STORIES * 10, "{} stories", stories.len());
    let mut done = 0;
    for (ix, mut telling) in stories.into_iter().take(STORIES).enumerate() {
        while go_on(&app, &known, &mut telling).await {
            done += 1;
        }
        assert_eq!(telling.left(), 0, "story {ix} ends early");
    }
    assert!(done > STORIES * 5, "{done} things happened");
    let verified = app.desk.verify(|_| {}).await.expect("it is verified");
    assert_eq!(verified.problems, Vec::<String>::new());
}
