#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Uploads many changes to SAP CAP, in all forms, and some that it refuses. cap_case.py tells the
arguments."""

import decimal
import json
import uuid

import cap_case
import upload_case
from upload_case import ways

GROUP = 100


class ManyChanges:
    """Full scale: 1,000 creates, 500 updates and 200 deletes, all made offline."""

    by_command = False
    settings = {}
    size = 50
    scale = 1

    def scaled(self, number):
        return range(round(number * self.scale))

    def seed(self):
        """Records that are there before, written by the other client. Their keys."""
        rows = {'Customers': [{'ID': str(uuid.uuid4()), 'name': f'old {n}', 'points': n % 1000,
                               'credit': f'{n}.1250'} for n in self.scaled(600)],
                'Orders': [{'title': f'old {n}', 'amount': str(2**60 + n)} for n in self.scaled(300)],
                'Memos': [{'name': f"old memo/{n}'s ö", 'text': f'old {n}'} for n in self.scaled(120)]}
        for name, records in rows.items():
            self.write_together(name, records)
        return {name: [key for key, in self.server.read(name)] for name in rows}

    def write_together(self, name, records):
        for first in range(0, len(records), GROUP):
            requests = [{'id': str(number), 'atomicityGroup': 'all', 'method': 'POST', 'url': name, 'body': record,
                         'headers': {'content-type': 'application/json'}}
                        for number, record in enumerate(records[first:first + GROUP])]
            reply = json.loads(self.server.service.request('POST', '$batch', {'requests': requests}))
            self.assertEqual({answer['status'] for answer in reply['responses']}, {201})

    def create(self, desk, old):
        """What was created, by object: the values by title."""
        made = {'Customers': {}, 'Orders': {}, 'Lines': {}, 'Memos': {}}
        with self.vmx.EditGroup(desk.client) as group:
            for n in self.scaled(450):
                made['Customers'][f'new {n} — «ü»'] = {'name': f'new {n} — «ü»', 'credit': decimal.Decimal(n) / 8}
            for values in made['Customers'].values():
                group.create(desk['Customers'], values)
        customers = old['Customers'][:len(made['Customers']) // 2] + self.local_keys(desk, 'Customers', 'new %')
        with self.vmx.EditGroup(desk.client) as group:
            for n in self.scaled(300):
                made['Orders'][f'new {n}'] = {'title': f'new {n}', 'amount': 2**61 + n, 'due': '2024-02-29',
                                              'customer_ID': customers[n * 7 % len(customers)]}
            for values in made['Orders'].values():
                group.create(desk['Orders'], values)
        orders = old['Orders'][-len(self.scaled(20)):] + self.local_keys(desk, 'Orders', 'new %')
        with self.vmx.EditGroup(desk.client) as group:
            for n in self.scaled(200):
                made['Lines'][f'new {n}'] = {'text': f'new {n}', 'price': decimal.Decimal('0.25') * n,
                                             'order_ID': orders[n * 3 % len(orders)]}
            for n in self.scaled(50):
                made['Memos'][f'new {n}'] = {'name': f'new memo #{n}%', 'text': f'new {n}'}
            for name in ('Lines', 'Memos'):
                for values in made[name].values():
                    group.create(desk[name], values)
        return made

    def local_keys(self, desk, name, title):
        rows = desk[name].get({'likeCondition': {upload_case.TITLES[name]: title}})
        return [row['ID'] for row in rows]

    def change(self, desk, old):
        """Updates and deletes; the keys that were deleted, by object."""
        updates = {'Customers': old['Customers'][:len(self.scaled(300))],
                   'Orders': old['Orders'][:len(self.scaled(150))],
                   'Memos': old['Memos'][:len(self.scaled(50))]}
        deletes = {'Customers': old['Customers'][-len(self.scaled(120)):],
                   'Orders': old['Orders'][len(self.scaled(160)):][:len(self.scaled(50))],
                   'Memos': old['Memos'][-len(self.scaled(30)):]}
        with self.vmx.EditGroup(desk.client) as group:
            for name, keys in updates.items():
                for key in keys:
                    group.update(desk[name], {'note': f'changed {key}'[:60]}, {'primaryKeys': self.key(name, key)})
            for name, keys in deletes.items():
                for key in keys:
                    group.delete(desk[name], {'primaryKeys': self.key(name, key)})
        return updates, deletes

    @staticmethod
    def key(name, value):
        return {'name' if name == 'Memos' else 'ID': value}

    def test_everything_arrives_once(self):
        old = self.seed()
        desk = self.new_desk(by_command=self.by_command, settings=self.settings)
        made = self.create(desk, old)
        updates, deletes = self.change(desk, old)
        self.assertEqual(len(desk.pending()), len(self.scaled(1700)))

        self.assertEqual(desk.sync_all(syncType='uploadOnly', uploadBatchSize=self.size), [])
        self.assertEqual(desk.pending(), {})
        self.assert_equal_sides(desk)
        self.assert_created(made, old, deletes)
        self.assert_changed(updates, deletes)
        self.assert_children()
        self.assert_quiet(desk)

    def assert_created(self, made, old, deletes):
        for name, records in made.items():
            rows = [row for (key,), row in self.server.read(name).items() if key not in old.get(name, ())]
            self.assertEqual(len(rows), len(records), name)
            title = upload_case.TITLES[name]
            self.assertEqual({row[title] for row in rows}, records.keys())
            for row in rows:
                for column, value in records[row[title]].items():
                    if not (column.endswith('_ID') and isinstance(value, int)):
                        self.assertEqual(row[column], value)
            expected = len(records) + len(old.get(name, ())) - len(deletes.get(name, ()))
            self.assertEqual(len(self.server.read(name)), expected, name)

    def assert_changed(self, updates, deletes):
        for name in updates:
            rows = self.server.read(name)
            for key in updates[name]:
                self.assertEqual(rows[key,]['note'], f'changed {key}'[:60])
            self.assertEqual([key for key in deletes[name] if (key,) in rows], [])

    def assert_children(self):
        """Every line has the order that it was given, though that had no key yet."""
        orders = self.server.read('Orders')
        for row in self.server.read('Lines').values():
            self.assertIn((row['order_ID'],), orders)
        customers = self.server.read('Customers')
        for row in orders.values():
            self.assertTrue(row['customer_ID'] is None or (row['customer_ID'],) in customers)
        self.assertEqual({row['label'] for row in customers.values()},
                         {f'«{row["name"]}»' for row in customers.values()})


class TestBatchesOf50(ManyChanges, upload_case.Case):
    pass


class TestBatchesOf500(ManyChanges, upload_case.Case):
    by_command = True
    size = 500


class TestMultipartOf50(ManyChanges, upload_case.Case):
    by_command = True
    settings = {'batch-form': 'multipart'}


class TestMultipartOf500(ManyChanges, upload_case.Case):
    settings = {'batch-form': 'multipart'}
    size = 500
    scale = 0.3


class TestSingleRequests(ManyChanges, upload_case.Case):
    by_command = True
    settings = {'batch-form': 'single'}
    scale = 0.1


class TestEveryType(cap_case.Case):
    """The rows of one server are created and changed at an empty one by hand of a client."""

    SETS = ('Departments', 'Employees', 'Documents', 'Assignments')
    MADE_BY_SERVER = ('createdAt', 'modifiedAt')
    # Every so many employees with their assignments; all kinds of names of documents.
    STEP = 101
    N_DOCUMENTS = 300

    @classmethod
    def setUpClass(cls):
        cls.vmx = cap_case.load_binding()
        cls.start_server('types', empty=True)
        cls.source = cls.enterClassContext(cap_case.Server('types-source'))

    def new_client(self, name, server):
        client = self.vmx.Client.new(str(self.folder / f'{name}.db'))
        client.add_service('HR', 'odata', server.cap.url)
        client.setup()
        return client

    def test_every_value_arrives(self):
        """As it is, and then as that of another row."""
        source, copy = self.new_client('source', self.source), self.new_client('copy', self.server)
        for name in self.SETS:
            with self.subTest(name):
                source.get_object(name).start_sync()
                records = self.choose(name, source.get_object(name).get())
                self.assertGreater(len(records), 50)
                self.theirs = self.source.read(name)
                for record in records:
                    for column in self.MADE_BY_SERVER:
                        if column in record:
                            del record[column]
                self.create(copy, name, records)
                self.rotate(copy, name, records)

    def choose(self, name, records):
        if name == 'Employees':
            return [record for record in records if record['ID'] % self.STEP == 1]
        if name == 'Assignments':
            return [record for record in records
                    if record['employee_ID'] % self.STEP == 1 and self.is_for_cap(record['project'])]
        if name == 'Documents':
            return [record for record in records if self.is_for_cap(record['name'])][:self.N_DOCUMENTS]
        return records

    @staticmethod
    def is_for_cap(key):
        """CAP ends itself over a key that does not fit into its Location header as it is, and finds no
        record whose key has quotation marks at both ends."""
        return all(' ' <= character <= 'ÿ' for character in key) and not key.startswith('"')

    def create(self, copy, name, records):
        obj = copy.get_object(name)
        with self.vmx.EditGroup(copy) as group:
            for record in records:
                group.create(obj, record)
        self.assert_uploaded(copy, name, {self.key_of(name, record): record for record in records})

    def key_of(self, name, record):
        return tuple(record[column] for column in self.server.sets[name].keys)

    def rotate(self, copy, name, records):
        expected = {}
        with self.vmx.EditGroup(copy) as group:
            for record, other in zip(records, records[1:] + records[:1]):
                key = {column: record[column] for column in self.server.sets[name].keys}
                values = {column: value for column, value in dict(other).items() if column not in key}
                group.update(copy.get_object(name), values, {'primaryKeys': key})
                expected[self.key_of(name, record)] = other
        self.assert_uploaded(copy, name, expected)

    def assert_uploaded(self, copy, name, records):
        """records: whose values the row with each key has now."""
        result = copy.get_object(name).start_sync({'syncType': 'uploadOnly'})
        self.assertEqual([error.get_message() for error in result.get_sync_errors()], [])
        self.assertEqual(copy.get_object(name).get_pending_records_for_upload(), [])
        rows = self.server.read(name)
        self.assert_same_rows(name, rows, self.read_store(self.folder / 'copy.db', name))
        expected = {key: {**self.theirs[self.key_of(name, record)], **dict(zip(self.server.sets[name].keys, key))}
                    for key, record in records.items()}
        for side in (rows, expected):
            for row in side.values():
                for column in (*self.MADE_BY_SERVER, cap_case.cells.ETAG):
                    row.pop(column, None)
        self.assert_same_rows(name, expected, rows)


class TestRefusals(upload_case.Case):
    """Records that CAP does not take hold nobody else back."""

    FORMS = ('json', 'multipart', 'single')

    def test_one_of_many(self):
        for number, form in enumerate(self.FORMS):
            for by_command in (False, True):
                with self.subTest(form=form, by_command=by_command):
                    self.refuse_two(self.new_desk(by_command=by_command, settings={'batch-form': form}))

    def refuse_two(self, desk):
        names = [str(uuid.uuid4()) for _ in range(30)]
        with self.vmx.EditGroup(desk.client) as group:
            for number, name in enumerate(names):
                group.create(desk['Customers'], {'name': name, 'points': 2000 if number == 20 else 7,
                                                 'note': 'refuse' if number == 10 else None})
        errors = desk.sync_errors('Customers', uploadBatchSize=50)
        self.assertEqual(len(errors), 2)
        for record, words in zip(sorted(desk.pending().values(), key=lambda record: record['changes'][0]['seq']),
                                 ('refused by order', 'Enter a value between 0 and 1000')):
            self.assertEqual(record['state'], 'rejected')
            self.assertIn(words, record['reason'])
            self.assertIn(words, record['changes'][0]['message'])
        stored = [row['name'] for row in self.server.read('Customers').values()]
        self.assertEqual([stored.count(name) for name in names], [number not in (10, 20) for number in range(30)])
        self.assert_corrected(desk)

    def assert_corrected(self, desk):
        """A rejected change goes again once it is edited."""
        rejected = desk.pending()
        self.assertEqual(desk.sync_errors('Customers', syncType='uploadOnly'), [])
        self.assertEqual(desk.pending(), rejected)
        for _name, key in rejected:
            desk['Customers'].update_by_pk({'points': 9, 'note': None}, {'primaryKeys': {'ID': key}})
        self.assertEqual(desk.sync_errors('Customers'), [])
        self.assert_quiet(desk)

    @ways
    def test_refused_updates_and_deletes(self, by_command):
        keys = [self.add('Customers', name='a', points=1) for _ in range(9)]
        desk = self.new_desk(by_command=by_command)
        for number, key in enumerate(keys):
            desk['Customers'].update_by_pk({'points': -1 if number == 4 else 2}, {'primaryKeys': {'ID': key}})
        errors = desk.sync_errors('Customers')
        self.assertEqual([error['primaryKeys']['ID'] for error in errors], [keys[4]])
        self.assertEqual([self.server_row('Customers', key)['points'] for key in keys],
                         [1 if number == 4 else 2 for number in range(9)])
        desk['Customers'].rollback({'ID': keys[4]})
        self.assert_quiet(desk)


    @ways
    def test_all_or_nothing(self, by_command):
        """With one that is refused, nothing of a group is done, though the others read 201."""
        for form in ('json', 'multipart'):
            with self.subTest(form=form):
                desk = self.new_desk(by_command=by_command,
                                     settings={'batch-form': form, 'atomic-uploads': 'true'}, objects=('Orders',))
                titles = [str(uuid.uuid4()) for _ in range(5)]
                keys = [desk['Orders'].create({'title': title, 'note': 'refuse' if number == 2 else None})['ID']
                        for number, title in enumerate(titles)]
                errors = {error['primaryKeys']['ID']: error['errmsg'] for error in desk.sync_errors('Orders')}
                self.assertEqual(errors.pop(keys[2]), 'refused by order')
                self.assertEqual(set(errors), {*keys[:2], *keys[3:]})
                self.assertEqual(set(desk.states().values()), {'rejected'})
                self.assertEqual([len(self.find('Orders', title)) for title in titles], [0] * 5)
                desk['Orders'].update_by_pk({'note': None}, {'primaryKeys': {'ID': keys[2]}})
                for key in errors:
                    desk['Orders'].mark_for_upload({'primaryKeys': {'ID': key}})
                self.assertEqual(desk.sync_until_quiet(), {})
                self.assertEqual([len(self.find('Orders', title)) for title in titles], [1] * 5)
                self.assert_quiet(desk)

    @ways
    def test_children_of_a_refused_record(self, by_command):
        """They wait for its key, and go once it is corrected."""
        desk = self.new_desk(by_command=by_command)
        title = str(uuid.uuid4())
        order = desk['Orders'].create({'title': title, 'note': 'refuse'})['ID']
        desk['Lines'].create({'text': title, 'order_ID': order})
        other = desk['Orders'].create({'title': f'other {title}'})['ID']
        desk['Lines'].create({'text': f'other {title}', 'order_ID': other})
        self.assertEqual(len(desk.sync_all()), 1)
        self.assertEqual(sorted(desk.states().values()), ['pending', 'rejected'])
        self.assertEqual(len(self.find('Lines', f'other {title}')), 1)

        desk['Orders'].update_by_pk({'note': None}, {'primaryKeys': {'ID': order}})
        self.assertEqual(desk.sync_all(), [])
        key, = self.find('Orders', title)
        line, = self.find('Lines', title)
        self.assertEqual(self.server_row('Lines', line)['order_ID'], key)
        self.assert_quiet(desk)

    @ways
    def test_what_is_too_large(self, by_command):
        """CAP takes 100 kB in one request."""
        desk = self.new_desk(by_command=by_command)
        names = [str(uuid.uuid4()) for _ in range(12)]
        with self.vmx.EditGroup(desk.client) as group:
            for number, name in enumerate(names):
                group.create(desk['Memos'], {'name': name, 'text': 'x' * (150000 if number == 5 else 30000)})
        error, = desk.sync_errors('Memos')
        self.assertEqual((error['opstatus'], error['primaryKeys']['name']), (413, names[5]))
        self.assertEqual(desk.states(), {('Memos', names[5]): 'rejected'})
        rows = self.server.read('Memos')
        self.assertEqual([(name,) in rows for name in names], [number != 5 for number in range(12)])
        desk['Memos'].update_by_pk({'text': 'short'}, {'primaryKeys': {'name': names[5]}})
        self.assertEqual(desk.sync_errors('Memos'), [])
        self.assert_quiet(desk)


class TestFailures(upload_case.Case):
    """CAP says 500 when its database does not take a record."""

    def break_rules(self, desk, name):
        """Two that break a rule of the database, between some that do not."""
        taken = str(uuid.uuid4())
        self.add(name, name=taken)
        names = [taken if number == 3 else None if number == 5 else str(uuid.uuid4()) for number in range(8)]
        with self.vmx.EditGroup(desk.client) as group:
            for number, value in enumerate(names):
                group.create(desk[name], {'name': value, 'note': f'n {number}'})
        desk.sync(name)
        stored = [row['name'] for row in self.server.read(name).values()]
        self.assertEqual([stored.count(value) for value in names],
                         [number != 5 for number in range(8)])

    def assert_words(self, pending, state):
        self.assertEqual(len(pending), 2)
        for record in pending.values():
            change, = record['changes']
            self.assertEqual((record['state'], change['status']), (state, 500))
            words = 'NOT NULL constraint failed' if change['values']['note'] == 'n 5' else 'UNIQUE constraint failed'
            self.assertIn(words, change['message'])

    @ways
    def test_a_key_of_our_own(self, by_command):
        """It may have been done, so it is looked for and tried again, but not for ever."""
        desk = self.new_desk(by_command=by_command)
        self.break_rules(desk, 'Permits')
        self.assertEqual(set(desk.states().values()), {'pending'})
        self.assert_words(desk.sync_until_quiet(), 'rejected')
        for _name, key in desk.pending():
            desk['Permits'].update_by_pk({'name': str(uuid.uuid4())}, {'primaryKeys': {'ID': key}})
        self.assertEqual(desk.sync_until_quiet(), {})
        self.assert_quiet(desk)

    @ways
    def test_updates(self, by_command):
        keys = [self.add('Customers', name='a') for _ in range(5)]
        desk = self.new_desk(by_command=by_command)
        for number, key in enumerate(keys):
            desk['Customers'].update_by_pk({'note': 'fail' if number == 2 else 'b'}, {'primaryKeys': {'ID': key}})
        self.assertEqual([error['opstatus'] for error in desk.sync_errors('Customers')], [500])
        self.assertEqual(desk.states(), {('Customers', keys[2]): 'pending'})
        self.assertEqual([self.server_row('Customers', key)['note'] for key in keys], ['b', 'b', None, 'b', 'b'])
        record, = desk.sync_until_quiet().values()
        self.assertEqual(record['state'], 'rejected')
        self.assertIn('failed by order', record['reason'])
        desk['Customers'].update_by_pk({'note': 'b'}, {'primaryKeys': {'ID': keys[2]}})
        self.assertEqual(desk.sync_errors('Customers'), [])
        self.assert_quiet(desk)

    @ways
    def test_a_key_of_the_server(self, by_command):
        """Nobody can look for it, so it must not go again by itself."""
        desk = self.new_desk(by_command=by_command)
        self.break_rules(desk, 'Passes')
        unknown = desk.pending()
        self.assert_words(unknown, 'unknown')
        self.assertEqual(desk.sync_until_quiet(), unknown)
        for _name, key in unknown:
            desk.resolve('Passes', {'ID': key}, 'discard')
        self.assert_quiet(desk)


if __name__ == '__main__':
    cap_case.main()
