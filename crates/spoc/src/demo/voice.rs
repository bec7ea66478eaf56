//! How people write: greetings, signatures, chat style, slips of the finger, and the small talk of a desk.

use super::slots::Scene;
use super::story::{Channel, PersonIx};

const HELLO: &[&str] = &["Hi,", "Hello,", "Hi all,", "Hello team,", "Hi there,", "Good morning,", "Dear Service Desk,", "Hello IT,", "Hi IT team,", "Hi guys,"];
const HELLO_DE: &[&str] = &["Hallo,", "Hallo zusammen,", "Moin,", "Guten Morgen,", "Liebes IT-Team,", "Hallo Service Desk,", "Guten Tag,"];
const BYE: &[&str] = &["Thanks,\n{first}", "Many thanks\n{first}", "Kind regards\n{me}", "Regards, {first}", "Thanks in advance,\n{first}", "Cheers\n{first}", "Best,\n{first}", "Thank you!\n{first}", "Thx {first}", "{first}"];
const BYE_DE: &[&str] = &["Viele Grüße\n{me}", "Danke und Gruß\n{first}", "VG {first}", "Besten Dank\n{first}", "Mit freundlichen Grüßen\n{me}", "LG {first}", "Danke!\n{first}"];
const SIGNATURES: &[&str] = &[
    "--\n{me}\n{title}, {dept}\nAldermoor Instruments, {site}\n{tel}",
    "{me} | {title} | Aldermoor Instruments | {tel}",
    "Sent from my phone",
    "Sent from my phone, please excuse brevity",
];
const SIGNATURES_OUTSIDE: &[&str] = &["--\n{me}\n{title}\n{company}\n{tel}", "{me}, {company}"];
const FORWARDED: &[&str] = &[
    "I'm sending this for {other}, who [is travelling|can't get at a computer right now|is in meetings all day|is in the clean room until this evening]:\n\n\"{body}\"",
    "{otherfirst} asked me to pass this on:\n\n{body}",
    "On behalf of {other} ([please contact {otherfirst} directly|answers to me please, I'm in the office]):\n\n\"{body}\"",
];
const REACH: &[&str] = &[
    "Best time to catch me is before {hour}.", "You can reach me on {tel}.", "I'm at my desk until {hour}.", "Please call rather than write, I'm not always at the screen.",
    "I'm working from home today.", "I sit on the {floor}, near the kitchen.", "", "", "", "", "", "",
];
const REACH_DE: &[&str] = &["Bin bis {hour} Uhr am Platz.", "Am besten anrufen: {tel}.", "Heute im Homeoffice erreichbar.", "Bin unter {tel} zu erreichen.", "", "", "", ""];
const AGENT_HELLO: &[&str] = &["Hi {first},\n\n", "Hello {first},\n\n", "Good morning {first},\n\n", "Dear {first},\n\n", "Hi {first},\n"];
const AGENT_HELLO_DE: &[&str] = &["Hallo {first},\n\n", "Hi {first},\n\n", "Moin {first},\n\n", "Hallo {first}, "];
const AGENT_BYE: &[&str] = &["\n\nKind regards\n{agentfull}", "\n\nBest regards,\n{agent}", "\n\n{agent}", "\n\nRegards\n{agentfull}\n{team}", "\n\nThanks\n{agent}", ""];
const AGENT_BYE_DE: &[&str] = &["\n\nViele Grüße\n{agentfull}", "\n\nGruß\n{agent}", "\n\nBeste Grüße\n{agentfull}\n{team}", ""];

/// Words that somebody says in any ticket, in English and in German.
pub(crate) struct Talk {
    pub(crate) thanks: &'static [&'static str],
    pub(crate) nudge: &'static [&'static str],
    pub(crate) cross: &'static [&'static str],
    pub(crate) sorry: &'static [&'static str],
    pub(crate) remind: &'static [&'static str],
    pub(crate) late: &'static [&'static str],
    pub(crate) silence: &'static [&'static str],
    pub(crate) waiting: &'static [&'static str],
    pub(crate) again: &'static [&'static str],
    pub(crate) retry: &'static [&'static str],
    pub(crate) retried: &'static [&'static str],
    pub(crate) twice: &'static [&'static str],
    pub(crate) twice_note: &'static [&'static str],
    pub(crate) triage: &'static [&'static str],
    pub(crate) vip: &'static [&'static str],
    pub(crate) similar: &'static [&'static str],
}

