"""Links that somebody planted in the output directory are not followed: what they lead to stays as
it is, and the sweep either replaces them or refuses to go on."""
import os

import scratch

FILES = ("sweep.json", "1.0.json", "locks/1.0.txt", "logs/1.0.txt", ".1.0.json.previous",
         ".1.0.work", ".1.0.busy", ".sweep.busy", "rounds/1.0.1.json", "rounds/1.0.2.json")
DIRECTORIES = ("locks", "logs", "rounds")


class Planted(scratch.SweepTest):
    def setUp(self):
        super().setUp()
        self.precious = self.path("precious")
        self.write("precious/file", "precious\n")
        self.protect(self.precious)
        self.keeps = True  # what is planted may stay

    def options(self, name):
        return ["--rounds", "2"] if name.startswith("rounds") else []

    def plant(self, name, target):
        path = os.path.join(self.out, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if os.path.lexists(path):
            os.rename(path, path + ".was")
        os.symlink(target, path)

    def check(self, result, name):
        self.assertIn(result.status, (0, 1, 2), repr(result))
        if result.status:
            self.assert_says(result, os.path.basename(name).strip("."))
        self.assertEqual(sorted(os.listdir(self.precious)), ["file"])
        self.assertEqual(scratch.content(os.path.join(self.precious, "file")), b"precious\n")
        self.assertEqual(os.listdir(self.work), [])

    def try_all(self, names, target):
        for earlier in (False, True):
            for name in names:
                with self.subTest(name=name, earlier=earlier):
                    if earlier:
                        self.assert_status(self.sweep("1.0", options=self.options(name)), 0)
                    self.plant(name, target)
                    self.check(self.sweep("1.0", options=self.options(name)), name)
                    scratch.shutil.rmtree(self.out)

    def test_files(self):
        self.try_all(FILES, os.path.join(self.precious, "file"))

    def test_files_that_do_not_exist(self):
        self.try_all(FILES, os.path.join(self.precious, "new"))

    def test_directories(self):
        self.try_all(DIRECTORIES, self.precious)

    def test_names_of_files_as_directories(self):
        self.try_all(FILES, self.precious)

    def test_special_files(self):
        """A pipe in a file's place is not waited for."""
        for name in FILES:
            with self.subTest(name=name):
                scratch.shutil.rmtree(self.out, ignore_errors=True)
                path = os.path.join(self.out, name)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                os.mkfifo(path)
                result = self.sweep("1.0", options=self.options(name), timeout=20)
                self.assertIn(result.status, (0, 1, 2), repr(result))


if __name__ == "__main__":
    scratch.main()
