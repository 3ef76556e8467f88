"""A build backend for packages that tests make: all modules beside it, or below src/, become a wheel,
those in C as they were compiled.

It is copied into the package, whose pyproject.toml has requires = [], build-backend = "backend",
backend-path = ["."], and the name and version.
"""
import base64
import hashlib
import os
import re
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))


def stated(what):
    with open(os.path.join(HERE, "pyproject.toml")) as file:
        return re.search(r"^%s = [\"'](.*)[\"']" % what, file.read(), re.M).group(1)


def modules():
    """{path in the wheel: content}"""
    top = os.path.join(HERE, "src")
    if not os.path.isdir(top):
        top = HERE
    found = {}
    for directory, _, names in os.walk(top):
        for name in names:
            path = os.path.join(directory, name)
            if name.endswith((".py", ".so")) and path != os.path.join(HERE, "backend.py"):
                with open(path, "rb") as file:
                    found[os.path.relpath(path, top)] = file.read()
    return found


def build_wheel(directory, config_settings=None, metadata_directory=None):
    name, version = stated("name"), stated("version")
    wheel = "%s-%s-py3-none-any.whl" % (name, version)
    info = "%s-%s.dist-info/" % (name, version)
    files = modules()
    files[info + "METADATA"] = ("Metadata-Version: 2.1\nName: %s\nVersion: %s\n" % (name, version)).encode()
    files[info + "WHEEL"] = (b"Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\n"
                             b"Tag: py3-none-any\n")
    record = info + "RECORD,,\n"
    for path, content in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=")
        record += "%s,sha256=%s,%d\n" % (path, digest.decode(), len(content))
    files[info + "RECORD"] = record.encode()
    with zipfile.ZipFile(os.path.join(directory, wheel), "w") as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return wheel
