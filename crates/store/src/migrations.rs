//! Migrations: run at start, in order, each once. A database from a newer Spoc is refused.

use crate::dialect::Dialect;
use crate::error::{Error, Result};
use refinery::{Migration, Runner};

/// A file of `migrations/` by its name.
macro_rules! migration {
    ($name:literal) => {
        (
            $name,
            include_str!(concat!("../migrations/", $name, ".sql")),
        )
    };
}

const MIGRATIONS: &[(&str, &str)] = &[
    migration!("V1__record"),
    migration!("V2__directory"),
    migration!("V3__links"),
    migration!("V10__jobs"),
    migration!("V30__lists"),
    migration!("V40__composer"),
    migration!("V41__macros"),
    migration!("V50__tasks"),
    migration!("V60__places"),
    migration!("V70__sharing"),
    migration!("V80__notifications"),
    migration!("V81__service_health"),
    migration!("V82__follow_links"),
    migration!("V83__push"),
    migration!("V90__person_merges"),
    migration!("V95__clocks"),
    migration!("V96__automation"),
    migration!("V100__mail"),
    migration!("V101__mail_outbox"),
    migration!("V110__approvals"),
    migration!("V115__view_groups"),
    migration!("V116__removals"),
    migration!("V117__search_settings"),
    migration!("V120__mail_accounts"),
    migration!("V130__service_criticality"),
    migration!("V131__policy_trials"),
    migration!("V133__deadlines"),
    migration!("V150__assets"),
    migration!("V152__view_boards"),
    migration!("V160__search_documents"),
    migration!("V170__webhooks"),
    migration!("V190__mail_checks"),
    migration!("V191__mail_choices"),
    migration!("V192__dkim_keys"),
    migration!("V193__approval_links"),
    migration!("V194__mail_grants"),
    migration!("V195__invitations"),
    migration!("V196__team_zones"),
    migration!("V197__mail_by_person"),
    migration!("V200__side_mail"),
    migration!("V210__told_by_mail"),
    migration!("V220__mailbox_services"),
    migration!("V250__quiet_mail"),
    migration!("V251__sent_mail"),
    migration!("V260__mail_to_addresses"),
    migration!("V300__plus_addresses"),
];

/// The version of the schema that this binary knows.
pub fn newest() -> i64 {
    let version = |(name, _): &(&str, &str)| name[1..].split("__").next()?.parse().ok();
    MIGRATIONS.iter().filter_map(version).max().unwrap_or(0)
}

/// Brings the schema up to date.
pub(crate) fn run<C: refinery::Migrate>(connection: &mut C, dialect: Dialect) -> Result<()> {
    let failed = |error: refinery::Error| Error::Migration(error.to_string());
    let migrations = MIGRATIONS
        .iter()
        .map(|(name, text)| Migration::unapplied(name, &dialect.migration(text)))
        .collect::<Result<Vec<_>, _>>()
        .map_err(failed)?;
    // Together with the note that they were run, and in one transaction: whoever is killed meanwhile begins anew.
    let runner = Runner::new(&migrations).set_grouped(true);
    // Whoever starts at the same time may be faster: then all is there on a second look.
    let done = runner.run(connection).or_else(|_| runner.run(connection));
    // The runner compares before it changes anything; what it says of a newer database, nobody would understand.
    if let Err(error) = done {
        let applied = runner
            .get_applied_migrations(connection)
            .unwrap_or_default();
        let found = applied
            .iter()
            .map(|migration| i64::from(migration.version()))
            .max()
            .unwrap_or(0);
        return Err(if found > newest() {
            Error::Newer {
                found,
                known: newest(),
            }
        } else {
            failed(error)
        });
    }
    Ok(())
}
