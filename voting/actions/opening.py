"""Opening: the roll is copied, the round is frozen, the keys are made."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from civic.community.queries import settings
from civic.core.actor import Actor
from civic.core.facts import tell
from civic.core.permissions import Forbidden
from civic.core.words import N_
from civic.search.actions import index
from voting import policies, queries, roll, what_if
from voting.actions.drafting import picked_problems, problems
from voting.actions.questions import BadRound, frozen_question, usual_publication
from voting.canonical import canonical, fingerprint
from voting.facts import RoundOpened
from voting.models import Disclosure, Round, State
from voting.picking import tell_sources
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
    rolled = _settle(session, round, now=now)
    tell_sources(session, round)

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
    _make_findable(session, round)
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


def _settle(session: Session, round: Round, *, now: datetime) -> dict[str, Any]:
    """The last questions before freezing: whether all is well, who votes, what is published."""
    for problem in problems(round, now=now) + picked_problems(session, round):
        raise problem
    rolled = roll.snapshot(session, round=round, on=settings(session).day_of(now))
    for problem in roll_problems(round, roll.weight_classes(session, round_id=round.id)):
        raise problem
    round.what_if = what_if.allowed(round)
    if not round.publication_chosen:
        round.publication = usual_publication(
            round.questions,
            round.disclosure,
            rolled["size"],
            passed_on=round.mandates is not None,
        )
    return rolled


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
        "questions": [frozen_question(question) for question in round.questions],
        **({"mandates": round.mandates} if round.mandates else {}),
        **({"by_two": True} if round.by_two else {}),
    }


def roll_problems(round: Round, classes: Sequence[tuple[int, int]]) -> list[BadRound]:
    """What is wrong with a roll of so many heads per weight."""
    size = sum(heads for _weight, heads in classes)
    if size == 0:
        return [
            BadRound(
                N_("Nobody would be on the list of voters. Widen who may vote."), step="voters"
            )
        ]
    if round.disclosure != Disclosure.SECRET:
        return []
    if size < FEWEST_SECRET:
        return [
            BadRound(
                N_(
                    "A secret vote needs %(least)s voters at least: among fewer, everybody can "
                    "guess. There would be %(size)s. Widen who may vote, or make the vote open."
                ),
                step="voters",
                least=FEWEST_SECRET,
                size=size,
            )
        ]
    rare = [(w, heads) for w, heads in classes if round.weighted and heads < round.smallest_group]
    return [
        BadRound(
            N_(
                "Only %(heads)s voters have the weight %(weight)s: a secret ballot of that "
                "weight could be recognised. Make the vote open, or do not weigh votes."
            ),
            step="voters",
            heads=heads,
            weight=weight,
        )
        for weight, heads in rare
    ]


def _make_findable(session: Session, round: Round) -> None:
    """In each language that anything on the paper is written in."""
    texts = [round.titles]
    for question in round.questions:
        texts += [question["title"], *(option["title"] for option in question["options"])]
    said = {
        language: (round.titles.get(language, ""), " ".join(one.get(language, "") for one in texts))
        for language in {language: None for one in texts for language in one}
    }
    first = next(iter(said))
    title, text = said.pop(first)
    index(
        session,
        kind="round",
        subject_id=round.id,
        space_id=round.space_id,
        language=first,
        title=title,
        text=text,
        translations=said,
    )
