//! Somebody at a browser: goes to pages, types, presses, reads.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::webdriver::Session;

/// The key under which the protocol names an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// Far more than a page takes, for machines that are busy.
const PATIENCE: Duration = Duration::from_secs(20);

/// Whether pages may run scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scripts {
    On,
    Off,
}

/// A browser at one portal.
pub struct Browser {
    pub scripts: Scripts,
    site: String,
    session: Session,
}

impl Browser {
    pub async fn start(site: &str, scripts: Scripts) -> Self {
        let session = match scripts {
            Scripts::On => Session::start(&[]).await,
            Scripts::Off => Session::start(&["--blink-settings=scriptEnabled=false"]).await,
        };
        let page = "data:text/html,<title>off</title><script>document.title = 'on'</script>";
        session.order("url", json!({ "url": page })).await;
        let wanted = if scripts == Scripts::On { "on" } else { "off" };
        assert_eq!(session.ask("title").await, wanted);
        Self { scripts, site: site.to_owned(), session }
    }

    pub async fn goto(&self, path: &str) {
        self.session.order("url", json!({ "url": format!("{}{path}", self.site) })).await;
    }

    /// Clicks an element, and waits for the next page if it leads to one.
    pub async fn click(&self, css: &str) {
        let element = self.find("css selector", css).await;
        self.session.order(&format!("element/{element}/click"), json!({})).await;
    }

    /// Follows the first link with these words.
    pub async fn follow(&self, words: &str) {
        let element = self.find("partial link text", words).await;
        self.session.order(&format!("element/{element}/click"), json!({})).await;
    }

    /// Presses the button with this value.
    pub async fn press(&self, value: &str) {
        self.click(&format!("button[value='{value}']")).await;
    }

    /// Presses the first button of the form in which the element stands.
    pub async fn submit(&self, css: &str) {
        self.click(&format!("form:has({css}) button")).await;
    }

    /// Types into a field that may hold something already.
    pub async fn write(&self, css: &str, text: &str) {
        let element = self.find("css selector", css).await;
        self.session.order(&format!("element/{element}/clear"), json!({})).await;
        self.type_on(css, text).await;
    }

    /// Types at the end of what a field holds.
    pub async fn type_on(&self, css: &str, text: &str) {
        let element = self.find("css selector", css).await;
        self.session.order(&format!("element/{element}/value"), json!({ "text": text })).await;
    }

    pub async fn reload(&self) {
        self.session.order("refresh", json!({})).await;
    }

    pub async fn back(&self) {
        self.session.order("back", json!({})).await;
    }

    /// The window that orders go to.
    pub async fn window(&self) -> String {
        self.session.ask("window").await.as_str().unwrap().to_owned()
    }

    pub async fn switch_to(&self, window: &str) {
        self.session.order("window", json!({ "handle": window })).await;
    }

    /// Opens another tab and goes there.
    pub async fn open_window(&self) {
        let opened = self.session.order("window/new", json!({ "type": "tab" })).await;
        self.switch_to(opened["handle"].as_str().unwrap()).await;
    }

