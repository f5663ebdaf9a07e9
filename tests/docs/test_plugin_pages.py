#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test_plugin_pages.py SOURCE: the README of a plugin knows its options and their defaults."""
import os
import pathlib
import re
import sys
import unittest

if not os.environ.get('GI_TYPELIB_PATH'):
    print('skipped: the introspection data is not built')
    sys.exit(77)

import gi  # noqa: E402

gi.require_version('Vmx', '1')
from gi.repository import GObject, Vmx  # noqa: E402

SOURCE = pathlib.Path(sys.argv[1])
ROW = re.compile(r'^\| `([\w-]+)` \| `?([^|`]+)`? \|', re.MULTILINE)
TABLE = re.compile(r'^\| property \| default \| meaning \|\n(.*?)(?=\n\n|\Z)',
                   re.DOTALL | re.MULTILINE)
NO_DEFAULT = {'none', 'all'}


def page_of(plugin):
    return (SOURCE / 'plugins' / plugin / 'README.md').read_text(encoding='utf-8')


def written_options(plugin):
    return sorted(row for table in TABLE.findall(page_of(plugin)) for row in ROW.findall(table))


def as_written(default):
    return 'none' if default is None else str(default)


def real_options(info):
    loader = Vmx.PluginLoader.get_default()
    kinds = (Vmx.PluginKinds.TRANSPORT, Vmx.PluginKinds.STORAGE, Vmx.PluginKinds.PROCESSOR)
    instances = [loader.create(info.get_name(), kind) for kind in kinds
                 if info.get_kinds() & kind]
    return sorted((option.name, as_written(option.default_value))
                  for instance in instances for option in GObject.list_properties(instance))


class PluginPages(unittest.TestCase):
    def setUp(self):
        loader = Vmx.PluginLoader.get_default()
        loader.scan()
        self.plugins = [info for info in loader if (SOURCE / 'plugins' / info.get_name()).exists()]
        self.assertGreaterEqual(len(self.plugins), 3)

    def test_options(self):
        for info in self.plugins:
            with self.subTest(plugin=info.get_name()):
                self.assertIsNone(info.get_error())
                written = [(name, 'none' if default in NO_DEFAULT else default)
                           for name, default in written_options(info.get_name())]
                self.assertEqual(written, real_options(info))

    def test_titles(self):
        for info in self.plugins:
            with self.subTest(plugin=info.get_name()):
                self.assertRegex(page_of(info.get_name()), rf'\A# {info.get_name()}: [a-z]')

    def test_scenarios_of_the_mock(self):
        scenarios = re.findall(r'^```json\n(.*?)^```', page_of('mock'), re.DOTALL | re.MULTILINE)
        self.assertTrue(scenarios)
        for text in scenarios:
            transport = Vmx.PluginLoader.get_default().create('mock', Vmx.PluginKinds.TRANSPORT)
            transport.props.scenario_text = text
            transport.open(None, None)
            self.assertGreater(transport.fetch_schema(None).get_n_objects(), 0)
            transport.close()


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])
