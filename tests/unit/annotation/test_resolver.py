"""Whom the trained scorer takes a source for, and what it leaves to the rules."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from msgspec.structs import replace

from variorum.annotation.neural import load, readings
from variorum.annotation.neural.vectors import Vectors
from variorum.annotation.speakers.fitting import fitting
from variorum.annotation.speakers.pairs import FEATURES, Pairs, features
from variorum.annotation.speakers.resolver import (
    add_twin,
    assign_meant,
    fuller_description,
    mentions_of,
    open_kind,
)
from variorum.annotation.speakers.scene import Scene
from variorum.annotation.speakers.scorer import PATH, Scorer, Trees, load_scorer
from variorum.language.language import language
from variorum.model import Annotation, Article, Entity, Quotation, Span, Speaker
from variorum.pipeline import annotate_article, annotate_batch
from variorum.settings import SPEAKERS, AnnotateSettings

SETTINGS = AnnotateSettings()
TEXT = (
    "Nora Vance, the harbour chief, met Tom Reyes in Selby on Monday. The Harbour Board was there.\n\n"
    "“We are ready,” Vance said. “It will hold.”\n\n"
    "Reyes asked about the cost. He said the bridge was dear. A resident of Selby said no."
)


def vectors(text: str) -> Vectors:
    """The vectors of ``text``, in the size that the scorer asks for."""
    (reading,) = readings([text], threads=1, squeeze=load_scorer().squeeze)
    assert reading.vectors is not None
    return reading.vectors


def annotated(text: str, *sources: str) -> Annotation:
    """An annotation by the rules with one quotation for each source, at its last place, and no speakers."""
    annotation = annotate_article(Article(id="a", text=text)).annotation
    quotations = []
    for number, source in enumerate(sources):
        start = text.rindex(source)
        span = Span(start, start + len(source))
        quotations.append(Quotation(id=f"q{number}", kind="indirect", content=(Span(0, 1),), source=(span,)))
    return Annotation(
        paragraphs=annotation.paragraphs,
        sentences=annotation.sentences,
        entities=annotation.entities,
        quotations=tuple(quotations),
    )


def names_that_fit(text: str, source: str) -> set[str]:
    """Names of the candidates that the form of a source leaves."""
    annotation = annotated(text, source)
    scene = Scene(text, annotation, vectors(text), language("en"))
    (mention,) = mentions_of(annotation)
    chosen = scene.chosen(mention)
    fits = fitting(scene, mention, chosen)
    return {scene.candidates[i].entity.name for i, fit in zip(chosen, fits, strict=True) if fit}


def test_every_word_has_a_vector_and_none_is_made_unasked() -> None:
    found = vectors(TEXT)
    assert len(found.start) == len(found.end) == len(found.rows)
    assert [TEXT[s:e] for s, e in zip(found.start[:3], found.end[:3], strict=True)] == ["Nora", "Vance", ","]
    assert next(readings([TEXT], threads=1)).vectors is None


def test_vectors_are_the_same_whatever_the_batch() -> None:
    squeeze = load_scorer().squeeze
    texts = [TEXT, "Tom Reyes said no.", "", TEXT.replace("Nora", "Lena")]
    alone = [vectors(text) for text in texts]
    together = [reading.vectors for reading in readings(texts, threads=1, squeeze=squeeze)]
    for one, other in zip(alone, together, strict=True):
        assert other is not None
        assert np.allclose(one.rows, other.rows, atol=0.02)


def test_the_vector_of_a_stretch_is_the_mean_of_its_words() -> None:
    rows = np.array([[1, 0], [3, 0], [9, 9]], np.float16)
    found = Vectors(np.array([0, 4, 9], np.int32), np.array([3, 8, 12], np.int32), rows)
    assert found.of(0, 8).tolist() == [2, 0]
    assert found.of(4, 4).tolist() == [3, 0]
    assert Vectors(np.zeros(0, np.int32), np.zeros(0, np.int32), rows[:0]).of(0, 3).tolist() == [0, 0]


def test_the_vectors_of_many_stretches_are_those_of_each() -> None:
    found = vectors(TEXT)
    spans = [(0, 10), (4, 4), (0, len(TEXT)), (TEXT.index("Reyes"), TEXT.index("Reyes") + 5)]
    many = found.means(np.array([s for s, _ in spans]), np.array([e for _, e in spans]))
    assert many.tolist() == [found.of(*span).tolist() for span in spans]
    assert found.means(np.zeros(0, np.int64), np.zeros(0, np.int64)).shape == (0, found.rows.shape[1])


def test_features_do_not_depend_on_the_sources_beside() -> None:
    annotation = annotated(TEXT, "Vance", "He", "A resident of Selby", "Reyes")
    mentions = mentions_of(annotation)
    scenes = [Scene(TEXT, annotation, vectors(TEXT), language("en")) for _ in range(2)]
    chosen = [scenes[0].chosen(mention) for mention in mentions]
    together = Pairs(scenes[0], mentions, chosen)
    for number, mention in enumerate(mentions):
        alone = features(scenes[1], mention, chosen[number])
        assert together.features(number, chosen[number]).tolist() == alone.tolist()
        assert together.features(number, chosen[number][:1])[:, :10].tolist() == alone[:1, :10].tolist()
        for scene in scenes:
            scene.note(mention, scene.candidates[chosen[number][0]].entity.id)


def test_the_nearest_candidates_are_those_named_last_and_then_those_behind() -> None:
    people = [
        f"{given} {last}" for given in ("Nora", "Tom", "Ada") for last in ("Vance", "Reyes", "Lind", "Holt")
    ]
    text = " ".join(f"{one} met {other} and {one}." for one, other in pairwise(people * 3))
    annotation = annotated(text, *people)
    scene = Scene(text, annotation, vectors(text), language("en"))
    for mention in [*mentions_of(annotation), *mentions_of(annotation)[:2]]:
        before, behind = [], []
        for i, each in enumerate(scene.candidates):
            ends = [end for end in each.ends if end <= mention.start]
            if ends:
                before.append((mention.start - ends[-1], i))
            elif any(start >= mention.end for start in each.starts):
                behind.append((each.starts[0] - mention.end, i))
        nearest = [i for _, i in [*sorted(before), *sorted(behind)]][: SPEAKERS.candidates]
        assert scene.chosen(mention) == sorted(nearest)


def test_trees_come_to_the_leaf_that_a_walk_comes_to() -> None:
    with np.load(PATH) as stored:
        feature, at, low, high, value = (
            stored[f"trees.{part}"] for part in ("feature", "at", "low", "high", "value")
        )
    rows = np.random.default_rng(0).normal(0, 3, (5, int(feature.max()) + 1)).astype(np.float32)
    scores = np.zeros(len(rows))
    for r, row in enumerate(rows):
        for tree in range(len(feature)):
            node = 0
            while low[tree, node] != node:
                side = high if row[feature[tree, node]] > at[tree, node] else low
                node = side[tree, node]
            scores[r] += value[tree, node]
    shares = Trees(feature, at, low, high, value).shares(rows)
    assert shares == pytest.approx(
        np.exp(scores - scores.max()) / np.exp(scores - scores.max()).sum(), abs=1e-5
    )


def test_features_are_as_many_as_the_weights_were_fitted_to() -> None:
    annotation = annotated(TEXT, "He")
    scene = Scene(TEXT, annotation, vectors(TEXT), language("en"))
    (mention,) = mentions_of(annotation)
    chosen = scene.chosen(mention)
    found = features(scene, mention, chosen)
    assert found.shape == (len(chosen), FEATURES) == (len(chosen), len(load_scorer().mean))
    assert np.isfinite(found).all()


def test_shares_of_candidates_and_of_nobody_sum_to_one() -> None:
    annotation = annotated(TEXT, "He")
    scene = Scene(TEXT, annotation, vectors(TEXT), language("en"))
    (mention,) = mentions_of(annotation)
    chosen = scene.chosen(mention)
    shares = load_scorer().probabilities(
        features(scene, mention, chosen),
        scene.vector(mention.start, mention.end),
        scene.vectors_of(mention, chosen),
    )
    assert shares.shape == (len(chosen) + 1,)
    assert shares.sum() == pytest.approx(1, abs=1e-4)


def test_what_a_source_means_does_not_depend_on_the_sources_beside_it() -> None:
    scorer, chance = load_scorer(), np.random.default_rng(3)
    sources = chance.normal(size=(40, 96)).astype(np.float32)
    row = np.sort(chance.integers(1, 40, 300))  # the first has no candidates
    candidates = chance.normal(size=(300, 3, 96)).astype(np.float32)
    features = chance.normal(size=(300, FEATURES)).astype(np.float32)
    whole = scorer.read(sources, row, candidates)
    for at in (0, 1, 7, 39):
        own = np.flatnonzero(row == at)
        found = scorer.shares(features[own], whole.hidden[own], whole.nobody[at], whole.alike[own])
        alone = scorer.probabilities(features[own], sources[at], candidates[own])
        assert found == pytest.approx(alone, abs=1e-6)
    assert scorer.probabilities(features[:0], sources[0], candidates[:0]).tolist() == [1]


def test_a_source_without_candidates_is_read() -> None:
    text = "It was late, he said. It was early, he added."
    found = assign_meant(
        Article(id="a", text=text), annotated(text, "he"), settings=SETTINGS, vectors=vectors(text)
    )
    assert found.quotations[0].speaker is None


def test_he_is_neither_a_woman_nor_a_board() -> None:
    fits = names_that_fit(TEXT, "He")
    assert "Tom Reyes" in fits
    assert fits.isdisjoint({"Nora Vance", "Harbour Board", "Selby"})


@pytest.mark.parametrize("source", ["A resident of Selby", "officials", "The report"])
def test_a_source_of_its_own_is_nobody_named_before(source: str) -> None:
    fits = names_that_fit(TEXT + f" It was late and {source} said no.", source)
    assert fits.isdisjoint({"Nora Vance", "Tom Reyes", "Selby"})


def test_a_relative_is_not_the_one_whose_relative_it_is() -> None:
    assert "Nora Vance" not in names_that_fit(
        TEXT + " It was late and Vance's brother said no.", "Vance's brother"
    )


def test_a_full_name_is_settled_and_a_pronoun_is_open() -> None:
    annotation = annotated(TEXT, "He", "Vance")
    vance = next(each for each in annotation.entities if each.name == "Nora Vance")
    given = Speaker(name=vance.name, entity=vance.id)
    he, last = annotation.quotations
    resolved = Quotation(id=last.id, kind=last.kind, content=last.content, source=last.source, speaker=given)
    annotation = Annotation(
        sentences=annotation.sentences, entities=annotation.entities, quotations=(he, resolved)
    )
    scene = Scene(TEXT, annotation, vectors(TEXT), language("en"))
    kinds = {m.quotation.id: open_kind(scene, m) for m in mentions_of(annotation)}
    assert kinds == {"q0": "pronoun", "q1": None}


def test_nothing_changes_without_quotations_or_candidates() -> None:
    for text in ("", "It was late.", "“It is,” he said."):
        article = Article(id="a", text=text)
        annotation = annotate_article(article).annotation
        found = assign_meant(article, annotation, settings=SETTINGS, vectors=vectors(text))
        assert found.entities == annotation.entities or text
        assert [q.speaker for q in found.quotations] == [q.speaker for q in annotation.quotations]


def test_a_source_that_changes_hands_leaves_the_mentions_of_one_for_those_of_the_other() -> None:
    text = "Nora Vance came. Lena Holt came. She said no."
    annotation = annotated(text, "She")
    vance, holt = (next(e for e in annotation.entities if e.name == n) for n in ("Nora Vance", "Lena Holt"))
    she = annotation.quotations[0].source[0]
    wrong = Entity(id=vance.id, name=vance.name, kind="person", mentions=(*vance.mentions, she))
    quotation = annotation.quotations[0]
    given = Quotation(
        id="q", kind="indirect", content=quotation.content, source=quotation.source,
        speaker=Speaker(name=vance.name, entity=vance.id),
    )  # fmt: skip
    annotation = Annotation(
        paragraphs=annotation.paragraphs,
        sentences=annotation.sentences,
        entities=(wrong, holt),
        quotations=(given,),
    )

    class Sure(Scorer):
        """A scorer that is sure of the second candidate."""

        def shares(self, *_: object) -> np.ndarray:
            return np.array([0.01, 0.98, 0.01], np.float32)

    found = assign_meant(
        Article(id="a", text=text),
        annotation,
        settings=SETTINGS,
        vectors=vectors(text),
        scorer=Sure(PATH),
    )
    mentions = {each.name: [span.of(text) for span in each.mentions] for each in found.entities}
    assert found.quotations[0].speaker == Speaker(name="Lena Holt", entity=holt.id)
    assert mentions == {"Nora Vance": ["Nora Vance"], "Lena Holt": ["Lena Holt", "She"]}


def test_speakers_do_not_depend_on_the_batch() -> None:
    texts = [TEXT, TEXT.replace("Selby", "Marl"), "Ada Lind said no. She said it twice."]
    articles = [Article(id=str(i), text=text) for i, text in enumerate(texts)]
    alone = [annotate_batch([article])[0] for article in articles]
    assert annotate_batch(articles) == alone
    assert annotate_batch(articles[::-1])[::-1] == alone


def test_loading_the_network_twice_is_loading_it_once() -> None:
    assert load(1) is load(1)
    assert load_scorer() is load_scorer()


def test_a_pronoun_may_mean_somebody_who_is_told_of_without_a_name() -> None:
    text = (
        "A fire broke out in Selby on Monday, and the mayor, Nora Vance, closed the bridge.\n\n"
        "One man saw the smoke while he was in a café across the street.\n\n"
        "“I walked out and I saw the flames,” he said."
    )
    (done,) = annotate_batch([Article(id="a", text=text)])
    (said,) = (q for q in done.annotation.quotations if q.kind == "direct")
    assert said.speaker is not None and said.speaker.name == "one man"
    (entity,) = (each for each in done.annotation.entities if each.id == said.speaker.entity)
    assert [text[s.start : s.end] for s in entity.mentions] == ["One man", "he"]


def test_a_speaker_is_the_same_whatever_the_batch_when_told_of_without_a_name() -> None:
    text = "One man saw the smoke from his boat.\n\n“I saw the flames,” he said."
    alone = annotate_batch([Article(id="a", text=text)])[0].annotation
    together = annotate_batch([Article(id="b", text=TEXT), Article(id="a", text=text)])[1].annotation
    assert alone == together


@pytest.mark.parametrize(
    ("names", "fuller"),
    [
        (("researchers", "climate researchers"), 1),
        (("Marl administration", "administration"), 0),
        (("Selby", "Port Selby"), None),
        (("office", "post offices"), None),
    ],
)
def test_a_bare_noun_and_the_fuller_description_that_ends_in_it_are_weighed_as_one(
    names: tuple[str, str], fuller: int | None
) -> None:
    spans = (Span(0, 1),)
    entities = [Entity(id=name, name=name, kind="group", mentions=spans) for name in names]
    assert fuller_description(entities) == fuller


def test_who_is_presented_by_name_behind_a_description_is_settled() -> None:
    text = "A docker named Tom Reyes said that the pier was shut. A docker said no."
    annotation = annotate_article(Article(id="a", text=text)).annotation
    first, second = annotation.quotations
    cut = replace(first, source=(Span(0, len("A docker")),))
    annotation = replace(annotation, quotations=(cut, second))
    scene = Scene(text, annotation, vectors(text), language("en"))
    assert [open_kind(scene, each) for each in mentions_of(annotation)] == [None, "description"]


@pytest.mark.parametrize(
    ("shares", "left"),
    [
        ({"Ada Lind": 0.5, "candidate": 0.3}, {"Ada Lind": 0.8, "candidate": 0.0}),
        ({"Ada Lind": 0.3, "candidate": 0.5}, {"Ada Lind": 0.3, "candidate": 0.5}),
    ],
)
def test_a_description_that_was_left_open_is_no_rival_of_whom_it_may_mean(
    shares: dict[str, float], left: dict[str, float]
) -> None:
    text = "Ada Lind met Tom Reyes. The candidate said no. The candidate said that it was late."
    annotation = annotate_article(Article(id="a", text=text)).annotation
    scene = Scene(text, annotation, vectors(text), language("en"))
    names = [each.entity.name for each in scene.candidates]
    chosen = [names.index(name) for name in shares]
    found = np.array([*shares.values(), 0.2])
    add_twin(scene, mentions_of(annotation)[-1], chosen, found)
    assert found[:-1].tolist() == pytest.approx([left[names[i]] for i in chosen])
