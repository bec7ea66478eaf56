//! Reading: every question about tickets, each asked by somebody.
//!
//! Nothing here can be called without a [`Reader`], and every text contains [`visible`]: what the reader may
//! not see does not exist, in lists, counts, searches, suggestions and feeds alike.

mod counts;
mod details;
mod excerpt;
mod feed;
mod groups;
mod invitations;
mod list;
mod matching;
mod meant;
mod page;
mod people;
mod ratings;
mod recount;
mod search;
mod similar;
mod suggest;
mod tags;
mod tasks;
mod views;
mod visible;
mod words;

/// How long a view, a macro or a list of tasks that was removed can be had back.
pub const REMOVED_KEPT_FOR: i64 = 30 * kernel::time::DAY;

pub use counts::{CountMaps, ViewCount, count};
pub use details::{Details, details};
pub use excerpt::Piece;
pub use feed::{FeedEntry, activities};
pub(crate) use groups::{By, Counted, count_groups};
pub use invitations::keep_invitation;
pub(crate) use list::Key;
pub use list::{LIST_MAX, ListQuery, Listed, Page, Sort, all_that_meet, list};
pub use page::{Linked, TicketPage, attachment, page, ticket};
pub(crate) use page::{confirms, withdraws};
pub use people::{NameMaps, names};
pub(crate) use people::{team_zones, zones_of};
pub use ratings::{Ratings, ratings};
pub use recount::{ask_for_rebuild, attachment_hashes};
pub(crate) use recount::{
    counter_rows, counts_of_view, forget_counts, forget_views_counts, indexed_to, needs_rebuild,
    put_indexed_to, rebuild_done,
};
pub use search::{FOUND_MAX, Found, SearchPage, search};
pub use similar::{Alike, alike, similar};
pub(crate) use similar::{resembling, telling};
pub use suggest::{Suggestion, suggest};
pub(crate) use suggest::{
    suggest_colleagues, suggest_people, suggest_services, suggest_tags, suggest_tickets_and_askers,
};
pub(crate) use tags::tagged;
pub use tags::{count_tagged, tags};
pub use tasks::{
    OpenTask, TEMPLATE_ITEMS_MAX, TEMPLATES_MAX, TaskTemplate, TemplateItem, add_task_template,
    find_task_template, list_task_templates, my_tasks, remove_task_template, restore_task_template,
    set_task_template,
};
pub(crate) use tasks::{find_work_timer, start_work_timer, stop_work_timer};
pub use views::{NewView, View, views};
pub(crate) use views::{
    OwnList, all_views, bump_views_version, delete_own_columns, delete_view, forget_views,
    insert_view, keep_earlier, kept_earlier, own_columns, put_ordinal, put_own_columns, put_view,
    put_view_columns, removed_view, restore_view,
};
pub(crate) use visible::visible_as;
pub use visible::{Reader, seen, visible};
pub(crate) use words::{said_in, words_of};
