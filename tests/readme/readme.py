"""Keeps the documents in step with what the program and the module say of themselves.

    python3 tests/readme/readme.py build/tool/benchmem            # exit 1 if something differs
    python3 tests/readme/readme.py build/tool/benchmem --update   # write the parts anew

A part of a document stands between `<!-- begin: NAME -->` and `<!-- end -->`:
  benchmem ...          what that command prints, its help or tables of run files of the tests
  keywords              the keywords of pytest_benchmem_sweep(), from the header of its module
  signature             its signature, likewise
  PATH.py               what that script measured and wrote there; only that the script exists is checked
Links of all documents to files of this repository and to their headings are checked too, that
README.md can be read in five minutes, and that each directory of tool/ and tests/ is told of.
"""

import os
import re
import subprocess
import sys
import urllib.parse

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MODULE = os.path.join(TOP, "cmake", "PytestBenchmem.cmake")
LONGEST_README = 160  # lines
PARTS = {
    "cmake/README.md": ["signature", "keywords"],
    "tool/README.md": ["benchmem sweep --help", "benchmem compare --help", "benchmem plot --help",
                       "benchmem explain --help", "benchmem flamegraph --help"],
    "tool/compare/README.md": ["benchmem compare %s --columns time" % " ".join(
        "tests/data/joined/%s.json" % version for version in ("1.0", "1.1", "2.0", "2.1"))],
}
#: The document that has a row for each directory of a directory.
TOLD_IN = {"tool": "CONTRIBUTING.md", "tests": "tests/README.md"}
FENCED = re.compile(r"(?ms)^(```|~~~).*?^\1[ ]*$")


def documents():
    """Paths of the documents: those git knows; in a source package, those of the tree."""
    result = subprocess.run(["git", "-C", TOP, "ls-files", "-z", "--cached", "--others",
                             "--exclude-standard", "--", "*.md"],
                            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    paths = [path for path in result.stdout.decode().split("\0") if path]
    if result.returncode or not paths:
        for directory, names, files in os.walk(TOP):
            names[:] = [n for n in names if not n.startswith((".", "build", "data"))]
            paths += [os.path.relpath(os.path.join(directory, f), TOP) for f in files if f.endswith(".md")]
    return sorted(path for path in paths
                  if not path.startswith("tests/data/") and os.path.exists(os.path.join(TOP, path)))


def read(path):
    with open(os.path.join(TOP, path), encoding="utf-8") as file:
        return file.read()


def output_of(program, words):
    result = subprocess.run([program, *words], stdout=subprocess.PIPE, check=True, cwd=TOP)
    return "```text\n" + result.stdout.decode() + "```"


def header():
    return re.search(r"\[=+\[\.rst:\n(.*?)\n#\]=+\]", read(MODULE), re.S).group(1)


def signature():
    block = re.search(r"(?m)^    (pytest_benchmem_sweep\(<name>\n(?:      .*\n)+)", header()).group(1)
    lines = [line[4:] if line.startswith("    ") else line for line in block.splitlines()]
    return "```cmake\n" + "\n".join(lines) + "\n```"


def markdown(text):
    """reST inline markup as Markdown, fit for a table cell."""
    text = re.sub(r":\w+:`(.*?)`", r"`\1`", text.replace("``", "`"))
    return " ".join(text.split()).replace("|", "\\|").replace("`" + "\\|", "`\\|")


def keywords():
    rows = ["| keyword | meaning |", "| --- | --- |"]
    pattern = r"(?m)^  (``[A-Z][^\n]*``)\n((?:    [^\n]*\n?)+)"
    for name, text in re.findall(pattern, header() + "\n"):
        rows.append("| %s | %s |" % (markdown(name), markdown(text)))
    if len(rows) < 20:
        sys.exit("readme: only %d keywords found in %s" % (len(rows) - 2, MODULE))
    return "\n".join(rows)


def part(program, name, old):
    if name == "keywords":
        return keywords()
    if name == "signature":
        return signature()
    if name.endswith(".py") and os.path.exists(os.path.join(TOP, name)):
        return old
    words = name.split()
    if words[0] != "benchmem":
        sys.exit("readme: unknown part '%s'" % name)
    return output_of(program, words[1:])


def anchors(text):
    """What GitHub calls the headings."""
    seen = {}
    found = set()
    for heading in re.findall(r"(?m)^#{1,6} +(.*?)[ #]*$", FENCED.sub("", text)):
        heading = re.sub(r"\[(.*?)\]\(.*?\)", r"\1", heading)
        slug = re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")
        number = seen[slug] = seen.get(slug, -1) + 1
        found.add("%s-%d" % (slug, number) if number else slug)
    return found


def broken_links(path, text):
    """Targets of links that are no file of this repository, or no heading of that file."""
    text = FENCED.sub("", text)
    text = re.sub(r"(`+).*?\1", "", text)
    for target in re.findall(r"\]\(\s*<?([^)\s>]+)", text) + re.findall(r"(?m)^\[[^\]]+\]: +(\S+)", text):
        if re.match(r"[a-z][a-z0-9+.-]*:", target):
            continue
        name, _, anchor = urllib.parse.unquote(target).partition("#")
        file = os.path.normpath(os.path.join(os.path.dirname(path), name)) if name else path
        if file.startswith("..") or not os.path.exists(os.path.join(TOP, file)):
            yield target
        elif anchor and (not file.endswith(".md") or anchor not in anchors(read(file))):
            yield target


def untold():
    """Directories that their document has no row of."""
    for parent, document in TOLD_IN.items():
        rows = re.findall(r"(?m)^\| `(\w+)/` \|", read(document))
        for name in sorted(os.listdir(os.path.join(TOP, parent))):
            if os.path.isdir(os.path.join(TOP, parent, name)) and not name.startswith(("_", ".")):
                if name not in rows:
                    yield "%s has no row of %s/%s/" % (document, parent, name)


def main():
    program, update = os.path.abspath(sys.argv[1]), "--update" in sys.argv[2:]
    pattern = re.compile(r"(<!-- begin: (.*?) -->\n)(.*?)\n(<!-- end -->)", re.S)
    problems, count, wanted = [], 0, dict(PARTS)
    paths = documents()
    for path in paths:
        old = read(path)
        found = [match.group(2) for match in pattern.finditer(old)]
        count += len(found)
        new = pattern.sub(
            lambda m: "%s%s\n%s" % (m.group(1), part(program, m.group(2), m.group(3)), m.group(4)), old)
        if update and new != old:
            with open(os.path.join(TOP, path), "w", encoding="utf-8") as file:
                file.write(new)
        elif new != old:
            problems.append("%s is out of date: python3 tests/readme/readme.py PROGRAM --update" % path)
        if new.count("<!-- begin:") != len(found):
            problems.append("%s: a part has no end" % path)
        problems += ["%s has no part '%s'" % (path, name)
                     for name in wanted.pop(path, []) if name not in found]
        problems += ["%s: there is no %s" % (path, target) for target in broken_links(path, new)]
    problems += ["there is no %s" % path for path in wanted]
    problems += untold()
    lines = read("README.md").count("\n")
    if lines > LONGEST_README:
        problems.append("README.md has %d lines, over %d: what is no matter of the first five minutes "
                        "belongs beside what it documents" % (lines, LONGEST_README))
    if problems:
        sys.exit("readme: " + "\nreadme: ".join(problems))
    print("readme: %d documents, %d parts are what the program says" % (len(paths), count))


main()
