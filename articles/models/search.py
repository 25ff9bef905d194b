"""The search index: one vector an article, made in Python and kept beside it."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from .bulletins import Article


class ArticleIndex(models.Model):
    """Words and pairs of characters of one article. `terms_version` says which cut made them."""

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="search_index")
    vector = SearchVectorField()
    terms_version = models.CharField(max_length=30)

    class Meta:
        verbose_name = verbose_name_plural = "检索索引"
        indexes = [GinIndex(fields=["vector"], name="article_vector", fastupdate=False)]

    def __str__(self) -> str:
        return str(self.article_id)
