"""Who answers in an interview: the one person that its title and introduction are about."""

from __future__ import annotations

from variorum.language.language import language_of
from variorum.model import Annotation, Article, Entity
from variorum.settings import SPEAKERS


def interviewee(article: Article, annotation: Annotation, first: int) -> Entity | None:
    """Return the person who is asked; None when nobody, or no one of two, stands out.

    first: where the first question begins.
    """
    points: dict[str, float] = {}
    phrases = language_of(article.lang).phrases.sources
    people = {each.id: each for each in annotation.entities if each.kind in ("person", "other")}
    for person in people.values():
        early = [mention for mention in person.mentions if mention.start < first]
        titled = bool(article.title) and person.name.split()[-1] in (article.title or "")
        if not early and not titled or person.kind == "other" and " " not in person.name:
            continue
        score = SPEAKERS.in_title * titled
        for mention in early:
            before, after = (
                article.text[max(0, mention.start - 60) : mention.start],
                article.text[mention.end : first],
            )
            spoke = phrases.spoke_to.search(before)
            if phrases.asker.search(before):
                score += SPEAKERS.asks
            elif (
                phrases.of_paper.match(after)
                or spoke
                and phrases.asked_pronoun.search(before[: spoke.start()])
            ):
                score += SPEAKERS.named_beside
            else:
                score += SPEAKERS.named
        if article.byline and person.name in article.byline:
            score += SPEAKERS.asks
        points[person.id] = score
    ranked = sorted(points.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or ranked[0][1] <= 0 or len(ranked) > 1 and ranked[0][1] - ranked[1][1] < 1:
        return None
    return people[ranked[0][0]]
