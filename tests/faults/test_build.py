"""Build trees as versions (build:DIR): real trees of the real CMake, most of a project without a
language, so that they are made in no time; uv and the interpreter are the fakes."""
import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys

import scratch

PROJECT = """\
cmake_minimum_required(VERSION 3.22)
project(demo LANGUAGES NONE)
"""
PACKAGE = """\
install(FILES demo.py DESTINATION lib/python3.11/site-packages COMPONENT python)
"""
ELSEWHERE = """\
install(FILES demo.py DESTINATION python/demo RENAME __init__.py COMPONENT python)
"""
EXTENSION = """\
cmake_minimum_required(VERSION 3.22)
project(demo LANGUAGES C)
add_library(value SHARED value.c)
add_library(_demo MODULE module.c)
target_include_directories(_demo PRIVATE "${HEADERS}")
target_link_libraries(_demo PRIVATE value)
set_target_properties(_demo PROPERTIES PREFIX "" INSTALL_RPATH "$ORIGIN/../../lib")
install(TARGETS value DESTINATION lib)
install(TARGETS _demo DESTINATION python/demo)
install(FILES demo.py DESTINATION python/demo RENAME __init__.py)
"""
MODULE_C = """\
#include <Python.h>
int value(void);
static PyObject *get(PyObject *self, PyObject *args)
{
    (void)self;
    (void)args;
    return PyLong_FromLong(value());
}
static PyMethodDef methods[] = {{"get", get, METH_NOARGS, ""}, {0, 0, 0, 0}};
static struct PyModuleDef def = {PyModuleDef_HEAD_INIT, "_demo", "", -1, methods, 0, 0, 0, 0};
PyMODINIT_FUNC PyInit__demo(void) { return PyModule_Create(&def); }
"""
# Runs what was installed, by a real interpreter, and writes what it found.
RUNNER = """\
import json, os, site, sys
venv = os.path.dirname(os.path.dirname(os.environ["BENCHMEM_PYTHON"]))
site.addsitedir(os.path.join(venv, "lib/python3.11/site-packages"))
import demo
assert demo.__file__.startswith(venv + "/python/demo/"), demo.__file__
with open(os.environ["BENCHMEM_JSON"], "w") as f:
    json.dump({"benchmarks": [{"name": "a", "fullname": "a", "group": None, "param": None,
        "params": None, "extra_info": {"value": demo.get()}, "stats": {"min": 1.0, "max": 1.0,
        "mean": 1.0, "median": 1.0, "stddev": 0.0, "iqr": 0.0, "rounds": 1, "data": [1.0]}}]}, f)
"""
PYPROJECT = """\
[build-system]
requires = ["backend"]

[project]
name = "demo"
version = "1"
%s
"""
CMAKE = os.environ.get("CMAKE") or shutil.which("cmake")


