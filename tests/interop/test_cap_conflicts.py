#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Two people edit the same records of SAP CAP. cap_case.py tells the arguments."""

import contextlib
import uuid

import cap_case
import upload_case
from upload_case import ways

# A set with etags and one without: the server notices the conflict, or we do.
SETS = ('Customers', 'Memos')
# Each of them through the binding and through the command.
WAYS = [(name, by_command) for name in SETS for by_command in (False, True)]
# Of which the first is changed by both, the second by the other one only.
COLUMNS = {'Customers': ('points', 'city'), 'Memos': ('pages', 'note')}


class Case(upload_case.Case):
    def setUp(self):
        super().setUp()
        self.first = self.new_desk(objects=())

    def start(self, name, by_command, policy, resolver):
        """A record that two desks have: the second one's and the record's key."""
        common, other = COLUMNS[name]
        title = str(uuid.uuid4())
        self.name, self.common, self.other = name, common, other
        values = {'name': title, 'text': title} if name == 'Memos' else {'name': title}
        self.key = self.add(name, **values, **{common: 1, other: 'a'})
        self.keys = {'name' if name == 'Memos' else 'ID': self.key}
        self.first.sync(name)
        self.desk = self.new_desk(by_command=by_command, settings={'conflict-policy': policy}, objects=(name,))
        if resolver is not None:
            self.desk.service.set_conflict_resolver(resolver)

    def edit(self, desk, **columns):
        names = {'common': self.common, 'other': self.other}
        values = {names[name]: value for name, value in columns.items()}
        desk[self.name].update_by_pk(values, {'primaryKeys': self.keys})

    def delete(self, desk):
        desk[self.name].delete_by_pk({'primaryKeys': self.keys})

    def upload_first(self):
        """The first desk is faster."""
        self.assertEqual(self.first.sync_errors(self.name), [])
        self.assertEqual(self.first.pending(self.name), {})

    def sync(self):
        return self.desk.sync_errors(self.name)

    def pick(self, record):
        return None if record is None else (record[self.common], record[self.other])

    def assert_asks(self, base, local, server):
        """The conflict waits, with these versions; another run does not change that."""
        error, = self.sync()
        self.assertEqual(error['primaryKeys'], self.keys)
        for _ in range(2):
            record = self.desk.pending(self.name)[self.name, self.key]
            self.assertEqual(record['state'], 'conflict')
            self.assertEqual((self.pick(record['base']), self.pick(record['local']), self.pick(record['server'])),
                             (base, local, server))
            self.assertEqual(self.sync(), [])

    def assert_settled(self, common, other):
        """Both sides have these values, with their etags; common is None for no record."""
        self.assertEqual(self.sync(), [])
        self.assertEqual(self.desk.pending(self.name), {})
        row = self.server_row(self.name, self.key)
        self.assertEqual(self.pick(row), None if common is None else (common, other))
        stored = self.read_store(self.desk.store, self.name).get((self.key,))
        self.assertEqual(stored, row)

    @contextlib.contextmanager
    def started(self, name, by_command=False, policy='ask', resolver=None):
        with self.subTest(name=name, by_command=by_command, policy=policy):
            self.start(name, by_command, policy, resolver)
            yield


