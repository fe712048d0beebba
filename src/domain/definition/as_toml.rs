//! A definition as the text of a file. What [`super::parse()`] reads from it is the same definition again.

use std::fmt::Write;

use chrono::{DateTime, Datelike, Offset, SecondsFormat, Utc};
use chrono_tz::Tz;

use super::{AreaDefinition, InitiativeDefinition};
use crate::domain::question::{Question, Visibility};

impl InitiativeDefinition {
    /// The file. What nothing is said about is left out, so that a definition that is still being written can be kept
    /// as a file too.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let mut file = File(String::new());
        file.optional_line("came_from", self.came_from.as_deref());
        file.line("slug", &self.slug);
        file.line("title", &self.title);
        file.line("summary", &self.summary);
        file.paragraphs("description", &self.description);
        file.flag("demonstration", self.demonstration);
        file.line("language", &self.language);
        file.line("time_zone", &self.time_zone);
        file.line("contact", &self.contact);
        file.line("agency", &self.agency);
        file.optional_line("agency_id", self.agency_id.as_deref());
        file.optional_line("docket_number", self.docket_number.as_deref());
        file.optional_line("omb_control_number", self.omb_control_number.as_deref());
        file.optional_line("paperwork_basis", self.paperwork_basis.as_deref());
        file.paragraphs("privacy_notice", &self.privacy_notice);
        file.paragraphs("moderation_policy", &self.moderation_policy);
        for kind in &self.respondent_kinds {
            file.header("[[respondent_kinds]]");
            file.line("code", &kind.code);
            file.line("label", &kind.label);
        }
        for question in &self.asked_everywhere {
            file.header("[[questions]]");
            file.question(question);
        }
        let zone = self.time_zone.parse().unwrap_or(Tz::UTC);
        for area in &self.areas {
            file.header("[[areas]]");
            file.area(area, zone);
            for question in self.own_questions(area) {
                file.header("[[areas.questions]]");
                file.question(question);
            }
        }
        file.0
    }
}

/// The text so far.
struct File(String);

impl File {
    fn area(&mut self, area: &AreaDefinition, zone: Tz) {
        self.line("slug", &area.slug);
        self.line("title", &area.title);
        self.line("summary", &area.summary);
        self.paragraphs("background", &area.background);
        self.line("stated_direction", &area.stated_direction);
        self.moment("opens_at", area.opens_at, zone);
        self.moment("closes_at", area.closes_at, zone);
        self.flag("take_late_comments", area.take_late_comments);
        self.flag("steps", area.in_steps);
        self.optional_line("period_reason", area.period_reason.as_deref());
        if !area.required.is_empty() {
            let names: Vec<_> = area.required.iter().map(|it| quoted(it)).collect();
            self.write("required", &format!("[{}]", names.join(", ")));
        }
        let documents = area.documents.iter();
        let documents: Vec<_> = documents
            .map(|it| format!("{{ title = {}, url = {} }}", quoted(&it.title), quoted(&it.url)))
            .collect();
        if !documents.is_empty() {
            self.list("documents", &documents);
        }
    }

    fn question(&mut self, question: &Question) {
        self.line("key", &question.key);
        self.line("kind", question.kind.as_str());
        self.line("prompt", &question.prompt);
        self.optional_line("help", question.help.as_deref());
        if question.visibility != Visibility::Published {
            self.line("visibility", question.visibility.as_str());
        }
        self.flag("about_respondent", question.about_respondent);
        for (key, number) in
            [("choose_up_to", question.choose_up_to), ("max_chars", question.max_chars)]
        {
            if let Some(number) = number {
                self.write(key, &number.to_string());
            }
        }
        if let Some(scale) = &question.scale {
            self.line("lowest", &scale.lowest);
            self.line("middle", &scale.middle);
            self.line("highest", &scale.highest);
            self.optional_line("not_sure", scale.not_sure.as_deref());
        }
        if question.kind.has_options() {
            let options = question.options.iter().map(|it| {
                let exclusive = if it.exclusive { ", exclusive = true" } else { "" };
                format!(
                    "{{ code = {}, label = {}{exclusive} }}",
                    quoted(&it.code),
                    quoted(&it.label)
                )
            });
            self.list("options", &options.collect::<Vec<_>>());
        }
    }

    fn header(&mut self, header: &str) {
        self.0.push('\n');
        self.0.push_str(header);
        self.0.push('\n');
    }

    fn line(&mut self, key: &str, line: &str) {
        self.write(key, &quoted(line));
    }

    fn optional_line(&mut self, key: &str, line: Option<&str>) {
        if let Some(line) = line {
            self.line(key, line);
        }
    }

    /// Only what is true is said.
    fn flag(&mut self, key: &str, flag: bool) {
        if flag {
            self.write(key, "true");
        }
    }

    /// The line break after the opening marks is not part of the text, and the one before the closing marks is
    /// trimmed off as it is read.
    fn paragraphs(&mut self, key: &str, text: &str) {
        if text.is_empty() {
            return self.line(key, "");
        }
        let text = escaped(text, |it| matches!(it, '\n' | '\t')).replace("\"\"\"", "\"\"\\\"");
        self.write(key, &format!("\"\"\"\n{text}\n\"\"\""));
    }

    /// One that is not set is left out.
    fn moment(&mut self, key: &str, at: DateTime<Utc>, zone: Tz) {
        if at != DateTime::<Utc>::default() {
            self.write(key, &moment(at, zone));
        }
    }

    fn list(&mut self, key: &str, items: &[String]) {
        let lines: String = items.iter().map(|it| format!("    {it},\n")).collect();
        self.write(key, &format!("[\n{lines}]"));
    }

    fn write(&mut self, key: &str, value: &str) {
        // Writing to a text cannot fail.
        let _ = writeln!(self.0, "{key} = {value}");
    }
}

/// By the clocks of the zone; in UTC where a file could not say that: zones of old were off by seconds.
fn moment(at: DateTime<Utc>, zone: Tz) -> String {
    let there = at.with_timezone(&zone);
    let whole_minutes = there.offset().fix().local_minus_utc() % 60 == 0;
    if whole_minutes && (1..=9999).contains(&there.year()) {
        return there.to_rfc3339_opts(SecondsFormat::Secs, false);
    }
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn quoted(line: &str) -> String {
    format!("\"{}\"", escaped(line, |_| false).replace('"', "\\\""))
}

/// With backslashes doubled, and as codes the controls that may not stand for themselves.
fn escaped(text: &str, stands: impl Fn(char) -> bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    for it in text.chars() {
        match it {
            '\\' => escaped.push_str("\\\\"),
            it if it.is_ascii_control() && !stands(it) => {
                escaped.push_str(&format!("\\u{:04X}", u32::from(it)));
            }
            it => escaped.push(it),
        }
    }
    escaped
}
