/* fake_uv.c - the fake uv of the fault tests, which is called so often that Python's start would be
 * most of what it takes.
 *
 * A case's bin/uv and bin/valgrind are this program, which finds the case by where it lies.  It
 * adds a line to CASE/calls.  If CASE/rules has something for such a call, and for all of Valgrind
 * but its version, it becomes fakes.py, which does what the rules say and may come back,
 *
 *     "obeyed" FD CASE NAME [WORD...]
 *
 * where FD holds what the rules change: names and texts, each with a zero.  Otherwise it behaves as
 * uv would: makes an environment, writes a lock, "installs" a module per requirement.
 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <unistd.h>

#define LIB "lib/python3.11/site-packages"

extern char **environ;

static void __attribute__((noreturn, format(printf, 2, 3)))
fail(int status, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    (void)fflush(stdout);
    (void)vfprintf(stderr, format, args);
    va_end(args);
    (void)fputc('\n', stderr);
    exit(status);
}

/* --- texts, which live as long as the program; and files -------------------------------------- */

static void *sized(void *old, size_t size)
{
    void *bytes = realloc(old, size);
    if (!bytes)
        fail(2, "fake uv: no memory");
    return bytes;
}

static char *__attribute__((format(printf, 1, 2))) text_of(const char *format, ...)
{
    char *text = NULL;
    va_list args;
    va_start(args, format);
    int len = vasprintf(&text, format, args);
    va_end(args);
    if (len < 0)
        fail(2, "fake uv: no memory");
    return text;
}

static FILE *opened(const char *path, const char *mode)
{
    FILE *f = fopen(path, mode);
    if (!f)
        fail(1, "fake uv: %s: %s", path, strerror(errno));
    return f;
}

/* What is in the file from here on, with two zeros behind it. */
static char *rest(FILE *f)
{
    char *text = NULL;
    size_t len = 0, n;
    do {
        text = sized(text, len + 65536 + 2);
        n = fread(text + len, 1, 65536, f);
        len += n;
    } while (n > 0);
    text[len] = text[len + 1] = 0;
    (void)fclose(f);
    return text;
}

static bool is_file(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

static bool has_end(const char *text, const char *end)
{
    size_t len = strlen(text), of_end = strlen(end);
    return len >= of_end && strcmp(text + len - of_end, end) == 0;
}

/* Python's literal of the bytes, up to END if there is one, and what comes behind it. */
static void put(FILE *out, const char *text, const char *end, const char *behind)
{
    (void)fputs("b'", out);
    for (; end ? text < end : *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c < ' ' || c > '~' || c == '\'' || c == '\\')
            (void)fprintf(out, "\\x%02x", c);
        else
            (void)fputc(c, out);
    }
    (void)fprintf(out, "'%s", behind);
}

/* --- the call -------------------------------------------------------------------------------- */

struct call {
    const char *root, *name;    /* of the case; "uv" or "valgrind" */
    const char *at;             /* "uv pip sync" */
    char **words;               /* what stands behind the name */
    const char *python, *fakes; /* the interpreter; where the code of fakes.py is */
    const char *changes;        /* what the rules change */
};

/* What the rules say that NAME is, or NULL. */
static const char *changed(const struct call *c, const char *name)
{
    for (const char *p = c->changes; p && *p;) {
        const char *value = p + strlen(p) + 1;
        if (strcmp(p, name) == 0)
            return value;
        p = value + strlen(value) + 1;
    }
    return NULL;
}

/* Add the call's line to CASE/calls.  How many of its kind there were before. */
static int record(const struct call *c)
{
    char *line = NULL, *cwd = getcwd(NULL, 0);
    size_t len = 0;
    FILE *out = open_memstream(&line, &len);
    if (!out || !cwd)
        fail(2, "fake uv: %s", strerror(errno));
    (void)fprintf(out, "{'at': '%s', 'pid': %d, 'cwd': ", c->at, (int)getpid());
    put(out, cwd, NULL, ", 'argv': [");
    for (char **w = c->words; *w; w++)
        put(out, *w, NULL, ", ");
    (void)fputs("], 'env': {", out);
    for (char **e = environ; *e; e++) {
        const char *value = strchr(*e, '=');
        if (value) {
            put(out, *e, value, ": ");
            put(out, value + 1, NULL, ", ");
        }
    }
    (void)fputs("}, 'files': {", out);
    for (char **w = c->words; *w; w++) {
        if ((has_end(*w, ".txt") || has_end(*w, ".in")) && is_file(*w)) {
            put(out, *w, NULL, ": ");
            put(out, rest(opened(*w, "r")), NULL, ", ");
        }
    }
    (void)fputs("}}\n", out);
    (void)fclose(out);

    FILE *calls = opened(text_of("%s/calls", c->root), "a+");
    const char *mine = text_of("{'at': '%s',", c->at);
    (void)fseek(calls, 0, SEEK_SET);
    int fd = dup(fileno(calls)), before = 0;
    for (const char *p = rest(calls); (p = strstr(p, mine)); p++)
        before++;
    if (write(fd, line, len) != (ssize_t)len)
        fail(1, "fake uv: %s/calls: %s", c->root, strerror(errno));
    close(fd);
    return before;
}

