"""A project with a sweep, run as a dashboard, and what CTest wrote for CDash.

    class Numbers(dashboard.DashboardTest):
        def test_one(self):
            self.project_with("VERSIONS 1.0 2.0")
            self.ctest("ExperimentalStart", "ExperimentalTest")
            self.assertEqual(self.results()["demo.1.0"].status, "passed")

uv and python are the fakes of tests/faults.  The program is $BENCHMEM, ctest is $CTEST.
"""
import base64
import glob
import io
import json
import math
import os
import struct
import subprocess
import sys
import tarfile
import xml.etree.ElementTree as ET
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(TOP, "tests", "faults"))
import scratch  # noqa: E402

CTEST = os.environ.get("CTEST") or "ctest"
CMAKE = os.path.join(os.path.dirname(CTEST), "cmake")
# A directory whose name has everything in it that XML minds.
OUT = "o u't & <é>"

LISTS = """cmake_minimum_required(VERSION 3.22)
project(dashboard LANGUAGES NONE)
include(CTest)
include("%(top)s/cmake/PytestBenchmem.cmake")
add_executable(PytestBenchmem::benchmem IMPORTED)
set_target_properties(PytestBenchmem::benchmem PROPERTIES IMPORTED_LOCATION "%(program)s")
pytest_benchmem_sweep(demo PACKAGE %(package)s SUITE benchmarks OUTPUT_DIR "%(out)s"
  %(words)s)
"""

CONFIG = """set(CTEST_PROJECT_NAME demo)
set(CTEST_NIGHTLY_START_TIME "00:00:00 UTC")
set(CTEST_SUBMIT_URL "%(url)s")
set(CTEST_SUBMIT_RETRY_COUNT 1)
set(CTEST_SUBMIT_RETRY_DELAY 0)
"""


class Measured:
    """One <NamedMeasurement>."""

    def __init__(self, element):
        self.type = element.get("type")
        self.text = element.find("Value").text or ""
        self.filename = element.get("filename")
        self.encoding, self.compression = element.get("encoding"), element.get("compression")

    def number(self):
        assert self.type == "numeric/double", self.type
        return float(self.text)

    def content(self):
        """The bytes of a file."""
        data = base64.b64decode(self.text)
        if self.compression == "tar/gzip":
            with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as tar:
                members = tar.getmembers()
                assert len(members) == 1, members
                data = tar.extractfile(members[0]).read()
        return data


# What CTest adds of its own to every test.
CTESTS_OWN = {"Execution Time", "Processors", "Completion Status", "Command Line", "Environment",
              "Exit Code", "Exit Value", "Pass Reason", "Fail Reason"}


class Test:
    """One <Test> of Test.xml."""

    def __init__(self, element):
        self.name, self.status = element.findtext("Name"), element.get("Status")
        self.output = element.findtext("Results/Measurement/Value") or ""
        self.labels = [label.text for label in element.findall("Labels/Label")]
        self.measured, self.details, self.order = {}, None, []
        for item in element.findall("Results/NamedMeasurement"):
            name = item.get("name")
            if name == "Completion Status":
                self.details = item.findtext("Value")
            if name in CTESTS_OWN:
                continue
            assert name not in self.measured, "twice: " + name
            self.measured[name] = Measured(item)
            self.order.append(name)

    def number(self, name):
        return self.measured[name].number()

    def text(self, name):
        return self.measured[name].text


METRICS = {"time (s)": lambda b: b["stats"]["min"],
           "peak (B)": lambda b: min(b["extra_info"]["benchmem"]["peak_bytes"]),
           "allocated (B)": lambda b: at_least_peak(b, "total_bytes"),
           "allocations": lambda b: at_least_peak(b, "allocations")}


def at_least_peak(benchmark, key):
    """The value in the pass with the smallest peak."""
    memory = benchmark["extra_info"]["benchmem"]
    return memory[key][memory["peak_bytes"].index(min(memory["peak_bytes"]))]


