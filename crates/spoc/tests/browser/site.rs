//! A desk with a small cast, served on a loopback port, and the people who come with their browsers.

use crate::person::Person;
use directory::SESSION_COOKIE;
use kernel::policy::{
    ApprovalStep, ApprovalTemplate, Approver, Audience, CustomField, Form, Question,
};
use kernel::ticket::{
    ApprovalChange, Change, Channel, InternalText, Kind, Message, NewTicket, PublicText,
};
use kernel::{Actor, TicketId};
use spoc::{App, SystemClock, server};
use std::sync::Arc;
use testkit::Cast;
use testkit::browser::{Browser, Theme};
use tokio::runtime::Runtime;
use web::texts::Texts;

pub(crate) const PASSWORD: &str = "a few quiet words";

/// How somebody works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hand {
    Mouse,
    /// Without a mouse, anywhere.
    Keyboard,
}

/// How somebody comes: with which hand, in which language and colours.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Way {
    pub(crate) hand: Hand,
    pub(crate) language: &'static str,
    pub(crate) theme: Theme,
}

/// Each two of hand, language and colours come together in one of these.
const WAYS: [Way; 4] = [
    Way::of(Hand::Mouse, "en", Theme::Light),
    Way::of(Hand::Keyboard, "en", Theme::Dark),
    Way::of(Hand::Mouse, "de", Theme::Dark),
    Way::of(Hand::Keyboard, "de", Theme::Light),
];

impl Way {
    pub(crate) const fn of(hand: Hand, language: &'static str, theme: Theme) -> Self {
        Self {
            hand,
            language,
            theme,
        }
    }
}

/// Does it on a new desk in each way; the page must not have complained.
pub(crate) fn in_every_way(walk: impl Fn(&Site, Way)) {
    for way in WAYS {
        println!("{way:?}");
        walk(&Site::new(), way);
    }
}

/// A served desk.
pub(crate) struct Site {
    pub(crate) url: String,
    cast: Option<Cast>,
    app: App,
    runtime: Runtime,
    _folder: tempfile::TempDir,
}

impl Site {
    /// With the usual people and teams.
    pub(crate) fn new() -> Self {
        let mut site = Self::empty();
        let app = &site.app;
        let hiring = async {
            let cast = Cast::hire(&app.store, &SystemClock).await;
            let counted = app.desk.recount_if_privacy_changed().await;
            counted.expect("counters follow the teams");
            cast
        };
        site.cast = Some(site.runtime.block_on(hiring));
        site
    }

