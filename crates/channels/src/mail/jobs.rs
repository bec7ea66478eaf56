//! What is done about mail beside the requests.

use super::Intake;
use kernel::time::MINUTE;
use serde::{Deserialize, Serialize};
use work::jobs::{Failure, Job, Running};

/// Takes up messages that were kept and, because something ended in between, not understood.
#[derive(Serialize, Deserialize)]
pub(crate) struct TakeUpMail {}

impl Job for TakeUpMail {
    const NAME: &'static str = "take_up_mail";
    const EVERY: Option<i64> = Some(5 * MINUTE);

    async fn run(self, running: Running) -> Result<(), Failure> {
        let floor = running.floor;
        Intake::new(floor.desk, floor.directory).take_up().await?;
        Ok(())
    }
}
