"""Administrators connect partner organisations: prepared, looked at, tried, confirmed by two."""

import json
from collections.abc import Sequence
from typing import Any

from flask import abort, flash, g, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from sqlalchemy import select as pick
from sqlmodel import Session, col
from werkzeug.wrappers import Response

from civic.core import db, sealing
from civic.core.actor import Actor
from civic.core.tables import columns
from civic.core.web import base_url, invalid
from civic.organisations.models import Organisation
from civic.partners import asking, connecting, policies, queries, wording
from civic.partners.checking import look_at
from civic.partners.forms import ConnectionForm, TermsForm
from civic.partners.models import Connection, Errand, Terms, TermsState
from civic.partners.protocol.profiles import PROFILES
from civic.partners.rules import outcome, read
from civic.partners.views import admin
from civic.partners.views.going import (
    SECRET,
    providers,
    redirect_address,
    secret_key,
    send,
)
from civic.partners.views.leaving import after_leaving


@admin.get("/", to=policies.MANAGE)
def index() -> str:
    policies.MANAGE.check(g.actor, None)
    return render("partners/index.html", connections=queries.connections(db.session))


@admin.route("/new", methods=["GET", "POST"], to=policies.MANAGE, keeps_text=False, fresh=True)
def new() -> Response | str:
    policies.MANAGE.check(g.actor, None)
    form = ConnectionForm() if request.method == "POST" else ConnectionForm(formdata=None)
    form.organisation_id.choices = _organisations(db.session)
    if request.method == "GET":
        form.organisation_id.data = request.args.get("organisation", type=int)
        return render("partners/new.html", form=form)
    if not form.validate():
        return invalid("partners/new.html", form=form)
    about = form.about()
    if _is_known(about["issuer"], about["client_id"]):
        form.client_id.errors = [_("There is a connection with this issuer and client id already.")]
        return invalid("partners/new.html", form=form)
    with db.writing() as session:
        connection = connecting.prepare(
            session, actor=g.actor, about=about, terms=_terms_values(form)
        )
    flash(_("Prepared. Nobody comes in by it yet: follow the steps below."))
    return redirect(url_for(".show", connection_id=connection.id), code=303)


@admin.get("/<int:connection_id>", to=policies.MANAGE)
def show(connection_id: int) -> str:
    policies.MANAGE.check(g.actor, None)
    return render("partners/show.html", **shown(connection_id))


@admin.post("/<int:connection_id>/check", to=policies.MANAGE)
def check(connection_id: int) -> str:
    """Ask the provider now what it says of itself, and say it in words."""
    policies.MANAGE.check(g.actor, None)
    with db.reading() as session:
        connection = session.get(Connection, connection_id) or abort(404)
    findings = look_at(
        providers(), PROFILES[connection.profile], connection.issuer, base_url=base_url()
    )
    return render("partners/show.html", findings=findings, **shown(connection_id))


@admin.post("/<int:connection_id>/test", to=policies.MANAGE, keeps_text=False)
def test(connection_id: int) -> Response:
    """A sign-in by which nobody is signed in."""
    policies.MANAGE.check(g.actor, None)
    with db.reading() as session:
        connection = session.get(Connection, connection_id) or abort(404)
        terms = queries.terms_in(session, connection_id, TermsState.DRAFT)
    if terms is None or connection.revoked_at:
        abort(404)
    if not (connection.client_id and terms.secret):
        flash(_("Write down the client id and the secret first."), "warn")
        return redirect(url_for(".show", connection_id=connection_id), code=303)
    return send(connection, terms, errand=Errand.TEST, again=False)


@admin.route("/<int:connection_id>/edit", methods=["GET", "POST"], to=policies.MANAGE,
             keeps_text=False, fresh=True)  # fmt: skip
