//! `docs/limits.md` is made from the table of limits and the settings as shipped.
//!
//! After a change: `UPDATE_DOCS=1 cargo nextest run -E 'test(the_page_of_limits)'`.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use lectern::http::limits::{Allowed, By, Row, TABLE};
use lectern::settings::{Attachments, Mail, Settings, Sources};

// A16
#[test]
fn the_page_of_limits_says_what_the_program_does() {
    let path = root().join("docs/limits.md");
    let page = page(&Settings::load(&Sources::default()).unwrap());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page, "docs/limits.md is not current: run this test with UPDATE_DOCS=1");
}

// A16
#[test]
fn every_setting_of_a_limit_belongs_to_a_row_and_every_row_to_a_setting() {
    let file = std::fs::read_to_string(root().join("config/default.toml")).unwrap();
    let file: toml::Table = file.parse().unwrap();
    let mut settings = BTreeSet::new();
    sections("", file["limits"].as_table().unwrap(), &mut settings);
    let rows: BTreeSet<String> = rows().map(|it| it.setting.to_owned()).collect();

    assert_eq!(settings, rows);
}

fn sections(above: &str, table: &toml::Table, found: &mut BTreeSet<String>) {
    for (name, value) in table {
        let here = format!("{above}{name}");
        match value.as_table() {
            Some(inner) if inner.values().all(toml::Value::is_integer) => drop(found.insert(here)),
            Some(inner) => sections(&format!("{here}."), inner, found),
            None => panic!("`limits.{here}` stands in no section"),
        }
    }
}

fn page(settings: &Settings) -> String {
    let mut page = HEAD.to_owned();
    for (title, words, by) in PARTS {
        write!(page, "\n## {title}\n\n{words}\n\n").unwrap();
        let at_event = by == Part::Network;
        let (title, line) = if at_event { (" event code |", "---|") } else { ("", "") };
        writeln!(
            page,
            "| action | allowed | what the person reads | why | section of the settings |{title}"
        )
        .unwrap();
        writeln!(page, "|---|---|---|---|---|{line}").unwrap();
        for row in rows().filter(|it| is_of(it, by, settings)) {
            let allowed = in_words((row.allowed)(&settings.limits));
            let (action, setting) = (row.action.in_words(), row.setting);
            let (sentence, why) = (row.sentence, row.protects);
            write!(page, "| {action} | {allowed} | {sentence} | {why} | `limits.{setting}` |")
                .unwrap();
            page.push_str(match row.by {
                By::Address if at_event => " lifts it |\n",
                _ if at_event => " changes nothing |\n",
                _ => "\n",
            });
        }
    }
    write_mails(&mut page, &settings.mail);
    write_files(&mut page, &settings.attachments);
    page.push_str(FOOT);
    page
}

fn write_mails(page: &mut String, mail: &Mail) {
    page.push_str(MAILS);
    let (per_hour, per_day) = (mail.stranger_per_hour, mail.stranger_per_day);
    let (per_domain, waiting) = (mail.stranger_per_domain_and_hour, mail.stranger_waiting);
    let at_once = mail.own_at_once;
    for [action, allowed, why, setting] in [
        [
            "have mail sent to one address",
            &format!("{per_hour} an hour, {per_day} a day"),
            "Nobody buries somebody else's mailbox.",
            "`mail.stranger_per_hour`, `mail.stranger_per_day`",
        ],
        [
            "have mail sent to the addresses of one provider",
            &format!("{per_domain} an hour"),
            "A flood does not cost the site its good name with that provider.",
            "`mail.stranger_per_domain_and_hour`",
        ],
        [
            "have mail sent while others wait",
            &format!("{waiting} waiting"),
            "A flood does not fill the disk while the mail server is away.",
            "`mail.stranger_waiting`",
        ],
        [
            "get mail about one's own comments",
            &format!("{at_once} an hour, the others together, once an hour"),
            "None of it is dropped.",
            "`mail.own_at_once`",
        ],
    ] {
        writeln!(page, "| {action} | {allowed} | {why} | {setting} |").unwrap();
    }
}

fn write_files(page: &mut String, files: &Attachments) {
    const MIB: u64 = 1024 * 1024;
    page.push_str(FILES);
    let (most, each) = (files.most_files, files.most_bytes / MIB);
    for [action, allowed, why, setting] in [
        [
            "add files to one comment",
            &format!("{most} of {each} MiB"),
            "As the federal portal allows.",
            "`attachments.most_files`, `attachments.most_bytes`",
        ],
        [
            "send files from one account, or from one network without an account",
            &format!("{} MiB a day", files.bytes_per_day / MIB),
            "Nobody fills the disk. The day comes back bit by bit.",
            "`attachments.bytes_per_day`",
        ],
        [
            "keep files in drafts without an account",
            &format!("{} MiB altogether", files.bytes_of_drafts_without_account / MIB),
            "Strangers from many networks do not fill the disk either; beyond it people are asked to sign in.",
            "`attachments.bytes_of_drafts_without_account`",
        ],
        [
            "send files at all",
            &format!("while {} MiB stay free", files.disk_floor / MIB),
            "The database never meets a full disk because of files.",
            "`attachments.disk_floor`",
        ],
    ] {
        writeln!(page, "| {action} | {allowed} | {why} | {setting} |").unwrap();
    }
}

