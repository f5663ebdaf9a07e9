/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test-plugin-double.h"

static gboolean
answer (gpointer object, GError **error)
{
  TestDouble *self = object;

  if (self->error != NULL)
    g_propagate_error (error, g_error_copy (self->error));
  return self->success;
}

static gpointer
answer_object (gpointer object, GError **error)
{
  TestDouble *self = object;

  return answer (self, error) && self->result != NULL ? g_object_ref (self->result) : NULL;
}

static gboolean
double_transport_open (VmxTransport *self, VmxAuthenticator *authenticator,
                       GCancellable *cancellable, GError **error)
{
  return answer (self, error);
}

static gboolean
double_transport_close (VmxTransport *self, GError **error)
{
  return answer (self, error);
}

static VmxServiceSchema *
double_fetch_schema (VmxTransport *self, GCancellable *cancellable, GError **error)
{
  return answer_object (self, error);
}

static VmxRecordBatch *
double_fetch_batch (VmxTransport *self, VmxFetchRequest *request, GCancellable *cancellable,
                    GError **error)
{
  return answer_object (self, error);
}

static void
transport_init (VmxTransportInterface *iface)
{
  iface->open = double_transport_open;
  iface->close = double_transport_close;
  iface->fetch_schema = double_fetch_schema;
  iface->fetch_batch = double_fetch_batch;
}

static gboolean
double_prepare (VmxProcessor *self, VmxObjectSchema *schema, GError **error)
{
  return answer (self, error);
}

static gboolean
double_process_download (VmxProcessor *processor, VmxRecordBatch *batch, VmxRecordBatch *stored,
                         GError **error)
{
  TestDouble *self = TEST_DOUBLE (processor);

  for (guint i = 0; i < self->n_added; i++)
    vmx_record_batch_put_int64 (batch, vmx_record_batch_add_row (batch), 0, i);
  if (self->takes_key)
    vmx_record_batch_set_null (batch, 0, 0);
  if (self->marks)
    vmx_record_batch_add_deleted (batch, 0);
  return answer (self, error);
}

static void
processor_init (VmxProcessorInterface *iface)
{
  iface->prepare = double_prepare;
  iface->process_download = double_process_download;
}

static GHashTable *
double_get_headers (VmxAuthenticator *authenticator, const char *origin, gboolean refused,
                    GCancellable *cancellable, GError **error)
{
  TestDouble *self = TEST_DOUBLE (authenticator);

  answer (self, error);
  return self->headers != NULL ? g_hash_table_ref (self->headers) : NULL;
}

static void
authenticator_init (VmxAuthenticatorInterface *iface)
{
  iface->get_headers = double_get_headers;
}

static VmxStorageTxn *
double_begin (VmxStorage *self, VmxTxnMode mode, GCancellable *cancellable, GError **error)
{
  return answer_object (self, error);
}

static char **
double_check (VmxStorage *self, GCancellable *cancellable, GError **error)
{
  static const char *const damages[] = { "broken", NULL };

  return answer (self, error) ? g_strdupv ((char **) damages) : NULL;
}

static void
storage_init (VmxStorageInterface *iface)
{
  iface->begin = double_begin;
  iface->check = double_check;
}

static gboolean
double_has_table (VmxStorageTxn *self, const char *name, gboolean *exists, GError **error)
{
  *exists = TRUE;
  return answer (self, error);
}

static gboolean
double_remove (VmxStorageTxn *self, VmxRecordBatch *batch, GBytes *rows, guint64 *n_removed,
               GError **error)
{
  *n_removed = 5; /* never NULL for the plugin */
  return answer (self, error);
}

static VmxRecordBatch *
double_lookup (VmxStorageTxn *self, VmxRecordBatch *keys, GError **error)
{
  return answer_object (self, error);
}

static gint64
double_count (VmxStorageTxn *self, VmxSelection *selection, GError **error)
{
  answer (self, error);
  return TEST_DOUBLE (self)->count;
}

