#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Uploads to SAP CAP while connections break and the server dies. cap_case.py tells the arguments."""

import contextlib
import subprocess
import uuid

import cap_case
import cutting_proxy
import upload_case

IMPATIENT = {'retry-delay-ms': '1'}
CALM = {'VMX_CAP_CALM': 'true'}
N_KILLED = 300


class Case(upload_case.Case):
    def settle_unknown(self, desk):
        """Does what a person does with changes of unknown outcome: looks for them at the server by their
        titles. How many there were."""
        pending = desk.pending()
        unknown = {key: record for key, record in pending.items() if record['state'] == 'unknown'}
        # Children of theirs may wait for them, and nothing else waits.
        self.assertEqual({(key[0], record['state']) for key, record in pending.items() if key not in unknown}
                         - {('Lines', 'pending')}, set())
        for (name, key), record in unknown.items():
            create = record['changes'][0]
            self.assertEqual(create['action'], 'create')
            found = self.find(name, create['values'][upload_case.TITLES[name]])
            self.assertLessEqual(len(found), 1)
            if found:
                desk.resolve(name, {'ID': key}, 'done', {'ID': found[0]})
            else:
                desk.resolve(name, {'ID': key}, 'send-again')
        self.assertEqual(desk.sync_until_quiet(), {})
        return len(unknown)

    def start_again(self, **settings):
        """After a failed run, if the server has ended or is about to."""
        process = self.server.cap.process
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(1)
        if process.poll() is not None:
            self.server.cap.start(**settings)

    def assert_once(self, titles):
        """titles: by object, of what was created."""
        for name, expected in titles.items():
            found = [row[upload_case.TITLES[name]] for row in self.server.read(name).values()]
            self.assertEqual({title: found.count(title) for title in expected}, dict.fromkeys(expected, 1))


