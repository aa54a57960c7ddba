"""Keys that the summary keeps for itself; a module of its own, since every verb asks for them."""

OWN_KEYS = frozenset(
    {
        "agency_code",
        "agency",
        "department_code",
        "fiscal_year",
        "round",
        "indicator_no",
        "instrument",
        "overdue",
        "source_file",
        "source_sheet",
        "source_row",
        "measure_code",
        "item_codes",
        "own",
        "counts",
        "measure_status",
        "measure_overdue",
        "counts_in_department",
        "department_no",
        "department_status",
        "department_overdue",
        "indicator_tags",
        "instrument_tags",
        "agency_no",
        "weak_served",
    }
)
"""Columns that are worked out: none of the forms may have a column of such a key."""
