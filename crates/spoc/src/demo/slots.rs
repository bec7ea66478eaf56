//! Filling templates: choices in brackets and slots in braces, each slot with one value per ticket.

use std::fmt::Write as _;

use super::calendar::{self, MINUTE, Site};
use super::company::{Company, Language, Person};
use super::dice::Dice;
use super::scenarios::Scenario;
use super::story::PersonIx;

/// Meeting rooms by site.
const ROOMS: [&[&str]; 4] = [
    &["Wharfe", "Nidd", "Aire", "Calder", "Ribble", "Swale", "Mill Loft"],
    &["Gauß", "Weber", "Noether", "Lichtenberg", "Hilbert", "Leine"],
    &["Mendel", "Janáček", "Špilberk", "Svratka", "Tugendhat"],
    &["Näsijärvi", "Pyynikki", "Finlayson", "Tammerkoski", "Sauna"],
];
const SITE_CODES: [&str; 4] = ["LDS", "GOE", "BRN", "TMP"];
const MONTHS: [&str; 12] = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
];
const MONTHS_DE: [&str; 12] = [
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
    "Dezember",
];
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const WEEKDAYS_DE: [&str; 7] = ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"];

/// Slots whose values come from a list, whoever asks.
const LISTS: &[(&str, &[&str])] = &[
    ("model", &["Corvin 14", "Corvin 14 G2", "Corvin 15 Pro", "Tarn X4", "Tarn X5"]),
    ("dock", &["PortHub D3", "PortHub D4", "PortHub Mini"]),
    ("screen", &["Lumen 24", "Lumen 27Q", "Lumen 34 curved", "Viewline P27"]),
    ("mobile", &["Mira 5", "Mira 5 Pro", "Fjord 8", "Fjord 9"]),
    ("headset", &["Sonance 40", "Sonance 65 wireless", "Clarion Duo"]),
    ("provider", &["the home router", "my flat's broadband", "the hotel Wi-Fi", "a phone hotspot", "the fibre at home"]),
    ("instrument", &["PM-40 profilometer", "LT-9 laser tracker", "HR-210 roughness tester", "FlowCal 3 bench", "TX-60 torque stand", "OptiGauge 500", "CMM Portal 9"]),
    ("product", &["PM-40", "LT-9", "HR-210", "FlowCal 3", "TX-60", "OptiGauge 500", "DP-12"]),
    ("customer", &["Calder Valley Water", "Hardanger Turbin", "Institut für Werkstoffprüfung Kassel", "Brightwell Aero", "Nordsjø Marine", "Bäcker & Stahl", "Vltava Motors", "Castellan Rail", "Osterby Pumps"]),
    ("supplier", &["Moravia Precision Parts", "Fenwick Optics", "Kestrel Electronics", "Drahtwerk Süd", "Tolland Castings"]),
    ("project", &["Kingfisher", "Dipper", "PM-50", "Blue Lamp", "Northbank", "LT-10", "Halo", "Tandem"]),
    ("share", &["S:\\Projects\\Kingfisher", "S:\\Quality\\Audits", "S:\\Production\\Drawings", "S:\\Sales\\Tenders", "S:\\Service\\Reports", "S:\\Purchasing\\Contracts"]),
    ("folder", &["2_Specs", "Test reports", "Old quotes", "Acceptance protocols", "Supplier audits", "Photos line 4", "Budget", "Minutes"]),
    ("file", &["Forecast_v7.xlsx", "PM-50_spec_draft.docx", "Torque_results_final2.xlsx", "Audit_plan.docx", "Pricelist_internal.xlsx", "Line4_takt.xlsx", "Interface_notes.docx"]),
    ("list", &["all-production", "sales-emea", "project-kingfisher", "quality-managers", "leeds-everyone", "field-service", "rnd-firmware"]),
    ("sharedbox", &["orders@aldermoor.example", "calibration@aldermoor.example", "tenders@aldermoor.example", "repairs@aldermoor.example", "careers@aldermoor.example", "accounts@aldermoor.example"]),
    ("server", &["lds-app-07", "lds-app-11", "goe-srv-03", "brn-srv-02", "tmp-build-01", "goe-app-04"]),
    ("database", &["sql-lds-02", "sql-goe-01", "pg-goe-03", "sql-brn-01"]),
    ("switch", &["sw-lds-2a", "sw-goe-11", "sw-brn-hall2", "sw-tmp-03", "sw-goe-lab1"]),
    ("hall", &["hall 1", "hall 2", "the assembly line", "the clean room", "goods-in", "the paint shop", "test bay 3"]),
    ("floor", &["ground floor", "first floor", "second floor", "third floor", "annex"]),
    ("lab", &["lab 1", "lab 2", "the optics lab", "the climate lab", "the reference lab"]),
    ("app", &["a PDF editor", "the diagram tool", "the statistics package", "a vector drawing program", "the serial terminal", "the screen recorder", "the e-signature client"]),
    ("city", &["Rotterdam", "Bergen", "Turin", "Gdańsk", "Lyon", "Vienna", "Bilbao", "Gothenburg", "Antwerp"]),
    ("country", &["Norway", "the United States", "Switzerland", "Japan", "Turkey", "Canada", "Brazil"]),
];

