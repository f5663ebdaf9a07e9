/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One upload, disturbed in every way at every request: nothing is lost and nothing doubled. */
#include "odata-case.h"

#include "fixture-edit.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

/* What goes wrong with one request. */
typedef struct
{
  const char *name;
  VmxOdataFault fault;
  gboolean loses_answer; /* something may have been done, and nobody says so */
  gboolean for_batches;  /* a single record that is too large is refused for good */
} Trouble;

static const Trouble troubles[] = {
  { "closed-before", { .kind = VMX_ODATA_FAULT_CLOSE }, TRUE },
  { "request-cut", { .kind = VMX_ODATA_FAULT_CUT_REQUEST }, TRUE },
  { "answer-lost", { .kind = VMX_ODATA_FAULT_LOSE }, TRUE },
  { "answer-cut-early", { .kind = VMX_ODATA_FAULT_CUT, .n_bytes = 3 }, TRUE },
  { "answer-cut-late", { .kind = VMX_ODATA_FAULT_CUT, .n_bytes = 500 }, TRUE },
  { "answer-cut-between-chunks", { .kind = VMX_ODATA_FAULT_CUT_CHUNKED, .n_bytes = 400 }, TRUE },
  { "answer-cut-in-chunk", { .kind = VMX_ODATA_FAULT_CUT_IN_CHUNK, .n_bytes = 700 }, TRUE },
  { "500-before", { .kind = VMX_ODATA_FAULT_REPLY, .status = 500 }, TRUE },
  { "500-after", { .kind = VMX_ODATA_FAULT_DO_THEN_REPLY, .status = 500 }, TRUE },
  { "503-before",
    { .kind = VMX_ODATA_FAULT_REPLY, .status = 503, .headers = "Retry-After: 0" },
    FALSE },
  { "502-after",
    { .kind = VMX_ODATA_FAULT_DO_THEN_REPLY, .status = 502, .body = "<html>Bad Gateway</html>" },
    TRUE },
  { "429-before", { .kind = VMX_ODATA_FAULT_REPLY, .status = 429 }, FALSE },
  { "413-before", { .kind = VMX_ODATA_FAULT_REPLY, .status = 413 }, FALSE, TRUE },
  { "401-before", { .kind = VMX_ODATA_FAULT_REPLY, .status = 401 }, FALSE },
  { "bare-200", { .kind = VMX_ODATA_FAULT_BARE_200 }, TRUE },
  { "html-after",
    { .kind = VMX_ODATA_FAULT_DO_THEN_REPLY,
      .status = 200,
      .headers = "Content-Type: text/html",
      .body = "<html>Welcome to the hotel</html>" },
    TRUE },
};

/* With time-outs each case takes seconds. */
static const Trouble slow_trouble
    = { "too-late", { .kind = VMX_ODATA_FAULT_DELAY, .delay_ms = 1500 }, TRUE };

/* How many requests the upload takes when nothing goes wrong; then also the plain check. */
static guint
count_requests (const OdataCaseOptions *options)
{
  g_auto(OdataCase) self = { 0 };
  guint n;

  odata_case_init (&self, options);
  g_assert_true (case_upload (self.client));
  n = vmx_odata_server_get_n_requests (self.server);
  case_settle (self.client);
  odata_case_check (&self, VERDICT_NOTHING);
  return n;
}

static void
run_case (const OdataCaseOptions *options, const Trouble *trouble, guint position)
{
  VmxOdataFault fault = trouble->fault;
  g_auto(OdataCase) self = { 0 };

  if (trouble->for_batches && g_str_equal (options->form, "single"))
    return;
  g_test_message ("%s, %s, request %u", options->form, trouble->name, position);
  odata_case_init (&self, options);
  fault.skip = position;
  vmx_odata_server_add_fault (self.server, &fault);
  case_settle (self.client);
  odata_case_check (&self, trouble->loses_answer ? VERDICT_UNKNOWN : VERDICT_NOTHING);
}

static void
test_troubles (gconstpointer data)
{
  const OdataCaseOptions *options = data;
  guint n_requests = count_requests (options);

  g_assert_cmpuint (n_requests, >=, REFERENCE_N_OBJECTS);
  for (guint i = 0; i < G_N_ELEMENTS (troubles); i++)
    for (guint position = 0; position < n_requests; position++)
      run_case (options, &troubles[i], position);
}

static void
test_too_late (void)
{
  const OdataCaseOptions options = { "json", FALSE, 1 };
  guint n_requests = count_requests (&options);

  for (guint position = 0; position < n_requests; position++)
    run_case (&options, &slow_trouble, position);
}

/* A proxy may send a request twice. Creates whose keys the server makes are then doubled there, and
 * no client can know of it; all others are done once. */
static gboolean
may_go_twice (const char *body)
{
  static const char *const made_by_server[] = { "Projects", "Notes", "Tickets" };

  for (guint i = 0; i < G_N_ELEMENTS (made_by_server); i++)
    {
      g_autofree char *create = g_strdup_printf ("\"url\":\"%s\"", made_by_server[i]);

      if (strstr (body, create) != NULL)
        return FALSE;
    }
  return TRUE;
}

