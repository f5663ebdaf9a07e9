/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sqlite-worker ROLE STORE FIRST: another program with the same store. Its keys begin at FIRST. */
#include "sqlite-worker.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define BUSY_TIMEOUT (60 * 1000) /* ms */

static void
say (const char *text)
{
  g_print ("%s\n", text);
  fflush (stdout);
}

static gboolean
input_has_ended (void)
{
  GPollFD input = { STDIN_FILENO, G_IO_IN | G_IO_HUP, 0 };

  return g_poll (&input, 1, 0) > 0;
}

/* Edits back to back until the standard input ends, then tells how many edits were reported as
 * done. */
static void
be_editor (VmxStorage *storage, int first)
{
  g_autofree char *done = NULL;
  int n_edits = 0;

  do
    {
      sqlite_put_rows (storage, VMX_TXN_WRITE_DURABLE, first + 3 * n_edits, 3);
      if (n_edits++ == 0)
        say ("ready");
    }
  while (n_edits < WORKER_MAX_EDITS && !input_has_ended ());
  done = g_strdup_printf ("%d", n_edits);
  say (done);
}

static void
be_download (VmxStorage *storage)
{
  for (int i = 0; i < WORKER_BATCHES; i++)
    sqlite_put_rows (storage, VMX_TXN_WRITE, i * WORKER_BATCH_ROWS, WORKER_BATCH_ROWS);
}

/* Stays in the middle of an edit. */
static void
be_slow_editor (VmxStorage *storage)
{
  g_autoptr(VmxStorageTxn) txn = sqlite_begin (storage, VMX_TXN_WRITE_DURABLE);
  g_autoptr(VmxObjectSchema) schema = sqlite_make_schema ();
  g_autoptr(VmxRecordBatch) batch = vmx_record_batch_new (schema);
  g_autoptr(GError) error = NULL;

  vmx_record_batch_put_int64 (batch, vmx_record_batch_add_row (batch), 0, 1);
  vmx_storage_txn_put (txn, batch, VMX_PUT_REPLACE, NULL, &error);
  g_assert_no_error (error);
  say ("ready");
  while (!input_has_ended ())
    g_usleep (1000);
}

static void
be_dropper (const char *path)
{
  g_autoptr(VmxStorage) storage = sqlite_make_storage (path);
  g_autoptr(GError) error = NULL;

  vmx_storage_destroy (storage, &error);
  g_assert_no_error (error);
}

static void
play (const char *role, const char *path, int first)
{
  g_autoptr(VmxStorage) storage = sqlite_make_storage (path);
  g_autoptr(GError) error = NULL;

  if (g_str_equal (role, "drop"))
    {
      be_dropper (path);
      return;
    }
  g_object_set (storage, "busy-timeout", BUSY_TIMEOUT, NULL);
  vmx_storage_open (storage, FALSE, NULL, &error);
  g_assert_no_error (error);
  if (g_str_equal (role, "edit"))
    be_editor (storage, first);
  else if (g_str_equal (role, "download"))
    be_download (storage);
  else
    be_slow_editor (storage);
  vmx_storage_close (storage, &error);
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_assert_cmpint (argc, ==, 4);
  play (argv[1], argv[2], atoi (argv[3]));
  return 0;
}
