"""Real repositories of git over http, on 127.0.0.1: git's own http-backend behind Python's server.

    with GitServer(directory, password="x") as server:
        server.url("demo.git")      # http://127.0.0.1:PORT/demo.git
        server.requests             # "GET /demo.git/info/refs", in order
"""
import base64
import gzip
import http.server
import os
import subprocess
import threading
import urllib.parse


def backend():
    """git's CGI program, or None."""
    done = subprocess.run(["git", "--exec-path"], stdout=subprocess.PIPE, text=True)
    path = os.path.join(done.stdout.strip(), "git-http-backend")
    return path if os.path.exists(path) else None


class Handler(http.server.BaseHTTPRequestHandler):
    def answer(self):
        server = self.server.git
        url = urllib.parse.urlsplit(self.path)
        server.requests.append("%s %s" % (self.command, url.path))
        if server.hang:
            server.hang.wait()
            return  # who asked is gone
        wanted = "Basic " + base64.b64encode(("me:%s" % server.password).encode()).decode()
        if server.password and self.headers.get("Authorization") != wanted:
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="git"')
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        env = {"PATH": "/usr/bin:/bin", "GIT_PROJECT_ROOT": server.directory, "GIT_HTTP_EXPORT_ALL": "1",
               "PATH_INFO": urllib.parse.unquote(url.path), "QUERY_STRING": url.query,
               "REQUEST_METHOD": self.command, "CONTENT_LENGTH": str(len(body)),
               "CONTENT_TYPE": self.headers.get("Content-Type") or "", "REMOTE_ADDR": "127.0.0.1",
               "GIT_PROTOCOL": self.headers.get("Git-Protocol") or "", "GIT_CONFIG_COUNT": "1",
               "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*"}
        done = subprocess.run([backend()], input=body, env=env, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL)
        head, _, data = done.stdout.partition(b"\r\n\r\n")
        fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n") if line)
        self.send_response(int(fields.pop("Status", "200 OK").split()[0]))
        for name, value in fields.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = answer

    def log_message(self, *_):
        pass


class GitServer:
    """The bare repositories of DIRECTORY; with a PASSWORD only for the user `me`."""

    def __init__(self, directory, password=None):
        self.directory, self.password, self.requests, self.hang = directory, password, [], None
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads, self.server.git = True, self

    def url(self, name, user=""):
        return "http://%s127.0.0.1:%d/%s" % (user, self.server.server_port, urllib.parse.quote(name))

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        if self.hang:
            self.hang.set()
        self.server.shutdown()
        self.server.server_close()
