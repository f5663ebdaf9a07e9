// SPDX-License-Identifier: LGPL-2.1-or-later
// Editing records: blocking and awaited, in groups, what is pending, and undoing it.
import Gio from 'gi://Gio';
import Vmx from 'gi://Vmx?version=1';
import System from 'system';
import {assertEqual, assertRejects, assertThrows, clientOf, isError, runTests, test}
    from './testing.js';

const EDITS = ['create', 'update', 'update_by_pk', 'delete', 'delete_by_pk', 'mark_for_upload',
    'get_upload_deferred_record_keys', 'get_pending_records_for_upload', 'rollback',
    'clear_offline_data'];
for (const name of EDITS)
    Gio._promisify(Vmx.Obj.prototype, `${name}_async`, `${name}_finish`);
for (const name of ['rollback', 'clear_offline_data'])
    Gio._promisify(Vmx.ObjSvc.prototype, `${name}_async`, `${name}_finish`);
Gio._promisify(Vmx.Client.prototype, 'rollback_async', 'rollback_finish');
Gio._promisify(Vmx.EditGroup.prototype, 'apply_async', 'apply_finish');

const recordOf = values => Vmx.Record.new_from_json(JSON.stringify(values));
const optionsOf = values => Vmx.WriteOptions.new_from_json(JSON.stringify(values));
const byKey = (Id, more = {}) => optionsOf({primaryKeys: {Id}, ...more});

function employeesOf(folder) {
    const employees = clientOf(folder).get_object('Employee');
    employees.start_sync(null, null);
    return employees;
}

const salaries = employees => employees.get(null, null)
    .map(record => [record.get_int64('Id'), record.get_text('Salary')]);
const SYNCHRONISED = [[1, '10'], [2, '20'], [3, '30'], [4, null], [5, '50']];

test('blocking edits', folder => {
    const employees = employeesOf(folder);
    const created = employees.create(recordOf({Name: 'Žofie', Salary: '0.10'}), null, null);
    assertEqual(created.to_json(), '{"Id":-1,"Name":"Žofie","Salary":"0.10"}');
    assertEqual(employees.update(recordOf({Salary: 1}), optionsOf({filter: 'Id ge 4'}), null), 2);
    assertEqual(employees.update_by_pk(recordOf({Salary: 2}), byKey(-1), null), 1);
    assertEqual(employees.delete(optionsOf({whereCondition: {Name: 'Bo'}}), null), true);
    assertEqual(employees.delete_by_pk(byKey(3), null), true);
    assertEqual(salaries(employees), [[-1, '2'], [1, '10'], [4, '1'], [5, '1']]);
    assertEqual(employees.update(recordOf({Salary: 3}), null, null), 4);
});

test('records that a program makes', folder => {
    const employees = employeesOf(folder);
    const record = new Vmx.Record();
    record.set_text('Name', 'Žofie');
    record.set_value('Id', Vmx.Value.new_parsed(Vmx.ColumnType.INT64, '9223372036854775807'));
    const created = employees.create(record, null, null);
    assertEqual(created.get_value('Id').to_string(), '9223372036854775807');
    const options = new Vmx.WriteOptions();
    options.set_primary_keys(recordOf({Id: '9223372036854775807'}));
    options.set_mark_for_upload(false);
    assertEqual(employees.update(recordOf({Salary: '12345678901234567890.10'}), options, null), 1);
    const [deferred] = employees.get_upload_deferred_record_keys(null);
    assertEqual(deferred.to_json(), '{"Id":"9223372036854775807"}');
});

test('awaited edits', async folder => {
    const employees = employeesOf(folder);
    const created = await employees.create_async(recordOf({Name: 'Žofie'}), null, null);
    assertEqual(created.get_int64('Id'), -1);
    assertEqual(await employees.update_async(recordOf({Salary: 1}), byKey(1), null), 1);
    assertEqual(await employees.update_by_pk_async(recordOf({Salary: 2}), byKey(1), null), 1);
    assertEqual(await employees.delete_async(byKey(2), null), true);
    assertEqual(await employees.delete_by_pk_async(byKey(3), null), true);
    assertEqual(salaries(employees), [[-1, null], [1, '2'], [4, null], [5, '50']]);
    assertEqual(await employees.rollback_async(recordOf({Id: 2}), null), true);
    assertEqual(await employees.get_service().rollback_async(null), true);
    assertEqual(salaries(employees), SYNCHRONISED);
    assertEqual(await employees.client.rollback_async(null), true);
});

test('what is pending', async folder => {
    const employees = employeesOf(folder);
    employees.update(recordOf({Salary: 1}), byKey(1), null);
    employees.delete(byKey(1, {markForUpload: false}), null);
    const [record] = await employees.get_pending_records_for_upload_async(null);
    System.gc();
    assertEqual(record.get_object(), 'Employee');
    assertEqual(record.get_primary_keys().to_json(), '{"Id":1}');
    assertEqual(record.get_state(), Vmx.ChangeState.DEFERRED);
    assertEqual(record.get_changes().map(change => change.get_action()),
        [Vmx.ChangeAction.UPDATE, Vmx.ChangeAction.DELETE]);
    assertEqual(record.get_changes()[0].get_values().to_json(), '{"Salary":"1"}');
    assertEqual(record.get_changes()[1].get_values(), null);
    const {reason, changes} = JSON.parse(record.to_json());
    assertEqual([reason, changes.length], [record.get_reason(), 2]);

    const keys = await employees.get_upload_deferred_record_keys_async(null);
    assertEqual(keys.map(key => key.to_json()), ['{"Id":1}']);
    assertEqual(await employees.mark_for_upload_async(byKey(1), null), 1);
    assertEqual(employees.get_upload_deferred_record_keys(null), []);
});

