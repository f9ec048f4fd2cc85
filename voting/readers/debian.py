"""Tally sheets of Debian's votes: ``V: 21-3`` ranks the options from left to right, ``-`` is
unranked, letters go on after 9. Source: vote.debian.org."""

import re

from voting.readers import Election, Unreadable, take

OPTION = re.compile(r"[\s|/]*Option (\S+?)-*>\s*:(.*)")
ART = " \t\r\n|/"
BALLOT = re.compile(r"V:\s*(\S+)")
RANKS = "123456789abcdefghijklmnopqrstuvwxyz"


def is_one(text: str) -> bool:
    return "Tally Sheet" in text[:400]


def read(text: str, name: str) -> Election:
    """Raises Unreadable."""
    lines = list(enumerate(text.splitlines(), 1))
    options = [found[2].rstrip(ART).strip() for _, w in lines if (found := OPTION.match(w))]
    if len(options) < 2 or len(set(options)) < len(options):
        raise Unreadable(name, 1, "lines “Option 1--->: name”, each name once")
    election = Election(
        title=name,
        form="ranking",
        options=options,
        form_parameters={"ties": True, "max": None},
    )
    for line, written in lines:
        if found := BALLOT.match(written):
            _take(election, found[1].lower(), line)
    return election


def _take(election: Election, marks: str, line: int) -> None:
    if len(marks) != len(election.options):
        election.refused.append(f"line {line}: {len(election.options)} marks, not {len(marks)}")
        return
    ranks: dict[int, list[str]] = {}
    for option, mark in zip(election.options, marks, strict=True):
        if mark in RANKS:
            ranks.setdefault(RANKS.index(mark), []).append(option)
        elif mark != "-":
            election.refused.append(f"line {line}: a rank, not {mark!r}")
            return
    take(election, [sorted(ranks[rank]) for rank in sorted(ranks)] or None, 1, f"line {line}")
