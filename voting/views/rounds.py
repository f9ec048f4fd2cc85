"""Lists, the page of a round, and what facilitators do with it."""

from collections.abc import Callable

from flask import flash, g, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.addresses import Key
from civic.core.clock import now
from civic.core.pagination import Page
from civic.core.web import load, number
from civic.spaces.models import Role
from voting import (
    actions,
    agenda,
    by_two,
    mandates,
    overviews,
    papers,
    parting,
    passing,
    policies,
    queries,
    tally,
    writers,
)
from voting.actions import BadRound
from voting.forms import next_week
from voting.models import Round
from voting.rules import all_rules
from voting.views import bp
from voting.views.electors import electors
from voting.views.passing_on import passed_on

SIZE = 20
NAMES = 100
"""Of those who voted openly, on one page."""


@bp.get("/", to=policies.LIST)
def index() -> str:
    policies.LIST.check(g.actor, None)
    after = request.args.get("after", type=number)
    group, space_id = request.args.get("group", ""), request.args.get("space", type=number)
    names = [group] if group in overviews.GROUPS else ["open", "coming", "draft", "closed"]
    pages = {
        name: overviews.rounds(
            db.session, viewer=g.actor, group=name, size=SIZE, after=after, space_id=space_id
        )
        for name in names
        if name != "draft" or g.actor
    }
    roles = g.actor.roles_by_space.values() if g.actor else ()
    return render(
        "voting/index.html",
        pages=pages,
        rules=all_rules(),
        space_id=space_id,
        prepares=any(Role.FACILITATOR in held for held in roles),
    )


@bp.get("/decisions", to=policies.LIST)
def decisions() -> str:
    policies.LIST.check(g.actor, None)
    after = request.args.get("after", type=number)
    page = overviews.rounds(db.session, viewer=g.actor, group="closed", size=SIZE, after=after)
    return render("voting/decisions.html", page=page, rules=all_rules())


@bp.get("/<slugged:key>", to=policies.VIEW)
def show(key: Key) -> str:
    round = load(db.session, Round, key, to=policies.VIEW)
    return render("voting/show.html", **page_of(round))


def page_of(round: Round, *, names: int = NAMES) -> dict[str, object]:
    """What the page of a round shows, whatever its state. ``names``: how many at a time of those
    who voted openly."""
    g.vote_currency = (round.result or {}).get("currency")
    mine = electors(round)
    result = round.result if policies.RESULT.allows(g.actor, round) else None
    questions = papers.questions_of(round)
    return {
        "round": round,
        "questions": questions,
        "rules": all_rules(),
        "formats": writers.OTHERS,
        "electors": mine,
        "voted": queries.has_voted(
            db.session, round_id=round.id, member_ids=[id for id, _name, _weight in mine]
        ),
        "roll": papers.frozen_copy(round)["roll"] if round.frozen else None,
        "result": result,
        "ended": queries.has_ended(round, now=now()),
        "undecided": tally.came_to(questions, result["results"], binding=round.binding).undecided
        if result
        else (),
        "minutes": agenda.minutes(round.questions),
        "represented_anew": parting.represented_anew(db.session, round),
        "asked_for": by_two.waiting(db.session, round),
        "names": _names(round, names) if policies.NAMES.allows(g.actor, round) else [],
    } | passed_on(round, mine)


def _names(round: Round, size: int) -> Page[tuple[str, dict[str, object]]]:
    """Who voted, for whom besides, and how."""
    after = request.args.get("names", "")[:240]
    page = queries.open_ballots(db.session, round.id, size=size, after=after)
    carriers = [id for id, _name, _paper in page]
    carried = (
        mandates.carried(db.session, round_id=round.id, carrier_ids=carriers)
        if round.mandates
        else {}
    )
    shown = [(passing.voter(name, carried.get(id)), paper) for id, name, paper in page]
    return Page(shown, next=page.next)


@bp.post("/<slugged:key>/announce", to=policies.EDIT)
def announce(key: Key) -> Response:
    with db.writing() as session:
        round = load(session, Round, key, to=policies.VIEW, lock=True)
        policies.EDIT.check(g.actor, round)
        problem = attempt(lambda: actions.announce(session, round=round, actor=g.actor, now=now()))
    return back(key, problem, "voting.edit", _("The vote is announced. Its voters get an e-mail."))


@bp.post("/<slugged:key>/take-back", to=policies.EDIT)
def take_back(key: Key) -> Response:
    with db.writing() as session:
        round = load(session, Round, key, to=policies.VIEW, lock=True)
        actions.take_back(session, round=round, actor=g.actor)
    return back(key, None, "voting.edit", _("It is a draft again."), done="voting.edit")


@bp.post("/<slugged:key>/open", to=policies.OPEN)
def open(key: Key) -> Response:
    problem = None
    try:
        with db.writing() as session:
            round = load(session, Round, key, to=policies.VIEW)
            policies.OPEN.check(g.actor, round)
            actions.open_round(session, round_id=key.id, actor=g.actor, now=now())
    except BadRound as bad:  # the roll that was copied is rolled back
        problem = bad
    return back(key, problem, "voting.edit", _("The vote is open. Nothing about it can change."))


@bp.post("/<slugged:key>/copy", to=policies.COPY)
def copy(key: Key) -> Response:
    with db.writing() as session:
        round = load(session, Round, key, to=policies.VIEW)
        fresh = actions.copy(session, round=round, actor=g.actor, closes_at=next_week())
    return redirect(url_for(".edit", key=fresh), code=303)


@bp.post("/<slugged:key>/again", to=policies.COPY)
def call_again(key: Key) -> Response:
    with db.writing() as session:
        round = load(session, Round, key, to=policies.VIEW)
        policies.COPY.check(g.actor, round)
        try:
            fresh = actions.call_again(session, round=round, actor=g.actor, closes_at=next_week())
        except BadRound as nothing:
            return back(key, nothing, ".show", "")
    flash(_("This is the new draft. Check it, its quorum and its dates, then announce it."))
    return redirect(url_for(".edit", key=fresh), code=303)


@bp.post("/<slugged:key>/tie", to=policies.CHAIR)
def decide_tie(key: Key) -> Response:
    reason = request.form.get("reason", "").strip()[:1_000]
    with db.writing() as session:
        round = load(session, Round, key, to=policies.VIEW)
        policies.CHAIR.check(g.actor, round)
        if not reason:
            flash(_("Say why: everybody will read it."), "bad")
            return redirect(url_for(".show", key=round), code=303)
        problem = attempt(
            lambda: actions.decide_tie(
                session,
                round_id=key.id,
                question=request.form.get("question", ""),
                winner=request.form.get("winner", ""),
                reason=reason,
                actor=g.actor,
                now=now(),
            )
        )
    return back(key, problem, "voting.show", _("The tie is broken."))


def attempt(deed: Callable[[], object]) -> BadRound | None:
    try:
        deed()
    except BadRound as problem:
        return problem
    return None


def back(
    key: Key,
    problem: BadRound | None,
    on_problem: str,
    done_text: str,
    *,
    done: str = "voting.show",
) -> Response:
    if problem:
        flash(_(problem.sentence, **problem.numbers), "bad")
    else:
        flash(done_text)
    return redirect(url_for(on_problem if problem else done, key=key), code=303)
