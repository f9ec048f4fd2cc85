"""Votes as statutes know them: what a paper of that kind usually asks, and under which rule. Pure.

A preset is data. It fills a draft with ordinary settings, each of which is changed on its own page;
from then on nothing remembers where they came from. Titles become part of the draft, so they stand
here in every language; names and sentences of the page are translated like all others.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from civic.core.words import N_

Texts = Mapping[str, str]
"""By language."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One question of a preset's paper. Options are written by whoever prepares the vote."""

    title: Texts
    rule: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    requirements: Mapping[str, Any] = field(default_factory=dict)
    tie: str = "nobody"


@dataclass(frozen=True, kw_only=True)
class Preset:
    id: str
    name: str
    summary: str
    """When it is the right one, in a sentence or two."""
    title: Texts
    """What the vote is called unless somebody writes another title."""
    questions: tuple[Asked, ...]
    asks: str | None = None
    """The parameter of the first question's rule that nobody can guess: asked at the start."""
    to_write: str | None = None
    """What is left to write, marked for translation."""
    binding: str = "decision"
    disclosure: str = "secret"
    what_if: bool | None = None
    """False: never counted under other rules as a game, because people stand for election or an
    assembly has spoken."""
    mandates: Mapping[str, Any] | None = None
    """Whether votes may be passed on, as ``Round.mandates`` says it."""
    paid_up: bool = False
    """Whether only those may vote who have paid their subscription, where that is known."""

    @property
    def by_two(self) -> bool:
        """A secret decision takes two people to be closed early, extended or cancelled, where there
        are two."""
        return self.binding == "decision" and self.disclosure == "secret"


def _quorum(over: int) -> dict[str, Any]:
    return {"share": [1, over], "of": "roll"}


def _majority(a: int, b: int, *, strict: bool) -> dict[str, Any]:
    return {"share": [a, b], "strict": strict, "base": "expressed"}


def _resolution(french: str, english: str, needed: Mapping[str, Any]) -> Asked:
    """Without a number: the paper numbers its questions, and they can be moved."""
    title = {"fr": f"Résolution : {french}", "en": f"Resolution: {english}"}
    return Asked(title=title, rule="motion", requirements=needed)


ORDINARY = {"quorum": _quorum(4), "majority": _majority(1, 2, strict=True)}
EXTRAORDINARY = {"quorum": _quorum(2), "majority": _majority(2, 3, strict=False)}
PROXIES = {"onward": False, "most": 3}
BOARD = {"fr": "Élection du conseil d'administration", "en": "Election of the board"}
FOR_THE_BOARD = {"fr": "Qui siégera au conseil ?", "en": "Who shall sit on the board?"}
CANDIDATES = N_("Left to write: the candidates, one option each.")

