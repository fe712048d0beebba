//! How a page looks to everybody: read by axe-core and measured, on a desk and a phone, by day and by night, enlarged,
//! in colors of one's own, with larger letters, and on paper.

use std::path::Path;

use serde_json::{Value, json};

use super::driver::{Browser, Scripts};

/// Finds nothing on the page that the browser shows, in any of its looks.
pub async fn assert_looks_right(browser: &Browser) {
    // The checker is a script itself.
    if browser.scripts == Scripts::On {
        let wrong = what_looks_wrong(browser, ALL_LOOKS).await;
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

/// What somebody sees a page through.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    name: &'static str,
    /// Width and height of the window, and how many points of the screen each pixel of it has.
    window: (u32, u32, u32),
    medium: &'static str,
    prefers: &'static [(&'static str, &'static str)],
}

const DESK_BY_DAY: Look = Look {
    name: "desk by day",
    window: (1280, 900, 1),
    medium: "screen",
    prefers: &[("prefers-color-scheme", "light")],
};

const DESK_BY_NIGHT: Look = Look {
    name: "desk by night",
    prefers: &[("prefers-color-scheme", "dark"), ("prefers-reduced-motion", "reduce")],
    ..DESK_BY_DAY
};

const PHONE_BY_NIGHT: Look = Look {
    name: "phone by night",
    window: (320, 640, 2),
    prefers: &[("prefers-color-scheme", "dark")],
    ..DESK_BY_DAY
};

/// A window of 1,280 by 1,024 pixels, enlarged to 400%.
const ENLARGED: Look = Look { name: "enlarged", window: (320, 256, 4), ..DESK_BY_DAY };

const OWN_COLORS: Look = Look {
    name: "own colors",
    prefers: &[("forced-colors", "active"), ("prefers-color-scheme", "dark")],
    ..DESK_BY_DAY
};

/// As wide as what two margins leave of a sheet. Browsers print a page of the night as one of the day.
const PAPER: Look = Look {
    name: "paper",
    window: (672, 900, 1),
    medium: "print",
    prefers: &[("prefers-color-scheme", "dark")],
};

/// What every page has to be seen in.
pub const ALL_LOOKS: &[Look] = &[DESK_BY_DAY, DESK_BY_NIGHT, OWN_COLORS, PHONE_BY_NIGHT, ENLARGED];
/// Each width and each scheme once, for states that differ little from a page seen in all looks.
pub const TWO_LOOKS: &[Look] = &[DESK_BY_NIGHT, ENLARGED];

/// What is wrong with the page that the browser shows, in these looks, with larger letters, and on paper.
pub async fn what_looks_wrong(browser: &Browser, looks: &[Look]) -> Vec<String> {
    let mut wrong = Vec::new();
    browser.run(&axe()).await;
    for look in looks {
        dress(browser, look).await;
        wrong.extend(told(browser, look.name, &browser.run_async(CHECK).await).await);
        wrong.extend(measure(browser, look.name, "screen").await);
    }
    dress(browser, &DESK_BY_DAY).await;
    wrong.extend(measure(browser, "larger letters", "letters").await);
    dress(browser, &PAPER).await;
    wrong.extend(measure(browser, PAPER.name, "paper").await);
    dress(browser, &DESK_BY_DAY).await;
    wrong
}

const CHECK: &str = "
    const done = arguments[arguments.length - 1];
    // Colors that are still on their way to the other scheme are nobody's choice.
    document.getAnimations().forEach((it) => it.finish());
    // In a palette of one's own the browser tells the page colors that nobody sees.
    const isOwn = matchMedia('(forced-colors: active)').matches;
    axe.run(document, { resultTypes: ['violations'], rules: { 'color-contrast': { enabled: !isOwn } } }).then(
        (it) => done(it.violations.map(
            (rule) => rule.id + ': ' + rule.nodes.map((node) => node.html + ' ' + node.failureSummary).join('; '))),
        (error) => done(['axe failed: ' + error]));";

/// What is too wide, cut off, too small, or not to be seen.
async fn measure(browser: &Browser, look: &str, how: &str) -> Vec<String> {
    let found =
        browser.run(&format!("{} return measure.{how}();", include_str!("looks/measure.js"))).await;
    told(browser, look, &found).await
}

async fn told(browser: &Browser, look: &str, found: &Value) -> Vec<String> {
    let address = browser.address().await;
    let found = found.as_array().unwrap().iter().filter_map(Value::as_str);
    found.map(|it| format!("{address}, {look}: {it}")).collect()
}

async fn dress(browser: &Browser, look: &Look) {
    let (width, height, scale) = look.window;
    let metrics =
        json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": false });
    browser.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    let features: Vec<_> =
        look.prefers.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
    let media = json!({ "media": look.medium, "features": features });
    browser.devtools("Emulation.setEmulatedMedia", media).await;
}

fn axe() -> String {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let file = target.join("axe/node_modules/axe-core/axe.min.js");
    std::fs::read_to_string(&file)
        .unwrap_or_else(|_| panic!("no axe-core at {}: scripts/test installs it", file.display()))
}
