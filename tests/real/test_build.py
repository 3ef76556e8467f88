"""Build trees with the real CMake and the real uv: what the package needs, and where Python finds it."""
import os
import shutil
import subprocess
import sys

import real_case
import scratch

LISTS = """\
cmake_minimum_required(VERSION 3.22)
project(gitdemo LANGUAGES NONE)
install(FILES gitdemo/__init__.py DESTINATION "py thon/gitdemo")
"""
DIST_INFO = """\
set(site lib/python${VERSION}/site-packages)
install(FILES METADATA DESTINATION ${site}/gitdemo-7.0.dist-info COMPONENT metadata)
"""
METADATA = """\
Metadata-Version: 2.1
Name: gitdemo
Version: 7.0
Provides-Extra: toml
Requires-Dist: idna<3.8
Requires-Dist: tomli<2.1; extra == "toml"
Requires-Dist: six; extra == "no"
"""
CMAKE = os.environ.get("CMAKE") or shutil.which("cmake")


class BuildTree(real_case.RealTest):
    def setUp(self):
        super().setUp()
        self.source = self.make_source("source", version="7.0", value="built")
        self.suite = self.make_suite("suite", text=real_case.GIT_SUITE)
        self.tree = self.path("project", "bu ild")

    def sweep_tree(self, lists, *options, package="gitdemo"):
        self.write(os.path.join(self.source, "CMakeLists.txt"), lists)
        version = "%d.%d" % sys.version_info[:2]
        subprocess.run([CMAKE, "-S", self.source, "-B", self.tree, "--no-warn-unused-cli",
                        "-DVERSION=" + version], check=True,
                       stdout=subprocess.DEVNULL)
        result = self.sweep("dev=build:" + self.tree, package=package, suite=self.suite,
                            options=["--import-check", "gitdemo", "--python", sys.executable, *options])
        self.assert_ok(result, "dev")
        extra = self.benchmarks("dev")[0]["extra_info"]
        self.assertEqual(extra["value"], "built")
        self.assertIn("/venv/py thon/gitdemo/", extra["file"])
        packages = [name.split("==")[0] for name in self.entry("dev")["packages"]]
        return [name for name in packages if name in ("gitdemo", "idna", "tomli", "six")]

    def test_pyproject(self):
        """Its dependencies and those of the extra; nothing is built, as that would fail."""
        path = os.path.join(self.source, "pyproject.toml")
        with open(path, encoding="utf-8") as f:
            text = f.read()
        more = ('dependencies = ["idna<3.8"]\n[project.optional-dependencies]\n'
                'toml = ["tomli<2.1"]\nno = ["six"]\n\n[build-system]')
        self.write(path, text.replace("[build-system]", more))
        self.write(os.path.join(self.source, "backend.py"), "raise SystemExit('it was built')\n")
        self.assertEqual(self.sweep_tree(LISTS, package="gitdemo[toml]"), ["idna", "tomli"])

    def test_dist_info(self):
        """What CMake installs of the package's metadata tells its version, too."""
        self.write(os.path.join(self.source, "METADATA"), METADATA)
        self.assertEqual(self.sweep_tree(LISTS + DIST_INFO, package="gitdemo[toml]"),
                         ["gitdemo", "idna", "tomli"])
        self.assertIn("gitdemo==7.0", self.entry("dev")["packages"])

    def test_functions(self):
        """They are called as in site-packages, so that a release's can be compared."""
        real_case.need_valgrind(self)
        self.write(os.path.join(self.source, "gitdemo", "__init__.py"),
                   "VALUE = 'built'\ndef work(n):\n    return [bytes(4096 + i) for i in range(n)]\n")
        self.write(os.path.join(self.suite, "test_work.py"),
                   "import gitdemo\ndef test_work(benchmark):\n    benchmark(gitdemo.work, 100)\n")
        self.sweep_tree(LISTS, "--instructions", "--memory")
        for kind in "counts", "allocations":
            with open(os.path.join(self.out, kind, "dev.json"), encoding="utf-8") as f:
                text = f.read()
            self.assertIn('"gitdemo/__init__.py"', text)
            self.assertNotIn("py thon", text)


if __name__ == "__main__":
    real_case.uv()
    if not CMAKE:
        print("skipped: there is no cmake")
        sys.exit(scratch.SKIP)
    scratch.main()
