"""What a provider's claims give here. Pure: claims and rules in, an outcome out.

A rule never makes an administrator or an auditor, and never moves anybody to another organisation:
there is no rule that could say so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

ORDER = ("observer", "member", "facilitator")
"""Roles in a space, the least first."""


class Kind(StrEnum):
    REQUIRED = "required"
    """Whoever does not have this value is not let in."""
    NAME = "name"
    CATEGORY = "category"
    COLLEGE = "college"
    ROLE = "role"
    """A role in a space; groups of the organisation become working groups by it."""
    VOTE = "vote"
    """If there is one, only people with such a value vote: others observe."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    kind: Kind
    claim: str
    """A name such as ``groups``, or a path such as ``realm_access.roles``."""
    value: str = ""
    """Has to be the claim's value, or among its values. Empty: any."""
    gives: str = ""
    """The category or college; empty: the claim's own value."""
    space_id: int | None = None
    role: str = ""

    def plain(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value not in ("", None)}


@dataclass(frozen=True, kw_only=True)
class Gift:
    """One thing that is taken over, and the claim it comes from."""

    place: str
    """``name``, ``category``, ``college`` or ``space:7``."""
    value: str
    claim: str


@dataclass(frozen=True, kw_only=True)
class Outcome:
    refused: Rule | None = None
    gifts: Mapping[str, Gift] = field(default_factory=dict)
    votes: bool = True


def read(rules: Sequence[Mapping[str, Any]]) -> list[Rule]:
    return [Rule(**{**rule, "kind": Kind(rule["kind"])}) for rule in rules]


def outcome(
    claims: Mapping[str, Any], rules: Sequence[Rule], *, name_claims: Sequence[str]
) -> Outcome:
    """The first rule that fits decides on name, category and college; in a space, the highest
    role."""
    for rule in rules:
        if rule.kind is Kind.REQUIRED and not fits(claims, rule):
            return Outcome(refused=rule)
    asks = [rule for rule in rules if rule.kind is Kind.VOTE]
    votes = not asks or any(fits(claims, rule) for rule in asks)
    gifts: dict[str, Gift] = {}
    for rule in rules:
        if not fits(claims, rule):
            continue
        if rule.kind in (Kind.NAME, Kind.CATEGORY, Kind.COLLEGE):
            _give_word(gifts, rule.kind, rule.gives or values(claims, rule.claim)[0], rule.claim)
        elif rule.kind is Kind.ROLE and rule.space_id:
            _give_role(gifts, rule.space_id, rule.role if votes else ORDER[0], rule.claim)
    if parts := _name(claims, name_claims):
        _give_word(gifts, Kind.NAME, parts, ", ".join(name_claims))
    return Outcome(gifts=gifts, votes=votes)


def fits(claims: Mapping[str, Any], rule: Rule) -> bool:
    found = values(claims, rule.claim)
    return bool(found) if not rule.value else rule.value in found


def values(claims: Mapping[str, Any], path: str) -> list[str]:
    """The claim's values as texts; a name with dots in it is tried whole before its parts."""
    found: Any = claims.get(path)
    if found is None and "." in path:
        found = claims
        for part in path.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    if isinstance(found, bool):
        return ["true" if found else "false"]
    if isinstance(found, str | int):
        return [str(found)]
    return [part for part in found if isinstance(part, str)] if isinstance(found, list) else []


def _name(claims: Mapping[str, Any], name_claims: Sequence[str]) -> str:
    return " ".join(word for name in name_claims for word in values(claims, name)[:1]).strip()


def _give_word(gifts: dict[str, Gift], kind: Kind, value: str, claim: str) -> None:
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in value).split())
    if line and kind.value not in gifts:
        most = 120 if kind is Kind.NAME else 80
        gifts[kind.value] = Gift(place=kind.value, value=line[:most], claim=claim)


def _give_role(gifts: dict[str, Gift], space_id: int, role: str, claim: str) -> None:
    place = f"space:{space_id}"
    known = gifts.get(place)
    if known is None or ORDER.index(role) > ORDER.index(known.value):
        gifts[place] = Gift(place=place, value=role, claim=claim)
