"""Settings, all read from the environment in one place; docs/operations.md lists them.

Safe by default: DEBUG is off unless UNIONWATCH_DEBUG=1 asks for it, only this
machine's names are answered, and UNIONWATCH_ENV=production refuses to start
without a secret key and the site's host names.
"""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from .environment import envbool, envchoice, envint, envlist, envstr, kept_secret, parse_database_url

BASE_DIR = Path(__file__).resolve().parent.parent

# -- where and how it runs

#: "local": this machine only, plain HTTP. "production": behind a TLS proxy.
ENVIRONMENT = envchoice("UNIONWATCH_ENV", ("local", "production"))
PRODUCTION = ENVIRONMENT == "production"
DEBUG = envbool("UNIONWATCH_DEBUG", False)
#: Everything that is written at run time: database, key, caches, collected static files, backups.
DATA_DIR = Path(envstr("UNIONWATCH_DATA_DIR") or BASE_DIR / "var").absolute()
HTTPS = envbool("UNIONWATCH_HTTPS", PRODUCTION)
#: How many proxies stand before gunicorn: that many last entries of X-Forwarded-For are believed.
PROXY_COUNT = envint("UNIONWATCH_PROXY_COUNT", 1 if PRODUCTION else 0)

ALLOWED_HOSTS = envlist("UNIONWATCH_HOSTS", [] if PRODUCTION else ["127.0.0.1", "localhost", "[::1]"])
SECRET_KEY = envstr("UNIONWATCH_SECRET_KEY")

if PRODUCTION:
    missing = [
        sentence
        for absent, sentence in [
            (
                len(SECRET_KEY) < 50,
                "UNIONWATCH_SECRET_KEY（至少 50 个字符的随机密钥 / a random key of 50 characters or more）",
            ),
            (not ALLOWED_HOSTS, "UNIONWATCH_HOSTS（站点域名，逗号分隔 / the site's host names, comma-separated）"),
        ]
        if absent
    ]
    if missing:
        raise ImproperlyConfigured("生产环境缺少设置，不能启动。 / Production needs: " + "；".join(missing))
    if DEBUG:
        raise ImproperlyConfigured("生产环境不能打开 UNIONWATCH_DEBUG。 / UNIONWATCH_DEBUG must be off in production.")
    if "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured("UNIONWATCH_HOSTS 不能是 *。 / UNIONWATCH_HOSTS must name hosts, not *.")
SECRET_KEY = SECRET_KEY or kept_secret(DATA_DIR / "secret_key")

# -- what it is made of

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "axes",
    "csp",
    "simple_history",
    "django_tables2",
    "django_filters",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "unionwatch",
    "articles",
]

#: Outermost first: what every answer must carry, error pages and static files included, comes before what may fail.
MIDDLEWARE = [
    "unionwatch.middleware.security_headers",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "unionwatch.middleware.keep_private",
    "unionwatch.middleware.refuse_nul",
    "unionwatch.middleware.limit_statements",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "unionwatch.middleware.end_long_sessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "unionwatch.urls"
WSGI_APPLICATION = "unionwatch.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# -- the database

DATABASE_URL = envstr("DATABASE_URL")
if DATABASE_URL:
    _database = parse_database_url(DATABASE_URL)
else:
    _database = {
        "ENGINE": "unionwatch.embedded_postgres",
        "NAME": "unionwatch",
        "USER": "unionwatch",
        "FOLDER": DATA_DIR,
        "OPTIONS": {},
    }
_database["CONN_MAX_AGE"] = envint("UNIONWATCH_CONN_MAX_AGE", 600)
_database["CONN_HEALTH_CHECKS"] = True
_database["OPTIONS"] = {"connect_timeout": 2, "application_name": "unionwatch", **_database["OPTIONS"]}
DATABASES = {"default": _database}

#: Milliseconds that one statement of a web request may take, by the start of its path; the longest match counts.
#: Management commands and migrations have no limit.
STATEMENT_LIMITS = {
    "/": envint("UNIONWATCH_STATEMENT_MS", 2_000, least=1),
    "/admin/": 10_000,
    "/export/": 60_000,
    "/api/v1/dump": 60_000,
}
LOCK_TIMEOUT_MS = 3_000

# -- language and time

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# -- static files: hashed names, compressed once, served by the site itself

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = DEBUG
MEDIA_ROOT = DATA_DIR / "media"

# -- signing in

AUTHENTICATION_BACKENDS = [
    "unionwatch.signing_in.AddressLimitBackend",
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
LOGOUT_REDIRECT_URL = "/"

#: Five wrong passwords for one account close it for a quarter of an hour, whatever address they came from;
#: counted in the database, so that all worker processes see the same.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "unionwatch.visitor.address"
AXES_LOCKOUT_CALLABLE = "unionwatch.errors.locked_out"
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_VERBOSE = False
#: Fifty wrong passwords in an hour from one address, for whatever accounts, close the address too.
ADDRESS_FAILURE_LIMIT = 50
ADDRESS_FAILURE_WINDOW = timedelta(hours=1)
#: By account alone is meant: an office behind one address must not be shut out by one colleague.
SILENCED_SYSTEM_CHECKS = ["axes.W006"]

#: Idle time and the longest time one sign-in lasts, in seconds.
SESSION_COOKIE_AGE = envint("UNIONWATCH_SESSION_IDLE_MINUTES", 8 * 60, least=1) * 60
SESSION_LONGEST = envint("UNIONWATCH_SESSION_HOURS", 12, least=1) * 3600
SESSION_SAVE_EVERY_REQUEST = True
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "unionwatch.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [
    f"https://{'*' if host.startswith('.') else ''}{host}" for host in ALLOWED_HOSTS if PRODUCTION and HTTPS
]

# -- what browsers are told

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
#: The proxy must overwrite this header: docs/operations.md.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXY_COUNT else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# -- how much is taken in

#: Bytes of one form: a paste of a million characters, even url-encoded (nine bytes a character), and 413 above it.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
#: Bytes of text that one paste may hold; the form says so at its field.
PASTE_MAX_BYTES = 2 * 1024 * 1024

#: How long a public page is kept for readers without an account; a change of the record ends it at once. 0 keeps none.
PAGE_CACHE_SECONDS = envint("UNIONWATCH_PAGE_CACHE_SECONDS", 60)

#: Kept pages, shared by all worker processes; a page is some ten kilobytes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "cache",
        "OPTIONS": {"MAX_ENTRIES": 2_000},
    }
}

# -- the footer: what a public body must show; nothing is rendered for an empty one

SITE_NAME = "浙江工会项目观察"
UNIONWATCH_FOOTER = {
    "organizer": envstr("UNIONWATCH_ORGANIZER"),  # 主办单位
    "operator": envstr("UNIONWATCH_OPERATOR"),  # 承办单位
    "contact": envstr("UNIONWATCH_CONTACT"),  # 联系方式
    "icp": envstr("UNIONWATCH_ICP"),  # ICP备案号
    "police": envstr("UNIONWATCH_POLICE_RECORD"),  # 公安备案号
    "site_code": envstr("UNIONWATCH_SITE_CODE"),  # 网站标识码
}

# -- tables, filters, API

DJANGO_TABLES2_PAGE_RANGE = 7
FILTERS_EMPTY_CHOICE_LABEL = "全部"
REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": SITE_NAME,
    "DESCRIPTION": "浙江各级工会项目与指标，只读。",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
}

# -- log: one line an event, to standard error; the service manager keeps it

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": envstr("UNIONWATCH_LOG_LEVEL", "WARNING").upper()},
    "loggers": {"django": {"handlers": [], "level": "WARNING", "propagate": True}},
}
