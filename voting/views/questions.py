"""The questions of a draft: what is asked, and the options."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import abort, flash, g, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.addresses import Key
from civic.core.web import invalid, load
from civic.feature import OfferedOption
from voting import actions, families, policies
from voting.forms import Options, QuestionForm
from voting.models import Round
from voting.views import bp
from voting.views.wizard import about, draft, onward

EMPTY_ROWS = 3


@bp.get("/<slugged:key>/edit/questions", to=policies.EDIT)
def edit_questions(key: Key) -> str:
    return render("voting/wizard/questions.html", **about(draft(key), "questions"))


@bp.route("/<slugged:key>/edit/question", methods=["GET", "POST"], to=policies.EDIT)
def add_question(key: Key) -> Response | str:
    return _question_page(key, None)


@bp.route("/<slugged:key>/edit/question/<int:place>", methods=["GET", "POST"], to=policies.EDIT)
def edit_question(key: Key, place: int) -> Response | str:
    return _question_page(key, place)


@bp.post("/<slugged:key>/edit/question/<int:place>/move", to=policies.EDIT)
def move_question(key: Key, place: int) -> Response:
    with db.writing() as session:
        round = load(session, Round, key, to=policies.VIEW, lock=True)
        question_at(round, place)
        by = -1 if request.form.get("by") == "up" else 1
        actions.move_question(session, round=round, actor=g.actor, place=place, by=by)
    return redirect(url_for(".edit_questions", key=round), code=303)


@bp.post("/<slugged:key>/edit/question/<int:place>/remove", to=policies.EDIT)
def remove_question(key: Key, place: int) -> Response:
    with db.writing() as session:
        round = load(session, Round, key, to=policies.VIEW, lock=True)
        question_at(round, place)
        actions.take_out_question(session, round=round, actor=g.actor, place=place)
    return redirect(url_for(".edit_questions", key=round), code=303)


@bp.post("/<slugged:key>/edit/question/back", to=policies.EDIT)
def put_question_back(key: Key) -> Response:
    with db.writing() as session:
        round = load(session, Round, key, to=policies.VIEW, lock=True)
        policies.EDIT.check(g.actor, round)
        actions.put_question_back(session, round=round, actor=g.actor)
    flash(_("The question stands in its place again."))
    return redirect(url_for(".edit_questions", key=round), code=303)


def _question_page(key: Key, place: int | None) -> Response | str:
    round = draft(key)
    question = question_at(round, place) if place else None
    offers = _offers(round)
    context = about(round, "questions") | {"place": place, "question": question}
    template = "voting/wizard/question.html"
    if request.method == "GET":
        form = QuestionForm.showing(question) if question else QuestionForm(formdata=None)
        options = Options.of(actions.written_options(question) if question else ())
        _take_picks(options, offers, request.args.getlist("pick"))
        options.more(max(EMPTY_ROWS - len(options.rows), 0))
        return render(template, form=form, options=options, offers=offers, **context)
    form, options = QuestionForm(), Options.sent(request.form)
    _take_picks(options, offers, request.form.getlist("pick"))
    options.add_lines(request.form.get("lines", ""), round.space.language)
    context |= {"form": form, "options": options, "offers": offers}
    if deed := request.form.get("do"):
        options.change(deed)
        form.form_errors.extend(options.errors)
        return render(template, **context)
    good = form.validate()
    if not options.validate() or not good:
        form.form_errors.extend(options.errors)
        return invalid(template, **context)
    return _save(key, place, form, options)


def _save(key: Key, place: int | None, form: QuestionForm, options: Options) -> Response:
    with db.writing() as session:
        round = load(session, Round, key, to=policies.VIEW, lock=True)
        before = question_at(round, place) if place else None
        question = _rewritten(before, form, options)
        place = actions.put_question(
            session, round=round, actor=g.actor, question=question, place=place
        )
    if request.form.get("then"):
        return onward(round, "questions")
    return redirect(url_for(".choose_rule", key=round, place=place), code=303)


def _rewritten(
    before: Mapping[str, Any] | None, form: QuestionForm, options: Options
) -> dict[str, Any]:
    """The question with its new words under the rule it has; a new one under the likeliest."""
    written = options.values()
    likely = "approval" if written and not families.is_one_text(written) else "motion"
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


def question_at(round: Round, place: int) -> dict[str, Any]:
    if not 1 <= place <= len(round.questions):
        abort(404)
    return dict(round.questions[place - 1])


def _offers(round: Round) -> dict[str, dict[int, OfferedOption]]:
    sources = db.session.info["registry"].option_sources
    return {
        name: dict(source.offer(db.session, g.actor, round.space_id))
        for name, source in sources.items()
    }


def _take_picks(
    options: Options, offers: dict[str, dict[int, OfferedOption]], picks: Sequence[str]
) -> None:
    for pick in picks:
        name, _colon, number = pick.partition(":")
        offered = offers.get(name, {}).get(int(number) if number.isdigit() else 0)
        if offered is not None:
            options.add(f"{name}-{number}", {offered.language: offered.title}, offered.cost)
