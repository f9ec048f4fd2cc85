"""The way to a provider, and the way back. No transaction is open while we talk with it."""

from secrets import token_urlsafe

from flask import abort, current_app, flash, g, make_response, redirect, request, url_for
from flask import render_template as render
from flask import session as cookie
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response

from civic.core import db, sealing
from civic.core.clock import now
from civic.core.web import base_url, local_path
from civic.members.models import Member
from civic.partners import asking, connecting, entering, policies, queries, wording
from civic.partners.models import Attempt, Connection, Errand, PartnerAccount, Terms
from civic.partners.protocol import client as protocol
from civic.partners.protocol.client import Client, Identity
from civic.partners.protocol.known import Providers
from civic.partners.protocol.profiles import PROFILES
from civic.partners.protocol.refusals import Reason, Refused
from civic.partners.views import bp
from civic.sign_in import limits
from civic.sign_in.sessions import FRESH
from civic.sign_in.views.door import enter, too_many

SECRET = "client secret"
"""What a connection's sealed secret is for."""
LAST_USED = "partner"
"""A plain cookie: the connection by which somebody came in last on this device."""


@bp.post("/<int:connection_id>", to=policies.USE, keeps_text=False)
def go(connection_id: int) -> Response:
    policies.USE.check(g.actor, None)
    with db.reading() as session:
        door = queries.open_door(session, connection_id)
    if door is None:
        return refuse_closed(connection_id)
    return send(*door, errand=Errand.SIGN_IN, again=g.actor is not None)


def send(connection: Connection, terms: Terms, *, errand: Errand, again: bool) -> Response:
    """A page that leads on. A redirect would not do: browsers hold ``form-action 'self'`` against
    wherever a form's answer leads, and a provider may lead on to whomever it likes."""
    with db.writing() as session:
        if not limits.may_go_to_partner(session, address=request.remote_addr):
            return too_many()
        question = asking.start(
            session,
            terms=terms,
            errand=errand,
            browser=browser(),
            member_id=g.actor.id if g.actor else None,
            again=again,
            next_path=local_path(request.form.get("next")),
        )
    try:
        address = protocol.way_out(providers(), client_of(connection, terms), question)
    except Refused as refused:
        return refuse(connection, refused)
    return make_response(render("partners/go.html", address=address, who=name_of(connection)))


@bp.get("/<int:connection_id>/back", to=policies.USE)
def back(connection_id: int) -> Response:
    """Where a provider sends people back to: one of the few GETs that write."""
    policies.USE.check(g.actor, None)
    answer = {name: value for name, value in request.args.items() if len(value) <= 4096}
    with db.reading() as session:
        connection = session.get(Connection, connection_id)
    if connection is None:
        abort(404)
    try:
        attempt = _take(connection, answer.get("state", ""))
    except Refused as refused:
        return refuse(connection, refused, journal=False)
    try:
        terms = _terms(connection, attempt)
        question = protocol.Question(
            state="", nonce=attempt.nonce, verifier=attempt.verifier, again=attempt.again
        )
        identity = protocol.identify(
            providers(), client_of(connection, terms), question, answer=answer, now=now()
        )
        deed = {Errand.SIGN_IN: _signed_in, Errand.TEST: _tested, Errand.LINK: _to_link}
        return deed[attempt.errand](connection, terms, attempt, identity)
    except Refused as refused:
        return refuse(connection, refused, is_test=attempt.errand == Errand.TEST)


def _take(connection: Connection, state: str) -> Attempt:
    """Raises Refused."""
    with db.reading() as session:
        asking.find(session, state=state, browser=browser(), connection_id=connection.id)
    with db.writing() as session:
        return asking.take(session, state=state, browser=browser(), connection_id=connection.id)


def _terms(connection: Connection, attempt: Attempt) -> Terms:
    """Those with which the person was sent, if the door is still open. Raises Refused."""
    with db.reading() as session:
        terms = session.get(Terms, attempt.terms_id)
        door = queries.open_door(session, connection.id)
    is_test = attempt.errand == Errand.TEST and connection.revoked_at is None
    if terms is None or not (is_test or (door and door[1].id == terms.id)):
        raise Refused(closed(connection))
    return terms


def _signed_in(
    connection: Connection, terms: Terms, attempt: Attempt, identity: Identity
) -> Response:
    result = entering.outcome_of(connection, terms, identity)
    with db.writing() as session:
        if account := entering.account_of(session, connection, identity):
            member = entering.come_back(
                session, account=account, connection=connection, result=result
            )
            keep_claims(session, account, identity)
            return come_in(session, member, account, identity, attempt.next_path)
        if g.actor:
            flash(_("That account is not one of your ways in. You may add it here."), "warn")
            return redirect(url_for("sign_in.account"), code=303)
        asking.keep_answer(session, attempt_id=attempt.id, identity=identity, key=secret_key())
    cookie["arrival"] = attempt.id
    return redirect(url_for(".arrive"), code=303)


def come_in(
    session: Session, member: Member, account: PartnerAccount, identity: Identity, next_path: str
) -> Response:
    """The device is tied to the session at the provider, at once or after a second proof."""
    tied = entering.tie(session, account=account, identity=identity, key=secret_key())
    cookie["tied"] = [tied, _proved_at(identity)]
    cookie["next"] = next_path
    answer = enter(session, member, by="partner")
    answer.set_cookie(
        LAST_USED, str(account.connection_id), max_age=31_536_000, httponly=True,
        samesite="Lax", secure=current_app.config["CIVIC"].secure,
    )  # fmt: skip
    return answer


