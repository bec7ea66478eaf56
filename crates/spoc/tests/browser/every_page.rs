//! What must hold of every page: nothing that axe finds, no error, no other host, nothing inline, nothing that
//! overflows, no motion for those who want none, and not too many bytes.

use crate::person::Person;
use crate::site::{Hand, Site, Way};
use kernel::policy::{CustomField, Named};
use kernel::ticket::{Change, FieldKind};
use serde_json::Value;
use std::io::{Read, Write};
use std::net::TcpStream;
use testkit::browser::{Theme, Window};
use testkit::pages::{self, PAGES, PageOf, Who};

const AXE: &str = include_str!("vendor/axe.min.js");
/// Most bytes of a page.
const PAGE_BYTES: u64 = 100 * 1024;
/// Most bytes of script and style, as they travel.
const ASSET_BYTES: u64 = 150 * 1024;
/// Most requests for data that a page makes by itself once it is there.
const DATA_REQUESTS: usize = 1;

const FOUND_BY_AXE: &str =
    "axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } }).then((found) => found.violations.flatMap(
  (rule) => rule.nodes.map((node) => `axe ${rule.id} at ${node.target}: ${node.failureSummary}`)))";
const INLINE: &str = "fetch(location.href).then((answer) => answer.text()).then((html) => {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const inline = [...page.querySelectorAll('[style], style, script:not([src])')].map((one) => `inline: ${one.outerHTML.slice(0, 160)}`);
  return { inline, bytes: new TextEncoder().encode(html).length };
})";
const ASSETS: &str = "[...document.querySelectorAll('link[rel=stylesheet], script[src]')].map((one) => one.href || one.src)";
const OVERFLOWING: &str = "[...(document.scrollingElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5)),
  ...[...document.querySelectorAll('a, button, summary')].filter((one) => {
    const above = [];
    for (let at = one; at; at = at.parentElement) above.push(getComputedStyle(at));
    const { left, right, width } = one.getBoundingClientRect();
    return width > 0 && one.checkVisibility() && (left < -0.5 || right > innerWidth + 0.5) && above.some((style) => style.position === 'fixed')
      && !above.slice(1).some((style) => /auto|scroll/.test(style.overflowX));
  })].slice(0, 5).map((one) => `${one.outerHTML.slice(0, 160)} ends at ${one.getBoundingClientRect().right}`)";
const MIRRORED: &str = "(() => {
  document.documentElement.dir = 'rtl';
  const { scrollWidth } = document.scrollingElement;
  return scrollWidth <= innerWidth ? [] : [`read from right to left it is ${scrollWidth} wide`];
})()";
const MOVING: &str = "[...document.querySelectorAll('*')].filter((one) => {
  const style = getComputedStyle(one);
  const longest = (times) => Math.max(...times.split(',').map(parseFloat));
  return longest(style.transitionDuration) > 0.01 || (style.animationName !== 'none' && longest(style.animationDuration) > 0.01);
}).slice(0, 5).map((one) => `moves: ${one.outerHTML.slice(0, 120)}`)";

const WAY: Way = Way {
    hand: Hand::Mouse,
    language: "en",
    theme: Theme::Light,
};

#[test]
fn every_page_before_signing_in_is_sound() {
    let nobody = Site::empty();
    let mut findings = look(&nobody, &nobody.stranger(WAY), Who::First);
    let site = furnished();
    findings.extend(look(&site, &site.stranger(WAY), Who::Stranger));
    tell(&findings);
}

#[test]
fn every_page_of_a_requester_is_sound() {
    let site = furnished();
    let rita = site.person(&site.cast().rita, WAY);
    tell(&look(&site, &rita, Who::Requester));
}

#[test]
fn every_page_of_an_agent_is_sound() {
    let site = furnished();
    let anna = site.person(&site.cast().anna, WAY);
    tell(&look(&site, &anna, Who::Agent));
}

#[test]
fn every_page_of_an_administrator_is_sound() {
    let site = furnished();
    let ada = site.person(&site.cast().ada, WAY);
    tell(&look(&site, &ada, Who::Administrator));
}

