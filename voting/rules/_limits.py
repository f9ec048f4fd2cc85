"""What may be funded together, beside the budget: so many projects at most, ceilings of categories
and districts, and projects that exclude each other.

Each is a limit: what a project takes of it, and how much there is. Money gone into a limit never
comes back during a count, so what no longer fits has no further chance.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from voting.rules import (
    N_,
    BadParameter,
    N_n,
    Option,
    Parameter,
    Parameters,
    Reason,
    Sentence,
    groups,
)

Project = TypeVar("Project", bound=Hashable)
"""By its id, or by its column."""


@dataclass(frozen=True)
class Limit(Generic[Project]):
    kind: str
    """``most``, ``categories``, ``districts`` or ``exclusive``."""
    group: int
    takes: Mapping[Project, int]
    """What each project that is under it takes of it."""
    most: int

    def allows(self, option: Project, funded: Iterable[Project]) -> bool:
        if option not in self.takes:
            return True
        return self.takes[option] + sum(self.takes.get(one, 0) for one in funded) <= self.most


@dataclass(frozen=True)
class Limits(Generic[Project]):
    limits: tuple[Limit[Project], ...] = ()

    def allow(self, option: Project, funded: Iterable[Project]) -> bool:
        """Whether it may be funded beside those."""
        funded = tuple(funded) if self.limits else ()
        return all(limit.allows(option, funded) for limit in self.limits)

    def hold(self, funded: Iterable[Project]) -> bool:
        """Whether all of these may be funded together."""
        funded = tuple(funded) if self.limits else ()
        return all(
            sum(limit.takes.get(one, 0) for one in funded) <= limit.most for limit in self.limits
        )

    def against(self, option: Project, funded: Sequence[Project]) -> Limit[Project] | None:
        """The first limit that keeps it out."""
        return next((one for one in self.limits if not one.allows(option, funded)), None)

    def by_column(self, options: Sequence[Project]) -> "Limits[int]":
        return Limits(
            tuple(
                Limit(
                    one.kind,
                    one.group,
                    {options.index(option): taken for option, taken in one.takes.items()},
                    one.most,
                )
                for one in self.limits
            )
        )


def limits_of(
    options: Sequence[Option], costs: Mapping[Option, int], parameters: Parameters
) -> Limits[Option]:
    """Raises BadParameter for lists that do not fit the options. Rounds opened before there were
    limits have none."""
    found: list[Limit[Option]] = []
    if parameters.get("most_projects"):
        found.append(Limit("most", 0, dict.fromkeys(options, 1), parameters["most_projects"]))
    for kind in CEILINGS:
        found += _ceilings(kind, options, costs, parameters)
    for group, members in _members("exclusive", options, parameters.get("exclusive", 0)).items():
        if group and len(members) > 1:
            found.append(Limit("exclusive", group, dict.fromkeys(members, 1), 1))
    return Limits(tuple(found))


def _ceilings(
    kind: str, options: Sequence[Option], costs: Mapping[Option, int], parameters: Parameters
) -> Iterable[Limit[Option]]:
    """Ceilings are one for all groups, or a list for group 1, 2 and so on; 0 is none."""
    name = CEILINGS[kind]
    ceilings = parameters.get(name, 0)
    for group, members in _members(kind, options, parameters.get(kind, 1)).items():
        if not isinstance(ceilings, int) and not 1 <= group <= len(ceilings):
            raise BadParameter(name)
        ceiling = ceilings if isinstance(ceilings, int) else ceilings[group - 1]
        if ceiling:
            yield Limit(kind, group, {option: costs[option] for option in members}, ceiling)


def _members(name: str, options: Sequence[Option], numbers: Any) -> dict[int, list[Option]]:
    if isinstance(numbers, int):
        return {numbers: list(options)}
    if len(numbers) != len(options):
        raise BadParameter(name)
    return {
        group: [o for o, number in zip(options, numbers, strict=True) if number == group]
        for group in sorted(set(numbers))
    }


def place_among(
    options: Sequence[Option], parameters: Parameters
) -> Mapping[Option, tuple[int, ...]]:
    """The numbers of each project's category, district and exclusive group."""
    found: dict[Option, tuple[int, ...]] = dict.fromkeys(options, ())
    for name, usual in (("categories", 1), ("districts", 1), ("exclusive", 0)):
        for group, members in _members(name, options, parameters.get(name, usual)).items():
            for option in members:
                found[option] = (*found[option], group)
    return found