def note_device(session: Session, session_id: int, member_id: int) -> None:
    """A device was signed in: through a partner, if this browser has just come back from one."""
    if tied := cookie.pop("tied", None):
        entering.tie_device(
            session, tied_id=tied[0], session_id=session_id, member_id=member_id, proved_at=tied[1]
        )


def _proved_at(identity: Identity) -> float | None:
    """Where an ID token does not say when, it is taken as too long ago for sensitive acts; who
    gives none can never say, and is believed."""
    if identity.proved_at is not None or not identity.id_token:
        return identity.proved_at
    return (now() - FRESH).timestamp() - 1


def keep_claims(session: Session, account: PartnerAccount, identity: Identity) -> None:
    """For trying rules on; they go with the account, so nothing is kept of who has none yet."""
    asking.keep_claims(
        session, connection_id=account.connection_id, identity=identity, key=secret_key(),
        account_id=account.id, member_id=None,
    )  # fmt: skip


def _tested(connection: Connection, terms: Terms, attempt: Attempt, identity: Identity) -> Response:
    """Nobody is signed in: the administrator sees what came, and what the rules make of it."""
    policies.MANAGE.check(g.actor, None)
    if g.actor.id != attempt.member_id:
        raise Refused(Reason.NOT_YOURS)
    knows = not PROFILES[connection.profile].paths
    with providers().talk(connection.issuer) as line:
        names_s256 = knows and providers().provider(line, connection.issuer).names_s256
    with db.writing() as session:
        fresh = session.get_one(Terms, terms.id)
        connecting.note_test(session, actor=g.actor, terms=fresh, names_s256=names_s256)
        asking.keep_claims(
            session, connection_id=connection.id, identity=identity, key=secret_key(),
            account_id=None, member_id=g.actor.id,
        )  # fmt: skip
    flash(_("The test sign-in worked. Below is what came, and what the rules make of it."))
    return redirect(url_for("connections.show", connection_id=connection.id), code=303)


def _to_link(
    connection: Connection, terms: Terms, attempt: Attempt, identity: Identity
) -> Response:
    if g.actor is None or g.actor.id != attempt.member_id:
        raise Refused(Reason.NOT_YOURS)
    entering.outcome_of(connection, terms, identity)
    with db.writing() as session:
        asking.keep_answer(session, attempt_id=attempt.id, identity=identity, key=secret_key())
    cookie["arrival"] = attempt.id
    return redirect(url_for(".link"), code=303)


def refuse(
    connection: Connection, refused: Refused, *, journal: bool = True, is_test: bool = False
) -> Response:
    """A sentence, a way on, and a line in the journal where somebody was on their way."""
    if journal:
        with db.writing() as session:
            entering.note_refusal(session, connection_id=connection.id, reason=refused.reason)
    silent = refused.reason in (Reason.UNREACHABLE, Reason.BUSY, Reason.TOO_LARGE)
    what, cure = wording.refusal(refused.reason, name_of(connection))
    detail = refused.detail if g.actor and g.actor.is_admin else ""
    answer = make_response(
        render("partners/refused.html", what=what, cure=cure, detail=detail,
               farewell=connection.farewell if connection.revoked_at else "", is_test=is_test,
               connection_id=connection.id),
        503 if silent else 400,
    )  # fmt: skip
    if silent:
        answer.headers["Retry-After"] = "60"
    return answer


def refuse_closed(connection_id: int) -> Response:
    with db.reading() as session:
        connection = session.get(Connection, connection_id)
    if connection is None:
        abort(404)
    return refuse(connection, Refused(closed(connection)), journal=False)


def closed(connection: Connection) -> Reason:
    is_off = connection.off_at and not connection.revoked_at
    return Reason.OFF_FOR_NOW if is_off else Reason.SWITCHED_OFF


def client_of(connection: Connection, terms: Terms) -> Client:
    """Raises Refused."""
    try:
        secret = sealing.unseal(secret_key(), terms.secret, about=SECRET)
    except sealing.Unreadable as unreadable:
        raise Refused(Reason.SECRET_UNREADABLE) from unreadable
    return Client(
        issuer=connection.issuer,
        client_id=connection.client_id,
        secret=secret,
        redirect_uri=redirect_address(connection.id),
        profile=PROFILES[connection.profile],
        expects_s256=terms.names_s256,
        least_age=terms.least_age,
    )


def redirect_address(connection_id: int) -> str:
    """Of the configured site, whatever a request calls it."""
    return base_url() + url_for("partners.back", connection_id=connection_id)


def name_of(connection: Connection) -> str:
    with db.reading() as session:
        return queries.organisation_of(session, connection).name


def browser() -> str:
    """What ties attempts to this browser: one secret, however many are under way."""
    if "browser" not in cookie:
        cookie["browser"] = token_urlsafe(24)
    return str(cookie["browser"])


def providers() -> Providers:
    known: Providers = current_app.extensions["providers"]
    return known


def secret_key() -> str:
    return str(current_app.config["CIVIC"].secret_key)
