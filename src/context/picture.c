/* context/picture.c: finds the metadata blocks of a picture and says what they tell. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "context/picture.h"

#include <libexif/exif-data.h>
#include <string.h>

#include "core/attr.h"

enum {
    XMP_MOST = 1 << 18, /* bytes of a packet that are looked at */
    SHOWN_MOST = 80     /* bytes of a name or place */
};

struct reading {
    struct arena *a;
    struct sensitive *list;
    size_t n;
};

static void add(struct reading *r, enum severity severity, struct str why)
{
    for (size_t i = 0; i < r->n; i++) {
        if (str_is(why, r->list[i].why))
            return;
    }
    if (r->n < PICTURE_FACTS)
        r->list[r->n++] = (struct sensitive){
            .kind = SENSITIVE_PICTURE, .severity = severity, .why = arena_cstr(r->a, why)};
}

/* Printable and short; what is neither becomes a blank. */
static struct str shown(struct arena *a, struct str s)
{
    s = str_trim(str_sub(s, 0, s.n < SHOWN_MOST ? s.n : SHOWN_MOST));
    char *p = arena_cstr(a, s);
    for (size_t i = 0; i < s.n; i++) {
        if ((unsigned char)p[i] < 0x20 || (unsigned char)p[i] == 0x7f)
            p[i] = ' ';
    }
    return str_of(p, s.n);
}

static void add_named(struct reading *r, enum severity severity, const char *sentence,
                      struct str value)
{
    value = shown(r->a, value);
    if (value.n > 0)
        add(r, severity, arena_printf(r->a, "%s \"" STRF "\".", sentence, STRA(value)));
}

static unsigned be16(const unsigned char *p)
{
    return (unsigned)p[0] << 8 | p[1];
}

static uint32_t be32(const unsigned char *p)
{
    return (uint32_t)be16(p) << 16 | be16(p + 2);
}

static uint32_t le32(const unsigned char *p)
{
    return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}

/* Exif ----------------------------------------------------------------------------------- */

static struct str value_of(const ExifData *d, ExifIfd ifd, ExifTag tag, char *to, unsigned cap)
{
    ExifEntry *entry = exif_content_get_entry(d->ifd[ifd], tag);
    to[0] = '\0';
    if (entry != NULL)
        exif_entry_get_value(entry, to, cap);
    return str_from(to);
}

/* Degrees, minutes and seconds as one number; false where they are none. */
static bool degrees(const ExifData *d, ExifTag tag, double *out)
{
    ExifEntry *entry = exif_content_get_entry(d->ifd[EXIF_IFD_GPS], tag);
    ExifByteOrder order = exif_data_get_byte_order((ExifData *)(uintptr_t)d);
    double part[3];
    if (entry == NULL || entry->format != EXIF_FORMAT_RATIONAL || entry->components < 3 ||
        entry->size < 24)
        return false;
    for (int i = 0; i < 3; i++) {
        ExifRational v = exif_get_rational(entry->data + 8 * i, order);
        if (v.denominator == 0)
            return false;
        part[i] = (double)v.numerator / (double)v.denominator;
    }
    *out = part[0] + part[1] / 60 + part[2] / 3600;
    return *out <= 180;
}

static void read_place(struct reading *r, const ExifData *d)
{
    char south[8], west[8];
    double latitude, longitude;
    if (!degrees(d, (ExifTag)EXIF_TAG_GPS_LATITUDE, &latitude) ||
        !degrees(d, (ExifTag)EXIF_TAG_GPS_LONGITUDE, &longitude) ||
        (latitude == 0 && longitude == 0))
        return;
    struct str s = value_of(d, EXIF_IFD_GPS, (ExifTag)EXIF_TAG_GPS_LATITUDE_REF, south, 8);
    struct str w = value_of(d, EXIF_IFD_GPS, (ExifTag)EXIF_TAG_GPS_LONGITUDE_REF, west, 8);
    add(r, SEVERITY_WARN,
        arena_printf(
            r->a,
            "The picture tells where it was taken: %.5f %s, %.5f %s. Leave the place out "
            "before it is posted.",
            latitude, str_starts(s, STR("S")) ? "south" : "north", longitude,
            str_starts(w, STR("W")) ? "west" : "east"));
}

static const struct {
    ExifIfd ifd;
    int tag; /* BodySerialNumber and its neighbours are younger than the library's list */
    enum severity severity;
    const char *sentence;
} told[] = {
    {EXIF_IFD_EXIF, 0xa431,                      SEVERITY_WARN,
     "The picture holds the serial number of the camera,"                                                         },
    {EXIF_IFD_EXIF, 0xa435,                      SEVERITY_WARN, "The picture holds the serial number of the lens,"},
    {EXIF_IFD_EXIF, 0xa430,                      SEVERITY_WARN, "The picture names the camera's owner,"           },
    {EXIF_IFD_0,    EXIF_TAG_ARTIST,             SEVERITY_INFO, "The picture names its author,"                   },
    {EXIF_IFD_0,    EXIF_TAG_XP_AUTHOR,          SEVERITY_INFO, "The picture names its author,"                   },
    {EXIF_IFD_0,    EXIF_TAG_IMAGE_DESCRIPTION,  SEVERITY_INFO, "The picture holds a description,"                },
    {EXIF_IFD_EXIF, EXIF_TAG_DATE_TIME_ORIGINAL, SEVERITY_INFO,
     "The picture tells when it was taken,"                                                                       },
    {EXIF_IFD_0,    EXIF_TAG_MODEL,              SEVERITY_INFO, "The picture names the device,"                   },
};

