"""Spreadsheet files opened safely, whatever program wrote them; knows nothing of the ITA."""