/// One ticket's world: who asks, where, when, and the values of its slots so far.
pub(crate) struct Scene<'a> {
    pub(crate) company: &'a Company,
    pub(crate) scenario: &'a Scenario,
    pub(crate) requester: PersonIx,
    pub(crate) agent: PersonIx,
    pub(crate) peer: PersonIx,
    pub(crate) opened: i64,
    pub(crate) dice: Dice,
    values: Vec<(String, String)>,
}

impl<'a> Scene<'a> {
    /// A scene before anybody has said anything.
    pub(crate) fn new(company: &'a Company, scenario: &'a Scenario, requester: PersonIx, opened: i64, dice: Dice) -> Self {
        Self { company, scenario, requester, agent: requester, peer: requester, opened, dice, values: Vec::new() }
    }

    /// Chooses and fills one of several templates.
    pub(crate) fn any(&mut self, templates: &[&str]) -> String {
        let template = *self.dice.pick(templates);
        self.fill(template)
    }

    /// Fills a template.
    pub(crate) fn fill(&mut self, template: &str) -> String {
        let mut out = String::with_capacity(template.len());
        self.expand(template, &mut out);
        tidy(&out)
    }

    pub(crate) fn german(&self) -> bool {
        self.scenario.language == Language::German
    }

    /// Where somebody works; contacts elsewhere count as Leeds.
    pub(crate) fn site_of(&self, person: PersonIx) -> Site {
        self.company.people[person].location.map_or(Site::Leeds, |ix| Site::ALL[ix])
    }

    fn expand(&mut self, template: &str, out: &mut String) {
        let mut rest = template;
        while let Some(at) = rest.find(['[', '{']) {
            out.push_str(&rest[..at]);
            if rest.as_bytes()[at] == b'{' {
                let end = rest[at..].find('}').map_or(rest.len() - 1, |n| at + n);
                let value = self.value(&rest[at + 1..end]);
                out.push_str(&value);
                rest = &rest[end + 1..];
            } else {
                let (parts, end) = alternatives(&rest[at..]);
                let part = *self.dice.pick(&parts);
                self.expand(part, out);
                rest = &rest[at + end..];
            }
        }
        out.push_str(rest);
    }

    fn value(&mut self, slot: &str) -> String {
        let people = &self.company.people;
        match slot {
            "agent" => return people[self.agent].given.clone(),
            "agentfull" => return people[self.agent].name(),
            "peer" => return people[self.peer].given.clone(),
            _ => {}
        }
        if let Some((_, value)) = self.values.iter().find(|(name, _)| name == slot) {
            return value.clone();
        }
        let base = slot.trim_end_matches(|c: char| c.is_ascii_digit());
        let mut value = self.draw(base, slot);
        // A second value of the same sort should be another one.
        for _ in 0..8 {
            if base == slot || !self.values.iter().any(|(name, v)| name.starts_with(base) && *v == value) {
                break;
            }
            value = self.draw(base, slot);
        }
        self.values.push((slot.to_owned(), value.clone()));
        value
    }

    fn draw(&mut self, base: &str, slot: &str) -> String {
        let own = self.scenario.slots.iter().chain(LISTS).find(|(name, _)| *name == base);
        if let Some((_, values)) = own {
            let value = *self.dice.pick(values);
            return self.fill(value);
        }
        self.person_slot(base)
            .or_else(|| self.place_slot(base))
            .or_else(|| self.time_slot(base))
            .or_else(|| self.number_slot(base))
            .unwrap_or_else(|| format!("{{{slot}}}"))
    }

