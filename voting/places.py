"""Several places from ticked ballots as a picture: who is elected, in which order, by how much."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext

from civic.core.words import number
from voting.amounts import points
from voting.pictures import MOST_LINES, share, width
from voting.wording import Question, option_texts

Chart = Mapping[str, Any]


def committee(question: Question, chart: Chart, elected: Sequence[str]) -> list[dict[str, Any]]:
    """The elected in their order, then the others by their ticks."""
    texts = option_texts(question)
    return [
        {
            "text": texts[row["option"]],
            "ticks": number(row["ticks"]),
            "share": share(row["ticks"], chart["of"]),
            "width": width(row["ticks"], chart["of"]),
            "won": row["option"] in elected,
            "place": number(place) if place <= chart["won"] else "",
            "votes": _votes(row) if place <= chart["won"] else "",
        }
        for place, row in enumerate(chart["rows"][:MOST_LINES], 1)
    ]


def _votes(row: Mapping[str, Any]) -> str:
    """With how many votes somebody was elected."""
    return gettext("place left over") if row["votes"] is None else points(row["votes"])