#define RUN_FAKES "import marshal\nexec(marshal.load(open(FAKES + '/fakes', 'rb')))\n"

static void __attribute__((noreturn)) become_python(const struct call *c, int before)
{
    static const char code[] =
        "import sys\nCASE, NAME, FAKES, AT, BEFORE = sys.argv[1:6]\ndel sys.argv[1:6]\n" RUN_FAKES;
    const char *head[] = {c->python, "-ISc",   code,  c->root,
                          c->name,   c->fakes, c->at, text_of("%d", before)};
    size_t count = 0, heads = sizeof head / sizeof *head;
    while (c->words[count])
        count++;
    const char **argv = sized(NULL, (heads + count + 1) * sizeof *argv);
    memcpy(argv, head, sizeof head);
    memcpy(argv + heads, c->words, (count + 1) * sizeof *argv);
    execv(c->python, (char **)(uintptr_t)argv);
    fail(2, "fake uv: %s: %s", c->python, strerror(errno));
}

/* --- uv's words ------------------------------------------------------------------------------ */

/* Options are written "--name=value", as the program does: a value of its own would be a word. */

/* The value of the option NAME, "" without one; NULL where it is not given. */
static const char *option(char *const *words, const char *name)
{
    size_t len = strlen(name);
    for (; *words; words++)
        if (strncmp(*words, name, len) == 0 && ((*words)[len] == '=' || !(*words)[len]))
            return *words + len + ((*words)[len] == '=');
    return NULL;
}

/* The next word from *WORDS on that is no option, or NULL. */
static const char *next_word(char *const **words)
{
    while (**words && ***words == '-')
        (*words)++;
    return **words ? *(*words)++ : NULL;
}

/* --- requirements ---------------------------------------------------------------------------- */

/* The requirements that a pyproject.toml lists, a line each. */
static char *dependencies(char *text)
{
    char *at = strstr(text, "dependencies = ["), *end = at ? strchr(at + 16, ']') : NULL;
    char *lines = text_of("%s", ""), *quote;
    if (!end)
        fail(1, "fake uv: a pyproject.toml without dependencies");
    for (*end = 0; (quote = strpbrk(at, "\"'")); at++) {
        at = strchr(quote + 1, *quote);
        if (!at)
            fail(1, "fake uv: a pyproject.toml with half a word");
        *at = 0;
        lines = text_of("%s%s\n", lines, quote + 1);
    }
    return lines;
}

static char *requirements_of(const char *path)
{
    char *text = rest(opened(path, "r"));
    return has_end(path, "pyproject.toml") ? dependencies(text) : text;
}

/* The next requirement from *TEXT on, or NULL. */
static char *next_requirement(char **text)
{
    while (**text) {
        char *line = *text, *end = line + strcspn(line, "\n"), *cut;
        *text = *end ? end + 1 : end;
        *end = 0;
        if ((cut = strstr(line, " #")))
            *cut = 0;
        if ((cut = strstr(line, " --hash")))
            *cut = 0;
        line += strspn(line, " \t\r\f\v");
        for (end = line + strlen(line); end > line && strchr(" \\\t\r\f\v", end[-1]); end--)
            end[-1] = 0;
        if (*line && *line != '#' && *line != '-')
            return line;
    }
    return NULL;
}

/* The name that the requirement begins with. */
static char *name_of(const char *requirement)
{
    const char *p = requirement;
    while (isalnum((unsigned char)*p) || (*p && strchr("_.-", *p)) || (unsigned char)*p >= 0x80)
        p++;
    return text_of("%.*s", (int)(p - requirement), requirement);
}

