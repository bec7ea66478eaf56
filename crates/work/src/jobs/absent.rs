//! Every minute: what waits for somebody who is away is handed out again, where the team wants it so.

use super::model::{Failure, Job, Running};
use super::queries;
use crate::desk::Command;
use kernel::time::MINUTE;
use kernel::{Actor, TicketId};
use serde::{Deserialize, Serialize};

/// Tickets that are taken in one unit of work: others who write need not wait long.
const BATCH: usize = 50;

/// Takes tickets from those who are away. Each is taken once for an absence: whoever gives it back to them means it.
#[derive(Serialize, Deserialize)]
pub(super) struct RelieveAbsent {}

impl Job for RelieveAbsent {
    const NAME: &'static str = "relieve_absent";
    const EVERY: Option<i64> = Some(MINUTE);

    async fn run(self, running: Running) -> Result<(), Failure> {
        let desk = running.floor.desk;
        let mut after = TicketId(0);
        loop {
            let now = desk.clock().now();
            let teams = desk.rules().await?.automation.relieving(now);
            if teams.is_empty() {
                return Ok(());
            }
            let asked = (now, after, BATCH as i64);
            let reading = desk
                .store()
                .read(move |tx| queries::left_by_absent(tx, &teams, asked));
            let tickets = reading.await?;
            let Some(last) = tickets.last().copied() else {
                return Ok(());
            };
            desk.execute(&Actor::spoc(), Command::Relieve { tickets })
                .await?;
            after = last;
        }
    }
}
