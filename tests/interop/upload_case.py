# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the tests of uploads to SAP CAP share: desks, at which somebody edits and synchronises."""

import json
import uuid

import cap_case

# Parents before children.
OBJECTS = ('Customers', 'Orders', 'Lines', 'Memos', 'Permits', 'Passes')
TITLES = {'Customers': 'name', 'Orders': 'title', 'Lines': 'text', 'Memos': 'text', 'Permits': 'name',
          'Passes': 'name'}
MOST_RUNS = 12


class SyncFailed(Exception):
    pass


class Desk:
    """A store of its own that is edited through the binding and synchronised through the binding or,
    by_command, through vmxsync. settings are options of the service; objects are synchronised."""

    def __init__(self, case, name, url=None, by_command=False, settings=(), objects=OBJECTS):
        self.case = case
        self.by_command = by_command
        self.objects = objects
        self.store = case.folder / f'{name}.db'
        self.client = case.vmx.Client.new(str(self.store))
        self.service = self.client.add_service('Upload', 'odata', url or case.server.cap.url)
        for option, value in dict(settings).items():
            self.service.set_option(option, value)
        self.client.setup()
        for name in objects:
            self[name].start_sync()

    def __getitem__(self, name):
        return self.client.get_object(name)

    def sync(self, name, **options):
        """The result as JSON; some records may have failed."""
        if self.by_command:
            return self._sync_by_command(name, options)
        try:
            return json.loads(self[name].start_sync(options).to_json())
        except self.case.glib.Error as error:
            raise SyncFailed(error.message) from error

    def _sync_by_command(self, name, options):
        status, output, errors = cap_case.run_cli('sync', '--store', self.store, '--object', name, '--json',
                                                  '--options', json.dumps(options))
        if status == 1:
            raise SyncFailed(errors)
        result = json.loads(output)
        self.case.assertEqual(status, 3 if 'syncErrors' in result else 0, errors)
        return result

    def sync_all(self, **options):
        """The errors of all records."""
        return [error for name in self.objects for error in self.sync_errors(name, **options)]

    def sync_errors(self, name, **options):
        return self.sync(name, **options).get('syncErrors', {'upload': []})['upload']

    def pending(self, name=None):
        """By object and key, as JSON; through the command or the binding, by turns."""
        if self.by_command:
            output = self.case.assert_command('pending', '--store', self.store, *filter(None, [name]), '--json')
            records = json.loads(output)
        else:
            records = [json.loads(record.to_json()) for object_name in ([name] if name else self.objects)
                       for record in self[object_name].get_pending_records_for_upload()]
        return {(record['object'], *record['primaryKeys'].values()): record for record in records}

    def states(self):
        return {key: record['state'] for key, record in self.pending().items()}

    def resolve(self, name, key, how, value=None):
        """how: as the binding spells it."""
        if not self.by_command:
            self[name].resolve(key, how, value)
            return
        arguments = {'keep-client': ['--keep', 'client'], 'keep-server': ['--keep', 'server'],
                     'keep-record': ['--keep', json.dumps(value)]}.get(how, [f'--{how}'])
        if how == 'done' and value is not None:
            arguments += ['--as', json.dumps(value)]
        self.case.assert_command('resolve', '--store', self.store, name, '--key', json.dumps(key), *arguments)

    def sync_until_quiet(self, after_failure=lambda: None, **options):
        """Until another run changes nothing; what is still pending then."""
        pending = self.pending()
        for _ in range(MOST_RUNS):
            before, failed = pending, False
            for name in self.objects:
                try:
                    self.sync(name, **options)
                except SyncFailed:
                    failed = True
                    after_failure()
            pending = self.pending()
            if not failed and pending in (before, {}):
                return pending
        self.case.fail(f'not quiet after {MOST_RUNS} runs: {pending}')


class Case(cap_case.Case):
    """With the binding, and with a server without rows."""

    @classmethod
    def setUpClass(cls):
        cls.vmx = cap_case.load_binding()
        from gi.repository import GLib
        cls.glib = GLib
        cls.start_server('uploads', 'upload', empty=True)

    def setUp(self):
        self.n_desks = 0

    def new_desk(self, **how):
        self.n_desks += 1
        return Desk(self, f'{self.id().rpartition(".")[2]}-{self.n_desks}', **how)

    def send(self, method, name, key=None, body=None):
        """Somebody else writes to the server. The record that comes back."""
        path = name if key is None else f'{name}({self.literal(key)})'
        reply = self.server.service.request(method, path, body, {'If-Match': '*'} if key is not None else None)
        return json.loads(reply) if reply else None

    @staticmethod
    def literal(key):
        return key if isinstance(key, int) or len(key) == 36 else f"'{key}'"

    def add(self, name, /, **columns):
        """A record that is at the server before anybody edits it; its key."""
        if name in ('Customers', 'Permits'):
            columns.setdefault('ID', str(uuid.uuid4()))
        record = self.send('POST', name, body=columns)
        return record['name' if name == 'Memos' else 'ID']

    def server_row(self, name, key):
        """As the server has it now, or None."""
        return self.server.read(name).get((key,))

    def find(self, name, title):
        """The keys of the rows at the server with this title."""
        return [key for (key,), row in self.server.read(name).items() if row[TITLES[name]] == title]

    def assert_equal_sides(self, desk, *names):
        for name in names or OBJECTS:
            self.assert_same_rows(name, self.server.read(name), self.read_store(desk.store, name))

    def assert_quiet(self, desk):
        self.assertEqual(desk.pending(), {})
        self.assertEqual(desk.sync_all(), [])
        self.assert_equal_sides(desk, *desk.objects)


def ways(test):
    """Runs a test through the binding and through the command."""
    def run(self):
        for by_command in (False, True):
            with self.subTest(by_command=by_command):
                test(self, by_command)
    run.__doc__ = test.__doc__
    return run
