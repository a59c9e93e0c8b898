"""The closed classes of English, and the commonest words of the open ones: what ends a noun group without a parser."""

from __future__ import annotations

from numbertext.extraction.wordlist import wordlist

DETERMINERS = wordlist(
    "the a an this that these those its their our his her my your each every all both any no such another"
    " other some what which whose either neither"
)
POSSESSIVES = wordlist("its their our his her my your whose")
PREPOSITIONS = wordlist(
    "of in on at by for from to with without within into onto over under above below between among"
    " amongst through throughout during since until till against across after before behind beyond beside"
    " besides despite per via versus vs than as like unlike about around near off out up down along"
    " alongside towards toward upon concerning regarding excluding including following inside outside"
    " except plus minus worth amid due"
)
CONJUNCTIONS = wordlist(
    "and or but nor while whereas although though because if when where whether unless once so yet who"
    " whom that which how why whilst"
)
PRONOUNS = wordlist(
    "it they we he she i you them us him me itself themselves there here who whom someone everyone nobody"
    " anybody none himself herself ourselves mine ours theirs"
)
AUXILIARIES = wordlist(
    "is are was were be been being am has have had having do does did done will would shall should can"
    " could may might must cannot won't can't don't didn't doesn't wasn't weren't isn't aren't hasn't"
    " haven't hadn't ought remain remains remained become becomes became seem seems"
)
ADVERBS = wordlist(
    "not also only just still even already now then thus however therefore moreover again ago later"
    " earlier afterwards respectively together altogether overall too very much more less fewer rather"
    " quite almost nearly today yesterday tomorrow worldwide nationwide abroad elsewhere alike apart away"
    " back forward onwards ahead alone anymore everywhere somewhere sometimes often always never ever"
    " instead else each twice once thrice soon far long higher lower greater i.e e.g namely"
)
STOPS = (DETERMINERS | PREPOSITIONS | CONJUNCTIONS | PRONOUNS | AUXILIARIES | ADVERBS) - wordlist(
    "other more less fewer"
)
"""Words that no noun group goes on with, once it has begun."""

