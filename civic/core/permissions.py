"""Rules of who may do what, written once and asked everywhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, NewType

from civic.core.actor import Actor

Act = NewType("Act", str)
"""Something that a space's phase opens or closes, such as ``proposals.support``."""

Test = Callable[[Actor | None, Any], bool]
_asked: ContextVar[set[str]] = ContextVar("asked")


@dataclass(frozen=True)
class Rule:
    """A yes-or-no question about an actor and a row; combine with & | ~. Never a query."""

    holds: Test

    def __and__(self, other: "Rule") -> "Rule":
        return Rule(lambda actor, row: self.holds(actor, row) and other.holds(actor, row))

    def __or__(self, other: "Rule") -> "Rule":
        return Rule(lambda actor, row: self.holds(actor, row) or other.holds(actor, row))

    def __invert__(self) -> "Rule":
        return Rule(lambda actor, row: not self.holds(actor, row))


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


everyone = Rule(lambda _actor, _row: True)
is_signed_in = Rule(lambda actor, _row: actor is not None)
is_administrator = Rule(lambda actor, _row: actor is not None and actor.is_admin)
is_auditor = Rule(lambda actor, _row: actor is not None and actor.is_auditor)
