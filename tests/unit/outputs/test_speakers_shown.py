"""Who is said to speak: what reports print comes first, whom it was taken to mean is marked as such."""

from __future__ import annotations

from variorum.model import Article
from variorum.outputs.story_views import story_views
from variorum.pipeline import annotate_article, collate_story

_SAID = "“The harbour wall will hold another winter, whatever the sea does to the old stones,”"


def _speakers(*sources: str) -> list[str]:
    texts = (f"Ada Lind, the harbour master, came to the quay on Monday. {_SAID} {each}." for each in sources)
    read = [annotate_article(Article(id=f"a{at}", text=text)) for at, text in enumerate(texts)]
    (page,) = story_views([collate_story("s", read)], {one.article.id: one for one in read})
    return [one.speakers for one in page.utterances]


def test_a_speaker_whom_no_report_names_there_is_told_by_the_printed_source():
    assert _speakers("she said", "she told reporters") == ["“she”, taken to be Ada Lind"]


def test_a_speaker_whom_one_report_names_there_is_told_by_name():
    assert _speakers("she said", "Lind told reporters") == ["Ada Lind"]
