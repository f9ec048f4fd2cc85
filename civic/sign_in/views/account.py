"""My account: name, language, address, password, devices."""

from flask import flash, g, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from flask_login import current_user
from sqlmodel import col, select
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.web import base_url, invalid, number
from civic.core.words import language, time_zone
from civic.members.models import Member
from civic.organisations import queries as organisations
from civic.sign_in import actions, addresses, limits, passwords, policies
from civic.sign_in.forms import CHOICES, NewAddressForm, NewPasswordForm, ProfileForm
from civic.sign_in.models import AddressChange, SignInSession
from civic.sign_in.views import bp
from civic.sign_in.views.door import letter, too_many
from civic.sign_in.views.telling import tell_of_change


@bp.get("/account", to=policies.ACCOUNT)
def account() -> str:
    policies.ACCOUNT.check(g.actor, None)
    return render("sign_in/account.html", **_context())


@bp.post("/account", to=policies.ACCOUNT)
def save_profile() -> Response:
    policies.ACCOUNT.check(g.actor, None)
    form = ProfileForm()
    if not form.validate():
        return invalid("sign_in/account.html", **_context(profile=form))
    with db.writing() as session:
        member = session.get_one(Member, g.actor.id)
        member.name, member.locale = form.name.data, form.locale.data
        member.time_zone, member.theme = form.time_zone.data, form.theme.data or None
        member.mail_choices = {name: bool(form[name].data) for name in CHOICES}
        session.add(member)
    flash(_("Your account is saved."))
    return redirect(url_for(".account"), code=303)


@bp.post("/account/address", to=policies.ACCOUNT, keeps_text=False, fresh=True)
def change_address() -> Response:
    policies.ACCOUNT.check(g.actor, None)
    form = NewAddressForm()
    if not form.validate():
        return invalid("sign_in/account.html", **_context(address=form))
    wanted = form.email.data.casefold()
    new, old = letter("confirm", address=wanted), letter("leave", address=wanted)
    with db.writing() as session:
        if not limits.may_ask_for_mail(
            session, account=f"member:{g.actor.id}", address=request.remote_addr
        ):
            return too_many()
        member = session.get_one(Member, g.actor.id)
        change = addresses.ask(
            session, member=member, address=wanted, new=new, old=old, base_url=base_url()
        )
    flash(_under_way(change))
    return redirect(url_for(".account"), code=303)


@bp.post("/account/password", to=policies.ACCOUNT, keeps_text=False, fresh=True)
def change_password() -> Response:
    policies.ACCOUNT.check(g.actor, None)
    member = db.session.get_one(Member, g.actor.id)
    form = NewPasswordForm(context=(member.name, member.email or "", g.community.name))
    if not member.email or not form.validate():  # nobody signs in by a password alone
        return invalid("sign_in/account.html", **_context(password=form))
    stored = passwords.store(form.password.data)  # slow: no lock is held
    with db.writing() as session:
        had_one = actions.set_password(
            session, actor=g.actor, stored=stored, keep_session=current_user.session_id
        )
        tell_of_change(session, "password")
    flash(
        _("The password is changed, and your other devices are signed out.")
        if had_one
        else _("The password is set, and your other devices are signed out.")
    )
    return redirect(url_for(".account"), code=303)


@bp.post("/account/devices", to=policies.ACCOUNT)
def end_device() -> Response:
    """One of them, or all but this one."""
    policies.ACCOUNT.check(g.actor, None)
    chosen = request.form.get("device", type=number)
    with db.writing() as session:
        if chosen is None:
            actions.end_sessions(session, member_id=g.actor.id, but=current_user.session_id)
        else:
            actions.end_session(session, session_id=chosen, member_id=g.actor.id)
    flash(_("Signed out there."))
    return redirect(url_for(".account"), code=303)


def _under_way(change: AddressChange) -> str:
    if change.old_address:
        said = _(
            "Two e-mails are on their way, to %(new)s and to %(old)s. The address changes once "
            "the links in both were followed."
        )
    else:
        said = _("An e-mail is on its way to %(new)s. Its link confirms the address.")
    return str(said) % {"new": change.address, "old": change.old_address}


def _context(**forms: object) -> dict[str, object]:
    member = db.session.get_one(Member, g.actor.id)
    devices = db.session.exec(
        select(SignInSession)
        .where(SignInSession.member_id == g.actor.id)
        .order_by(col(SignInSession.last_used_at).desc())
        .limit(50)
    ).all()
    shown: dict[str, object] = {
        "locale": member.locale or language(),
        "name": member.name,
        "time_zone": member.time_zone or time_zone(),
        "theme": member.theme or "",
    }
    wishes = {name: member.mail_choices.get(name, True) for name in CHOICES}
    belongs = organisations.of_member(db.session, member.id) if g.actor.organisations else []
    return {
        "member": member,
        "belongs": belongs,
        "devices": devices,
        "present": current_user.session_id,
        "profile": ProfileForm(formdata=None, data=shown | wishes),
        "address": NewAddressForm(formdata=None),
        "password": NewPasswordForm(formdata=None),
    } | forms
