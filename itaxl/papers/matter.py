"""What a paper can speak of: fields for its texts, rows for its tables, and who has not answered."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from msgspec import Struct

from itaxl.assessment.frameworks import Framework
from itaxl.papers.fields import Fields, paper_fields
from itaxl.papers.rows import SOURCES, PaperRow
from itaxl.results.consolidation import Consolidation


class MatterRows(Struct, frozen=True):
    """Rows that a table or a list can go through, made anew each time, and the fields that each has."""

    rows: Callable[[], Iterator[PaperRow]]
    fields: tuple[str, ...]


class Matter(Struct, frozen=True):
    """What one paper is about.

    Attributes:
        issuer: whose paper it is.
        sources: rows by the name that layouts call them.
        instruments: code and name of each, for what is repeated for every instrument.
        missing: how many units have not reported; the field ``missing`` names them.
    """

    issuer: str
    fields: Fields
    sources: Mapping[str, MatterRows]
    instruments: tuple[tuple[str, str], ...]
    missing: int


def agency_matter(
    consolidation: Consolidation,
    *,
    year_framework: Framework | None = None,
    analysis_text: str = "",
    added_columns: Sequence[str] = (),
) -> Matter:
    """What the papers of an agency can speak of.

    Args:
        consolidation: what came back.
        year_framework: the ITA of the fiscal year of the measures.
        analysis_text: the paragraph that judges the scores.
        added_columns: keys of columns that the descriptions of the workbooks have, beyond the usual ones.
    """
    return Matter(
        issuer=consolidation.plan.agency.name,
        fields=paper_fields(consolidation, year_framework, analysis_text),
        sources={
            name: MatterRows(partial(each.rows, consolidation), (*each.fields, *added_columns))
            for name, each in SOURCES.items()
        },
        instruments=tuple((each.code, each.name) for each in consolidation.analysis.framework.instruments),
        missing=len(consolidation.unreported),
    )