/* `tiff` begins with "II*" or "MM". */
static void read_exif(struct reading *r, struct str tiff)
{
    static const char head[6] = "Exif\0";
    char value[256];
    if (tiff.n < 8 || tiff.n > 1 << 20)
        return;
    unsigned char *block = arena_alloc(r->a, tiff.n + sizeof head);
    memcpy(block, head, sizeof head);
    memcpy(block + sizeof head, tiff.p, tiff.n);
    ExifData *d = exif_data_new();
    if (d == NULL)
        return;
    /* Nothing is repaired or added: what stands there is what is told. */
    exif_data_unset_option(d, EXIF_DATA_OPTION_FOLLOW_SPECIFICATION);
    exif_data_unset_option(d, EXIF_DATA_OPTION_IGNORE_UNKNOWN_TAGS);
    exif_data_load_data(d, block, (unsigned)(tiff.n + sizeof head));
    read_place(r, d);
    for (size_t i = 0; i < COUNT_OF(told); i++)
        add_named(r, told[i].severity, told[i].sentence,
                  value_of(d, told[i].ifd, (ExifTag)told[i].tag, value, sizeof value));
    exif_data_unref(d);
}

/* XMP ------------------------------------------------------------------------------------ */

static const struct {
    const char *name;
    enum severity severity;
    const char *sentence;
} xmp_told[] = {
    {"GPSLatitude",             SEVERITY_WARN, "The picture tells where it was taken, latitude"},
    {"PersonInImage",           SEVERITY_WARN, "The picture names who is in it,"               },
    {"mwg-rs:Name",             SEVERITY_WARN, "The picture names a face in it,"               },
    {"MPReg:PersonDisplayName", SEVERITY_WARN, "The picture names a face in it,"               },
    {"SerialNumber",            SEVERITY_WARN, "The picture holds a serial number,"            },
    {"OwnerName",               SEVERITY_WARN, "The picture names the camera's owner,"         },
    {"photoshop:City",          SEVERITY_WARN, "The picture names the town,"                   },
    {"Iptc4xmpCore:Location",   SEVERITY_WARN, "The picture names the place,"                  },
};

/* The value behind name="…" or of <name>…</name>, tags left out. */
static struct str xmp_value(struct arena *a, struct str packet, const char *name)
{
    ptrdiff_t at = str_find(packet, str_from(name));
    if (at < 0)
        return STR_NONE;
    struct str rest = str_after(packet, (size_t)at + strlen(name));
    if (str_starts(rest, STR("=\""))) {
        struct str value = str_after(rest, 2);
        ptrdiff_t end = str_chr(value, '"');
        return end < 0 ? STR_NONE : str_sub(value, 0, (size_t)end);
    }
    char *out = arena_alloc(a, SHOWN_MOST + 1);
    size_t n = 0;
    bool in_tag = true; /* the rest of the opening tag */
    for (size_t i = 0; i < rest.n && i < 400 && n < SHOWN_MOST; i++) {
        char c = rest.p[i];
        if (c == '<' && n > 0)
            break;
        in_tag = c == '<' || (in_tag && c != '>');
        if (!in_tag && c != '>' && !(n == 0 && ascii_is_space((unsigned char)c)))
            out[n++] = c;
    }
    return str_of(out, n);
}

static void read_xmp(struct reading *r, struct str packet)
{
    packet = str_sub(packet, 0, packet.n < XMP_MOST ? packet.n : XMP_MOST);
    for (size_t i = 0; i < COUNT_OF(xmp_told); i++)
        add_named(r, xmp_told[i].severity, xmp_told[i].sentence,
                  xmp_value(r->a, packet, xmp_told[i].name));
}

/* Containers ----------------------------------------------------------------------------- */

static const char xmp_head[] = "http://ns.adobe.com/xap/1.0/";

/* JPEG: segments FF xx with their length, up to the pixels (ISO/IEC 10918-1, annex B). */
static void read_jpeg(struct reading *r, struct str b)
{
    size_t at = 2;
    while (at + 4 <= b.n && (unsigned char)b.p[at] == 0xff) {
        const unsigned char *p = (const unsigned char *)b.p + at;
        size_t size = be16(p + 2);
        if (p[1] == 0xda || size < 2 || at + 2 + size > b.n)
            return;
        struct str body = str_sub(b, at + 4, at + 2 + size);
        if (p[1] == 0xe1 && body.n > 6 && memcmp(body.p, "Exif\0\0", 6) == 0)
            read_exif(r, str_after(body, 6));
        else if (p[1] == 0xe1 && str_starts(body, str_from(xmp_head)))
            read_xmp(r, str_after(body, sizeof xmp_head));
        at += 2 + size;
    }
}

