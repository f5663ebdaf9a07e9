/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "mock-trouble.h"

/* Errors instead of an answer. */
typedef struct
{
  const char *name;
  VerdictWaits waits;
  gboolean can_be_late; /* the service may have done something before */
} ErrorKind;

static const ErrorKind errors[] = {
  { "timeout", VERDICT_UNKNOWN, TRUE },  { "server", VERDICT_UNKNOWN, TRUE },
  { "cut", VERDICT_UNKNOWN, TRUE },      { "connect", VERDICT_NOTHING, FALSE },
  { "offline", VERDICT_NOTHING, FALSE }, { "auth", VERDICT_NOTHING, FALSE },
};

/* Answers to the whole request. */
typedef struct
{
  const char *fault;
  VerdictWaits waits;
} VerdictKind;

static const VerdictKind verdicts[] = {
  { "'verdict':'too-large'", VERDICT_REJECTED }, /* a single change for which there is no room */
  { "'verdict':'busy','retry-after-ms':0", VERDICT_NOTHING },
  { "'verdict':'refused'", VERDICT_NOTHING },
  { "'verdict':'refused','status':400", VERDICT_REJECTED },
  { "'verdict':'other-form'", VERDICT_NOTHING },
  { "'verdict':'incomplete'", VERDICT_UNKNOWN },
};

/* Answers to one change. */
typedef struct
{
  const char *fault;
  VerdictWaits waits;
  gboolean is_lie; /* a create whose key the server makes is then doubled, and nobody can know */
} OutcomeKind;

static const OutcomeKind outcomes[] = {
  { "'outcome':'failed'", VERDICT_UNKNOWN },
  { "'outcome':'failed','done':true", VERDICT_UNKNOWN },
  { "'outcome':'unknown'", VERDICT_UNKNOWN },
  { "'outcome':'unknown','done':true", VERDICT_UNKNOWN },
  { "'outcome':'unanswered'", VERDICT_NOTHING },
  { "'outcome':'unanswered','done':true", VERDICT_NOTHING, TRUE },
  { "'outcome':'busy','retry-after-ms':0", VERDICT_NOTHING },
  { "'outcome':'rejected'", VERDICT_REJECTED },
};

/* A request in the order of the plain upload. */
typedef struct
{
  guint object;
  guint number; /* among those of the object, from 1 */
  guint n_members;
} Request;

typedef struct
{
  GPtrArray *troubles;
  GArray *requests; /* (element-type Request) */
} List;

static void
mock_trouble_free (gpointer data)
{
  MockTrouble *self = data;

  g_free (self->faults);
  g_free (self);
}

static MockTrouble *
add (List *self, VerdictWaits waits, const char *format, ...) G_GNUC_PRINTF (3, 4);

/* Quotes are written as ' for the eye. */
static MockTrouble *
add (List *self, VerdictWaits waits, const char *format, ...)
{
  MockTrouble *trouble = g_new0 (MockTrouble, 1);
  va_list args;

  va_start (args, format);
  trouble->faults = g_strdelimit (g_strdup_vprintf (format, args), "'", '"');
  va_end (args);
  trouble->waits = waits;
  g_ptr_array_add (self->troubles, trouble);
  return trouble;
}

static MockTrouble *
add_push (List *self, const Request *request, VerdictWaits waits, const char *fault)
{
  return add (self, waits, "{'call':'push-batch','object':'%s','batch':%u,%s}",
              reference_objects[request->object], request->number, fault);
}

static const Request *
get_request (List *self, guint i)
{
  return &g_array_index (self->requests, Request, i);
}

/* --- Requests as a whole --- */

static void
add_everywhere (List *self, VerdictWaits waits, const char *fault)
{
  for (guint i = 0; i < self->requests->len; i++)
    add_push (self, get_request (self, i), waits, fault);
}

static void
add_during (List *self, const ErrorKind *kind)
{
  for (guint i = 0; i < self->requests->len; i++)
    for (guint n_done = 0; n_done < get_request (self, i)->n_members; n_done++)
      {
        g_autofree char *fault = g_strdup_printf ("'error':'%s','when':'during','done':%u",
                                                  kind->name, n_done);

        add_push (self, get_request (self, i), kind->waits, fault);
      }
}

