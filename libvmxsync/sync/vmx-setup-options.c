/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/sync/vmx-setup-options.h>

#include <libvmxsync/local/options/vmx-option-values-private.h>
#include <libvmxsync/model/vmx-error.h>

#define MIN_PASSPHRASE_LENGTH 6

/**
 * VmxSetupOptions:
 *
 * How the store of a client is made.
 *
 * Since: 0.1
 */
struct _VmxSetupOptions
{
  GObject parent_instance;

  char *device_db_path;
};

G_DEFINE_FINAL_TYPE (VmxSetupOptions, vmx_setup_options, G_TYPE_OBJECT)

static void
vmx_setup_options_finalize (GObject *object)
{
  VmxSetupOptions *self = VMX_SETUP_OPTIONS (object);

  g_free (self->device_db_path);
  G_OBJECT_CLASS (vmx_setup_options_parent_class)->finalize (object);
}

static void
vmx_setup_options_class_init (VmxSetupOptionsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vmx_setup_options_finalize;
}

static void
vmx_setup_options_init (VmxSetupOptions *self)
{
}

/**
 * vmx_setup_options_new:
 *
 * Makes options with their defaults.
 *
 * Returns: (transfer full): the options
 *
 * Since: 0.1
 */
VmxSetupOptions *
vmx_setup_options_new (void)
{
  return g_object_new (VMX_TYPE_SETUP_OPTIONS, NULL);
}

static gboolean
check_encryption (VmxRecord *values, GError **error)
{
  const VmxValue *key = vmx_record_get_value (values, "deviceDbEncryptionKey");
  const char *text = key != NULL ? vmx_value_get_text (key, NULL) : NULL;

  if (key == NULL)
    return TRUE;
  if (vmx_value_get_kind (key) != VMX_VALUE_TEXT
      || g_utf8_strlen (text, -1) < MIN_PASSPHRASE_LENGTH)
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_PASSPHRASE,
                   "option “deviceDbEncryptionKey”: expected a text of at least %d characters",
                   MIN_PASSPHRASE_LENGTH);
      return FALSE;
    }
  g_set_error_literal (error, VMX_ERROR, VMX_ERROR_NOT_SUPPORTED,
                       "option “deviceDbEncryptionKey”: encrypted stores are not supported yet");
  return FALSE;
}

static gboolean
check_booleans (VmxRecord *values, GError **error)
{
  gboolean numeric = FALSE;

  if (!vmx_option_values_get_boolean (values, "treatBooleanFieldValuesAsNumeric", &numeric, error))
    return FALSE;
  if (!numeric)
    return TRUE;
  g_set_error_literal (error, VMX_ERROR, VMX_ERROR_NOT_SUPPORTED,
                       "option “treatBooleanFieldValuesAsNumeric”: reading booleans as numbers is "
                       "not supported yet");
  return FALSE;
}

/**
 * vmx_setup_options_new_from_json:
 * @json: options as a JSON object, with the documented names
 * @error: return location for an error, or %NULL
 *
 * Makes options from JSON text: `deviceDbPath`, `deviceDbEncryptionKey` and
 * `treatBooleanFieldValuesAsNumeric`.
 *
 * Fails with [error@Vmx.Error.INVALID_OPTION], [error@Vmx.Error.INVALID_PASSPHRASE], and
 * [error@Vmx.Error.NOT_SUPPORTED] for what this version cannot do.
 *
 * Returns: (transfer full): the options
 *
 * Since: 0.1
 */
VmxSetupOptions *
vmx_setup_options_new_from_json (const char *json, GError **error)
{
  static const char *const known[] = {
    "deviceDbPath",
    "deviceDbEncryptionKey",
    "treatBooleanFieldValuesAsNumeric",
    NULL,
  };
  g_autoptr(VmxSetupOptions) self = NULL;
  g_autoptr(VmxRecord) values = NULL;

  g_return_val_if_fail (json != NULL, NULL);

  values = vmx_option_values_parse (json, "the setup options", error);
  if (values == NULL
      || !vmx_option_values_check_names (values, known, "the setup options", error))
    return NULL;
  self = vmx_setup_options_new ();
  if (!vmx_option_values_get_text (values, "deviceDbPath", &self->device_db_path, error)
      || !check_encryption (values, error) || !check_booleans (values, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * vmx_setup_options_get_device_db_path:
 * @self: options
 *
 * Gets the folder in which the store is kept.
 *
 * Returns: (nullable) (type filename): the path, %NULL for the client's own
 *
 * Since: 0.1
 */
const char *
vmx_setup_options_get_device_db_path (VmxSetupOptions *self)
{
  g_return_val_if_fail (VMX_IS_SETUP_OPTIONS (self), NULL);

  return self->device_db_path;
}

/**
 * vmx_setup_options_set_device_db_path:
 * @self: options
 * @path: (nullable) (type filename): a folder, %NULL for the client's own
 *
 * Sets the folder in which the store is kept.
 *
 * Since: 0.1
 */
void
vmx_setup_options_set_device_db_path (VmxSetupOptions *self, const char *path)
{
  g_return_if_fail (VMX_IS_SETUP_OPTIONS (self));

  vmx_option_values_replace_text (&self->device_db_path, path);
}
