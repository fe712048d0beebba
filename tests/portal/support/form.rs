//! Forms as a browser sends them: what is filled in on the page, changed by the story, and the button pressed.

use scraper::ElementRef;

use super::page::{selector, text};
use super::{Page, Visitor};

/// A form found on a page.
#[derive(Clone)]
pub struct Form {
    visitor: Visitor,
    pub action: String,
    /// Names and values that a browser would send now, in order.
    pub fields: Vec<(String, String)>,
    names: Vec<String>,
    buttons: Vec<Button>,
}

#[derive(Clone)]
struct Button {
    name: String,
    value: String,
    label: String,
}

impl Form {
    pub(super) fn all_on(page: &Page) -> Vec<Self> {
        let document = page.document();
        document.select(&selector("form")).map(|it| Self::read(page, it)).collect()
    }

    fn read(page: &Page, form: ElementRef<'_>) -> Self {
        let action = form.attr("action").unwrap_or(&page.path).to_owned();
        let mut it = Self {
            visitor: page.visitor.clone(),
            action,
            fields: Vec::new(),
            names: Vec::new(),
            buttons: Vec::new(),
        };
        for control in form.select(&selector("input, select, textarea, button")) {
            let name = control.attr("name").unwrap_or_default().to_owned();
            if control.value().name() == "button" {
                let value = control.attr("value").unwrap_or_default().to_owned();
                it.buttons.push(Button { name, value, label: text(control) });
            } else {
                it.fields.extend(value_of(control).map(|value| (name.clone(), value)));
                it.names.push(name);
            }
        }
        it
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.names.iter().any(|it| it == name)
            || self.buttons.iter().any(|it| it.value == name || it.label.contains(name))
    }

    /// The same form in the hands of somebody else.
    pub fn sent_by(self, visitor: &Visitor) -> Self {
        Self { visitor: visitor.clone(), ..self }
    }

    /// Types or chooses a value where the page has a field of this name.
    #[track_caller]
    pub fn set(self, name: &str, value: &str) -> Self {
        assert!(self.names.iter().any(|it| it == name), "the form has no field {name}");
        self.without(name).add(name, value)
    }

    /// Sends a further value, whether the page has such a field or not.
    pub fn add(mut self, name: &str, value: &str) -> Self {
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Leaves a field out.
    pub fn without(mut self, name: &str) -> Self {
        self.fields.retain(|(it, _)| it != name);
        self
    }

    /// The value that the field has now, or an empty one.
    pub fn value(&self, name: &str) -> &str {
        self.values(name).into_iter().next().unwrap_or_default()
    }

    pub fn values(&self, name: &str) -> Vec<&str> {
        self.fields.iter().filter(|(it, _)| it == name).map(|(_, it)| it.as_str()).collect()
    }

    /// What somebody typed or chose: every value that is not empty, but for the machinery of the form.
    pub fn typed(&self) -> Vec<(String, String)> {
        let machinery =
            ["submission_key", "revision", "question_set", "version", "writer", "step", "intent"];
        let typed = |(name, value): &&(String, String)| {
            !value.is_empty() && !machinery.contains(&name.as_str())
        };
        let mut fields: Vec<_> = self.fields.iter().filter(typed).cloned().collect();
        fields.sort();
        fields
    }

    /// The same form, at a program with this address.
    pub fn moved_to(self, origin: &str) -> Self {
        Self { visitor: self.visitor.moved_to(origin), ..self }
    }

    /// Presses the button with this value, or with these words on it.
    pub async fn press(self, button: &str) -> Page {
        self.pressed(button).await.unwrap()
    }

    /// The same where the program may be gone before it answers.
    pub async fn try_press(self, button: &str) -> Option<Page> {
        self.pressed(button).await.ok()
    }

    async fn pressed(self, button: &str) -> reqwest::Result<Page> {
        let pressed =
            self.buttons.iter().find(|it| it.value == button || it.label.contains(button));
        let pressed = pressed.unwrap_or_else(|| panic!("the form has no button {button}")).clone();
        let mut fields = self.fields;
        if !pressed.name.is_empty() {
            fields.push((pressed.name, pressed.value));
        }
        let request = self.visitor.request("POST", &self.action).form(&fields);
        self.visitor.try_send(request).await
    }

    /// Sends it as the script of the comment form does.
    pub async fn save_by_script(self) -> Page {
        self.saved_by_script().await.unwrap()
    }

    /// The same where the program may be gone before it answers.
    pub async fn try_save_by_script(self) -> Option<Page> {
        self.saved_by_script().await.ok()
    }

    async fn saved_by_script(self) -> reqwest::Result<Page> {
        let form = self.add("intent", "save");
        let request = form.visitor.request("POST", &form.action).form(&form.fields);
        form.visitor.try_send(request.header("accept", "application/json")).await
    }

    /// Sends the fields under an intent of the story's own, and bytes that no browser would write.
    pub async fn press_raw(self, intent: &str, more: &[u8]) -> Page {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(&self.fields).append_pair("intent", intent);
        let body = [body.finish().as_bytes(), more].concat();
        self.visitor.post_bytes(&self.action, body).await
    }
}

/// What a browser would send for a control as it stands, if anything.
fn value_of(control: ElementRef<'_>) -> Option<String> {
    let value = control.attr("value").unwrap_or_default().to_owned();
    match (control.value().name(), control.attr("type").unwrap_or("text")) {
        ("input", "checkbox" | "radio") => control.attr("checked").map(|_| value),
        ("textarea", _) => {
            // The parser has dropped the first line break already, as HTML asks.
            let written: String = control.text().collect();
            Some(as_sent(&written))
        }
        ("select", _) => {
            let mut options = control.select(&selector("option")).collect::<Vec<_>>().into_iter();
            let first = options.clone().next()?;
            let chosen = options.find(|it| it.attr("selected").is_some()).unwrap_or(first);
            Some(chosen.attr("value").map_or_else(|| text(chosen), str::to_owned))
        }
        _ => Some(as_sent(&value)),
    }
}

/// Browsers send line breaks as CRLF, those of hidden fields too.
fn as_sent(value: &str) -> String {
    value.replace("\r\n", "\n").replace('\n', "\r\n")
}
