/* fake_benchmem.c - stands in for the program where the tests look at what CMake and CTest do.
 *
 * Appends a line to the file in FAKE_LOG: its arguments as a JSON array.  Ends with the status that
 * FAKE_STATUS gives to its part ("setup=1,2.0=77"); the parts are setup, the version that is swept,
 * pass=counted, round=K, cleanup, compare, gate and plot.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void write_json_string(FILE *out, const char *text)
{
    fputc('"', out);
    for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
        if (*p == '"' || *p == '\\')
            fprintf(out, "\\%c", *p);
        else if (*p < 0x20)
            fprintf(out, "\\u%04x", *p);
        else
            fputc(*p, out);
    }
    fputc('"', out);
}

static int record(int argc, char **argv)
{
    const char *path = getenv("FAKE_LOG");
    FILE *log = path ? fopen(path, "a") : NULL;
    if (!log) {
        fputs("fake benchmem: FAKE_LOG cannot be written\n", stderr);
        return -1;
    }
    fputc('[', log);
    for (int i = 1; i < argc; i++) {
        if (i > 1)
            fputs(", ", log);
        write_json_string(log, argv[i]);
    }
    fputs("]\n", log);
    return fclose(log);
}

static int has(int argc, char **argv, const char *prefix)
{
    for (int i = 1; i < argc; i++)
        if (strncmp(argv[i], prefix, strlen(prefix)) == 0)
            return 1;
    return 0;
}

static const char *part(int argc, char **argv)
{
    if (argc < 2)
        return "";
    if (strcmp(argv[1], "sweep") == 0) {
        for (int i = 1; i < argc; i++)
            if (strncmp(argv[i], "--round=", 8) == 0 && strcmp(argv[i], "--round=1") != 0)
                return argv[i] + 2;
        if (has(argc, argv, "--pass=counted"))
            return "pass=counted";
        return has(argc, argv, "--prepare") ? "setup"
               : has(argc, argv, "--clean") ? "cleanup"
               : argc > 3                   ? argv[3]
                                            : "";
    }
    if (strcmp(argv[1], "compare") == 0 && has(argc, argv, "--fail-on="))
        return "gate";
    return argv[1];
}

static int status_of(const char *name)
{
    const char *p = getenv("FAKE_STATUS");
    size_t len = strlen(name);
    while (p && *p) {
        if (strncmp(p, name, len) == 0 && p[len] == '=')
            return (int)strtol(p + len + 1, NULL, 10);
        p = strchr(p, ',');
        p = p ? p + 1 : NULL;
    }
    return 0;
}

int main(int argc, char **argv)
{
    if (record(argc, argv) != 0)
        return 2;
    const char *name = part(argc, argv);
    printf("fake benchmem: %s\n", name);
    return status_of(name);
}