test('forgetting', async folder => {
    const employees = employeesOf(folder);
    employees.update(recordOf({Salary: 1}), null, null);
    assertEqual(await employees.clear_offline_data_async(byKey(1), null), true);
    assertEqual(employees.get_pending_records_for_upload(null).length, 4);
    assertEqual(await employees.clear_offline_data_async(null, null), true);
    assertEqual(salaries(employees), []);
    employees.start_sync(null, null);
    assertEqual(salaries(employees), SYNCHRONISED);
    assertEqual(await employees.get_service().clear_offline_data_async(null), true);
    assertEqual(salaries(employees), []);
});

test('a group', async folder => {
    const employees = employeesOf(folder);
    const group = Vmx.EditGroup.new(employees.client);
    assertEqual(group.create(employees, recordOf({Name: 'Žofie'}), null), 0);
    assertEqual(group.update(employees, recordOf({Salary: 1}), optionsOf({filter: 'Id le 2'})), 1);
    group.update_by_pk(employees, recordOf({Salary: 2}), byKey(1));
    group.delete(employees, optionsOf({filter: 'Id in (3, 4)'}));
    group.delete_by_pk(employees, byKey(2));
    assertEqual([group.get_n_edits(), group.get_count(0), group.get_created(0)], [5, -1, null]);
    assertEqual(salaries(employees), SYNCHRONISED);

    assertEqual(await group.apply_async(null), true);
    assertEqual(salaries(employees), [[-1, '1'], [1, '2'], [5, '50']]);
    assertEqual(group.get_created(0).get_int64('Id'), -1);
    assertEqual([0, 1, 2, 3, 4].map(position => group.get_count(position)), [1, 3, 1, 2, 1]);
});

test('a group does all or nothing', async folder => {
    const employees = employeesOf(folder);
    const group = Vmx.EditGroup.new(employees.client);
    group.delete(employees, null);
    group.delete_by_pk(employees, byKey(9));
    assertThrows(() => group.apply(null), error => {
        isError(Vmx.Error.NO_RECORD)(error);
        assertEqual(error.message.startsWith('edit 2 of 2: '), true);
    });
    await assertRejects(group.apply_async(null), isError(Vmx.Error.NO_RECORD));
    assertEqual(salaries(employees), SYNCHRONISED);
});

test('many at once', async folder => {
    const employees = employeesOf(folder);
    const created = await Promise.all(Array.from({length: 50}, (_, i) =>
        employees.create_async(recordOf({Name: `${i}`}), null, null)));
    System.gc();
    const keys = created.map(record => record.get_int64('Id')).sort((a, b) => b - a);
    assertEqual(keys, Array.from({length: 50}, (_, i) => -1 - i));
});

test('errors have codes', async folder => {
    const employees = employeesOf(folder);
    const create = values => () => employees.create(recordOf(values), null, null);
    assertThrows(create({}), isError(Vmx.Error.RECORD_EMPTY));
    assertThrows(create({Nmae: 'x'}), isError(Vmx.Error.UNKNOWN_COLUMN));
    assertThrows(create({Salary: 'much'}), isError(Vmx.Error.INVALID_VALUE));
    assertThrows(create({Id: 1}), isError(Vmx.Error.CRUD));
    assertThrows(() => employees.update(recordOf({Id: 9}), byKey(1), null),
        isError(Vmx.Error.KEY_UPDATE));
    assertThrows(() => employees.update_by_pk(recordOf({Salary: 1}), null, null),
        isError(Vmx.Error.OPTIONS_EMPTY));
    assertThrows(() => employees.rollback(recordOf({Id: 1}), null),
        isError(Vmx.Error.ROLLBACK_FAILED));
    await assertRejects(employees.delete_async(byKey(9), null), isError(Vmx.Error.NO_RECORD));
    await assertRejects(employees.mark_for_upload_async(null, null),
        isError(Vmx.Error.OPTIONS_EMPTY));
    assertThrows(() => optionsOf({filtre: 'x'}), isError(Vmx.Error.INVALID_OPTION));
    assertThrows(() => optionsOf([]), isError(Vmx.Error.INVALID_OPTION));
    assertEqual(employees.get_pending_records_for_upload(null), []);
});

test('wrong arguments', folder => {
    const employees = employeesOf(folder);
    assertThrows(() => employees.create(null, null, null), isError(Vmx.Error.RECORD_EMPTY));
    for (const record of [{}, {Name: 'x'}, 3, 'x']) {
        assertThrows(() => employees.create(record, null, null), error =>
            assertEqual(['TypeError', 'Error'].includes(error.name), true));
    }
    assertThrows(() => employees.delete({}, null), error =>
        assertEqual(['TypeError', 'Error'].includes(error.name), true));
    assertEqual(salaries(employees), SYNCHRONISED);
});

await runTests();
