# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the tests in Python share."""
import contextlib
import json
import os
import pathlib
import sys
import tempfile
import unittest

import gi

gi.require_version('Vmx', '1')
from gi.repository import GLib, Vmx  # noqa: E402

ALL_TYPES = pathlib.Path(__file__).parent.parent / 'data' / 'all-types.json'

STAFF = {
    'objects': {
        'Employee': {
            'key': ['Id'],
            'columns': {'Id': 'int64', 'Name': 'string?', 'Salary': 'decimal?'},
            'records': [
                {'Id': 1, 'Name': 'Anna', 'Salary': 10},
                {'Id': 2, 'Name': 'Bo', 'Salary': 20},
                {'Id': 3, 'Name': None, 'Salary': 30},
                {'Id': 4, 'Name': 'Dana', 'Salary': None},
                {'Id': 5, 'Name': 'Emil', 'Salary': 50},
            ],
        },
        'Invoice': {
            'key': ['Number'],
            'columns': {'Number': 'int32'},
            'generate': {'count': 7},
        },
    },
}


def with_faults(*faults):
    return {**STAFF, 'faults': list(faults)}


def write_scenario(folder, scenario):
    path = folder / 'scenario.json'
    path.write_text(json.dumps(scenario), encoding='utf-8')
    return path


class TestCase(unittest.TestCase):
    """Gives each test a folder of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def new_client(self):
        return Vmx.Client.new(str(self.folder / 'store.db'))

    def client_of(self, scenario=STAFF):
        """A client of the mock transport that is set up."""
        if isinstance(scenario, dict):
            scenario = write_scenario(self.folder, scenario)
        client = self.new_client()
        client.add_service('HR', 'mock', str(scenario))
        client.setup()
        return client

    def assert_fails(self, code, call, *args, **kwargs):
        """The call raises an error of the library with this code, which is returned."""
        with self.assertRaises(GLib.Error) as context:
            call(*args, **kwargs)
        error = context.exception
        self.assertTrue(error.matches(Vmx.error_quark(), code), error)
        return error


def run_loop(start):
    """Turns a main loop until what start() got is called; gives its arguments."""
    loop = GLib.MainLoop()
    answers = []

    def on_done(*arguments):
        answers.append(arguments)
        loop.quit()

    guard = GLib.timeout_add_seconds(60, loop.quit)
    start(on_done)
    loop.run()
    if not answers:
        raise AssertionError('no answer for a minute')
    GLib.source_remove(guard)
    return answers[0]


@contextlib.contextmanager
def expected_traceback(text):
    """PyGObject prints the exceptions of calls that come from C."""
    with tempfile.TemporaryFile('w+') as file:
        kept = os.dup(2)
        os.dup2(file.fileno(), 2)
        try:
            yield
        finally:
            sys.stderr.flush()
            os.dup2(kept, 2)
            os.close(kept)
        file.seek(0)
        printed = file.read()
    if text not in printed:
        raise AssertionError(f'{text!r} was not printed, but {printed!r}')
