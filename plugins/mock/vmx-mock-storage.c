/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-mock-storage.h"

#include "vmx-mock-txn.h"

#define DEFAULT_BUSY_TIMEOUT 5000

/* A storage in the memory of the process. Storages of the same name share one store, which lives
 * until it is destroyed or the process ends. */
struct _VmxMockStorage
{
  GObject parent_instance;

  GMutex lock;
  char *name;
  char *path;
  guint busy_timeout;
  VmxMockStore *store; /* (nullable), the one without a name is kept */
  gboolean is_open;
  gint writes_left; /* until one fails, -1 never */
  gint commits_left;
};

enum
{
  PROP_NAME = 1,
  PROP_PATH,
  PROP_BUSY_TIMEOUT,
  PROP_FAIL_AFTER_WRITES,
  PROP_FAIL_COMMIT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void vmx_mock_storage_storage_init (VmxStorageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VmxMockStorage, vmx_mock_storage, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (VMX_TYPE_STORAGE,
                                                      vmx_mock_storage_storage_init))

/* (transfer full): the store that name and path stand for. */
static VmxMockStore *
find_store (VmxMockStorage *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  const char *name = self->name != NULL ? self->name : self->path;

  if (self->store == NULL)
    self->store = name != NULL ? vmx_mock_store_get (name) : vmx_mock_store_new ();
  return vmx_mock_store_ref (self->store);
}

static gboolean
vmx_mock_storage_open (VmxStorage *storage, gboolean create, GCancellable *cancellable,
                       GError **error)
{
  VmxMockStorage *self = VMX_MOCK_STORAGE (storage);
  g_autoptr(VmxMockStore) store = find_store (self);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (!vmx_mock_store_open (store, create))
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_STORE_UNAVAILABLE,
                   "this process has no store in memory named “%s”; run setup first",
                   self->name != NULL ? self->name : self->path != NULL ? self->path : "");
      return FALSE;
    }
  self->is_open = TRUE;
  return TRUE;
}

static gboolean
vmx_mock_storage_close (VmxStorage *storage, GError **error)
{
  VMX_MOCK_STORAGE (storage)->is_open = FALSE;
  return TRUE;
}

static gboolean
vmx_mock_storage_exists (VmxStorage *storage)
{
  g_autoptr(VmxMockStore) store = find_store (VMX_MOCK_STORAGE (storage));

  return vmx_mock_store_exists (store);
}

static gboolean
vmx_mock_storage_destroy (VmxStorage *storage, GError **error)
{
  g_autoptr(VmxMockStore) store = find_store (VMX_MOCK_STORAGE (storage));

  vmx_mock_store_destroy (store);
  return TRUE;
}

static gboolean
check_open (VmxMockStorage *self, GError **error)
{
  if (self->is_open)
    return TRUE;
  g_set_error_literal (error, VMX_ERROR, VMX_ERROR_STORE_NOT_OPEN,
                       "the store in memory is not open; open it first");
  return FALSE;
}

static VmxStorageTxn *
vmx_mock_storage_begin (VmxStorage *storage, VmxTxnMode mode, GCancellable *cancellable,
                        GError **error)
{
  VmxMockStorage *self = VMX_MOCK_STORAGE (storage);
  g_autoptr(VmxMockStore) store = find_store (self);
  gint64 timeout = (gint64) self->busy_timeout * 1000;

  if (!check_open (self, error))
    return NULL;
  if (mode != VMX_TXN_READ && !vmx_mock_store_begin_write (store, timeout, cancellable, error))
    return NULL;
  if (mode == VMX_TXN_READ && g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return vmx_mock_txn_new (self, store, mode);
}

static char **
vmx_mock_storage_check (VmxStorage *storage, GCancellable *cancellable, GError **error)
{
  VmxMockStorage *self = VMX_MOCK_STORAGE (storage);
  g_autoptr(VmxMockStore) store = find_store (self);
  g_autoptr(GHashTable) tables = vmx_mock_store_get_tables (store);
  g_autoptr(GPtrArray) damages = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer table;

  if (!check_open (self, error) || g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  g_hash_table_iter_init (&iter, tables);
  while (g_hash_table_iter_next (&iter, NULL, &table))
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      vmx_mock_table_check (table, damages);
    }
  g_ptr_array_add (damages, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&damages), FALSE);
}

static void
vmx_mock_storage_storage_init (VmxStorageInterface *iface)
{
  iface->open = vmx_mock_storage_open;
  iface->close = vmx_mock_storage_close;
  iface->exists = vmx_mock_storage_exists;
  iface->destroy = vmx_mock_storage_destroy;
  iface->begin = vmx_mock_storage_begin;
  iface->check = vmx_mock_storage_check;
}

