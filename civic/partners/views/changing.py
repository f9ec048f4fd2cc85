"""Claim rules, confirmation by a second administrator, and shutting a door."""

from flask import abort, flash, g, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.web import invalid
from civic.partners import connecting, policies, queries
from civic.partners.forms import RevokeForm, RuleForm
from civic.partners.models import Connection, Terms, TermsState
from civic.partners.rules import Kind, read
from civic.partners.views import admin
from civic.partners.views.managing import newest

MOST_RULES = 60


@admin.route("/<int:connection_id>/rules", methods=["GET", "POST"], to=policies.MANAGE,
             keeps_text=False, fresh=True)  # fmt: skip
def add_rule(connection_id: int) -> Response | str:
    policies.MANAGE.check(g.actor, None)
    connection, terms = _open(connection_id)
    form = RuleForm() if request.method == "POST" else RuleForm(formdata=None)
    spaces = queries.spaces_to_give(db.session, connection.organisation_id)
    form.space_id.choices = [(0, "–"), *spaces.items()]
    shown = {"form": form, "connection_id": connection_id}
    if request.method == "GET":
        form.kind.data = request.args.get("kind", Kind.ROLE.value)
        form.claim.data = request.args.get("claim", "")
        return render("partners/rule.html", **shown)
    if not form.validate():
        return invalid("partners/rule.html", **shown)
    rules = [*read(terms.rules), form.rule()]
    if len(rules) > MOST_RULES:
        form.form_errors.append(_("60 rules at most. Take one away first."))
        return invalid("partners/rule.html", **shown)
    with db.writing() as session:
        connecting.rule(session, actor=g.actor, connection=connection, rules=rules)
    flash(_("The rule is added. Changes have to be confirmed before they are in force."))
    return _back(connection_id)


@admin.post("/<int:connection_id>/rules/drop", to=policies.MANAGE, fresh=True)
def drop_rule(connection_id: int) -> Response:
    policies.MANAGE.check(g.actor, None)
    connection, terms = _open(connection_id)
    number = request.form.get("rule", default=-1, type=int)
    rules = read(terms.rules)
    if not 0 <= number < len(rules):
        abort(404)
    with db.writing() as session:
        rest = rules[:number] + rules[number + 1 :]
        connecting.rule(session, actor=g.actor, connection=connection, rules=rest)
    flash(_("The rule is gone. Changes have to be confirmed before they are in force."))
    return _back(connection_id)


@admin.post("/<int:connection_id>/ask", to=policies.MANAGE, fresh=True)
def ask(connection_id: int) -> Response:
    policies.MANAGE.check(g.actor, None)
    _open(connection_id)
    with db.writing() as session:
        terms = queries.terms_in(session, connection_id, TermsState.DRAFT) or abort(404)
        try:
            act = connecting.ask(session, actor=g.actor, terms=terms)
        except connecting.NotTested:
            flash(_("Try it first: a test sign-in shows that it works."), "warn")
            return _back(connection_id)
    return redirect(url_for("joint.show", act_id=act.id), code=303)


@admin.post("/<int:connection_id>/withdraw", to=policies.MANAGE, fresh=True)
def withdraw(connection_id: int) -> Response:
    """The change is dropped. A connection that was never in force goes with it."""
    policies.MANAGE.check(g.actor, None)
    with db.writing() as session:
        terms = queries.terms_in(session, connection_id, TermsState.DRAFT) or abort(404)
        connecting.withdraw(session, actor=g.actor, terms=terms)
        session.flush()
        was_open = queries.terms_in(session, connection_id, TermsState.IN_FORCE)
        if was_open is None:
            session.delete(session.get_one(Connection, connection_id))
    flash(_("The change is dropped."))
    return _back(connection_id) if was_open else redirect(url_for(".index"), code=303)


@admin.post("/<int:connection_id>/off", to=policies.MANAGE, fresh=True)
def switch_off(connection_id: int) -> Response:
    """At once, by one person: whoever shuts a door lets nobody in."""
    policies.MANAGE.check(g.actor, None)
    _open(connection_id)
    with db.writing() as session:
        connection = session.get_one(Connection, connection_id, with_for_update=True)
        connecting.switch_off(session, actor=g.actor, connection=connection)
    flash(_("Switched off. Nobody comes in by it, and the other administrators are told."))
    return _back(connection_id)


@admin.post("/<int:connection_id>/on", to=policies.MANAGE, fresh=True)
def switch_on(connection_id: int) -> Response:
    policies.MANAGE.check(g.actor, None)
    _open(connection_id)
    with db.writing() as session:
        connection = session.get_one(Connection, connection_id)
        act = connecting.ask_to_switch_on(session, actor=g.actor, connection=connection)
    return redirect(url_for("joint.show", act_id=act.id), code=303)


@admin.route("/<int:connection_id>/revoke", methods=["GET", "POST"], to=policies.MANAGE,
             keeps_text=False, fresh=True)  # fmt: skip
def revoke(connection_id: int) -> Response | str:
    policies.MANAGE.check(g.actor, None)
    _open(connection_id)
    form = RevokeForm() if request.method == "POST" else RevokeForm(formdata=None)
    shown = {"form": form, "connection_id": connection_id}
    if request.method == "GET":
        return render("partners/revoke.html", **shown)
    if not form.validate():
        return invalid("partners/revoke.html", **shown)
    with db.writing() as session:
        act = connecting.ask_to_revoke(
            session,
            actor=g.actor,
            connection=session.get_one(Connection, connection_id),
            farewell=form.farewell.data,
            takes_back=form.takes_back.data,
        )
    return redirect(url_for("joint.show", act_id=act.id), code=303)


def _open(connection_id: int) -> tuple[Connection, Terms]:
    """A connection that is not shut, and its newest terms; 404 otherwise."""
    with db.reading() as session:
        connection = session.get(Connection, connection_id)
        terms = newest(session, connection_id)
    if connection is None or terms is None or connection.revoked_at:
        abort(404)
    return connection, terms


def _back(connection_id: int) -> Response:
    return redirect(url_for(".show", connection_id=connection_id), code=303)
