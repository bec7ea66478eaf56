//! Saved views: kept, renamed, shared, put into folders and order, copied, removed and had back.

use super::address::ListAddress;
use super::bulk::{local, referrer};
use super::choices::Offered;
use super::sent::Sent;
use super::sidebar::{self, Sidebar};
use super::{Pages, choices, doing};
use crate::error::{Error, Result};
use crate::queries::{By, NewView, View};
use crate::screens::views::{ViewRow, ViewsPage};
use directory::queries::{team_named, team_names};
use directory::{SignedIn, frame};
use kernel::ticket::Refusal;
use kernel::{Permission, PersonId, TeamId, ViewId};
use web::axum::extract::State;
use web::axum::http::HeaderMap;
use web::axum::response::Response;
use web::parts::Choice;
use web::reply::{html, see_other};
use web::{Flash, Kind, Path, Texts};

/// Shapes of a view, and the messages that name them.
const IN_GROUPS: &str = "view-in-groups";
const AS_BOARD: &str = "view-as-board";

/// `GET /views`: all that the reader sees, in their order.
pub(super) async fn page(State(pages): State<Pages>, signed: SignedIn) -> web::Result<Response> {
    if !signed.actor.can(Permission::TicketRead) {
        return Err(web::Error::not_found());
    }
    let (reader, desk) = (pages.reader(&signed), pages.desk.clone());
    let (sidebar, rules, teams, names) = pages
        .desk
        .store()
        .read(move |tx| {
            let rules = desk.rules_in(tx)?;
            let sidebar = Sidebar::read(tx, &reader, &rules)?;
            let teams = choices::teams(tx, &reader.actor)?;
            let of_views = rules.views.iter().filter_map(|ruled| ruled.view.team);
            let names = team_names(tx, &reader.actor, &of_views.collect())?;
            Ok::<_, Error>((sidebar, rules, teams, names))
        })
        .await?;
    let texts = signed.texts;
    let share = signed.actor.can(Permission::ViewShare);
    let row = |(view, heading): (&View, Option<&'static str>)| {
        let may_change = match view.owner {
            Some(_) => true,
            None => share,
        };
        let first = |value: &str, key: &str, chosen| Choice::new(value, texts.t(key), chosen);
        let mut whose = vec![first("me", "view-for-me", view.owner.is_some())];
        if share {
            let all = view.owner.is_none() && view.team.is_none();
            whose.push(first("all", "view-for-all", all));
            let chosen = view.team.and_then(|id| {
                let name = names.get(&id)?;
                Some((id.to_string(), name.clone()))
            });
            whose.extend(teams.choices(chosen));
        }
        ViewRow {
            id: view.id.0,
            name: sidebar::name(view, texts),
            folder: view.folder.clone(),
            query: view.query.clone(),
            count: sidebar.count(view.id, texts).unwrap_or_default(),
            heading: heading.map(|key| texts.t(key).to_owned()),
            shapes: shapes(view, texts),
            whose: if may_change { whose } else { Vec::new() },
        }
    };
    let rows: Vec<ViewRow> = sidebar::ordered(&rules, &signed.actor)
        .into_iter()
        .map(row)
        .collect();
    let mut folders: Vec<String> = rows.iter().map(|row| row.folder.clone()).collect();
    folders.retain(|folder| !folder.is_empty());
    folders.sort();
    folders.dedup();
    let mut frame = frame(&signed, "/tickets", texts.t("views-arrange"));
    frame.views = sidebar.links(&signed.actor, texts, None);
    Ok(html(&ViewsPage {
        frame,
        rows,
        folders,
        team_typed: share && matches!(teams, Offered::Typed),
    }))
}

/// `POST /views`: the present list as a view.
pub(super) async fn save(
    State(pages): State<Pages>,
    signed: SignedIn,
    sent: Sent,
) -> web::Result<Response> {
    sent.check(&signed)?;
    let view = wanted(&signed, &sent);
    let made = pages.desk.create_view(&signed.actor, view).await;
    let said = Flash::done(signed.texts.t("done-view-saved"));
    view_answer(&pages, &signed, made, &sent, said).await
}