class BuildTest(scratch.SweepTest):
    def setUp(self):
        super().setUp()
        self.source = self.path("project", "source")
        self.tree = self.path("project", "b u'ild")
        self.write("project/source/demo.py", "VALUE = 1\n")

    def make(self, lists, *options, generator="Unix Makefiles"):
        """Configure the project in the directory `tree`."""
        self.write("project/source/CMakeLists.txt", lists)
        self.cmake("-S", self.source, "-B", self.tree, "-G", generator, *options)

    def cmake(self, *words):
        done = subprocess.run([CMAKE, *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, env=self.environment())
        self.assertEqual(done.returncode, 0, done.stdout)

    def sweep_tree(self, *options, **words):
        return self.sweep("dev=build:" + self.tree, options=["--import-check", "demo", *options],
                          **words)

    def assert_fails(self, result, *parts, stage="install"):
        self.assert_status(result, 1)
        entry = self.assert_ended("dev", "unavailable", stage)
        for part in parts:
            self.assertIn(part, entry["reason"])
        return entry

    def required(self):
        """What uv was asked to resolve."""
        call = self.calls("uv pip compile")[-1]
        return call["files"][next(word for word in call["argv"] if word.endswith(".in"))].split("\n")


class Installed(BuildTest):
    def test_whole(self):
        """Files, environment, lock, manifest, run file, what CDash gets; the tree stays as it is."""
        self.make(PROJECT + PACKAGE + "install(FILES other DESTINATION /etc/demo COMPONENT other)\n",
                  "-DCMAKE_BUILD_TYPE=Release")
        self.write(self.tree + "/install_manifest_python.txt", "the user's own\n")
        self.protect(self.tree, self.source)
        result = self.sweep_tree("--build-component", "python", "--build-requirement", "numpy<2",
                                 "--ctest")
        self.assert_ok(result, "dev")
        entry = self.entry("dev")
        self.assertEqual(entry["spec"], "build:" + self.tree)
        self.assertEqual(self.required(), ["numpy<2", "pytest-benchmark", ""])
        self.assertIn("--no-emit-package=demo", self.calls("uv pip compile")[0]["argv"])
        record = {"directory": self.tree, "source": self.source, "config": "Release",
                  "generator": "Unix Makefiles", "components": ["python"], "compilers": [],
                  "commit": None, "dirty": None}
        self.assertEqual(entry["build"], record)
        with open(self.run_file("dev")) as f:
            self.assertEqual(json.load(f)["benchmem_build"], record)
        self.assertIn('name="build">Release<', result.out)

    def test_relative(self):
        self.make(PROJECT + PACKAGE)
        self.assert_ok(self.sweep("dev=build:b u'ild", cwd=self.path("project"),
                                  options=["--import-check", "demo"]), "dev")
        self.assertIsNone(self.entry("dev")["build"]["config"])

    def test_path_file(self):
        """A package elsewhere than in site-packages is found, and proved to be the environment's."""
        self.make(PROJECT + ELSEWHERE)
        self.assert_ok(self.sweep_tree(), "dev")
        self.assert_ok(self.sweep_tree("--build-module-dir", "./python/"), "dev")

    def test_without_import_check(self):
        self.make(PROJECT + ELSEWHERE)
        self.assert_ok(self.sweep("dev=build:" + self.tree), "dev")

    def test_two_components(self):
        self.make(PROJECT + ELSEWHERE +
                  "install(FILES demo.py DESTINATION share RENAME data COMPONENT data)\n"
                  "install(FILES demo.py DESTINATION share RENAME no COMPONENT no)\n")
        self.assert_ok(self.sweep_tree("--build-component", "python", "--build-component=data",
                                       "--keep-venv"), "dev")
        self.keeps = True
        venv = os.path.join(self.work, os.listdir(self.work)[0], "venv")
        self.assertEqual(os.listdir(venv + "/share"), ["data"])

    def test_script_below_the_prefix(self):
        """What an install script writes there past the DESTDIR is installed too."""
        self.make(PROJECT + "install(CODE [[file(COPY \"%s/demo.py\" DESTINATION "
                  "${CMAKE_INSTALL_PREFIX}/python)]])\n" % self.source)
        self.assert_ok(self.sweep_tree(), "dev")

    def test_odd_paths(self):
        """CMake itself cannot compile where a path has a ';'; a project without a language it can."""
        self.tree = self.path("project", "a;b c")
        self.work = self.path("w;o k")
        os.mkdir(self.work)
        self.make(PROJECT + 'install(DIRECTORY "o d" DESTINATION "s h")\n' +
                  ELSEWHERE.replace("python/demo", '"p y/demo"'))
        self.write("project/source/o d/é;ü \n.txt", "")
        self.assert_ok(self.sweep_tree(), "dev")

    def test_rounds_and_resume(self):
        self.make(PROJECT + ELSEWHERE)
        for number in "12":
            self.assert_status(self.sweep_tree("--rounds=2", "--round=" + number), 0)
        self.assertEqual(len(self.entry("dev")["rounds"]), 2)
        self.assertEqual(self.entry("dev")["build"]["source"], self.source)
        with open(self.run_file("dev")) as f:
            self.assertEqual(json.load(f)["benchmem_build"]["source"], self.source)

    def test_counted(self):
        """The run file that counting alone makes says how the tree was built, too."""
        if not os.path.exists(os.path.dirname(scratch.program()) + "/benchmem_call.so"):
            self.skipTest("the program was built without Valgrind's headers")
        self.make_fake("valgrind")
        self.make(PROJECT + ELSEWHERE)
        self.assert_ok(self.sweep_tree("--instructions", "--no-time"), "dev")
        with open(self.run_file("dev")) as f:
            self.assertEqual(json.load(f)["benchmem_build"]["directory"], self.tree)

    def test_commit(self):
        if not shutil.which("git", path="/usr/bin:/bin"):
            self.skipTest("needs git")
        self.make(PROJECT + PACKAGE)
        git = ["git", "-c", "user.name=a", "-c", "user.email=a@localhost", "-C", self.source]
        for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "x"]):
            subprocess.run(git + words, check=True, env=self.environment())
        head = subprocess.run(git + ["rev-parse", "HEAD"], check=True, stdout=subprocess.PIPE,
                              text=True, env=self.environment()).stdout.strip()
        for text, dirty in (("VALUE = 1\n", False), ("VALUE = 2\n", True)):
            self.write("project/source/demo.py", text)
            self.assert_ok(self.sweep_tree(), "dev")
            build = self.entry("dev")["build"]
            self.assertEqual((build["commit"], build["dirty"]), (head, dirty))


