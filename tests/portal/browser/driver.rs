//! Chromium without a window, spoken to by the WebDriver protocol, which is JSON over HTTP.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use reqwest::Client;
use serde_json::{Value, json};
use tempfile::TempDir;

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

/// A browser with a profile of its own; gone when it is dropped.
pub struct Browser {
    pub scripts: Scripts,
    site: String,
    session: String,
    client: Client,
    driver: Child,
    profile: TempDir,
}

impl Browser {
    pub async fn start(site: &str, scripts: Scripts) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let driver = Command::new("chromedriver")
            .args([format!("--port={port}"), "--silent".to_owned()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver: scripts/test installs it");
        let mut browser = Self {
            scripts,
            site: site.to_owned(),
            session: format!("http://127.0.0.1:{port}"),
            client: Client::new(),
            driver,
            profile: tempfile::tempdir().unwrap(),
        };
        browser.wait_until_ready().await;
        browser.open().await;
        browser.assert_scripts_are_as_asked().await;
        browser
    }

    pub async fn goto(&self, path: &str) {
        self.order("url", json!({ "url": format!("{}{path}", self.site) })).await;
    }

    /// Clicks an element, and waits for the next page if it leads to one.
    pub async fn click(&self, css: &str) {
        let element = self.find("css selector", css).await;
        self.order(&format!("element/{element}/click"), json!({})).await;
    }

    /// Follows the first link with these words.
    pub async fn follow(&self, words: &str) {
        let element = self.find("partial link text", words).await;
        self.order(&format!("element/{element}/click"), json!({})).await;
    }

    /// Presses the button with this value.
    pub async fn press(&self, value: &str) {
        self.click(&format!("button[value='{value}']")).await;
    }

    /// Presses the last button of the form in which the element stands.
    pub async fn submit(&self, css: &str) {
        self.click(&format!("form:has({css}) button")).await;
    }

    /// Types into a field.
    pub async fn write(&self, css: &str, text: &str) {
        let element = self.find("css selector", css).await;
        self.order(&format!("element/{element}/clear"), json!({})).await;
        self.order(&format!("element/{element}/value"), json!({ "text": text })).await;
    }

    /// What a field holds now.
    pub async fn value(&self, css: &str) -> String {
        let element = self.find("css selector", css).await;
        let value = self.ask(&format!("element/{element}/property/value")).await;
        value.as_str().unwrap_or_default().to_owned()
    }

    /// The words that an element shows.
    pub async fn text(&self, css: &str) -> String {
        loop {
            let element = self.find("css selector", css).await;
            let address = format!("{}/element/{element}/text", self.session);
            let sent = self.client.get(address).send().await;
            // Between the two questions the page may have made way for the next one.
            if let Ok(text) = Self::answer(sent.unwrap()).await {
                return text.as_str().unwrap().to_owned();
            }
        }
    }

    /// The words that the page shows.
    pub async fn words(&self) -> String {
        self.text("main").await
    }

    pub async fn address(&self) -> String {
        self.ask("url").await.as_str().unwrap().to_owned()
    }

    /// Runs a script of the story and gives what it returns.
    pub async fn run(&self, script: &str) -> Value {
        self.order("execute/sync", json!({ "script": script, "args": [] })).await
    }

    /// Runs a script that hands its result to the last of its arguments.
    pub async fn run_async(&self, script: &str) -> Value {
        self.order("execute/async", json!({ "script": script, "args": [] })).await
    }

    /// An order of Chromium's own, for what the protocol does not know.
    pub async fn devtools(&self, command: &str, params: Value) {
        self.order("goog/cdp/execute", json!({ "cmd": command, "params": params })).await;
    }

    /// Waits until the page shows these words: without scripts the driver does not wait for the next page.
    pub async fn expect(&self, words: &str) {
        let started = Instant::now();
        while !self.words().await.contains(words) {
            let seen = self.words().await;
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

    async fn find(&self, using: &str, value: &str) -> String {
        let started = Instant::now();
        let wanted = json!({ "using": using, "value": value });
        loop {
            match self.try_order("element", &wanted).await {
                Ok(found) => return found[ELEMENT].as_str().unwrap().to_owned(),
                Err(error) => {
                    let address = self.address().await;
                    assert!(started.elapsed() < PATIENCE, "{address} has no {value}: {error}");
                }
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    async fn order(&self, what: &str, body: Value) -> Value {
        self.try_order(what, &body).await.unwrap_or_else(|it| panic!("{what} {body}: {it}"))
    }

    async fn try_order(&self, what: &str, body: &Value) -> Result<Value, String> {
        let sent = self.client.post(format!("{}/{what}", self.session)).json(body).send().await;
        Self::answer(sent.unwrap()).await
    }

    async fn ask(&self, what: &str) -> Value {
        let sent = self.client.get(format!("{}/{what}", self.session)).send().await;
        Self::answer(sent.unwrap()).await.unwrap_or_else(|it| panic!("{what}: {it}"))
    }

    async fn answer(response: reqwest::Response) -> Result<Value, String> {
        let is_success = response.status().is_success();
        let answer: Value = response.json().await.unwrap();
        let value = answer["value"].clone();
        if is_success { Ok(value) } else { Err(value["message"].to_string()) }
    }

    async fn wait_until_ready(&self) {
        let started = Instant::now();
        while self.client.get(format!("{}/status", self.session)).send().await.is_err() {
            assert!(started.elapsed() < Duration::from_secs(30), "chromedriver does not answer");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn assert_scripts_are_as_asked(&self) {
        let page = "data:text/html,<title>off</title><script>document.title = 'on'</script>";
        self.order("url", json!({ "url": page })).await;
        let wanted = if self.scripts == Scripts::On { "on" } else { "off" };
        assert_eq!(self.ask("title").await, wanted);
    }

    async fn open(&mut self) {
        let mut arguments = vec![
            "--headless".to_owned(),
            "--no-sandbox".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            "--disable-background-networking".to_owned(),
            format!("--user-data-dir={}", self.profile.path().display()),
        ];
        if self.scripts == Scripts::Off {
            arguments.push("--blink-settings=scriptEnabled=false".to_owned());
        }
        let options = json!({ "args": arguments });
        let wanted = json!({ "browserName": "chrome", "goog:chromeOptions": options });
        let opened =
            self.order("session", json!({ "capabilities": { "alwaysMatch": wanted } })).await;
        let id = opened["sessionId"].as_str().unwrap();
        self.session = format!("{}/session/{id}", self.session);
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver closes its browser when it is asked to go; killed, it would leave it running.
        let session = self.session.clone();
        let close = std::thread::spawn(move || {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async { Client::new().delete(session).send().await.is_ok() })
        });
        let _ = close.join();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
