"""Preparing a round, a page at a time: what and until when, the questions, the check."""

from typing import Any

from flask import abort, flash, g, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.addresses import Key
from civic.core.clock import now
from civic.core.web import invalid, load
from civic.feature import OfferedOption
from civic.spaces.models import Space
from civic.spaces.policies import VIEW as VIEW_SPACE
from voting import actions, papers, policies, roll
from voting.actions import BadRound
from voting.actions.drafting import problems as problems_of
from voting.forms import QuestionForm, RoundForm
from voting.models import Round
from voting.rules import VotingRule, all_rules
from voting.views import bp


@bp.route("/new/<slugged:key>", methods=["GET", "POST"], to=policies.DRAFT)
def new(key: Key) -> Response | str:
    space = load(db.session, Space, key, to=VIEW_SPACE)
    policies.DRAFT.check(g.actor, space)
    form = RoundForm()
    if request.method == "GET":
        return render("voting/wizard/new.html", space=space, form=form)
    if not form.validate():
        return invalid("voting/wizard/new.html", space=space, form=form)
    with db.writing() as session:
        here = session.get_one(Space, key.id)
        round = actions.draft_round(
            session,
            space=here,
            actor=g.actor,
            titles=form.titles(),
            questions=[],
            **form.values(space.language),
        )
    return redirect(url_for(".edit", key=round), code=303)


@bp.get("/<slugged:key>/edit", to=policies.EDIT)
def edit(key: Key) -> str:
    round = _draft(key)
    heads, weights = roll.preview(
        db.session, space_id=round.space_id, filters=round.roll_filters, on=now().date()
    )
    return render(
        "voting/wizard/edit.html",
        round=round,
        questions=round.questions,
        rules=all_rules(),
        heads=heads,
        weights=weights,
        problems=problems_of(round, now=now()),
    )


@bp.route("/<slugged:key>/edit/settings", methods=["GET", "POST"], to=policies.EDIT)
def edit_settings(key: Key) -> Response | str:
    round = _draft(key)
    form = RoundForm.showing(round) if request.method == "GET" else RoundForm()
    if request.method == "GET":
        return render("voting/wizard/new.html", space=round.space, form=form, round=round)
    if not form.validate():
        return invalid("voting/wizard/new.html", space=round.space, form=form, round=round)
    with db.writing() as session:
        kept = session.get_one(Round, key.id)
        values = form.values(round.space.language) | {"titles": form.titles()}
        actions.edit(session, round=kept, actor=g.actor, **values)
    return redirect(url_for(".edit", key=kept), code=303)


@bp.get("/<slugged:key>/edit/question", to=policies.EDIT)
def choose_rule(key: Key) -> str:
    """Which rule? Each in plain words, with what it promises and what it does not."""
    round = _draft(key)
    return render("voting/wizard/rule.html", round=round, rules=all_rules())


@bp.route("/<slugged:key>/edit/question/<rule>", methods=["GET", "POST"], to=policies.EDIT)
def add_question(key: Key, rule: str) -> Response | str:
    round = _draft(key)
    found = all_rules().get(rule) or abort(404)
    offers = _offers(round)
    form = QuestionForm()
    context = {"round": round, "rule": found, "form": form, "offers": offers}
    if request.method == "GET":
        return render("voting/wizard/question.html", **context)
    if not form.validate():
        return invalid("voting/wizard/question.html", **context)
    try:
        question = _question(round, found, form, offers)
        with db.writing() as session:
            kept = session.get_one(Round, key.id)
            changes: dict[str, Any] = {"questions": [*kept.questions, question]}
            if found.fingerprints and kept.disclosure == "secret":
                changes["publication"] = "sums"
            actions.edit(session, round=kept, actor=g.actor, **changes)
            _tell_sources(session, kept)
    except BadRound as problem:
        form.form_errors.append(_(problem.sentence, **problem.numbers))
        return invalid("voting/wizard/question.html", **context)
    return redirect(url_for(".edit", key=round), code=303)


@bp.post("/<slugged:key>/edit/question/<int:place>/remove", to=policies.EDIT)
def remove_question(key: Key, place: int) -> Response:
    with db.writing() as session:
        round = load(session, Round, key, to=policies.VIEW)
        left = [question for n, question in enumerate(round.questions, 1) if n != place]
        actions.edit(session, round=round, actor=g.actor, questions=left)
    flash(_("The question is taken out."))
    return redirect(url_for(".edit", key=round), code=303)


def _draft(key: Key) -> Round:
    round = load(db.session, Round, key, to=policies.VIEW)
    policies.EDIT.check(g.actor, round)
    return round


def _offers(round: Round) -> dict[str, dict[int, OfferedOption]]:
    sources = db.session.info["registry"].option_sources
    return {
        name: dict(source.offer(db.session, g.actor, round.space_id))
        for name, source in sources.items()
    }


def _question(
    round: Round, rule: VotingRule, form: QuestionForm, offers: dict[str, dict[int, OfferedOption]]
) -> dict[str, Any]:
    language = round.space.language
    options = form.option_list(language)
    for pick in request.form.getlist("pick"):
        name, _colon, number = pick.partition(":")
        offered = offers.get(name, {}).get(int(number) if number.isdigit() else 0)
        if offered is not None:
            options.append(
                {
                    "id": f"{name}-{number}",
                    "title": {offered.language: offered.title},
                    "cost": offered.cost,
                }
            )
    parameters = {
        p.name: value
        for p in rule.parameters
        if (value := request.form.get(f"p-{p.name}", "").strip())
    }
    settings = {"max": form.most.data} if form.most.data else {}
    if rule.form == "grades":
        settings["grades"] = form.grades.data or 6
    requirements = form.requirements()
    if rule.support is None:
        requirements["majority"] = None
    return actions.new_question(
        title=form.titles(),
        rule=rule.id,
        options=options,
        parameters=parameters,
        form_parameters=settings,
        requirements=requirements,
        tie=form.tie.data,
    )


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
