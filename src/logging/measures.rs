//! What the program counts for its operator.
//!
//! Nothing is kept until [`start`] was called, and no label ever holds anything that a visitor wrote: only patterns of
//! routes, words of ours and classes of statuses.

use std::sync::OnceLock;
use std::time::Duration;

use actix_web::http::{Method, StatusCode};
use anyhow::Context;
use metrics::{counter, describe_counter, describe_histogram, histogram};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

/// Seconds; a page takes a few thousandths, a sign-in tenths, a download minutes.
const BUCKETS: [f64; 11] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0];

static KEPT: OnceLock<PrometheusHandle> = OnceLock::new();

/// Keeps what is counted from now on. Called twice, it gives the same counts.
///
/// # Errors
/// If something else in this program took the counts already.
pub fn start() -> anyhow::Result<&'static PrometheusHandle> {
    if let Some(kept) = KEPT.get() {
        return Ok(kept);
    }
    let recorder = PrometheusBuilder::new().set_buckets(&BUCKETS)?.build_recorder();
    let handle = recorder.handle();
    metrics::set_global_recorder(recorder).context("the counts are taken")?;
    describe();
    Ok(KEPT.get_or_init(|| handle))
}

/// A request that was answered.
pub fn answered(method: &Method, route: &str, status: StatusCode, took: Duration) {
    // Anybody can make up methods, and each would be a row of its own.
    let method = match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        _ => "other",
    };
    let class = match status.as_u16() / 100 {
        1 => "1xx",
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        _ => "5xx",
    };
    let route = route.to_owned();
    counter!("lectern_requests_total", "method" => method, "route" => route.clone(), "status" => class)
        .increment(1);
    histogram!("lectern_request_seconds", "method" => method, "route" => route)
        .record(took.as_secs_f64());
}

/// A comment was received.
pub fn comment_received() {
    counter!("lectern_comments_received_total").increment(1);
}

/// A comment was replaced by another version of it.
pub fn comment_replaced() {
    counter!("lectern_comments_replaced_total").increment(1);
}

/// A comment's standing changed: `kind` is the verb.
pub fn decided(kind: &'static str) {
    counter!("lectern_decisions_total", "kind" => kind).increment(1);
}

/// Somebody did not get in.
pub fn sign_in_failed() {
    counter!("lectern_sign_ins_failed_total").increment(1);
}

/// Somebody met a limit.
pub fn limit_met() {
    counter!("lectern_limits_met_total").increment(1);
}

/// A turn of the background failed.
pub fn turn_failed(work: &'static str) {
    counter!("lectern_turns_failed_total", "work" => work).increment(1);
}

fn describe() {
    describe_counter!("lectern_requests_total", "Requests answered.");
    describe_histogram!("lectern_request_seconds", "Seconds until the answer began.");
    describe_counter!("lectern_comments_received_total", "Comments received.");
    describe_counter!("lectern_decisions_total", "Changes of standing.");
    describe_counter!("lectern_sign_ins_failed_total", "Tries to sign in that failed.");
    describe_counter!("lectern_limits_met_total", "Requests turned away by a limit.");
    describe_counter!("lectern_turns_failed_total", "Turns of the background that failed.");
}
