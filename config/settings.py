"""Settings of Accord: read from the environment, explained in .env.example."""

import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config import databases, env, logs, secret

BASE_DIR = Path(__file__).resolve().parent.parent
env.load_file(BASE_DIR / ".env")

# -- Where we are ---------------------------------------------------------------------------------
ENVIRONMENT = env.text("ACCORD_ENV", "local")
if ENVIRONMENT not in {"local", "production"}:
    raise ImproperlyConfigured(f"ACCORD_ENV is {ENVIRONMENT!r}. Write local or production.")
PRODUCTION = ENVIRONMENT == "production"
TESTING = "pytest" in sys.modules
DEBUG = env.flag("ACCORD_DEBUG", default=False)
ACCORD_DEMO = env.flag("ACCORD_DEMO", default=False)
ACCORD_DATA = env.folder("ACCORD_DATA", BASE_DIR / "var")
ACCORD_DATA.mkdir(parents=True, exist_ok=True)

if PRODUCTION:
    if ACCORD_DEMO:
        raise ImproperlyConfigured("ACCORD_DEMO is on in production. Take it out: everybody knows its passwords.")
    if DEBUG:
        raise ImproperlyConfigured("ACCORD_DEBUG is on in production. Take it out: it shows code to visitors.")
    SECRET_KEY = env.required("SECRET_KEY", "Make one with: openssl rand -base64 48")
    ACCORD_URL = env.required("ACCORD_URL", "It is the address people open, such as https://accord.example.org.")
    if not ACCORD_URL.startswith("https://"):
        raise ImproperlyConfigured(f"ACCORD_URL is {ACCORD_URL!r}. In production it begins with https://.")
else:
    SECRET_KEY = env.text("SECRET_KEY") or secret.kept_in(ACCORD_DATA / "secret_key")
    # not 127.0.0.1: browsers make no passkey for a host that is a number
    ACCORD_URL = env.text("ACCORD_URL", f"http://localhost:{env.number('PORT', default=8000)}")
ACCORD_URL = ACCORD_URL.rstrip("/")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
_address = urlsplit(ACCORD_URL)
_probes = ["localhost", "127.0.0.1", "[::1]"]  # health checks ask from the machine itself
ALLOWED_HOSTS = [*env.words("ALLOWED_HOSTS", [_address.hostname or ""]), *_probes]
CSRF_TRUSTED_ORIGINS = [f"{_address.scheme}://{_address.netloc}"]
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES")

# -- The rooms, and the houses we build on ----------------------------------------------------------
INSTALLED_APPS = [
    "journal",
    "mail",
    "jobs",
    "accounts",
    "agreements",
    "convenings",
    "registration",
    "breakouts",
    "expo",
    "checkin",
    "portal",
    "console",
    "api",
    "worker",
    "rehearsal",
    "config",
    "config.admin_app.AccordAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "template_partials",
    "rest_framework",
    "drf_spectacular",
    "django_filters",
    "storages",
]
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

MIDDLEWARE = [
    "config.middleware.proxies",
    "config.middleware.identify",
    "config.metrics.count_requests",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "config.middleware.refuse_nul",
    "config.middleware.refuse_great_bodies",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "config.middleware.name_actor",
    "config.middleware.ask_second_factor",
    "config.middleware.keep_accounts_private",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "config.context.house",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")  # its widget templates, so that ours in templates/ may stand before them

# -- Rows, the queue, the cache ---------------------------------------------------------------------
DATABASE_URL = env.text("DATABASE_URL")
if PRODUCTION:
    env.required("DATABASE_URL", "Name a PostgreSQL database: postgres://user:password@host:5432/accord")
    env.required("REDIS_URL", "Name a Redis or Valkey server: redis://host:6379/0")
DATABASES = {
    "default": databases.from_url(DATABASE_URL, pool_size=env.number("DATABASE_POOL", default=0 if TESTING else 8))
    if DATABASE_URL
    else databases.sqlite(ACCORD_DATA / "accord.sqlite3")
}
REDIS_URL = env.text("REDIS_URL")
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "config.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "accord",
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Parts of public pages, under a stamp of what they show. Each process keeps its own: no page waits for Redis.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": 600,
        "OPTIONS": {"MAX_ENTRIES": 40},
    },
}
CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_timeout": 1,
    "socket_connect_timeout": 1,
    "visibility_timeout": 3600,
    # With these two a task of a killed worker comes back after about 10 seconds instead of 96.
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
    "max_retries": 1,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 1
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = 600
CELERY_TASK_TIME_LIMIT = 660
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_TASK_ALWAYS_EAGER = False
CELERY_TIMEZONE = "UTC"