PRESETS = (
    Preset(
        id="ordinary-assembly",
        name=N_("Ordinary general assembly"),
        summary=N_(
            "Resolutions on reports, accounts and subscriptions, by secret ballot. Each is adopted "
            "by more than half of the votes expressed, if the quorum is reached."
        ),
        title={"fr": "Assemblée générale ordinaire", "en": "Ordinary general assembly"},
        questions=(
            _resolution(
                "approbation du rapport moral et du rapport d'activité",
                "approval of the moral report and the report on activities",
                ORDINARY,
            ),
            _resolution(
                "approbation des comptes et quitus au conseil d'administration",
                "approval of the accounts and discharge of the board",
                ORDINARY,
            ),
            _resolution(
                "montant de la cotisation de l'année prochaine",
                "subscription of the coming year",
                ORDINARY,
            ),
        ),
        to_write=N_("Left to write: the text of each resolution, word for word."),
        mandates=PROXIES,
        paid_up=True,
        what_if=False,
    ),
    Preset(
        id="extraordinary-assembly",
        name=N_("Extraordinary general assembly"),
        summary=N_(
            "A change of the statutes, a merger or a dissolution, by secret ballot. Quorum and "
            "majority are higher: half of those who may vote, and two thirds of the votes "
            "expressed."
        ),
        title={"fr": "Assemblée générale extraordinaire", "en": "Extraordinary general assembly"},
        questions=(
            _resolution("modification des statuts", "change of the statutes", EXTRAORDINARY),
        ),
        to_write=N_("Left to write: the articles as they are and as they would be."),
        mandates=PROXIES,
        paid_up=True,
        what_if=False,
    ),
    Preset(
        id="board-by-list",
        name=N_("Board, by list"),
        summary=N_(
            "Lists of candidates stand for election. Places are shared out by their votes, in "
            "proportion and by the highest average, among lists with a twentieth of the votes at "
            "least; on each list they go from the top down."
        ),
        title=BOARD,
        questions=(
            Asked(
                title={
                    "fr": "Pour quelle liste votez-vous ?",
                    "en": "Which list do you vote for?",
                },
                rule="closed-lists",
                parameters={"seats": 9, "threshold": "1/20"},
                tie="lot",
            ),
        ),
        asks="seats",
        to_write=N_(
            "Left to write: the candidates, one option each, list by list and in the order of "
            "their list; then, with the rule, on which list each stands, and what the lists are "
            "called."
        ),
        paid_up=True,
        what_if=False,
    ),
    Preset(
        id="board-by-ranking",
        name=N_("Board, by ranking the candidates"),
        summary=N_(
            "Members put candidates in their order. Each group that is large enough gets its share "
            "of the places, without lists: the single transferable vote (STV)."
        ),
        title=BOARD,
        questions=(
            Asked(
                title=FOR_THE_BOARD,
                rule="stv-scottish",
                parameters={"seats": 5},
                tie="lot",
            ),
        ),
        asks="seats",
        to_write=CANDIDATES,
        paid_up=True,
        what_if=False,
    ),
    Preset(
        id="board-by-grades",
        name=N_("Board, by majority judgment"),
        summary=N_(
            "Members give every candidate a grade in words. Those with the best middle grades are "
            "elected: people who suit most members, without representation of minorities."
        ),
        title=BOARD,
        questions=(
            Asked(
                title=FOR_THE_BOARD,
                rule="majority-judgment",
                parameters={"seats": 5},
                tie="lot",
            ),
        ),
        asks="seats",
        to_write=CANDIDATES,
        paid_up=True,
        what_if=False,
    ),
    Preset(
        id="budget",
        name=N_("Budget for projects"),
        summary=N_(
            "Members tick the projects they want. The money is shared fairly among voters: a "
            "project is funded when those who want it can pay for it together."
        ),
        title={"fr": "Budget participatif", "en": "Participatory budget"},
        questions=(
            Asked(
                title={
                    "fr": "Quels projets souhaitez-vous voir financés ?",
                    "en": "Which projects do you want to see funded?",
                },
                rule="budget-equal-shares",
                tie="earlier",
            ),
        ),
        asks="budget",
        to_write=N_("Left to write: the projects, each with its cost."),
    ),
    Preset(
        id="consent",
        name=N_("Decision by no serious objection"),
        summary=N_(
            "A proposal passes unless somebody objects, with a reason that everybody reads. Names "
            "stand beside stances."
        ),
        title={"fr": "Décision par consentement", "en": "Decision by consent"},
        questions=(
            Asked(
                title={
                    "fr": "Avez-vous une objection à cette proposition ?",
                    "en": "Do you object to this proposal?",
                },
                rule="consent",
                parameters={"least": 1},
            ),
        ),
        to_write=N_("Left to write: the proposal itself, under the question."),
        disclosure="open",
    ),
    Preset(
        id="date",
        name=N_("Choice of a date"),
        summary=N_(
            "Everybody ticks all dates that suit. The one that suits most is kept; of dates that "
            "suit as many, the earlier one. Names stand beside ticks."
        ),
        title={"fr": "Choix d'une date", "en": "Choice of a date"},
        questions=(
            Asked(
                title={
                    "fr": "Quelles dates vous conviennent ?",
                    "en": "Which dates suit you?",
                },
                rule="approval",
                tie="earlier",
            ),
        ),
        to_write=N_("Left to write: the dates, one option each, the earliest first."),
        disclosure="open",
    ),
    Preset(
        id="sounding",
        name=N_("Sounding"),
        summary=N_(
            "To know what members think of an idea before anybody decides: for, with a "
            "reservation, or against, and why. Nothing is adopted."
        ),
        title={"fr": "Sondage", "en": "Sounding"},
        questions=(
            Asked(
                title={"fr": "Que pensez-vous de cette idée ?", "en": "What do you think of it?"},
                rule="advice",
            ),
        ),
        to_write=N_("Left to write: the idea, under the question."),
        binding="advice",
    ),
)
BY_ID = {preset.id: preset for preset in PRESETS}
