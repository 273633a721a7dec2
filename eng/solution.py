#!/usr/bin/env python3
"""Writes Portico.slnx: every project under src, tests and bench, so that none is forgotten. Run from the root of the repository."""
import glob

def folder(name):
    projects = sorted(p.replace("\\", "/") for p in glob.glob(f"{name}/**/*.csproj", recursive=True))
    lines = "".join(f'    <Project Path="{p}" />\n' for p in projects)
    return f'  <Folder Name="/{name}/">\n{lines}  </Folder>\n' if projects else ""

with open("Portico.slnx", "w", encoding="utf-8") as solution:
    solution.write("<Solution>\n" + "".join(map(folder, ("src", "tests", "bench"))) + "</Solution>\n")
