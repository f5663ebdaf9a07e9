// SPDX-License-Identifier: LGPL-2.1-or-later
// Runs tests one after another and reports them as TAP.
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import Vmx from 'gi://Vmx?version=1';
import {exit} from 'system';

const tests = [];

export const STAFF = {
    objects: {
        Employee: {
            key: ['Id'],
            columns: {Id: 'int64', Name: 'string?', Salary: 'decimal?'},
            records: [
                {Id: 1, Name: 'Anna', Salary: 10},
                {Id: 2, Name: 'Bo', Salary: 20},
                {Id: 3, Name: null, Salary: 30},
                {Id: 4, Name: 'Dana', Salary: null},
                {Id: 5, Name: 'Emil', Salary: 50},
            ],
        },
    },
};

/** Names a test; it gets a folder of its own. */
export function test(name, run) {
    tests.push({name, run});
}

export function assertEqual(found, expected) {
    const [left, right] = [JSON.stringify(found), JSON.stringify(expected)];
    if (left !== right)
        throw new Error(`expected ${right}, found ${left}`);
}

export function assertThrows(call, check) {
    try {
        call();
    } catch (error) {
        check(error);
        return;
    }
    throw new Error(`expected an exception of ${call}`);
}

/** A check for assertThrows() and catch: an error of the library with a code. */
export function isError(code) {
    return error => {
        if (!(error instanceof GLib.Error) || !error.matches(Vmx.Error, code))
            throw new Error(`expected error ${code}, found ${error}`);
    };
}

export async function assertRejects(promise, check) {
    let answer;
    try {
        answer = await promise;
    } catch (error) {
        check(error);
        return;
    }
    throw new Error(`expected a rejection, found ${answer}`);
}

/** A client of the mock transport that is set up. */
export function clientOf(folder, scenario = STAFF) {
    let path = scenario;
    if (typeof scenario !== 'string') {
        path = GLib.build_filenamev([folder, 'scenario.json']);
        GLib.file_set_contents(path, JSON.stringify(scenario));
    }
    const client = Vmx.Client.new(GLib.build_filenamev([folder, 'store.db']));
    client.add_service('HR', 'mock', path);
    client.setup(null, null);
    return client;
}

function removeFolder(path) {
    const folder = Gio.File.new_for_path(path);
    const children = folder.enumerate_children('standard::name', Gio.FileQueryInfoFlags.NONE, null);
    for (const info of children)
        folder.get_child(info.get_name()).delete(null);
    folder.delete(null);
}

async function runOne(number, {name, run}) {
    const folder = GLib.dir_make_tmp('vmx-XXXXXX');
    let passed = true;
    try {
        await run(folder);
    } catch (error) {
        passed = false;
        for (const line of `${error}\n${error.stack}`.split('\n'))
            print(`# ${line}`);
    }
    print(`${passed ? 'ok' : 'not ok'} ${number} ${name}`);
    removeFolder(folder);
    return passed;
}

export async function runTests() {
    let failed = 0;
    print(`1..${tests.length}`);
    for (const [index, entry] of tests.entries())
        failed += await runOne(index + 1, entry) ? 0 : 1;
    exit(failed > 0 ? 1 : 0);
}
