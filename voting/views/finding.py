"""A rule is found by questions, and tried beside others before it is chosen."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import render_template as render
from flask import request
from flask_babel import gettext as _

from civic.core.addresses import Key
from civic.core.web import invalid
from voting import actions, comparing, finding, policies
from voting.actions import BadRound
from voting.comparing import Compared
from voting.readers import Election, Unreadable, understood
from voting.rules import VotingRule
from voting.views import bp
from voting.views.questions import question_at
from voting.views.wizard import about, draft

MOST_COMPARED = 6
LARGEST_FILE = 1024 * 1024
INVENTED = tuple("ABCDE")


@bp.route(
    "/<slugged:key>/edit/question/<int:place>/find",
    methods=["GET", "POST"],
    to=policies.EDIT,
)
def find_rule(key: Key, place: int) -> Any:
    """The answers stand in the address. A file of ballots is counted at once and never kept."""
    round = draft(key)
    question = question_at(round, place)
    answers = _answers(actions.written_options(question))
    rules = finding.found(
        outcome=answers["outcome"], says=answers["says"], matters=answers["matters"]
    )
    first = [rule for rule, _kept in rules[:MOST_COMPARED]]
    context = about(round, "questions") | {
        "place": place,
        "question": question,
        "answers": answers,
        "found": rules[:MOST_COMPARED],
        "more": max(len(rules) - MOST_COMPARED, 0),
        "finding": finding,
        "proposed": {rule.id: _proposed(rule, answers) for rule in first},
        "election": None,
        "written": len(actions.written_options(question)) > 1,
    }
    template = "voting/wizard/find.html"
    if request.method == "GET":
        context["compared"] = _by_id(
            comparing.invented(_ballots_invented(question, first, answers))
        )
        return render(template, **context)
    try:
        election = _uploaded()
    except ValueError as problem:
        context["compared"] = _by_id(
            comparing.invented(_ballots_invented(question, first, answers))
        )
        return invalid(template, problem=str(problem), **context)
    context["election"] = election
    ids = [rule.id for rule in first]
    context["compared"] = _by_id(comparing.counted(election, ids, settings=_numbers(answers)))
    return render(template, **context)


def _answers(written: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """As they were given; before that, what the options already tell."""
    likely = "money" if written and all(o.get("cost") for o in written) else ""
    given = request.args
    return {
        "outcome": _among(given.get("outcome", likely), finding.OUTCOMES),
        "says": _among(given.get("says", ""), finding.SAYS),
        "matters": [name for name in finding.MATTERS if name in given.getlist("matters")],
        "seats": _whole(given.get("seats", "")) or 3,
        "budget": _whole(given.get("budget", "")),
    }


def _among(answer: str, known: Mapping[str, str]) -> str:
    return answer if answer in known else ""


def _whole(text: str) -> int | None:
    plain = "".join(text.split())
    return int(plain) if plain.isascii() and plain.isdigit() and 0 < len(plain) < 13 else None


def _numbers(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Places count where several are asked for; a budget wherever one is known."""
    several = answers["outcome"] in ("several", "lists")
    found = {"seats": answers["seats"] if several else 1}
    return found | ({"budget": answers["budget"]} if answers["budget"] else {})


def _proposed(rule: VotingRule, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What the rule's own page shows filled in."""
    names = {parameter.name for parameter in rule.parameters}
    return {f"p-{name}": n for name, n in _numbers(answers).items() if name in names}


def _ballots_invented(
    question: Mapping[str, Any], rules: Sequence[VotingRule], answers: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The question under each rule, with its own options or with invented ones."""
    found = []
    options = _options(question, costly=answers["outcome"] == "money")
    for rule in rules:
        if rule.options is not None:
            continue
        costs = sum(option["cost"] or 0 for option in options)
        numbers = {"budget": costs // 2 or None} | _numbers(answers)
        names = {parameter.name for parameter in rule.parameters}
        try:
            paper = actions.new_question(
                title=question["title"],
                rule=rule.id,
                options=options,
                parameters={name: n for name, n in numbers.items() if name in names},
            )
        except BadRound:
            continue
        found.append(paper | {"id": "q1"})
    return found


def _options(question: Mapping[str, Any], *, costly: bool) -> list[dict[str, Any]]:
    """Those that are written, with invented costs where a budget needs some."""
    written = actions.written_options(question)
    if len(written) < 2:
        written = [{"title": {"en": name, "fr": name}} for name in INVENTED]
    if costly and not all(option.get("cost") for option in written):
        written = [dict(o) | {"cost": 1000 * (2 + n % 4)} for n, o in enumerate(written)]
    return [{"cost": None} | dict(option) for option in written]


def _by_id(found: Sequence[Compared]) -> dict[str, Compared]:
    return {one.rule.id: one for one in found}


def _uploaded() -> Election:
    """Raises ValueError with a sentence."""
    upload = request.files.get("file")
    if not upload or not upload.filename:
        raise ValueError(_("Choose a file of ballots."))
    content = upload.read(LARGEST_FILE + 1)
    upload.close()
    if len(content) > LARGEST_FILE:
        raise ValueError(_("This file is larger than 1 MB. Try a part of the ballots."))
    try:
        election = understood(content, upload.filename)
    except Unreadable as problem:
        said = _("This file could not be read: look at its line %(line)s.", line=problem.line)
        raise ValueError(said) from None
    if len(election.options) < 2 or not election.ballots:
        raise ValueError(_("This file holds no ballots between two options or more."))
    if not comparing.is_small(len(election.options), len(election.ballots)):
        raise ValueError(
            _("This file holds too many ballots or options. Count it with “civic tally --compare”.")
        )
    return election
