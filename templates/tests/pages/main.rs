//! What holds for every page, whatever is typed into it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]

mod html_validate;
mod samples;

use samples::{Words, every_page};

const HOSTILE: &str = "\"><script>alert(1)</script><img src=x onerror='alert(2)'>";

#[test]
fn nothing_that_a_visitor_types_becomes_markup() {
    for (name, html) in every_page(&Words::all(HOSTILE)) {
        assert!(!foreign_scripts(&html), "{name} lets a script through");
        assert!(!html.contains("<img src=x"), "{name} lets an image through");
    }
}

#[test]
fn every_text_field_shows_what_was_typed_escaped() {
    let pages = every_page(&Words::all(HOSTILE));

    for name in
        ["comment-form", "comment", "moderation-comment", "check", "own-comment", "other-draft"]
    {
        let (_, html) = pages.iter().find(|(page, _)| *page == name).unwrap();
        assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{name}");
    }
}

#[test]
fn no_page_has_inline_style_or_script() {
    for (name, html) in every_page(&Words::calm()) {
        for banned in [" style=", "<style", " onclick", " onload", " onerror", "javascript:"] {
            assert!(!html.contains(banned), "{name} has {banned}");
        }
        assert!(!foreign_scripts(&html), "{name}");
    }
}

#[test]
fn every_page_is_valid_html() {
    let pages = every_page(&Words::calm());
    let faults = html_validate::faults(pages.iter().map(|(name, html)| (*name, html.as_str())));

    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn a_page_is_under_thirty_kilobytes_besides_its_texts() {
    for (name, html) in every_page(&Words::calm()) {
        assert!(html.len() < 30_000, "{name} has {} bytes", html.len());
    }
}

#[test]
fn every_page_has_one_heading_of_the_first_level_a_title_and_a_way_to_skip_to_it() {
    for (name, html) in every_page(&Words::calm()) {
        assert_eq!(html.matches("<h1").count(), 1, "{name}");
        assert!(html.contains(" - Lectern</title>"), "{name}");
        assert!(html.contains("href=\"#main\""), "{name}");
    }
}

#[test]
fn no_id_stands_twice_on_a_page_and_every_label_and_description_finds_its_field() {
    for (name, html) in every_page(&Words::calm()) {
        let ids = attributes(&html, "id");
        for (index, id) in ids.iter().enumerate() {
            assert!(!ids[..index].contains(id), "{name} has the id {id} twice");
        }
        for reference in ["for", "aria-describedby", "aria-labelledby"] {
            for id in attributes(&html, reference).iter().flat_map(|it| it.split(' ')) {
                assert!(ids.contains(&id), "{name}: {reference} points to {id}");
            }
        }
    }
}

#[test]
fn each_error_of_the_comment_form_is_listed_at_the_top_and_links_to_its_field() {
    let pages = every_page(&Words::calm());
    let (_, html) = pages.iter().find(|(name, _)| *name == "comment-form").unwrap();

    assert!(html.contains("<title>Error: Comment on"));
    let ids = attributes(html, "id");
    let links: Vec<_> =
        attributes(html, "href").into_iter().filter_map(|it| it.strip_prefix('#')).collect();
    assert!(links.len() > 5, "{links:?}");
    for link in links {
        assert!(ids.contains(&link), "no field has the id {link}");
    }
}

#[test]
fn every_choice_of_a_list_has_words_also_the_empty_one() {
    for (name, html) in every_page(&Words::calm()) {
        for option in html.split("<option").skip(1) {
            let words = option.split_once('>').unwrap().1.split('<').next().unwrap();
            assert!(
                !words.trim().is_empty(),
                "{name}: <option{}",
                option.split('>').next().unwrap()
            );
        }
    }
}

#[test]
fn every_table_of_a_page_is_told_apart_by_its_caption() {
    for (name, html) in every_page(&Words::calm()) {
        let captions: Vec<_> = html
            .split("<caption")
            .skip(1)
            .map(|it| it.split_once('>').unwrap().1.split("</caption>").next().unwrap())
            .collect();
        assert_eq!(html.matches("<table").count(), captions.len(), "{name}");
        for (index, caption) in captions.iter().enumerate() {
            assert!(!captions[..index].contains(caption), "{name} has the caption {caption} twice");
        }
    }
}

#[test]
fn two_drafts_and_a_mail_are_told_by_the_title_of_the_page() {
    let pages = every_page(&Words::calm());
    let title = |page: &str| {
        let (_, html) = pages.iter().find(|(name, _)| *name == page).unwrap();
        html.split("<title>").nth(1).unwrap().split("</title>").next().unwrap().to_owned()
    };

    assert!(title("other-draft").starts_with("Two drafts: Comment on"), "{}", title("other-draft"));
    assert!(title("mail").starts_with("Mail: "), "{}", title("mail"));
}

#[test]
fn a_form_gives_back_what_was_typed_even_what_no_choice_offers() {
    let pages = every_page(&Words::all("left over"));
    let (_, html) = pages.iter().find(|(name, _)| *name == "comment-form").unwrap();

    assert!(html.contains("value=\"support_with_changes\" checked"), "the stance");
    assert!(
        html.contains("<option value=\"left over\" selected>"),
        "a respondent kind that is gone"
    );
    assert!(
        html.contains("name=\"answers.tester\" value=\"left over\" checked"),
        "an answer that is gone"
    );
    assert!(html.contains("\nleft over</textarea>"), "the body");
    assert!(
        html.contains("<option value=\"7\" selected>"),
        "a place that the ranking does not have"
    );
}

#[test]
fn a_ranking_starts_in_the_order_of_the_alphabet_as_the_page_says() {
    let pages = every_page(&Words::calm());
    let (_, html) = pages.iter().find(|(name, _)| *name == "comment-form").unwrap();
    let place = |label: &str| html.find(&format!(">{label}</label>")).unwrap();

    assert!(place("Banking and insurance") < place("Energy and water"));
}

#[test]
fn a_line_break_at_the_start_of_a_comment_survives_the_form() {
    let pages = every_page(&Words { body: "\nfirst", ..Words::calm() });
    let (_, html) = pages.iter().find(|(name, _)| *name == "comment-form").unwrap();

    assert!(html.contains(">\n\nfirst</textarea>"));
}

#[test]
fn only_the_layout_may_take_markup_as_it_is() {
    let sources = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
    for (path, text) in rust_files(std::path::Path::new(sources)) {
        assert!(path.ends_with("layout.rs") || !text.contains("PreEscaped"), "{}", path.display());
    }
}

#[test]
fn only_the_components_of_forms_write_controls() {
    let sources = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
    for (path, text) in rust_files(std::path::Path::new(sources)) {
        let is_component =
            path.components().any(|it| it.as_os_str() == "form") || path.ends_with("src/form.rs");
        for line in markup(&text).filter(|_| !is_component) {
            for control in ["input", "select", "textarea", "button"] {
                assert!(!writes(line, control), "{}: {line}", path.display());
            }
        }
    }
}

/// The lines of a source that are no comments.
fn markup(source: &str) -> impl Iterator<Item = &str> {
    source.lines().map(str::trim).filter(|it| !it.starts_with("//"))
}

/// Whether a line of markup begins an element: its name with a class, an id, an attribute, or what is in it.
fn writes(line: &str, element: &str) -> bool {
    let outside_of_quotes: String = line.split('"').step_by(2).collect::<Vec<_>>().join("\"");
    let spaced = format!(" {outside_of_quotes}");
    let name = format!(" {element}");
    spaced.match_indices(&name).any(|(at, _)| {
        let rest = spaced[at + name.len()..].trim_start_matches(' ');
        let is_attribute = rest.split_once('=').is_some_and(|(name, _)| {
            name.chars().all(|it| it.is_ascii_lowercase() || it == '-') && !name.is_empty()
        });
        rest.starts_with(['.', '#', '{', ';']) && !rest.starts_with("..") || is_attribute
    })
}

#[test]
fn the_stylesheet_stays_small_and_fetches_nothing() {
    let asset = lectern_templates::assets::find(
        lectern_templates::assets::url("lectern.css").trim_start_matches("/static/"),
    )
    .unwrap();
    let css = std::str::from_utf8(&asset.bytes).unwrap();

    assert!(css.len() < 20_000, "{} bytes", css.len());
    assert!(!css.contains("url(") && !css.contains("@import"));
}

/// Whether a page has a script other than a file of ours, which runs once the page is read.
fn foreign_scripts(html: &str) -> bool {
    html.split("<script").skip(1).any(|it| {
        let ours =
            it.strip_prefix(" src=\"/static/").and_then(|it| it.split_once("\" defer></script>"));
        ours.is_none_or(|(file, _)| lectern_templates::assets::find(file).is_none())
    })
}

#[test]
fn scripts_stay_small() {
    for name in ["form.js", "writing.js", "files.js"] {
        let url = lectern_templates::assets::url(name);
        let asset = lectern_templates::assets::find(url.trim_start_matches("/static/")).unwrap();

        assert!(asset.bytes.len() < 6 * 1024, "{name}: {} bytes", asset.bytes.len());
    }
}

fn attributes<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    html.split(start.as_str()).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

fn rust_files(folder: &std::path::Path) -> Vec<(std::path::PathBuf, String)> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else {
            let text = std::fs::read_to_string(&path).unwrap();
            files.push((path, text));
        }
    }
    files
}
