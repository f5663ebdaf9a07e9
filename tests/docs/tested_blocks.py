# SPDX-License-Identifier: LGPL-2.1-or-later
"""Finds the code blocks of a page that say they are tested.

A comment in front of a fenced block says what the block is:

    <!-- tested: NAME -->         the file NAME
    <!-- tested: run -->          shell commands
    <!-- tested: run offline -->  shell commands, once the service is gone
    <!-- tested: prints -->       what the commands before print
"""
import pathlib
import re

_MARK = re.compile(r'<!-- tested: (?P<name>run offline|[\w.+/-]+) -->$')
_FENCE = re.compile(r'(?P<ticks>`{3,})(?P<language>[\w-]*)$')


class PageError(Exception):
    pass


class Block:
    def __init__(self, page, number, name):
        self.place = f'{page}:{number}'
        self.name = name
        self.lines = []

    @property
    def text(self):
        return ''.join(line + '\n' for line in self.lines)


def _read_block(block, lines):
    fence = _FENCE.match(next(lines, (0, ''))[1])
    if fence is None:
        raise PageError(f'{block.place}: no code block follows')
    for _, line in lines:
        if line == fence['ticks']:
            return block
        block.lines.append(line)
    raise PageError(f'{block.place}: the code block has no end')


def find(page):
    """The tested blocks of a page, in their order."""
    lines = enumerate(pathlib.Path(page).read_text(encoding='utf-8').splitlines(), 1)
    blocks = []
    for number, line in lines:
        mark = _MARK.match(line)
        if mark is not None:
            blocks.append(_read_block(Block(page, number, mark['name']), lines))
        elif '<!-- tested' in line:
            raise PageError(f'{page}:{number}: this mark cannot be read: {line}')
    return blocks
