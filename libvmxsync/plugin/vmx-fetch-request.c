/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/plugin/vmx-fetch-request.h>

/**
 * VmxFetchRequest:
 *
 * What a transport is asked for.
 *
 * The run fills a request; a transport only reads it.
 *
 * Since: 0.1
 */
struct _VmxFetchRequest
{
  GObject parent_instance;

  VmxObjectSchema *schema;
  char *filter;
  guint batch_size;
  char *context;
  char *bookmark;
  char **query_params;
  gboolean want_total;
};

G_DEFINE_FINAL_TYPE (VmxFetchRequest, vmx_fetch_request, G_TYPE_OBJECT)

static void
vmx_fetch_request_finalize (GObject *object)
{
  VmxFetchRequest *self = VMX_FETCH_REQUEST (object);

  g_clear_object (&self->schema);
  g_free (self->filter);
  g_free (self->context);
  g_free (self->bookmark);
  g_strfreev (self->query_params);
  G_OBJECT_CLASS (vmx_fetch_request_parent_class)->finalize (object);
}

static void
vmx_fetch_request_class_init (VmxFetchRequestClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vmx_fetch_request_finalize;
}

static void
vmx_fetch_request_init (VmxFetchRequest *self)
{
  self->query_params = g_new0 (char *, 1);
}

static void
replace_text (char **place, const char *text)
{
  char *copy = g_strdup (text);

  g_free (*place);
  *place = copy;
}

/**
 * vmx_fetch_request_new:
 * @schema: the sealed schema of an object
 *
 * Makes a request for all records of an object at once.
 *
 * Returns: (transfer full): the request
 *
 * Since: 0.1
 */
VmxFetchRequest *
vmx_fetch_request_new (VmxObjectSchema *schema)
{
  VmxFetchRequest *self;

  g_return_val_if_fail (VMX_IS_OBJECT_SCHEMA (schema), NULL);

  self = g_object_new (VMX_TYPE_FETCH_REQUEST, NULL);
  self->schema = g_object_ref (schema);
  return self;
}

/**
 * vmx_fetch_request_get_schema:
 * @self: a request
 *
 * Gets the schema of the object whose records are asked for.
 *
 * Returns: (transfer none): the schema
 *
 * Since: 0.1
 */
VmxObjectSchema *
vmx_fetch_request_get_schema (VmxFetchRequest *self)
{
  g_return_val_if_fail (VMX_IS_FETCH_REQUEST (self), NULL);
  return self->schema;
}

/**
 * vmx_fetch_request_get_filter:
 * @self: a request
 *
 * Gets the filter: OData filter text that was judged before, to be sent as it is.
 *
 * Returns: (nullable): the filter, %NULL for all records
 *
 * Since: 0.1
 */
const char *
vmx_fetch_request_get_filter (VmxFetchRequest *self)
{
  g_return_val_if_fail (VMX_IS_FETCH_REQUEST (self), NULL);
  return self->filter;
}

/**
 * vmx_fetch_request_set_filter:
 * @self: a request
 * @filter: (nullable): OData filter text, %NULL for all records
 *
 * Sets the filter.
 *
 * Since: 0.1
 */
void
vmx_fetch_request_set_filter (VmxFetchRequest *self, const char *filter)
{
  g_return_if_fail (VMX_IS_FETCH_REQUEST (self));
  replace_text (&self->filter, filter);
}

/**
 * vmx_fetch_request_get_batch_size:
 * @self: a request
 *
 * Gets how many records a batch may have.
 *
 * Returns: the number of records, 0 for everything at once
 *
 * Since: 0.1
 */
guint
vmx_fetch_request_get_batch_size (VmxFetchRequest *self)
{
  g_return_val_if_fail (VMX_IS_FETCH_REQUEST (self), 0);
  return self->batch_size;
}

/**
 * vmx_fetch_request_set_batch_size:
 * @self: a request
 * @batch_size: a number of records, 0 for everything at once
 *
 * Sets how many records a batch may have.
 *
 * Since: 0.1
 */
