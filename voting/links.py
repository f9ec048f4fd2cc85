"""How other pages lead to votes."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam
from sqlalchemy import select as pick
from sqlmodel import Session, col

from civic.core.links import Link
from civic.core.tables import columns
from civic.core.words import language_of, text_in
from voting.models import Round, State
from voting.wording import option_texts


def links(session: Session, ids: Sequence[int]) -> list[Link]:
    """With what can be voted for. To a draft nobody is led: what is recorded of it, as that it was
    taken back, is read by more people than it is."""
    return [
        Link(
            endpoint="voting.show",
            id=id,
            title=text_in(titles),
            language=language_of(titles),
            excerpt=" · ".join(text for q in questions for text in option_texts(q).values()),
        )
        for id, titles, questions in session.execute(_said(), {"ids": ids})
    ]


@cache
def _said() -> Select[Any]:
    """Put together once, as it is asked on everybody's first page."""
    found: Select[Any] = pick(*columns(Round.id, Round.titles, Round.questions))
    which = col(Round.id).in_(bindparam("ids", expanding=True))
    return found.where(which, col(Round.state) != State.DRAFT)
