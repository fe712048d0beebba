//! Where to go after signing in: a path of this site, or the account page.

/// The account page: where one goes who wanted nothing else.
pub const HOME: &str = "/account";

/// `raw` if it is a plain path of this site, else [`HOME`]: nobody is sent elsewhere by a link to us.
#[must_use]
pub fn safe(raw: &str) -> &str {
    let ours = raw.starts_with('/')
        && !raw.starts_with("//")
        && raw.len() <= 500
        && raw.bytes().all(|it| it.is_ascii_graphic() && it != b'\\');
    if ours { raw } else { HOME }
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
