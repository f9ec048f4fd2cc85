"""Closed rounds that are worth reading: a surprise, a tie, a missed quorum, and real ballots."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from civic.core import clock
from civic.seeds.ideas import on_the_paper
from civic.seeds.village import Village, at
from civic.seeds.votes import pass_on, question
from civic.spaces.models import Space
from voting import actions as voting
from voting.importing import take_in
from voting.models import Publication
from voting.readers import read

Papers = list[tuple[int, dict[str, Any]]]
"""How many residents cast which paper."""
ELECTIONS = Path(__file__).parent / "elections"
HALF = {"share": [1, 2], "strict": True, "base": "expressed"}


@dataclass(frozen=True)
class Past:
    """A round that was held: when it opened and closed, in days from today."""

    space: Space
    titles: dict[str, str]
    questions: list[dict[str, Any]]
    papers: Papers
    opened: float
    days: float = 7
    represented: int = 0
    """How many let somebody vote for them who does; one more trusts somebody who does not."""


def hold(village: Village) -> None:
    """All of them, the oldest first."""
    held = [*motions(village), *choices(village), *budgets(village), *assembly(village)]
    elsewhere(village)
    for past in sorted(held, key=lambda past: past.opened + past.days):
        _hold(village, past)


def _hold(village: Village, past: Past) -> None:
    """Opened, cast and closed, each at its time; every ballot published, shuffled."""
    opened, days = past.opened, past.days
    nadia = village.acting("Nadia")
    with at(village.days(opened)):
        round = voting.draft_round(
            village.session,
            space=past.space,
            actor=nadia,
            titles=past.titles,
            questions=past.questions,
            closes_at=village.days(opened + days),
            publication=Publication.SUMS if past.represented else Publication.BALLOTS,
            mandates={"onward": False, "most": 3} if past.represented else None,
        )
        voting.open_round(village.session, round_id=round.id, actor=nadia, now=clock.now())
    cast = [paper for times, paper in past.papers for _ in range(times)]
    residents = [name for name in village.people if name != "Karim"]
    names = village.chance.sample(residents, len(cast))
    if past.represented:
        absent = [name for name in residents if name not in names]
        with at(village.days(opened + 0.2)):
            for giver, holder in zip(absent[2:], names[: past.represented], strict=False):
                pass_on(village, round.id, giver, holder)
            pass_on(village, round.id, absent[0], absent[1])
    for name, paper in zip(names, cast, strict=True):
        with at(village.days(opened + 0.5)):
            voting.cast(
                village.session,
                round_id=round.id,
                actor=village.acting(name),
                elector_id=village.people[name].id,
                paper=paper,
                now=clock.now(),
            )
    with at(village.days(opened + days)):
        voting.close(village.session, round_id=round.id, actor=None, now=clock.now())
        voting.finish(village.session, round_id=round.id)


def _ranked(*places: str) -> list[list[str]]:
    return [[f"o{place}"] for place in places]


def _picked(*places: str) -> list[str]:
    return sorted(f"o{place}" for place in places)


def _graded(*grades: int) -> dict[str, int]:
    return {f"o{place}": grade for place, grade in enumerate(grades, 1)}


def _papers(*counted: tuple[int, Any]) -> Papers:
    return [(times, {"q1": choice}) for times, choice in counted]


def motions(village: Village) -> Iterator[Past]:
    third = {"quorum": {"share": [1, 3], "of": "roll"}, "majority": HALF}
    yield Past(village.quarter,
        {"fr": "Adopter la charte d’accueil", "en": "Adopt the welcome charter"},
        [question("motion", "Adoptez-vous la charte d’accueil des nouveaux habitants ?", "Do you adopt the charter to welcome new residents?", requirements=third)],
        _papers((12, "for"), (4, "against"), (2, "abstain"), (1, None)), opened=-45,
    )  # fmt: skip
    half = {"quorum": {"share": [1, 2], "of": "roll"}, "majority": HALF}
    yield Past(village.quarter,
        {"fr": "Fermer la rue Baudin aux voitures le dimanche", "en": "Close Baudin street to cars on Sundays"},
        [question("motion", "Fermer la rue Baudin aux voitures le dimanche ?", "Close Baudin street to cars on Sundays?", requirements=half)],
        _papers((6, "for"), (1, "against")), opened=-41,
    )  # fmt: skip
    bikes = on_the_paper(village, "Ouvrir le local à vélos de la rue Baudin le dimanche")
    yield Past(village.quarter,
        {"fr": "Le local à vélos le dimanche", "en": "The bicycle room on Sundays"},
        [voting.new_question(title={"fr": "Ouvrir le local à vélos le dimanche ?", "en": "Open the bicycle room on Sundays?"}, rule="motion", options=[bikes], requirements=half)],
        _papers((5, "for"), (2, "against")), opened=-12,
    )  # fmt: skip
    yield Past(village.garden,
        {"fr": "Garder la haie", "en": "Keep the hedge"},
        [question("motion", "Garder la haie le long du chemin ?", "Keep the hedge along the path?", tie="chair")],
        _papers((8, "for"), (8, "against"), (3, "abstain")), opened=-9,
    )  # fmt: skip


def choices(village: Village) -> Iterator[Past]:
    days = [
        ("Le samedi", "Saturday", 0),
        ("Le dimanche", "Sunday", 0),
        ("Le mercredi", "Wednesday", 0),
    ]
    yield Past(village.quarter,
        {"fr": "Quel jour pour le marché ?", "en": "Which day for the market?"},
        [question("approval", "Quels jours de marché vous conviennent ?", "Which market days suit you?", days, tie="lot")],
        _papers((6, ["o1"]), (6, ["o2"]), (5, ["o1", "o2"]), (3, ["o3"])), opened=-38,
    )  # fmt: skip
    shop = [
        ("Une épicerie associative", "A shared grocery", 0),
        ("Un atelier de réparation", "A repair workshop", 0),
        ("Une salle de jeux", "A playroom", 0),
        ("Le louer", "Let it out", 0),
    ]
    yield Past(village.quarter,
        {"fr": "Que faire du local vide ?", "en": "What to do with the empty shop?"},
        [question("majority-judgment", "Que pensez-vous de chaque idée pour le local ?", "What do you think of each idea for the shop?", shop)],
        _papers((7, _graded(5, 4, 2, 0)), (5, _graded(1, 3, 4, 1)), (5, _graded(3, 3, 1, 2)), (4, _graded(2, 3, 3, 0))), opened=-34,
    )  # fmt: skip
    plants = [
        ("Tomates", "Tomatoes", 0),
        ("Haricots", "Beans", 0),
        ("Courges", "Squash", 0),
        ("Fleurs", "Flowers", 0),
    ]
    yield Past(village.garden,
        {"fr": "Que planter au printemps ?", "en": "What do we plant in spring?"},
        [question("irv", "Que planter d’abord ?", "What do we plant first?", plants)],
        _papers((8, _ranked("1")), (6, _ranked("2", "3")), (4, _ranked("3", "2", "1")), (1, _ranked("3", "1")), (2, _ranked("4", "2"))), opened=-27,
    )  # fmt: skip
    names = [
        ("Le Trait d’union", "The Hyphen", 0),
        ("La Feuille", "The Leaf", 0),
        ("L’Écho du compost", "The Compost Echo", 0),
    ]
    yield Past(village.garden,
        {"fr": "Un nom pour le journal du jardin", "en": "A name for the garden’s paper"},
        [question("schulze", "Comment appeler le journal ?", "What shall the paper be called?", names)],
        _papers((9, _ranked("1", "2", "3")), (7, _ranked("2", "3", "1")), (5, _ranked("3", "1", "2"))), opened=-24,
    )  # fmt: skip


def budgets(village: Village) -> Iterator[Past]:
    projects = [
        ("Aire de jeux rue Baudin", "A playground in Baudin street", 24_000),
        ("Éclairage du passage", "Light in the passage", 12_000),
        ("Six arbres place du Marché", "Six trees on the market square", 9_000),
        ("Atelier vélo", "A bicycle workshop", 6_500),
        ("Fresque de l’école", "A mural at the school", 4_200),
        ("Boîtes à livres", "Book boxes", 1_800),
    ]
    yield Past(village.quarter,
        {"fr": "Budget participatif 2026", "en": "Participatory budget 2026"},
        [question("budget-equal-shares", "Quels projets financer ?", "Which projects shall we fund?", projects, parameters={"budget": 36_000})],
        _papers((10, _picked("1", "2")), (3, _picked("1")), (5, _picked("3", "4", "5")), (3, _picked("3", "5", "6")), (1, None)), opened=-30, days=14,
    )  # fmt: skip
    garden = [
        ("Serre partagée", "A shared greenhouse", 2_400),
        ("Ruches", "Beehives", 900),
        ("Outils pour enfants", "Tools for children", 300),
        ("Récupérateur d’eau", "A rainwater tank", 700),
    ]
    yield Past(village.garden,
        {"fr": "Budget du jardin 2025", "en": "The garden’s budget 2025"},
        [question("budget-greedy", "Que financer au jardin ?", "What shall the garden pay for?", garden, parameters={"budget": 3_000})],
        _papers((5, _picked("1")), (7, _picked("1", "3")), (8, _picked("2", "4")), (2, _picked("2"))), opened=-50,
    )  # fmt: skip


def assembly(village: Village) -> Iterator[Past]:
    """Two questions on one paper."""
    people = [
        (name, name, 0)
        for name in ("Rose Whitaker", "Hugo Bernard", "Lina Costa", "Samir Khelifi", "Emma Clarke")
    ]
    accounts = question(
        "motion",
        "Approuver les comptes de l’année",
        "Approve the year’s accounts",
        requirements={"majority": HALF},
    )
    board = question(
        "approval", "Qui entre au bureau ?", "Who joins the board?", people, parameters={"seats": 3}
    )
    said = (
        ("for", ("1", "2", "3")),
        ("for", ("2", "3", "4")),
        ("for", ("1", "4")),
        ("abstain", ("3", "5")),
        ("against", ("5",)),
    )
    papers = [
        (times, {"q1": vote, "q2": _picked(*ticks)})
        for times, (vote, ticks) in zip((5, 4, 3, 2, 1), said, strict=True)
    ]
    titles = {"fr": "Assemblée générale du jardin", "en": "General assembly of the garden"}
    yield Past(village.garden, titles, [accounts, board], papers, opened=-18, days=1, represented=3)


def elsewhere(village: Village) -> None:
    """Real ballots, under licences that allow it: each file says which."""
    space = village.space(
        "Votes venus d’ailleurs",
        "De vrais bulletins d’autres votes, recomptés ici : chacun peut les télécharger et recompter.",
        "fr",
        threshold=5,
        archive=True,
    )
    for file, rule, fr, en in (
        (
            "orsay-2007.csv",
            "majority-judgment",
            "Jugement majoritaire à Orsay, 2007",
            "Majority judgment in Orsay, 2007",
        ),
        (
            "debian-leader-2005.csv",
            "schulze",
            "Responsable du projet Debian, 2005",
            "Debian project leader, 2005",
        ),
    ):
        with at(village.days(-52)):
            take_in(
                village.session,
                read(ELECTIONS / file),
                rule=rule,
                space=space,
                titles={"fr": fr, "en": en},
            )