# -- Who signs in -----------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", **options}
    for name, options in {
        "UserAttributeSimilarityValidator": {},
        "MinimumLengthValidator": {"OPTIONS": {"min_length": 12}},
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
    }.items()
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/organize/"
ACCOUNT_ADAPTER = "config.signing_in.ClosedHouse"
ACCOUNT_FORMS = {
    "login": "accounts.forms.signing_in.SignInForm",
    "reset_password": "accounts.forms.signing_in.ForgottenPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _address.scheme
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True  # to the second factor: the mail always lets its owner in
ACCOUNT_RATE_LIMITS = {  # why: docs/decisions/signing-in.md
    "login": None,  # wrong passwords are counted in accounts/password_tries.py, right ones nowhere
    "login_failed": "5/5m/key",  # of one account's second factor
    "reset_password": "30/h/ip,5/h/key",  # each sends a mail to whatever address is typed
    "reset_password_from_key": "100/m/ip",
}
MFA_RATE_LIMITS = {"webauthn_login": "100/m/ip"}  # nothing to guess there; a school is one address
MFA_ADAPTER = "config.signing_in.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Accord"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
REQUIRE_SECOND_FACTOR = env.flag("REQUIRE_SECOND_FACTOR", default=PRODUCTION)
ALLAUTH_TRUSTED_CLIENT_IP_HEADER = None

# -- Pages ------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = env.folder("STATIC_ROOT", ACCORD_DATA / "static")
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
NODE_MODULES = BASE_DIR / "node_modules"
BROWSER_PACKAGES = {
    # the address below /static/: the folder that the package serves
    "vendor/htmx": NODE_MODULES / "htmx.org" / "dist",
    "vendor/barcode-detector": NODE_MODULES / "barcode-detector" / "dist" / "es",
    "vendor/zxing-wasm": NODE_MODULES / "zxing-wasm" / "dist",
    "vendor/idb": NODE_MODULES / "idb" / "build",
    "vendor/overpass": NODE_MODULES / "@fontsource-variable" / "overpass" / "files",
    "vendor/libre-caslon-text": NODE_MODULES / "@fontsource" / "libre-caslon-text" / "files",
}
STATICFILES_DIRS = [
    BASE_DIR / "static",
    *((prefix, folder) for prefix, folder in BROWSER_PACKAGES.items() if folder.is_dir()),
]
TYPST_FONT_PATHS = [BASE_DIR / "static" / "build" / "fonts"]
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 0 if DEBUG else 300
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("ttf", "otf", "woff2", "png", "jpg", "gz", "br", "wasm")

# -- Files that are nobody's but their owner's ---------------------------------------------------------
PRIVATE_BUCKET = env.text("PRIVATE_BUCKET")
_private: dict[str, Any] = (
    {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": PRIVATE_BUCKET,
            "endpoint_url": env.text("PRIVATE_BUCKET_ENDPOINT") or None,
            "region_name": env.text("PRIVATE_BUCKET_REGION") or None,
            "access_key": env.text("PRIVATE_BUCKET_KEY") or None,
            "secret_key": env.text("PRIVATE_BUCKET_SECRET") or None,
            "default_acl": "private",
            "querystring_auth": True,
            "file_overwrite": False,
        },
    }
    if PRIVATE_BUCKET
    else {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": ACCORD_DATA / "private",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    }
)
STORAGES = {
    "default": _private,
    "private": _private,
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# -- Mail -------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "Accord <accord@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 10
MAIL_SINK_PORT = env.number("MAIL_SINK_PORT", default=8025)
MAIL_SINK_FOLDER = ACCORD_DATA / "mailbox"
EMAIL_BACKEND = env.text("MAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
if EMAIL_BACKEND.startswith("anymail."):
    INSTALLED_APPS.append("anymail")  # for its checks; it takes seven megabytes of each process
if PRODUCTION:
    env.required("MAIL_FROM", "It is the sender people see, such as: Accord <accord@your.org>")
if ACCORD_DEMO:  # no mail leaves a demonstration, whatever else is set
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = "127.0.0.1", MAIL_SINK_PORT
else:
    EMAIL_HOST = env.text("SMTP_HOST", "localhost")
    EMAIL_PORT = env.number("SMTP_PORT", default=25)
    EMAIL_HOST_USER = env.text("SMTP_USER")
    EMAIL_HOST_PASSWORD = env.text("SMTP_PASSWORD")
    EMAIL_USE_TLS = env.flag("SMTP_STARTTLS", default=False)
    EMAIL_USE_SSL = env.flag("SMTP_TLS", default=False)
ANYMAIL = {
    name.removeprefix("ANYMAIL_"): value for name, value in os.environ.items() if name.startswith("ANYMAIL_") and value
}

# -- Safe by default ----------------------------------------------------------------------------------
_https = _address.scheme == "https"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")  # taken away from whoever is no trusted proxy
SECURE_SSL_REDIRECT = PRODUCTION and _https
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION and _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_SECONDS > 0
SECURE_HSTS_PRELOAD = SECURE_HSTS_SECONDS > 0
# With no-referrer browsers send "Origin: null" and every form is refused; the view that takes a token sets no-referrer.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
MOST_BODY = 20 * 1024 * 1024  # with files
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# -- The API ------------------------------------------------------------------------------------------
REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["api.authentication.BearerToken"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "EXCEPTION_HANDLER": "api.problems.answer",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["api.parsers.Json"],
    "DEFAULT_SCHEMA_CLASS": "api.schema.Described",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.LimitOffsetPagination",
    "PAGE_SIZE": 50,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Accord",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_NAME_OVERRIDES": {  # many rooms have a "state" and a "kind": their names in the description
        "TeamState": "registration.states.TeamState",
        "PlaceState": "registration.states.PlaceState",
        "AttendeeKind": "registration.states.AttendeeKind",
        "ConveningState": "convenings.states.ConveningState",
        "SessionKind": "breakouts.states.SessionKind",
        "BadgeState": "checkin.states.BadgeState",
        "CheckpointKind": "checkin.states.CheckpointKind",
        "ScanAnswer": "checkin.states.Answer",
        "RefusedKind": "checkin.states.RefusedKind",
        "ArrivalState": "checkin.states.ArrivalState",
        "JobState": "jobs.states.JobState",
        "ProposalState": "jobs.states.ProposalState",
        "Emphasis": "expo.states.Emphasis",
        "AreaKind": "expo.states.AreaKind",
        "RunState": "convenings.states.RunState",
        "CommitmentState": "agreements.states.CommitmentState",
        "Side": "agreements.states.Side",
        "HighlightState": "expo.states.HighlightState",
        "BoothFeature": "expo.states.Feature",
        "TickedFeature": "expo.states.TICKED",
        "RoomFeature": "breakouts.states.Feature",
    },
}

# -- Watching -----------------------------------------------------------------------------------------
LOG_FORM = env.text("LOG_FORM", "json" if PRODUCTION else "text")
if LOG_FORM not in {"json", "text"}:
    raise ImproperlyConfigured(f"LOG_FORM is {LOG_FORM!r}. Write json or text.")
LOGGING = logs.settings(form=LOG_FORM, level=env.text("LOG_LEVEL", "INFO").upper())
METRICS_NETWORKS = env.networks("METRICS_NETWORKS", ["127.0.0.0/8", "::1"])
METRICS_TOKEN = env.text("METRICS_TOKEN")
SENTRY_DSN = env.text("SENTRY_DSN")
if SENTRY_DSN:
    try:
        import sentry_sdk
    except ImportError:
        raise ImproperlyConfigured("SENTRY_DSN is set, sentry-sdk is missing: make install") from None
    sentry_sdk.init(
        dsn=SENTRY_DSN, environment=ENVIRONMENT, send_default_pii=False, before_send=logs.scrub_event,
        max_request_body_size="never",
    )
