#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""name-members.py GIR OUTPUT: gives links to members of enumerations their names.

gi-docgen 2023.1 shows [error@Vmx.Error.BUSY] as “VmxError”, and takes any name for the member.
"""
import pathlib
import re
import sys

LINK = re.compile(r'\[(?P<kind>enum|error|flags)@(?P<type>\w+\.\w+)\.(?P<member>\w+)\]')
MEMBER = re.compile(r'<member\b[^>]*\bc:identifier="(\w+)"')
PREFIXES = {
    'Gio.IOErrorEnum': 'G_IO_ERROR_',
}


def prefix_of(type_name):
    """Vmx.QueryNulls has members with VMX_QUERY_NULLS_ in front."""
    if type_name in PREFIXES:
        return PREFIXES[type_name]
    words = re.findall(r'[A-Z][a-z0-9]*', type_name)
    return '_'.join(words).upper() + '_'


def name_members(gir):
    known = set(MEMBER.findall(gir))
    unknown = set()

    def name(link):
        identifier = prefix_of(link['type']) + link['member']
        if link['type'].startswith('Vmx.') and identifier not in known:
            unknown.add(link[0])
        return f'[{identifier}][{link["kind"]}@{link["type"]}]'

    return LINK.sub(name, gir), unknown


def main(source, output):
    gir, unknown = name_members(pathlib.Path(source).read_text(encoding='utf-8'))
    for link in sorted(unknown):
        print(f'{source}: there is no {link}', file=sys.stderr)
    if unknown:
        return 1
    pathlib.Path(output).write_text(gir, encoding='utf-8')
    return 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
