#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Edits records without a network, shows what is pending, and undoes it all.

    edit-records.py STORE URL [TRANSPORT]
"""
import sys

import gi

gi.require_version('Vmx', '1')
from gi.repository import GLib, Vmx  # noqa: E402


def edit(employees):
    created = employees.create({'FirstName': 'Mona', 'LastName': 'Lind', 'Country': 'Sweden'})
    print(f"created: {created['FirstName']} {created['LastName']}, with a temporary key: "
          f"{'yes' if created['EmployeeID'] < 0 else 'no'}")

    count = employees.update({'City': 'London'}, {'filter': "Country eq 'UK' and City eq null"})
    print(f'{count} record moved to London')

    employees.delete_by_pk({'primaryKeys': {'EmployeeID': 8}})
    print('record 8 deleted')

    # Held back until mark_for_upload() releases it.
    employees.update({'City': 'Wells'}, {'primaryKeys': {'EmployeeID': 7}, 'markForUpload': False})
    return created


def edit_together(employees, created):
    """All of the group, or nothing."""
    with Vmx.EditGroup(employees.get_client()) as group:
        group.update(employees, {'City': 'Lund'},
                     {'primaryKeys': {'EmployeeID': created['EmployeeID']}})
        group.create(employees, {'FirstName': 'Noor', 'LastName': 'Bakker', 'City': 'Delft'})
    print(f'{group.get_n_edits()} edits done together')


def show_pending(employees):
    for record in employees.get_pending_records_for_upload():
        key = record.get_primary_keys()['EmployeeID']
        name = 'new record' if key < 0 else f'record {key}'
        actions = ', '.join(change.get_action().value_nick for change in record.get_changes())
        print(f'{name}: {actions}: {record.get_reason()}')


def edit_records(store, url, transport=None):
    client = Vmx.Client.new(store)
    client.add_service('HR', transport, url)
    client.setup()
    employees = client.get_object('Employees')
    employees.start_sync()

    created = edit(employees)
    edit_together(employees, created)
    show_pending(employees)

    employees.rollback()
    print(f'rolled back: {len(employees.get_pending_records_for_upload())} pending, '
          f'{len(employees.get())} records')


def main():
    if len(sys.argv) < 3:
        print(f'usage: {sys.argv[0]} STORE URL [TRANSPORT]', file=sys.stderr)
        return 2
    try:
        edit_records(*sys.argv[1:])
    except GLib.Error as error:
        print(f'edit-records: {error.code}: {error.message}', file=sys.stderr)
        return 1
    return 0


if __name__ == '__main__':
    sys.exit(main())
