#!/bin/sh
# Makes the virtual environment and installs exactly what the locks pin. Called by make; quick where all is there.
#
#   setup.sh run          what a run needs: requirements.lock, then the project and its two packages by their folders
#   setup.sh dev          beside it what tests and checks need: requirements-dev.lock
#   setup.sh validators   the validators of the standard formats, in an environment of their own inside it
#
# A part leaves its mark when it is whole: what it was made from. So a part that failed or was interrupted, or whose lock
# changed, is made again; and all of it where the folder was moved or the Python is another one.
set -eu

VENV="${VENV:-.venv}"
PYTHON="${PYTHON:-}" # as asked for; empty: the one that the environment has, for a new one python3
MADE="$VENV/made"
ORIGIN='import sys; print("Python %d.%d of %a" % (*sys.version_info[:2], sys.base_prefix))'

# Python reads these paths in the terminal's encoding, so a letter that it lacks would stop every start: relative to where
# they are read from, they hold no letter of the folder's own name.
RELATIVE='
import os, sys
root, site = (os.fsencode(os.path.realpath(place)) for place in sys.argv[1:])
for file in (entry.path for entry in os.scandir(site) if entry.name.endswith(b".pth")):
    with open(file, "rb") as opened:
        lines = opened.read().splitlines()
    ours = [os.path.relpath(p, site) if (p + b"/").startswith(root + b"/") else p for p in lines]
    with open(file, "wb") as opened:
        opened.write(b"\n".join(ours) + b"\n")
'

say() { printf '%s\n' "$*" >&2; }
digest() { cat "$@" | sha256sum; }
origin() { "$1" -I -S -c "$ORIGIN" 2>/dev/null; }
has_mark() { [ -f "$MADE/$1" ]; }
is_made() { has_mark "$1" && [ "$(cat "$MADE/$1")" = "$2" ]; }
mark() { printf '%s\n' "$2" >"$MADE/$1"; }

require_python() {
    "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && return
    say "Python 3.11 or later is needed, and '$PYTHON' is not that. Install it, or run: make PYTHON=python3.12 report"
    exit 1
}

require_venv() {
    "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null && return
    package="python$("$PYTHON" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "Installing $package ..."
        apt-get update -qq
        apt-get install -y -qq "$package" >/dev/null
    else
        say "Python's venv module is missing. Install it with: sudo apt-get install $package"
        exit 1
    fi
}

# Why the environment cannot stay as it is; nothing where it can.
reason() {
    if ! has_mark libraries; then
        echo "the one that is there is not whole"
    elif ! is_made place "$(pwd -P)"; then
        echo "the folder was moved or copied"
    elif ! is_made origin "$(origin "$VENV/bin/python")"; then
        echo "its Python is not there any more"
    elif [ -n "$PYTHON" ] && ! is_made origin "$(origin "$PYTHON")"; then
        echo "it was made with $(cat "$MADE/origin")"
    elif ! is_made libraries "$(digest requirements.lock)"; then
        echo "what requirements.lock pins has changed"
    elif has_mark dev && ! is_made dev "$(digest requirements-dev.lock)"; then
        echo "what requirements-dev.lock pins has changed"
    fi
}

make_paths_relative() { "$VENV/bin/python" -I -S -c "$RELATIVE" . "$VENV"/lib/python*/site-packages; }

install() {
    environment="$1" && shift
    "$environment/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps "$@"
}

make_anew() {
    rm -rf "$VENV"
    "$PYTHON" -m venv "$VENV"
    mkdir "$MADE"
    install "$VENV" --require-hashes -r requirements.lock
    mark place "$(pwd -P)"
    mark origin "$(origin "$VENV/bin/python")"
    mark libraries "$(digest requirements.lock)"
}

# The project and its two packages by their folders, which --require-hashes refuses: a step of its own, without dependencies.
install_folders() {
    rm -f "$MADE/folders"
    make_paths_relative # of a try that was interrupted before it came to that
    install "$VENV" --no-build-isolation --editable packages/rowlineage --editable packages/numbertext --editable .
    make_paths_relative
    # Where Python may not write bytecode, every command would compile these again, a fifth of a second long.
    "$VENV/bin/python" -m compileall -q warehouse report assets pipelines packages/*/src
    mark folders "$folders"
}

# What an interrupted try left half of cannot be told from what is whole, so it is written over.
install_dev() {
    say "Adding what tests and checks need to $VENV (once, half a minute) ..."
    install "$VENV" --require-hashes --ignore-installed -r requirements-dev.lock
    mark dev "$(digest requirements-dev.lock)"
}

make_validators() {
    say "Setting up $VENV/validators (once, half a minute) ..."
    rm -rf "$VENV/validators" "$MADE/validators"
    "$VENV/bin/python" -m venv "$VENV/validators"
    install "$VENV/validators" --require-hashes -r requirements-validators.lock
    mark validators "$(digest requirements-validators.lock)"
}

if [ ! -d "$VENV" ] || [ -n "$(reason)" ]; then
    why="" && [ ! -d "$VENV" ] || why=" anew, since $(reason)"
    PYTHON="${PYTHON:-python3}"
    require_python
    require_venv
    say "Setting up $VENV$why (once, about a minute) ..."
    make_anew
fi
folders="$(digest pyproject.toml packages/*/pyproject.toml)"
is_made folders "$folders" || install_folders
case "${1:-run}" in
    run) ;;
    dev) has_mark dev || install_dev ;;
    validators) is_made validators "$(digest requirements-validators.lock)" || make_validators ;;
esac
