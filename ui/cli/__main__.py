"""`python -m ui.cli`: the `vanthu` command without the installed script."""

from ui.cli import main

main()
