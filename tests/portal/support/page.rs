//! What came back: status, headers, and the page as a reader finds things on it.

use reqwest::header::HeaderMap;
use scraper::{ElementRef, Html, Selector};

use super::{Form, Visitor};

/// An answer of the portal, whole.
pub struct Page {
    pub status: u16,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
    /// The path that was asked for, with its query.
    pub path: String,
    pub(super) visitor: Visitor,
}

impl Page {
    pub(super) async fn read(
        visitor: Visitor,
        response: reqwest::Response,
    ) -> reqwest::Result<Self> {
        let url = response.url();
        let query = url.query().map(|it| format!("?{it}")).unwrap_or_default();
        let path = format!("{}{query}", url.path());
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Ok(Self { status, headers, path, visitor, bytes: response.bytes().await?.to_vec() })
    }

    /// The same page, if it has this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{} said: {}", self.path, self.words());
        self
    }

    /// The source of the page.
    pub fn html(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap()
    }

    /// What can be read in the main part of the page, with single spaces.
    pub fn words(&self) -> String {
        let main = self.all("main").into_iter().next();
        main.unwrap_or_else(|| self.html().to_owned())
    }

    /// Whether these words stand in the main part of the page.
    #[track_caller]
    pub fn says(&self, words: &str) -> bool {
        self.words().contains(words)
    }

    /// The text of each element that a CSS selector finds.
    #[track_caller]
    pub fn all(&self, css: &str) -> Vec<String> {
        self.document().select(&selector(css)).map(text).collect()
    }

    /// The text of the element with this id.
    #[track_caller]
    pub fn id(&self, id: &str) -> String {
        let found = self.all(&format!("[id='{id}']")).into_iter().next();
        found.unwrap_or_else(|| panic!("{} has no #{id}: {}", self.path, self.words()))
    }

    /// Where each link of the main part leads, with its words.
    pub fn links(&self) -> Vec<(String, String)> {
        let document = self.document();
        let link = selector("main a[href]");
        let links = document.select(&link);
        links.map(|it| (self.whole(it.attr("href").unwrap()), text(it))).collect()
    }

    /// Where a link leads, also one that is written from where the page is.
    fn whole(&self, href: &str) -> String {
        let Some(rest) = href.strip_prefix("./") else { return href.to_owned() };
        let folder = self.path.split('?').next().unwrap().rsplit_once('/').unwrap().0;
        format!("{folder}/{rest}")
    }

    /// The list of errors at the top: the field that each leads to, and its sentence.
    pub fn errors(&self) -> Vec<(String, String)> {
        let document = self.document();
        let (error, field) = (selector("#error-summary li"), selector("a[href]"));
        document
            .select(&error)
            .map(|it| {
                let link = it.select(&field).next().and_then(|it| it.attr("href"));
                (link.unwrap_or_default().trim_start_matches('#').to_owned(), text(it))
            })
            .collect()
    }

    /// The names of the fields that have an error.
    pub fn wrong_fields(&self) -> Vec<String> {
        self.errors().into_iter().map(|(field, _)| field).collect()
    }

    /// The form that has this field, or a button with this value or label.
    #[track_caller]
    pub fn form(&self, has: &str) -> Form {
        let forms = Form::all_on(self);
        let found = forms.into_iter().find(|it| it.has(has));
        found.unwrap_or_else(|| panic!("{} has no form with {has}: {}", self.path, self.words()))
    }

    /// Where a redirect leads.
    #[track_caller]
    pub fn location(&self) -> &str {
        let location = self.headers.get("location");
        let found = location.unwrap_or_else(|| panic!("{} stays: {}", self.status, self.words()));
        found.to_str().unwrap()
    }

    /// Goes where a redirect leads.
    pub async fn follow(&self) -> Self {
        assert_eq!(self.status, 303, "{} said: {}", self.path, self.words());
        self.visitor.get(self.location()).await
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |it| it.to_str().unwrap())
    }

    /// The page without what differs between any two answers: the id of the request.
    pub fn html_without_request_id(&self) -> String {
        let id = self.header("x-request-id");
        assert!(!id.is_empty());
        self.html().replace(id, "(request)")
    }

    pub(super) fn document(&self) -> Html {
        Html::parse_document(self.html())
    }
}

pub(super) fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap()
}

/// The words of an element, with single spaces. Parts of a line stay together; other elements stand apart.
pub(super) fn text(element: ElementRef<'_>) -> String {
    let mut written = String::new();
    collect(element, &mut written);
    written.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn collect(element: ElementRef<'_>, written: &mut String) {
    const IN_LINE: [&str; 8] = ["a", "span", "strong", "bdi", "time", "code", "em", "mark"];
    let apart = if IN_LINE.contains(&element.value().name()) { "" } else { " " };
    written.push_str(apart);
    for child in element.children() {
        if let Some(words) = child.value().as_text() {
            written.push_str(words);
        } else if let Some(inner) = ElementRef::wrap(child) {
            collect(inner, written);
        }
    }
    written.push_str(apart);
}
