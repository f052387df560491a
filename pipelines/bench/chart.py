"""Draws the figures of `make bench-scale` (a CSV file) as an SVG picture.

    chart.py scale.csv scale.svg
"""

import sys

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "volgens"  # the same picture from the same figures

import matplotlib.pyplot as plt
import pandas as pd

COLORS = {"annotate": "#b07a1e", "run": "#1f5f8b"}


def panel(axis, figures, over, unit, column, title, scale):
    for command, rows in figures.groupby("command"):
        rows = rows.sort_values(over)
        axis.plot(rows[over] / unit, rows[column] / scale, marker="o", color=COLORS[command], label=command)
    axis.set_xscale("log")
    axis.set_xlabel("documents" if over == "documents" else "text, MB")
    axis.set_title(title, loc="left", fontsize=11)
    axis.grid(True, which="major", color="#dddddd")
    axis.spines[["top", "right"]].set_visible(False)


def main(source, target):
    figures = pd.read_csv(source)
    picture, (time, speed, memory) = plt.subplots(1, 3, figsize=(11, 3.4), layout="constrained")
    panel(time, figures, "text_bytes", 1e6, "cpu_seconds", "processor time, s", 1)
    time.set_yscale("log")
    panel(speed, figures, "text_bytes", 1e6, "words_per_cpu_second", "words per second and core, thousands", 1e3)
    speed.set_ylim(bottom=0)
    panel(memory, figures, "documents", 1, "peak_memory_bytes", "peak memory, MB", 1e6)
    memory.set_ylim(bottom=0)
    time.legend(frameon=False)
    for axis in (time.xaxis, speed.xaxis, memory.xaxis, time.yaxis):
        axis.set_major_formatter(lambda n, _: f"{n:,.0f}")
        axis.set_minor_formatter("")
    picture.savefig(target, metadata={"Date": None})


if __name__ == "__main__":
    main(*sys.argv[1:])
