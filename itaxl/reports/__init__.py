"""What is handed over: summary workbook, tidy tables."""