def edit(connection_id: int) -> Response | str:
    policies.MANAGE.check(g.actor, None)
    connection = db.session.get(Connection, connection_id)
    if connection is None or connection.revoked_at:
        abort(404)
    terms = newest(db.session, connection_id)
    present = {"issuer": connection.issuer, "client_id": connection.client_id}
    known = {"label": terms.label, "least_age": terms.least_age} if terms else {}
    form = TermsForm(data=known | present)
    form.kind_of_sign_in = connection.profile
    may_be_another = queries.never_in_force(db.session, connection_id)
    if not may_be_another:
        del form.issuer, form.client_id
    shown = {"form": form, "connection_id": connection_id}
    shown["has_secret"] = bool(terms and terms.secret)
    if request.method == "GET":
        return render("partners/edit.html", **shown)
    if not form.validate():
        return invalid("partners/edit.html", **shown)
    wanted = {name: form[name].data for name in present} if may_be_another else present
    if wanted != present and _is_known(**wanted):
        form.client_id.errors = [_("There is a connection with this issuer and client id already.")]
        return invalid("partners/edit.html", **shown)
    try:
        with db.writing() as session:
            kept = session.get_one(Connection, connection_id)
            to_come = connecting.rewrite(
                session, actor=g.actor, connection=kept, values=_terms_values(form), identity=wanted
            )
    except connecting.InForce:
        flash(_("It came into force in the meantime: look at it again."), "warn")
        return redirect(url_for(".show", connection_id=connection_id), code=303)
    flash(_("Kept for now. It has to be tried and confirmed before it is in force."))
    if shown["has_secret"] and not to_come.secret:
        flash(_("The client secret was for another server: type the one for this server."), "warn")
    return redirect(url_for(".show", connection_id=connection_id), code=303)


def _is_known(issuer: str, client_id: str) -> bool:
    known = pick(*columns(Connection.id)).where(
        col(Connection.issuer) == issuer, col(Connection.client_id) == client_id
    )
    return db.session.execute(known).first() is not None


def _terms_values(form: TermsForm) -> dict[str, Any]:
    """A secret that was left empty stays as it is."""
    values: dict[str, Any] = {"label": form.label.data, "least_age": form.least_age.data}
    if form.secret.data:
        values["secret"] = sealing.seal(secret_key(), form.secret.data, about=SECRET)
    return values


def of_organisations(
    session: Session, actor: Actor | None, ids: Sequence[int]
) -> dict[int, dict[str, object]]:
    """For who keeps the page of an organisation: its doors, and how to add one."""
    if not policies.MANAGE.allows(actor, None):
        return {}
    known = queries.connections_of(session, ids)
    return {id: {"connections": known.get(id, []), "organisation_id": id} for id in ids}


def newest(session: Session, connection_id: int) -> Terms | None:
    to_come = queries.terms_in(session, connection_id, TermsState.DRAFT)
    return to_come or queries.terms_in(session, connection_id, TermsState.IN_FORCE)


def shown(connection_id: int) -> dict[str, Any]:
    """What the page of a connection shows."""
    with db.reading() as session:
        connection = session.get(Connection, connection_id) or abort(404)
        to_come = queries.terms_in(session, connection_id, TermsState.DRAFT)
        in_force = queries.terms_in(session, connection_id, TermsState.IN_FORCE)
        terms = to_come or in_force
        last = queries.last_claims(session, connection_id)
        return {
            "connection": connection,
            "organisation": queries.organisation_of(session, connection),
            "profile_words": wording.PROFILES[connection.profile],
            "to_come": to_come,
            "in_force": in_force,
            "act": connecting.asking(session, to_come),
            "deciding": connecting.deciding(session, connection_id),
            "complete": bool(connection.client_id and terms and terms.secret),
            "rules": list(enumerate(read(terms.rules))) if terms else [],
            "kinds": wording.KINDS,
            "roles": wording.ROLES,
            "spaces": queries.spaces(session),
            "redirect_address": redirect_address(connection.id),
            "leaving_address": after_leaving(),
            "told_address": base_url() + url_for("partners.told", connection_id=connection.id),
            "preview": _preview(connection, terms, last.claims) if terms and last else None,
            "previewed_at": last.at if last else None,
        }


def _preview(connection: Connection, terms: Terms, sealed: bytes) -> dict[str, Any] | None:
    """What came at the last sign-in, and what the rules would make of it."""
    try:
        claims = json.loads(sealing.unseal(secret_key(), sealed, about=asking.CLAIMS))
    except sealing.Unreadable:
        return None
    profile = PROFILES[connection.profile]
    result = outcome(claims, read(terms.rules), name_claims=profile.name_claims)
    named = [
        (name, json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else value)
        for name, value in sorted(claims.items())
    ]
    return {"claims": named, "result": result, "places": wording.gift_words}


def _organisations(session: Session) -> list[tuple[int, str]]:
    found = pick(*columns(Organisation.id, Organisation.name)).where(
        col(Organisation.archived_at).is_(None)
    )
    rows = session.execute(found.order_by(col(Organisation.sort_name)).limit(500))
    return [(row[0], row[1]) for row in rows]
