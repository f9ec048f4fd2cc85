"""Several places as a picture: who is elected, in which order, by how much; from ticked ballots, or
list by list."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext, ngettext

from civic.core.words import number
from voting.amounts import points, width
from voting.pictures import MOST_LINES, share
from voting.wording import Question, list_name, option_texts

Chart = Mapping[str, Any]


def committee(question: Question, chart: Chart, elected: Sequence[str]) -> list[dict[str, Any]]:
    """The elected in their order, then the others by their ticks."""
    texts = option_texts(question)
    return [
        _ticked(texts, row, chart["of"], elected)
        | {
            "place": number(place) if place <= chart["won"] else "",
            "votes": _votes(row) if place <= chart["won"] else "",
        }
        for place, row in enumerate(chart["rows"][:MOST_LINES], 1)
    ]


def sets(question: Question, chart: Chart, elected: Sequence[str]) -> list[dict[str, Any]]:
    """The best set, then the others by their ticks; what the best set with each comes to."""
    texts = option_texts(question)
    return [
        _ticked(texts, row, chart["of"], elected)
        | {"level": row["level"], "best": "" if row["best"] is None else points(row["best"])}
        for row in chart["rows"][:MOST_LINES]
    ]


def _ticked(
    texts: Mapping[str, str], row: Mapping[str, Any], of: int, elected: Sequence[str]
) -> dict[str, Any]:
    return {
        "text": texts[row["option"]],
        "ticks": number(row["ticks"]),
        "share": share(row["ticks"], of),
        "width": width(row["ticks"], of),
        "won": row["option"] in elected,
    }


def _votes(row: Mapping[str, Any]) -> str:
    """With how many votes somebody was elected."""
    return gettext("place left over") if row["votes"] is None else points(row["votes"])


def lists(question: Question, chart: Chart) -> list[dict[str, Any]]:
    """Each list, with its candidates in the order in which its places are given."""
    texts = option_texts(question)
    return [
        {
            "text": list_name(question, row["list"]),
            "ballots": number(row["ballots"]),
            "share": share(row["ballots"], chart["of"]),
            "width": width(row["ballots"], chart["of"]),
            "won": row["places"] > 0,
            "seats": number(row["places"]),
            "places": ngettext("%(num)s place", "%(num)s places", row["places"]),
            "candidates": [
                {
                    "text": texts[one["option"]],
                    "elected": one["elected"],
                    "crossed": _crossed(one["crossed"]),
                }
                for one in row["candidates"]
            ],
        }
        for row in chart["rows"][:MOST_LINES]
    ]


def _crossed(times: int) -> str:
    told = ngettext("crossed out %(num)s time", "crossed out %(num)s times", times)
    return str(told) if times else ""
