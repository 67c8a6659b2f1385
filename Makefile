# Les mots de la maison. Les mêmes servent à l’intégration continue (.ci/run).
PYTHON ?= python3
PORT ?= 8000
REGION ?= 52
DONNEES ?=
BIN := .venv/bin
SITE := OBS_DEMONSTRATION=oui OBS_REGION=$(REGION) OBS_ADRESSE=http://127.0.0.1:$(PORT)

.DEFAULT_GOAL := aide
.PHONY: aide installation demo donnees run test check fix bench bench-mail bench-evenements verrou

aide: ## liste ces commandes
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1 : /'

installation: ## installe les bibliothèques dans .venv, si le verrou a changé
	@$(PYTHON) requirements/installation.py

demo: installation ## prépare la démonstration et la sert (PORT=8000 REGION=52 DONNEES=dossier)
	@exec $(BIN)/python -m observatoire.config.demonstration --port "$(PORT)" --region "$(REGION)" --donnees "$(DONNEES)"

donnees: installation ## télécharge les fichiers officiels déclarés par les sources, et les lit (REGION=52)
	@$(BIN)/python -m stats fetch --vers var/donnees
	@$(BIN)/python -m stats territoires --region "$(REGION)" --cog var/donnees --store var/magasin
	@$(BIN)/python -m stats read auto var/donnees --store var/magasin

run: installation ## sert en développement ce que make demo a préparé, rechargé à chaque changement
	@$(SITE) OBS_DEVELOPPEMENT=oui $(BIN)/python manage.py runserver 127.0.0.1:$(PORT)

test: installation ## tous les tests sur SQLite, puis ceux de la base sur PostgreSQL
	@$(BIN)/python -m pytest -rs
	@$(BIN)/python -m tests.postgresql

check: installation ## style, contrats d’import, catalogue et migrations, sans rien changer
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/lint-imports --no-cache --no-logo
	@$(BIN)/python -m stats catalogue --check
	@$(SITE) $(BIN)/python manage.py makemigrations --check

fix: installation ## met en forme le code, et la typographie des gabarits
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format
	@$(BIN)/python -m tests.house.typography

bench: installation ## mesure, et range les mesures dans var/bench.json
	@$(BIN)/python -m tests.bench

bench-mail: installation ## lettres par milliers, arrêts brutaux compris, et leur débit
	@$(BIN)/python -m tests.bench_mail $(MESURE)

bench-evenements: installation ## cinq cents inscriptions pour cent places, trois cent cinquante lecteurs du direct
	@$(BIN)/python -m tests.bench_events $(MESURE)

verrou: ## recalcule les versions et leurs empreintes dans requirements/ (demande uv)
	uv pip compile pyproject.toml --generate-hashes --no-emit-index-url --universal \
		--python-version 3.11 -q -o requirements/base.txt --custom-compile-command "make verrou"
	uv pip compile pyproject.toml --group dev --generate-hashes --no-emit-index-url --universal \
		--python-version 3.11 -q -o requirements/dev.txt --custom-compile-command "make verrou" \
		-c requirements/base.txt
