"""ABIF, the aggregated ballot information format: ``27:Ann>Bo=Cy`` with a count, a colon (or ``*``)
and an order, where ``Ann/5`` gives a score too. ``=Ann:[Ann Smith]`` gives a short name its full
one, ``{"key": "value"}`` says something about the election, ``#`` begins a comment.

With ``,`` between the names the order means nothing and the scores are the ballot; a file holds
orders, or scores. Source: electorama.com/abif.
"""

import json
import re
from collections.abc import Iterator

from voting.readers import Choice, Election, Unreadable, take

TOKEN = r"(?:\[[^\[\]]*\]|[^\s>=,/:#\[\]{}*\"]+)"
NAMED = re.compile(rf"=\s*({TOKEN})\s*:\s*\[([^\[\]]+)\]\s*")
VOTE = re.compile(r"([0-9]{1,15})\s*[:*](?!//)\s*(.*)")
ONE = re.compile(rf"\s*({TOKEN})\s*(?:/\s*([0-9]{{1,6}}))?\s*")
BLANK = ("", "~")
Marked = tuple[str, int | None]


def is_one(text: str) -> bool:
    """Beside comments and metadata, the first line is a vote or a name."""
    for _, written in _lines(text):
        if not (written.startswith("{") and written.endswith("}")):
            return bool(NAMED.fullmatch(written) or VOTE.fullmatch(written))
    return False


def read(text: str, name: str) -> Election:
    """Raises Unreadable."""
    names, said, votes = _said(text, name)
    by_score = any("," in order for _, _, order in votes)
    read = [(line, weight, _groups(order)) for line, weight, order in votes]
    marked = [one for _, _, groups in read for group in groups or () for one in group]
    seen = dict.fromkeys([*names, *(short for short, _ in marked)])
    options = [names.get(short, short) for short in seen]
    if not options or len(set(options)) < len(options):
        raise Unreadable(name, 1, "names on the ballots, each for one option")
    top = max((score for _, score in marked if score), default=5)
    election = Election(
        title=str(said.get("title") or said.get("description") or name),
        form="score" if by_score else "ranking",
        options=options,
        form_parameters={"highest": top} if by_score else {"ties": True, "max": None},
    )
    known = dict(zip(seen, options, strict=True))
    for line, weight, groups in read:
        where = f"line {line}"
        if groups is None:
            election.refused.append(f"{where}: names with “>”, “=” or “,” between them")
        elif by_score and any(score is None for group in groups for _, score in group):
            election.refused.append(f"{where}: a score for each, as in Ann/5, Bo/2")
        else:
            take(election, _choice(groups, known, by_score=by_score), weight, where)
    return election


def _said(
    text: str, name: str
) -> tuple[dict[str, str], dict[str, object], list[tuple[int, int, str]]]:
    """Full names by short ones; metadata; and line, weight and order of each vote."""
    names: dict[str, str] = {}
    said: dict[str, object] = {}
    votes: list[tuple[int, int, str]] = []
    for line, written in _lines(text):
        if named := NAMED.fullmatch(written):
            names[_short(named[1])] = named[2].strip()
        elif written.startswith("{"):
            said |= _metadata(written, line, name)
        elif vote := VOTE.fullmatch(written):
            votes.append((line, int(vote[1]), vote[2].strip()))
        else:
            raise Unreadable(name, line, "“3:Ann>Bo”, “=Ann:[Ann Smith]”, {…} or # a comment")
    return names, said, votes


def _choice(groups: list[list[Marked]], known: dict[str, str], *, by_score: bool) -> Choice:
    if by_score:
        return {known[short]: score for group in groups for short, score in group} or None
    return [sorted(known[short] for short, _ in group) for group in groups] or None


def _groups(order: str) -> list[list[Marked]] | None:
    """The order as written, level names together; None if it is no order."""
    if order in BLANK:
        return []
    groups = []
    for part in re.split(r"[>,]", order):
        ones = [ONE.fullmatch(one) for one in part.split("=")]
        group = [(_short(one[1]), int(one[2]) if one[2] else None) for one in ones if one]
        if len(group) < len(ones):
            return None
        groups.append(group)
    return groups


def _short(token: str) -> str:
    return token.strip("[]").strip()


def _bare(line: str) -> str:
    return line.split("#", 1)[0].strip()


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for line, whole in enumerate(text.splitlines(), 1):
        if written := _bare(whole):
            yield line, written


def _metadata(written: str, line: int, name: str) -> dict[str, object]:
    try:
        said = json.loads(written)
    except (ValueError, RecursionError):
        raise Unreadable(name, line, 'metadata such as {"title": "Chair"}') from None
    if not isinstance(said, dict):
        raise Unreadable(name, line, 'metadata such as {"title": "Chair"}')
    return {str(key): value for key, value in said.items()}
