"""Which place went to which list, and with which quotient or remainder."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import isqrt
from typing import Any

from flask_babel import gettext

from civic.core.words import number
from voting.amounts import points
from voting.pictures import MOST_LINES
from voting.wording import Question, listed, option_texts


def order(question: Question, steps: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each place of a count for lists with what took it: the first of them; full quotas in one
    row."""
    texts, found, given = option_texts(question), [], 0
    for step in steps[1:MOST_LINES]:
        gained = step["full"] if "full" in step else dict.fromkeys(step["to"], 1)
        first, given = given + 1, given + sum(gained.values())
        if given < first:
            continue
        names = [
            f"{texts[option]} ({number(n)})" if n > 1 else texts[option]
            for option, n in gained.items()
            if n
        ]
        found.append(
            {
                "place": number(given) if given == first else f"{number(first)}–{number(given)}",
                "text": listed(names),
                "value": _taken_with(step),
                "remainder": "remainder" in step,
            }
        )
    return found


def _taken_with(step: Mapping[str, Any]) -> str:
    if "full" in step:
        return gettext("full quotas")
    if "remainder" in step:
        return points(step["remainder"])
    return quotient(step) if step["quotient"] is not None else gettext("first place")


def quotient(step: Mapping[str, Any]) -> str:
    """Some rules compare squares of quotients, so that no root is drawn; people read the root."""
    if not step["squared"]:
        return points(step["quotient"])
    square = Fraction(step["quotient"]) * 10_000
    hundredths = isqrt(int(square))
    said = points(str(Fraction(hundredths, 100)))
    return said if hundredths**2 == square else gettext("about %(n)s", n=said)
