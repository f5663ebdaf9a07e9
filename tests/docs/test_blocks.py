#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test_blocks.py SOURCE PAGE…: no program in the documentation is left untested."""
import pathlib
import re
import sys
import tempfile
import unittest

import tested_blocks

SOURCE = pathlib.Path(sys.argv[1])
TESTED_PAGES = {pathlib.Path(page) for page in sys.argv[2:]}
PROGRAM = re.compile(r'^```(c|python|javascript|vala|meson)\n', re.MULTILINE)


def pages():
    return [SOURCE / 'README.md', *sorted((SOURCE / 'docs').glob('*.md'))]


class Blocks(unittest.TestCase):
    def test_each_program_is_tested(self):
        self.assertGreater(len(pages()), 1)
        for page in pages():
            text = page.read_text(encoding='utf-8')
            for program in PROGRAM.finditer(text):
                before = text[:program.start()].splitlines()
                with self.subTest(place=f'{page}:{len(before) + 1}'):
                    self.assertRegex(before[-1], r'^<!-- tested: .* -->$')

    def test_each_marked_page_is_run(self):
        marked = {page for page in pages() if tested_blocks.find(page)}
        self.assertEqual(marked, TESTED_PAGES)

    def test_marks_that_lead_nowhere(self):
        for text in ('<!-- tested: run -->\ntext\n',
                     '<!-- tested: run -->\n```sh\nls\n',
                     '<!-- tested: two words -->\n```sh\nls\n```\n',
                     ' <!-- tested: run -->\n```sh\nls\n```\n'):
            with tempfile.NamedTemporaryFile('w', suffix='.md') as page, self.subTest(text=text):
                page.write(text)
                page.flush()
                with self.assertRaises(tested_blocks.PageError):
                    tested_blocks.find(page.name)

    def test_block(self):
        with tempfile.NamedTemporaryFile('w', suffix='.md') as page:
            page.write('x\n<!-- tested: a/b.c -->\n```c\nint a;\n\n```\n```sh\nno\n```\n')
            page.flush()
            blocks = tested_blocks.find(page.name)
        self.assertEqual([(block.name, block.text) for block in blocks], [('a/b.c', 'int a;\n\n')])


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])
