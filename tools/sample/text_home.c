/* tools/sample/text_home.c: what one writes at home: family, food, trips, jokes, complaints. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sample/sample.h"
#include "sample/text_sets.h"

static const char *const family[] = {
    "<y2021>{ida} at [breakfast|bedtime|the dentist|the bus stop]: {kidsays}",
    "<y2021>Overheard in the back of the cargo bike: {kidsays}",
    "{ida} has decided to be a {animal} this week. We set the table for a {animal}.",
    "{matteo} slept through. I repeat: {matteo} slept through. {partner} and I looked at each other like "
    "lottery winners.",
    "{ida} and {matteo} built a ship out of {thing} and two chairs. It's called {month}.",
    "<y2023>{matteo} said a whole sentence today. It contained the words 'mine', '{animal}' and 'biscuit'.",
    "{partner} teaches physics all day and still explains the moon to {ida} at night. With an orange. And patience.",
    "<y2024>First lost tooth in this house! {ida} is rich now and asks about interest.",
    "Mum on the phone from Malmö for {#40-90} minutes. Nothing happened. It was lovely.",
    "<m6-8>Grandparents in the garden, children in the tub, {partner} at the grill in a raincoat. [Summer.|Belgian "
    "summer.]",
    "Lost today: {thing}. Found today: {thing}, in the bread bin. {ida} knows nothing.",
    "Elin sent a parcel from Malmö: liquorice, a jumper for {ida} and {#2-5} pages of family gossip. Best sister.",
    "Some days the best part is {#10-25} minutes on the stairs with {partner} and two cups of tea, when everybody "
    "sleeps.",
    "<y2022>School run in {weather}. {ida} sang all the way. I sang the second part.",
    "<m11-2>{ida}: scarf, hat, gloves, two jumpers. {ida} outside for four minutes. Worth it.",
    "We made a den in the living room. {partner} is inside and won't come out.",
    "<y2022>{ida} drew our family. I'm the one with the laptop. Noted. Laptop closed.",
    "{matteo} has discovered {thing}. We've hidden {thing}. He has found it. It's that kind of {weekday}.",
    "<-2019>Married life: {partner} irons one shirt, sings two arias and loses {thing}. I wouldn't swap him.",
    "<-2020>Sunday with {partner}: coffee, crossword, {route}. Nothing to report, and that's the report.",
    "Ngozi came over with {dish} for twelve. We are [four|three, on paper]. Nothing was left.",
    "<y2023>{ida} reads to {matteo}. She can't read yet. He doesn't mind, the "
    "{animal} always wins.",
    "<y2024>{ida} wrote her first letter to Santa. It begins with 'Dear sir' and ends "
    "with an invoice. I may talk about work too much.",
    "Three generations in one kitchen, {dish} on the stove and everybody knows "
    "better. I love it.",
    "{partner}'s pupils gave him a cake in the shape of a pendulum. It swung. Once.",
    "Tonight's bedtime story: a {animal} who looks for {thing} in {place}. I fell "
    "asleep before the end. So did {partner}.",
    "<m10-11>Pumpkin carved. It looks like {partner} on a Monday.",
    "<y2024>{matteo} has a best friend. He's called {thing} and is a spoon.",
    "Phone call with Elin: {#30-80} minutes, {#2-4} secrets, one plan for the summer.",
    "<-2020>We've painted the spare room yellow. For guests. Officially.",
};
static const char *const family_close[] = {
    "❤️",
    "I want to remember this one.",
    "Send sleep.",
    "No further questions.",
    "Heart: melted. Floor: sticky.",
    "Life is good.",
    "How is it Monday again tomorrow?",
    "They grow like dough.",
};

static const char *const food[] = {
    "[Fresh from the oven|First try|Third try, finally]: {bread}. The crust sings when you hold it to your ear.",
    "{bread} and {dish}. That's the whole plan for [tonight|{weekday}].",
    "The starter is called Gunnar, he is {#4-11} years old and he has opinions about {weather}.",
    "Who wants Gunnar's children? I have {#2-5} jars of starter to give away. Includes instructions and drama.",
    "{partner} made {dish}. There was a pot, there was smoke, there was applause.",
    "{neighbour} brought {dish} over the hedge and took {bread} back. That's what I call an economy.",
    "I followed the recipe for {dish} exactly. Except for the parts I changed.",
    "<m12>Lussekatter! {#24-60} of them, and the kitchen is yellow. Saffron is a colour, not a spice.",
    "<m2-3>Semla season. I ate one for you all. And one for me.",
    "<m8-9>Kräftskiva in the back yard: paper lanterns, silly hats, {#40-90} crayfish and {friend}, who sang.",
    "<m6>Strawberries, new potatoes, herring: midsummer in {city}, with {weather} and all the neighbours.",
    "Baked {bread} at five in the morning because I couldn't sleep. By seven half the street couldn't either.",
    "Small kitchen tip from my grandmother: {dish} needs a night's rest, and so does the cook.",
    "{ida} helped with {bread}. It has the shape of a {animal} and we aren't allowed to cut it.",
    "The market had {#2-6} kinds of pears today. I bought {#4-9} of each. Ideas?",
    "Swap at the fence: {bread} against {#6-12} eggs. The hens looked proud.",
    "Cooked {dish} from memory, Mum corrected me by phone from 900 kilometres away.",
    "Lunch with {friend}: {dish}, {#2-4} hours, no phones.",
    "The bakery is closed for {#1-3} weeks and suddenly everybody in our street is my "
    "friend. {bread}, anyone?",
    "Failed today: {bread}. Flat as a map of {place}. We ate it with soup and told "
    "nobody. Until now.",
};
static const char *const food_close[] = {
    "Recipe? Ask nicely.",
    "Smells like home.",
    "Come by, there's enough.",
    "Butter, salt, silence.",
    "Second helping.",
    "No crumbs left.",
    "🍞",
    "Diet starts in {month}.",
    "The dog next door agrees.",
};

static const char *const hobby[] = {
    "{#18-74} km {route} before breakfast. {weather}, one heron, nobody else.",
    "New chain, new brake pads, same old legs. {route} in {#1-3} hours {#10-50}.",
    "Reading {book}. I'm on page {#40-280} and already sad that it will end.",
    "The garden gave us {#3-14} courgettes this week. If you know us, lock your car.",
    "Repair café with {friend}: {#4-11} lamps, a radio and a {animal} with batteries. All of them work again.",
    "Flat tyre {route}. A stranger stopped, mended it in {#4-9} minutes and wanted nothing but a biscuit.",
    "I've started to knit. It's meant to be a sock. {ida} says it's a {animal}.",
    "<m3-5>First ride in short sleeves this year! {route}, blossoms everywhere.",
    "<m10-2>Night ride with lights on {route}. {weather}. You hear the city breathe.",
    "Found an old sewing machine at the flea market, {#10-45} euros. {friend} says it needs oil and love. I have oil.",
    "Swam in the Blaarmeersen at seven this morning. {#9-17} degrees. I'm a new person, a blue one.",
    "Finished {book}. Who wants it? It comes with coffee stains and my notes.",
};
static const char *const hobby_close[] = {
    "🚲",
    "Legs: gone. Head: clear.",
    "Same time next {weekday}?",
    "Who comes along?",
    "Perfect.",
    "Now: coffee.",
    "Slow is a speed too.",
};

static const char *const trip[] = {
    "<m7-8>Three weeks, {#2-5} trains, one tent: we're in {holiday}. Phones off from now.",
    "Greetings from {holiday}! {weather}, {dish} and no plan whatsoever.",
    "Long weekend in {holiday} with {friend} and family. {#3-6} children, one bathroom, still friends.",
    "Night train to Malmö. {ida} has the top bunk and has announced every station so far.",
    "We walked {#8-19} km in {holiday}. {matteo} walked {#1-3} of them and told us about the other ones.",
    "Missed the ferry by a minute. Found a beach, {bread} and a kiosk with the best waffles of {year}.",
    "Back from {holiday}. Sand in the bed, salt in the hair, {#200-900} mails in the inbox that I won't read today.",
    "Day trip to {place}: museum, chips, museum, chips. {ida} prefers the second museum.",
    "Holiday balance: {#2-6} books, {#4-15} swims, one {animal}, zero plans. Recommended.",
    "The view from the tent this morning in {holiday}. And the sound: {partner} looking for {thing}.",
    "Train delayed {#40-170} minutes in {place}. We've taught the whole carriage a Swedish song.",
    "<-2019>A weekend for two in {holiday}. We talked about the future and ate {dish}.",
};
static const char *const trip_close[] = {
    "Back on {weekday}.",  "Wish you were here.",   "☀️",
    "We could live here.", "Same place next year.", "Send dry socks."};

static const char *const joke[] = {
    "I told {partner} that I needed space. He built a shelf.",
    "My step counter asked me today whether I'm still alive. I've thrown it in the {thing} drawer.",
    "Parenting level: I said 'because I'm your mother' and looked around for my mother.",
    "There are two kinds of people: those who label the freezer boxes, and we, who have {dish} for a surprise every "
    "{weekday}.",
    "I have a degree and {#12-18} years of experience, and I've just been beaten at memory by somebody in {animal} "
    "pyjamas.",
    "Adult life is looking for {thing} while holding {thing}.",
    "The app says I've slept {#3-6} hours. The app is an optimist.",
    "New rule at home: who asks where {thing} is has to look for it for a minute first. It's very quiet now.",
    "Autocorrect turned 'sourdough' into 'sour daughter'. {ida} is not amused.",
    "I went to buy milk. I came back with a plant, {bread} and no milk. The plant is called Milk.",
    "Our doorbell has been broken for {#2-9} months. We've never had so much peace. I may have a screwdriver in my "
    "pocket.",
    "How do you know that somebody bakes sourdough? Wait {#2-4} minutes.",
    "Swedish-Belgian marriage counselling: is it a coffee break if you stay standing?",
};
static const char *const joke_close[] = {"😂", "Send help.", "True story.",
                                         "That's it, that's the post.", "🙈"};

static const char *const complaint[] = {
    "Dear person who parks on {street} every {weekday}: the cargo bike doesn't fold.",
    "{#45-95} minutes in the waiting line for one question. The music was a loop of {#8-20} seconds. I can sing it in "
    "four parts now.",
    "The parcel is 'with a neighbour'. Which one, the app won't say. I've met {#3-8} of them now. Nice people.",
    "Third time this month that the train skips our station. {partner} calls it character building.",
    "Roadworks on {street}, week {#3-19}. Nobody has been seen working since {month}.",
    "Whoever invented glitter has no children.",
    "I bought a printer. It demands an account, a mobile number and my soul, in that order.",
    "{weather} for {#4-12} days. Laundry is hanging from everything that doesn't run away.",
    "School sends {#3-7} apps, two paper slips and a mail for one bake sale. I'm the one who makes software for a "
    "living and I missed it.",
    "I love my work. But the person who rang me at 22:15 about a logo that's 'not blue enough' may wait until Monday.",
    "The dishwasher died. RIP, {#6-13} years, always overloaded, never thanked.",
};
static const char *const complaint_close[] = {"Rant over.",
                                              "Tea.",
                                              "Anyway: how are you?",
                                              "I'll be nice again "
                                              "tomorrow.",
                                              "Breathe.",
                                              "#firstworldproblems"};

static const char *const neighbour[] = {
    "Street party on {street}: [{weekday} from three|this Saturday]. Bring a chair, something to eat and an opinion "
    "about the tent.",
    "Found on {street}: a key with a {animal} on it. It hangs on our door.",
    "Does anybody have {#2-6} metres of gutter left? We've had a visit from {weather}.",
    "The petition for the bike lane on {street} has {#200-1900} names. Is yours on it? Paper list at the bakery.",
    "{neighbour} has turned {#60-90} this week and still carries my shopping. Congratulations!",
    "To give away: a high chair that has survived {ida}. Stains included.",
    "Who's got a ladder longer than {#3-6} metres? It's about a ball, a roof and a promise.",
    "Flea market on {street} on {weekday}. We sell: toys, books and {partner}'s records, if he doesn't see it.",
    "Thank you to whoever put our bins straight after the storm. There's {bread} for you.",
    "Lost: black cat, white paw, answers to Fika or to tuna. Last seen near {street}.",
    "We planted {#6-24} trees on {street} this morning, with children, mud and a man from the city who enjoyed it "
    "most of all.",
    "Light out on {street} again. I've reported it. Number {#100-999} in the queue, they say.",
    "Welcome to our new neighbours at number {#2-88}! They own a drum kit. We own {matteo}. It will be fair.",
};
static const char *const neighbour_close[] = {"See you outside!",         "Share please.",
                                              "We're at the green door.", "Coffee's ready.",
                                              "Tell the others.",         "💛"};

static const char *const charity[] = {
    "<m3-5>{#2-9} weeks to the Vuurvlieg Run for the children's hospice. I run 5 km, slowly, for every euro you give.",
    "<m4-6>We did it! {#180-640} runners, {#9-38} thousand euros for De Vuurvlieg. Thank you, all of you.",
    "<m2-5>We still need {#6-25} volunteers for the run: water, maps, applause. The applause is the most important.",
    "Spent the morning at De Vuurvlieg, fixing bikes with {friend}. You come home small and grateful.",
    "Sofie works nights at the hospice and laughs more than anybody I know. I run for her kind of courage.",
    "Bake sale for the hospice: {bread}, {#30-120} pieces, all gone in an hour. {#150-600} euros!",
    "<m9-12>The Christmas boxes for De Vuurvlieg: {#20-80} parcels packed on our kitchen table. {ida} was in charge of "
    "bows.",
    "Every year I think I can't ask you again. Every year you say yes. Link to the hospice's run in the comments.",
    "My company gives everybody a day for something that matters. I chose paint, a corridor and a yellow sun.",
    "Training run, {#3-9} km in {weather}. Nobody overtook me but a jogger with a pram. Twice.",
};
static const char *const charity_close[] = {"Every bit helps.", "Thank you 💛",
                                            "https://vuurvlieg.example/run", "Who's in?",
                                            "See you at the start."};

static const char *const choir[] = {
    "Rehearsal with {choir}: {#2-4} hours of {song}. Bar {#12-96} is still a crime scene.",
    "Tonight I sang next to {singer}, who never misses a note. I've borrowed a few.",
    "<m11-12>{#2-24} days until the winter concert! {song} by candlelight, and me in the second row, left.",
    "<m12-1>What an evening. Full church, {song}, and at the end that silence before the clapping. Thank you.",
    "Sight reading {song} without glasses. We call it improvisation.",
    "The altos have the best gossip and the worst tunes. I'd never swap.",
    "New scores have arrived: {song}. {singer} is already crying, in a good way.",
    "{choir} is looking for tenors. Any tenor. You need a voice and {weekday} evenings free.",
    "Choir weekend in {holiday}: sing, eat {dish}, sing, sleep badly, sing best.",
    "We sang for De Vuurvlieg today. Small audience, big eyes. {song} has never been so quiet.",
    "I hum {song} in meetings. They've stopped asking.",
};
static const char *const choir_close[] = {"🎶", "Until {weekday}.", "Come and listen!",
                                          "Alto for life.", "Throat tea for everyone."};

static const char *const comment_home[] = {
    "[Congratulations|So happy for you|Yay], {who}! 🎉",
    "Happy birthday {who}! [Have a wonderful day|Big hug|Many "
    "returns] 🎂",
    "What a photo! Where is that?",
    "Oh no. Get well soon, {who}!",
    "Haha, same here, every {weekday}.",
    "We miss you! Come to {city} soon.",
    "That's {dish}, isn't it? I can smell it from here.",
    "Lovely! {ida} wants to "
    "know what the {animal} is called.",
    "I still have your {thing}, by the way.",
    "You look so happy, {who} ❤️",
    "Can I come along next time?",
    "We were there in {year}, it rained for {#3-9} days and it was wonderful.",
    "Recipe please!!",
    "This is so you, {who} 😂",
    "Grattis {who}! Kram från oss alla.",
    "Så fint! Hälsa alla.",
    "Proficiat {who}! 🎈",
    "Wat een mooie foto.",
    "Signed! And passed on to the whole street.",
    "I know somebody who mends that. Shall I ask?",
    "Thinking of you, {who}.",
    "{partner} says hello and wants the "
    "recipe.",
    "How big they've got! When did that happen?",
    "Count me in for {weekday}.",
    "Me! Me! I take the {thing}.",
    "That was a great evening, thank you for having us.",
    "{#2-6} tickets for us please!",
    "I needed that laugh today.",
    "Strength to you all, {who}. Call whenever.",
    "The children are still talking about it.",
    "Is that a {animal}??",
    "See you on {weekday}, I bring {bread}.",
    "You're my hero, {who}.",
    "I told you so 😇",
    "Not the {thing} again!",
};

static const char *const native[] = {
    "<l:sv>Idag är det [söndag|lördag|en sån där dag]: {#2-9} koppar kaffe, ingen plan och surdeg på gång.",
    "<l:sv>Saknar havet lite extra idag. Men cykelturen längs Leie var nästan lika bra. {#12-48} km.",
    "<l:sv>Glad midsommar från Gent! {#8-25} personer, en sill och regn från sidan. Precis som hemma.",
    "<l:sv>Barnen frågar varför svenskar säger \"mm\" när de andas in. Jag har inget svar på det. {emoji}",
    "<l:sv>Mamma är på besök i {#3-9} dagar. Alla gardiner är strukna. Alla.",
    "<l:nl>Vandaag {#2-6} fietsen hersteld in het Repair Café. Koffie was gratis, de babbel ook.",
    "<l:nl>Wie heeft er nog een {#20-28}-inch binnenband liggen? Het is dringend en het regent.",
    "<l:nl>Het koor zoekt nog tenoren. Echt. Kom gewoon eens luisteren op dinsdag, er is ook taart ({#2-5} soorten).",
    "<l:nl>Straatfeest was zalig. Dank aan alle {#40-120} buren, en aan de man met de frietketel.",
    "<l:nl>Fietspad aan de Coupure: al {#200-1900} handtekeningen. De lijst ligt bij de bakker.",
    "<l:nl>Op zoek naar een collega voor support, {#24-38} uur, in Gent. Liefst iemand die al eens een ketting heeft "
    "gesmeerd.",
    "<l:de>Zu Besuch in Leipzig bei Schraubenwerk: {#3-9} Stunden über Preise geredet, {#2-5} Kaffee, keine Folien. So "
    "gehören Messen abgeschafft.",
    "<l:de>Der Zug hat {#35-120} Minuten Verspätung. Das Abteil singt inzwischen dreistimmig.",
    "<l:de>Meine Lieblingsantwort aus dem Kundendienst heute: \"Es geht, aber es soll nicht gehen.\" Ticket "
    "{#1000-9999}.",
    "<l:fr>De retour de Lille: {#3-9} ateliers visités, {#2-6} bonnes idées et une tarte au sucre. Merci à tous.",
    "<l:fr>Mon français est comme mon vélo : {#15-30} ans, il grince, mais il avance.",
};

const struct pattern_set set_family = SET_CLOSE(family, family_close, 35, false);
const struct pattern_set set_food = SET_CLOSE(food, food_close, 40, false);
const struct pattern_set set_hobby = SET_CLOSE(hobby, hobby_close, 35, false);
const struct pattern_set set_trip = SET_CLOSE(trip, trip_close, 35, false);
const struct pattern_set set_joke = SET_CLOSE(joke, joke_close, 35, false);
const struct pattern_set set_complaint = SET_CLOSE(complaint, complaint_close, 35, false);
const struct pattern_set set_neighbour = SET_CLOSE(neighbour, neighbour_close, 35, false);
const struct pattern_set set_charity = SET_CLOSE(charity, charity_close, 35, false);
const struct pattern_set set_choir = SET_CLOSE(choir, choir_close, 35, false);
const struct pattern_set set_comment_home = SET(comment_home, false);
const struct pattern_set set_native = SET(native, false);