static void
txn_init (VmxStorageTxnInterface *iface)
{
  iface->has_table = double_has_table;
  iface->remove = double_remove;
  iface->lookup = double_lookup;
  iface->count = double_count;
}

static VmxRecordBatch *
double_next (VmxStorageCursor *self, guint max_rows, GCancellable *cancellable, GError **error)
{
  return answer_object (self, error);
}

static void
cursor_init (VmxStorageCursorInterface *iface)
{
  iface->next = double_next;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (
    TestDouble, test_double, G_TYPE_OBJECT,
    G_IMPLEMENT_INTERFACE (VMX_TYPE_TRANSPORT, transport_init)
    G_IMPLEMENT_INTERFACE (VMX_TYPE_PROCESSOR, processor_init)
    G_IMPLEMENT_INTERFACE (VMX_TYPE_AUTHENTICATOR, authenticator_init)
    G_IMPLEMENT_INTERFACE (VMX_TYPE_STORAGE, storage_init)
    G_IMPLEMENT_INTERFACE (VMX_TYPE_STORAGE_TXN, txn_init)
    G_IMPLEMENT_INTERFACE (VMX_TYPE_STORAGE_CURSOR, cursor_init))

static void
test_double_finalize (GObject *object)
{
  TestDouble *self = TEST_DOUBLE (object);

  g_clear_error (&self->error);
  g_clear_object (&self->result);
  g_clear_pointer (&self->headers, g_hash_table_unref);
  G_OBJECT_CLASS (test_double_parent_class)->finalize (object);
}

static void
test_double_class_init (TestDoubleClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_double_finalize;
}

static void
test_double_init (TestDouble *self)
{
  self->success = TRUE;
}

TestDouble *
test_double_new (void)
{
  return g_object_new (TEST_TYPE_DOUBLE, NULL);
}

struct _TestEmpty
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE_WITH_CODE (TestEmpty, test_empty, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (VMX_TYPE_TRANSPORT, NULL)
                               G_IMPLEMENT_INTERFACE (VMX_TYPE_PROCESSOR, NULL)
                               G_IMPLEMENT_INTERFACE (VMX_TYPE_AUTHENTICATOR, NULL)
                               G_IMPLEMENT_INTERFACE (VMX_TYPE_STORAGE, NULL)
                               G_IMPLEMENT_INTERFACE (VMX_TYPE_STORAGE_TXN, NULL)
                               G_IMPLEMENT_INTERFACE (VMX_TYPE_STORAGE_CURSOR, NULL))

static void
test_empty_class_init (TestEmptyClass *klass)
{
}

static void
test_empty_init (TestEmpty *self)
{
}

VmxObjectSchema *
test_double_make_schema (const char *name, const char *second_column, VmxColumnType second_type)
{
  VmxObjectSchema *schema = vmx_object_schema_new (name);
  g_autoptr(VmxColumn) id = vmx_column_new ("id", VMX_COLUMN_INT64, VMX_COLUMN_FLAG_NONE);
  g_autoptr(VmxColumn) second = NULL;
  g_autoptr(GError) error = NULL;

  vmx_object_schema_add_column (schema, id);
  if (second_column != NULL)
    {
      second = vmx_column_new (second_column, second_type, VMX_COLUMN_FLAG_NULLABLE);
      vmx_object_schema_add_column (schema, second);
    }
  vmx_object_schema_add_key_column (schema, "id");
  vmx_object_schema_seal (schema, &error);
  g_assert_no_error (error);
  return schema;
}

VmxRecordBatch *
test_double_make_batch (VmxObjectSchema *schema, guint n_rows)
{
  VmxRecordBatch *batch = vmx_record_batch_new (schema);

  for (guint i = 0; i < n_rows; i++)
    vmx_record_batch_put_int64 (batch, vmx_record_batch_add_row (batch), 0, i);
  return batch;
}
