#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A small lint for what no compiler checks: licences, floors, sizes, forbidden words, docs.

Each rule has a passing and a failing tree in build-aux/tests/fixtures. A rule that finds no file
to look at fails, or it would pass for ever after a folder was renamed.
"""
import argparse
import os
import pathlib
import re
import sys

MAX_COLUMNS = 100
MAX_FILE_LINES = 600
MAX_FUNCTION_LINES = 80

C = ('.c', '.h', '.c.in', '.h.in')
HEADERS = ('.h', '.h.in')
SOURCES = C + ('.py', '.py.in', '.js', '.vala', '.sh', 'meson.build', 'meson_options.txt')
TEXTS = SOURCES + ('.md', '.txt', '.json', '.toml', '.toml.in', '.xml', '.supp', 'NEWS')
FIXTURES = 'build-aux/tests/fixtures'

# Ground first. Whoever is in no floor of the library stands above all of them.
FLOORS = ('libvmxsync/model/', 'libvmxsync/plugin/', 'libvmxsync/local/', 'libvmxsync/sync/',
          'libvmxsync/')
# Made from the headers of all floors, so every floor may ask it for its own types.
GENERATED = ('libvmxsync/vmx-enum-types.h',)

# Written so that they do not find themselves.
UNFINISHED = re.compile(r'\b(TO[D]O|FIX[M]E|X[X]X)\b')
MACHINE_PATH = re.compile(r'(?<![\w.~-])/(?:home|Users|root|work)/\w')

TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)
INCLUDE = re.compile(r'^[ ]*#[ ]*include[ ]*([<"])([^>"]+)[>"]', re.MULTILINE)
DOC_COMMENT = re.compile(r'/\*\*\n \* (vmx_\w+):.*?\*/', re.DOTALL)
PUBLIC = re.compile(r'^VMX_AVAILABLE_IN_ALL\s+(?!G_DECLARE)[^;()]*?\b(vmx_\w+)\s*\(', re.MULTILINE)
SQL = re.compile(r'^\s*SELECT\b|\bSELECT\b.*\bFROM\b|\bINSERT (OR \w+ )?INTO\b|\bDELETE FROM\b'
                 r'|\bUPDATE \S+ SET\b|\b(CREATE|ALTER|DROP) (TABLE|INDEX|TRIGGER|VIEW)\b'
                 r'|\bPRAGMA\b|\bBEGIN IMMEDIATE\b')

RULES = {}


class NothingToCheck(Exception):
    pass


class Source:
    """One file, with its C tokens told apart when it is C."""

    def __init__(self, root, path):
        self.path = path
        self.text = (root / path).read_text(encoding='utf-8', errors='replace')
        self.lines = self.text.splitlines()

    @property
    def code(self):
        """The text with comments, strings and characters blanked out, line for line."""
        return TOKEN.sub(lambda token: re.sub(r'[^\n]', ' ', token[0]), self.text)

    @property
    def strings(self):
        """The string literals, as (line, content)."""
        for token in TOKEN.finditer(self.text):
            if token[0].startswith('"'):
                yield self.line_at(token.start()), token[0][1:-1]

    @property
    def includes(self):
        """The included files, as (line, whether in angle brackets, name)."""
        for match in INCLUDE.finditer(self.text):
            yield self.line_at(match.start()), match[1] == '<', match[2]

    def line_at(self, offset):
        return self.text.count('\n', 0, offset) + 1


class Tree:
    def __init__(self, root):
        self.root = root
        self.sources = [Source(root, path) for path in sorted(self.walk())]

    def walk(self):
        for folder, folders, names in os.walk(self.root):
            here = pathlib.Path(folder).relative_to(self.root)
            folders[:] = [name for name in folders if self.is_ours(here / name)]
            for name in names:
                path = here / name
                if is_kind(name, TEXTS) or is_script(self.root / path):
                    yield path.as_posix()

    def is_ours(self, folder):
        """Neither fixtures, nor a build folder, nor what others put here."""
        if folder.as_posix() == FIXTURES or folder.name in ('node_modules', '__pycache__'):
            return False
        if folder.name.startswith('.') and folder.name != '.ci':
            return False
        return not (self.root / folder / 'meson-private').exists()

    def select(self, kinds, *roots):
        """The files of a kind, under each of some folders."""
        for root in roots or ('',):
            found = [source for source in self.sources if source.path.startswith(root)
                     and (is_kind(source.path, kinds)
                          or (kinds in (SOURCES, TEXTS) and is_script(self.root / source.path)))]
            if not found:
                raise NothingToCheck(f'{root or "./"} has none of {" ".join(kinds)}')
            yield from found


def is_kind(path, kinds):
    return path.endswith(kinds)


def is_script(path):
    if '.' in path.name or not os.access(path, os.X_OK):
        return False
    with open(path, 'rb') as file:
        return file.read(2) == b'#!'


def rule(function):
    """Registers a generator of (path, line, message)."""
    RULES[function.__name__.replace('_', '-')] = function
    return function


def search(sources, pattern, message, of=lambda source: source.text):
    for source in sources:
        for match in pattern.finditer(of(source)):
            yield source.path, source.line_at(match.start()), message.format(match[0].strip())


@rule
def licence(tree):
    for source in tree.select(SOURCES):
        if not any('SPDX-License-Identifier: ' in line for line in source.lines[:2]):
            yield source.path, 1, 'no SPDX line among the first two'


@rule
def no_goto(tree):
    yield from search(tree.select(C), re.compile(r'\bgoto\b'), '{}', of=lambda one: one.code)


@rule
def no_tabs(tree):
    for source in tree.select(C):
        for number, line in enumerate(source.lines, 1):
            if '\t' in line:
                yield source.path, number, 'a tab'


@rule
def line_length(tree):
    for source in tree.select(C):
        for number, line in enumerate(source.lines, 1):
            if len(line) > MAX_COLUMNS:
                yield source.path, number, f'{len(line)} columns, more than {MAX_COLUMNS}'


@rule
def file_length(tree):
    for source in tree.select(SOURCES):
        if len(source.lines) > MAX_FILE_LINES:
            yield source.path, 1, f'{len(source.lines)} lines, more than {MAX_FILE_LINES}'


@rule
def function_length(tree):
    """From brace to brace. A brace at the end of a function's first line would hide it."""
    for source in tree.select(C):
        start = None
        previous = ''
        for number, line in enumerate(source.code.splitlines(), 1):
            if re.match(r'\w[^#=]*\)\s*\{', line):
                yield source.path, number, 'the brace of a function is not on a line of its own'
            elif line.rstrip() == '{' and previous.endswith(')'):
                start = number
            elif line.startswith('}'):
                if start and number - start + 1 > MAX_FUNCTION_LINES:
                    yield (source.path, start, f'a function of {number - start + 1} lines, '
                           f'more than {MAX_FUNCTION_LINES}')
                start = None
            previous = line.rstrip() or previous


