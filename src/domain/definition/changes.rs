//! What is different between two definitions, in words.

use serde_json::{Map, Value, json};

use super::InitiativeDefinition;

/// How many characters of a text are shown.
const SHOWN_CHARS: usize = 60;
/// How many of those stand before the first difference of two texts.
const CONTEXT_CHARS: usize = 15;

/// One line for each change, with the dotted key that a file has for it; none if nothing changed.
#[must_use]
pub fn changes(before: Option<&InitiativeDefinition>, after: &InitiativeDefinition) -> Vec<String> {
    let mut lines = Vec::new();
    match before {
        Some(before) => compare("", &json!(before), &json!(after), &mut lines),
        None => {
            lines.push(format!("{}: new initiative {}", after.slug, shortened(&after.title, 0)));
            for area in &after.areas {
                lines.push(format!("areas.{}: new area {}", area.slug, shortened(&area.title, 0)));
            }
        }
    }
    lines
}

/// A list whose items have a name of their own, by which old and new ones are matched.
struct NamedItems {
    list: &'static str,
    name: &'static str,
    label: &'static str,
    item: &'static str,
    gone: &'static str,
}

const NAMED_ITEMS: [NamedItems; 5] = [
    NamedItems { list: "areas", name: "slug", label: "title", item: "area", gone: "removed" },
    NamedItems {
        list: "questions",
        name: "key",
        label: "prompt",
        item: "question",
        gone: "removed",
    },
    NamedItems { list: "options", name: "code", label: "label", item: "option", gone: "removed" },
    NamedItems {
        list: "documents",
        name: "url",
        label: "title",
        item: "document",
        gone: "removed",
    },
    NamedItems {
        list: "respondent_kinds",
        name: "code",
        label: "label",
        item: "respondent kind",
        gone: "retired",
    },
];

fn compare(path: &str, before: &Value, after: &Value, lines: &mut Vec<String>) {
    match (before, after) {
        _ if before == after => {}
        (Value::Object(before), Value::Object(after)) => compare_tables(path, before, after, lines),
        // Only the labels of a scale are a table that may be absent.
        (Value::Null, Value::Object(after)) => compare_tables(path, &Map::new(), after, lines),
        (Value::Object(before), Value::Null) => compare_tables(path, before, &Map::new(), lines),
        (Value::Array(before), Value::Array(after)) => compare_lists(path, before, after, lines),
        (Value::String(before), Value::String(after)) => {
            let n_common =
                before.chars().zip(after.chars()).take_while(|(it, that)| it == that).count();
            let (before, after) = (shortened(before, n_common), shortened(after, n_common));
            lines.push(format!("{path}: {before} → {after}"));
        }
        _ => lines.push(format!("{path}: {} → {}", in_words(before), in_words(after))),
    }
}

fn compare_tables(
    path: &str,
    before: &Map<String, Value>,
    after: &Map<String, Value>,
    lines: &mut Vec<String>,
) {
    let keys = before.keys().chain(after.keys().filter(|it| !before.contains_key(*it)));
    for key in keys {
        let (before, after) = (before.get(key), after.get(key));
        // In a file the labels of a scale stand beside the other keys of their question.
        let path = if key == "scale" { path.to_owned() } else { join(path, key) };
        compare(&path, before.unwrap_or(&Value::Null), after.unwrap_or(&Value::Null), lines);
    }
}

fn compare_lists(path: &str, before: &[Value], after: &[Value], lines: &mut Vec<String>) {
    let list = path.rsplit('.').next().unwrap_or_default();
    let Some(named) = NAMED_ITEMS.iter().find(|it| it.list == list) else {
        lines.push(format!("{path}: {} → {}", json!(before), json!(after)));
        return;
    };
    let kept = |items: &[Value], others: &[Value]| -> Vec<String> {
        let names = items.iter().map(|it| named.name_of(it));
        names.filter(|it| named.find(others, it).is_some()).map(str::to_owned).collect()
    };
    let order = kept(after, before);
    if order != kept(before, after) {
        lines.push(format!("{path}: new order: {}", order.join(", ")));
    }
    for item in after {
        let (name, label) = (named.name_of(item), named.label_of(item));
        let path = join(path, name);
        match named.find(before, name) {
            Some(before) => compare(&path, before, item, lines),
            None => lines.push(format!("{path}: new {} {label}", named.item)),
        }
    }
    for item in before {
        let (name, label) = (named.name_of(item), named.label_of(item));
        if named.find(after, name).is_none() {
            lines.push(format!("{}: {} {} {label}", join(path, name), named.gone, named.item));
        }
    }
}

impl NamedItems {
    fn name_of<'a>(&self, item: &'a Value) -> &'a str {
        item.get(self.name).and_then(Value::as_str).unwrap_or_default()
    }

    fn label_of(&self, item: &Value) -> String {
        shortened(item.get(self.label).and_then(Value::as_str).unwrap_or_default(), 0)
    }

    fn find<'a>(&self, items: &'a [Value], name: &str) -> Option<&'a Value> {
        items.iter().find(|it| self.name_of(it) == name)
    }
}

fn in_words(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::String(text) => shortened(text, 0),
        _ => value.to_string(),
    }
}

/// A text on one line, in quotation marks, cut so that what stands at `difference` is seen.
fn shortened(text: &str, difference: usize) -> String {
    let start = match difference {
        _ if text.chars().count() <= SHOWN_CHARS => 0,
        _ => difference.saturating_sub(CONTEXT_CHARS),
    };
    let shown: String = text.chars().skip(start).take(SHOWN_CHARS).collect();
    let before = if start == 0 { "" } else { "…" };
    let after = if start + SHOWN_CHARS < text.chars().count() { "…" } else { "" };
    format!("\"{before}{}{after}\"", shown.replace('\n', " "))
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}