pub(crate) const ENGLISH: Talk = Talk {
    thanks: &[
        "[Works now|All good now|That did it], [thanks|thank you|many thanks][!| {agent}!|.]", "Perfect, thanks for the quick help!", "Great, thank you. You can close this.",
        "[Brilliant|Super|Lovely], [thanks a lot|cheers]!", "Confirmed, it's working again. Thanks {agent}.", "Thank you {agent}, [much appreciated|that saved my day|really appreciated].",
        "ok works, thx", "Fine now. Thanks for your patience with me :)", "Yes, sorted. Thanks!", "👍 thanks", "Thank you, that was quicker than I expected.",
    ],
    nudge: &[
        "[Any news on this?|Is there any news here?|Any update please?]", "Hi, [just checking|just wondering] where we are with this[|. No pressure, I just need to plan my week].", "Hello, I haven't heard anything for a while, is somebody looking at it?",
        "Sorry to chase, but [this is still open on my side|I still have the same situation here|I need to tell {bossfirst} something]. Any idea when?", "Still waiting on this one.", "Could I get [a rough date|some idea of the timing] please? {cofirst} is asking too.",
    ],
    cross: &[
        "[Sorry to be blunt, but|Honestly,] this has been open for [days|ages] now and I have heard nothing. Could someone please [take ownership|tell me what is going on]?", "This is the second time I'm asking. [It may be a small thing for you, for us it isn't.|We are losing time over this every day.]",
        "I don't understand why this takes so long. {bossfirst} is in copy now.", "Is anyone actually reading these? I've been waiting since {since}.",
    ],
    sorry: &[
        "[Sorry for the silence|Apologies for the delay|I'm sorry this is taking so long]. [It's my ticket and it had slipped down the pile|We had a busy few days|I was out of the office and it should have gone to a colleague]. [I'm on it today.|You'll have an answer from me today.]", "You're right to ask, and sorry. I'm picking it up now.",
        "Fair point, sorry. I'm [still on it|waiting for one more answer internally] and will [write again by tomorrow|keep you posted].",
    ],
    remind: &[
        "[just checking whether you have seen my question above.|a gentle reminder about my question above.|did you get a chance to look at my question?] [I can't continue without it.|No rush, but I can't go on until I know.|If it has sorted itself out, just tell me and I'll close this.]", "I'm still waiting for your answer to go on with this. [A short line is enough.|You can also ring us, extension 111.]",
    ],
    late: &["[Sorry, I was on leave.|Sorry, missed your mail.|Sorry for the late answer, it was a busy week.|Apologies, I was travelling.] ", "Sorry, only saw this now. "],
    silence: &[
        "No answer to two reminders. Closing for now; a reply to this ticket opens it again.", "[Tried by mail and by phone, no reaction.|Asked twice, no reply.] {first} can come back to us at any time.",
    ],
    waiting: &["Waiting for {first}'s answer.", "Question sent, waiting for reply.", "Waiting for info from {first}.", "Asked {first}, parked until the answer is here.", "Needs input from requester."],
    again: &[
        "[Sorry, but it's back|I spoke too soon, same thing again this morning|Unfortunately the problem is back]. [Exactly as before.|It was fine for a while and then started again.|Nothing has changed on my side.]", "Hmm, [not fixed I'm afraid|that only held until I restarted].", "Sorry to reopen this: [it happened again at {hour}|same again today|it worked once and now it doesn't].",
    ],
    retry: &["[sorry to hear that|that's annoying, sorry]. I'll [have another look|look at it again] today and [would like to do a short remote session with you|will ring you on {tel}].", "thanks for telling us, reopening was the right thing to do. I've taken it again myself."],
    retried: &["Went through it again with {first} in a remote session; [found the remaining cause|the first fix had not been applied completely] and {first} confirmed that it works[|, also after a restart].", "Second round: repeated the fix, [restarted|signed out and in] and tested together with {first}. Stable since."],
    twice: &[
        "I [sent|wrote] this {ago} and [haven't heard back|got no answer yet|am not sure it arrived], so once more:\n\n{body}", "[Resending|Second attempt], as I have no ticket number from the first one.\n\n{body}", "{body}\n\n(I already wrote about this {ago}, but no reaction so far.)",
    ],
    twice_note: &["Same matter, same person. Merged into the first ticket.", "Duplicate of {first}'s earlier mail, merged.", "Reported twice, keeping the older one."],
    triage: &[
        "[Not something we can fix on the desk|Nothing more to do at first level], passing on. [Restart done, no change.|Basics checked.|Requester is reachable on {tel}.]", "One for you I think. [First look was inconclusive.|Checked the known errors, nothing that fits.]", "[Checked account and device, both fine.|Checked the obvious, all fine.] Over to you.", "Please take over, {first} knows that it comes to you.",
        "[Seen two of these this week?|Please shout if this isn't yours.] Basics are done.",
    ],
    vip: &["VIP, and it's [before a board meeting|before a customer visit|while travelling]", "Asked by the executive office to treat this first", "VIP handling as agreed"],
    similar: &["Looks like {otherfirst}'s earlier ticket, linked.", "Same picture as with {other}, see linked ticket.", "We had this before, linking the old one for reference.", "[Not the first of these|Third one this quarter?]. Linked the previous one."],
};

