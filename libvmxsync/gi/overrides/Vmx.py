# SPDX-License-Identifier: LGPL-2.1-or-later
"""Sugar for Python: records as mappings, dicts as options, coroutines for asyncio.

Nothing here is needed to use the library; every call of the C interface works without it.
"""
import asyncio
import base64
import collections.abc
import datetime
import decimal
import functools
import inspect
import json
import math
import uuid
import weakref

from gi.module import get_introspection_module
from gi.overrides import override
from gi.repository import GLib, Gio, GObject

Vmx = get_introspection_module('Vmx')

__all__ = []

MAX_DEPTH = 64  # what the library reads
INT64_MIN, INT64_MAX = -2**63, 2**63 - 1


def _exported(cls):
    cls = override(cls)
    globals()[cls.__name__] = cls
    __all__.append(cls.__name__)
    return cls


# Texts of Python's own types

def _check_text(text, what):
    """The library's texts end at the first NUL, so one inside would cut them silently."""
    if not isinstance(text, str):
        raise TypeError(f'{what}: expected str, got {type(text).__name__}')
    if '\0' in text:
        raise ValueError(f'{what}: a text cannot have a NUL character')
    return text


def _check_finite(number):
    if not number.is_finite():
        raise ValueError(f'{number} has no digits; use None for “no value”')
    return str(number)


def _check_not_nan(number):
    if math.isnan(number):
        raise ValueError('NaN cannot be stored; use None for “no value”')
    return number


def _timestamp_to_text(moment):
    if moment.utcoffset() is None:
        raise ValueError(f'{moment!r} has no time zone; say which one is meant, such as '
                         'datetime.timezone.utc')
    return moment.astimezone(datetime.timezone.utc).replace(tzinfo=None).isoformat() + 'Z'


def _time_to_text(time):
    if time.tzinfo is not None:
        raise ValueError(f'{time!r} has a time zone; a time of day has none')
    return time.isoformat()


def _duration_to_text(duration):
    sign, duration = ('-', -duration) if duration < datetime.timedelta() else ('', duration)
    hours, seconds = divmod(duration.seconds, 3600)
    minutes, seconds = divmod(seconds, 60)
    fraction = f'.{duration.microseconds:06}' if duration.microseconds else ''
    return f'{sign}P{duration.days}DT{hours}H{minutes}M{seconds}{fraction}S'


# In this order, because a datetime is a date too.
_TEXT_OF = (
    (decimal.Decimal, _check_finite),
    (datetime.datetime, _timestamp_to_text),
    (datetime.date, datetime.date.isoformat),
    (datetime.time, _time_to_text),
    (datetime.timedelta, _duration_to_text),
    (uuid.UUID, str),
)


def _to_text(value):
    """The text that a column keeps for a value, or None for other types."""
    for kind, convert in _TEXT_OF:
        if isinstance(value, kind):
            return convert(value)
    return None


# JSON with exact numbers, which the json module cannot write

def _scalar_to_json(value):
    if isinstance(value, (bytes, bytearray, memoryview)):
        return json.dumps(base64.urlsafe_b64encode(bytes(value)).decode())
    if isinstance(value, decimal.Decimal):
        return _check_finite(value)
    if isinstance(value, float):
        infinity = '"INF"' if value > 0 else '"-INF"'
        return infinity if math.isinf(value) else float.__repr__(_check_not_nan(value))
    if value is None or isinstance(value, (bool, int, str)):
        return json.dumps(value)
    text = _to_text(value)
    if text is None:
        raise TypeError(f'{type(value).__name__} has no form in JSON')
    return json.dumps(text)


def _member_to_json(name, value, depth):
    if not isinstance(name, str):
        raise TypeError(f'{name!r}: a name has to be a str')
    return json.dumps(name) + ':' + _to_json(value, depth)


def _to_json(value, depth=0):
    if depth > MAX_DEPTH:
        raise ValueError(f'more than {MAX_DEPTH} levels, or a value that contains itself')
    if isinstance(value, (collections.abc.Mapping, Record)):
        members = (_member_to_json(*item, depth + 1) for item in value.items())
        return '{' + ','.join(members) + '}'
    if isinstance(value, (list, tuple)):
        return '[' + ','.join(_to_json(item, depth + 1) for item in value) + ']'
    return _scalar_to_json(value)


# Values

def _from_value(value):
    kind = value.get_kind()
    if value.is_null():
        return None
    if kind == Vmx.ValueKind.INT64:
        return value.get_int64()
    if kind == Vmx.ValueKind.DOUBLE:
        return value.get_double()
    if kind == Vmx.ValueKind.BOOLEAN:
        return value.get_boolean()
    if kind == Vmx.ValueKind.BLOB:
        return value.get_blob().get_data() or b''
    text = value.to_string()
    if kind == Vmx.ValueKind.DECIMAL:
        return decimal.Decimal(text)
    if kind == Vmx.ValueKind.JSON:
        return json.loads(text, parse_float=decimal.Decimal)
    return text