class Required(BuildTest):
    """Where the requirements are from."""

    def test_pyproject(self):
        self.make(PROJECT + PACKAGE)
        path = self.write("project/source/pyproject.toml",
                          PYPROJECT % 'dependencies = ["numpy", "demo"]')
        self.assert_ok(self.sweep_tree(package="demo[fast]"), "dev")
        argv = self.calls("uv pip compile")[0]["argv"]
        self.assertEqual(argv[argv.index(path):], [path, "--extra=fast"])
        with open(self.out + "/locks/dev.txt") as f:
            self.assertEqual(f.read().split("\n")[1:], ["pytest-benchmark==1.0", "numpy==1.0", ""])

    def test_dynamic(self):
        self.make(PROJECT + PACKAGE)
        path = self.write("project/source/pyproject.toml",
                          PYPROJECT % "dynamic = [\n  'version',\n  'dependencies']")
        self.assert_fails(self.sweep_tree(), path, "--build-requirement")
        self.assert_ok(self.sweep_tree("--build-requirement", "numpy"), "dev")

    def test_no_project_table(self):
        self.make(PROJECT + PACKAGE)
        self.write("project/source/pyproject.toml", "[build-system]\nrequires = []\n")
        self.assert_ok(self.sweep_tree(), "dev")
        self.assertEqual(self.required(), ["pytest-benchmark", ""])

    def test_dist_info(self):
        """It comes before pyproject.toml; extras are those of PACKAGE; another's is not looked at."""
        self.write("project/source/pyproject.toml", PYPROJECT % 'dependencies = ["no"]')
        self.write("project/source/METADATA", """\
Metadata-Version: 2.1
Name: Demo
Version: 1
Requires-Dist: numpy (>=1)
Requires-Dist: fastlib; extra == 'fast'
Requires-Dist: slowlib ; (extra == "slow") and python_version > "3"

Requires-Dist: body
""")
        self.make(PROJECT + PACKAGE + "install(FILES METADATA DESTINATION "
                  "lib/python3.11/site-packages/demo-1.dist-info)\n")
        self.assert_ok(self.sweep_tree(package="demo[fast]"), "dev")
        self.assertEqual(self.required(), [
            "numpy (>=1)", 'fastlib; python_version >= "0"',
            'slowlib ; (python_version < "0") and python_version > "3"', "pytest-benchmark", ""])

    def test_changed(self):
        """The lock that --prepare made is used only while the tree requires the same."""
        self.make(PROJECT + PACKAGE)
        self.write("project/source/pyproject.toml", PYPROJECT % 'dependencies = ["a"]')
        self.assert_status(self.sweep_tree("--prepare"), 0)
        self.assert_ok(self.sweep_tree(), "dev")
        self.assertEqual(len(self.calls("uv pip compile")), 1)
        self.assert_status(self.sweep_tree("--prepare"), 0)
        self.write("project/source/pyproject.toml", PYPROJECT % 'dependencies = ["b"]')
        self.assert_ok(self.sweep_tree(), "dev")
        self.assertEqual(len(self.calls("uv pip compile")), 3)
        self.assert_ok(self.sweep_tree("--locked"), "dev")
        self.write("project/source/pyproject.toml", PYPROJECT % 'dependencies = ["c"]')
        self.assert_fails(self.sweep_tree("--locked"), "--locked", "requirements")


