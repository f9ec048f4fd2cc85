"""A draw as a picture, and as something that everybody can repeat."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext

from civic.core.words import number
from voting import ties
from voting.pictures import MOST_LINES
from voting.wording import Question, option_texts, quoted, short_list


def rows(
    question: Question, chart: Mapping[str, Any], elected: Sequence[str], seed: str | None
) -> list[dict[str, Any]]:
    """Candidates in the order of the draw, each with its code; no code before the seed is shown."""
    texts = option_texts(question)
    return [
        {
            "id": row["option"],
            "text": texts[row["option"]],
            "group": number(row["group"]),
            "ticks": number(row["ticks"]),
            "code": ties.lot(seed, question["id"], row["option"]) if seed else "",
            "won": row["option"] in elected,
        }
        for row in chart["rows"][:MOST_LINES]
    ]


def line(question: Question, winners: Sequence[str]) -> str:
    """On whom the lot fell."""
    names = short_list([quoted(option_texts(question)[option]) for option in winners])
    said = gettext("The lot fell on %(names)s. It was fixed before the first ballot.", names=names)
    return str(said)