def _int_to_value(number):
    if INT64_MIN <= number <= INT64_MAX:
        return Vmx.Value.new_int64(number)
    return Vmx.Value.new_parsed(Vmx.ColumnType.DECIMAL, str(number))


def _to_value(value):
    if isinstance(value, Vmx.Value):
        return value
    if value is None:
        return Vmx.Value.new_null()
    if isinstance(value, bool):
        return Vmx.Value.new_boolean(value)
    if isinstance(value, int):
        return _int_to_value(int(value))
    if isinstance(value, float):
        return Vmx.Value.new_double(_check_not_nan(value))
    if isinstance(value, str):
        return Vmx.Value.new_text(_check_text(value, 'value'))
    if isinstance(value, (bytes, bytearray, memoryview)):
        return Vmx.Value.new_blob(GLib.Bytes.new(bytes(value)))
    if isinstance(value, decimal.Decimal):
        return Vmx.Value.new_parsed(Vmx.ColumnType.DECIMAL, _check_finite(value))
    if isinstance(value, (collections.abc.Mapping, list, tuple)):
        return Vmx.Value.new_parsed(Vmx.ColumnType.JSON, _to_json(value))
    text = _to_text(value)
    if text is None:
        raise TypeError(f'a column cannot hold a {type(value).__name__}')
    return Vmx.Value.new_text(text)


@_exported
class Record(Vmx.Record):
    """A record is a mapping of column names to values. A missing column is not in it."""

    def __init__(self, values=(), /, **columns):
        super().__init__()
        self.update(values, **columns)

    def get_value(self, column):
        # The library's value belongs to the record and ends with its next change.
        value = super().get_value(_check_text(column, 'column'))
        return value.copy() if value is not None else None

    def set_value(self, column, value):
        super().set_value(_check_text(column, 'column'), _to_value(value))

    def __getitem__(self, column):
        value = self.get_value(column)
        if value is None:
            raise KeyError(column)
        return _from_value(value)

    def __setitem__(self, column, value):
        self.set_value(column, value)

    def __delitem__(self, column):
        if column not in self:
            raise KeyError(column)
        self.unset(column)

    def __contains__(self, column):
        return isinstance(column, str) and '\0' not in column and self.has(column)

    def __iter__(self):
        return iter(self.get_column_names())

    def __len__(self):
        return len(self.get_column_names())

    def __repr__(self):
        return f'Vmx.Record({dict(self)!r})'


for _name in ('keys', 'items', 'values', 'get', 'update', 'pop', 'setdefault'):
    setattr(Record, _name, getattr(collections.abc.MutableMapping, _name))


def _to_record(value):
    if isinstance(value, Vmx.Record):
        return value
    if isinstance(value, collections.abc.Mapping):
        return Record(value)
    raise TypeError(f'expected a dict or Vmx.Record, got {type(value).__name__}')


@_exported
class RecordBatch(Vmx.RecordBatch):
    """Records that can be appended as dicts and read by position."""

    def __new__(cls, schema):
        if isinstance(schema, Vmx.ObjectSchema) and not schema.is_sealed():
            raise ValueError('the schema has to be sealed first')
        return cls.new(schema)

    def __init__(self, schema):
        pass  # done by the constructor of the library

    def append(self, record):
        self.append_record(_to_record(record))

    def set_value(self, row, column, value):
        """Sets a cell; the column is a name or a position."""
        super().set_value(self._check_row(row), self._find_column(column), _to_value(value))

    def get_value(self, row, column):
        """Gets a cell, None for null and missing ones."""
        return _from_value(self.peek_value(self._check_row(row), self._find_column(column)))

    def _check_row(self, row):
        if not 0 <= row < self.get_n_rows():
            raise IndexError(f'there is no row {row}')
        return row

    def _find_column(self, column):
        index = column
        if isinstance(column, str):
            index = self.get_schema().get_column_index(_check_text(column, 'column'))
        if not 0 <= index < self.get_n_columns():
            raise KeyError(column)
        return index

    def __len__(self):
        return self.get_n_rows()

    def __getitem__(self, row):
        return self.get_record(self._check_row(row))

    def __iter__(self):
        return (self.get_record(row) for row in range(len(self)))


# Schemas cannot be built without what their constructors take.

@_exported
class Column(Vmx.Column):
    def __new__(cls, name, column_type, flags=Vmx.ColumnFlags.NONE):
        return cls.new(_check_text(name, 'name'), column_type, flags)

    def __init__(self, name, column_type, flags=Vmx.ColumnFlags.NONE):
        pass


@_exported
class ObjectSchema(Vmx.ObjectSchema):
    def __new__(cls, name):
        return cls.new(_check_text(name, 'name'))

    def __init__(self, name):
        pass


