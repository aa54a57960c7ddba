"""Run the command line, with ``python -m itaxl`` or as ``itaxl``."""

import atexit
import gc
import os
import sys

from itaxl.cli import main

# What is read is kept, and hardly any of it ever becomes garbage: to look for some every 700 objects, as
# Python does, takes a thirtieth of a run over hundreds of workbooks.
_OBJECTS_BETWEEN_LOOKS = 50_000


def run() -> None:
    """Run, and leave at once.

    What was read is not taken apart piece by piece before, which takes a while after hundreds of workbooks;
    the system gets it all back anyway.
    """
    gc.set_threshold(_OBJECTS_BETWEEN_LOOKS)
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
