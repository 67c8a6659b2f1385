"""The closed lists of the census: codes of ours, the words shown, how others call them."""

KIND = (
    ("repas", "Repas"),
    ("colis", "Colis ou panier"),
    ("colis_bebe", "Colis bébé"),
    ("epicerie", "Épicerie sociale ou solidaire"),
    ("cheque", "Bon, chèque ou ticket"),
    ("frigo", "Frigo solidaire"),
    ("cuisine", "Cuisine partagée"),
    ("atelier", "Atelier cuisine"),
    ("jardin", "Jardin partagé"),
    ("maraude", "Maraude"),
    ("camion", "Camion ou épicerie itinérante"),
    ("alimentaire", "Aide alimentaire, sans précision"),
    ("autre", "Autre lieu social"),
)
# What lets one eat now: kitchens, workshops and gardens are shown, and are no point of access.
GIVING = frozenset(
    "repas colis colis_bebe epicerie cheque frigo maraude camion alimentaire".split()
)
ACCESS = (
    ("inconditionnel", "Ouvert à tous"),
    ("preferentiel", "Certains publics d’abord"),
    ("exclusif", "Certains publics seulement"),
    ("inconnu", "Non précisé"),
)
PRICE = (
    ("gratuit", "Gratuit"),
    ("participation", "Participation demandée"),
    ("libre", "Prix libre"),
    ("inconnu", "Non précisé"),
)
PUBLICS = (
    ("familles", "Familles"),
    ("femmes", "Femmes"),
    ("enceintes", "Femmes enceintes"),
    ("isoles", "Personnes seules"),
    ("couples", "Couples"),
    ("hommes", "Hommes"),
    ("jeunes", "Jeunes"),
    ("etudiants", "Étudiants"),
    ("seniors", "Personnes âgées"),
    ("demandeurs_emploi", "Demandeurs d’emploi"),
    ("minimas", "Bénéficiaires de minima sociaux"),
    ("handicap", "Personnes handicapées"),
    ("exiles", "Personnes exilées"),
    ("rue", "Personnes à la rue"),
    ("justice", "Personnes sous main de justice"),
    ("addictions", "Personnes ayant une addiction"),
    ("actifs", "Personnes en emploi"),
    ("quartiers", "Habitants de quartiers prioritaires"),
)
DIETS = (
    ("vegetarien", "Végétarien"),
    ("halal", "Halal"),
    ("casher", "Casher"),
    ("sans_gluten", "Sans gluten"),
    ("sans_sel", "Sans sel"),
    ("sans_lactose", "Sans lactose"),
)
PRODUCTS = (
    ("frais", "Produits frais"),
    ("secs", "Produits secs"),
    ("laitiers", "Produits laitiers"),
    ("conserves", "Conserves"),
    ("viandes", "Viandes et poissons"),
    ("fruits", "Fruits et légumes"),
    ("surgeles", "Surgelés"),
    ("bebe", "Produits pour bébé"),
    ("hygiene", "Hygiène"),
    ("entretien", "Entretien"),
    ("animaux", "Pour les animaux"),
)


def label(pairs, code: str) -> str:
    """The words of a code; an unknown code is shown as it is."""
    return dict(pairs).get(code, code)
