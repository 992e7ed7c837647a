#!/bin/sh
# Makes sure that the browsers of the end-to-end tests are there: Debian's chromium and firefox-esr, by apt where they
# are missing and it can be used. Where it cannot, says so; the tests of a missing browser are then skipped.
set -eu

missing=""
[ -n "${INSET_CHROMIUM:-}" ] || command -v chromium >/dev/null || command -v google-chrome >/dev/null || missing="$missing chromium"
[ -n "${INSET_FIREFOX:-}" ] || command -v firefox-esr >/dev/null || command -v firefox >/dev/null || missing="$missing firefox-esr"
[ -n "$missing" ] || exit 0

if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    echo "Installing$missing for the end-to-end tests …"
    # shellcheck disable=SC2086 # two words are two packages
    if apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null; then
        exit 0
    fi
fi
echo "Install$missing (Debian: sudo apt install$missing), or name them in INSET_CHROMIUM and INSET_FIREFOX," >&2
echo "to run the end-to-end tests in them; without them those tests are skipped." >&2
