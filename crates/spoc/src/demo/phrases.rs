//! The small talk of a desk: greetings, thanks, reminders, apologies, in English and in German.

pub(crate) const HELLO: &[&str] = &[
    "Hi,",
    "Hello,",
    "Hi all,",
    "Hello team,",
    "Hi there,",
    "Good morning,",
    "Dear Service Desk,",
    "Hello IT,",
    "Hi IT team,",
    "Hi guys,",
];
pub(crate) const HELLO_DE: &[&str] = &[
    "Hallo,",
    "Hallo zusammen,",
    "Moin,",
    "Guten Morgen,",
    "Liebes IT-Team,",
    "Hallo Service Desk,",
    "Guten Tag,",
];
pub(crate) const BYE: &[&str] = &[
    "Thanks,\n{first}",
    "Many thanks\n{first}",
    "Kind regards\n{me}",
    "Regards, {first}",
    "Thanks in advance,\n{first}",
    "Cheers\n{first}",
    "Best,\n{first}",
    "Thank you!\n{first}",
    "Thx {first}",
    "{first}",
];
pub(crate) const BYE_DE: &[&str] = &[
    "Viele Grüße\n{me}",
    "Danke und Gruß\n{first}",
    "VG {first}",
    "Besten Dank\n{first}",
    "Mit freundlichen Grüßen\n{me}",
    "LG {first}",
    "Danke!\n{first}",
];
pub(crate) const SIGNATURES: &[&str] = &[
    "--\n{me}\n{title}, {dept}\nAldermoor Instruments, {site}\n{tel}",
    "{me} | {title} | Aldermoor Instruments | {tel}",
    "Sent from my phone",
    "Sent from my phone, please excuse brevity",
];
pub(crate) const SIGNATURES_OUTSIDE: &[&str] =
    &["--\n{me}\n{title}\n{company}\n{tel}", "{me}, {company}"];