class TestUpdates(Case):
    """Both change the same column, the faster one another one, too."""

    def edit_both(self):
        self.edit(self.first, common=2, other='b')
        self.edit(self.desk, common=3)
        self.upload_first()

    def test_ask(self):
        decisions = {'keep-client': (None, 3), 'keep-server': (None, 2), 'keep-record': ({'common': 4}, 4),
                     'discard': (None, 2)}
        for how, (record, expected) in decisions.items():
            for way in WAYS:
                with self.started(*way):
                    self.edit_both()
                    self.assert_asks((1, 'a'), (3, 'a'), (2, 'b'))
                    self.desk.resolve(self.name, self.keys, how, record and {self.common: record['common']})
                    self.assert_settled(expected, 'b')

    def test_a_conflict_while_it_is_decided(self):
        """The server's version that was decided about is not the server's any more."""
        for way in WAYS:
            with self.started(*way):
                self.edit_both()
                self.assert_asks((1, 'a'), (3, 'a'), (2, 'b'))
                self.edit(self.first, common=5)
                self.upload_first()
                self.desk.resolve(self.name, self.keys, 'keep-client')
                self.assert_asks((2, 'b'), (3, 'b'), (5, 'b'))
                self.desk.resolve(self.name, self.keys, 'keep-client')
                self.assert_settled(3, 'b')

    def test_none(self):
        for way in WAYS:
            with self.started(*way, policy='none'):
                self.edit_both()
                self.assert_settled(3, 'b')

    def test_client_wins(self):
        for way in WAYS:
            with self.started(*way, policy='client-wins'):
                self.edit_both()
                self.assert_settled(3, 'b')

    def test_server_wins(self):
        for way in WAYS:
            with self.started(*way, policy='server-wins'):
                self.edit_both()
                self.assert_settled(2, 'b')

    def test_merge(self):
        for way in WAYS:
            with self.started(*way, policy='merge'):
                self.edit(self.first, other='b')
                self.edit(self.desk, common=3)
                self.upload_first()
                self.assert_settled(3, 'b')

    def test_merge_of_a_clash(self):
        for way in WAYS:
            with self.started(*way, policy='merge'):
                self.edit_both()
                self.assert_asks((1, 'a'), (3, 'a'), (2, 'b'))
                self.desk.resolve(self.name, self.keys, 'keep-client')
                self.assert_settled(3, 'b')

    def test_the_same_on_both_sides(self):
        for way in WAYS:
            with self.started(*way):
                self.edit(self.first, common=3)
                self.edit(self.desk, common=3)
                self.upload_first()
                self.assert_settled(3, 'a')

    def test_resolver(self):
        seen = []

        def take_the_sum(conflict):
            versions = [conflict.get_base_record(), conflict.get_local_record(), conflict.get_server_record()]
            seen.append([self.pick(version) for version in versions])
            conflict.set_record({self.common: versions[1][self.common] + versions[2][self.common]})
            return self.vmx.ConflictDecision.KEEP_RECORD

        for name in SETS:
            with self.started(name, resolver=take_the_sum):
                self.edit_both()
                self.assert_settled(5, 'b')
        self.assertEqual(seen, [[(1, 'a'), (3, 'a'), (2, 'b')]] * len(SETS))

    def test_after_a_download(self):
        """The download brings the other version before the upload could meet it."""
        for way in WAYS:
            with self.started(*way):
                self.edit_both()
                self.assertEqual(self.desk.sync_errors(self.name, syncType='downloadOnly'), [])
                self.assert_asks((1, 'a'), (3, 'a'), (2, 'b'))
                self.desk.resolve(self.name, self.keys, 'keep-server')
                self.assert_settled(2, 'b')


