"""The index of the samples fits its folder, and says so where it does not."""

from __future__ import annotations

import pytest

from articles import samples
from articles.samples import load_samples


def test_samples_name_source_date_and_origin():
    for sample in load_samples():
        assert sample.source.endswith("（示例）")
        assert sample.note
        assert sample.file.startswith(sample.published_on.isoformat())


def test_samples_hold_no_reporters_names():
    for sample in load_samples():
        assert "记者 " not in sample.text
        assert "通讯员" not in sample.text


def test_source_and_day_name_a_sample():
    keys = [(sample.source, sample.published_on) for sample in load_samples()]
    assert len(set(keys)) == len(keys)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    texts = tmp_path / "bulletins"
    texts.mkdir()
    (texts / "a.txt").write_text("本报讯 甲", encoding="utf-8")
    monkeypatch.setattr(samples, "TEXTS", texts)
    monkeypatch.setattr(samples, "INDEX", tmp_path / "bulletins.tsv")
    return tmp_path


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("a.txt\t甲报\tpaper\t2025-01-02\t1\tn", None),
        ("a.txt\t甲报\tradio\t2025-01-02\t1\tn", "bulletins.tsv:2: kind 'radio'"),
        ("a.txt\t甲报\tpaper\t2025-02-30\t1\tn", "bulletins.tsv:2: day"),
        ("a.txt\t甲报\tpaper\t2025-01-02\t1", "bulletins.tsv:2: 5 columns"),
        ("b.txt\t甲报\tpaper\t2025-01-02\t1\tn", "bulletins.tsv:2: b.txt is missing"),
        ("", "no row for a.txt"),
        ("a.txt\t甲报\tpaper\t2025-01-02\t1\tn\na.txt\t甲报\tpaper\t2025-01-02\t1\tn", "listed twice"),
    ],
)
def test_index_is_checked(folder, rows, message):
    header = "\t".join(samples.COLUMNS)
    (folder / "bulletins.tsv").write_text(f"{header}\n{rows}\n" if rows else f"{header}\n", encoding="utf-8")
    if message is None:
        assert len(load_samples()) == 1
    else:
        with pytest.raises(ValueError, match=message):
            load_samples()
