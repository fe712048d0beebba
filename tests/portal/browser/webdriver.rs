//! The `WebDriver` protocol: orders as JSON over HTTP, to a driver that was started for this browser alone.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use reqwest::Client;
use serde_json::{Value, json};
use tempfile::TempDir;

/// A session with one browser; both are gone when it is dropped.
pub struct Session {
    address: String,
    client: Client,
    driver: Child,
    profile: TempDir,
}

impl Session {
    /// Starts a browser without a window, with a profile of its own.
    pub async fn start(more_arguments: &[&str]) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let driver = Command::new("chromedriver")
            .args([format!("--port={port}"), "--silent".to_owned()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver: scripts/test installs it");
        let mut session = Self {
            address: format!("http://127.0.0.1:{port}"),
            client: Client::new(),
            driver,
            profile: tempfile::tempdir().unwrap(),
        };
        session.wait_until_ready().await;
        session.open(more_arguments).await;
        session
    }

    /// Gives an order that cannot fail.
    pub async fn order(&self, what: &str, body: Value) -> Value {
        self.try_order(what, &body).await.unwrap_or_else(|it| panic!("{what} {body}: {it}"))
    }

    /// Gives an order, or says why it was not followed.
    pub async fn try_order(&self, what: &str, body: &Value) -> Result<Value, String> {
        answer(self.client.post(format!("{}/{what}", self.address)).json(body)).await
    }

    pub async fn ask(&self, what: &str) -> Value {
        self.try_ask(what).await.unwrap_or_else(|it| panic!("{what}: {it}"))
    }

    pub async fn try_ask(&self, what: &str) -> Result<Value, String> {
        answer(self.client.get(format!("{}/{what}", self.address))).await
    }

    async fn wait_until_ready(&self) {
        let started = Instant::now();
        while self.client.get(format!("{}/status", self.address)).send().await.is_err() {
            assert!(started.elapsed() < Duration::from_secs(30), "chromedriver does not answer");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn open(&mut self, more_arguments: &[&str]) {
        let profile = format!("--user-data-dir={}", self.profile.path().display());
        let mut arguments = vec![
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            &profile,
        ];
        arguments.extend(more_arguments);
        let options = json!({ "args": arguments });
        let wanted = json!({ "browserName": "chrome", "goog:chromeOptions": options });
        let wanted = json!({ "capabilities": { "alwaysMatch": wanted } });
        let opened = self.order("session", wanted).await;
        self.address =
            format!("{}/session/{}", self.address, opened["sessionId"].as_str().unwrap());
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // The driver closes its browser when it is asked to; killed, it would leave it running. `drop` cannot await.
        let address = self.address.clone();
        let close = std::thread::spawn(move || {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async { Client::new().delete(address).send().await.is_ok() })
        });
        let _ = close.join();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

async fn answer(request: reqwest::RequestBuilder) -> Result<Value, String> {
    let response = request.send().await.unwrap();
    let is_success = response.status().is_success();
    let answer: Value = response.json().await.unwrap();
    let value = answer["value"].clone();
    if is_success { Ok(value) } else { Err(value["message"].to_string()) }
}
