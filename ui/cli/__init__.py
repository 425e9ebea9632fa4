"""The command line: `vanthu …`. Light at import: a command against a running server answers at once."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

OK, REFUSED, USAGE, INTERRUPTED = 0, 1, 2, 130


def main() -> NoReturn:
    """The `vanthu` command of this process."""
    status = run(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    # All is closed by now. An ordinary exit would take seconds to free the model piece by piece.
    os._exit(status)


def run(arguments: Sequence[str]) -> int:
    """Run one command; its exit status is 0, 1 for a refused or failed item, 2 for wrong usage."""
    from ui.cli.failure import as_failure
    from ui.cli.parser import parse
    from vanthu.i18n import use_language

    os.umask(0o077)
    use_language(os.environ.get("VANTHU_LANGUAGE", ""))
    chosen = parse(arguments)
    try:
        return int(chosen.run(chosen))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone; leave without complaint at exit too.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except Exception as fault:
        failure = as_failure(fault)
        if failure is None:
            raise
        failure.tell(as_json=getattr(chosen, "json", False))
        return REFUSED