def held_back(
    votes: Mapping[Option, int],
    costs: Mapping[Option, int],
    funded: Sequence[Option],
    limits: Limits[Option],
) -> list[Reason]:
    """Of the projects that a limit keeps out, the one with the most votes; with what keeps it."""
    for option in (one for level in groups(votes) for one in level if votes[one]):
        limit = limits.against(option, funded) if option not in funded else None
        if limit is None:
            continue
        told = {"option": option, "count": votes[option], "group": limit.group}
        told |= {"cost": costs[option], "budget": limit.most}
        if limit.kind == "most":
            told = {"option": option, "count": limit.most}
        if limit.kind == "exclusive":
            told = {"option": option, "count": votes[option]}
            told["other"] = next((one for one in funded if one in limit.takes), option)
        return [(f"limits.{limit.kind}", told)]
    return []


def of_the_basket(parameters: Parameters) -> dict[str, Any]:
    """What a ballot may hold."""
    return {
        "budget": parameters["budget"],
        "min": parameters.get("least_picks", 0),
        "max": parameters.get("most_picks") or None,
    }


CEILINGS = {"categories": "category_ceilings", "districts": "district_ceilings"}
PICKS = (
    Parameter(
        seldom=True,
        name="least_picks",
        label=N_("How many projects a ballot picks at least (0: any number)"),
        default=0,
        most=200,
        example=N_("With at least 3, a ballot for one project alone is not taken."),
    ),
    Parameter(
        seldom=True,
        name="most_picks",
        label=N_("How many projects a ballot picks at most (0: any number)"),
        default=0,
        most=200,
        example=N_("With at most 3, many small projects get fewer votes than a few large ones."),
    ),
)
LIMITS = (
    Parameter(
        seldom=True,
        name="most_projects",
        label=N_("How many projects are funded at most (0: any number)"),
        default=0,
        most=10**6,
        example=N_("With at most 3, the fourth project is not funded even if money is left."),
    ),
    Parameter(
        seldom=True,
        name="categories",
        label=N_("Category of each project (such as 1, 1, 2; 1: the same for all)"),
        default=1,
        kind="numbers",
        least=1,
        most=200,
        example=N_("A project that moves into a full category is no longer funded."),
    ),
    Parameter(
        seldom=True,
        name="category_ceilings",
        label=N_("Ceiling of each category (such as 20000, 5000; 0: none)"),
        default=0,
        kind="amounts",
        most=2**50,
        example=N_("With 20,000 for roads, a third road has to wait and a playground is funded."),
    ),
    Parameter(
        seldom=True,
        name="districts",
        label=N_("District of each project (such as 1, 2, 2; 1: the same for all)"),
        default=1,
        kind="numbers",
        least=1,
        most=200,
        example=N_("A project that moves into a district with money left can be funded."),
    ),
    Parameter(
        seldom=True,
        name="district_ceilings",
        label=N_("Ceiling of each district (such as 20000, 20000; 0: none)"),
        default=0,
        kind="amounts",
        most=2**50,
        example=N_("With a ceiling for each, a large district cannot spend everything."),
    ),
    Parameter(
        seldom=True,
        name="exclusive",
        label=N_(
            "Projects that exclude each other have the same number (such as 1, 1, 0; 0: none)"
        ),
        default=0,
        kind="numbers",
        most=200,
        example=N_("Of two plans for the same square, only one is funded."),
    ),
)
SENTENCES: Mapping[str, str | Sentence] = {
    "limits.most": N_n(
        "%(option)s is not funded: no more than %(count)s project can be.",
        "%(option)s is not funded: no more than %(count)s projects can be.",
    ),
    "limits.categories": N_n(
        "%(option)s, with %(count)s vote, costs %(cost)s: that is more than category %(group)s has "
        "left of its %(budget)s.",
        "%(option)s, with %(count)s votes, costs %(cost)s: that is more than category %(group)s "
        "has left of its %(budget)s.",
    ),
    "limits.districts": N_n(
        "%(option)s, with %(count)s vote, costs %(cost)s: that is more than district %(group)s has "
        "left of its %(budget)s.",
        "%(option)s, with %(count)s votes, costs %(cost)s: that is more than district %(group)s "
        "has left of its %(budget)s.",
    ),
    "limits.exclusive": N_n(
        "%(option)s, with %(count)s vote, is left out: only one of it and %(other)s can be funded.",
        "%(option)s, with %(count)s votes, is left out: only one of it and %(other)s can be "
        "funded.",
    ),
}