/* PNG: chunks of length, name, data, checksum (ISO/IEC 15948). */
static void read_png(struct reading *r, struct str b)
{
    for (size_t at = 8; at + 12 <= b.n;) {
        size_t size = be32((const unsigned char *)b.p + at);
        struct str name = str_sub(b, at + 4, at + 8);
        if (size > b.n - at - 12)
            return;
        struct str body = str_sub(b, at + 8, at + 8 + size);
        if (str_is(name, "eXIf"))
            read_exif(r, body);
        else if (str_is(name, "iTXt") && str_starts(body, STR("XML:com.adobe.xmp")))
            read_xmp(r, body);
        at += 12 + size;
    }
}

/* WebP: RIFF chunks, each of an even length (RFC 9649). */
static void read_webp(struct reading *r, struct str b)
{
    for (size_t at = 12; at + 8 <= b.n;) {
        size_t size = le32((const unsigned char *)b.p + at + 4);
        struct str name = str_sub(b, at, at + 4);
        if (size > b.n - at - 8)
            return;
        struct str body = str_sub(b, at + 8, at + 8 + size);
        if (str_is(name, "EXIF"))
            read_exif(r, str_starts(body, STR("Exif")) ? str_after(body, 6) : body);
        else if (str_is(name, "XMP "))
            read_xmp(r, body);
        at += 8 + size + size % 2;
    }
}

/* HEIF (ISO/IEC 23008-12): the Exif item lies somewhere in the file with "Exif" and two noughts in
 * front of its TIFF header; it is found by that, wherever the boxes say that it is. */
static void read_heif(struct reading *r, struct str b)
{
    for (size_t at = 0; at + 14 <= b.n; at++) {
        ptrdiff_t next = str_find(str_after(b, at), STR("Exif"));
        if (next < 0)
            break;
        at += (size_t)next;
        struct str tiff = str_after(b, at + 6);
        if (tiff.n > 8 &&
            (memcmp(tiff.p, "II*\0", 4) == 0 || memcmp(tiff.p, "MM\0*", 4) == 0)) {
            read_exif(r, str_sub(tiff, 0, tiff.n < 65536 ? tiff.n : 65536));
            break;
        }
    }
    ptrdiff_t xmp = str_find(b, STR("<x:xmpmeta"));
    if (xmp >= 0)
        read_xmp(r, str_after(b, (size_t)xmp));
}

static void read_tiff(struct reading *r, struct str b)
{
    read_exif(r, str_sub(b, 0, b.n < 1 << 20 ? b.n : 1 << 20));
    ptrdiff_t xmp = str_find(b, STR("<x:xmpmeta"));
    if (xmp >= 0)
        read_xmp(r, str_after(b, (size_t)xmp));
}

static const struct {
    size_t at; /* where the mark stands */
    const char *mark;
    size_t n;
    void (*read)(struct reading *r, struct str b);
} containers[] = {
    {0, "\xff\xd8\xff",      3, read_jpeg},
    {0, "\x89PNG\r\n\x1a\n", 8, read_png },
    {8, "WEBP",              4, read_webp},
    {4, "ftypheic",          8, read_heif},
    {4, "ftypheix",          8, read_heif},
    {4, "ftypmif1",          8, read_heif},
    {4, "ftypavif",          8, read_heif},
    {0, "II*\0",             4, read_tiff},
    {0, "MM\0*",             4, read_tiff},
};

bool picture_name(struct str path)
{
    static const char *const ends[] = {".jpg",  ".jpeg", ".png", ".webp",
                                       ".heic", ".avif", ".tif", ".tiff"};
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        size_t n = strlen(ends[i]);
        if (path.n > n && str_eq_ci(str_after(path, path.n - n), str_from(ends[i])))
            return true;
    }
    return false;
}

enum err_code picture_facts(struct str bytes, struct arena *a, struct sensitive **list,
                            size_t *n, struct err *e)
{
    struct reading r = {.a = a};
    if (arena_left(a) < (size_t)8 << 20)
        return err_set(e, ERR_LIMIT, "a picture needs more memory than this check has");
    r.list = ARENA_ARRAY(a, struct sensitive, PICTURE_FACTS);
    for (size_t i = 0; i < COUNT_OF(containers); i++) {
        struct str mark = str_sub(bytes, containers[i].at, containers[i].at + containers[i].n);
        if (mark.n != containers[i].n || memcmp(mark.p, containers[i].mark, mark.n) != 0)
            continue;
        containers[i].read(&r, bytes);
        *list = r.list;
        *n = r.n;
        return ERR_OK;
    }
    return err_set(e, ERR_PARSE,
                   "this is no picture that can be read: JPEG, PNG, WebP, HEIF and "
                   "TIFF can");
}
