/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

#include <libvmxsync/model/vmx-version.h>

G_BEGIN_DECLS

/**
 * VMX_ERROR:
 *
 * The error domain of the library. Its codes are [error@Vmx.Error].
 *
 * Since: 0.1
 */
#define VMX_ERROR (vmx_error_quark ())

/**
 * VmxError:
 * @VMX_ERROR_NOT_SIGNED_IN: 106: no sign-in (claims token) where one is needed
 * @VMX_ERROR_DATABASE: 2000: generic error of the local store
 * @VMX_ERROR_SELECT_FAILED: 2001: a select statement failed
 * @VMX_ERROR_TRANSACTION_FAILED: 2002: a transaction failed and nothing of it was kept
 * @VMX_ERROR_TRANSACTION_ROLLED_BACK: 2003: a transaction failed and was rolled back
 * @VMX_ERROR_STORE_UNAVAILABLE: 2006: the store cannot be opened or created
 * @VMX_ERROR_STORE_UPGRADE_FAILED: 2009: the store could not be brought to the present format
 * @VMX_ERROR_STORE_VERSION: 2010: the store was written by a newer or unknown version
 * @VMX_ERROR_STORE_NOT_OPEN: 2011: the store is not open
 * @VMX_ERROR_NETWORK: 2030: generic network error, or a bad query parameter
 * @VMX_ERROR_CONNECT_TIMED_OUT: 2031: the connection timed out
 * @VMX_ERROR_READ_TIMED_OUT: 2032: the server did not answer in time
 * @VMX_ERROR_TLS: 2033: the secure connection failed
 * @VMX_ERROR_CONNECT_FAILED: 2034: no connection to the host
 * @VMX_ERROR_HOST_NOT_FOUND: 2035: the host was not found
 * @VMX_ERROR_OFFLINE: 2036: there is no network
 * @VMX_ERROR_INVALID_ANSWER: 2037: the answer is empty, cut off or not what was asked for
 * @VMX_ERROR_SERVER: 2038: the server answered with an error
 * @VMX_ERROR_INVALID_URL: 2039: the URL cannot be used
 * @VMX_ERROR_CRUD: 2300: generic error of a read or write of records
 * @VMX_ERROR_NO_RECORD: 2301: no record has the key or meets the condition
 * @VMX_ERROR_FOREIGN_KEY: 2302: a parent is missing, or children exist
 * @VMX_ERROR_KEY_UPDATE: 2303: a primary key cannot be updated
 * @VMX_ERROR_INVALID_OPTION: 2304: an option has a wrong name, value or type
 * @VMX_ERROR_KEY_MISSING: 2305: a key value is null, empty or missing
 * @VMX_ERROR_ORDER_COLUMN_MISSING: 2306: a column name in `orderByMap` is empty
 * @VMX_ERROR_RECORD_EMPTY: 2307: the record is null or empty
 * @VMX_ERROR_MANDATORY_COLUMN: 2308: a mandatory column has no value
 * @VMX_ERROR_GENERATED_COLUMN: 2309: a value was given for a generated column
 * @VMX_ERROR_UNKNOWN_COLUMN: 2310: the object has no such column
 * @VMX_ERROR_INVALID_VALUE: 2311: a value has the wrong type or is too long
 * @VMX_ERROR_OPTIONS_EMPTY: 2312: the options are null or empty
 * @VMX_ERROR_EXCLUSIVE_OPTIONS: 2313: two options exclude each other
 * @VMX_ERROR_RECORD_DEFERRED: 2314: the record has changes whose upload is deferred
 * @VMX_ERROR_INVALID_QUERY: 2315: the select query is invalid or would write
 * @VMX_ERROR_KEY_NOT_FOUND: 2316: no record of the store has the key
 * @VMX_ERROR_SETUP: 2330: generic setup error
 * @VMX_ERROR_SCHEMA_SETUP: 2331: the tables of the schema could not be made
 * @VMX_ERROR_SCHEMA_REFRESH: 2332: the schema of a service could not be fetched, or was changed by
 *   another program while a sync was running
 * @VMX_ERROR_OBJECT_NOT_FOUND: 2333: the schema has no such object
 * @VMX_ERROR_INVALID_ATTRIBUTE: 2336: a column or name in the schema cannot be used
 * @VMX_ERROR_INVALID_OBJECT: 2337: an object in the schema cannot be used
 * @VMX_ERROR_INVALID_SCHEMA: 2339: the schema cannot be read
 * @VMX_ERROR_BUSY_TASK: 2353: another task of the application is running
 * @VMX_ERROR_NO_PRIMARY_KEY: 2356: an object of the schema has no primary key
 * @VMX_ERROR_OBJECT_NAME_EMPTY: 2400: the object name is empty
 * @VMX_ERROR_SERVICE_NAME_EMPTY: 2401: the service name is empty
 * @VMX_ERROR_INVALID_SERVICE_NAME: 2406: there is no service of this name
 * @VMX_ERROR_DROP_FAILED: 2430: the store could not be dropped
 * @VMX_ERROR_SYNC: 2460: generic sync error
 * @VMX_ERROR_BUSY: 2461: a sync or a blocking task is running
 * @VMX_ERROR_JSON: 2470: JSON text cannot be read
 * @VMX_ERROR_ROLLBACK_FAILED: 2471: the rollback failed
 * @VMX_ERROR_INVALID_FILTER: 2472: the filter is invalid
 * @VMX_ERROR_UPLOAD_FAILED: 2473: the upload failed
 * @VMX_ERROR_DOWNLOAD_FAILED: 2474: the download failed
 * @VMX_ERROR_INVALID_PASSPHRASE: 2475: the passphrase is not text of at least six characters
 * @VMX_ERROR_OUTBOX_FAILED: 2476: uploads of an earlier run could not be finished
 * @VMX_ERROR_INVALID_SYNC_TYPE: 2477: the sync type is unknown
 * @VMX_ERROR_SYNC_CANCELLED: 2478: the sync was cancelled by a cancel call
 * @VMX_ERROR_CANCEL_FAILED: 2479: there is no sync to cancel
 * @VMX_ERROR_CLEAR_SERVICE_FAILED: 2480: the data of a service could not be cleared
 * @VMX_ERROR_PENDING_FAILED: 2481: the pending records could not be read
 * @VMX_ERROR_INVALID_APPLICATION_OPTIONS: 2482: the options of an application sync are invalid
 * @VMX_ERROR_NOT_SET_UP: 2483: setup was not done
 * @VMX_ERROR_ANSWER_KEY_MISSING: 2484: the answer to an upload has no key
 * @VMX_ERROR_CLEAR_OBJECT_FAILED: 2485: the data of an object could not be cleared
 * @VMX_ERROR_PLUGIN_NOT_FOUND: 3000: no plugin of this name and kind was found
 * @VMX_ERROR_PLUGIN_ABI: 3001: a plugin was built for another plugin interface
 * @VMX_ERROR_PLUGIN_MISBEHAVED: 3002: a plugin broke the rules of its interface
 * @VMX_ERROR_NOT_SUPPORTED: 3003: this is not supported
 * @VMX_ERROR_PLUGIN_INVALID: 3004: a module is not a usable plugin
 * @VMX_ERROR_CONFLICT: 3010: a record was changed here and at the server
 * @VMX_ERROR_UNKNOWN_OUTCOME: 3011: a change was sent, and nobody can tell whether it was done
 *
 * What can go wrong, by documented number.
 *
 * Cancelling through a [class@Gio.Cancellable] is not in this list: it is always
 * [error@Gio.IOErrorEnum.CANCELLED].
 *
 * Since: 0.1
 */