/// A desk on which every page has something to show.
fn furnished() -> Site {
    let site = Site::new();
    let cast = site.cast();
    let first = site.incident(
        &cast.rob,
        "The printer on the second floor jams",
        "On every page.",
    );
    site.resolves(&cast.anna, first, "Cleaned the rollers.");
    site.lets_everybody_ask();
    site.has_an_outage("Email");
    site.hands_out(&cast.rita, "Laptop 42");
    let fields = a_field_of_each_kind();
    let asked = fields.iter().map(|field| format!("field.{}", field.key));
    let asked = ["service".to_owned(), "category".to_owned()]
        .into_iter()
        .chain(asked)
        .collect();
    site.has_fields(fields);
    site.asks(asked);
    let long = "Whatever-is-written-without-a-single-space-must-not-push-the-page-apart-".repeat(4);
    let second = site.incident(
        &cast.rita,
        "VPN drops",
        &format!("the **VPN** drops\n\n    {long}\n\n{long}"),
    );
    site.reply(
        &cast.anna,
        second,
        "Which *client* is it?\n\n| one | two |\n|---|---|\n| a | b |",
    );
    site.notes(&cast.anna, second, "Looks like the gateway.");
    site.reply(&cast.rita, second, "The old one.");
    let hold = Change::Hold {
        reason: "requester".into(),
        until: None,
        text: "Asked for the version.".into(),
    };
    site.change(&cast.anna, second, vec![hold, Change::Tag("vpn".into())]);
    site.has_macros();
    site.asks_for_approval(&cast.anna, second);
    site.mail(
        "From: Rita <rita@spoc.example>\r\nTo: desk@spoc.example\r\nSubject: The scanner hums\r\n\
         Message-ID: <hum@spoc.example>\r\n\r\nLoudly.\r\n",
    );
    site
}

fn a_field_of_each_kind() -> Vec<CustomField> {
    let choices = || {
        ["Office", "Home"].map(|label| Named {
            key: label.to_lowercase(),
            label: label.to_owned(),
        })
    };
    vec![
        CustomField::new("desk", "Which desk do you sit at?", FieldKind::Text),
        CustomField::new("people", "How many cannot work?", FieldKind::Number),
        CustomField::new("needed", "Needed by", FieldKind::Date),
        CustomField::new(
            "place",
            "Where are you?",
            FieldKind::Choice {
                choices: choices().into(),
            },
        ),
        CustomField::new(
            "places",
            "Where does it happen?",
            FieldKind::MultipleChoice {
                choices: choices().into(),
            },
        ),
        CustomField::new("witness", "Who saw it?", FieldKind::Person),
        CustomField::new("new", "Is the device new?", FieldKind::YesNo),
    ]
}

fn look(site: &Site, person: &Person<'_>, who: Who) -> Vec<String> {
    let pages: Vec<&PageOf> = PAGES.iter().filter(|page| page.who == who).collect();
    assert!(!pages.is_empty(), "nobody looks at pages of {who:?}");
    let of = |page: &PageOf| -> Vec<String> {
        let found = findings(site, person, page).into_iter();
        found
            .map(|finding| format!("{}: {finding}", page.name))
            .collect()
    };
    pages.into_iter().flat_map(of).collect()
}

fn tell(findings: &[String]) {
    assert!(
        findings.is_empty(),
        "{} findings\n{}",
        findings.len(),
        findings.join("\n")
    );
}

fn findings(site: &Site, person: &Person<'_>, page: &PageOf) -> Vec<String> {
    let view = &person.page;
    view.shows(Window::WIDE);
    view.prefers(Theme::Light);
    let address = address(site, person, page);
    view.requests();
    person.complaints();
    view.goes_to(&address);
    view.until("the page is at rest", "eyes.quiet()");
    let mut found = heard(person, &address);
    let weight = view.evaluate(INLINE);
    found.extend(list(&weight["inline"]));
    let assets: u64 = list(&view.evaluate(ASSETS)).map(|url| travels(&url)).sum();
    let bytes = number(&weight["bytes"]);
    if bytes > PAGE_BYTES || assets > ASSET_BYTES || assets == 0 {
        found.push(format!("{bytes} bytes, and {assets} of script and style"));
    }
    found.extend(list(&view.evaluate(MOVING)));
    view.evaluate(&format!("{AXE}; true"));
    found.extend(list(&view.evaluate(FOUND_BY_AXE)));
    for (name, window) in [("at 360 px", Window::NARROW), ("at 200 %", Window::ZOOMED)] {
        view.shows(window);
        let wide = list(&view.evaluate(OVERFLOWING));
        found.extend(wide.map(|one| format!("{name}: {one}")));
    }
    found.extend(in_german(person, &address));
    found
}

