"""A count on trial: invented ballots under a question's real rule, before anybody chooses it. Pure.

The voters are made from the options' ids, so the same question always has the same crowd, and a
changed setting is the only thing that changes the outcome.
"""

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from voting.ballots import all_forms
from voting.publishing import explained
from voting.tally import count_question, options_of

CROWD = 60
ONE_BLANK_IN = 15
Liking = Callable[[int, Sequence[str]], list[int]]
"""How much a voter likes each of the options, by their ids: below 100, more is better."""


def scattered(voter: int, options: Sequence[str]) -> list[int]:
    """Everybody has a taste of their own, and some options are liked by more people."""
    return [_chance(voter, option, 65) + _chance(-1, option, 35) for option in options]


def divided(voter: int, options: Sequence[str]) -> list[int]:
    """Two camps want opposite things; a smaller third one wants what is in between, with which
    both can live. This is where rules part."""
    line = sorted(options, key=lambda option: _chance(-2, option, 10**9))
    middle, last = (len(line) - 1) // 2, max(len(line) - 1, 1)
    camp = voter * 7 % 20
    wish = 0 if camp < 9 else last if camp < 16 else middle
    far = {option: abs(place - wish) for place, option in enumerate(line)}
    return [75 - 70 * far[option] // last + _chance(voter, option, 25) for option in options]


def trial(question: Mapping[str, Any], *, liking: Liking = scattered) -> dict[str, Any]:
    """``results`` and ``explained``, in the shape of a real round's result."""
    frozen = {"roll": {"size": CROWD + 20, "weight": CROWD + 20}, "questions": [question]}
    counted = count_question(frozen, question, ballots(question, liking=liking), seed="0" * 64)
    name = question["id"]
    return {"results": {name: counted.result}, "explained": {name: explained(counted.outcome)}}


def ballots(question: Mapping[str, Any], *, liking: Liking = scattered) -> list[list[Any]]:
    """One of each fifteen is blank; the others like some options more than others do."""
    form, options = all_forms()[question["form"]], options_of(question)
    ids = [option.id for option in options]
    found: list[list[Any]] = []
    for voter in range(CROWD):
        blank = voter % ONE_BLANK_IN == 0
        wishes = liking(voter, ids)
        choice = None if blank else form.invent(wishes, options, question["form_parameters"])
        found.append([1, choice])
    return found


def _chance(voter: int, option: str, below: int) -> int:
    return int.from_bytes(sha256(f"{voter}:{option}".encode()).digest()[:4], "big") % below
