#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Each rule of check-source.py passes its passing tree and finds exactly what is expected."""
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).parent
FIXTURES = HERE / 'fixtures'


def run(*arguments):
    return subprocess.run([sys.executable, HERE.parent / 'check-source.py', *arguments],
                          stdout=subprocess.PIPE, text=True)


def list_rules():
    return run('--list').stdout.split()


class CheckSource(unittest.TestCase):
    def test_every_rule_has_fixtures(self):
        rules = list_rules()
        self.assertGreater(len(rules), 10)
        self.assertEqual(sorted(rules), sorted(path.name for path in FIXTURES.iterdir()))

    def test_pass(self):
        for rule in list_rules():
            with self.subTest(rule):
                reply = run('--rule', rule, FIXTURES / rule / 'pass')
                self.assertEqual((reply.stdout, reply.returncode), ('', 0))

    def test_fail(self):
        for rule in list_rules():
            with self.subTest(rule):
                reply = run('--rule', rule, FIXTURES / rule / 'fail')
                found = [re.match(rf'(\S+:\d+): {rule}: .', line) for line in
                         reply.stdout.splitlines()]
                expected = (FIXTURES / rule / 'expected').read_text(encoding='utf-8').split()
                self.assertNotIn(None, found, reply.stdout)
                self.assertEqual(sorted(match[1] for match in found), sorted(expected))
                self.assertEqual(reply.returncode, 1)

    def test_nothing_to_check(self):
        with tempfile.TemporaryDirectory() as folder:
            for rule in list_rules():
                with self.subTest(rule):
                    reply = run('--rule', rule, folder)
                    self.assertIn(f'{rule}: nothing to check', reply.stdout)
                    self.assertEqual(reply.returncode, 1)


if __name__ == '__main__':
    unittest.main()
