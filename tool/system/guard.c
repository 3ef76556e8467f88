#include "system/guard.h"

#include "files/beside.h"
#include "files/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <uv.h>

enum { START_MS = 30000 /* for the guard to come up on a machine that is busy swapping */ };

const char *guard_program(struct arena *a)
{
    char path[PATH_MAX];
    size_t len = sizeof path;
    const char *alone = beside_find(a, BESIDE_GUARD);
    if (alone)
        return alone;
    /* A program that was replaced while it runs is still there under the second name. */
    if (uv_exepath(path, &len) == 0 && path_is_file(path))
        return arena_strdup(a, path);
    return "/proc/self/exe";
}

const char *const *guard_words(struct arena *a, const char *const *argv, enum guard_kind kind)
{
    size_t count = 0;
    while (argv[count])
        count++;
    const char **words = arena_array(a, count + 2, sizeof *words);
    words[0] = guard_names[kind];
    memcpy(words + 1, argv, count * sizeof *words);
    return words;
}

int guard_socket(int ends[2])
{
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0)
        return errno;
    for (int i = 0; i < 2; i++)
        (void)fcntl(ends[i], F_SETFD, FD_CLOEXEC);
    return 0;
}

int guard_started(int end)
{
    int answer = ECHILD;
    struct pollfd wait = {.fd = end, .events = POLLIN};
    int ready;
    do {
        ready = poll(&wait, 1, START_MS);
    } while (ready < 0 && errno == EINTR);
    if (ready == 0)
        return 0; /* how it comes out will be seen by its end */
    return recv(end, &answer, sizeof answer, 0) == sizeof answer ? answer : ECHILD;
}

void guard_signal(int end, int signum)
{
    char byte = (char)signum;
    /* A guard that is gone needs no signal any more. */
    (void)!send(end, &byte, 1, MSG_NOSIGNAL | MSG_DONTWAIT);
}

/* A zero, the number of bytes that follow as two, and the words, each with its zero. */
void guard_cancel(int end, const char *const *argv)
{
    unsigned char bytes[GUARD_CANCEL_BYTES];
    size_t len = 3;
    for (; *argv; argv++) {
        size_t size = strlen(*argv) + 1;
        if (len + size > sizeof bytes)
            return;
        memcpy(bytes + len, *argv, size);
        len += size;
    }
    bytes[0] = 0;
    bytes[1] = (unsigned char)((len - 3) >> 8);
    bytes[2] = (unsigned char)(len - 3);
    (void)!send(end, bytes, len, MSG_NOSIGNAL | MSG_DONTWAIT);
}
