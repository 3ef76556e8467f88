"""What CDash does with a submission, on 127.0.0.1: takes each file, checks it, answers.

    with Receiver() as receiver:
        ... ctest submits to receiver.url ...
    receiver.files   what came, in order
"""
import hashlib
import http.server
import threading
import urllib.parse

BUILD_ID = "4711"


class File:
    """One PUT."""

    def __init__(self, path, headers, body):
        self.query = {k: v[0] for k, v in
                      urllib.parse.parse_qs(urllib.parse.urlsplit(path).query).items()}
        self.path, self.headers, self.body = urllib.parse.urlsplit(path).path, headers, body
        self.name = self.query.get("FileName", "")
        self.md5 = hashlib.md5(body).hexdigest()

    @property
    def kind(self):
        """"Test" for site___build___stamp___XML___Test.xml."""
        return self.name.rsplit("_", 1)[-1].rsplit(".", 1)[0]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # answers "Expect: 100-continue", which older CTests send, by itself

    def do_PUT(self):
        receiver = self.server.receiver
        body = self.rfile.read(int(self.headers["Content-Length"]))
        file = File(self.path, dict(self.headers), body)
        receiver.files.append(file)
        code, status, message = receiver.answer(file)
        text = ('<?xml version="1.0" encoding="UTF-8"?>\n<cdash version="3.0.0">\n'
                "  <status>%s</status>\n  <message>%s</message>\n  <md5>%s</md5>\n"
                "  <buildId>%s</buildId>\n</cdash>\n" % (status, message, file.md5, BUILD_ID))
        data = text.encode()
        self.send_response(code)
        self.send_header("Content-Type", "text/xml")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


def accept(_):
    return 200, "OK", ""


class Receiver:
    """ANSWER(file) gives HTTP status, CDash's status and its message."""

    def __init__(self, answer=accept):
        self.answer, self.files = answer, []
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.receiver = self
        self.url = "http://127.0.0.1:%d/submit.php?project=demo" % self.server.server_port

    def __enter__(self):
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
