/* people/cities.c: cities that bear several names. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "people/cities.h"

#include "core/attr.h"

/* One line a city, the first name stands for all. Folded. */
static const char *const cities[] = {
    "athens,athina,athinai,athen,atene", "beijing,peking,pekin", "belgrade,beograd,belgrad",
    "berlin,berlino", "bern,berne,berna", "bratislava,pressburg,pozsony",
    "brussels,bruxelles,brussel,brussels capital", "bucharest,bucuresti,bukarest",
    "budapest,budapesta", "buenos aires,caba,ciudad autonoma de buenos aires,bs as",
    "cairo,al qahira,kairo,le caire", "chennai,madras", "cologne,koln,koeln,colonia",
    "copenhagen,kobenhavn,kopenhagen,copenhague", "dublin,baile atha cliath",
    "edinburgh,dun eideann,edimbourg", "florence,firenze,florenz", "frankfurt,frankfurt am main,ffm",
    "geneva,geneve,genf,ginevra", "genoa,genova,genua", "ghent,gent,gand", "gothenburg,goteborg",
    "guangzhou,canton", "hague,den haag,s-gravenhage,the hague", "hamburg,hamburgo",
    "hanoi,ha noi", "havana,la habana,habana", "helsinki,helsingfors",
    "ho chi minh city,saigon,sai gon,tp hcm,thanh pho ho chi minh,hcmc",
    "hong kong,xianggang", "istanbul,constantinople", "jerusalem,yerushalayim,al quds",
    "kolkata,calcutta", "krakow,cracow,krakau", "kyiv,kiev,kiew,kyyiv,kiyiv,kiyev,kyjev",
    "lisbon,lisboa,lissabon,lisbonne", "ljubljana,laibach", "london,londres,londra,londyn",
    "los angeles,la", "lviv,lwow,lemberg,lvov", "lyon,lyons", "madrid,madryd",
    "marseille,marseilles", "mexico city,ciudad de mexico,cdmx,mexico df", "milan,milano,mailand",
    "montreal,mtl", "moscow,moskva,moskau,moscou", "mumbai,bombay", "munich,munchen,muenchen,monaco di baviera",
    "naples,napoli,neapel", "new york,new york city,nyc,manhattan", "nice,nizza",
    "nuremberg,nurnberg,nuernberg", "padua,padova", "paris,parigi", "philadelphia,philly",
    "plzen,pilsen", "porto,oporto", "prague,praha,prag,praga", "quebec,quebec city",
    "reykjavik,reykiavik", "riga,ryga", "rijeka,fiume", "rome,roma,rom", "rotterdam,roterdam",
    "saint petersburg,st petersburg,sankt peterburg,leningrad,spb", "salzburg,salisburgo",
    "san francisco,sf,san francisco bay", "sao paulo,sp,san pablo", "seoul,soul,seoul capital,seoul-si",
    "sevilla,seville", "shanghai,schanghai", "sofia,sofiya", "split,spalato",
    "stockholm,estocolmo", "strasbourg,strassburg", "sydney,sidney", "taipei,taibei",
    "tallinn,reval", "thessaloniki,saloniki,salonica", "tokyo,tokio", "trieste,trst,triest",
    "turin,torino", "valencia,valence", "venice,venezia,venedig",
    "vienna,wien,viena,vienne,bec,vieden", "vilnius,wilno,wilna", "warsaw,warszawa,warschau,varsovie",
    "washington,washington dc,dc", "wroclaw,breslau", "yerevan,erevan", "zagreb,agram",
    "zaragoza,saragossa", "zurich,zuerich,zurigo", "izmir,smyrna", "bengaluru,bangalore",
    "thiruvananthapuram,trivandrum", "pune,poona", "kochi,cochin", "yangon,rangoon",
    "busan,pusan", "kharkiv,kharkov,charkow", "odesa,odessa", "minsk,miensk", "chisinau,kishinev",
    "tbilisi,tiflis", "gdansk,danzig", "poznan,posen", "szczecin,stettin", "lodz,lodsch",
    "antwerp,antwerpen,anvers", "bruges,brugge", "liege,luik,luttich", "basel,bale,basle,basilea",
    "lucerne,luzern", "graz,gradec", "skopje,skoplje", "pristina,prishtina", "shkoder,scutari",
    "corfu,kerkyra", "crete,kriti", "cork,corcaigh", "galway,gaillimh", "cardiff,caerdydd",
    "a coruna,la coruna,corunna", "san sebastian,donostia", "bilbao,bilbo", "mallorca,majorca",
    "braunschweig,brunswick", "hanover,hannover", "mainz,mayence", "aachen,aix-la-chapelle",
};

struct str city_name(struct str folded)
{
    for (size_t i = 0; i < COUNT_OF(cities); i++) {
        struct str rest = str_from(cities[i]), name, first = STR_NONE;
        while (str_cut(&rest, ',', &name)) {
            first = first.n ? first : name;
            if (str_eq(name, folded))
                return first;
        }
    }
    return folded;
}
