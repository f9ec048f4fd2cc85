"""The phases of a space: planning them, and entering one by hand."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import abort, current_app, flash, g, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.addresses import Key
from civic.core.forms import in_our_time, one_line
from civic.core.web import invalid, load
from civic.core.words import time_zone
from civic.spaces import actions, policies, queries
from civic.spaces.models import Phase, Space
from civic.spaces.views import bp

MOST = 12
"""Phases to come that one form holds."""
SPARE = 2
"""Empty ones at its end."""
LONGEST = 80
"""Characters of a phase's name."""


@bp.route("/<slugged:key>/phases", methods=["GET", "POST"], to=policies.ADMINISTER)
def phases(key: Key) -> Response | str:
    space = load(db.session, Space, key, to=policies.VIEW)
    policies.ADMINISTER.check(g.actor, space)
    known = queries.phases(db.session, space.id)
    acts = current_app.extensions["registry"].acts
    shown = {"space": space, "phases": [p for p in known if p.entered_at], "acts": acts}
    coming = [p for p in known if not p.entered_at]
    if request.method == "GET":
        rows = [_shown(phase) for phase in coming]
        return render("spaces/phases.html", **shown, coming=coming, rows=_with_spare(rows))
    rows = _typed()
    if any(row["wrong"] for row in rows):
        return invalid("spaces/phases.html", **shown, coming=coming, rows=_with_spare(rows))
    with db.writing() as session:
        kept = load(session, Space, key, to=policies.VIEW, lock=True)
        actions.plan(session, space=kept, actor=g.actor, phases=rows)
    flash(_("The phases are saved."))
    return redirect(url_for(".phases", key=space), code=303)


@bp.post("/<slugged:key>/phases/<int:phase_id>/enter", to=policies.ADMINISTER)
def enter(key: Key, phase_id: int) -> Response:
    with db.writing() as session:
        space = load(session, Space, key, to=policies.VIEW, lock=True)
        phase = _phase(session, space, phase_id)
        actions.enter(session, space=space, phase=phase, actor=g.actor)
    flash(_("The phase “%(title)s” has begun.", title=phase.title))
    return redirect(url_for(".show", key=space), code=303)


@bp.post("/<slugged:key>/phases/<int:phase_id>/rename", to=policies.ADMINISTER)
def rename(key: Key, phase_id: int) -> Response:
    _phase(db.session, load(db.session, Space, key, to=policies.VIEW), phase_id)
    title = str(one_line(request.form.get("title", "")))
    if not 0 < len(title) <= LONGEST:
        flash(_("Name the phase, in 80 characters at most."), "bad")
        return redirect(url_for(".phases", key=key), code=303)
    with db.writing() as session:
        space = load(session, Space, key, to=policies.VIEW, lock=True)
        phase = _phase(session, space, phase_id)
        actions.rename(session, phase=phase, space=space, actor=g.actor, title=title)
    flash(_("The phase has its new name."))
    return redirect(url_for(".phases", key=space), code=303)


def _phase(session: Session, space: Space, phase_id: int) -> Phase:
    policies.ADMINISTER.check(g.actor, space)
    phase = session.get(Phase, phase_id)
    if phase is None or phase.space_id != space.id:
        abort(404)
    return phase


def _shown(phase: Phase) -> dict[str, object]:
    starts = phase.starts_at and phase.starts_at.astimezone(ZoneInfo(time_zone()))
    return {
        "title": phase.title,
        "acts": phase.acts,
        "starts": starts.strftime("%Y-%m-%dT%H:%M") if starts else "",
        "wrong": "",
    }


def _with_spare(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    empty: dict[str, object] = {"title": "", "acts": [], "starts": "", "wrong": ""}
    return [*rows, *[empty] * SPARE][:MOST]


def _typed() -> list[dict[str, object]]:
    """``title-1``, ``acts-1``, ``starts-1``…; rows in which nothing was typed are left out."""
    rows: list[dict[str, object]] = []
    for number in range(1, MOST + 1):
        title = request.form.get(f"title-{number}", "").strip()
        starts = request.form.get(f"starts-{number}", "").strip()
        acts = request.form.getlist(f"acts-{number}")
        if not (title or starts or acts):
            continue
        starts_at, wrong = (
            None,
            "" if 0 < len(title) <= LONGEST else _("Name the phase, in 80 characters at most."),
        )
        try:
            if starts:
                read = in_our_time(datetime.fromisoformat(starts))
                starts_at = read.replace(tzinfo=ZoneInfo(time_zone()))
        except ValueError:
            wrong = _("Give day and hour, or leave the beginning empty.")
        rows.append(
            {"title": title, "acts": acts, "starts": starts, "starts_at": starts_at, "wrong": wrong}
        )
    return rows
