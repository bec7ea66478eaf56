//! Side conversations by mail: people outside get what is written to them and answer into it; nobody else gets in, and
//! the requester learns nothing of it.

use super::imap::account;
use super::out::{Server, asked, follow, sender_by, states, turned};
use super::{Letter, Post, whys};
use crate::pages::Site;
use channels::mail::model::{Mail, Outcome};
use channels::mail::out::model::OutboxState;
use channels::mail::parsing::{self, Incoming};
use channels::mail::queries;
use kernel::ticket::{
    Activity, Address, Aside, Attachment, Change, Channel, Message, OutsideText, PublicText,
    SideMessage,
};
use kernel::time::SECOND;
use kernel::{Actor, TicketId};
use std::time::Duration;
use store::log::Texts;
use testkit::backends;
use testkit::dovecot::{Dovecot, PASSWORD};
use testkit::exim::Exim;
use work::{Command, Outcome as Executed};

const SAM: &str = "Sam Supplier <sam@supplier.example>";
const KIM: &str = "Kim Carrier <kim@carrier.example>";

fn with(people: &[&str]) -> Vec<Address> {
    let read = |one: &&str| Address::parse(one).expect("an address");
    people.iter().map(read).collect()
}

/// What begins a side conversation.
fn begun(people: &[&str], text: &str) -> Aside {
    Aside {
        conversation: None,
        subject: "Spare part".into(),
        with: with(people),
        from: None,
        message: Message {
            text: OutsideText(text.into()),
            attachments: Vec::new(),
        },
    }
}

/// What goes on with the first one.
fn more(text: &str) -> Aside {
    Aside {
        conversation: Some(1),
        ..begun(&[], text)
    }
}

/// What Sam's mail program says that it answers.
fn answering(message: &Incoming) -> String {
    let id = message.message_id.as_deref().expect("an id");
    format!("In-Reply-To: <{id}>\r\nReferences: <{id}>\r\n")
}

fn token(message: &Incoming) -> String {
    message.reply_to.as_ref().expect("a token").email.clone()
}

fn by_sam<'a>() -> Letter<'a> {
    Letter {
        from: SAM,
        subject: "Re: Spare part",
        text: "Yes, tomorrow.",
        ..Letter::default()
    }
}

impl Post {
    /// Anna writes to people outside; what can be taken back for some seconds is taken back no more.
    async fn writes(&self, ticket: TicketId, aside: Aside) {
        self.writes_for_now(ticket, aside).await;
        self.t.clock.advance(11 * SECOND);
        follow(self).await;
    }

    async fn writes_for_now(&self, ticket: TicketId, aside: Aside) -> Executed {
        let changes = vec![Change::WriteAside(Box::new(aside))];
        let written = self.t.change(&self.t.cast.anna, ticket, changes).await;
        written.expect("it is written")
    }

    /// What was said in side conversations of a ticket, and by which door it came in.
    async fn outside(&self, ticket: TicketId) -> Vec<(Channel, SideMessage)> {
        let reading = move |tx: &store::Tx<'_>| store::log::of_ticket(tx, ticket, Texts::All);
        let log = self.t.store.read(reading).await.expect("the log");
        let side = |recorded: kernel::Recorded| match recorded.activity {
            Activity::SideWritten(side) => Some((recorded.channel, *side)),
            _ => None,
        };
        log.into_iter().filter_map(side).collect()
    }

    /// Who wrote what in side conversations.
    async fn said_outside(&self, ticket: TicketId) -> Vec<(String, String)> {
        let said = |(_, side): (Channel, SideMessage)| {
            let from = side.from.map_or_else(String::new, |from| from.email);
            (from, side.message.text.0)
        };
        let all = self.outside(ticket).await;
        all.into_iter().map(said).collect()
    }

