"""Programs of an article: named things that a union runs and another county could copy.

Candidates come from grammar and lexicon (`names.py`, `candidates.py`); each is
weighed by its features (`name_features.py`), and what passes is named,
categorised and joined with its other forms.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from articles.parser.facts.candidates import Candidate, build_candidates, name_key
from articles.parser.facts.categories import CueField, choose_category, load_category_cues
from articles.parser.facts.linear import load_weights, probability, strongest, weigh
from articles.parser.facts.name_features import Features, build_surroundings, compare_features, find_features
from articles.parser.facts.name_vetoes import veto
from articles.parser.facts.name_wording import find_name_wording
from articles.parser.facts.names import bare_name, load_name_grammar
from articles.parser.facts.passages import Passage
from articles.parser.lexicon import Lexicon
from articles.parser.records import Mention, ProgramMention, Rule, Unresolved
from articles.parser.words import load_tokenizer

#: A missed name costs the links of its figures, more than a spurious one takes from others: less than even is enough.
ACCEPT: Final = 0.45
_DOUBTFUL: Final = 0.22
_SURE: Final = 0.7
#: More names than any article has: a text beyond that is answered without comparing each with each.
_CROWD: Final = 120

_REASONS: Final = {
    "known.generic": "词库中的服务",
    "known.brand": "词库中的品牌",
    "known.title": "词库中的称号",
    "known": "词库中的名称",
    "quoted+head": "引号内以项目类名词结尾",
    "head": "以项目类名词结尾",
    "verb": "前有推出、启动等动词",
    "behind": "后有品牌、项目等名词",
    "domain": "名称用词属工会业务",
    "alive": "后述其运行情况",
    "figure.follows": "其后有数量",
    "figure.sentence": "同句有数量",
    "figures": "其后有多个数量",
    "spread": "在多段出现",
    "again": "多次出现",
    "thrice": "多次出现",
    "quoted": "加引号",
    "union": "同句有工会",
    "bad.behind": "其后用词可疑",
    "bare": "不加引号",
    "behind.weak": "后有较泛的名词",
    "comma": "后接逗号",
    "copula": "后有“是”字说明",
    "dictionary": "由常用词组成",
    "edition": "有届次",
    "figure.near": "近旁有数量",
    "figure.touch": "紧接数量",
    "first": "首段出现",
    "head2": "以常见项目用词结尾",
    "inner": "引号内含引号",
    "known.common": "词库中的通名",
    "known.passing": "词库中的通名",
    "known.service": "词库中的服务",
    "last": "末段出现",
    "launched": "由动词引出",
    "listed": "与其他项目并列",
    "long": "名称较长",
    "named": "前有名为、称为",
    "naming": "前有命名的说法",
    "noun": "前后有项目类名词",
    "officer": "像职务名称",
    "opens": "在段首、句首出现",
    "owned": "前有工会名称",
    "parallel": "与同类名称并列",
    "person": "像人的称谓",
    "plain": "用词平常",
    "run": "其后数量相随",
    "run.share": "多数数量在其后",
    "topic": "全文多谈此事",
    "topic.lead": "首段谈到此事",
    "topic.title": "标题谈到此事",
    "returned": "后文以简称再现",
    "common": "词库中的通名",
    "service": "通用的服务名称",
    "single": "引语中加单引号",
    "number": "名称含数字",
    "speech": "见于引语",
    "spoken.particle": "带语气词",
    "title": "见于标题",
    "title.echo": "见于标题，正文用其简称",
    "body": "见于正文",
    "counted": "前有数量词",
    "generic": "词库中的通名",
    "motto": "前有口号",
    "pause": "内有停顿",
    "rivals": "同篇有更像的名称",
    "quotes": "同篇引号很多",
    "nothing": "无数量可依",
    "unquoted": "未加引号",
    "held": "作为活动开展",
    "wording": "用词常见于项目名称",
}


def tell_feature(feature: str) -> str:
    """A feature in words for editors, 加引号且前有推出、启动等动词 for quoted+verb; "" where none are known."""
    if feature in _REASONS:
        return _REASONS[feature]
    words = [_REASONS.get(part, "") for part in feature.split("+")]
    return "且".join(words) if all(words) else ""


class Weighed(NamedTuple):
    """A candidate with its probability of being a program and the features that say so."""

    candidate: Candidate
    probability: float
    features: Features


def find_candidates(passages: Sequence[Passage], lexicon: Lexicon) -> tuple[Candidate, ...]:
    """The names that an article's texts may give to programs."""
    return build_candidates(passages, load_name_grammar(lexicon))


def weigh_candidates(
    candidates: Sequence[Candidate], passages: Sequence[Passage], figures: Sequence[Mention], lexicon: Lexicon
) -> tuple[Weighed, ...]:
    """An article's candidates that nothing forbids, each with how likely it is a program.

    `figures` are the article's quantities.
    """
    grammar, cues, words = load_name_grammar(lexicon), load_category_cues(lexicon), load_tokenizer().FREQ
    weights = load_weights(lexicon, "names")
    around = build_surroundings(passages, figures, candidates)
    text = "\n".join(p.text for p in passages)
    possible = [c for c in candidates if not veto(c, grammar, passages, text)]
    features = [find_features(c, around, grammar, cues, words) for c in possible]
    compare_features(features)
    said = load_weights(lexicon, "names.wording")
    for candidate, described in zip(possible, features, strict=True):
        described["wording"] = sum([said[word] for word in find_name_wording(candidate, passages) if word in said])
    return tuple(Weighed(c, probability(weigh(f, weights)), f) for c, f in zip(possible, features, strict=True))


