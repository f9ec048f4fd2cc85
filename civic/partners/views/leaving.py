"""Signing out there as well as here, and hearing that somebody signed out there."""

from flask import abort, current_app, g, make_response, request, url_for
from flask import render_template as render
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlmodel import Session
from werkzeug.wrappers import Response

from civic.core import db, sealing
from civic.core.clock import now
from civic.core.web import base_url
from civic.partners import entering, policies, queries
from civic.partners.models import Connection, PartnerAccount, PartnerSession
from civic.partners.protocol import tokens
from civic.partners.protocol.client import sign_out_address
from civic.partners.protocol.profiles import PROFILES
from civic.partners.protocol.refusals import Reason, Refused
from civic.partners.views import bp
from civic.partners.views.going import name_of, providers, secret_key

GOOD_FOR = 600
"""Seconds in which one may still sign out there."""


def farewell(session: Session, session_id: int) -> str | None:
    """For signing out: the page on which it goes on, where the device came in through a partner."""
    tied = queries.of_device(session, session_id)
    if tied is None:
        return None
    return url_for("partners.leave", signed=_signer().dumps(tied.id))


@bp.get("/leave/<signed>", to=policies.USE)
def leave(signed: str) -> str:
    """Signed out here; one press more, and there too. Providers of the state ask for both."""
    policies.USE.check(g.actor, None)
    try:
        number = _signer().loads(signed, max_age=GOOD_FOR)
    except BadSignature:
        abort(404)
    with db.reading() as session:
        tied = session.get(PartnerSession, number)
        account = session.get(PartnerAccount, tied.account_id) if tied else None
        connection = session.get(Connection, account.connection_id) if account else None
    if tied is None or connection is None:
        abort(404)
    return render(
        "partners/leave.html",
        who=name_of(connection),
        address=_address(connection, tied),
        at_once=PROFILES[connection.profile].always_signs_out,
    )


def _address(connection: Connection, tied: PartnerSession) -> str | None:
    """None where the provider offers it not, or does not answer."""
    if not tied.id_token:
        return None
    try:
        token = sealing.unseal(secret_key(), tied.id_token, about=entering.TOKEN)
        with providers().talk(connection.issuer) as line:
            provider = providers().provider(line, connection.issuer)
    except (Refused, sealing.Unreadable):
        return None
    return sign_out_address(
        provider, client_id=connection.client_id, id_token=token, back=after_leaving()
    )


def after_leaving() -> str:
    """Registered with the provider: where it sends people once they are signed out there."""
    return base_url() + url_for("home.show")


@bp.post("/<int:connection_id>/told", to=policies.USE, keeps_text=False, from_elsewhere=True)
def told(connection_id: int) -> Response:
    """Back-channel logout. The signed token is the proof; whatever is wrong with it, nothing
    happens and nothing is told."""
    policies.USE.check(g.actor, None)
    token = request.form.get("logout_token", "")
    with db.reading() as session:
        connection = session.get(Connection, connection_id)
    if connection is None or connection.revoked_at:
        abort(404)
    try:
        said = _checked(connection, token)
    except Refused:
        return _plainly(400)
    with db.writing() as session:
        entering.sign_out_elsewhere(session, issuer=connection.issuer, said=said)
    return _plainly(200)


def _checked(connection: Connection, token: str) -> tokens.SignedOut:
    """Raises Refused."""
    if PROFILES[connection.profile].paths:
        raise Refused(Reason.BAD_TOKEN)
    tokens.header_of(token)  # before anybody is asked for keys
    with providers().talk(connection.issuer) as line:
        provider = providers().provider(line, connection.issuer)
        claims = providers().statement(line, provider, token)
    return tokens.check_signed_out(
        token, claims, issuer=connection.issuer, client_id=connection.client_id, now=now()
    )


def _plainly(code: int) -> Response:
    answer = make_response("", code)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="partner farewell")