    async fn sends(&self, server: &Server) -> Vec<Incoming> {
        let address = format!("smtp://127.0.0.1:{}", server.port());
        let sender = sender_by(self, &address, Duration::from_secs(60));
        while sender.send_due().await.expect("it is sent") > 0 {}
        server.taken().into_iter().map(|(_, one)| one).collect()
    }

    /// A file of Anna's.
    async fn file(&self, name: &str, content: &'static [u8]) -> Attachment {
        let files = self.t.store.files().clone();
        let (hash, size_bytes) = files.put(content).expect("it is kept");
        Attachment {
            hash,
            name: name.into(),
            media_type: "text/plain".into(),
            size_bytes,
        }
    }
}

/// What a server of Debian's has delivered, with whom it was for.
fn delivered(server: &Exim) -> Vec<(String, Incoming)> {
    let read = |raw: &Vec<u8>| {
        let text = String::from_utf8_lossy(raw);
        let to = text
            .lines()
            .find_map(|line| line.strip_prefix("Envelope-to: "));
        let to = to.expect("a recipient").to_owned();
        (to, parsing::parse(raw).expect("a message"))
    };
    let mut all: Vec<_> = server.delivered().iter().map(read).collect();
    all.sort_by_key(|(_, message)| message.message_id.clone());
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn a_supplier_gets_what_is_written_outside_and_answers_and_the_requester_learns_nothing() {
    for backend in backends() {
        let (post, exim, mut dovecot) = (Post::new(backend).await, Exim::start(), Dovecot::start());
        let address = format!("smtp://127.0.0.1:{}", exim.port());
        let sender = sender_by(&post, &address, Duration::from_secs(60));
        let number = asked(&post).await;
        let plan = post.file("plan.txt", b"the fuser is red").await;
        let mut aside = begun(&[SAM], "Do you have the **fuser**?");
        aside.message.attachments.push(plan);
        post.writes_for_now(number, aside).await;
        follow(&post).await;
        assert_eq!(sender.send_due().await.expect("nothing is due"), 0);
        post.t.clock.advance(11 * SECOND);
        follow(&post).await;
        assert_eq!(sender.send_due().await.expect("it is sent"), 1);
        let taken = delivered(&exim);
        let [(to, first)] = taken.as_slice() else {
            panic!("{} messages", taken.len());
        };
        assert_eq!(to, "sam@supplier.example");
        assert_eq!(
            (first.subject.as_str(), first.automatic),
            ("Spare part", None)
        );
        assert!(
            first.text.starts_with("Do you have the **fuser**?"),
            "{}",
            first.text
        );
        assert!(!first.text.contains("/tickets/"), "{}", first.text);
        assert_eq!(
            (first.files.len(), first.files[0].name.as_str()),
            (1, "plan.txt")
        );
        assert!(first.references.is_empty());

        // Sam answers as mail programs do, with a file and with what was quoted below.
        let id = first.message_id.clone().expect("an id");
        dovecot.delivers(&format!(
            "From: {SAM}\r\nTo: {to}\r\nSubject: AW: Spare part\r\nMessage-ID: <sam-1@supplier.example>\r\n\
             In-Reply-To: <{id}>\r\nReferences: <{id}>\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n\
             --x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nYes, tomorrow.\r\n\r\n\
             On Thu, 26 Nov 2026 at 10:12, Desk <desk@spoc.example> wrote:\r\n> Do you have the fuser?\r\n\
             --x\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=offer.txt\r\n\r\n9 EUR\r\n--x--\r\n",
            to = token(first)
        ));
        let fetched = post.fetched_from(account(&dovecot), PASSWORD).await;
        fetched.expect("an account");
        let fetching = post.fetches_with(channels::mail::fetching::Patience::default());
        let all = post.has_taken(2).await;
        drop(fetching);
        let answer = &all[1];
        assert_eq!(
            (answer.outcome, answer.ticket),
            (Outcome::Appended, Some(number))
        );
        assert_eq!(whys(answer), ["token", "answers", "aside"]);
        let outside = post.outside(number).await;
        let (channel, side) = &outside[1];
        assert_eq!((outside.len(), *channel), (2, Channel::Email));
        assert_eq!(side.from.as_ref(), with(&[SAM]).first());
        assert_eq!((side.conversation, side.held_until), (1, None));
        assert_eq!(side.message.text.0, "Yes, tomorrow.");
        assert_eq!(side.message.attachments[0].name, "offer.txt");

        // It goes on, with what it answers.
        post.writes(number, more("Then send it, please.")).await;
        assert_eq!(sender.send_due().await.expect("it is sent"), 1);
        let (to, second) = delivered(&exim).pop().expect("a message");
        assert_eq!(to, "sam@supplier.example");
        assert_eq!(second.references, ["sam-1@supplier.example", id.as_str()]);
        assert_eq!(token(&second), token(first));

        // What the requester is told goes on with their own messages alone.
        let replied = post
            .t
            .reply(&post.t.cast.anna, number, "It comes tomorrow.")
            .await;
        replied.expect("a reply");
        follow(&post).await;
        assert_eq!(sender.send_due().await.expect("it is sent"), 1);
        let all = delivered(&exim);
        let to_rita: Vec<_> = all.iter().filter(|(to, _)| to.contains("rita")).collect();
        assert_eq!((all.len(), to_rita.len()), (3, 1));
        assert_eq!(to_rita[0].1.references, ["first@example.com"]);
        assert!(!to_rita[0].1.text.contains("fuser"));

        let finding = |tx: &store::Tx<'_>| {
            directory::queries::find_person_by_email(tx, "sam@supplier.example")
        };
        let sam = post.t.store.read(finding).await.expect("an answer");
        assert!(sam.is_none(), "whoever answers outside becomes nobody here");
        let verified = post.t.desk.verify(|_| {}).await.expect("it is verified");
        assert_eq!(verified.problems, Vec::<String>::new());
        let site = Site::of(post.t);
        let rita = site.browser(&site.desk.cast.rita).await;
        let anna = site.browser(&site.desk.cast.anna).await;
        let hers = rita.get(&format!("/my/tickets/{number}")).await.body;
        let annas = anna.get(&format!("/tickets/{number}")).await.body;
        for told in [
            "fuser",
            "Sam Supplier",
            "offer.txt",
            "Yes, tomorrow.",
            "Spare part",
        ] {
            assert!(annas.contains(told), "{told}");
            assert!(!hers.contains(told), "{told}");
        }
        assert!(hers.contains("It comes tomorrow."));
    }
}

