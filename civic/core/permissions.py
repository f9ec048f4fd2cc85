"""Rules of who may do what, written once and asked everywhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NewType

from civic.core.actor import Actor

Act = NewType("Act", str)
"""Something that a space's phase opens or closes, such as ``proposals.support``."""

Test = Callable[[Actor | None, Any], bool]
_asked: ContextVar[set[str]] = ContextVar("asked")


class Standing(StrEnum):
    """Where somebody stands towards the community, one of its spaces or one of its partners."""

    VISITOR = "visitor"
    ELSEWHERE = "elsewhere"
    """A member of the community, without a role in the space or organisation concerned."""
    OBSERVER = "observer"
    MEMBER = "member"
    FACILITATOR = "facilitator"
    KEEPER = "keeper"
    """An administrator of the organisation concerned."""
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


Verdict = bool | None
"""Whether a standing alone decides; None: it depends on the person, the row or the moment."""


def _depends(_standing: Standing) -> Verdict:
    return None


def on_somebody(standing: Standing) -> Verdict:
    """It depends, and no visitor can be meant."""
    return False if standing == Standing.VISITOR else None


@dataclass(frozen=True)
class Rule:
    """A yes-or-no question about an actor and a row; combine with & | ~. Never a query."""

    holds: Test
    by_standing: Callable[[Standing], Verdict] = _depends
    """What can be said without a person and a row, for the page that tells who may do what."""

    def __and__(self, other: "Rule") -> "Rule":
        def both(standing: Standing) -> Verdict:
            one, two = self.by_standing(standing), other.by_standing(standing)
            return False if one is False or two is False else one if one is None else two

        return Rule(lambda actor, row: self.holds(actor, row) and other.holds(actor, row), both)

    def __or__(self, other: "Rule") -> "Rule":
        def either(standing: Standing) -> Verdict:
            one, two = self.by_standing(standing), other.by_standing(standing)
            return True if one is True or two is True else one if one is None else two

        return Rule(lambda actor, row: self.holds(actor, row) or other.holds(actor, row), either)

    def __invert__(self) -> "Rule":
        def opposite(standing: Standing) -> Verdict:
            verdict = self.by_standing(standing)
            return None if verdict is None else not verdict

        return Rule(lambda actor, row: not self.holds(actor, row), opposite)


def only(*standings: Standing) -> Callable[[Standing], Verdict]:
    """These standings, and no others."""
    return lambda standing: standing in standings


class Forbidden(Exception):
    """The actor may not do this; the message says why in plain words."""

    def __init__(self, permission: "Permission") -> None:
        super().__init__(permission.refusal)
        self.permission = permission


class ProofTooOld(Exception):
    """The actor may do this, but signed in too long ago: they are asked to prove who they are."""


def prove(actor: Actor | None) -> None:
    """Raises ProofTooOld for somebody who has not signed in lately. Nothing is asked of visitors:
    a permission refuses them."""
    if actor is not None and not actor.fresh:
        raise ProofTooOld


@dataclass(frozen=True)
class Permission:
    """A name, who may, and the sentence (marked for translation) that refuses the others."""

    name: str
    rule: Rule
    refusal: str
    fresh: bool = False
    """Whether only somebody who signed in lately may: see ``prove``."""

    def allows(self, actor: Actor | None, row: Any) -> bool:
        return self.rule.holds(actor, row)

    def check(self, actor: Actor | None, row: Any) -> None:
        """Raises Forbidden, ProofTooOld."""
        _asked.get(set()).add(self.name)
        if not self.allows(actor, row):
            raise Forbidden(self)
        if self.fresh:
            prove(actor)


@contextmanager
def asked() -> Iterator[set[str]]:
    """The names of the permissions that were checked inside the block."""
    token = _asked.set(set())
    try:
        yield _asked.get()
    finally:
        _asked.reset(token)


everyone = Rule(lambda _actor, _row: True, only(*Standing))
is_signed_in = Rule(
    lambda actor, _row: actor is not None, lambda standing: standing != Standing.VISITOR
)
is_administrator = Rule(
    lambda actor, _row: actor is not None and actor.is_admin, only(Standing.ADMINISTRATOR)
)
is_auditor = Rule(
    lambda actor, _row: actor is not None and actor.is_auditor, only(Standing.AUDITOR)
)
