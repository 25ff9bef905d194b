"""Settings for the tests: the site's own, over a database of their own."""

import os
from pathlib import Path

_root = Path(__file__).resolve().parent.parent
_kept = ("UNIONWATCH_DATA_DIR", "UNIONWATCH_PARSER")
for _name in [name for name in os.environ if name.startswith("UNIONWATCH_") and name not in _kept]:
    del os.environ[_name]
# A build of the parser is tested where it is asked for; else tests are of what is written.
os.environ.setdefault("UNIONWATCH_PARSER", "source")
os.environ["UNIONWATCH_DATA_DIR"] = str(Path(os.environ.get("UNIONWATCH_DATA_DIR") or _root / "var") / "test")

from unionwatch.settings import *  # noqa: E402, F403
from unionwatch.settings import DATABASE_URL, DATABASES, STORAGES  # noqa: E402

if not DATABASE_URL:
    # The tests' records die with them: no need to wait for the disk.
    DATABASES["default"]["SERVER_SETTINGS"] = {"fsync": "off", "full_page_writes": "off"}

STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
#: Sign-ins in tests need no slow hash; one test of the settings holds argon2.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
#: A page must show what a test has just stored; one test holds the keeping.
PAGE_CACHE_SECONDS = 0
#: The live server's threads give their connections back, so that the database can be dropped behind the last test.
DATABASES["default"]["CONN_MAX_AGE"] = 0
