//! Leftovers of HTML: the same letter comes pasted with tags and entities, and without.

/// The longest tag that is taken for one, in bytes: a lone "<" must not swallow a paragraph.
const TAG_MAX: usize = 400;
const ENTITY_MAX: usize = 10;

/// The text with entities read and tags replaced by a space.
pub fn without_markup(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, here)) = rest.find(['&', '<']).and_then(|it| rest.split_at_checked(it))
    {
        plain.push_str(before);
        let read = tag(here).or_else(|| entity(here));
        let (character, after) = read.unwrap_or_else(|| (' ', after_first(here)));
        plain.push(character);
        rest = after;
    }
    plain.push_str(rest);
    plain
}

/// A space for a tag, and what follows it.
fn tag(here: &str) -> Option<(char, &str)> {
    let inner = here.strip_prefix('<')?;
    if !inner.starts_with(|it: char| it.is_ascii_alphabetic() || it == '/' || it == '!') {
        return None;
    }
    let (name, after) = inner.split_once('>')?;
    (name.len() <= TAG_MAX && !name.contains('<')).then_some((' ', after))
}

/// The character of an entity, or a space for one that makes no difference between words.
fn entity(here: &str) -> Option<(char, &str)> {
    let (name, after) = here.strip_prefix('&')?.split_once(';')?;
    if name.is_empty() || ENTITY_MAX < name.len() {
        return None;
    }
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
            None => number.parse(),
        };
        return Some((char::from_u32(code.ok()?)?, after));
    }
    match name {
        "apos" | "lsquo" | "rsquo" => Some(('\'', after)),
        _ => name.chars().all(|it| it.is_ascii_alphanumeric()).then_some((' ', after)),
    }
}

fn after_first(here: &str) -> &str {
    let mut characters = here.chars();
    characters.next();
    characters.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_entities_are_no_words() {
        let cases = [
            ("Don&#39;t&nbsp;stop<br/>now", "Don't stop now"),
            ("<p class=\"a\">Clean &amp; safe</p>", " Clean   safe "),
            ("5 < 6 and 7 > 6", "5   6 and 7 > 6"),
            ("AT&T; R&D", "AT  R D"),
            ("a &", "a  "),
            ("&#xZZ; &#1114112;", " #xZZ;  #1114112;"),
        ];
        for (text, plain) in cases {
            assert_eq!(without_markup(text), plain);
        }
    }
}
