//! The table of limits: all of them, one row each. `docs/limits.md` is made from it.

use super::action::LimitedAction;
use super::action::LimitedAction::{
    Decide, Download, EnterEventCode, FollowLink, MailedLink, OwnData, ProvingLink, Read, Register,
    SaveDraft, SignIn, Submit, TryCode, TryEventCode, TryPassword, Upload,
};
use super::row::{Allowed, By, Row};

/// Every limit.
pub const TABLE: [&[Row]; 4] = [&ADDRESSES, &ACCOUNTS, &EVERYBODY, &TRIES];

/// The rows of an action.
pub fn rows_of(action: LimitedAction) -> impl Iterator<Item = &'static Row> {
    TABLE.into_iter().flatten().filter(move |it| it.action == action)
}

/// What one network may do: cheap, and the first to say no. An event code lifts what commenters do, and nothing that
/// could be tried in bulk or costs much.
const ADDRESSES: [Row; 12] = [
    Row {
        action: Read,
        by: By::Address,
        setting: "read",
        allowed: |it| Allowed::PerMinute(it.read),
        sentence: "Too many pages were asked for from your network.",
        protects: "Pages stay quick for everybody else while one network asks for very many.",
    },
    Row {
        action: Download,
        by: By::Network,
        setting: "download",
        allowed: |it| Allowed::PerMinute(it.download),
        sentence: "Too many downloads were started from your network.",
        protects: "A download holds a connection to the database while it runs.",
    },
    Row {
        action: Register,
        by: By::Address,
        setting: "register",
        allowed: |it| Allowed::PerMinute(it.register),
        sentence: "Too many registrations came from your network.",
        protects: "Each registration sends a mail to an address that nobody has proved yet.",
    },
    Row {
        action: SignIn,
        by: By::Network,
        setting: "sign_in",
        allowed: |it| Allowed::PerMinute(it.sign_in),
        sentence: "Too many tries to sign in came from your network.",
        protects: "Lists of stolen passwords cannot be tried in bulk, and hashing stays free for others.",
    },
    Row {
        action: FollowLink,
        by: By::Address,
        setting: "follow_link",
        allowed: |it| Allowed::PerMinute(it.follow_link),
        sentence: "Too many mailed links were followed from your network.",
        protects: "Each link that somebody makes up costs a look into the database.",
    },
    Row {
        action: MailedLink,
        by: By::Address,
        setting: "mailed_link",
        allowed: |it| Allowed::PerMinute(it.mailed_link),
        sentence: "Too many mails were asked for from your network.",
        protects: "Nobody fills other people's mailboxes.",
    },
    Row {
        action: SaveDraft,
        by: By::Address,
        setting: "save_draft",
        allowed: |it| Allowed::PerMinute(it.save_draft),
        sentence: "Drafts were saved too often from your network.",
        protects: "Nobody fills the disk under no name.",
    },
    Row {
        action: Submit,
        by: By::Address,
        setting: "submit",
        allowed: |it| Allowed::PerMinute(it.submit),
        sentence: "Too many comments were sent from your network.",
        protects: "One machine cannot drown the comments of people.",
    },
    Row {
        action: Upload,
        by: By::Address,
        setting: "upload",
        allowed: |it| Allowed::PerMinute(it.upload),
        sentence: "Files were sent too often from your network.",
        protects: "Each file is read from end to end. A comment takes twenty of them, sent one after the other.",
    },
    Row {
        action: Decide,
        by: By::Network,
        setting: "decide",
        allowed: |it| Allowed::PerMinute(it.decide),
        sentence: "Too many decisions were sent from your network.",
        protects: "A program that runs away in an office stops before it has decided on everything.",
    },
    Row {
        action: OwnData,
        by: By::Network,
        setting: "own_data",
        allowed: |it| Allowed::PerMinute(it.own_data),
        sentence: "Too many downloads were started from your network.",
        protects: "Each such download reads many tables.",
    },
    Row {
        action: EnterEventCode,
        by: By::Network,
        setting: "event_code",
        allowed: |it| Allowed::PerMinute(it.event_code),
        sentence: "Too many event codes were entered from your network.",
        protects: "A room full of people can enter their code at once, and a flood is still shed.",
    },
];

