#!/bin/sh
# Makes the virtual environment and installs exactly what requirements.lock pins. Called by make.
set -eu

say() { printf '%s\n' "$*" >&2; }

if ! "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    say "Python 3.11 or later is needed, and '$PYTHON' is not that. Install it, or run: make PYTHON=python3.12 report"
    exit 1
fi

if ! "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null; then
    package="python$("$PYTHON" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "Installing $package ..."
        apt-get update -qq
        apt-get install -y -qq "$package" >/dev/null
    else
        say "Python's venv module is missing. Install it with: sudo apt-get install $package"
        exit 1
    fi
fi

say "Setting up $VENV (once, about a minute) ..."
rm -rf "$VENV"
"$PYTHON" -m venv "$VENV"
"$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
# The project and its two packages by their folders, which --require-hashes refuses: a step of its own, without dependencies.
"$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation \
    --editable packages/rowlineage --editable packages/numbertext --editable .
# Where Python may not write bytecode, every command would compile these again, a fifth of a second long.
"$VENV/bin/python" -m compileall -q warehouse report assets pipelines packages/*/src
