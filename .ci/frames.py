#!/usr/bin/env python3
"""Runs the examples of docs/数据框.md on the excerpts of the sample; all must count the same.

    frames.py PROGRAM      with duckdb, pandas and polars (PyPI) there
"""

import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import duckdb
import pandas
import polars

ROOT = pathlib.Path(__file__).resolve().parent.parent


def examples():
    page = (ROOT / "docs/数据框.md").read_text("utf-8")
    return dict(re.findall(r"```\w+\n(?:--|#) (\w+)\n(.*?)```", page, re.DOTALL))


def told(rows):
    """The counts as a dictionary; each library has a word of its own for no year."""
    def year(value):
        return None if value is None or value != value else int(value)
    return {(theme, year(when)): int(n) for theme, when, n in rows}


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as home:
        os.chdir(home)
        command = [program, "export", ROOT / "assets/sample", "--format", "jsonl", "--output", "摘录.jsonl"]
        subprocess.run(command, check=True, env={"HOME": home})
        expected = collections.Counter()
        for line in open("摘录.jsonl", encoding="utf-8"):
            excerpt = json.loads(line)
            expected.update((theme, excerpt["year"]) for theme in excerpt["themes"])
        assert len(expected) > 5, expected

        code = examples()
        counts = {"DuckDB": told(duckdb.sql(code["DuckDB"]).fetchall())}
        for name, library in [("pandas", pandas), ("polars", polars)]:
            names = {name: library}
            exec(code[name], names)
            table = names["counts"]
            rows = table.itertuples(index=False) if name == "pandas" else table.iter_rows()
            counts[name] = told(rows)
        for name, said in counts.items():
            assert said == expected, f"{name}: {said} instead of {dict(expected)}"
            print(f"{name}: {len(said)} rows, {sum(said.values())} passages")


if __name__ == "__main__":
    main()
