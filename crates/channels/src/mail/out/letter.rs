//! A message that goes out, put together. Pure. It takes what the requester may read ([`PublicText`]) or what was written
//! to people outside ([`OutsideText`]), and nothing else: a note cannot be handed over.

use super::super::parsing::DESK_HEADER;
use super::model::Enclosed;
use super::paper::Look;
use super::told::Told;
use kernel::TicketId;
use kernel::ticket::{Address, OutsideText, PublicText};
use lettre::address::Envelope;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::{Address as Recipient, Message};
use web::Texts;

/// What a message says.
#[derive(Clone, Copy)]
pub enum Body<'a> {
    /// What an agent answered.
    Reply(&'a PublicText),
    /// What was written in a side conversation.
    Aside(&'a OutsideText),
    /// That the work is done.
    Resolved,
    /// How content whoever reads it is with how it was done.
    Survey,
    /// What whoever reads it is told.
    Told(&'a Told),
    /// What begins to fail.
    Alarm(&'a Told),
    /// That whoever reads it is asked to approve something.
    ApprovalAsked {
        /// What that is called.
        label: &'a str,
        /// What those who are asked read.
        text: &'a str,
    },
}

/// All that a message is made of.
#[derive(Clone)]
pub struct Letter<'a> {
    /// Of which ticket.
    pub ticket: TicketId,
    /// What the ticket is about.
    pub subject: &'a str,
    /// Who writes: the mailbox.
    pub from: Address,
    /// Where answers go, with the token.
    pub reply_to: Option<String>,
    /// To whom.
    pub to: &'a Address,
    /// Who else gets it, by a message of their own, and is named in it.
    pub others: Vec<Address>,
    /// Its id.
    pub message_id: &'a str,
    /// The ids of what went before, the nearest last.
    pub references: &'a [String],
    /// Whether Spoc itself did what it tells of.
    pub automatic: bool,
    /// The link by which whoever gets it switches such mail off, where they can do without it.
    pub choice: Option<String>,
    /// What it says.
    pub body: Body<'a>,
    /// The files.
    pub files: Vec<Enclosed>,
    /// The names of files that are too large to go with it.
    pub left_out: Vec<String>,
    /// Where the ticket is, or where it is answered; nowhere for people outside, and for whoever gets a copy alone.
    pub link: Option<String>,
    /// The desk's address, where its paths begin.
    pub base: &'a str,
    /// How it looks.
    pub look: Look,
    /// The reader's language.
    pub texts: Texts,
}

impl Letter<'_> {
    /// The message as it is sent, and between whom. What nobody wrote by hand says so, and is not to be answered by
    /// machines.
    ///
    /// # Errors
    /// When an address cannot be written to, with what is wrong with it.
    pub fn written(self) -> Result<(Envelope, Vec<u8>), String> {
        let automatic = self.submitted();
        let said = |error: &dyn std::fmt::Display| error.to_string();
        let recipient: Recipient = self.to.email.parse().map_err(|error| said(&error))?;
        let sender: Recipient = self.from.email.parse().map_err(|error| said(&error))?;
        let named = |address: &Address, at: &Recipient| {
            let name = Some(address.name.clone()).filter(|name| !name.is_empty());
            Mailbox::new(name, at.clone())
        };
        let mut builder = Message::builder()
            .from(named(&self.from, &sender))
            .to(named(self.to, &recipient))
            .subject(self.about())
            .message_id(Some(format!("<{}>", self.message_id)))
            .raw_header(raw(DESK_HEADER, &self.from.email));
        for other in &self.others {
            // One that cannot be written to is told so by a message of its own.
            if let Ok(at) = other.email.parse::<Recipient>() {
                builder = builder.to(named(other, &at));
            }
        }
        if let Some(reply_to) = &self.reply_to {
            let at: Recipient = reply_to.parse().map_err(|error| said(&error))?;
            builder = builder.reply_to(named(&self.from, &at));
        }
        if let Some(nearest) = self.references.last() {
            let all: Vec<String> = self.references.iter().map(|id| format!("<{id}>")).collect();
            builder = builder
                .in_reply_to(format!("<{nearest}>"))
                .references(all.join(" "));
        }
        if let Some(automatic) = automatic {
            builder = builder
                .raw_header(raw("Auto-Submitted", automatic))
                .raw_header(raw("X-Auto-Response-Suppress", "All"));
        }
        if let Some(choice) = &self.choice {
            builder = builder.raw_header(raw("List-Unsubscribe", &format!("<{choice}>")));
            // Mail programs press the button by themselves over an encrypted connection alone.
            if choice.starts_with("https://") {
                let press = raw("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
                builder = builder.raw_header(press);
            }
        }
        let (text, html) = self.pages().map_err(|error| said(&error))?;
        let mut parts = MultiPart::mixed().multipart(MultiPart::alternative_plain_html(text, html));
        for file in self.files {
            let kind = ContentType::parse(&file.media_type);
            let kind = kind.or_else(|_| ContentType::parse("application/octet-stream"));
            let kind = kind.map_err(|error| said(&error))?;
            let part: SinglePart = Attachment::new(file.name).body(file.content, kind);
            parts = parts.singlepart(part);
        }
        let message = builder.multipart(parts).map_err(|error| said(&error))?;
        // Nobody is to be told that an automatic message did not arrive.
        let from = automatic.is_none().then_some(sender);
        let envelope = Envelope::new(from, vec![recipient]).map_err(|error| said(&error))?;
        Ok((envelope, message.formatted()))
    }

    /// What it is about. People outside know nothing of the ticket.
    pub(super) fn about(&self) -> String {
        match self.body {
            Body::Aside(_) => self.subject.to_owned(),
            // It may be about several; and its answers belong on none.
            Body::Told(told) => told.about(self.texts),
            Body::Alarm(told) => {
                let what = told.about(self.texts);
                self.texts.t1("mail-out-alarm-about", "what", what)
            }
            _ => format!("[#{}] {}", self.ticket, self.subject),
        }
    }

    /// How it came to be where nobody wrote it by hand (RFC 3834): Spoc tells by itself, or answers by itself.
    fn submitted(&self) -> Option<&'static str> {
        match self.body {
            Body::Reply(_) => self.automatic.then_some("auto-replied"),
            Body::Aside(_) => self.automatic.then_some("auto-generated"),
            _ => Some("auto-generated"),
        }
    }
}

fn raw(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Body, Letter, Look};
    use crate::mail::parsing;
    use kernel::TicketId;
    use kernel::ticket::{Address, OutsideText, PublicText};
    use web::Texts;

    fn letter<'a>(body: Body<'a>, to: &'a Address, references: &'a [String]) -> Letter<'a> {
        Letter {
            ticket: TicketId(42),
            subject: "Störung im VPN",
            from: Address {
                name: "Service Desk".into(),
                email: "desk@example.com".into(),
            },
            reply_to: Some("desk+t42-7-00@example.com".into()),
            to,
            others: Vec::new(),
            message_id: "spoc-42-9-ab@example.com",
            references,
            automatic: false,
            choice: None,
            body,
            files: Vec::new(),
            left_out: Vec::new(),
            link: Some("https://desk.example.com/my/tickets/42".into()),
            base: "https://desk.example.com",
            look: Look::default(),
            texts: Texts::english(),
        }
    }

    #[test]
    fn a_reply_says_what_it_answers_and_where_answers_go() {
        let to = Address {
            name: "Rita".into(),
            email: "rita@example.com".into(),
        };
        let text = PublicText("Try **again**, Grüße".into());
        let references = [
            "first@example.com".to_owned(),
            "last@example.com".to_owned(),
        ];
        let (envelope, raw) = letter(Body::Reply(&text), &to, &references)
            .written()
            .expect("it is written");
        let read = parsing::parse(&raw).expect("it is read");
        assert_eq!(
            envelope.from().map(ToString::to_string).as_deref(),
            Some("desk@example.com")
        );
        assert_eq!(read.subject, "[#42] Störung im VPN");
        assert_eq!(read.message_id.as_deref(), Some("spoc-42-9-ab@example.com"));
        assert_eq!(read.references, ["last@example.com", "first@example.com"]);
        assert_eq!(
            read.reply_to.map(|it| it.email).as_deref(),
            Some("desk+t42-7-00@example.com")
        );
        assert!(
            read.text.starts_with("Try **again**, Grüße"),
            "{}",
            read.text
        );
        assert!(read.text.contains("https://desk.example.com/my/tickets/42"));
        assert_eq!(
            (read.automatic, read.desk.as_deref()),
            (None, Some("desk@example.com"))
        );
    }

    #[test]
    fn whoever_is_asked_reads_what_and_where_they_answer() {
        let to = Address {
            name: "Rob".into(),
            email: "rob@example.com".into(),
        };
        let body = Body::ApprovalAsked {
            label: "A new laptop",
            text: "Is there money for it?",
        };
        let mut letter = letter(body, &to, &[]);
        letter.link = Some("https://desk.example.com/approve/0a1b".into());
        let (envelope, raw) = letter.written().expect("it is written");
        assert_eq!(envelope.from(), None);
        let read = parsing::parse(&raw).expect("it is read");
        for said in ["A new laptop", "Is there money for it?", "/approve/0a1b"] {
            assert!(read.text.contains(said), "{}", read.text);
        }
    }

    #[test]
    fn whoever_is_asked_how_content_they_are_chooses_stars_by_a_link_and_sees_whose_desk_it_is() {
        let to = Address {
            name: "Rita".into(),
            email: "rita@example.com".into(),
        };
        let letter = Letter {
            link: Some("https://desk.example.com/follow/0a1b".into()),
            look: Look {
                product: "Aldermoor <IT>".into(),
                logo: "https://desk.example.com/logo/77".into(),
                colour: "#aa3300".into(),
                own: "Aldermoor Ltd, York".into(),
            },
            ..letter(Body::Survey, &to, &[])
        };
        let (envelope, raw) = letter.written().expect("it is written");
        assert_eq!(envelope.from(), None);
        let read = parsing::parse(&raw).expect("it is read");
        for said in [
            "follow/0a1b?stars=5#rating",
            "1 of 5 stars",
            "Aldermoor Ltd, York",
        ] {
            assert!(read.text.contains(said), "{said}: {}", read.text);
        }
        let message = mail_parser::MessageParser::new().parse(&raw).expect("mail");
        let page = message.body_html(0).expect("a page");
        for said in [
            "href=\"https://desk.example.com/follow/0a1b?stars=5#rating\"",
            "src=\"https://desk.example.com/logo/77\"",
            "#aa3300",
            "Aldermoor Ltd, York",
        ] {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert!(!page.contains("<IT>"), "{page}");
    }

    #[test]
    fn people_outside_read_what_was_written_to_them_who_else_got_it_and_nothing_of_the_ticket() {
        let named = |text| Address::parse(text).expect("an address");
        let to = named("Sam <sam@supplier.example>");
        let text = OutsideText("Do you have the **fuser**?".into());
        let letter = Letter {
            subject: "Spare part",
            others: vec![named("Kim <kim@carrier.example>")],
            link: None,
            left_out: vec!["plan.zip".into()],
            ..letter(Body::Aside(&text), &to, &[])
        };
        let (envelope, raw) = letter.written().expect("it is written");
        assert_eq!(envelope.to().len(), 1);
        let read = parsing::parse(&raw).expect("it is read");
        let to: Vec<&str> = read.to.iter().map(|to| to.email.as_str()).collect();
        assert_eq!(to, ["sam@supplier.example", "kim@carrier.example"]);
        assert_eq!(
            (read.subject.as_str(), read.automatic),
            ("Spare part", None)
        );
        for said in ["the **fuser**?", "plan.zip"] {
            assert!(read.text.contains(said), "{}", read.text);
        }
        assert!(
            !read.text.contains("42") && !read.text.contains("http"),
            "{}",
            read.text
        );
    }

    #[test]
    fn what_nobody_wrote_by_hand_says_so_and_has_no_return_path() {
        let to = Address {
            name: String::new(),
            email: "rita@example.com".into(),
        };
        let (envelope, raw) = letter(Body::Resolved, &to, &[])
            .written()
            .expect("it is written");
        assert_eq!(envelope.from(), None);
        let read = parsing::parse(&raw).expect("it is read");
        assert_eq!(read.automatic, Some(parsing::Automatic::AutoSubmitted));

        // A rule's answer is no agent's.
        let text = PublicText("We are looking at it.".into());
        let answer = Letter {
            automatic: true,
            ..letter(Body::Reply(&text), &to, &[])
        };
        let (envelope, raw) = answer.written().expect("it is written");
        assert_eq!(envelope.from(), None);
        assert!(lines(&raw).contains(&"Auto-Submitted: auto-replied".to_owned()));
    }

    fn lines(raw: &[u8]) -> Vec<String> {
        let text = String::from_utf8(raw.to_vec()).expect("a text");
        let unfolded = text.replace("\r\n ", " ");
        unfolded.lines().map(str::to_owned).collect()
    }

    #[test]
    fn what_can_be_done_without_says_how_and_by_one_click_only_where_nobody_listens() {
        let to = Address {
            name: String::new(),
            email: "rita@example.com".into(),
        };
        for (base, by_one_click) in [
            ("https://desk.example.com", true),
            ("http://desk.local", false),
        ] {
            let link = format!("{base}/mail/choices/7-resolved-00");
            let letter = Letter {
                choice: Some(link.clone()),
                ..letter(Body::Resolved, &to, &[])
            };
            let (_, raw) = letter.written().expect("it is written");
            let lines = lines(&raw);
            assert!(
                lines.contains(&format!("List-Unsubscribe: <{link}>")),
                "{lines:?}"
            );
            let press = "List-Unsubscribe-Post: List-Unsubscribe=One-Click".to_owned();
            assert_eq!(lines.contains(&press), by_one_click);
            let read = parsing::parse(&raw).expect("it is read");
            assert!(read.text.contains(&link), "{}", read.text);
        }
        let (_, raw) = letter(Body::Resolved, &to, &[])
            .written()
            .expect("it is written");
        assert!(!String::from_utf8_lossy(&raw).contains("List-Unsubscribe"));
    }
}
