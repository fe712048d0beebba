# shellcheck shell=bash
# What only the tests need: a browser, a mail server, checkers of pages, Rust's own helpers.
# Read after setup.sh, which sets these.
: "${root:?}" "${target:?}"

# Fixed, so that the tests do not fail one morning for a rule that is new.
axe_version=4.14.1
# The newest one that runs on the Node.js of Debian 12 and Ubuntu 24.04.
html_validate_version=9.7.1

# Chromium and the program that drives it.
need_browser() {
    PATH=$target/browser/bin:$PATH
    have_browser && return
    if have brew; then
        quietly brew install --cask chromium chromedriver
    elif grep -qi '^ID=ubuntu' /etc/os-release 2>/dev/null; then
        install_browser_by_npm
    else
        need_packages chromium chromium-driver fonts-liberation
    fi
    have_browser || fail "a browser (chromium and chromedriver) is still missing after its installation."
}

have_browser() {
    have chromedriver && { have chromium || have google-chrome || have chrome; }
}

# Ubuntu packs Chromium as a snap, which sees no temporary files and does not run in containers. The
# browser that its makers offer for tests has no such limits. (Written for Ubuntu, where it was not run.)
install_browser_by_npm() {
    need_npm
    can_be_root || fail "Chrome needs libraries, and there is no sudo. Please run this script as root once."
    step "Installing Chrome for tests into $target/browser"
    local folder=$target/browser
    mkdir -p "$folder/bin"
    quietly npx --yes @puppeteer/browsers@2 install chrome@stable --path "$folder"
    quietly npx --yes @puppeteer/browsers@2 install chromedriver@stable --path "$folder"
    quietly as_root env "PATH=$PATH" npx --yes @puppeteer/browsers@2 install chrome@stable \
        --path "$folder" --install-deps
    ln -sf "$(newest "$folder"/chrome/*/*/chrome)" "$folder/bin/chromium"
    ln -sf "$(newest "$folder"/chromedriver/*/*/chromedriver)" "$folder/bin/chromedriver"
}

newest() {
    printf '%s\n' "$@" | sort -V | tail -n 1
}

# A mail server that keeps what it gets, so that the tests send real mail. The tests are told which
# Python has it, because the first one in PATH may not be the system's.
need_mail_server() {
    if ! find_mail_server; then
        if have brew; then
            quietly python3 -m pip install --user aiosmtpd
        else
            need_packages python3 python3-aiosmtpd
        fi
        find_mail_server || fail "the Python module aiosmtpd is still missing after its installation."
    fi
    export LECTERN_TEST_PYTHON
}

find_mail_server() {
    for LECTERN_TEST_PYTHON in /usr/bin/python3 python3; do
        "$LECTERN_TEST_PYTHON" -c 'import aiosmtpd' >/dev/null 2>&1 && return
    done
    return 1
}

# What makes the certificates of the tests of TLS.
need_openssl() {
    have openssl || need_packages openssl
}

# What reads the pages: axe-core in a browser, html-validate their source. Both in the build folder.
need_page_checkers() {
    need_checker axe axe-core "$axe_version"
    need_checker html-validate html-validate "$html_validate_version"
}

need_checker() {
    local folder=$target/$1 package=$2 version=$3
    grep -qs "\"version\": \"$version\"" "$folder/node_modules/$package/package.json" && return
    need_npm
    step "Installing $package into $folder"
    mkdir -p "$folder"
    quietly npm install --prefix "$folder" --no-audit --no-fund "$package@$version"
}

need_npm() {
    have npm && return
    if have brew; then
        need_formulas node
    else
        need_packages nodejs npm
    fi
}

# Rust's formatter and lints.
need_rust_components() {
    need_rust_component rustfmt fmt
    need_rust_component clippy clippy
}

need_rust_component() {
    local component=$1 command=$2
    (cd "$root" && cargo "$command" --version) >/dev/null 2>&1 && return
    have rustup || fail "Rust's component $component is missing, and rustup is not there to add it."
    step "Adding Rust's component $component"
    (cd "$root" && quietly rustup component add "$component")
}

# The test runner that gives each test a process of its own. Cargo's own does where it cannot be had.
need_test_runner() {
    have_nextest && return
    step "Building the test runner cargo-nextest (some minutes, once)"
    (cd "$root" && quietly cargo install cargo-nextest --locked) ||
        step "It cannot be built here; cargo's own test runner is used instead"
}

have_nextest() {
    (cd "$root" && cargo nextest --version) >/dev/null 2>&1
}
