/* core/limits.h: every ceiling on what comes from outside, in one place, each with its reason. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_LIMITS_H
#define CORE_LIMITS_H

#define KIB(n) ((size_t)(n)*1024)
#define MIB(n) ((size_t)(n)*1024 * 1024)
#define GIB(n) ((int64_t)(n)*1024 * 1024 * 1024)

/* One JSON value that a reader takes whole (a post, a message, a profile). The largest seen in
 * a real archive is a 2 MB note with embedded signatures; beyond this nobody wrote it. */
#define LIMIT_JSON_VALUE MIB(16)
/* The tree of such a value: about 6 times its bytes where it is all tiny members. */
#define LIMIT_JSON_TREE MIB(96)
/* Nesting: real exports stay under 20. */
#define LIMIT_JSON_DEPTH 64

/* One CSV record: LinkedIn messages hold whole e-mails. */
#define LIMIT_CSV_RECORD MIB(4)
#define LIMIT_CSV_CELLS  4096

/* One vCard without its pictures, which are skipped as they stream by. */
#define LIMIT_VCARD_LINE  MIB(16)
#define LIMIT_VCARD_LINES 4096

/* Names inside an archive: paths longer than this are nobody's. */
#define LIMIT_ENTRY_NAME KIB(4)
/* Entries in one archive: the largest real ones (Facebook with every picture) have 400,000. */
#define LIMIT_ENTRIES 2000000
/* What a compressed entry may unpack to, as a multiple of what the archive takes on disk (text
 * deflates 20:1, repetitive JSON 100:1), and the size below which the ratio says nothing. */
#define LIMIT_UNPACK_RATIO 250
#define LIMIT_UNPACK_FREE  MIB(64)

/* A name of a person or a chat, a line about oneself, that a reader remembers: networks allow
 * 255 characters of a name and 2,200 of a profile at most. */
#define LIMIT_NAME KIB(16)

/* One message of a chat in a text file: WhatsApp sends 65,536 characters at most. */
#define LIMIT_CHAT_MESSAGE MIB(1)

/* One block of a Bluesky repository: the protocol's own ceiling for a record is 1 MB, and 2 MB for
 * what carries one. */
#define LIMIT_CAR_BLOCK MIB(2)
/* The nodes of a repository's tree: about 80 bytes a record, so some 600,000 records, and with
 * what is kept of each record (40 bytes) less than 100 MB of memory. */
#define LIMIT_MST      MIB(48)
#define LIMIT_MST_KEYS MIB(24)

/* One e-mail without the insides of what is attached to it, which stream by: a text with its HTML
 * twin is seldom over 1 MB, and decoding takes six times as much. */
#define LIMIT_MAIL MIB(8)
/* Lines of base64 in a row that are kept, 57 bytes each: no text is longer, pictures are. */
#define LIMIT_MAIL_BASE64 8192
/* Header fields and parts of one e-mail, and parts inside parts: mailing lists add dozens of
 * fields, a forward of a forward of a forward is four deep. */
#define LIMIT_MAIL_FIELDS 1024
#define LIMIT_MAIL_PARTS  256
#define LIMIT_MAIL_DEPTH  10
/* Of a field with addresses (a thousand receivers), and of one with parameters. */
#define LIMIT_MAIL_LIST  KIB(256)
#define LIMIT_MAIL_PARAM KIB(8)
/* Addresses of which a run remembers that it has seen them: about 100 bytes each. */
#define LIMIT_MAIL_PEOPLE 500000

/* Elements inside elements of a feed or an exported site: posts in XHTML are some 20 deep. */
#define LIMIT_XML_DEPTH 200
/* What entities may blow a document up to: expat stops at this many times its size, from this
 * many bytes on. No feed uses more than a few characters of them. */
#define LIMIT_XML_BLOWUP      10.0f
#define LIMIT_XML_BLOWUP_FREE MIB(1)
/* Files that one item of a feed brings along: an episode in a few formats. */
#define LIMIT_FEED_FILES 64

/* What is kept of a record that could not be read. */
#define LIMIT_UNREAD_RAW KIB(64)
/* Text of one post as it is kept; the longest a network allows is 63,206 characters. */
#define LIMIT_POST_TEXT MIB(1)
/* One article or page of HTML. */
#define LIMIT_HTML MIB(8)
/* A draft given to the check. */
#define LIMIT_DRAFT MIB(1)

