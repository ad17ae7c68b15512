"""What the jobs have in common: articles in, the filter of quandian between, JSON Lines out.

Each worker starts `quandian stream …` once a partition and sends its lines through it; the program has to be on the
workers' PATH, or QUANDIAN says where it is. Lines keep their order inside a partition.
"""
import json
import os
import shlex
import sys

from pyspark.sql import SparkSession

# Where quandian is on every worker.
QUANDIAN = os.environ.get("QUANDIAN", "quandian")


def session(name):
    spark = SparkSession.builder.appName(name).getOrCreate()
    # The workers have this module too, wherever they are.
    spark.sparkContext.addPyFile(os.path.abspath(__file__))
    return spark


def articles(spark, source):
    """JSON Lines ({"id", "text", …}) as they are, or a folder of .txt files as such lines."""
    context = spark.sparkContext
    if not os.path.isdir(source):
        return context.textFile(source)
    files = context.wholeTextFiles(source, minPartitions=4 * context.defaultParallelism)
    return files.map(lambda file: line({"id": file[0].rsplit("/", 1)[-1], "text": file[1]}))


def line(value):
    return json.dumps(value, ensure_ascii=False)


def stream(lines, *arguments):
    """Every line through `quandian stream`; a line that cannot be read is told on the worker's stderr."""
    command = " ".join(shlex.quote(part) for part in (QUANDIAN, "stream", *arguments))
    # A shell reads on after the filter's exit code 1: what is wrong with some lines stops no job.
    return lines.pipe(f"sh -c {shlex.quote(command + ' || test $? -eq 1')}", checkCode=True)


def write(results, target):
    """To a folder of JSON Lines, or sorted to standard output for `-`."""
    if target == "-":
        for result in sorted(results.collect()):
            sys.stdout.write(result + "\n")
    else:
        results.saveAsTextFile(target)
