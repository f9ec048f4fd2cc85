"""Bringing people into a space: by mail, or by hand with a printed sheet of codes."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, g, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response

from civic.community import nouns
from civic.core import db
from civic.core.actor import Actor
from civic.core.addresses import Key
from civic.core.web import Pages, base_url, invalid, load, number
from civic.core.words import language
from civic.members.models import Member
from civic.sign_in import joining, policies
from civic.sign_in.forms import ByHandForm, InviteForm
from civic.sign_in.joining import until
from civic.sign_in.views.door import letter, tell_invited
from civic.spaces.models import Role, Space
from civic.spaces.policies import VIEW

bp = Pages("bringing_in", __name__, url_prefix="/spaces/<slugged:key>")


@bp.route("/invite", methods=["GET", "POST"], to=policies.INVITE)
def invite(key: Key) -> Response | str:
    space = load(db.session, Space, key, to=VIEW)
    policies.INVITE.check(g.actor, space)
    form = InviteForm(duties=nouns.duties(g.community))
    before = request.args.get("before", 0, type=number)
    pending = joining.pending(db.session, space.id, before=before)
    shown = {"space": space, "form": form, "pending": pending}
    if request.method == "GET":
        return render("sign_in/invite.html", **shown)
    if not form.validate():
        return invalid("sign_in/invite.html", **shown)
    mail = letter("invitation", space=space, inviter=g.actor.name)
    people, role = form.people(), Role(form.role.data)
    try:
        with db.writing() as session:
            kept = session.get_one(Space, key.id)
            for name, address in people:
                joining.invite(
                    session, actor=g.actor, space=kept, address=address, name=name, role=role,
                    letter=mail, base_url=base_url(),
                )  # fmt: skip
    except joining.TooManyInvitations:
        form.addresses.errors = [
            _("Too many invitations wait for an answer already. Withdraw some, or import a table.")
        ]
        return invalid("sign_in/invite.html", **shown)
    except joining.InvitedTooOften as often:
        form.addresses.errors = [
            _("%(address)s was invited several times just now. Wait a while.", address=str(often))
        ]
        return invalid("sign_in/invite.html", **shown)
    tell_invited(len(people))
    return redirect(url_for(".invite", key=space), code=303)


@bp.post("/invite/<int:token_id>/withdraw", to=policies.INVITE)
def withdraw(key: Key, token_id: int) -> Response:
    with db.writing() as session:
        space = load(session, Space, key, to=VIEW)
        gone = joining.revoke(session, actor=g.actor, space=space, token_id=token_id) or abort(404)
    flash(_("The invitation of %(address)s no longer works.", address=gone.address))
    return redirect(url_for(".invite", key=space), code=303)


@bp.route("/add", methods=["GET", "POST"], to=policies.INVITE)
def add(key: Key) -> Response | str:
    """Somebody whom a facilitator has before them, with or without an address."""
    space = load(db.session, Space, key, to=VIEW)
    policies.INVITE.check(g.actor, space)
    form = ByHandForm()
    if request.method == "GET":
        return render("sign_in/by_hand.html", space=space, form=form)
    if not form.validate():
        return invalid("sign_in/by_hand.html", space=space, form=form)
    name, address = form.name.data, form.email.data or None
    with db.writing() as session:
        kept = session.get_one(Space, key.id)
        member = joining.add_by_hand(
            session, actor=g.actor, space=kept, name=name, address=address, locale=language()
        )
    flash(_("%(name)s is a member now.", name=member.name))
    return redirect(url_for(".person", key=space, member_id=member.id), code=303)


@bp.get("/person/<int:member_id>", to=policies.INVITE)
def person(key: Key, member_id: int) -> str:
    """How somebody of this space comes in, and a button for a sheet where that may be printed."""
    space = load(db.session, Space, key, to=VIEW)
    policies.INVITE.check(g.actor, space)
    member = db.session.get(Member, member_id) or abort(404)
    bearer = joining.bearer(db.session, space=space, member=member)
    if not bearer.belongs:
        abort(404)
    return render("sign_in/person.html", space=space, member=member, bearer=bearer)


@bp.post("/person/<int:member_id>/codes", to=policies.PRINT)
def print_codes(key: Key, member_id: int) -> str:
    with db.writing() as session:
        space = load(session, Space, key, to=VIEW)
        member = session.get(Member, member_id) or abort(404)
        if not joining.bearer(session, space=space, member=member).belongs:
            abort(404)
        codes = joining.print_sheet(session, actor=g.actor, member=member, space=space)
    back = url_for(".person", key=space, member_id=member.id)
    return render("members/codes.html", member=member, codes=codes, back=back, until=until())


def ways_in(session: Session, actor: Actor | None, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """On the page of a space's members: the ways of bringing somebody in, for who may."""
    spaces = {id: session.get(Space, id) for id in ids}
    return {
        id: {"space": space, "pending": joining.count_pending(session, id)}
        for id, space in spaces.items()
        if space and policies.INVITE.allows(actor, space)
    }
