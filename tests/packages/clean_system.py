"""The packages, installed on a system that has nothing else.

    python3 tests/packages/clean_system.py BUILD CPACK CMAKE SCRATCH

cpack makes the .deb and the .tar.gz of the build tree BUILD.  debootstrap makes a minimal system of the
release that this machine runs; apt installs the .deb there, with what it depends on and nothing else;
the program runs; after its removal nothing is left.  Then the .tar.gz is unpacked there and runs.  Skips
(77) where that cannot be done: not root, no debootstrap, no network.
"""

import glob
import os
import shutil
import subprocess
import sys
import tarfile
import time

BUILD, CPACK, CMAKE, SCRATCH = sys.argv[1:]
HERE = os.path.dirname(os.path.abspath(__file__))
RUNS = os.path.join(os.path.dirname(HERE), "data", "runs")
ROOT = os.path.join(SCRATCH, "root")
problems = []


def skip(why):
    print("clean_system: %s; skipped" % why)
    sys.exit(77)


def say(text):
    print("clean_system: %s (%s)" % (text, time.strftime("%H:%M:%S")), flush=True)


def run(*words, status=0, **options):
    """What the command prints; anything but the exit status expected ends the test."""
    result = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)
    text = result.stdout.decode(errors="replace")
    if result.returncode != status:
        sys.exit("clean_system: %s ended with %d:\n%s" % (words, result.returncode, text[-4000:]))
    return text


def inside(*words, status=0):
    env = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LC_ALL": "C.UTF-8",
           "DEBIAN_FRONTEND": "noninteractive", "TMPDIR": "/tmp"}
    env.update({k: v for k, v in os.environ.items() if k.lower().endswith("_proxy")})
    return run("chroot", ROOT, *words, status=status, env=env, stdin=subprocess.DEVNULL)


def expect(what, condition, text=""):
    if not condition:
        problems.append("%s: %s" % (what, text))


def release():
    """The code name of the system's release, such as debootstrap knows them."""
    with open("/etc/os-release", encoding="utf-8") as file:
        fields = dict(line.rstrip("\n").split("=", 1) for line in file if "=" in line)
    return fields.get("VERSION_CODENAME", "").strip('"')


def pack():
    packages = os.path.join(SCRATCH, "packages")
    run(CPACK, "--config", os.path.join(BUILD, "CPackConfig.cmake"), "-G", "DEB;TGZ", "-B", packages)
    return [only(os.path.join(packages, pattern)) for pattern in ("*.deb", "*.tar.gz")]


def only(pattern):
    found = glob.glob(pattern)
    if len(found) != 1:
        sys.exit("clean_system: %s: found %s" % (pattern, found))
    return found[0]


def check_contents(deb, tgz):
    """Nothing outside the prefix; the libraries are named."""
    listing = run("dpkg-deb", "--contents", deb)
    outside = [line for line in listing.splitlines()
               if not line.split(None, 5)[5].startswith("./usr/")]
    expect("files outside /usr in the .deb", not outside, outside)
    depends = run("dpkg-deb", "--field", deb, "Depends")
    for library in ("libc6", "libcjson1", "libuv1", "libutf8proc"):
        expect("the .deb depends on " + library, library in depends, depends)
    with tarfile.open(tgz) as archive:
        names = archive.getnames()
    top = os.path.basename(tgz)[: -len(".tar.gz")]
    expect("files outside one directory in the .tar.gz",
           all(name.split("/")[0] == top and ".." not in name for name in names), names)
    return top


def discard():
    """Remove the system, unless something is still mounted in it."""
    with open("/proc/mounts", encoding="utf-8") as file:
        for line in reversed(file.readlines()):
            place = line.split()[1]
            if place.startswith(ROOT + "/"):
                run("umount", place)
    shutil.rmtree(SCRATCH, ignore_errors=True)


