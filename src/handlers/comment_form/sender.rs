//! Who is writing: an account, or a browser that its draft cookie tells from others.

use actix_web::cookie::time::Duration;
use actix_web::{HttpRequest, HttpResponse};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use lectern_templates::comment_form::Visitor;

use crate::app::AppState;
use crate::auth::cookies::CookieKind;
use crate::domain::attachment::Attachment;
use crate::domain::fields::Fields;
use crate::domain::secret_token::SecretToken;
use crate::error::AppResult;
use crate::handlers::reply;
use crate::models::account::{Account, AccountId};
use crate::models::area::AreaId;
use crate::models::comment::CommentId;
use crate::models::draft::{Draft, DraftOwner};
use crate::models::draft_file;
use crate::sealing::{Purpose, Sealer};
use crate::settings::PublicUrl;

/// The writer, and whose the draft is.
pub struct Sender {
    pub account: Option<Account>,
    pub owner: DraftOwner,
    /// What lies with the draft, once it was asked for.
    pub files: Vec<Attachment>,
    /// Stands for the account on its form; empty for a browser.
    pub writer: String,
    browser: Option<DraftOwner>,
    /// For a browser that has none yet; or the one it has, for another thirty days.
    cookie: Option<SecretToken>,
    site: PublicUrl,
    cookie_days: i64,
}

/// Whether the form came back from whom it was made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SinceMade {
    /// The same account; or it was made for a browser, whose owner may have signed in.
    Same,
    SignedOut,
    AnotherAccount,
}

/// What was written so far.
pub struct Drafts {
    pub own: Option<Draft>,
    /// What this browser kept before its owner signed in, where the account had a draft already.
    pub of_browser: Option<Draft>,
}

impl Drafts {
    /// Whether a form that was made from revision `seen` of the account's draft showed the browser's too, or says the
    /// same. A form made before the browser's draft knows nothing of it, and must not make an end of it.
    pub fn browser_was_seen(&self, seen: i32, written: &Fields) -> bool {
        let Some(browser) = &self.of_browser else { return false };
        let is_older = |own: &Draft| own.revision == seen && browser.updated_at <= own.updated_at;
        browser.fields == *written || self.own.as_ref().is_some_and(is_older)
    }
}

impl Sender {
    pub fn of(request: &HttpRequest, state: &AppState, account: Option<Account>) -> Self {
        let known = CookieKind::Draft.read(request, &state.site);
        let browser = known.as_ref().map(|it| DraftOwner::Cookie(it.sha256()));
        let (owner, cookie) = match &account {
            Some(account) => (DraftOwner::Account(account.id), None),
            None => {
                let token = known.unwrap_or_else(SecretToken::random);
                (DraftOwner::Cookie(token.sha256()), Some(token))
            }
        };
        let writer = account.as_ref().map_or_else(String::new, |it| mark(&state.sealer, it.id));
        Self {
            account,
            owner,
            files: Vec::new(),
            writer,
            browser,
            cookie,
            site: state.site.clone(),
            cookie_days: state.settings.drafts.days.into(),
        }
    }

    /// The same writer, of what is to replace a comment of theirs.
    pub fn replacing(self, comment_id: CommentId) -> Self {
        Self { owner: DraftOwner::Comment(comment_id), browser: None, ..self }
    }

    /// Nobody, who looks at a form that keeps nothing.
    pub fn of_preview(state: &AppState) -> Self {
        Self {
            account: None,
            owner: DraftOwner::Cookie(Vec::new()),
            files: Vec::new(),
            writer: String::new(),
            browser: None,
            cookie: None,
            site: state.site.clone(),
            cookie_days: 0,
        }
    }

    /// The same with the files of the draft, which every page of the form lists.
    pub async fn with_files(
        self,
        conn: &mut AsyncPgConnection,
        area_id: AreaId,
    ) -> QueryResult<Self> {
        let files = draft_file::of_owners(conn, std::slice::from_ref(&self.owner), area_id).await?;
        Ok(Self { files, ..self })
    }

    /// Who is here now, compared with the `writer` that the form says.
    pub fn since_made_for(&self, writer: &str) -> SinceMade {
        match &self.account {
            _ if writer.is_empty() || writer == self.writer => SinceMade::Same,
            None => SinceMade::SignedOut,
            Some(_) => SinceMade::AnotherAccount,
        }
    }

    pub async fn drafts(
        &self,
        conn: &mut AsyncPgConnection,
        area_id: AreaId,
    ) -> QueryResult<Drafts> {
        let own = Draft::find(conn, &self.owner, area_id).await?;
        let of_browser = match self.browser_beside_account() {
            Some(browser) => Draft::find(conn, &browser, area_id).await?,
            None => None,
        };
        Ok(Drafts { own, of_browser })
    }

    /// The digest of a stranger's draft cookie: the one that they have, or are given now.
    pub fn cookie_sha256(&self) -> Option<Vec<u8>> {
        self.cookie.as_ref().map(SecretToken::sha256)
    }

    /// The browser's drafts, where somebody is signed in and the draft belongs to the account.
    pub fn browser_beside_account(&self) -> Option<DraftOwner> {
        self.browser.clone().filter(|it| *it != self.owner)
    }

    /// Everything that a submission makes an end of: of a browser's draft only if its text was seen.
    pub fn owners(&self, drafts: &Drafts, seen: i32, written: &Fields) -> Vec<DraftOwner> {
        let browser = self.browser_beside_account();
        let browser = browser.filter(|_| drafts.browser_was_seen(seen, written));
        std::iter::once(self.owner.clone()).chain(browser).collect()
    }

    /// Sends the draft cookie along, so that the browser finds its draft again.
    pub fn answer(&self, mut response: HttpResponse) -> AppResult<HttpResponse> {
        if let Some(token) = &self.cookie {
            let age = Duration::days(self.cookie_days);
            reply::set_cookie(
                &mut response,
                &CookieKind::Draft.carry(token, &self.site, Some(age)),
            )?;
        }
        Ok(response)
    }

    pub fn view(&self) -> Visitor<'_> {
        match &self.account {
            Some(account) => Visitor::SignedIn { display_name: &account.display_name },
            None => Visitor::SignedOut,
        }
    }
}

/// Says nothing about the account but that it is the same one again.
fn mark(sealer: &Sealer, account_id: AccountId) -> String {
    let digest = sealer.digest(Purpose::Writer, &account_id.0.to_be_bytes());
    hex::encode(digest.get(..8).unwrap_or(&digest))
}
