"""Grades in a grid, one column for each option: MieuxVoter's sheets (6 best to 1 worst, 0 is no
answer, a number of the ballot first) and star.vote's (three columns about the ballot, then 0 to 5).
"""

from voting.readers import Election, Unreadable, rows_of, take

STAR = ["voterID", "voteTime", "pollID"]


def is_one(text: str) -> bool:
    head = text.lstrip("\n").split("\n", 1)[0]
    return head.startswith((",", '"",', ",".join(STAR) + ","))


def read(text: str, name: str) -> Election:
    """Raises Unreadable."""
    rows = rows_of(text, name)
    _, header = next(rows, (1, []))
    before = len(STAR) if header[: len(STAR)] == STAR else 1
    options = [cell.strip() for cell in header[before:]]
    if not options or not all(options) or len(set(options)) < len(options):
        raise Unreadable(name, 1, "the options in the first line, each once")
    is_star = before > 1
    election = Election(
        title=name,
        form="score" if is_star else "grades",
        options=options,
        form_parameters={"highest": 5} if is_star else {"grades": 6},
        worst_grade=0 if is_star else 1,
    )
    for line, row in rows:
        cells = [cell.strip() for cell in row[before:]]
        if not any(cells):
            continue
        if len(cells) != len(options) or not all(c.isascii() and c.isdigit() for c in cells if c):
            election.refused.append(f"line {line}: a whole number for each option")
            continue
        marks = {o: int(c) - election.worst_grade for o, c in zip(options, cells, strict=True) if c}
        given = {option: mark for option, mark in marks.items() if mark >= 0}
        take(election, given or None, 1, f"line {line}")
    return election
