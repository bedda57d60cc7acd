/* archives/media_type.c: what a file is, by its first bytes. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/media_type.h"

#include "core/attr.h"

/* Bytes at the start, and some more further on where the start is that of a family. */
static const struct magic {
    struct str start, then;
    size_t at; /* of `then` */
    struct str type;
} magics[] = {
    {STR_INIT("\xff\xd8\xff"),      STR_INIT(""),     0, STR_INIT("image/jpeg")     },
    {STR_INIT("\x89PNG\r\n\x1a\n"), STR_INIT(""),     0, STR_INIT("image/png")      },
    {STR_INIT("GIF87a"),            STR_INIT(""),     0, STR_INIT("image/gif")      },
    {STR_INIT("GIF89a"),            STR_INIT(""),     0, STR_INIT("image/gif")      },
    {STR_INIT("RIFF"),              STR_INIT("WEBP"), 8, STR_INIT("image/webp")     },
    {STR_INIT("RIFF"),              STR_INIT("WAVE"), 8, STR_INIT("audio/wav")      },
    {STR_INIT("\x1a\x45\xdf\xa3"),  STR_INIT(""),     0, STR_INIT("video/webm")     },
    {STR_INIT("OggS"),              STR_INIT(""),     0, STR_INIT("audio/ogg")      },
    {STR_INIT("ID3"),               STR_INIT(""),     0, STR_INIT("audio/mpeg")     },
    {STR_INIT("\xff\xfb"),          STR_INIT(""),     0, STR_INIT("audio/mpeg")     },
    {STR_INIT("\xff\xf3"),          STR_INIT(""),     0, STR_INIT("audio/mpeg")     },
    {STR_INIT("\xff\xf2"),          STR_INIT(""),     0, STR_INIT("audio/mpeg")     },
    {STR_INIT("%PDF-"),             STR_INIT(""),     0, STR_INIT("application/pdf")},
};

/* The brand of an ISO base media file (ISO/IEC 14496-12): bytes 8 to 11, "ftyp" before them. */
static const struct {
    struct str brand, type;
} brands[] = {
    {STR_INIT("avif"), STR_INIT("image/avif")     },
    {STR_INIT("avis"), STR_INIT("image/avif")     },
    {STR_INIT("heic"), STR_INIT("image/heic")     },
    {STR_INIT("heix"), STR_INIT("image/heic")     },
    {STR_INIT("hevc"), STR_INIT("image/heic")     },
    {STR_INIT("mif1"), STR_INIT("image/heic")     },
    {STR_INIT("msf1"), STR_INIT("image/heic")     },
    {STR_INIT("M4A "), STR_INIT("audio/mp4")      },
    {STR_INIT("M4B "), STR_INIT("audio/mp4")      },
    {STR_INIT("qt  "), STR_INIT("video/quicktime")},
    {STR_INIT("mp4"),  STR_INIT("video/mp4")      },
    {STR_INIT("iso"),  STR_INIT("video/mp4")      },
    {STR_INIT("avc1"), STR_INIT("video/mp4")      },
    {STR_INIT("M4V"),  STR_INIT("video/mp4")      },
    {STR_INIT("dash"), STR_INIT("video/mp4")      },
    {STR_INIT("MSNV"), STR_INIT("video/mp4")      },
    {STR_INIT("3gp"),  STR_INIT("video/3gpp")     },
};

struct str media_type_of(struct str head)
{
    for (size_t i = 0; i < COUNT_OF(magics); i++)
        if (str_starts(head, magics[i].start) &&
            str_starts(str_after(head, magics[i].at), magics[i].then))
            return magics[i].type;
    if (!str_starts(str_after(head, 4), STR("ftyp")))
        return STR_NONE;
    for (size_t i = 0; i < COUNT_OF(brands); i++)
        if (str_starts(str_after(head, 8), brands[i].brand))
            return brands[i].type;
    return STR_NONE;
}

struct str media_type_known(struct str name)
{
    for (size_t i = 0; i < COUNT_OF(magics); i++)
        if (str_eq(magics[i].type, name))
            return magics[i].type;
    for (size_t i = 0; i < COUNT_OF(brands); i++)
        if (str_eq(brands[i].type, name))
            return brands[i].type;
    return STR_NONE;
}
