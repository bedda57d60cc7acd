/* tools/sample/events.c: what happened, on which day, and where it was told. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sample/sample.h"

#define LI NET_LINKEDIN
#define FB NET_FACEBOOK
#define XX NET_X
#define MA NET_MASTODON

/* clang-format off */
const struct event events[] = {
    {2018, 3, 12, LI, false,
     "New title, same boots: from today I lead product at {former}. Thank you, "
     "Ilse, for the trust and the warning.", "en", NULL, NULL},
    {2019, 5, 20, FB, false,
     "Our world is {ida} now. Everybody is well, nobody sleeps, and {partner} has "
     "cried more than she has. ❤️", "en", "A very small hand around a finger", NULL},
    {2020, 3, 2, LI | XX, false,
     "I've left a job I loved to build something with Wout that workshops need. "
     "It's called {firm}. Two people, one kitchen table, no plan B.", "en", NULL, NULL},
    {2020, 3, 29, FB, false,
     "We started a company three weeks before everything closed. Timing has never "
     "been my strong side. The bread is good, though.", "en", NULL, NULL},
    {2020, 6, 16, LI | XX, false,
     "Our first client! Velo Rabot in {city} runs on {firm} from today. Dirk paid "
     "the invoice before I'd reached the door.", "en", "A bicycle shop with its door open",
     NULL},
    {2020, 6, 16, FB, false,
     "FIRST CLIENT!!! I cried in a bike shop. Dirk gave me a rag. It had oil on it. "
     "I look like a mechanic and I'm so happy.", "en", NULL, NULL},
    {2021, 3, 9, LI, false,
     "Yesterday we released a version that counted every spare part twice. For six "
     "hours our clients had the richest workshops of Europe.\n\nWe rolled back, "
     "rang everybody (31 calls) and wrote down what happened: "
     "https://fernlight.example/postmortem-1\n\nNobody was fired, because the "
     "mistake was mine.", "en", NULL, "https://fernlight.example/postmortem-1"},
    {2021, 3, 8, FB, false,
     "Worst day at work in years. I'll write about it in a serious place tomorrow. "
     "Today: soup, sofa, {partner}.", "en", NULL, NULL},
    {2021, 11, 4, FB, false,
     "I shouldn't write this, but: a certain client with a certain very large car "
     "has asked for a discount for the THIRD time, after we've fixed his "
     "spreadsheet for free. Patience, give me patience.", "en", NULL, NULL},
    {2022, 6, 20, FB, false,
     "{matteo} is here. {ida} asked whether we could also have had a {animal}. "
     "We're four now. ❤️", "en", "A sleeping baby in a striped hat", NULL},
    {2022, 6, 28, LI, false,
     "The newest member of the {firm} family doesn't care about invoices. I'm on "
     "parental leave until November; Wout has the keys.\n\nMeet our smallest " "stakeholder.",
     "en", "A newborn baby asleep on a laptop bag", NULL},
    {2022, 11, 7, LI, false,
     "Back from parental leave. The team has shipped eleven releases without me. "
     "I'm proud and a little offended.", "en", NULL, NULL},
    {2022, 11, 24, LI | XX, false,
     "{firm} has won the Small Tools Award for software that respects its users' "
     "time. The jury tested it with gloves on. Thank you, team!", "en",
     "A small brass hammer on a wooden stand", NULL},
    {2022, 11, 25, FB, false,
     "We won a HAMMER. A real one, of brass. {ida} wants to know who we're allowed " "to hit.",
     "en", "A child holding a small brass hammer", NULL},
    {2023, 2, 13, LI | FB, false,
     "We've moved! {firm} now lives above a former ropery on the Wiedauwkaai. Steep "
     "stairs, north light, and room for a real kitchen.", "en",
     "An empty room with tall windows", NULL},
    {2023, 9, 18, FB, false,
     "So excited: tomorrow we release the invoice scanner at work!! Eight months! "
     "If you know anybody with a workshop, tell them!", "en", NULL, NULL},
    {2024, 3, 14, LI, false,
     "We were offered a funding round and said no.\n\nIt was a fair offer from "
     "decent people. But it came with a speed, and the speed wasn't ours. We're "
     "profitable, we know our clients by name, and we'd like to keep both.\n\nIf "
     "you're weighing the same: I'm happy to talk, off the record.", "en", NULL, NULL},
    {2024, 3, 14, MA, false,
     "Turned down a lot of money today. Baked bread. Slept well. #SmallWeb", "en", NULL, NULL},
    {2024, 9, 2, FB, false,
     "First day of the first class! The school bag walks to school, with {ida} "
     "somewhere under it.", "en", "A child with a very large school bag, from behind", NULL},
    {2025, 1, 15, XX, false,
     "Moving more of my bread and bike posts to Mastodon. Work stays here. For now. "
     "{emoji}", "en", NULL, NULL},
    {2025, 3, 3, LI, false,
     "{firm} is five today. 14 people, a few hundred workshops, one brass hammer. "
     "Thank you for five years of honest feedback.", "en",
     "Fourteen people on a steep staircase", NULL},
    {2025, 10, 6, MA, false,
     "If the people in your network could see only one side of you, which would it "
     "be? Asking because I've just noticed that mine know either the invoices or "
     "the altos.", "en", NULL, NULL},
    {2026, 2, 10, LI, false,
     "Something personal for once: I sing alto in an amateur choir. It's where I "
     "learned to listen to a team. You hear at once when everybody only sings their "
     "own part.", "en", NULL, NULL},
    {2026, 5, 17, FB | XX | MA, false,
     "Vuurvlieg Run {year}: done! 612 runners and more than 40,000 euros for the "
     "children's hospice. I was overtaken by a man dressed as a carrot. 💛", "en",
     "Runners in yellow shirts along a canal", NULL},
    {2026, 9, 14, LI, false,
     "After six years we're writing our own list of what {firm} will never do: no "
     "ads, no selling data, no price that needs a call. What's on yours?", "en", NULL, NULL},
};
/* clang-format on */
const size_t events_count = sizeof events / sizeof events[0];
