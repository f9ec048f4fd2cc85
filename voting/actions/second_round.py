"""A second round by itself: where a rule asks for one, it is announced with the result of the first
and opens at the next tick, for as long as the first one lasted."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from civic.core.clock import now
from civic.core.facts import tell
from voting.actions.questions import new_question, numbered
from voting.facts import RoundAnnounced
from voting.models import Round, State
from voting.picking import tell_sources

SHORTEST = timedelta(days=1)
KEPT = (
    "titles", "binding", "binding_body", "disclosure", "publication", "publication_chosen",
    "smallest_group", "early_close", "roll_filters", "weighted", "mandates", "by_two",
    "created_by_id",
)  # fmt: skip


def announce_second_round(
    session: Session, round: Round, frozen: Mapping[str, Any], results: Mapping[str, Any]
) -> Round | None:
    """None where no question asks for one. The roll is drawn up again, by the same filters."""
    asked = [
        _between(question, results[question["id"]]["runoff"])
        for question in frozen["questions"]
        if results[question["id"]]["verdict"] == "runoff"
    ]
    if not asked:
        return None
    lasted = round.closes_at - (round.opened_at or round.closes_at)
    second = Round(
        space_id=round.space_id,
        questions=numbered(asked),
        state=State.ANNOUNCED,
        opens_at=now(),
        closes_at=now() + max(lasted, SHORTEST),
        copied_from_id=round.id,
        **{name: getattr(round, name) for name in KEPT},
    )
    session.add(second)
    session.flush()
    tell_sources(session, second)
    tell(session, RoundAnnounced(round_id=second.id, space_id=second.space_id, actor_id=None))
    return second


def _between(question: Mapping[str, Any], runoff: list[str]) -> dict[str, Any]:
    """The same question, most votes win, between those who go on."""
    return new_question(
        title=question["title"],
        text=question["text"],
        rule="plurality",
        options=[option for option in question["options"] if option["id"] in runoff],
        requirements=question["requirements"] | {"majority": None},
        tie=question["tie"]["procedure"],
    )
