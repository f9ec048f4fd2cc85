"""The questions of a draft: what is asked, the options, and the rule, tried before it is chosen."""

from collections.abc import Mapping
from typing import Any

from flask import abort, flash, g, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.addresses import Key
from civic.core.web import invalid, load
from civic.feature import OfferedOption
from voting import actions, papers, policies
from voting.actions import BadRound
from voting.forms import Options, QuestionForm, RuleForm
from voting.models import Round
from voting.rules import N_, BadParameter, VotingRule, all_rules
from voting.trial import CROWD, trial
from voting.views import bp
from voting.views.wizard import about, draft, onward

EMPTY_ROWS = 3
OFTEN = (
    "motion", "consent", "approval", "majority-judgment", "schulze", "irv",
    "budget-equal-shares", "budget-greedy",
)  # fmt: skip
"""Shown first, where they fit; all others are one press away."""


@bp.get("/<slugged:key>/edit/questions", to=policies.EDIT)
def edit_questions(key: Key) -> str:
    return render("voting/wizard/questions.html", **about(draft(key), "questions"))


@bp.route("/<slugged:key>/edit/question", methods=["GET", "POST"], to=policies.EDIT)
def add_question(key: Key) -> Response | str:
    return _question_page(key, None)


@bp.route("/<slugged:key>/edit/question/<int:place>", methods=["GET", "POST"], to=policies.EDIT)
def edit_question(key: Key, place: int) -> Response | str:
    return _question_page(key, place)


@bp.get("/<slugged:key>/edit/question/<int:place>/rule", to=policies.EDIT)
def choose_rule(key: Key, place: int) -> str:
    """Each rule in plain words, with what it promises and what it does not."""
    round = draft(key)
    question = _at(round, place)
    written = actions.written_options(question)
    fitting = {id: _fits(rule, written) for id, rule in all_rules().items()}
    groups = {
        "often": [id for id in OFTEN if fitting.get(id)],
        "fitting": [id for id in fitting if fitting[id] and id not in OFTEN],
        "others": [id for id in fitting if not fitting[id]],
    }
    context = about(round, "questions") | {"place": place, "question": question}
    return render("voting/wizard/rules.html", groups=groups, **context)


@bp.route(
    "/<slugged:key>/edit/question/<int:place>/rule/<rule>",
    methods=["GET", "POST"],
    to=policies.EDIT,
)
def edit_rule(key: Key, place: int, rule: str) -> Response | str:
    """One rule's settings, with a count on trial; nothing is chosen until it is kept."""
    round = draft(key)
    question, found = _at(round, place), all_rules().get(rule) or abort(404)
    posted = request.method == "POST"
    form = RuleForm() if posted else RuleForm.showing(question, found)
    parameters = _parameters(found, question)
    context = about(round, "questions") | {
        "place": place,
        "question": question,
        "rule": found,
        "form": form,
        "parameters": parameters,
        "crowd": CROWD,
    }
    template, tried = "voting/wizard/rule.html", None
    if posted and not form.validate():
        return invalid(template, tried=None, **context)
    try:
        settled = _with_rule(question, found, form, parameters)
        tried = _tried(settled)
    except BadRound as problem:
        context["unsettled"] = _(problem.sentence, **problem.numbers)
        if posted:
            form.form_errors.append(context["unsettled"])
            return invalid(template, tried=None, **context)
    if not posted or request.form.get("then") == "look":
        return render(template, tried=tried, **context)
    with db.writing() as session:
        kept = load(session, Round, key, to=policies.VIEW)
        actions.put_question(session, round=kept, actor=g.actor, question=settled, place=place)
    if request.form.get("then"):
        return onward(kept, "questions")
    return redirect(url_for(".edit_questions", key=kept), code=303)


@bp.post("/<slugged:key>/edit/question/<int:place>/move", to=policies.EDIT)
def move_question(key: Key, place: int) -> Response:
    with db.writing() as session:
        round = load(session, Round, key, to=policies.VIEW)
        _at(round, place)
        by = -1 if request.form.get("by") == "up" else 1
        actions.move_question(session, round=round, actor=g.actor, place=place, by=by)
    return redirect(url_for(".edit_questions", key=round), code=303)


@bp.post("/<slugged:key>/edit/question/<int:place>/remove", to=policies.EDIT)
def remove_question(key: Key, place: int) -> Response:
    with db.writing() as session:
        round = load(session, Round, key, to=policies.VIEW)
        _at(round, place)
        actions.take_out_question(session, round=round, actor=g.actor, place=place)
    return redirect(url_for(".edit_questions", key=round), code=303)


@bp.post("/<slugged:key>/edit/question/back", to=policies.EDIT)
def put_question_back(key: Key) -> Response:
    with db.writing() as session:
        round = load(session, Round, key, to=policies.VIEW)
        policies.EDIT.check(g.actor, round)
        actions.put_question_back(session, round=round, actor=g.actor)
    flash(_("The question stands in its place again."))
    return redirect(url_for(".edit_questions", key=round), code=303)


