"""One file of settings, fed by the environment alone (see environment.py and .env.example)."""

from pathlib import Path

from observatoire.config import environment as env

ROOT = Path(__file__).resolve().parents[2]
VAR = Path(env.text("OBS_VAR", str(ROOT / "var"))).resolve()
DEMONSTRATION = env.flag("OBS_DEMONSTRATION", False)
DEVELOPMENT = env.flag("OBS_DEVELOPPEMENT", False)
DEBUG = False  # pages of error are ours, in French, everywhere

SECRET_KEY = env.secret_key("OBS_SECRET_KEY", folder=VAR, is_demonstration=DEMONSTRATION)
ALLOWED_HOSTS = env.names("OBS_HOTES", "localhost,127.0.0.1,[::1]")
SITE_ADDRESS = env.text("OBS_ADRESSE", "http://127.0.0.1:8000").rstrip("/")
IS_HTTPS = SITE_ADDRESS.startswith("https://")
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS]
CSRF_FAILURE_VIEW = "observatoire.base.views.form_expired"

# The observatory: its region, the engine's store, the catalogue and where it is edited on the site.
REGION = env.text("OBS_REGION", "52")
PLATFORM_NAME = env.text("OBS_NOM", "Plateforme d’observation des solidarités")
REGION_NAME, IN_REGION, OF_REGION = env.region(REGION)
PLATFORM_PLACE = env.text("OBS_TERRITOIRE", REGION_NAME)
PLATFORM_BRAND = env.text("OBS_MARQUE", f"Préfet<br>de la région<br>{REGION_NAME}")
CONTACT_ADDRESS = env.text("OBS_CONTACT", "contact@example.org")
# Who answers for personal data, and who handles them on its behalf: the register of processing.
DATA_CONTROLLER = env.text("OBS_RESPONSABLE", f"DREETS {OF_REGION}")
DATA_PROCESSORS = env.names("OBS_SOUS_TRAITANTS", "l’animateur de la plateforme,Compas")
STORE = VAR / "magasin"
CATALOGUE = ROOT / "catalogue"
CATALOGUE_OVERLAY = VAR / "catalogue"
DEPOSIT_MEGABYTES = int(env.text("OBS_DEPOT_MO", "200"))  # of one deposit, all its files together

INSTALLED_APPS = [
    "observatoire.portal",
    "observatoire.indicators",
    "observatoire.events",
    "observatoire.groups",
    "observatoire.alerts",
    "observatoire.library",
    "observatoire.newsletter",
    "observatoire.food_aid",
    "observatoire.surveys",
    "observatoire.contributions",
    "observatoire.mail",
    "observatoire.directory",
    "observatoire.base",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "dsfr",
    "widget_tweaks",
    "wagtail.contrib.settings",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks_db",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "observatoire.config.static.SiteStaticFilesConfig",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "observatoire.base.middleware.AdminPolicyMiddleware",
    "observatoire.base.middleware.InterfaceLimitMiddleware",
    "observatoire.base.middleware.PageCacheMiddleware",
    "observatoire.library.middleware.OldAddressMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "observatoire.directory.middleware.AdministrationDoorMiddleware",
]

ROOT_URLCONF = "observatoire.config.urls"
WSGI_APPLICATION = "observatoire.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "observatoire.base.shell.shell",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {
    "default": env.database(
        env.text("OBS_DATABASE_URL", f"sqlite://{VAR / 'observatoire.sqlite3'}")
    )
}
# SQLite cannot keep one constraint that PostgreSQL keeps; the code that writes respects it.
SILENCED_SYSTEM_CHECKS = ["models.W047"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Pages are kept in a cache that all processes share; a publication changes their key.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR / "cache" / "pages",
        "TIMEOUT": 24 * 3600,
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
PAGE_CACHE = not DEVELOPMENT
DRAWINGS = VAR / "cache" / "dessins"

# Work in the background: rows of the database, taken by « manage.py worker ».
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": [],
    }
}
LEASE_SECONDS = 60

AUTH_USER_MODEL = "directory.User"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Sign-in: a code by e-mail, or a password, a passkey, ProConnect; the administration also asks
# for a second factor. Accounts are opened by the coordination: nobody signs up.
AUTHENTICATION_BACKENDS = ["observatoire.directory.adapters.backend.AccountBackend"]
LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "/compte/connexion/"
LOGIN_REDIRECT_URL = "/compte/"
LOGOUT_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 7 * 24 * 3600
ACCOUNT_ADAPTER = "observatoire.directory.adapters.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]  # without password, the sign-in form asks for an address alone
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # the code sent to an address is what proves it
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # some ministries deliver slowly
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
ACCOUNT_LOGIN_TIMEOUT = 30 * 60
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False  # ours hold between processes: base/models/allowance
ACCOUNT_FORMS = {
    "login": "observatoire.directory.forms.sign_in.AddressForm",
    "confirm_login_code": "observatoire.directory.forms.sign_in.CodeForm",
    "reauthenticate": "observatoire.directory.forms.sign_in.ConfirmPasswordForm",
    "set_password": "observatoire.directory.forms.sign_in.ChoosePasswordForm",
    "change_password": "observatoire.directory.forms.sign_in.ChangePasswordForm",
}
MFA_ADAPTER = "observatoire.directory.adapters.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = PLATFORM_NAME
MFA_TOTP_TOLERANCE = 1  # a telephone half a minute late
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMONSTRATION and not IS_HTTPS  # http://localhost
MFA_FORMS = {
    "authenticate": "observatoire.directory.forms.second_factor.AuthenticateForm",
    "reauthenticate": "observatoire.directory.forms.second_factor.ReauthenticateForm",
    "activate_totp": "observatoire.directory.forms.second_factor.ActivateForm",
    "add_webauthn": "observatoire.directory.forms.second_factor.AddKeyForm",
    "edit_webauthn": "observatoire.directory.forms.second_factor.EditKeyForm",
}

