/* pictures/exif.c: where, when and with what a picture was taken, as its camera wrote it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "pictures/pictures.h"

#include <libexif/exif-data.h>
#include <math.h>
#include <string.h>

static ExifEntry *find(ExifData *d, ExifIfd ifd, unsigned tag)
{
    return exif_content_get_entry(d->ifd[ifd], (ExifTag)tag);
}

/* Printable ASCII of it; the rest becomes a blank. */
static void put_text(ExifEntry *en, char *out, size_t most)
{
    size_t n = strlen(out);
    if (!en || !en->data || en->format != EXIF_FORMAT_ASCII)
        return;
    for (size_t i = 0; i < en->size && en->data[i] && n + 1 < most; i++)
        out[n++] = en->data[i] >= 0x20 && en->data[i] < 0x7f ? (char)en->data[i] : ' ';
    while (n > 0 && out[n - 1] == ' ')
        n--;
    out[n] = 0;
}

/* Degrees, minutes and seconds as three rationals. */
static bool degrees(ExifData *d, ExifEntry *en, double *out)
{
    double part[3];
    if (!en || !en->data || en->format != EXIF_FORMAT_RATIONAL || en->components < 3 ||
        en->size < 24)
        return false;
    for (unsigned i = 0; i < 3; i++) {
        ExifRational r =
            exif_get_rational(en->data + (size_t)8 * i, exif_data_get_byte_order(d));
        part[i] = r.denominator ? (double)r.numerator / r.denominator : 0;
    }
    *out = part[0] + part[1] / 60 + part[2] / 3600;
    return isfinite(*out);
}

static void put_place(ExifData *d, struct picture_about *out)
{
    char ns[4] = "", ew[4] = "";
    double lat, lon;
    put_text(find(d, EXIF_IFD_GPS, 1), ns, sizeof ns);
    put_text(find(d, EXIF_IFD_GPS, 3), ew, sizeof ew);
    if (!degrees(d, find(d, EXIF_IFD_GPS, 2), &lat) ||
        !degrees(d, find(d, EXIF_IFD_GPS, 4), &lon) || lat > 90 || lon > 180 ||
        (lat == 0 && lon == 0)) /* no camera was ever there: not known */
        return;
    out->has_place = 1;
    out->lat = ns[0] == 'S' ? -lat : lat;
    out->lon = ew[0] == 'W' ? -lon : lon;
}

static bool ends_in_blank(const char *s)
{
    return s[0] && s[strlen(s) - 1] == ' ';
}

void exif_about(const void *bytes, size_t n, struct picture_about *out)
{
    if (n > UINT32_MAX)
        return;
    ExifData *d = exif_data_new_from_data(bytes, (unsigned)n);
    if (!d)
        return;
    put_place(d, out);
    put_text(find(d, EXIF_IFD_EXIF, EXIF_TAG_DATE_TIME_ORIGINAL), out->taken,
             sizeof out->taken);
    put_text(find(d, EXIF_IFD_0, EXIF_TAG_MAKE), out->device, sizeof out->device / 2);
    size_t maker = strlen(out->device);
    if (maker) {
        out->device[maker] = ' ';
        out->device[maker + 1] = 0;
    }
    put_text(find(d, EXIF_IFD_0, EXIF_TAG_MODEL), out->device, sizeof out->device);
    if (ends_in_blank(out->device))
        out->device[strlen(out->device) - 1] = 0;
    out->has_serial = find(d, EXIF_IFD_EXIF, 0xa431) || find(d, EXIF_IFD_EXIF, 0xa435) ||
                      find(d, EXIF_IFD_0, 0xc62f);
    exif_data_unref(d);
}
