"""Opening: the roll is copied, the round is frozen, the keys are made."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from civic.core.actor import Actor
from civic.core.facts import tell
from civic.core.permissions import Forbidden
from civic.core.words import N_
from civic.search.actions import index
from voting import policies, queries, roll
from voting.actions.drafting import BadRound, problems
from voting.canonical import canonical, fingerprint
from voting.facts import RoundOpened
from voting.models import Disclosure, Round, State
from voting.urn import keys

FEWEST_SECRET = 5


def open_round(session: Session, *, round_id: int, actor: Actor | None, now: datetime) -> Round:
    """Freeze the round; from here on nothing about it can be changed. ``actor`` None: by schedule,
    which a facilitator decided on when announcing it. Raises BadRound."""
    round = queries.locked(session, round_id, share=False)
    if actor is not None:
        policies.OPEN.check(actor, round)
    elif round.state != State.ANNOUNCED:
        raise Forbidden(policies.OPEN)
    for problem in problems(round, now=now):
        raise problem
    rolled = roll.snapshot(session, round=round, on=now.date())
    _protect_small_groups(session, round, rolled)

    folder = session.info["config"].key_folder
    seed = None
    if any(question["tie"]["procedure"] == "lot" for question in round.questions):
        seed = fingerprint(keys.create_seed(folder, round.id))
    round.frozen = canonical(freeze(round, rolled=rolled, seed=seed, opens_at=now))
    round.check_code = fingerprint(round.frozen)
    round.state, round.opened_at = State.OPEN, now
    session.add(round)
    session.flush()
    if round.disclosure == Disclosure.SECRET:
        keys.create(folder, round.id)
    for language, title in round.titles.items():
        index(
            session,
            kind="round",
            subject_id=round.id,
            space_id=round.space_id,
            language=language,
            title=title,
            text=" ".join(_words(round)),
        )
        break
    tell(
        session,
        RoundOpened(
            round_id=round.id,
            space_id=round.space_id,
            actor_id=actor.id if actor else None,
            check_code=round.check_code,
        ),
    )
    return round


def freeze(
    round: Round, *, rolled: dict[str, Any], seed: str | None, opens_at: datetime
) -> dict[str, Any]:
    """The frozen round of voting/FORMAT.md."""
    return {
        "format": "civic.round/1",
        "round": round.public_id,
        "space": {round.space.language: round.space.title},
        "title": round.titles,
        "binding": str(round.binding),
        "binding_body": round.binding_body,
        "disclosure": str(round.disclosure),
        "publication": str(round.publication),
        "smallest_group": round.smallest_group,
        "opens_at": f"{opens_at:%Y-%m-%dT%H:%M:%SZ}",
        "closes_at": f"{round.closes_at:%Y-%m-%dT%H:%M:%SZ}",
        "early_close": round.early_close,
        "roll": rolled,
        "seed": seed,
        "questions": round.questions,
    }


def _protect_small_groups(session: Session, round: Round, rolled: dict[str, Any]) -> None:
    if rolled["size"] == 0:
        raise BadRound(N_("Nobody would be on the list of voters. Widen who may vote."))
    if round.disclosure != Disclosure.SECRET:
        return
    if rolled["size"] < FEWEST_SECRET:
        raise BadRound(
            N_(
                "A secret vote needs %(least)s voters at least: among fewer, everybody can guess. "
                "There would be %(size)s. Widen who may vote, or make the vote open."
            ),
            least=FEWEST_SECRET,
            size=rolled["size"],
        )
    for weight, heads in roll.weight_classes(session, round_id=round.id):
        if round.weighted and heads < round.smallest_group:
            raise BadRound(
                N_(
                    "Only %(heads)s voters have the weight %(weight)s: a secret ballot of that "
                    "weight could be recognised. Make the vote open, or do not weigh votes."
                ),
                heads=heads,
                weight=weight,
            )


def _words(round: Round) -> list[str]:
    return [
        text
        for question in round.questions
        for texts in (question["title"], *(option["title"] for option in question["options"]))
        for text in texts.values()
    ]
