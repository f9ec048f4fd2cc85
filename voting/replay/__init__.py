"""The count of one question again, step by step, in words: for every rule. Pure but for the
reader's language.

It is made of what a result explains of itself, so that nothing is recounted and a page about a
hundred thousand ballots is as quick as one about ten. The first step is what lay in the box, the
last what follows for the decision; those between are told by the kind of the rule's chart.
"""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext, ngettext

from civic.core.words import number
from voting import reached, verdicts
from voting.replay import counts, money, pairs, places, rankings
from voting.replay.frames import Frame, Question, Told, frame

KINDS: Mapping[str, Callable[[Question, Told], list[Frame]]] = {
    "bars": counts.bars,
    "stances": counts.stances,
    "points": counts.points,
    "grades": counts.grades,
    "draw": counts.draw,
    "rounds": rankings.rounds,
    "eliminations": rankings.eliminations,
    "choices": rankings.choices,
    "transfers": rankings.transfers,
    "star": rankings.star,
    "duels": pairs.duels,
    "leading": pairs.duels,
    "seats": places.seats,
    "lists": places.lists,
    "committee": places.committee,
    "sets": places.sets,
    "budget": money.budget,
}
MOST_FRAMES = 200


def frames(question: Question, result: Mapping[str, Any], told: Told) -> list[Frame]:
    """Never empty: a box without a ballot is a step, too."""
    first = _box(result["turnout"])
    if not result["turnout"]["cast"]:
        return [first]
    made = KINDS.get(told["chart"].get("kind", ""))
    between = made(question, told) if made else []
    return [first, *between[:MOST_FRAMES], _end(question, result)]


def _box(turnout: Mapping[str, Any]) -> Frame:
    """What was found, before anything is counted."""
    cast, blank = turnout["cast"], turnout["blank"]
    if not cast:
        return frame(gettext("The ballot box is opened"), gettext("There was no ballot in it."))
    return frame(
        gettext("The ballot box is opened"),
        ngettext(
            "There was %(count)s ballot in it.",
            "There were %(count)s ballots in it.",
            cast,
            count=number(cast),
        ),
        ngettext(
            "%(count)s is blank: it counts for the quorum, and is laid aside now.",
            "%(count)s are blank: they count for the quorum, and are laid aside now.",
            blank,
            count=number(blank),
        )
        if blank
        else gettext("None of them is blank."),
    )


def _end(question: Question, result: Mapping[str, Any]) -> Frame:
    return frame(
        gettext("What follows"),
        verdicts.tie_line(question, result),
        reached.majority_line(question, result),
        reached.quorum_line(question, result),
        gettext("Result: %(headline)s", headline=verdicts.headline(question, result)),
    )
