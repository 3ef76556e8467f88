"""Where memory is allocated, by the real pytest-benchmem and memray, in two working trees."""
import json
import os
import subprocess
from xml.etree import ElementTree

import real_case
import scratch

MODULE = """
def keep(n):
    return bytearray(n * {factor})


class Table:
    def rows(self, n):
        for i in range(n // 10000):
            yield bytearray(5000)


def load(n):
    return keep(n), list(Table().rows(n)), (lambda k: bytes(k))(n)
"""
SUITE = """
import gitdemo


def test_load(benchmark):
    benchmark.pedantic(gitdemo.load, args=(100000,), rounds=3)


def test_same(benchmark):
    benchmark.pedantic(lambda: list(gitdemo.Table().rows(100000)), rounds=3)
"""
class Memory(real_case.RealTest):
    def tree(self, factor):
        directory = self.make_source("v%d" % factor, version=str(factor), value=factor)
        self.write(os.path.join(directory, "gitdemo", "__init__.py"), MODULE.format(factor=factor))
        return directory

    def program(self, *words):
        return subprocess.run([scratch.program(), *words], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, universal_newlines=True, timeout=60)

    def test_a_doubled_allocation_is_found(self):
        suite = self.path("bench")
        self.write(os.path.join(suite, "test_planted.py"), SUITE)
        result = self.sweep("one=" + self.tree(1), "two=" + self.tree(2), package="gitdemo",
                            suite=suite, timeout=300, options=["--memory", "--profile"])
        self.assert_ok(result, "one", "two")
        for metric in ("peak", "allocated"):
            told = self.program("explain", self.out, "--metric", metric, "--format", "json")
            self.assertEqual(told.returncode, 0, told.stderr)
            explained = json.loads(told.stdout)["benchmarks"][0]
            first = explained["sites"][0]
            self.assertTrue(explained["id"].endswith("test_load"))
            self.assertEqual((first["file"], first["function"], first["line"]),
                             ("gitdemo/__init__.py", "keep", 3))
            self.assertLess(abs(first["change"] / 100000 - 1), 0.02)
            self.assertLess(abs(first["share_percent"] / 100 - 1), 0.02)
        gate = self.program("compare", self.out, "--fail-on", "peak:10%")
        self.assertEqual(gate.returncode, 1)
        self.assertIn("\n      +97.7 KiB (100%) gitdemo/__init__.py:3: keep\n", gate.stdout)

        picture = self.path("x.svg")
        drawn = self.program("flamegraph", self.out, "test_load", "--against", "one", "-o", picture)
        self.assertEqual(drawn.returncode, 0, drawn.stderr)
        svg = "{http://www.w3.org/2000/svg}"
        titles = [title.text for title in ElementTree.parse(picture).iter(svg + "title")]
        keep = [title for title in titles if title.startswith("keep · gitdemo/__init__.py:3 · ")]
        self.assertEqual(len(keep), 1, titles)
        self.assertIn(" 97.7 KiB → 195 KiB (+100.0%) · 1 → 1 allocations ", keep[0])

        # What a sweep without memory leaves is nothing of an earlier one.
        self.assert_ok(self.sweep("one=" + self.tree(1), package="gitdemo", suite=suite,
                                  timeout=300), "one")
        self.assertEqual(os.listdir(os.path.join(self.out, "allocations")), ["two.json"])


if __name__ == "__main__":
    scratch.main()
