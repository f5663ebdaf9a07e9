/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-sqlite-storage.h"

#include "vmx-sqlite-check.h"
#include "vmx-sqlite-connection.h"
#include "vmx-sqlite-intent.h"
#include "vmx-sqlite-layout.h"
#include "vmx-sqlite-select.h"
#include "vmx-sqlite-txn.h"

#include <errno.h>
#include <glib/gstdio.h>

#define DEFAULT_BUSY_TIMEOUT 5000 /* ms */
#define MAX_IDLE_READERS 4

struct _VmxSqliteStorage
{
  GObject parent_instance;

  char *path;
  guint busy_timeout; /* ms */
  guint max_page_count; /* 0: no limit but the disk's */

  VmxSqliteGate gate; /* whoever is through may use the writer */
  VmxSqliteConnection *writer; /* (nullable): NULL while closed */
  gboolean writer_is_durable;
  VmxSqliteIntent intent;

  GMutex lock; /* for what follows */
  char *open_path; /* (nullable): NULL while closed */
  GPtrArray *idle_readers; /* (element-type VmxSqliteConnection) */
  guint n_readers; /* those in use */
};

typedef enum
{
  PROP_PATH = 1,
  PROP_BUSY_TIMEOUT,
  PROP_MAX_PAGE_COUNT,
} VmxSqliteStorageProperty;

static GParamSpec *properties[PROP_MAX_PAGE_COUNT + 1];

static void storage_iface_init (VmxStorageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VmxSqliteStorage, vmx_sqlite_storage, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (VMX_TYPE_STORAGE, storage_iface_init))

static void
vmx_sqlite_storage_finalize (GObject *object)
{
  VmxSqliteStorage *self = VMX_SQLITE_STORAGE (object);

  g_ptr_array_unref (self->idle_readers);
  g_clear_pointer (&self->writer, vmx_sqlite_connection_free);
  vmx_sqlite_gate_clear (&self->gate);
  vmx_sqlite_intent_clear (&self->intent);
  g_mutex_clear (&self->lock);
  g_free (self->open_path);
  g_free (self->path);
  G_OBJECT_CLASS (vmx_sqlite_storage_parent_class)->finalize (object);
}