@rule
def header_guard(tree):
    for source in tree.select(HEADERS):
        if not re.search(r'^#pragma once$', source.text, re.MULTILINE):
            yield source.path, 1, 'no "#pragma once"'


def floor_of(path):
    return next((number for number, floor in enumerate(FLOORS) if path.startswith(floor)),
                len(FLOORS))


@rule
def include_up(tree):
    for source in tree.select(C, 'libvmxsync/'):
        for line, angle, name in source.includes:
            if not angle and '/' in name:
                yield source.path, line, f'"{name}": write the whole path, in angle brackets'
            elif name.startswith(('plugins/', 'tests/', 'tools/', 'examples/', 'benchmarks/')):
                yield source.path, line, f'{name} is above the library'
            elif (name.startswith('libvmxsync/') and name not in GENERATED
                  and floor_of(name) > floor_of(source.path)):
                yield source.path, line, f'{name} is on a higher floor'


@rule
def installed_includes(tree):
    """Plugins and examples are written as others would write theirs."""
    installed = {name for source in tree.select(('meson.build',), 'libvmxsync/')
                 for name in re.findall(r"'([\w-]+\.h)'", source.text)
                 if not name.endswith('-private.h')}
    for source in tree.select(C, 'plugins/', 'examples/'):
        for line, angle, name in source.includes:
            if name.startswith('..') or name.startswith('plugins/'):
                yield source.path, line, f'{name} belongs to somebody else'
            elif name.startswith('libvmxsync/') and name.rpartition('/')[2] not in installed:
                yield source.path, line, f'{name} is not installed'


