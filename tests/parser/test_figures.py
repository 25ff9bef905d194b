"""Figures by the tables of `cases/`: value and qualifier, refusals, status, period, indicator, code."""

from __future__ import annotations

from datetime import date

import pytest

from articles.parser.facts.figures import Figures, read_figures, value_text, with_stored_units
from articles.parser.facts.indicators import code_indicators
from articles.parser.lexicon import load_lexicon
from articles.parser.records import MetricMention
from tests.parser.stories import make_story
from tests.parser.tables import load_cases

PUBLISHED = date(2024, 8, 2)


def read(*paragraphs: str, published_on: date | None = PUBLISHED, **titles: tuple[str, ...]) -> Figures:
    return read_figures(make_story(*paragraphs, **titles), published_on=published_on, lexicon=load_lexicon())


def joined(parts: list[str]) -> str:
    return ";".join(parts) or "-"


def quantity_text(metric: MetricMention) -> str:
    value = value_text(metric.value) + (f"~{value_text(metric.value_max)}" if metric.value_max is not None else "")
    qualifier = "" if metric.qualifier == "exact" else f" {metric.qualifier}"
    return f"{value} {metric.unit}{qualifier}"


def period_text(metric: MetricMention) -> str:
    period = metric.period
    return f"{period.text} {period.start or '-'} {period.end or '-'}" if period.text else "-"


@pytest.mark.parametrize(("text", "expected", "note"), load_cases("quantities"))
def test_value_unit_and_qualifier(text: str, expected: str, note: str) -> None:
    assert joined([quantity_text(m) for m in read(text).metrics]) == expected, note


@pytest.mark.parametrize(("text", "expected", "note"), load_cases("refusals"))
def test_a_number_that_is_no_figure_is_refused_with_its_reason(text: str, expected: str, note: str) -> None:
    figures = read(text)
    assert [m.figure.quote for m in figures.metrics] == [], note
    names = [rule.name.removeprefix("refused.") for _, rule in figures.rejected]
    assert expected in names or expected == "-", note
    assert all(rule.reason for _, rule in figures.rejected)


@pytest.mark.parametrize(("text", "expected", "note"), load_cases("status"))
def test_planned_or_actual(text: str, expected: str, note: str) -> None:
    assert joined([m.status for m in read(text).metrics]) == expected, note


PROMISES = (
    "3月4日，岱山县总工会公布今年为职工办的四件实事，每件都有牵头的人。",
    "清单上写得明白：新建船员书屋9家；滩涂热线接听1200通，去年为980通；为灯塔工体检60人。第四件，办夜校8期。",
    "去年的实事也一并贴出：建成书屋7家；办夜校5期。县总工会有会员3.2万人。",
)


def test_what_a_list_of_promises_holds_is_planned() -> None:
    """Its items bear no word of a plan; what is told of last year and of the union as it is has happened."""
    metrics = read(*PROMISES).metrics
    assert not [m.figure.quote for m in metrics if m.status == "planned" and m.period.text == "去年"]
    statuses = {m.figure.quote: m.status for m in metrics}
    planned = {quote for quote, status in statuses.items() if status == "planned"}
    assert planned == {"9家", "1200通", "60人", "8期"}
    assert {"7家", "5期", "3.2万人"} <= statuses.keys()


@pytest.mark.parametrize(
    "opening",
    [
        "岱山县把船员书屋列入今年的民生实事，交由县总工会来办。",
        "船员书屋今年列入县里的民生实事，由县总工会来办。",
        "2023年，岱山县总工会为职工办的四件实事都有人牵头。",
    ],
)
def test_one_program_on_a_list_and_a_past_years_list_promise_nothing(opening: str) -> None:
    metrics = read(opening, "几处书屋各有各的样子：渔港一处藏书900册；灯塔一处藏书400册。").metrics
    assert [m.status for m in metrics if m.unit == "册"] == ["actual", "actual"]


def test_a_report_on_what_came_of_the_promises_is_none_of_them() -> None:
    opening = PROMISES[0].replace("四件实事，", "实事进度，")
    assert {m.status for m in read(opening, PROMISES[1].replace("清单上写得明白", "一项项看")).metrics} == {"actual"}


@pytest.mark.parametrize(("text", "expected", "note"), load_cases("periods"))
def test_period_as_printed_and_as_dates(text: str, expected: str, note: str) -> None:
    assert joined([period_text(m) for m in read(text).metrics]) == expected, note


@pytest.mark.parametrize(("text", "expected", "note"), load_cases("indicators"))
def test_what_the_figure_counts(text: str, expected: str, note: str) -> None:
    assert joined([m.indicator for m in read(text).metrics]) == expected, note


@pytest.mark.parametrize(("text", "expected", "note"), load_cases("sentences"))
def test_whole_sentences(text: str, expected: str, note: str) -> None:
    figures = read(text, published_on=date(2025, 7, 2))
    parts = [
        " ".join(filter(None, (quantity_text(m), "" if m.status == "actual" else m.status, m.indicator.strip())))
        for m in figures.metrics
    ]
    assert joined(parts) == expected, note


