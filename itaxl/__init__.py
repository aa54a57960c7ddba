"""Collect work in Excel from people who live in Excel."""

__version__ = "0.1.0"
