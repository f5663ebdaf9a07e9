#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test_tables.py SOURCE: the tables of the pages say what the sources and programs say."""
import os
import pathlib
import re
import subprocess
import sys
import unittest

SOURCE = pathlib.Path(sys.argv[1])


def section(page, heading):
    """The text below a heading, up to the next one."""
    text = (SOURCE / page).read_text(encoding='utf-8')
    found = re.search(rf'^#+ {re.escape(heading)}\n(.*?)(?=^#|\Z)', text, re.DOTALL | re.MULTILINE)
    if found is None:
        raise AssertionError(f'{page} has no section “{heading}”')
    return found[1]


def table_rows(text):
    rows = [[cell.strip() for cell in line.strip('|').split('|')]
            for line in text.splitlines() if line.startswith('|')]
    return rows[2:]


def error_rows():
    """The table of errors, from the comment in the header."""
    header = (SOURCE / 'libvmxsync/model/vmx-error.h').read_text(encoding='utf-8')
    codes = re.findall(r'^ \* @VMX_ERROR_(\w+): (\d+): (.*(?:\n \*   .*)*)', header, re.MULTILINE)
    values = dict(re.findall(r'^  VMX_ERROR_(\w+) = (\d+),', header, re.MULTILINE))
    assert values and values == {name: number for name, number, _ in codes}, \
        'the comment and the enumeration differ'
    return [f'| {number} | `VMX_ERROR_{name}` | {re.sub(chr(10) + " [*] +", " ", text)} |'
            for name, number, text in codes]


class Tables(unittest.TestCase):
    maxDiff = None

    def test_plugins(self):
        rows = table_rows(section('README.md', 'Plugins'))
        links = {row[0] for row in rows}
        folders = [path.parent for path in (SOURCE / 'plugins').glob('*/meson.build')]
        self.assertTrue(folders)
        expected = {f'[`{folder.name}`](plugins/{folder.name}/README.md)' for folder in folders}
        self.assertEqual(links, expected)

    def test_errors(self):
        lines = [line for line in section('docs/errors.md', 'The codes').splitlines()
                 if line.startswith('|')][2:]
        self.assertEqual('\n'.join(lines), '\n'.join(error_rows()))

    def test_topics(self):
        build = (SOURCE / 'docs/meson.build').read_text(encoding='utf-8')
        topics = re.search(r'^topics = \[(.*?)\]', build, re.DOTALL | re.MULTILINE)[1]
        pages = {path.stem for path in (SOURCE / 'docs').glob('*.md')}
        self.assertEqual(set(re.findall(r"'([\w-]+)'", topics)), pages)

    def test_suites(self):
        text = (SOURCE / 'CONTRIBUTING.md').read_text(encoding='utf-8')
        listed = set(re.findall(r'`([\w-]+)`', re.search(r'^The suites are (.*?)\.$', text,
                                                         re.DOTALL | re.MULTILINE)[1]))
        built = {suite for folder in ('tests', 'plugins', 'examples')
                 for path in (SOURCE / folder).rglob('meson.build')
                 for suite in re.findall(r"suite: '([\w-]+)'", path.read_text(encoding='utf-8'))}
        self.assertTrue(built)
        self.assertEqual(built - listed, set())
        for suite in listed - built:  # a suite whose name is computed
            self.assertTrue((SOURCE / 'tests' / suite).exists(), suite)

    def test_error_names(self):
        header = (SOURCE / 'libvmxsync/model/vmx-error.h').read_text(encoding='utf-8')
        for page in [SOURCE / 'README.md', *(SOURCE / 'docs').glob('*.md')]:
            for name in re.findall(r'\bVMX_ERROR_\w+', page.read_text(encoding='utf-8')):
                with self.subTest(page=page.name):
                    self.assertIn(f'{name} = ', header)

    @unittest.skipUnless(os.environ.get('VMXSYNC'), 'the program vmxsync is not built')
    def test_commands(self):
        text = subprocess.run([os.environ['VMXSYNC'], '--help'], check=True, text=True,
                              capture_output=True).stdout
        expected = re.findall(r'^  ([\w-]+) {2,}(\S.*)$', text, re.MULTILINE)
        rows = table_rows(section('README.md', 'The command line'))
        found = [(row[0].strip('`'), row[1]) for row in rows]
        if not os.environ.get('SERVE'):  # without libsoup the demo says that it is missing
            found, expected = ([row for row in table if row[0] != 'demo']
                               for table in (found, expected))
        self.assertTrue(expected)
        self.assertEqual(found, expected)


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])
