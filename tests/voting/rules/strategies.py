"""Profiles by chance for each ballot form: few options and few ballots, so that ties abound."""

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from tests.sizes import size
from voting.rules import Profile, VotingRule

FEW = settings(max_examples=size(15, 2_000))
"""Of what is asked of one rule after the other."""
Row = tuple[int, ...]


def _dense(marks: Row) -> Row:
    """Ranks without gaps; 0 stays unranked."""
    places = sorted({mark for mark in marks if mark})
    return tuple(places.index(mark) + 1 if mark else 0 for mark in marks)


def rows(form: str, width: int) -> st.SearchStrategy[Row]:
    """One ballot that is not blank."""
    if form in ("choice", "stance"):
        return st.integers(0, width - 1).map(lambda c: tuple(int(c == n) for n in range(width)))
    if form == "list":
        return st.tuples(*[st.sampled_from([1, 1, -1])] * width).filter(lambda row: 1 in row)
    if form in ("approval", "basket"):
        return st.tuples(*[st.integers(0, 1)] * width).filter(any)
    if form == "score":
        return st.tuples(*[st.integers(0, 5)] * width)
    if form == "points":
        return st.tuples(*[st.integers(0, 4)] * width).filter(any)
    if form == "grades":
        graded = st.tuples(*[st.integers(-1, 4)] * width)
        return graded.filter(lambda row: max(row) >= 0)
    if form == "ranking":
        return st.tuples(*[st.integers(0, width)] * width).filter(any).map(_dense)
    raise NotImplementedError(f"profiles of the form {form}: add them here")


@st.composite
def ballots(draw: st.DrawFn, rule: VotingRule) -> tuple[list[str], list[Row], list[int], list[int]]:
    """Options, rows, weights and costs."""
    if rule.options:
        options = [option for option, _ in rule.options]
    else:
        options = list("abcde")[: draw(st.integers(1, 5))]
    marked = draw(st.lists(rows(rule.form, len(options)), max_size=8))
    weights = [draw(st.integers(1, 3)) for _ in marked]
    costs = [draw(st.integers(1, 10)) for _ in options] if rule.has_costs else []
    return options, marked, weights, costs


@st.composite
def profiles(draw: st.DrawFn, rule: VotingRule) -> Profile:
    options, marked, weights, costs = draw(ballots(rule))
    return Profile.of(options, marked, weights, costs)


@st.composite
def settings_of(draw: st.DrawFn, rule: VotingRule) -> dict[str, Any]:
    """Parameters within their bounds, the small ones first."""
    chosen: dict[str, Any] = {}
    for parameter in rule.parameters:
        if parameter.kind in ("option", "names"):
            continue
        if parameter.kind == "decimal":
            chosen[parameter.name] = draw(st.sampled_from(["0", "1", "1.5", "2", "3"]))
        elif parameter.kind == "share":
            chosen[parameter.name] = draw(st.sampled_from(["0", "1/20", "1/3", "1/4"]))
        elif parameter.kind in ("numbers", "amounts") and parameter.default in (0, 1):
            chosen[parameter.name] = draw(
                st.sampled_from([parameter.default] * 3 + [1, min(parameter.most or 4, 4)])
            )
        elif parameter.words:
            chosen[parameter.name] = draw(st.sampled_from(sorted(parameter.words)))
        else:
            least = parameter.least or 0
            most = least + 20 if parameter.most is None else min(parameter.most, least + 20)
            chosen[parameter.name] = draw(st.integers(least, most))
    return rule.settle(chosen)
