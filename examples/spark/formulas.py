"""Counts formulas (提法) by year: how often, and in how many articles.

    spark-submit formulas.py ARTICLES list.txt RESULTS

The year is the key "year" of an article, else the first four digits of its id. One JSON line a formula and year:
{"formula", "year", "count", "articles"}.
"""
import json
import re
import sys

from corpus import articles, line, session, stream, write


def place(row):
    row = json.loads(row)
    found = re.search(r"(?:19|20)\d\d", str(row.get("year") or row.get("id") or ""))
    return (row["formula"], found.group() if found else ""), (1, row["id"])


source, listed, target = sys.argv[1:4]
spark = session("quandian: formulas by year")
places = stream(articles(spark, source), "formulas", "--list", listed).map(place)
# One article at a time first, so that few rows travel between the workers.
by_article = places.map(lambda one: ((one[0], one[1][1]), one[1][0])).reduceByKey(lambda a, b: a + b)
by_year = by_article.map(lambda one: (one[0][0], (one[1], 1))).reduceByKey(lambda a, b: (a[0] + b[0], a[1] + b[1]))
rows = by_year.map(
    lambda one: line({"formula": one[0][0], "year": one[0][1], "count": one[1][0], "articles": one[1][1]})
)
write(rows, target)
spark.stop()