/// What one account may do, from wherever.
const ACCOUNTS: [Row; 6] = [
    Row {
        action: SaveDraft,
        by: By::Account,
        setting: "account.save_draft",
        allowed: |it| Allowed::PerHour(it.account.save_draft),
        sentence: "Drafts were saved too often from your account.",
        protects: "A program that runs away under somebody's name is stopped, whatever networks it uses.",
    },
    Row {
        action: Submit,
        by: By::Account,
        setting: "account.submit",
        allowed: |it| Allowed::PerHour(it.account.submit),
        sentence: "Too many comments were sent from your account.",
        protects: "One person cannot drown the comments of others, whatever networks they use.",
    },
    Row {
        action: Upload,
        by: By::Account,
        setting: "account.upload",
        allowed: |it| Allowed::PerHour(it.account.upload),
        sentence: "Files were sent too often from your account.",
        protects: "A program that runs away under somebody's name is stopped, whatever networks it uses.",
    },
    Row {
        action: Decide,
        by: By::Account,
        setting: "account.decide",
        allowed: |it| Allowed::PerHour(it.account.decide),
        sentence: "Too many decisions were sent from your account.",
        protects: "Whoever took over a moderator's session cannot decide on everything before somebody notices.",
    },
    Row {
        action: ProvingLink,
        by: By::Account,
        setting: "account.proving_link",
        allowed: |it| Allowed::PerHour(it.account.proving_link),
        sentence: "Too many mails were asked for from your account.",
        protects: "Whoever took over a session cannot fill its owner's mailbox: a link to confirm that it is you counts for no other cap.",
    },
    Row {
        action: OwnData,
        by: By::Account,
        setting: "account.own_data",
        allowed: |it| Allowed::PerHour(it.account.own_data),
        sentence: "You downloaded your data several times just now.",
        protects: "Each such download reads many tables.",
    },
];

/// What all visitors together may do: only where each costs somebody else a mail.
const EVERYBODY: [Row; 2] = [
    Row {
        action: Register,
        by: By::Everybody,
        setting: "everybody.register",
        allowed: |it| Allowed::PerHour(it.everybody.register),
        sentence: "Very many people register right now.",
        protects: "A flood from many networks does not cost the site its good name with mail providers.",
    },
    Row {
        action: MailedLink,
        by: By::Everybody,
        setting: "everybody.mailed_link",
        allowed: |it| Allowed::PerHour(it.everybody.mailed_link),
        sentence: "Very many people ask for mails right now.",
        protects: "A flood from many networks does not cost the site its good name with mail providers.",
    },
];

/// What may fail in a row. A try counts as failed until it succeeds, so many at once are no way around.
const TRIES: [Row; 5] = [
    Row {
        action: TryPassword,
        by: By::AccountFromNetwork,
        setting: "tries.password",
        allowed: |it| Allowed::InARow(it.tries.password),
        sentence: "Too many wrong passwords were given for this address. Wait a little, or ask for a link by mail below.",
        protects: "Passwords cannot be guessed; the address need not have an account to be counted.",
    },
    Row {
        action: TryPassword,
        by: By::AccountFromNetwork,
        setting: "tries.password_day",
        allowed: |it| Allowed::InARow(it.tries.password_day),
        sentence: "Too many wrong passwords were given for this address from your network. A link by mail still signs you in: ask for one below.",
        protects: "Whoever hammers from one network uses up that network's tries, and not those of the account's owner.",
    },
    Row {
        action: TryPassword,
        by: By::Account,
        setting: "tries.password_anywhere",
        allowed: |it| Allowed::InARow(it.tries.password_anywhere),
        sentence: "Too many wrong passwords were given for this address from many networks. A link by mail still signs you in: ask for one below.",
        protects: "Passwords cannot be guessed from many networks at once; a mailed link lets the owner in all the while.",
    },
    Row {
        action: TryCode,
        by: By::Account,
        setting: "tries.code",
        allowed: |it| Allowed::InARow(it.tries.code),
        sentence: "Too many wrong codes were given for your account. Wait ten minutes and try again.",
        protects: "Six digits cannot be guessed. Only who knows the password or reads the mail gets as far as this.",
    },
    Row {
        action: TryEventCode,
        by: By::Network,
        setting: "tries.event_code",
        allowed: |it| Allowed::InARow(it.tries.event_code),
        sentence: "Too many wrong event codes were entered from your network.",
        protects: "Event codes cannot be guessed.",
    },
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_rows_share_a_setting_and_each_speaks_in_whole_sentences() {
        let rows: Vec<&Row> = TABLE.into_iter().flatten().collect();
        let settings: BTreeSet<_> = rows.iter().map(|it| it.setting).collect();

        assert_eq!(settings.len(), rows.len());
        for row in rows {
            assert!(row.sentence.ends_with('.') && row.protects.ends_with('.'), "{}", row.setting);
        }
    }
}
