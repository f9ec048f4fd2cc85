"""Co-authors: asking, signing, declining, handing over."""

from collections.abc import Callable
from typing import Any

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.addresses import Key
from civic.core.web import load
from proposals import co_authors, policies
from proposals.actions import TooMany
from proposals.models import Proposal
from proposals.views import bp


@bp.post("/<slugged:key>/co-authors", to=policies.INVITE)
def ask(key: Key) -> Response:
    name = request.form.get("name", "")[:120]
    return _done(key, co_authors.ask, _("They are asked to sign."), name=name)


@bp.post("/<slugged:key>/co-authors/<int:member_id>/strike", to=policies.INVITE)
def strike(key: Key, member_id: int) -> Response:
    return _done(key, co_authors.strike, _("The list of authors is changed."), member_id=member_id)


@bp.post("/<slugged:key>/co-authors/<int:member_id>/hand-over", to=policies.INVITE)
def hand_over(key: Key, member_id: int) -> Response:
    said = _("The proposal is handed over. You still sign it.")
    return _done(key, co_authors.hand_over, said, member_id=member_id)


@bp.post("/<slugged:key>/sign", to=policies.SIGN)
def sign(key: Key) -> Response:
    return _done(key, co_authors.sign, _("You sign this proposal now, and can edit it."))


@bp.post("/<slugged:key>/unsign", to=policies.UNSIGN)
def unsign(key: Key) -> Response:
    with db.writing() as session:
        proposal = load(session, Proposal, key, to=policies.VIEW, lock=True)
        co_authors.unsign(session, proposal=proposal, actor=g.actor)
    flash(_("You do not sign this proposal."))
    if policies.VIEW.allows(g.actor, proposal):
        return redirect(url_for(".show", key=proposal), code=303)
    return redirect(url_for("home.show"), code=303)


def _done(key: Key, deed: Callable[..., Any], said: str, **more: object) -> Response:
    try:
        with db.writing() as session:
            proposal = load(session, Proposal, key, to=policies.VIEW, lock=True)
            deed(session, proposal=proposal, actor=g.actor, **more)
        flash(said)
    except co_authors.Refused as refused:
        flash(_(str(refused)), "bad")
    except TooMany:
        flash(_("You have asked many people today. Go on tomorrow."), "bad")
    return redirect(url_for(".show", key=key, _anchor="authors"), code=303)
