//! `spoc`: the service desk.

use clap::Parser;
use spoc::cli::{Cli, run};
use std::io::Write;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Where nobody reads, the exit code says it.
            let _ = writeln!(std::io::stderr(), "spoc: {error}");
            ExitCode::FAILURE
        }
    }
}
