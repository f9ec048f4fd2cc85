#!/bin/sh
# environment.sh run|test: the virtual environment in .venv, with exactly what the lock names.
# Quick when nothing changed: the stamp in .venv is named after the lock's checksum.
set -eu

case "${1:-}" in
    run) lock=requirements.lock ;;
    test) lock=requirements-dev.lock ;;
    *) echo "usage: environment.sh run|test" >&2; exit 2 ;;
esac

stamp_of() { echo ".venv/locked-$(cksum <"$1" | tr ' ' '-')"; }

say() { echo "$*" >&2; }

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if new_enough "$name"; then echo "$name"; return; fi
    done
    if command -v python3 >/dev/null 2>&1; then
        say "Civic needs Python 3.11 or later; python3 here is $(python3 --version 2>&1)."
    else
        say "Civic needs Python 3.11 or later, and there is no python3 here."
    fi
    say "Install a newer one and name it: make demo PYTHON=python3.12"
    return 1
}

have_uv() { uv --version >/dev/null 2>&1; }

make_venv() {
    if ! [ -w . ]; then
        say "This folder belongs to somebody else: Civic keeps its environment and its data in it."
        say "Make a copy of your own (git clone), or give it to your account:"
        say "    sudo chown -R \"\$(id -un)\" \"$(pwd)\""
        return 1
    fi
    python=$(find_python)
    if ! have_uv && ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        say "Python's own module for virtual environments is missing. To install it, type:"
        say "    sudo apt-get install python$version-venv"
        return 1
    fi
    rm -rf .venv
    if have_uv; then
        uv venv -q --no-project --python "$("$python" -c 'import sys; print(sys.executable)')" .venv
    else
        "$python" -m venv .venv
    fi
}

install() {
    if have_uv; then
        uv pip install -q --python .venv/bin/python --require-hashes -r "$lock"
    else
        .venv/bin/python -m pip --version >/dev/null 2>&1 \
            || .venv/bin/python -m ensurepip >/dev/null
        .venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r "$lock"
    fi
}

# `.venv/bin/civic` and `import civic` work from any folder, and follow the sources as they change.
link_sources() {
    .venv/bin/python -c '
import pathlib, sysconfig
site = pathlib.Path(sysconfig.get_path("purelib"))
(site / "civic-sources.pth").write_text(str(pathlib.Path.cwd()) + "\n", encoding="utf-8")
'
    printf '%s\n' '#!/bin/sh' 'exec "$(dirname -- "$0")/python" -m civic "$@"' >.venv/bin/civic
    chmod +x .venv/bin/civic
}

stamp=$(stamp_of "$lock")
if [ -e "$stamp" ] && new_enough .venv/bin/python; then exit 0; fi

new_enough .venv/bin/python || make_venv
say "Installing what $lock names (once; it takes up to a minute) ..."
if ! install; then
    say "The packages could not be installed: read the lines above, check the network and the room"
    say "on the disk (df -h .), and type the same command again. What was downloaded is kept."
    exit 1
fi
link_sources
rm -f .venv/locked-*
: >"$stamp"
# Whoever can test can run: both locks pin the same versions.
: >"$(stamp_of requirements.lock)"
