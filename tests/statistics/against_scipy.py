"""The statistics of tool/compare against SciPy's, for random inputs.

    python3 tests/statistics/against_scipy.py PROGRAM [--cases 1000] [--seed 1]

PROGRAM answers cases on its standard input (statistics.c beside this).  Compared are

  rank test     without equal values, scipy.stats.mannwhitneyu(method="exact"); with equal values,
                and where the largest are set equal, scipy.stats.permutation_test over all ways to
                deal the values out; of large sides, mannwhitneyu(method="asymptotic")
  interval      SciPy's test accepts the factors just inside both ends and rejects those outside
  correction    scipy.stats.false_discovery_control

Prints how many of each were compared and the largest difference.  Needs NumPy and SciPy.
"""
import argparse
import math
import random
import subprocess
import sys

import numpy
import scipy
from scipy import stats

TOLERANCE = 1e-10  # relative


class Cases:
    def __init__(self):
        self.lines, self.checks = [], []

    def add(self, words, check):
        self.lines.append(" ".join(repr(w) if isinstance(w, float) else str(w) for w in words))
        self.checks.append(check)

    def run(self, program):
        answers = subprocess.run([program], input="\n".join(self.lines), text=True, check=True,
                                 stdout=subprocess.PIPE).stdout.splitlines()
        if len(answers) != len(self.lines):
            sys.exit("%d answers to %d cases" % (len(answers), len(self.lines)))
        return answers


class Tally:
    def __init__(self):
        self.kinds, self.wrong = {}, 0

    def compare(self, kind, line, got, expected, tolerance=TOLERANCE):
        count, worst = self.kinds.get(kind, (0, 0.0))
        away = max((abs(g - e) / abs(e) if e else abs(g)) for g, e in zip(got, expected))
        self.kinds[kind] = count + 1, max(worst, away)
        if len(got) != len(expected) or not away <= tolerance:
            self.fail(kind, line, got, expected)

    def fail(self, kind, line, got, expected):
        self.wrong += 1
        if self.wrong <= 10:
            print("%s differs\n  case     %s\n  got      %s\n  expected %s"
                  % (kind, line, got, expected))


def scores(x, y, keep):
    """Ranks of both together; what comes after the KEEP-th counts KEEP + 1."""
    return numpy.minimum(stats.rankdata(numpy.concatenate([x, y])), keep + 1)


def permutation_p(x, y, keep, alternative):
    """p of the sum of Y's scores, among all ways to deal the scores out."""
    both = scores(x, y, keep)
    return stats.permutation_test(
        (both[len(x):], both[:len(x)]), lambda a, b, axis: numpy.sum(a, axis=axis),
        permutation_type="independent", vectorized=True, n_resamples=numpy.inf,
        alternative=alternative).pvalue


def values(rng, count, distinct):
    """Positive values; from DISTINCT different ones, or all different."""
    if distinct:
        return [float(rng.randint(1, distinct)) for _ in range(count)]
    return [rng.lognormvariate(0, 0.3) for _ in range(count)]


def add_rank_plain(cases, rng):
    n, m = rng.randint(1, 12), rng.randint(1, 12)
    x, y = values(rng, n, 0), values(rng, m, 0)

    def check(tally, line, got):
        tally.compare("rank test, no equal values", line, got,
                      [stats.mannwhitneyu(y, x, alternative=a, method="exact").pvalue
                       for a in ("less", "greater", "two-sided")])
    cases.add(["rank", n + m, n, m, *x, *y], check)


def add_rank_tied(cases, rng):
    n, m = rng.randint(2, 6), rng.randint(2, 6)
    distinct = rng.choice([0, 2, 3, 5, 9])
    keep = rng.choice([n + m, max(n, m), rng.randint(1, n + m)])
    x, y = values(rng, n, distinct), values(rng, m, distinct)

    def check(tally, line, got):
        less, more = (permutation_p(x, y, keep, a) for a in ("less", "greater"))
        kind = "rank test, largest set equal" if keep < n + m else "rank test, equal values"
        tally.compare(kind, line, got, [less, more, min(1, 2 * min(less, more))])
    cases.add(["rank", keep, n, m, *x, *y], check)


