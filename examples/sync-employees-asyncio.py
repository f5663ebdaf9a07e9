#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Downloads the employees of a country and shows the first three, with asyncio.

    sync-employees-asyncio.py STORE URL [TRANSPORT]
"""
import asyncio
import sys

import gi

gi.require_version('Vmx', '1')
from gi.repository import GLib, Vmx  # noqa: E402


def on_progress(employees, progress):
    if (progress.get_phase() == Vmx.SyncPhase.DOWNLOAD
            and progress.get_state() == Vmx.SyncState.ENDED):
        print(f'batch {progress.get_batch_number()}: '
              f'{progress.get_total_downloaded_records()} records so far')


async def sync_employees(store, url, transport=None):
    client = Vmx.Client.new(store)
    client.add_service('HR', transport, url)
    await client.aio_setup()

    employees = client.get_object('Employees')
    employees.connect('progress', on_progress)
    result = await employees.aio_start_sync({
        'filter': "Country eq 'UK'",
        'downloadBatchSize': 2,
        'getSyncStats': True,
    })
    records = await employees.aio_get({'orderByMap': [{'LastName': 'ASC'}]})
    for record in records[:3]:
        print(f"{record['LastName']}, {record['FirstName']}")
    print(f'{result.get_total_downloaded_records()} records downloaded in '
          f'{result.get_stats().get_n_download_batches()} batches')


def main():
    if len(sys.argv) < 3:
        print(f'usage: {sys.argv[0]} STORE URL [TRANSPORT]', file=sys.stderr)
        return 2
    try:
        asyncio.run(sync_employees(*sys.argv[1:]))
    except GLib.Error as error:
        print(f'sync-employees: {error.code}: {error.message}', file=sys.stderr)
        return 1
    return 0


if __name__ == '__main__':
    sys.exit(main())
