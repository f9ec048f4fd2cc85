"""Joining a space, leaving it, and who belongs in which role."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from flask import flash, g, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.addresses import Key
from civic.core.clock import now
from civic.core.forms import end_of, in_our_time
from civic.core.web import invalid, load, number
from civic.core.words import N_
from civic.members.queries import named
from civic.spaces import joining, policies, queries
from civic.spaces.models import Role, Space
from civic.spaces.views import bp


@bp.post("/<slugged:key>/join", to=policies.JOIN)
def join(key: Key) -> Response:
    return _done(key, joining.join, _("You belong to this space now."))


@bp.post("/<slugged:key>/ask", to=policies.ASK)
def ask(key: Key) -> Response:
    words = request.form.get("words", "").strip()[:280]
    said = _("The facilitators are told. You will have an answer by e-mail.")
    return _done(key, joining.ask, said, words=words)


@bp.post("/<slugged:key>/ask-no-longer", to=policies.ASK)
def ask_no_longer(key: Key) -> Response:
    return _done(key, joining.ask_no_longer, _("Your request to join is withdrawn."))


@bp.post("/<slugged:key>/leave", to=policies.LEAVE)
def leave(key: Key) -> Response:
    try:
        with db.writing() as session:
            space = load(session, Space, key, to=policies.VIEW, lock=True)
            joining.leave(session, space=space, actor=g.actor)
    except joining.LastFacilitator:
        flash(_("Somebody else must facilitate this space first."), "warn")
        return redirect(url_for(".show", key=key), code=303)
    flash(_("You no longer belong to the space “%(title)s”.", title=space.title))
    return redirect(url_for(".index"), code=303)


@bp.get("/<slugged:key>/people", to=policies.PEOPLE)
def people(key: Key) -> str:
    """Who belongs, for everybody of the community who sees the space."""
    space = load(db.session, Space, key, to=policies.VIEW)
    policies.PEOPLE.check(g.actor, space)
    return render("spaces/people.html", space=space, page=_page(space))


@bp.route("/<slugged:key>/members", methods=["GET", "POST"], to=policies.ADMINISTER)
def members(key: Key) -> Response | str:
    space = load(db.session, Space, key, to=policies.VIEW)
    policies.ADMINISTER.check(g.actor, space)
    if request.method == "GET":
        return render("spaces/members.html", **_members(space))
    role = request.form.get("role", "")
    given = Role(role) if role in {r.value for r in Role} else None
    try:
        until = end_of_day(request.form.get("until", ""))
    except ValueError as wrong:
        return invalid("spaces/members.html", **_members(space), over=_(str(wrong)))
    try:
        with db.writing() as session:
            kept = load(session, Space, key, to=policies.VIEW, lock=True)
            member = named(session, request.form.get("member", "").strip())
            if member is not None:
                joining.give_role(
                    session,
                    space=kept,
                    actor=g.actor,
                    member=member,
                    role=given,
                    until=until,
                    keeps_until="until" not in request.form,
                )
    except joining.LastFacilitator:
        flash(_("Somebody else must facilitate this space first."), "warn")
        return redirect(url_for(".members", key=space), code=303)
    except joining.OwnMandate:
        flash(
            _("Your own mandate is set by somebody else who facilitates, or administers."), "warn"
        )
        return redirect(url_for(".members", key=space), code=303)
    if member is None:
        return invalid("spaces/members.html", **_members(space), unknown=True)
    said = (
        _("%(name)s belongs to the space; the role is saved.", name=member.name)
        if given
        else _("%(name)s no longer belongs to the space.", name=member.name)
    )
    flash(said)
    return redirect(url_for(".members", key=space), code=303)


@bp.post("/<slugged:key>/requests/<int:member_id>", to=policies.ADMINISTER)
def answer_request(key: Key, member_id: int) -> Response:
    accepted = request.form.get("answer") == "yes"
    said = _("They belong to the space now.") if accepted else _("Their request is declined.")
    _done(key, joining.answer, said, member_id=member_id, accepted=accepted)
    return redirect(url_for(".members", key=key), code=303)


def _done(key: Key, deed: Callable[..., Any], said: str, **more: object) -> Response:
    with db.writing() as session:
        space = load(session, Space, key, to=policies.VIEW, lock=True)
        deed(session, space=space, actor=g.actor, **more)
    flash(said)
    return redirect(url_for(".show", key=space), code=303)


def _page(space: Space) -> Any:
    return queries.people(db.session, space.id, after=request.args.get("after", "")[:140])


def _members(space: Space) -> dict[str, Any]:
    return {
        "space": space,
        "page": _page(space),
        "requests": queries.requests(
            db.session, space.id, after=request.args.get("asking", 0, type=number)
        ),
        "roles": list(Role),
    }


def end_of_day(text: str) -> datetime | None:
    """The end of that day where the reader is; None for no day. Raises ValueError, in words."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(N_("This is not a date. Write it as 2026-12-31.")) from None
    found = end_of(in_our_time(day))
    if found <= now():
        raise ValueError(N_("This day is over. Take a later one."))
    return found
