//! The names that people at the four sites have.

/// The names that are common at a site.
pub(crate) struct Pool {
    pub(crate) women: &'static [&'static str],
    pub(crate) men: &'static [&'static str],
    pub(crate) families: &'static [&'static str],
}

#[rustfmt::skip]
pub(crate) const LEEDS: Pool = Pool {
    women: &[
        "Abigail", "Aisha", "Amelia", "Anjali", "Beth", "Caitlin", "Charlotte", "Chloe",
        "Eilidh", "Eleanor", "Fatima", "Fiona", "Freya", "Grace", "Harriet", "Imogen", "Isla",
        "Jasmine", "Joanna", "Katarzyna", "Leanne", "Megan", "Nadia", "Niamh", "Olivia",
        "Parveen", "Philippa", "Priya", "Rachel", "Rosalind", "Ruth", "Siobhan", "Sunita",
        "Tamsin", "Yewande", "Zoe",
    ],
    men: &[
        "Adebayo", "Alastair", "Andrew", "Ben", "Callum", "Craig", "Daniel", "Dev", "Dominic",
        "Ewan", "Faisal", "Gareth", "Gordon", "Harry", "Imran", "Jack", "Joe", "Kwame", "Liam",
        "Lewis", "Marcus", "Martin", "Neil", "Nigel", "Owen", "Patrick", "Piotr", "Rajesh",
        "Rhys", "Simon", "Stuart", "Tariq", "Thomas", "Tunde", "Wayne", "Will",
    ],
    families: &[
        "Abbott", "Adeyemi", "Ahmed", "Ainsworth", "Appleyard", "Armitage", "Ashworth",
        "Atkinson", "Barraclough", "Bhatt", "Bielski", "Boothroyd", "Bradbury", "Brennan",
        "Calvert", "Campbell", "Chaudhry", "Clegg", "Crossley", "Davies", "Dewhirst", "Doyle",
        "Eastwood", "Farrar", "Fletcher", "Gallagher", "Greenwood", "Haigh", "Hargreaves",
        "Hirst", "Holroyd", "Hussain", "Iqbal", "Jagger", "Kaur", "Kellett", "Khan", "Kowalska",
        "Lister", "Lumb", "MacLeod", "Marsden", "Mensah", "Metcalfe", "Mistry", "Murgatroyd",
        "Naylor", "Nkrumah", "Nowak", "O'Connor", "Okafor", "Oldroyd", "Patel", "Pickles",
        "Priestley", "Rahman", "Rhodes", "Ramsden", "Sharma", "Shaw", "Singh", "Stead",
        "Sutcliffe", "Sykes", "Thackray", "Thornton", "Tordoff", "Varley", "Walmsley",
        "Whitaker", "Wilkinson", "Womersley", "Wright",
    ],
};

#[rustfmt::skip]
pub(crate) const GOETTINGEN: Pool = Pool {
    women: &[
        "Anja", "Annika", "Aylin", "Birgit", "Britta", "Carolin", "Christina", "Dilek", "Elif",
        "Franziska", "Friederike", "Gesa", "Heike", "Ines", "Jana", "Jule", "Katharina",
        "Kerstin", "Lena", "Leonie", "Magdalena", "Maren", "Melanie", "Nele", "Oksana", "Petra",
        "Ronja", "Sabine", "Silke", "Svenja", "Tanja", "Ulrike", "Wiebke",
    ],
    men: &[
        "Alexander", "Andreas", "Arne", "Bastian", "Bernd", "Burak", "Carsten", "Christoph",
        "Detlef", "Dominik", "Emre", "Fabian", "Florian", "Frank", "Hannes", "Henning",
        "Holger", "Jan-Philipp", "Jens", "Jörg", "Kai", "Lars", "Lukas", "Matthias", "Michael",
        "Nils", "Oliver", "Rainer", "Sebastian", "Stefan", "Thorsten", "Tobias", "Uwe",
        "Yannick",
    ],
    families: &[
        "Ahlers", "Albrecht", "Aydın", "Bartels", "Becker", "Behrens", "Bode", "Böhm", "Brandt",
        "Busse", "Demir", "Dreyer", "Ebeling", "Ehlers", "Engelhardt", "Fricke", "Gärtner",
        "Giesecke", "Grothe", "Günther", "Hartmann", "Heine", "Henze", "Hoffmann", "Ilse",
        "Jahns", "Kellner", "Klinge", "Köhler", "König", "Kraus", "Krüger", "Kulla", "Lehmann",
        "Lindemann", "Lüer", "Marquardt", "Meyer", "Möller", "Nolte", "Oppermann", "Öztürk",
        "Pape", "Peters", "Quentin", "Reuter", "Rohde", "Rüther", "Sander", "Schäfer",
        "Schlüter", "Schmidt", "Schrader", "Schulze", "Siebert", "Sommer", "Steinmetz",
        "Teichmann", "Thiele", "Uhlig", "Vogt", "Voß", "Weber", "Wendt", "Weiß", "Wolters",
        "Yılmaz", "Ziegler",
    ],
};

