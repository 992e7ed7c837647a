"""`python -m inset.native_host`: what the browsers start."""

import sys

from inset.native_host.host import main

if __name__ == "__main__":
    sys.exit(main())
