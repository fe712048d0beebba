//! What each address answers to whoever gets in: for what is theirs, and for what is somebody else's or not there.

/// One way to ask at one address. A form is sent empty.
#[derive(Debug, Clone, Copy)]
pub struct Door {
    pub method: &'static str,
    pub path: &'static str,
    pub own: u16,
    pub absent: u16,
}

impl Door {
    pub fn find(method: &str, path: &str) -> Option<Self> {
        DOORS.iter().find(|it| it.method == method && it.path == path).copied()
    }
}

const fn get(path: &'static str, own: u16) -> Door {
    Door { method: "GET", path, own, absent: 404 }
}

const fn post(path: &'static str, own: u16) -> Door {
    Door { method: "POST", path, own, absent: 404 }
}

pub const DOORS: &[Door] = &[
    // What anybody reads.
    get("/", 200),
    get("/initiatives/{initiative}", 200),
    get("/initiatives/{initiative}/summary", 200),
    get("/initiatives/{initiative}/comments", 200),
    get("/initiatives/{initiative}/comments.csv", 200),
    get("/initiatives/{initiative}/{area}", 200),
    get("/initiatives/{initiative}/{area}/summary", 200),
    get("/initiatives/{initiative}/{area}/comments", 200),
    get("/initiatives/{initiative}/{area}/comments.csv", 200),
    get("/initiatives/{initiative}/{area}/comment", 200),
    post("/initiatives/{initiative}/{area}/comment", 422),
    get("/initiatives/{initiative}/{area}/comment/files", 200),
    // What comes is no form with files.
    post("/initiatives/{initiative}/{area}/comment/files", 415),
    post("/initiatives/{initiative}/{area}/comment/files/remove", 422),
    get("/comments/{tracking_number}", 200),
    get("/comments/{tracking_number}/files/{position}", 200),
    get("/help", 200),
    get("/contact", 200),
    get("/privacy", 200),
    get("/accessibility", 200),
    get("/initiatives/{initiative}/{area}/follow", 200),
    post("/initiatives/{initiative}/{area}/follow", 422),
    get("/follow/confirm", 410),
    post("/follow/confirm", 410),
    get("/follow/stop", 410),
    post("/follow/stop", 410),
    // How people come in. A link that is none is spent.
    get("/register", 200),
    post("/register", 422),
    get("/verify-email", 410),
    post("/verify-email", 410),
    get("/confirm-comment", 410),
    post("/confirm-comment", 410),
    get("/sign-in", 200),
    post("/sign-in", 422),
    get("/sign-in/link", 410),
    post("/sign-in/link", 422),
    post("/sign-in/link/confirm", 410),
    get("/sign-in/code", 200),
    post("/sign-in/code", 422),
    get("/forgot-password", 200),
    post("/forgot-password", 422),
    get("/reset-password", 410),
    post("/reset-password", 410),
    get("/mail/stop", 410),
    post("/mail/stop", 410),
    post("/sign-out", 303),
    // What is theirs.
    get("/account", 200),
    post("/account/mail/allow", 303),
    get("/account/comments/{tracking_number}", 200),
    get("/account/comments/{tracking_number}/receipt.json", 200),
    get("/account/comments/{tracking_number}/files/{position}", 200),
    get("/account/comments/{tracking_number}/versions/{version}", 200),
    get("/account/comments/{tracking_number}/versions/{version}/receipt.json", 200),
    get("/account/comments/{tracking_number}/replace", 200),
    post("/account/comments/{tracking_number}/replace", 422),
    get("/account/comments/{tracking_number}/replace/files", 200),
    // What comes is no form with files.
    post("/account/comments/{tracking_number}/replace/files", 415),
    post("/account/comments/{tracking_number}/replace/files/remove", 422),
    get("/account/comments/{tracking_number}/withdraw", 200),
    post("/account/comments/{tracking_number}/withdraw", 303),
    get("/account/name", 200),
    post("/account/name", 422),
    get("/account/address", 200),
    post("/account/address", 422),
    get("/account/address/confirm", 410),
    post("/account/address/confirm", 410),
    get("/account/password", 200),
    post("/account/password", 422),
    post("/account/password/remove", 303),
    get("/account/sessions", 200),
    post("/account/sessions/end", 400),
    post("/account/sessions/end-others", 303),
    get("/account/data", 200),
    post("/account/data", 200),
    get("/account/close", 200),
    post("/account/close", 422),
    get("/account/closed", 200),
    // Administrators.
    get("/admin", 200),
    // Codes of events.
    get("/event", 200),
    post("/event", 422),
    get("/admin/event-codes", 200),
    post("/admin/event-codes", 422),
    post("/admin/event-codes/{event}/end", 303),
    // Only for a comment that waits, and the browser that sent it.
    post("/account/comments/{tracking_number}/mail-again", 404),
    post("/account/forget", 303),
    // Proving who one is.
    get("/account/prove", 200),
    post("/account/prove", 422),
    post("/account/prove/link", 200),
    get("/account/one-time-code", 200),
    post("/account/one-time-code", 422),
    get("/account/one-time-code/new-app", 200),
    post("/account/one-time-code/change", 422),
    // Moderators.
    get("/moderation", 200),
    get("/moderation/comments/{tracking_number}", 200),
    post("/moderation/comments/{tracking_number}", 422),
    get("/moderation/comments/{tracking_number}/files/{position}", 200),
    post("/moderation/comments/{tracking_number}/undo", 422),
    // Comments on paper.
    get("/entries", 200),
    get("/entries/new/{initiative}/{area}", 200),
    post("/entries/new/{initiative}/{area}", 422),
    get("/entries/{entry}", 200),
    post("/entries/{entry}", 422),
    get("/entries/{entry}/edit", 200),
    post("/entries/{entry}/edit", 422),
    // Only once it is confirmed.
    get("/entries/{entry}/letter", 404),
    // What comes is no form with files.
    post("/entries/{entry}/files", 415),
    post("/entries/{entry}/files/remove", 422),
    get("/entries/{entry}/files/{position}", 200),
    // Administrators.
    get("/admin/accounts", 200),
    post("/admin/accounts", 422),
    get("/admin/accounts/invite", 200),
    post("/admin/accounts/invite", 422),
    get("/admin/accounts/{person}", 200),
    get("/admin/accounts/{person}/give", 200),
    post("/admin/accounts/{person}/give", 422),
    get("/admin/accounts/{person}/revoke/{grant}", 200),
    post("/admin/accounts/{person}/revoke/{grant}", 422),
    get("/admin/accounts/{person}/suspend", 200),
    post("/admin/accounts/{person}/suspend", 422),
    get("/admin/accounts/{person}/lift", 200),
    post("/admin/accounts/{person}/lift", 422),
    post("/admin/accounts/{person}/end-sessions", 303),
    post("/admin/accounts/{person}/password-link", 303),
    get("/admin/accounts/{person}/reset-codes", 200),
    post("/admin/accounts/{person}/reset-codes", 422),
    post("/admin/invitations/{invitation}/end", 303),
    get("/admin/proposals/{proposal}", 200),
    post("/admin/proposals/{proposal}", 400),
    get("/admin/sessions", 200),
    post("/admin/sessions", 422),
    // The mail of the whole site.
    get("/admin/mail", 200),
    post("/admin/mail/{id}/retry", 303),
    post("/admin/mail/{id}/cancel", 303),
    get("/admin/reason-codes", 200),
    post("/admin/reason-codes", 422),
    get("/admin/reason-codes/{reason}", 200),
    post("/admin/reason-codes/{reason}", 422),
    get("/admin/site", 200),
    post("/admin/site", 422),
    post("/admin/site/read-only", 422),
    get("/admin/initiatives/{initiative}/areas/{area}/period", 200),
    post("/admin/initiatives/{initiative}/areas/{area}/period", 422),
    get("/admin/initiatives/{initiative}/areas/{area}/outcome", 200),
    post("/admin/initiatives/{initiative}/areas/{area}/outcome", 422),
    // Machines.
    get("/robots.txt", 200),
    // Nobody is named as long as nobody was set.
    get("/.well-known/security.txt", 404),
    get("/static/{file}", 200),
    get("/health/live", 200),
    get("/health/ready", 200),
    get("/mailbox", 200),
    get("/mailbox/{id}", 200),
];
