"""Preparing a vote, one question per page. Every page of a draft can be reached from every other,
and whatever button leaves a page saves it first."""

from typing import Any

from flask import flash, g, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.addresses import Key
from civic.core.clock import now
from civic.core.forms import Form
from civic.core.web import invalid, load
from civic.core.words import N_
from civic.spaces.enrolling import count_outside
from voting import actions, by_two, policies, roll
from voting.forms import ScheduleForm, SecrecyForm, SubjectForm, VotersForm
from voting.models import Round
from voting.rules import all_rules
from voting.views import bp

STEPS = {
    "subject": N_("Subject"),
    "questions": N_("Questions and rules"),
    "voters": N_("Who votes"),
    "secrecy": N_("Secrecy"),
    "schedule": N_("Schedule"),
    "check": N_("Last check"),
}
NAMES_SHOWN = 100
AnyStep = type[SubjectForm] | type[VotersForm] | type[SecrecyForm] | type[ScheduleForm]


@bp.route("/<slugged:key>/edit/subject", methods=["GET", "POST"], to=policies.EDIT)
def edit_subject(key: Key) -> Response | str:
    return _page(key, "subject", SubjectForm)


@bp.route("/<slugged:key>/edit/voters", methods=["GET", "POST"], to=policies.EDIT)
def edit_voters(key: Key) -> Response | str:
    """A change is shown with how many would vote before it is saved: ``then`` is ``look``."""
    return _page(key, "voters", VotersForm)


@bp.route("/<slugged:key>/edit/secrecy", methods=["GET", "POST"], to=policies.EDIT)
def edit_secrecy(key: Key) -> Response | str:
    return _page(key, "secrecy", SecrecyForm)


@bp.route("/<slugged:key>/edit/schedule", methods=["GET", "POST"], to=policies.EDIT)
def edit_schedule(key: Key) -> Response | str:
    return _page(key, "schedule", ScheduleForm)


@bp.get("/<slugged:key>/edit", to=policies.EDIT)
def edit(key: Key) -> str:
    """The check: every problem with its cure, and what members will read."""
    round = draft(key)
    classes = _classes(round, round.roll_filters, weighted=round.weighted)
    found = (
        actions.problems(round, now=now())
        + actions.picked_problems(db.session, round)
        + actions.roll_problems(round, classes)
    )
    shown = about(round, "check")
    cautions = actions.cautions(db.session, round, voters=shown["heads"])
    return render("voting/wizard/check.html", problems=found, cautions=cautions, **shown)


def draft(key: Key) -> Round:
    round = load(db.session, Round, key, to=policies.VIEW)
    policies.EDIT.check(g.actor, round)
    return round


def about(round: Round, step: str) -> dict[str, Any]:
    """What every page of the wizard shows beside its form."""
    classes = _classes(round, round.roll_filters, weighted=round.weighted)
    return {
        "round": round,
        "space": round.space,
        "questions": round.questions,
        "rules": all_rules(),
        "steps": STEPS,
        "step": step,
        "heads": sum(heads for _weight, heads in classes),
        "weights": sum(weight * heads for weight, heads in classes),
        "telling": actions.has_fingerprints(round.questions),
        "few": actions.FEW_VOTERS,
    }


def onward(round: Round, step: str) -> Response:
    """To the page that the pressed button names; to the next one by itself."""
    names = list(STEPS)
    wanted = request.form.get("then", "")
    if wanted not in names:
        wanted = names[min(names.index(step) + 1, len(names) - 1)]
    return redirect(address(round, wanted), code=303)


def address(round: Round | Key, step: str) -> str:
    return url_for(".edit" if step == "check" else f".edit_{step}", key=round)


def _page(key: Key, step: str, kind: AnyStep) -> Response | str:
    round = draft(key)
    form = kind.showing(round) if request.method == "GET" else kind()
    context = {"form": form} | _offer(round, form) | about(round, step)
    template = f"voting/wizard/{step}.html"
    if request.method == "GET":
        return render(template, **context)
    if not form.validate():
        return invalid(template, **context)
    if request.form.get("then") == "look":
        return render(template, **context)
    with db.writing() as session:
        kept = load(session, Round, key, to=policies.VIEW, lock=True)
        actions.edit(session, round=kept, actor=g.actor, **form.values(kept.space.language))
    flash(_("Saved."))
    return onward(kept, step)


def _offer(round: Round, form: Form) -> dict[str, Any]:
    """What a page shows besides its fields: of the schedule, how many people may change it once the
    vote is open; of the voters, what the members of the space offer to choose from, and who is left
    by what is ticked. A form that has to know more of the vote than its own fields is told."""
    if isinstance(form, SecrecyForm) and round.mandates and actions.has_copies(round.questions):
        form.copies_tell = _(actions.COPIES_TELL)
    if isinstance(form, ScheduleForm):
        return {"may_change": len(by_two.who_may(db.session, round.space_id))}
    if not isinstance(form, VotersForm):
        return {}
    names = ("categories", "colleges")
    form.offer(
        **{name: roll.groups(db.session, space_id=round.space_id, column=name) for name in names}
    )
    values = form.values(round.space.language)
    filters = values["roll_filters"]
    classes = _classes(round, filters, weighted=values["weighted"])
    everybody = (
        _classes(round, {}, weighted=values["weighted"]) if any(filters.values()) else classes
    )
    return {
        "classes": classes,
        "left_out": sum(heads for _w, heads in everybody) - sum(heads for _w, heads in classes),
        "faults": actions.roll_problems(round, classes),
        "names": roll.preview_names(
            db.session,
            space_id=round.space_id,
            filters=filters,
            on=g.community.day_of(now()),
            limit=NAMES_SHOWN,
        ),
        "shown": NAMES_SHOWN,
        "outside": count_outside(db.session, round.space),
    }


def _classes(round: Round, filters: dict[str, Any], *, weighted: bool) -> list[tuple[int, int]]:
    return roll.preview(
        db.session,
        space_id=round.space_id,
        filters=filters,
        weighted=weighted,
        on=g.community.day_of(now()),
    )
