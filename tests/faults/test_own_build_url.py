"""Refs of a repository that is fetched over http from a real git, with submodules by relative URLs."""
import os
import shutil
import subprocess
import threading
import unittest

import git_server
import scratch
from test_own_build import OwnBuildTest

SECRET = "s3cret-of-the-url"


@unittest.skipUnless(shutil.which("git", path="/usr/bin:/bin") and git_server.backend(),
                     "needs git with its http-backend")
class Url(OwnBuildTest):
    """`self.repository` is where the case commits; what is swept is a bare copy of it that is served."""

    def setUp(self):
        super().setUp()
        self.served = self.path("served")
        self.inner = self.path("project", "inner")
        self.write(self.inner + "/inner.py", "INNER = 1\n")
        self.commit(self.inner)
        self.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", self.inner, "inner",
                 of=self.module)
        self.relate(self.module, "inner", "../inner.git")
        self.commit(self.module)
        self.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "update", "--remote")
        self.relate(self.repository, "sub mod;ule", "../module.git")
        self.commit(self.repository, "v3.0")
        self.commands[0] = "sh -c 'test -f \"{source}/sub mod;ule/inner/inner.py\" && exec build \"$@\"' x " + \
            self.commands[0][len("build "):]
        self.publish()

    def relate(self, repository, name, url):
        self.git("config", "--file", ".gitmodules", "submodule.%s.url" % name, url, of=repository)

    def publish(self):
        for source, name in ((self.repository, "demo.git"), (self.module, "module.git"),
                             (self.inner, "inner.git")):
            bare = os.path.join(self.served, name)
            shutil.rmtree(bare, ignore_errors=True)
            self.git("clone", "--quiet", "--mirror", source, bare)

    def build_url(self, *versions, url, **words):
        own, self.repository = self.repository, url
        try:
            return self.build(*versions, **words)
        finally:
            self.repository = own

    def test_refs(self):
        """A tag, a branch, a commit of one and of none, a name in full, with submodules of submodules; what
        moved is another the next time."""
        self.git("checkout", "--quiet", "--detach")
        self.write(self.repository + "/demo.py", "VERSION = 4\n")
        lost = self.commit(self.repository)
        self.git("update-ref", "refs/pull/7/head", lost)
        self.git("checkout", "--quiet", "main")
        self.git("branch", "feature/x", "v3.0")
        self.publish()
        third = self.git("rev-parse", "v3.0")
        refs = {"v3.0": third, "main": third, "feature/x": third, "hash=" + third: third,
                "short=" + third[:10]: third, "lost=" + lost: lost, "seven=refs/pull/7/head": lost,
                "head=HEAD": third}
        with git_server.GitServer(self.served) as server:
            url = server.url("demo.git")
            result = self.build_url(*refs, url=url)
            self.assert_status(result, 0)
            self.assertEqual([e["build"]["commit"] for e in self.manifest()["versions"]], list(refs.values()))
            self.assertEqual({e["build"]["repository"] for e in self.manifest()["versions"]}, {url})
            self.assertTrue(any("/inner.git/" in each for each in server.requests), server.requests)
            self.built()
            self.write(self.repository + "/demo.py", "VERSION = 5\n")
            fifth = self.commit(self.repository)
            self.publish()
            del server.requests[:]
            self.assert_ok(self.build_url("main", "v3.0", url=url), "main", "v3.0")
            self.assertEqual(self.entry("main")["build"]["commit"], fifth)
            self.assertEqual(self.built(), ["main"])  # the tag's build is kept
            self.forget_calls()
            # prepared, the tests that follow ask nobody
            self.assert_status(self.build_url("main", "v3.0", url=url, options=["--prepare"]), 0)
            del server.requests[:]
            self.assert_ok(self.build_url("main", url=url), "main")
            self.assertEqual(server.requests, [])

    def test_private(self):
        """With a password in the URL, which submodules beside the repository need too, and which stands in
        nothing that is left or printed."""
        self.make_program("git", "#!/bin/sh\necho \"$@\" >>'%s'\nexec /usr/bin/git \"$@\"\n" %
                          self.path("words"))
        with git_server.GitServer(self.served, password=SECRET) as server:
            result = self.build_url("v3.0", url=server.url("demo.git", "me:%s@" % SECRET))
            self.assert_ok(result, "v3.0")
            self.assertEqual(self.entry("v3.0")["build"]["repository"], server.url("demo.git", "***@"))
            again = self.build_url("v3.0", "main", url=server.url("demo.git", "me:%s@" % SECRET))
            self.assert_ok(again, "v3.0", "main")
            wrong = self.build_url("v3.0", url=server.url("demo.git", "me:wrong-password@"))
            self.assert_fails(wrong, "git fetch", "Authentication failed", label="v3.0")
            none = self.build_url("v3.0", url=server.url("demo.git"))
            self.assert_fails(none, "could not read Username", label="v3.0")
        for text in result.text, again.text:
            self.assertNotIn(SECRET, text)
        self.assertNotIn("wrong-password", wrong.text)
        for top in self.out, self.path("words"), self.path("home"):
            found = subprocess.run(["grep", "-rlaE", SECRET + "|wrong-password", top], stdout=subprocess.PIPE,
                                   text=True).stdout
            self.assertEqual(found, "")

    def test_submodule_on_this_disk(self):
        """A repository from elsewhere may not reach for what is on this disk; nothing allows it."""
        self.relate(self.repository, "sub mod;ule", self.module)
        self.commit(self.repository, "v4.0")
        self.publish()
        with git_server.GitServer(self.served) as server:
            result = self.build_url("v4.0", url=server.url("demo.git"))
            self.assert_fails(result, "checking out the submodules of v4.0: git submodule update: ",
                              "exited with 1: transport 'file' not allowed", label="v4.0")

    def test_submodule_missing(self):
        shutil.rmtree(self.served + "/inner.git")
        with git_server.GitServer(self.served) as server:
            result = self.build_url("v3.0", url=server.url("demo.git"))
            self.assert_fails(result, "checking out the submodules of v3.0", server.url("inner.git"),
                              "not found", label="v3.0")
            self.assertEqual(self.kept(), [])
            self.publish()
            self.assert_ok(self.build_url("v3.0", url=server.url("demo.git")), "v3.0")

    def test_no_such_repository(self):
        with git_server.GitServer(self.served) as server:
            url = server.url("no.git")
            self.assert_fails(self.build_url("v3.0", url=url), url, "git fetch", "not found", label="v3.0")

    def test_no_ref(self):
        with git_server.GitServer(self.served) as server:
            url = server.url("demo.git")
            self.assert_fails(self.build_url("v9", url=url), url, "no tag, branch or commit 'v9'", label="v9")
            lost = "0123456789" * 4
            self.assert_fails(self.build_url("x=" + lost, url=url), lost, label="x")

    def test_server_hangs(self):
        with git_server.GitServer(self.served) as server:
            server.hang = threading.Event()
            result = self.build_url("v3.0", url=server.url("demo.git"), options=["--timeout=3"])
            self.assert_fails(result, "git fetch", "--timeout", label="v3.0")
            server.hang.set()
            server.hang = None
            self.assert_ok(self.build_url("v3.0", url=server.url("demo.git")), "v3.0")

    def test_server_goes(self):
        """What is here already is swept --locked without it."""
        with git_server.GitServer(self.served) as server:
            url = server.url("demo.git")
            self.assert_ok(self.build_url("v3.0", url=url), "v3.0")
        self.assert_fails(self.build_url("v3.0", url=url), url, "git fetch", label="v3.0")
        self.assert_ok(self.build_url("v3.0", url=url, options=["--locked"]), "v3.0")


if __name__ == "__main__":
    scratch.main()
