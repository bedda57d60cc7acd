/* tests/unit/test_prose.c: of Markdown the words stay where they are, and nothing else. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/limits.h"
#include "core/time.h"
#include "writing/prose.h"

/* In the second text a dot stands for a blank; every other byte is the first's. */
static void is(const char *draft, const char *want)
{
    struct arena *a = arena_new(MIB(1));
    struct str in = str_from(draft), out = prose_of_markdown(in, a);
    assert_int_equal(out.n, in.n);
    assert_int_equal(strlen(want), in.n);
    for (size_t i = 0; i < out.n; i++)
        if (out.p[i] != (want[i] == '.' ? ' ' : draft[i]))
            fail_msg("byte %zu of\n%s\nis '%c' in\n" STRF, i, draft, out.p[i], STRA(out));
    arena_free(a);
}

static void front_matter_goes_but_its_title(void **state)
{
    (void)state;
    is("---\ntitle: \"A day\"\ndate: 1\n---\nText", "...\n........A day.\n.......\n...\nText");
    is("+++\ntitle = 'A day'\nx=1\n+++\nText", "...\n.........A day.\n...\n...\nText");
}

static void code_and_addresses_go(void **state)
{
    (void)state;
    is("a\n```c\nx(1);\n```\nb", "a\n....\n.....\n...\nb");
    is("~~~~\n```\n~~~\n~~~~~\nb", "....\n...\n...\n.....\nb");
    is("```\nnever closed", "...\n............");
    is("see [a link](https://x.y/(z) \"its title\") on",
       "see [a link](............... \"its title\") on");
    is("![the cat](<a b.png>) x", "![the cat](.........) x");
    is("[ref]: https://a.b 'Title'\n[^1]: a note", "...................'Title'\n[^1]: a note");
    is("go <https://a.b/c> on", "go ............... on");
    is("<img src=\"a>b\" alt=\"the cat\"> x", "....................the cat.. x");
    is("a <!-- not\nseen --> b", "a ........\n........ b");
}

static void words_stay(void **state)
{
    (void)state;
    static const char *const plain[] = {
        "",
        "# A title\n\n- one\n- two `inline code` and **bold**\n",
        "3 < 4 and 5 > 2",
        "an \\](escaped) bracket",
        "---\nno front matter: it never ends\n",
        "text\n---\ntitle: x\n---\n",
        "a [b] (c) [d]",
        "Zürich ]( "};
    for (size_t i = 0; i < COUNT_OF(plain); i++)
        is(plain[i], plain[i]);
}

static void markdown_by_its_ending(void **state)
{
    (void)state;
    assert_true(is_markdown(STR("a/b.md")) && is_markdown(STR("B.MARKDOWN")));
    assert_false(is_markdown(STR("a.txt")) || is_markdown(STR(".md")) ||
                 is_markdown(STR("md")));
}

/* What would be slow if a look ahead began again at every byte. */
static void it_is_linear(void **state)
{
    (void)state;
    static const char *const pieces[] = {"<a ",  "](",    "<!--",          "<a b=\"",
                                         "[a]:", "```\n", "<a b='<a b=\"", "](<"};
    struct arena *a = arena_new(MIB(64));
    for (size_t i = 0; i < COUNT_OF(pieces); i++) {
        size_t n = strlen(pieces[i]), size = 0;
        char *text = arena_alloc(a, MIB(1));
        while (size + n <= MIB(1)) {
            memcpy(text + size, pieces[i], n);
            size += n;
        }
        double start = time_clock_s();
        assert_int_equal(prose_of_markdown(str_of(text, size), a).n, size);
        if (time_clock_s() - start > 5)
            fail_msg("slow on %s", pieces[i]);
    }
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(front_matter_goes_but_its_title),
        cmocka_unit_test(code_and_addresses_go), cmocka_unit_test(words_stay),
        cmocka_unit_test(markdown_by_its_ending), cmocka_unit_test(it_is_linear)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
