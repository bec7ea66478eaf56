//! What the template of this part shows.

use web::Frame;
use web::askama::Template;

/// `GET /admin/task-templates`
#[derive(Template)]
#[template(askama = web::askama, path = "task_templates.html")]
pub struct TemplatesPage {
    /// The layout's part.
    pub frame: Frame,
    /// The lists that there are, and last an empty form for one more.
    pub forms: Vec<TemplateForm>,
}

/// A list of tasks, in its form.
pub struct TemplateForm {
    /// Which; none for one more.
    pub id: Option<i64>,
    /// The version that is changed.
    pub version: i64,
    /// What people choose it by.
    pub name: String,
    /// Its tasks, a line each.
    pub lines: String,
    /// What is wrong with what was sent; empty for nothing.
    pub wrong: String,
}

impl TemplateForm {
    /// Where it is sent.
    fn action(&self) -> String {
        match self.id {
            Some(id) => format!("/admin/task-templates/{id}"),
            None => "/admin/task-templates".to_owned(),
        }
    }

    /// What tells its fields from those of the others.
    fn key(&self) -> i64 {
        self.id.unwrap_or(0)
    }
}
