"""The examples do what their README says.

    python3 tests/examples/examples.py list|sweep EXAMPLE
    python3 tests/examples/examples.py sweep README

  list    configures the example; what `ctest -N -L sweep` lists is what the README says
  sweep   runs it whole, as its README says, with the real uv; README: what "Use it in your project" in
          the README says is done to an existing project, word by word

The environment names what it runs with: BENCHMEM_BUILD (the build tree of PytestBenchmem), BENCHMEM,
CMAKE, CTEST, SCRATCH, and for a sweep UV.  A sweep skips (77) if no uv was found.
"""

import glob
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import xml.etree.ElementTree as ET

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
BUILD, BENCHMEM, CMAKE, CTEST, SCRATCH = (
    os.environ[name] for name in ("BENCHMEM_BUILD", "BENCHMEM", "CMAKE", "CTEST", "SCRATCH"))
MODE, EXAMPLE = sys.argv[1:]
# A PytestBenchmem that is installed is the one of the build tree; one that is fetched is the source.
ARGUMENTS = ["-DPytestBenchmem_DIR=" + BUILD, "-DPYTEST_BENCHMEM_PLOTLYJS=OFF"]
UV = os.environ.get("UV")
os.environ["PYTEST_ADDOPTS"] = "--benchmark-max-time=0.2"  # not 1 s: no time is looked at
QUICKLY = {"CMAKE_BUILD_TYPE": "Debug"}  # the program itself, where all of it is compiled


def run(*words, status=0, **options):
    """What the command prints; any other exit status ends the test."""
    print("+ " + " ".join(words), flush=True)
    result = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)
    text = result.stdout.decode(errors="replace")
    if result.returncode != status:
        sys.exit("examples: ended with %d, not %d:\n%s" % (result.returncode, status, text))
    return text


def expect(condition, what, text=""):
    if not condition:
        sys.exit("examples: %s\n%s" % (what, text))


def copy():
    """The example within a copy of the tree, so that nothing is written into the source."""
    shutil.rmtree(SCRATCH, ignore_errors=True)
    os.makedirs(SCRATCH + "/examples")
    for name in ("CMakeLists.txt", "LICENSE", "README.md", "cmake", "tool"):
        os.symlink(os.path.join(TOP, name), os.path.join(SCRATCH, name))
    source = os.path.join(SCRATCH, "examples", EXAMPLE)
    shutil.copytree(os.path.join(TOP, "examples", EXAMPLE), source,
                    ignore=shutil.ignore_patterns("build", "__pycache__"))
    return source


def listing(text):
    """The tests and their number, as CTest lists them."""
    return [" ".join(line.split()) for line in text.splitlines()
            if re.match(r" *(Test +#\d+: |Total Tests: )", line)]


def listed(build):
    return listing(run(CTEST, "--test-dir", build, "-C", "Debug", "-N", "-L", "sweep"))


def without_counts(lines):
    """The same list where instructions are not counted."""
    names = [line.split(": ")[1] for line in lines[:-1]]
    names = [name for name in names if not name.endswith((".count", ".cleanup"))]
    return ["Test #%d: %s" % (i + 1, name) for i, name in enumerate(names)] + ["Total Tests: %d" % len(names)]


def check_list(source):
    with open(source + "/README.md", encoding="utf-8") as file:
        said = listing(file.read())
    # A program that is fetched is built without Valgrind's headers as well.
    for more in [], ["-DPYTEST_BENCHMEM_INSTRUCTIONS=OFF"]:
        text = run(CMAKE, "-S", source, "-B", source + "/build", *ARGUMENTS, *more)
        is_so = listed(source + "/build")
        cannot = "instructions are not counted here: " in text
        expect(cannot or EXAMPLE != "quickstart" or not more, "counted without the headers", text)
        wanted = without_counts(said) if cannot else said
        expect(said and wanted == is_so, "README.md lists\n%s\nand ctest" % "\n".join(wanted),
               "\n".join(is_so))


def sweep(build):
    return run(CTEST, "--test-dir", build, "-L", "sweep", "--output-on-failure", "--no-tests=error")


def configure_and_sweep(source):
    build = source + "/build"
    run(CMAKE, "-S", source, "-B", build, *ARGUMENTS)
    run(CMAKE, "--build", build)
    return sweep(build)


def sweep_installed(source):
    text = configure_and_sweep(source)
    expect("100% tests passed, 0 tests failed out of 5" in text, "the sweep", text)
    table = run(BENCHMEM, "compare", source + "/build/packaging.sweep")
    expect(re.search(r"benchmark +unit +21\.3 +24\.2 +24\.2 vs 21\.3", table), "the table", table)