pub(crate) const FORWARDED: &[&str] = &[
    "I'm sending this for {other}, who [is travelling|can't get at a computer right now|is in meetings all day|is in the clean room until this evening]:\n\n\"{body}\"",
    "{otherfirst} asked me to pass this on:\n\n{body}",
    "On behalf of {other} ([please contact {otherfirst} directly|answers to me please, I'm in the office]):\n\n\"{body}\"",
];
pub(crate) const REACH: &[&str] = &[
    "Best time to catch me is before {hour}.",
    "You can reach me on {tel}.",
    "I'm at my desk until {hour}.",
    "Please call rather than write, I'm not always at the screen.",
    "I sit on the {floor}, near the kitchen.",
    "",
    "",
    "",
    "",
    "",
    "",
];
pub(crate) const REACH_DE: &[&str] = &[
    "Bin bis {hour} Uhr am Platz.",
    "Am besten anrufen: {tel}.",
    "Bin unter {tel} zu erreichen.",
    "",
    "",
    "",
    "",
];
pub(crate) const AGENT_HELLO: &[&str] = &[
    "Hi {first},\n\n",
    "Hello {first},\n\n",
    "Good morning {first},\n\n",
    "Dear {first},\n\n",
    "Hi {first},\n",
];
pub(crate) const AGENT_HELLO_DE: &[&str] = &[
    "Hallo {first},\n\n",
    "Hi {first},\n\n",
    "Moin {first},\n\n",
    "Hallo {first}, ",
];
pub(crate) const AGENT_BYE: &[&str] = &[
    "\n\nKind regards\n{agentfull}",
    "\n\nBest regards,\n{agent}",
    "\n\n{agent}",
    "\n\nRegards\n{agentfull}\n{team}",
    "\n\nThanks\n{agent}",
    "",
];
pub(crate) const AGENT_BYE_DE: &[&str] = &[
    "\n\nViele Grüße\n{agentfull}",
    "\n\nGruß\n{agent}",
    "\n\nBeste Grüße\n{agentfull}\n{team}",
    "",
];
pub(crate) const CALLED: &[&str] = &[
    "Call back on {tel}.",
    "[Reachable|At the desk] until {hour}.",
    "[Sounded stressed.|In a hurry.|Very patient about it.|A bit annoyed.]",
    "Was told that we'd ring back.",
    "Line was bad, details may be missing.",
    "Sits on the {floor}.",
    "[Second call about this.|Had left a message on the machine.]",
];
pub(crate) const CALLED_DE: &[&str] = &[
    "Rückruf unter {tel}.",
    "Bis {hour} Uhr erreichbar.",
    "[Hat es eilig.|Etwas genervt.|Hat Geduld.]",
    "Meldet sich sonst nochmal.",
];
pub(crate) const VISITED: &[&str] = &[
    "Came to the counter.",
    "Left the device with us.",
    "Comes back at {hour}.",
    "Was passing by anyway.",
];
pub(crate) const VISITED_DE: &[&str] = &["War am Tresen.", "Kommt um {hour} Uhr wieder vorbei."];
pub(crate) const ASIDES: &[&str] = &[
    "FYI {peer}.",
    "Will keep an eye on it.",
    "{peer} knows.",
    "In the handover sheet too.",
    "Took longer than it should have.",
    "[Again.|As usual.]",
    "To be added to the article.",
];
pub(crate) const CONFIRMED: &[&str] = &[
    "{first} [has confirmed|confirmed on the phone|tested it and is happy].",
    "[Checked|Tested] with {first}.",
    "Rang {first}, all fine.",
    "{first} [knows|has been told].",
    "[No follow-up needed.|Nothing left to do.|Closing.]",
    "[About {mins} minutes of work.|Done at {hour}.]",
];
pub(crate) const CONFIRMED_DE: &[&str] = &[
    "{first} hat [bestätigt|getestet, alles gut].",
    "Mit {first} [geprüft|telefoniert].",
    "[Rückruf erfolgt.|Erledigt.|Keine weiteren Schritte nötig.]",
];

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
        "[Works now|All good now|That did it], [thanks|thank you|many thanks][!| {agent}!|.]",
        "Perfect, thanks for the quick help!",
        "Great, thank you. You can close this.",
        "[Brilliant|Super|Lovely], [thanks a lot|cheers]!",
        "Confirmed, it's working again. Thanks {agent}.",
        "Thank you {agent}, [much appreciated|that saved my day|really appreciated].",
        "ok works, thx",
        "Fine now. Thanks for your patience with me :)",
        "Yes, sorted. Thanks!",
        "👍 thanks",
        "Thank you, that was quicker than I expected.",
    ],
    nudge: &[
        "[Any news on this?|Is there any news here?|Any update please?]",
        "Hi, [just checking|just wondering] where we are with this[|. No pressure, I just need to plan my week].",
        "Hello, I haven't heard anything for a while, is somebody looking at it?",
        "Sorry to chase, but [this is still open on my side|I still have the same situation here|I need to tell {bossfirst} something]. Any idea when?",
        "Still waiting on this one.",
        "Could I get [a rough date|some idea of the timing] please? {cofirst} is asking too.",
    ],
    cross: &[
        "[Sorry to be blunt, but|Honestly,] this has been open for [days|ages] now and I have heard nothing. Could someone please [take ownership|tell me what is going on]?",
        "This is the second time I'm asking. [It may be a small thing for you, for us it isn't.|We are losing time over this every day.]",
        "I don't understand why this takes so long. {bossfirst} is in copy now.",
        "Is anyone actually reading these? I've been waiting since {since}.",
    ],
    sorry: &[
        "[Sorry for the silence|Apologies for the delay|I'm sorry this is taking so long]. [It's my ticket and it had slipped down the pile|We had a busy few days|I was out of the office and it should have gone to a colleague]. [I'm on it today.|You'll have an answer from me today.]",
        "You're right to ask, and sorry. I'm picking it up now.",
        "Fair point, sorry. I'm [still on it|waiting for one more answer internally] and will [write again by tomorrow|keep you posted].",
    ],
    remind: &[
        "[just checking whether you have seen my question above.|a gentle reminder about my question above.|did you get a chance to look at my question?] [I can't continue without it.|No rush, but I can't go on until I know.|If it has sorted itself out, just tell me and I'll close this.]",
        "I'm still waiting for your answer to go on with this. [A short line is enough.|You can also ring us, extension 111.]",
    ],
    late: &[
        "[Sorry, I was on leave.|Sorry, missed your mail.|Sorry for the late answer, it was a busy week.|Apologies, I was travelling.] ",
        "Sorry, only saw this now. ",
    ],
    silence: &[
        "No answer to two reminders. Closing for now; a reply to this ticket opens it again.",
        "[Tried by mail and by phone, no reaction.|Asked twice, no reply.] {first} can come back to us at any time.",
    ],
    waiting: &[
        "Waiting for {first}'s answer.",
        "Question sent, waiting for reply.",
        "Waiting for info from {first}.",
        "Asked {first}, parked until the answer is here.",
        "Needs input from requester.",
    ],
    again: &[
        "[Sorry, but it's back|I spoke too soon, same thing again this morning|Unfortunately the problem is back]. [Exactly as before.|It was fine for a while and then started again.|Nothing has changed on my side.]",
        "Hmm, [not fixed I'm afraid|that only held until I restarted].",
        "Sorry to reopen this: [it happened again at {hour}|same again today|it worked once and now it doesn't].",
    ],
    retry: &[
        "[sorry to hear that|that's annoying, sorry]. I'll [have another look|look at it again] today and [would like to do a short remote session with you|will ring you on {tel}].",
        "thanks for telling us, reopening was the right thing to do. I've taken it again myself.",
    ],
    retried: &[
        "Went through it again with {first} in a remote session; [found the remaining cause|the first fix had not been applied completely] and {first} confirmed that it works[|, also after a restart].",
        "Second round: repeated the fix, [restarted|signed out and in] and tested together with {first}. Stable since.",
    ],
    twice: &[
        "I [sent|wrote] this {ago} and [haven't heard back|got no answer yet|am not sure it arrived], so once more:\n\n{body}",
        "[Resending|Second attempt], as I have no ticket number from the first one.\n\n{body}",
        "{body}\n\n(I already wrote about this {ago}, but no reaction so far.)",
    ],
    twice_note: &[
        "Same matter, same person. Merged into the first ticket.",
        "Duplicate of {first}'s earlier mail, merged.",
        "Reported twice, keeping the older one.",
    ],
    triage: &[
        "[Not something we can fix on the desk|Nothing more to do at first level], passing on. [Restart done, no change.|Basics checked.|Requester is reachable on {tel}.]",
        "One for you I think. [First look was inconclusive.|Checked the known errors, nothing that fits.]",
        "[Checked account and device, both fine.|Checked the obvious, all fine.] Over to you.",
        "Please take over, {first} knows that it comes to you.",
        "[Second of these this week.|Please shout if this isn't yours.] [Basics are done.|Restarted, signed out and in, same.|Details as above, nothing to add.]",
        "Tried what the article says, [no luck|no change|doesn't apply here]. {first} is [around until {hour}|reachable on {tel}|a bit impatient].",
        "[Needs your rights.|Needs a specialist.|Beyond first level.] [Rest is in the description.|{first} has been told.|]",
        "Rang {first}: [as described|still the same|happens every time]. Passing it to you.",
        "-> you. [Could be a known one, I didn't find it.|Looks simple but I lack the rights.|No idea, honestly.]",
    ],
    vip: &[
        "VIP, [has a board meeting today|has customers in the house|is travelling]",
        "Asked by the executive office to treat this first",
        "VIP handling as agreed",
    ],
    similar: &[
        "Looks like {otherfirst}'s earlier ticket, linked.",
        "Same picture as with {other}, see linked ticket.",
        "We had this before, linking the old one for reference.",
        "See {other}'s ticket, linked. Same cause I'd bet.",
        "{otherfirst} had the same, linked in case it comes again.",
        "Linked an older one that reads just like this.",
    ],
};