def _question_page(key: Key, place: int | None) -> Response | str:
    round = draft(key)
    question = _at(round, place) if place else None
    offers = _offers(round)
    context = about(round, "questions") | {"place": place, "question": question}
    template = "voting/wizard/question.html"
    if request.method == "GET":
        form = QuestionForm.showing(question) if question else QuestionForm(formdata=None)
        options = Options.of(actions.written_options(question) if question else ())
        options.more(max(EMPTY_ROWS - len(options.rows), 0))
        return render(template, form=form, options=options, offers=offers, **context)
    form, options = QuestionForm(), Options.sent(request.form)
    _take_picks(options, offers)
    context |= {"form": form, "options": options, "offers": offers}
    if deed := request.form.get("do"):
        options.change(deed)
        return render(template, **context)
    good = form.validate()
    if not options.validate() or not good:
        form.form_errors.extend(options.errors)
        return invalid(template, **context)
    return _save(key, place, form, options)


def _save(key: Key, place: int | None, form: QuestionForm, options: Options) -> Response:
    with db.writing() as session:
        round = load(session, Round, key, to=policies.VIEW)
        before = _at(round, place) if place else None
        question = _rewritten(before, form, options)
        place = actions.put_question(
            session, round=round, actor=g.actor, question=question, place=place
        )
        _tell_sources(session, round)
    if request.form.get("then"):
        return onward(round, "questions")
    return redirect(url_for(".choose_rule", key=round, place=place), code=303)


def _rewritten(
    before: Mapping[str, Any] | None, form: QuestionForm, options: Options
) -> dict[str, Any]:
    """The question with its new words under the rule it has; a new one under the likeliest."""
    written = options.values()
    likely = "approval" if written else "motion"
    has_rule = before is not None and before.get("draft", {}).get("chosen", True)
    kept = before if before is not None and has_rule else {}
    return actions.new_question(
        title=form.texts("title"),
        text=form.texts("text"),
        options=written,
        rule=kept.get("rule", likely),
        parameters=kept.get("parameters"),
        form_parameters=kept.get("form_parameters"),
        requirements=kept.get("requirements"),
        tie=kept["tie"]["procedure"] if kept else "nobody",
        chosen=bool(kept),
    )


def _with_rule(
    question: Mapping[str, Any], rule: VotingRule, form: RuleForm, parameters: Mapping[str, str]
) -> dict[str, Any]:
    found = actions.new_question(
        title=question["title"],
        text=question["text"],
        options=actions.written_options(question),
        rule=rule.id,
        parameters={name: text for name, text in parameters.items() if text},
        form_parameters=form.settings(rule),
        requirements=form.requirements(rule),
        tie=form.tie.data,
    )
    return found | {"id": question["id"]}


def _tried(question: Mapping[str, Any]) -> dict[str, Any] | None:
    """A count on trial, once there is something to count. Raises BadRound."""
    if len(question["options"]) < 2:
        return None
    try:
        return {"question": question, "result": trial(question), "can": _nothing}
    except BadParameter as wrong:
        sentence = N_("The setting “%(name)s” does not fit the options.")
        raise BadRound(sentence, name=wrong.name) from None


def _nothing(_permission: str, _row: object) -> bool:
    """There is nothing to do with a result that is only tried."""
    return False


def _parameters(rule: VotingRule, question: Mapping[str, Any]) -> dict[str, str]:
    """As typed; before that, as the question has them, or as the rule proposes."""
    if request.method == "POST":
        return {p.name: request.form.get(f"p-{p.name}", "").strip() for p in rule.parameters}
    had = question["parameters"] if question["rule"] == rule.id else {}
    values = {p.name: had.get(p.name, p.default) for p in rule.parameters}
    return {name: _typed(value) for name, value in values.items()}


def _typed(value: Any) -> str:
    """A setting as somebody would type it."""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def _fits(rule: VotingRule, written: list[dict[str, Any]]) -> bool:
    """Whether a rule suits the options as they were written: advice, never a refusal."""
    if rule.options is not None:
        return not written
    return bool(written) and rule.has_costs == all(o.get("cost") for o in written)


def _at(round: Round, place: int) -> dict[str, Any]:
    if not 1 <= place <= len(round.questions):
        abort(404)
    return dict(round.questions[place - 1])


def _offers(round: Round) -> dict[str, dict[int, OfferedOption]]:
    sources = db.session.info["registry"].option_sources
    return {
        name: dict(source.offer(db.session, g.actor, round.space_id))
        for name, source in sources.items()
    }


def _take_picks(options: Options, offers: dict[str, dict[int, OfferedOption]]) -> None:
    for pick in request.form.getlist("pick"):
        name, _colon, number = pick.partition(":")
        offered = offers.get(name, {}).get(int(number) if number.isdigit() else 0)
        if offered is not None:
            options.add(f"{name}-{number}", {offered.language: offered.title}, offered.cost)


def _tell_sources(session: Session, round: Round) -> None:
    """Rows of other features that became options hear of it."""
    sources = session.info["registry"].option_sources
    for name, source in sources.items():
        start = f"{name}-"
        picked = {
            int(option["id"].removeprefix(start)): f"{question['id']}:{option['id']}"
            for question in papers.questions_of(round)
            for option in question["options"]
            if option["id"].startswith(start) and option["id"].removeprefix(start).isdigit()
        }
        if picked:
            source.picked(session, round.id, picked)
