"""What people decided about stories: records apart from what runs find, and what they do to a collation.

``making`` makes decisions on what a collation shows; ``records`` checks them, writes and reads
them as lines of JSON, and says which are in force. They are carried out in three places, each time all of
them, in any order: ``grouping.regrouped`` on which articles are a story; ``pipeline.collate_story``
(``before``) on who spoke and what is one utterance, so that all else is found by it; ``apply.apply`` on the
collation, for what is dismissed and for what has become of each decision. All are plain functions: where
decisions are kept is the caller's affair (a file of JSON lines, the store).
"""