    fn person_slot(&mut self, base: &str) -> Option<String> {
        let people: &'a [Person] = &self.company.people;
        let me = &people[self.requester];
        Some(match base {
            "me" => me.name(),
            "first" => me.given.trim_start_matches("Prof. ").to_owned(),
            "surname" => me.family.clone(),
            "title" => me.title.clone(),
            "tel" => me.phone.clone(),
            "email" => me.email.clone(),
            "dept" => me.department.map_or(self.company.organisations[me.organisation].name, |d| {
                self.company.departments[d].name
            }).to_owned(),
            "company" => self.company.organisations[me.organisation].name.to_owned(),
            "boss" => people[me.manager.unwrap_or(0)].name(),
            "bossfirst" => people[me.manager.unwrap_or(0)].given.clone(),
            "colleague" => {
                let others: Vec<&Person> = people
                    .iter()
                    .enumerate()
                    .filter(|&(ix, p)| ix != self.requester && p.department == me.department && p.organisation == me.organisation)
                    .map(|(_, p)| p)
                    .collect();
                if others.is_empty() { people[0].name() } else { self.dice.pick(&others).name() }
            }
            "cofirst" => self.value("colleague").split(' ').next().unwrap_or_default().to_owned(),
            "newcomer" => {
                let site = self.site_of(self.requester);
                let (given, family) = super::names::draw(&mut self.dice, site);
                format!("{given} {family}")
            }
            "newfirst" => self.value("newcomer").split(' ').next().unwrap_or_default().to_owned(),
            _ => return None,
        })
    }

    fn place_slot(&mut self, base: &str) -> Option<String> {
        let site = self.company.people[self.requester].location.unwrap_or(0);
        let code = SITE_CODES[site];
        Some(match base {
            "site" => self.company.locations[site].name.to_owned(),
            "othersite" => {
                let other = (site + 1 + self.dice.index(3)) % 4;
                self.company.locations[other].name.to_owned()
            }
            "room" => (*self.dice.pick(ROOMS[site])).to_owned(),
            "printer" => format!("{code}-PR-{:02}", self.dice.range(1, 19)),
            "labeller" => format!("{code}-LB-{:02}", self.dice.range(1, 7)),
            "laptop" => format!("{code}-NB-{:04}", self.dice.range(1_100, 2_980)),
            "labpc" => format!("{code}-MP-{:03}", self.dice.range(10, 160)),
            "terminal" => format!("{code}-SF-{:02}", self.dice.range(1, 30)),
            "port" => format!("{}.{:02}-{}", self.dice.range(0, 4), self.dice.range(1, 40), self.dice.pick(&["A", "B"])),
            _ => return None,
        })
    }

    fn time_slot(&mut self, base: &str) -> Option<String> {
        let site = self.site_of(self.requester);
        let (day, minute) = site.local(self.opened);
        let german = self.german();
        Some(match base {
            "time" => clock((minute - self.dice.around(25).min(180)).max(3)),
            "later" if minute < 15 * 60 => clock((minute / 30 + self.dice.range(2, 5)) * 30),
            "later" if german => "9 Uhr morgen früh".to_owned(),
            "later" => "9:00 tomorrow".to_owned(),
            "hour" => clock(self.dice.range(16, 34) * 30),
            "since" => {
                let back = self.dice.range(1, 6);
                let then = weekday_name(day - back, german);
                match (back, german) {
                    (1, true) => "gestern".to_owned(),
                    (1, false) => "yesterday".to_owned(),
                    (_, true) => then.to_owned(),
                    (_, false) => format!("last {then}"),
                }
            }
            "date" => date_text(next_working(site, day + self.dice.range(3, 21)), german),
            "soon" => weekday_name(next_working(site, day + self.dice.range(1, 5)), german).to_owned(),
            "olddate" => date_text(day - self.dice.range(5, 45), german),
            "month" => month_name(day, german).to_owned(),
            "lastmonth" => month_name(day - 28, german).to_owned(),
            "week" => format!("{}", (day - calendar::day_of(calendar::Date { month: 1, day: 1, ..calendar::date_of(day) })) / 7 + 1),
            "year" => format!("{}", calendar::date_of(day).year),
            "stamp" => {
                let date = calendar::date_of(day);
                let at = clock((minute - self.dice.range(2, 30)).max(3));
                format!("{}-{:02}-{:02} {at}", date.year, date.month, date.day)
            }
            _ => return None,
        })
    }