def make_root(suite):
    result = subprocess.run(["debootstrap", "--variant=minbase", suite, ROOT],
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if result.returncode:
        text = result.stdout.decode(errors="replace")
        skip("debootstrap could not make a system of '%s':\n%s" % (suite, text[-2000:]))


def check_program(program):
    """It runs, reads and draws."""
    runs = ["/runs/2.0.1.json", "/runs/2.2.1.json"]
    expect(program, "benchmem 1." in inside(program, "--version"))
    table = inside(program, "compare", *runs, "--format", "md")
    expect("compare", "test_loads" in table, table)
    for suffix, magic in ((".png", b"\x89PNG"), (".svg", b"<"), (".html", b"<!")):
        inside(program, "plot", *runs, "-o", "/tmp/figure" + suffix)
        with open(ROOT + "/tmp/figure" + suffix, "rb") as file:
            expect("a figure", file.read(4).startswith(magic), suffix)
    text = inside(program, "sweep", "p", "1", "--suite", "/runs", "--out", "/tmp/out", status=1)
    expect("sweep without uv", "uv: not found on PATH" in text, text)


def check_module(prefix, program):
    """CMake finds the package there, from outside."""
    project = os.path.join(SCRATCH, "project")
    os.makedirs(project + "/suite", exist_ok=True)
    with open(project + "/CMakeLists.txt", "w", encoding="utf-8") as file:
        file.write("cmake_minimum_required(VERSION 3.22)\nproject(p LANGUAGES NONE)\nenable_testing()\n"
                   "find_package(PytestBenchmem 1.0 CONFIG REQUIRED)\n"
                   "pytest_benchmem_sweep(s PACKAGE p VERSIONS 1 2 SUITE suite)\n")
    shutil.rmtree(project + "/build", ignore_errors=True)
    run(CMAKE, "-S", project, "-B", project + "/build", "-DCMAKE_PREFIX_PATH=" + prefix,
        "-DCMAKE_FIND_USE_CMAKE_SYSTEM_PATH=OFF")
    tests = run(os.path.join(os.path.dirname(CMAKE), "ctest"), "--test-dir", project + "/build", "-N", "-V")
    expect("the program of the package is used", '%s "sweep"' % program in tests, tests)


def check_deb(deb):
    shutil.copy(deb, ROOT + "/package.deb")
    before = set(inside("dpkg-query", "-f", "${Package}\n", "-W").split())
    inside("apt-get", "update", "-q")
    inside("apt-get", "install", "-y", "-q", "--no-install-recommends", "/package.deb")
    added = set(inside("dpkg-query", "-f", "${Package}\n", "-W").split()) - before
    say("installed with the .deb: " + " ".join(sorted(added)))
    expect("dpkg --verify", not inside("dpkg", "--verify", "pytest-benchmem-cmake"))
    files = inside("dpkg", "-L", "pytest-benchmem-cmake").split()
    check_program("/usr/bin/benchmem")
    check_module(ROOT + "/usr", ROOT + "/usr/bin/benchmem")
    # The libraries are needed by the .tar.gz as well: the package goes, they stay.
    inside("dpkg", "--purge", "pytest-benchmem-cmake")
    left = [f for f in files if not os.path.isdir(ROOT + f) and os.path.lexists(ROOT + f)]
    expect("files left after the removal", not left and "/usr/bin/benchmem" in files, left)


def check_tgz(tgz, top):
    with tarfile.open(tgz) as archive:
        archive.extractall(ROOT + "/opt")
    check_program("/opt/%s/bin/benchmem" % top)
    check_module("%s/opt/%s" % (ROOT, top), "%s/opt/%s/bin/benchmem" % (ROOT, top))


def main():
    if os.geteuid() != 0:
        skip("only root can make a system to install on")
    for program in ("debootstrap", "dpkg-deb", "dpkg-shlibdeps", "chroot"):
        if not shutil.which(program):
            skip(program + " is not installed")
    if not release():
        skip("this system does not name its release")
    discard()
    os.makedirs(SCRATCH)
    say("packing")
    deb, tgz = pack()
    top = check_contents(deb, tgz)
    say("making a system")
    try:
        make_root(release())
        shutil.copytree(RUNS, ROOT + "/runs")
        say("installing the .deb")
        check_deb(deb)
        say("unpacking the .tar.gz")
        check_tgz(tgz, top)
    finally:
        discard()
    say("%d problems" % len(problems))
    print("\n".join(problems))
    sys.exit(1 if problems else 0)


main()
