"""A debate in French, about three composters in a square."""

from civic.seeds.debating import Debate
from proposals.deliberation.models import Alignment, Comment, FlagReason

FOR, AGAINST = Alignment.FOR, Alignment.AGAINST


def begin(here: Debate) -> Comment:
    here.argues(
        "Inès", -19, FOR,
        "À moins de trois cents mètres, on apporte ses épluchures à pied ; plus loin, on renonce. "
        "Le square est à cinq minutes de chacun de nous.",
        counts_for=["Mireille", "Léo", "Youssef", "Awa", "Lina", "Alice", "Samir", "Maya", "Paul"],
    )  # fmt: skip
    here.argues(
        "Youssef", -18.6, FOR,
        "350 € pour tout le quartier : la copropriété du 9 paie cela en deux mois pour faire "
        "sortir ses poubelles.",
        counts_for=["Mireille", "Léo", "Jonas", "Fatou", "Samir"],
    )  # fmt: skip
    here.argues(
        "Alice", -16.3, FOR,
        "C’est aussi un endroit où se parler. Entre la rue Baudin et la rue du Moulin, on se "
        "connaît à peine.",
        counts_for=["Inès", "Rose", "Emma"],
    )  # fmt: skip
    august = here.argues(
        "Denis", -18.2, AGAINST,
        "Personne ne s’est engagé pour août. Un bac laissé trois semaines sans broyat attire "
        "les rats.",
        counts_for=["Claire", "Olivier", "Hugo", "Marc", "Sophie", "Fatou", "Paul"],
    )  # fmt: skip
    smell = here.argues(
        "Claire", -17.9, AGAINST,
        "L’odeur, pour les neuf foyers du 14 : le square est petit et leurs fenêtres donnent "
        "dessus.",
        counts_for=["Denis", "Olivier", "Maya"],
    )  # fmt: skip
    here.led_to_a_version("Amina", -14.8, smell)
    here.says(
        "Mireille", -17.5,
        "Rue des Tanneurs, ils ferment les bacs du 1er au 20 août et l’affichent dès juin. Aucun "
        "rat en trois ans.",
        to=august,
    )  # fmt: skip
    visit = here.says(
        "Mireille", -17,
        "J’ai visité les composteurs de la rue des Tanneurs samedi. Aucune odeur, mais ils sont "
        "**douze à se relayer** et le bac de broyat est toujours plein. Sans broyat, ça ne "
        "marche pas.",
    )  # fmt: skip
    broyat = here.says(
        "Léo", -16.8,
        "Les services techniques peuvent nous livrer le broyat d’élagage. Je leur ai écrit.",
        to=visit,
    )  # fmt: skip
    how_often = here.says(
        "Amina", -16.5, "Merci Léo. Ils t’ont dit à quelle fréquence ?", to=broyat
    )
    here.says(
        "Léo", -15.2,
        "Deux mètres cubes tous les deux mois, de novembre à mars. Pour l’été, à nous de stocker : "
        "il faut prévoir une caisse fermée.",
        to=how_often,
    )  # fmt: skip
    here.says(
        "Fatou", -15,
        "Douze, mais pour combien de foyers ? Dans ma cage d’escalier, nous sommes vingt à vouloir "
        "apporter et quatre à vouloir tourner.",
        to=visit,
    )  # fmt: skip
    here.says(
        "Amina", -14.8,
        "Soixante-dix foyers inscrits là-bas, quarante qui viennent chaque semaine. Nous avons "
        "neuf volontaires aujourd’hui, il en manque trois.",
        to=visit,
    )  # fmt: skip
    rude = here.says(
        "Hugo", -14,
        "Ceux du 14 n’ont qu’à fermer leurs fenêtres. Ils se plaignent de tout, comme d’habitude.",
    )  # fmt: skip
    here.says("Rose", -13.9, "Je préfère qu’on parle du vent que des voisins.", to=rude)
    here.reports("Claire", -13.8, rude, FlagReason.HURTFUL, "Il vise des voisins, pas l’idée.")
    here.removes(-13.5, rude, "Le message s’en prend à des voisins désignés, pas à l’idée.")
    north = here.says(
        "Paul", -11,
        "Pourquoi avoir abandonné l’entrée nord ? Elle est plus large, la camionnette du broyat y "
        "passerait.",
    )  # fmt: skip
    here.says(
        "Amina", -10.6,
        "Parce qu’elle est sous les fenêtres du 14. L’entrée sud est contre le mur du gymnase, et "
        "la camionnette passe par la rue Baudin : j’ai mesuré, 2,60 m.",
        to=north,
    )  # fmt: skip
    mistaken = here.says("Jonas", -10, "Et le portail est fermé le dimanche, non ?", to=north)
    here.takes_back("Jonas", mistaken)
    here.sums_up(
        -8,
        "Le besoin, les 350 €, et un essai de six mois suivi d’un bilan public.",
        "Qui s’occupe des bacs en août, et où garder le broyat l’été.",
        "L’avis des neuf foyers du 14. Qui peut aller les voir ?",
    )
    here.finds_left_out(
        "Denis", -7, "Les rats : nous en avons parlé longuement, le résumé n’en dit rien."
    )
    return visit


def news(here: Debate, visit: Comment) -> None:
    august = here.says(
        "Olivier", -3.2,
        "@Amina Diallo, qui viderait les bacs en août ? Si nous avons deux noms, je retire ma "
        "réserve.",
    )  # fmt: skip
    first_half = here.says("Samir", -2.9, "Moi, la première quinzaine : je ne pars pas.", to=august)
    here.says("Lina", -2.6, "Et moi la seconde, si quelqu’un me montre une fois.", to=first_half)
    here.says(
        "Paul", -1.8,
        "Mon beau-frère prête un broyeur deux fois par an. Avec les branches du square, nous "
        "serions tranquilles pour l’été.",
        to=visit,
    )  # fmt: skip
    here.says(
        "Claire", -0.9,
        "Maya et moi avons fait le tour du 14. **Sept foyers sur neuf sont d’accord** si les bacs "
        "sont contre le mur du gymnase. Les deux autres demandent à être revus au bout de deux "
        "mois.",
    )  # fmt: skip
