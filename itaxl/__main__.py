"""Run the command line, with ``python -m itaxl`` or as ``itaxl``."""

import atexit
import os
import sys

from itaxl.cli import main


def run() -> None:
    """Run, and leave at once.

    What was read is not taken apart piece by piece before, which takes a while after hundreds of workbooks;
    the system gets it all back anyway.
    """
    try:
        main()
    except SystemExit as leaving:
        if not isinstance(leaving.code, int):
            raise
        atexit._run_exitfuncs()  # noqa: SLF001 - what Python would do now, too
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(leaving.code)


if __name__ == "__main__":
    run()
