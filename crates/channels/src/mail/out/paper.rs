//! What a message says: as text, and as a page that looks as administrators decided.

use super::letter::{Body, Letter};
use directory::Brand;
use kernel::ticket::Rating;
use web::Texts;
use web::askama::{self, Template};
use work::ports::Tiding;

/// How messages look.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// What the installation is called.
    pub product: String,
    /// The whole address of its logo; empty for none.
    pub logo: String,
    /// Its colour, on which white words can be read.
    pub colour: String,
    /// What stands at the end of every message, in the reader's language; empty for nothing.
    pub own: String,
}

impl Look {
    /// How messages of somebody look that is called so.
    pub(super) fn of(brand: &Brand, product: &str, texts: Texts, base: &str) -> Self {
        Self {
            product: product.to_owned(),
            logo: match brand.logo_href() {
                none if none.is_empty() => none,
                path => format!("{base}{path}"),
            },
            colour: brand.colour(),
            own: brand.texts_in(texts.code()).mail,
        }
    }
}

/// A link with what it says.
struct Link {
    href: String,
    label: String,
}

/// The page.
#[derive(Template)]
#[template(askama = web::askama, path = "mail.html")]
struct Paper<'a> {
    texts: Texts,
    subject: String,
    look: &'a Look,
    said: String,
    /// One link for each number of stars, the most first.
    stars: Vec<Link>,
    /// What is told, each thing with what leads to it.
    lines: Vec<Link>,
    more: String,
    act: Option<Link>,
    foot: String,
    link: Option<&'a str>,
    choice: Option<Link>,
}

impl Letter<'_> {
    /// What it says, as text and as a page.
    ///
    /// # Errors
    /// When the page cannot be written.
    pub(super) fn pages(&self) -> Result<(String, String), askama::Error> {
        let (said, foot) = (self.said(), self.foot());
        let (stars, lines, more) = (self.stars(), self.lines(), self.more());
        let choice = self.choice.as_ref().map(|href| Link {
            href: href.clone(),
            label: self.texts.t("mail-out-choice").to_owned(),
        });
        let mut text = said.trim_end().to_owned();
        if !stars.is_empty() {
            text.push('\n');
        }
        for star in &stars {
            text.push_str(&format!("\n{}: {}", star.label, star.href));
        }
        for line in &lines {
            text.push_str(&format!("\n\n{}\n{}", line.label, line.href));
        }
        if !more.is_empty() {
            text.push_str(&format!("\n\n{more}"));
        }
        text.push_str(&format!("\n\n--\u{20}\n{foot}\n"));
        let ends = [
            self.link.clone().filter(|_| stars.is_empty()),
            choice
                .as_ref()
                .map(|choice| format!("{}:\n{}", choice.label, choice.href)),
            Some(self.look.own.replace("\r\n", "\n")).filter(|own| !own.is_empty()),
        ];
        for end in ends.into_iter().flatten() {
            text.push_str(&format!("{end}\n"));
        }
        let act = match self.body {
            Body::ApprovalAsked { .. } => self.link.clone().map(|href| Link {
                href,
                label: self.texts.t("mail-out-approval-act").to_owned(),
            }),
            _ => None,
        };
        let page = Paper {
            texts: self.texts,
            subject: self.about(),
            look: &self.look,
            said: web::markdown::to_html(&said),
            stars,
            lines,
            more,
            act,
            foot,
            link: self.link.as_deref(),
            choice,
        };
        Ok((text, page.render()?))
    }

    /// What it is there to say.
    fn said(&self) -> String {
        let number = self.ticket.to_string();
        let said = match self.body {
            Body::Reply(text) => text.0.clone(),
            Body::Aside(text) => text.0.clone(),
            Body::Resolved => self.texts.t1("mail-out-resolved", "number", number),
            Body::Survey => self.texts.t1("mail-out-survey", "number", number),
            Body::Told(_) => self.texts.t("mail-out-told").to_owned(),
            Body::Alarm(_) => self.texts.t("mail-out-alarm").to_owned(),
            Body::ApprovalAsked { label, text } => {
                let facts = [("number", number.into()), ("label", label.into())];
                let asked = self.texts.with("mail-out-approval", facts);
                format!("{asked}\n\n{text}")
            }
        };
        if self.left_out.is_empty() {
            return said;
        }
        let left_out = match self.link {
            Some(_) => "mail-out-left-out-behind",
            None => "mail-out-left-out",
        };
        let names = self.left_out.join(", ");
        let left_out = self.texts.t1(left_out, "files", names);
        format!("{}\n\n{left_out}", said.trim_end())
    }

    /// What stands below it.
    fn foot(&self) -> String {
        let foot = match self.body {
            Body::ApprovalAsked { .. } => "mail-out-approval-foot",
            Body::Survey => "mail-out-survey-foot",
            Body::Told(_) => "mail-out-told-foot",
            Body::Alarm(_) => "mail-out-alarm-foot",
            Body::Aside(_) => "mail-out-aside-foot",
            Body::Reply(_) | Body::Resolved => {
                let foot = match self.link {
                    Some(_) => "mail-out-foot",
                    None => "mail-out-copy-foot",
                };
                let number = self.ticket.to_string();
                return self.texts.t1(foot, "number", number);
            }
        };
        self.texts.t(foot).to_owned()
    }

    /// The links by which a survey is answered: they fill in so many stars, and nothing is said before that is sent.
    fn stars(&self) -> Vec<Link> {
        let (Body::Survey, Some(link)) = (&self.body, &self.link) else {
            return Vec::new();
        };
        let star = |count: u8| Link {
            href: format!("{link}?stars={count}#rating"),
            label: self.texts.count("rating-stars", count.into()),
        };
        (1..=Rating::MAX).rev().map(star).collect()
    }

    /// What is told.
    fn lines(&self) -> Vec<Link> {
        let (Body::Told(told) | Body::Alarm(told)) = &self.body else {
            return Vec::new();
        };
        let line = |one: &Tiding| Link {
            href: format!("{}{}", self.base, one.path),
            label: one.line.clone(),
        };
        told.said.iter().map(line).collect()
    }

    /// That there is more; empty where there is not.
    fn more(&self) -> String {
        match self.body {
            Body::Told(told) if !told.besides.is_empty() => {
                let count = i64::try_from(told.besides.len()).unwrap_or(i64::MAX);
                self.texts.count("mail-out-told-more", count)
            }
            _ => String::new(),
        }
    }
}
