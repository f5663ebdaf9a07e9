#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test_employee_list.py EXAMPLE: 100,000 records in the window of the example, on a display of its own.

Is skipped where GTK 4 or Xvfb is missing.
"""
import gc
import importlib.util
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

SKIPPED = 77
N_RECORDS = 100000
INSIDE = 'inside'

OBJECT = {
    'key': ['EmployeeID'],
    'columns': {'EmployeeID': 'int32', 'FirstName': 'string', 'LastName': 'string',
                'City': 'string?', 'Country': 'string?'},
}


def run_on_display():
    """Runs this program again, with a screen that nobody sees."""
    for program in ('xvfb-run', 'Xvfb', 'xauth'):
        if shutil.which(program) is None:
            print(f'skipped: there is no {program}')
            return SKIPPED
    # Without the desktop's services, and with pixels that need no graphics card.
    env = {**os.environ, 'GDK_BACKEND': 'x11', 'GSK_RENDERER': 'cairo', 'GTK_A11Y': 'none',
           'GSETTINGS_BACKEND': 'memory', 'GTK_USE_PORTAL': '0', 'NO_AT_BRIDGE': '1'}
    command = ['xvfb-run', '-a', sys.executable, *sys.argv, INSIDE]
    return subprocess.run(command, env=env, check=False).returncode


def load_example(path):
    spec = importlib.util.spec_from_file_location('employee_list', path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def wait_until(condition):
    context = GLib.MainContext.default()
    while not condition():
        context.iteration(True)


def descendants(widget):
    child = widget.get_first_child()
    while child is not None:
        yield child
        yield from descendants(child)
        child = child.get_next_sibling()


class Records:
    """The records that rows show or showed, as long as they live."""

    def __init__(self):
        self.n_live = self.most = 0
        self._seen = set()

    def note(self, record):
        key = hash(record)
        if key in self._seen:
            return
        self._seen.add(key)
        self.n_live += 1
        self.most = max(self.most, self.n_live)
        record.weak_ref(self._on_gone, key)

    def _on_gone(self, key):
        self._seen.discard(key)
        self.n_live -= 1


class EmployeeListTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.scenario = self.folder / 'scenario.json'
        self.records = Records()
        self.example = load_example(EXAMPLE)
        show_value = self.example.show_value

        def note_and_show(label, record, name):
            self.records.note(record)
            show_value(label, record, name)

        self.example.show_value = note_and_show

    def serve(self, **contents):
        scenario = {'objects': {'Employees': {**OBJECT, **contents}}}
        self.scenario.write_text(json.dumps(scenario), encoding='utf-8')

    def start(self):
        app = self.example.EmployeeList(str(self.folder / 'store.db'), str(self.scenario), 'mock')
        self.assertTrue(app.register(None))
        app.activate()
        return app

    def shown(self, window):
        return {label.get_text() for label in descendants(window.view)
                if isinstance(label, Gtk.Label)}

    def sync(self, window):
        wait_until(window.sync_button.get_sensitive)
        window.sync_button.emit('clicked')
        wait_until(window.sync_button.get_sensitive)

    def scroll_to(self, window, place):
        rows = next(widget for widget in descendants(window.view)
                    if isinstance(widget, Gtk.ListView))
        rows.activate_action('list.scroll-to-item', GLib.Variant('u', place))
        wait_until(lambda: window.model[place]['LastName'] in self.shown(window))

    def test_many_records(self):
        self.serve(generate={'count': N_RECORDS})
        app = self.start()
        window, model = app.window, app.window.model
        self.sync(window)
        wait_until(lambda: len(model) == N_RECORDS and not model.props.loading)
        self.assertEqual(window.status.get_text(), f'{N_RECORDS} employees')
        wait_until(lambda: model[0]['LastName'] in self.shown(window))

        # Rows are made for what can be seen, and records for rows.
        for place in [*range(0, N_RECORDS, N_RECORDS // 20), N_RECORDS // 2, N_RECORDS - 1]:
            self.scroll_to(window, place)
        n_labels = sum(isinstance(widget, Gtk.Label) for widget in descendants(window.view))
        self.assertLess(n_labels, 4000)
        self.assertGreater(self.records.n_live, 0)
        self.assertLess(self.records.most, 1500)

        # The first row changes, one comes in front of it, and nothing else is touched.
        self.scroll_to(window, 0)
        first = {**model[0], 'City': 'Nowhere'}
        steps = []
        model.connect('items-changed', lambda _, *step: steps.append(step))
        self.serve(records=[{**first, 'EmployeeID': -1, 'LastName': ' Newcomer'}, first])
        self.sync(window)
        wait_until(lambda: {' Newcomer', 'Nowhere'} <= self.shown(window))
        self.assertEqual(steps, [(0, 1, 2)])
        self.assertEqual(window.status.get_text(), f'{N_RECORDS + 1} employees')

        window.close()
        wait_until(lambda: not app.get_windows())

    def test_records_are_released(self):
        self.serve(generate={'count': 100})
        app = self.start()
        self.sync(app.window)
        wait_until(lambda: self.records.n_live > 0)
        app.window.view.set_model(None)
        app.window.model = None
        gc.collect()
        wait_until(lambda: self.records.n_live == 0)
        app.window.close()

    def test_failed_setup(self):
        app = self.start()  # nobody serves
        wait_until(app.window.status.get_text)
        self.assertRegex(app.window.status.get_text(), r'^\d+: .*scenario')
        self.assertFalse(app.window.sync_button.get_sensitive())
        app.window.close()


if __name__ == '__main__':
    if sys.argv[-1] != INSIDE:
        sys.exit(run_on_display())
    import gi
    try:
        gi.require_version('Gtk', '4.0')
    except ValueError as error:
        print(f'skipped: {error}')
        sys.exit(SKIPPED)
    from gi.repository import GLib, Gtk
    EXAMPLE = sys.argv[1]
    unittest.main(argv=sys.argv[:1])
