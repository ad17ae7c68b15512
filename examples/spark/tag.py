"""Tags a corpus by the lexicons of a codebook: every sentence that an entry of a theme's lexicon stands in.

    spark-submit tag.py ARTICLES codebook.ron RESULTS

One JSON line a sentence: the keys of the article but its text, theme, start, end, text, word.
"""
import sys

from corpus import articles, session, stream, write

source, codebook, target = sys.argv[1:4]
spark = session("quandian: tag")
write(stream(articles(spark, source), "autocode", "--codebook", codebook), target)
spark.stop()
