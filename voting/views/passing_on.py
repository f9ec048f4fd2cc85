"""Passing one's vote on: look for somebody, read what it means, confirm. And the ways back: the
giver takes it back, the holder declines."""

from typing import Any

from flask import flash, g, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.addresses import Key
from civic.core.clock import now
from civic.core.web import invalid, load, number
from voting import actions, mandates, policies
from voting.actions import BadRound
from voting.models import Round
from voting.views import bp
from voting.views.electors import Electors, acting_for, electors

FOUND = 12
LONGEST_WORDS = 80


@bp.get("/<slugged:key>/pass-on", to=policies.PASS_ON)
def pass_on(key: Key) -> str:
    round = load(db.session, Round, key, to=policies.VIEW)
    elector = acting_for(round, electors(round), to=policies.PASS_ON)
    return render("voting/pass_on.html", **_page(round, elector))


@bp.post("/<slugged:key>/pass-on", to=policies.PASS_ON, fresh=True)
def give(key: Key) -> Response | str:
    round = load(db.session, Round, key, to=policies.VIEW)
    elector = acting_for(round, electors(round), to=policies.PASS_ON)
    try:
        with db.writing() as session:
            actions.pass_on(
                session,
                round_id=key.id,
                actor=g.actor,
                elector_id=elector,
                holder_id=request.form.get("to", type=number) or 0,
                now=now(),
            )
    except BadRound as bad:  # a mandate given before is rolled back to
        problem = _(bad.sentence, **bad.numbers)
        return invalid("voting/pass_on.html", problem=problem, **_page(round, elector))
    flash(_("Your vote is passed on. You can take it back, or vote yourself, until the end."))
    return redirect(url_for(".show", key=round), code=303)


@bp.post("/<slugged:key>/pass-on/take-back", to=policies.PASS_ON)
def take_mandate_back(key: Key) -> Response:
    round = load(db.session, Round, key, to=policies.VIEW)
    elector = acting_for(round, electors(round), to=policies.PASS_ON)
    with db.writing() as session:
        actions.take_mandate_back(
            session, round_id=key.id, actor=g.actor, elector_id=elector, now=now()
        )
    flash(_("You have your vote back."))
    return redirect(url_for(".show", key=round), code=303)


@bp.post("/<slugged:key>/pass-on/decline", to=policies.PASS_ON)
def decline(key: Key) -> Response:
    """``giver``: for whom the actor, or the entity that they represent, does not vote."""
    round = load(db.session, Round, key, to=policies.VIEW)
    elector = acting_for(round, electors(round), to=policies.PASS_ON)
    with db.writing() as session:
        actions.decline(
            session,
            round_id=key.id,
            actor=g.actor,
            elector_id=elector,
            giver_id=request.form.get("giver", type=number) or 0,
            now=now(),
        )
    flash(_("You do not vote for them. They are told, and can choose somebody else."))
    return redirect(url_for(".show", key=round), code=303)


def passed_on(round: Round, mine: Electors) -> dict[str, Any]:
    """What pages of a round say to those who gave their vote or were given one, by the number of
    the elector, and who is ``represented``; empty where nobody may."""
    ids = [id for id, _name, _weight in mine]
    if round.mandates is None or not ids:
        return {"given": {}, "held": {}, "represented": ()}
    given = mandates.given(db.session, round_id=round.id, giver_ids=ids)
    return {
        "given": given,
        "held": mandates.held(db.session, round_id=round.id, holder_ids=ids),
        "represented": [id for id, one in given.items() if not one.declined],
    }


def _page(round: Round, elector: int) -> dict[str, object]:
    """The search with whom it found; or, where somebody is chosen, what it would mean."""
    words = request.args.get("words", "").strip()[:LONGEST_WORDS]
    refusal = actions.why_kept(db.session, round, elector_id=elector)
    chosen = request.args.get("to", type=number)
    return {
        "round": round,
        "elector": elector,
        "for_others": elector != g.actor.id,
        "refusal": _(refusal) if refusal else "",
        "words": words,
        "found": mandates.electors_named(
            db.session, round_id=round.id, words=words, but=elector, limit=FOUND + 1
        )
        if words
        else [],
        "most": FOUND,
        "holder": mandates.elector(db.session, round_id=round.id, member_id=chosen)
        if chosen
        else None,
        "given": mandates.given(db.session, round_id=round.id, giver_ids=[elector]).get(elector),
    }
