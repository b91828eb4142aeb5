"""`python -m generator check|write|offline|search|schema`."""

import sys

from generator.cli import main

sys.exit(main(sys.argv[1:]))