pub(crate) const GERMAN: Talk = Talk {
    thanks: &["[Läuft wieder|Geht wieder|Funktioniert], [danke|vielen Dank][!| {agent}!]", "Super, danke für die schnelle Hilfe!", "Bestens, kann zu.", "Danke {agent}, [hat geklappt|passt jetzt].", "Top, danke dir!"],
    nudge: &["[Gibt es hier schon etwas Neues?|Wie ist denn hier der Stand?]", "Hallo, ich wollte nur kurz nachfragen, [ob sich das schon jemand ansehen konnte|wann ich damit rechnen kann].", "Bei mir ist das leider unverändert. Gibt es schon eine Idee?"],
    cross: &["[Ehrlich gesagt|So langsam] habe ich dafür kein Verständnis mehr. Das ist jetzt {since} gemeldet worden und ich habe nichts gehört.", "Ich frage jetzt zum zweiten Mal. Kann sich bitte jemand kümmern?"],
    sorry: &["[entschuldige die lange Wartezeit|tut mir leid, das ist liegen geblieben]. [Ich kümmere mich heute darum.|Du hörst heute noch von mir.]", "du hast recht, sorry. Ich habe es jetzt auf dem Tisch."],
    remind: &["[nur eine kurze Erinnerung an meine Frage von oben.|hast du meine Rückfrage gesehen?] Ohne die Angabe komme ich leider nicht weiter.", "falls es sich erledigt hat, gib bitte kurz Bescheid, dann schließe ich das Ticket."],
    late: &["[Sorry, war im Urlaub.|Entschuldigung, die Mail ist untergegangen.|Sorry, war auf Dienstreise.] "],
    silence: &["Zweimal nachgefragt, keine Antwort. Bei Bedarf einfach auf das Ticket antworten, dann ist es wieder offen."],
    waiting: &["Warte auf Rückmeldung von {first}.", "Rückfrage gestellt.", "Angaben fehlen noch."],
    again: &["[Leider ist der Fehler wieder da.|Zu früh gefreut, heute wieder dasselbe.] [Genau wie vorher.|Gestern ging es noch.]", "Hat leider nur bis zum Neustart gehalten."],
    retry: &["[das tut mir leid|ärgerlich]. Ich schaue es mir nochmal an und [rufe dich gleich an|melde mich heute noch]."],
    retried: &["Zusammen mit {first} per Fernwartung noch einmal durchgegangen, [die erste Korrektur war nicht vollständig übernommen|der Rest der alten Einstellung war noch da]. Jetzt auch nach Neustart stabil."],
    twice: &["Ich hatte das {ago} schon einmal geschickt, aber keine Antwort bekommen, deshalb nochmal:\n\n{body}", "{body}\n\n(Habe ich {ago} schon mal gemeldet.)"],
    twice_note: &["Doppelt gemeldet, mit dem ersten Ticket zusammengeführt.", "Gleiches Thema, gleiche Person, zusammengeführt."],
    triage: &["[Im First Level nichts zu machen|Grundlagen geprüft], bitte übernehmen.", "Geht an euch. {first} ist unter {tel} erreichbar.", "Konto und Gerät sind in Ordnung, bitte weiter bei euch."],
    vip: &["VIP, bitte vorziehen"],
    similar: &["Hatten wir so ähnlich schon bei {other}, verlinkt.", "Gleiches Bild wie im verlinkten Ticket."],
};