class TestCuts(Case):
    """One connection is cut, at each request and at each point of it."""

    SIZE = 3

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.proxy = cutting_proxy.CuttingProxy(cls.server.cap.port)
        cls.proxy.__enter__()
        cls.addClassCleanup(cls.proxy.__exit__, None, None, None)
        cls.url = cls.server.cap.url.replace(f':{cls.server.cap.port}/', f':{cls.proxy.port}/')

    def edit(self, desk):
        """Creates with keys of both kinds, parents and children, updates and deletes. The titles of the
        creates, and what the others leave behind."""
        tag = str(uuid.uuid4())[:8]
        titles = {name: [f'{tag} {number}' for number in range(count)]
                  for name, count in (('Customers', 3), ('Orders', 3), ('Lines', 2))}
        customers = [desk['Customers'].create({'name': title})['ID'] for title in titles['Customers']]
        orders = [desk['Orders'].create({'title': title, 'customer_ID': key})['ID']
                  for title, key in zip(titles['Orders'], customers)]
        for title, key in zip(titles['Lines'], orders):
            desk['Lines'].create({'text': title, 'order_ID': key})
        for name, (changed, deleted) in self.old.items():
            desk[name].update_by_pk({'note': tag}, {'primaryKeys': {'ID': changed}})
            desk[name].delete_by_pk({'primaryKeys': {'ID': deleted}})
        return titles, tag

    def prepare(self, form, by_command=False):
        self.old = {'Customers': [self.add('Customers', name='old') for _ in range(2)],
                    'Orders': [self.add('Orders', title='old') for _ in range(2)]}
        return self.new_desk(url=self.url, by_command=by_command, settings={**IMPATIENT, 'batch-form': form},
                             objects=('Customers', 'Orders', 'Lines'))

    def assert_done(self, desk, titles, tag):
        self.assert_once(titles)
        for name, (changed, deleted) in self.old.items():
            self.assertEqual(self.server_row(name, changed)['note'], tag)
            self.assertIsNone(self.server_row(name, deleted))
        orders = self.server.read('Orders')
        for row in self.server.read('Lines').values():
            if row['text'] in titles['Lines']:
                order = orders[row['order_ID'],]
                self.assertEqual(order['title'], row['text'])
                self.assertEqual(self.server_row('Customers', order['customer_ID'])['name'], row['text'])
        self.assert_quiet(desk)

    def cut(self, form, number, point, by_command=False):
        """How many changes somebody had to decide about; None when there was no such request."""
        desk = self.prepare(form, by_command)
        titles, tag = self.edit(desk)
        self.proxy.expect(number, point)
        desk.sync_until_quiet(uploadBatchSize=self.SIZE)
        was_cut = number is not None and self.proxy.n_writes > number
        n_unknown = self.settle_unknown(desk)
        self.assert_done(desk, titles, tag)
        return n_unknown if was_cut else None

    def cut_everywhere(self, form, points=cutting_proxy.POINTS):
        parked = dict.fromkeys(points, 0)
        for point in points:
            number = 0
            while True:
                with self.subTest(form=form, point=point, number=number):
                    n_unknown = self.cut(form, number, point)
                    if n_unknown is None:
                        break
                    parked[point] += n_unknown
                    number += 1
                    continue
                self.fail(f'{form}: {point} {number}')
            self.assertGreater(number, 2)
        self.assertEqual(parked.get(cutting_proxy.AFTER_ANSWER, 0), 0)
        self.assertGreater(parked[cutting_proxy.AFTER_REQUEST], 0)

    def test_json(self):
        self.cut_everywhere('json')

    def test_multipart(self):
        self.cut_everywhere('multipart', (cutting_proxy.AFTER_REQUEST, cutting_proxy.IN_ANSWER))

    def test_single(self):
        self.cut_everywhere('single', (cutting_proxy.AFTER_REQUEST, cutting_proxy.IN_ANSWER))

    def cut_update(self, point, **theirs):
        """Somebody else changes the record after our update was cut, before it goes again."""
        key = self.add('Customers', name='old', city='a', points=1)
        desk = self.new_desk(url=self.url, settings=IMPATIENT, objects=('Customers',))
        desk['Customers'].update_by_pk({'points': 2}, {'primaryKeys': {'ID': key}})

        def edit_theirs():
            self.send('PATCH', 'Customers', key, theirs)
            self.proxy.expect(None, None)

        # Until they have made it, nothing of ours comes through.
        self.proxy.expect(0, point, and_later=True)
        with self.assertRaises(upload_case.SyncFailed):
            desk.sync('Customers')
        edit_theirs()
        desk.sync_until_quiet()
        return desk, key

    def test_lost_update_and_another_column(self):
        """What we sent is still there, so that it counts as done."""
        desk, key = self.cut_update(cutting_proxy.AFTER_REQUEST, city='b')
        row = self.server_row('Customers', key)
        self.assertEqual((row['points'], row['city']), (2, 'b'))
        self.assert_quiet(desk)

    def test_lost_update_and_the_same_column(self):
        """Theirs came later. Whether they knew ours, nobody can tell."""
        desk, key = self.cut_update(cutting_proxy.AFTER_REQUEST, points=3)
        self.assertEqual(desk.states(), {('Customers', key): 'conflict'})
        self.assertEqual(self.server_row('Customers', key)['points'], 3)
        desk.resolve('Customers', {'ID': key}, 'keep-server')
        self.assert_quiet(desk)

    def test_update_that_never_came(self):
        desk, key = self.cut_update(cutting_proxy.BEFORE, points=3)
        self.assertEqual(desk.states(), {('Customers', key): 'conflict'})
        desk.resolve('Customers', {'ID': key}, 'keep-client')
        self.assertEqual(desk.sync_until_quiet(), {})
        self.assertEqual(self.server_row('Customers', key)['points'], 2)
        self.assert_quiet(desk)

    def test_lost_create_that_was_deleted(self):
        """Created by us, deleted by somebody else: it is created again, for nobody can tell."""
        desk = self.new_desk(url=self.url, settings=IMPATIENT, objects=('Customers',))
        key = desk['Customers'].create({'name': str(uuid.uuid4())})['ID']
        self.proxy.expect(0, cutting_proxy.AFTER_REQUEST, and_later=True)
        with self.assertRaises(upload_case.SyncFailed):
            desk.sync('Customers')
        self.send('DELETE', 'Customers', key)
        self.proxy.expect(None, None)
        self.assertEqual(desk.sync_until_quiet(), {})
        self.assertIsNotNone(self.server_row('Customers', key))
        self.assert_quiet(desk)

    def test_record_that_is_edited_while_it_is_unknown(self):
        """The edit waits for the key, and goes on top."""
        desk = self.new_desk(url=self.url, settings=IMPATIENT, objects=('Orders', 'Lines'))
        title = str(uuid.uuid4())
        order = desk['Orders'].create({'title': title})['ID']
        self.proxy.expect(0, cutting_proxy.AFTER_REQUEST)
        with contextlib.suppress(upload_case.SyncFailed):
            desk.sync('Orders')
        desk['Orders'].update_by_pk({'amount': 7}, {'primaryKeys': {'ID': order}})
        desk['Lines'].create({'text': title, 'order_ID': order})
        desk.sync_until_quiet()
        key, = self.find('Orders', title)
        self.assertIsNone(self.server_row('Orders', key)['amount'])
        desk.resolve('Orders', {'ID': order}, 'done', {'ID': key})
        self.assertEqual(desk.sync_until_quiet(), {})
        self.assertEqual(self.server_row('Orders', key)['amount'], 7)
        line, = self.find('Lines', title)
        self.assertEqual(self.server_row('Lines', line)['order_ID'], key)
        self.assert_quiet(desk)

    def test_by_command(self):
        for point in cutting_proxy.POINTS:
            with self.subTest(point=point):
                self.cut('json', 1, point, by_command=True)


