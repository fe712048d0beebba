//! Reads a body, within a size and a time. The server itself sets neither.

use std::time::Duration;

use actix_web::dev::Payload;
use futures_util::StreamExt;

use crate::error::{AppError, AppResult};

const MAX_BYTES: usize = 2 * 1024 * 1024;

/// A browser reads the answer only once it has sent everything. So a body that is too large is read on for a while,
/// and thrown away, before it is refused; otherwise its sender would see a broken connection and no page.
const MAX_BYTES_THROWN_AWAY: usize = 16 * 1024 * 1024;

/// The whole body; `deadline` is for all of it, so that a byte now and then keeps no connection.
pub async fn read(payload: Payload, deadline: Duration) -> AppResult<Vec<u8>> {
    let read = tokio::time::timeout(deadline, collect(payload)).await;
    read.unwrap_or(Err(AppError::RequestTimeout))
}

async fn collect(mut payload: Payload) -> AppResult<Vec<u8>> {
    let mut body = Vec::new();
    let mut received = 0;
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| {
            AppError::BadRequest("The form did not arrive whole. Please send it again.".to_owned())
        })?;
        received += chunk.len();
        if received > MAX_BYTES_THROWN_AWAY {
            break;
        }
        if received <= MAX_BYTES {
            body.extend_from_slice(&chunk);
        }
    }
    if received > MAX_BYTES { Err(AppError::TooLarge) } else { Ok(body) }
}
