//! The command line: what can be said, and who does it.

use crate::commands;
use clap::{Args, Parser, Subcommand};
use std::net::SocketAddr;
use std::path::PathBuf;
use store::Location;

/// Spoc: the service desk.
#[derive(Parser)]
#[command(name = "spoc", version, about, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// Where the data is.
#[derive(Args, Clone, Debug)]
pub(crate) struct Place {
    /// The data folder: database and attachments
    #[arg(long, env = "SPOC_DATA", default_value = "./spoc-data", global = true)]
    data: PathBuf,
    /// A PostgreSQL server (postgres://…); without it the database is a file in the data folder
    #[arg(long, env = "SPOC_DATABASE", global = true)]
    database: Option<String>,
}

impl Place {
    pub(crate) fn location(&self) -> Location {
        Location {
            folder: self.data.clone(),
            database: self.database.clone(),
        }
    }

    /// The location of a Spoc that is there: only commands that begin one make a folder.
    fn existing(&self) -> Result<Location, Box<dyn std::error::Error + Send + Sync>> {
        let (location, folder) = (self.location(), self.data.display());
        let right = "name the place with --data and --database; `spoc serve` makes a new one";
        if !location.folder.is_dir() {
            return Err(
                format!("there is no Spoc: {folder} is not there, or no folder; {right}").into(),
            );
        }
        if store::health(&location)?.schema.is_some() {
            return Ok(location);
        }
        Err(match location.database {
            None => format!("there is no Spoc in {folder}; {right}"),
            Some(_) => format!("there is no Spoc in the database that --database names; {right}"),
        }
        .into())
    }
}

/// Where the server listens.
#[derive(Args, Clone, Debug)]
pub(crate) struct Listen {
    /// The address to listen on
    #[arg(long, env = "SPOC_LISTEN", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
    /// The address under which browsers reach it; without it, the one listened on
    #[arg(long, env = "SPOC_BASE_URL")]
    pub(crate) base_url: Option<String>,
    /// What a reader of /metrics must send; without it, only this machine may read them
    #[arg(long, env = "SPOC_METRICS_TOKEN", hide_env_values = true)]
    pub(crate) metrics_token: Option<String>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve a living demo company from a throw-away data folder
    Demo {
        #[command(flatten)]
        listen: Listen,
    },
    /// Serve the desk
    Serve {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        listen: Listen,
    },
    /// Administrators
    Admin {
        #[command(subcommand)]
        command: AdminCommand,
        /// The address under which browsers reach Spoc
        #[arg(
            long,
            env = "SPOC_BASE_URL",
            default_value = "http://127.0.0.1:8080",
            global = true
        )]
        base_url: String,
        #[command(flatten)]
        place: Place,
    },
    /// API tokens
    Token {
        #[command(subcommand)]
        command: TokenCommand,
        #[command(flatten)]
        place: Place,
    },
    /// Bring data in from another system
    Import {
        /// What the file is: servicenow-log
        format: String,
        /// The file
        path: PathBuf,
        /// Read and check everything, write nothing
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        place: Place,
    },
    /// Mail
    Mail {
        #[command(subcommand)]
        command: MailCommand,
        #[command(flatten)]
        place: Place,
    },
    /// Write everything into one file, while the desk goes on
    Backup {
        /// The file
        file: PathBuf,
        #[command(flatten)]
        place: Place,
    },
    /// Put a backup into an empty data folder or database
    Restore {
        /// The file
        file: PathBuf,
        #[command(flatten)]
        place: Place,
    },
    /// Check that every folded row is what its log says, and every file what its hash says
    Verify {
        #[command(flatten)]
        place: Place,
    },
    /// Look whether everything is well: folder, database, clock, counters, jobs, files
    Doctor {
        #[command(flatten)]
        place: Place,
        /// The address under which browsers reach Spoc
        #[arg(long, env = "SPOC_BASE_URL")]
        base_url: Option<String>,
    },
    /// Make all folded rows, the index and the counters anew from the log
    Rebuild {
        #[command(flatten)]
        place: Place,
    },
    /// The policy as a folder of TOML files
    Policy {
        #[command(subcommand)]
        command: PolicyCommand,
        #[command(flatten)]
        place: Place,
    },
    /// Try a policy on what has happened: nothing is changed and nothing is sent
    Replay {
        /// The folder of the policy to try, as `spoc policy export` writes it
        #[arg(long)]
        policy: PathBuf,
        /// How far back, in days such as 90d; without it, all of the history
        #[arg(long, value_parser = commands::replay::days)]
        last: Option<u32>,
        #[command(flatten)]
        place: Place,
    },
    /// Measure, beside raw reference loops in the same run
    Bench {
        #[command(flatten)]
        options: crate::bench::Options,
    },
}

