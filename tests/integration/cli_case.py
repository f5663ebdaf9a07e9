# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the tests of the command line program share."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

# The tests are called with the program as their first argument.
PROGRAM = os.path.abspath(sys.argv.pop(1))
TOKEN = 'geheim'
TIMEOUT = 60  # of one call; nothing here comes near it

EMPLOYEES = [
    {'Id': 1, 'Name': 'Ada \x1b[31m', 'Salary': '1234567890.0123456789', 'Photo': 'AAEC'},
    {'Id': 2, 'Name': None, 'Salary': '0.1', 'Photo': None},
    {'Id': 9007199254740993, 'Name': 'Cem' + ' and on' * 20, 'Salary': None, 'Photo': None},
]
SCENARIO = {
    'objects': {
        'Employee': {
            'key': ['Id'],
            'columns': {'Id': 'int64', 'Name': 'string?', 'Salary': 'decimal?',
                        'Photo': 'binary?'},
            'records': EMPLOYEES,
        },
        'Invoice': {
            'key': ['Number'],
            'columns': {'Number': 'int32', 'Text': 'string?'},
            'generate': {'count': 1000},
            'page-size': 100,
        },
    },
}


class CliTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='vmx-cli-'))
        self.addCleanup(self.tear_down)
        self.store = str(self.folder / 'hr.db')
        self.env = dict(os.environ, VMXSYNC_TOKEN=TOKEN, TMPDIR=str(self.folder),
                        XDG_DATA_HOME=str(self.folder / 'data'))
        self.write_scenario(SCENARIO)

    def tear_down(self):
        """The token was in the environment of every call; no file may have it."""
        for path in self.folder.rglob('*'):
            if path.is_file() and path.name != 'token':
                self.assertNotIn(TOKEN.encode(), path.read_bytes(), path)
        shutil.rmtree(self.folder)

    def write_scenario(self, scenario):
        self.scenario = self.folder / 'scenario.json'
        self.scenario.write_text(json.dumps(scenario), encoding='utf-8')

    def run_cli(self, *args, status=0, **changes):
        """Runs the program and checks what holds for every call."""
        done = subprocess.run([PROGRAM, *args], env=dict(self.env, **changes), cwd=self.folder,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT)
        text = f'{args}\n{done.stdout!r}\n{done.stderr!r}'
        self.assertEqual(done.returncode, status, text)
        self.assertNotIn(TOKEN.encode(), done.stdout + done.stderr)
        self.assertNotIn(b'CRITICAL', done.stderr, text)
        return done.stdout.decode('utf-8'), done.stderr.decode('utf-8')

    def run_json(self, *args, **kwargs):
        out, _ = self.run_cli(*args, '--json', **kwargs)
        return json.loads(out)

    def assert_fails(self, code, *args, words='', **changes):
        """The line on the standard error, and the object with --json."""
        out, err = self.run_cli(*args, status=1, **changes)
        self.assertEqual(out, '')
        self.assertEqual(err.count('\n'), 1, err)
        self.assertRegex(err, rf'^vmxsync: {code}: ')
        self.assertIn(words, err)
        error = self.run_json(*args, status=1, **changes)
        self.assertEqual(error['code'], code)
        self.assertEqual(err, f'vmxsync: {code}: {error["message"]}\n')
        self.assertEqual((error['domain'], error['callStack']), ('OfflineObjectsError', ''))
        # A sync that began tells of which object.
        self.assertLessEqual(set(error['userInfo']), {'objectname'})
        return error['message']

    def assert_misused(self, *args, words=''):
        out, err = self.run_cli(*args, status=2)
        self.assertEqual(out, '')
        self.assertEqual(err.count('\n'), 1, err)
        self.assertRegex(err, '^vmxsync: .*--help”$')
        self.assertIn(words, err)

    def set_up(self, *more):
        return self.run_cli('setup', '--store', self.store, '--service', 'HR', '--transport',
                            'mock', '--url', str(self.scenario), *more)

    def sync(self, *more, **kwargs):
        return self.run_cli('sync', '--store', self.store, *more, **kwargs)
