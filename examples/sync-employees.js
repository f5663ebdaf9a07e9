#!/usr/bin/gjs -m
// SPDX-License-Identifier: LGPL-2.1-or-later
// Downloads the employees of a country and shows the first three.
//
//     gjs -m sync-employees.js STORE URL [TRANSPORT]
import Gio from 'gi://Gio';
import Vmx from 'gi://Vmx?version=1';
import {exit, programArgs} from 'system';

Gio._promisify(Vmx.Client.prototype, 'setup_async', 'setup_finish');
Gio._promisify(Vmx.Obj.prototype, 'start_sync_async', 'start_sync_finish');
Gio._promisify(Vmx.Obj.prototype, 'get_async', 'get_finish');

function onProgress(employees, progress) {
    if (progress.get_phase() === Vmx.SyncPhase.DOWNLOAD &&
        progress.get_state() === Vmx.SyncState.ENDED) {
        print(`batch ${progress.get_batch_number()}: ` +
            `${progress.get_total_downloaded_records()} records so far`);
    }
}

async function syncEmployees(store, url, transport = null) {
    const client = Vmx.Client.new(store);
    client.add_service('HR', transport, url);
    await client.setup_async(null, null);

    const employees = client.get_object('Employees');
    employees.connect('progress', onProgress);
    const result = await employees.start_sync_async(Vmx.SyncOptions.new_from_json(JSON.stringify({
        filter: "Country eq 'UK'",
        downloadBatchSize: 2,
        getSyncStats: true,
    })), null);

    const order = JSON.stringify({orderByMap: [{LastName: 'ASC'}]});
    const records = await employees.get_async(Vmx.ReadOptions.new_from_json(order), null);
    for (const record of records.slice(0, 3))
        print(`${record.get_text('LastName')}, ${record.get_text('FirstName')}`);
    print(`${result.get_total_downloaded_records()} records downloaded in ` +
        `${result.get_stats().get_n_download_batches()} batches`);
}

if (programArgs.length < 2) {
    printerr('usage: sync-employees.js STORE URL [TRANSPORT]');
    exit(2);
}
try {
    await syncEmployees(...programArgs);
} catch (error) {
    printerr(`sync-employees: ${error.code}: ${error.message}`);
    exit(1);
}