    /// The value of a cookie, or an empty one.
    pub async fn cookie(&self, name: &str) -> String {
        let cookie = self.session.try_ask(&format!("cookie/{name}")).await;
        cookie.ok().and_then(|it| it["value"].as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// Chooses files of this machine, as in the dialog that the field opens.
    pub async fn choose(&self, css: &str, files: &[&std::path::Path]) {
        let element = self.find("css selector", css).await;
        let paths: Vec<_> = files.iter().map(|it| it.display().to_string()).collect();
        let text = json!({ "text": paths.join("\n") });
        self.session.order(&format!("element/{element}/value"), text).await;
    }

    /// What a field holds now.
    pub async fn value(&self, css: &str) -> String {
        let element = self.find("css selector", css).await;
        let value = self.session.ask(&format!("element/{element}/property/value")).await;
        value.as_str().unwrap_or_default().to_owned()
    }

    /// The words that an element shows.
    pub async fn text(&self, css: &str) -> String {
        loop {
            let element = self.find("css selector", css).await;
            // Between the two questions the page may have made way for the next one.
            if let Ok(text) = self.session.try_ask(&format!("element/{element}/text")).await {
                return text.as_str().unwrap().to_owned();
            }
        }
    }

    /// The words that the page shows.
    pub async fn words(&self) -> String {
        self.text("main").await
    }

    pub async fn address(&self) -> String {
        self.session.ask("url").await.as_str().unwrap().to_owned()
    }

    /// Runs a script of the story and gives what it returns.
    pub async fn run(&self, script: &str) -> Value {
        self.session.order("execute/sync", json!({ "script": script, "args": [] })).await
    }

    /// Runs a script that hands its result to the last of its arguments.
    pub async fn run_async(&self, script: &str) -> Value {
        self.session.order("execute/async", json!({ "script": script, "args": [] })).await
    }

    /// An order of Chromium's own, for what the protocol does not know.
    pub async fn devtools(&self, command: &str, params: Value) {
        self.session.order("goog/cdp/execute", json!({ "cmd": command, "params": params })).await;
    }

    /// Signs the browser in with a session of somebody, or out, without a page.
    pub async fn be(&self, session: Option<&str>) {
        self.devtools("Network.clearBrowserCookies", json!({})).await;
        if let Some(session) = session {
            let cookie = json!({ "url": self.site, "name": "session", "value": session });
            self.devtools("Network.setCookie", cookie).await;
        }
    }

    /// Sends a form without a field, as if the page that the browser shows had it.
    pub async fn send_empty_form(&self, path: &str) {
        let send = format!(
            "const form = Object.assign(document.createElement('form'), {{
                 id: 'leaving', method: 'post', action: '{path}' }});
             document.body.append(form);
             form.submit();"
        );
        self.run(&send).await;
        while self.run("return !document.getElementById('leaving')").await != true {
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    /// Waits until the page shows these words: without scripts the driver does not wait for the next page.
    pub async fn expect(&self, words: &str) {
        self.expect_in("main", words).await;
    }

    /// Waits until an element shows these words.
    pub async fn expect_in(&self, css: &str, words: &str) {
        let started = Instant::now();
        while !self.text(css).await.contains(words) {
            let seen = self.text(css).await;
            assert!(
                started.elapsed() < PATIENCE,
                "{} never says {words}: {seen}",
                self.address().await
            );
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    /// Waits until the browser is at this path.
    pub async fn arrive(&self, path: &str) {
        let (started, wanted) = (Instant::now(), format!("{}{path}", self.site));
        while self.address().await != wanted {
            assert!(started.elapsed() < PATIENCE, "{} and not {path}", self.address().await);
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    /// The id of the element that keys go to.
    pub async fn focus(&self) -> String {
        self.of_focused("id").await
    }

    /// The name of the field that keys go to.
    pub async fn focused_name(&self) -> String {
        self.of_focused("name").await
    }

    async fn of_focused(&self, property: &str) -> String {
        let Some(element) = self.focused().await else { return String::new() };
        let value = self.session.try_ask(&format!("element/{element}/property/{property}")).await;
        value.ok().and_then(|it| it.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// The element that keys go to.
    pub(super) async fn focused(&self) -> Option<String> {
        let focused = self.session.try_ask("element/active").await.ok()?;
        focused[ELEMENT].as_str().map(str::to_owned)
    }

    /// An order to the browser, by the name that the protocol has for it.
    pub(super) async fn order(&self, what: &str, body: Value) {
        self.session.order(what, body).await;
    }

    pub(super) async fn find(&self, using: &str, value: &str) -> String {
        let started = Instant::now();
        let wanted = json!({ "using": using, "value": value });
        loop {
            match self.session.try_order("element", &wanted).await {
                Ok(found) => return found[ELEMENT].as_str().unwrap().to_owned(),
                Err(error) => {
                    let address = self.address().await;
                    if PATIENCE < started.elapsed() {
                        let page = self.session.ask("source").await;
                        panic!("{address} has no {value}: {error}\n{page}");
                    }
                }
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }
}
