# SPDX-License-Identifier: LGPL-2.1-or-later
"""Lists of records that follow the store."""
import copy
import gc
import json
import unittest
import weakref

import support
from gi.repository import GLib, Gio, Vmx


def wait_until(condition):
    context = GLib.MainContext.default()
    while not condition():
        context.iteration(True)


class ModelTest(support.TestCase):
    def setUp(self):
        super().setUp()
        self.employees = self.client_of().get_object('Employee')
        self.employees.start_sync()

    def loaded(self, options=None):
        model = Vmx.RecordModel(self.employees, options)
        wait_until(lambda: not model.props.loading)
        return model

    def test_sequence(self):
        model = self.loaded({'filter': 'Id ne 3', 'orderByMap': [{'Name': 'DESC'}]})
        self.assertIsInstance(model, Gio.ListModel)
        self.assertEqual(len(model), 4)
        self.assertEqual([record['Name'] for record in model], ['Emil', 'Dana', 'Bo', 'Anna'])
        self.assertEqual(dict(model[1]), {'Id': 4, 'Name': 'Dana', 'Salary': None})
        self.assertEqual(model[-1]['Name'], 'Anna')
        for bad in (4, -5):
            with self.assertRaises(IndexError):
                model[bad]
        with self.assertRaises(TypeError):
            model['Name']
        self.assertEqual(model.get_object(), self.employees)
        self.assertIsNone(model.get_error())

    def test_options(self):
        self.assertEqual(len(self.loaded(Vmx.ReadOptions({'filter': 'Id le 2'}))), 2)
        self.assertEqual(len(self.loaded()), 5)
        self.assert_fails(Vmx.Error.INVALID_OPTION, Vmx.RecordModel, self.employees,
                          {'distinct': True, 'projectionColumns': ['Name']})
        self.assert_fails(Vmx.Error.INVALID_FILTER, Vmx.RecordModel, self.employees,
                          {'filter': 'Idd eq 1'})
        for bad in (['filter'], 'Id eq 1', 1):
            with self.assertRaises(TypeError):
                Vmx.RecordModel(self.employees, bad)
        with self.assertRaises(TypeError):
            Vmx.RecordModel(None)

    def test_follows_sync(self):
        model, changes, emissions = Vmx.RecordModel(self.employees), [], []
        model.connect('items-changed', lambda _, *step: changes.append(step))
        self.employees.connect('changed', emissions.append)
        wait_until(lambda: changes and emissions)
        self.assertEqual(changes, [(0, 0, 5)])
        records = [{'Id': 2, 'Name': 'Bob', 'Salary': 20}, {'Id': 6, 'Name': 'Fay', 'Salary': 1}]
        scenario = copy.deepcopy(support.STAFF)
        scenario['objects']['Employee']['records'] = records
        (self.folder / 'scenario.json').write_text(json.dumps(scenario), encoding='utf-8')
        emissions.clear()
        self.employees.start_sync()
        wait_until(lambda: len(changes) == 3 and emissions)
        self.assertEqual(changes[1:], [(1, 1, 1), (5, 0, 1)])
        self.assertEqual([model[1]['Name'], model[-1]['Name']], ['Bob', 'Fay'])
        self.assertEqual(emissions, [self.employees])

    def test_failed_refresh(self):
        model = self.loaded()
        self.employees.get_client().drop()
        model.refresh()
        error = model.get_error()
        self.assertTrue(error.matches(Vmx.error_quark(), Vmx.Error.NOT_SET_UP), error)
        self.assertEqual(model.props.error.message, error.message)
        self.assertEqual(len(model), 5)
        self.assertEqual(dict(model[4]), {'Id': 5})

    def test_released(self):
        model = Vmx.RecordModel(self.employees)
        gone = weakref.ref(model)
        del model
        gc.collect()
        self.assertIsNone(gone())
        self.loaded()


if __name__ == '__main__':
    unittest.main()
