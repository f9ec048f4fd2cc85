"""Preparing a round, and everything that is done to one besides voting and counting."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from civic.core.actor import Actor
from civic.core.facts import tell
from civic.core.words import N_
from civic.spaces.models import Space
from voting import lifecycle, policies, queries, urn
from voting.ballots import all_forms
from voting.facts import RoundAnnounced, RoundCancelled, RoundExtended
from voting.models import Disclosure, Publication, Round, State
from voting.rules import BadParameter, all_rules

MOST_QUESTIONS, MOST_OPTIONS = 30, 200


class BadRound(ValueError):
    """A sentence (marked for translation) that says what to mend, and what goes into it."""

    def __init__(self, sentence: str, **numbers: Any) -> None:
        super().__init__(sentence)
        self.sentence, self.numbers = sentence, numbers


def new_question(
    *,
    title: Mapping[str, str],
    rule: str,
    options: Sequence[Mapping[str, Any]] = (),
    text: Mapping[str, str] | None = None,
    parameters: Mapping[str, Any] | None = None,
    form_parameters: Mapping[str, Any] | None = None,
    requirements: Mapping[str, Any] | None = None,
    tie: str = "nobody",
) -> dict[str, Any]:
    """A question in the shape in which it is frozen, but for its id. An option has a ``title`` by
    language and, under rules of budgets, a ``cost``. Raises BadRound."""
    if rule not in all_rules():
        raise BadRound(N_("There is no rule of that name."))
    found = all_rules()[rule]
    if found.options is not None:
        options = [{"id": id, "title": {"en": words}} for id, words in found.options]
    try:
        settled = found.settle(parameters or {})
    except BadParameter as wrong:
        raise BadRound(
            N_("The setting “%(name)s” is missing or too large."), name=wrong.name
        ) from None
    settings = dict(all_forms()[found.form].settings) | dict(form_parameters or {})
    if "budget" in settings:
        settings["budget"] = settled.get("budget")
    return {
        "title": dict(title),
        "text": dict(text or {}),
        "rule": rule,
        "parameters": settled,
        "form": found.form,
        "form_parameters": settings,
        "options": [
            {
                "id": option.get("id") or f"o{place}",
                "title": dict(option["title"]),
                "cost": option.get("cost") if found.has_costs else None,
            }
            for place, option in enumerate(options, 1)
        ],
        "requirements": {"quorum": None, "majority": None, "threshold": None}
        | dict(requirements or {}),
        "tie": {"procedure": tie},
    }


def draft_round(
    session: Session,
    *,
    space: Space,
    actor: Actor,
    titles: Mapping[str, str],
    questions: Sequence[Mapping[str, Any]],
    closes_at: datetime,
    opens_at: datetime | None = None,
    disclosure: Disclosure = Disclosure.SECRET,
    **settings: Any,
) -> Round:
    """Prepare a round. Options are copies of texts: what they came from may change later."""
    policies.DRAFT.check(actor, space)
    round = Round(
        space_id=space.id,
        titles=dict(titles),
        questions=_numbered(questions),
        closes_at=closes_at,
        opens_at=opens_at,
        disclosure=disclosure,
        publication=usual_publication(questions, disclosure),
        created_by_id=actor.id,
    )
    for name, value in settings.items():
        setattr(round, name, value)
    session.add(round)
    session.flush()
    round.space = space
    return round


def usual_publication(
    questions: Sequence[Mapping[str, Any]], disclosure: Disclosure
) -> Publication:
    """Sums where a secret ballot could be so rare that it gives its voter away."""
    rules = all_rules()
    rare = any(rules[q["rule"]].fingerprints for q in questions if q["rule"] in rules)
    secret = disclosure == Disclosure.SECRET
    return Publication.SUMS if secret and rare else Publication.BALLOTS


def edit(session: Session, *, round: Round, actor: Actor, **changes: Any) -> None:
    """Change what is not yet frozen."""
    policies.EDIT.check(actor, round)
    for name, value in changes.items():
        setattr(round, name, _numbered(value) if name == "questions" else value)
    session.add(round)


def problems(round: Round, *, now: datetime) -> list[BadRound]:
    """What keeps a draft from being announced or opened."""
    found: list[BadRound] = []
    if not 1 <= len(round.questions) <= MOST_QUESTIONS:
        found.append(BadRound(N_("A ballot paper has one question at least.")))
    if round.closes_at <= (round.opens_at or now):
        found.append(BadRound(N_("It must close after it opens. Choose a later end.")))
    for question in round.questions:
        found += _question_problems(question)
    if round.disclosure == Disclosure.OPEN and round.publication == Publication.SUMS:
        found.append(BadRound(N_("An open vote publishes its ballots, with names.")))
    return found


def _question_problems(question: Mapping[str, Any]) -> list[BadRound]:
    rule, options = all_rules()[question["rule"]], question["options"]
    name = next(iter(question["title"].values()), "")
    found = []
    if not 2 <= len(options) <= MOST_OPTIONS:
        found.append(BadRound(N_("“%(name)s” needs two options at least."), name=name))
    titles = [title.strip().casefold() for o in options for title in set(o["title"].values())]
    if len(set(titles)) < len(titles):
        found.append(BadRound(N_("Two options of “%(name)s” have the same words."), name=name))
    if rule.has_costs and not all(o["cost"] is not None and o["cost"] > 0 for o in options):
        found.append(BadRound(N_("Each project of “%(name)s” needs a cost."), name=name))
    return found


def announce(session: Session, *, round: Round, actor: Actor, now: datetime) -> None:
    """Show a draft to those who will vote, so that they can object."""
    policies.EDIT.check(actor, round)
    _refuse(problems(round, now=now))
    round.state = State.ANNOUNCED
    session.add(round)
    tell(
        session,
        RoundAnnounced(round_id=round.id, space_id=round.space_id, actor_id=actor.id),
    )


def take_back(session: Session, *, round: Round, actor: Actor) -> None:
    """An announcement is taken back to be corrected."""
    policies.EDIT.check(actor, round)
    round.state = State.DRAFT
    session.add(round)


def extend(
    session: Session, *, round_id: int, actor: Actor, closes_at: datetime, reason: str
) -> Round:
    """A later end, shown to all with its reason. The frozen text keeps the first one."""
    round = queries.locked(session, round_id, share=False)
    policies.EXTEND.check(actor, round)
    if closes_at <= round.closes_at:
        raise BadRound(N_("The new end must be later than the present one."))
    round.closes_at = closes_at
    session.add(round)
    tell(
        session,
        RoundExtended(
            round_id=round.id,
            space_id=round.space_id,
            actor_id=actor.id,
            closes_at=closes_at.isoformat(),
            reason=reason,
        ),
    )
    return round


def cancel(session: Session, *, round_id: int, actor: Actor, reason: str) -> Round:
    """Nothing is counted and no ballot kept; the reason stays."""
    round = queries.locked(session, round_id, share=False)
    policies.CANCEL.check(actor, round)
    assert State.CANCELLED in lifecycle.MOVES[round.state]
    if round.state == State.OPEN:
        urn.discard(session, round)
    round.state, round.cancel_reason = State.CANCELLED, reason
    session.add(round)
    tell(
        session,
        RoundCancelled(
            round_id=round.id, space_id=round.space_id, actor_id=actor.id, reason=reason
        ),
    )
    return round


def copy(session: Session, *, round: Round, actor: Actor, closes_at: datetime) -> Round:
    """The same questions as a new draft, such as after a cancellation."""
    policies.COPY.check(actor, round)
    kept = (
        "binding", "binding_body", "publication", "smallest_group", "early_close",
        "roll_filters", "weighted",
    )  # fmt: skip
    policies.DRAFT.check(actor, round.space)
    return draft_round(
        session,
        space=round.space,
        actor=actor,
        titles=round.titles,
        questions=round.questions,
        closes_at=closes_at,
        disclosure=round.disclosure,
        copied_from_id=round.id,
        **{name: getattr(round, name) for name in kept},
    )


def _numbered(questions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [dict(question) | {"id": f"q{place}"} for place, question in enumerate(questions, 1)]


def _refuse(found: Sequence[BadRound]) -> None:
    if found:
        raise found[0]
