"""Secrets of URLs: they reach uv and the command that is run, and nothing else: no message, no file
in the output directory, no list of processes."""
import os
import random

import scratch

HOST = "packages.example.org"


def token(draw, alphabet="abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"):
    return "s3" + "".join(draw.choice(alphabet) for _ in range(draw.randint(12, 40)))


# SHAPE -> what goes where the secret is; each is tried as a version and as a pin.
SHAPES = (
    "a=git+https://{0}@%s/x.git@v1.0",
    "a=git+https://{0}@%s/x.git",
    "a=git+https://oauth2:{0}@%s:8443/x.git@v1.0#subdirectory=y",
    "a=git+https://{0}:x-oauth-basic@%s/x.git@main",
    "a=git+https://{0}:@%s/x.git@main",
    "git+https://user:{0}@%s/x",
    "demo @ https://user:{0}@%s/demo-1.0-py3-none-any.whl",
    "demo @ https://user:%%40{0}%%2F@%s/demo-1.0-py3-none-any.whl",
    "demo @ https://user:a@{0}@%s/demo-1.0-py3-none-any.whl",
    "https://%s/demo-1.0-py3-none-any.whl?token={0}",
    "https://%s/demo.whl?a=b&private_token={0}&c=d#sha256=00",
    "a=https://%s/demo.whl?X-Amz-Credential=u&X-Amz-Signature={0}",
    "a=git+ssh://git:{0}@%s/x.git@v1.0",
    "a=demo @ git+https://{0}@[2001:db8::1]/x@v1.0",
)
SHAPES = tuple(s % HOST if "%s" in s else s.replace("%%", "%") for s in SHAPES)