/// `POST /views/{id}`: another name or another condition.
pub(super) async fn change(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path(id): Path<ViewId>,
    sent: Sent,
) -> web::Result<Response> {
    sent.check(&signed)?;
    let rules = pages.desk.rules().await?;
    let present = rules.views.iter().find(|ruled| ruled.view.id == id);
    let present = present.ok_or_else(web::Error::not_found)?;
    let given = |name: &str, present: &str| sent.find(name).unwrap_or(present).to_owned();
    let (owner, team) = match (sent.get("team"), sent.find("for")) {
        ("", Some(shared)) => shared_with(&signed, shared),
        ("", None) => (present.view.owner, present.view.team),
        (typed, _) => match team_of(&pages, &signed, typed).await? {
            Some(team) => (None, Some(team)),
            None => {
                let unknown = Err(Refusal::NoSuchTeam(0).into());
                return view_answer(&pages, &signed, unknown, &sent, Flash::default()).await;
            }
        },
    };
    let present = present.view.as_new();
    let (group, board) = match sent.find("shape") {
        Some(shape) => shaped(shape, present.clone()),
        None => (
            given("group", &present.group),
            given("board", &present.board),
        ),
    };
    let view = NewView {
        name: given("name", &present.name),
        owner,
        team,
        query: given("q", &present.query),
        sort: given("sort", &present.sort),
        folder: given("folder", &present.folder),
        group,
        board,
    };
    let changed = pages.desk.change_view(&signed.actor, id, view).await;
    let said = Flash::done(signed.texts.t("done-view-saved"));
    let said = match &changed {
        Ok(change) => said.with_undo(undo_of(id, *change)),
        Err(_) => said,
    };
    view_answer(&pages, &signed, changed.map(|_| id), &sent, said).await
}

/// What takes a change of a view back.
pub(super) fn undo_of(id: ViewId, change: i64) -> String {
    format!("/views/{id}/undo/{change}")
}

/// `POST /views/{id}/undo/{change}`: the latest change of a view taken back.
pub(super) async fn undo(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path((id, change)): Path<(ViewId, i64)>,
    headers: HeaderMap,
    sent: Sent,
) -> web::Result<Response> {
    sent.check(&signed)?;
    let back = referrer(&headers).unwrap_or("/views");
    let said = match pages.desk.undo_view(&signed.actor, id, change).await {
        Ok(()) => Flash::done(signed.texts.t("done-undone")),
        Err(error @ Error::Stale { .. }) => {
            Flash::failed(doing::why(&pages, &signed, &error).await?)
        }
        Err(error) => return Err(error.into()),
    };
    Ok(said.on(see_other(back)))
}

/// `POST /views/{id}/removal`
pub(super) async fn remove(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path(id): Path<ViewId>,
    sent: Sent,
) -> web::Result<Response> {
    sent.check(&signed)?;
    pages.desk.remove_view(&signed.actor, id).await?;
    let said = signed.texts.t("done-view-removed");
    let said = Flash::done(said).with_undo(format!("/views/{id}/restoration"));
    Ok(said.on(see_other(local(sent.get("back")).unwrap_or("/tickets"))))
}

/// `POST /views/{id}/restoration`: a removal taken back.
pub(super) async fn restore(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path(id): Path<ViewId>,
    sent: Sent,
) -> web::Result<Response> {
    sent.check(&signed)?;
    let restored = pages.desk.restore_view(&signed.actor, id).await;
    let said = Flash::done(signed.texts.t("done-undone"));
    view_answer(&pages, &signed, restored.map(|()| id), &sent, said).await
}

/// `POST /views/{id}/copy`: one of one's own that is like it.
pub(super) async fn copy(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path(id): Path<ViewId>,
    sent: Sent,
) -> web::Result<Response> {
    sent.check(&signed)?;
    let texts = signed.texts;
    let rules = pages.desk.rules().await?;
    let mut seen = sidebar::seen(&rules, &signed.actor);
    let view = seen.find(|view| view.id == id);
    let view = view.ok_or_else(web::Error::not_found)?;
    let name = texts.t1("view-copy-of", "name", sidebar::name(view, texts));
    pages.desk.copy_view(&signed.actor, id, name).await?;
    Ok(Flash::done(texts.t("done-view-saved")).on(see_other("/views")))
}

