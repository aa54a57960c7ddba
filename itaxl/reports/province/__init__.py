"""The summary workbook of a province."""