PAST_VERBS = wordlist(
    "rose fell grew went took taken got gotten gave given came come said saw seen made met held led left"
    " lost paid sent spent built bought brought told won began begun ran run knew known found felt kept"
    " stood understood drew drawn drove driven wrote written chose chosen spoke spoken broke broken bore"
    " borne wore worn swore sworn tore torn hit cut put set shut quit let read hurt cost split spread fled"
    " fed bred sought thought taught caught fought sold lent lay laid lain sat slept swept wept dealt"
    " meant learnt burnt shot sank sunk shrank shrunk sprang sung rang swam flew flown threw thrown blew"
    " blown shown hidden ridden risen fallen gone withdrew withdrawn overcame underwent undertook"
    " undertaken became arose arisen forgot forgotten sprung stole stolen struck stuck woke awoke wound"
    " bound ate eaten drank aged upheld withheld foresaw foreseen forbade forbidden sped slid overthrown overheard"
)
PLAIN_PAST = wordlist(
    "received said attended visited had took won gave made became came went died agreed voted joined left"
    " remained stayed moved travelled asked resigned responded replied graduated succeeded started began"
    " entered passed crossed saw met sought found brought offered opened contained included involved"
    " declared expressed considered wanted needed used worked lived lacked applied did reoffended"
    " contributed showed led held ran spent paid kept put set fell rose grew adopted ratified signed"
    " completed launched submitted provided suffered exceeded appealed accepted refused supported"
    " described believed felt thought knew told cited indicated chose tested"
)
"""Past tenses that hardly ever stand before a noun as participles."""
BASE_VERBS = wordlist(
    "have remain live work use say include attend receive report get go take make give come need want"
    " help become face lack suffer die arrive join leave stay return depend rely belong benefit"
    " participate contribute provide offer support show tell account represent apply agree sign ratify"
    " adopt implement operate employ earn pay own produce reach meet complete pass fail enter continue"
    " begin start lead follow plan expect serve cover differ vary rise fall grow increase decrease decline"
    " drop wait travel commute cross drive spend send bring build run hold keep let put set win lose buy"
    " sell speak know think feel believe consider prefer exist occur happen appear seem tend try seek aim"
    " hope await respond enrol enroll graduate register require generate consist comprise host compete"
    " collect carry deliver exceed amount total fund share consume connect allow enable experience drink"
    " smoke eat flee train vote choose qualify struggle study finish cannot could lie sit relate involve address"
    " describe specialise specialize derive originate possess border coincide correspond comply conform undergo"
    " undertake survive succeed lapse expire stem identify recognise recognize acknowledge enjoy deem oppose"
    " favour favor regard concern relate pertain adhere merit warrant await emit emanate perish thrive flourish"
    " vanish disappear remember recall recover resume retire resign admit deny allege assert argue"
    " reject discuss explore examine assess evaluate analyse analyze propose suggest recommend acquire obtain"
    " retain maintain sustain preserve protect defend prevent avoid reduce improve enhance strengthen weaken create"
    " establish join combine accompany surround contain entail incorporate integrate extend expand spread"
    " stretch reflect illustrate demonstrate prove disprove confirm verify certify authorise authorize forbid"
    " prohibit restrict recruit dismiss teach learn understand speak write publish"
)
VERBS_IN_S = wordlist(
    "has is was does goes remains includes reports shows starts begins ends takes makes gives comes needs"
    " wants helps faces lacks covers provides offers becomes brings runs holds keeps contains requires"
    " receives continues follows leads marks focuses aims seeks says reaches meets leaves allows enables"
    " represents involves serves operates sets puts sees depends applies opens closes falls rises adds"
    " carries consists comprises features concerns fails"
)
ADJECTIVES = wordlist(
    "new major large small additional further local national regional annual joint final main key young"
    " old full formal foreign human public private rural urban poor rich high low good bad big great long"
    " short early late other such same different various several few many more fewer less separate"
    " distinct individual independent female male senior junior core own free open closed common whole"
    " entire total net gross average mean successive consecutive straight extra internal external direct"
    " strategic flagship dedicated african asian european american australian black white indigenous"
    " vulnerable disabled homeless landlocked sick dead injured missing alive pregnant unaccompanied"
    " unemployed eligible available present absent strong weak gold silver bronze red green amber yellow blue"
    " overdue pending outstanding ongoing complete incomplete underway unresolved vacant empty partial alive asleep"
    " extinct bankrupt insolvent lame ill healthy safe unsafe sound faulty ready due online offline inactive active"
    " unpaid inland upland lowland offshore onshore indoor outdoor upstream downstream full-time part-time undecided"
    " urgent unknown unsure unclear neutral satisfactory inadequate excellent fair poor-quality unfit fit"
)
ADJECTIVE_ENDINGS = (
    "al",
    "ive",
    "ous",
    "ful",
    "less",
    "able",
    "ible",
    "ic",
    "ary",
    "ory",
    "ish",
)
NOUNS_LIKE_ADJECTIVES = wordlist(
    "hospital proposal arrival trial festival capital journal animal meal goal deal manual signal"
    " terminal individual professional official approval renewal referral disposal withdrawal appraisal"
    " rental portal canal mineral criminal principal initiative representative executive detective"
    " relative native motive archive objective directive perspective narrative alternative collective"
    " clinic public epidemic pandemic topic traffic fabric logic mechanic library diary dictionary salary"
    " secretary boundary commentary summary anniversary territory category history story factory memory"
    " theory laboratory inventory directory victory dormitory table vegetable vehicle variable cable"
    " missile article council general municipal"
)
INVARIANT_PLURALS = wordlist(
    "people children women men staff personnel police cattle livestock aircraft fish sheep species series"
    " youth media data criteria phenomena alumni feet teeth mice geese oxen crew spacecraft headquarters"
    " barracks offspring fauna flora folk schoolchildren grandchildren policemen servicemen servicewomen"
    " policewomen fishermen businesswomen businessmen firefighters midwives poultry swine deer salmon"
    " trout salespeople spokespeople townspeople bacteria fungi stimuli syllabi referenda memoranda"
    " curricula strata addenda indices matrices vertices appendices diagnoses"
)
NOT_PLURALS = wordlist(
    "this his its as is was has does thus perhaps always across less unless besides towards plus minus"
    " versus various previous gas bus basis analysis crisis thesis campus virus status census corpus"
    " consensus focus surplus bonus process access progress success business congress class mass loss"
    " press stress illness fitness address whereas sometimes afterwards onwards upwards downwards"
    " backwards news mathematics physics economics politics diabetes tuberculosis measles overseas yes us"
    " lens chaos canvas atlas bias christmas pancreas nevertheless nonetheless swiss mr mrs ms"
)
TIME_NOUNS = wordlist(
    "second seconds minute minutes hour hours day days week weeks fortnight fortnights month months"
    " quarter quarters year years decade decades century centuries generation generations night nights"
    " season seasons semester semesters term weekend weekends"
)
LONG_TIMES = wordlist(
    "day days week weeks fortnight month months quarter quarters year years decade decades century"
    " centuries hour hours minute minutes night nights semester semesters generation generations season"
    " seasons"
)
PERSONS = wordlist(
    "children child people persons person adults women men girls boys adults youth youths those anyone"
    " population workers pupils students drivers residents patients women's men's young everyone citizens"
    " individuals applicants employees males females teenagers infants babies households kids minors"
    " migrants refugees members victims staff players voters carers parents farmers recipients"
    " participants respondents smokers mothers"
)
MEASURES = wordlist(
    "km m cm mm nm ha kg g mg t kt mt gt l ml cl kw mw gw tw kwh mwh gwh twh wh kwp mwp gwp v kv mva hz"
    " khz mhz ghz gb mb tb kb pb mbps gbps ft lb lbs oz mph kph kmh km/h bpm ppm ppb pj tj gj mj ej kj"
    " kcal cal mmhg mmol µg μg ug ng mcg iu hl dl gal kn nm² bhp hp rpm lux lm cd gy sv msv usv bq kbq mbq ph ntu"
    " knots bar psi hpa db dba ac bbl boe toe mtoe ktoe teu teus dwt fte ftes sq sqm sqkm hrs hr mins"
    " min secs s °c °f ° mtpa ktpa mpa kpa mbar mvar kwe mwe gwe mwth mbit gbit kbit tbit bpd boepd boed tcf bcf mcf"
    " mmcf mmbtu btu koz moz nmi"
)
"""Symbols of measures, in lower case; where one follows a number it is the unit."""
MEASURE_NOUNS = wordlist(
    "hectare metre meter kilometre kilometer centimetre millimetre mile acre tonne ton litre liter gram kilogram"
    " kilo megawatt gigawatt kilowatt watt volt foot inch degree barrel gallon pound ounce megabit gigabit gigabyte"
)
"""Measures in the singular, as they stand before what they measure: `a 20 hectare trial`."""