def add_rank_large(cases, rng):
    n, m = rng.randint(60, 90), rng.randint(60, 90)
    x, y = values(rng, n, rng.choice([0, 7])), values(rng, m, rng.choice([0, 7]))

    def check(tally, line, got):
        tally.compare("rank test, large sides", line, got,
                      [stats.mannwhitneyu(y, x, alternative=a, method="asymptotic").pvalue
                       for a in ("less", "greater", "two-sided")])
    cases.add(["rank", n + m, n, m, *x, *y], check)


def two_sided(x, y, keep, factor):
    x = [v * factor for v in x]
    if keep == len(x) + len(y):  # of the values within a side equal ones count as different here
        return stats.mannwhitneyu(y, x, method="exact").pvalue
    return permutation_p(x, y, keep, "two-sided")


def add_interval(cases, rng):
    n, m = rng.randint(2, 5), rng.randint(2, 5)
    keep = rng.choice([n + m, max(n, m)])
    distinct = rng.choice([0, 0, 0, 5]) if keep == n + m else 0
    x, y = values(rng, n, distinct), values(rng, m, distinct)

    def check(tally, line, got):
        ratio, low, high = got
        ratios = sorted(set(b / a for a in x for b in y))
        if keep == n + m:
            tally.compare("estimate", line, [ratio],
                          [math.exp(numpy.median([math.log(b / a) for a in x for b in y]))])
        for end, inside in ((low, 1), (high, -1)):
            kind = "interval, largest set equal" if keep < n + m else "interval"
            if end in (0, math.inf):  # not even the most extreme factor is rejected
                factor = ratios[0] / 2 if end == 0 else ratios[-1] * 2
                p = two_sided(x, y, keep, factor)
                tally.compare(kind, line, [float(p > 0.05)], [1.0])
                continue
            # Between this end and the next ratio on either side; the test is SciPy's.
            at = min(range(len(ratios)), key=lambda i: abs(ratios[i] - end))
            if not math.isclose(ratios[at], end, rel_tol=1e-12):
                tally.fail(kind, line, got, "an end that is a ratio")
                continue
            beside = [ratios[i] if 0 <= i < len(ratios) else end * 2.0 ** (i - at)
                      for i in (at - inside, at + inside)]
            outer, inner = (two_sided(x, y, keep, math.sqrt(end * b)) for b in beside)
            tally.compare(kind, line, [float(outer <= 0.05), float(inner > 0.05)], [1.0, 1.0])
    cases.add(["interval", keep, n, m, *x, *y], check)


def add_adjust(cases, rng):
    count = rng.randint(1, 60)
    p = [rng.choice([rng.random(), rng.random() ** 6, 0.01, 1.0]) for _ in range(count)]

    def check(tally, line, got):
        tally.compare("correction", line, got, list(stats.false_discovery_control(p)))
    cases.add(["adjust", count, *p], check)


def add_least(cases, rng):
    n, m = rng.randint(1, 30), rng.randint(1, 30)

    def check(tally, line, got):
        tally.compare("smallest p", line, got, [min(1, 2 / math.comb(n + m, n))])
    cases.add(["least", n, m], check)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program")
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=random.randrange(10 ** 6))
    options = parser.parse_args()
    rng, cases, tally = random.Random(options.seed), Cases(), Tally()
    for i in range(options.cases):
        add_rank_plain(cases, rng)
        add_rank_tied(cases, rng)
        add_interval(cases, rng)
        add_adjust(cases, rng)
        if i % 10 == 0:
            add_rank_large(cases, rng)
            add_least(cases, rng)
    for line, check, answer in zip(cases.lines, cases.checks, cases.run(options.program)):
        check(tally, line, [float(word) for word in answer.split()])
    print("SciPy %s, seed %d" % (scipy.__version__, options.seed))
    for kind, (count, worst) in tally.kinds.items():
        print("  %-30s %5d compared, largest relative difference %.1e" % (kind, count, worst))
    print("%d differ" % tally.wrong)
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