class Secrets(scratch.SweepTest):
    SEED = 20261123

    def setUp(self):
        super().setUp()
        self.secrets = []
        self.seen = []  # what is in the list of processes, looked at by the fake uv's delay

    def secret(self, draw):
        self.secrets.append(token(draw))
        return self.secrets[-1]

    def everything(self, *results):
        """All that a stranger may see, by where it stands."""
        texts = {"output %d" % i: result.text for i, result in enumerate(results)}
        for directory, names, files in os.walk(self.out):
            for name in names + files:
                texts["name of " + name] = name
            for name in files:
                with open(os.path.join(directory, name), "rb") as f:
                    texts[os.path.join(directory, name)] = f.read().decode("utf-8", "replace")
        return texts

    def assert_hidden(self, *results):
        for place, text in self.everything(*results).items():
            for secret in self.secrets:
                self.assertNotIn(secret, text, "%s shows it" % place)

    def assert_reached_uv(self, secret, *ats):
        for at in ats or ("uv pip compile", "uv pip sync"):
            texts = [text for call in self.calls(at) for text in call["files"].values()]
            self.assertTrue([t for t in texts if secret in t], "not seen by " + at)

    def test_shapes(self):
        draw = random.Random(self.SEED)
        for shape in SHAPES:
            with self.subTest(shape=shape):
                self.forget_calls()
                secret = self.secret(draw)
                result = self.sweep(shape.format(secret), options=["--ctest"])
                self.assert_status(result, 0)
                self.assert_reached_uv(secret)
                self.assertIn("***", repr(self.manifest()))
                self.assert_hidden(result)
                again = self.sweep(shape.format(secret), options=["--locked"])
                self.assert_status(again, 0)
                self.assert_hidden(again)
                scratch.shutil.rmtree(self.out)

    def test_pins_and_template(self):
        draw = random.Random(self.SEED + 1)
        pin, template = self.secret(draw), self.secret(draw)
        result = self.sweep("1.0", "v2", options=[
            "--pin", "extra @ https://u:%s@%s/extra.whl" % (pin, HOST),
            "--install-spec", "git+https://%s@%s/demo@{version}" % (template, HOST)])
        self.assert_ok(result, "1.0", "v2")
        self.assert_reached_uv(pin)
        self.assert_reached_uv(template)
        self.assert_hidden(result)

    def test_what_tools_print(self):
        """Whole, in the words of others, and cut into two reads."""
        draw = random.Random(self.SEED + 2)
        for at in ("uv pip compile", "uv venv", "uv pip sync", "python import", "python pytest"):
            with self.subTest(at=at):
                self.unfake()
                secret = self.secret(draw)
                url = "demo @ git+https://%s@%s/x.git@v1.0" % (secret, HOST)
                cut = url.index(secret) + len(secret) // 2
                self.fake(at, scratch.say("fetching %s\n" % url, 2), scratch.say(url[:cut], 2),
                          scratch.sleep(0.1), scratch.say(url[cut:] + "\n", 2),
                          scratch.say("fatal: no user %s there\n" % secret[:5], 2),
                          scratch.say("fatal: cannot authenticate as '" + secret[:7], 2),
                          scratch.sleep(0.1), scratch.exit(1, secret[7:] + "'\nlast words\n"))
                result = self.sweep("a=" + url, options=["--import-check", "demo"])
                self.assert_status(result, 1)
                self.assertIn("last words", result.text)
                self.assertIn("fetching demo @ git+https://***@" + HOST, result.text)
                self.assertIn("cannot authenticate as '***'", result.text)
                self.assert_hidden(result)

    def test_environment(self):
        draw = random.Random(self.SEED + 3)
        names = ("UV_INDEX_URL", "UV_DEFAULT_INDEX", "UV_EXTRA_INDEX_URL", "PIP_INDEX_URL",
                 "HTTPS_PROXY", "http_proxy", "UV_FIND_LINKS")
        env = {name: "https://user:%s@%s/simple" % (self.secret(draw), HOST) for name in names}
        env["UV_INDEX"] = "mine=https://%s@%s/simple https://plain.example" % (self.secret(draw), HOST)
        env["UV_INDEX_MINE_PASSWORD"] = self.secret(draw)
        env["CI_JOB_TOKEN"] = self.secret(draw)
        text = "".join("%s is %s\n" % item for item in env.items())
        self.fake("uv pip sync", scratch.say(text, 2))
        self.fake("python pytest", scratch.say(text), scratch.exit(3))
        result = self.sweep("1.0", env=env)
        self.assert_status(result, 1)
        for at in ("uv pip compile", "uv pip sync"):
            for name, value in env.items():
                self.assertEqual(self.calls(at)[0]["env"][name], value)
        self.assertIn("HTTPS_PROXY is https://***@" + HOST, result.text + self.log("1.0"))
        self.assert_hidden(result)

    def log(self, label):
        with open(os.path.join(self.out, "logs", label + ".txt"), encoding="utf-8") as f:
            return f.read()

    def test_a_variable_is_no_secret(self):
        """uv fills it in; the lock keeps it and is as good as any."""
        draw = random.Random(self.SEED + 4)
        secret = self.secret(draw)
        url = "git+https://${MY_WORD}@%s/x.git@v1.0" % HOST
        self.fake("uv pip sync", scratch.say("cloning https://%s@%s\n" % (secret, HOST), 2),
                  scratch.say("with %s\n" % secret, 2))
        result = self.sweep("a=" + url, env={"MY_WORD": secret})
        self.assert_ok(result, "a")
        self.assertEqual(self.entry("a")["spec"], url)
        self.assert_reached_uv("${MY_WORD}")
        self.assert_hidden(result)

    def test_a_lock_whose_secret_is_not_known(self):
        draw = random.Random(self.SEED + 5)
        url = "git+https://%s@%s/x.git@v1.0"
        self.assert_ok(self.sweep("a=" + url % (self.secret(draw), HOST)), "a")
        result = self.sweep("a=" + url.replace("%s@", "", 1) % HOST, options=["--locked"])
        self.assert_status(result, 1)
        self.assert_ended("a", "unavailable", "install")
        self.assert_says(result, "locks/a.txt", "***@" + HOST, "is not known")
        self.assert_hidden(result)

    def test_the_secret_of_the_right_place(self):
        draw = random.Random(self.SEED + 6)
        one, two = self.secret(draw), self.secret(draw)
        versions = ["a=git+https://%s@%s/team/one.git@v1" % (one, HOST),
                    "b=git+https://%s@%s/team/two.git@v1" % (two, HOST)]
        self.assert_ok(self.sweep(*versions), "a", "b")
        for call in self.calls("uv pip sync"):
            text = "".join(call["files"].values())
            self.assertEqual(one in text, "one.git" in text)
            self.assertEqual(two in text, "two.git" in text)

    def test_a_new_token_does_not_make_another_lock(self):
        draw = random.Random(self.SEED + 7)
        url = "a=git+https://%s@%s/x.git@v1.0"
        self.assert_status(self.sweep(url % (self.secret(draw), HOST), options=["--prepare"]), 0)
        self.forget_calls()
        secret = self.secret(draw)
        self.assert_ok(self.sweep(url % (secret, HOST)), "a")
        self.assertEqual(self.calls("uv pip compile"), [])
        self.assert_reached_uv(secret, "uv pip sync")

    def test_refusals(self):
        draw = random.Random(self.SEED + 8)
        secret = self.secret(draw)
        for words in (["git+https://%s@h/x@v" % secret, "git+https://%s@h/y@v" % secret],
                      ["x=git+https://%s@h/x\nv" % secret],
                      ["https://%s@h/a b#c\\" % secret, "--pin", "-r https://%s@h/" % secret],
                      ["1.0", "--install-spec", "https://%s@h/" % secret],
                      ["1.0", "--python", "-https://%s@h/" % secret]):
            with self.subTest(words=words):
                result = self.sweep(*words)
                self.assert_status(result, 2)
                self.assert_hidden(result)

    @scratch.not_under_valgrind("the words are valgrind's, too")
    def test_list_of_processes(self):
        draw = random.Random(self.SEED + 9)
        secret = self.secret(draw)
        self.fake("uv pip sync", scratch.sleep(1))
        running = self.start_sweep("a=git+https://%s@%s/x.git@v1.0" % (secret, HOST))
        self.wait_for_call("uv pip sync")
        words = [command for _, command in scratch.marked(self.mark)]
        self.assertTrue([w for w in words if "git+https://*" in w], words)
        self.assert_hidden(running.finish(20))
        self.assertFalse([w for w in words if secret in w])

    def test_put_back_from_a_file(self):
        """What CMake hid: the words have ***, a file has them whole."""
        draw = random.Random(self.SEED + 11)
        one, two, pin = self.secret(draw), self.secret(draw), self.secret(draw)
        hidden = ["a=git+https://***@%s/x.git@v1.0" % HOST,
                  "b=https://%s/demo-1.0-py3-none-any.whl?token=***&c=d" % HOST]
        whole = [hidden[0].replace("***", one), hidden[1].replace("***", two),
                 "--pin=extra @ https://%s@%s/extra.whl" % (pin, HOST)]
        secrets = self.path("secrets")
        with open(secrets, "w", encoding="utf-8") as f:
            f.write("\n".join(whole) + "\n")
        options = ["--secrets", secrets, "--pin", "extra @ https://***@%s/extra.whl" % HOST]
        result = self.sweep(*hidden, options=options)
        self.assert_ok(result, "a", "b")
        for secret in (one, two, pin):
            self.assert_reached_uv(secret)
        self.assert_hidden(result)
        with open(secrets, "w", encoding="utf-8") as f:
            f.write(whole[0] + "\n")
        result = self.sweep(*hidden, options=options)
        self.assert_status(result, 2)
        self.assert_says(result, "--secrets", HOST, "is not known")
        result = self.sweep(*hidden, options=["--secrets", secrets + ".gone"])
        self.assert_status(result, 2)
        self.assert_says(result, "--secrets", "secrets.gone")

    def test_environment_put_back_from_a_file(self):
        """A variable that CMake hid in ENVIRONMENT is whole for uv; one that it did not is left."""
        draw = random.Random(self.SEED + 12)
        index, token, other = self.secret(draw), self.secret(draw), self.secret(draw)
        secrets = self.write("secrets", "environment UV_INDEX_URL=https://%s@%s/simple\n"
                             "environment DEMO_TOKEN=%s\nenvironment OTHER_TOKEN=%s\n"
                             % (index, HOST, token, other))
        env = {"UV_INDEX_URL": "https://***@%s/simple" % HOST, "DEMO_TOKEN": "***",
               "OTHER_TOKEN": "mine"}
        self.fake("uv pip sync", {"what": "environment", "path": "seen"})
        result = self.sweep("1.0", options=["--secrets", secrets], env=env)
        self.assert_ok(result, "1.0")
        with open(self.path("seen"), encoding="utf-8") as f:
            seen = dict(line.rstrip("\n").split("=", 1) for line in f if "=" in line)
        self.assertEqual(seen["UV_INDEX_URL"], "https://%s@%s/simple" % (index, HOST))
        self.assertEqual((seen["DEMO_TOKEN"], seen["OTHER_TOKEN"]), (token, "mine"))
        os.remove(self.path("seen"))
        os.remove(secrets)
        self.assert_hidden(result)

    def test_the_command_gets_it(self):
        draw = random.Random(self.SEED + 10)
        secret = self.secret(draw)
        url = "git+https://%s@%s/x.git@v1.0" % (secret, HOST)
        script = "echo \"$BENCHMEM_VERSION\" \"$1\" > '%s'; echo \"$1\"; exit 3" % self.path("got")
        result = self.sweep("a=" + url, rest=["/bin/sh", "-c", script, "sh", "{version}"])
        self.assert_status(result, 1)
        with open(self.path("got"), encoding="utf-8") as f:
            self.assertEqual(f.read().split(), ["a=" + url] * 2)
        self.assert_hidden(result)

    def test_ssh_needs_no_mask(self):
        url = "git+ssh://git@%s/x.git@v1.0" % HOST
        self.assert_ok(self.sweep("a=" + url), "a")
        self.assertEqual(self.entry("a")["spec"], url)


if __name__ == "__main__":
    scratch.main()