class Refused(BuildTest):
    def test_not_built(self):
        """Named are the file and its target; CMake folds the path in what it says."""
        self.tree = self.path("project", "a build directory", "with a rather long name", "so that",
                              "what cmake says does not fit")
        self.make(PROJECT + PACKAGE + "add_custom_target(made)\n"
                  "install(FILES ${CMAKE_BINARY_DIR}/made.txt DESTINATION share)\n")
        entry = self.assert_fails(self.sweep_tree(), "exited with 1",
                                  self.tree + "/made.txt is not there",
                                  "cmake --build '%s' --target made" % self.tree)
        self.assertIn("cannot find", "\n".join(entry["last_lines"]))

    def test_outside(self):
        place = self.path("elsewhere")
        self.make(PROJECT + PACKAGE + "install(FILES demo.py DESTINATION %s)\n"
                  "install(FILES demo.py DESTINATION ../above)\n"
                  "install(DIRECTORY DESTINATION %s/empty)\n" % (place, place))
        self.assert_fails(self.sweep_tree(), place + "/demo.py", "/above/demo.py", place + "/empty",
                          "outside", "--build-component")
        self.assertFalse(os.path.exists(place))

    def test_links_to_the_tree(self):
        self.make(PROJECT + ELSEWHERE)
        result = self.sweep("dev=build:" + self.tree, options=["--import-check", "demo", "--keep-venv"],
                            env={"CMAKE_INSTALL_MODE": "ABS_SYMLINK"})
        self.keeps = True
        self.assert_ok(result, "dev")
        venv = os.path.join(self.work, os.listdir(self.work)[0], "venv")
        self.assertFalse(os.path.islink(venv + "/python/demo/__init__.py"))
        self.make(PROJECT + ELSEWHERE + "install(CODE [[file(CREATE_LINK %s/demo.py "
                  "$ENV{DESTDIR}${CMAKE_INSTALL_PREFIX}/x.py SYMBOLIC)]])\n" % self.source)
        self.assert_fails(self.sweep_tree(), "x.py as a link to " + self.source + "/demo.py")

    def test_component(self):
        self.make(PROJECT + PACKAGE + "install(CODE [[ ]] COMPONENT data)\n")
        self.assert_fails(self.sweep_tree("--build-component=pyhton"), "pyhton", "no install() rule",
                          "python, data")
        self.assert_fails(self.sweep_tree("--build-component=data"), "data", "installs nothing")

    def test_nothing(self):
        self.make(PROJECT)
        self.assert_fails(self.sweep_tree(), "installs nothing")

    def test_script_fails(self):
        self.make(PROJECT + PACKAGE + 'install(CODE [[message(FATAL_ERROR "no more paper")]])\n')
        entry = self.assert_fails(self.sweep_tree(), "cmake --install", "exited with 1", self.tree)
        self.assertIn("no more paper", "\n".join(entry["last_lines"]))

    def test_script_hangs(self):
        self.make(PROJECT + PACKAGE + "install(CODE [[execute_process(COMMAND sleep 600)]])\n")
        self.assert_fails(self.sweep_tree("--timeout=1"), "--timeout")

    def test_interrupted(self):
        """Nothing is left, of the tree's own files either."""
        self.make(PROJECT + PACKAGE + "install(CODE [[execute_process(COMMAND sleep 600)]])\n")
        self.write(self.tree + "/install_manifest.txt", "the user's own\n")
        self.protect(self.tree)
        running = self.start_sweep("dev=build:" + self.tree)
        self.wait_for(lambda: any("sleep 600" in words for _, words in scratch.marked(self.mark)))
        running.signal(signal.SIGINT)
        self.assert_status(running.finish(30), 128 + signal.SIGINT)

    def test_two_at_once(self):
        """Sweeps with output directories of their own take turns; the tree's own files stay."""
        self.make(PROJECT + PACKAGE + "install(CODE [[execute_process(COMMAND sleep 0.4)]])\n")
        self.write(self.tree + "/install_manifest.txt", "the user's own\n")
        self.protect(self.tree)
        outs = [self.path("project", name) for name in ("out", "out2", "out3")]
        running = [self.start_sweep("dev=build:" + self.tree, out=out) for out in outs]
        for one, out in zip(running, outs):
            self.assert_status(one.finish(60), 0)
            self.assert_ended("dev", "ok", out=out)
        hung = self.make_lock(self.tree + "/pytest-benchmem-install.lock")
        waiting = self.start_sweep("dev=build:" + self.tree)
        self.wait_for(lambda: os.listdir(self.work))
        waiting.signal(signal.SIGTERM)
        self.assert_status(waiting.finish(20), 128 + signal.SIGTERM)
        hung.close()
        os.remove(hung.name)

    def make_lock(self, path):
        """Hold the lock as another sweep would."""
        held = open(path, "w")
        fcntl.flock(held, fcntl.LOCK_EX)
        return held

    def test_moved(self):
        self.make(PROJECT + PACKAGE)
        made, self.tree = self.tree, self.path("project", "moved")
        os.rename(made, self.tree)
        self.assert_fails(self.sweep_tree(), self.tree, "moved or copied", made)
        shutil.copytree(self.tree, made)
        self.assert_fails(self.sweep_tree(), self.tree, "moved or copied", made)

    def test_linked(self):
        """A link to the tree is the tree."""
        self.make(PROJECT + PACKAGE)
        os.symlink(self.tree, self.path("project", "link"))
        self.tree = self.path("project", "link")
        self.assert_ok(self.sweep_tree(), "dev")

    def test_no_tree(self):
        os.mkdir(self.tree)
        self.assert_fails(self.sweep_tree(), self.tree, "no CMakeCache.txt")
        self.write(self.tree + "/CMakeCache.txt", "CMAKE_CACHEFILE_DIR:INTERNAL=%s\n" % self.tree)
        self.assert_fails(self.sweep_tree(), "no cmake_install.cmake")
        self.write(self.tree + "/cmake_install.cmake", "")
        self.assert_fails(self.sweep_tree(), "configure it again")

    def test_no_module(self):
        self.make(PROJECT + "install(FILES demo.py DESTINATION include/demo RENAME demo.h)\n")
        self.assert_fails(self.sweep_tree(), "no module 'demo'", "include/demo/demo.h",
                          "--build-module-dir")
        self.assert_fails(self.sweep_tree("--build-module-dir=include"), "no module 'demo'")

    def test_several(self):
        self.make(PROJECT + ELSEWHERE + "install(FILES demo.py DESTINATION other)\n"
                  "install(FILES demo.py DESTINATION python/demo/demo)\n")
        self.assert_fails(self.sweep_tree(), "several directories: other, python;")
        self.assert_ok(self.sweep_tree("--build-module-dir=other"), "dev")

    def test_other_python(self):
        self.make(PROJECT + "install(FILES demo.py DESTINATION python/demo "
                  "RENAME _x.cpython-38-x86_64-linux-gnu.so)\n" + ELSEWHERE)
        self.assert_fails(self.sweep_tree(), "Python 3.8", "3.11.7", "--python")

    def test_file_of_another(self):
        """A file that something else has installed is not replaced."""
        self.make(PROJECT + PACKAGE + "install(FILES demo.py DESTINATION "
                  "lib/python3.11/site-packages RENAME pytest_benchmark.py)\n")
        self.assert_fails(self.sweep_tree(), "pytest_benchmark.py is there already")

    def test_words(self):
        self.make(PROJECT + PACKAGE)
        self.assert_refused(self.sweep("dev=build:" + self.tree + "x"), "no such directory")
        self.assert_refused(self.sweep_tree("--build-module-dir=/x"), "--build-module-dir")
        self.assert_refused(self.sweep_tree("--build-module-dir=x/.."), "--build-module-dir")
        self.assert_refused(self.sweep_tree("--build-requirement=-r x"), "--build-requirement")
        self.assert_refused(self.sweep("1.0", options=["--build-config", "Debug"]), "--build-config")

    def test_config(self):
        self.make(PROJECT + PACKAGE, "-DCMAKE_BUILD_TYPE=Debug")
        self.assert_fails(self.sweep_tree("--build-config=Release"), "Release", "Debug")
        self.assert_ok(self.sweep_tree("--build-config=Debug"), "dev")
        self.assert_ok(self.sweep_tree("--build-config="), "dev")