#[tokio::test]
async fn neither_a_stranger_nor_the_requester_gets_into_a_side_conversation() {
    for backend in backends() {
        let (post, server) = (Post::new(backend).await, Server::start(&[]).await);
        let number = asked(&post).await;
        post.writes(number, begun(&[SAM], "Do you have it?")).await;
        let taken = post.sends(&server).await;
        let (token, answering) = (token(&taken[0]), answering(&taken[0]));
        for (from, to) in [
            ("Eve <eve@elsewhere.example>", token.as_str()),
            ("Eve <eve@elsewhere.example>", "desk@spoc.example"),
            ("Rita <rita@spoc.example>", token.as_str()),
        ] {
            let letter = Letter {
                from,
                to,
                more: &answering,
                subject: "Re: Spare part",
                text: "What is it about?",
                ..Letter::default()
            };
            let mail = post.take(letter).await;
            assert_eq!(mail.outcome, Outcome::Created, "{from}");
            assert_eq!(whys(&mail).last(), Some(&"not_with"), "{from}");
            let own = mail.ticket.expect("a ticket");
            let ticket = post.t.ticket(&Actor::spoc(), own).await.expect("a ticket");
            assert!(own != number && ticket.links.iter().any(|link| link.to == number));
        }
        // Nor is Sam a party of the ticket: neither by its number nor by what its requester was given.
        let rita = post.t.cast.rita.person.expect("a person");
        let ritas = post.intake.reply_address("desk@spoc.example", number, rita);
        let ritas = ritas.await.expect("an answer").expect("an address");
        let subject = format!("Re: [#{number}] VPN");
        for (to, subject) in [
            (ritas.as_str(), "Hello"),
            ("desk@spoc.example", subject.as_str()),
        ] {
            let mail = post
                .take(Letter {
                    to,
                    subject,
                    ..by_sam()
                })
                .await;
            assert_eq!(mail.outcome, Outcome::Created);
            assert!(mail.ticket != Some(number) && whys(&mail).contains(&"no_party"));
        }
        assert_eq!(post.said_outside(number).await.len(), 1);
        let ticket = post.t.ticket(&post.t.cast.anna, number).await;
        assert!(ticket.expect("a ticket").watchers.is_empty());

        // By either alone, Sam gets in.
        let by_token = Letter {
            to: &token,
            subject: "Offer",
            ..by_sam()
        };
        let by_id = Letter {
            more: &answering,
            text: "Or today.",
            ..by_sam()
        };
        for letter in [by_token, by_id] {
            let mail = post.take(letter).await;
            assert_eq!(
                (mail.outcome, mail.ticket),
                (Outcome::Appended, Some(number))
            );
        }
        let said = post.said_outside(number).await;
        let texts: Vec<&str> = said.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(texts, ["Do you have it?", "Yes, tomorrow.", "Or today."]);
    }
}

