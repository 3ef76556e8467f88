/* Secrets in URLs: found by their place, known by their text, put back, cut by reads. */
#include "unit_test.h"

#include "secret/mask.h"

#include <stdlib.h>
#include <string.h>

static void masks_by_place(void **state)
{
    static const struct {
        const char *text, *masked;
    } cases[] = {
        {"git+https://tok@h/x@v1", "git+https://***@h/x@v1"},
        {"https://u:p@h:80/x", "https://***@h:80/x"},
        {"https://u:@h/", "https://***@h/"},
        {"https://u:a@b@h/", "https://***@h/"},
        {"https://u:a/b@h/", "https://***@h/"},
        {"x https://a@h y https://b@h z", "x https://***@h y https://***@h z"},
        {"(https://a@h)", "(https://***@h)"},
        {"'https://a@h'", "'https://***@h'"},
        {"https://h/?token=a&b=c", "https://h/?token=***&b=c"},
        {"https://h/?b=c&API_KEY=a#Signature=d", "https://h/?b=c&API_KEY=***#Signature=***"},
        {"https://a@h/?u=https://b@h/", "https://***@h/?u=https://***@h/"},
        {"https://u:a@h/?token=b&to=https://v:c@h/?Signature=d",
         "https://***@h/?token=***&to=https://***@h/?Signature=***"},
        {"git+ssh://git:p@h/x", "git+ssh://***@h/x"},
        {"https://h/?api_key=${A}&token=a", "https://h/?api_key=${A}&token=***"},
        /* no secrets */
        {"git+ssh://git@h/x", "git+ssh://git@h/x"},
        {"https://h/x@v1", "https://h/x@v1"},
        {"https://h:80/x@v1", "https://h:80/x@v1"},
        {"https://[::1]:80/x@v1", "https://[::1]:80/x@v1"},
        {"https://${TOKEN}@h/", "https://${TOKEN}@h/"},
        {"https://u:${TOKEN}@h/", "https://u:${TOKEN}@h/"},
        {"https://***@h/?token=***", "https://***@h/?token=***"},
        {"https://h/?b=c", "https://h/?b=c"},
        {"a@b", "a@b"},
        {"token=abc", "token=abc"},
        {"://", "://"},
        {"://@", "://@"},
        {"", ""},
    };
    struct arena *a = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(mask_text(a, NULL, cases[i].text), cases[i].masked);
}

static void masks_what_was_learned(void **state)
{
    struct arena *a = *state;
    struct mask *m = mask_new(a);
    mask_learn(m,
               "https://user:correct%20horse@h/ and git+https://abcdefgh@h/x short https://u:pw@h");
    assert_string_equal(mask_text(a, m, "as correct horse"), "as ***");
    assert_string_equal(mask_text(a, m, "as correct%20horse"), "as ***");
    assert_string_equal(mask_text(a, m, "abcdefghabcdefgh!"), "******!");
    assert_string_equal(mask_text(a, m, "user pw abcdefg"), "user pw abcdefg");
    setenv("MASK_TEST_WORD", "a longer secret", 1);
    mask_learn(m, "https://${MASK_TEST_WORD}@h/");
    assert_string_equal(mask_text(a, m, "it was a longer secret."), "it was ***.");
}

static void puts_back(void **state)
{
    static const char *const texts[] = {
        "x @ git+https://tok@h/x@0123 --hash=sha256:00",
        "https://u:p@h:80/x?a=b&token=t#sig=s",
        "https://one@h/team/one\nhttps://two@h/team/two\n",
        "https://u:p@[::1]/x",
        "nothing here",
        "",
    };
    struct arena *a = *state;
    struct error err;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct mask *m = mask_new(a);
        mask_learn(m, texts[i]);
        const char *masked = mask_text(a, NULL, texts[i]);
        assert_string_equal(mask_restore(a, m, masked, &err), texts[i]);
        if (strcmp(masked, texts[i]) != 0) {
            assert_null(mask_restore(a, mask_new(a), masked, &err));
            assert_non_null(strstr(err.text, "is not known"));
        }
    }
}

static void collect(void *data, const char *bytes, size_t len)
{
    str_addn(data, bytes, len);
}

/* TEXT in pieces that end at CUTS, masked. */
static const char *in_pieces(struct arena *a, const struct mask *m, const char *text,
                             const size_t *cuts, size_t count)
{
    struct mask_stream s;
    size_t from = 0;
    struct str out = str_new(a);
    mask_stream_init(&s, a, m, collect, &out);
    for (size_t i = 0; i < count; i++) {
        mask_stream_add(&s, text + from, cuts[i] - from);
        from = cuts[i];
    }
    mask_stream_add(&s, text + from, strlen(text) - from);
    mask_stream_end(&s);
    return out.data;
}

