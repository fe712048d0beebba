//! The program's own HTTP server, on a port and in a thread of its own.

use std::net::TcpListener;
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;

use actix_web::dev::ServerHandle;
use lectern::app::{AppState, PublicState};
use lectern::cli::serve::server;
use lectern::settings::Settings;

/// Stops when it is dropped.
pub struct TestServer {
    origin: String,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
}

/// A free port, taken.
pub fn listener() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").unwrap()
}

impl TestServer {
    pub fn start(
        settings: &Arc<Settings>,
        state: &AppState,
        public: &PublicState,
        listener: TcpListener,
    ) -> Self {
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let (settings, state, public) = (Arc::clone(settings), state.clone(), public.clone());
        let (started, starting) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let server = server(&settings, state, public, listener).unwrap();
                started.send(server.handle()).unwrap();
                server.await.unwrap();
            });
        });
        Self { origin, handle: starting.recv().unwrap(), thread: Some(thread) }
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        // The order is given when `stop` is called; what it returns would only wait.
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            let stopped = thread.join();
            assert!(stopped.is_ok() || std::thread::panicking(), "the server panicked");
        }
    }
}
