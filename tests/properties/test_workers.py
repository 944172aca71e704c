"""The same bytes, whoever does the work: in this process, or in others that send their results back."""

from collections.abc import Iterator
from functools import partial
from importlib.resources import files
from pathlib import Path

import pytest

from variorum import formats
from variorum.engines.local import LocalEngine
from variorum.model import AnnotatedArticle, Article
from variorum.model.codec import annotated_record, encode
from variorum.pipeline import Annotator, annotate_batch, collate_story

REPORTS = Path(str(files("variorum").joinpath("example/reports")))
ENGINES = ({"workers": 1}, {"workers": 2, "patience": 0.0})


def annotated(engine: LocalEngine, annotator: Annotator) -> Iterator[AnnotatedArticle]:
    batches = [[item] for item in formats.read([REPORTS]) if isinstance(item, Article)]
    for batch in engine.map(partial(annotate_batch, annotator=annotator), batches):
        yield from (one for one in batch if isinstance(one, AnnotatedArticle))


@pytest.mark.parametrize("annotator", ["rules", "model"])
def test_workers_change_no_byte(annotator: Annotator) -> None:
    written = []
    for options in ENGINES:
        with LocalEngine(**options) as engine:
            articles = list(annotated(engine, annotator))
            lines = [encode(annotated_record(one)) for one in articles]
            keyed = [("story", one) for one in articles]
            lines += [encode(collation) for _, collation in engine.map_groups(collate_story, keyed)]
        written.append(lines)
    assert len(written[0]) == 6
    assert written[0] == written[1]
