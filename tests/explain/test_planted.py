"""What was planted is what `benchmem explain` names first, by as much as was planted.

Two versions of a package (planted_code.py) are swept with the interpreter $PLANTED_PYTHON, counted
by the real Valgrind, and every benchmark is explained.
"""
import json
import os
import shutil
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "real"))
import real_case  # noqa: E402
import scratch  # noqa: E402

import planted_code  # noqa: E402

NEAR = 0.02
MISSED_MOST = 1  # what ctypes calls has libffi's name


def told(explained):
    """[names, {what: (before, after)}] of what is named first."""
    if explained["first"] == "python":
        first = explained["python"][0]
        return [first["function"]], {what: (first[what + "_before"], first[what + "_after"])
                                     for what in ("calls", "bytecodes")}
    first = explained["functions"][0]
    return [first["function"]], {"instructions": (first["before"] or 0, first["after"] or 0)}


def names_of(variation, version):
    """What the function may be called: before 3.12 a comprehension is a function of its own."""
    if version < (3, 12) and variation.name.endswith("_comprehension"):
        kind = variation.name.split("_")[0]
        return ["%s.<locals>.<%scomp>" % (variation.function, kind)]
    return [variation.function]


def is_near(found, planted):
    return abs(found - planted) <= NEAR * planted


def planted_change(variation, before):
    """How much more the function does, from what it did."""
    if variation.each is None:
        return before * (variation.factor - 1)
    return planted_code.AMOUNT * (variation.factor - 1) * variation.each


class Planted(real_case.RealTest):
    def setUp(self):
        library = os.path.join(os.path.dirname(scratch.program()), "benchmem_call.so")
        if not shutil.which("valgrind") or not os.path.exists(library):
            self.skipTest("there is no Valgrind, or benchmem was built without its headers")
        super().setUp()

    def explain(self, *words):
        result = self.start(scratch.program(), "explain", self.out, *words).finish(60)
        self.assertEqual(result.status, 0, result)
        return result.out

    def version_of(self, python):
        result = self.start(python, "-c", "import sys; print(sys.version_info[:2])").finish(60)
        return tuple(int(n) for n in result.out.strip("()\n").split(","))

    def test_the_function_is_named_first(self):
        python = os.environ.get("PLANTED_PYTHON", sys.executable)
        version = self.version_of(python)
        for name, planted in (("before", False), ("after", True)):
            planted_code.write(self.path("project", name), planted, python)
        suite = self.path("project", "suite")
        planted_code.write_suite(suite)
        result = self.sweep("before=" + self.path("project", "before"),
                            "after=" + self.path("project", "after"), package=planted_code.PACKAGE,
                            suite=suite, timeout=800,
                            env={"TMPDIR": self.path("home")},  # uv leaves locks of its builds
                            options=["--instructions", "--no-time", "--count-calls", "1", "--count-warmup", "1",
                                     "--jobs", "2", "--python", python])
        self.assertEqual(result.status, 0, result)
        ids = ["test_planted[%s]" % v.name for v in planted_code.VARIATIONS]
        explained = json.loads(self.explain(*ids, "--format", "json"))["benchmarks"]
        missed = []
        for variation, one in zip(planted_code.VARIATIONS, explained):
            self.assertEqual((one["from"], one["to"]), ("before", "after"))
            names, amounts = told(one)
            before, after = amounts.get(variation.what, (0, 0))
            planted = planted_change(variation, before)
            if names[0] not in names_of(variation, version) or not is_near(after - before, planted):
                missed.append((variation.name, names, amounts))
        print("%d of %d named first, by what was planted; not %r" % (
            len(explained) - len(missed), len(explained), missed))
        self.assertGreaterEqual(len(explained), 30)
        self.assertLessEqual(len(missed), MISSED_MOST, missed)
        self.assertIn("libffi: with it is counted what ctypes", self.explain("test_planted[c_plain]"))
        gate = self.start(scratch.program(), "compare", self.out, "--columns", "instructions",
                          "--fail-on", "instructions:3%").finish(60)
        self.assertEqual(gate.status, 1, gate)
        self.assertIn("calls 100 → 300", gate.text)


if __name__ == "__main__":
    scratch.main()
