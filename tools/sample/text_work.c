/* tools/sample/text_work.c: what one writes about work, longer: LinkedIn and the company's page. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sample/sample.h"
#include "sample/text_sets.h"

static const char *const product[] = {
    "New in {firm} [today|this week|this morning]: {feature}. {client} in our test group saves "
    "{minutes} [a day|a week] with it, and {clientwho} is not a person who flatters.",
    "We [shipped|released|finally finished] {feature}.\n\nIt took {#3-9} weeks, {#2-4} of them because we "
    "had misunderstood how {trade} really work. Worth it.",
    "A small thing with a large effect: {feature}. Before: {minutes}. Now: one tap with oily fingers. Tested "
    "with real oil at {client}.",
    "{staff} demoed {feature} on Friday and nobody said a word for ten seconds. Then everybody wanted it at "
    "once. Out now for all clients.",
    "What we changed in {month}:\n\n• {feature}\n• {#12-60} small fixes that you told us about\n• one button "
    "less\n\nThe last one is my favourite.",
    "\"Can it do this without me taking off my gloves?\" That question from {clientwho} at {client} started "
    "{feature}. Now it can.",
    "Version {#3-9}.{#1-20} is out. The headline is {feature}; the thing you'll notice is that the "
    "app starts in under a second.",
    "{client} asked for {feature} in {month}. They've got it today, and so has "
    "everybody else.",
    "We rebuilt {feature} from scratch. It looks the same. It's {#3-9} times as fast. "
    "That's the whole news.",
    "How do you explain {feature} to {trade}? You don't. You put the tablet next to "
    "the kettle and come back after lunch.",
    "For everybody in {trade}: {feature} is live. No extra price, no training, no webinar. Press the green "
    "button.",
    "We removed a feature. {#2-9} per cent of our clients used it, {#60-90} per cent were confused by it. "
    "Instead there is {feature}. [Less is work.|It hurt for a day.]",
    "The most asked-for thing of {year} is done: {feature}. {staff} and {client} built it together, over "
    "{#3-7} visits and rather a lot of coffee.",
    "Beta testers wanted! {feature} is ready for {trade} who don't mind a rough edge. You get it free for "
    "{#3-6} months, I get your honest opinion.",
    "Our help pages now have pictures taken in real workshops. Thank you, {clientwho}, for the hands.",
    "Today {firm} learned [French|German|Dutch with a Flemish accent]. Translating {feature} taught me the "
    "word for a thing I had never noticed.",
    "We measured: from a repaired [bike|violin|watch|coffee machine] on the bench to a paid invoice takes "
    "{#2-6} days on average. With {feature} it's {#3-20} hours.",
};
static const char *const product_close[] = {
    "Tell me what's missing.",
    "Feedback welcome, the grumpy kind most of all.",
    "#repair #smallbusiness",
    "Back to the bench.",
    "If your workshop wants to try it: write to me, I answer myself.",
    "Built in {city}, used in {place}.",
    "Next up: {feature}.",
    "Thank you, {staff}.",
    "#product #makers",
    "The manual is one page. We counted.",
    "Demo any Thursday at 17:15, after closing.",
};

static const char *const hiring[] = {
    "We're [hiring|looking for] {role} in {city}, {#24-38} hours, four days if you like. You'll visit {trade} in "
    "your first week and get your hands dirty.",
    "{firm} is growing, slowly and on purpose: {role} wanted. No whiteboard tests. We'll pay you for a trial "
    "day and cook lunch.",
    "Do you know {role}? We are {team} people, we close at six, and our support line knows its callers by "
    "first name.",
    "I read all {#40-190} applications for {role} myself. Most said they were passionate. Three said what they "
    "had broken and how they mended it. We'll meet those three.",
    "Welcome on board, {staff}! [Day one|First week]: {#2-5} workshops, one flat tyre and a name on the coffee "
    "list.",
    "We said goodbye to a colleague today who moves to {place}. The worst part of a good team. So: {role} "
    "wanted, and big shoes to fill.",
    "Job ad, honest version: the pay is decent, the code is {firmyears} years old, the clients are lovely, the "
    "stairs are steep. {role}, [write to me|come and have a coffee].",
    "A candidate asked me what I'd change about {firm} if I could. I said: the meeting on Monday. It's gone now. "
    "She starts in {month}... as {role}.",
    "We look for {role}. You needn't have a degree. You need to have mended something and be able to explain it.",
    "To everybody we turned down this [month|spring|autumn]: thank you. I wrote each mail myself, and two of you "
    "will hear from me again.",
    "Internship at {firm}: {#3-6} months, paid, with a real task. Last year's intern built a part of {feature}.",
    "How we interview for {role}: one hour at {client}, watching. Then you tell us what you saw. That's all.",
};
static const char *const hiring_close[] = {
    "Details: https://fernlight.example/jobs",
    "Please share with somebody who'd fit.",
    "Part time is no problem, it's a plan.",
    "Dutch or English, we manage both.",
    "#hiring #gent",
    "Remote is fine, but then you miss the soup.",
    "Answer within three days, promised.",
};

static const char *const lesson[] = {
    "A lesson from [this week|Tuesday|a long Monday]: {lesson}.\n\nWe learned it at {client}, with the client "
    "watching.",
    "{#2-9} years ago I'd have written a strategy. Today I'd rather {lesson}. [It's faster.|It's cheaper.|It "
    "hurts less.]",
    "I was wrong about {feature}. I thought {trade} wanted speed. They wanted to be able to put it down in the "
    "middle and find it again.",
    "Things I'd tell myself at the start:\n\n1. {lesson}\n2. {lesson}\n3. charge more\n4. sleep",
    "The best meeting of the month had {#2-4} people and no slides. We used {tool} and were done after "
    "{#12-35} minutes.",
    "We lost a client in {month}. I asked why. \"You got better and I got lost.\" I have that on a card above "
    "my desk now.",
    "Prices are a promise. We changed ours {#2-4} times and each time the mistake was to explain it in a table "
    "instead of a sentence.",
    "I spent a morning at {client} and wrote down every time somebody sighed. {#7-23} sighs. {#2-6} of them were "
    "ours. That's a roadmap.",
    "Nobody reads release notes. So we [print them|ring people|put them on the coffee cups]. Opening rate: "
    "{#80-99} per cent.",
    "What {tool} taught us after a year: the quiet colleague is usually right. [Ask first.|Wait longer.]",
    "A number that keeps me modest: {#40-75} per cent of our support questions are about one screen. I designed "
    "that screen.",
    "Advice I got from {mentor} and pass on for free: {lesson}.",
    "Estimating is easy. Take the time you think, and then ask {staff}.",
    "We tried {tool} for {#4-12} weeks and stopped. Not because it's bad. Because we did it to look like a "
    "company.",
    "My rule for hard mails: write, walk once round the block, delete the first paragraph, send.",
    "A feature request is a story with the middle missing. {client} asked for an export. What they needed was to "
    "stop retyping the same {#10-60} numbers for their accountant.",
    "I've started to end each week with one question to the team: what did we make harder? The answers beat any "
    "dashboard.",
    "Unpopular: your product does not need a community. {trade} have one already, it meets at the wholesaler's "
    "counter on Thursday mornings.",
    "<y2025>It took me [years|too long|until forty] to see that 'no, but' is friendlier than 'yes, later'.",
    "Paper wins more often than we admit. It needs no battery, survives a fall and everybody can see how many "
    "cards are left. We try to be the second best thing.",
    "Parental leave taught me what I couldn't delegate: nothing. It was a humbling "
    "list.",
    "Every process we have began as somebody's bad afternoon. Ours for {tool} began "
    "on a {weekday} in {month}.",
    "{mentor} asked me what we'd stop doing if we were only three again. We stopped "
    "it. Nobody noticed for {#3-8} weeks.",
    "Two people left our trial last month without a word. I wrote to both, by hand. "
    "One answered: the font was too small.",
    "When a client says 'it's fine', it isn't. When they say 'it's annoying, but', "
    "they'll stay for years.",
    "We tested {feature} with {#4-9} people from {trade}. The one who struggled most "
    "gave us the best idea.",
    "The hardest sentence in product work: we don't know yet. I said it {#3-9} times "
    "this week.",
};
static const char *const lesson_close[] = {
    "What would you add?",
    "Still learning.",
    "#lessonslearned",
    "Written on the train to {place}.",
    "I keep the list on my wall.",
    "Mistakes are cheaper when shared.",
    "Ask {staff}, who saw it happen.",
    "Your turn: what did you unlearn this year?",
    "#productmanagement #smallteams",
    "More when I've made the next "
    "mistake.",
};

static const char *const thanks[] = {
    "A public thank you to {staff}, who [answered a client at 21:40 so that a shop could open on time|rewrote our "
    "worst page without being asked|carried us through a hard week]. I saw it.",
    "{team} people, {#2-5} days, one release. Nobody was loud, nobody was late. I'm proud of this team.",
    "{clientwho} of {client} drove {#40-160} kilometres to show us a bug. And brought cake. Thank you.",
    "Thank you, {mentor}, for {#30-90} minutes of questions that I couldn't answer. I can now.",
    "This week I'd like to thank the people whom nobody thanks: our bookkeeper, our landlord's plumber and "
    "{staff}, who orders the coffee.",
    "{staff} has been with us for {#1-4} years this {month}. In that time: {#300-2400} support calls and not one "
    "that ended badly.",
    "To everyone at {conf} who stopped at our table: thank you. I came home with {#14-60} cards, {#2-6} ideas "
    "and a cold.",
    "Our clients are our best testers. Special thanks to {client}, who found {#3-11} bugs in {feature} in one "
    "lunch break.",
    "I asked for help here in {month} and {#9-40} of you answered. That's why I still like this place.",
    "Team day! We mended bicycles for Velo Rabot's charity shelf. {staff} is now officially faster than me.",
    "If you ever doubt that small teams can do big things: {staff} and {staff} moved {#2-9} million stock rows last "
    "night. No client noticed. That's the compliment.",
    "Thank you, {supplier}, for explaining VAT across borders with two oranges and a pen.",
    "Yesterday our phones were down for two hours. {staff} rang {#20-60} clients from "
    "a private phone, sitting on the stairs. That's culture, the rest is posters.",
    "A client sent us a postcard. From paper, with a stamp. 'It just works. Greetings "
    "from {place}.' It hangs in the kitchen.",
    "Some colleagues work elsewhere, so I say it here: thank you, {peer}, for sharing your "
    "mistakes before we could make them.",
};
static const char *const thanks_close[] = {
    "Grateful.",
    "You make me look good.",
    "There is soup on Friday.",
    "Next round is on me.",
    "#teamwork",
    "I don't say it often enough.",
    "Please tell your people too, today.",
};

static const char *const industry[] = {
    "Interesting read on repair in {year}: fewer new {trade}, more work for those who stay. We see the same: "
    "waiting lists of {#2-9} weeks are normal now.",
    "The right to repair is on the table again. My wish from the workshop floor: publish the parts list. The rest "
    "follows.",
    "E-invoicing becomes a must in more and more countries. For {trade} that sounds like a threat. It's a chance "
    "to stop typing.",
    "Everybody asks me about AI. {clientwho} at {client} asks me why the printer jams. I know whose question I "
    "answer first.",
    "A third of the owners we work with want to hand over their workshop within ten years. Most have nobody to "
    "give it to. That's a story for this whole continent.",
    "Software for small firms is either too small or too proud. There's room in the middle, and it smells of oil.",
    "Back from {conf}. Three things I noticed: fewer dashboards, more queues at the coffee, and everybody talks "
    "about parts that don't arrive.",
    "I read that the average small shop uses {#5-14} apps. We counted at {client}: {#4-9}, plus a notebook. The "
    "notebook wins.",
    "Platforms promise {trade} new customers. They bring the ones who compare. The ones who stay come from the "
    "neighbour.",
    "Supply chains again: {client} waits {#4-19} weeks for a part that costs {#2-30} euros. Showing that wait to "
    "the customer is worth more than any discount.",
    "If you sell to workshops, don't call between eight and ten. They're working. Neither should you write 'just "
    "checking in'.",
    "Good piece on apprentices. What is missing: who has time to teach? We give our clients' trainers a free "
    "seat for that reason.",
    "Cities plan for shops that sell and forget shops that mend. In {city} {#3-9} benches closed this year. Rent, "
    "not demand.",
    "Standards are boring until they're missing. Today I had {#3-7} supplier files in {#3-7} formats, and all of "
    "them were called 'export_final'.",
};
static const char *const industry_close[] = {
    "Worth ten minutes.",
    "What do you see in your trade?",
    "#righttorepair",
    "#einvoicing #smallbusiness",
    "I'd love to hear from {place}.",
    "Change my mind.",
    "Source in the comments.",
    "Discuss, gently.",
};

static const char *const milestone[] = {
    "Today workshop number {#30-480} joined {firm}. [It's a shoemaker in {place}.|They mend lamps in {place}.|A "
    "family of tuners in {place}.] Hello!",
    "<m3>{firm} is {firmyears} this {month}. {team} people, no investors, one stubborn coffee machine.",
    "{#10-90} thousand invoices in one month, a first for us. Each of them is something that wasn't thrown away.",
    "We crossed a line that matters more to me than revenue: {#70-95} per cent of our clients came because another "
    "client told them.",
    "A year ago {client} had {#2-5} folders of open jobs. This morning: zero. {clientwho} sent me a photo of the "
    "empty shelf.",
    "Profitable for the {#3-16}th quarter in a row. Boring? Beautiful.",
    "Our first client in {place}! I took the train there, with {bread} in my bag, as one does.",
    "Sick days, overtime, people who left: our {year} numbers, published for the team this morning. Not all good. "
    "All true.",
    "{#2-5} of us finished a course this {month}. {staff} can now read balance sheets, I can now solder.",
};
static const char *const milestone_close[] = {
    "On to the next one.", "Thank you for the trust.", "Cake at four.",
    "#milestone",          "Small steps, all ours.",
};

static const char *const employed[] = {
    "Four scanners, one driver, one rainy yard: testing the new flow at {former} this [morning|week]. It failed "
    "twice, which is what tests are for.",
    "Logistics is {#70-90} per cent waiting. We try to make the waiting visible. #logistics",
    "I spent the night shift with the team at {former}. If you make software for people, be where they are at "
    "03:00.",
    "Our track-and-trace page lost {#3-9} fields today and gained {#10-30} per cent answers. Fewer questions, more "
    "replies.",
    "Proud of the product team at {former}: the new yard plan is live, and the phones are quiet. #product",
    "{formerwho} explained routing to me with {#12-40} sugar cubes. I'll never see a canteen the same way.",
    "What a warehouse taught me about design: every colour already means something to somebody.",
    "Looking for a product designer for our Antwerp team at {former}. You'll get boots.",
    "{lesson}: our lesson of the {month} release at {former}.",
    "At {conf} today, talking about scanners and gloves. Come and say hello.",
    "We asked {#20-60} drivers what they'd change. Nobody said the app. Everybody said the gate.",
    "{#3-9} depots, one screen. It only took {#8-16} months and the patience of {formerwho}.",
};

static const char *const page[] = {
    "🔧 {feature} is here! Available for all workshops from today.",
    "We're closed on {weekday} for our team day. Emergencies: the phone is on, as always.",
    "Workshop of the month: {client}! Drop by and tell them {firm} sent you.",
    "New in our blog: how {trade} keep track of parts without a spreadsheet.",
    "We're at {conf} in {place}. Come and see {feature}, or just have a coffee with us ☕",
    "Tip of the week: {lesson}. Works for workshops too.",
    "Welcome to our {#20-90} new workshops of this {month}! 👋",
    "{staff} answers your questions live on {weekday} at 17:30.",
    "Planned maintenance on Sunday between 06:00 and 06:{#20-50}. You'll be asleep, so will we, nearly.",
    "Thank you, {client}, for the kind words: \"It does what it says, and it says it in Dutch.\"",
    "Vacancy: {role} in {city}. All about it on our site.",
    "Did you know? With {feature} you save {minutes}.",
    "Behind the scenes: {staff} testing {feature} with gloves on.",
    "We support the Vuurvlieg Run again this year. Who runs with us in May?",
};

static const char *const comment_work[] = {
    "Congratulations, {who}! [Well deserved.|Long overdue.|So happy for you.]",
    "[So true|Exactly|Yes], {who}. We learned the same with {trade}, the hard way.",
    "Great news, {who}! When do we get to see it?",
    "This made my [morning|Monday|train ride]. Thank you, {who}.",
    "I'd add one: {lesson}.",
    "We tried this with {tool}. It works if the boss is silent.",
    "{who}, could you share how long it took you? We're at {#2-9} weeks.",
    "Welcome to the club of people who closed a spreadsheet for good. 😄",
    "Interesting. At {place} we saw the opposite, with {trade}.",
    "Saving this for the next time somebody asks me why we do it like that.",
    "I know somebody for this, {who}. Sending you a message.",
    "Bravo! And the photo is lovely.",
    "Happy work anniversary, {who}! {#3-12} years, wow.",
    "Can confirm. Our support line went quiet after that, {#20-60} per cent quieter.",
    "The second paragraph should be on every office wall.",
    "We're hiring for something similar, happy to compare "
    "notes on {weekday}.",
    "Thank you for saying the quiet part, {who}.",
    "Would you talk about this at our {weekday} lunch in {city}? There'd be {dish}.",
    "Numbers like these are rare here. Respect.",
    "I disagree a little, and I'd love to do so over coffee, {who}.",
    "Good luck with the launch in {place}!",
    "{who}, this is the best thing I read this {month}.",
    "Does it work with gloves on? I always ask.",
    "Sorry for your loss of sleep, congratulations on everything else.",
    "Sharing with {staff}, who has been saying this since {month}.",
    "Same here. It helped us to {lesson}.",
};

const struct pattern_set set_product = SET_CLOSE(product, product_close, 45, true);
const struct pattern_set set_hiring = SET_CLOSE(hiring, hiring_close, 55, true);
const struct pattern_set set_lesson = SET_CLOSE(lesson, lesson_close, 45, true);
const struct pattern_set set_thanks = SET_CLOSE(thanks, thanks_close, 40, true);
const struct pattern_set set_industry = SET_CLOSE(industry, industry_close, 55, true);
const struct pattern_set set_milestone = SET_CLOSE(milestone, milestone_close, 45, true);
const struct pattern_set set_employed = SET_CLOSE(employed, thanks_close, 15, true);
const struct pattern_set set_page = SET_CLOSE(page, product_close, 25, true);
const struct pattern_set set_comment_work = SET(comment_work, true);
