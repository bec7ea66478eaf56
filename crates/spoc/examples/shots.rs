//! Pictures of every page of the demo company, in light and dark, on a wide and on a narrow window: into `target/shots`.
//! With `--readme` the few that the README shows, into `docs/images`; other words choose pages by their names.
//! `cargo xtask shots` runs it.

use spoc::demo::Role;
use spoc::demo::install::{Installed, Login, PASSWORD, install};
use spoc::{App, SystemClock, server};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use testkit::browser::{Browser, Page, Theme, Window, shots_folder};
use testkit::pages::{FOLLOW_LINK, PAGES, PageOf, Way, Who, approval_link};
use tokio::runtime::Runtime;

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// The demo shows the same company to everybody.
const SEED: u64 = 7;
const THEMES: [(&str, Theme); 2] = [("light", Theme::Light), ("dark", Theme::Dark)];
const WINDOWS: [(&str, Window); 2] = [("wide", Window::WIDE), ("narrow", Window::NARROW)];
const EVERYBODY: [Who; 5] = [
    Who::First,
    Who::Stranger,
    Who::Requester,
    Who::Agent,
    Who::Administrator,
];
/// What the README shows: page, window, colours.
const README: [(&str, &str, &str); 4] = [
    ("ticket", "wide", "light"),
    ("tickets-open", "wide", "dark"),
    ("my-ticket", "narrow", "light"),
    ("my", "narrow", "dark"),
];

/// A desk that is being served.
struct Served {
    app: App,
    url: String,
    _folder: tempfile::TempDir,
}

/// What is there to be looked at, and what is wanted of it.
struct Tour {
    runtime: Runtime,
    empty: Served,
    demo: Served,
    installed: Installed,
    chosen: Vec<String>,
    readme: bool,
}

fn main() -> Outcome<()> {
    let mut chosen: Vec<String> = std::env::args().skip(1).collect();
    let readme = chosen.iter().any(|word| word == "--readme");
    chosen.retain(|word| word != "--readme");
    let runtime = Runtime::new()?;
    let (empty, demo) = (runtime.block_on(serve())?, runtime.block_on(serve())?);
    println!("Filling the demo company");
    let installed = runtime.block_on(install(&demo.app, SEED, &mut |_, _| {}))?;
    let tour = Tour {
        runtime,
        empty,
        demo,
        installed,
        chosen,
        readme,
    };
    let browser = Browser::start();
    let mut missing = Vec::new();
    for who in EVERYBODY {
        missing.extend(tour.visit(&browser.page(), who)?);
    }
    match missing[..] {
        [] => Ok(()),
        _ => Err(format!("no page of the demo leads to: {}", missing.join(", ")).into()),
    }
}

/// A new desk in a folder of its own, served on a free port.
async fn serve() -> Outcome<Served> {
    let folder = tempfile::tempdir()?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    let place = store::Location::folder(folder.path());
    let app = App::open_at(&place, Arc::new(SystemClock), &url).await?;
    tokio::spawn(server::serve(app.clone(), listener, None));
    Ok(Served {
        app,
        url,
        _folder: folder,
    })
}

