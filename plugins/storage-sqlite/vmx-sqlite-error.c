/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-sqlite-error.h"

/* What an answer of SQLite means for people; code 0 keeps the one of the caller. */
typedef struct
{
  int result;
  int code;
  const char *explanation;
} Meaning;

static const Meaning meanings[] = {
  { SQLITE_FULL, VMX_ERROR_TRANSACTION_ROLLED_BACK,
    "the disk or the store is full; nothing of the transaction was kept; free some space and try "
    "again" },
  { SQLITE_LOCKED, VMX_ERROR_TRANSACTION_FAILED,
    "the table is being read in the same transaction; drop the cursors first" },
  { SQLITE_CORRUPT, VMX_ERROR_DATABASE,
    "the file is damaged; restore it from a backup, or drop the store and set it up again" },
  { SQLITE_NOTADB, VMX_ERROR_STORE_UNAVAILABLE,
    "the file is not a SQLite database; choose another path" },
  { SQLITE_CANTOPEN, VMX_ERROR_STORE_UNAVAILABLE,
    "the file or one beside it cannot be opened; check the path and its permissions" },
  { SQLITE_READONLY, VMX_ERROR_STORE_UNAVAILABLE,
    "the file or its folder is read-only; allow writing or choose another path" },
  { SQLITE_PERM, VMX_ERROR_STORE_UNAVAILABLE,
    "access was denied; check the permissions of the file" },
  { SQLITE_IOERR, VMX_ERROR_TRANSACTION_ROLLED_BACK,
    "the disk could not be read or written; nothing of the transaction was kept; check the disk" },
  { SQLITE_TOOBIG, VMX_ERROR_INVALID_VALUE,
    "a value or the statement is longer than a store can keep" },
};

static const Meaning *
find_meaning (int result)
{
  for (guint i = 0; i < G_N_ELEMENTS (meanings); i++)
    if (meanings[i].result == (result & 0xff))
      return &meanings[i];
  return NULL;
}

/* SQLite's own words, which are about the last call on the connection. */
static const char *
get_words (sqlite3 *db, int result)
{
  if (db != NULL && (sqlite3_errcode (db) & 0xff) == (result & 0xff))
    return sqlite3_errmsg (db);
  return sqlite3_errstr (result);
}

void
vmx_sqlite_set_error (GError **error, const char *path, sqlite3 *db, int result, VmxError code,
                      const char *action)
{
  const Meaning *meaning = find_meaning (result);
  const char *words = get_words (db, result);

  if (meaning != NULL)
    g_set_error (error, VMX_ERROR, meaning->code, "store “%s”: %s: %s (%s)", path, action,
                 meaning->explanation, words);
  else
    g_set_error (error, VMX_ERROR, (int) code, "store “%s”: %s: %s", path, action, words);
}

void
vmx_sqlite_set_busy_error (GError **error, const char *path, sqlite3 *db, gint64 waited,
                           const char *action)
{
  g_set_error (error, VMX_ERROR, VMX_ERROR_TRANSACTION_FAILED,
               "store “%s”: %s: waited %" G_GINT64_FORMAT " ms, but the store is locked by another "
               "program, or by another storage of this one; wait for it to end or close it, then "
               "try again (%s)",
               path, action, waited / G_TIME_SPAN_MILLISECOND, get_words (db, SQLITE_BUSY));
}
