//! The page on which agents say how services are.

use web::askama::Template;
use web::parts::{Choice, Empty};
use web::{Frame, When};

/// `GET /services/health`
#[derive(Template)]
#[template(askama = web::askama, path = "services_health.html")]
pub struct HealthPage<'a> {
    /// The layout's part.
    pub frame: Frame,
    /// What was refused.
    pub error: Option<String>,
    /// All services, the worst first.
    pub services: Vec<ServiceRow>,
    /// What was said lately.
    pub said: Vec<SaidRow<'a>>,
    /// What to say where there are no services.
    pub empty: Empty<'a>,
}

/// A service, and the form that says how it is.
pub struct ServiceRow {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// `operational`, `degraded` or `outage`.
    pub class: &'static str,
    /// The icon's name.
    pub icon: &'static str,
    /// How it can be.
    pub choices: Vec<Choice>,
    /// What is known.
    pub text: String,
}

/// Something that was said of a service.
pub struct SaidRow<'a> {
    /// The service.
    pub name: String,
    /// How it was.
    pub health: &'a str,
    /// What was known.
    pub text: String,
    /// Who said it.
    pub by: String,
    /// Since when.
    pub started: When,
    /// Until when.
    pub ended: Option<When>,
}