@pytest.mark.parametrize(("text", "expected", "note"), load_cases("codes"))
def test_canonical_indicator(text: str, expected: str, note: str) -> None:
    category, sentence = text.split("/", 1)
    figures = read(sentence)
    metrics = tuple(m._replace(program="某项目" if category != "-" else "") for m in figures.metrics)
    coded = code_indicators(metrics, category_of={"某项目": category}, clauses=figures.clauses, lexicon=load_lexicon())
    assert joined([m.indicator_code or "-" for m in coded]) == expected, note


@pytest.mark.parametrize(("text", "expected", "note"), load_cases("vague"))
def test_a_quantity_without_a_number_stays_open(text: str, expected: str, note: str) -> None:
    figures = read(text)
    assert joined([u.quote for u in figures.unresolved]) == expected, note
    assert figures.metrics == () or expected == "-", note
    assert all(u.kind == "quantity" and u.reason for u in figures.unresolved)


def test_a_figure_given_twice_is_one_metric_with_two_mentions() -> None:
    figures = read("截至目前，建成司机驿站110家。", "这110家司机驿站服务司机3万人次。")
    assert [m.unit for m in figures.metrics] == ["家", "人次"]
    assert [m.start for m in figures.metrics[0].mentions] == [7, 17]


def test_equal_values_of_different_things_stay_apart() -> None:
    figures = read("新建母婴室12家，培育示范企业12家。")
    assert [m.indicator for m in figures.metrics] == ["新建母婴室", "示范企业"]


def test_a_plan_and_what_came_of_it_stay_apart() -> None:
    figures = read("年初计划新建驿站30家，目前已新建驿站30家。")
    assert [m.status for m in figures.metrics] == ["planned", "actual"]


def test_the_headline_repeats_a_figure_of_the_body() -> None:
    figures = read("全县建成爱心书屋36家。", headline=("36家书屋点亮夜晚",))
    assert [m.part for m in figures.metrics[0].mentions] == ["text", "headline"]
    assert len(figures.metrics) == 1


def test_a_figure_of_the_headline_alone_stays_open() -> None:
    figures = read("全县建成爱心书屋36家。", headline=("服务职工5200人次",))
    assert [(u.part, u.quote) for u in figures.unresolved] == [("headline", "5200人次")]


def test_an_officers_speech_counts_and_a_workers_does_not() -> None:
    officer = read("“今年新建驿站6家，服务骑手900人次。”区总工会主席林某说。")
    worker = read("“我们站里有6台风扇，一天来900人次。”快递员林某说。")
    assert [m.unit for m in officer.metrics] == ["家", "人次"]
    assert worker.metrics == ()


def test_cumulative_figures_say_so() -> None:
    figures = read("累计培训职工900人次。今年新建驿站6家。")
    assert [m.cumulative for m in figures.metrics] == [True, False]


def test_without_a_day_of_publication_periods_keep_their_words_only() -> None:
    period = read("今年新建驿站6家。", published_on=None).metrics[0].period
    assert (period.text, period.start, period.end) == ("今年", None, None)


def test_an_old_value_is_named_where_the_new_one_counts() -> None:
    figures = read("入会率由51%提高到89%。")
    assert [(mention.quote, rule.name) for mention, rule in figures.rejected] == [("51%", "refused.old-value")]


def test_classes_are_stored_in_their_measure_word() -> None:
    (metric,) = with_stored_units(read("今年共开出21个班").metrics)
    assert (metric.unit, metric.unit_family, metric.indicator) == ("个", "sessions", "开出班")


def test_every_decision_has_its_reason() -> None:
    metric = read("截至目前，已新建移动式驿站6家以上。").metrics[0]
    names = [rule.name.split(".")[0] for rule in metric.rules]
    assert names == ["qualifier", "indicator", "status", "period"]
    assert all(rule.reason for rule in metric.rules)


def test_a_figure_without_words_takes_its_programs_name() -> None:
    figures = read("36家。")
    coded = code_indicators(
        tuple(m._replace(program="清风书屋") for m in figures.metrics),
        category_of={"清风书屋": "culture"},
        clauses=figures.clauses,
        lexicon=load_lexicon(),
    )
    assert [m.indicator for m in coded] == ["清风书屋"]


def test_a_few_things_of_an_opening_scene_are_no_figures() -> None:
    scene = "一条弄堂挤着8家店，谁也腾不出一个人。"
    longer = read(scene, "县总工会派人上了门。", "今年新建联合工会12家。")
    assert [(m.figure.quote) for m in longer.metrics] == ["12家"]
    assert "refused.scene" in [rule.name for _, rule in longer.rejected]
    assert [m.figure.quote for m in read(scene).metrics] == ["8家"]
