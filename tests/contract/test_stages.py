"""What stages declare to read and to write is what they do: seen by records that note who asks for what."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

from msgspec import Struct

from variorum import formats, pipeline
from variorum.annotation.neural import readings
from variorum.collation.order import in_order
from variorum.model import AnnotatedArticle, Annotation, Article, ArticleSummary, Collation
from variorum.settings import Settings

EXAMPLE = Path(formats.__file__).parent.parent / "example" / "reports"
POST = """<html><head><title>Silo</title></head><body><article><h1>Silo shut</h1>
<p>STRAND, May 4, 2026 - The silo was shut on Monday, harbour master Ida Brack said. It holds 400 tonnes.</p>
<blockquote class="twitter-tweet"><p>We will open it again in June.</p>&mdash; Ida Brack (@idabrack)
<a href="https://twitter.com/idabrack/status/1">May 3, 2026</a></blockquote>
<p>She also wrote that two men had been hurt. “I saw the crane fall,” she said. “Nobody ran.”</p>
<p>“It was no accident,” the union's head, Olav Renn, told reporters. He was charged on Friday.</p>
</article></body></html>"""


def spied(kind: type[Struct]) -> tuple[type[Struct], set[str]]:
    """Return a kind of record like ``kind`` that notes which of its fields are asked for, and the notes."""
    noted: set[str] = set()

    class Spied(kind, frozen=True, kw_only=True):  # type: ignore[misc, valid-type]
        def __getattribute__(self, name: str) -> Any:
            if name in kind.__struct_fields__:
                noted.add(name)
            return super().__getattribute__(name)

    return Spied, noted


def fields(record: Struct) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__struct_fields__}


def beyond(before: Struct, after: Struct, assigns: tuple[str, ...]) -> set[str]:
    """Return the layers, and parts of their members, that are other than before but not in ``assigns``."""
    found = set()
    for name, old in fields(before).items():
        new = getattr(after, name)
        if old == new or name in assigns:
            continue
        if not isinstance(old, tuple) or len(old) != len(new):
            found.add(name)
            continue
        parts = {part for a, b in zip(old, new, strict=True) for part in unlike(a, b)}
        found |= {f"{name}.{part}" for part in parts} - set(assigns)
    return found


def unlike(a: Struct, b: Struct) -> set[str]:
    return {name for name, value in fields(a).items() if getattr(b, name) != value}


def reports(folder: Path) -> list[Article]:
    (folder / "post.html").write_text(POST, encoding="utf-8")
    for name, number in (("one", 31), ("two", 34)):
        told = f"The ferry left Strand at dawn on Sunday with {number} passengers and two lorries aboard."
        told += f"\n\nThe harbour board will meet in the old loft at Strand on {number - 20} May."
        (folder / f"{name}.txt").write_text(told, encoding="utf-8")
    found = formats.read([str(EXAMPLE), str(folder)])
    return [item for item in found if isinstance(item, Article)]


def test_article_stages_read_and_write_what_they_say(tmp_path: Path) -> None:
    read: dict[str, set[str]] = defaultdict(set)
    stages = []
    for article in reports(tmp_path):
        annotation = Annotation()
        stages = list(pipeline.article_stages(next(iter(readings([article.text], threads=1)))))
        for stage in stages:
            kind, noted = spied(Annotation)
            found = stage.run(article, kind(**fields(annotation)), settings=Settings().annotate)
            read[stage.name] |= noted
            after = Annotation(**fields(found))
            assert not beyond(annotation, after, stage.assigns), stage.name
            annotation = after
    for stage in stages:
        assert read[stage.name] - tops(stage.assigns) <= tops(stage.requires), stage.name
        assert tops(stage.requires) <= read[stage.name], f"{stage.name} declares more than it reads"


def test_story_stages_read_and_write_what_they_say(tmp_path: Path) -> None:
    kind, of_articles = spied(Annotation)
    articles = in_order(
        AnnotatedArticle(article=one.article, annotation=kind(**fields(one.annotation)))
        for one in map(pipeline.annotate_article, reports(tmp_path))
    )
    summaries = [
        ArticleSummary(id=one.article.id, outlet=one.article.outlet, title=None, date=None, status="read")
        for one in articles
    ]
    collation = Collation(story="s", articles=tuple(summaries))
    for stage in pipeline.story_stages():
        story, noted = spied(Collation)
        of_articles.clear()
        fresh = (*articles,)  # of the same tuple, what one stage asked for is kept for the next
        found = stage.run(fresh, story(**fields(collation)), settings=Settings().collate)
        assert noted - tops(stage.assigns) <= tops(stage.requires), stage.name
        assert tops(stage.requires) <= noted, f"{stage.name} declares more than it reads"
        assert of_articles == set(stage.of_articles), stage.name
        after = Collation(**fields(found))
        assert not beyond(collation, after, stage.assigns), stage.name
        collation = after
    assert collation.discrepancies


def tops(layers: tuple[str, ...]) -> set[str]:
    return {layer.partition(".")[0] for layer in layers}
