"""`plot`: the figure in the page is the peer's, number for number (1e-9), for every view.

The peer draws in this process, which lives for all cases.  Where ours has something to say the peer
does not (cells of failed versions, bounds for categories) it stands beside the peer's members;
where the peer has an error ours must not draw either.
"""

import argparse
import base64
import contextlib
import hashlib
import io
import json
import math
import random
import re
import secrets
import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np
from plotly.io._utils import plotly_cdn_url
from plotly.offline import get_plotlyjs
from programs import run_ours
from pytest_benchmem import plotting
from run_files import METRICS, having, write_dim_runs, write_runs

FIGURE = re.compile(r'<script type="application/json" id="figure">(.*?)</script>', re.S)
IGNORED = {"template", "font"}  # Plotly's looks


def plain(value):
    """A figure of the peer as JSON has it."""
    if isinstance(value, dict):
        if value.keys() == {"dtype", "bdata"} or value.keys() == {"dtype", "bdata", "shape"}:
            numbers = np.frombuffer(base64.b64decode(value["bdata"]), dtype=value["dtype"])
            shape = [int(n) for n in value.get("shape", str(len(numbers))).split(",")]
            return plain(numbers.reshape(shape).tolist())
        return {k: plain(v) for k, v in value.items() if k not in IGNORED and v is not None}
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def differences(ours, theirs, where=""):
    """Where what the peer has is not in ours; members only ours has are left alone."""
    if isinstance(theirs, dict):
        if not isinstance(ours, dict):
            return [f"{where}: {ours!r} is no object"]
        return [d for k, v in theirs.items() for d in (
            differences(ours[k], v, f"{where}.{k}") if k in ours else [f"{where}.{k}: not in ours"])]
    if isinstance(theirs, list):
        if not isinstance(ours, list) or len(ours) != len(theirs):
            return [f"{where}: {str(ours)[:300]} is not {str(theirs)[:300]}"]
        return [d for i, v in enumerate(theirs) for d in differences(ours[i], v, f"{where}[{i}]")]
    if isinstance(theirs, (int, float)) and not isinstance(theirs, bool):
        if isinstance(ours, (int, float)) and math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-9):
            # A change can be a difference of 1e-9 seconds: nothing but rounding may be in it.
            if math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-18):
                return []
        return [f"{where}: {ours!r} is not {theirs!r}"]
    return [] if ours == theirs else [f"{where}: {ours!r} is not {theirs!r}"]


def arrays(trace):
    """The members of a trace that have an item per point, and who holds them."""
    holders = [(trace, ("x", "y", "hovertext")), (trace["marker"], ("color",)),
               (trace.get("error_y", {}), ("array", "arrayminus"))]
    return [(h, k) for h, keys in holders for k in keys if isinstance(h.get(k), list)]


def settle_order(figure):
    """Put in one order what may stand in any: bars of one length, dots, points of a line with one x.

    The peer's sort of bars is not stable, and the others follow the order of each file.
    """
    for trace in [t for f in [figure, *figure.get("frames", [])] for t in f["data"]]:
        x, y = trace["x"], trace["y"]
        if trace["type"] == "heatmap":
            continue
        if trace["type"] == "bar":
            key = lambda i: (x[i], y[i])
        elif trace["mode"] == "markers":
            key = lambda i: (trace["hovertext"][i], x[i], y[i])
        else:
            first = {}
            for i, value in enumerate(x):
                first.setdefault(value, i)
            error = trace.get("error_y", {"array": y, "arrayminus": y})
            key = lambda i: (first[x[i]], y[i], error["array"][i], error["arrayminus"][i])
        order = sorted(range(len(x)), key=key)
        for holder, name in arrays(trace):
            holder[name] = [holder[name][i] for i in order]


def has_ties(figure):
    """Whether bars of one length stand in it: then even the order of its facets is a whim of the
    peer's sort."""
    lengths = [value for trace in figure["data"] for value in trace["x"]]
    return len(set(lengths)) < len(lengths)


def our_figure(page):
    figure = json.loads(FIGURE.search(page.read_text(encoding="utf-8")).group(1))
    assert ("frames" in figure) == (len(figure.get("frames", [])) > 1)
    return figure


