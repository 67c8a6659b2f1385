ROOT = {"url": "/gestion/lettres/", "label": "Lettres"}