# ProConnect, the State's OpenID Connect. Without address, its button is not shown.
PROCONNECT = {
    "server": env.text("OBS_PROCONNECT_SERVEUR", "").rstrip("/"),
    "client": env.text("OBS_PROCONNECT_CLIENT", ""),
    "secret": env.text("OBS_PROCONNECT_SECRET", ""),
}

# Who may say for whom they ask (X-Forwarded-For); nobody, unless named. Limits count by client.
TRUSTED_PROXIES = env.networks(
    "OBS_PROXYS_DE_CONFIANCE",
    "127.0.0.0/8,::1,unix" if env.flag("OBS_DERRIERE_PROXY", False) else "",
)
API_PER_MINUTE = int(env.text("OBS_API_PAR_MINUTE", "600"))  # by client and by process; 0: no limit

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
TIME_ZONE = "Europe/Paris"  # shown; the database keeps UTC
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/statique/"
STATIC_ROOT = VAR / "statique"
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
MEDIA_URL = "/fichiers/"
MEDIA_ROOT = VAR / "fichiers"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

if DEVELOPMENT:
    # A style or a script just written is seen at the next page: nothing is collected beforehand.
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True

# Nothing comes from elsewhere, nothing is written inline. DSFR's own images are data: addresses.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail shows its previews in a frame
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("OBS_DERRIERE_PROXY", False) else None
)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = True

# Letters: every message is a row of mail's outbox first; the worker gives it to a relay, to a
# provider, or to a folder that the demonstration shows.
EMAIL_BACKEND = "observatoire.mail.receivers.OutboxBackend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("OBS_EXPEDITEUR", CONTACT_ADDRESS)
MAIL_FOLDER = VAR / "courriels"
MAIL_RELAY = env.relay(env.text("OBS_SMTP", ""))
MAIL_PROVIDER = env.provider(env.text("OBS_COURRIEL_FOURNISSEUR", ""))
MAIL_CONNECTIONS = int(env.text("OBS_SMTP_CONNEXIONS", "2"))
MAIL_BOUNCES_TO = env.text("OBS_REBONDS", "rebonds@" + DEFAULT_FROM_EMAIL.rpartition("@")[2])
MAIL_BOUNCES_BOX = env.text("OBS_REBONDS_BOITE", "")
MAIL_BOUNCES_SECRET = env.text("OBS_REBONDS_SECRET", "")
MAIL_AUTHORITY = env.text("OBS_COURRIEL_AUTORITE", "")
MAIL_RELAY_LOG = env.text("OBS_SMTP_JOURNAL", "")
MAIL_DKIM_KEY = env.text("OBS_DKIM_CLE", "")
MAIL_DKIM_SELECTOR = env.text("OBS_DKIM_SELECTEUR", "observatoire")
MAIL_KEPT_DAYS = int(env.text("OBS_COURRIELS_JOURS", "30"))
MAIL_PROOF_SECONDS = 120  # before silence in the relay's log proves that a message never left
if MAIL_PROVIDER:
    INSTALLED_APPS.append("anymail")
    ANYMAIL = env.provider_keys(
        env.text("OBS_COURRIEL_FOURNISSEUR", ""),
        env.text("OBS_COURRIEL_CLE", remedy="Le fournisseur de courriel en donne une."),
        env.text("OBS_REBONDS_SECRET", remedy="Elle protège l’adresse où le fournisseur écrit."),
    )

# Remote rooms: BigBlueButton, where there is one. A room may also be any address.
BIGBLUEBUTTON = {
    "server": env.text("OBS_BBB_ADRESSE", "").rstrip("/"),
    "secret": env.text("OBS_BBB_SECRET", ""),
}

WAGTAIL_SITE_NAME = PLATFORM_NAME
WAGTAILADMIN_BASE_URL = SITE_ADDRESS
WAGTAIL_I18N_ENABLED = False
WAGTAILIMAGES_IMAGE_MODEL = "base.Image"
WAGTAILDOCS_DOCUMENT_MODEL = "base.Document"
WAGTAILDOCS_SERVE_METHOD = "serve_view"  # every file goes through the view that checks rights
WAGTAILDOCS_EXTENSIONS = ["pdf", "odt", "ods", "odp", "docx", "xlsx", "pptx", "csv", "zip", "txt"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_ENABLE_UPDATE_CHECK = False  # would call another host
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # would call another host
WAGTAIL_PASSWORD_REQUIRED_TEMPLATE = "base/password_required.html"
WAGTAIL_WORKFLOW_ENABLED = False
# Passwords and addresses are changed on our own pages, where other sessions are closed.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
# Those of France: a machine's own list holds names that browsers do not know.
WAGTAIL_USER_TIME_ZONES = [
    "Europe/Paris",
    "America/Cayenne",
    "America/Guadeloupe",
    "America/Martinique",
    "Indian/Mayotte",
    "Indian/Reunion",
]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français")]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("OBS_JOURNAL", "WARNING")},
}
