/* people/nicknames.c: the families of given names: one line, one name in all its forms. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/nicknames.h"

#include "core/attr.h"
#include "core/hash.h"

#include <pthread.h>

/* Folded as fold_search does it. A form may stand in several lines; what is common to unrelated
 * names (Ali, Sam as a whole name) is left where it misleads least. */
/* NOLINTBEGIN(bugprone-suspicious-missing-comma): a long family goes on in the next line */
static const char *const families[] = {
    "aaron ron ronnie aron ari",
    "abigail abby gail abbie",
    "abraham abe bram ibrahim avraham avi",
    "adalbert bert adelbert albert al berty bertie alberto albrecht",
    "adam ad addie adamo",
    "adelaide addie adela heidi della ada",
    "agnes aggie nessie agnieszka ines inez agnese agnija",
    "alan allan allen al alain alen",
    "alexander alex al alec alek sandy sasha sascha sacha xander lex aleksandar aleksander "
    "alexandre alejandro alessandro aleksandr oleksandr alexandros ales alexei sanjin sandro",
    "alexandra alex alexa lexi sandra sandy sasha sascha aleksandra alejandra alessandra oleksandra "
    "ola xandra",
    "alexis alex lexi aleksej alexey aleksey alexei alyosha",
    "alfred al fred alfie freddie alfredo fredo",
    "alice ali alicia lisa elsie alisa allie",
    "amanda mandy mandi amy",
    "amelia amy millie emilia mia amalia",
    "anastasia nastya stacy asya ana anastazija anastasiya stasia",
    "andrew andy drew andreas andre andrea andrej andrija andres andrei andriy andrzej anders "
    "andrey andrii jedrzej ondrej",
    "andrea andy andie drea",
    "angela angie angel angelica angelika andjela andela angelina",
    "ann anna anne anny annie nancy hannah hanna ana anja anita ania anya annika nan nina anica "
    "anka nana hana anette annette",
    "anthony tony antony ant antonio anton ante antun toni antoine antonin antonis toon",
    "antonia toni tonia antonija antonina tonka",
    "archibald archie baldie",
    "arthur art artie arturo artur",
    "august gus augustus gust augustin gustl augusto",
    "barbara barb babs barbie bobbie basia barbora varvara barica",
    "bartholomew bart barry bartolome bartek bartosz bartol bartlomiej",
    "beatrice bea trixie beatrix bee beatriz beata",
    "benedict ben benny benedikt benedetto bennet",
    "benjamin ben benny benji benjy",
    "bernard bernie barney bernhard bernd bernardo",
    "blagoje blaz blasius blaise",
    "bogdan boki danko bohdan",
    "boris borya borka boro",
    "bradley brad",
    "bridget biddy biggi bridie brigid birgit brigitte brigita gitta",
    "brian bryan bryant",
    "caleb cal",
    "cameron cam",
    "carl karl carlo charles carlos karlo karel karol carlito",
    "caroline carrie carol lina karolina carolina caro carolyn lynn karoline line",
    "casimir kazimir kaz kazik kazimierz",
    "catherine kate cathy katie kathy kathryn katherine kat kitty kay kit trina katarina katharina "
    "catarina catalina caterina ekaterina katya kateryna kaca katica katja kathrin katrin karin "
    "catrin katarzyna kasia cat rina cate katherina kathleen kateřina katerina cathleen",
    "cecilia cissy celia cecily cilla cecile silke",
    "charles charlie chuck chas chip carl carlos charley karl charly",
    "charlotte lottie charlie lotte carlotta karlotta char carlota",
    "chester chet",
    "christian chris kristijan christiaan kristian cristian christen krystian",
    "christina chris tina chrissy christine kristina kristine kris kirsten cristina krystyna "
    "kirstin christie kristin christin tinka",
    "christopher chris kit topher christoph kristof cristobal krzysztof cristoforo christos "
    "christophe kristofer kryštof krsto",
    "clara claire clare klara clarissa",
    "claudia claudine klaudia klavdija",
    "clifford cliff",
    "constance connie stanzi constanze konstanze",
    "constantine konstantin costa kostas kosta dinos kostya costas",
    "cornelius con neil cornelis kornel nelis cor kees",
    "cynthia cindy cinzia",
    "daniel dan danny daniele danil danijel danilo daniil",
    "daniela dani danijela danielle danny daniella",
    "david dave davey davy davide davor dejvid davit dawid",
    "deborah debbie deb debra debora",
    "demetrius dimitri dimitrios dmitry dmitri dimitris dmytro dmitriy dima mitya dimitrij dmitar "
    "mitja jim",
    "dennis denny denis denys dionisio",
    "derek rick derrick dirk diederik",
    "dominic dom nick dominik domenico domingo dominique mimmo",
    "donald don donnie",
    "dorothy dot dolly dottie dorothea dora dorotea thea doro",
    "douglas doug",
    "edith edie edita",
    "edmund ed ned ted eddie edmond edmondo",
    "edward ed ted ned eddie eduard eduardo teddy edoardo edvard edo edouard lalo",
    "edwin ed eddie ned",
    "eleanor ellie nell nora elenor lenore elena eleonora ella nelly eleanora elinor leonor lea",
    "elias eli ilija ilias elijah ilya ilja illia eliasz ilya",
    "elizabeth liz beth lizzie eliza betty bess betsy elsie lisa libby elisabeth elise elsa else "
    "isabel isabella elisabeta elisabetta elzbieta bettina lisbeth lilibeth ela isabelle izabela "
    "alzbeta jelisaveta elisa erzsebet yelizaveta elizaveta liza bet buffy lise ilse sissi ella",
    "ella el ellie",
    "emanuel manny manuel emmanuel manolo manu immanuel mane emanuele",
    "emily em emmy millie emilia emilie emilija emelie",
    "emma em emmy",
    "eric rick ricky erik erich enrico erick eryk",
    "ernest ernie ernst ernesto erno",
    "esther hetty essie ester estera hester",
    "eugene gene eugen eugenio evgeny yevgeny evgenij jenya zhenya yevhen eugeniusz",
    "eva eve evie ewa evita",
    "evelyn evie eve lyn evelina",
    "ferdinand ferdi fernando ferdo hernando fernand nando",
    "filip philip phil philipp felipe filippo philippe phillip pip fil fipo filipp",
    "florence flo flossie florian",
    "frances fran francesca fanny frankie franziska francisca franciska franca francine cesca "
    "frantiska sissy",
    "francis frank fran francisco francesco franz paco pancho franjo francois frane curro kiko "
    "frantisek franciszek ferenc franci cisco frans frankie",
    "franklin frank",
    "frederick fred freddy fritz rick frederik friedrich federico frederic fredrik fryderyk "
    "bedrich fredo",
    "frederica freddie friederike federica rika",
    "gabriel gabe gabi gavril gabrijel gabriele",
    "gabriela gabi gabrielle gabby gabrijela gabriella",
    "gail abigail",
    "geoffrey jeff geoff jeffrey jeffery godfrey gottfried",
    "george georgie jorge georg juraj georges giorgio yuri jerzy georgios georgy jiri gyorgy jure "
    "juro djordje dorde yury yuriy georgi jurgen jordi joris joran yorgos heorhii gjorgji jur",
    "gerald jerry gerry gerhard geraldo gerd gerardo gerard",
    "gertrude trudy gert gerda trude",
    "gilbert gil bert gilberto",
    "gordon gordy gord",
    "gregory greg gregor gregorio grzegorz grigory grisha grega grgur grigori hryhorii gregoire",
    "guillermo william memo",
    "gustav gus gustavo gustaf gusti",
    "harold harry hal harald",
    "harriet hattie harry henriette henrietta",
    "helen nell ellen elena helena lena helene jelena nelly alena ilona olena yelena eleni elene "
    "ileana halina lenka lenuta",
    "henry harry hank hal heinrich enrique henri heinz hendrik henrik hinko enrico henryk heiner "
    "quique hendrick jindrich hein",
    "herbert bert herb heribert",
    "hermann herman armando armin hermes",
    "howard howie",
    "hubert bert hugh hubertus",
    "hugo hugh ugo huw",
    "ignatius iggy ignacio nacho ignaz ignacy ignat vatroslav",
    "igor gosha",
    "irene rene irena irina reni ira iryna irini",
    "isaac ike zac isak itzhak ishak",
    "isabel isabella bella izzy belle isabelle izabela isa ysabel",
    "ivan ivo vanya john ivica ivek iwan",
    "ivana iva ivanka vanja ivka",
    "jacob jake jakob jacobo jaap yakov jakov jacques cob jascha jack",
    "jacqueline jacky jackie jacquelyn jaqueline",
    "james jim jimmy jamie jaime giacomo jago diego santiago jacques jem jakob iago jaume hamish "
    "seamus",
    "jane janey jenny janet jean joan johanna joanna jana jeanne juana giovanna ivana hanna janka "
    "jeannette joanne gianna janina janine jo",
    "janet jan jane",
    "jason jay",
    "jasmine jas yasmin jasmina yasmine",
    "jennifer jen jenny jenn jenna",
    "jeremy jerry jeremiah jem jeremias jeremija",
    "jerome jerry gerome jeronim geronimo hieronymus",
    "jessica jess jessie",
    "joachim jochen achim joaquin jokin joakim quim joao",
    "john jack johnny jon jean juan johann johannes hans ivan giovanni jan ian sean joao jens jonny "
    "evan johan janos ioannis yannis giannis yiannis ivo juanito shaun shane shawn hannes hansi "
    "gianni jovan jaan johnathan hanns nino eoin jens",
    "jonathan jon jonny nathan johnathan jonatan",
    "joseph joe joey jose giuseppe josef jozef josip yusuf beppe pepe jossif iosif jo zef sepp "
    "josko pepito youssef yosef jos beppo jozo joze osip yousef yusef yousuf jupp pino",
    "josephine jo josie josefina josefa giuseppina josipa pepa jozefina fina",
    "joshua josh josue",
    "judith judy judit jutta jude",
    "julia julie jules giulia julija yulia yuliya jule julka juliet julieta",
    "julian jules julius julien julijan giuliano julio",
    "katica kata",
    "karen kaz karin",
    "kenneth ken kenny",
    "kevin kev",
    "kimberly kim kimberley",
    "ladislav laszlo laco ladislaus wladyslaw vladislav vlado",
    "laura laurie lora loredana laurie lore laure",
    "laurence larry laurie lawrence lars lorenzo lorenz lovro laurent lawrie laurenz vavrinec lovre "
    "lourens lenz renzo loren lawson",
    "leo leon lev leonid leopold leonard leonardo leonhard lenny len leoncio poldi",
    "leonard len lenny leo leonardo leonhard lennart",
    "leslie les lesley",
    "lillian lily lilly lil liliana lilian ljiljana lilia",
    "linda lin lindy lynn belinda melinda",
    "louis lou louie luis luigi ludwig lodewijk lewis ludvik luka ludvig ljudevit lui ludovic "
    "aloysius alois alojz alojzije luiz",
    "louise lou luisa luise lulu louisa ludovica lujza",
    "lucas luke luka lukas luca lucian lukasz lucien luc loukas luki",
    "lucy lucia luz lucie lucija lucille luzia lucinda lu",
    "ludmila mila ljudmila liudmyla lyuda liudmila",
    "magdalena maggie lena magda magdalene madeleine maddie madeline malena majda madalena magdolna",
    "malcolm mal",
    "marcus marc mark marko marco markus marek marcel marcos markos mario marcello marcelo marcin",
    "margaret maggie meg peggy margie greta rita margo margot margarita margarete marguerite daisy "
    "gretchen margaux margareta malgorzata gosia madge mags margherita grete gretel marga greet "
    "marjorie margit marketa margita małgorzata maisie",
    "maria mary marie mia mimi marija marijana marina mariya maja moira mariella mari marika miriam "
    "molly polly mitzi masha maryam mariam maira maryann manja marica marisol mariana marianne mara "
    "marianna maren mariah",
    "marian marianne mary ann marianna mariana marijana",
    "martha marty patty marta mattie",
    "martin marty martijn martino marton martyn marcin merten tin",
    "martina tina marty martine",
    "matthew matt matthias mateo matteo matija mate matej mathieu mateusz mats matthieu matias "
    "mattias matyas matthaus thies matvey matvei mathias hias matvii teo",
    "matilda tilly mattie mathilde tilda maud matilde",
    "maurice moritz mauricio maurizio morris maury moris",
    "maximilian max maks maxim maximiliano maksim maxime maksym massimo maksimilijan maximo",
    "melanie mel melania mela",
    "melissa mel missy lissa",
    "mercedes merche mercy",
    "michael mike mick mickey michel miguel mikhail mihael mihajlo mischa misha michele mihail "
    "mikael mijo mikkel michal mischka mihovil mikko mykhailo michiel miki miho mihaly mitch micha "
    "mikolaj michail mihai mic",
    "michaela mica michelle michele mihaela micaela shelly mikaela michele",
    "mildred millie",
    "milan milo milos milko milosh mile",
    "miroslav miro mirko slavko mirek myroslav",
    "mohammed mohamed muhammad mohammad mo mehmet mohamad muhammed muhamed mahomet hamada",
    "monica mona monika monique moni",
    "nadia nadja nadezhda nada nadine nadiya nadiia",
    "natalie nat natalya natasa natalia nathalie natalija natasha talia natasa nataliya nata",
    "nathan nate nat nathaniel natan nathanael",
    "nicholas nick nicky nicolas nikolaus klaus nikola nicola nikolas nicolo mikolaj nico niko "
    "nikolai nikolay claus niklas mykola nikolaos nicolaas niels nils colin miklos kolya nikos "
    "klaas lasse",
    "nicole nicky nikki nicola nicolette nikolina nika colette",
    "oliver ollie oli olivier oliwer",
    "olivia liv livia ollie livvy",
    "olga olya helga olha olenka",
    "oscar oskar ozzie ossi",
    "oswald ossie oz osvaldo",
    "pamela pam",
    "patricia pat patty tricia trish patsy patrizia patricija",
    "patrick pat paddy pats patricio padraig patrik patryk patrizio rick",
    "paul pablo paolo pavel pavle pavao paulo pauli pawel pavlo pal pavo paulie pol",
    "paula pola paola pavla paulina pauline polly",
    "penelope penny",
    "peter pete pedro pietro petar pierre piotr pjotr petr pieter piet petros perica pero pera "
    "petter peder per petro petya pyotr pete peto perry petja",
    "petra pete petronella",
    "philip phil pip felipe filip philippe philipp flip filippo",
    "priscilla cilla prissy",
    "rachel rach rae rachael raquel rahela rahel rakel",
    "raphael rafael rafa raffaele raffi rafal raf",
    "raymond ray raimund ramon raimondo rajmund",
    "rebecca becky becca bec reba rebeka rebekka",
    "reginald reg reggie reinhold rex",
    "reinhard rainer reiner reinhart",
    "richard dick rick rich richie ricky ricardo riccardo rico dickie ryszard rikard",
    "robert bob rob bobby robbie bert roberto robi robin rupert rober roby robo ruprecht",
    "roberta bobbie robbie berta",
    "rodney rod",
    "roger rodge rog rudiger rogerio ruggero",
    "roland rollo orlando rolando rolland",
    "ronald ron ronnie",
    "rose rosa rosie rosalie rosalind rosemary rosita ruza rozalija rosario charo",
    "rosemary rose rosie romy rosemarie",
    "rudolf rudi rolf rudolph rodolfo rudy dolf ruda",
    "russell russ rusty",
    "sabine bine sabina binka",
    "samantha sam sammy",
    "samuel sam sammy samuele sami samo",
    "sandra sandy alexandra",
    "sarah sally sadie sara zara sarita",
    "sebastian seb bastian basti sebastien sebastiano bash sebastijan sebo",
    "serge sergei sergio sergey serhii serghei srdjan",
    "sharon shari",
    "sheila celia",
    "sigmund siegmund zygmunt sigi zsigmond ziggy",
    "simon si simeon szymon simone simun simo sime",
    "sophia sophie sofia sofie zofia sonja sonia zosia sofija sonya fifi sofiya",
    "stanislav stan stanley stanko stanislaw stas stano stanislaus staszek",
    "stella estelle estella",
    "stephen steve stefan stephan steven stevie esteban stefano stjepan stipe istvan etienne "
    "stefanos szczepan stepan stef stijn stevan stiv stevo stephane steffen stepko pista",
    "stephanie steph stefanie stefania stephi fanny stefani stefanija steffi stepanka",
    "susan sue susie suzy suzanne susanna susana zuzana suse zuzanna sanne suzana suzie sanna "
    "susanne sanja",
    "suleiman suleyman solomon salomon sulejman",
    "svetlana lana sveta svjetlana svitlana",
    "tamara tammy mara toma",
    "tatiana tanya tanja tatjana tania taja tetiana tetyana",
    "teresa terry tess tessa theresa tracy therese terezija resi tere tereza terka thea theresia",
    "terence terry terrence",
    "theodore ted theo teddy teodor theodor fedor fyodor teo tudor todor tivadar dore",
    "thomas tom tommy tomas tomaso tomislav tomasz tommaso toma tome tomo tam tommi maso thom tomek "
    "tomaz",
    "timothy tim timmy timotej timo timoteo",
    "tobias toby tobi tobiasz tobia",
    "urban urbano",
    "ursula uschi ulla urszula orsolya ursa uschi",
    "valentin val tino valentino valentyn walenty tinko",
    "valerie val valeria valerija lera valeriya",
    "veronica vera ronnie roni nika veronika berenice weronika verica",
    "victor vic vik viktor vittorio vitya wiktor vitja",
    "victoria vicky tori viktoria vic vittoria viktorija viki viktoriia viktoriya wiktoria",
    "vincent vince vinny vicente vincenzo vinko vinzenz vinnie cencic enzo wincenty",
    "violet vi viola violetta ljubica",
    "virginia ginny ginger",
    "vladimir vlad vlado volodymyr vova wladimir volodya vladko wlodzimierz woody",
    "walter walt wally gualtiero valter wat gautier",
    "wenceslas vaclav vjenceslav wenzel waclaw vasek",
    "wilfred will fred wilf wilfried",
    "wilhelmina minnie mina wilma billie willa helma vilma guillermina elma",
    "william bill will billy willy liam wilhelm guillermo willem vilim guillaume willi guglielmo "
    "gwilym vilko wim helmut vilmos",
    "winifred winnie freddie",
    "yusuf joseph yousef",
    "xavier javier javi xavi saverio xaver",
    "enrique quique kike",
    "santiago santi yago thiago",
    "dolores lola loli",
    "pilar pili",
    "concepcion concha conchita",
    "guadalupe lupe lupita",
    "jesus chus chuy",
    "beatriz bea",
    "ignacio nacho",
    "aisha aicha aysha ayse aischa aiesha",
    "ahmed ahmad ahmet achmed",
    "hussein husein huseyin hossein hussain",
    "ali aly",
    "fatima fatma fatemeh fatoumata",
    "khadija hatice khadijah hadija",
    "mustafa mustapha moustafa",
    "omar umar omer",
    "khalid khaled halid",
    "hasan hassan",
    "maryam miriam meryem mariam",
    "zachary zach zack zak zachariah zaharija",
};
/* NOLINTEND(bugprone-suspicious-missing-comma) */