    /// Without anybody.
    pub(crate) fn empty() -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let folder = tempfile::tempdir().expect("a temporary folder");
        let place = store::Location::folder(folder.path());
        let (app, url) = runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await;
            let listener = listener.expect("a free port");
            let url = format!("http://{}", listener.local_addr().expect("an address"));
            let clock = Arc::new(SystemClock);
            let app = App::open_at(&place, clock, &url).await.expect("a desk");
            tokio::spawn(server::serve(app.clone(), listener, None));
            (app, url)
        });
        Self {
            url,
            cast: None,
            app,
            runtime,
            _folder: folder,
        }
    }

    /// Who is there.
    pub(crate) fn cast(&self) -> &Cast {
        self.cast.as_ref().expect("a desk with people")
    }

    /// Somebody with a browser, signed in.
    pub(crate) fn person(&self, actor: &Actor, way: Way) -> Person<'_> {
        let email = self.has_password(actor);
        self.device(&email, way)
    }

    /// One more device of somebody who has a password: what they do on another one goes on. A new password would end
    /// that.
    pub(crate) fn device(&self, email: &str, way: Way) -> Person<'_> {
        let signing_in = self.app.directory.sign_in(email, PASSWORD, "test");
        let session = self.runtime.block_on(signing_in);
        let session = session.expect("no failure").expect("the right password");
        let person = self.stranger(way);
        person
            .page
            .keeps(&self.url, SESSION_COOKIE, &session.secret);
        person
    }

    /// Somebody with a browser whom nobody knows.
    pub(crate) fn stranger(&self, way: Way) -> Person<'_> {
        let page = Browser::shared().page();
        page.brings(include_str!("eyes.js"));
        page.speaks(way.language);
        page.prefers(way.theme);
        let texts = Texts::find(way.language).expect("a language");
        Person {
            site: self,
            page,
            hand: way.hand,
            texts,
        }
    }

    /// Gives somebody the password that all have here; answers their address.
    pub(crate) fn has_password(&self, actor: &Actor) -> String {
        let id = actor.person.expect("a person");
        let directory = &self.app.directory;
        let set = self.runtime.block_on(directory.set_password(id, PASSWORD));
        set.expect("a password");
        let find = move |tx: &store::Tx<'_>| directory::queries::find_person(tx, id);
        let person = self.runtime.block_on(self.app.store.read(find));
        let person = person.expect("the database works").expect("a person");
        person.email.expect("an address")
    }

    /// A link by which somebody chooses a password.
    pub(crate) fn password_link(&self) -> String {
        let (ada, rita) = (&self.cast().ada, self.cast().rita.person);
        let link = self
            .app
            .directory
            .password_link(ada, rita.expect("a person"));
        self.runtime.block_on(link).expect("a link")
    }

    /// The link by which Rita switches mail off.
    pub(crate) fn mail_link(&self) -> String {
        let app = &self.app;
        let intake = channels::mail::Intake::new(app.desk.clone(), app.directory.clone());
        let rita = self.cast().rita.person.expect("a person");
        let link = intake.choice_link(rita, channels::mail::choices::Optional::Resolved);
        self.runtime.block_on(link).expect("a link")
    }

    /// The link by which somebody who is asked to approve something answers.
    pub(crate) fn approval_link(&self) -> String {
        let link = testkit::pages::approval_link(&self.app.desk);
        format!("{}{}", self.url, self.runtime.block_on(link))
    }

    /// The address by which the first account is made.
    pub(crate) fn set_up_link(&self) -> String {
        let code = self.runtime.block_on(self.app.directory.begin_set_up());
        let code = code.expect("the database works").expect("nobody is there");
        format!("{}/set-up?code={code}", self.url)
    }

    /// Files an incident; answers its number.
    pub(crate) fn incident(&self, requester: &Actor, subject: &str, text: &str) -> TicketId {
        let person = requester.person.expect("a person");
        let mut new = NewTicket::new(Kind::Incident, person, subject);
        new.description = written(text);
        let open = work::Command::open(new, Channel::Web);
        let opened = self
            .runtime
            .block_on(self.app.desk.execute(requester, open));
        let opened = opened.and_then(|outcome| outcome.ticket());
        opened.expect("the ticket is opened")
    }

    /// Changes a ticket.
    pub(crate) fn change(&self, actor: &Actor, ticket: TicketId, changes: Vec<Change>) {
        let change = work::Command::change(ticket, changes);
        let changed = self.runtime.block_on(self.app.desk.execute(actor, change));
        changed.expect("the ticket is changed");
    }

    /// Lets people ask who are not signed in.
    pub(crate) fn lets_everybody_ask(&self) {
        let open = self.app.store.write(|tx| portal::set_open_to_all(tx, true));
        self.runtime.block_on(open).expect("the database works");
    }

    /// Adds the macros that a desk may begin with.
    pub(crate) fn has_macros(&self) {
        let adding = self.app.store.write(automation::add_examples);
        self.runtime.block_on(adding).expect("the database works");
    }

    /// Gives tickets fields of the desk's own.
    pub(crate) fn has_fields(&self, fields: Vec<CustomField>) {
        let ada = &self.cast().ada;
        let desk = &self.app.desk;
        let changing = desk.change_policy(ada, "fields", move |policy| {
            policy.fields.extend(fields.clone());
        });
        self.runtime
            .block_on(changing)
            .expect("the policy is sound");
    }

    /// Asks everybody who files an incident for these.
    pub(crate) fn asks(&self, asked: Vec<String>) {
        let question = |asks| Question {
            asks,
            audience: Audience::Everybody,
            ..Question::default()
        };
        let form = Form {
            kind: Kind::Incident,
            service: None,
            questions: asked.into_iter().map(question).collect(),
        };
        let ada = &self.cast().ada;
        let desk = &self.app.desk;
        let changing = desk.change_policy(ada, "a form", move |policy| {
            policy.forms.push(form.clone());
        });
        self.runtime
            .block_on(changing)
            .expect("the policy is sound");
    }

    /// Adds a service of which Anna says that it does not work.
    pub(crate) fn has_an_outage(&self, name: &'static str) {
        let (anna, now) = (self.cast().anna.clone(), self.app.desk.clock().now());
        let saying = move |tx: &store::Tx<'_>| {
            let service = directory::queries::insert_service(tx, name, "", None)?;
            let statement = service::Statement {
                service,
                health: work::ports::Health::Outage,
                text: "Nothing goes out. We are on it.".to_owned(),
            };
            service::say(tx, &anna, now, &statement).map(drop)
        };
        let said = self.runtime.block_on(self.app.store.write(saying));
        said.expect("it is said");
    }

    /// Gives somebody a computer.
    pub(crate) fn hands_out(&self, holder: &Actor, name: &'static str) {
        let (ada, now) = (self.cast().ada.clone(), self.app.desk.clock().now());
        let new = asset::AssetEdit {
            name: Some(name.to_owned()),
            kind: Some(asset::AssetKind::Laptop),
            serial: Some("LT-0042".to_owned()),
            holder: Some(holder.person),
            ..Default::default()
        };
        let adding = move |tx: &store::Tx<'_>| asset::add(tx, &ada, now, &new);
        let added = self.runtime.block_on(self.app.store.write(adding));
        added.expect("it is there");
    }

    /// Lets somebody be asked for an approval on a ticket.
    pub(crate) fn asks_for_approval(&self, approver: &Actor, ticket: TicketId) {
        let person = approver.person.expect("a person");
        let template = ApprovalTemplate {
            key: "laptop".into(),
            label: "A new laptop".into(),
            text: String::new(),
            own: false,
            remind_after: None,
            expires_after: None,
            steps: vec![ApprovalStep::new([Approver::Person(person)])],
        };
        let ada = &self.cast().ada;
        let changing = self
            .app
            .desk
            .change_policy(ada, "an approval", move |policy| {
                policy.approvals = vec![template.clone()];
            });
        self.runtime
            .block_on(changing)
            .expect("the policy is sound");
        let ask = ApprovalChange::Ask("laptop".into());
        self.change(ada, ticket, vec![Change::Approval(ask)]);
    }

    /// Takes in a message that came by mail.
    pub(crate) fn mail(&self, raw: &str) {
        let adding = |tx: &store::Tx<'_>| {
            channels::mail::queries::insert_mailbox(tx, "Desk", "desk@spoc.example", None)
        };
        let mailbox = self.runtime.block_on(self.app.store.write(adding));
        let mailbox = mailbox.expect("a mailbox");
        let intake = channels::mail::Intake::new(self.app.desk.clone(), self.app.directory.clone());
        let taken = intake.take(mailbox, "1:1", raw.as_bytes().to_vec());
        self.runtime.block_on(taken).expect("the message is taken");
    }

    /// Replies on a ticket.
    pub(crate) fn reply(&self, actor: &Actor, ticket: TicketId, text: &str) {
        self.change(actor, ticket, vec![Change::Reply(written(text))]);
    }

    /// Notes something on a ticket.
    pub(crate) fn notes(&self, actor: &Actor, ticket: TicketId, text: &str) {
        let note = Message {
            text: InternalText(text.into()),
            attachments: Vec::new(),
        };
        self.change(actor, ticket, vec![Change::Note(note)]);
    }

    /// Resolves a ticket.
    pub(crate) fn resolves(&self, actor: &Actor, ticket: TicketId, text: &str) {
        let code = "solved".into();
        let text = text.into();
        self.change(actor, ticket, vec![Change::Resolve { code, text }]);
    }
}

fn written(text: &str) -> Message<PublicText> {
    Message {
        text: PublicText(text.into()),
        attachments: Vec::new(),
    }
}