/* However the reads fall, the result is that of the whole. */
static void cuts_change_nothing(void **state)
{
    static const char text[] =
        "a https://tok@h/ b abcdefghi correct horse correct hors\n"
        "git+https://u:correct%20horse@h/x?token=abcdefghi&x=y, correct horse";
    struct arena *a = *state;
    struct mask *m = mask_new(a);
    mask_learn(m, "https://abcdefghi@h https://u:correct%20horse@h");
    const char *whole = mask_text(a, m, text);
    assert_null(strstr(whole, "correct horse"));
    size_t cuts[2], len = strlen(text);
    for (cuts[0] = 0; cuts[0] <= len; cuts[0]++)
        for (cuts[1] = cuts[0]; cuts[1] <= len; cuts[1]++)
            assert_string_equal(in_pieces(a, m, text, cuts, 2), whole);
}

static void long_words_are_bounded(void **state)
{
    struct arena *a = *state;
    struct mask_stream s;
    static char chunk[65536];
    memset(chunk, 'x', sizeof chunk);
    struct str out = str_new(a);
    mask_stream_init(&s, a, NULL, collect, &out);
    for (int i = 0; i < 64; i++) {
        mask_stream_add(&s, chunk, sizeof chunk);
        assert_true(s.held.len <= 16384);
    }
    mask_stream_end(&s);
    assert_int_equal(out.len, 64 * sizeof chunk);
    /* Very many secrets in one word: what is beyond the list is masked as a whole. */
    struct str many = str_new(a);
    for (int i = 0; i < 200; i++)
        str_addf(&many, "https://secret%d@h/", i);
    assert_null(strstr(mask_text(a, NULL, many.data), "secret"));
}

/* A secret of the least length is one, a byte less is none; so is a user who is a token. */
static void bounds(void **state)
{
    struct arena *a = *state;
    struct mask *m = mask_new(a);
    mask_learn(m, "https://u:1234567@h https://u:abcdefgh@h");
    assert_string_equal(mask_text(a, m, "abcdefgh"), "***");
    assert_string_equal(mask_text(a, m, "1234567 abcdefg"), "1234567 abcdefg");
    assert_string_equal(mask_text(a, m, "xabcdefgh"), "x***");
    m = mask_new(a);
    mask_learn(m, "https://nineteen-characters:pw@h https://twenty-characters-at:pw@h");
    assert_string_equal(mask_text(a, m, "nineteen-characters"), "nineteen-characters");
    assert_string_equal(mask_text(a, m, "twenty-characters-at"), "***");
    m = mask_new(a);
    mask_learn(m, "https://u:%41bcdefg%4@h/ https://u:bcdefghi%zz@h/");
    assert_string_equal(mask_text(a, m, "Abcdefg%4 bcdefghi%zz"), "*** ***");
    /* Of two that begin at one place the longer is masked, however they were learned. */
    m = mask_new(a);
    mask_learn(m, "https://u:secret-one@h https://u:secret-one-two@h https://u:secret-o@h");
    assert_string_equal(mask_text(a, m, "secret-one-two, secret-one, secret-o"), "***, ***, ***");
}

/* Held back is a word that may become a URL, up to its limit, and what may become a secret. */
static void no_more_is_held_than_need_be(void **state)
{
    struct arena *a = *state;
    struct mask *m = mask_new(a);
    struct mask_stream s;
    static char word[8193];
    memset(word, 'x', sizeof word);
    struct str out = str_new(a);
    mask_learn(m, "https://u:two%20words@h");
    mask_stream_init(&s, a, m, collect, &out);
    mask_stream_add(&s, "one two ", 8);
    assert_string_equal(out.data, "one ");
    mask_stream_add(&s, "three ", 6);
    assert_string_equal(out.data, "one two three ");
    mask_stream_add(&s, word, sizeof word - 1);
    assert_int_equal(s.held.len, 8192);
    mask_stream_add(&s, "x", 1);
    assert_int_equal(s.held.len, 4096);
    mask_stream_end(&s);
    assert_int_equal(out.len, 14 + 8193);
}

/* The secret of the URL that is most alike, for the same host and key. */
static void puts_back_what_belongs_there(void **state)
{
    struct arena *a = *state;
    struct error err;
    struct mask *m = mask_new(a);
    mask_learn(m, "https://one@h/team/one https://two@h/team/two https://three@g/team/one "
                  "https://h/?token=four&sig=five");
    assert_string_equal(mask_restore(a, m, "https://***@h/team/two", &err),
                        "https://two@h/team/two");
    assert_string_equal(mask_restore(a, m, "https://***@g/", &err), "https://three@g/");
    assert_string_equal(mask_restore(a, m, "https://h/?sig=***&token=***", &err),
                        "https://h/?sig=five&token=four");
    assert_null(mask_restore(a, m, "https://h/?auth=***", &err));
    assert_string_equal(mask_restore(a, m, "https://****@h/ ***", &err), "https://****@h/ ***");
    setenv("MASK_TEST_TOKEN", "environment", 1);
    setenv("MASK_TEST_URL", "https://index-user:index-password@i/", 1);
    mask_learn_environment(m);
    assert_string_equal(mask_text(a, m, "environment index-password"), "*** ***");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(masks_by_place),
        arena_test(masks_what_was_learned),
        arena_test(puts_back),
        arena_test(cuts_change_nothing),
        arena_test(long_words_are_bounded),
        arena_test(bounds),
        arena_test(no_more_is_held_than_need_be),
        arena_test(puts_back_what_belongs_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
