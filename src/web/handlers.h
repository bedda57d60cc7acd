/* web/handlers.h: what the routes call: one function a row, in the file of its page. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_HANDLERS_H
#define WEB_HANDLERS_H

#include "web/request.h"

/* sign_in.c */
enum err_code get_sign_in(struct request *r, struct err *e);
enum err_code post_sign_in(struct request *r, struct err *e);
enum err_code post_first(struct request *r, struct err *e);
enum err_code post_sign_out(struct request *r, struct err *e);
enum err_code post_act_for(struct request *r, struct err *e);
/* account.c */
enum err_code get_account(struct request *r, struct err *e);
enum err_code post_account(struct request *r, struct err *e);
enum err_code post_password(struct request *r, struct err *e);
enum err_code post_session_end(struct request *r, struct err *e);
enum err_code post_sessions_end(struct request *r, struct err *e);
enum err_code get_audit(struct request *r, struct err *e);
/* second.c */
enum err_code post_second(struct request *r, struct err *e);
enum err_code get_second_picture(struct request *r, struct err *e);
enum err_code post_second_confirm(struct request *r, struct err *e);
enum err_code post_second_drop(struct request *r, struct err *e);
enum err_code post_key(struct request *r, struct err *e);
enum err_code post_key_revoke(struct request *r, struct err *e);
/* owners.c */
enum err_code get_owners(struct request *r, struct err *e);
enum err_code post_invite(struct request *r, struct err *e);
enum err_code post_invite_drop(struct request *r, struct err *e);
enum err_code post_owner_close(struct request *r, struct err *e);
enum err_code post_owner_reopen(struct request *r, struct err *e);
enum err_code get_join(struct request *r, struct err *e);
enum err_code post_join(struct request *r, struct err *e);
enum err_code post_join_accept(struct request *r, struct err *e);
/* company.c */
enum err_code get_company(struct request *r, struct err *e);
enum err_code post_companies(struct request *r, struct err *e);
enum err_code post_company(struct request *r, struct err *e);
enum err_code post_company_invite(struct request *r, struct err *e);
enum err_code post_company_invite_drop(struct request *r, struct err *e);
enum err_code post_member(struct request *r, struct err *e);
enum err_code post_member_remove(struct request *r, struct err *e);
enum err_code post_leave(struct request *r, struct err *e);
enum err_code post_hours(struct request *r, struct err *e);
/* approvals.c */
enum err_code get_approvals(struct request *r, struct err *e);
enum err_code post_ask(struct request *r, struct err *e);
enum err_code post_withdraw(struct request *r, struct err *e);
enum err_code post_approve(struct request *r, struct err *e);
enum err_code post_return(struct request *r, struct err *e);
/* along.c */
enum err_code get_company_posts(struct request *r, struct err *e);
enum err_code post_take(struct request *r, struct err *e);
enum err_code post_disclose(struct request *r, struct err *e);
/* overview.c */
enum err_code get_overview(struct request *r, struct err *e);
/* timeline.c */
enum err_code get_timeline(struct request *r, struct err *e);
enum err_code get_post(struct request *r, struct err *e);
/* people.c */
enum err_code get_people(struct request *r, struct err *e);
/* person.c */
enum err_code get_person(struct request *r, struct err *e);
enum err_code post_relation(struct request *r, struct err *e);
enum err_code post_world(struct request *r, struct err *e);
enum err_code post_note(struct request *r, struct err *e);
enum err_code post_revoke(struct request *r, struct err *e);
enum err_code post_same(struct request *r, struct err *e);
enum err_code post_apart(struct request *r, struct err *e);
enum err_code post_split(struct request *r, struct err *e);
enum err_code post_me(struct request *r, struct err *e);
enum err_code post_take_back(struct request *r, struct err *e);
/* review.c */
enum err_code get_review(struct request *r, struct err *e);
enum err_code post_answer(struct request *r, struct err *e);
enum err_code post_review_undo(struct request *r, struct err *e);
/* people_map.c */
enum err_code get_map(struct request *r, struct err *e);
enum err_code get_circles(struct request *r, struct err *e);
enum err_code post_circle(struct request *r, struct err *e);
enum err_code post_circle_release(struct request *r, struct err *e);
/* search.c */
enum err_code get_search(struct request *r, struct err *e);
/* write.c */
enum err_code get_write(struct request *r, struct err *e);
enum err_code post_check(struct request *r, struct err *e);
enum err_code post_draft(struct request *r, struct err *e);
enum err_code post_draft_drop(struct request *r, struct err *e);
enum err_code post_template(struct request *r, struct err *e);
enum err_code post_begin(struct request *r, struct err *e);
enum err_code post_contexts(struct request *r, struct err *e);
/* draft_pictures.c */
enum err_code post_write_pictures(struct request *r, struct err *e);
enum err_code get_draft_pictures(struct request *r, struct err *e);
enum err_code post_draft_pictures(struct request *r, struct err *e);
enum err_code post_draft_picture(struct request *r, struct err *e);
enum err_code post_draft_picture_drop(struct request *r, struct err *e);
/* guard.c */
enum err_code post_ready(struct request *r, struct err *e);
enum err_code get_ready(struct request *r, struct err *e);
enum err_code post_decided(struct request *r, struct err *e);
/* send.c */
enum err_code get_send(struct request *r, struct err *e);
enum err_code post_send(struct request *r, struct err *e);
enum err_code post_variant(struct request *r, struct err *e);
enum err_code get_answers(struct request *r, struct err *e);
/* outbox.c */
enum err_code get_outbox(struct request *r, struct err *e);
enum err_code post_outbox_undo(struct request *r, struct err *e);
enum err_code post_outbox_again(struct request *r, struct err *e);
enum err_code post_outbox_there(struct request *r, struct err *e);
enum err_code post_outbox_move(struct request *r, struct err *e);
enum err_code post_outbox_edit(struct request *r, struct err *e);
enum err_code post_outbox_delete(struct request *r, struct err *e);
enum err_code get_outbox_picture(struct request *r, struct err *e);
enum err_code get_calendar(struct request *r, struct err *e);
/* connect.c */
enum err_code get_connect(struct request *r, struct err *e);
enum err_code post_connect(struct request *r, struct err *e);
enum err_code post_connect_code(struct request *r, struct err *e);
enum err_code get_connect_back(struct request *r, struct err *e);
enum err_code get_client(struct request *r, struct err *e);
enum err_code post_account_sync(struct request *r, struct err *e);
enum err_code post_account_sign_out(struct request *r, struct err *e);
enum err_code post_account_signature(struct request *r, struct err *e);
/* learned.c */
enum err_code post_correction(struct request *r, struct err *e);
enum err_code post_forget(struct request *r, struct err *e);
enum err_code get_learned(struct request *r, struct err *e);
/* contexts.c */
enum err_code get_contexts(struct request *r, struct err *e);
enum err_code post_settings(struct request *r, struct err *e);
/* networks.c */
enum err_code get_networks(struct request *r, struct err *e);
enum err_code post_account_queue(struct request *r, struct err *e);
enum err_code post_context(struct request *r, struct err *e);
enum err_code post_remind(struct request *r, struct err *e);
enum err_code post_imports(struct request *r, struct err *e);
enum err_code post_undo(struct request *r, struct err *e);
enum err_code get_pictures(struct request *r, struct err *e);
enum err_code get_jobs(struct request *r, struct err *e);
enum err_code post_job_pause(struct request *r, struct err *e);
enum err_code post_job_go_on(struct request *r, struct err *e);
enum err_code get_guide(struct request *r, struct err *e);
/* imports.c */
enum err_code get_import(struct request *r, struct err *e);
enum err_code get_since(struct request *r, struct err *e);
/* assets.c */
enum err_code get_asset(struct request *r, struct err *e);
enum err_code get_contexts_css(struct request *r, struct err *e);
enum err_code get_media(struct request *r, struct err *e);
enum err_code get_openapi(struct request *r, struct err *e);
enum err_code get_keys(struct request *r, struct err *e);
enum err_code get_favicon(struct request *r, struct err *e);
/* health.c */
enum err_code get_health(struct request *r, struct err *e);

#endif