/* Counts a call; TRUE when it was the last one that is left. */
static gboolean
use_up (gint *left)
{
  gint before = g_atomic_int_get (left);

  while (before > 0)
    {
      if (g_atomic_int_compare_and_exchange (left, before, before > 1 ? before - 1 : -1))
        return before == 1;
      before = g_atomic_int_get (left);
    }
  return FALSE;
}

gboolean
vmx_mock_storage_check_write (VmxMockStorage *self, GError **error)
{
  if (!use_up (&self->writes_left))
    return TRUE;
  g_set_error_literal (error, VMX_ERROR, VMX_ERROR_TRANSACTION_ROLLED_BACK,
                       "the mock storage let this write fail, as its property fail-after-writes "
                       "told it to; the transaction was rolled back");
  return FALSE;
}

gboolean
vmx_mock_storage_check_commit (VmxMockStorage *self, GError **error)
{
  if (!use_up (&self->commits_left))
    return TRUE;
  g_set_error_literal (error, VMX_ERROR, VMX_ERROR_TRANSACTION_FAILED,
                       "the mock storage let this commit fail, as its property fail-commit told "
                       "it to; nothing of the transaction was kept");
  return FALSE;
}

static void
vmx_mock_storage_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  VmxMockStorage *self = VMX_MOCK_STORAGE (object);

  switch (id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_PATH:
      g_value_set_string (value, self->path);
      break;
    case PROP_BUSY_TIMEOUT:
      g_value_set_uint (value, self->busy_timeout);
      break;
    case PROP_FAIL_AFTER_WRITES:
      g_value_set_int (value, g_atomic_int_get (&self->writes_left));
      break;
    case PROP_FAIL_COMMIT:
      g_value_set_int (value, g_atomic_int_get (&self->commits_left));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* Another name is another store. */
static void
set_text (VmxMockStorage *self, char **field, const GValue *value)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_free (*field);
  *field = g_value_dup_string (value);
  g_clear_pointer (&self->store, vmx_mock_store_unref);
}

static void
vmx_mock_storage_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  VmxMockStorage *self = VMX_MOCK_STORAGE (object);

  switch (id)
    {
    case PROP_NAME:
      set_text (self, &self->name, value);
      break;
    case PROP_PATH:
      set_text (self, &self->path, value);
      break;
    case PROP_BUSY_TIMEOUT:
      self->busy_timeout = g_value_get_uint (value);
      break;
    case PROP_FAIL_AFTER_WRITES:
      g_atomic_int_set (&self->writes_left, g_value_get_int (value));
      break;
    case PROP_FAIL_COMMIT:
      g_atomic_int_set (&self->commits_left, g_value_get_int (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
vmx_mock_storage_finalize (GObject *object)
{
  VmxMockStorage *self = VMX_MOCK_STORAGE (object);

  g_clear_pointer (&self->store, vmx_mock_store_unref);
  g_free (self->name);
  g_free (self->path);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (vmx_mock_storage_parent_class)->finalize (object);
}

static void
vmx_mock_storage_class_init (VmxMockStorageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = vmx_mock_storage_get_property;
  object_class->set_property = vmx_mock_storage_set_property;
  object_class->finalize = vmx_mock_storage_finalize;

  properties[PROP_NAME]
      = g_param_spec_string ("name", "Name", "Storages of the same name share one store", NULL,
                             flags);
  properties[PROP_PATH]
      = g_param_spec_string ("path", "Path", "The name when no name is set; no file is made", NULL,
                             flags);
  properties[PROP_BUSY_TIMEOUT]
      = g_param_spec_uint ("busy-timeout", "Busy timeout",
                           "Milliseconds that a writer waits for its turn", 0, G_MAXINT,
                           DEFAULT_BUSY_TIMEOUT, flags | G_PARAM_CONSTRUCT);
  properties[PROP_FAIL_AFTER_WRITES]
      = g_param_spec_int ("fail-after-writes", "Fail after writes",
                          "Which writing call from now on fails, 1 is the next; -1 for none", -1,
                          G_MAXINT, -1, flags | G_PARAM_CONSTRUCT);
  properties[PROP_FAIL_COMMIT]
      = g_param_spec_int ("fail-commit", "Fail commit",
                          "Which commit from now on fails, 1 is the next; -1 for none", -1,
                          G_MAXINT, -1, flags | G_PARAM_CONSTRUCT);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
vmx_mock_storage_init (VmxMockStorage *self)
{
  g_mutex_init (&self->lock);
}