static bool is_module(const char *name)
{
    for (const char *p = name; *p; p++)
        if (*p == '.' || (p == name && isdigit((unsigned char)*p)))
            return false;
    return *name;
}

/* --- what uv does ---------------------------------------------------------------------------- */

static void make_directories(char *path)
{
    for (char *p = path; *p; p++) {
        if (p[0] == '/' && p > path) {
            *p = 0;
            (void)mkdir(path, 0777);
            *p = '/';
        }
    }
    if (mkdir(path, 0777) < 0)
        fail(1, "fake uv: %s: %s", path, strerror(errno));
}

static void make_venv(const struct call *c, const char *path)
{
    make_directories(text_of("%s/" LIB, path));
    make_directories(text_of("%s/bin", path));
    (void)!symlink("lib", text_of("%s/lib64", path));
    (void)!symlink("python", text_of("%s/bin/python3", path));
    FILE *f = opened(text_of("%s/pyvenv.cfg", path), "w");
    (void)fputs("home = /usr/bin\nimplementation = CPython\nuv = 0.13.9\nversion_info = 3.11.7\n"
                "include-system-site-packages = false\n",
                f);
    (void)fclose(f);
    f = opened(text_of("%s/bin/python", path), "w");
    (void)fprintf(f, "#!%s -IS\nNAME = 'python'\n", c->python);
    const char *texts[][2] = {{"CASE", c->root}, {"VENV", path}, {"FAKES", c->fakes}};
    for (size_t i = 0; i < 3; i++) {
        (void)fprintf(f, "%s = ", texts[i][0]);
        put(f, texts[i][1], NULL, ".decode()\n");
    }
    (void)fputs(RUN_FAKES, f);
    (void)fchmod(fileno(f), 0755);
    (void)fclose(f);
}

static void compile(const struct call *c, char *const *words)
{
    const char *word, *lock = changed(c, "lock"), *left_out = option(words, "--no-emit-package");
    char *const *p = words;
    char *lines, *line, *text = NULL;
    size_t len = 0, files = 0;
    FILE *out = open_memstream(&text, &len);
    for (; out && (word = next_word(&p)); files++) {
        if (!is_file(word))
            fail(2, "error: fake uv pip compile: there is no requirements file %s", word);
        for (lines = requirements_of(word); (line = next_requirement(&lines));) {
            const char *name = name_of(line);
            if (has_end(line, "==9999"))
                fail(1,
                     "  x No solution found when resolving dependencies:\n  `-> Because there is "
                     "no version of %s and you require it, we can conclude that your requirements "
                     "are unsatisfiable.",
                     line);
            if (left_out && strcmp(name, left_out) == 0)
                continue;
            if (strstr(line, "==") || strpbrk(line, "@/"))
                (void)fprintf(out, "%s\n", line);
            else
                (void)fprintf(out, "%s==1.0\n", name);
        }
    }
    if (!files)
        fail(2, "error: fake uv pip compile: no requirements file");
    (void)fclose(out);
    const char *path = option(words, "--output-file");
    if (path) {
        FILE *f = opened(path, "w");
        (void)fputs(lock ? lock : text, f);
        (void)fclose(f);
    }
    if (!path || !option(words, "--quiet"))
        (void)fputs(lock ? lock : text, stdout);
}

/* The environment of the option --python, by its directory bin. */
static char *venv_of(char *const *words)
{
    const char *python = option(words, "--python"), *slash = python ? strrchr(python, '/') : NULL;
    if (!slash)
        fail(2, "error: fake uv pip: --python %s is in no environment", python ? python : "");
    return text_of("%.*s/..", (int)(slash - python), python);
}

