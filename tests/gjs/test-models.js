// SPDX-License-Identifier: LGPL-2.1-or-later
// Lists of records that follow the store.
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import Vmx from 'gi://Vmx?version=1';
import {assertEqual, assertThrows, clientOf, isError, runTests, STAFF, test} from './testing.js';

const readOptions = values => Vmx.ReadOptions.new_from_json(JSON.stringify(values));

function waitUntil(condition) {
    while (!condition())
        GLib.MainContext.default().iteration(true);
}

test('a list follows a sync', folder => {
    const employees = clientOf(folder).get_object('Employee');
    employees.start_sync(null, null);
    const model = Vmx.RecordModel.new(employees, readOptions({orderByMap: [{Id: 'DESC'}]}));
    const steps = [];
    model.connect('items-changed', (_, ...step) => steps.push(step));
    assertEqual(model instanceof Gio.ListModel, true);
    assertEqual(model.loading, true);
    waitUntil(() => steps.length === 1);
    assertEqual(steps[0], [0, 0, 5]);
    assertEqual(model.get_item(1).get_text('Name'), 'Dana');

    const scenario = JSON.parse(JSON.stringify(STAFF));
    scenario.objects.Employee.records = [{Id: 4, Name: 'Dan', Salary: 1}];
    GLib.file_set_contents(GLib.build_filenamev([folder, 'scenario.json']),
        JSON.stringify(scenario));
    let emissions = 0;
    employees.connect('changed', () => emissions++);
    employees.start_sync(null, null);
    waitUntil(() => steps.length === 2 && !model.loading && emissions > 0);
    assertEqual(steps[1], [1, 1, 1]);
    assertEqual(model.get_item(1).get_text('Name'), 'Dan');
    assertEqual(model.error, null);
    assertEqual(model.get_item(5), null);
});

test('bad options and a dropped store', folder => {
    const client = clientOf(folder);
    const employees = client.get_object('Employee');
    employees.start_sync(null, null);
    assertThrows(() => Vmx.RecordModel.new(employees, readOptions({filter: 'Idd eq 1'})),
        isError(Vmx.Error.INVALID_FILTER));
    const model = new Vmx.RecordModel({object: employees});
    waitUntil(() => !model.loading);
    client.drop(null, null);
    model.refresh();
    assertEqual(model.error.matches(Vmx.Error, Vmx.Error.NOT_SET_UP), true);
    assertEqual(model.get_n_items(), 5);
});

await runTests();
