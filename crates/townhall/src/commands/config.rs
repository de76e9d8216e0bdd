//! `townhall config`

use clap::{Args, Command};

use crate::settings::Given;

/// Explains every setting: its flag, its environment variable, its key in the file.
#[expect(clippy::print_stdout, reason = "the command's answer")]
pub fn run() {
    println!(
        "# Settings of Townhall. A flag wins over the environment, the environment over this file."
    );
    println!("# Save what you need as townhall.toml.\n");
    let command = Given::augment_args(Command::new("townhall"));
    for argument in command.get_arguments() {
        let (Some(flag), Some(help)) = (argument.get_long(), argument.get_help()) else { continue };
        if flag == "config" {
            continue;
        }
        let variable = argument.get_env().and_then(|name| name.to_str()).unwrap_or_default();
        println!("# {help}\n# --{flag}, {variable}\n# {flag} = \"\"\n");
    }
}
