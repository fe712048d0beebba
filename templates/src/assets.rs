//! Static files, embedded in the program, each with a digest of its content in its name.

use std::borrow::Cow;

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../static"]
struct Static;

/// One static file as a handler sends it.
#[derive(Debug)]
pub struct Asset {
    pub bytes: Cow<'static, [u8]>,
    pub content_type: &'static str,
}

/// The address of a static file: `lectern.css` gives `/static/lectern.<12 hex digits>.css`.
///
/// The name changes with the content, so a browser may keep the file forever. A name that is not embedded comes back
/// as it is, and a test keeps pages from asking for one.
pub fn url(name: &str) -> String {
    let Some(file) = Static::get(name) else { return format!("/static/{name}") };
    let Some((stem, extension)) = name.rsplit_once('.') else { return format!("/static/{name}") };
    format!("/static/{stem}.{}.{extension}", digest(&file.metadata.sha256_hash()))
}

/// The file that an address of [`url`] names: `path_tail` is what follows `/static/`.
///
/// Only the current digest is found, so that a stale page never gets a newer file under an older name.
pub fn find(path_tail: &str) -> Option<Asset> {
    let (rest, extension) = path_tail.rsplit_once('.')?;
    let (stem, asked) = rest.rsplit_once('.')?;
    let file = Static::get(&format!("{stem}.{extension}"))?;
    if asked != digest(&file.metadata.sha256_hash()) {
        return None;
    }
    Some(Asset { bytes: file.data, content_type: content_type(extension) })
}

fn digest(hash: &[u8; 32]) -> String {
    hash.iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

fn content_type(extension: &str) -> &'static str {
    match extension {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_file_finds_the_file() {
        for (name, content_type) in
            [("lectern.css", "text/css; charset=utf-8"), ("icon.svg", "image/svg+xml")]
        {
            let url = url(name);
            let asset = find(url.trim_start_matches("/static/")).expect("an embedded file");

            assert_eq!(asset.content_type, content_type);
            assert!(!asset.bytes.is_empty());
        }
    }

    #[test]
    fn a_stale_digest_and_a_foreign_path_find_nothing() {
        for tail in ["lectern.000000000000.css", "lectern.css", "../Cargo.toml", "", "."] {
            assert!(find(tail).is_none(), "{tail}");
        }
    }
}
