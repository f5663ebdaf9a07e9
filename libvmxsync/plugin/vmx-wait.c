/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/plugin/vmx-wait.h>

#define LONGEST_DELAY (30 * 1000)

/**
 * vmx_wait:
 * @milliseconds: how long
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error, or %NULL
 *
 * Waits on the calling thread; the wait ends at once when it is cancelled. For transports that try
 * something again.
 *
 * Fails with [error@Gio.IOErrorEnum.CANCELLED].
 *
 * Returns: %TRUE if it was not cancelled
 *
 * Since: 0.1
 */
gboolean
vmx_wait (gint64 milliseconds, GCancellable *cancellable, GError **error)
{
  gint64 end = g_get_monotonic_time () + milliseconds * 1000;
  GPollFD fd;
  gboolean has_fd = g_cancellable_make_pollfd (cancellable, &fd);

  while (!g_cancellable_is_cancelled (cancellable))
    {
      gint64 rest = (end - g_get_monotonic_time () + 999) / 1000;

      if (rest <= 0)
        break;
      g_poll (&fd, has_fd ? 1 : 0, (int) MIN (rest, G_MAXINT));
    }
  if (has_fd)
    g_cancellable_release_fd (cancellable);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/**
 * vmx_wait_get_delay:
 * @attempt: how often it was tried before, from 0
 * @first_delay: milliseconds before the first repetition
 * @random: a random number from 0 to 1, such as `g_random_double()` gives
 *
 * Gets how long to wait before something is tried again: twice as long each time, at most 30
 * seconds, and up to a quarter more or less, so that clients do not come all at once.
 *
 * Returns: milliseconds
 *
 * Since: 0.1
 */
gint64
vmx_wait_get_delay (guint attempt, guint first_delay, double random)
{
  gint64 delay = MIN ((gint64) first_delay << MIN (attempt, 16), LONGEST_DELAY);

  return delay + (gint64) ((double) delay * (random - 0.5) / 2);
}
