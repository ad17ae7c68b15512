"""Draws a sample that opens in the window: articles as files, their other keys as attributes.

    spark-submit sample.py ARTICLES FOLDER N [SEED]

FOLDER then holds N articles as .txt files and attributes.csv, which the window and `quandian articles FOLDER
--import FOLDER/attributes.csv` take in. Which articles are drawn depends on the seed and their ids alone.
"""
import csv
import hashlib
import json
import os
import re
import sys

from corpus import articles, session

source, folder, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
seed = sys.argv[4] if len(sys.argv) > 4 else "1"


def lot(row):
    return hashlib.sha256(f"{seed}\0{row['id']}".encode()).hexdigest()


spark = session("quandian: sample")
drawn = articles(spark, source).map(json.loads).takeOrdered(count, key=lot)
spark.stop()
os.makedirs(folder, exist_ok=True)
names = sorted({key for row in drawn for key in row} - {"text"})
with open(os.path.join(folder, "attributes.csv"), "w", encoding="utf-8-sig", newline="") as table:
    rows = csv.writer(table)
    rows.writerow(["path", *names])
    for row in sorted(drawn, key=lambda row: str(row["id"])):
        name = re.sub(r"[^\w.-]", "_", str(row["id"]))
        name = name if name.endswith((".txt", ".md")) else name + ".txt"
        with open(os.path.join(folder, name), "w", encoding="utf-8") as article:
            article.write(row["text"])
        rows.writerow([name, *(row.get(key, "") for key in names)])
