"""What the charts of a result draw: rows with their texts and their shares of the width. Pure but
for the reader's language.

A picture shows the first rows, the table below it many more, the published file all of them: the
page of a round with a thousand options stays small.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from flask_babel import gettext, ngettext

from civic.core.words import number
from voting.amounts import points as in_points
from voting.amounts import width
from voting.wording import Question, grade, listed, option_texts, percent, quoted

Chart = Mapping[str, Any]
Row = dict[str, Any]
MOST_BARS, MOST_LINES, MOST_DUELS, MOST_ROUNDS, STANDING = 30, 200, 12, 20, 12
HALF = "50%"
LABELLED = 7.0
"""A segment narrower than this, in percent of the width, carries no number."""


def share(value: int, of: int) -> str:
    """63,4 %, in the reader's language; empty where there is nothing to share."""
    return percent(Fraction(value, of)) if of else ""


def about(value: int, of: int) -> str:
    """Without decimals, for the large number beside a gauge."""
    return percent(Fraction(value, of or 1), decimals=False)


def bars(question: Question, chart: Chart, elected: Sequence[str]) -> list[Row]:
    texts = option_texts(question)
    most = chart.get("of") or max((row["value"] for row in chart["rows"]), default=0)
    return [
        {
            "text": texts[row["option"]],
            "value": number(row["value"]),
            "share": share(row["value"], chart.get("of") or 0),
            "width": width(row["value"], most),
            "won": row["option"] in elected,
        }
        for row in chart["rows"][:MOST_LINES]
    ]


def grades(question: Question, chart: Chart, elected: Sequence[str]) -> list[Row]:
    """Options with their segments, the best grade on the left."""
    texts, levels = option_texts(question), question["form_parameters"]["grades"]
    rows = []
    for row in chart["rows"][:MOST_LINES]:
        tally = [*row["tally"], *[0] * (levels + 1 - len(row["tally"]))]
        counted = tally if chart["no_answer"] == "lowest" else [0, *tally[1:]]
        if chart["no_answer"] == "worst":
            counted[1] += tally[0]
        rows.append(
            {
                "text": texts[row["option"]],
                "grade": grade(question, row["middle"]),
                "kind": colour(row["middle"], levels),
                "won": row["option"] in elected,
                "segments": _segments(counted, levels),
                "numbers": [number(tally[level + 1]) for level in range(levels - 1, -2, -1)],
                "above": number(row.get("above", 0)),
                "below": number(row.get("below", 0)),
            }
        )
    return rows


def _segments(counted: Sequence[int], levels: int) -> list[Row]:
    total, left, found = sum(counted), 0, []
    for level in range(levels - 1, -2, -1):
        count = counted[level + 1]
        if count:
            at = _beside_the_middle(100 * left / total, 100 * (left + count) / total)
            found.append(
                {
                    "kind": colour(level, levels),
                    "x": width(left, total),
                    "width": width(count, total),
                    "label": "" if at is None else number(count),
                    "label_x": f"{at:.2f}%" if at is not None else "",
                }
            )
        left += count
    return found


def _beside_the_middle(begins: float, ends: float) -> float | None:
    """Where a segment's number begins, so that the line in the middle does not strike it out; None
    where there is no room for it."""
    struck = begins < 50 < begins + 2 * LABELLED
    room = 2 * LABELLED if struck else LABELLED
    begins = 50.0 if struck else begins
    return begins if ends - begins >= room else None


