//! The handler of the home page.

use crate::first;
use crate::queries::{self, LOAD_TICKETS_MAX, Load};
use crate::screens::{HomePage, LoadPart, LoadRow};
use directory::{SignedIn, frame};
use kernel::Permission;
use web::axum::Router;
use web::axum::extract::State;
use web::axum::response::Response;
use web::axum::routing::{get, post};
use web::parts::Face;
use web::reply::{html, see_other};
use web::{Result, Texts};
use work::{FirstStep, Floor, HomeAsked, HomePanel, Reader};

/// Most people whose load is shown.
const LOADS: i64 = 12;
/// The length of all bars of the busiest together.
const BAR: i64 = 1_000;

pub(crate) fn routes(floor: &Floor) -> Router {
    Router::new()
        .route("/", get(page))
        .route("/first-steps/dismissal", post(first::put_away))
        .route("/first-steps/restoration", post(first::show_again))
        .with_state(floor.clone())
}

/// `GET /`: agents see what there is to do, everybody else asks.
async fn page(State(floor): State<Floor>, signed: SignedIn) -> Result<Response> {
    if !signed.actor.can(Permission::TicketRead) {
        return Ok(see_other("/my"));
    }
    let reader = Reader::of(&signed, floor.desk.clock().now());
    let (texts, calendar, desk) = (signed.texts, signed.calendar(), floor.desk.clone());
    let on = floor.modules.iter().filter(|module| module.is_on(&signed));
    let on = on.collect::<Vec<_>>();
    let wanted = on.iter().flat_map(|module| module.home.clone());
    let mut wanted: Vec<HomePanel> = wanted.collect();
    wanted.sort_by_key(|panel| panel.order);
    let steps = on.iter().flat_map(|module| module.first_steps.clone());
    let mut steps: Vec<FirstStep> = steps.collect();
    steps.sort_by_key(|step| step.order);
    let read = floor.desk.store().read(move |tx| {
        let rules = desk.rules_in(tx)?;
        let asked = HomeAsked {
            reader: &reader,
            rules: &rules,
            texts,
            calendar: &calendar,
        };
        let mut panels = Vec::new();
        for panel in wanted {
            panels.extend((panel.read)(tx, &asked)?);
        }
        let first = first::shown(tx, &reader.actor, &steps)?;
        Ok::<_, work::Error>((first, panels, queries::load(tx, &reader, LOADS)?))
    });
    let (first_steps, panels, (load, looked_at)) = read.await?;
    let cut =
        (looked_at > LOAD_TICKETS_MAX).then(|| texts.count("home-load-cut", LOAD_TICKETS_MAX));
    let first_name = signed.person.name.split(' ').next().unwrap_or_default();
    let mut frame = frame(&signed, "/", texts.t("nav-home"));
    frame.stream = "/live".into();
    Ok(html(&HomePage {
        greeting: texts.t1("home-greeting", "name", first_name),
        frame,
        first_steps,
        panels,
        load: rows(&load, texts),
        load_cut: cut,
    }))
}

fn rows(load: &[Load], texts: Texts) -> Vec<LoadRow> {
    let all = |load: &Load| load.urgent + load.other + load.held;
    let most = load.iter().map(all).max().unwrap_or_default().max(1);
    let row = |load: &Load| {
        let (name, assignee) = match &load.person {
            Some((id, name)) => (name.as_str(), format!("assignee:#{id}")),
            None => (texts.t("home-nobody"), "assignee:none".to_owned()),
        };
        let listed = format!("team:mine state:open {assignee}");
        let mut from = 0;
        let mut part = |class, count: i64, also: &str| {
            let length = count * BAR / most;
            from += length;
            LoadPart {
                class,
                count,
                href: work::list_address(&format!("{listed} {also}")),
                from: from - length,
                length,
            }
        };
        LoadRow {
            face: Face::new(name),
            parts: [
                part("urgent", load.urgent, "priority<=2 hold:none"),
                part("other", load.other, "priority>2 hold:none"),
                part("held", load.held, "hold:any"),
            ],
            href: work::list_address(&listed),
        }
    };
    load.iter().map(row).collect()
}