/* A picture, video or file of an archive that is kept: networks take videos of 512 MB at most
 * (X, Mastodon far less); what is larger is somebody's backup. */
#define LIMIT_MEDIA_FILE MIB(512)

/* A manifest of a backup, or its key: a few kilobytes are usual. */
#define LIMIT_BACKUP_TEXT KIB(256)

/* Of a picture whose metadata is read: the blocks stand before the pixels in all formats but HEIF
 * and TIFF, whose files seldom reach this. */
#define LIMIT_PICTURE_HEAD MIB(32)

/* Records that wait between the reader and the store: one batch being filled, one being
 * written, and one ready (sandbox/reader.c). */
#define LIMIT_BATCH_RECORDS 4096
#define LIMIT_BATCH_BYTES   MIB(6)
/* A single record may pass the batch's mark, never this. */
#define LIMIT_BATCH_TEXT MIB(48)

/* Of a long import so much is kept at a time: what a crash costs is to read that again. */
#define LIMIT_MARK_RECORDS 250000
#define LIMIT_MARK_MEDIA   MIB(256)

/* A reader in its sandbox (sandbox/). Its address space: trees, names and attachments of the largest
 * archive come to half of it. */
#define LIMIT_READER_MEMORY GIB(6)
/* Seconds of processor time: a minute, and one for each megabyte on disk (a slow machine unpacks
 * and parses twenty). */
#define LIMIT_READER_CPU_S(bytes) (60 + (bytes) / (1024 * 1024))
/* Without a word it may think so long, or be waited for: a slow disk wakes within that. */
#define LIMIT_READER_SILENT_CPU_MS 8000
#define LIMIT_READER_SILENT_MS     60000
/* Records and files that it may push, in bytes: what it may unpack to, and as much again. */
#define LIMIT_READER_PUSHES(bytes)                                                             \
    (2 * ((int64_t)LIMIT_UNPACK_FREE + (bytes)*LIMIT_UNPACK_RATIO))
/* A picture being decoded: pixels of the largest cameras (a hundred million, four bytes each) and as
 * much again to work with; what its small copy may take. */
#define LIMIT_PICTURE_MEMORY GIB(3)
#define LIMIT_PICTURE_SHOWN  MIB(4)
/* One that is sent: Mastodon takes 16 MB, nobody more. */
#define LIMIT_PICTURE_SENT MIB(17)
/* One piece of a file on its way out. */
#define LIMIT_FRAME_DATA KIB(256)
/* A word about an archive: its name, a sentence, a path. */
#define LIMIT_FRAME_WORD KIB(16)

/* An answer of a network's server: a page of 100 posts with everything about their authors is under
 * 2 MB; a feed with all its articles seldom 10. Its headers, informational answers included:
 * honest servers send 10 KiB at most. */
#define LIMIT_HTTP_BODY         MIB(16)
#define LIMIT_HTTP_HEADERS      200
#define LIMIT_HTTP_HEADER_BYTES KIB(256)
/* Of mail servers: a name or a password; one answer of IMAP, which is a message's first bytes
 * (LIMIT_MAIL) and a list beside them, or 10,000 numbers. */
#define LIMIT_MAIL_SECRET 1024
#define LIMIT_IMAP_ANSWER (LIMIT_MAIL + MIB(1))
/* An address that is asked for: servers refuse longer ones. */
#define LIMIT_HTTP_URL KIB(16)
/* What an endpoint for tokens or its description says: a few kilobytes are usual. */
#define LIMIT_OAUTH_ANSWER KIB(256)
/* Hops of one request: browsers stop at 20, honest servers need two. */
#define LIMIT_HTTP_HOPS 5
/* What one publication carries in pictures: ten of the largest that any network takes. */
#define LIMIT_OUTGOING_MEDIA MIB(160)

/* A form or a JSON body of the page without its files: a draft, escaped three times over. */
#define LIMIT_FORM MIB(4)
/* One page or answer of the API: 200 posts, each cut. */
#define LIMIT_PAGE MIB(32)
/* All that one request may ask for: a thread of 500 posts of full length is the most. */
#define LIMIT_REQUEST_ARENA GIB(2)

#endif
