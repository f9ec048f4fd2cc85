"""Proposals at every stage, in the order in which they were published."""

from typing import Any

from sqlmodel import col, select

from civic.seeds.village import Village, at
from civic.spaces.models import Space
from proposals import actions as proposals
from proposals import answering, co_authors
from proposals.lineage import actions as lineage
from proposals.lineage.models import Origin
from proposals.models import Proposal, Stance, Support, Verdict


def _propose(
    village: Village,
    space: Space,
    who: str,
    day: float,
    title: str,
    body: str,
    tags: list[str],
    supports: int,
) -> Proposal:
    with at(village.days(day)):
        proposal = proposals.write(
            village.session,
            space=space,
            actor=village.acting(who),
            title=title,
            body=body,
            language=space.language,
            tags=tags,
        )
        proposals.publish(village.session, proposal=proposal, actor=village.acting(who))
    others = [name for name in village.people if name not in (who, "Karim")]
    for place, name in enumerate(village.chance.sample(others, supports)):
        with at(village.days(day + 1 + place / 4)):
            proposals.support(village.session, proposal=proposal, actor=village.acting(name))
    return proposal


def propose_things(village: Village) -> None:
    quarter, garden = village.quarter, village.garden
    compost = _propose(village, 
        quarter, "Amina", -40, "Installer trois composteurs collectifs au square des Lilas",
        "**Nous proposons d’installer trois composteurs de 800 litres à l’entrée du square**, "
        "ouverts tous les jours et gérés par une équipe de douze habitants.\n\n"
        "Un tiers de nos poubelles est fait d’épluchures. La métropole fournit le matériel et "
        "la formation.\n\n### Ce que nous demandons\n\n- 350 € pour le broyat et l’outillage ;\n"
        "- douze volontaires formés avant mars ;\n- un bilan public au bout de six mois.",
        ["déchets", "espaces verts"], 14,
    )  # fmt: skip
    with at(village.days(-15)):
        proposals.edit(
            village.session,
            proposal=compost,
            actor=village.acting("Amina"),
            title=compost.title,
            body=compost.body.replace("à l’entrée du square", "à l’entrée sud du square"),
            language="fr",
            tags=["déchets", "espaces verts"],
            note="L’entrée nord est sous les fenêtres du 14.",
            based_on=1,
        )
    with at(village.days(-35)):
        co_authors.ask(
            village.session, proposal=compost, actor=village.acting("Amina"), name="Inès Haddad"
        )
        co_authors.sign(village.session, proposal=compost, actor=village.acting("Inès"))
    bench = _propose(village, 
        quarter, "Sophie", -38, "Trois bancs à l’ombre rue du Moulin",
        "Entre l’arrêt de bus et la pharmacie, aucun endroit où s’asseoir.", ["espace public"], 9,
    )  # fmt: skip
    with at(village.days(-10)):
        answering.answer(
            village.session,
            proposal=bench,
            actor=village.acting("Nadia"),
            stance=Stance.PARTLY,
            body="La voirie pose **deux bancs** en mars et étudie le troisième.",
        )
        proposals.decide(
            village.session, proposal=bench, actor=village.acting("Nadia"), verdict=Verdict.ADOPTED
        )
    noise = _propose(village, 
        quarter, "Hugo", -30, "Interdire les livraisons avant huit heures",
        "Les camions réveillent toute la rue.", ["bruit"], 3,
    )  # fmt: skip
    with at(village.days(-25)):
        proposals.withdraw(
            village.session,
            proposal=noise,
            actor=village.acting("Hugo"),
            reason="Les commerçants ont accepté de livrer après sept heures et demie.",
        )
    _propose(village, 
        quarter, "Léo", -18, "Ouvrir le local à vélos de la rue Baudin le dimanche",
        "Le local est fermé le dimanche, le seul jour où l’on a le temps de réparer.", ["vélo"], 5,
    )  # fmt: skip
    _propose(village, 
        quarter, "Mireille", -16, "Une banque d’outils au centre social",
        "Perceuse, échelle, décolleuse : chacun en a besoin deux fois par an. Mettons-les en "
        "commun au centre social, avec un carnet de prêt.", ["partage"], 4,
    )  # fmt: skip
    _propose(village, 
        garden, "Tom", -15, "Collect rainwater from the shed roof",
        "A barrel and ten metres of gutter would water the tomatoes all summer.", ["water"], 7,
    )  # fmt: skip
    _join_two(village)
    _propose(village, 
        garden, "Emma", -4, "A shared herb bed by the gate",
        "Thyme, mint, chives: planted once, picked by everybody.", ["herbs"], 2,
    )  # fmt: skip
    with at(village.days(-1)):
        proposals.write(
            village.session,
            space=quarter,
            actor=village.acting("Amina"),
            title="Une fête de quartier en juin",
            body="À compléter : date, lieu, musique.",
            language="fr",
            tags=["fête"],
        )


def _join_two(village: Village) -> None:
    """Two who wanted the same wrote one text; some of those who supported the original
    proposals have supported it again."""
    mine = _propose(village,
        village.quarter, "Léo", -14.5, "Une zone de rencontre rue des Tanneurs",
        "Les voitures y roulent à 50 à l’heure, à deux pas de l’école.", ["circulation"], 5,
    )  # fmt: skip
    theirs = _propose(village,
        village.quarter, "Sophie", -14, "Ralentir les voitures devant l’école des Tanneurs",
        "Deux plateaux surélevés suffiraient : les enfants traversent à trois endroits.",
        ["circulation", "école"], 4,
    )  # fmt: skip
    leo, sophie = village.acting("Léo"), village.acting("Sophie")
    with at(village.days(-9)):
        proposals.support(village.session, proposal=mine, actor=village.acting("Amina"))
    with at(village.days(-8)):
        text = lineage.join(village.session, proposal_ids=[mine.id, theirs.id], actor=leo)
    with at(village.days(-7)):
        proposals.edit(
            village.session, proposal=text, actor=leo,
            title="Une zone de rencontre et deux plateaux devant l’école des Tanneurs",
            body="**20 à l’heure rue des Tanneurs**, et deux plateaux surélevés là où les enfants "
            "traversent.\n\nNos deux propositions demandaient la même chose : une rue où l’on "
            "traverse sans courir.",
            language="fr", tags=["circulation", "école"], note="", based_on=text.version,
        )  # fmt: skip
    with at(village.days(-6)):
        origin = village.session.get_one(Origin, (text.id, theirs.id))
        lineage.agree(village.session, origin=origin, actor=sophie, read=text.version)
        village.session.flush()
        village.session.refresh(text, ["co_authors"])
    with at(village.days(-5)):
        lineage.publish(
            village.session, proposal_id=text.id, actor=leo, read={text.id: text.version}
        )
    asked = select(Support.member_id).where(col(Support.proposal_id).in_([mine.id, theirs.id]))
    supporters = set(village.session.exec(asked)) - {village.people["Amina"].id, leo.id, sophie.id}
    names = [name for name, member in village.people.items() if member.id in supporters]
    for place, name in enumerate(names[::2]):
        with at(village.days(-4.9 + place / 4)):
            proposals.support(village.session, proposal=text, actor=village.acting(name))


def on_the_paper(village: Village, title: str) -> dict[str, Any]:
    """A proposal as an option of a question, or as the text that one is about."""
    found = village.session.exec(select(Proposal).where(Proposal.title == title)).one()
    return {"id": f"proposals-{found.id}", "title": {found.language: found.title}}
