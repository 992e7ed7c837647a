#!/bin/sh
# Makes sure that Debian's minisign is there, which is not PyPI's package of that name: by apt where it is missing and
# it can be used. Where it cannot, says so; the tests that compare with it are then skipped.
set -eu

command -v minisign >/dev/null && exit 0
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    echo "Installing minisign for the tests of signatures …"
    if apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends minisign >/dev/null; then
        exit 0
    fi
fi
echo "Install minisign (Debian: sudo apt install minisign); without it the tests that compare with it are skipped." >&2
