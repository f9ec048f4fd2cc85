"""The rule of a question: found, tried on invented ballots, and kept."""

from collections.abc import Mapping
from typing import Any

from flask import abort, g, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.addresses import Key
from civic.core.web import invalid, load
from voting import actions, families, policies
from voting.actions import BadRound
from voting.forms import RuleForm, Settings
from voting.models import Round
from voting.rules import BadParameter, VotingRule, all_rules
from voting.trial import CROWD, trial
from voting.views import bp
from voting.views.questions import question_at
from voting.views.wizard import about, draft, onward


@bp.get("/<slugged:key>/edit/question/<int:place>/rule", to=policies.EDIT)
def choose_rule(key: Key, place: int) -> str:
    """Each rule in plain words, with what it promises and what it does not."""
    round = draft(key)
    question = question_at(round, place)
    written = actions.written_options(question)
    context = about(round, "questions") | {"place": place, "question": question}
    obstacles = {id: families.obstacle(rule, written) for id, rule in all_rules().items()}
    return render(
        "voting/wizard/rules.html",
        shelves=families.shelves(written, _chosen(question)),
        obstacles=obstacles,
        families=families,
        **context,
    )


def _chosen(question: Mapping[str, Any]) -> str | None:
    return question["rule"] if question.get("draft", {}).get("chosen", True) else None


@bp.route(
    "/<slugged:key>/edit/question/<int:place>/rule/<rule>",
    methods=["GET", "POST"],
    to=policies.EDIT,
)
def edit_rule(key: Key, place: int, rule: str) -> Response | str:
    """One rule's settings, with a count on trial; nothing is chosen until it is kept."""
    round = draft(key)
    question, found = question_at(round, place), all_rules().get(rule) or abort(404)
    posted = request.method == "POST"
    form = RuleForm() if posted else RuleForm.showing(question, found)
    settings = _settings(found, question)
    context = about(round, "questions") | {
        "place": place,
        "question": question,
        "rule": found,
        "form": form,
        "filled": settings,
        "crowd": CROWD,
        "family": families.family(found),
    }
    template, tried = "voting/wizard/rule.html", None
    good = settings.validate()
    if posted:
        good = form.validate() and good
        form.form_errors.extend(settings.errors.values())
        if not good:
            return invalid(template, tried=None, **context)
    if good:
        try:
            settled = _with_rule(question, found, form, settings.values)
            tried = _tried(settled)
        except BadRound as problem:
            form.form_errors.append(_(problem.sentence, **problem.numbers))
            return invalid(template, tried=None, **context)
        except BadParameter as wrong:
            settings.refuse(wrong.name)
            form.form_errors.extend(settings.errors.values())
            return invalid(template, tried=None, **context)
    if not posted or request.form.get("then") == "look":
        return render(template, tried=tried, **context)
    return _save(key, place, question, settled)


def _save(key: Key, place: int, before: Mapping[str, Any], settled: Mapping[str, Any]) -> Response:
    """Unless somebody changed the question while the rule was tried on it: 409."""
    with db.writing() as session:
        kept = load(session, Round, key, to=policies.VIEW, lock=True)
        if question_at(kept, place) != before:
            abort(409)
        actions.put_question(session, round=kept, actor=g.actor, question=settled, place=place)
    if request.form.get("then"):
        return onward(kept, "questions")
    return redirect(url_for(".edit_questions", key=kept), code=303)


def _with_rule(
    question: Mapping[str, Any], rule: VotingRule, form: RuleForm, parameters: Mapping[str, Any]
) -> dict[str, Any]:
    found = actions.new_question(
        title=question["title"],
        text=question["text"],
        options=actions.written_options(question),
        rule=rule.id,
        parameters=parameters,
        form_parameters=form.settings(rule),
        requirements=form.requirements(rule),
        tie=form.tie.data,
    )
    return found | {"id": question["id"]}


def _tried(question: Mapping[str, Any]) -> dict[str, Any] | None:
    """A count on trial, where there is something to choose. Raises BadParameter."""
    if len(question["options"]) < 2:
        return None
    return {"question": question, "result": trial(question), "can": _nothing}


def _nothing(_permission: str, _row: object) -> bool:
    """There is nothing to do with a result that is only tried."""
    return False


def _settings(rule: VotingRule, question: Mapping[str, Any]) -> Settings:
    """As typed; before that, as the address proposes, the question has them, or the rule does."""
    if request.method == "POST":
        return Settings.sent(rule, request.form)
    has_rule = question["rule"] == rule.id
    had = dict(question["parameters"]) if has_rule else families.begins_with(rule)
    proposed = {p.name: request.args[f"p-{p.name}"] for p in rule.parameters
                if f"p-{p.name}" in request.args}  # fmt: skip
    return Settings.showing(rule, had | proposed)
