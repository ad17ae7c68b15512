"""Ranks a corpus by what was learned in a sample of it.

    quandian suggest SAMPLE --theme T --save-model model.ron
    spark-submit suggest.py ARTICLES model.ron RESULTS N

The N likeliest sentences of the corpus, one JSON line each, the likeliest first: the keys of the article but its
text, theme, start, end, text, score. Of equal ones the article that comes first by its id.
"""
import json
import sys

from corpus import articles, session, stream

source, model, target, count = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
spark = session("quandian: suggest")
scored = stream(articles(spark, source), "suggest", "--model", model)


def order(row):
    row = json.loads(row)
    return -row["score"], str(row["id"]), row["start"]


best = scored.takeOrdered(count, key=order)
spark.stop()
with sys.stdout if target == "-" else open(target, "w", encoding="utf-8") as results:
    results.writelines(row + "\n" for row in best)
