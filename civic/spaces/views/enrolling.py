"""Who of the community would come into a space, and letting them in."""

from typing import Any

from flask import flash, g, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.addresses import Key
from civic.core.clock import now
from civic.core.web import load, number
from civic.members.queries import words_used
from civic.organisations.models import Organisation
from civic.spaces import enrolling, policies
from civic.spaces.enrolling import Whom
from civic.spaces.models import Space
from civic.spaces.views import bp

NAMES_SHOWN = 100


@bp.get("/<slugged:key>/bring-in", to=policies.BRING_IN)
def bring_in(key: Key) -> str:
    """The boxes that are ticked stand in the address; nothing is changed yet."""
    space = load(db.session, Space, key, to=policies.VIEW)
    policies.BRING_IN.check(g.actor, space)
    whom = _whom(request.args)
    categories, colleges = words_used(db.session)
    partner = space.organisation_id
    return render(
        "spaces/bring_in.html",
        space=space,
        whom=whom,
        categories=categories,
        colleges=colleges,
        would_come=enrolling.count_outside(db.session, space, whom),
        names=enrolling.names_outside(db.session, space, whom, limit=NAMES_SHOWN),
        organisation=db.session.get(Organisation, partner) if partner else None,
    )


@bp.post("/<slugged:key>/bring-in", to=policies.BRING_IN)
def let_in(key: Key) -> Response:
    """Whom the boxes name now. Where the page showed another number, it is looked at first."""
    whom, looks = _whom(request.form), "look" in request.form
    with db.writing() as session:
        space = load(session, Space, key, to=policies.VIEW, lock=True)
        policies.BRING_IN.check(g.actor, space)
        shown = request.form.get("shown", type=number)
        differs = shown is not None and shown != enrolling.count_outside(session, space, whom)
        if differs and not looks:
            flash(_("Nobody has come in yet: others are ticked than were shown."), "warn")
        if differs or looks:
            return redirect(url_for(".bring_in", key=space, **_ticks(request.form)), code=303)
        arrived = enrolling.bring_in(session, space=space, actor=g.actor, whom=whom)
    flash(
        ngettext("%(num)s member was brought in.", "%(num)s members were brought in.", arrived)
        if arrived
        else _("Nobody new: all of them belong to the space already.")
    )
    return redirect(url_for(".members", key=space), code=303)


def _whom(asked: MultiDict[str, str]) -> Whom:
    return Whom(
        categories=asked.getlist("category")[:50],
        colleges=asked.getlist("college")[:50],
        paid_up_on=g.community.day_of(now()) if asked.get("paid_up") else None,
    )


def _ticks(asked: MultiDict[str, str]) -> dict[str, Any]:
    return {name: asked.getlist(name) for name in ("category", "college", "paid_up")}