void
vmx_fetch_request_set_batch_size (VmxFetchRequest *self, guint batch_size)
{
  g_return_if_fail (VMX_IS_FETCH_REQUEST (self));
  self->batch_size = batch_size;
}

/**
 * vmx_fetch_request_get_context:
 * @self: a request
 *
 * Gets where the batch before ended; see [method@Vmx.RecordBatch.get_next_context].
 *
 * Returns: (nullable): the context, %NULL for the first batch
 *
 * Since: 0.1
 */
const char *
vmx_fetch_request_get_context (VmxFetchRequest *self)
{
  g_return_val_if_fail (VMX_IS_FETCH_REQUEST (self), NULL);
  return self->context;
}

/**
 * vmx_fetch_request_set_context:
 * @self: a request
 * @context: (nullable): the next context of the batch before, %NULL for the first batch
 *
 * Sets where the batch before ended.
 *
 * Since: 0.1
 */
void
vmx_fetch_request_set_context (VmxFetchRequest *self, const char *context)
{
  g_return_if_fail (VMX_IS_FETCH_REQUEST (self));
  replace_text (&self->context, context);
}

/**
 * vmx_fetch_request_get_bookmark:
 * @self: a request
 *
 * Gets the bookmark that an earlier download ended with. Only what changed since then is wanted.
 *
 * Returns: (nullable): the bookmark, %NULL for a full download
 *
 * Since: 0.1
 */
const char *
vmx_fetch_request_get_bookmark (VmxFetchRequest *self)
{
  g_return_val_if_fail (VMX_IS_FETCH_REQUEST (self), NULL);
  return self->bookmark;
}

/**
 * vmx_fetch_request_set_bookmark:
 * @self: a request
 * @bookmark: (nullable): the bookmark of an earlier download, %NULL for a full download
 *
 * Sets the bookmark.
 *
 * Since: 0.1
 */
void
vmx_fetch_request_set_bookmark (VmxFetchRequest *self, const char *bookmark)
{
  g_return_if_fail (VMX_IS_FETCH_REQUEST (self));
  replace_text (&self->bookmark, bookmark);
}

/**
 * vmx_fetch_request_get_query_params:
 * @self: a request
 *
 * Gets further query parameters, for requests without a context or bookmark.
 *
 * Returns: (transfer none) (array zero-terminated=1): names and values by turns, in the order to
 *   send them
 *
 * Since: 0.1
 */
const char *const *
vmx_fetch_request_get_query_params (VmxFetchRequest *self)
{
  g_return_val_if_fail (VMX_IS_FETCH_REQUEST (self), NULL);
  return (const char *const *) self->query_params;
}

/**
 * vmx_fetch_request_set_query_params:
 * @self: a request
 * @params: (nullable) (array zero-terminated=1): names and values by turns, %NULL for none
 *
 * Sets further query parameters.
 *
 * Since: 0.1
 */
void
vmx_fetch_request_set_query_params (VmxFetchRequest *self, const char *const *params)
{
  char **copy;

  g_return_if_fail (VMX_IS_FETCH_REQUEST (self));
  g_return_if_fail (params == NULL || g_strv_length ((char **) params) % 2 == 0);

  copy = params != NULL ? g_strdupv ((char **) params) : g_new0 (char *, 1);
  g_strfreev (self->query_params);
  self->query_params = copy;
}

/**
 * vmx_fetch_request_get_want_total:
 * @self: a request
 *
 * Gets whether the batch should tell how many records the whole download has.
 *
 * Returns: %TRUE if it should
 *
 * Since: 0.1
 */
gboolean
vmx_fetch_request_get_want_total (VmxFetchRequest *self)
{
  g_return_val_if_fail (VMX_IS_FETCH_REQUEST (self), FALSE);
  return self->want_total;
}

/**
 * vmx_fetch_request_set_want_total:
 * @self: a request
 * @want_total: whether the batch should tell how many records the whole download has
 *
 * Sets whether a total is wanted.
 *
 * Since: 0.1
 */
void
vmx_fetch_request_set_want_total (VmxFetchRequest *self, gboolean want_total)
{
  g_return_if_fail (VMX_IS_FETCH_REQUEST (self));
  self->want_total = want_total;
}
