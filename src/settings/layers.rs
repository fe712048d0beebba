//! Sources laid over one another, each value remembering where it came from.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;

use anyhow::ensure;
use config::{Config, ConfigError, Value, ValueKind};

use super::keys::{Keys, keys_of, kind_in_words, syntax_error};
use super::{InvalidSettings, Settings, Sources};

const DEFAULT: &str = include_str!("../../config/default.toml");

/// Keys whose values are secrets. Each may come from the environment, or from the file that `{key}_file` names.
const SECRETS: [&str; 7] = [
    "attachments.s3.access_key_id",
    "attachments.s3.secret_access_key",
    "database.url",
    "database.application_url",
    "database.public_url",
    "mail.smtp_password",
    "security.secret_key",
];

/// All values by key, as they will be used.
pub struct Layers {
    values: Keys,
    /// Where each key that is not a default was set, in words.
    places: BTreeMap<String, String>,
}

impl Layers {
    /// Reads every source; the later one wins.
    pub fn read(sources: &Sources) -> Result<Self, InvalidSettings> {
        let defaults = keys_of(DEFAULT).map_err(|it| {
            InvalidSettings::new("config/default.toml".to_owned(), &it.to_string())
        })?;
        let mut layers = Self { values: defaults, places: BTreeMap::new() };
        layers.lay_file(sources)?;
        layers.lay_environment(sources)?;
        for (key, value) in &sources.flags {
            layers.lay_text(key, value, format!("`{key}` from the command line"))?;
        }
        layers.read_secret_files()?;
        Ok(layers)
    }

    /// The values as types.
    pub fn settings(&self) -> Result<Settings, InvalidSettings> {
        let mut builder = Config::builder();
        for (key, value) in self.values.iter().filter(|(key, _)| !is_twin(key)) {
            builder = builder
                .set_override(key, value.clone())
                .map_err(|it| self.blame(key, &it.to_string()))?;
        }
        let settings = builder.build().and_then(Config::try_deserialize);
        settings.map_err(|error| match error {
            ConfigError::At { error, key: Some(key), .. } => self.blame(&key, &error.to_string()),
            ConfigError::Type { unexpected, expected, key: Some(key), .. } => {
                self.blame(&key, &format!("expected {expected}, found {unexpected}"))
            }
            error => InvalidSettings::new("settings".to_owned(), &error.to_string()),
        })
    }

    /// Names the source of a bad value.
    pub fn blame(&self, key: &str, message: &str) -> InvalidSettings {
        let place = self.places.get(key).cloned();
        InvalidSettings::new(place.unwrap_or_else(|| format!("`{key}`")), message)
    }