def sweep_several_packages(source):
    text = configure_and_sweep(source)
    expect("100% tests passed, 0 tests failed out of 8" in text, "the sweep", text)
    for path in ("idna/idna.sweep", "tomli/tomli.sweep"):
        expect(os.path.exists(source + "/build/" + path + "/plots/time.png"), path + " has no picture")
    text = run(CTEST, "--test-dir", source + "/build", "-N", "-L", "^tomli$")
    expect("Total Tests: 4" in text, "ctest -L '^tomli$'", text)


def sweep_working_tree(source):
    """The release has the tag; an edit that is not committed is in the next sweep."""
    text = run("sh", source + "/run.sh", SCRATCH + "/scratch", *ARGUMENTS)
    expect("100% tests passed, 0 tests failed out of 5" in text, "the sweep", text)
    project = SCRATCH + "/scratch/wordcount"
    out = project + "/build/wordcount.sweep"
    for label, release in (("1.0.0", "1.0.0"), ("dev", "1.1.0")):
        with open("%s/locks/%s.txt" % (out, label), encoding="utf-8") as file:
            expect("wordcount" in file.read(), "the lock of " + label)
        manifest = run(CMAKE, "-E", "cat", out + "/sweep.json")
        expect("wordcount==%s" % release in manifest or "@ file://" in manifest,
               "%s is not release %s" % (label, release), manifest)
    table = run(BENCHMEM, "compare", out, "--metric", "peak", "--format", "md")
    change = re.search(r"test_count\[20000\].*\| *\**(-?[+\d.]+)%", table)
    expect(change and float(change.group(1)) < -10, "the copy that 1.0.0 makes is not in peak", table)

    run("git", "apply", "v1.0.0.patch", cwd=project)
    run(CMAKE, "--build", project + "/build")
    sweep(project + "/build")
    table = run(BENCHMEM, "compare", out, "--metric", "peak", "--format", "md")
    change = re.search(r"test_count\[20000\].*\| *\**([+-]?[\d.]+)%", table)
    expect(change and abs(float(change.group(1))) < 5, "the edit is not what was measured", table)


def install_pybind11():
    run(UV, "pip", "install", "--quiet", "--target", SCRATCH + "/tools", "pybind11")
    ARGUMENTS.append("-Dpybind11_DIR=" + SCRATCH + "/tools/pybind11/share/cmake/pybind11")


def sweep_build_tree(source):
    """The releases are built once, by their tags; what is measured of the build tree is what is built: an
    edit shows once it is, by the target that builds it first."""
    text = run("sh", source + "/run.sh", SCRATCH + "/scratch", *ARGUMENTS)
    expect("100% tests passed, 0 tests failed out of 6" in text, "the sweep", text)
    project = SCRATCH + "/scratch/textstat"
    out = project + "/build/textstat.sweep"
    with open(out + "/sweep.json", encoding="utf-8") as file:
        builds = {entry["label"]: entry["build"] for entry in json.load(file)["versions"]}

    def commit(ref):
        return run("git", "rev-parse", ref, cwd=project).strip()

    for release in "1.0.0", "1.1.0":
        build = builds[release]
        expect((build["repository"], build["ref"], build["commit"], len(build["commands"])) ==
               (project, "v" + release, commit("v" + release), 3), "how %s was built" % release, build)
    build = builds["dev"]
    expect((build["config"], build["commit"], build["dirty"], build["components"]) ==
           ("Release", commit("HEAD"), True, ["python"]), "how dev was built", build)
    expect(build["compilers"][0]["language"] == "CXX" and "-O3" in build["compilers"][0]["flags"],
           "the compiler of dev", build)
    kept = os.listdir(out + "/builds")
    expect(len(kept) == 2, "the builds that are kept", kept)

    def change(how):
        table = run(BENCHMEM, "compare", out, "--metric", "peak", "--format", "md")
        found = re.search(r"test_count_words\[20000\].*\| *\**([+-]?[\d.]+)%", table)
        expect(found and how(float(found.group(1))), "the change of peak", table)

    change(lambda percent: percent < -10)
    run("git", "apply", "v1.0.0.patch", cwd=project)
    run(CMAKE, "--build", project + "/build", "--target", "textstat-sweep")
    change(lambda percent: abs(percent) < 5)
    with open(out + "/logs/1.0.0.txt", encoding="utf-8") as file:
        log = file.read()
    expect("git fetch" not in log and "CMakeLists" not in log and "--parallel" not in log,
           "a build that is kept", log)
    expect(sorted(os.listdir(out + "/builds")) == sorted(kept), "the builds that are kept")