static void
test_twice (void)
{
  static const Trouble trouble = { "twice", { .kind = VMX_ODATA_FAULT_TWICE }, FALSE, FALSE };
  const OdataCaseOptions options = { "json", FALSE, 30 };
  g_auto(OdataCase) plain = { 0 };
  guint n_cases = 0;

  odata_case_init (&plain, &options);
  g_assert_true (case_upload (plain.client));
  for (guint i = 0; i < vmx_odata_server_get_n_requests (plain.server); i++)
    {
      g_autofree char *body = vmx_odata_server_get_request_body (plain.server, i);

      if (body == NULL || *body == '\0' || !may_go_twice (body))
        continue;
      run_case (&options, &trouble, i);
      n_cases++;
    }
  g_assert_cmpuint (n_cases, >=, 3);
}

/* --- Killing the client --- */

typedef struct
{
  VmxOdataMoment moment;
  guint position; /* which request */
  guint n_seen;
  GPid child;
  gint killed; /* (atomic) */
} Killer;

static void
kill_at (VmxOdataServer *server, VmxOdataMoment moment, const char *line, gpointer data)
{
  Killer *killer = data;

  if (moment != killer->moment || killer->n_seen++ != killer->position)
    return;
  /* Who waits for the child looks at it as soon as the child is gone. */
  g_atomic_int_set (&killer->killed, TRUE);
  kill (killer->child, SIGKILL);
}

/* The client in a process of its own, up to its end, which may be a violent one. */
static void
upload_in_child (OdataCase *self, const char *form, Killer *killer)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  const char *command[] = { program, "--upload", self->path,
                            vmx_odata_server_get_url (self->server), form, NULL };
  g_autoptr(GError) error = NULL;
  int status;

  g_assert_true (g_spawn_async (NULL, (char **) command, NULL,
                                G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL,
                                &killer->child, &error));
  g_assert_no_error (error);
  vmx_odata_server_set_observer (self->server, kill_at, killer);
  waitpid (killer->child, &status, 0);
  vmx_odata_server_set_observer (self->server, NULL, NULL);
  g_spawn_close_pid (killer->child);
}

static gboolean
run_kill (const OdataCaseOptions *options, VmxOdataMoment moment, guint position)
{
  g_auto(OdataCase) self = { 0 };
  Killer killer = { .moment = moment, .position = position };
  gboolean killed;

  g_test_message ("%s, killed %s request %u", options->form,
                  moment == VMX_ODATA_MOMENT_BEFORE ? "before" : "after", position);
  odata_case_init (&self, options);
  g_clear_object (&self.client);
  upload_in_child (&self, options->form, &killer);
  killed = g_atomic_int_get (&killer.killed);
  self.client = odata_case_open (self.path, vmx_odata_server_get_url (self.server), options);
  case_settle (self.client);
  odata_case_check (&self, killed ? VERDICT_UNKNOWN : VERDICT_NOTHING);
  return killed;
}

static void
test_killed (gconstpointer data)
{
  const OdataCaseOptions *options = data;

  if (!fixture_uses_sqlite ())
    {
      g_test_skip ("a store in memory does not outlive its process");
      return;
    }
  for (guint moment = VMX_ODATA_MOMENT_BEFORE; moment <= VMX_ODATA_MOMENT_DONE; moment++)
    for (guint position = 0; run_kill (options, moment, position); position++)
      ;
}

static int
upload (char **argv)
{
  const OdataCaseOptions options = { argv[4], FALSE, 30 };
  g_autoptr(VmxClient) client = odata_case_open (argv[2], argv[3], &options);

  return case_upload (client) ? 0 : 1;
}

int
main (int argc, char **argv)
{
  static const OdataCaseOptions json = { "json", FALSE, 30 };
  static const OdataCaseOptions multipart = { "multipart", FALSE, 30 };
  static const OdataCaseOptions single = { "single", FALSE, 30 };
  static const OdataCaseOptions repeats = { "json", TRUE, 30 };

  if (argc == 5 && g_str_equal (argv[1], "--upload"))
    return upload (argv);
  vmx_test_init (&argc, &argv);
  g_test_add_data_func ("/upload-faults/json", &json, test_troubles);
  g_test_add_data_func ("/upload-faults/multipart", &multipart, test_troubles);
  g_test_add_data_func ("/upload-faults/single", &single, test_troubles);
  g_test_add_data_func ("/upload-faults/repeatable", &repeats, test_troubles);
  g_test_add_func ("/upload-faults/too-late", test_too_late);
  g_test_add_func ("/upload-faults/twice", test_twice);
  g_test_add_data_func ("/upload-faults/killed/json", &json, test_killed);
  g_test_add_data_func ("/upload-faults/killed/single", &single, test_killed);
  return g_test_run ();
}
