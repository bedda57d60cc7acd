/* context/logistic.c: exp and log by range reduction and a short series. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "context/logistic.h"

#define LN2 0.693147180559945309417

/* e^x = 2^k * e^r with |r| <= ln 2 / 2; |x| <= 40. */
static double exponential(double x)
{
    int k = (int)(x / LN2 + (x < 0 ? -0.5 : 0.5));
    double r = x - k * LN2;
    double sum = 1;
    for (int i = 14; i > 0; i--)
        sum = 1 + sum * r / i;
    for (; k > 0; k--)
        sum *= 2;
    for (; k < 0; k++)
        sum /= 2;
    return sum;
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
    for (; x > 1.4; x /= 2)
        k++;
    for (; x < 0.7; x *= 2)
        k--;
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
