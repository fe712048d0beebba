//! A portal with something on every page, long names among it, and a way in to each.

use diesel_async::SimpleAsyncConnection;
use lectern::mail::never_mail;
use lectern::routes::Policy;
use lectern::settings::Settings;

use crate::browser::in_two_days;
use crate::matrix::people::{Objects, Theirs};
use crate::support::{FORM, TestApp, Visitor, email_of, fill_in};

/// Any image: a browser that cannot draw it shows its name.
const PNG: &[u8] = b"\x89PNG";

/// Names that have no place to break: some people have them, and so have their addresses.
const LONG_NAME: &str = "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh";

/// A portal for visits.
pub struct Stage {
    pub app: TestApp,
    objects: Objects,
    /// Addresses that a mailed link leads to, each with such a link.
    links: Vec<(&'static str, String)>,
    more: Vec<(Policy, String)>,
}

impl Stage {
    pub async fn set() -> Self {
        let app = TestApp::with_settings(name_contacts).await;
        let objects = Objects::arrange(&app).await;
        furnish(&app).await;
        let mut links = mailed_links(&app).await;
        links.push(("/entries/{entry}/letter", confirmed_letter(&app).await));
        let more = more(&app).await;
        Self { app, objects, links, more }
    }

    /// A path at which an address opens.
    pub async fn path(&self, address: &str) -> String {
        match self.links.iter().find(|(it, _)| *it == address) {
            Some((_, link)) => link.clone(),
            None => self.objects.path(&self.app, address, Theirs::Own).await,
        }
    }

