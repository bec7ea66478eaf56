//! The same page of two archives, asked for in turns: what else the machine does meanwhile meets both.

use super::client::load;
use super::report::{Report, Times};
use super::{Outcome, served};
use crate::App;
use std::time::Duration;

/// How often each archive has its turn.
const TURNS: usize = 40;
/// Short: what slows the machine down for a while meets both.
const LASTING: Duration = Duration::from_millis(50);
/// How much longer the second archive may take, in percent.
const BAR_PERCENT: f64 = 20.0;

/// A page, and whether it is shown as it was shown before where nothing has changed, or made anew.
pub(super) struct Asked {
    pub(super) what: &'static str,
    pub(super) path: &'static str,
    pub(super) anew: bool,
}

/// Reports for each page how long one client waits for it, in microseconds: the median of each archive.
pub(super) async fn compare(
    (one, other): (&App, &App),
    pages: &'static [Asked],
    report: &mut Report,
) -> Outcome<()> {
    let (one, one_cookie, serving_one) = served::open(one).await?;
    let (other, other_cookie, serving_other) = served::open(other).await?;
    let ask = move || -> Outcome<Vec<(Times, Times)>> {
        let mut asked = Vec::new();
        for page in pages {
            let anew = if page.anew {
                "Cache-Control: no-cache\r\n"
            } else {
                ""
            };
            let headers = |cookie: &str| format!("Cookie: {cookie}\r\n{anew}");
            let turn = |address, cookie: &str| {
                load(address, page.path, &headers(cookie), 1, LASTING).map(|load| load.times)
            };
            // The first turn of each reads what the others find in memory.
            turn(one, &one_cookie)?;
            turn(other, &other_cookie)?;
            let (mut ones, mut others) = (Times::default(), Times::default());
            for _ in 0..TURNS {
                ones.append(turn(one, &one_cookie)?);
                others.append(turn(other, &other_cookie)?);
            }
            asked.push((ones, others));
        }
        Ok(asked)
    };
    let asked = tokio::task::spawn_blocking(ask).await??;
    serving_one.abort();
    serving_other.abort();
    for (page, (one, other)) in pages.iter().zip(&asked) {
        let (one, other) = (one.micros(0.5), other.micros(0.5));
        let slower_percent = (other / one - 1.0).max(0.0) * 100.0;
        report.compare(page.what, one, other, slower_percent, BAR_PERCENT);
    }
    Ok(())
}
