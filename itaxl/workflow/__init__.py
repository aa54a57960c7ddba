"""The verbs of the command line, without a terminal: paths and values in, records out, nothing printed."""
