"""An organisation's own people, for its administrators and for those of the community. Whoever may
not look after them is told that there is no such page."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, TextIO

from flask import abort, flash, g, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.actor import Actor
from civic.core.addresses import Key
from civic.core.downloads import download
from civic.core.web import Pages, base_url, invalid, load, number
from civic.members import tables
from civic.organisations import people, policies, queries, rolls
from civic.organisations.models import Organisation
from civic.organisations.people import Person
from civic.sign_in import inviting, taking_along
from civic.sign_in.forms import AddressesForm
from civic.sign_in.joining import TooManyInvitations
from civic.sign_in.taking_along import TAKEN_WITHIN
from civic.sign_in.views.door import letter, tell_invited
from civic.sign_in.views.uploads import is_to_be_applied, table_sent

bp = Pages("organisation_people", __name__, url_prefix="/organisations/<slugged:key>/people")
COLUMNS = ("name", "email")


@bp.get("/", to=policies.PEOPLE)
def index(key: Key) -> str:
    organisation = load(db.session, Organisation, key, to=policies.PEOPLE)
    words, after = request.args.get("words", "")[:120], request.args.get("after", "")[:220]
    return render(
        "sign_in/organisations/people.html",
        organisation=organisation,
        page=queries.people(db.session, key.id, words=words, after=after),
        words=words,
        waiting=inviting.count_pending(db.session, organisation),
    )


def looked_after(
    session: Session, actor: Actor | None, ids: Sequence[int]
) -> dict[int, dict[str, Any]]:
    """On the first page, for whoever looks after somebody's people."""
    mine = queries.looked_after(session, actor) if actor else ()
    return {ids[0]: {"organisations": mine}} if mine else {}


@bp.get("/former", to=policies.PEOPLE)
def former(key: Key) -> str:
    organisation = load(db.session, Organisation, key, to=policies.PEOPLE)
    before = None
    with suppress(ValueError):
        before = datetime.fromisoformat(request.args.get("before", "")).replace(tzinfo=UTC)
    page = queries.former(db.session, key.id, before=before)
    return render("sign_in/organisations/former.html", organisation=organisation, page=page)


@bp.get("/<int:member_id>", to=policies.PEOPLE)
def person(key: Key, member_id: int) -> str:
    organisation = load(db.session, Organisation, key, to=policies.PEOPLE)
    one = _there(db.session, organisation, member_id)
    closing = people.closes_account(db.session, one)
    return render("sign_in/organisations/person.html", one=one, closing=closing)


@bp.post("/<int:member_id>/end", to=policies.END)
def end(key: Key, member_id: int) -> Response:
    one = _done(key, member_id, people.deactivate)
    flash(_("%(name)s is signed out everywhere.", name=one.member.name))
    return redirect(url_for(".person", key=one.organisation, member_id=member_id), code=303)


@bp.post("/<int:member_id>/return", to=policies.END)
def come_back(key: Key, member_id: int) -> Response:
    one = _done(key, member_id, people.reactivate)
    flash(_("%(name)s belongs to the organisation again.", name=one.member.name))
    return redirect(url_for(".person", key=one.organisation, member_id=member_id), code=303)


@bp.route("/invite", methods=["GET", "POST"], to=policies.BRING_IN)
def invite(key: Key) -> Response | str:
    organisation = load(db.session, Organisation, key, to=policies.BRING_IN)
    form = AddressesForm()
    shown = {"organisation": organisation, "form": form}
    before = request.args.get("before", 0, type=number)
    shown["pending"] = inviting.pending(db.session, organisation, before=before)
    if request.method == "GET":
        return render("sign_in/organisations/invite.html", **shown)
    if not form.validate():
        return invalid("sign_in/organisations/invite.html", **shown)
    try:
        return _send(organisation, form.people())
    except TooManyInvitations:
        form.addresses.errors = [
            _("Too many invitations wait for an answer already. Withdraw some first.")
        ]
        return invalid("sign_in/organisations/invite.html", **shown)


