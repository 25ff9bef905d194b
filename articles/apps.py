"""The one application of the site."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "工会项目"
    default_auto_field = "django.db.models.BigAutoField"