def decode_png(data):
    """Width and height of a PNG whose chunks, checksums and pixels are whole."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n", data[:8]
    at, pixels, head = 8, b"", None
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + length]
        crc, = struct.unpack(">I", data[at + 8 + length:at + 12 + length])
        assert zlib.crc32(kind + body) == crc, kind
        if kind == b"IHDR":
            head = struct.unpack(">IIBBBBB", body)
        elif kind == b"IDAT":
            pixels += body
        at += 12 + length
    width, height, depth, color = head[:4]
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[color]
    assert len(zlib.decompress(pixels)) == height * (1 + (width * channels * depth + 7) // 8)
    return width, height


class DashboardTest(scratch.SweepTest):
    url = "http://127.0.0.1:9/submit.php?project=demo"
    package = "demo"

    def project_with(self, words, more=""):
        """Configure a project whose sweep has these keywords."""
        self.build = self.path("project", "b")
        self.out = os.path.join(self.build, OUT)
        self.write("project/CMakeLists.txt", LISTS % {
            "top": TOP, "program": scratch.program(), "out": OUT, "words": words,
            "package": self.package} + more)
        self.write("project/CTestConfig.cmake", CONFIG % {"url": self.url})
        self.run_well([CMAKE, "-S", self.project, "-B", self.build])

    def run_well(self, argv):
        result = self.start(*argv).finish(120)
        self.assert_status(result, 0)
        return result

    def ctest(self, *steps):
        """Run these steps of a dashboard; the Result."""
        words = [word for step in steps for word in ("-D", step)]
        return self.start(CTEST, *words, "--no-compress-output", cwd=self.build).finish(240)

    def xml(self, name):
        """The path of the newest NAME.xml of the dashboard."""
        found = sorted(glob.glob(os.path.join(self.build, "Testing", "2*", name + ".xml")))
        self.assertTrue(found, name + ".xml was not written")
        return found[-1]

    def results(self):
        """Test.xml as {name: Test}."""
        root = ET.parse(self.xml("Test")).getroot()
        return {test.name: test for test in map(Test, root.findall("Testing/Test"))}

    def sweep_once(self, words, more=""):
        """Configure and run the tests once; {name: Test}."""
        self.project_with(words, more)
        self.last = self.ctest("ExperimentalStart", "ExperimentalTest")
        return self.results()

    def run_data(self, label):
        with open(self.run_file(label), encoding="utf-8") as f:
            return json.load(f)["benchmarks"]

    def check_numbers(self, test, label, most=20):
        benchmarks = sorted(self.run_data(label), key=lambda b: b["fullname"])
        for heading, value in METRICS.items():
            values = [value(b) for b in benchmarks if value(b) > 0]
            mean = math.exp(sum(map(math.log, values)) / len(values))
            self.assertAlmostEqual(test.number(heading + ", geometric mean") / mean, 1, 12)
            told = {name for name in test.measured if name.startswith(heading + ", ")}
            shown = benchmarks[:most]
            self.assertEqual(told, {heading + ", geometric mean"} |
                             {"%s, %s" % (heading, b["fullname"]) for b in shown})
            for b in shown:
                self.assertEqual(test.number("%s, %s" % (heading, b["fullname"])), value(b))
        self.assertEqual(test.number("benchmarks"), len(benchmarks))

    def check_attachment(self, test, label):
        """The run file is attached, whole."""
        attached = test.measured["run file"]
        self.assertEqual((attached.type, attached.filename), ("file", label + ".json"))
        with open(self.run_file(label), "rb") as f:
            self.assertEqual(attached.content(), f.read())

    def check_schemas(self, directory, *names):
        for name in names:
            self.assertEqual(lint(os.path.join(directory, name + ".xsd"), self.xml(name)), "")


def lint(schema, path):
    """What xmllint says of a file by a schema; "" if it is valid."""
    done = subprocess.run(["xmllint", "--noout", "--nonet", "--schema", schema, path],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return "" if done.returncode == 0 else done.stdout