@bp.route("/invite/table", methods=["GET", "POST"], to=policies.BRING_IN)
def table(key: Key) -> Response | str:
    """A file is read and shown first; nobody is invited before that."""
    organisation = load(db.session, Organisation, key, to=policies.BRING_IN)
    page, shown = "sign_in/organisations/table.html", {"organisation": organisation}
    if request.method == "GET":
        return render(page, table=None, **shown)
    try:
        sent, packed = table_sent(COLUMNS)
    except tables.NoTable as problem:
        return invalid(page, table=None, problem=_(str(problem)), **shown)
    inviting.recognise(db.session, organisation, sent)
    found = [(line.values["name"], line.values["email"]) for line in sent.good]
    if not is_to_be_applied() or not found:
        return render(page, table=sent, packed=packed, **shown)
    try:
        return _send(organisation, found)
    except TooManyInvitations:
        wrong = _("Too many invitations wait for an answer already. Withdraw some first.")
        return invalid(page, table=sent, packed=packed, problem=wrong, **shown)


@bp.post("/invite/<int:token_id>/withdraw", to=policies.BRING_IN)
def withdraw(key: Key, token_id: int) -> Response:
    with db.writing() as session:
        organisation = load(session, Organisation, key, to=policies.BRING_IN)
        gone = inviting.withdraw(
            session, actor=g.actor, organisation=organisation, token_id=token_id
        ) or abort(404)
    flash(_("The invitation of %(address)s no longer works.", address=gone.address))
    return redirect(url_for(".invite", key=organisation), code=303)


@bp.route("/export", methods=["GET", "POST"], to=policies.EXPORT, fresh=True)
def export(key: Key) -> Response | str:
    """Names and addresses of its people leave the house when two people have agreed."""
    organisation = load(db.session, Organisation, key, to=policies.EXPORT)
    if request.method == "GET":
        ready = taking_along.ready(db.session, actor=g.actor, organisation_id=key.id)
        shown = {"organisation": organisation, "ready": ready}
        return render("sign_in/organisations/export.html", until=TAKEN_WITHIN, **shown)
    with db.writing() as session:
        act = taking_along.ask(session, actor=g.actor, organisation_id=key.id)
    return redirect(url_for("joint.show", act_id=act.id), code=303)


@bp.post("/people.csv", to=policies.EXPORT, fresh=True)
def take(key: Key) -> Response:
    """Once, by whoever asked for it. That the names have left is in the public record before they
    do."""
    with db.writing() as session:
        organisation = load(session, Organisation, key, to=policies.EXPORT)
        if not taking_along.take(session, actor=g.actor, organisation_id=key.id):
            return redirect(url_for(".export", key=organisation), code=303)

        def write(out: TextIO) -> None:
            names = rolls.write(session, organisation.id, out)
            people.export(session, organisation=organisation, actor=g.actor, names=names)

        answer = download(write, name="people.csv")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _there(
    session: Session, organisation: Organisation, member_id: int, *, lock: bool = False
) -> Person:
    """Other organisations' people, and those of none, are not here."""
    return people.person(session, organisation, member_id, lock=lock) or abort(404)


def _done(key: Key, member_id: int, deed: Any) -> Person:
    with db.writing() as session:
        organisation = load(session, Organisation, key, to=policies.PEOPLE)
        one = _there(session, organisation, member_id, lock=True)
        deed(session, actor=g.actor, one=one)
    return one


def _send(organisation: Organisation, found: list[tuple[str | None, str]]) -> Response:
    """Raises TooManyInvitations."""
    mail = letter("invitation_of_organisation", organisation=organisation, inviter=g.actor.name)
    with db.writing() as session:
        kept = session.get_one(Organisation, organisation.id)
        inviting.invite(
            session, actor=g.actor, organisation=kept, people=found, letter=mail,
            base_url=base_url(),
        )  # fmt: skip
    tell_invited(len(found))
    return redirect(url_for(".invite", key=organisation), code=303)