@_exported
class FetchRequest(Vmx.FetchRequest):
    def __new__(cls, schema):
        return cls.new(schema)

    def __init__(self, schema):
        pass


# Options

def _options_class(base):
    """A class of options that takes a dict in the documented spelling, or properties."""

    def make(cls, values=None, /, **properties):
        if values is None:
            return base.__new__(cls)
        if not isinstance(values, collections.abc.Mapping):
            raise TypeError(f'expected a dict of options, got {type(values).__name__}')
        if properties:
            raise TypeError('give options either as a dict or as properties')
        return cls.new_from_json(_to_json(values))

    def init(self, values=None, /, **properties):
        if values is None:
            base.__init__(self, **properties)

    name = base.__name__.rpartition('.')[2]
    return _exported(type(base)(name, (base,), {'__new__': make, '__init__': init}))


SyncOptions = _options_class(Vmx.SyncOptions)
ReadOptions = _options_class(Vmx.ReadOptions)
WriteOptions = _options_class(Vmx.WriteOptions)
SetupOptions = _options_class(Vmx.SetupOptions)


def _converter(options_class):
    def convert(value):
        return value if value is None or isinstance(value, options_class) else options_class(value)
    return convert


def _to_record_or_none(value):
    return None if value is None else _to_record(value)


def _to_resolution(value):
    """The enumeration; its nicks, such as 'keep-client', do as well."""
    nicks = {member.value_nick: member for member in Vmx.Resolution.__enum_values__.values()}
    if isinstance(value, str) and value not in nicks:
        raise ValueError(f'{value!r} is no resolution; expected one of {", ".join(nicks)}')
    return nicks[value] if isinstance(value, str) else value


# asyncio: PyGObject knows nothing of it before 3.50, so the running loop turns GLib's main context
# while calls of ours are pending.

class _Pump:
    SHORTEST, LONGEST = 0.001, 0.02  # seconds

    _pumps = weakref.WeakKeyDictionary()

    @classmethod
    def of_running_loop(cls):
        loop = asyncio.get_running_loop()
        return cls._pumps.setdefault(loop, cls())

    def __init__(self):
        self._n_users = 0
        self._delay = self.SHORTEST
        self._timer = None

    def __enter__(self):
        self._n_users += 1
        self._delay = self.SHORTEST
        if self._timer is None:
            self._turn(asyncio.get_running_loop())
        return self

    def __exit__(self, *exception):
        self._n_users -= 1
        if self._n_users == 0 and self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _turn(self, loop):
        context = GLib.MainContext.get_thread_default() or GLib.MainContext.default()
        was_busy = context.iteration(False)
        self._delay = self.SHORTEST if was_busy else min(2 * self._delay, self.LONGEST)
        self._timer = loop.call_later(self._delay, self._turn, loop) if self._n_users else None


async def _wait_for(future, cancellable):
    """The call goes on until it has seen the cancellation, so that nothing is left behind."""
    cancelled = None
    while not future.done():
        try:
            await asyncio.wait([future])
        except asyncio.CancelledError as error:
            cancelled = error
            cancellable.cancel()
    if cancelled is None:
        return future.result()
    future.exception()  # marks it as seen
    raise cancelled


async def _await(start, finish, cancellable):
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    cancellable = cancellable or Gio.Cancellable()

    def on_done(source, result, *data):
        try:
            answer = (future.set_result, finish(source, result))
        except GLib.Error as error:
            answer = (future.set_exception, error)
        # Another thread may be the one that turns the context.
        loop.call_soon_threadsafe(*answer)

    with _Pump.of_running_loop():
        start(cancellable, on_done)
        return await _wait_for(future, cancellable)


# Calls: each in three forms, with converted arguments and without the trailing ones

class _Argument:
    def __init__(self, name, convert=lambda value: value, default=None):
        self.name = name
        self.convert = convert
        self.parameter = inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD,
                                           default=default)


def _signature(arguments, optional, rest=None):
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    parameters = [inspect.Parameter('self', inspect.Parameter.POSITIONAL_ONLY)]
    parameters += [argument.parameter for argument in arguments]
    parameters += [inspect.Parameter(name, kind, default=None) for name in optional]
    if rest is not None:
        parameters.append(inspect.Parameter(rest, inspect.Parameter.VAR_POSITIONAL))
    return inspect.Signature(parameters)


def _bind(signature, arguments, args, kwargs):
    """All arguments in their order, the converted ones included."""
    bound = signature.bind(*args, **kwargs)
    bound.apply_defaults()
    for argument in arguments:
        bound.arguments[argument.name] = argument.convert(bound.arguments[argument.name])
    return bound.args


def _describe(function, name, signature, original):
    function.__name__ = function.__qualname__ = name
    function.__doc__ = original.__doc__
    function.__signature__ = signature
    return function