class Extension(BuildTest):
    """A C extension with a library of its own, by each generator, run by a real interpreter."""

    def setUp(self):
        super().setUp()
        headers = subprocess.run(
            [self.python, "-c", "import sysconfig; print(sysconfig.get_path('include'))"],
            stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
        if not os.path.exists(headers + "/Python.h"):
            self.skipTest("needs %s/Python.h (Debian: python3-dev)" % headers)
        self.headers = headers
        self.write("project/source/value.c", "int value(void) { return VALUE; }\n")
        self.write("project/source/module.c", MODULE_C)
        self.write("project/source/demo.py", "from ._demo import get\n")
        self.runner = self.write("project/runner.py", RUNNER)

    def check(self, value, *options):
        self.assert_ok(self.sweep("dev=build:" + self.tree, options=options,
                                  rest=[self.python, self.runner]), "dev")
        with open(self.run_file("dev")) as f:
            self.assertEqual(json.load(f)["benchmarks"][0]["extra_info"]["value"], value)
        return self.entry("dev")["build"]

    def make_extension(self, generator, *options):
        flags = ["-DCMAKE_C_FLAGS=-DVALUE=41", "-DHEADERS=" + self.headers, *options]
        self.make(EXTENSION, *flags, generator=generator)

    def test_makefiles(self):
        self.make_extension("Unix Makefiles", "-DCMAKE_BUILD_TYPE=MinSizeRel")
        self.assert_status(self.sweep("dev=build:" + self.tree), 1)
        self.assertIn("--target value", self.entry("dev")["reason"])
        self.cmake("--build", self.tree)
        build = self.check(41)
        self.assertEqual(build["config"], "MinSizeRel")
        self.assertRegex(build["compilers"][0]["compiler"], r"^\w+ \d+\.")
        self.assertEqual(build["compilers"][0]["flags"], "-DVALUE=41 -Os -DNDEBUG")

    def test_several_configurations(self):
        if not shutil.which("ninja", path=self.environment()["PATH"]):
            self.skipTest("needs ninja")
        self.make_extension("Ninja Multi-Config", "-DCMAKE_C_FLAGS_DEBUG=-UVALUE -DVALUE=42")
        self.cmake("--build", self.tree, "--config", "Debug")
        build = self.check(42, "--build-config", "Debug")
        self.assertEqual(build["compilers"][0]["flags"], "-DVALUE=41 -UVALUE -DVALUE=42")
        result = self.sweep("dev=build:" + self.tree, options=["--build-config", "Release"])
        self.assert_status(result, 1)
        self.assertIn("--config Release --target value", self.entry("dev")["reason"])
        self.assert_status(self.sweep("dev=build:" + self.tree, options=["--build-config", "No"]), 1)
        self.assertIn("Debug, Release, RelWithDebInfo", self.entry("dev")["reason"])

    def test_site_packages_of_another_python(self):
        """As Python_SITEARCH is: the environment gets what goes there, with its libraries."""
        site = self.path("ot her", "lib", "python3.9", "site-packages")
        lists = EXTENSION.replace("DESTINATION python/demo", "DESTINATION [[%s/demo]]" % site)
        lists = lists.replace("DESTINATION lib", "DESTINATION [[%s/demo/lib]]" % site)
        self.write(self.runner, RUNNER.replace("/python/demo/", "/lib/python3.9/site-packages/demo/"))
        flags = ["-DCMAKE_C_FLAGS=-DVALUE=41", "-DHEADERS=" + self.headers]
        self.make(lists.replace("$ORIGIN/../../lib", "$ORIGIN/lib"), *flags)
        self.cmake("--build", self.tree)
        self.check(41)
        with open(self.out + "/logs/dev.txt", encoding="utf-8") as f:
            self.assertIn("Not installed into %s: the environment has it" % site, f.read())
        self.make(lists.replace("$ORIGIN/../../lib", site + "/demo/lib"), *flags)
        self.cmake("--build", self.tree)
        self.assert_fails(self.sweep("dev=build:" + self.tree), site + "/demo/_demo.so", "RPATH")
        self.assertFalse(os.path.exists(self.path("ot her")))

    def test_ninja(self):
        if not shutil.which("ninja", path=self.environment()["PATH"]):
            self.skipTest("needs ninja")
        self.make_extension("Ninja")
        self.cmake("--build", self.tree)
        self.assertEqual(self.check(41)["generator"], "Ninja")


if __name__ == "__main__":
    if not CMAKE:
        print("skipped: there is no cmake")
        sys.exit(scratch.SKIP)
    scratch.main()
