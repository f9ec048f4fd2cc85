"""Who may read a row, as a column and as a condition of every list and search."""

from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, bindparam, true
from sqlmodel import col, or_

from civic.core.actor import Actor


class Audience(StrEnum):
    INTERNET = "internet"
    """Everybody, without an account; only where the community is open to read."""
    COMMUNITY = "community"
    """Every member of the community."""
    SPACE = "space"
    """The members of the space, and nobody else."""


class Reader(StrEnum):
    """What makes one condition of reading differ from another, apart from values."""

    VISITOR = "visitor"
    MEMBER = "member"
    ADMINISTRATOR = "administrator"


def reader(actor: Actor | None) -> Reader:
    if actor is None:
        return Reader.VISITOR
    return Reader.ADMINISTRATOR if actor.is_admin else Reader.MEMBER


def readable_by(reader: Reader, *, audience: Any, space_id: Any) -> ColumnElement[bool]:
    """The condition of ``readable`` for statements that are put together once: ``spaces``, those of
    the actor, is told when it is executed."""
    return _condition(reader, audience, space_id, bindparam("spaces", expanding=True))


def readable(actor: Actor | None, *, audience: Any, space_id: Any) -> ColumnElement[bool]:
    """For WHERE, so that what is hidden is left out before anything is counted or paged."""
    return _condition(reader(actor), audience, space_id, actor.spaces if actor else ())


def _condition(reader: Reader, audience: Any, space_id: Any, spaces: Any) -> ColumnElement[bool]:
    if reader == Reader.VISITOR:
        return col(audience) == Audience.INTERNET
    if reader == Reader.ADMINISTRATOR:
        return true()
    return or_(col(audience) != Audience.SPACE, col(space_id).in_(spaces))


def may_read(actor: Actor | None, *, audience: Audience, space_id: int) -> bool:
    """The same question about one row."""
    if actor is None:
        return audience == Audience.INTERNET
    return actor.is_admin or audience != Audience.SPACE or space_id in actor.roles_by_space
