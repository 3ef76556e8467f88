/* file.h - files: read whole, written whole or not at all.
 *
 * Paths (files/path.h) are bytes as the system has them.  Every function that can fail names the
 * path in its error; callers say what the file was for.
 */
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"
#include "files/path.h"

#include <stdint.h>

/* A file's bytes, mapped read-only.  `data` is NULL for an empty file; not terminated. */
struct file_map {
    const char *data;
    size_t len;
};

int file_map(const char *path, struct file_map *map, struct error *err);
/* The bytes from FROM to TO are not needed for now: give back the memory they take until they are.
 */
void file_map_rest(const struct file_map *map, size_t from, size_t to);
void file_unmap(struct file_map *map);

/* The whole file as a terminated string in the arena; its length in *LEN if LEN is not NULL. */
char *file_read(struct arena *a, const char *path, size_t *len, struct error *err);

/* A small file of ours (below 8 KB) as a terminated string: 1 read; 0 not there, or a link, not
 * regular, larger or another user's; -1 it cannot be read. */
int file_read_own(struct arena *a, const char *path, const char **text, struct error *err);

/* Give PATH this content: written to a new file beside it, which then takes its place.  Readers see
 * the old content or the new one, never a part.  A symbolic link at PATH is replaced, not followed.
 */
int file_write(const char *path, const char *data, size_t len, struct error *err);
/* The same of a file that is of no use once the machine has stopped: one in a temporary directory.
 * It does not wait for the disk, and may then be empty. */
int file_write_scratch(const char *path, const char *data, size_t len, struct error *err);

/* The same in parts: what is put after file_write_begin() takes PATH's place at file_write_end(),
 * unless something could not be written, of which that tells.  file_write_end() with KEEP false
 * removes what was written.  NULL if it cannot begin. */
struct file_writer;
struct file_writer *file_write_begin(struct arena *a, const char *path, struct error *err);
void file_put(struct file_writer *w, const char *data, size_t len);
int file_write_end(struct file_writer *w, bool keep, struct error *err);

/* The same with the bytes of the regular file FROM. */
int file_copy(const char *from, const char *path, struct error *err);
/* The same of a program, for us alone, in a temporary directory. */
int file_copy_program(const char *from, const char *path, struct error *err);

/* Remove what processes that died while writing have left in the directory: the new files of
 * file_write() that nobody has locked. */
void file_clean(const char *path);

/* Write all of it to the descriptor, however often it takes; -1 with errno. */
int file_write_all(int fd, const char *data, size_t len);
/* Whether the file that is open as FD still has the name PATH, itself and not by a link. */
bool file_is_named(int fd, const char *path);

/* Replace FROM by TO, which is as long, wherever it is in the regular file, or in what a link leads
 * to: 1 it was there; 0 not. */
int file_replace(const char *path, const char *from, const char *to, struct error *err);

/* Remove a file; that it does not exist is no error. */
int file_remove(const char *path, struct error *err);
/* Keep the file FROM under the name ASIDE too, in the same directory, and give it back: FROM is
 * then what it was, and ASIDE is gone. */
int file_keep(const char *from, const char *aside, struct error *err);
int file_restore(const char *aside, const char *to, struct error *err);
int file_rename(const char *from, const char *to, struct error *err);

/* The names in a directory, sorted by byte value, without "." and "..". */
int dir_list(const char *path, struct strv *names, struct error *err);
/* Call EACH for all that is in the directory and below it, by its path from there ("a/b"), a
 * directory's before what is in it.  It returns 1 where that is to be walked, 0 where not, and -1
 * to end the walk. */
int dir_walk(struct arena *a, const char *path,
             int (*each)(void *data, const char *below, struct error *err), void *data,
             struct error *err);
/* Make the directory and those above it (mode 0777 less umask). */
int dir_make(const char *path, struct error *err);
/* Whether files can be made in the directory: makes one and removes it. */
int dir_check_writable(const char *path, struct error *err);

/* The name of a regular file's content (base/digest.h), or NULL. */
const char *file_digest(struct arena *a, const char *path, struct error *err);

/* The digest of what tells whether the file at PATH, itself and not by a link, was replaced or
 * written: of its inode, mode, size and time.  0: there is none. */
uint64_t file_state(const char *path);
