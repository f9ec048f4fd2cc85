"""Counts in which options go out round by round, by their points or by last places: what was
counted in each round, and what followed. Pure but for the reader's language."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from flask_babel import gettext, ngettext

from voting.amounts import points, width
from voting.wording import Question, option_texts, quoted, short_list

Chart = Mapping[str, Any]
MOST_ROUNDS, MOST_STANDING = 30, 12


def caption(chart: Chart) -> str:
    """What the bars and the line mean."""
    return {
        "points": gettext(
            "The last round comes first. The longest bar is the most points in its round."
        ),
        "last": gettext(
            "The last round comes first. How many ballots put each option last, among those "
            "left, unless the round says otherwise; options that share that place share the "
            "ballot. The longest bar goes out."
        ),
        "average": gettext(
            "The last round comes first. The longest bar is the most points in its round; the "
            "line marks the average. Whoever is not above it goes out."
        ),
    }[chart["of"]]


def rounds(question: Question, chart: Chart) -> list[dict[str, Any]]:
    """The last round first. The longest bar of a round is its largest number; where more than half
    of the first places decide, a full bar is all of them."""
    texts, found = option_texts(question), []
    for place, step in enumerate(chart["rounds"], 1):
        won = chart["elected"] if place == len(chart["rounds"]) else ()
        by_half, shown = _by_half(chart, step), counted(chart, step)
        values = {option: Fraction(value) for option, value in shown.items()}
        longest = (sum(values.values()) if by_half else max(values.values())) or Fraction(1)
        line = step.get("average", longest / 2 if by_half else None)
        best_first = -1 if by_half or chart["of"] != "last" else 1
        ranked = sorted(values, key=lambda o: (o in step["out"], best_first * values[o]))
        found.append(
            {
                "number": place,
                "told": _told(texts, chart["of"], step, won),
                "line": "" if line is None else width(Fraction(line), longest),
                "rows": [
                    {
                        "text": texts[option],
                        "value": amount(shown[option]),
                        "width": width(values[option], longest),
                        "out": option in step["out"],
                        "won": option in won,
                    }
                    for option in ranked[:MOST_STANDING]
                ],
                "more": max(len(ranked) - MOST_STANDING, 0),
            }
        )
    return found[::-1][:MOST_ROUNDS]


def counted(chart: Chart, step: Mapping[str, Any]) -> Mapping[str, int | str]:
    """What decided a round, by option."""
    found: Mapping[str, int | str] = step["first" if _by_half(chart, step) else "values"]
    return found


def _by_half(chart: Chart, step: Mapping[str, Any]) -> bool:
    """Whether the first places ended the count in that round."""
    return bool(chart["of"] == "last" and chart["elected"] and not step["out"])


def amount(value: int | str) -> str:
    """A number of a round, in the reader's language."""
    return points(value)


def _told(texts: Mapping[str, str], of: str, step: Mapping[str, Any], won: Sequence[str]) -> str:
    """One sentence for who goes out, one for who has won, or is level."""
    said = []
    if step["out"]:
        said.append(_goes_out(texts, of, step))
    elif "level" in step and of == "average":
        said.append(gettext("All that are left have equally many points."))
    elif "level" in step:
        said.append(gettext("Several are level, and the result depends on who goes out."))
    if won and "level" not in step:
        said.append(_won(quoted(texts[won[0]]), of, step))
    return " ".join(str(sentence) for sentence in said)


def _goes_out(texts: Mapping[str, str], of: str, step: Mapping[str, Any]) -> str:
    out = step["out"]
    names = short_list([quoted(texts[option]) for option in out])
    if of == "points":
        return gettext("%(option)s has the fewest points and goes out.", option=names)
    if of == "last":
        points_of = amount(step["values"][out[0]])
        return gettext(
            "%(option)s is put last by the most ballots, %(points)s, and goes out.",
            option=names,
            points=points_of,
        )
    return ngettext(
        "%(options)s is not above the average of %(points)s points and goes out.",
        "%(options)s are not above the average of %(points)s points and go out.",
        len(out),
        options=names,
        points=amount(step["average"]),
    )


def _won(winner: str, of: str, step: Mapping[str, Any]) -> str:
    if of == "last" and not step["out"]:
        return gettext(
            "This round shows first places: %(option)s has more than half of them.", option=winner
        )
    return gettext("%(option)s is left.", option=winner)
