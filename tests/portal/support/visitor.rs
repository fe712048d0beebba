//! Somebody with a browser: cookies, pages, forms; redirects are followed when the story says so.

use std::sync::Arc;

use lectern::domain::secret_token::SecretToken;
use reqwest::cookie::{CookieStore, Jar};
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use reqwest::multipart::{Form as MultipartForm, Part};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Url};

use super::{Page, SecondProgram, TestApp};

/// Cheap to clone; clones share their cookies, as tabs of one browser do.
#[derive(Clone)]
pub struct Visitor {
    client: Client,
    jar: Arc<Jar>,
    origin: Url,
}

impl TestApp {
    /// A browser that has never been here.
    pub fn visitor(&self) -> Visitor {
        Visitor::at(&self.url("/"))
    }

    /// A browser in another network. The portal believes it only where `server.trusted_proxies` has `127.0.0.0/8`.
    pub fn visitor_from(&self, network: &str) -> Visitor {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", network.parse().unwrap());
        Visitor::with_headers(&self.url("/"), headers)
    }
}

impl Visitor {
    /// A browser for the portal at this address.
    pub fn at(origin: &str) -> Self {
        Self::with_headers(origin, HeaderMap::new())
    }

    /// The same browser, at another program on the same database.
    pub fn at_program(&self, program: &SecondProgram) -> Self {
        self.moved_to(&program.url("/"))
    }

    /// The same browser, at a program with this address.
    pub fn moved_to(&self, origin: &str) -> Self {
        Self { origin: origin.parse().unwrap(), ..self.clone() }
    }

    fn with_headers(origin: &str, headers: HeaderMap) -> Self {
        let jar = Arc::new(Jar::default());
        let client = Client::builder()
            .cookie_provider(Arc::clone(&jar))
            .redirect(Policy::none())
            .default_headers(headers)
            .build()
            .unwrap();
        Self { client, jar, origin: origin.parse().unwrap() }
    }

    /// Opens a path, or a whole address as it stands in a mail.
    pub async fn get(&self, path: &str) -> Page {
        self.send(self.client.get(self.address(path))).await
    }

    /// Sends a form that no page offered.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.send(self.client.post(self.address(path)).form(fields)).await
    }

    /// Sends bytes in the place of a form.
    pub async fn post_bytes(&self, path: &str, body: impl Into<Vec<u8>>) -> Page {
        let request = self.client.post(self.address(path)).body(body.into());
        self.send(request.header(CONTENT_TYPE, "application/x-www-form-urlencoded")).await
    }

    /// Sends files as a browser without scripts does, all in one form.
    pub async fn post_files(&self, path: &str, files: &[(&str, &[u8])]) -> Page {
        let part = |(name, bytes): &(&str, &[u8])| {
            Part::bytes(bytes.to_vec()).file_name((*name).to_owned())
        };
        let form = files.iter().fold(MultipartForm::new(), |form, it| form.part("files", part(it)));
        self.send(self.client.post(self.address(path)).multipart(form)).await
    }

    /// Opens a path, or nothing where the program is gone.
    pub async fn try_get(&self, path: &str) -> Option<Page> {
        self.try_send(self.client.get(self.address(path))).await.ok()
    }

    /// Sends a request that the story made with [`Self::request`].
    pub async fn send(&self, request: RequestBuilder) -> Page {
        self.try_send(request).await.unwrap()
    }

    /// The same where the program may be gone before it answers.
    pub async fn try_send(&self, request: RequestBuilder) -> reqwest::Result<Page> {
        Page::read(self.clone(), request.send().await?).await
    }

    /// A request to be changed before it is sent.
    pub fn request(&self, method: &str, path: &str) -> RequestBuilder {
        self.client.request(method.parse().unwrap(), self.address(path))
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let header = self.jar.cookies(&self.origin)?;
        let cookies = header.to_str().unwrap().to_owned();
        let pairs = cookies.split("; ").filter_map(|it| it.split_once('='));
        pairs.filter(|(it, _)| *it == name).map(|(_, value)| value.to_owned()).next()
    }

    pub fn set_cookie(&self, name: &str, value: &str) {
        self.jar.add_cookie_str(&format!("{name}={value}; Path=/"), &self.origin);
    }

    pub(super) fn sign_in_with(&self, session: &SecretToken) {
        self.set_cookie("session", session.reveal());
    }

    fn address(&self, path: &str) -> Url {
        self.origin.join(path).unwrap()
    }
}
