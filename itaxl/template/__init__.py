"""The workbooks people fill in: described once, written and read from the same description."""
