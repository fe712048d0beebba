//! How a page looks to everybody: checked by axe-core, on a phone and a desk, by day and by night.

use std::path::Path;

use serde_json::{Value, json};

use super::driver::{Browser, Scripts};

/// Finds nothing on the page that the browser shows, in any of its looks, and nothing wider than a phone.
pub async fn assert_looks_right(browser: &Browser) {
    // The checker is a script itself.
    if browser.scripts == Scripts::Off {
        return;
    }
    browser.run(&axe()).await;
    for width in [320, 1280] {
        for scheme in ["light", "dark"] {
            dress(browser, width, scheme).await;
            let found = browser.run_async(CHECK).await;
            let found: Vec<&str> =
                found.as_array().unwrap().iter().filter_map(Value::as_str).collect();
            let address = browser.address().await;
            assert!(found.is_empty(), "{address}, {width} px, {scheme}: {found:#?}");
        }
    }
    dress(browser, 320, "light").await;
    let wide = browser.run("return document.documentElement.scrollWidth").await;
    assert!(
        wide.as_i64().unwrap() <= 320,
        "{}: {wide} px wide on a phone",
        browser.address().await
    );
    dress(browser, 1280, "light").await;
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
