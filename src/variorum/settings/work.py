"""How much is done or held at once: memory and time, never a result."""

from __future__ import annotations

from msgspec import Struct


class WorkSettings(Struct, frozen=True, kw_only=True):
    """How much is done or held at once: memory and time, never a result.

    deaths: deaths of workers one after the other from which on they are no longer blamed on the items.
    forgotten: items done after which deaths that nothing explains are forgotten.
    multiplications: multiplications in one block of a sparse product: some 10 MB of intermediate
        results; with four times as many 100 reports of one story took 50 MB more, and no less time.
    patience_afresh: seconds of work done right here before workers start that cost half a second each
        (imports).
    patience_forked: the same for workers that are copies of this process and cost some hundredths.
    pool_items: items from which on workers are started at all: one has nobody to share with.
    pool_loaded_items: the same where each worker must first load what the work needs or make tables of it
        (articles, in batches of 1, 2, 4 and 8): for up to seven reports that takes longer than the work.
    garbage: objects made since Python last looked for garbage in rings, before it looks again: enough for
        loading, which leaves none, and few beside what a job holds. Python's own 700 cost a small job a
        tenth, 50,000 a twentieth; memory is the same.
    chunk: items sent to a worker or a task of Spark at once: enough to hide the cost of sending (0.2 ms),
        few enough to bound memory.
    chunk_seconds: seconds that they take, so that progress is lively and no worker waits long for the
        last chunk of another.
    ahead: chunks in flight for each worker: one at work, one waiting, one being read.
    spark_tasks: tasks of one job of Spark for each worker; a task takes seconds, which hides what a job
        costs.
    spark_ahead: jobs of Spark in flight: the tasks of the next one fill the places that become free.
    spark_groups: groups of one partition.
    spark_partitions: partitions, and tasks of one shuffle: every mapper keeps a place for each.
    driver_alone: rows that the driver of Spark works on alone: 17 s and 1 GB for holdings of grouping, 11
        s and 2 GB for items and links, measured on two busy cores.
    spark_load: rows that the driver hands over at once: 24 bytes each, and for links what two names take.
    spark_each: products of weights for each holding up to which the driver works alone.
    spark_rows: rows that one task shuffles.
    spark_products: products that one task adds up: of 43 million, 4 million a task took twice to four
        times as long, since what a task adds up in must fit its memory.
    spark_told: pairs in one part of the result, or some more.
    entry: bytes that an entry costs in memory besides its own.
    remembered: articles of which an index is kept for the next question.
    kept_readings: sentences and quotations of one story whose words are kept: some 4 KB each.
    cells: numbers of one full table: 8 MB.
    at_once: sentences of a story up to which all are compared in one go; a table of them is a quarter of
        ``cells``, and of fewer than these going report by report took longer.
    first_look: times as many of the most alike sentences as one may have near it, that are looked at first;
        of 300 reports three times were enough for nearly all.
    next_look: times as many again, where they were not enough.
    ranks_counted: sentences of a report up to which a rank among them is counted; among more they are sorted.
    aligned_readings: readings of which it is kept where their runs of words stand, for the next alignment:
        some MB. aligned_words: words of one, at most.
    few_judged: pairs up to which all trees judge at once: 50 in a twentieth of the time that one tree after
        the other takes, 200 in a quarter.
    few_texts: pairs of texts up to which shared passages are looked for in each; of more it is looked up
        first, for a text and all before it at once, which can have any.
    pairs_scored: pairs scored at once: some tens of MB while it lasts.
    pairs_looked_at: pairs looked at together: some tens of MB while it lasts.
    pairs_multiplied: pairs of rows multiplied together, some kB each while it lasts.
    pairs_compared: pairs compared word by word in one task: about a tenth of a second.
    prints_counted: fingerprints counted at once: some 80 MB while it lasts.
    print_parts: parts in which they are counted; more would take longer.
    print_sample: articles whose fingerprints say where the parts begin.
    equal_words: equal words that are looked at together: some 100 MB while it lasts.
    index_entries: entries of an index held in memory while it is made, 8 bytes each.
    index_segments: parts of an index; more are merged, so that a search asks few of them.
    scratch: seconds since a temporary folder that nobody holds was changed, before it counts as left: one
        that is just being made is not locked yet.
    index_busy: seconds to wait for another process that writes the same index.
    bucket_entries: entries of a bucket of an index; some 25 KB, read and opened in a fraction of a
        millisecond.
    file_asked: seconds between two looks whether a file is free.
    parquet_rows: rows of a group, which a reader can skip as a whole.
    network_batch: sub-words that the network reads at once; larger arrays fall out of the processor's
        cache, and more of them is padding.
    network_texts: texts whose windows are sorted by length together.
    network_decoded: sub-words whose cues are decoded together: it is a loop over positions, the more rows
        the better.
    network_cues: cues that the reader takes at once; more than fits the processor's cache is slower.
    network_windows: windows looked at to find the longest of a batch.
    network_words: words whose letters are remembered as small or capital; news repeats its words.
    resolver_sources: sources whose candidates are described at once; some 300 KB.
    without_memory: articles in a row without memory for them, from which on it is the machine that has
        too little.
    samples: failures that are looked into in one run.
    shrinking: seconds spent on making one failing report smaller; what is smallest by then is taken.
    limit_margin: seconds that code in C gets beyond a limit before its process ends: time for Python to
        hear the signal.
    limit_shared: seconds of the clock on the wall that one of the processor may take where many programs
        share it; chosen.
    limit_again: seconds after which work that swallowed the signal hears it again.
    typed_digits: of a number on the command line that is taken as typed; a longer one goes to Typer's check.
    index_page: bytes of a page of an index; a packed article has some 2,400, of which larger pages would
        waste a third.
    kept_stems: words whose stems are kept: those of a story and more.
    kept_words: printed words of which it is kept how a step reads them: those of some stories, 4 to 8 MB.
    kept_codes: codes of languages, as reports give them, of which it is kept what is read by them.
    kept_word: signs of a word whose number is kept; longer ones can be made to look like others.
    marker_words: words that are known to be markers or none; some 300 reports have 20,000 (5 MB at most).
    judged_rows: rows that trees judge together: their codes stay in the processor's cache.
    parquet_batch: rows decoded at once; a text is some 5 kB, and a few rows at a time keep what hostile
        ones can take low.
    unpacked_step: bytes given to an unpacker at once: a block of Brotli is 16 MiB at most and takes some
        ten bytes, so no step makes much more than that, whatever the body was made to do; a block of zstd
        is 128 KiB.
    revisited: bytes of pages of a web archive, packed, that later records may refer to; some five thousand.
    """

    deaths: int = 5
    forgotten: int = 1_000
    multiplications: int = 250_000
    patience_afresh: float = 0.5
    patience_forked: float = 0.05
    pool_items: int = 2
    pool_loaded_items: int = 4
    garbage: int = 200_000
    chunk: int = 16
    chunk_seconds: float = 0.02
    ahead: int = 3
    spark_tasks: int = 2
    spark_ahead: int = 2
    spark_groups: int = 256
    spark_partitions: int = 20_000
    driver_alone: int = 10_000_000
    spark_load: int = 1_000_000
    spark_each: int = 10
    spark_rows: int = 500_000
    spark_products: int = 500_000
    spark_told: int = 200_000
    entry: int = 150
    remembered: int = 100
    kept_readings: int = 32_000
    cells: int = 1_000_000
    at_once: int = 500
    first_look: int = 3
    next_look: int = 4
    ranks_counted: int = 128
    aligned_readings: int = 4096
    aligned_words: int = 64
    few_judged: int = 256
    few_texts: int = 50
    pairs_scored: int = 20_000
    pairs_looked_at: int = 50_000
    pairs_multiplied: int = 4_000
    pairs_compared: int = 256
    prints_counted: int = 1_000_000
    print_parts: int = 32
    print_sample: int = 1_000
    equal_words: int = 1_000_000
    index_entries: int = 20_000_000
    index_segments: int = 8
    scratch: float = 60.0
    index_busy: float = 30.0
    bucket_entries: int = 8192
    file_asked: float = 0.2
    parquet_rows: int = 500
    network_batch: int = 256
    network_texts: int = 64
    network_decoded: int = 8192
    network_cues: int = 24
    network_windows: int = 64
    network_words: int = 16384
    resolver_sources: int = 64
    without_memory: int = 20
    samples: int = 5
    shrinking: float = 60.0
    limit_margin: float = 5.0
    limit_shared: float = 10.0
    limit_again: float = 0.1
    typed_digits: int = 18
    index_page: int = 1024
    kept_stems: int = 65_536
    kept_words: int = 32_768
    kept_codes: int = 256
    kept_word: int = 100
    marker_words: int = 32_768
    judged_rows: int = 16_384
    parquet_batch: int = 32
    unpacked_step: int = 16
    revisited: int = 64 * 2**20


WORK = WorkSettings()