static void
vmx_sqlite_storage_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  VmxSqliteStorage *self = VMX_SQLITE_STORAGE (object);

  switch ((VmxSqliteStorageProperty) id)
    {
    case PROP_PATH:
      g_value_set_string (value, self->path);
      break;
    case PROP_BUSY_TIMEOUT:
      g_value_set_uint (value, self->busy_timeout);
      break;
    case PROP_MAX_PAGE_COUNT:
      g_value_set_uint (value, self->max_page_count);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
vmx_sqlite_storage_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  VmxSqliteStorage *self = VMX_SQLITE_STORAGE (object);

  switch ((VmxSqliteStorageProperty) id)
    {
    case PROP_PATH:
      g_free (self->path);
      self->path = g_value_dup_string (value);
      break;
    case PROP_BUSY_TIMEOUT:
      self->busy_timeout = g_value_get_uint (value);
      break;
    case PROP_MAX_PAGE_COUNT:
      self->max_page_count = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
vmx_sqlite_storage_class_init (VmxSqliteStorageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = vmx_sqlite_storage_finalize;
  object_class->get_property = vmx_sqlite_storage_get_property;
  object_class->set_property = vmx_sqlite_storage_set_property;

  properties[PROP_PATH]
      = g_param_spec_string ("path", "Path", "The file; it counts when the store is opened", NULL,
                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_BUSY_TIMEOUT] = g_param_spec_uint (
      "busy-timeout", "Busy timeout",
      "Milliseconds to wait for other writers, in this program and others", 0, G_MAXINT,
      DEFAULT_BUSY_TIMEOUT, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_MAX_PAGE_COUNT]
      = g_param_spec_uint ("max-page-count", "Maximal page count",
                           "Pages of 4096 bytes that the file may have; 0 for no limit", 0,
                           G_MAXINT, 0, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
vmx_sqlite_storage_init (VmxSqliteStorage *self)
{
  self->busy_timeout = DEFAULT_BUSY_TIMEOUT;
  self->idle_readers = g_ptr_array_new_with_free_func ((GDestroyNotify) vmx_sqlite_connection_free);
  g_mutex_init (&self->lock);
  vmx_sqlite_gate_init (&self->gate);
  vmx_sqlite_intent_init (&self->intent);
}

static gboolean
check_path (VmxSqliteStorage *self, GError **error)
{
  if (self->path != NULL && *self->path != '\0')
    return TRUE;
  g_set_error_literal (error, VMX_ERROR, VMX_ERROR_STORE_UNAVAILABLE,
                       "the storage has no file; set its property “path”");
  return FALSE;
}

static char *
dup_open_path (VmxSqliteStorage *self, GError **error)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->open_path == NULL)
    g_set_error_literal (error, VMX_ERROR, VMX_ERROR_STORE_NOT_OPEN, "the store is not open");
  return g_strdup (self->open_path);
}

static gboolean
vmx_sqlite_storage_exists (VmxStorage *storage)
{
  VmxSqliteStorage *self = VMX_SQLITE_STORAGE (storage);
  GStatBuf info;

  return self->path != NULL && g_stat (self->path, &info) == 0 && S_ISREG (info.st_mode)
         && info.st_size > 0;
}

static gboolean
make_folder (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int reason;

  if (g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;
  reason = errno;
  g_set_error (error, VMX_ERROR, VMX_ERROR_STORE_UNAVAILABLE,
               "store “%s”: cannot make its folder: %s; choose another path", path,
               g_strerror (reason));
  return FALSE;
}

static gboolean
set_page_limit (VmxSqliteStorage *self, VmxSqliteConnection *connection, GError **error)
{
  g_autofree char *pragma = g_strdup_printf ("PRAGMA max_page_count = %u", self->max_page_count);

  return self->max_page_count == 0
         || vmx_sqlite_connection_execute (connection, pragma, "cannot limit its size", error);
}

static VmxSqliteConnection *
open_writer (VmxSqliteStorage *self, gboolean create, GCancellable *cancellable, GError **error)
{
  g_autoptr(VmxSqliteConnection) connection = NULL;
  gboolean success;

  connection = vmx_sqlite_connection_new (
      self->path, create ? VMX_SQLITE_ACCESS_CREATE : VMX_SQLITE_ACCESS_WRITE, self->busy_timeout,
      error);
  if (connection == NULL)
    return NULL;
  vmx_sqlite_connection_set_cancellable (connection, cancellable);
  success = vmx_sqlite_layout_prepare (connection, create, error)
            && set_page_limit (self, connection, error);
  vmx_sqlite_connection_set_cancellable (connection, NULL);
  return success ? g_steal_pointer (&connection) : NULL;
}

/* Called by whoever is through the gate. */
static gboolean
open_inside (VmxSqliteStorage *self, gboolean create, GCancellable *cancellable, GError **error)
{
  if (self->writer != NULL)
    return TRUE;
  if (!create && !vmx_sqlite_storage_exists (VMX_STORAGE (self)))
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_STORE_UNAVAILABLE,
                   "store “%s”: there is no such file; set the store up first, or check the path",
                   self->path);
      return FALSE;
    }
  if (create && !make_folder (self->path, error))
    return FALSE;
  self->writer = open_writer (self, create, cancellable, error);
  if (self->writer == NULL)
    return FALSE;
  self->writer_is_durable = TRUE; /* SQLite's default */
  /* SQLite's name for it, which is the same for all links to the file. */
  vmx_sqlite_intent_set_store (
      &self->intent, sqlite3_db_filename (vmx_sqlite_connection_get_db (self->writer), "main"));
  g_mutex_lock (&self->lock);
  self->open_path = g_strdup (self->path);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

static gboolean
vmx_sqlite_storage_open (VmxStorage *storage, gboolean create, GCancellable *cancellable,
                         GError **error)
{
  VmxSqliteStorage *self = VMX_SQLITE_STORAGE (storage);
  gboolean success;

  if (!check_path (self, error)
      || !vmx_sqlite_gate_enter (&self->gate, g_get_monotonic_time (), self->busy_timeout,
                                 cancellable, error))
    return FALSE;
  success = open_inside (self, create, cancellable, error);
  vmx_sqlite_gate_leave (&self->gate);
  return success;
}

static gboolean
close_readers (VmxSqliteStorage *self, GError **error)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->n_readers > 0)
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_BUSY,
                   "the store cannot be closed: %u reading transactions are open; end them first",
                   self->n_readers);
      return FALSE;
    }
  g_ptr_array_set_size (self->idle_readers, 0);
  g_clear_pointer (&self->open_path, g_free);
  return TRUE;
}

