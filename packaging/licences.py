#!/usr/bin/env python3
"""Lists the licences of everything that is inside the program, with their texts.

    licences.py [--target TRIPLE] > LICENCES.txt

Asks `cargo metadata` for the crates that the program is built of (not those of tests and of the
build), takes the licence files from their folders, and adds those of the fonts and of the data.
A crate that brings no file of its licence is listed with the licence's name; the text of that
licence stands in the file because other crates have brought it, or the script ends with an error.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
NAMES = re.compile(r"^(licen[cs]e|copying|unlicense|notice)([-_.].*)?$", re.IGNORECASE)
# A sentence by which the text of a licence is known.
KNOWN_BY = {
    "MIT": "Permission is hereby granted, free of charge, to any person obtaining a copy",
    "Apache-2.0": "Apache License Version 2.0, January 2004",
    "BSD-3-Clause": "Neither the name of",
    "Zlib": "This software is provided 'as-is'",
}
# The fonts and data that are part of the program, and where their terms stand.
BUNDLED = {
    "Noto Serif SC (思源宋体), subset": "fonts/OFL-NotoSerifSC.txt",
    "Noto Sans SC (思源黑体), subset": "fonts/OFL-NotoSansSC.txt",
    "Unicode data": "fonts/UNICODE.txt",
}


def metadata(target):
    command = ["cargo", "metadata", "--format-version", "1", "--locked", "--offline"]
    if target:
        command += ["--filter-platform", target]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)


def inside(data):
    """The packages that the program is built of, without itself."""
    nodes = {node["id"]: node for node in data["resolve"]["nodes"]}
    root = data["resolve"]["root"]
    seen, todo = set(), [root]
    while todo:
        for dep in nodes[todo.pop()]["deps"]:
            normal = any(kind["kind"] is None for kind in dep["dep_kinds"])
            if normal and dep["pkg"] not in seen:
                seen.add(dep["pkg"])
                todo.append(dep["pkg"])
    packages = [package for package in data["packages"] if package["id"] in seen]
    return sorted(packages, key=lambda package: (package["name"], package["version"]))


def texts_of(package):
    folder = pathlib.Path(package["manifest_path"]).parent
    files = [path for path in sorted(folder.iterdir()) if path.is_file() and NAMES.match(path.name)]
    named = package.get("license_file")
    if named and (folder / named).is_file():
        files.append(folder / named)
    return [path.read_text("utf-8", "replace").strip() for path in files]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--target")
    packages = inside(metadata(parser.parse_args().target))
    texts, unnamed, bare = {}, [], []
    for package in packages:
        name = f'{package["name"]} {package["version"]}'
        if not package["license"] and not package["license_file"]:
            unnamed.append(name)
        found = texts_of(package)
        if not found:
            bare.append(f'{name} ({package["license"]})')
        for text in found:
            texts.setdefault(" ".join(text.split()), (text, []))[1].append(name)
    if unnamed:
        sys.exit("without a licence: " + ", ".join(unnamed))
    there = {name for name, words in KNOWN_BY.items() if any(words in text for text in texts)}
    for line in bare:
        if not there & set(re.split(r"[^\w.-]+", line)):
            sys.exit(f"no text of a licence of {line}: add one to KNOWN_BY or to the list")
    for title, path in BUNDLED.items():
        text = (ROOT / path).read_text("utf-8").strip()
        texts.setdefault(" ".join(text.split()), (text, []))[1].append(title)

    print("What the program 圈点 Quandian is made of, and the licences of all of it.\n")
    print("Quandian itself: MIT OR Apache-2.0, at your choice.\n")
    for package in packages:
        print(f'{package["name"]} {package["version"]}: {package["license"] or "see its text"}')
    for title in BUNDLED:
        print(f"{title}: see its text")
    print("\nThese bring no file of their own; the texts of their licences stand below:")
    print("\n".join(bare) if bare else "none")
    for text, names in texts.values():
        print("\n" + "=" * 79 + "\n" + ", ".join(names) + "\n" + "-" * 79 + "\n" + text)


if __name__ == "__main__":
    main()
