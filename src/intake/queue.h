/* intake/queue.h: records in batches from the thread that reads to the one that writes. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef INTAKE_QUEUE_H
#define INTAKE_QUEUE_H

#include "model/record.h"

/* A bounded pipe: the reader waits while batches are waiting to be written, so memory does not
 * grow with the archive. It is the shape of the pipe that a reader in another process will
 * have. One thread puts, one takes. */
struct queue;

struct queue *queue_new(void);
void queue_free(struct queue *q);

/* The reader's side. */
struct sink *queue_sink(struct queue *q);
/* Hands over what is left, with how the reading ended. */
void queue_end(struct queue *q, enum err_code rc, const struct err *e);

/* The writer's side: the next batch, NULL when the reading has ended. Good until the next call. */
const struct record *queue_take(struct queue *q, size_t *n);
/* How the reading ended; call after queue_take has answered NULL. */
enum err_code queue_result(struct queue *q, struct err *e);
/* The writer gives up: the reader's next put fails with this. */
void queue_stop(struct queue *q, const struct err *e);

#endif
