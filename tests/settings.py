"""Settings of the test suite: the project's own, with fast passwords, plain static files, a temporary folder of media.

`DATABASE_URL` counts as ever; without it the suite runs on SQLite in memory.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
os.environ.setdefault("SECRET_KEY", "a-key-for-the-test-suite-and-nothing-else-0123456789")

from scan.settings import *  # noqa: E402, F403  a settings module takes over all names of the one it builds on
from scan.settings import STORAGES  # noqa: E402  so that the type checker knows the name

TEMPORARY = Path(tempfile.mkdtemp(prefix="scan-tests-"))
atexit.register(shutil.rmtree, TEMPORARY, ignore_errors=True)

MEDIA_ROOT = TEMPORARY / "media"
STATIC_ROOT = TEMPORARY / "static"
STATIC_ROOT.mkdir()
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# A test's transaction is never committed, so tasks run within it.
TASKS = dict.fromkeys(("default", "background"), {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"})
