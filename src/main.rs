//! The program: reads its command line and does what it says.

use std::process::ExitCode;

use clap::Parser;
use lectern::cli::Cli;

#[actix_web::main]
async fn main() -> ExitCode {
    match Cli::parse().run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The chain of causes on one line: an operator reads it, or a supervisor logs it.
            eprintln!("lectern: {error:#}");
            ExitCode::FAILURE
        }
    }
}
