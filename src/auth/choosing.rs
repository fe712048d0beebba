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
    let (list, typed) = (state.breached.clone(), typed.to_owned());
    // What is hard to judge takes a quarter of a second: nobody else's request waits for it.
    let judged = tokio::task::spawn_blocking(move || {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let chosen = match Password::parse_new(&typed, &words) {
            Ok(chosen) => chosen,
            Err(sentence) => return Ok(Err(sentence)),
        };
        let is_known = list.contain(&chosen).context("passwords.breached_file")?;
        Ok(if is_known { Err(KNOWN.to_owned()) } else { Ok(chosen) })
    });
    judged.await.context("the judging stopped")?
}

const KNOWN: &str =
    "This password is on a list of passwords that became known elsewhere. Choose another one.";