class TestDeletions(Case):
    def edit_and_delete(self):
        self.edit(self.desk, common=3)
        self.delete(self.first)
        self.upload_first()

    def delete_and_edit(self):
        self.delete(self.desk)
        self.edit(self.first, common=2)
        self.upload_first()

    def test_edit_of_a_deleted_record(self):
        for how in ('keep-client', 'keep-server'):
            for way in WAYS:
                with self.started(*way):
                    self.edit_and_delete()
                    self.assert_asks((1, 'a'), (3, 'a'), None)
                    self.desk.resolve(self.name, self.keys, how)
                    self.assert_settled(*(3, 'a') if how == 'keep-client' else (None, None))

    def test_policies_for_a_deleted_record(self):
        for policy, expected in (('client-wins', (3, 'a')), ('server-wins', (None, None))):
            for way in WAYS:
                with self.started(*way, policy=policy):
                    self.edit_and_delete()
                    self.assert_settled(*expected)
        for policy in ('none', 'merge'):
            for way in WAYS:
                with self.started(*way, policy=policy):
                    self.edit_and_delete()
                    self.assert_asks((1, 'a'), (3, 'a'), None)

    def test_deletion_of_an_edited_record(self):
        for how in ('keep-client', 'keep-server'):
            for way in WAYS:
                with self.started(*way):
                    self.delete_and_edit()
                    self.assert_asks((1, 'a'), None, (2, 'a'))
                    self.desk.resolve(self.name, self.keys, how)
                    self.assert_settled(*(None, None) if how == 'keep-client' else (2, 'a'))

    def test_policies_for_a_deletion(self):
        for policy, expected in (('none', (None, None)), ('client-wins', (None, None)), ('server-wins', (2, 'a'))):
            for way in WAYS:
                with self.started(*way, policy=policy):
                    self.delete_and_edit()
                    self.assert_settled(*expected)

    def test_both_delete(self):
        for way in WAYS:
            with self.started(*way):
                self.delete(self.first)
                self.delete(self.desk)
                self.upload_first()
                self.assert_settled(None, None)


class TestCreations(Case):
    """CAP says 500 for a key that is taken."""

    def create_both(self, **mine):
        values = {'name': str(uuid.uuid4()), self.common: 1, self.other: 'a'}
        if self.name == 'Customers':
            values['ID'] = str(uuid.uuid4())
        self.key = values['name' if self.name == 'Memos' else 'ID']
        self.keys = {'name' if self.name == 'Memos' else 'ID': self.key}
        self.first[self.name].create(values)
        names = {'common': self.common, 'other': self.other}
        self.desk[self.name].create({**values, **{names[name]: value for name, value in mine.items()}})
        self.upload_first()

    def test_the_same(self):
        for way in WAYS:
            with self.started(*way):
                self.create_both()
                self.assert_settled(1, 'a')

    def test_another(self):
        for how, expected in (('keep-client', (3, 'a')), ('keep-server', (1, 'a'))):
            for way in WAYS:
                with self.started(*way):
                    self.create_both(common=3)
                    self.assert_asks(None, (3, 'a'), (1, 'a'))
                    self.desk.resolve(self.name, self.keys, how)
                    self.assert_settled(*expected)

    def test_policies(self):
        for policy, expected in (('none', (3, 'a')), ('client-wins', (3, 'a')), ('server-wins', (1, 'a'))):
            for way in WAYS:
                with self.started(*way, policy=policy):
                    self.create_both(common=3)
                    self.assert_settled(*expected)


class TestManyConflicts(Case):
    """Records in conflict hold the others of their batch back as little as refused ones do."""

    @ways
    def test_a_few_of_many(self, by_command):
        keys = [self.add('Customers', name=str(uuid.uuid4()), points=1) for _ in range(20)]
        first, desk = self.new_desk(), self.new_desk(by_command=by_command)
        for number, key in enumerate(keys):
            desk['Customers'].update_by_pk({'points': 3}, {'primaryKeys': {'ID': key}})
            if number % 5 == 0:
                first['Customers'].update_by_pk({'points': 2}, {'primaryKeys': {'ID': key}})
        self.assertEqual(first.sync_errors('Customers'), [])
        self.assertEqual({error['primaryKeys']['ID'] for error in desk.sync_errors('Customers')}, set(keys[::5]))
        self.assertEqual(desk.states(), {('Customers', key): 'conflict' for key in keys[::5]})
        rows = self.server.read('Customers')
        self.assertEqual([rows[key,]['points'] for key in keys], [2 if n % 5 == 0 else 3 for n in range(20)])
        for key in keys[::5]:
            desk.resolve('Customers', {'ID': key}, 'keep-client')
        self.assertEqual(desk.sync_errors('Customers'), [])
        self.assert_quiet(desk)
        self.assertEqual({self.server_row('Customers', key)['points'] for key in keys}, {3})


if __name__ == '__main__':
    cap_case.main()