/// What is wrong with a page in the dark on a telephone in German, whose words are the longest.
fn in_german(person: &Person<'_>, address: &str) -> Vec<String> {
    let view = &person.page;
    view.shows(Window::NARROW);
    view.prefers(Theme::Dark);
    view.speaks("de");
    view.goes_to(address);
    view.until("the page is at rest", "eyes.quiet()");
    view.evaluate(&format!("{AXE}; true"));
    let found = [OVERFLOWING, FOUND_BY_AXE, MIRRORED].map(|looked| list(&view.evaluate(looked)));
    view.speaks(WAY.language);
    let found = found.into_iter().flatten();
    found.map(|one| format!("in German: {one}")).collect()
}

fn address(site: &Site, person: &Person<'_>, page: &PageOf) -> String {
    match page.way {
        pages::Way::Address(path) => format!("{}{path}", site.url),
        pages::Way::PasswordLink => site.password_link(),
        pages::Way::SetUpCode => site.set_up_link(),
        pages::Way::MailLink => site.mail_link(),
        pages::Way::ApprovalLink => site.approval_link(),
        pages::Way::FollowLink => {
            person.opens("/ask");
            let link = person.page.evaluate(pages::FOLLOW_LINK);
            link.as_str().unwrap_or_default().to_owned()
        }
        pages::Way::Made(path, script) => {
            person.opens(path);
            let made = person.page.evaluate(script);
            made.as_str().unwrap_or_default().to_owned()
        }
        pages::Way::LinkOn(path) => {
            person.opens(path);
            let found = person
                .page
                .until(&format!("{path} links to {}", page.route), &page.link());
            found.as_str().unwrap_or_default().to_owned()
        }
    }
}

/// What the page said on its console, and whom it asked.
fn heard(person: &Person<'_>, address: &str) -> Vec<String> {
    let said = person.complaints().into_iter();
    // That a page which does not exist is not there is no error.
    let mut found: Vec<String> = said
        .filter(|said| !(said.contains(address) && said.contains("404")))
        .map(|said| format!("console: {said}"))
        .collect();
    let asked = person.page.requests();
    for (url, _) in &asked {
        let own = url.starts_with(&person.site.url)
            || url.starts_with("data:")
            || url.starts_with("blob:");
        if !own {
            found.push(format!("asks another host: {url}"));
        }
    }
    let data = asked
        .iter()
        .filter(|(_, kind)| kind == "XHR" || kind == "Fetch");
    let data: Vec<&str> = data.map(|(url, _)| url.as_str()).collect();
    if data.len() > DATA_REQUESTS {
        found.push(format!("asks for more than its data: {data:?}"));
    }
    found
}

/// How many bytes a file is on its way, asked for as browsers do that have kept nothing.
fn travels(url: &str) -> u64 {
    let rest = url.strip_prefix("http://").expect("an address");
    let (host, path) = rest.split_once('/').expect("a path");
    let mut stream = TcpStream::connect(host).expect("a server");
    let question = format!(
        "GET /{path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: gzip, br\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(question.as_bytes()).expect("asked");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("an answer");
    assert!(answer.starts_with(b"HTTP/1.1 200"), "{url}");
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n");
    (answer.len() - end.expect("a body") - 4) as u64
}

fn list(value: &Value) -> impl Iterator<Item = String> + use<> {
    let items = value.as_array().cloned().unwrap_or_default();
    items
        .into_iter()
        .map(|item| item.as_str().unwrap_or_default().to_owned())
}

fn number(value: &Value) -> u64 {
    value.as_f64().map_or(u64::MAX, |number| number as u64)
}
