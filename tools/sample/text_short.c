/* tools/sample/text_short.c: short remarks: X and Mastodon. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sample/sample.h"
#include "sample/text_sets.h"

static const char *const x_work[] = {
    "Shipped: {feature}. [Go break it.|Tell me how it breaks.] {tag}",
    "{feature} is out. {tag} {tag}",
    "Support question of the day: \"Can it be done with gloves?\" It can. {tag}",
    "Deleted {#200-4000} lines of code today. Nobody will ever thank {staff} for it, so I do.",
    "{lesson}. That's the tweet.",
    "Standing in a workshop in {place}, watching. Best hour of the week.",
    "Meeting cancelled, {#30-90} minutes won, one decision made by mail. {tag}",
    "Bug of the week: the app thought {weekday} was a supplier.",
    "We're hiring: {role}. Soup included. {tag}",
    "Number of the day: {#10-90} per cent of {trade} still use a paper diary. Number of the year: they're right.",
    "\"Just a quick question\" counter today: {#4-19}. {tag}",
    "Someone printed our manual and laminated it. I may "
    "cry.",
    "On the train to {conf}. {#3-9} people with lanyards already. {emoji}",
    "Roadmap in three words: fewer, faster, {animal}-proof.",
    "Price question solved in one sentence. It only took "
    "{#2-5} years. {tag}",
    "A client called to say that nothing is wrong. {emoji}",
    "Reading {book} so you don't have to. You do have to.",
    "{year} and PDF invoices still come with the fax number "
    "first.",
    "Today I learned what a {trade} apprentice earns. I'm quiet now.",
    "Demo went well: nobody asked for "
    "dark mode.",
    "Friendly reminder: {lesson}. {tag}",
    "We call it {feature}. {client} calls it 'the thing'. Renamed "
    "to 'the thing' in my head.",
    "{#2-8} merge requests, {#2-5} coffees, one release. {tag}",
    "The best feedback is a sigh. Write it down.",
    "<-2020>Scanner test in the rain at {former}: passed. Tester: soaked.",
    "If your onboarding needs a webinar, your onboarding is a webinar.",
    "Why is there always one invoice of 0.01?",
    "I asked {#3-12} clients what they'd pay for {feature}. Answers from 'nothing' to 'please'.",
};
static const char *const x_life[] = {
    "{weather}, {route}. {#12-60} km. #fietsen",
    "{bread}. {emoji} #sourdough",
    "<y2021>{ida}: {kidsays}",
    "{song} stuck in my head since {weekday}. Send something worse.",
    "Lost {thing}. Again. {fun}",
    "Train late by {#7-75} minutes. {#3-9} strangers now know my sourdough schedule.",
    "Bar {#12-96}. Why. #choir",
    "<m12-1>Concert tonight! {song}, candles, cold feet. #choir",
    "<m4-5>Training for the Vuurvlieg Run: {#3-8} km, "
    "{weather}.",
    "Coffee no. {#3-6}. {emoji}",
    "{dish} for dinner. Reviews: {#2-5} stars, one tear.",
    "The city is beautiful at {#5-6}:{#10-55} in the morning. Don't tell anyone. #gent",
    "A heron on {street}. It "
    "looked at me as if I were late.",
    "Reading {book} on the sofa. {weather} outside. Perfect.",
    "Petition for the bike lane on {street}: {#200-1900} names. #fietsen",
    "Is it normal to apologise to {thing}?",
    "Holiday mode: {holiday}. {emoji}",
    "Gunnar the starter doubled in {#3-6} hours. Proud parent. #sourdough",
    "{partner} sings in the shower. In tune. Suspicious.",
    "Swedish word of the day: 'orka'. As in: I don't.",
    "Dutch word of the day: 'uitwaaien'. Did it {route}. Works.",
    "New neighbour plays drums. We bought earplugs and "
    "{bread}.",
    "<l:sv>Nu blir det fika. {emoji}",
    "<l:nl>Wind op kop, heen én terug. {fun}",
    "<m11-2>It's dark at "
    "five and I've opinions about it.",
    "<m3-5>First blossom on {street}. {emoji} #gent",
};
static const char *const x_reply[] = {
    "[Ha|Yes|Exactly], that's how it started here too.",
    "Congratulations! {emoji}",
    "We do it with {tool}. Saves us "
    "{minutes}.",
    "Do you have a link?",
    "I owe you {bread} for that.",
    "Agreed, except on {weekday}s.",
    "Have you tried turning {thing} off and on again? {emoji}",
    "DM me, I know somebody in {place}.",
    "Same in {place}. "
    "It got better after {#2-8} weeks.",
    "That's the best thing I've read this {month}.",
    "See you at {conf}?",
    "Hard disagree, with love. {emoji}",
    "For {trade} it's the other way round, funnily.",
    "Get well soon!",
    "Count me in for {weekday}.",
    "Thank you! It was mostly {staff}.",
    "Which {animal}? We need details.",
    "We're {team} people and no, we don't have a policy for that. {emoji}",
    "How long did it take?",
    "Bookmarked for a rainy {weekday}. So: tomorrow.",
    "Yes, from {month} on.",
    "No, and I'd be careful with that.",
    "I'll ask {clientwho} and come back to you.",
    "Try {route}, flat and empty before eight.",
    "That's what {mentor} always says.",
};
static const char *const x_thread[] = {
    "A thread on how we price for {trade}, because {#3-12} people asked.\n\n1/ We used to charge per user. It punished "
    "apprentices. Nobody should save money by hiding a person from a screen.",
    "2/ So we went per bench. A bench is visible, countable and nobody argues about it. Our longest price talk since "
    "then: {#4-11} minutes.",
    "3/ What we gave up: about {#6-15} per cent of income in the first year. What we won: calls that start with a "
    "question about the work and not about the bill. I'd do it again. I'd do it earlier.",
    "Notes from a day at {client}, unsorted: gloves on by 7:40, first sigh at 7:52, radio always on, {#11-30} phone "
    "calls, three of them from us. The tablet stands behind the kettle because there it stays dry. Nobody told us. "
    "Nobody would ever have told us. Go and look.",
    "Short thread about {feature}: why it took {#4-14} weeks. Week one we knew everything. Week two we visited "
    "{client} and knew nothing. Everything after that was listening, which looks like doing nothing in a burn-down "
    "chart but isn't.",
    "What I'd do differently, {year} edition: {lesson}; {lesson}; and for heaven's sake say no while it's still "
    "polite. The last one cost us {#2-7} months, a good client and most of a summer. We have it on a card now.",
    "A thing about {conf}: the good talks were by people who had broken something. I took {#6-20} pages of notes, "
    "all of them about mistakes, and came home wanting to work. Compare that with the keynote, of which I remember "
    "the music. {tag}",
    "How we say no to a feature, since you asked. We write down who wants it, what they do today instead and what "
    "it would cost everybody else. Then we wait {#3-8} weeks. About {#40-70} per cent of the wishes are gone by "
    "then, and the ones that are left have become clearer, smaller and cheaper. {clientwho} calls it our compost "
    "heap. I've stolen the word. {tag}",
    "I've kept a list of the reasons why workshops leave paper. Number one isn't speed, it's illness: somebody "
    "is away for {#2-6} weeks and nobody can read the cards. Number two is a burst pipe. Number three is a "
    "daughter or a son who says 'I'll take over, but not with that'. Not one of them is a feature of ours, and "
    "all three decide whether we get a call from {place} or not.",
};
static const char *const reshare[] = {
    "The parts list is the manual. Publish the parts list. #RightToRepair",
    "Small firms don't need a platform. They "
    "need {minutes} back.",
    "New: our map of {trade} in {place}, {#20-140} of them and counting.",
    "Repair café this {weekday} in {place}. Bring what's broken, leave with a story.",
    "Looking for {role} in {place}! "
    "Please share.",
    "We visited {#4-30} workshops. Here's what's on their walls.",
    "{weather} in {place}. Ride "
    "carefully. {fun}",
    "The bike lane survey closes on {weekday}. {#3-9} questions, be kind, be clear.",
    "Concert alert: {song}, {place}, free entry.",
    "Best thing about working with {trade}: nobody says 'stakeholder'.",
    "{lesson}. Print it.",
    "Our new paper on e-invoicing for firms under {#5-20} people is out.",
    "Thread: how {trade} "
    "survive a year with {#2-5} price rises.",
    "If it can't be opened, it isn't yours.",
    "A {animal} got into the "
    "server room. We're fine. It's fine. {emoji}",
    "I teach {trade}. Ask me anything until six.",
};
static const char *const fedi[] = {
    "{bread}, {#60-85} % hydration, {weather} outside. #Sourdough #Bread",
    "Rode {route} this morning, {#15-70} km. {weather}. One heron, {#2-9} fishermen, no cars. #Fietsen",
    "Repair café tally: {#3-9} lamps, {#2-5} toasters, one {animal} that sings again. #RepairCafe",
    "I keep thinking about this from {book}: attention is a kind of bread.",
    "TIL that {trade} number their hooks and not their jobs. Of course they do.",
    "<y2021>{ida}: {kidsays}",
    "Choir night. {song}. The altos found bar {#12-96} and kept it. #Choir",
    "Slow web question: who still reads blogs by feed? I follow {#40-210} and it's the calmest part of my day. #SmallWeb",
    "Does anyone here have a good pattern for a pannier? Mine has held {#3-11} years and one {animal} costume.",
    "A list of things that got better when I mended them instead: {thing}, the bike, a friendship.",
    "Cargo bike life: today's load was {bread}, {#2-4} children and {thing}. #CargoBike",
    "{weather} again. Gunnar the starter doesn't mind. I'd like to be more like Gunnar.",
    "At work we publish our import format now, plain CSV, one page of documentation. Small thing, should be normal. "
    "#OpenStandards",
    "If you make software: go and sit {minutes} where it's used, and say nothing. It's the best talk you'll ever hear.",
    "Photo from {holiday}, before everybody woke up.\n\nNo filter, only dew.",
    "Looking for recommendations: a quiet place to work near {place} with good bread. #Gent",
    "The bike lane petition is at {#200-1900} names. Local politics is mostly standing at the bakery with a pen. "
    "#CargoBike #Gent",
    "<m12>Lucia in the office: {#4-12} people, {#2-5} candles, one fire alarm.",
    "<m6>Midsummer picnic in the park, all welcome, bring a chair and a song. #Gent",
    "I mended {thing} with a bit of tin and patience. It's uglier than before and I love it. #RepairCafe",
    "Reading {book}. No spoilers, but the {animal} did it.",
    "Language of this house, ranked by volume: Flemish, Swedish, English, piano.",
    "Unpopular in my trade: no, you don't need an account to read an invoice.",
    "Things {partner} has said today: '{lesson}'. He meant the dishwasher. It holds anyway.",
    "Does alt text for a loaf of bread ever get boring? Asking for {#2-6} loaves.",
};
static const char *const fedi_reply[] = {
    "Yes! We do it with {tool}.",
    "That's beautiful. How long did it take?",
    "I'd use rye for that, and less water.",
    "Same here {route}, {weather} and all.",
    "Thank you for the alt text, it made me laugh.",
    "I have {#2-6} of these, "
    "do you want one?",
    "Welcome! You'll find good people under {craft}.",
    "Could you post the pattern?",
    "Oh no. Strength "
    "to you.",
    "This is why I come here.",
    "We sing that too! Bar {#12-96} is the one.",
    "I think it's the bearing. "
    "Listen while you turn it slowly.",
    "Boosted. {place} needs this.",
    "Agreed, and {trade} would too.",
    "It works offline, we made sure of that.",
    "See you on {weekday}, second table on the left.",
    "A {animal}! The children send applause.",
    "I'd love to read more about that.",
};

const struct pattern_set set_x_work = SET(x_work, true);
const struct pattern_set set_x_life = SET(x_life, false);
const struct pattern_set set_x_reply = SET(x_reply, false);
const struct pattern_set set_x_thread = SET(x_thread, true);
const struct pattern_set set_reshare = SET(reshare, true);
const struct pattern_set set_fedi = SET(fedi, false);
const struct pattern_set set_fedi_reply = SET(fedi_reply, false);