static void
add_errors (List *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_autofree char *before = g_strdup_printf ("'error':'%s'", errors[i].name);
      g_autofree char *after = g_strdup_printf ("'error':'%s','when':'after'", errors[i].name);

      add_everywhere (self, errors[i].waits, before);
      if (!errors[i].can_be_late)
        continue;
      add_everywhere (self, errors[i].waits, after);
      add_during (self, &errors[i]);
    }
}

/* Everything was done, or as much as the reply tells of, or one change more. */
static void
add_incomplete (List *self, const Request *request, guint n_answered)
{
  g_autofree char *after
      = g_strdup_printf ("'verdict':'incomplete','when':'after','answered':%u", n_answered);
  g_autofree char *as_told = g_strdup_printf (
      "'verdict':'incomplete','when':'during','done':%u,'answered':%u", n_answered, n_answered);
  g_autofree char *one_more = g_strdup_printf (
      "'verdict':'incomplete','when':'during','done':%u,'answered':%u", n_answered + 1,
      n_answered);

  add_push (self, request, VERDICT_UNKNOWN, after);
  add_push (self, request, VERDICT_UNKNOWN, as_told);
  add_push (self, request, VERDICT_UNKNOWN, one_more);
}

static void
add_verdicts (List *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (verdicts); i++)
    add_everywhere (self, verdicts[i].waits, verdicts[i].fault);
  for (guint i = 0; i < self->requests->len; i++)
    for (guint n = 0; n < get_request (self, i)->n_members; n++)
      add_incomplete (self, get_request (self, i), n);
}

/* A proxy may send a request twice. No client can know that creates whose keys the server makes are
 * then doubled, unless the service knows the request again. */
static void
add_twice (List *self)
{
  for (guint i = 0; i < self->requests->len; i++)
    {
      const Request *request = get_request (self, i);
      MockTrouble *plain = add_push (self, request, VERDICT_NOTHING, "'twice':true");
      MockTrouble *lost = add_push (self, request, VERDICT_UNKNOWN,
                                    "'twice':true,'error':'cut','when':'after'");

      plain->for_repeats = lost->for_repeats = reference_server_keys[request->object];
    }
}

/* --- Members --- */

static void
add_outcomes (List *self, const OutcomeKind *kind)
{
  for (guint i = 0; i < self->requests->len; i++)
    {
      const Request *request = get_request (self, i);

      for (guint member = 1; member <= request->n_members; member++)
        {
          g_autofree char *fault = g_strdup_printf ("%s,'member':%u", kind->fault, member);

          if (!kind->is_lie || !reference_server_keys[request->object])
            add_push (self, request, kind->waits, fault);
        }
    }
}

/* --- Reading back --- */

static void
add_fetches (List *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    for (guint n = 0; n < REFERENCE_N_OBJECTS; n++)
      for (guint times = 1; times <= 2; times++)
        add (self, VERDICT_NOTHING,
             "{'call':'fetch-records','object':'%s','error':'%s','times':%u}", reference_objects[n],
             errors[i].name, times);
}

/* The answer is lost, and what was done cannot be found out at once. */
static void
add_lost_and_unreadable (List *self)
{
  for (guint i = 0; i < self->requests->len; i++)
    for (guint n = 0; n < G_N_ELEMENTS (errors); n++)
      {
        const Request *request = get_request (self, i);

        add (self, VERDICT_UNKNOWN,
             "{'call':'push-batch','object':'%s','batch':%u,'error':'cut','when':'after'},"
             "{'call':'fetch-records','object':'%s','error':'%s'}",
             reference_objects[request->object], request->number,
             reference_objects[request->object], errors[n].name);
      }
}

/* --- All --- */

static GArray *
list_requests (const guint *n_changes, guint per_request)
{
  GArray *requests = g_array_new (FALSE, FALSE, sizeof (Request));

  for (guint n = 0; n < REFERENCE_N_OBJECTS; n++)
    for (guint first = 0; first < n_changes[n]; first += per_request)
      {
        Request request
            = { n, first / per_request + 1, MIN (per_request, n_changes[n] - first) };

        g_array_append_val (requests, request);
      }
  return requests;
}

GPtrArray *
mock_trouble_list (const guint *n_changes, guint per_request)
{
  g_autoptr(GArray) requests = list_requests (n_changes, per_request);
  List self = { g_ptr_array_new_with_free_func (mock_trouble_free), requests };

  add_errors (&self);
  add_verdicts (&self);
  add_twice (&self);
  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    add_outcomes (&self, &outcomes[i]);
  add_fetches (&self);
  add_lost_and_unreadable (&self);
  return self.troubles;
}