def _with_arguments(base, name, arguments, optional, rest=None):
    """A method whose first arguments are converted and whose others may be left out."""
    original = getattr(base, name)
    signature = _signature(arguments, optional, rest)

    def method(*args, **kwargs):
        return original(*_bind(signature, arguments, args, kwargs))

    return _describe(method, name, signature, original)


def _coroutine(base, name, arguments):
    start = getattr(base, name + '_async')
    finish = getattr(base, name + '_finish')
    signature = _signature(arguments, ('cancellable',))

    async def method(*args, **kwargs):
        *given, cancellable = _bind(signature, arguments, args, kwargs)
        return await _await(functools.partial(start, *given), finish, cancellable)

    return _describe(method, 'aio_' + name, signature, getattr(base, name))


def _add_calls(cls, **calls):
    base = cls.__mro__[1]
    for name, arguments in calls.items():
        setattr(cls, name, _with_arguments(base, name, arguments, ('cancellable',)))
        setattr(cls, name + '_async', _with_arguments(
            base, name + '_async', arguments, ('cancellable', 'callback'), rest='user_data'))
        setattr(cls, 'aio_' + name, _coroutine(base, name, arguments))


_setup_options = _Argument('options', _converter(SetupOptions))
_sync_options = _Argument('options', _converter(SyncOptions))
_read_options = _Argument('options', _converter(ReadOptions))
_write_options = _Argument('options', _converter(WriteOptions))
_record = _Argument('record', _to_record, default=inspect.Parameter.empty)
_keys = _Argument('primary_keys', _to_record_or_none)
_record_key = _Argument('primary_keys', _to_record, default=inspect.Parameter.empty)
_resolution = _Argument('resolution', _to_resolution, default=inspect.Parameter.empty)
_as = _Argument('as_', _to_record_or_none)
_object = _Argument('object', default=inspect.Parameter.empty)
_query = _Argument('query', functools.partial(_check_text, what='query'),
                   default=inspect.Parameter.empty)

_EDITS = {'create': [_record, _write_options], 'update': [_record, _write_options],
          'update_by_pk': [_record, _write_options], 'delete': [_write_options],
          'delete_by_pk': [_write_options]}


@_exported
class Client(Vmx.Client):
    """A client; plain dicts do as options, and each long call has an awaitable twin, aio_…."""


@_exported
class ObjSvc(Vmx.ObjSvc):
    """A service; each long call has an awaitable twin, aio_…."""


@_exported
class Obj(Vmx.Obj):
    """An object; plain dicts do as records, keys and options, and each long call has an awaitable
    twin, aio_…."""

    def __new__(cls, name):
        return cls.new(_check_text(name, 'name'))

    def __init__(self, name):
        pass


@_exported
class Conflict(Vmx.Conflict):
    """What a conflict resolver decides about; a plain dict does as the record to keep."""


@_exported
class EditGroup(Vmx.EditGroup):
    """Edits that are done together; “with” and “async with” apply them at the end, unless there
    was an exception."""

    def __new__(cls, client):
        return cls.new(client)

    def __init__(self, client):
        pass

    def __enter__(self):
        return self

    def __exit__(self, kind, *exception):
        if kind is None:
            self.apply()

    async def __aenter__(self):
        return self

    async def __aexit__(self, kind, *exception):
        if kind is None:
            await self.aio_apply()


@_exported
class RecordModel(Vmx.RecordModel):
    """A sequence of records that follows the store; a plain dict does as options."""

    def __new__(cls, obj, options=None):
        return cls.new(obj, _read_options.convert(options))

    def __init__(self, obj, options=None):
        pass


_add_calls(Client, setup=[_setup_options], incremental_setup=[_setup_options],
           reset=[_setup_options], drop=[_setup_options], execute_select_query=[_query],
           rollback=[], check_store=[])
_add_calls(ObjSvc, rollback=[], clear_offline_data=[])
_add_calls(Obj, start_sync=[_sync_options], get=[_read_options], **_EDITS,
           mark_for_upload=[_write_options], rollback=[_keys], clear_offline_data=[_write_options],
           resolve=[_record_key, _resolution, _as],
           get_pending_records_for_upload=[], get_upload_deferred_record_keys=[])
_add_calls(EditGroup, apply=[])
Conflict.set_record = _with_arguments(
    Vmx.Conflict, 'set_record', [_Argument('record', _to_record_or_none)], ())
for _name, _arguments in _EDITS.items():
    setattr(EditGroup, _name, _with_arguments(Vmx.EditGroup, _name, [_object, *_arguments], ()))
Obj.start_sync_with_callbacks = _with_arguments(
    Vmx.Obj, 'start_sync_with_callbacks', [_sync_options],
    ('on_success', 'on_failure', 'on_progress'))
