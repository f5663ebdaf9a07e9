# SPDX-License-Identifier: LGPL-2.1-or-later
"""Stands between a client and a server on this machine and cuts a connection where it is told to."""

import http.server
import socket
import threading

BEFORE = 'before the request'
IN_REQUEST = 'in the request'
AFTER_REQUEST = 'after the request'
IN_ANSWER = 'in the answer'
AFTER_ANSWER = 'after the answer'
POINTS = (BEFORE, IN_REQUEST, AFTER_REQUEST, IN_ANSWER, AFTER_ANSWER)

WRITES = {'POST', 'PATCH', 'DELETE'}
BUFFER = 65536


class _Relay(http.server.BaseHTTPRequestHandler):
    """Passes each request on, in a connection of its own, and the bytes of its answer back."""

    protocol_version = 'HTTP/1.1'

    def relay(self):
        body = self.rfile.read(int(self.headers.get('Content-Length', 0)))
        point = self.server.owner.next_point(self.command)
        self.close_connection = True
        if point == BEFORE:
            return
        head = ''.join(f'{name}: {value}\r\n' for name, value in self.headers.items()
                       if name.lower() != 'connection')
        head = f'{self.requestline}\r\n{head}Connection: close\r\n\r\n'.encode('latin-1')
        with socket.create_connection(('127.0.0.1', self.server.owner.target)) as upstream:
            if point == IN_REQUEST:
                upstream.sendall(head + body[:len(body) // 2])
                return
            upstream.sendall(head + body)
            answer = b''.join(iter(lambda: upstream.recv(BUFFER), b''))
        if point == IN_ANSWER:
            end_of_head = answer.index(b'\r\n\r\n') + 4
            answer = answer[:(end_of_head + len(answer)) // 2]
        if point != AFTER_REQUEST:
            self.wfile.write(answer)

    do_GET = do_POST = do_PATCH = do_DELETE = relay

    def log_message(self, *_arguments):
        pass


class CuttingProxy:
    """A context manager; target is the port of the server."""

    def __init__(self, target):
        self.target = target
        self._lock = threading.Lock()
        self._server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), _Relay)
        self._server.daemon_threads = True
        self._server.owner = self
        self._thread = threading.Thread(target=self._server.serve_forever)
        self.port = self._server.server_address[1]
        self.expect(None, None)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_exception):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def expect(self, number, point, and_later=False):
        """Cuts the connection of write request NUMBER from now, counted from 0; and_later: a request
        that follows does not even arrive."""
        with self._lock:
            self._cut = (number, point, and_later)
            self.n_writes = 0

    def next_point(self, method):
        """Where the connection of a request that came is cut, or None."""
        with self._lock:
            if method not in WRITES:
                return None
            number, point, and_later = self._cut
            self.n_writes += 1
            if and_later and self.n_writes - 1 > number:
                return BEFORE
            return point if self.n_writes - 1 == number else None