def keep_columns(figure, kept):
    """The heatmap with the columns KEPT only; the others must be empty."""
    trace = figure["data"][0]
    for key in ("z", "text", "customdata"):
        for row in trace[key]:
            assert all(row[c] is None for c in range(len(row)) if c not in kept)
        trace[key] = [[row[c] for c in kept] for row in trace[key]]
    trace["x"] = [trace["x"][c] for c in kept]


def same_members(ours, theirs):
    """Both have as many traces, frames, axes, annotations and shapes."""
    def shape(figure):
        layout = figure["layout"]
        axes = sorted(k for k in layout if re.fullmatch(r"[xy]axis\d*", k))
        return (len(figure["data"]), [len(f["data"]) for f in figure.get("frames", [])], axes,
                len(layout.get("annotations", [])), len(layout.get("shapes", [])),
                [sorted(t.keys() & {"error_y", "text", "hovertext"}) for t in figure["data"]],
                [sorted(layout[a].keys() & {"matches", "range", "type", "rangemode"} -
                        ({"type"} if layout[a].get("type") == "category" else set()))
                 for a in axes])
    return [] if shape(ours) == shape(theirs) else [f"{shape(ours)} is not {shape(theirs)}"]


def check_cdn_tag(page):
    """The tag names the release in the plotly wheel, if that is the same, and its very bytes."""
    found = re.search(r'<script[^>]* src="([^"]*)" integrity="sha384-([^"]*)"', page.read_text())
    digest = base64.b64encode(hashlib.sha384(get_plotlyjs().encode()).digest()).decode()
    if found.group(1) != plotly_cdn_url():
        print(f"the peer has another plotly.js ({plotly_cdn_url()}); its hash was not checked")
    elif found.group(2) != digest:
        sys.exit(f"{found.group(0)}\nthe file is sha384-{digest}")


# ---- what to draw ----

def draw_sweep(rng, runs, words, options):
    if rng.random() < 0.3:
        options["clip"] = rng.choice([1.5, 2, 8, 3.7])
        words += ["--clip", options["clip"]]


def draw_facet(rng, words, options):
    if rng.random() < 0.5:
        options["facet"] = rng.choice(["kind", "size", "node.func", "node.group", "fill"])
        words += ["--facet", options["facet"]]
    if rng.random() < 0.3:
        options["free_axes"] = rng.choice(["x", "y", "both"])
        words += ["--free-axes", options["free_axes"]]


def draw_paired(rng, runs, words, options):
    draw_facet(rng, words, options)
    if rng.random() < 0.3:
        options["clip"] = rng.choice([1e-6, 0.5, 300])
        words += ["--clip", options["clip"]]
    if len(runs) == 1:
        options["pivot"] = rng.choice(["kind", "param:kind", "size", "fill"])
        words += ["--pivot", options["pivot"]]


def draw_scaling(rng, runs, words, options):
    draw_facet(rng, words, options)
    options["x"] = rng.choice(["size", "size", "fill", "kind", "node.func"])
    words += ["--x", options["x"]]
    if rng.random() < 0.4:
        options["color"] = rng.choice(["kind", "size", "node.func", "snapshot", "id"])
        words += ["--color", options["color"]]
    for name, on, off in (("log_log", "--log-log", "--linear"), ("log_x", "--log-x", "--linear-x"),
                          ("log_y", "--log-y", "--linear-y"), ("y_zero", "--y-zero", "--no-y-zero")):
        if rng.random() < 0.25:
            options[name] = rng.random() < 0.5
            words.append(on if options[name] else off)
    if rng.random() < 0.4:
        options["band"] = rng.choice(["auto", "minmax", "none"])
        words += ["--band", options["band"]]


DRAW = {"sweep": draw_sweep, "scatter": draw_paired, "compare": draw_paired,
        "scaling": draw_scaling}
DEFAULT = {1: "scaling", 2: "scatter"}


def peer_figure(view, runs, options):
    """The peer's figure and the count it tells, or its error."""
    with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        try:
            figure, count = getattr(plotting, f"plot_{view}")(runs, **options)
        except Exception as error:  # whatever it is, the peer draws nothing
            return None, f"{type(error).__name__}: {error}"
    return plain(figure.to_plotly_json()), count


