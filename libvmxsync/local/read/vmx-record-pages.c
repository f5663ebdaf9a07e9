/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/read/vmx-record-pages-private.h>

#define PAGE_SIZE 64
#define MAX_PAGES 16

typedef struct
{
  VmxRecordIndex *index;
  guint start;
  VmxRecordBatch *keys;
  VmxRecordBatch *found; /* (nullable): as many rows; NULL when they could not be read */
  VmxRecord *records[PAGE_SIZE]; /* (nullable), made when somebody asks */
} Page;

struct _VmxRecordPages
{
  GQueue pages; /* (element-type Page), the one used last in front */
};

static void
page_free (Page *page)
{
  vmx_record_index_unref (page->index);
  g_object_unref (page->keys);
  g_clear_object (&page->found);
  for (guint i = 0; i < PAGE_SIZE; i++)
    g_clear_object (&page->records[i]);
  g_free (page);
}

VmxRecordPages *
vmx_record_pages_new (void)
{
  VmxRecordPages *self = g_new0 (VmxRecordPages, 1);

  g_queue_init (&self->pages);
  return self;
}

void
vmx_record_pages_free (VmxRecordPages *self)
{
  g_queue_clear_full (&self->pages, (GDestroyNotify) page_free);
  g_free (self);
}

void
vmx_record_pages_drop (VmxRecordPages *self, VmxRecordIndex *index)
{
  GList *next;

  for (GList *link = self->pages.head; link != NULL; link = next)
    {
      Page *page = link->data;

      next = link->next;
      if (page->index != index)
        continue;
      g_queue_delete_link (&self->pages, link);
      page_free (page);
    }
}

static VmxRecordBatch *
look_up (VmxStore *store, VmxReadPlan *plan, VmxRecordBatch *keys)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxStorageTxn) txn = vmx_store_begin (store, VMX_TXN_READ, NULL, &error);
  g_autoptr(VmxRecordBatch) found = NULL;

  if (txn != NULL)
    found = vmx_storage_txn_lookup (txn, keys, &error);
  if (found == NULL)
    g_debug ("object “%s”: records of a list cannot be read: %s",
             vmx_object_schema_get_name (vmx_read_plan_get_schema (plan)), error->message);
  return g_steal_pointer (&found);
}

static Page *
page_new (VmxStore *store, VmxRecordIndex *index, guint start)
{
  Page *page = g_new0 (Page, 1);
  guint n = MIN (PAGE_SIZE, vmx_record_index_get_n_records (index) - start);

  page->index = vmx_record_index_ref (index);
  page->start = start;
  page->keys = vmx_record_index_make_keys (index, start, n);
  page->found = look_up (store, vmx_record_index_get_plan (index), page->keys);
  return page;
}

static Page *
get_page (VmxRecordPages *self, VmxStore *store, VmxRecordIndex *index, guint start)
{
  Page *page;

  for (GList *link = self->pages.head; link != NULL; link = link->next)
    {
      page = link->data;
      if (page->index != index || page->start != start)
        continue;
      g_queue_unlink (&self->pages, link);
      g_queue_push_head_link (&self->pages, link);
      return page;
    }
  page = page_new (store, index, start);
  g_queue_push_head (&self->pages, page);
  if (self->pages.length > MAX_PAGES)
    page_free (g_queue_pop_tail (&self->pages));
  return page;
}

/* Where nothing is stored, all cells of a row are missing. */
static gboolean
is_stored (VmxReadPlan *plan, VmxRecordBatch *found, guint row)
{
  guint column = vmx_object_schema_get_key_column_index (vmx_read_plan_get_schema (plan), 0);

  return vmx_value_get_kind (vmx_record_batch_peek_value (found, row, column))
         != VMX_VALUE_MISSING;
}

static VmxRecord *
make_record (Page *page, guint row)
{
  VmxReadPlan *plan = vmx_record_index_get_plan (page->index);
  g_autoptr(GArray) rows = NULL;
  g_autoptr(VmxRecordBatch) projected = NULL;

  if (page->found == NULL || !is_stored (plan, page->found, row))
    return vmx_record_batch_get_record (page->keys, row);
  rows = g_array_new (FALSE, FALSE, sizeof (guint));
  g_array_append_val (rows, row);
  projected = vmx_read_plan_project (plan, page->found, rows);
  return projected != NULL ? vmx_record_batch_get_record (projected, 0)
                           : vmx_record_batch_get_record (page->found, row);
}

VmxRecord *
vmx_record_pages_get (VmxRecordPages *self, VmxStore *store, VmxRecordIndex *index,
                      guint position)
{
  guint row = position % PAGE_SIZE;
  Page *page = get_page (self, store, index, position - row);

  if (page->records[row] == NULL)
    page->records[row] = make_record (page, row);
  return g_object_ref (page->records[row]);
}
