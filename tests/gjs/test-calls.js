// SPDX-License-Identifier: LGPL-2.1-or-later
// Syncs and reads: blocking, asynchronous and with callbacks.
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import GObject from 'gi://GObject';
import Vmx from 'gi://Vmx?version=1';
import System from 'system';
import {assertEqual, assertRejects, assertThrows, clientOf, isError, runTests, STAFF, test}
    from './testing.js';

Gio._promisify(Vmx.Client.prototype, 'setup_async', 'setup_finish');
Gio._promisify(Vmx.Client.prototype, 'drop_async', 'drop_finish');
Gio._promisify(Vmx.Client.prototype, 'execute_select_query_async',
    'execute_select_query_finish');
Gio._promisify(Vmx.Obj.prototype, 'start_sync_async', 'start_sync_finish');
Gio._promisify(Vmx.Obj.prototype, 'get_async', 'get_finish');

const syncOptions = values => Vmx.SyncOptions.new_from_json(JSON.stringify(values));
const readOptions = values => Vmx.ReadOptions.new_from_json(JSON.stringify(values));
const isTypeError = error => assertEqual(error.name, 'TypeError');

test('a blocking sync', folder => {
    const employees = clientOf(folder).get_object('Employee');
    const result = employees.start_sync(syncOptions({downloadBatchSize: 2, getSyncStats: true}),
        null);
    assertEqual(result.get_total_downloaded_records(), 5);
    assertEqual(result.get_stats().get_n_download_batches(), 3);
    assertEqual(JSON.parse(result.to_json()).syncStats.totalDownloadedRecords, 5);
    assertEqual(result.get_warnings(), []);
    assertEqual(employees.get(null, null).map(record => record.get_int64('Id')), [1, 2, 3, 4, 5]);
});

test('awaited calls', async folder => {
    const client = clientOf(folder);
    assertEqual(await client.setup_async(null, null), true);
    const employees = client.get_object('Employee');
    const result = await employees.start_sync_async(syncOptions({filter: 'Id le 3'}), null);
    assertEqual(result.get_total_downloaded_records(), 3);
    const records = await employees.get_async(readOptions({orderByMap: [{Id: 'DESC'}]}), null);
    assertEqual(records.map(record => JSON.parse(record.to_json())), [
        {Id: 3, Name: null, Salary: '30'},
        {Id: 2, Name: 'Bo', Salary: '20'},
        {Id: 1, Name: 'Anna', Salary: '10'},
    ]);
    const rows = await client.execute_select_query_async('select count(*) as n from Employee', null);
    assertEqual(rows[0].get_int64('n'), 3);
    assertEqual(await client.drop_async(null, null), true);
    assertEqual(client.set_up, false);
});

test('errors have codes', async folder => {
    const client = clientOf(folder);
    const employees = client.get_object('Employee');
    const wrong = syncOptions({filter: 'Idd le 3', strictFilter: true});
    assertThrows(() => employees.start_sync(wrong, null), error => {
        assertEqual(error.matches(Vmx.error_quark(), Vmx.Error.INVALID_FILTER), true);
        assertEqual(error.code, 2472);
        assertEqual(error.message.includes('Idd'), true);
    });
    await assertRejects(employees.start_sync_async(wrong, null),
        isError(Vmx.Error.INVALID_FILTER));
    await assertRejects(client.execute_select_query_async('delete from Employee', null),
        isError(Vmx.Error.INVALID_QUERY));
    assertThrows(() => client.get_object('Employe'), isError(Vmx.Error.OBJECT_NOT_FOUND));
});

test('a failing server', async folder => {
    const faults = [{batch: 2, error: 'timeout', times: 0}];
    const employees = clientOf(folder, {...STAFF, faults}).get_object('Employee');
    await assertRejects(employees.start_sync_async(syncOptions({downloadBatchSize: 2}), null),
        isError(Vmx.Error.READ_TIMED_OUT));
    assertEqual(employees.get(null, null).length, 2);
    assertEqual(employees.syncing, false);
});

test('cancelled', async folder => {
    const faults = [{'latency-ms': 600000, times: 0}];
    const employees = clientOf(folder, {...STAFF, faults}).get_object('Employee');
    const cancellable = new Gio.Cancellable();
    GLib.timeout_add(GLib.PRIORITY_DEFAULT, 20, () => {
        cancellable.cancel();
        return GLib.SOURCE_REMOVE;
    });
    await assertRejects(employees.start_sync_async(null, cancellable), error =>
        assertEqual(error.matches(Gio.IOErrorEnum, Gio.IOErrorEnum.CANCELLED), true));
});

