"""Finds text reuse: fingerprints, a join of the articles that share some, and their alignment.

    spark-submit reuse.py ARTICLES RESULTS [LEAST]

One JSON line a shared stretch of at least LEAST (20) letters: {"id": [first, second], "a": {start, end}, "b": …,
"matched", "ratio", "changes"}. A fingerprint of more than FREQUENT articles is a formula and joins none: a stretch
that has others is found by those.
"""
import json
import sys
from itertools import combinations

from corpus import articles, line, session, stream, write

FREQUENT = 32


def postings(row):
    row = json.loads(row)
    return {(shingle[0], row["id"]) for shingle in row["shingles"]}


def pairs(ids):
    # Two fingerprints in common: one alone is nearly always chance.
    return (pair for pair in combinations(sorted(ids), 2))


source, target = sys.argv[1:3]
least = sys.argv[3] if len(sys.argv) > 3 else "20"
spark = session("quandian: reuse")
lines = articles(spark, source).cache()
texts = lines.map(json.loads).map(lambda row: (row["id"], row["text"]))
prints = stream(lines, "shingles").flatMap(postings)
rare = prints.groupByKey().mapValues(list).filter(lambda one: 2 <= len(one[1]) <= FREQUENT)
# What travels: the fingerprints once, then for each pair of articles their two texts.
shared = rare.flatMap(lambda one: pairs(one[1])).map(lambda pair: (pair, 1)).reduceByKey(lambda a, b: a + b)
wanted = shared.filter(lambda one: one[1] >= 2).keys()
first = wanted.map(lambda pair: (pair[0], pair[1])).join(texts)
both = first.map(lambda one: (one[1][0], (one[0], one[1][1]))).join(texts)
aligned = both.map(
    lambda one: line({"id": [one[1][0][0], one[0]], "a": one[1][0][1], "b": one[1][1]})
)
write(stream(aligned, "align", "--min", least), target)
spark.stop()
