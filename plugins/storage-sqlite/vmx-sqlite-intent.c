/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-sqlite-intent.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* Bytes that are locked; there is nothing in the file. */
#define INTENT_BYTE 0
#define OVERDUE_BYTE 1
/* Between two looks at the lock file, which nobody wakes us for. */
#define PAUSE G_TIME_SPAN_MILLISECOND

void
vmx_sqlite_intent_init (VmxSqliteIntent *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->fd = -1;
}

void
vmx_sqlite_intent_set_store (VmxSqliteIntent *self, const char *path)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
  self->is_locked = FALSE;
  self->is_overdue = FALSE;
  g_free (self->store);
  self->store = g_strdup (path);
}

void
vmx_sqlite_intent_clear (VmxSqliteIntent *self)
{
  vmx_sqlite_intent_set_store (self, NULL);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
}

/* None for a store that was dropped meanwhile. Like SQLite's files, it can be used by whoever can
 * use the store, and what root makes belongs to whom the store belongs. */
static int
make_file (const char *name, const char *store)
{
  struct stat info;
  int fd;

  if (stat (store, &info) != 0)
    return -1;
  fd = open (name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
             info.st_mode & 0666);
  if (fd >= 0 && geteuid () == 0 && fchown (fd, info.st_uid, info.st_gid) != 0)
    g_debug ("cannot give “%s” to the owner of the store: %s", name, g_strerror (errno));
  return fd;
}

/* Locks belong to what is opened here, not to the process: other storages of this program count
 * like those of other programs, and closing a file elsewhere drops nothing. */
static gboolean
open_file (VmxSqliteIntent *self, GError **error)
{
  g_autofree char *name = NULL;
  int reason;

  if (self->fd >= 0)
    return TRUE;
  if (self->store == NULL)
    {
      g_set_error_literal (error, VMX_ERROR, VMX_ERROR_STORE_NOT_OPEN, "the store is not open");
      return FALSE;
    }
  name = g_strconcat (self->store, VMX_SQLITE_LOCK_SUFFIX, NULL);
  do
    {
      self->fd = open (name, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
      if (self->fd < 0 && errno == ENOENT)
        self->fd = make_file (name, self->store);
    }
  while (self->fd < 0 && errno == EEXIST);
  if (self->fd >= 0)
    return TRUE;
  reason = errno;
  g_set_error (error, VMX_ERROR, VMX_ERROR_STORE_UNAVAILABLE,
               "store “%s”: cannot make or open its lock file “%s”, which writing needs: %s; check "
               "the permissions of the file and its folder",
               self->store, name, g_strerror (reason));
  return FALSE;
}

static gboolean
set_lock (VmxSqliteIntent *self, int type, off_t byte)
{
  struct flock lock
      = { .l_type = (short) type, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1 };

  return fcntl (self->fd, F_OFD_SETLK, &lock) == 0;
}

/* Whether a lock that excludes others could not be had. Asking is enough: taking it would keep
 * edits out. */
static gboolean
others_lock (VmxSqliteIntent *self, off_t byte)
{
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1 };

  return self->fd >= 0 && fcntl (self->fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

static gboolean
show (VmxSqliteIntent *self, GError **error)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (!open_file (self, error))
    return FALSE;
  /* Only a stranger can be in the way. Edits are slower then, but as safe as ever. */
  if (!self->is_locked)
    self->is_locked = set_lock (self, F_RDLCK, INTENT_BYTE);
  self->n_shown++;
  return TRUE;
}

static void
hide (VmxSqliteIntent *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (--self->n_shown > 0)
    return;
  if (self->is_locked)
    set_lock (self, F_UNLCK, INTENT_BYTE);
  self->is_locked = FALSE;
  g_cond_broadcast (&self->changed);
}

static gboolean
edit_waits (VmxSqliteIntent *self)
{
  return self->n_shown > 0 || others_lock (self, INTENT_BYTE);
}

static gboolean
other_is_overdue (VmxSqliteIntent *self)
{
  return others_lock (self, OVERDUE_BYTE);
}

static gboolean
let_others_go_first (VmxSqliteIntent *self, gboolean (*are_there) (VmxSqliteIntent *self),
                     gint64 until, GCancellable *cancellable, GError **error)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gint64 now = g_get_monotonic_time ();

  if (!open_file (self, error))
    return FALSE;
  while (now < until && are_there (self) && !g_cancellable_is_cancelled (cancellable))
    {
      g_cond_wait_until (&self->changed, &self->lock, MIN (now + PAUSE, until));
      now = g_get_monotonic_time ();
    }
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static gboolean
has_to_wait (VmxSqliteIntent *self, gint64 until)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return g_get_monotonic_time () < until && edit_waits (self);
}

static gboolean
enter_for_batch (VmxSqliteIntent *self, VmxSqliteGate *gate, gint64 since, guint timeout,
                 GCancellable *cancellable, GError **error)
{
  gint64 until = since + MIN (VMX_SQLITE_PATIENCE, timeout * G_TIME_SPAN_MILLISECOND);

  while (let_others_go_first (self, edit_waits, until, cancellable, error)
         && vmx_sqlite_gate_enter (gate, since, timeout, cancellable, error))
    {
      /* An edit may have come while others were at the gate. */
      if (!has_to_wait (self, until))
        return TRUE;
      vmx_sqlite_gate_leave (gate);
    }
  return FALSE;
}

static gboolean
enter_for_edit (VmxSqliteIntent *self, VmxSqliteGate *gate, gint64 since, guint timeout,
                GCancellable *cancellable, GError **error)
{
  gint64 until = since + MIN (VMX_SQLITE_EDIT_PATIENCE, timeout * G_TIME_SPAN_MILLISECOND);

  if (!show (self, error))
    return FALSE;
  if (vmx_sqlite_gate_enter (gate, since, timeout, cancellable, error))
    {
      if (let_others_go_first (self, other_is_overdue, until, cancellable, error))
        return TRUE;
      vmx_sqlite_gate_leave (gate);
    }
  hide (self);
  return FALSE;
}

gboolean
vmx_sqlite_intent_enter (VmxSqliteIntent *self, VmxSqliteGate *gate, gboolean edits, gint64 since,
                         guint timeout, GCancellable *cancellable, GError **error)
{
  return edits ? enter_for_edit (self, gate, since, timeout, cancellable, error)
               : enter_for_batch (self, gate, since, timeout, cancellable, error);
}

void
vmx_sqlite_intent_set_overdue (VmxSqliteIntent *self, gboolean is_overdue)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->is_overdue == is_overdue)
    return;
  self->is_overdue = is_overdue;
  set_lock (self, is_overdue ? F_RDLCK : F_UNLCK, OVERDUE_BYTE);
}

void
vmx_sqlite_intent_leave (VmxSqliteIntent *self, VmxSqliteGate *gate, gboolean edits)
{
  vmx_sqlite_intent_set_overdue (self, FALSE);
  /* First, or a batch that gets in here would leave at once and look again. */
  if (edits)
    hide (self);
  vmx_sqlite_gate_leave (gate);
}
