"""`python -m generator check|new|write|offline|search|schema`."""

import sys

from generator.cli import main

sys.exit(main(sys.argv[1:]))
