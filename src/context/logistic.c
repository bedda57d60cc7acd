/* context/logistic.c: exp and log by range reduction and a short series. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "context/logistic.h"

#include <stdint.h>
#include <string.h>

#define LN2 0.693147180559945309417

/* 2^k as its bits (IEEE 754); k from -1000 to 1000. */
static double power_of_two(int k)
{
    uint64_t bits = (uint64_t)(1023 + k) << 52;
    double out;
    memcpy(&out, &bits, sizeof out);
    return out;
}

/* e^x = 2^k * e^r with |r| <= ln 2 / 2; |x| <= 40. */
static double exponential(double x)
{
    static const double part[] = {1.0 / 9, 1.0 / 8, 1.0 / 7, 1.0 / 6, 1.0 / 5,
                                  1.0 / 4, 1.0 / 3, 1.0 / 2, 1.0};
    int k = (int)(x * (1 / LN2) + (x < 0 ? -0.5 : 0.5));
    double r = x - k * LN2;
    double sum = 1;
    for (size_t i = 0; i < sizeof part / sizeof part[0]; i++)
        sum = 1 + sum * r * part[i];
    return sum * power_of_two(k);
}

double logistic(double x)
{
    if (x > 40)
        return 1;
    if (x < -40)
        return 0;
    return 1 / (1 + exponential(-x));
}

/* ln(m * 2^k) = k ln 2 + 2 artanh((m - 1) / (m + 1)), with m from 0.7 to 1.4. */
static double logarithm(double x)
{
    int k = 0;
    while (x > 1.4) {
        x /= 2;
        k++;
    }
    while (x < 0.7) {
        x *= 2;
        k--;
    }
    double z = (x - 1) / (x + 1);
    double square = z * z;
    double sum = 0;
    for (int i = 17; i >= 1; i -= 2)
        sum = sum * square + 1.0 / i;
    return k * LN2 + 2 * z * sum;
}

double log_odds(double p)
{
    p = p < 1e-6 ? 1e-6 : (p > 1 - 1e-6 ? 1 - 1e-6 : p);
    return logarithm(p / (1 - p));
}
