#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The command line program on a terminal, with signals, over HTTP, and its demo.

usage: test-cli-surroundings.py PROGRAM [unittest arguments]
"""
import fcntl
import http.server
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import threading
import unittest

from cli_case import PROGRAM, SCENARIO, TIMEOUT, TOKEN, CliTest


class TerminalTest(CliTest):
    """What only happens on a terminal."""

    def run_on_terminal(self, *args, answer=None, columns=100):
        master, slave = pty.openpty()
        self.addCleanup(os.close, master)
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack('HHHH', 24, columns, 0, 0))
        with subprocess.Popen([PROGRAM, *args], env=self.env, cwd=self.folder, stdin=slave,
                              stdout=subprocess.PIPE, stderr=slave) as process:
            os.close(slave)
            if answer is not None:
                os.write(master, answer)
            out = process.stdout.read()
        err = b''
        while select.select([master], [], [], 0)[0]:
            try:
                err += os.read(master, 65536)
            except OSError:  # the other side is closed and all is read
                break
        return process.returncode, out.decode(), err.decode()

    def test_bar(self):
        self.set_up()
        status, out, err = self.run_on_terminal('sync', '--store', self.store)
        self.assertEqual(status, 0)
        self.assertIn(' 1000 records downloaded', out)
        self.assertRegex(err, r'2/2  Invoice  █+  100 %  1000 of 1000 records')
        self.assertTrue(err.endswith('\r\x1b[K'), err[-50:])
        for columns in (12, 30, 60):
            _, _, err = self.run_on_terminal('sync', '--store', self.store, columns=columns)
            for line in re.split('\r\x1b\\[K', err):
                self.assertLess(len(line), columns)

    def test_uploads(self):
        self.set_up()
        for number in range(5000, 5003):
            self.run_cli('create', '--store', self.store, 'Invoice', f'{{"Number": {number}}}')
        _, _, err = self.run_on_terminal('sync', '--store', self.store, '--object', 'Invoice')
        self.assertRegex(err, r'Invoice  █+░+  Uploading 3 of 3  \d+\.\d s')

    def test_no_bar_when_it_is_unwanted(self):
        self.set_up()
        _, _, err = self.run_on_terminal('sync', '--store', self.store, '--progress=none')
        self.assertEqual(err, '')

    def test_answers(self):
        self.set_up()
        for answer in (b'no\n', b'\n', b'y\n', b'yes or no\n', b'\x04'):
            status, _, err = self.run_on_terminal('drop', '--store', self.store, answer=answer)
            self.assertEqual(status, 1)
            self.assertIn('vmxsync: cancelled', err)
            self.assertTrue(os.path.exists(self.store))
        status, _, err = self.run_on_terminal('drop', '--store', self.store, answer=b'yes\n')
        self.assertEqual(status, 0)
        self.assertIn('Type yes', err)
        self.assertFalse(os.path.exists(self.store))

    def test_rollback_asks(self):
        self.set_up()
        self.run_cli('create', '--store', self.store, 'Invoice', '{"Number": 5000}')
        for answer, left in ((b'no\n', 1), (b'yes\n', 0)):
            _, _, err = self.run_on_terminal('rollback', '--store', self.store, 'Invoice',
                                             answer=answer)
            self.assertIn('This undoes all local changes of Invoice. Type yes to go on: ', err)
            self.assertEqual(len(self.run_json('pending', '--store', self.store)), left)


class DefaultTransportTest(CliTest):
    def test_mock_in_place_of_a_real_service(self):
        instead = {'VMX_USE_TRANSPORT': 'mock', 'VMX_MOCK_SCENARIO': str(self.scenario)}
        self.run_cli('setup', '--store', self.store, '--service', 'HR', '--objects', 'Employee',
                     '--url', 'http://127.0.0.1:9/odata/', **instead)
        self.run_cli('sync', '--store', self.store, **instead)
        found = self.run_json('query', '--store', self.store, '--json',
                              'SELECT count(*) AS n FROM Employee')
        self.assertEqual(found, [{'n': 3}])


class CancelTest(CliTest):
    def test_interrupt(self):
        self.write_scenario(dict(SCENARIO, faults=[
            {'object': 'Invoice', 'batch': 3, 'latency-ms': 1000 * TIMEOUT, 'times': 0}]))
        self.set_up()
        for sent in (signal.SIGINT, signal.SIGTERM):
            with subprocess.Popen([PROGRAM, 'sync', '--store', self.store, '--object', 'Invoice',
                                   '--json', '--progress=json'], env=self.env,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
                for line in process.stderr:
                    event = json.loads(line)
                    if event.get('batchNumber') == 2 and event['state'] == 'Ended':
                        break
                process.send_signal(sent)
                out, err = process.communicate(timeout=TIMEOUT / 2)
            self.assertEqual(process.returncode, 1)
            self.assertEqual(json.loads(out)['code'], 2478)
            self.assertEqual(err.decode().splitlines()[-1], 'vmxsync: cancelled')
            self.assertEqual(len(self.run_json('get', '--store', self.store, 'Invoice')), 200)


class Refuser(http.server.BaseHTTPRequestHandler):
    """A service that lets nobody in."""

    def do_GET(self):
        self.server.seen.append(self.headers.get('Authorization'))
        self.send_response(401)
        self.send_header('Content-Length', '0')
        self.end_headers()

    def log_message(self, *args):
        pass


class OdataTest(CliTest):
    def setUp(self):
        super().setUp()
        if 'odata' not in [one['name'] for one in self.run_json('plugins')]:
            self.skipTest('this build has no OData plugin')

    def refuse(self, *more, **changes):
        server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Refuser)
        server.seen = []
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            url = f'http://127.0.0.1:{server.server_port}/'
            self.assert_fails(106, 'setup', '--store', self.store, '--service', 'HR', '--url',
                              url, *more, **changes)
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
        return server.seen

    def test_token_of_the_environment(self):
        self.assertIn(f'Bearer {TOKEN}', self.refuse())

    def test_token_of_a_file_comes_first(self):
        (self.folder / 'token').write_text(f'{TOKEN}-2\n', encoding='utf-8')
        seen = self.refuse('--token-file', 'token')
        self.assertEqual(set(seen), {f'Bearer {TOKEN}-2'})

    def test_no_token(self):
        self.assertEqual(set(self.refuse(VMXSYNC_TOKEN='')), {None})

    def test_password_in_the_url(self):
        self.assert_fails(2039, 'setup', '--store', self.store, '--service', 'HR', '--url',
                          f'http://ada:{TOKEN}@127.0.0.1:1/')

    def test_demo(self):
        out, err = self.run_cli('demo')
        self.assertRegex(err, '^vmxsync: warning: Employees ID=4712: 412: .*\n$')
        steps = re.findall(r'^(\d)\. ', out, re.MULTILINE)
        self.assertEqual(steps, [str(step) for step in range(1, 10)])
        self.assertIn(' 5000 records downloaded', out)
        self.assertIn('employee4711@example.com', out)
        self.assert_conflict_is_told(*re.split(r'^[678]\. ', out, flags=re.MULTILINE)[1:])

    def assert_conflict_is_told(self, edits, conflict, decision):
        self.assertIn('3 records with local changes', edits)
        self.assertIn('Employees: 2 changes uploaded', conflict)
        self.assertRegex(conflict, r'ID=4712 +update +conflict ')
        self.assertIn('    Salary: here 37000, server 35500\n', conflict)
        self.assertIn('Employees: 1 change uploaded', decision)
        self.assertIn('0 records with local changes', decision)
        self.assertRegex(decision, '"ID":4712,.*"LastName":"Novak","Email":"emil@example.com",'
                                   '"Salary":"37000"')
        self.assertRegex(decision, r'\n5001 +Maja +Novak ')
        self.assertEqual(list(self.folder.glob('vmxsync-demo-*')), [])

    def test_interrupted_demo_leaves_nothing(self):
        with subprocess.Popen([PROGRAM, 'demo', '--progress=json'], env=self.env,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            process.stderr.readline()
            self.assertEqual(len(list(self.folder.glob('vmxsync-demo-*'))), 1)
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=TIMEOUT / 2)
        self.assertEqual(process.returncode, 1)
        self.assertEqual(err.decode().splitlines()[-1], 'vmxsync: cancelled')
        self.assertEqual(list(self.folder.glob('vmxsync-demo-*')), [])

    def test_demo_shows_progress(self):
        _, err = self.run_cli('demo', '--progress=json')
        self.assertGreater(err.count('InProgress'), 10)
        self.assert_misused('demo', 'x')


if __name__ == '__main__':
    unittest.main()
