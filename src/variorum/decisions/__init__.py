"""What people decided about stories: records apart from what runs find, and what they do to a collation.

``records`` makes, reads and writes them, ``apply`` lays them over a collation, ``grouping`` over which
articles are a story, ``speakers`` over annotations. All are plain functions: where decisions are kept is the
caller's affair (a file of JSON lines, the store).
"""