/// `POST /views/{id}/place`: one up, one down, or before another.
pub(super) async fn place(
    State(pages): State<Pages>,
    signed: SignedIn,
    Path(id): Path<ViewId>,
    sent: Sent,
) -> web::Result<Response> {
    sent.check(&signed)?;
    let rules = pages.desk.rules().await?;
    let all = || rules.views.iter().map(|ruled| &ruled.view);
    let view = all().find(|view| view.id == id);
    let view = view.ok_or_else(web::Error::not_found)?;
    let beside: Vec<&View> = all().filter(|other| other.is_beside(view)).collect();
    let at = beside.iter().position(|other| other.id == id).unwrap_or(0);
    let before = match sent.get("way") {
        "up" => beside.get(at.saturating_sub(1)).map(|other| other.id),
        "down" => beside.get(at + 2).map(|other| other.id),
        _ => sent.get("before").parse().ok(),
    };
    let there = see_other("/views");
    if before == Some(id) {
        return Ok(there);
    }
    let change = pages.desk.place_view(&signed.actor, id, before).await?;
    let said = Flash::done(signed.texts.t("done-view-placed"));
    Ok(said.with_undo(undo_of(id, change)).on(there))
}

/// The ways to show a view.
fn shapes(view: &View, texts: Texts) -> Vec<Choice> {
    let by = |shape: &str, by: By, chosen| {
        let label = texts.t1(shape, "by", texts.t(by.name()));
        Choice::new(format!("{shape}:{}", by.name()), label, chosen)
    };
    let is_list = view.board.is_none() && view.group.is_none();
    let groups = By::ALL.map(|group| {
        let chosen = view.board.is_none() && view.group == Some(group);
        by(IN_GROUPS, group, chosen)
    });
    let boards = By::ALL.map(|board| by(AS_BOARD, board, view.board == Some(board)));
    std::iter::once(Choice::new("", texts.t("view-as-list"), is_list))
        .chain(groups)
        .chain(boards)
        .collect()
}

/// By what a view is put into groups and has lanes then, as it was chosen among the shapes. A board keeps the groups of its list.
fn shaped(shape: &str, present: NewView) -> (String, String) {
    match shape.split_once(':') {
        Some((IN_GROUPS, by)) => (by.to_owned(), String::new()),
        Some((AS_BOARD, by)) => (present.group, by.to_owned()),
        _ => Default::default(),
    }
}

/// The team of this name.
async fn team_of(pages: &Pages, signed: &SignedIn, name: &str) -> Result<Option<TeamId>> {
    let (actor, name) = (signed.actor.clone(), name.to_owned());
    let find = move |tx: &store::Tx<'_>| Ok(team_named(tx, &actor, &name)?);
    pages.desk.store().read(find).await
}

/// Whose a view is then: `me`, `all` or the id of a team.
fn shared_with(signed: &SignedIn, with: &str) -> (Option<PersonId>, Option<TeamId>) {
    match with {
        "all" => (None, None),
        "me" => (Some(signed.person.id), None),
        team => match team.parse() {
            Ok(team) => (None, Some(team)),
            Err(_) => (Some(signed.person.id), None),
        },
    }
}

fn wanted(signed: &SignedIn, sent: &Sent) -> NewView {
    let shared = sent.get("shared") == "true" && signed.actor.can(Permission::ViewShare);
    NewView {
        name: sent.get("name").to_owned(),
        owner: (!shared).then_some(signed.person.id),
        team: None,
        folder: sent.get("folder").to_owned(),
        group: sent.get("group").to_owned(),
        board: sent.get("board").to_owned(),
        query: sent.get("q").to_owned(),
        sort: match sent.get("sort") {
            "" => crate::queries::Sort::default().name().to_owned(),
            sort => sort.to_owned(),
        },
    }
}

async fn view_answer(
    pages: &Pages,
    signed: &SignedIn,
    made: Result<ViewId>,
    sent: &Sent,
    said: Flash,
) -> web::Result<Response> {
    match made {
        Ok(id) => {
            if let Some(back) = local(sent.get("then")) {
                return Ok(said.on(see_other(back)));
            }
            let id = id.to_string();
            let list = ListAddress {
                view: &id,
                ..ListAddress::default()
            };
            Ok(said.on(see_other(&list.first())))
        }
        Err(error) => {
            let why = doing::why(pages, signed, &error).await?;
            let error = web::Error::from(error);
            if !matches!(
                error.kind(),
                Kind::BadRequest | Kind::Invalid | Kind::Forbidden | Kind::Conflict
            ) {
                return Err(error);
            }
            let back = local(sent.get("back")).unwrap_or("/tickets");
            Ok(Flash::failed(why).on(see_other(back)))
        }
    }
}