fn rows() -> impl Iterator<Item = &'static Row> {
    TABLE.into_iter().flatten()
}

/// One part of the page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Network,
    Account,
    Everybody,
    Tries,
}

const PARTS: [(&str, &str, Part); 4] = [
    ("By network address", NETWORK, Part::Network),
    ("By account", ACCOUNT, Part::Account),
    ("Everybody together", EVERYBODY, Part::Everybody),
    ("Tries in a row", TRIES, Part::Tries),
];

fn is_of(row: &Row, part: Part, settings: &Settings) -> bool {
    let in_a_row = matches!((row.allowed)(&settings.limits), Allowed::InARow(_));
    let by = match row.by {
        _ if in_a_row => Part::Tries,
        By::Address | By::Network => Part::Network,
        By::Account | By::AccountFromNetwork => Part::Account,
        By::Everybody => Part::Everybody,
    };
    by == part
}

fn in_words(allowed: Allowed) -> String {
    match allowed {
        Allowed::PerMinute(it) => format!("{} a minute, {} at once", it.per_minute, it.burst),
        Allowed::PerHour(it) => format!("{} an hour, {} at once", it.per_hour, it.burst),
        Allowed::InARow(it) => {
            format!("{} without a pause of {}", it.in_a_row, pause(it.pause_seconds.get()))
        }
    }
}

fn pause(seconds: u32) -> String {
    match seconds {
        60 => "a minute".to_owned(),
        86400 => "a day".to_owned(),
        it if it.is_multiple_of(60) => format!("{} minutes", it / 60),
        it => format!("{it} seconds"),
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

const HEAD: &str = "# Limits

<!-- Made from src/http/limits/table.rs and config/default.toml by tests/portal/limits/page.rs. Change those. -->

This page lists every limit on how often something may be done, with the figures that Lectern ships with.

Whoever meets a limit gets status 429 and `Retry-After` in seconds.
A form comes back with everything that was typed, except for passwords and codes, and a button that sends it again.
A comment that is refused is kept as a draft.
Where the database is away, nothing that is counted there is let through: the form comes back with status 503.

An operator changes a figure in the settings, such as `LECTERN_LIMITS__SUBMIT__BURST=40`; see [operations.md](operations.md).
`per_minute` and `per_hour` are what is allowed in the long run, and `burst` is what is allowed at once.
A figure cannot be zero, and no limit can be switched off; a very large figure comes to the same.
";

const NETWORK: &str = "Each program counts in its own memory, so two programs allow twice as much.
An IPv6 address counts together with all others of its /64.
Behind a proxy, `server.trusted_proxies` has to name it, or all visitors count as one.

Where the last column says so, a browser that entered an event code counts by the event instead: see the end of this page.";

const ACCOUNT: &str = "Counted in the database, so all programs share the count, whatever network somebody comes from.
A comment that is sent counts as saved as well.";

const EVERYBODY: &str = "Counted in the database.
The figures are so high that people do not meet them: a flood from very many networks does.";

const TRIES: &str = "Counted in the database, before anything is tried: many tries at once are no way around, and a refused password is not hashed.
What succeeds ends the row.
For passwords the address that was typed is counted, whether it has an account or not, so that the answers say nothing about it.
A mailed link signs in however many tries went wrong before. How many are mailed to one address is limited as well: see below.";

const MAILS: &str = "
## Mails

Counted in the outbox, all kinds together that anybody can cause by typing an address.
Pages tell the figures beforehand and to everybody alike: who meets them is not told, because a difference would say something about the address.
Whoever uses up the mails of somebody's address keeps new links from them for that long; the links that were sent still work, and so does a password.
A link to confirm that it is you counts for one's account, not here.

| action | allowed | why | setting |
|---|---|---|---|
";

const FILES: &str = "
## Files

An event code changes nothing here.

| action | allowed | why | setting |
|---|---|---|---|
";

const FOOT: &str = "
## Elsewhere

- One network has `database.dataset_connections_per_address` downloads of the dataset at a time.
- A form may have 2 MiB and 500 fields, and has to arrive within `server.body_seconds`.
- No more passwords are hashed at once than there are cores; where too many wait for that, the answer is 503.
- When far more sign-ins fail than go well, the log says so, once a minute at most: `Many sign-ins fail`.

## Event codes

In a library, on a campus or at a hearing many people share one network.
An administrator makes a code for the event at `/admin/event-codes`: a name, from when until when, and how many requests of each kind all its browsers together may send in a minute.
Whoever is told the code enters it at `/event`; the page of each limit that it lifts leads there.
From then on the browser counts by the event in what commenters do, until the event is over or an administrator ends it, which every program knows within two seconds.
Signing in, downloads and the work of staff count by network as ever: a code that is written on a wall must not help anybody to try passwords.
Limits by account, of everybody together and of tries stay as they are.
The code opens nothing else, so it may be read out and written on a wall.
";
