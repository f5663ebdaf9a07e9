#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Uploads changes that were made without a network, and solves a conflict with a colleague.

    upload-changes.py STORE URL [TRANSPORT]

The colleague has a store of its own, STORE-colleague. What is uploaded stays at the service.
"""
import sys

import gi

gi.require_version('Vmx', '1')
from gi.repository import GLib, Vmx  # noqa: E402

NESRIN = {'primaryKeys': {'EmployeeID': 1}}


def open_employees(store, url, transport):
    client = Vmx.Client.new(store)
    client.add_service('HR', transport, url)
    client.setup()
    employees = client.get_object('Employees')
    employees.start_sync({'syncType': 'downloadOnly'})
    return employees


def edit(employees):
    """Needs no network; the changes wait for the next sync."""
    created = employees.create({'FirstName': 'Mona', 'LastName': 'Lind', 'City': 'Lund'})
    employees.update({'City': 'Hull'}, {'primaryKeys': {'EmployeeID': 4}})
    employees.delete_by_pk({'primaryKeys': {'EmployeeID': 8}})
    employees.update({'City': 'London'}, NESRIN)
    print(len(employees.get_pending_records_for_upload()), 'records wait')
    return created


def edit_as_colleague(employees):
    employees.update({'City': 'Bristol'}, NESRIN)
    upload(employees, 'colleague')


def upload(employees, who):
    result = employees.start_sync({'syncType': 'uploadOnly'})
    print(f'{who}: {result.get_total_uploaded_records()} uploaded')
    for error in result.get_sync_errors():
        key = error.get_primary_keys()['EmployeeID']
        print(f'{who}: record {key} was not uploaded: {error.get_message()}')


def show_new_key(employees, created):
    """The temporary key of the new record still finds it."""
    record, = employees.get({'primaryKeys': {'EmployeeID': created['EmployeeID']}})
    print(f"{record['FirstName']} has a key of the service:",
          'yes' if record['EmployeeID'] > 0 else 'no')


def solve_conflicts(employees):
    for record in employees.get_pending_records_for_upload():
        if record.get_state() != Vmx.ChangeState.CONFLICT:
            continue
        ours, theirs = record.get_local_record(), record.get_server_record()
        print(f"{ours['FirstName']}: {ours['City']} here, {theirs['City']} there")
        employees.resolve(record.get_primary_keys(), 'keep-client')


def upload_changes(store, url, transport=None):
    employees = open_employees(store, url, transport)
    colleague = open_employees(f'{store}-colleague', url, transport)

    created = edit(employees)
    edit_as_colleague(colleague)
    upload(employees, 'we')
    show_new_key(employees, created)
    solve_conflicts(employees)
    upload(employees, 'we')
    print(len(employees.get_pending_records_for_upload()), 'records wait')

    colleague.start_sync()
    record, = colleague.get(NESRIN)
    print('the colleague sees:', record['FirstName'], record['City'])


def main():
    if len(sys.argv) < 3:
        print(f'usage: {sys.argv[0]} STORE URL [TRANSPORT]', file=sys.stderr)
        return 2
    try:
        upload_changes(*sys.argv[1:])
    except GLib.Error as error:
        print(f'upload-changes: {error.code}: {error.message}', file=sys.stderr)
        return 1
    return 0


if __name__ == '__main__':
    sys.exit(main())
