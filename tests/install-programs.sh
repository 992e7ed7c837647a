#!/bin/sh
# Makes sure that programs are there which the Python tests try Inset with: the shells that complete its words, and Debian's
# minisign, which is not PyPI's package of that name. By apt where they are missing and it can be used; where it cannot, says
# so; the tests that need them are then skipped. Debian's packages are called like the programs.
set -eu

missing=""
for program in bash fish minisign zsh; do
    command -v "$program" >/dev/null || missing="$missing $program"
done
[ -n "$missing" ] || exit 0

if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    echo "Installing$missing for the Python tests …"
    # shellcheck disable=SC2086 # two words are two packages
    if apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null; then
        exit 0
    fi
fi
echo "Install$missing (Debian: sudo apt install$missing); without, the tests that need them are skipped." >&2
