"""Ballots as CIVS hands them out: the choices in the first line, then the rank of each choice on
each ballot, ``-`` for no opinion. ``3X`` before a line stands for three such ballots, as CIVS reads
them in. Source: civs1.civs.us (download_ballots, upload_ballots)."""

import re

from voting.readers import Choice, Election, Unreadable, rows_of, take

BALLOT = re.compile(
    r"(?:([0-9]{1,15})\s*[Xx]\s*)?((?:[0-9]{1,4}|-)(?:\s*,\s*(?:[0-9]{1,4}|-))+)\s*"
)


def is_one(text: str) -> bool:
    """No head of our own, and a line of ranks under a line of names."""
    lines = text.lstrip("\n").split("\n", 2)
    if len(lines) < 2 or lines[0].startswith("#") or BALLOT.fullmatch(lines[0].strip()):
        return False
    return BALLOT.fullmatch(lines[1].strip()) is not None


def read(text: str, name: str) -> Election:
    """Raises Unreadable."""
    rows = rows_of(text, name)
    line, header = next(((line, row) for line, row in rows if row), (1, []))
    options = [cell.strip() for cell in header]
    if len(options) < 2 or not all(options) or len(set(options)) < len(options):
        raise Unreadable(name, line, "the choices in the first line, each once")
    election = Election(
        title=name, form="ranking", options=options, form_parameters={"ties": True, "max": None}
    )
    for at, written in enumerate(text.splitlines()[line:], line + 1):
        if written.strip():
            _take(election, written.strip(), f"line {at}")
    return election


def _take(election: Election, written: str, where: str) -> None:
    found = BALLOT.fullmatch(written)
    ranks = [cell.strip() for cell in found[2].split(",")] if found else []
    if not found or len(ranks) != len(election.options):
        election.refused.append(f"{where}: {len(election.options)} ranks or “-”, with commas")
        return
    groups: dict[int, list[str]] = {}
    for option, rank in zip(election.options, ranks, strict=True):
        if rank != "-":
            groups.setdefault(int(rank), []).append(option)
    choice: Choice = [sorted(groups[rank]) for rank in sorted(groups)] or None
    take(election, choice, int(found[1] or 1), where)
