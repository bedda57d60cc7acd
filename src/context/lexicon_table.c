/* context/lexicon_table.c: the words and phrases that hint at what a text gives away. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "context/lexicon.h"

#include "core/attr.h"

/* Lower case, as tokens are; a blank parts the words of a phrase. English, German, French,
 * Spanish. */
const struct lexicon_row lexicon_table[] = {
  // clang-format off
    {CUE_BUSINESS,
     "office|hotline|book a table|reserve your table|reservations|call us|contact us|"
     "write to us|email us|e-mail us|our team|customer service|support|opening hours|"
     "our shop|our store|our website|our company|enterprise|apply|hiring|sales|press|"
     "enquiries|inquiries|showroom|booth|stand|büro|praxis|kontaktieren sie|rufen sie|"
     "bewerbung|bewirb|öffnungszeiten|unser laden|appelez|contactez|écrivez|boutique|"
     "réservations|recrutons|llámanos|contáctanos|escríbenos|tienda|reservas|our clinic|"
     "our restaurant|orders|quotes|register|webinar"},
    {CUE_BIRTH,
     "born|birthday|birthdate|dob|turns|turned|geboren|geb|geburtstag|geburtsdatum|né|née|"
     "naissance|anniversaire|nacido|nacida|nació|nacimiento|cumpleaños|cumple|nací|naciste|"
     "nace|née le|né le|ans aujourd'hui|arrived on|was born|is born|auf die welt|zur welt|"
     "kam zur welt|est né|est née|b day|bday|date of birth|born on|d o b|jahrgang|"
     "vino al mundo|cumplo|naissance le|on this planet|horoskopfans|horoskop|sternzeichen|"
     "star sign|zodiac|vine al mundo|cumplo años|birthday to me|curriculum vitae|lebenslauf"},
    {CUE_AWAY,
     "away|holiday|holidays|vacation|out of town|abroad|gone for|leaving tomorrow|off to|"
     "fly out|flying out|urlaub|verreist|im urlaub|vacances|en voyage|vacaciones|de viaje|"
     "travelling|traveling|we fly|we're flying|flying to|we leave|we're leaving|we're off|"
     "i'm off|gone skiing|gone fishing|gone camping|wir fahren|wir fliegen|wir sind weg|"
     "sind weg|bin weg|fahren weg|on part|on s'en va|nous partons|je pars|nos vamos|me voy|"
     "estamos fuera|fuera de casa|partons en|en vacances|cruise|road trip|honeymoon|"
     "we're in|we are in|i'm in|whole family in|im ausland|in den urlaub|auf reisen|"
     "skiurlaub|semaines en|semanas en|wochen in|weeks of|ab in den|won't be home|not home|"
     "not at home|unattended|off grid|fuera todo|estaremos fuera|we leave at|koffer gepackt|"
     "to boarding|before boarding|at the lake|am meer|at the seaside|up the mountain|"
     "verwaist|away for|we're away|bin raus|raus bis|no lights on|wir sind bis"},
    {CUE_HOUSE,
     "house|home|flat|apartment|neighbours|neighbors|neighbour|plants|mailbox|haus|wohnung|"
     "nachbarn|briefkasten|maison|appartement|voisins|casa|piso|vecinos|post office|post|"
     "canary|cat|fish|letterbox|farm|garden|alarm|key|keys|schlüssel|clés|llaves|blumen|"
     "katze|pflanzen|poste|burglars|canario"},
    {CUE_UNTIL,
     "until|till|til|for two weeks|for three weeks|for a week|for a month|two weeks|"
     "three weeks|ten days|whole week|tomorrow|from monday|from tomorrow|back on|back in|"
     "bis|ab morgen|zwei wochen|drei wochen|jusqu'au|dès demain|deux semaines|hasta|"
     "desde mañana|dos semanas|next week|from friday|from saturday|from sunday|by the|"
     "return in|back in a|home again|home on|until the|till the|till monday|till sunday|"
     "until sunday|until monday|jusqu'à|jusqu'en|bis zum|bis ende|bis montag|bis sonntag|"
     "hasta el|hasta finales|all summer|the whole summer|den ganzen sommer|tout l'été|"
     "todo el verano|all week|all month|back by|ab samstag|ab sonntag|ab freitag|half term|"
     "for a fortnight|a fortnight|next month|am samstag|todo agosto|todo julio|back on the|"
     "ganzen august|tout le mois|den ganzen juli|le mois d'août"},
    {CUE_EMPTY,
     "nobody home|nobody is home|nobody at home|nobody's home|no one is home|no one home|"
     "house is empty|house sits empty|home is empty|empty house|house to itself|"
     "niemand zu hause|haus steht leer|wohnung steht leer|personne à la maison|"
     "maison est vide|nadie en casa|casa vacía|key is under|keys are under|schlüssel liegt|"
     "flat is free|flat is empty|flat alone|leaving the flat|leaving the house|house alone|"
     "house will be empty|house stands empty|place is empty|apartment is empty|"
     "home alone for|maison vide|maison dort|maison sera vide|appartement vide|"
     "casa se queda sola|casa sola|casa queda vacía|piso vacío|wohnung leer|haus leer|"
     "briefkasten bitte leeren|water the plants while|key under|key's under|key is in|"
     "personne chez nous|no one at home|nobody in the house|steht leer|keys with|"
     "wohnung verwaist|place is unattended|haus verwaist|no lights on here|"
     "wohnung unbewohnt|house unattended|spare key is|spare key under|spare key at|"
     "spare key behind|spare key lies|key lies under"},
    {CUE_CHILD,
     "my daughter|my son|our daughter|our son|our little one|my little one|my kid|our kid|"
     "my girl|my boy|our girl|our boy|my nephew|my niece|my grandson|my granddaughter|"
     "year-old daughter|year-old son|old daughter|old son|meine tochter|mein sohn|"
     "unsere tochter|unser sohn|unser kind|mein kind|unsere kleine|unser kleiner|ma fille|"
     "mon fils|notre fille|notre fils|mi hija|mi hijo|nuestra hija|nuestro hijo|proud of|"
     "mi niño|mi niña|mon petit|ma petite|meine kleine|mein kleiner|my grandchild|"
     "our grandchild|unser enkel|meine enkelin|petit fils|my twins|our twins"},
    {CUE_SCHOOL,
     "school|primary|kindergarten|nursery|preschool|pre-school|day care|daycare|grade|class|"
     "gymnasium|grundschule|schule|klasse|kita|école|collège|maternelle|classe|escuela|"
     "colegio|guardería|instituto|elementary|schoolyard|academy|ceip|grundschüler|year 1|"
     "year 2|year 3|year 4|year 5|year 6|playgroup|vorschule|école primaire|ce1|ce2|cm1|cm2|"
     "3c|2b|1a|4a|5b|schoolgirl|schoolboy|kindergarden|crèche|infantil|jardín|reception|"
     "rentrée|élève"},
    {CUE_PAY,
     "i earn|i make|i get paid|my salary|my pay|my wage|my income|my debt|my debts|in debt|"
     "paid me|pay me|pays me|offered me|before tax|after tax|take home|ich verdiene|"
     "mein gehalt|mein lohn|meine schulden|je gagne|mon salaire|mes dettes|gano|mi sueldo|"
     "mi salario|mis deudas|i owe|they pay me|cobro|cobraba|debo|debemos|le debo|"
     "gehaltserhöhung|my raise|raise to|salary of|we owe|still owe|student debt|"
     "student loan|student loans|my loan|my mortgage|my rent|remboursons|je rembourse|"
     "je touche|mon loyer|mon crédit|verdient|verdiene ich|mein kredit|meine rate|"
     "mi hipoteca|mi nómina|my bonus|bonus of|my salary is|i'm paid|net a month|"
     "netto im monat|brut par mois|net par mois|my first paycheck|paycheck|paycheque|"
     "take-home|in the red|overdraft|minus auf|découvert|unsere schulden|earns more|"
     "ich bekomme netto|brutto im|netto bleiben|net pay|earning just|i still owe|mein dispo|"
     "dispo steht|my pension|meine rente|mein netto|hourly wage|wage is|freelance month|"
     "credit card debt|card debt|ma retraite|mi pensión|my overdraft|mes revenus|"
     "mein stundenlohn|je dois encore|take-home pay"},
    {CUE_CONFIDENTIAL,
     "nda|confidential|strictly confidential|under embargo|embargo|embargoed|"
     "not yet announced|not announced yet|not been announced|hasn't been announced|"
     "haven't announced|unreleased|not yet released|unpublished|not yet public|"
     "not public yet|before it's public|unsigned|not signed yet|not yet signed|isn't signed|"
     "about to sign|not official yet|internal only|internal use|internal memo|"
     "off the record|between us|between you and me|keep it to yourself|"
     "keep it to yourselves|don't tell anyone|don't tell anybody|don't share this|"
     "do not share|not supposed to share|not supposed to say|shouldn't say this|"
     "shouldn't be sharing|can't say who yet|haven't told|under wraps|trade secret|leaked|"
     "get me fired|vertraulich|geheim|noch nicht offiziell|noch nicht unterschrieben|"
     "noch nicht öffentlich|unter uns gesagt|streng geheim|betriebsgeheimnis|confidentiel|"
     "pas encore signé|pas encore officiel|pas encore annoncé|entre nous|confidencial|"
     "todavía no es oficial|aún no es oficial|sin firmar|entre nosotros|strictly internal|"
     "not announced|to be announced next|don't tell the press|tell the press|"
     "todavía es secreto|es secreto|aún es secreto|streng vertraulich|"
     "nobody is supposed to know|not for the press|before the press|before we announce|"
     "before the announcement|ahead of the announcement|draft contract|secret project|"
     "codename|code name|noch geheim|nicht offiziell|nicht öffentlich|noch intern|"
     "rein intern|intern bleiben|pas encore public|secret pour l'instant|"
     "c'est encore secret|sous embargo|aún no se ha anunciado|no es público|uso interno|"
     "nur für den internen|interne zahlen|internal numbers|internal figures|internal email|"
     "internal e-mail|not supposed to post|shouldn't post this|can't announce|hush hush|"
     "keep this quiet|before anyone knows|haven't told the team|team doesn't know|"
     "internally we|will hate me for this|staff don't know|staff doesn't know|keep quiet|"
     "legal says|l'annonce sort|intern aber|unter plan|below plan|our offer for the|"
     "customer records|allons racheter|wir übernehmen|vamos a comprar|not even the team|"
     "employees don't know|roadmap leak|leaked roadmap|board minutes|our internal|"
     "internal plan|internal roadmap|internal presentation|board presentation|"
     "board meeting minutes|draft budget|unpublished figures|unfiltered|internally|"
     "will kill me if|unofficially"},
    {CUE_CLIENT,
     "client|clients|customer|customers|kunde|kunden|kundin|auftraggeber|cliente|clientes|"
     "our client|my client|kundschaft|mandant|mandantin|klient"},
    {CUE_EMPLOYER,
     "my boss|our boss|the boss|my manager|my supervisor|my employer|my company|hr|"
     "our management|the management|my colleague|my coworker|my co-worker|new colleague|"
     "my team lead|mein chef|meine chefin|mein arbeitgeber|der chef|mein kollege|"
     "meine kollegin|mon chef|mon patron|ma cheffe|ma patronne|mi jefe|mi jefa|mi empresa|"
     "boss"},
    {CUE_BAD,
     "hell|idiot|idiots|moron|morons|stupid|liar|liars|lying|crook|crooks|thief|thieves|"
     "narcissist|incompetent|clueless|nightmare|terrible|horrible|worst|awful|hate|cheat|"
     "cheats|cheated|lazy|parasite|toxic|unbelievable|pathetic|useless|disgrace|snake|"
     "never again|never work|does nothing|again and again|rude|sick of|fed up|done with|"
     "can't stand|ripped|unpaid|exploit|bully|bullied|unfair|dumm|unfähig|katastrophe|"
     "lügner|faul|schlimmste|hasse|nie wieder|nul|incapable|menteur|pire|ras le bol|inútil|"
     "mentiroso|peor|harto|odio|annoying|clown|clowns|underpaid|ungrateful|can't read|"
     "cannot read|mauvais payeur|malpoli|grita|nos debe|owes us|owe us|refused|haggle|"
     "haggles|broke again|blamed us|blames us|zahlt nie|zahlen nie|larbins|insoportables|"
     "insoportable|ridiculous|impolite|shouts|shouting|yells|ghosted|late payer|never pays|"
     "doesn't pay|won't pay|schreit|unverschämt|nervt|frech|zahlungsunfähig|arrogant|"
     "arrogante|mal educado|maleducados|pénible|pénibles|no paga|nunca paga|delusional|"
     "insufferable|cheapskate|cheapskates|disaster|grosero|caprichoso|chaotisch|chaoten|"
     "idiotas|incompétents|incompétent|betrüger|hasn't paid|plays dead|nos trata fatal|"
     "kaputt machen|i quit|finally dumped"},
    {CUE_PASSWORD,
     "password is|password|passwort|passwort ist|mot de passe|contraseña|pin is|pin code|"
     "my pin|wifi code|login is|passcode|api key|api_key|apikey|secret key|aws_secret|token|"
     "access token|alarm code|door code|entry code|gate code|safe code|key safe|wifi key|"
     "wifi password|wi fi|wlan passwort|geheimzahl|pin|pin vom handy|la clave|"
     "clave del wifi|contraseña del|code wifi|clé wifi|code d'entrée|code de la porte|"
     "digicode|código de la puerta|türcode|login|zugangscode|kennwort|pass phrase|"
     "passphrase|mdp|pwd|mot de passe est|clave es|client secret|clave wifi|clave del|"
     "lock combination|code de l'immeuble|code de l'entrée|root pw|pw|aws secret|"
     "zahlenschloss|schlüsselcode|haustürcode|entrance code|combination is|wifi|my code is|"
     "door code is|code is"},
    {CUE_ID,
     "passport|passport number|id card|identity card|driver's license|driver's licence|"
     "driving licence|driving license|drivers license|license number|personalausweis|"
     "ausweisnummer|reisepass|führerschein|passeport|carte d'identité|permis de conduire|"
     "pasaporte|dni|carnet de conducir|visa|visa number|policy number|insurance number|"
     "insurance policy|versicherungsnummer|ausweis|perso|kennzeichen|nummernschild|"
     "number plate|licence plate|license plate|plate number|plates|reg plate|matrícula|"
     "matricule|immatriculation|plaque|nhs number|medicare number|medicare|residence permit|"
     "aufenthaltstitel|titre de séjour|permiso de residencia|student id|staff id|cédula|nif|"
     "tarjeta sanitaria|krankenkasse|kassennummer|führerscheinnummer|licence number|"
     "dl number|driver license|driver's permit|licencia de conducir|licence no|"
     "numéro de passeport|driving permit|green card number|rego|tag number|plate|"
     "krankenversicherungsnummer|krankenversichertennummer|versichertennummer|"
     "führerschein nr|id card no|ausweis nr|nie y|nie x|nie z|numéro de sécurité sociale|"
     "carte vitale"},
    {CUE_SSN,
     "ssn|social security|social security number|sozialversicherungsnummer|tax id|steuer-id|"
     "steuer id|steuernummer|steueridentifikationsnummer|rentenversicherungsnummer|rvnr|cpf|"
     "cnpj|aadhaar|aadhar|pan number|national insurance|national insurance number|ni number|"
     "seguridad social|sécurité sociale|numéro de sécu|sécu|codice fiscale|bsn|ahv|"
     "ahv-nummer|tax number|tax reference|utr|curp|rfc|pesel|personnummer|itin"},
    {CUE_PHONE,
     "call|phone|tel|telephone|mobile|cell|whatsapp|text me|ring|number|fax|reach me|handy|"
     "telefon|mobil|nummer|anrufen|ruf|téléphone|appelle|appelez|portable|numéro|teléfono|"
     "móvil|llama|llámame|número|dial|contact|signal|telegram|festnetz|fixe|fijo|landline|"
     "durchwahl|sprechstunde|my number|ph|mob|cel|hotline|0800|handynr|handynummer|tel nr|"
     "numero|mon numéro|nouveau numéro|meine nummer|mi número"},
    {CUE_NOT_PHONE,
     "order|invoice|ticket|isbn|issn|tracking|serial|part|article|sku|case|version|build|"
     "reference|ref|bestellung|rechnung|artikel|commande|facture|pedido|factura|account|"
     "meter|doi|patent|pixels|steps|parcel|sendung|sendungsnummer|paket|colis|envío|"
     "localizador|référence|member|membership|customer number|kundennummer|card|iban|"
     "barcode|ean|sample|test number|catalogue|booking|pnr|flight|zug|train|tren|room|"
     "policy|chassis|vin|imei|license|firewall|subnet|score|isbn-13|page|pages|seite|página|"
     "model|episode|lottery|bestellnummer|auftragsnummer|bestellnr|kundennr|vorgangsnummer|"
     "rejected|seriennummer|serial number|numéro de commande|número de pedido"},
    {CUE_STREET,
     "street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|court|crescent|terrace|"
     "parkway|highway|hwy|close|grove|mews|rue|chemin|allée|impasse|quai|route|calle|"
     "avenida|plaza|paseo|camino|carrera|callejón|via|viale|piazza|vicolo|corso|strada|rua|"
     "travessa|largo|praça|straße|strasse|ul|platz|gasse|ulica|ulice|utca|út|tér|fort|"
     "turnpike|trail|ufer|allee|ct|ring|av|bvd|bd|blv|pl|sq|wharf|cir|plc|esplanade|sentier|"
     "ruelle|glorieta|ronda|carretera|ctra|travesía|rambla|vía|lungomare|contrada|rodovia|"
     "alameda|estrada|gardens|heights|ridge|crossing|alley|pike|ter|pkwy|expy|square|"
     "mühlbach|place du|place de|place des"},
    {CUE_LIVE,
     "live at|lives at|living at|my address|our address|address is|address|moved to|come to|"
     "come over to|meet at|deliver to|adresse|wohne in|wohne|wohnen|meine adresse|habite au|"
     "habite|mon adresse|vivo en|mi dirección|dirección|located at|send it to|visit us at|"
     "staying with me at|staying at|party at|pick it up at|pick up at|drop it at|enviar a|"
     "envíalo a|wohnen jetzt in|feier bei uns|chez moi|rendez-vous chez moi|moved in at|"
     "moved into|new place|deliver it to|our house|wohnhaft|domicilié|domicilié au|"
     "domiciliado en|our mailbox is at|mailbox is at|find us at|live on|lives on|umgezogen|"
     "bin umgezogen|bring it to|postales a|find me at|visit me at|drops you off at|"
     "meet me at|meet you at|meeting at|enter on|station is on|office is at|"
     "restaurant is at|restaurant is located at|sent to|address to|corner of|the corner of|"
     "linked to|bus stop is at|ship to|shipped to|bring to|going to be at|statement sent to|"
     "new one to"},
    {CUE_UNIT,
     "apt|suite|apartment|unit|po box|p o box|postfach|post office box|boîte postale|"
     "apartado|psc|appartement|piso|wohnung|rr|bâtiment|bât|étage|apto|wg|stg|whg|fpo|apo|"
     "dpo"},
    {CUE_MONTH,
     "january|february|march|april|may|june|july|august|september|october|november|december|"
     "jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|januar|februar|märz|mai|juni|juli|"
     "oktober|dezember|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|"
     "novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|"
     "octubre|noviembre|diciembre"},
    {CUE_WEEKS,
     "weeks|week|days|nights|months|month|wochen|woche|tage|nächte|monate|semaines|semaine|"
     "jours|nuits|mois|semanas|semana|días|noches|meses"},
    {CUE_COUNT,
     "two|three|four|five|six|ten|twelve|fourteen|a|one|couple|few|several|zwei|drei|vier|"
     "zehn|vierzehn|eine|einen|einige|ein paar|deux|trois|quatre|dix|quinze|une|un|"
     "plusieurs|dos|tres|cuatro|diez|quince|una|unas|varias|whole"},
    {CUE_ILL,
     "cancer|chemo|chemotherapy|radiotherapy|biopsy|tumour|tumor|malignant|leukaemia|"
     "leukemia|lymphoma|metastases|diagnosed|depression|depressed|depressive|anxiety|"
     "panic attack|panic attacks|bipolar|adhd|autism|autistic|ocd|ptsd|psychiatrist|"
     "therapist|antidepressants|antidepressant|lithium|rehab|overdose|miscarriage|"
     "miscarried|ivf|infertile|infertility|endometriosis|diabetes|diabetic|insulin|epilepsy|"
     "seizure|seizures|heart attack|heart surgery|hysterectomy|dementia|alzheimer's|"
     "alzheimer|parkinson's|parkinson|multiple sclerosis|hiv|hepatitis|covid|"
     "tested positive|burnout|burn out|burned out|insomnia|anorexia|bulimia|eating disorder|"
     "self harm|suicidal|icu|intensive care|dialysis|transplant|crohn's|colitis|lupus|"
     "arthritis|asthma|migraine|migraines|blood test|blood pressure|std|herpes|colonoscopy|"
     "slipped disc|hernia|krebs|chemotherapie|depressionen|depressiv|angststörung|"
     "panikattacke|therapeut|therapeutin|psychiater|bandscheibenvorfall|schlaganfall|"
     "herzinfarkt|operiert|fehlgeburt|diabetiker|magersucht|reha|entzug|krankgeschrieben|"
     "demenz|rheuma|cancer du|chimio|dépression|dépressif|burn-out|arrêt maladie|en arrêt|"
     "fausse couche|psychiatre|sclérose|avc|infarctus|opéré|opérée|cáncer|quimio|depresión|"
     "ansiedad|psiquiatra|baja por|aborto|ictus|infarto|me operan|operada|operado|"
     "diabetes tipo|esclerosis|embarazo de riesgo|terapia|lungenentzündung|pneumonia|"
     "kidney stones|gallstones|broken hip|shingles|vasectomy|blasenentzündung|hörsturz|"
     "tinnitus|gluten intolerance|celiac|coeliac|allergic shock|glaucoma|sleep apnoea|"
     "sleep apnea|mri|hospitalised|hospitalized|my meds|medication|leucémie|leukämie|"
     "sklerose|multiple sklerose|diabète|diagnostiqué|diagnostiquée|antidépresseurs|"
     "antidepresivos|diagnosticado|diagnosticada|thrombose|epilepsie|épilepsie|asthme|"
     "hernie|prothèse|my surgery|had surgery|knee surgery|brain surgery|second stroke|"
     "a stroke|my operation|my diagnosis"},
    {CUE_TREATED,
     "tested positive|miscarried|chemo done|of chemo|my diagnosis|diagnosed with|burn-out|"
     "krankgeschrieben|en arrêt pour|my psychiatrist|my therapist|my biopsy|fehlgeburt|"
     "fausse couche|quimio|baja por|back on antidepressants|on antidepressants|ma leucémie|"
     "bei mir wurde|m'a diagnostiqué|me han diagnosticado|off my meds|on lithium"},
    {CUE_SELF,
     "i|i'm|i've|i'd|my|me|we|we're|our|us|myself|ich|mich|mir|mein|meine|meiner|meinem|"
     "meinen|wir|uns|je|j'ai|j'|moi|mon|ma|mes|nous|yo|mi|mis|me|tengo|estoy|soy|llevo|"
     "nosotros"},
    {CUE_KIN,
     "mum|mom|mother|dad|father|brother|sister|wife|husband|partner|boyfriend|girlfriend|"
     "grandma|grandpa|gran|granny|grandfather|grandmother|aunt|uncle|cousin|son|daughter|"
     "mama|papa|mutter|vater|bruder|schwester|frau|mann|oma|opa|tante|onkel|maman|mère|père|"
     "frère|soeur|sœur|mari|femme|madre|padre|hermano|hermana|mujer|marido|abuela|abuelo|"
     "tía|tío|dad's|mum's|mom's|colleague|neighbour|neighbor|best friend|my friend|nachbar|"
     "nachbarin|kollege|kollegin|voisine|voisin|vecina|vecino"},
    {CUE_SECRET,
     "divorce|divorced|divorcing|getting divorced|separated|separating|split up|affair|"
     "cheating|cheats on|cheated on|adopted|fired|got fired|pregnant|expecting|bankrupt|"
     "bankruptcy|prison|jail|in jail|sued|being sued|arrested|drink driving|drink-driving|"
     "drunk driving|dui|lost his licence|lost her licence|plastic surgery|rehab|gambling|"
     "gambles|debts|in debt|in therapy|stole|secretly|drinking again|drinks again|drinking|"
     "wet the bed|hiv|sleeping with|slept with|kissed|rausgeworfen|scheidung|"
     "lässt sich scheiden|getrennt|schwanger|pleite|gefängnis|betrügt|fremdgegangen|trinkt|"
     "spielsüchtig|verschuldet|gekündigt|entlassen|arbeitslos|enceinte|divorcent|divorcer|"
     "trompe|licencié|licenciée|dettes|boit|faillite|embarazada|divorcia|divorciando|"
     "se divorcia|otra familia|infiel|cárcel|deudas|arruinado|despedido|despedida|ruina|"
     "leaving her husband|leaving his wife|left his wife|left her husband|owes money|"
     "paternity|not the father|fake degree|doctorate|crush on|in love with|loses his job|"
     "losing her job|losing his job|relapsed|relapse|unemployed|ausgezogen|verliebt|"
     "proposes|will propose|propose to|engagement ring|se separan|separan|se ha separado|"
     "se séparent|sépare|quitté|failed his|failed her|failed the|is broke|are broke|"
     "secretly dating|proposing|propose|suspendido|autre travail|cherche un autre|marriage|"
     "geld geliehen|his licence|her licence|cosmetic surgery|nose job|botox|stealing"},
    {CUE_TOLD,
     "confided|in confidence|nobody has told|swore me to secrecy|sworn to secrecy|"
     "promised not to tell|not supposed to tell|hat mir erzählt|mir anvertraut|anvertraut|"
     "nur unter uns|sag's keinem|nicht weitersagen|m'a confié|m'a raconté|ne le dites pas|"
     "ne dites rien|me contó|me ha contado|me confesó|no se lo digáis|no digáis nada|"
     "you didn't hear|came out to me|begged me to|keep it quiet|"
     "soll aber noch keiner wissen|soll noch keiner wissen|don't repeat this|"
     "told me in tears"},
    {CUE_RUMOUR,
     "apparently|rumour|rumor|i heard|heard that|word is|seems that|turns out|angeblich|"
     "habe gehört|gehört dass|il paraît|paraît que|j'ai entendu|dicen que|parece que|"
     "por lo visto|guess what|found out|everyone knows|did you know|told me|told us|he told|"
     "she told|secret|secretly|admitted|me dijo|m'a dit|hat mir gesagt|between us|"
     "between you and me|unter uns|entre nous|entre nosotros|nobody knows|no one knows|"
     "a secret|secreto|don't tell|shh|psst|gossip|keep it to yourself|personne ne sait|"
     "nadie sabe|niemand weiß|don't tell anyone|don't say anything|let slip|confessed|"
     "geheimnis|only i know|que quede entre|hasn't told|verrate|que nadie se entere|chut|"
     "ne sait rien|keiner wissen|niemand wissen|noch keiner|doesn't know|nobody has told|"
     "nur unter uns|cried on my shoulder"},
    {CUE_HERE,
     "at gate|gate b|currently at|sitting at|sat at|waiting at|just landed|landed in|"
     "just arrived|checked in|checking in|hotel room|on platform|at the bar|"
     "waiting for the tow truck|at the petrol station|at the gas station|currently in|sitze|"
     "sitze gerade|gerade am|gerade im|gerade in|bin gerade|jetzt gerade|stehe am|"
     "stehe gerade|warte am|warte in|liege im|là maintenant|je suis à|je suis au|assise|"
     "coincé|j'attends|ahora mismo|ahora en|estoy en|estoy sola en|sentado en|sentada en|"
     "esperando en|acabo de aterrizar|come find me|find me at|come knock|running along|"
     "walking back|walking home|heading home|just me on|in room|in the waiting room of|"
     "parked behind|bench by|bushaltestelle|an der bushaltestelle|stehe allein|"
     "sitting alone in|i'm at the|we're at the|sitting alone|right now at|right now in|"
     "right now on|here right now|am here right now"},
    {CUE_ALONE,
     "alone|all alone|by myself|on my own|just me|allein|alleine|ganz allein|seul|seule|"
     "toute seule|tout seul|sola|nobody else|no one else|nobody around|last one here|"
     "home alone tonight|home alone|estoy solo"},
    {CUE_PLACE,
     "camping|camp|campsite|hut|cabin|platform|station|hotel|gate|quarry|woods|boathouse|"
     "beach|bus stop|car park|parking|wagon|carriage|hütte|am see|haltestelle|bahnhof|gleis|"
     "waggon|strand|wald|plage|quai|gare|arrêt|forêt|cabane|parada|andén|playa|bosque|"
     "estación|vagón|studio|warehouse|lake|trail|tonight|heute nacht|heute abend|ce soir|"
     "esta noche|airport|lay-by|rest stop|tent|zelt|tente|wohnung|flat|shed|barn|"
     "waiting room|petrol station|gas station|rer|metro|underground|bushaltestelle|"
     "supermarket|fifth floor|bench|pond|flight"},
    {CUE_PAST,
     "once|in 2011|years ago|last year|back then|as a child|when i was|damals|früher|einmal|"
     "il y a|autrefois|hace años|una vez|always|immer|toujours|siempre|never|finished|"
     "should|dream|sometimes|manchmal|parfois|a veces|used to|next year|someday|would|"
     "just back|back from|zurück aus|zurück von|de retour|de vuelta|last summer|went|won|"
     "had|took|saw|visited|drank|yesterday|last night|last week|was|were|having|spent|met|"
     "studied|taught|graduated|worked|alumni|reunion|used to go"},
    {CUE_GENERAL,
     "average|survey|study|statistics|percent of|according to|patients|researchers|"
     "awareness|campaign|clinic|klinik|hospitals|therapies|therapien|hygiene|never share|"
     "never send|starkes|entry-level|engineers|salaries|nobody should|vaccine|guide|tips|"
     "tipps|mindestens|vault|pharmacy|foundation|fundraiser|conference|webinar|training|"
     "minister|government|matters|studie|durchschnitt|étude|en moyenne|estudio|según|"
     "encuesta|moyenne|enquête|employees|workers|industry|flu season|should never|"
     "usually has|cancer research|people with|strong password"},
    {CUE_STORY,
     "film|movie|novel|book|series|character|hero|heroine|villain|plays a|season two|"
     "episode|in the play|game|roman|buch|serie|figur|héros|livre|série|película|libro|"
     "protagonista|personaje|in series|dans la série|theatre|opera|song|album|podcast"},
    {CUE_SCHOOL_NAME,
     "primary|academy|elementary|school|gymnasium|grundschule|juniors|kindergarten|ceip|"
     "collège|école|colegio|montessori|preschool|kita|nursery|infants|lycée|instituto|"
     "schule|st|saint|sainte|acorns"},
    {CUE_PUPIL,
     "first day|year 1|year 2|year 3|year 4|year 5|year 6|grade|kindergarten|kommt in die|"
     "kommt in|eingeschult|einschulung|schulkind|klasse|empieza|primero|rentre en|rentrée|"
     "entre en|maternelle|lead role|turns|turning|cumple|fête ses|kerzen|candles|bougies|"
     "happy birthday|alles gute|joyeux anniversaire|feliz cumpleaños|birthday party|"
     "kindergeburtstag|starts school|schoolbook|sports day|school play|school trip|homework|"
     "teacher says|premier jour|primer día|erster schultag|geht in die|goes to school|"
     "va a la|va al colegio|attends|picked up from|pick up from|starts at|wird am|"
     "wird morgen|wird heute|class 3c|class 2b|class 1a|in class|her class|his class|3c|2b|"
     "4a|reception|élève|sa rentrée|a fait sa|start at|proud dad|proud mum|proud mom|"
     "ans élève|'s nursery|geboren am|born 2|en maternelle|in die erste klasse|erste klasse|"
     "premier prix"},
    {CUE_TURNS,
     "turns|cumple|wird am|wird morgen|wird heute|kerzen|candles|bougies|kindergeburtstag|"
     "fête ses"},
    {CUE_NOT_SECRET,
     "as announced|announced last|announced today|published|publicly|press release|"
     "we announced|is public now|now public|official now|it's official|officially|policy|"
     "statement|matters to us|agreement|standard|how to write|what is an nda|sign an nda|"
     "secret ingredient|secret of|the secret to|ingredient|surprise party|santa|embargo on|"
     "wie angekündigt|comme annoncé|como anunciamos|annual report|privacy|fenced|explained|"
     "template|ask for our|recipe|rezept|recette|receta|birthday"},
    {CUE_DEAL,
     "invoice|invoices|contract|contracts|work for|working for|worked for|deadline|briefing|"
     "rechnung|rechnungen|auftrag|vertrag|zahlt|payeur|facture|factures|factura|facturas|"
     "contrat|devis|contrato|encargo|pedido|our work|refunds|fixing what|change their mind|"
     "changed their mind|mandant|revision|revisions|quote|payments|late payment|"
     "purchase order|supplier|kostenvoranschlag|zahlen|cobrar|meeting with|call with|pitch|"
     "i quit|logo|deadlines|the buyer|buyer from|reklamiert|paid us|hasn't paid us|dumped|"
     "nos trata|nos tratan|plays dead|nicht bezahlt|noch nicht bezahlt|finally dumped|"
     "always changes"},
    {CUE_LOW,
     "feeling empty|feel empty|empty today|numb|hopeless|worthless|can't go on|"
     "can't stop crying|cried all|crying in|lonely|so alone|nobody to talk to|"
     "who to talk to|eating me alive|falling apart|heartbroken|broke up with me|left me|"
     "miss him so|miss her so|miss you so|don't know how to go on|what i did wrong|"
     "dark place|dark days|giving up|depressed|panic attack|panic attacks|anxiety|"
     "burned out|burnt out|burnout|at the end of my|can't cope|nightmare week|worst day|"
     "worst week|worst year|got fired|was fired|been fired|got laid off|laid off|"
     "lost my job|quit my job|handed in my notice|resigned|without a job|unemployed|"
     "passed away|funeral|grief|grieving|miscarriage|diagnosed|divorce|divorced|i'm scared|"
     "i am scared|can't sleep since|hate myself|hate my life|hate my body|fat and ugly|"
     "leer heute|fühle mich leer|so leer|nicht mehr weiter|keine kraft|weine|geweint|einsam|"
     "allein gelassen|hoffnungslos|gekündigt worden|job verloren|arbeitslos|gestorben|"
     "verstorben|beerdigung|trauer|panikattacken|depressionen|me sens vide|"
     "je n'en peux plus|j'en peux plus|pleuré|pleure|seule ce soir|désespéré|viré|virée|"
     "perdu mon travail|décédé|décédée|enterrement|deuil|angoisse|quitté mon poste|"
     "me siento vacía|me siento vacío|no puedo más|he llorado|llorando|tristeza|despedido|"
     "despedida|sin trabajo|falleció|murió|entierro|duelo|ansiedad|me ha dejado|me dejó|"
     "don't speak with me|like a ghost|no one called|nobody called|nobody came|"
     "don't want flowers"},
    {CUE_GROUP,
     "immigrants|immigrant|migrants|refugees|refugee|foreigners|those people|these people|"
     "people like that|people like them|such people|certain families|those families|muslims|"
     "jews|gypsies|blacks|arabs|the poor|poor people|unemployed people|the homeless|"
     "women drivers|feminists|gays|fat people|all politicians|indian colleagues|ausländer|"
     "flüchtlinge|asylanten|diese leute|solche leute|die da oben|alle politiker|moslems|"
     "juden|arbeitslose|hartz|zigeuner|frauen am steuer|ces gens-là|les étrangers|étrangers|"
     "les immigrés|immigrés|migrants|réfugiés|les chômeurs|les arabes|les juifs|les pauvres|"
     "esa gente|los inmigrantes|inmigrantes|extranjeros|los moros|los gitanos|gitanos|"
     "los vagos|los pobres|vegans|away fans|these parasites|illegals|aliens"},
    {CUE_AGAINST,
     "send them back|send them all|send them home|back where|deport|cannot think|"
     "can't think|only copy|don't want to work|won't work|too lazy|lazy|taking our|take our|"
     "steal our|stealing our|our women|let them starve|let them drown|starve|drown|"
     "belong in a cage|in a cage|lock them up|locked up|should be shot|string them up|"
     "hang them|shouldn't have|shouldn't be allowed|should not be allowed|shouldn't vote|"
     "shouldn't breed|breed|breeding|vermin|rats|parasites|parasite|scum|plague|filth|"
     "terrorists|get everything for free|live off|living off|our taxes|go home|not welcome|"
     "ban them|nichts zu suchen|abschieben|zurückschicken|wollen nicht arbeiten|"
     "nur kassieren|faul|in einen sack|draufhauen|gehören ins|gesindel|liegen uns auf|"
     "ne veulent pas travailler|veulent nos|nos allocations|nos impôts|dehors|chez eux|"
     "renvoyer|profiteurs|que vuelvan|a su país|nos quitan|vienen a robar|a robar|"
     "no quieren trabajar|vagos|ratas|viven de|de nuestros impuestos|stink|stinken|puent|"
     "shouldn't have children|get everything first|always get everything"},
    {CUE_TITLE,
     "mr|mrs|ms|miss|dr|doctor|professor|prof|herr|frau|monsieur|madame|mme|señor|señora|sr|"
     "sra|don|doña|mister"},
    {CUE_ACCUSE,
     "killed|never touch a knife|why he was moved|why she was moved|half the parents know|"
     "i know half|cheated|stole|steals|liar|lied|crook|thief|fraud|fraudster|scammed|"
     "scammer|corrupt|cheapest|abuser|abused|creep|pervert|incompetent|idiot|clown|"
     "behind with his rent|behind with her rent|behind with the rent|hasn't paid|never paid|"
     "betrüger|lügner|klaut|schuldet|zahlt die miete nicht|unfähig|voleur|menteur|escroc|"
     "incapable|ladrón|mentiroso|estafador|sinvergüenza|inútil|beats his|hits his"},
    {CUE_RELEASE,
     "version|release|build|firmware|section|version :|v|versión|update|sdk|patch|kernel|"
     "läuft stabil|ya disponible|standard|chapter|kapitel|paragraph"},
    {CUE_PLATE,
     "plate|plates|number plate|licence plate|license plate|kennzeichen|nummernschild|"
     "matrícula|plaque|immatriculation|reg plate|id card|id card no|policy number"},
    {CUE_RING,
     "call|phone|tel|telephone|mobile|cell|whatsapp|text me|hotline|handy|handynr|telefon|"
     "anrufen|téléphone|appelez|appelle|teléfono|móvil|llama|llámame|festnetz|fixe|fijo|"
     "landline|my number|mon numéro|nouveau numéro|meine nummer|mi número|dial"},
    {CUE_DIGIT,
     "zero|oh|one|two|three|four|five|six|seven|eight|nine|null|eins|zwei|zwo|drei|vier|"
     "fünf|sechs|sieben|acht|neun|zéro|deux|trois|quatre|cinq|sept|huit|neuf|cero|uno|dos|"
     "tres|cuatro|cinco|seis|siete|ocho|nueve|double|triple"},
    {CUE_HUSH,
     "between us|between you and me|keep it to yourself|keep it to yourselves|"
     "don't tell anyone|don't tell anybody|off the record|hush hush|keep this quiet|"
     "keep quiet|unter uns gesagt|entre nous|entre nosotros|geheim|noch geheim|es secreto|"
     "todavía es secreto|internally|under wraps|get me fired|will hate me for this|"
     "not supposed to say|not supposed to share|don't share this|can't say who yet|"
     "haven't told|will kill me if|not supposed to post|shouldn't post this|"
     "shouldn't say this|shouldn't be sharing|before anyone knows|c'est encore secret|"
     "secret pour l'instant|unsigned|unfiltered|unreleased|unofficially|code name|codename|"
     "secret project"},
    {CUE_FIRM,
     "company|firm|boss|ceo|cfo|board|staff|employees|department|client|clients|customer|"
     "customers|supplier|merger|merging|acquisition|acquire|acquiring|takeover|deal|"
     "contract|tender|bid|revenue|profit|margin|sales|figures|quarter|q1|q2|q3|q4|forecast|"
     "budget|layoffs|jobs|branch|branches|plant|factory|launch|product|prototype|release|"
     "roadmap|version|feature|chart|funding|investors|investor|shares|ipo|patent|project|"
     "firma|chef|kunden|kunde|umsatz|gewinn|quartal|fusion|übernahme|übernehmen|standort|"
     "werk|produkt|prototyp|vertrag|angebot|entreprise|patron|chiffre|chiffres|rachat|"
     "racheter|licenciements|usine|produit|contrat|empresa|jefe|cliente|clientes|ventas|"
     "fusión|comprar|despidos|fábrica|producto|prototipo|contrato|grupo|conference talk|"
     "announcement|press|partnership|salary list|hire|hiring|redundancies|insolvency|"
     "offer for|funding round|sales numbers|our numbers|our team|their team"},
    {CUE_NUMBERED,
     "room|seat|gate|platform|zimmer|gleis|sitzplatz|quai|siège|asiento|andén|table|tisch"},
  // clang-format on
};

const size_t lexicon_rows = COUNT_OF(lexicon_table);
