"""A server on the loopback that receives letters, and answers as it is told."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

__all__ = ["Receiver", "receiving"]


class Receiver:
    """What a server has received, and how it answers.

    Attributes:
        letters: The headers and the body of each letter, in order.
        answers: What is answered next: a code, or a code and headers; 204 when there are no more.
        always: What is answered always, where it is set.
        arrived: Is called with each letter before it is answered.
    """

    def __init__(self, address):
        self.url = "http://{}:{}/hook".format(*address)
        self.letters = []
        self.answers = []
        self.always = None
        self.arrived = str

    @property
    def keys(self):
        """The key of each letter, in order."""
        return [headers["Idempotency-Key"] for headers, _ in self.letters]

    def next(self):
        """Return the code and the headers of the next answer."""
        answer = self.always or (self.answers.pop(0) if self.answers else 204)
        return (answer, {}) if isinstance(answer, int) else answer


@contextmanager
def receiving():
    """Serve, and give what was received."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.letters.append((dict(self.headers), body))
            receiver.arrived(self.headers["Idempotency-Key"])
            code, headers = receiver.next()
            self.send_response(code)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format, *args):  # noqa: A002 - that of http.server
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        receiver = Receiver(server.server_address)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield receiver
        finally:
            server.shutdown()
            thread.join()
