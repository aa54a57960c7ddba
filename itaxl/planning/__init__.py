"""The coordinator's plan: read from its workbook, and turned into the workbooks that are sent out."""