def is_plural(word: str) -> bool:
    """Return whether a word in lower case looks like the plural of a noun."""
    if word in INVARIANT_PLURALS:
        return True
    if len(word) < 3 or not word.endswith("s") or word in NOT_PLURALS or word in VERBS_IN_S:
        return False
    return not word.endswith(("ss", "us", "is", "'s"))


def is_past(word: str) -> bool:
    """Return whether a word in lower case can be a past tense or a participle."""
    return word in PAST_VERBS or (word.endswith("ed") and len(word) > 4 and word not in _NOT_PAST)


def is_adverb(word: str) -> bool:
    """Return whether a word in lower case looks like an adverb in -ly."""
    return word.endswith("ly") and len(word) > 4 and word not in _NOT_ADVERBS


def is_adjective(word: str) -> bool:
    """Return whether a word in lower case is most likely an adjective."""
    if word in NOUNS_LIKE_ADJECTIVES or word in BASE_VERBS:
        return False
    return word in ADJECTIVES or (len(word) > 4 and word.endswith(ADJECTIVE_ENDINGS))


_NOT_ADVERBS = wordlist(
    "assembly family supply monopoly anomaly reply rally july italy early elderly monthly weekly daily"
    " quarterly yearly friendly timely costly deadly likely hourly orderly lonely lively lovely ugly fly"
    " belly jelly bully tally melancholy disorderly fortnightly homily multiply apply comply imply"
    " butterfly"
)
_NOT_PAST = wordlist("hundred speed breed bleed seed weed shed sacred kindred naked greed")