    fn lay_file(&mut self, sources: &Sources) -> Result<(), InvalidSettings> {
        let Some(path) = &sources.file else { return Ok(()) };
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path)
            .map_err(|it| InvalidSettings::new(name.clone(), &it.to_string()))?;
        let keys =
            keys_of(&text).map_err(|_| InvalidSettings::new(name.clone(), &syntax_error(&text)))?;
        for (key, value) in keys {
            let place = format!("`{key}` in {name}");
            if SECRETS.contains(&key.as_str()) && value != ValueKind::String(String::new()) {
                let message = format!(
                    "a secret belongs into the environment or into the file that `{key}_file` names"
                );
                return Err(InvalidSettings::new(place, &message));
            }
            self.lay(key, value, place)?;
        }
        Ok(())
    }

    /// `LECTERN_SERVER__PORT` is `server.port`. `DATABASE_URL` is what other tools call `database.url`.
    fn lay_environment(&mut self, sources: &Sources) -> Result<(), InvalidSettings> {
        let mut variables = sources.environment.clone();
        variables.sort();
        for (name, value) in variables {
            let place = format!("{name} in the environment");
            if name == "DATABASE_URL" {
                self.lay_text("database.url", &value, place)?;
            } else if let Some(rest) = name.strip_prefix("LECTERN_") {
                let key = rest.to_lowercase().replace("__", ".");
                if key.contains('.') {
                    self.lay_text(&key, &value, place)?;
                } else {
                    self.refuse_single_underscore(&key, &value, place)?;
                }
            }
        }
        Ok(())
    }

    /// Other `LECTERN_…` variables are none of our business, unless they look like a slip of the pen. A container
    /// manager sets `LECTERN_SERVER_PORT=tcp://…` for a service that is named `lectern-server`.
    fn refuse_single_underscore(
        &self,
        key: &str,
        value: &str,
        place: String,
    ) -> Result<(), InvalidSettings> {
        let meant = self.values.keys().find(|it| it.replace('.', "_") == key);
        match meant {
            Some(meant) if !value.starts_with("tcp://") => {
                let name = meant.to_uppercase().replace('.', "__");
                Err(InvalidSettings::new(
                    place,
                    &format!("this is no setting; did you mean LECTERN_{name}?"),
                ))
            }
            _ => Ok(()),
        }
    }

    /// A value that came as text takes the kind of its default. `config` itself would take "yes" for the number 1.
    fn lay_text(&mut self, key: &str, text: &str, place: String) -> Result<(), InvalidSettings> {
        let value = match self.values.get(key) {
            Some(ValueKind::I64(_)) => text
                .trim()
                .parse()
                .map(ValueKind::I64)
                .map_err(|_| InvalidSettings::new(place.clone(), "expected a whole number"))?,
            Some(ValueKind::Array(_)) => {
                let parts = text.split(',').map(str::trim).filter(|it| !it.is_empty());
                ValueKind::Array(parts.map(|it| Value::new(None, it)).collect())
            }
            _ => ValueKind::String(text.to_owned()),
        };
        self.lay(key.to_owned(), value, place)
    }

    fn lay(&mut self, key: String, value: ValueKind, place: String) -> Result<(), InvalidSettings> {
        let Some(default) = self.values.get(&key) else {
            return Err(InvalidSettings::new(place, &format!("there is no setting `{key}`")));
        };
        if std::mem::discriminant(default) != std::mem::discriminant(&value) {
            return Err(InvalidSettings::new(
                place,
                &format!("expected {}", kind_in_words(default)),
            ));
        }
        self.values.insert(key.clone(), value);
        self.places.insert(key, place);
        Ok(())
    }

    fn read_secret_files(&mut self) -> Result<(), InvalidSettings> {
        for key in SECRETS {
            let file_key = format!("{key}_file");
            let path = match self.values.get(&file_key) {
                Some(ValueKind::String(path)) if !path.is_empty() => path.clone(),
                _ => continue,
            };
            if self.values.get(key) != Some(&ValueKind::String(String::new())) {
                return Err(
                    self.blame(&file_key, &format!("`{key}` is set as well; set one of the two"))
                );
            }
            let text = read_secret(&path)
                .map_err(|it| self.blame(&file_key, &format!("{path}: {it:#}")))?;
            let secret = text.trim_end_matches(['\r', '\n']).to_owned();
            self.values.insert(key.to_owned(), ValueKind::String(secret));
            self.places.insert(key.to_owned(), format!("`{key}` in {path}"));
        }
        Ok(())
    }
}

/// A group may read the file: container managers hand secrets over that way. Everybody may not.
fn read_secret(path: &str) -> anyhow::Result<String> {
    let mut file = File::open(path)?;
    let metadata = file.metadata()?;
    ensure!(
        !metadata.is_file() || metadata.permissions().mode() & 0o004 == 0,
        "everybody on this machine can read it: run `chmod o= {path}`"
    );
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    Ok(text)
}

/// Whether a key names the file of a secret, which has been read by then.
fn is_twin(key: &str) -> bool {
    key.strip_suffix("_file").is_some_and(|it| SECRETS.contains(&it))
}
