"""Official papers: one content, laid out by data, written as Excel and as Word."""
