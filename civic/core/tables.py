"""Conventions of tables: names of constraints, and column types for words and moments."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import DateTime, Dialect, Enum, String, TypeDecorator, event
from sqlmodel import SQLModel

from civic.core.words import plain

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class _Words(Enum):
    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        """One look for each word that is read. Raises KeyError for an unknown one."""
        words: dict[Any, Any] = {word.value: word for word in cast(type[StrEnum], self.enum_class)}
        return {None: None, **words}.__getitem__


def one_of(words: type[StrEnum], *, name: str) -> Enum:
    """A text column that holds the words of an enum, checked by the database."""
    return _Words(
        words,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )


SORT_NAME: Any = String(200).with_variant(String(200, collation="C"), "postgresql")
"""Of a column ``sort_name``: the name without accents and capitals, as lists are sorted and
searched. ``keep_sort_name`` fills it in."""


def keep_sort_name(model: type[Any]) -> type[Any]:
    """Whenever a row of this table is written, its ``sort_name`` follows its ``name``."""

    def sort(_mapper: Any, _connection: Any, row: Any) -> None:
        row.sort_name = plain(row.name)[:200]

    event.listen(model, "before_insert", sort)
    event.listen(model, "before_update", sort)
    return model


class Moment(TypeDecorator[datetime]):
    """A time in UTC. A naive one is refused, since nobody knows what it means."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value and value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        """One call for each moment that is read, of which a debate has two hundred."""
        read = self.impl_instance.result_processor(dialect, coltype)

        def moment(value: Any) -> datetime | None:
            if value is None:
                return None
            at: Any = read(value) if read else value
            return at if at.tzinfo else at.replace(tzinfo=UTC)  # type: ignore[no-any-return]

        return moment


def columns(*chosen: Any) -> tuple[Any, ...]:
    """For ``select(*columns(…))`` of more columns than the typed overloads know."""
    return chosen
