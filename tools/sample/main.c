/* tools/sample/main.c: makes the archives of an invented life: tact-sample --seed N --out DIR. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sample/sample.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

static const struct {
    const char *name;
    unsigned nets;
    void (*write)(const struct life *l, const char *dir);
} networks[] = {
    {"linkedin", NET_LINKEDIN,           write_linkedin},
    {"facebook", NET_FACEBOOK,           write_facebook},
    {"x",        NET_X,                  write_x       },
    {"mastodon", NET_MASTODON,           write_mastodon},
    {"contacts", NET_GOOGLE | NET_PHONE, write_contacts}
};

static long number(const char *option, const char *value)
{
    char *end = NULL;
    errno = 0;
    long v = value ? strtol(value, &end, 10) : -1;
    if (!value || errno || *end || end == value || v < 0)
        die(option, "wants a number");
    return v;
}

static void usage(FILE *to)
{
    fputs(
        "tact-sample --seed N --out DIR [--network linkedin|facebook|x|mastodon|contacts]\n"
        "            [--posts N] [--people N] [--person K] [--pictures-mb N]\n"
        "Writes the archives of an invented person into DIR. --posts and --people want one\n"
        "network; --person K is somebody else (0 to 2 are told apart by name); --pictures-mb N\n"
        "fills the archive of X with so many megabytes of pictures.\n",
        to);
}

int main(int argc, char **argv)
{
    const char *dir = NULL, *network = NULL;
    long seed = 1, posts = 0, people = 0, person = 0, pictures = 0;
    for (int i = 1; i < argc; i++) {
        const char *o = argv[i], *v = i + 1 < argc ? argv[i + 1] : NULL;
        const struct {
            const char *name;
            long *to;
        } numbers[] = {
            {"--pictures-mb", &pictures},
            {"--seed",        &seed    },
            {"--posts",       &posts   },
            {"--people",      &people  },
            {"--person",      &person  }
        };
        bool known = false;
        for (size_t k = 0; k < LEN(numbers); k++)
            if (strcmp(o, numbers[k].name) == 0) {
                *numbers[k].to = number(o, v);
                known = true;
            }
        if (strcmp(o, "--help") == 0) {
            usage(stdout);
            return 0;
        }
        if (strcmp(o, "--out") == 0 || strcmp(o, "--network") == 0) {
            *(o[2] == 'o' ? &dir : &network) = v;
            known = v != NULL;
        }
        if (!known) {
            usage(stderr);
            return 2;
        }
        i++;
    }
    if (!dir || ((posts || people) && !network)) {
        usage(stderr);
        return 2;
    }
    /* zip writes the clock of the place: let it be the same everywhere */
    setenv("TZ", "UTC0", 1);
    tzset();
    if (mkdir(dir, 0777) != 0 && errno != EEXIST)
        die(dir, strerror(errno));
    bool any = false;
    for (size_t k = 0; k < LEN(networks); k++) {
        if (network && strcmp(network, networks[k].name) != 0)
            continue;
        struct life l;
        life_init(&l, (uint64_t)seed, (int)person, posts, people, networks[k].nets);
        l.pictures_mb = pictures;
        networks[k].write(&l, dir);
        life_done(&l);
        any = true;
    }
    if (!any)
        die("--network", "there is no such network here");
    return 0;
}