#[rustfmt::skip]
pub(crate) const BRNO: Pool = Pool {
    women: &[
        "Adéla", "Alena", "Alžběta", "Barbora", "Dana", "Eliška", "Gabriela", "Hana", "Iveta",
        "Jitka", "Kateřina", "Klára", "Lenka", "Lucie", "Markéta", "Martina", "Michaela",
        "Monika", "Pavla", "Radka", "Šárka", "Tereza", "Veronika", "Zuzana",
    ],
    men: &[
        "Aleš", "David", "Dušan", "Filip", "František", "Jakub", "Jaroslav", "Jiří", "Josef",
        "Karel", "Libor", "Luboš", "Marek", "Matěj", "Milan", "Miroslav", "Ondřej", "Pavel",
        "Petr", "Radek", "Roman", "Stanislav", "Tomáš", "Václav", "Vojtěch", "Zdeněk",
    ],
    families: &[
        "Bartoš", "Beneš", "Blažek", "Čermák", "Doležal", "Dvořák", "Fiala", "Hájek",
        "Havlíček", "Horák", "Hruška", "Jelínek", "Kadlec", "Kolář", "Konečný", "Kopecký",
        "Kovář", "Kratochvíl", "Kříž", "Malý", "Marek", "Mašek", "Moravec", "Musil", "Navrátil",
        "Nguyen", "Novotný", "Pokorný", "Pospíšil", "Procházka", "Růžička", "Říha", "Sedláček",
        "Šimek", "Staněk", "Svoboda", "Tichý", "Urban", "Vaněk", "Veselý", "Vlček", "Zeman",
    ],
};

#[rustfmt::skip]
pub(crate) const TAMPERE: Pool = Pool {
    women: &[
        "Aino", "Anneli", "Annika", "Elina", "Emmi", "Hanna", "Heidi", "Helmi", "Iida",
        "Johanna", "Kaisa", "Katja", "Laura", "Leena", "Liisa", "Maija", "Minna", "Outi",
        "Päivi", "Riikka", "Sanna", "Satu", "Sofia", "Tiina", "Venla",
    ],
    men: &[
        "Aleksi", "Antti", "Arttu", "Eero", "Esa", "Hannu", "Heikki", "Ilkka", "Jari", "Juha",
        "Jukka", "Kalle", "Lauri", "Markku", "Matti", "Mika", "Mikael", "Niko", "Olli", "Pekka",
        "Sami", "Tapio", "Teemu", "Timo", "Ville",
    ],
    families: &[
        "Aalto", "Ahonen", "Hakala", "Heikkinen", "Heinonen", "Hiltunen", "Hämäläinen",
        "Jokinen", "Järvinen", "Karjalainen", "Kinnunen", "Koivisto", "Korhonen", "Koskinen",
        "Laaksonen", "Lehtonen", "Lindqvist", "Lindström", "Mattila", "Mäkelä", "Mäkinen",
        "Nieminen", "Nurmi", "Ojala", "Pitkänen", "Rantanen", "Räsänen", "Saarinen", "Salminen",
        "Savolainen", "Tamm", "Toivonen", "Turunen", "Virtanen", "Väisänen",
    ],
};
