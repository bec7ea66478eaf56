//! How soon pages answer to a click in a real browser, with an archive of tickets: from the click until the wanted page
//! stands and nothing of it is under way any more. The first word is the program to measure, the rest goes to its
//! `bench --served`; `cargo xtask bench --browser` runs it.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use testkit::browser::{Browser, Page};

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// How often each way is gone.
const ROUNDS: usize = 60;
/// Ways that are gone before anything is measured.
const WARMING: usize = 3;
/// What a click may take at most, in the median.
const LIMIT_MILLIS: f64 = 300.0;
const LIST: &str = "/tickets?q=state:open";

/// Clicks a link and tells the milliseconds until the page that `arrived` describes stands still: two frames in which
/// nothing changed and nothing is under way.
const CLICK: &str = "new Promise((done) => {
  const link = LINK, before = performance.now();
  let still = 0, changed = true, last = before;
  const watch = new MutationObserver(() => (changed = true));
  watch.observe(document, { subtree: true, childList: true, attributes: true });
  link.click();
  (function look() {
    const busy = document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling, .htmx-added');
    still = changed || busy || !(ARRIVED) ? 0 : still + 1;
    const at = performance.now();
    if (still === 0) last = at;
    changed = false;
    if (still >= 2) { watch.disconnect(); done(last - before); } else requestAnimationFrame(look);
  })();
})";

fn main() -> Outcome<()> {
    let mut words = std::env::args().skip(1);
    let program = words.next().ok_or("name the program to measure")?;
    let mut child = Command::new(program)
        .args(["bench", "--served"])
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let measured = measure(&mut child);
    // Its input ends with this, and so does it.
    drop(child.stdin.take());
    child.wait()?;
    measured
}

fn measure(child: &mut Child) -> Outcome<()> {
    let out = child.stdout.take().ok_or("it says nothing")?;
    let line = BufReader::new(out).lines().next().ok_or("it ended")??;
    let (url, cookie) = line.split_once(' ').ok_or("it says no cookie")?;
    let (name, value) = cookie.split_once('=').ok_or("it says no cookie")?;
    let page = Browser::shared().page();
    page.keeps(url, name, value);
    page.goes_to(&format!("{url}{LIST}"));
    let (mut to_ticket, mut to_list) = (Vec::new(), Vec::new());
    for round in 0..WARMING + ROUNDS {
        let row = format!(
            "document.querySelectorAll('.tl tbody .s a')[{}]",
            round % 40
        );
        let ticket = click(&page, &row, "document.querySelector('#timeline li')")?;
        let back = "[...document.querySelectorAll('#views a')].find((link) => link.textContent.includes('All open'))";
        let list = click(&page, back, "document.querySelector('.tl tbody tr')")?;
        page.goes_to(&format!("{url}{LIST}"));
        if round >= WARMING {
            to_ticket.push(ticket);
            to_list.push(list);
        }
    }
    let slow = [
        tell("list to ticket", to_ticket),
        tell("ticket to list", to_list),
    ];
    match slow.iter().any(|slow| *slow) {
        true => Err(format!("slower than {LIMIT_MILLIS} ms").into()),
        false => Ok(()),
    }
}

fn click(page: &Page, link: &str, arrived: &str) -> Outcome<f64> {
    let script = CLICK.replace("LINK", link).replace("ARRIVED", arrived);
    let millis = page.try_evaluate(&script)?;
    Ok(millis.as_f64().ok_or("no time was measured")?)
}

/// Prints median and 99th percentile; answers whether the median is too slow.
fn tell(what: &str, mut times: Vec<f64>) -> bool {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
    println!(
        "{what}: median {:.0} ms, 99th percentile {:.0} ms",
        at(0.5),
        at(0.99)
    );
    at(0.5) > LIMIT_MILLIS
}
