#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""count-tests.py on logs as meson 1.0 writes them."""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).parent.parent / 'count-tests.py'
CASES = {'ok': '<testcase name="a"/>',
         'fail': '<testcase name="a"><failure/></testcase>',
         'error': '<testcase name="a"><error/></testcase>',
         'skip': '<testcase name="a"><skipped/></testcase>'}

# A project of its own, for what meson really writes.
MESON_BUILD = """
project('sample')
shell = find_program('sh')
add_test_setup('fast', is_default: true)
test('good', shell, args: ['-c', 'echo 1..3; echo ok 1; echo ok 2; echo ok 3'], protocol: 'tap',
  suite: 'a')
test('mixed', shell, args: ['-c', 'echo 1..3; echo ok 1; echo not ok 2; echo "ok 3 # SKIP"'],
  protocol: 'tap', suite: 'b')
test('short', shell, args: ['-c', 'echo 1..3; echo ok 1'], protocol: 'tap', suite: 'a')
test('crash', shell, args: ['-c', 'echo 1..1; echo ok 1; kill -SEGV $$'], protocol: 'tap',
  suite: 'a')
test('slow', shell, args: ['-c', 'echo 1..2; echo ok 1; exec sleep 9'], protocol: 'tap',
  suite: 'a', timeout: 1)
test('late', shell, args: ['-c', 'exec sleep 9'], suite: 'b', timeout: 1)
test('status', shell, args: ['-c', 'printf "\\\\033[32mgreen\\\\001"'], suite: 'b')
test('skip', shell, args: ['-c', 'exit 77'], suite: 'b')
"""


class CountTests(unittest.TestCase):
    def count(self, programs, status=0, spoil=None):
        """programs: (suite, name, result, cases); the cases "" = a program that is not TAP."""
        junit = ['<testsuites>']
        log = []
        plain = ''
        for suite, name, result, cases in programs:
            log.append(json.dumps({'name': f'vmxsync:{suite} / {name}', 'result': result}))
            if cases:
                inner = ''.join(CASES[case] for case in cases.split())
                junit.append(f'<testsuite name="vmxsync.vmxsync:{suite} / {name}">{inner}'
                             '</testsuite>')
            else:
                plain += CASES['ok' if result == 'TIMEOUT' else 'skip']
        junit.append(f'<testsuite name="vmxsync">{plain}</testsuite></testsuites>')

        with tempfile.TemporaryDirectory() as folder:
            logs = pathlib.Path(folder)
            if programs:
                (logs / 'testlog-fast.json').write_text('\n'.join(log) + '\n')
                (logs / 'testlog-fast.junit.xml').write_text('\n'.join(junit))
            if spoil:
                (logs / spoil).write_text('<')
            reply = subprocess.run([sys.executable, SCRIPT, '--exit-status', str(status), logs],
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        return reply.stdout, reply.returncode

    def assert_counts(self, reply, passed, failed, skipped):
        self.assertEqual(reply, (f'{passed} passed, {failed} failed, {skipped} skipped\n',
                                 1 if failed else 0))

    def test_cases_are_counted(self):
        self.assert_counts(self.count([('unit', 'value', 'OK', 'ok ok skip'),
                                       ('unit', 'value-parse', 'OK', 'ok')]), 3, 0, 1)

    def test_failures_and_errors(self):
        self.assert_counts(self.count([('unit', 'value', 'FAIL', 'ok fail error')], 1), 1, 2, 0)

    def test_a_program_without_cases_is_one(self):
        self.assert_counts(self.count([('lint', 'a', 'OK', ''), ('lint', 'b', 'SKIP', ''),
                                       ('lint', 'c', 'FAIL', ''), ('lint', 'd', 'ERROR', '')], 2),
                           1, 2, 1)

    def test_a_crash_after_good_cases_fails(self):
        self.assert_counts(self.count([('unit', 'value', 'ERROR', 'ok ok')], 1), 2, 1, 0)

    def test_timeouts_fail(self):
        self.assert_counts(self.count([('unit', 'value', 'TIMEOUT', 'ok'),
                                       ('python', 'sync', 'TIMEOUT', '')], 2), 1, 2, 0)

    def test_a_program_that_ought_to_fail(self):
        self.assert_counts(self.count([('unit', 'a', 'EXPECTEDFAIL', ''),
                                       ('unit', 'b', 'UNEXPECTEDPASS', '')], 1), 1, 1, 0)

    @unittest.skipUnless(shutil.which('meson'), 'no meson here')
    def test_what_meson_writes(self):
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / 'meson.build').write_text(MESON_BUILD)
            build = pathlib.Path(folder) / 'build'
            for command in (['meson', 'setup', build, folder], ['meson', 'test', '-C', build]):
                status = subprocess.run(command, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL).returncode
            reply = subprocess.run([sys.executable, SCRIPT, '--exit-status', str(status),
                                    build / 'meson-logs'], stdout=subprocess.PIPE, text=True)
        # Good 3, mixed 1, short 1, crash 1, slow 1, status 1; each but good and status fails once.
        self.assert_counts((reply.stdout, reply.returncode), 8, 5, 2)

    def test_no_log_fails(self):
        self.assert_counts(self.count([]), 0, 1, 0)

    def test_an_empty_log_fails(self):
        self.assert_counts(self.count([], spoil='testlog.txt'), 0, 1, 0)

    def test_a_spoilt_log_fails(self):
        self.assert_counts(self.count([('unit', 'value', 'OK', 'ok')],
                                      spoil='testlog-fast.junit.xml'), 0, 1, 0)

    def test_status_without_a_failure_fails(self):
        self.assert_counts(self.count([('unit', 'value', 'OK', 'ok')], 1), 1, 1, 0)


if __name__ == '__main__':
    unittest.main()
