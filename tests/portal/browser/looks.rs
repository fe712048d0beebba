//! How a page looks to everybody: checked by axe-core, on a phone and a desk, by day and by night.

use std::path::Path;

use serde_json::{Value, json};

use super::driver::{Browser, Scripts};

/// Finds nothing on the page that the browser shows, in any of its looks, and nothing wider than a phone.
pub async fn assert_looks_right(browser: &Browser) {
    // The checker is a script itself.
    if browser.scripts == Scripts::On {
        let wrong = what_looks_wrong(browser, ALL_LOOKS).await;
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

/// The width of a window and the colors that its owner prefers.
type Look = (u32, &'static str);

/// What every page has to be seen in.
pub const ALL_LOOKS: &[Look] = &[(1280, "light"), (1280, "dark"), (320, "dark"), (320, "light")];
/// Each width and each scheme once, for states that differ little from a page seen in all looks.
pub const TWO_LOOKS: &[Look] = &[(1280, "dark"), (320, "light")];

/// What is wrong with the page that the browser shows, in these looks, of which the last is on a phone.
pub async fn what_looks_wrong(browser: &Browser, looks: &[Look]) -> Vec<String> {
    let address = browser.address().await;
    let mut wrong = Vec::new();
    browser.run(&axe()).await;
    for (width, scheme) in looks {
        dress(browser, *width, scheme).await;
        let found = browser.run_async(CHECK).await;
        let found = found.as_array().unwrap().iter().filter_map(Value::as_str);
        wrong.extend(found.map(|it| format!("{address}, {width} px, {scheme}: {it}")));
    }
    let wide = browser.run("return document.documentElement.scrollWidth").await;
    if wide.as_i64().unwrap() > 320 {
        wrong.push(format!("{address}: {wide} px wide on a phone"));
    }
    dress(browser, 1280, "light").await;
    wrong
}

const CHECK: &str = "
    const done = arguments[arguments.length - 1];
    // Colors that are still on their way to the other scheme are nobody's choice.
    document.getAnimations().forEach((it) => it.finish());
    axe.run(document, { resultTypes: ['violations'] }).then(
        (it) => done(it.violations.map(
            (rule) => rule.id + ': ' + rule.nodes.map((node) => node.html + ' ' + node.failureSummary).join('; '))),
        (error) => done(['axe failed: ' + error]));";

async fn dress(browser: &Browser, width: u32, scheme: &str) {
    let metrics = json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false });
    browser.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
    browser.devtools("Emulation.setEmulatedMedia", features).await;
}

fn axe() -> String {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let file = target.join("axe/node_modules/axe-core/axe.min.js");
    std::fs::read_to_string(&file)
        .unwrap_or_else(|_| panic!("no axe-core at {}: scripts/test installs it", file.display()))
}
