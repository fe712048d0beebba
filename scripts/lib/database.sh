# shellcheck shell=bash
# The database of the tests, which the first test starts and all share. Read after setup.sh.
: "${target:?}"

# Stops it. Each test is a process of its own, so none of them can know that it is the last.
stop_test_database() {
    # The folder is a link where root's checkout lies out of reach of the user that runs Postgres.
    local cluster pid_file pid
    cluster=$(cd "$target/test-postgres/postgres" 2>/dev/null && pwd -P) || return 0
    pid_file=$cluster/postmaster.pid
    pid=$(head -n 1 "$pid_file" 2>/dev/null) || return 0
    is_server_of "$cluster" "$pid" || return 0

    step "Stopping the database of the tests"
    kill -INT "$pid" 2>/dev/null || return 0
    local tries=0
    while [ -e "$pid_file" ] && [ "$tries" -lt 100 ]; do
        sleep 0.1
        tries=$((tries + 1))
    done
}

# Whether the process is what it was when the file was written; its number may belong to another by now.
is_server_of() {
    local cluster=$1 pid=$2 arguments
    case $pid in
    '' | *[!0-9]*) return 1 ;;
    esac
    if [ -r "/proc/$pid/cmdline" ]; then
        arguments=$(tr '\0' ' ' <"/proc/$pid/cmdline")
    else
        arguments=$(ps -o args= -p "$pid" 2>/dev/null) || return 1
    fi
    case $arguments in
    *" -D $cluster "*) return 0 ;;
    *) return 1 ;;
    esac
}