def settle_programs(
    weighed: Sequence[Weighed],
    passages: Sequence[Passage],
    field: CueField,
    lexicon: Lexicon,
    remembered: Mapping[str, float] = MappingProxyType({}),
) -> tuple[tuple[ProgramMention, ...], tuple[Unresolved, ...]]:
    """The programs among an article's weighed names, and the names too doubtful to say.

    `field` are the article's category cues (see `find_cues`); `remembered` gives names that the page's other
    stories settled, with their probability.
    """
    if remembered:
        weighed = [_remind(w, remembered) for w in weighed]
    accepted = settle_nested([w for w in weighed if w.probability >= ACCEPT], passages)
    doubtful = [w for w in weighed if _DOUBTFUL <= w.probability < ACCEPT]
    return _build_programs(accepted, passages, field, lexicon), tuple(_build_doubt(w, passages) for w in doubtful)


def _remind(weighed: Weighed, remembered: Mapping[str, float]) -> Weighed:
    known = remembered.get(name_key(weighed.candidate.name), 0.0)
    return weighed._replace(probability=known) if known > weighed.probability else weighed


def _tell_why(weighed: Weighed, weights: Mapping[str, float]) -> Rule:
    reasons = [words for words in map(tell_feature, strongest(weighed.features, weights)) if words]
    rule = "program.lexicon" if weighed.candidate.row is not None else "program.grammar"
    return Rule(rule, "，".join(reasons) or "综合判断")


def settle_nested(accepted: list[Weighed], passages: Sequence[Passage]) -> list[Weighed]:
    """Of two forms one inside the other that never stand apart, one: the longer if printed twice, else the likelier."""
    if len(accepted) > _CROWD:
        return accepted
    dropped: set[int] = set()
    keys = [name_key(w.candidate.name) for w in accepted]
    for i, inner in enumerate(accepted):
        for j, outer in enumerate(accepted):
            small, large = keys[i], keys[j]
            if i == j or small == large or small not in large or {i, j} & dropped:
                continue
            if _is_tail(inner.candidate, outer.candidate):
                dropped.add(i)
                continue
            if len(small) < 3 or _apart(inner.candidate, outer.candidate):
                continue
            keep_outer = len(outer.candidate.occurrences) > 1 or outer.probability >= inner.probability
            dropped.add(i if keep_outer else j)
    return [w for n, w in enumerate(accepted) if n not in dropped]


def _is_tail(inner: Candidate, outer: Candidate) -> bool:
    """带徒计划 behind 百工带徒计划: an unknown name, never quoted, that goes on as the longer one ends, shortens it."""
    unquoted = inner.kinds() <= {"bare", "named", "returned", "again"}
    return unquoted and inner.row is None and bare_name(outer.name).endswith(inner.name)


def _apart(inner: Candidate, outer: Candidate) -> bool:
    """Whether the shorter name is also printed outside the longer one."""
    starts: list[tuple[int, int]] = []
    # how far the printings of the longer name reach that begin up to each of them
    reaches: list[tuple[int, int]] = []
    for passage, start, end in sorted((o.passage, o.start, o.end) for o in outer.occurrences):
        starts.append((passage, start))
        reaches.append(max(reaches[-1], (passage, end)) if reaches else (passage, end))
    for o in inner.occurrences:
        at = bisect_right(starts, (o.passage, o.start)) - 1
        if at < 0 or reaches[at] < (o.passage, o.end):
            return True
    return False


def _build_programs(
    accepted: Sequence[Weighed], passages: Sequence[Passage], field: CueField, lexicon: Lexicon
) -> tuple[ProgramMention, ...]:
    programs = []
    weights = load_weights(lexicon, "names")
    others = accepted if len(accepted) <= _CROWD else ()
    for weighed in accepted:
        candidate = weighed.candidate
        stops = ((o.passage, o.start) for w in others if w is not weighed for o in w.candidate.occurrences)
        category, reason, certain = choose_category(candidate, passages, field, lexicon, stops)
        programs.append(
            ProgramMention(
                name=candidate.name,
                canonical=candidate.row.canonical if candidate.row else candidate.name,
                category=category,
                known=candidate.row is not None,
                mentions=tuple(passages[o.passage].mention(o.start, o.end) for o in candidate.occurrences),
                rules=(_tell_why(weighed, weights), reason),
                certain=certain and weighed.probability >= _SURE,
            )
        )
    return tuple(programs)


def _build_doubt(weighed: Weighed, passages: Sequence[Passage]) -> Unresolved:
    first = weighed.candidate.occurrences[0]
    mention = passages[first.passage].mention(first.start, first.end)
    return Unresolved(
        "program", "ambiguous", mention.quote, mention.part, mention.start, mention.end,
        f"像项目名称，把握不足（{weighed.probability:.0%}）",
    )  # fmt: skip
