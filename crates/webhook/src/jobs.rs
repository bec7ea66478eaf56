//! What is done about webhooks beside the requests.

use crate::queries;
use kernel::time::{DAY, HOUR};
use serde::{Deserialize, Serialize};
use work::jobs::{Failure, Job, Priority, Running};

/// How long a delivery is known.
const KEPT_FOR: i64 = 30 * DAY;

/// Forgets deliveries of long ago, also those of webhooks that are switched off or gone.
#[derive(Serialize, Deserialize)]
pub(crate) struct ForgetDeliveries {}

impl Job for ForgetDeliveries {
    const NAME: &'static str = "forget_deliveries";
    const PRIORITY: Priority = Priority::Idle;
    const EVERY: Option<i64> = Some(HOUR);

    async fn run(self, running: Running) -> Result<(), Failure> {
        let desk = running.floor.desk;
        let before = desk.clock().now().plus(-KEPT_FOR);
        let forgetting = desk.store().write(move |tx| queries::forget(tx, before));
        Ok(forgetting.await?)
    }
}
