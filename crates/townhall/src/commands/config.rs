//! `townhall config`

use clap::{Arg, Args, Command};

use crate::settings::Given;

/// Explains every setting: its flag, its environment variable, its key in the file.
pub fn run() {
    super::say(explained().trim_end());
}

/// A configuration file with every setting: words begin with `# `, settings with `#` alone, so that
/// taking that away sets one.
fn explained() -> String {
    let mut text = String::from(
        "# Settings of Townhall. A flag wins over the environment, the environment over this file.\n\
         # Save what you need as townhall.toml: take the # away before a key and change its value.\n",
    );
    let command = Given::augment_args(Command::new("townhall"));
    for argument in command.get_arguments() {
        let (Some(flag), Some(help)) = (argument.get_long(), argument.get_help()) else { continue };
        if flag == "config" {
            continue;
        }
        let variable = argument.get_env().and_then(|name| name.to_str()).unwrap_or_default();
        let value = value(argument, &help.to_string());
        text.push_str(&format!("\n# {help}\n# --{flag}, {variable}\n#{flag} = {value}\n"));
    }
    text
}

/// The default, or an empty value where there is none.
fn value(argument: &Arg, help: &str) -> String {
    let default = help
        .rsplit_once("[default: ")
        .and_then(|(_, rest)| rest.strip_suffix(']'))
        .unwrap_or_default();
    let is_number = matches!(argument.get_id().as_str(), "node" | "drain" | "publishers");
    // Defaults that depend on other settings are told, not set.
    match default {
        number if is_number && number.parse::<u16>().is_ok() => number.to_owned(),
        _ if is_number => "0".into(),
        none if none.starts_with("none") => "\"\"".into(),
        made if made.contains("DATA") || made.contains("LISTEN") => "\"\"".into(),
        text => toml::Value::from(text).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_explanation_is_a_configuration_once_its_keys_are_set() {
        let text = explained();
        let set: Vec<&str> = text
            .lines()
            .filter_map(|line| line.strip_prefix('#'))
            .filter(|line| !line.starts_with(' '))
            .collect();
        toml::from_str::<Given>(&set.join("\n")).unwrap();
        let command = Given::augment_args(Command::new("townhall"));
        // Every setting but the file's own place.
        assert_eq!(set.len(), command.get_arguments().count() - 1);
        assert!(set.contains(&"listen = \"127.0.0.1:8080\""), "{text}");
    }
}