static void install(const struct call *c, char *const *words)
{
    const char *venv = venv_of(words), *word, *lacking = changed(c, "no_module");
    if (access(option(words, "--python"), F_OK) < 0)
        fail(2, "error: fake uv pip: --python %s is not there", option(words, "--python"));
    FILE *installed = opened(text_of("%s/installed.txt", venv), "a");
    int count = 0;
    for (; (word = next_word(&words)); count++) {
        char *lines = is_file(word) ? requirements_of(word) : text_of("%s", word), *line;
        while ((line = next_requirement(&lines))) {
            (void)fprintf(installed, "%s\n", line);
            char *version = strstr(line, "=="), *name = NULL;
            if (version) {
                *version = 0;
                version += 2;
            }
            name = name_of(line);
            for (char *p = name; *p; p++)
                *p = *p == '-' ? '_' : *p;
            if ((lacking && strcmp(name, lacking) == 0) || !is_module(name))
                continue;
            FILE *module = opened(text_of("%s/" LIB "/%s.py", venv, name), "w");
            (void)fputs("__version__ = ", module);
            put(module, version ? version : "", NULL, ".decode()\n");
            (void)fclose(module);
        }
    }
    (void)fclose(installed);
    (void)fprintf(stderr, "Installed %d packages in 1ms\n", count);
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void freeze(char *const *words)
{
    char *text = rest(opened(text_of("%s/installed.txt", venv_of(words)), "r")), **lines = NULL;
    size_t count = 0;
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
        lines = sized(lines, (count + 1) * sizeof *lines);
        lines[count++] = line;
    }
    if (count)
        qsort(lines, count, sizeof *lines, compare);
    for (size_t i = 0; i < count; i++)
        (void)printf("%s\n", lines[i]);
}

static void behave(const struct call *c)
{
    const char *at = c->at, *version = changed(c, "version");
    char *const *words = c->words + (*c->words != NULL);
    if (strncmp(at, "uv pip", 6) == 0 && *words)
        words++;
    if (strcmp(at, "valgrind --version") == 0)
        (void)puts(version ? version : "valgrind-3.19.0");
    else if (strcmp(at, "uv --version") == 0)
        (void)puts(version ? version : "uv 0.13.9 (x86_64-unknown-linux-gnu)");
    else if (strcmp(at, "uv python find") == 0)
        (void)puts(c->python);
    else if (strcmp(at, "uv venv") == 0) {
        const char *word, *path = NULL;
        while ((word = next_word(&words)))
            path = word;
        if (!path)
            fail(2, "error: fake uv venv: no directory");
        make_venv(c, path);
    } else if (strcmp(at, "uv pip compile") == 0)
        compile(c, words);
    else if (strcmp(at, "uv pip sync") == 0 || strcmp(at, "uv pip install") == 0)
        install(c, words);
    else if (strcmp(at, "uv pip freeze") == 0)
        freeze(words);
    else if (strcmp(at, "uv cache") == 0)
        (void)printf("%s/uv-cache\n", c->root);
    else
        fail(2, "error: fake uv: unrecognized subcommand '%s'", at);
}

/* What kind of call it is: the program and the words that say what is asked of it. */
static const char *kind_of(const struct call *c)
{
    const char *first = c->words[0] ? c->words[0] : "";
    if (strcmp(c->name, "valgrind") == 0)
        return strcmp(first, "--version") == 0 && !c->words[1] ? "valgrind --version" : "valgrind";
    bool two = strcmp(first, "pip") == 0 || strcmp(first, "python") == 0;
    return two && c->words[1] ? text_of("uv %s %s", first, c->words[1]) : text_of("uv %s", first);
}

int main(int argc, char **argv)
{
    struct call c = {.words = argv + 1};
    bool obeyed = argc > 3 && strcmp(argv[0], "obeyed") == 0;
    if (obeyed) {
        FILE *changes = fdopen(atoi(argv[1]), "r");
        c = (struct call){.root = argv[2], .name = argv[3], .words = argv + 4};
        c.changes = changes ? rest(changes) : NULL;
    } else {
        /* CASE/bin/NAME */
        char *root = text_of("%s", (const char *)getauxval(AT_EXECFN)), *slash = strrchr(root, '/');
        c.name = slash ? slash + 1 : "";
        for (int i = 0; i < 2 && slash; i++, slash = strrchr(root, '/'))
            *slash = 0;
        c.root = root;
    }
    c.at = kind_of(&c);
    char *rules = rest(opened(text_of("%s/rules", c.root), "r"));
    c.python = strsep(&rules, "\n");
    c.fakes = rules ? strsep(&rules, "\n") : NULL;
    if (!rules)
        fail(2, "fake uv: %s/rules is cut", c.root);
    if (!obeyed) {
        int before = record(&c);
        if (strcmp(c.at, "valgrind") == 0 || strstr(rules, text_of("'at': '%s'", c.at)))
            become_python(&c, before);
    }
    behave(&c);
    return fflush(stdout) == 0 ? 0 : 1;
}
