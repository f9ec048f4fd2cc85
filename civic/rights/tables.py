"""The page's tables: each permission asked for each standing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from civic.core.permissions import Permission, Standing, Verdict
from civic.rights.labels import DEEDS, OTHERS, STANDINGS


@dataclass(frozen=True, kw_only=True)
class Line:
    deed: str
    """Marked for translation."""
    condition: str
    """The sentence with which it is refused, where more than the standing decides."""
    verdicts: Sequence[Verdict]
    """In the order of ``Standing``."""

    def whom(self, verdict: Verdict) -> list[str]:
        """The names of those to whom the verdict applies, marked for translation."""
        each = zip(Standing, self.verdicts, strict=True)
        return [STANDINGS[standing][0] for standing, given in each if given is verdict]


def tables(permissions: Mapping[str, Permission]) -> list[tuple[str, list[Line]]]:
    """Heading and lines of each part; permissions that have no words yet stand in the last, with
    the sentence that refuses them. What is open to everybody and has no words is left out."""
    found, named = [], set[str]()
    for heading, deeds in DEEDS.values():
        known = {name: deed for name, deed in deeds.items() if name in permissions}
        found.append((heading, [_line(permissions[name], deed) for name, deed in known.items()]))
        named |= known.keys()
    rest = [
        _line(permission, permission.refusal)
        for name, permission in permissions.items()
        if name not in named and permission.refusal
    ]
    return [*found, (OTHERS, rest)] if rest else found


def _line(permission: Permission, deed: str) -> Line:
    verdicts = [permission.rule.by_standing(standing) for standing in Standing]
    sentence = permission.refusal if None in verdicts and deed != permission.refusal else ""
    return Line(deed=deed, condition=sentence, verdicts=verdicts)
