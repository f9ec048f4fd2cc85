#!/bin/sh
# What the tests need from the system: PostgreSQL's binaries, Chromium, Java (for the Nu HTML
# checker), Node and npm (for axe-core, that checker, an OpenID provider). Installs only what is
# missing.
set -eu

say() { echo "$*" >&2; }
have() { command -v "$1" >/dev/null 2>&1; }

have_postgresql() {
    have initdb && return
    for initdb in /usr/lib/postgresql/*/bin/initdb; do
        [ -x "$initdb" ] && return
    done
    return 1
}

have_chromium() {
    [ -n "${CIVIC_CHROMIUM:-}" ] || have chromium || have google-chrome || have chromium-browser \
        || [ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ]
}

# macOS ships a java that only says where to get one: ask it.
have_java() { have java && java -version >/dev/null 2>&1; }

have_venv() {
    uv --version >/dev/null 2>&1 || [ -x .venv/bin/python ] || ! have python3 \
        || python3 -c 'import ensurepip, venv' >/dev/null 2>&1
}

apt_missing() {
    have_venv || echo python3-venv
    have_postgresql || echo postgresql
    have_chromium || echo chromium
    have_java || echo default-jre-headless
    have node || echo nodejs
    have npm || echo npm
}

brew_missing() {
    have_postgresql || echo postgresql@17
    have_chromium || echo --cask google-chrome
    have_java || echo openjdk
    have npm || echo node
}

install_packages() {
    missing=$(apt_missing | tr '\n' ' ')
    [ -n "$missing" ] || return 0
    if ! have apt-get; then
        say "The tests need what this machine has not. To install it, type:"
        if have brew; then
            say "    brew install $(brew_missing | tr '\n' ' ')"
        else
            say "    (your package manager's names for) $missing"
        fi
        return 1
    fi
    if [ "$(id -u)" = 0 ]; then
        as_root=""
    elif have sudo && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
        as_root="sudo"
    else
        say "The tests need packages that are not here. To install them, type:"
        say "    sudo apt-get update && sudo apt-get install --no-install-recommends $missing"
        return 1
    fi
    say "Installing $missing(once) ..."
    log=$(mktemp)
    # shellcheck disable=SC2086 # one word each, on purpose
    if ! { $as_root apt-get update -qq && $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends $missing; } </dev/null >"$log" 2>&1; then
        tail -n 20 "$log" >&2
        say "The packages could not be installed: see above. To try by hand, type:"
        say "    sudo apt-get update && sudo apt-get install --no-install-recommends $missing"
        return 1
    fi
    rm -f "$log"
}

install_checkers() {
    cd tests/tools
    stamp="node_modules/.locked-$(cksum <package-lock.json | tr ' ' '-')"
    [ -e "$stamp" ] && return
    say "Installing the checkers of pages (once) ..."
    if ! npm ci --no-audit --no-fund --ignore-scripts --loglevel=error >&2; then
        say "npm could not install axe-core and vnu-jar: see above. To try by hand, type:"
        say "    npm ci --ignore-scripts --prefix tests/tools"
        return 1
    fi
    : >"$stamp"
}

install_packages
install_checkers
