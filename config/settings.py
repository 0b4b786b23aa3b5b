"""Every setting of the portal; what differs between places comes from the environment, and here.

A server refuses to start without its own keys, hosts and services. `PORTAL_MODE=demo`, which only
`make run` and the tests say, is a demonstration: it runs on 127.0.0.1 with keys it makes itself.
docs/operations/environment.md lists all.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import django_stubs_ext
from django.core.exceptions import ImproperlyConfigured

from confidentiality.keys import load_keys
from confidentiality.virus_scan import where as where_clamd_is
from config import api_settings as api
from config import log, typesetting
from config.celery_settings import *  # noqa: F403 -- all of them, as Celery names them
from config.environment import Environment, database, insist_on_password, kept_secret
from config.middleware import POLICY

django_stubs_ext.monkeypatch()  # lets `ModelForm[Dispute]` be said at run time

typesetting.announce()
ROOT = Path(__file__).resolve().parent.parent
env = Environment()
MODE = env.choice("PORTAL_MODE", ("production", "demo"))
DEMO = MODE == "demo"
VERSION = "0.1.0"
VAR = Path(env.text("PORTAL_VAR", str(ROOT / "var")))

# --- What the place is -----------------------------------------------------------------------
DEBUG = False
SECRET_KEY = env.text("SECRET_KEY", kept_secret(VAR / "demo-secret") if DEMO else None)
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS", "")
if not DEMO and len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY 至少 50 个字符。")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]" if DEMO else None)
if not DEMO and "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS 不能是 *，请写明域名。")
PORT = env.number("PORT", 8000)
JURISDICTION = env.text("JURISDICTION", "230718")  # 乌翠区；每行数据带区划，便于分区
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "departments.Officer"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "config.apps.HouseConfig",  # the command `portal`
    "confidentiality",
    "web",
    "departments",
    "deadlines",
    "disputes",
    "papers",
    "workflow",
    "reports",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "config.apps.StaticFiles",
    "django.forms",  # its templates, so that ours may replace them
    "rest_framework",
    "drf_spectacular",
    "django_htmx",
    "guardian",
    "axes",
    "csp",
    "pgtrigger",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.careful_headers",
    "web.file_storage.nothing_left_aside",
    "csp.middleware.CSPMiddleware",
    "config.unkeepable.nothing_unkeepable",
    "config.health.without_a_session",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "departments.sittings.sitting",
    "django.middleware.common.CommonMiddleware",
    "web.keeping.Keeping",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "departments.acting.acting_post",
    "django.contrib.messages.middleware.MessageMiddleware",
    "config.first_password.own_password_first",
    "config.second_step.second_factor_first",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "web.pace.Pacing",
    "deadlines.calendar_days.one_calendar_a_page",
    "workflow.middleware.RefusalMiddleware",
    "reports.audit.recording.Recording",
    "axes.middleware.AxesMiddleware",
]

# --- Language and time -----------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
FORMAT_MODULE_PATH = "config.formats"

# --- Pages -----------------------------------------------------------------------------------
# The components, in every template without {% load %}.
UI_TAGS = ("ui", "ui_case", "ui_forms", "ui_rows")
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "config.shell.shell",
            ],
            "builtins": [f"web.templatetags.{name}" for name in UI_TAGS],
        },
    },
]
FORM_RENDERER = "web.rendering.SiteRenderer"
STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
ASSETS = ROOT / "var" / "assets"  # built from package-lock.json; no data, so it stays with the code
STATICFILES_DIRS = [ROOT / "static", ASSETS]
for _folder in (STATIC_ROOT, ASSETS):
    _folder.mkdir(parents=True, exist_ok=True)
MEDIA_ROOT = VAR / "media"  # no MEDIA_URL: a file is only served by a view that asks who may see it
STORAGES: dict[str, dict[str, Any]] = {  # Any: options of each backend
    "default": {"BACKEND": "web.file_storage.AsideStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
        "OPTIONS": {"file_permissions_mode": 0o644},  # collected by root, read by the portal
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS, DATA_UPLOAD_MAX_NUMBER_FILES = 500, 20
FILE_UPLOAD_PERMISSIONS = 0o600  # what people upload
FILE_UPLOAD_HANDLERS = ["web.receiving.NamesKept"]

# --- PostgreSQL: the only truth --------------------------------------------------------------
_TIMEOUT = env.number("STATEMENT_TIMEOUT_MS", 15_000)  # no page may hold a connection for longer
_LIMITS = f"-c statement_timeout={_TIMEOUT} -c idle_in_transaction_session_timeout=60000"
# A page reads fifty rows of many small tables: weighing every order of eight joins took 24 ms of
# its 50 (docs/performance.md), and neither compiling a statement nor sharing it out ever pays.
_LIMITS += " -c join_collapse_limit=4 -c jit=off -c max_parallel_workers_per_gather=0"
# Without services (a type checker, `collectstatic` in an image) a demonstration still loads.
DATABASE_URL = env.text("DATABASE_URL", "postgresql:///portal" if DEMO else None)
DATABASES = {"default": database(DATABASE_URL, _LIMITS)}

# --- Redis or Valkey: may be emptied at any time ----------------------------------------------
REDIS_URL = env.text("REDIS_URL", "redis://127.0.0.1:6379/0" if DEMO else None)
if not DEMO:
    insist_on_password(REDIS_URL)
CACHES = {
    "default": {
        "BACKEND": "config.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "portal",
        "VERSION": 2,  # of 1 some values were pickles, which are not read any more
        "OPTIONS": {
            "socket_timeout": 1,
            "socket_connect_timeout": 1,
            "serializer": "config.cache.JSONSerializer",
        },
    },
}
SESSION_ENGINE = "departments.sittings"

# --- Celery: a wake-up, never a memory (config/celery_settings.py) -----------------------------
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://")
CELERY_TIMEZONE = TIME_ZONE

# --- Messages that leave the portal (R104); each message is in PostgreSQL first ------------------
PRODUCT = "社会保险费征缴争议联合处置平台"
EMAIL_HOST = env.text("EMAIL_HOST", "")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 10  # a server that accepts and never answers holds a worker no longer
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "portal@localhost")
NOTICE_CHANNELS = env.words("NOTICE_CHANNELS", "")  # dotted paths, docs/operations/channels.md
if EMAIL_HOST:
    NOTICE_CHANNELS = [*NOTICE_CHANNELS, "workflow.messages.channels.Email"]

# --- Sealing (六(三)) --------------------------------------------------------------------------
CRYPTO_SUITE = env.choice("CRYPTO_SUITE", ("SM4-GCM", "AES-256-GCM"))
_keys = load_keys(os.environ, VAR / "demo-keys.json" if DEMO else None)
SEALING_KEYS = _keys.keys
SEALING_KEY_CURRENT = _keys.current
BLIND_INDEX_KEY = _keys.index_key
AUDIT_ANCHOR_KEY = _keys.anchor_key
BLIND_INDEX_KEYS = _keys.index_keys
FORMER_ANCHOR_KEYS = _keys.former_anchor_keys
KEY_SERVICE = env.text("KEY_SERVICE", "")  # a class that holds the keys, docs/operations/keys.md
CLAMD = env.text("PORTAL_CLAMD", "")  # unix:/path or host:port of a virus scanner
if CLAMD:
    where_clamd_is(CLAMD)  # refuses here what cannot be meant
AUDIT_ANCHORS = VAR / "anchors"  # to be copied to where no administrator of the database writes

# --- Signing in --------------------------------------------------------------------------------
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "login"
CSRF_FAILURE_VIEW = "config.signing_in.token_refused"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "departments.backends.OfficerBackend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None  # guardian makes no account that nobody holds
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "departments.backends.ThreeKindsValidator"},
    {"NAME": "departments.backends.NotUsedBefore"},
    *(
        {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
        for name, options in (
            ("UserAttributeSimilarityValidator", {"user_attributes": ("username", "name")}),
            ("MinimumLengthValidator", {"min_length": 10}),
            ("CommonPasswordValidator", {}),
            ("NumericPasswordValidator", {}),
        )
    ),
]
DEMO_PASSWORD = env.text("DEMO_PASSWORD", kept_secret(VAR / "demo-password", 9)) if DEMO else ""
PASSWORD_DAYS = env.number("PASSWORD_DAYS", 0 if DEMO else 90)  # 0: a password never grows old
# Wrong tries are slowed by departments/waiting.py; axes writes down who tried, and locks nobody.
AXES_LOCK_OUT_AT_FAILURE = False
AXES_USERNAME_CALLABLE = "departments.waiting.as_tried"
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
AXES_VERBOSE = False
SECOND_FACTOR = env.choice(
    "SECOND_FACTOR", ("enrolled", "roles") if DEMO else ("roles", "enrolled")
)
ISSUER = "乌翠征缴争议"  # what a telephone calls the portal
PROOF_HOLDS = 5 * 60  # seconds in which rights may be changed after the second step
SESSION_IDLE_MINUTES = env.number("SESSION_IDLE_MINUTES", 30)
SESSION_SEEN_SECONDS = 60  # a sitting writes no more often that somebody moved
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# --- What a browser is told --------------------------------------------------------------------
SECURE_COOKIES = not DEMO  # a demonstration speaks plain HTTP on 127.0.0.1
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_NAME = "__Host-session" if SECURE_COOKIES else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE_COOKIES else "csrf"
KNOWN_COOKIE_NAME = "__Host-known" if SECURE_COOKIES else "known"  # departments/known_browsers.py
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", "")
SECURE_SSL_REDIRECT = not DEMO
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked by the container's own health check, in plain HTTP
SECURE_HSTS_SECONDS = 0 if DEMO else 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEMO
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if env.flag("BEHIND_PROXY", default=not DEMO):  # only behind one that strips the header itself
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    MIDDLEWARE.insert(0, "config.middleware.client_address")
CONTENT_SECURITY_POLICY = POLICY

# --- Counts below it are told to nobody who cannot open their rows (R097); 0: every count is ------
SMALLEST_CELL = env.number("SMALLEST_CELL", 5)

# --- The pace of searching and carrying away (web/pace.py); 0: none ------------------------------
SEARCHES_A_MINUTE = env.number("SEARCHES_A_MINUTE", 60)
EXPORTS_AN_HOUR = env.number("EXPORTS_AN_HOUR", 30)
VERIFIES_A_MINUTE = env.number("VERIFIES_A_MINUTE", 20)  # of papers, by one address

# --- What the QR code of a paper leads to; empty: papers bear the code alone --------------------
PUBLIC_URL = env.text("PUBLIC_URL", CSRF_TRUSTED_ORIGINS[0] if CSRF_TRUSTED_ORIGINS else "")

# --- The API -----------------------------------------------------------------------------------
REST_FRAMEWORK = api.rest_framework(env.text("API_RATE", "100/s"))
SPECTACULAR_SETTINGS = api.described_as(PRODUCT)

# --- Log: who, what, when; never a person's data -------------------------------------------------
DEFAULT_EXCEPTION_REPORTER = "confidentiality.error_reports.MaskingReporter"
DEFAULT_EXCEPTION_REPORTER_FILTER = "confidentiality.error_reports.MaskingReporterFilter"
LOGGING = log.settings(env.text("LOG_LEVEL", "INFO"))
