"""`python -m inset` is `inset`."""

import sys

from inset.cli.start import start

sys.exit(start())