#[derive(Subcommand)]
pub(crate) enum MailCommand {
    /// Take messages in out of files, and say what became of each
    Take {
        /// The address of the mailbox that they came to
        #[arg(long)]
        mailbox: String,
        /// The files; - for the standard input
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Set up the mailboxes of a TOML file, those that are there by their addresses; all of them, or none where one is wrong
    Mailboxes {
        /// The file; - for the standard input
        file: PathBuf,
        /// Say what would change, write nothing
        #[arg(long)]
        dry_run: bool,
    },
}

#[derive(Subcommand)]
pub(crate) enum AdminCommand {
    /// Make an administrator; prints the link by which the password is chosen
    Create {
        /// The address to sign in with
        email: String,
        /// The name
        #[arg(long)]
        name: Option<String>,
    },
}

#[derive(Subcommand)]
pub(crate) enum PolicyCommand {
    /// Write the policy in force into a folder
    Export {
        /// The folder; files of the same names are written anew
        folder: PathBuf,
    },
    /// Show what putting the folder's policy in force would change
    Plan {
        /// The folder
        folder: PathBuf,
    },
    /// Put the folder's policy in force, as a new version
    Apply {
        /// The folder
        folder: PathBuf,
        /// Why, for the history
        #[arg(long, default_value = "spoc policy apply")]
        comment: String,
    },
}

#[derive(Subcommand)]
pub(crate) enum TokenCommand {
    /// Make a token; prints the token and nothing else
    Create {
        /// Whose it is
        #[arg(long)]
        user: String,
        /// What it allows, such as ticket.read; may be given several times; without it, all that the person may
        #[arg(long)]
        scope: Vec<String>,
        /// When it ends: a day such as 2027-01-31, or a number of days such as 90d
        #[arg(long)]
        expires: Option<String>,
    },
}

/// Does what the command line says.
///
/// # Errors
/// When it cannot be done, with what would be right.
pub fn run(cli: Cli) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    // Short questions to SQLite are asked on the runtime's own threads: more threads than cores, so that a
    // longer one holds up nobody else.
    let threads = std::thread::available_parallelism().map_or(8, |cores| cores.get() * 4);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(threads)
        .enable_all()
        .build()?;
    runtime.block_on(async {
        match cli.command {
            Command::Demo { listen } => commands::demo::run(&listen).await,
            Command::Serve { place, listen } => {
                commands::serve::run(&place.location(), &listen).await
            }
            Command::Admin {
                command,
                base_url,
                place,
            } => commands::accounts::admin(&place.location(), &base_url, command).await,

            Command::Token { command, place } => {
                commands::accounts::token(&place.existing()?, command).await
            }
            Command::Import {
                format,
                path,
                dry_run,
                place,
            } => commands::import::run(&place.location(), &format, &path, dry_run).await,
            Command::Mail { command, place } => {
                let location = place.existing()?;
                match command {
                    MailCommand::Take { mailbox, files } => {
                        commands::mail::take(&location, &mailbox, &files).await
                    }
                    MailCommand::Mailboxes { file, dry_run } => {
                        commands::mailboxes::run(&location, &file, dry_run).await
                    }
                }
            }
            Command::Backup { file, place } => {
                commands::backup::backup(&place.existing()?, &file).await
            }
            Command::Restore { file, place } => {
                commands::backup::restore(&place.location(), &file).await
            }
            Command::Verify { place } => commands::upkeep::verify(&place.existing()?).await,
            Command::Doctor { place, base_url } => {
                crate::doctor::run(&place.location(), base_url.as_deref()).await
            }
            Command::Rebuild { place } => commands::upkeep::rebuild(&place.existing()?).await,
            Command::Policy { command, place } => {
                commands::policy::run(&place.existing()?, command).await
            }
            Command::Replay {
                policy,
                last,
                place,
            } => commands::replay::run(&place.existing()?, &policy, last).await,
            Command::Bench { options } => crate::bench::run(options).await,
        }
    })
}
