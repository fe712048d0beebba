//! A password that somebody chooses: long, hard to guess, and not on a list of known ones.

use anyhow::Context;

use crate::app::AppState;
use crate::domain::password::{self, Password};
use crate::error::AppResult;

/// The password, or a sentence that says what to change. What a guesser tries first is the site, the address and the
/// name.
pub async fn choose(
    state: &AppState,
    typed: &str,
    email: &str,
    display_name: &str,
) -> AppResult<Result<Password, String>> {
    let words = password::context(&state.site.host(), email, display_name);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let chosen = match Password::parse_new(typed, &words) {
        Ok(chosen) => chosen,
        Err(sentence) => return Ok(Err(sentence)),
    };
    let (list, asked) = (state.breached.clone(), chosen.clone());
    let is_known = tokio::task::spawn_blocking(move || list.contain(&asked)).await;
    let is_known = is_known.context("the search stopped")?.context("passwords.breached_file")?;
    Ok(if is_known { Err(KNOWN.to_owned()) } else { Ok(chosen) })
}

const KNOWN: &str =
    "This password is on a list of passwords that became known elsewhere. Choose another one.";
