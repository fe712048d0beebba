//! Files of comments, as pages list them and as they are sent to whoever may have them.

use actix_web::HttpResponse;
use actix_web::body::SizedStream;
use actix_web::http::header::{
    CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
};
use lectern_templates::attachments::FileRef;

use crate::domain::attachment::Attachment;
use crate::error::{AppError, AppResult};
use crate::file_store::FileStore;

/// A file is looked at by itself: it can load nothing, run nothing and send nothing.
const POLICY: &str = "sandbox; default-src 'none'; frame-ancestors 'none'";

/// Files for a page that lists them and does not offer them.
pub fn listed(files: &[Attachment]) -> Vec<FileRef<'_>> {
    files.iter().map(|it| named(it, None)).collect()
}

/// Files for a page from which they can be downloaded; `comment` is the address of the comment there.
pub fn offered<'a>(files: &'a [Attachment], comment: &str) -> Vec<FileRef<'a>> {
    let href = |position: i32| Some(format!("{comment}/files/{position}"));
    (1..).zip(files).map(|(position, it)| named(it, href(position))).collect()
}

/// The file of this position, which comes from an address; the first has the position 1.
///
/// # Errors
/// Not found.
pub fn at<'a>(files: &'a [Attachment], position: &str) -> AppResult<&'a Attachment> {
    let position: usize = position.parse().map_err(|_| AppError::NotFound)?;
    let file = position.checked_sub(1).and_then(|it| files.get(it));
    file.ok_or(AppError::NotFound)
}

/// Sends a file to be saved, never to be shown in the place of a page.
///
/// # Errors
/// If the store does not have it, or does not answer.
pub async fn send(store: &FileStore, file: &Attachment) -> AppResult<HttpResponse> {
    let (size, pieces) = store.read(&file.sha256).await?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, file.media_type.content_type()))
        .insert_header((CONTENT_DISPOSITION, disposition(file.name.as_str())))
        .insert_header((CONTENT_SECURITY_POLICY, POLICY))
        // Packed once more it would lose its length, and with it the sign of a download that broke off.
        .insert_header((CONTENT_ENCODING, "identity"))
        .body(SizedStream::new(size, pieces)))
}

/// RFC 6266: the name for all programs of today, and one in plain letters for those of yesterday.
fn disposition(name: &str) -> String {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | '_' | ' ');
    let plain: String = name.chars().map(|it| if is_plain(it) { it } else { '_' }).collect();
    let mut whole = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
            whole.push(char::from(byte));
        } else {
            whole.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}")
}

fn named(file: &Attachment, href: Option<String>) -> FileRef<'_> {
    FileRef {
        name: file.name.as_str(),
        kind: file.media_type.label(),
        bytes: u64::try_from(file.bytes).unwrap_or_default(),
        href,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // F4
    #[test]
    fn a_name_can_add_nothing_to_the_header() {
        for (name, header) in [
            ("a b.pdf", "attachment; filename=\"a b.pdf\"; filename*=UTF-8''a%20b.pdf"),
            (
                "\"; x=\"y.txt",
                "attachment; filename=\"__ x__y.txt\"; filename*=UTF-8''%22%3B%20x%3D%22y.txt",
            ),
            (
                "Größe.txt",
                "attachment; filename=\"Gr__e.txt\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe.txt",
            ),
            ("a\r\nb.txt", "attachment; filename=\"a__b.txt\"; filename*=UTF-8''a%0D%0Ab.txt"),
        ] {
            assert_eq!(disposition(name), header);
        }
    }
}