#[tokio::test]
async fn what_was_taken_back_in_time_is_mailed_to_nobody_outside() {
    for backend in backends() {
        let (post, server) = (Post::new(backend).await, Server::start(&[]).await);
        let number = asked(&post).await;
        let undone = async |written: Executed| {
            let command = written.command.expect("a command");
            let undoing = post
                .t
                .desk
                .execute(&post.t.cast.anna, Command::Undo { command });
            undoing.await.expect("it is taken back");
        };
        let written = post
            .writes_for_now(number, begun(&[SAM], "Wrong one, sorry"))
            .await;
        undone(written).await;
        post.t.clock.advance(11 * SECOND);
        follow(&post).await;
        assert_eq!(states(&post).await, []);
        // Nor what is taken back while it waits for the mail server.
        let written = post
            .writes_for_now(number, begun(&[SAM], "Wrong again"))
            .await;
        post.t.clock.advance(11 * SECOND);
        follow(&post).await;
        undone(written).await;
        assert!(post.sends(&server).await.is_empty());
        assert_eq!(states(&post).await, [OutboxState::Withdrawn]);
    }
}

#[tokio::test]
async fn what_was_taken_back_and_brought_back_again_is_mailed_once_and_only_when_it_is_held_no_more()
 {
    for backend in backends() {
        let (post, server) = (Post::new(backend).await, Server::start(&[]).await);
        let number = asked(&post).await;
        let reply = Change::Send {
            message: Message {
                text: PublicText("Is it the new router?".into()),
                attachments: Vec::new(),
            },
            requester_only: false,
            cc: Vec::new(),
        };
        let replied = post.t.change(&post.t.cast.anna, number, vec![reply]).await;
        let replied = replied.expect("it is sent");
        // The reply while it is held, and twice; what is written outside when it would have gone out.
        let back = turned(&post, turned(&post, replied).await).await;
        turned(&post, turned(&post, back).await).await;
        let written = post
            .writes_for_now(number, begun(&[SAM], "Do you have it?"))
            .await;
        let gone = turned(&post, written).await;
        assert_eq!(states(&post).await, [], "all is held or taken back");
        post.t.clock.advance(11 * SECOND);
        follow(&post).await;
        turned(&post, gone).await;
        let taken = post.sends(&server).await;
        let mut texts: Vec<&str> = taken.iter().map(|one| one.text.as_str()).collect();
        texts.sort_unstable();
        assert_eq!(texts.len(), 2, "{texts:?}");
        assert!(texts[0].contains("Do you have it?"), "{texts:?}");
        assert!(texts[1].contains("Is it the new router?"), "{texts:?}");
        // What had gone out by then goes out no more.
        post.t.clock.advance(11 * SECOND);
        follow(&post).await;
        assert_eq!(states(&post).await, [OutboxState::Sent; 2]);
    }
}

