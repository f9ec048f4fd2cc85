"""Ballot files of STV counts, .blt: candidates and seats, ``weight 2 3=1 - 4 0`` for each kind of
ballot, a line ``0``, then names and a title. ``=`` joins a shared rank, ``-`` is a rank left empty,
``-4`` before the ballots withdraws a candidate. Source: the format of OpaVote and droop."""

import re

from voting.readers import Ballot, Choice, Election, Unreadable, bulk, taken
from voting.readers.numbers import Lines

COUNTS = re.compile(r"\s*([0-9]{1,4})\s+([0-9]{1,4})\s*(?:#.*)?")
BRACKETS = re.compile(r"\[\s*(\w+)\s+([^\]]*)\]")
NUMBER = re.compile(r"[0-9]{1,15}")
PLAIN = bulk.Style(leads=(b" ",), between=b" ", last=b"0")
Numbered = list[tuple[int, str]]


def is_one(text: str) -> bool:
    return COUNTS.fullmatch(text.lstrip().split("\n", 1)[0]) is not None


def read(text: str, name: str) -> Election:
    """Raises Unreadable."""
    lines = [(n, line.strip()) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    counts = COUNTS.fullmatch(lines[0][1]) if lines else None
    if not counts:
        raise Unreadable(name, 1, "the numbers of candidates and of seats")
    candidates, seats = int(counts[1]), int(counts[2])
    if not 1 <= candidates <= 2_000:
        raise Unreadable(name, lines[0][0], "from 1 to 2,000 candidates")
    end = next((place for place, (_, line) in enumerate(lines) if line == "0"), len(lines))
    options = _names(lines[end + 1 :], candidates, name, lines[-1][0])
    election = Election(
        title=_title(lines[end + 1 + candidates :]) or name,
        form="ranking",
        options=options,
        parameters={"seats": seats},
        form_parameters={"ties": True, "max": None},
    )
    known = {str(number): option for number, option in enumerate(options, 1)}
    ballots = []
    for line, written in lines[1:end]:
        if written[0] not in "[-":
            ballots.append((line, written))
        elif bracket := BRACKETS.fullmatch(written):
            known = _bracket(election, known, bracket[1], bracket[2].split(), line, name)
        elif written[0] == "-":
            _withdraw(election, known, written.split(), line, name)
        else:
            ballots.append((line, written))
    election.ballots = bulk.rankings(
        options,
        Lines.picked(ballots),
        {number: known[str(number)] for number in range(1, candidates + 1)},
        PLAIN,
        lambda line, written: _ballot(election, known, written.split(), line),
    )
    return election


def _names(lines: Numbered, candidates: int, name: str, last: int) -> list[str]:
    if len(lines) < candidates:
        raise Unreadable(name, last, f"the names of {candidates} candidates at the end")
    names = [_unquoted(line) for _, line in lines[:candidates]]
    twice = [line for n, (line, _) in enumerate(lines[:candidates]) if names[n] in names[:n]]
    if twice:
        raise Unreadable(name, twice[0], "each name once")
    return names


def _title(lines: Numbered) -> str:
    return _unquoted(lines[0][1]) if lines else ""


def _unquoted(text: str) -> str:
    """Without the quotes around it; doubled ones inside are one."""
    inner = text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text
    return inner.replace('""', '"').strip()


def _bracket(
    election: Election, known: dict[str, str], word: str, listed: list[str], line: int, name: str
) -> dict[str, str]:
    """``[nick a b]``: other names for the candidates. ``[tie 3 1]``: who goes out first."""
    if word == "nick":
        if len(listed) != len(election.options):
            raise Unreadable(name, line, f"{len(election.options)} short names")
        return known | dict(zip(listed, election.options, strict=True))
    if word == "tie":
        if sorted(known.get(one, "") for one in listed) != sorted(election.options):
            raise Unreadable(name, line, "each candidate once, who goes out first")
        election.tie_order = [known[one] for one in reversed(listed)]
    return known


def _withdraw(
    election: Election, known: dict[str, str], listed: list[str], line: int, name: str
) -> None:
    for one in listed:
        if not (one.startswith("-") and one[1:] in known):
            raise Unreadable(name, line, "the numbers of withdrawn candidates, as in -4")
        election.withdrawn.append(known[one[1:]])


def _ballot(election: Election, known: dict[str, str], parts: list[str], line: int) -> list[Ballot]:
    where = f"line {line}"
    if parts[0].startswith("(") and parts[0].endswith(")"):  # a ballot's own name
        parts = parts[1:]
    if len(parts) < 2 or parts[-1] != "0" or not NUMBER.fullmatch(parts[0]):
        election.refused.append(f"{where}: a whole weight, the ranks, and 0 at the end")
        return []
    groups: Choice = []
    for part in parts[1:-1]:
        shared = [] if part == "-" else part.split("=")
        strangers = [one for one in shared if one not in known]
        if strangers:
            election.refused.append(f"{where}: no candidate {strangers[0]!r}")
            return []
        groups.append(sorted(known[one] for one in shared))
    return taken(election, groups or None, int(parts[0]), where)
