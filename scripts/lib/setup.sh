# shellcheck shell=bash
# What `demo` and `test` share: progress lines, and installing what is missing.
#
# Nothing is asked of the network when everything is there already, so both scripts also work offline.
# Debian and Ubuntu are set up by apt. The macOS parts are written with care but were never run.
# The scripts keep to what bash 3.2 knows, because macOS has no newer one.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# The migrations use what came with this version of Postgres, as src/db/embedded/programs.rs knows too.
oldest_postgres=15
# Taken where the system's own Postgres is older.
wanted_postgres=17

# Where cargo builds, as a full path.
target=${CARGO_TARGET_DIR:-target}
case $target in
/*) ;;
*) target=$root/$target ;;
esac
export CARGO_TARGET_DIR=$target

# Standard output belongs to what the scripts run, so progress goes to standard error.
step() {
    printf '==> %s\n' "$*" >&2
}

fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

have() {
    command -v "$1" >/dev/null 2>&1
}

# Runs cargo in the workspace, with the quick linker mold where it is installed.
run_cargo() {
    if have mold; then
        (cd "$root" && mold -run cargo "$@")
    else
        (cd "$root" && cargo "$@")
    fi
}

# Cargo, and a linker for it.
need_rust() {
    if ! have cargo && [ -x "${CARGO_HOME:-$HOME/.cargo}/bin/cargo" ]; then
        PATH=${CARGO_HOME:-$HOME/.cargo}/bin:$PATH
    fi
    have cargo || fail "Rust is missing. Install it as https://rustup.rs describes, then run this again."

    have cc && return
    if have brew || [ "$(uname)" = Darwin ]; then
        fail "a C compiler is missing. Install one with: xcode-select --install"
    fi
    need_packages gcc libc6-dev
}

# The programs `initdb` and `postgres`. No server is started: Lectern starts its own.
need_postgres() {
    have_postgres && return
    if have brew; then
        need_formulas "postgresql@$wanted_postgres"
    else
        install_postgres_by_apt
    fi
    have_postgres || fail "Postgres $oldest_postgres or newer is still missing after its installation."
}

# Looks where Lectern itself looks.
have_postgres() {
    local folder version
    local IFS=:
    for folder in $PATH /usr/lib/postgresql/*/bin /opt/homebrew/opt/postgresql@*/bin \
        /usr/local/opt/postgresql@*/bin /home/linuxbrew/.linuxbrew/opt/postgresql@*/bin; do
        if [ ! -x "$folder/initdb" ] || [ ! -x "$folder/postgres" ]; then
            continue
        fi
        version=$("$folder/postgres" --version | sed -E 's/^[^0-9]*([0-9]+).*/\1/')
        if [ "${version:-0}" -ge "$oldest_postgres" ]; then
            return 0
        fi
    done
    return 1
}

# Debian's package would also make a database of its own and start it. Nobody here needs that one, so a
# setting holds it back while the package is installed.
install_postgres_by_apt() {
    local settings=/etc/postgresql-common/createcluster.d
    local package=postgresql

    can_be_root || fail "Postgres is missing, and there is no sudo. Please run as root: apt-get install -y postgresql"
    need_packages postgresql-common
    if [ "$(offered_postgres)" -lt "$oldest_postgres" ]; then
        step "Adding the package source of the Postgres project, because this system's Postgres is too old"
        need_packages ca-certificates
        quietly as_root /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y
        package=postgresql-$wanted_postgres
    fi

    as_root mkdir -p "$settings"
    printf 'create_main_cluster = false\n' | as_root tee "$settings/lectern.conf" >/dev/null
    # In a subshell, so that the setting is taken back when the installation fails, too.
    if (need_packages "$package"); then
        as_root rm -f "$settings/lectern.conf"
    else
        as_root rm -f "$settings/lectern.conf"
        exit 1
    fi
}

# The major version of apt's package: `15` of `15+248`, and 0 where there is none.
offered_postgres() {
    local version
    version=$(apt-cache policy postgresql | sed -nE 's/^ +Candidate: ([0-9]+).*/\1/p')
    printf '%s' "${version:-0}"
}

# Installs packages of Debian or Ubuntu.
need_packages() {
    have apt-get || fail "please install these, which this script can only do with apt or Homebrew: $*"
    # Asked first, because what the commands below print is held back.
    can_be_root || fail "missing: $*, and there is no sudo. Please run as root: apt-get install -y $*"
    step "Installing $* (this can take some minutes)"
    if [ -z "${package_lists_are_fresh:-}" ]; then
        # One source that does not answer is no reason to stop: the next line tells whether it mattered.
        quietly as_root apt-get update || true
        package_lists_are_fresh=yes
    fi
    quietly as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300 "$@"
}

# Installs packages of Homebrew.
need_formulas() {
    step "Installing $* (this can take some minutes)"
    quietly brew install "$@"
}

can_be_root() {
    [ "$(id -u)" -eq 0 ] || have sudo
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

# Shows what a command prints only when it fails.
quietly() {
    local output status=0
    output=$(mktemp)
    "$@" >"$output" 2>&1 || status=$?
    if [ "$status" -ne 0 ]; then
        cat "$output" >&2
    fi
    rm -f "$output"
    return "$status"
}