#[tokio::test]
async fn all_whom_it_is_with_get_the_same_message_and_nobody_gets_what_others_outside_said() {
    for backend in backends() {
        let (post, server) = (Post::new(backend).await, Server::start(&[]).await);
        let number = asked(&post).await;
        let people = [SAM, KIM, "desk@spoc.example"];
        post.writes(number, begun(&people, "Who brings it?")).await;
        let taken = post.sends(&server).await;
        assert_eq!(taken.len(), 2, "the desk does not write to itself");
        assert_eq!(taken[0].message_id, taken[1].message_id);
        for message in &taken {
            let named = message.to.iter().filter(|to| !to.email.starts_with("desk"));
            assert_eq!(named.count(), 2, "{:?}", message.to);
        }
        let sams = Letter {
            more: &answering(&taken[0]),
            id: "sam-1@supplier.example",
            ..by_sam()
        };
        assert_eq!(post.take(sams).await.outcome, Outcome::Appended);
        // Kim answers what Sam wrote to both.
        let kims = Letter {
            from: KIM,
            more: "In-Reply-To: <sam-1@supplier.example>\r\n",
            text: "I fetch it.",
            ..by_sam()
        };
        assert_eq!(post.take(kims).await.outcome, Outcome::Appended);
        let noted = Aside {
            from: with(&[KIM]).pop(),
            ..more("By telephone: at noon.")
        };
        post.writes(number, noted).await;
        assert_eq!(
            post.sends(&server).await.len(),
            2,
            "nothing more was mailed"
        );
        let said = post.said_outside(number).await;
        let who: Vec<&str> = said.iter().map(|(from, _)| from.as_str()).collect();
        assert_eq!(
            who,
            [
                "",
                "sam@supplier.example",
                "kim@carrier.example",
                "kim@carrier.example"
            ]
        );
    }
}

#[tokio::test]
async fn what_spoc_writes_outside_by_itself_says_so() {
    for backend in backends() {
        let (post, server) = (Post::new(backend).await, Server::start(&[]).await);
        let number = asked(&post).await;
        let aside = Change::WriteAside(Box::new(begun(&[SAM], "It does not go on.")));
        let spoc = post.t.change(&Actor::spoc(), number, vec![aside]).await;
        spoc.expect("it is written");
        post.t.clock.advance(11 * SECOND);
        follow(&post).await;
        let taken = post.sends(&server).await;
        assert_eq!(taken[0].automatic, Some(parsing::Automatic::AutoSubmitted));
        assert!(
            server.taken()[0].0.starts_with("<>"),
            "{}",
            server.taken()[0].0
        );
        assert!(token(&taken[0]).contains("+s"));
    }
}