impl Tour {
    /// All pages of somebody; answers those that there is no way to.
    fn visit(&self, page: &Page, who: Who) -> Outcome<Vec<&'static str>> {
        let (served, role) = match who {
            Who::First => (&self.empty, None),
            Who::Stranger => (&self.demo, None),
            Who::Requester => (&self.demo, Some(Role::Requester)),
            Who::Agent => (&self.demo, Some(Role::Agent)),
            Who::Administrator => (&self.demo, Some(Role::Administrator)),
        };
        if let Some(role) = role {
            let directory = &served.app.directory;
            let signing_in = directory.sign_in(&self.login(role)?.email, PASSWORD, "shots");
            let session = self.runtime.block_on(signing_in)?;
            let session = session.ok_or("the demo's password is another")?;
            page.keeps(&served.url, directory::SESSION_COOKIE, &session.secret);
        }
        let mut missing = Vec::new();
        let mine = PAGES.iter().filter(|page| page.who == who);
        for one in mine.filter(|page| self.wants(page)) {
            match self.address(served, page, one)? {
                Some(address) => self.shoot(page, one, &address)?,
                None => missing.push(one.name),
            }
        }
        Ok(missing)
    }

    fn login(&self, role: Role) -> Outcome<&Login> {
        let mut logins = self.installed.logins.iter();
        let login = logins.find(|login| login.role == role);
        Ok(login.ok_or("the demo has nobody of this role")?)
    }

    fn wants(&self, page: &PageOf) -> bool {
        if self.readme {
            return README.iter().any(|(name, ..)| *name == page.name);
        }
        self.chosen.is_empty() || self.chosen.iter().any(|name| name == page.name)
    }

    /// Where the page is; nothing if there is none here.
    fn address(&self, served: &Served, page: &Page, one: &PageOf) -> Outcome<Option<String>> {
        match one.way {
            Way::Address(path) => Ok(Some(format!("{}{path}", served.url))),
            Way::PasswordLink => self.password_link().map(Some),
            Way::SetUpCode => self.set_up_link(served).map(Some),
            Way::MailLink => self.mail_link().map(Some),
            Way::ApprovalLink => {
                let link = approval_link(&served.app.desk);
                Ok(Some(format!(
                    "{}{}",
                    served.url,
                    self.runtime.block_on(link)
                )))
            }
            Way::FollowLink => {
                page.goes_to(&format!("{}/ask", served.url));
                let link = page.evaluate(FOLLOW_LINK);
                let link = link.as_str().filter(|link| link.contains("/follow/"));
                Ok(link.map(str::to_owned))
            }
            Way::Made(path, script) => {
                page.goes_to(&format!("{}{path}", served.url));
                Ok(page.evaluate(script).as_str().map(str::to_owned))
            }
            Way::LinkOn(path) => {
                page.goes_to(&format!("{}{path}", served.url));
                Ok(page.evaluate(&one.link()).as_str().map(str::to_owned))
            }
        }
    }

    fn set_up_link(&self, served: &Served) -> Outcome<String> {
        let code = self.runtime.block_on(served.app.directory.begin_set_up())?;
        let code = code.ok_or("somebody has an account already")?;
        Ok(format!("{}/set-up?code={code}", served.url))
    }

    fn mail_link(&self) -> Outcome<String> {
        let app = &self.demo.app;
        let intake = channels::mail::Intake::new(app.desk.clone(), app.directory.clone());
        let rita = self.installed.known.people[self.login(Role::Requester)?.person];
        let link = intake.choice_link(rita, channels::mail::choices::Optional::Resolved);
        Ok(self.runtime.block_on(link)?)
    }

    fn password_link(&self) -> Outcome<String> {
        let person = |role| {
            Ok::<_, Box<dyn std::error::Error + Send + Sync>>(
                self.installed.known.people[self.login(role)?.person],
            )
        };
        let (ada, rita) = (person(Role::Administrator)?, person(Role::Requester)?);
        let app = &self.demo.app;
        let find = move |tx: &store::Tx<'_>| directory::queries::actor(tx, ada);
        let administrator = self.runtime.block_on(app.store.read(find))?;
        let administrator = administrator.ok_or("the administrator is gone")?;
        let link = app.directory.password_link(&administrator, rita);
        Ok(self.runtime.block_on(link)?)
    }

    fn shoot(&self, page: &Page, one: &PageOf, address: &str) -> Outcome<()> {
        for (wide, window) in WINDOWS {
            for (light, theme) in THEMES {
                let Some(file) = self.file(one, wide, light) else {
                    continue;
                };
                page.shows(window);
                page.prefers(theme);
                page.goes_to(address);
                page.until(
                    "its letters have arrived",
                    "document.fonts.status === 'loaded'",
                );
                page.picture(&file)?;
                println!("{}", file.display());
            }
        }
        Ok(())
    }

    /// Where the picture goes, if it is wanted.
    fn file(&self, one: &PageOf, wide: &str, light: &str) -> Option<PathBuf> {
        let name = format!("{}-{wide}-{light}", one.name);
        if !self.readme {
            return Some(shots_folder().join(format!("{name}.png")));
        }
        let images = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/images"));
        let shown = README.contains(&(one.name, wide, light));
        shown.then(|| images.join(format!("{name}.webp")))
    }
}
