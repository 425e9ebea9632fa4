"""`python -m ui.cli`: the `vanthu` command without the installed script."""

import sys

from ui.cli import main

sys.exit(main())
