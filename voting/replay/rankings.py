"""Rules that go from round to round or from stage to stage."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from civic.core.words import number
from voting import eliminations as knockouts
from voting import pictures, stages
from voting.replay.frames import Frame, Question, Row, Told, frame


def rounds(question: Question, told: Told) -> list[Frame]:
    return [
        frame(
            gettext("Round %(n)s", n=number(one["number"])),
            one["told"],
            rows=map(_row, one["rows"]),
            line=one["line"],
        )
        for one in pictures.rounds(question, told["chart"], told["elected"])[::-1]
    ]


def eliminations(question: Question, told: Told) -> list[Frame]:
    """The first round says what is counted."""
    counted = {
        "points": gettext(
            "A ballot gives an option one point for each option left that it places lower, and "
            "half a point for each that it places level."
        ),
    }
    counted["average"] = counted["points"]
    counted["last"] = gettext(
        "For each option left, the ballots that put it last are counted. Options left out of a "
        "ballot stand together behind all that it ranks, and share its last place."
    )
    return [
        frame(
            gettext("Round %(n)s", n=number(one["number"])),
            counted[told["chart"]["of"]] if one["number"] == 1 else "",
            one["told"],
            rows=map(_row, one["rows"]),
            line=one["line"],
        )
        for one in knockouts.rounds(question, told["chart"])[::-1]
    ]


def transfers(question: Question, told: Told) -> list[Frame]:
    """The first stage says how many votes are enough; where a rule moves parts of every ballot at
    once, no single move can be told."""
    quota = stages.votes(told["chart"]["quota"])
    enough = gettext("Votes needed to be elected: %(points)s.", points=quota)
    parts = gettext(
        "Whoever has more votes than needed keeps a smaller part of each ballot; the rest moves on "
        "to the next choices."
    )
    return [
        frame(
            gettext("Stage %(n)s", n=number(one["number"])),
            enough if one["number"] == 1 else "",
            one["told"] or parts,
            rows=[_row(row, gettext("elected")) for row in one["rows"]],
            line=one["line"],
        )
        for one in stages.transfers(question, told["chart"])[::-1]
    ]


def choices(question: Question, told: Told) -> list[Frame]:
    """Choices are added one after the other, until somebody is on more than half of the ballots."""
    return [
        frame(
            gettext("Round %(n)s", n=number(one["number"])),
            one["told"],
            rows=map(_row, one["rows"]),
            line=one["line"],
        )
        for one in stages.choices(question, told["chart"])[::-1]
    ]


def star(question: Question, told: Told) -> list[Frame]:
    found = stages.runoffs(question, told["chart"])
    all_points = frame(
        gettext("The points are added up"),
        gettext("The two with the most points go on: now only who of them stands higher counts."),
        rows=[Row(row["text"], row["value"], row["width"]) for row in found["rows"]],
    )
    places = len(found["runoffs"])
    return [
        all_points,
        *(
            frame(
                gettext("The runoff for place %(n)s", n=number(n))
                if places > 1
                else gettext("The runoff"),
                gettext("How many ballots give each finalist more points than the other one."),
                rows=map(_row, runoff),
            )
            for n, runoff in enumerate(found["runoffs"], 1)
        ),
    ]


def _row(row: Mapping[str, Any], who_won: str = "") -> Row:
    """As its picture draws it. Where options go out, those who stay are marked; elsewhere the
    winners."""
    goes_out = row.get("out", False)
    return Row(
        row["text"],
        row["value"],
        row["width"],
        won=not goes_out if "out" in row else row["won"],
        mark=(who_won or gettext("chosen")) if row["won"] else gettext("goes out") * goes_out,
        gained=row.get("gained", ""),
        gained_width=row.get("gained_width", ""),
    )
