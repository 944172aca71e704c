"""How much two quotations agree."""

from variorum.model import Article
from variorum.pipeline import annotate_article, collate_story

SHUFFLED = (
    "The summer bridge mill nurse plan council budget road storm river bridge ferry storm light winter and "
    "school mill town house harbor fire fire storm money road law fire law plan grain",
    "The nurse harbor river plan grain harbor plan ferry bridge house doctor and budget storm town vote road "
    "mill summer winter signal law signal harbor mill nurse plan fire",
)


def test_shuffled_words_are_compared_without_harm() -> None:
    """Words turned round everywhere once cancelled the words that agree, and a division failed."""
    articles = [
        annotate_article(Article(id=str(number), text=f'Title {number}\n\n"{words}," said Ann Vole.\n'))
        for number, words in enumerate(SHUFFLED)
    ]
    utterances = collate_story("s", articles).utterances
    assert [one.variants for one in utterances] == [()] * len(utterances)  # never laid over each other
