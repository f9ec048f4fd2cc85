"""How I come in: passkeys, the second proof, mailed links; and what to do when one is lost."""

from flask import flash, g, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from sqlmodel import col, func, select
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.clock import now
from civic.members.models import Member, MemberState
from civic.sign_in import factors, passkeys, policies, tokens
from civic.sign_in.models import Account, Purpose
from civic.sign_in.views import bp
from civic.sign_in.views.telling import tell_of_change


@bp.get("/account/ways-in", to=policies.ACCOUNT)
def ways_in() -> str:
    policies.ACCOUNT.check(g.actor, None)
    session = db.session
    member = session.get_one(Member, g.actor.id)
    account = session.get(Account, g.actor.id) or Account(member_id=g.actor.id)
    has_app = factors.is_on(session, g.actor.id)
    return render(
        "sign_in/ways_in.html",
        member=member,
        account=account,
        keys=passkeys.of_member(session, g.actor.id),
        most=passkeys.MOST,
        has_app=has_app,
        codes_left=factors.codes_left(session, g.actor.id) if has_app else 0,
        sharing=_sharing(member),
        needed=policies.needs_two_proofs(g.community, g.actor),
        overdue=g.actor.proof_due is not None and g.actor.proof_due <= now(),
    )


@bp.post("/account/mailed-links", to=policies.ACCOUNT, keeps_text=False, fresh=True)
def set_mailed_links() -> Response:
    """Off only for somebody who has another way in."""
    policies.ACCOUNT.check(g.actor, None)
    wanted = request.form.get("links") == "on"
    with db.writing() as session:
        account = session.get(Account, g.actor.id) or Account(member_id=g.actor.id)
        if not wanted and not (account.password or passkeys.any_of(session, g.actor.id)):
            flash(_("Add a passkey or a password first: otherwise nothing lets you in."), "warn")
            return redirect(url_for(".ways_in"), code=303)
        account.mailed_links = wanted
        session.add(account)
        if not wanted:
            tokens.void(session, member_id=g.actor.id, purposes=(Purpose.WELCOME,))
        tell_of_change(session, "links_on" if wanted else "links_off")
    flash(
        _("Links by e-mail let you in again.") if wanted else _("Links by e-mail no longer let in.")
    )
    return redirect(url_for(".ways_in"), code=303)


def _sharing(member: Member) -> int:
    """How many others have the same address, and read the links that are mailed there."""
    if member.email is None:
        return 0
    others = select(func.count()).select_from(Member).where(
        Member.email == member.email, col(Member.id) != member.id,
        Member.state == MemberState.ACTIVE,
    )  # fmt: skip
    return db.session.exec(others).one()