enum {
    SLOTS = 8192, /* a power of two, over twice the forms */
    FORM_BYTES = 24
};

static struct {
    char form[FORM_BYTES];
    uint16_t family[NICKNAME_FAMILIES_MOST];
    uint16_t n;
} table[SLOTS];

static size_t slot_of(struct str form)
{
    size_t at = fnv1a32(form.p, form.n) & (SLOTS - 1);
    while (table[at].n && !str_is(form, table[at].form))
        at = (at + 1) & (SLOTS - 1);
    return at;
}

static void fill(void)
{
    for (size_t f = 0; f < COUNT_OF(families); f++) {
        struct str rest = str_from(families[f]), form;
        while (str_cut(&rest, ' ', &form)) {
            if (form.n == 0 || form.n >= FORM_BYTES)
                continue;
            size_t at = slot_of(form);
            if (table[at].n == 0)
                for (size_t i = 0; i < form.n; i++)
                    table[at].form[i] = form.p[i];
            if (table[at].n < NICKNAME_FAMILIES_MOST)
                table[at].family[table[at].n++] = (uint16_t)f;
        }
    }
}

size_t nickname_families(struct str token, uint16_t out[NICKNAME_FAMILIES_MOST])
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, fill);
    if (token.n == 0 || token.n >= FORM_BYTES)
        return 0;
    size_t at = slot_of(token);
    for (size_t i = 0; i < table[at].n; i++)
        out[i] = table[at].family[i];
    return table[at].n;
}