def sweep_dashboard(source):
    """The script submits to a receiver here; without URL it submits nothing."""
    sys.path.insert(0, os.path.join(TOP, "tests", "cdash"))
    from receiver import Receiver

    script = [CTEST, "-VV", "-S", source + "/dashboard.cmake", "-DOPTIONS=" + ";".join(ARGUMENTS)]
    with Receiver() as receiver:
        text = run(*script, "-DBUILD=" + source + "/b1", "-DURL=" + receiver.url)
    kinds = [file.kind for file in receiver.files]
    expect(kinds == ["Configure", "Build", "Test", "Done"], "what was submitted", kinds)
    tests = ET.fromstring(receiver.files[2].body)
    passed = [test.findtext("Name") for test in tests.iter("Test") if test.get("Status") == "passed"]
    names = [name.split(": ")[1] for name in listed(source + "/b1") if ": tomli" in name]
    expect(sorted(passed) == sorted(names) and passed, "the tests submitted", text)
    measured = [m.get("name") for m in tests.iter("NamedMeasurement") if m.get("type") == "image/png"]
    expect(measured, "no picture was submitted", measured)

    run(*script, "-DBUILD=" + source + "/b1")
    expect(len(receiver.files) == len(kinds), "something was submitted without URL")
    expect(glob.glob(source + "/b1/Testing/*/Test.xml"), "Test.xml is not there")


def sweep_README(_):
    """Only the names are others: the package is tomli, and the archive is made of this tree."""
    with open(TOP + "/README.md", encoding="utf-8") as file:
        section = file.read().split("## Use it in your project")[1].split("\n## ")[0]
    lists, suite = (re.search(r"```%s\n(.*?)```" % language, section, re.S).group(1)
                    for language in ("cmake", "python"))
    typed = re.findall(r"```sh\n(.*?)```", section, re.S)[1].replace("mypkg", "tomli")
    expect(len(lists.splitlines()) == 5, "these are not five lines", lists)
    run(os.path.join(os.path.dirname(CMAKE), "cpack"), "--config", BUILD + "/CPackSourceConfig.cmake", "-B",
        SCRATCH + "/archives")
    archive = glob.glob(SCRATCH + "/archives/*.tar.gz")[0]
    lists = re.sub(r"https://\S+\.tar\.gz", archive, lists).replace("1.4.0 1.5.2", "2.0.1 2.4.0")

    project = SCRATCH + "/project"
    os.makedirs(project + "/benchmarks")
    with open(project + "/program.c", "w", encoding="utf-8") as file:
        file.write("int main(void) { return 0; }\n")
    with open(project + "/CMakeLists.txt", "w", encoding="utf-8") as file:
        file.write("cmake_minimum_required(VERSION 3.22)\nproject(existing LANGUAGES C)\n"
                   "add_executable(program program.c)\n" + lists.replace("mypkg", "tomli"))
    with open(project + "/benchmarks/test_mypkg.py", "w", encoding="utf-8") as file:
        file.write(suite.replace("mypkg", "tomli"))
    env = dict(os.environ, **QUICKLY, PATH=os.pathsep.join([
        os.path.dirname(CMAKE), os.path.dirname(UV), os.environ["PATH"]]))
    text = run("sh", "-e", "-c", typed, cwd=project, env=env)
    expect("100% tests passed, 0 tests failed out of 4" in text, "the sweep", text)
    expect(re.search(r"test_loads +\S+ +[\d.]+ +[\d.]+ +[-+][\d.]+%", text), "no table", text)
    expect(os.path.exists(project + "/build/program"), "the project itself was not built")


