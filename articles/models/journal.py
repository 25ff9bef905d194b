"""The journal: every change of every record, by whom, when, from what to what. Rows are only ever added."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models

from .places import City


class RevisionQuerySet(models.QuerySet["Revision"]):
    def of_bulletin(self, pk: int) -> RevisionQuerySet:
        return self.filter(bulletin_id=pk)

    def corrections(self) -> RevisionQuerySet:
        """What a person had to mend in the parser's reading, the measure of its weak spots.

        Undone changes and the undoing itself do not count.
        """
        undone = Revision.objects.filter(undoes__isnull=False).values("undoes")
        return self.filter(action__in=Revision.CORRECTIONS, undoes=None).exclude(pk__in=undone)


class Revision(models.Model):
    """One change. Holds no foreign key, so that nothing which is deleted takes its history along.

    `before` and `after` map field names to JSON values; changes of the page's
    structure keep whole records under "records" (see `review.page`). A
    database trigger refuses UPDATE, DELETE and TRUNCATE (migration 0002).
    """

    class Action(models.TextChoices):
        PASTE = "paste", "粘贴"
        EDIT = "edit", "修改"
        ACCEPT = "accept", "认可"
        REJECT = "reject", "不收"
        RESET = "reset", "重置为待核"
        CREATE = "create", "新增"
        DELETE = "delete", "删除"
        RESOLVE = "resolve", "处理未决"
        SPLIT = "split", "拆分"
        MERGE = "merge", "合并"
        LINES = "lines", "改行归属"
        SWAP = "swap", "题目互换"
        REVIEW = "review", "认可全篇"
        REPARSE = "reparse", "重新解析"
        REVERT = "revert", "恢复解析结果"
        SUBMIT = "submit", "提交复审"
        RETURN = "return", "退回"
        PUBLISH = "publish", "发布"
        WITHDRAW = "withdraw", "撤回"
        UNDO = "undo", "撤销"
        MERGE_PROGRAMS = "merge_programs", "合并项目"
        IMPORT = "import", "导入"

    #: Actions that count as a correction of the parser. Accepting is none.
    CORRECTIONS = (
        Action.EDIT,
        Action.REJECT,
        Action.CREATE,
        Action.SPLIT,
        Action.MERGE,
        Action.LINES,
        Action.SWAP,
    )

    at = models.DateTimeField("时间", auto_now_add=True, db_index=True)
    user_pk = models.BigIntegerField("账号编号", null=True, blank=True)
    user_name = models.CharField("经手", max_length=150, blank=True)
    action = models.CharField("动作", max_length=20, choices=Action)
    model = models.CharField("记录类型", max_length=40)
    object_pk = models.CharField("记录编号", max_length=40)
    label = models.CharField("记录", max_length=200)
    bulletin_id = models.BigIntegerField("版面编号", null=True, blank=True)
    article_id = models.BigIntegerField("报道编号", null=True, blank=True)
    before = models.JSONField("改前", default=dict)
    after = models.JSONField("改后", default=dict)
    note = models.CharField("说明", max_length=300, blank=True)
    undoes = models.BigIntegerField("撤销了", null=True, blank=True, unique=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "操作记录"
        indexes = [
            models.Index(fields=["bulletin_id", "-id"], name="revision_by_bulletin"),
            models.Index(fields=["model", "object_pk"], name="revision_by_record"),
            models.Index(fields=["user_name", "-id"], name="revision_by_user"),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.label}"


class EditorScope(models.Model):
    """The cities an account may edit. No row, or a row without cities: all of them."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="editor_scope", verbose_name="账号"
    )
    cities = models.ManyToManyField(
        City, blank=True, related_name="+", verbose_name="可编辑的设区市", help_text="不选即不限。"
    )

    class Meta:
        verbose_name = verbose_name_plural = "编辑范围"

    def __str__(self) -> str:
        return str(self.user)


def find_editor_cities(user: AbstractBaseUser | AnonymousUser) -> set[str] | None:
    """Codes of the cities that `user` is limited to; None where there is no limit. Costs one query."""
    if getattr(user, "is_superuser", False):
        return None
    limits = EditorScope.cities.through.objects.filter(editorscope__user_id=user.pk)
    codes = set(limits.values_list("city_id", flat=True))
    return codes or None
