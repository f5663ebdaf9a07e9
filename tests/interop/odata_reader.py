# SPDX-License-Identifier: LGPL-2.1-or-later
"""A small OData reader that shares nothing with the library: the other opinion of the test."""

import decimal
import json
import urllib.parse
import urllib.request
import xml.etree.ElementTree as xml

EDM = '{http://docs.oasis-open.org/odata/ns/edm}'
TIMEOUT = 60


class EntitySet:
    """Name, key columns and column types, from the service's own $metadata."""

    def __init__(self, name, entity_type):
        self.name = name
        self.keys = [ref.get('Name') for ref in entity_type.find(f'{EDM}Key')]
        self.types = {item.get('Name'): item.get('Type') for item in entity_type.findall(f'{EDM}Property')}

    def key_of(self, row):
        return tuple(row[name] for name in self.keys)


class Service:
    def __init__(self, url):
        self.url = url

    def request(self, method, path, body=None, headers=None):
        """The reply's bytes; urllib.error.HTTPError for a status of 400 and above."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(urllib.parse.urljoin(self.url, path), data, method=method,
                                         headers={'Accept': 'application/json', **(headers or {})})
        if data is not None:
            request.add_header('Content-Type', 'application/json')
        with urllib.request.urlopen(request, timeout=TIMEOUT) as reply:
            return reply.read()

    def entity_sets(self):
        root = xml.fromstring(self.request('GET', '$metadata', headers={'Accept': 'application/xml'}))
        types = {}
        for schema in root.iter(f'{EDM}Schema'):
            for item in schema.findall(f'{EDM}EntityType'):
                types[f'{schema.get("Namespace")}.{item.get("Name")}'] = item
        return {item.get('Name'): EntitySet(item.get('Name'), types[item.get('EntityType')])
                for item in root.iter(f'{EDM}EntitySet')}

    def get_json(self, path):
        return json.loads(self.request('GET', path), parse_float=decimal.Decimal)

    def read(self, entity_set, query=None):
        """All rows by key, as JSON values with exact numbers; follows every nextLink."""
        path = entity_set.name
        if query:
            path += '?' + urllib.parse.urlencode(query, quote_via=urllib.parse.quote)
        rows, seen = {}, set()
        while path:
            assert path not in seen, f'{path} came twice'
            seen.add(path)
            page = self.get_json(path)
            for row in page['value']:
                key = entity_set.key_of(row)
                assert key not in rows, f'{entity_set.name}{key} came twice'
                rows[key] = row
            # CAP's links are relative to the root of the service.
            path = page.get('@odata.nextLink')
        return rows
