/* web/colour.c: contrast as WCAG 2.2 defines it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/colour.h"

#include <math.h>
#include <stdio.h>

/* The page's surfaces, as in assets/app.css (--surface). */
#define SURFACE_LIGHT STR("#ffffff")
#define SURFACE_DARK  STR("#1c1f24")

static int digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = ascii_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void parse(struct str s, double rgb[3])
{
    for (size_t i = 0; i < 3; i++) {
        int hi = s.n == 7 ? digit(s.p[1 + 2 * i]) : -1,
            lo = s.n == 7 ? digit(s.p[2 + 2 * i]) : -1;
        rgb[i] = hi < 0 || lo < 0 ? 0.5 : (hi * 16 + lo) / 255.0;
    }
}

static double luminance(const double rgb[3])
{
    static const double weight[] = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int i = 0; i < 3; i++)
        sum += weight[i] *
               (rgb[i] <= 0.04045 ? rgb[i] / 12.92 : pow((rgb[i] + 0.055) / 1.055, 2.4));
    return sum;
}

static double contrast_of(const double a[3], const double b[3])
{
    double x = luminance(a), y = luminance(b);
    return x > y ? (x + 0.05) / (y + 0.05) : (y + 0.05) / (x + 0.05);
}

double colour_contrast(struct str a, struct str b)
{
    double x[3], y[3];
    parse(a, x);
    parse(b, y);
    return contrast_of(x, y);
}

void colour_readable(struct str colour, bool dark, double contrast, char out[8])
{
    double c[3], ground[3];
    parse(colour, c);
    parse(dark ? SURFACE_DARK : SURFACE_LIGHT, ground);
    for (int step = 0; step < 100 && contrast_of(c, ground) < contrast; step++)
        for (int i = 0; i < 3; i++)
            c[i] = dark ? c[i] + (1 - c[i]) * 0.04 : c[i] * 0.96;
    snprintf(out, 8, "#%02x%02x%02x", (unsigned)lround(c[0] * 255) & 255,
             (unsigned)lround(c[1] * 255) & 255, (unsigned)lround(c[2] * 255) & 255);
}
