"""Ballots as RCTab writes them: ``count,rank1,rank2…``, a name in each cell, or ``undervote`` (or
nothing) for a rank left empty, or ``overvote`` for one that was marked twice."""

from voting.readers import OVERVOTE, Choice, Election, Unreadable, rows_of, take

EMPTY = ("", "undervote")


def is_one(text: str) -> bool:
    return text.lower().lstrip("\n").startswith(("count,rank1", "count,rank 1"))


def read(text: str, name: str) -> Election:
    """Raises Unreadable. A name given again lower down counts where it stands first."""
    rows = rows_of(text, name)
    next(rows, None)
    written: list[tuple[int, int, list[str]]] = []
    seen: dict[str, None] = {}
    for line, row in rows:
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if not (cells[0].isascii() and cells[0].isdigit()):
            raise Unreadable(name, line, "a whole count first")
        written.append((line, int(cells[0]), cells[1:]))
        seen |= dict.fromkeys(c for c in cells[1:] if c not in EMPTY and c != "overvote")
    election = Election(
        title=name,
        form="ranking",
        options=list(seen),
        form_parameters={"ties": True, "max": None},
    )
    for line, times, cells in written:
        take(election, _choice(cells), times, f"line {line}")
    return election


def _choice(cells: list[str]) -> Choice:
    groups: list[list[str]] = []
    ranked: set[str] = set()
    for cell in cells:
        if cell == "overvote":
            groups.append([OVERVOTE])
        elif cell in EMPTY:
            groups.append([])
        elif cell not in ranked:
            ranked.add(cell)
            groups.append([cell])
    while groups and not groups[-1]:
        groups.pop()
    return groups or None
