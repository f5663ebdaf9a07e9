#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test_links.py SOURCE: links between files of the sources lead somewhere."""
import os
import pathlib
import re
import sys
import unittest

SOURCE = pathlib.Path(sys.argv[1])
LINK = re.compile(r'\[[^\]\n]*\]\((?P<target>[^)\s]+)\)')
CODE = re.compile(r'^(`{3,}).*?^\1$|`[^`\n]*`', re.DOTALL | re.MULTILINE)
HEADING = re.compile(r'^#+ (.*)$', re.MULTILINE)
SKIPPED_FOLDERS = {'build', 'fixtures', 'subprojects'}


def markdown_files():
    """All pages of the sources; build folders are told by what meson puts into them."""
    for folder, folders, names in os.walk(SOURCE):
        path = pathlib.Path(folder)
        folders[:] = [name for name in folders
                      if not name.startswith('.') and name not in SKIPPED_FOLDERS
                      and not (path / name / 'meson-info').exists()]
        yield from (path / name for name in names if name.endswith('.md'))


def anchors(text):
    """As the usual web faces make them of headings."""
    headings = (re.sub(r'[^\w\- ]', '', heading.lower()) for heading in HEADING.findall(text))
    return {heading.replace(' ', '-') for heading in headings}


def find_problem(page, target):
    """None if a link in a page leads somewhere."""
    if re.match(r'[a-z]+:', target):
        return None
    path, _, anchor = target.partition('#')
    file = page.parent / path if path else page
    if page.parent == SOURCE / 'docs' and path.endswith('.html'):
        file = file.with_suffix('.md')  # what gi-docgen makes of a page
    if not file.exists():
        return f'there is no {path}'
    if anchor and file.suffix == '.md' and anchor not in anchors(file.read_text(encoding='utf-8')):
        return f'{file.name} has no heading for #{anchor}'
    return None


class Links(unittest.TestCase):
    def test_links(self):
        pages = list(markdown_files())
        self.assertIn(SOURCE / 'README.md', pages)
        self.assertIn(SOURCE / 'plugins/mock/README.md', pages)
        count = 0
        for page in pages:
            text = CODE.sub(lambda code: code[0] if '](' in code[0] else '',
                            page.read_text(encoding='utf-8'))
            for link in LINK.finditer(text):
                count += 1
                with self.subTest(page=str(page.relative_to(SOURCE)), link=link['target']):
                    self.assertIsNone(find_problem(page, link['target']))
        self.assertGreater(count, 10)

    def test_wrong_links(self):
        page = SOURCE / 'README.md'
        self.assertIsNone(find_problem(page, 'https://example.com/none'))
        self.assertIsNone(find_problem(page, 'docs/errors.md#the-codes'))
        self.assertIsNone(find_problem(page, '#licence'))
        for target in ('none.md', 'docs/none/', 'docs/errors.md#none', '#none', 'docs/errors.html'):
            with self.subTest(target=target):
                self.assertIsNotNone(find_problem(page, target))


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])
