"""``python -m naravard.cli``."""

import sys

from naravard.cli import main

sys.exit(main())
