"""Take one stance on a text, and say why: agree, agree with concerns, object, abstain.

A reason is plain text. It may stand beside every stance, and must where the rule says so. After a
secret vote it is cut off its ballot, as the questions of a paper are cut apart: the words would
tell who wrote them, and what else was on the ballot.
"""

import unicodedata
from collections.abc import Mapping, Sequence

from voting.ballots import BallotForm, Choice, Fields, Options, Problem, Settings, Unread, known
from voting.ballots.choice import BLANK_CIRCLE

LONGEST_REASON = 600
"""Code points: a few sentences. Longer ones belong into the debate."""
CUT = None
"""In place of the reason on ballots after a secret vote, whether there was one or not."""
DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs that turn the direction of what follows: nobody sees them, and they garble the page."""


def read(fields: Fields, _options: Options) -> Choice:
    """Fields ``stance`` and ``reason``; each is sent once."""
    stances, reasons = fields.get("stance", ()), fields.get("reason", ())
    if len(stances) > 1 or len(reasons) > 1:
        return Unread("more_than_one")
    reason = plain(reasons[0]) if reasons else ""
    if list(stances) == [BLANK_CIRCLE]:
        return Unread("blank_with_reason") if reason else None
    return {"stance": stances[0], "reason": reason} if stances else Unread("nothing_chosen")


def plain(text: str) -> str:
    """One kind of line break, no signs that are not seen, nothing at the ends; empty if nothing in
    it can be seen."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = "".join(c for c in lines if not _is_bad(c)).strip()
    return kept if any(unicodedata.category(c)[0] not in "CZ" for c in kept) else ""


def _is_bad(sign: str) -> bool:
    return sign in DIRECTIONS or (sign != "\n" and unicodedata.category(sign) in ("Cc", "Cs"))


def judge(choice: Choice, options: Options, settings: Settings) -> list[Problem]:
    if not isinstance(choice, dict) or set(choice) != {"stance", "reason"}:
        return [Problem("nothing_chosen")]
    stance, reason = choice["stance"], choice["reason"]
    if not isinstance(stance, str) or stance not in known(options):
        return [Problem("unknown_option")]
    if reason is CUT:
        return []
    if not isinstance(reason, str) or any(map(_is_bad, reason)) or reason != reason.strip():
        return [Problem("reason_unreadable")]
    if len(reason) > LONGEST_REASON:
        numbers = {"max": LONGEST_REASON, "chosen": len(reason)}
        return [Problem("reason_too_long", numbers=numbers)]
    if not reason and stance in settings["reason_for"]:
        return [Problem("reason_missing")]
    return []


def marks(choice: Choice, options: Options, _settings: Settings) -> tuple[int, ...]:
    """1 for the stance taken, 0 for the others; a count knows no words."""
    return tuple(int(option.id == choice["stance"]) for option in options)


def invent(liking: Sequence[int], options: Options, _settings: Settings) -> Choice:
    best = max(range(len(options)), key=lambda place: liking[place])
    return {"stance": options[best].id, "reason": CUT}


def write(choice: Choice) -> list[tuple[str, str]]:
    return [("stance", choice["stance"]), ("reason", choice["reason"] or "")]


def cut(choice: Choice) -> tuple[Choice, Mapping[str, str]]:
    words = {choice["stance"]: choice["reason"]} if choice["reason"] else {}
    return choice | {"reason": CUT}, words


FORM = BallotForm(
    id="stance",
    read=read,
    judge=judge,
    marks=marks,
    write=write,
    invent=invent,
    settings={"reason_for": []},
    longest_text=LONGEST_REASON,
    cut=cut,
)