@rule
def library_dependencies(tree):
    for source in tree.select(C, 'libvmxsync/'):
        for line, angle, name in source.includes:
            if name.startswith(('sqlite3', 'libsoup')):
                yield source.path, line, f'{name} is for plugins only'


@rule
def plugin_names(tree):
    names = {'odata', 'sqlite', 'mock'}
    names |= {source.path.split('/')[1] for source in tree.sources
              if source.path.startswith('plugins/') and source.path.count('/') > 1}
    for source in tree.select(C, 'libvmxsync/local/', 'libvmxsync/sync/'):
        for line, text in source.strings:
            if text.lower() in names:
                yield source.path, line, f'"{text}" names a plugin'


@rule
def no_sql(tree):
    for source in tree.select(C, 'libvmxsync/local/', 'libvmxsync/sync/'):
        for line, text in source.strings:
            if SQL.search(text):
                yield source.path, line, f'"{text}" is SQL'


@rule
def no_sleep(tree):
    """Tests may sleep: they wait for what they started themselves."""
    pattern = re.compile(r'\b(g_usleep|usleep|nanosleep|sleep) *\(')
    shipped = [source for source in tree.select(C) if 'tests/' not in str(source.path)]
    yield from search(shipped, pattern, '{}: waits must be cancellable', of=lambda one: one.code)


@rule
def unfinished(tree):
    yield from search(tree.select(TEXTS), UNFINISHED, '{}')


@rule
def machine_path(tree):
    yield from search(tree.select(TEXTS), MACHINE_PATH, '{}… is a path of one machine')


@rule
def documented(tree):
    since = {match[1]: 'Since: ' in match[0]
             for source in tree.select(('.c',), 'libvmxsync/')
             for match in DOC_COMMENT.finditer(source.text)}
    for source in tree.select(HEADERS, 'libvmxsync/'):
        for match in PUBLIC.finditer(source.text):
            name = match[1]
            if name.endswith('_get_type'):
                continue
            if name not in since:
                yield source.path, source.line_at(match.start(1)), f'{name}() has no documentation'
            elif not since[name]:
                yield source.path, source.line_at(match.start(1)), f'{name}() has no "Since:"'


def check(tree, name):
    try:
        yield from RULES[name](tree)
    except NothingToCheck as problem:
        yield '.', 0, f'nothing to check: {problem}'


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition('\n')[0])
    parser.add_argument('--rule', action='append', choices=sorted(RULES), help='only this one')
    parser.add_argument('--list', action='store_true', help='print the names of the rules')
    parser.add_argument('root', nargs='?', type=pathlib.Path,
                        default=pathlib.Path(__file__).parent.parent, help='the top folder')
    arguments = parser.parse_args()

    if arguments.list:
        print('\n'.join(RULES))
        return 0
    tree = Tree(arguments.root)
    offences = [(path, line, f'{name}: {message}') for name in arguments.rule or RULES
                for path, line, message in check(tree, name)]
    for path, line, message in offences:
        print(f'{path}:{line}: {message}')
    return 1 if offences else 0


if __name__ == '__main__':
    sys.exit(main())