    fn number_slot(&mut self, base: &str) -> Option<String> {
        let dice = &mut self.dice;
        let mut out = String::new();
        let written = match base {
            "order" => write!(out, "SO-{}", dice.range(410_200, 468_900)),
            "po" => write!(out, "PO-{}", dice.range(73_100, 79_900)),
            "invoice" => write!(out, "{}", dice.range(9_004_100, 9_019_800)),
            "part" => write!(out, "{}-{:04}", dice.range(12, 88), dice.range(100, 9_900)),
            "serial" => write!(out, "{}{:05}", dice.pick(&["AM", "KX", "P7"]), dice.range(1_200, 98_000)),
            "cert" => write!(out, "CAL-{}", dice.range(30_100, 38_900)),
            "ip" => write!(out, "10.{}.{}.{}", dice.pick(&[12, 24, 36, 48]), dice.range(1, 60), dice.range(11, 240)),
            "version" => write!(out, "{}.{}.{}", dice.range(4, 12), dice.range(0, 9), dice.range(0, 20)),
            "code" => write!(out, "{}", dice.pick(&["E-0412", "0x80070035", "E-1107", "0x800f0922", "GL-691", "GL-809", "0x0000011b"])),
            "hex" => write!(out, "0x{:08x}", dice.range(0x8000_0000, 0x8fff_ffff)),
            "case" => write!(out, "C{}", dice.range(118_000, 191_000)),
            "number" => write!(out, "{}", dice.range(3, 10)),
            "mins" => write!(out, "{}", dice.range(1, 9) * 5),
            "percent" => write!(out, "{}", dice.range(86, 99)),
            "gb" => write!(out, "{}", dice.range(3, 48)),
            "amount" => write!(out, "{}.{:02}", dice.range(18, 940), dice.range(0, 100)),
            "mac" => write!(out, "02:5e:{:02x}:{:02x}:{:02x}", dice.range(0, 256), dice.range(0, 256), dice.range(0, 256)),
            "ext" => write!(out, "{}", dice.range(110, 500)),
            _ => return None,
        };
        written.ok().map(|()| out)
    }
}

/// The parts of the bracket that `text` starts with, and where it ends.
fn alternatives(text: &str) -> (Vec<&str>, usize) {
    let (mut depth, mut from, mut parts) = (0, 1, Vec::new());
    for (at, c) in text.char_indices() {
        match c {
            '[' => depth += 1,
            '|' if depth == 1 => {
                parts.push(&text[from..at]);
                from = at + 1;
            }
            ']' => {
                depth -= 1;
                if depth == 0 {
                    parts.push(&text[from..at]);
                    return (parts, at + 1);
                }
            }
            _ => {}
        }
    }
    (vec![&text[1..]], text.len())
}

/// Removes the blanks that empty alternatives leave behind.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split('\n') {
        let words: Vec<&str> = line.split(' ').filter(|w| !w.is_empty()).collect();
        out.push_str(&words.join(" "));
        out.push('\n');
    }
    out.trim().to_owned()
}

fn clock(minute: i64) -> String {
    format!("{}:{:02}", minute / 60, minute % 60)
}

fn weekday_name(day: i64, german: bool) -> &'static str {
    let names = if german { &WEEKDAYS_DE } else { &WEEKDAYS };
    names[calendar::weekday(day) as usize]
}

fn month_name(day: i64, german: bool) -> &'static str {
    let names = if german { &MONTHS_DE } else { &MONTHS };
    names[(calendar::date_of(day).month - 1) as usize]
}

fn date_text(day: i64, german: bool) -> String {
    let dot = if german { "." } else { "" };
    format!("{}{dot} {}", calendar::date_of(day).day, month_name(day, german))
}

fn next_working(site: Site, day: i64) -> i64 {
    (day..day + 12).find(|d| site.is_working_day(*d)).unwrap_or(day)
}

/// A day in microseconds.
pub(crate) const DAY: i64 = 24 * 60 * MINUTE;
