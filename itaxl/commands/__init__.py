"""The verbs of the command line, one function each: what it takes, and what it says."""