def sweep_github_actions(source):
    """The steps of the workflow that need no root, as the runner of GitHub does them; in a second job, which
    has nothing of the first but the cache, nothing is measured."""
    if not shutil.which("valgrind"):
        print("examples: no valgrind to count instructions with; skipped")
        sys.exit(77)
    reader = SCRATCH + "/yaml"
    run(UV, "pip", "install", "--quiet", "--target", reader, "pyyaml")
    sys.path.insert(0, reader)
    import yaml

    with open(source + "/.github/workflows/benchmarks.yml", encoding="utf-8") as file:
        workflow = yaml.safe_load(file)
    expect({"pull_request", "workflow_dispatch"} == set(workflow[True]), "when it runs", workflow)
    steps = workflow["jobs"]["sweep"]["steps"]
    for step in steps:
        expect(("uses" in step) != ("run" in step), "a step neither uses nor runs", step)
        expect("@v" in step.get("uses", "@v"), "an action without a version", step)
    summary = SCRATCH + "/summary.md"
    env = dict(os.environ, **QUICKLY, GITHUB_STEP_SUMMARY=summary,
               PATH=os.pathsep.join([os.path.dirname(CMAKE), os.path.dirname(UV), os.environ["PATH"]]))
    [cache] = [step["with"] for step in steps if step.get("uses", "").startswith("actions/cache@")]
    expect(cache["key"].startswith(cache["restore-keys"]), "the key of the cache", cache)
    with open(source + "/README.md", encoding="utf-8") as file:
        readme = file.read()
    for path in ".github/workflows/benchmarks.yml", "CMakeLists.txt":
        with open(source + "/" + path, encoding="utf-8") as file:
            text = file.read()
        block = re.search(r"```(?:%s)\n(.*?)```" % ("yaml" if path.endswith("yml") else "cmake"), readme,
                          re.S).group(1)
        expect(all(line.rstrip() in text for line in block.splitlines()), "README.md and " + path, block)
    scripts = {step["name"]: step["run"] for step in steps if "run" in step}
    expect(list(scripts) == ["Install", "Build", "Sweep", "Summary"], "the steps", list(scripts))
    out = source + "/" + steps[-1]["with"]["path"]
    for job in "first", "second":
        shutil.rmtree(source + "/build", ignore_errors=True)
        open(summary, "w", encoding="utf-8").close()
        env["GITHUB_RUN_ID"] = job
        for name in ("Build", "Sweep", "Summary"):
            run("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", scripts[name], cwd=source, env=env)
        with open(summary, encoding="utf-8") as file:
            table = file.read()
        expect(re.search(r"\| *2\.0\.1 *\| *2\.4\.0 *\|", table) and "test_loads" in table, "summary", table)
        with open(out + "/sweep.json", encoding="utf-8") as file:
            reused = ["reused" in entry for entry in json.load(file)["versions"]]
        expect(reused == [job == "second"] * 2, "what the %s job reuses" % job, reused)
        expect(bool(re.search(r"2\.0\.1, 2\.4\.0: reused results of 20\d\d-", table)) == (job == "second"),
               "what the %s job says of that" % job, table)
    expect(os.path.isdir(source + "/" + cache["path"]), "what is cached")


def sweep_slurm(source):
    """What the README says, word by word, on a Slurm that is brought up here."""
    sys.path.insert(0, os.path.join(TOP, "tests", "cluster"))
    import slurm

    if slurm.missing():
        print("examples: " + slurm.missing() + "; skipped")
        sys.exit(77)
    with open(source + "/README.md", encoding="utf-8") as file:
        login, batch = re.findall(r"```sh\n(.*?)```", file.read(), re.S)
    cluster = slurm.Slurm(SCRATCH + "/slurm")
    env = dict(os.environ, SLURM_CONF=cluster.conf, PytestBenchmem_DIR=BUILD,
               PATH=os.pathsep.join([os.path.dirname(CMAKE), os.path.dirname(UV), os.environ["PATH"]]))
    try:
        cluster.up()
        text = run("timeout", "300", "sh", "-e", "-c", login, cwd=source, env=env)
        expect("100% tests passed, 0 tests failed out of 10" in text, "from the login node", text)
        run("timeout", "300", "sh", "-e", "-c", batch, cwd=source, env=env)
        with open(source + "/sweep.log", encoding="utf-8") as file:
            text = file.read()
        expect("100% tests passed, 0 tests failed out of 9" in text, "as a batch script", text)
        table = run(BENCHMEM, "compare", source + "/build/tomli.sweep")
        expect(re.search(r"measured on node\d\n", table), "where it was measured", table)
        expect(not os.listdir(source + "/build/work"), "something is left in the work directory")
        expect(not cluster.jobs(), "jobs are left", cluster.jobs())
    finally:
        cluster.down()


def main():
    if (MODE == "sweep" or EXAMPLE == "build-tree") and not UV:
        print("examples: there is no uv to sweep with; skipped")
        sys.exit(77)
    if EXAMPLE in ("working-tree", "build-tree"):
        headers = sysconfig.get_path("include") + "/Python.h"
        if not os.path.exists(headers):
            print("examples: %s is not there (Debian: python3-dev); skipped" % headers)
            sys.exit(77)
    if EXAMPLE == "README":
        shutil.rmtree(SCRATCH, ignore_errors=True)
    source = copy() if EXAMPLE != "README" else None
    if EXAMPLE == "build-tree":
        install_pybind11()
    if MODE == "list":
        check_list(source)
    else:
        ARGUMENTS.append("-DUv_EXECUTABLE=" + UV)
        globals()["sweep_" + EXAMPLE.replace("-", "_")](source)
    print("examples: %s: %s: well" % (EXAMPLE, MODE))


main()
