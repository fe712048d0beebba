//! Where to go after signing in: a path of this site, or the account page.

/// The account page: where one goes who wanted nothing else.
pub const HOME: &str = "/account";

/// `raw` if it is a plain path of this site, else [`HOME`]: nobody is sent elsewhere by a link to us.
#[must_use]
pub fn safe(raw: &str) -> &str {
    let ours = raw.starts_with('/')
        && !decoded_start(raw).starts_with("//")
        && raw.len() <= 500
        && raw.bytes().all(|it| it.is_ascii_graphic() && it != b'\\');
    if ours { raw } else { HOME }
}

/// The beginning after one decoding, without what browsers leave out of an address: what stands there decides the site.
fn decoded_start(raw: &str) -> String {
    let lower = raw.to_ascii_lowercase();
    let lower = ["%09", "%0a", "%0d"].iter().fold(lower, |it, code| it.replace(code, ""));
    lower.replace("%2f", "/").replace("%5c", "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_another_site() {
        for raw in [
            "//evil",
            "/\\evil",
            "https://evil",
            "https:evil",
            "/\tevil",
            "/%09/evil",
            "/%2fevil",
            "%2f%2fevil",
            "/%5Cevil",
            "/%5cevil",
            "/a\r\nb",
            "evil",
            "",
            "/\u{e9}",
        ] {
            assert_eq!(safe(raw), HOME, "{raw:?}");
        }
        assert_eq!(safe("/initiatives/a/b/comment?x=1"), "/initiatives/a/b/comment?x=1");
    }
}