static gboolean
vmx_sqlite_storage_close (VmxStorage *storage, GError **error)
{
  VmxSqliteStorage *self = VMX_SQLITE_STORAGE (storage);
  gboolean success;

  if (!vmx_sqlite_gate_enter (&self->gate, g_get_monotonic_time (), 0, NULL, NULL))
    {
      g_set_error_literal (error, VMX_ERROR, VMX_ERROR_BUSY,
                           "the store cannot be closed: a transaction is writing; end it first");
      return FALSE;
    }
  success = close_readers (self, error);
  /* The last connection tidies the log up, so it has to be one that may write. */
  if (success)
    {
      g_clear_pointer (&self->writer, vmx_sqlite_connection_free);
      vmx_sqlite_intent_set_store (&self->intent, NULL);
    }
  vmx_sqlite_gate_leave (&self->gate);
  return success;
}

static gboolean
vmx_sqlite_storage_destroy (VmxStorage *storage, GError **error)
{
  VmxSqliteStorage *self = VMX_SQLITE_STORAGE (storage);
  g_autofree char *open_path = dup_open_path (self, NULL);

  if (open_path != NULL)
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_DROP_FAILED,
                   "cannot drop the store “%s”: it is open; close it first", open_path);
      return FALSE;
    }
  return check_path (self, error) && vmx_sqlite_layout_remove_files (self->path, error);
}

static void
give_reader_back (VmxSqliteStorage *self, VmxSqliteConnection *reader)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->n_readers--;
  if (self->idle_readers->len < MAX_IDLE_READERS)
    g_ptr_array_add (self->idle_readers, reader);
  else
    vmx_sqlite_connection_free (reader);
}

static void
give_back (VmxStorage *storage, VmxSqliteConnection *connection, gboolean writes)
{
  VmxSqliteStorage *self = VMX_SQLITE_STORAGE (storage);

  /* There is one writing transaction, and it made the writer as durable as itself. */
  if (writes)
    vmx_sqlite_intent_leave (&self->intent, &self->gate, self->writer_is_durable);
  else
    give_reader_back (self, connection);
}

/* How well the next commits have to survive a power cut; it cannot be set inside a transaction. */
static gboolean
set_durable (VmxSqliteStorage *self, gboolean durable, GError **error)
{
  if (self->writer_is_durable == durable)
    return TRUE;
  if (!vmx_sqlite_connection_execute (
          self->writer, durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL",
          "cannot begin a transaction", error))
    return FALSE;
  self->writer_is_durable = durable;
  return TRUE;
}

static void
set_overdue (gpointer intent)
{
  vmx_sqlite_intent_set_overdue (intent, TRUE);
}

/* What has to be durable is what a person or a server waits for; the rest is a download. */
static VmxStorageTxn *
begin_write (VmxSqliteStorage *self, gboolean durable, GCancellable *cancellable, GError **error)
{
  gint64 now = g_get_monotonic_time ();
  VmxSqliteWait wait = { .since = now,
                         .hurry_from = durable ? now : now + VMX_SQLITE_PATIENCE,
                         .overdue_from
                         = now + (durable ? VMX_SQLITE_EDIT_PATIENCE : VMX_SQLITE_PATIENCE),
                         .set_overdue = set_overdue,
                         .data = &self->intent };
  VmxSqliteTxn *txn;

  if (!vmx_sqlite_intent_enter (&self->intent, &self->gate, durable, now, self->busy_timeout,
                                cancellable, error))
    return NULL;
  if (self->writer == NULL)
    g_set_error_literal (error, VMX_ERROR, VMX_ERROR_STORE_NOT_OPEN, "the store is not open");
  if (self->writer == NULL || !set_durable (self, durable, error))
    {
      vmx_sqlite_intent_leave (&self->intent, &self->gate, durable);
      return NULL;
    }
  vmx_sqlite_connection_set_wait (self->writer, &wait);
  txn = vmx_sqlite_txn_new (VMX_STORAGE (self), self->writer, TRUE, give_back, cancellable, error);
  if (txn == NULL)
    return NULL;
  vmx_sqlite_connection_set_wait (self->writer, NULL);
  vmx_sqlite_intent_set_overdue (&self->intent, FALSE);
  return (VmxStorageTxn *) txn;
}

