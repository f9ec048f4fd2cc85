"""How a vote is begun: on an empty paper, or filled in as votes of its kind usually are."""

from collections.abc import Mapping
from typing import Any

from flask import abort, flash, g, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.addresses import Key
from civic.core.clock import now
from civic.core.web import invalid, load
from civic.spaces.models import Space
from civic.spaces.policies import VIEW as VIEW_SPACE
from civic.spaces.queries import visible
from voting import actions, by_two, policies, presets, roll
from voting.forms import Settings, SubjectForm, next_week
from voting.models import Disclosure, Round
from voting.presets import Preset
from voting.rules import Parameter, all_rules
from voting.views import bp
from voting.views.wizard import STEPS


@bp.get("/new", to=policies.LIST)
def where() -> Response | str:
    """The spaces in which the reader may prepare a vote now; straight into it, where it is one."""
    policies.LIST.check(g.actor, None)
    spaces = visible(db.session, g.actor)
    here = [space for space in spaces if policies.DRAFT.allows(g.actor, space)]
    if len(here) == 1:
        return redirect(url_for(".begin", key=here[0]))
    return render("voting/wizard/where.html", open=here)


@bp.get("/new/<slugged:key>/from", to=policies.DRAFT)
def begin(key: Key) -> str:
    """Each kind of vote with all that it fills in, in words; or an empty paper. ``pick``: a row of
    another feature, such as a proposal, that shall stand on the paper (``proposals:7``)."""
    space = _space(key)
    context = _context(space) | {"presets": presets.PRESETS, "told": _told, "pick": _pick()}
    return render("voting/wizard/begin.html", **context)


@bp.route("/new/<slugged:key>", methods=["GET", "POST"], to=policies.DRAFT)
def new(key: Key) -> Response | str:
    """The first page; once it is saved, the draft exists. ``like`` names a preset; with ``pick``
    the question under which it stands is next."""
    space = _space(key)
    name = request.args.get("like")
    preset = None if name is None else presets.BY_ID.get(name) or abort(404)
    asked = _asked(preset)
    posted = request.method == "POST"
    form = SubjectForm() if posted else _showing(preset)
    filled = _filled(preset, asked)
    context = _context(space) | {
        "form": form,
        "preset": preset,
        "told": _told,
        "pick": _pick(),
        "asked": asked,
        "filled": filled,
    }
    if not posted:
        return render("voting/wizard/subject.html", **context)
    good = form.validate()
    if asked and filled and not filled.validate():
        form.form_errors.extend(filled.errors.values())
        good = False
    if not good:
        return invalid("voting/wizard/subject.html", **context)
    answer = {asked.name: filled.values[asked.name]} if asked and filled else {}
    with db.writing() as session:
        round = actions.draft_round(
            session,
            space=session.get_one(Space, key.id),
            actor=g.actor,
            questions=actions.paper(preset, answer) if preset else [],
            closes_at=next_week(),
            **form.values(space.language),
            **(_rest(preset, context) if preset else {}),
        )
    if preset:
        left = f" {_(preset.to_write)}" if preset.to_write else ""
        flash(_("Filled in. Every setting can still be changed.") + left)
    return redirect(_next_page(round), code=303)


def _next_page(round: Round) -> str:
    """What was picked goes under the only question there is, or under a new one."""
    if pick := _pick():
        if len(round.questions) == 1:
            return url_for(".edit_question", key=round, place=1, pick=pick)
        return url_for(".add_question", key=round, pick=pick)
    return url_for(".edit_questions", key=round)


def _pick() -> str | None:
    return request.args.get("pick")


def _space(key: Key) -> Space:
    space = load(db.session, Space, key, to=VIEW_SPACE)
    policies.DRAFT.check(g.actor, space)
    return space


def _context(space: Space) -> dict[str, Any]:
    paid_up = roll.preview(
        db.session,
        space_id=space.id,
        filters={"paid_up": True},
        weighted=False,
        on=g.community.day_of(now()),
    )
    return {
        "space": space,
        "steps": STEPS,
        "step": "subject",
        "round": None,
        "rules": all_rules(),
        "preset": None,
        "dues": bool(paid_up),
        "several": len(by_two.who_may(db.session, space.id)) > 1,
    }


def _told(preset: Preset) -> dict[str, Any]:
    """A preset's paper, and what its first rule leaves open but for what is asked at the start."""
    paper = actions.paper(preset, {})
    open_ = all_rules()[preset.questions[0].rule].parameters
    return {"paper": paper, "open": tuple(p for p in open_ if p.name != preset.asks)}


def _showing(preset: Preset | None) -> SubjectForm:
    if preset is None:
        return SubjectForm()
    titles = {f"title_{code}": text for code, text in preset.title.items()}
    return SubjectForm(formdata=None, data=titles | {"binding": preset.binding})


def _asked(preset: Preset | None) -> Parameter | None:
    if preset is None or preset.asks is None:
        return None
    rule = all_rules()[preset.questions[0].rule]
    return next(p for p in rule.parameters if p.name == preset.asks)


def _filled(preset: Preset | None, asked: Parameter | None) -> Settings | None:
    """The one number that a preset asks for, among the settings that it brings."""
    if preset is None or asked is None:
        return None
    first = preset.questions[0]
    filled = Settings.showing(all_rules()[first.rule], first.parameters)
    if request.method == "POST":
        filled.typed = {**filled.typed, asked.name: request.form.get(f"p-{asked.name}", "").strip()}
    return filled


def _rest(preset: Preset, context: Mapping[str, Any]) -> Mapping[str, Any]:
    """Whoever prepares votes of a community that keeps no dues is asked for none, and where there
    is no second person none is waited for."""
    filters: dict[str, Any] = {
        "categories": [],
        "colleges": [],
        "paid_up": preset.paid_up and context["dues"],
    }
    return {
        "disclosure": Disclosure(preset.disclosure),
        "roll_filters": filters,
        "what_if": preset.what_if,
        "mandates": preset.mandates and dict(preset.mandates),
        "by_two": preset.by_two and context["several"],
    }
