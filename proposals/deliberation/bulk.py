"""Rows by the thousand: what an import writes, in few statements."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import insert
from sqlmodel import Session, SQLModel, col, func, select

from civic.search.normal import normal
from proposals.deliberation.models import Comment

SLICE = 2_000
"""Rows in one statement."""
Line = TypeVar("Line")


def known_keys(session: Session, model: type[SQLModel], platform: str) -> dict[str, int]:
    """Key -> id of what came from this platform before."""
    key, row_id = model.imported_key, model.id  # type: ignore[attr-defined]
    found = select(key, row_id).where(col(key).startswith(f"{platform}:", autoescape=True))
    return {name: number for name, number in session.execute(found)}


def _slices(rows: Sequence[Line]) -> Iterator[Sequence[Line]]:
    for start in range(0, len(rows), SLICE):
        yield rows[start : start + SLICE]


def add(
    session: Session,
    model: type[SQLModel],
    rows: Sequence[dict[str, Any]],
    step: Callable[[int], None],
) -> None:
    for some in _slices(rows):
        session.execute(insert(model), list(some))
        step(len(some))


def first_free(session: Session, model: type[SQLModel]) -> int:
    return int(session.execute(select(func.max(model.id))).scalar() or 0) + 1  # type: ignore[attr-defined]


def move_sequence(session: Session) -> None:
    """PostgreSQL counts ids apart from the rows; SQLite looks at them."""
    if session.get_bind().dialect.name == "postgresql":
        newest = select(func.max(Comment.id)).scalar_subquery()
        session.execute(select(func.setval(func.pg_get_serial_sequence("comment", "id"), newest)))


def blank(model: type[SQLModel], **needed: str) -> dict[str, Any]:
    """Every column with its default, so that rows of one statement look alike."""
    return model(**needed).model_dump(exclude={"id"})


def words_of(
    kind: str, subject_id: int, space_id: int, language: str, title: str, text: str, at: datetime
) -> dict[str, Any]:
    return {
        "kind": kind,
        "subject_id": subject_id,
        "space_id": space_id,
        "language": language,
        "title": normal(title, language),
        "text": normal(text, language),
        "written_at": at,
    }
