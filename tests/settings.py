"""The site's settings as the tests see them: nothing of this machine, nothing kept afterwards.

The environment is emptied before the settings are read, so a developer's `.env` or shell changes
no result. `tests.postgresql` names another database through OBS_TEST_DATABASE_URL.
"""

import os
import tempfile
from pathlib import Path

KEPT = {"OBS_TEST_DATABASE_URL", "OBS_SOURCES", "OBS_CHROMIUM"}
for name in [name for name in os.environ if name.startswith("OBS_") and name not in KEPT]:
    del os.environ[name]

# Removed with everything in it when this process ends.
_folder = tempfile.TemporaryDirectory(prefix="observatoire-tests-")
os.environ["OBS_VAR"] = _folder.name
os.environ["OBS_DEMONSTRATION"] = "oui"
if os.environ.get("OBS_TEST_DATABASE_URL"):
    os.environ["OBS_DATABASE_URL"] = os.environ["OBS_TEST_DATABASE_URL"]

from observatoire.config.settings import *  # noqa: E402, F403 the environment comes first
from observatoire.config.settings import DATABASES, STORAGES, TEMPLATES, VAR  # noqa: E402
from tests.guards import UndefinedVariable  # noqa: E402

# On SQLite, a file rather than memory: two workers are then two connections, as on the site.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "tests.sqlite3")}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0

PAGE_CACHE = False
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
for folder in ("statique", "fichiers", "magasin"):
    Path(VAR / folder).mkdir(parents=True, exist_ok=True)

TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable()