test('progress and properties', async folder => {
    const client = clientOf(folder);
    const employees = client.get_object('Employee');
    const states = [];
    const changes = [];
    let ofClient = 0;
    employees.connect('progress', (_, progress) => states.push(progress.get_state()));
    client.connect('progress', () => ofClient++);
    for (const name of ['syncing', 'last-result'])
        employees.connect(`notify::${name}`, (source, pspec) => changes.push(pspec.name));
    assertEqual([employees.syncing, employees.fraction, employees.last_result], [false, -1, null]);

    const pending = employees.start_sync_async(null, null);
    assertEqual(employees.syncing, true);
    const result = await pending;
    assertEqual([states[0], states.at(-1)], [Vmx.SyncState.STARTED, Vmx.SyncState.ENDED]);
    assertEqual(ofClient, states.length);
    assertEqual(changes.sort(), ['last-result', 'syncing', 'syncing']);
    assertEqual([employees.syncing, employees.fraction], [false, 1]);
    assertEqual(employees.last_result === result, true);
});

function syncWithCallbacks(employees, options) {
    return new Promise(resolve => {
        const events = [];
        employees.start_sync_with_callbacks(options,
            result => resolve({result, events}),
            error => resolve({error, events}),
            progress => events.push(progress));
    });
}

test('callbacks', async folder => {
    const employees = clientOf(folder).get_object('Employee');
    const {result, events} = await syncWithCallbacks(employees, syncOptions({filter: 'Id le 3'}));
    assertEqual(result.get_total_downloaded_records(), 3);
    assertEqual(JSON.parse(events.at(-1).to_json()).state, 'Ended');
    const {error} = await syncWithCallbacks(employees,
        syncOptions({filter: 'Idd le 3', strictFilter: true}));
    isError(Vmx.Error.INVALID_FILTER)(error);
});

test('an object that nobody holds', async folder => {
    const client = clientOf(folder);
    for (let i = 0; i < 100; i++) {
        const pending = client.get_object('Employee').start_sync_async(null, null);
        if (i % 10 === 0)
            System.gc();
        assertEqual((await pending).get_total_downloaded_records(), 5);
    }
});

test('a client that nobody holds', async folder => {
    const faults = [{'latency-ms': 5, times: 0}];
    const pending = clientOf(folder, {...STAFF, faults}).get_object('Employee')
        .start_sync_async(null, null);
    System.gc();
    assertEqual((await pending).get_total_downloaded_records(), 5);
});

test('wrong input', folder => {
    const client = clientOf(folder);
    const employees = client.get_object('Employee');
    for (const options of [{}, 3, 'x', client]) {
        assertThrows(() => employees.start_sync(options, null), error =>
            assertEqual(['TypeError', 'Error'].includes(error.name), true));
    }
    assertThrows(() => client.get_object(null), isTypeErrorOrError);
    assertThrows(() => client.get_object(''), isError(Vmx.Error.OBJECT_NAME_EMPTY));
    assertThrows(() => syncOptions({filtre: 'x'}), isError(Vmx.Error.INVALID_OPTION));
    assertThrows(() => syncOptions({filter: null}), isError(Vmx.Error.INVALID_FILTER));
    assertThrows(() => Vmx.SyncOptions.new_from_json('{'), isError(Vmx.Error.INVALID_OPTION));
    assertThrows(() => Vmx.Record.new_from_json('['.repeat(200000)), isError(Vmx.Error.JSON));
    assertThrows(() => client.execute_select_query('', null), isError(Vmx.Error.INVALID_QUERY));
});

function isTypeErrorOrError(error) {
    assertEqual(['TypeError', 'Error'].includes(error.name), true);
}

test('handles made by the object system', folder => {
    const client = clientOf(folder);
    const employees = new Vmx.Obj({name: 'Employee', client});
    assertEqual(employees.start_sync(null, null).get_total_downloaded_records(), 5);
    const nameless = new Vmx.Obj({client});
    assertThrows(() => nameless.get(null, null), isError(Vmx.Error.OBJECT_NAME_EMPTY));
    const unready = new Vmx.Obj();
    assertEqual(unready.client === Vmx.Client.get_default(), true);
    assertThrows(() => unready.start_sync(null, null), isError(Vmx.Error.NOT_SET_UP));
    assertEqual(GObject.type_name(employees.constructor.$gtype), 'VmxObj');
    isTypeError(new TypeError(''));
});

await runTests();