pub(crate) const GERMAN: Talk = Talk {
    thanks: &[
        "[Läuft wieder|Geht wieder|Funktioniert], [danke|vielen Dank][!| {agent}!]",
        "Super, danke für die schnelle Hilfe!",
        "Bestens, kann zu.",
        "Danke {agent}, [hat geklappt|passt jetzt].",
        "Top, danke dir!",
    ],
    nudge: &[
        "[Gibt es hier schon etwas Neues?|Wie ist denn hier der Stand?]",
        "Hallo, ich wollte nur kurz nachfragen, [ob sich das schon jemand ansehen konnte|wann ich damit rechnen kann].",
        "Bei mir ist das leider unverändert. Gibt es schon eine Idee?",
    ],
    cross: &[
        "[Ehrlich gesagt|So langsam] habe ich dafür kein Verständnis mehr. Das ist jetzt {since} gemeldet worden und ich habe nichts gehört.",
        "Ich frage jetzt zum zweiten Mal. Kann sich bitte jemand kümmern?",
    ],
    sorry: &[
        "[entschuldige die lange Wartezeit|tut mir leid, das ist liegen geblieben]. [Ich kümmere mich heute darum.|Du hörst heute noch von mir.]",
        "du hast recht, sorry. Ich habe es jetzt auf dem Tisch.",
    ],
    remind: &[
        "[nur eine kurze Erinnerung an meine Frage von oben.|hast du meine Rückfrage gesehen?] Ohne die Angabe komme ich leider nicht weiter.",
        "falls es sich erledigt hat, gib bitte kurz Bescheid, dann schließe ich das Ticket.",
    ],
    late: &[
        "[Sorry, war im Urlaub.|Entschuldigung, die Mail ist untergegangen.|Sorry, war auf Dienstreise.] ",
    ],
    silence: &[
        "Zweimal nachgefragt, keine Antwort. Bei Bedarf einfach auf das Ticket antworten, dann ist es wieder offen.",
    ],
    waiting: &[
        "Warte auf Rückmeldung von {first}.",
        "Rückfrage gestellt.",
        "Angaben fehlen noch.",
    ],
    again: &[
        "[Leider ist der Fehler wieder da.|Zu früh gefreut, heute wieder dasselbe.] [Genau wie vorher.|Gestern ging es noch.]",
        "Hat leider nur bis zum Neustart gehalten.",
    ],
    retry: &[
        "[das tut mir leid|ärgerlich]. Ich schaue es mir nochmal an und [rufe dich gleich an|melde mich heute noch].",
    ],
    retried: &[
        "Zusammen mit {first} per Fernwartung noch einmal durchgegangen, [die erste Korrektur war nicht vollständig übernommen|der Rest der alten Einstellung war noch da]. Jetzt auch nach Neustart stabil.",
    ],
    twice: &[
        "Ich hatte das {ago} schon einmal geschickt, aber keine Antwort bekommen, deshalb nochmal:\n\n{body}",
        "{body}\n\n(Habe ich {ago} schon mal gemeldet.)",
    ],
    twice_note: &[
        "Doppelt gemeldet, mit dem ersten Ticket zusammengeführt.",
        "Gleiches Thema, gleiche Person, zusammengeführt.",
    ],
    triage: &[
        "[Im First Level nichts zu machen|Grundlagen geprüft], bitte übernehmen.",
        "Geht an euch. {first} ist unter {tel} erreichbar.",
        "Konto und Gerät sind in Ordnung, bitte weiter bei euch.",
        "Mit {first} telefoniert, [wie beschrieben|Neustart ohne Erfolg|tritt jedes Mal auf]. Bitte übernehmt ihr.",
        "[Braucht eure Rechte.|Hier komme ich nicht weiter.] {first} weiß Bescheid.",
    ],
    vip: &["VIP, bitte vorziehen"],
    similar: &[
        "Hatten wir so ähnlich schon bei {other}, verlinkt.",
        "Gleiches Bild wie im verlinkten Ticket.",
    ],
};
