"""A count on trial: invented ballots under a question's real rule, before anybody chooses it. Pure.

The voters are made from the options' ids, so the same question always has the same crowd, and a
changed setting is the only thing that changes the outcome.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from voting.ballots import all_forms
from voting.publishing import explained
from voting.tally import count_question, options_of

CROWD = 60
ONE_BLANK_IN = 15


def trial(question: Mapping[str, Any]) -> dict[str, Any]:
    """``results`` and ``explained``, in the shape of a real round's result."""
    frozen = {"roll": {"size": CROWD + 20, "weight": CROWD + 20}, "questions": [question]}
    counted = count_question(frozen, question, ballots(question), seed="0" * 64)
    name = question["id"]
    return {"results": {name: counted.result}, "explained": {name: explained(counted.outcome)}}


def ballots(question: Mapping[str, Any]) -> list[list[Any]]:
    """One of each fifteen is blank; the others like some options more than others do."""
    form, options = all_forms()[question["form"]], options_of(question)
    found: list[list[Any]] = []
    for voter in range(CROWD):
        liking = [_chance(voter, option.id, 65) + _chance(-1, option.id, 35) for option in options]
        blank = voter % ONE_BLANK_IN == 0
        choice = None if blank else form.invent(liking, options, question["form_parameters"])
        found.append([1, choice])
    return found


def _chance(voter: int, option: str, below: int) -> int:
    return int.from_bytes(sha256(f"{voter}:{option}".encode()).digest()[:4], "big") % below
