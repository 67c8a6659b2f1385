"""Sixty invented ideas: ten people tell of one initiative, in their own words; fifty of others."""

from __future__ import annotations

WHO = "Bocage Solidaire fictif"
SAME = [
    ("L’épicerie itinérante du Bocage", "Un camion épicerie passe dans douze bourgs.", WHO),
    ("Épicerie solidaire itinérante", "Le camion du Bocage dessert les bourgs isolés.", WHO),
    ("Un camion épicerie dans le Bocage", "Épicerie solidaire de bourg en bourg.", ""),
    ("Camion épicerie solidaire", "Dans le Bocage, une épicerie itinérante chaque semaine.", WHO),
    ("Bocage : l’épicerie qui se déplace", "Une épicerie solidaire itinérante, par camion.", WHO),
    ("Itinérance d’une épicerie solidaire", "Le Bocage, ses bourgs, un camion.", WHO),
    ("Le camion solidaire du Bocage", "Épicerie itinérante, prix selon les moyens.", WHO),
    (
        "Épicerie en camion",
        "Itinérante et solidaire, dans les bourgs du Bocage.",
        "Bocage Solidaire",
    ),
    ("Bocage Solidaire et son camion", "Leur épicerie itinérante va vers les bourgs.", WHO),
    ("L’épicerie solidaire du Bocage sur la route", "Camion itinérant, douze bourgs.", WHO),
]
SUBJECTS = (
    "jardin partagé,potager,récoltes,voisins|cantine étudiante,repas,campus,euro|"
    "maraude,nuit,rue,couvertures|ressourcerie,meubles,réemploi,atelier|"
    "permanence dentaire,soins,cabinet,mutuelle|garage associatif,voiture,réparation,permis|"
    "crèche ouverte,horaires,parents,nuit|cours de français,apprenants,bénévoles,lecture|"
    "logement passerelle,bail,jeunes,foyer|prévention des expulsions,huissier,audience,dette|"
    "domiciliation postale,courrier,adresse,mairie|micro-crédit,banque,budget,conseiller|"
    "bus numérique,ordinateur,démarches,tablette|café des aidants,répit,proches,parole|"
    "lavoir collectif,linge,machine,lessive|bagagerie,consigne,affaires,casier|"
    "vestiaire,vêtements,tri,dons|douches publiques,hygiène,bains,savon|"
    "chantier d’insertion,maraîchage,contrat,tuteur|plateforme,invendus,supermarché,collecte|"
    "atelier cuisine,recettes,légumes,partage|parrainage scolaire,collège,devoirs,tuteurs|"
    "covoiturage rural,trajets,conducteurs,gare|tarification sociale,eau,facture,régie|"
    "chèque énergie,chauffage,isolation,fioul"
)
OTHERS = [
    (f"{head.capitalize()} et {word}", f"{sentence} ce sujet.", f"{who} {number}")
    for number, words in enumerate(row.split(",") for row in SUBJECTS.split("|"))
    for head, word, sentence, who in (
        (words[0], words[1], "Questionnaire passé auprès de cent ménages sur", "Institut fictif"),
        (words[2], words[3], "Présentation d’une action menée depuis trois ans sur", "Collectif"),
    )
]
