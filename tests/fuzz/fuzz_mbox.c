/* tests/fuzz/fuzz_mbox.c: any bytes as a mailbox, and as one message. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "any_file.h"

#include "archives/mail.h"

extern const struct reader reader_mbox;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_message(struct str raw)
{
    struct arena *a = arena_new(LIMIT_JSON_TREE);
    struct mail m;
    struct mail_body body;
    struct mail_address who[8];
    mail_parse(raw, a, &m);
    mail_body(&m, a, &body);
    assert(utf8_valid(body.text));
    for (size_t i = 0; i < body.parts; i++)
        assert(utf8_valid(body.part[i].name) && utf8_valid(body.part[i].type));
    for (size_t i = 0; i < m.n && i < 64; i++) {
        size_t n = mail_addresses(m.field[i].value, a, who, 8);
        for (size_t k = 0; k < n && k < 8; k++)
            assert(utf8_valid(who[k].name) && utf8_valid(who[k].address));
        assert(utf8_valid(mail_text(m.field[i].value, a)));
        mail_date(m.field[i].value, a);
    }
    arena_free(a);
}

/* The first byte: 'm' for a message, anything else for a mailbox. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 0 && data[0] == 'm')
        read_message(str_of((const char *)data + 1, size - 1));
    else
        read_any_file(&reader_mbox, data, size);
    return 0;
}
