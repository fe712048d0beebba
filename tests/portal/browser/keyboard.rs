//! Somebody without a mouse: walks from one thing to the next with the tabulator key, and types.

use serde_json::{Value, json};

use super::driver::Browser;

/// Typed into a field that is walked into, it empties the field.
pub const BACKSPACE: &str = "\u{e003}";
const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
const DOWN: &str = "\u{e015}";
/// More stops than any page of the stories has.
const MOST_STOPS: usize = 200;
/// More choices than any group of the stories has.
const MOST_CHOICES: usize = 10;

impl Browser {
    /// Types into a field; what it held goes, because walking into it selects that.
    pub async fn type_into(&self, css: &str, text: &str) {
        self.walk_to("css selector", css).await;
        self.keys(text).await;
    }

    /// Types into a field and sends its form.
    pub async fn type_and_enter(&self, css: &str, text: &str) {
        self.type_into(css, text).await;
        self.keys(ENTER).await;
    }

    /// Follows the first link with these words.
    pub async fn walk_through(&self, words: &str) {
        self.walk_to("partial link text", words).await;
        self.keys(ENTER).await;
    }

    /// Presses the first button of the form that goes to this path.
    pub async fn enter(&self, action: &str) {
        self.enter_at(&format!("form[action='{action}'] button")).await;
    }

    pub async fn enter_at(&self, css: &str) {
        self.walk_to("css selector", css).await;
        self.keys(ENTER).await;
    }

    /// Ticks a box.
    pub async fn tick(&self, css: &str) {
        self.walk_to("css selector", css).await;
        self.keys(" ").await;
    }

    /// Chooses one of several that exclude one another: into the group, and on by the arrow, which chooses as it goes.
    pub async fn choose_one(&self, name: &str, value: &str) {
        let wanted = self.find("css selector", &format!("[name='{name}'][value='{value}']")).await;
        self.walk_until(name, async || self.focused_name().await == name).await;
        self.keys(" ").await;
        for _ in 0..MOST_CHOICES {
            if self.focused().await.as_ref() == Some(&wanted) {
                return;
            }
            self.keys(DOWN).await;
        }
        panic!("at {} no arrow leads to {value} of {name}", self.address().await);
    }

    /// Goes to something and leaves it as it is.
    pub async fn reach(&self, css: &str) {
        self.walk_to("css selector", css).await;
    }

    /// One step on.
    pub async fn step(&self) {
        self.keys(TAB).await;
    }

    /// Follows the link, or presses the button, that keys go to.
    pub async fn enter_here(&self) {
        self.keys(ENTER).await;
    }

    /// Picks the option of a list that begins with these letters.
    pub async fn pick(&self, css: &str, beginning: &str) {
        self.walk_to("css selector", css).await;
        self.keys(beginning).await;
    }

    /// Fails where the tabulator key does not lead.
    async fn walk_to(&self, using: &str, value: &str) {
        let wanted = self.find(using, value).await;
        self.walk_until(value, async || self.focused().await.as_ref() == Some(&wanted)).await;
    }

    async fn walk_until(&self, what: &str, is_there: impl AsyncFn() -> bool) {
        for _ in 0..MOST_STOPS {
            if is_there().await {
                return;
            }
            self.keys(TAB).await;
        }
        panic!("at {} no key leads to {what}", self.address().await);
    }

    /// One key after the other.
    async fn keys(&self, keys: &str) {
        let strokes: Vec<Value> = keys
            .chars()
            .flat_map(|it| ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": it })))
            .collect();
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": strokes });
        self.order("actions", json!({ "actions": [keyboard] })).await;
    }
}