    /// Pages that look different for somebody else, or in another state, for those who see pages with this policy.
    pub fn more_with(&self, policy: Policy) -> impl Iterator<Item = &str> {
        self.more.iter().filter(move |(it, _)| *it == policy).map(|(_, path)| path.as_str())
    }
}

fn name_contacts(settings: &mut Settings) {
    let site = &mut settings.site;
    site.operator = "The harbor board".to_owned();
    site.contact = "harbor@example.org".to_owned();
    site.security_contact = "mailto:security@example.org".to_owned();
}

/// Something in every list, and a notice above every page.
async fn furnish(app: &TestApp) {
    app.moderator(LONG_NAME).await;
    let named = app.comment("Glass, or nothing.").attribution("organization");
    named.organization(&LONG_NAME.repeat(2)).published().insert().await;
    app.comment("A word that is never shown.").withheld("obscenity").insert().await;
    app.comment("I row.").by(LONG_NAME).attribution("named").insert().await;
    let ana = app.registered("Ana").await;
    fill_in(ana.get(FORM).await.form("body"), LONG_NAME).press("save").await;

    let ada = app.administrator("Ada").await;
    let event = [
        ("name", LONG_NAME),
        ("valid_from", ""),
        ("valid_until", &*in_two_days()),
        ("per_minute", "600"),
    ];
    ada.post("/admin/event-codes", &event).await.expect(303);
    let notice = [("notice", "On Sunday nobody answers."), ("level", "warning"), ("until", "")];
    ada.post("/admin/site", &notice).await.expect(303);
    let given_up = "UPDATE intake.outbox SET undeliverable_at = now(), attempts = 3,
        last_error = 'the server refused the mail (550)' WHERE id % 2 = 0";
    app.db().await.batch_execute(given_up).await.unwrap();
}

async fn mailed_links(app: &TestApp) -> Vec<(&'static str, String)> {
    let (stranger, ana) = (app.visitor(), app.registered("Ana").await);
    let (nell, walt, next) = (email_of("Nell"), email_of("Walt"), email_of("Ana Mill"));
    let mut links = Vec::new();
    let asked =
        fill_in(stranger.get(FORM).await.form("body"), "Stone lasts.").press("submit").await;
    let asked = asked.form("email").set("email", &walt).set("display_name", "Walt");
    asked.press("submit").await.expect(303);
    links.push(("/confirm-comment", app.last_link_to(&walt).await));
    post(&stranger, "/register", &[("display_name", "Nell"), ("email", &nell)]).await;
    links.push(("/verify-email", app.last_link_to(&nell).await));
    post(&stranger, "/sign-in/link", &[("email", &email_of("Ana"))]).await;
    links.push(("/sign-in/link", app.last_link_to(&email_of("Ana")).await));
    post(&stranger, "/forgot-password", &[("email", &email_of("Ana"))]).await;
    links.push(("/reset-password", app.last_link_to(&email_of("Ana")).await));
    post(&ana, "/account/address", &[("email", &next)]).await;
    links.push(("/account/address/confirm", app.last_link_to(&next).await));
    let stop = never_mail::link(&app.state, &nell).unwrap();
    links.push(("/mail/stop", stop.replace(&app.state.site.absolute(""), "")));
    post(&stranger, "/initiatives/harbor/bridge/follow", &[("email", &nell)]).await;
    links.push(("/follow/confirm", app.last_link_to(&nell).await));
    let stop = never_mail::follow_link(&app.state, &nell).unwrap();
    links.push(("/follow/stop", stop.replace(&app.state.site.absolute(""), "")));
    links
}

/// Asks for a mail.
async fn post(visitor: &Visitor, path: &str, fields: &[(&str, &str)]) {
    visitor.post(path, fields).await.expect(200);
}

/// An entry that became a comment.
async fn confirmed_letter(app: &TestApp) -> String {
    let entry = app.entry("A petition.").channel("post").signatories("312").scan("a.png", PNG);
    let entry = entry.name(LONG_NAME).insert().await;
    app.hand_over(entry).await;
    app.confirm(entry, "Kim").await;
    format!("/entries/{}/letter", entry.0)
}

async fn more(app: &TestApp) -> Vec<(Policy, String)> {
    let withheld = app.comment("Nobody reads this.").withheld("off_topic").insert().await;
    let withdrawn = app.comment("I take it back.").published().insert().await;
    let ana = app.registered("Ana").await;
    ana.post(&format!("/account/comments/{withdrawn}/withdraw"), &[]).await.expect(303);
    let replaced = app.comment("Stone lasts, and costs.").published().insert().await;
    app.replace(&replaced, "Stone lasts longer than it costs.").await;
    let entry = app.entry("By post.").by("Zoe").scan("b.png", PNG).kept_at(LONG_NAME);
    let to_check = entry.insert().await;
    app.hand_over(to_check).await;
    let own = app.entry("At a hearing.").by("Mo").kept_at("Tape 4").insert().await;
    app.hand_over(own).await;
    let pages = [
        (Policy::Clerk, format!("/entries/{}", to_check.0)),
        (Policy::Clerk, format!("/entries/{}", own.0)),
        (Policy::Account, format!("/account/comments/{replaced}")),
        (Policy::Account, format!("/account/comments/{replaced}/versions/2?received=1")),
        (Policy::Account, format!("/account/comments/{withheld}/replace")),
        (Policy::Moderator, format!("/moderation/comments/{replaced}")),
        (Policy::Public, "/nowhere".to_owned()),
        (Policy::Public, "/initiatives/harbor/bridge/comments?stance=neutral".to_owned()),
        (Policy::Public, format!("/comments/{withheld}")),
        (Policy::Public, format!("/comments/{withdrawn}")),
        (Policy::Account, format!("/account/comments/{withheld}")),
        (Policy::Account, format!("/account/comments/{withdrawn}")),
        (Policy::Account, "/moderation".to_owned()),
        (Policy::Moderator, format!("/moderation/comments/{withheld}")),
        (Policy::Moderator, "/account/one-time-code".to_owned()),
        (Policy::Administrator, "/account/one-time-code/new-app".to_owned()),
        (Policy::Administrator, "/account".to_owned()),
        (Policy::Administrator, "/account/close".to_owned()),
        (Policy::Administrator, "/admin/mail?state=undeliverable".to_owned()),
    ];
    pages.into()
}
