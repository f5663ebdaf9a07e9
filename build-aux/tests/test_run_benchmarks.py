#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""run-benchmarks.py on a small project of its own."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).parent.parent / 'run-benchmarks.py'
RESULT = '{}: ratio 1.25 (ours 0.5 s, floor 0.4 s, peak 12 MB)'
WAITS = 'waits: edit median 0.5 ms, worst 20 ms, 6000 edits, 40 batches of 500 rows'
MESON_BUILD = f"""
project('sample')
shell = find_program('sh')
benchmark('read', shell, args: ['-c', 'echo "$LINE"; echo talk >&2'],
  env: {{'LINE': '{RESULT.format('read')}'}})
benchmark('broken', shell, args: ['-c', 'exit 3'])
benchmark('chatty', shell, args: ['-c', 'echo hello'])
benchmark('vague', shell, args: ['-c', 'echo "vague: edit median unknown, worst 20 ms"'])
benchmark('waits', shell, args: ['-c', 'echo "{RESULT.format('waits')}"; echo "{WAITS}"'])
benchmark('silent', shell, args: ['-c', 'true'])
benchmark('write', shell, args: ['-c', 'echo "{RESULT.format('write')}"'])
"""


class RunBenchmarks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.build = pathlib.Path(folder.name) / 'build'
        (pathlib.Path(folder.name) / 'meson.build').write_text(MESON_BUILD)
        subprocess.run(['meson', 'setup', cls.build, folder.name], check=True,
                       stdout=subprocess.DEVNULL)

    def run_benchmarks(self, *arguments):
        reply = subprocess.run([sys.executable, SCRIPT, self.build, *arguments],
                               capture_output=True, text=True)
        return reply.returncode, reply.stdout.splitlines(), reply.stderr

    def test_one(self):
        for name in ('read', 'write'):
            status, lines, _ = self.run_benchmarks(name)
            self.assertEqual((status, lines), (0, [RESULT.format(name)]))

    def test_all_run_although_some_fail(self):
        status, lines, message = self.run_benchmarks()
        self.assertEqual(status, 1)
        self.assertEqual(len(lines), 6)
        for expected in (RESULT.format('read'), RESULT.format('write'), WAITS):
            self.assertIn(expected, lines)
        for name in ('broken', 'chatty', 'silent', 'vague'):
            self.assertIn(f'bench: {name} ', message)

    def test_waits(self):
        status, lines, _ = self.run_benchmarks('waits')
        self.assertEqual((status, lines), (0, [RESULT.format('waits'), WAITS]))

    def test_failures(self):
        for name in ('broken', 'chatty', 'silent', 'vague'):
            with self.subTest(name):
                self.assertEqual(self.run_benchmarks(name)[0], 1)

    def test_unknown(self):
        status, lines, message = self.run_benchmarks('raed')
        self.assertEqual((status, lines), (2, []))
        self.assertIn('read', message)


if __name__ == '__main__':
    unittest.main()
