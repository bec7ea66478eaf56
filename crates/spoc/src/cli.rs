//! The command line.

use clap::Parser;

/// Spoc: the service desk.
#[derive(Parser)]
#[command(name = "spoc", version)]
pub struct Cli {}

/// Does what the command line says.
///
/// # Errors
/// When it cannot be done, with what would be right.
pub fn run(_cli: Cli) -> Result<(), String> {
    Ok(())
}
