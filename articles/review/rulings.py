"""An editor's word on what became of a promise, in the journal like every other change."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone

from articles.models import Metric, PromiseRuling, Revision

from .editing import EditRefused
from .journal import read_values, record, record_edit

FIELDS = ("state", "reason", "by", "at")
MAX_REASON = 300


def rule_promise(metric: Metric, state: str, reason: str, user: AbstractBaseUser | None) -> PromiseRuling:
    """Set a promise's state, whatever the rule says; `state` is a code of `PromiseRuling.State`.

    The caller holds the bulletin. Raises EditRefused for a figure that promises
    nothing, an unknown state, and a reason that is empty or over 300 characters.
    The same word again changes nothing.
    """
    reason = " ".join(reason.split())
    _demand_ruling(metric, state, reason)
    ruling = PromiseRuling.objects.filter(metric=metric).first()
    if ruling is None:
        ruling = PromiseRuling.objects.create(metric=metric, state=state, reason=reason, by_id=user and user.pk)
        record(ruling, Revision.Action.CREATE, user=user, after=_whole(ruling), note=reason)
    elif (ruling.state, ruling.reason) != (state, reason):
        before = read_values(ruling, FIELDS)
        ruling.state, ruling.reason, ruling.by_id, ruling.at = state, reason, user and user.pk, timezone.now()
        ruling.save()
        record_edit(ruling, before, user=user, note=reason)
    return ruling


def lift_ruling(metric: Metric, user: AbstractBaseUser | None) -> None:
    """Leave the promise to the rule again. The caller holds the bulletin.

    Raises EditRefused where nothing was ruled.
    """
    ruling = PromiseRuling.objects.filter(metric=metric).first()
    if ruling is None:
        raise EditRefused("这一项没有人工认定，可能刚被别人取消。")
    record(ruling, Revision.Action.DELETE, user=user, before=_whole(ruling), note="取消人工认定")
    ruling.delete()


def _whole(ruling: PromiseRuling) -> dict[str, object]:
    return read_values(ruling, [field.name for field in ruling._meta.concrete_fields])


def _demand_ruling(metric: Metric, state: str, reason: str) -> None:
    if metric.status != Metric.Status.PLANNED:
        raise EditRefused("这个数字不是计划数，没有承诺可以认定。")
    if state not in PromiseRuling.State.values:
        raise EditRefused("请选一个状态。")
    if not reason:
        raise EditRefused("请写理由。读者会在状态旁边看到。")
    if len(reason) > MAX_REASON:
        raise EditRefused(f"理由不能超过 {MAX_REASON} 字。")
    if "\0" in reason:
        raise EditRefused("理由里有不可见的控制字符，请删去。")
