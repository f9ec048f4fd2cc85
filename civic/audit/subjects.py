"""What a fact is about."""

from collections.abc import Mapping
from typing import Any

SUBJECTS = {
    "commitment_id": "commitment",
    "round_id": "round",
    "proposal_id": "proposal",
    "organisation_id": "organisation",
}
"""Which number in a fact leads to which kind of row; where it has several, the first found."""


def subjects(details: Mapping[str, Any]) -> list[tuple[str, int]]:
    """Kind and number of each row, the one that it is about first."""
    return [(kind, int(details[name])) for name, kind in SUBJECTS.items() if details.get(name)]


def about(details: Mapping[str, Any]) -> str | None:
    """As the record keeps it: ``round:7``."""
    return next((f"{kind}:{id}" for kind, id in subjects(details)), None)
