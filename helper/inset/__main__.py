"""`python -m inset` is `inset`."""

import sys

from inset.cli.main import main

sys.exit(main())