def colour(level: int, levels: int) -> int:
    """One of the six colours of grades, 1 for the best; 0 for no answer."""
    return 0 if level < 0 else min((levels - 1 - level) * 5 // max(levels - 1, 1) + 1, 6)


def rounds(question: Question, chart: Chart, elected: Sequence[str]) -> list[Row]:
    """The count round by round, the last one first, with what each option received."""
    texts, steps = option_texts(question), chart["rounds"]
    found = []
    for place, step in enumerate(steps):
        before = steps[place - 1] if place else None
        total = sum(step["votes"].values())
        ranked = sorted(step["votes"].items(), key=lambda pair: -pair[1])
        last = place == len(steps) - 1
        found.append(
            {
                "number": place + 1,
                "told": _round_told(texts, step, before, elected if last else ()),
                "line": HALF,
                "rows": [
                    _standing(texts, option, votes, step, before, total, elected if last else ())
                    for option, votes in ranked[:STANDING]
                ],
                "more": max(len(ranked) - STANDING, 0),
                "exhausted": step["exhausted"],
            }
        )
    return found[::-1][:MOST_ROUNDS]


def _standing(
    texts: Mapping[str, str],
    option: str,
    votes: int,
    step: Mapping[str, Any],
    before: Mapping[str, Any] | None,
    total: int,
    elected: Sequence[str],
) -> Row:
    gained = votes - before["votes"].get(option, 0) if before else 0
    return {
        "text": texts[option],
        "value": number(votes),
        "width": width(votes - gained, total),
        "gained": number(gained) if gained else "",
        "gained_width": width(gained, total),
        "out": option in step["out"],
        "won": option in elected,
    }


def _round_told(
    texts: Mapping[str, str],
    step: Mapping[str, Any],
    before: Mapping[str, Any] | None,
    elected: Sequence[str],
) -> str:
    """One sentence for whom the duels set aside, one for where the ballots went, one for what the
    round did."""
    aside = step.get("aside", ())
    said = [_set_aside(texts, step)] if aside else []
    if before and before["out"]:
        left = [*before["out"], *aside][:STANDING]
        gone = listed([quoted(texts[option]) for option in left])
        gains = {o: v - before["votes"].get(o, 0) for o, v in step["votes"].items()}
        to = [
            gettext("%(n)s to %(option)s", n=number(gain), option=quoted(texts[option]))
            for option, gain in sorted(gains.items(), key=lambda pair: -pair[1])[:4]
            if gain
        ]
        moved = gettext("The ballots of %(gone)s move on: %(to)s.", gone=gone, to=listed(to))
        rest = gettext("The ballots of %(gone)s rank none of those left.", gone=gone)
        said.append(moved if to else rest)
    if elected and 2 * step["votes"][elected[0]] > sum(step["votes"].values()):
        winner = quoted(texts[elected[0]])
        half = gettext("%(option)s now has more than half.", option=winner)
        last = gettext("%(option)s is the last one left.", option=winner)
        said.append(half if len(step["votes"]) > 1 or "aside" not in step else last)
    elif step["out"]:
        out = listed([quoted(texts[option]) for option in step["out"][:STANDING]])
        said.append(
            ngettext(
                "%(options)s has the fewest votes and goes out.",
                "%(options)s have the fewest votes and go out.",
                len(step["out"]), options=out,
            )
        )  # fmt: skip
    return " ".join(str(sentence) for sentence in said)


def _set_aside(texts: Mapping[str, str], step: Mapping[str, Any]) -> str:
    """Whom the duels leave, where they narrow the field before the weakest goes out."""
    leads = listed([quoted(texts[option]) for option in list(step["votes"])[:STANDING]])
    others = listed([quoted(texts[option]) for option in step["aside"][:STANDING]])
    return ngettext(
            "%(options)s wins its duel against each other option left: %(others)s.",
            "%(options)s each win their duels against %(others)s, which are set aside.",
            len(step["votes"]), options=leads, others=others)  # fmt: skip


def duels(question: Question, chart: Chart, elected: Sequence[str]) -> list[Row]:
    """The duels of the winner, the closest first."""
    if len(elected) != 1:
        return []
    texts, winner, cells = option_texts(question), elected[0], chart["cells"]
    others = sorted(
        (option for option in chart["options"] if option != winner),
        key=lambda o: cells[winner][o] - cells[o][winner],
    )
    found = []
    for other in others[:MOST_BARS]:
        mine, theirs = cells[winner][other], cells[other][winner]
        outcome = (
            gettext("%(a)s against %(b)s: won")
            if mine > theirs
            else gettext("%(a)s against %(b)s: lost")
            if mine < theirs
            else gettext("%(a)s against %(b)s: level")
        )
        found.append(
            {
                "text": outcome.replace("%(a)s", texts[winner]).replace("%(b)s", texts[other]),
                "mine": number(mine),
                "theirs": number(theirs),
                "width": width(mine, mine + theirs),
                "won": mine > theirs,
                "covers": mine > 4 * theirs,
            }
        )
    return found


def seats(question: Question, chart: Chart) -> list[Row]:
    """Options with their places and their votes, the most places first."""
    texts = option_texts(question)
    total = sum(row["votes"] for row in chart["rows"])
    most = max((row["seats"] for row in chart["rows"]), default=0)
    return [
        {
            "text": texts[row["option"]],
            "seats": number(row["seats"]),
            "votes": number(row["votes"]),
            "share": share(row["votes"], total),
            "of_places": share(row["seats"], chart["places"]),
            "width": width(row["seats"], most),
        }
        for row in chart["rows"][:MOST_LINES]
    ]


def points(question: Question, chart: Chart, elected: Sequence[str]) -> list[Row]:
    texts = option_texts(question)
    return [
        {
            "text": texts[row["option"]],
            "value": in_points(row["points"]),
            "width": width(row["thousandths"], 1_000),
            "won": row["option"] in elected,
        }
        for row in chart["rows"][:MOST_LINES]
    ]


def budget(question: Question, chart: Chart) -> list[Row]:
    """Projects, funded ones first and numbered."""
    texts = option_texts(question)
    dearest = max((row["cost"] for row in chart["rows"]), default=0)
    return [
        dict(row)
        | {"text": texts[row["option"]], "number": place, "width": width(row["cost"], dearest)}
        for place, row in enumerate(chart["rows"][:MOST_LINES], 1)
    ]


def envelope(chart: Chart) -> list[Row]:
    """The whole budget as one bar: a numbered segment for each funded project."""
    left, found = 0, []
    for place, row in enumerate((r for r in chart["rows"] if r["funded"]), 1):
        wide = 100 * row["cost"] / chart["budget"] >= LABELLED / 2
        found.append(
            {
                "number": place if wide else "",
                "kind": (place - 1) % 6 + 1,
                "x": width(left, chart["budget"]),
                "width": width(row["cost"], chart["budget"]),
            }
        )
        left += row["cost"]
    return found[:MOST_LINES]
