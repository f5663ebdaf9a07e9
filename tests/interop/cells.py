# SPDX-License-Identifier: LGPL-2.1-or-later
"""One comparable form for a value, from each of the four places where it is met."""

import base64
import decimal
import json
import re

INTEGERS = {'Edm.Byte', 'Edm.SByte', 'Edm.Int16', 'Edm.Int32', 'Edm.Int64'}
ETAG = 'vmx_etag'

_INSTANT = re.compile(r'(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?Z')


def instant(text):
    match = _INSTANT.fullmatch(text)
    assert match, f'{text!r} is no UTC time'
    return match[1], decimal.Decimal('0' + (match[2] or '.0'))


def number(text):
    """Both a JSON number and a string of one; a decimal that was read by value is equal by value."""
    return decimal.Decimal(str(text))


def from_json(edm_type, value):
    """A value of a reply, read with exact numbers; also what VmxRecord's JSON holds."""
    if value is None:
        return None
    if edm_type in INTEGERS:
        exact = number(value)
        assert exact == int(exact), f'{value!r} is no whole number'
        return int(exact)
    if edm_type == 'Edm.Decimal':
        return number(value)
    if edm_type == 'Edm.Double':
        return float(value)
    if edm_type == 'Edm.Binary':
        return base64.urlsafe_b64decode(value)
    if edm_type == 'Edm.DateTimeOffset':
        return instant(value)
    return value


def expect(kind, cell):
    assert type(cell) is kind, f'{cell!r} is stored as {type(cell).__name__}, not {kind.__name__}'
    return cell


def from_store(edm_type, cell):
    """A cell of the library's own SQLite table; the storage class has to be right too."""
    if cell is None:
        return None
    if edm_type in INTEGERS:
        return expect(int, cell)
    if edm_type == 'Edm.Boolean':
        assert cell in (0, 1), f'{cell!r} is no boolean'
        return bool(expect(int, cell))
    if edm_type == 'Edm.Double':
        return expect(float, cell)
    if edm_type == 'Edm.Binary':
        return expect(bytes, cell)
    if edm_type == 'Edm.Decimal':
        return number(expect(str, cell))
    if edm_type == 'Edm.DateTimeOffset':
        return instant(expect(str, cell))
    if edm_type.startswith('Collection('):
        return json.loads(expect(str, cell), parse_float=decimal.Decimal)
    return expect(str, cell)


def from_server_database(edm_type, cell):
    """A cell of CAP's own SQLite file; decimals are doubles there, except in text columns.
    CAP keeps binary as base64 text and sends an empty list for a missing one."""
    if edm_type.startswith('Collection('):
        return [] if cell is None else json.loads(cell)
    if cell is None:
        return None
    if edm_type == 'Edm.Boolean':
        return bool(cell)
    if edm_type == 'Edm.Decimal':
        return number(cell)
    if edm_type == 'Edm.DateTimeOffset':
        return instant(cell)
    if edm_type == 'Edm.Double':
        return float(cell)
    if edm_type == 'Edm.Binary':
        return base64.b64decode(cell)
    return cell


def differences(entity_set, expected, actual):
    """Lines that name each differing row and cell; both are rows by key, in comparable form."""
    lines = [f'{entity_set.name}{key}: missing' for key in expected.keys() - actual.keys()]
    lines += [f'{entity_set.name}{key}: should not be there' for key in actual.keys() - expected.keys()]
    for key in expected.keys() & actual.keys():
        want, have = expected[key], actual[key]
        if want.keys() != have.keys():
            lines.append(f'{entity_set.name}{key}: columns {sorted(want.keys() ^ have.keys())}')
            continue
        lines += [f'{entity_set.name}{key}.{name}: {want[name]!r:.200} expected, {have[name]!r:.200} found'
                  for name in want if want[name] != have[name]]
    return lines
