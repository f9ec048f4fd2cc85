"""Passkeys: a small script speaks with the device; without it the other doors are there."""

from flask import Response as FlaskResponse
from flask import abort, current_app, flash, g, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlmodel import col, delete
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.forms import one_line
from civic.core.web import invalid
from civic.members.models import Member, MemberState
from civic.sign_in import factors, limits, passkeys, policies, steps
from civic.sign_in.models import Passkey, StepKind
from civic.sign_in.sessions import device_words
from civic.sign_in.views import bp
from civic.sign_in.views.door import enter, forms, too_many
from civic.sign_in.views.telling import tell_of_change


@bp.post("/passkey/options", to=policies.SIGN_IN, keeps_text=False)
def passkey_options() -> Response:
    """A challenge for whoever is before the door."""
    policies.SIGN_IN.check(g.actor, None)
    with db.writing() as session:
        if not limits.may_try_passkey(session, address=request.remote_addr):
            return too_many()
        challenge = steps.make(session, StepKind.PASSKEY)
    return _json(passkeys.options_to_enter(current_app.config["CIVIC"], challenge=challenge))


@bp.post("/passkey", to=policies.SIGN_IN, keeps_text=False)
def by_passkey() -> Response:
    """The challenge is used up first, whatever becomes of the answer."""
    policies.SIGN_IN.check(g.actor, None)
    credential = request.form.get("credential", "")[: passkeys.LARGEST]
    try:
        challenge = passkeys.challenge_in(credential)
        with db.writing() as session:
            step = steps.take(session, StepKind.PASSKEY, challenge)
            passkey = passkeys.known(session, credential)
            member = session.get(Member, passkey.member_id) if passkey else None
        if step is None or passkey is None or member is None:
            raise passkeys.Refused
        count = passkeys.verify_entry(
            current_app.config["CIVIC"], passkey, credential, challenge=challenge,
            owner=member.pseudonym,
        )  # fmt: skip
    except passkeys.Refused:
        return _refused()
    with db.writing() as session:
        member = session.get_one(Member, passkey.member_id)
        if member.state == MemberState.ACTIVE and passkeys.note_use(session, passkey, count):
            return enter(session, member, by="passkey", strong=True)
    return _refused()


def _refused() -> Response:
    problem = _("This passkey is not known here, or took too long. Try again, or take another way.")
    return invalid("sign_in/form.html", **forms(passkey_problem=problem))


@bp.post("/account/passkeys/options", to=policies.ACCOUNT, keeps_text=False, fresh=True)
def new_passkey_options() -> Response:
    policies.ACCOUNT.check(g.actor, None)
    with db.writing() as session:
        if passkeys.is_full(session, g.actor.id):
            abort(409)
        challenge = steps.make(session, StepKind.NEW_PASSKEY, member_id=g.actor.id)
        member = session.get_one(Member, g.actor.id)
        known = passkeys.of_member(session, g.actor.id)
    return _json(
        passkeys.options_for_new(
            current_app.config["CIVIC"], member=member, community=g.community.name, known=known,
            challenge=challenge,
        )
    )  # fmt: skip


@bp.post("/account/passkeys", to=policies.ACCOUNT, keeps_text=False, fresh=True)
def add_passkey() -> Response:
    policies.ACCOUNT.check(g.actor, None)
    credential = request.form.get("credential", "")[: passkeys.LARGEST]
    try:
        challenge = passkeys.challenge_in(credential)
        with db.writing() as session:
            step = steps.take(session, StepKind.NEW_PASSKEY, challenge)
        if step is None or step.member_id != g.actor.id:
            raise passkeys.Refused
        made = passkeys.verified_new(current_app.config["CIVIC"], credential, challenge=challenge)
    except passkeys.Refused:
        flash(_("Your device sent nothing that can be used. Try again."), "warn")
        return redirect(url_for(".ways_in"), code=303)
    made.member_id, made.name = g.actor.id, _name(device_words(request.user_agent.string))
    with db.writing() as session:
        session.add(made)
        factors.strengthen(session, session_id=current_user.session_id)
        tell_of_change(session, "passkey_added")
    flash(_("The passkey is added. Next time it lets you in without anything to type."))
    return redirect(url_for(".ways_in"), code=303)


@bp.post("/account/passkeys/<int:passkey_id>/name", to=policies.ACCOUNT, keeps_text=False)
def rename_passkey(passkey_id: int) -> Response:
    policies.ACCOUNT.check(g.actor, None)
    with db.writing() as session:
        passkey = session.get(Passkey, passkey_id)
        if passkey is None or passkey.member_id != g.actor.id:
            abort(404)
        passkey.name = _name(passkey.name)
        session.add(passkey)
    flash(_("Saved."))
    return redirect(url_for(".ways_in"), code=303)


@bp.post(
    "/account/passkeys/<int:passkey_id>/remove", to=policies.ACCOUNT, fresh=True, keeps_text=False
)
def remove_passkey(passkey_id: int) -> Response:
    policies.ACCOUNT.check(g.actor, None)
    with db.writing() as session:
        mine = (col(Passkey.id) == passkey_id, col(Passkey.member_id) == g.actor.id)
        if session.exec(delete(Passkey).where(*mine)).rowcount == 0:
            abort(404)
        tell_of_change(session, "passkey_removed")
    flash(_("The passkey is removed: it lets nobody in any more."))
    return redirect(url_for(".ways_in"), code=303)


def _name(otherwise: str) -> str:
    typed = str(one_line(request.form.get("name", "")))[:60]
    return typed or otherwise[:60]


def _json(text: str) -> FlaskResponse:
    return FlaskResponse(text, mimetype="application/json", headers={"Cache-Control": "no-store"})
