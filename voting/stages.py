"""Counts in stages as pictures: transferable votes (who has how much, from where, and what
happens), runoffs, and choices that are added one after the other."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from flask_babel import gettext, ngettext

from civic.core.words import number
from voting.amounts import points, width
from voting.pictures import HALF
from voting.wording import Question, listed, option_texts, quoted

Chart = Mapping[str, Any]
MOST_STAGES, MOST_STANDING, MOST_NAMED = 30, 12, 4


def transfers(question: Question, chart: Chart) -> list[dict[str, Any]]:
    """The last stage first. Widths are shares of the largest total of the whole count."""
    texts, stages = option_texts(question), chart["stages"]
    longest = max((_most(stage) for stage in stages), default=Fraction(0)) or Fraction(1)
    found = []
    elected: set[str] = set()
    for place, stage in enumerate(stages, 1):
        elected |= set(stage["elected"])
        standing = [o for o in stage["totals"] if o in elected or o in stage["standing"]]
        ranked = sorted(standing, key=lambda o: -Fraction(stage["totals"][o]))
        found.append(
            {
                "number": place,
                "told": _told(texts, stage),
                "line": width(Fraction(stage.get("quota", chart["quota"])), longest),
                "rows": [
                    _row(texts, stage, option, longest, option in elected)
                    for option in ranked[:MOST_STANDING]
                ],
                "more": max(len(ranked) - MOST_STANDING, 0),
            }
        )
    return found[::-1][:MOST_STAGES]


def runoffs(question: Question, chart: Chart) -> dict[str, list[Any]]:
    """All points, and for each place the two that met."""
    texts, steps, elected = option_texts(question), chart["steps"], chart["elected"]
    points = steps[0]["scores"]
    return {
        "rows": _against(texts, points, elected),
        "runoffs": [
            _against(texts, step["runoff"], step["elected"]) for step in steps[:MOST_STAGES]
        ],
    }


def choices(question: Question, chart: Chart) -> list[dict[str, Any]]:
    """What options have in each round, with what the round adds; the last one first. Widths are
    shares of all ballots that are not blank."""
    texts, found = option_texts(question), []
    rounds, of = chart["rounds"], chart["of"]
    for place, step in enumerate(rounds, 1):
        before = rounds[place - 2]["votes"] if place > 1 else step["votes"]
        over = 2 * max(step["votes"].values()) > of
        won = chart["elected"] if place == len(rounds) else []
        ranked = sorted(step["votes"].items(), key=lambda pair: -pair[1])
        found.append(
            {
                "number": place,
                "told": _choices_told(place, last=place == len(rounds), over=over),
                "line": HALF,
                "rows": [
                    {
                        "text": texts[option],
                        "value": number(votes),
                        "width": width(before[option], of),
                        "gained": number(votes - before[option]) if votes > before[option] else "",
                        "gained_width": width(votes - before[option], of),
                        "won": option in won,
                    }
                    for option, votes in ranked[:MOST_STANDING]
                ],
                "more": max(len(ranked) - MOST_STANDING, 0),
            }
        )
    return found[::-1][:MOST_STAGES]


def _choices_told(place: int, *, last: bool, over: bool) -> str:
    """One sentence for what is counted, one for what follows."""
    counted = (
        gettext("First choices are counted.")
        if place == 1
        else gettext("Choices %(n)s are added to those before.", n=number(place))
    )
    follows = (
        gettext("More than half is reached: the most votes decide.")
        if over
        else gettext("Nobody is on more than half of the ballots, and none has a further choice.")
        if last
        else gettext("Nobody is on more than half of the ballots.")
    )
    return f"{counted} {follows}"


def _against(
    texts: Mapping[str, str], values: Mapping[str, int], won: Sequence[str]
) -> list[dict[str, Any]]:
    longest = max(values.values(), default=0)
    return [
        {
            "text": texts[option],
            "value": number(value),
            "width": width(value, longest),
            "won": option in won,
        }
        for option, value in sorted(values.items(), key=lambda pair: -pair[1])
    ]


def votes(amount: int | str) -> str:
    """How many votes, in the reader's language."""
    return points(amount)


def _most(stage: Mapping[str, Any]) -> Fraction:
    return max((Fraction(total) for total in stage["totals"].values()), default=Fraction(0))


def _row(
    texts: Mapping[str, str],
    stage: Mapping[str, Any],
    option: str,
    longest: Fraction,
    is_elected: bool,
) -> dict[str, Any]:
    total = Fraction(stage["totals"][option])
    gained = Fraction(stage.get("gained", {}).get(option, 0))
    return {
        "text": texts[option],
        "value": points(stage["totals"][option]),
        "width": width(total - gained, longest),
        "gained": points(str(gained)) if gained else "",
        "gained_width": width(gained, longest),
        "won": is_elected,
    }


def _told(texts: Mapping[str, str], stage: Mapping[str, Any]) -> str:
    """One sentence for what moved, one for who is elected."""
    said = []
    if "from" in stage:
        option = quoted(texts[stage["from"]])
        said.append(
            gettext("%(option)s has the fewest votes and goes out.", option=option)
            if stage["goes_out"]
            else gettext("What %(option)s does not need moves on.", option=option)
        )
        to = [
            gettext("%(n)s to %(option)s", n=points(gain), option=quoted(texts[other]))
            for other, gain in sorted(stage["gained"].items(), key=lambda pair: -Fraction(pair[1]))[
                :MOST_NAMED
            ]
        ]
        if to:
            said.append(gettext("Of this, %(to)s.", to=listed(to)))
    if stage["elected"]:
        names = listed([quoted(texts[option]) for option in stage["elected"]])
        said.append(
            ngettext(
                "%(options)s is elected.",
                "%(options)s are elected.",
                len(stage["elected"]),
                options=names,
            )
        )
    return " ".join(str(sentence) for sentence in said)