impl Scene<'_> {
    /// The phrases of this ticket's language.
    pub(crate) fn talk(&self) -> &'static Talk {
        if self.german() { &GERMAN } else { &ENGLISH }
    }

    /// The body of a new ticket as its channel brings it.
    pub(crate) fn letter(&mut self, channel: Channel, body: &str, speaks_for: Option<PersonIx>) -> String {
        let mut body = body.to_owned();
        let mail = channel == Channel::Email;
        if mail || channel == Channel::Portal {
            let reach = self.any(if self.german() { REACH_DE } else { REACH });
            if !reach.is_empty() && self.company.people[self.requester].location.is_some() && self.dice.chance(70) {
                body = format!("{body}{}{reach}", if self.dice.chance(40) { "\n\n" } else { " " });
            }
        }
        if let Some(other) = speaks_for {
            let person = &self.company.people[other];
            let (name, given) = (person.name(), person.given.clone());
            let frame = *self.dice.pick(FORWARDED);
            let frame = frame.replace("{otherfirst}", &given).replace("{other}", &name).replace("{body}", "\u{1}");
            body = self.fill(&frame).replace('\u{1}', &body);
        }
        let body = self.slip(&body, channel == Channel::Chat);
        if !mail {
            return body;
        }
        let (hello, bye) = if self.german() { (HELLO_DE, BYE_DE) } else { (HELLO, BYE) };
        let hello = self.any(hello);
        let mut out = if self.dice.chance(88) { format!("{hello}\n\n{body}") } else { body };
        if self.dice.chance(90) {
            out = format!("{out}\n\n{}", self.any(bye));
            let outside = self.company.people[self.requester].department.is_none();
            if outside || (!self.german() && self.dice.chance(28)) {
                let signature = self.any(if outside { SIGNATURES_OUTSIDE } else { SIGNATURES });
                out = format!("{out}\n\n{signature}");
            }
        }
        out
    }

    /// A later message of the requester.
    pub(crate) fn answer(&mut self, text: &str, chat: bool) -> String {
        let text = self.slip(text, chat);
        if chat || self.dice.chance(60) {
            return text;
        }
        let german = self.german();
        let hello = self.fill(if german { "Hallo {agent}," } else { "Hi {agent}," });
        let out = if self.dice.chance(60) { format!("{hello}\n\n{text}") } else { text };
        let bye = self.any(if german { BYE_DE } else { BYE });
        if self.dice.chance(50) { format!("{out}\n\n{bye}") } else { out }
    }

    /// A public message of the agent; the first one in a conversation has more manners.
    pub(crate) fn agent_letter(&mut self, text: &str, first: bool, chat: bool, team: &str) -> String {
        if chat || (!first && self.dice.chance(60)) {
            return capitalise(text);
        }
        let (hello, bye) = if self.german() { (AGENT_HELLO_DE, AGENT_BYE_DE) } else { (AGENT_HELLO, AGENT_BYE) };
        // An agent keeps to one greeting and one way to sign.
        let (hello, bye) = (hello[self.agent * 7 % hello.len()], bye[self.agent * 5 % bye.len()].replace("{team}", team));
        let blank = hello.len() - hello.trim_end().len();
        let (greeting, mark) = (self.fill(hello), self.fill(&bye));
        let gap = &hello[hello.len() - blank..];
        let mark = if mark.is_empty() { mark } else { format!("\n\n{mark}") };
        // After a greeting German goes on with a small letter, as its texts are written here.
        let text = if self.german() { text.to_owned() } else { capitalise(text) };
        format!("{greeting}{gap}{text}{mark}")
    }

    /// What hurried fingers make of a text.
    fn slip(&mut self, text: &str, chat: bool) -> String {
        let hasty = self.requester % 9 == 4;
        let mut text = text.to_owned();
        if chat && self.dice.chance(55) || hasty && self.dice.chance(40) {
            text = decapitalise(&text);
            if text.ends_with('.') {
                text.pop();
            }
        }
        let slips = if hasty { 55 } else { 6 };
        if self.dice.chance(slips) { self.typo(&text) } else { text }
    }

    /// Swaps, doubles or drops a letter inside one longer word.
    fn typo(&mut self, text: &str) -> String {
        let words: Vec<(usize, &str)> = text
            .match_indices(|c: char| c == ' ' || c == '\n')
            .map(|(at, _)| at + 1)
            .filter_map(|from| {
                let word = text[from..].split([' ', '\n', '.', ',', ':', '!', '?']).next()?;
                (word.len() > 4 && word.bytes().all(|b| b.is_ascii_lowercase())).then_some((from, word))
            })
            .collect();
        if words.is_empty() {
            return text.to_owned();
        }
        let (from, word) = *self.dice.pick(&words);
        let at = 1 + self.dice.index(word.len() - 3);
        let (a, b) = (&word[at..=at], &word[at + 1..at + 2]);
        let middle = match self.dice.index(3) {
            0 => format!("{b}{a}"),
            1 => format!("{a}{b}{b}"),
            _ => a.to_owned(),
        };
        format!("{}{}{middle}{}{}", &text[..from], &word[..at], &word[at + 2..], &text[from + word.len()..])
    }
}

/// The text with a capital first letter.
pub(crate) fn capitalise(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// The text with a small first letter, unless it starts with `I` or a name in capitals.
fn decapitalise(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(c), Some(d)) if d.is_lowercase() => {
            c.to_lowercase().chain([d]).chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}