def one_case(rng, directory, benchmem, view):
    """Whether a figure was compared."""
    count = {"sweep": rng.randint(2, 6), "scaling": rng.randint(1, 3)}.get(view, rng.randint(1, 4))
    metric, page = rng.choice(METRICS), directory / "figures" / "x.html"
    runs = write_runs(rng, directory, count) if view == "sweep" else \
        write_dim_runs(rng, directory, count)
    options, words = {"metric": metric}, ["plot", *runs, rng.choice(["--metric", "--columns"]),
                                          metric, "-o", page, "--plotlyjs", "cdn"]
    DRAW[view](rng, runs, words, options)
    default = DEFAULT.get(count, "sweep") if "pivot" not in options else "compare"
    if view != default or rng.random() < 0.5:
        words += ["--view", view]
    if view != "sweep" and rng.random() < 0.3:
        options["where"] = {"kind": rng.choice(["list", "dict"])}
        if rng.random() < 0.3:
            options["where"]["size"] = rng.choice(["10", "100.0"])
        for key, value in options["where"].items():
            words += ["--where", f"{key}={value}"]
    if "pivot" not in options and rng.random() < 0.3:
        options["labels"] = rng.sample(["z new", "a old", "10", "9", "ü", "β"], len(runs))
        for label in options["labels"]:
            words += [rng.choice(["--label", "-l"]), label]
    theirs, told = peer_figure(view, runs, options)
    ours = run_ours(benchmem, words)
    kept = [i for i, run in enumerate(runs) if having(run, metric)]
    if theirs is None or (view == "sweep" and len(kept) < 2):
        # One run with values is a heatmap to the peer.
        if ours.status not in (1, 2, 3) and theirs is None and not forgiven(told):
            sys.exit(f"{words}\nthe peer: {told}\nours: exit {ours.status}")
        return False
    if told == 0:  # the peer draws an empty figure; ours has nothing to draw
        if ours.status != 3:
            sys.exit(f"{words}\nan empty figure to the peer\nours: exit {ours.status}")
        return False
    if view == "compare" and "facet" in options and has_ties(theirs):
        return False
    if "plot: --facet" in ours.errors and ours.status == 2:
        return False  # the peer passes over a facet that is no dim of what it draws
    if ours.status:
        sys.exit(f"{words}\nexit {ours.status}: {ours.errors}\nthe peer: {told}")
    got = our_figure(page)
    if view == "sweep":
        keep_columns(got, kept)
    for figure in (got, theirs):
        settle_order(figure)
    found = same_members(got, theirs) + differences(got, theirs)
    if found:
        sys.exit("\n".join([str(words), *found[:20]]))
    if view != "sweep" and f": {told} " not in ours.out:
        sys.exit(f"{words}\nthe peer counts {told}, ours says {ours.out}")
    check_cdn_tag(page)
    return True


def forgiven(error):
    """Errors of the peer that say nothing about what was asked."""
    if "compare needs two distinct snapshots" in error:
        return True  # it looks at two files only; ours at the next that has a value
    return error.startswith(("TypeError", "KeyError", "IndexError", "AttributeError")) or \
        "of dtype" in error or "duplicate" in error or "multiple times" in error


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--benchmem", required=True)
    parser.add_argument("--cases", type=int, default=100)
    parser.add_argument("--seed", type=int, default=secrets.randbits(32))
    parser.add_argument("--view", choices=list(DRAW), default=None)
    args = parser.parse_args()
    print(f"seed {args.seed}", flush=True)
    compared = dict.fromkeys(DRAW, 0)
    for case in range(args.cases):
        rng = random.Random(args.seed + case)
        view = args.view or list(DRAW)[(args.seed + case) % len(DRAW)]
        with tempfile.TemporaryDirectory() as directory:
            try:
                compared[view] += one_case(rng, Path(directory), args.benchmem, view)
            except SystemExit as error:
                sys.exit(f"{error}\ncase {case}: again with --seed {args.seed + case} --cases 1")
    print(f"of {args.cases} cases, figures compared: {compared}")
    if args.cases >= 40 and not args.view and min(compared.values()) < args.cases / 12:
        sys.exit("too few of the cases had a figure to compare")


main()