class TestKills(Case):
    """The server is killed while it works, and comes back."""

    def kill_while(self, desk, name):
        """Once some of the first batch are there, in the middle of it."""
        sync = subprocess.Popen([cap_case.options.cli, 'sync', '--store', desk.store, '--object', name, '--options',
                                 '{"uploadBatchSize": 100}'], stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with contextlib.closing(cap_case.connect(self.server.cap.database)) as database:
            while sync.poll() is None:
                (count,), = database.execute(f'SELECT count(*) FROM "uploads_{name}"').fetchall()
                if count > 60:
                    self.server.cap.kill()
                    break
        self.assertEqual(sync.wait(cap_case.SYNC_SECONDS), 1)

    def test_creates(self):
        for name, by_command in (('Customers', True), ('Orders', False)):
            with self.subTest(name=name):
                self.server.cap.stop()
                self.server.cap.start(fresh=True)
                desk = self.new_desk(by_command=by_command, settings=IMPATIENT, objects=(name,))
                titles = [str(uuid.uuid4()) for _ in range(N_KILLED)]
                with self.vmx.EditGroup(desk.client) as group:
                    for title in titles:
                        group.create(desk[name], {upload_case.TITLES[name]: title})
                self.kill_while(desk, name)
                # While it is away nothing is lost, and nobody is blamed.
                with self.assertRaises(upload_case.SyncFailed):
                    desk.sync(name)
                desk.sync_until_quiet(self.start_again)
                n_unknown = self.settle_unknown(desk)
                self.assertEqual(n_unknown > 0, name == 'Orders')
                self.assert_once({name: titles})
                self.assert_quiet(desk)


class TestCrashes(Case):
    """A mistake in CAP's own code ends it. The batch before is answered as if it were complete, with a
    bare 200 for the culprit."""

    # What is created, in which form, and how it is synchronised.
    WAYS = (('Customers', 'json', True), ('Customers', 'multipart', False), ('Orders', 'json', False),
            ('Orders', 'multipart', True))

    def crash(self, name, by_command, **settings):
        """A desk whose upload ended the server, and the titles; the fourth of six is the culprit's."""
        self.server.cap.stop()
        self.server.cap.start()
        desk = self.new_desk(by_command=by_command, settings={**IMPATIENT, **settings},
                             objects=(name,))
        titles = [str(uuid.uuid4()) for _ in range(6)]
        with self.vmx.EditGroup(desk.client) as group:
            for number, title in enumerate(titles):
                note = 'crash' if number == 3 else None
                group.create(desk[name], {upload_case.TITLES[name]: title, 'note': note})
        with contextlib.suppress(upload_case.SyncFailed):
            desk.sync(name)
        self.server.cap.process.wait(cap_case.SYNC_SECONDS)
        self.server.cap.start(**CALM)
        return desk, titles

    def found(self, name, titles):
        return [len(self.find(name, title)) for title in titles]

    def assert_settled(self, desk, name, titles, n_unknown):
        desk.sync_until_quiet()
        self.assertEqual(self.settle_unknown(desk), n_unknown if name == 'Orders' else 0)
        self.assert_once({name: titles})
        self.assert_quiet(desk)

    def test_each_on_its_own(self):
        for name, form, by_command in self.WAYS:
            with self.subTest(name=name, form=form):
                desk, titles = self.crash(name, by_command, **{'batch-form': form})
                self.assertEqual(self.found(name, titles), [1, 1, 1, 0, 1, 1])
                self.assert_settled(desk, name, titles, 1)

    def test_update(self):
        """The bare 200 is no answer, and what is the matter with the update is found out."""
        for form in ('json', 'multipart'):
            with self.subTest(form=form):
                self.server.cap.stop()
                self.server.cap.start()
                keys = [self.add('Customers', name='old') for _ in range(4)]
                desk = self.new_desk(settings={**IMPATIENT, 'batch-form': form}, objects=('Customers',))
                for number, key in enumerate(keys):
                    desk['Customers'].update_by_pk({'note': 'crash' if number == 1 else 'b'},
                                                   {'primaryKeys': {'ID': key}})
                with contextlib.suppress(upload_case.SyncFailed):
                    desk.sync('Customers')
                self.start_again(**CALM)
                self.assertEqual([self.server_row('Customers', key)['note'] for key in keys], ['b', None, 'b', 'b'])
                self.assertEqual(desk.sync_until_quiet(), {})
                self.assertEqual([self.server_row('Customers', key)['note'] for key in keys],
                                 ['b', 'crash', 'b', 'b'])
                self.assert_quiet(desk)

    def test_one_group(self):
        """Nothing of the group was done, though five of its members read 201."""
        for name, form, by_command in self.WAYS:
            with self.subTest(name=name, form=form):
                desk, titles = self.crash(name, by_command, **{'batch-form': form, 'atomic-uploads': 'true'})
                self.assertEqual(self.found(name, titles), [0] * 6)
                self.assertEqual(len(desk.pending()), 6)
                self.assert_settled(desk, name, titles, 6)

    def test_a_key_that_ends_it(self):
        """CAP breaks down over a key that does not fit into its Location header. Alone such a record is
        stored nevertheless, in a batch it never is."""
        for form, by_command in (('json', False), ('multipart', True), ('single', False)):
            with self.subTest(form=form):
                desk = self.new_desk(by_command=by_command, settings={**IMPATIENT, 'batch-form': form},
                                     objects=('Memos',))
                names = [f'{uuid.uuid4()} {ending}' for ending in ('ä', '🦊', "'%/")]
                with self.vmx.EditGroup(desk.client) as group:
                    for name in names:
                        group.create(desk['Memos'], {'name': name, 'text': name})
                parked = desk.sync_until_quiet(self.start_again)
                self.assertEqual(parked.keys(), set() if form == 'single' else
                                 {('Memos', names[1])})
                self.assertLessEqual({record['state'] for record in parked.values()}, {'unknown'})
                self.assertEqual(self.found('Memos', names),
                                 [1 if ('Memos', name) not in parked else 0 for name in names])
                for _name, key in parked:
                    desk.resolve('Memos', {'name': key}, 'discard')
                self.assert_quiet(desk)


if __name__ == '__main__':
    cap_case.main()