/* Counts the reader before it is there, so that nobody closes the store meanwhile. */
static gboolean
reserve_reader (VmxSqliteStorage *self, VmxSqliteConnection **idle, char **path, GError **error)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->open_path == NULL)
    {
      g_set_error_literal (error, VMX_ERROR, VMX_ERROR_STORE_NOT_OPEN, "the store is not open");
      return FALSE;
    }
  self->n_readers++;
  *path = g_strdup (self->open_path);
  if (self->idle_readers->len > 0)
    *idle = g_ptr_array_steal_index (self->idle_readers, self->idle_readers->len - 1);
  return TRUE;
}

static VmxSqliteConnection *
take_reader (VmxSqliteStorage *self, GError **error)
{
  VmxSqliteConnection *reader = NULL;
  g_autofree char *path = NULL;

  if (!reserve_reader (self, &reader, &path, error))
    return NULL;
  if (reader == NULL)
    reader = vmx_sqlite_connection_new (path, VMX_SQLITE_ACCESS_READ, self->busy_timeout, error);
  if (reader != NULL && vmx_sqlite_connection_check_file (reader, error))
    return reader;
  g_clear_pointer (&reader, vmx_sqlite_connection_free);
  g_mutex_lock (&self->lock);
  self->n_readers--;
  g_mutex_unlock (&self->lock);
  return NULL;
}

static VmxStorageTxn *
vmx_sqlite_storage_begin (VmxStorage *storage, VmxTxnMode mode, GCancellable *cancellable,
                          GError **error)
{
  VmxSqliteStorage *self = VMX_SQLITE_STORAGE (storage);
  VmxSqliteConnection *reader;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (mode != VMX_TXN_READ)
    return begin_write (self, mode == VMX_TXN_WRITE_DURABLE, cancellable, error);
  reader = take_reader (self, error);
  if (reader == NULL)
    return NULL;
  return (VmxStorageTxn *) vmx_sqlite_txn_new (storage, reader, FALSE, give_back, cancellable,
                                               error);
}

static GPtrArray *
vmx_sqlite_storage_execute_select (VmxStorage *storage, const char *statement,
                                   GCancellable *cancellable, GError **error)
{
  VmxSqliteStorage *self = VMX_SQLITE_STORAGE (storage);
  VmxSqliteConnection *reader = take_reader (self, error);
  GPtrArray *records;

  if (reader == NULL)
    return NULL;
  records = vmx_sqlite_select (reader, statement, cancellable, error);
  give_reader_back (self, reader);
  return records;
}

static char **
vmx_sqlite_storage_check (VmxStorage *storage, GCancellable *cancellable, GError **error)
{
  VmxSqliteStorage *self = VMX_SQLITE_STORAGE (storage);
  VmxSqliteConnection *reader = take_reader (self, error);
  char **damages;

  if (reader == NULL)
    return NULL;
  damages = vmx_sqlite_check (reader, cancellable, error);
  give_reader_back (self, reader);
  return damages;
}

static void
storage_iface_init (VmxStorageInterface *iface)
{
  iface->open = vmx_sqlite_storage_open;
  iface->close = vmx_sqlite_storage_close;
  iface->exists = vmx_sqlite_storage_exists;
  iface->destroy = vmx_sqlite_storage_destroy;
  iface->begin = vmx_sqlite_storage_begin;
  iface->run_select = vmx_sqlite_storage_execute_select;
  iface->check = vmx_sqlite_storage_check;
}
