"""Run the command line with ``python -m itaxl``."""

from itaxl.cli import main

main()
