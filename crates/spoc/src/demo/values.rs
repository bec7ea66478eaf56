//! What slots can stand for: names, devices, places, times and numbers.

use std::fmt::Write as _;

use super::calendar::{self, Site};
use super::company::Person;
use super::slots::Scene;
use super::word_lists::{LISTS, MONTHS, MONTHS_DE, ROOMS, SITE_CODES, WEEKDAYS, WEEKDAYS_DE};

impl<'a> Scene<'a> {
    /// A new value for a slot.
    pub(crate) fn draw(&mut self, base: &str, slot: &str) -> String {
        let own = self
            .scenario
            .slots
            .iter()
            .chain(LISTS)
            .find(|(name, _)| *name == base);
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
            "dept" => me
                .department
                .map_or(self.company.organisations[me.organisation].name, |d| {
                    self.company.departments[d].name
                })
                .to_owned(),
            "company" => self.company.organisations[me.organisation].name.to_owned(),
            "boss" => people[me.manager.unwrap_or(0)].name(),
            "bossfirst" => people[me.manager.unwrap_or(0)].given.clone(),
            "colleague" => {
                let others: Vec<&Person> = people
                    .iter()
                    .enumerate()
                    .filter(|&(ix, p)| {
                        ix != self.requester
                            && p.department == me.department
                            && p.organisation == me.organisation
                    })
                    .map(|(_, p)| p)
                    .collect();
                if others.is_empty() {
                    people[0].name()
                } else {
                    self.dice.pick(&others).name()
                }
            }
            "cofirst" => self
                .value("colleague")
                .split(' ')
                .next()
                .unwrap_or_default()
                .to_owned(),
            "newcomer" => {
                let site = self.site_of(self.requester);
                let (given, family) = super::names::draw(&mut self.dice, site);
                format!("{given} {family}")
            }
            "newfirst" => self
                .value("newcomer")
                .split(' ')
                .next()
                .unwrap_or_default()
                .to_owned(),
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
            "port" => format!(
                "{}.{:02}-{}",
                self.dice.range(0, 4),
                self.dice.range(1, 40),
                self.dice.pick(&["A", "B"])
            ),
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
            "later" if german => "9 Uhr (morgen)".to_owned(),
            "later" => "9:00 tomorrow".to_owned(),
            "hour" => clock(self.dice.range(16, 34) * 30),
            "since" => {
                let back = self.dice.range(1, 6);
                let back = (back..back + 12)
                    .find(|b| site.is_working_day(day - b))
                    .unwrap_or(back);
                let then = weekday_name(day - back, german);
                match (back, german) {
                    (1, true) => "gestern".to_owned(),
                    (1, false) => "yesterday".to_owned(),
                    (2..=6, true) => then.to_owned(),
                    (2..=6, false) => format!("last {then}"),
                    (_, german) => date_text(day - back, german),
                }
            }
            "date" => date_text(next_working(site, day + self.dice.range(3, 21)), german),
            "soon" => {
                weekday_name(next_working(site, day + self.dice.range(1, 5)), german).to_owned()
            }
            "olddate" => date_text(day - self.dice.range(5, 45), german),
            "month" => month_name(day, german).to_owned(),
            "lastmonth" => month_name(day - 28, german).to_owned(),
            "week" => format!(
                "{}",
                (day - calendar::day_of(calendar::Date {
                    month: 1,
                    day: 1,
                    ..calendar::date_of(day)
                })) / 7
                    + 1
            ),
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
            "serial" => write!(
                out,
                "{}{:05}",
                dice.pick(&["AM", "KX", "P7"]),
                dice.range(1_200, 98_000)
            ),
            "cert" => write!(out, "CAL-{}", dice.range(30_100, 38_900)),
            "ip" => write!(
                out,
                "10.{}.{}.{}",
                dice.pick(&[12, 24, 36, 48]),
                dice.range(1, 60),
                dice.range(11, 240)
            ),
            "version" => write!(
                out,
                "{}.{}.{}",
                dice.range(4, 12),
                dice.range(0, 9),
                dice.range(0, 20)
            ),
            "code" => write!(
                out,
                "{}",
                dice.pick(&[
                    "E-0412",
                    "0x80070035",
                    "E-1107",
                    "0x800f0922",
                    "GL-691",
                    "GL-809",
                    "0x0000011b"
                ])
            ),
            "hex" => write!(out, "0x{:08x}", dice.range(0x8000_0000, 0x8fff_ffff)),
            "case" => write!(out, "C{}", dice.range(118_000, 191_000)),
            "number" => write!(out, "{}", dice.range(3, 10)),
            "mins" => write!(out, "{}", dice.range(1, 9) * 5),
            "percent" => write!(out, "{}", dice.range(86, 99)),
            "gb" => write!(out, "{}", dice.range(3, 48)),
            "amount" => write!(out, "{}.{:02}", dice.range(18, 940), dice.range(0, 100)),
            "mac" => write!(
                out,
                "02:5e:{:02x}:{:02x}:{:02x}",
                dice.range(0, 256),
                dice.range(0, 256),
                dice.range(0, 256)
            ),
            "ext" => write!(out, "{}", dice.range(110, 500)),
            _ => return None,
        };
        written.ok().map(|()| out)
    }
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
    format!(
        "{}{dot} {}",
        calendar::date_of(day).day,
        month_name(day, german)
    )
}

fn next_working(site: Site, day: i64) -> i64 {
    (day..day + 12)
        .find(|d| site.is_working_day(*d))
        .unwrap_or(day)
}
