"""`python -m generator.preview [PROJECT]`, the folder with mkdocs.yml; by default this one."""

import sys
from pathlib import Path

from generator.preview.server import main

project = Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).resolve().parent.parent.parent
sys.exit(main(project.resolve() / "mkdocs.yml"))
