//! The list of pages is complete: every route that answers a browser's question is on it, or on the list of what is no
//! page.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use testkit::pages::{NO_PAGES, PAGES};

#[test]
fn every_page_is_on_the_list() {
    let crates = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let mut routes = BTreeSet::new();
    for folder in fs::read_dir(crates).expect("the crates") {
        collect(&folder.expect("a crate").path().join("src"), &mut routes);
    }
    let known = PAGES
        .iter()
        .map(|page| page.route)
        .filter(|route| !route.is_empty());
    let known: BTreeSet<String> = known
        .chain(NO_PAGES.iter().map(|(route, _)| *route))
        .map(str::to_owned)
        .collect();
    let unknown: Vec<_> = routes.difference(&known).collect();
    assert!(
        unknown.is_empty(),
        "name these in crates/testkit/src/pages.rs, in PAGES or in NO_PAGES: {unknown:?}"
    );
    let gone: Vec<_> = known.difference(&routes).collect();
    assert!(
        gone.is_empty(),
        "crates/testkit/src/pages.rs names what no route answers: {gone:?}"
    );
}

/// The addresses of all routes below a folder of sources that answer GET.
fn collect(folder: &Path, routes: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, routes);
        } else if path.extension().is_some_and(|ending| ending == "rs")
            && !path.iter().any(|part| part == "tests" || part == "bench")
        {
            let source = fs::read_to_string(&path).expect("a source");
            routes.extend(source.split(".route(").skip(1).filter_map(answers_get));
        }
    }
}

/// The address, if what follows `.route(` answers GET.
fn answers_get(call: &str) -> Option<String> {
    let (_, call) = call.trim_start().split_once('"')?;
    let (address, handlers) = call.split_once('"')?;
    let handlers = handlers.split(".route(").next()?;
    let end = handlers.find(";\n").unwrap_or(handlers.len());
    let is_get = handlers[..end]
        .trim_start_matches([',', ' ', '\n'])
        .contains("get(");
    is_get.then(|| address.to_owned())
}
