"""`plot`, view sweep: the figure in the page is the peer's, number for number (1e-9).

A run without the metric has no column at the peer; ours keeps it, empty.  With fewer than two runs
that have it ours refuses to draw (exit 3).
"""

import argparse
import base64
import hashlib
import json
import math
import random
import re
import secrets
import sys
import tempfile
from pathlib import Path

from plotly.io._utils import plotly_cdn_url
from plotly.offline import get_plotlyjs
from programs import run_ours
from pytest_benchmem.plotting import plot_sweep
from run_files import METRICS, having, write_runs

FIGURE = re.compile(r'<script type="application/json" id="figure">(.*?)</script>', re.S)


def number(value):
    """A finite float, or None for what JSON has no number for."""
    return None if value is None or not math.isfinite(value) else float(value)


def same(ours, theirs):
    if isinstance(theirs, (list, tuple)):
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    if isinstance(theirs, dict):
        return ours.keys() == theirs.keys() and all(same(ours[k], v) for k, v in theirs.items())
    if isinstance(theirs, (int, float)) and not isinstance(theirs, bool):
        return ours is not None and math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-9)
    return ours == theirs


def peer_figure(runs, **options):
    """What ours must have, taken from the peer's figure."""
    figure, _count = plot_sweep(runs, **options)
    trace, layout = figure.data[0].to_plotly_json(), figure.layout.to_plotly_json()
    matrices = {k: [[number(v) for v in row] for row in trace[k]]
                for k in ("z", "text", "customdata")}
    axis = layout["coloraxis"]
    return {
        "trace": {**matrices, "x": list(trace["x"]), "y": list(trace["y"]), **{
            k: trace[k] for k in ("type", "name", "coloraxis", "xaxis", "yaxis", "texttemplate",
                                  "hovertemplate")}},
        "coloraxis": {"cmin": axis["cmin"], "cmax": axis["cmax"], "cmid": axis["cmid"],
                      "colorscale": [list(c) for c in axis["colorscale"]],
                      "tickvals": list(axis["colorbar"]["tickvals"]),
                      "ticktext": list(axis["colorbar"]["ticktext"]),
                      "title": axis["colorbar"]["title"]["text"]},
        "title": layout["title"]["text"],
        "height": layout["height"],
        "autorange": layout["yaxis"]["autorange"],
    }


def our_figure(page, kept):
    """The same from our page, with the columns KEPT only."""
    figure = json.loads(FIGURE.search(page.read_text(encoding="utf-8")).group(1))
    trace, layout = figure["data"][0], figure["layout"]
    assert len(figure["data"]) == 1
    for key in ("z", "text", "customdata"):
        for row in trace[key]:
            assert all(row[c] is None for c in range(len(row)) if c not in kept)
        trace[key] = [[row[c] for c in kept] for row in trace[key]]
    trace["x"] = [trace["x"][c] for c in kept]
    axis = layout["coloraxis"]
    return {
        "trace": trace,
        "coloraxis": {k: axis[k] for k in ("cmin", "cmax", "cmid", "colorscale")} | {
            "tickvals": axis["colorbar"]["tickvals"], "ticktext": axis["colorbar"]["ticktext"],
            "title": axis["colorbar"]["title"]["text"]},
        "title": layout["title"]["text"],
        "height": layout["height"],
        "autorange": layout["yaxis"]["autorange"],
    }


def check_cdn_tag(page):
    """The tag names the release in the plotly wheel, if that is the same, and its very bytes."""
    found = re.search(r'<script[^>]* src="([^"]*)" integrity="sha384-([^"]*)"', page.read_text())
    digest = base64.b64encode(hashlib.sha384(get_plotlyjs().encode()).digest()).decode()
    if found.group(1) != plotly_cdn_url():
        print(f"the peer has another plotly.js ({plotly_cdn_url()}); its hash was not checked")
    elif found.group(2) != digest:
        sys.exit(f"{found.group(0)}\nthe file is sha384-{digest}")


def one_case(rng, directory, benchmem):
    """Whether a figure was compared."""
    runs = write_runs(rng, directory, rng.randint(2, 6))
    metric, page = rng.choice(METRICS), directory / "figures" / "x.html"
    options, words = {"metric": metric}, ["plot", *runs, rng.choice(["--metric", "--columns"]),
                                          metric, "-o", page, "--plotlyjs", "cdn"]
    if rng.random() < 0.3:
        options["clip"] = rng.choice([1.5, 2, 8, 3.7])
        words += ["--clip", options["clip"]]
    if rng.random() < 0.3:
        options["labels"] = [f"label {i}" for i in range(len(runs))]
        for label in options["labels"]:
            words += ["--label", label]
    kept = [i for i, run in enumerate(runs) if having(run, metric)]
    ours = run_ours(benchmem, words)
    if len(kept) < 2:
        if ours.status != 3 or page.exists():
            sys.exit(f"{words}\nexpected exit 3, got {ours.status}: {ours.errors}")
        return False
    if ours.status:
        sys.exit(f"{words}\nexit {ours.status}: {ours.errors}")
    wanted, got = peer_figure(runs, **options), our_figure(page, kept)
    for key, value in wanted.items():
        if not same(got[key], value):
            sys.exit(f"{words}\n{key} differs:\nours   {got[key]}\ntheirs {value}")
    check_cdn_tag(page)
    return True


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--benchmem", required=True)
    parser.add_argument("--cases", type=int, default=100)
    parser.add_argument("--seed", type=int, default=secrets.randbits(32))
    args = parser.parse_args()
    print(f"seed {args.seed}", flush=True)
    rng = random.Random(args.seed)
    compared = 0
    for _case in range(args.cases):
        with tempfile.TemporaryDirectory() as directory:
            compared += one_case(rng, Path(directory), args.benchmem)
    print(f"{compared} of {args.cases} figures compared")
    if compared < args.cases / 2:
        sys.exit("too few of the cases had a figure to compare")


main()
