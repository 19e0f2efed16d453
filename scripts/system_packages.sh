#!/usr/bin/env bash
# Installs the Debian packages that a purpose needs: system_packages.sh PURPOSE…  (python, run, test, postgresql)
# Where it may not install, or where there is no apt, it says in one line what is missing and succeeds all the same:
# without them the site runs but cannot print, and tests that need them say so.
set -euo pipefail

needed_for() {
    case "$1" in
        python)
            if ! command -v "${PYTHON:-python3}" >/dev/null; then
                echo python3 python3-venv
            elif ! "${PYTHON:-python3}" -c 'import ensurepip' 2>/dev/null; then
                echo python3-venv
            fi ;;
        run) echo libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0 libfontconfig1 ;;
        test)
            echo poppler-utils qpdf gettext
            # Any Chromium will do, also one that did not come from a Debian package.
            [ -n "${CHROMIUM:-}" ] || command -v chromium google-chrome chromium-browser >/dev/null || echo chromium ;;
        postgresql) echo postgresql ;;
        *) echo "system_packages.sh: unknown purpose '$1'" >&2; exit 2 ;;
    esac
}

is_installed() {
    [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

install_packages() {
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        sudo -n true 2>/dev/null || return 1
        as_root=(sudo -n)
    fi
    echo "Installing system packages: $*" >&2
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq >/dev/null &&
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes --no-install-recommends "$@" >/dev/null
}

[ "$#" -gt 0 ] || { echo "usage: system_packages.sh python|run|test|postgresql …" >&2; exit 2; }

needed=()
for purpose in "$@"; do
    names=$(needed_for "$purpose")
    # shellcheck disable=SC2206  # one word, one package
    needed+=($names)
done

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    [ "${#needed[@]}" -eq 0 ] || echo "No apt here; for printing and tests install what your system calls: ${needed[*]}" >&2
    exit 0
fi

missing=()
for name in ${needed[@]+"${needed[@]}"}; do
    is_installed "$name" || missing+=("$name")
done

if [ "${#missing[@]}" -gt 0 ] && ! install_packages "${missing[@]}"; then
    echo "Missing system packages; install them with: sudo apt-get install ${missing[*]}" >&2
fi
