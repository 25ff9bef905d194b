"""Django's door to the admin pages; they live in `desk`."""

from articles.desk import admin  # noqa: F401