typedef enum
{
  VMX_ERROR_NOT_SIGNED_IN = 106,
  VMX_ERROR_DATABASE = 2000,
  VMX_ERROR_SELECT_FAILED = 2001,
  VMX_ERROR_TRANSACTION_FAILED = 2002,
  VMX_ERROR_TRANSACTION_ROLLED_BACK = 2003,
  VMX_ERROR_STORE_UNAVAILABLE = 2006,
  VMX_ERROR_STORE_UPGRADE_FAILED = 2009,
  VMX_ERROR_STORE_VERSION = 2010,
  VMX_ERROR_STORE_NOT_OPEN = 2011,
  VMX_ERROR_NETWORK = 2030,
  VMX_ERROR_CONNECT_TIMED_OUT = 2031,
  VMX_ERROR_READ_TIMED_OUT = 2032,
  VMX_ERROR_TLS = 2033,
  VMX_ERROR_CONNECT_FAILED = 2034,
  VMX_ERROR_HOST_NOT_FOUND = 2035,
  VMX_ERROR_OFFLINE = 2036,
  VMX_ERROR_INVALID_ANSWER = 2037,
  VMX_ERROR_SERVER = 2038,
  VMX_ERROR_INVALID_URL = 2039,
  VMX_ERROR_CRUD = 2300,
  VMX_ERROR_NO_RECORD = 2301,
  VMX_ERROR_FOREIGN_KEY = 2302,
  VMX_ERROR_KEY_UPDATE = 2303,
  VMX_ERROR_INVALID_OPTION = 2304,
  VMX_ERROR_KEY_MISSING = 2305,
  VMX_ERROR_ORDER_COLUMN_MISSING = 2306,
  VMX_ERROR_RECORD_EMPTY = 2307,
  VMX_ERROR_MANDATORY_COLUMN = 2308,
  VMX_ERROR_GENERATED_COLUMN = 2309,
  VMX_ERROR_UNKNOWN_COLUMN = 2310,
  VMX_ERROR_INVALID_VALUE = 2311,
  VMX_ERROR_OPTIONS_EMPTY = 2312,
  VMX_ERROR_EXCLUSIVE_OPTIONS = 2313,
  VMX_ERROR_RECORD_DEFERRED = 2314,
  VMX_ERROR_INVALID_QUERY = 2315,
  VMX_ERROR_KEY_NOT_FOUND = 2316,
  VMX_ERROR_SETUP = 2330,
  VMX_ERROR_SCHEMA_SETUP = 2331,
  VMX_ERROR_SCHEMA_REFRESH = 2332,
  VMX_ERROR_OBJECT_NOT_FOUND = 2333,
  VMX_ERROR_INVALID_ATTRIBUTE = 2336,
  VMX_ERROR_INVALID_OBJECT = 2337,
  VMX_ERROR_INVALID_SCHEMA = 2339,
  VMX_ERROR_BUSY_TASK = 2353,
  VMX_ERROR_NO_PRIMARY_KEY = 2356,
  VMX_ERROR_OBJECT_NAME_EMPTY = 2400,
  VMX_ERROR_SERVICE_NAME_EMPTY = 2401,
  VMX_ERROR_INVALID_SERVICE_NAME = 2406,
  VMX_ERROR_DROP_FAILED = 2430,
  VMX_ERROR_SYNC = 2460,
  VMX_ERROR_BUSY = 2461,
  VMX_ERROR_JSON = 2470,
  VMX_ERROR_ROLLBACK_FAILED = 2471,
  VMX_ERROR_INVALID_FILTER = 2472,
  VMX_ERROR_UPLOAD_FAILED = 2473,
  VMX_ERROR_DOWNLOAD_FAILED = 2474,
  VMX_ERROR_INVALID_PASSPHRASE = 2475,
  VMX_ERROR_OUTBOX_FAILED = 2476,
  VMX_ERROR_INVALID_SYNC_TYPE = 2477,
  VMX_ERROR_SYNC_CANCELLED = 2478,
  VMX_ERROR_CANCEL_FAILED = 2479,
  VMX_ERROR_CLEAR_SERVICE_FAILED = 2480,
  VMX_ERROR_PENDING_FAILED = 2481,
  VMX_ERROR_INVALID_APPLICATION_OPTIONS = 2482,
  VMX_ERROR_NOT_SET_UP = 2483,
  VMX_ERROR_ANSWER_KEY_MISSING = 2484,
  VMX_ERROR_CLEAR_OBJECT_FAILED = 2485,
  VMX_ERROR_PLUGIN_NOT_FOUND = 3000,
  VMX_ERROR_PLUGIN_ABI = 3001,
  VMX_ERROR_PLUGIN_MISBEHAVED = 3002,
  VMX_ERROR_NOT_SUPPORTED = 3003,
  VMX_ERROR_PLUGIN_INVALID = 3004,
  VMX_ERROR_CONFLICT = 3010,
  VMX_ERROR_UNKNOWN_OUTCOME = 3011,
} VmxError;

VMX_AVAILABLE_IN_ALL
GQuark vmx_error_quark (void);

G_END_DECLS