#[tokio::test]
async fn what_did_not_arrive_outside_stands_on_the_ticket_and_machines_are_filed_quietly() {
    for backend in backends() {
        let (post, server) = (Post::new(backend).await, Server::start(&[]).await);
        let number = asked(&post).await;
        post.writes(number, begun(&[SAM], "Do you have it?")).await;
        let taken = post.sends(&server).await;
        let away = Letter {
            to: &token(&taken[0]),
            more: "Auto-Submitted: auto-replied\r\n",
            text: "I am away.",
            ..by_sam()
        };
        let away: Mail = post.take(away).await;
        assert_eq!(
            (away.outcome, away.ticket),
            (Outcome::Ignored, Some(number))
        );
        assert_eq!(whys(&away), ["automatic"]);

        let id = taken[0].message_id.clone().expect("an id");
        let bounce = format!(
            "From: MAILER-DAEMON@mx.example\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n\
             --x\r\nContent-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; sam@supplier.example\r\n\
             Action: failed\r\nStatus: 5.1.1\r\n\r\n\
             --x\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{id}>\r\n\r\n--x--\r\n"
        );
        let bounced = post.take_raw(bounce.into_bytes()).await;
        assert_eq!(
            (bounced.outcome, bounced.ticket),
            (Outcome::Ignored, Some(number))
        );
        let reading = move |tx: &store::Tx<'_>| {
            let unreachable = queries::is_unreachable(tx, "sam@supplier.example")?;
            Ok::<_, store::Error>((store::log::of_ticket(tx, number, Texts::All)?, unreachable))
        };
        let (log, unreachable) = post.t.store.read(reading).await.expect("an answer");
        assert!(unreachable);
        let noted = log.iter().rev().find_map(|it| match &it.activity {
            Activity::Noted { message } => Some(message.text.0.as_str()),
            _ => None,
        });
        assert_eq!(noted, Some("✉ ↩ sam@supplier.example 5.1.1 (Spare part)"));
        assert_eq!(post.said_outside(number).await.len(), 1);
        post.writes(number, more("Are you there?")).await;
        post.sends(&server).await;
        assert_eq!(
            states(&post).await,
            [OutboxState::Sent, OutboxState::Suppressed]
        );
    }
}

#[tokio::test]
async fn an_answer_finds_the_ticket_that_its_own_became_a_part_of() {
    for backend in backends() {
        let (post, server) = (Post::new(backend).await, Server::start(&[]).await);
        let (anna, number) = (post.t.cast.anna.clone(), asked(&post).await);
        post.writes(number, begun(&[SAM], "Do you have it?")).await;
        let taken = post.sends(&server).await;
        let target = post
            .t
            .incident(&post.t.cast.rita, "VPN again", "It drops.")
            .await;
        let sources = vec![number];
        let merging = post
            .t
            .desk
            .execute(&anna, Command::Merge { sources, target });
        merging.await.expect("merged");
        for text in ["Yes, tomorrow.", "At noon."] {
            let token = token(&taken[0]);
            let mail = post
                .take(Letter {
                    to: &token,
                    text,
                    ..by_sam()
                })
                .await;
            assert_eq!(
                (mail.outcome, mail.ticket),
                (Outcome::Appended, Some(target))
            );
        }
        let outside = post.outside(target).await;
        let numbers: Vec<u32> = outside.iter().map(|(_, side)| side.conversation).collect();
        assert_eq!(numbers, [1, 1]);
        assert_eq!(outside[1].1.subject, "Spare part");
        // From there it goes on with what Sam wrote.
        post.writes(target, more("Good.")).await;
        let last = post.sends(&server).await.pop().expect("a message");
        assert_eq!(last.to[0].email, "sam@supplier.example");
        assert_eq!(last.references.len(), 2, "{:?}", last.references);
    }
}

/// The sender's type names what it takes: what is no side message of the position is not sent.
#[tokio::test]
async fn a_note_does_not_come_out_as_a_message_to_people_outside() {
    for backend in backends() {
        let (post, server) = (Post::new(backend).await, Server::start(&[]).await);
        let number = asked(&post).await;
        let note = Message {
            text: kernel::ticket::InternalText("Sam is slow.".into()),
            attachments: Vec::new(),
        };
        let aside = Change::WriteAside(Box::new(begun(&[SAM], "Do you have it?")));
        let both = vec![Change::Note(note), aside];
        let written = post.t.change(&post.t.cast.anna, number, both).await;
        written.expect("it is written");
        post.t.clock.advance(11 * SECOND);
        follow(&post).await;
        let taken = post.sends(&server).await;
        assert_eq!(taken.len(), 1);
        assert!(!taken[0].text.contains("slow"), "{}", taken[0].text);
    }
}
