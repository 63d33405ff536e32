/** Words that carry no claim about the data: dropping them cannot change what was asked. */
const fillers = `a an the this that these those it its they them their there here i me my we us our you your he she
please kindly thanks thank hello hi hey dear could would can will shall should may might must do does did done
want wants need needs like would wish love know find out show shows showing shown display present print return report
give gives gave get let lets let's tell list lists listing see look make create build generate produce calculate compute
determine work figure provide draw plot render visualise visualize put using use used based as so such just only some any all
every whole entire full complete overall general data dataset datasets file files document documents attached uploaded provided given
table tables spreadsheet sheet column columns field fields variable variables value values row rows number figure figures
result results answer question analysis analyse analyze program script code app report python pandas simple small quick nice clear
one ones each own same other others more very much well also too really actually basically exactly approximately about around
how what which who whom whose when where why if then than into onto upon over across through between among within
is are was were be been being has have had having of in on at to for from with by and or but not nor yet
kind type types sort set group groups category categories level levels class different various respective respectively
order title titled named called label labelled labels axis axes x y legend colour color size
dimension metric metrics measure measures info information detail details per versus vs
final output image picture png svg html markdown save saved write written
interested curious wondering question understand help able possible possibly want'd i'd i'm it's what's that's
time times period observed observation observations recorded measured available known happen happened happens occur occurred occurs
appear appears appeared there's currently now today ever always usually often generally typically normally
sentence words word plain english brief short summary text note notes include includes included including
consider considering considered regarding concerning respect terms term given look looking relating pertaining
above below following first second third last next previous both either neither etc e.g i.e eg ie
go goes going went come comes came take takes took say says said mean means think believe ask asked asking asks
degree degrees celsius fahrenheit unit units mm cm kg gram grams kilogram kilograms kilometre kilometer mile miles metre meter metres meters
knot knots minute minutes dollar dollars usd euro euros percent percentage millimetre millimetres millimeter millimeters hpa mph kph m/s km lb lbs pound pounds
add added adding compare compares compared comparing comparison contrast rank ranked ranking breakdown break down split
filter filtered filtering keep select extract retrieve fetch pull subset restrict strongly strong strength
happening relevant corresponding separate separately together alone against itself themselves everything anything something
hold holds held found lie lies fall falls reach reaches reached register registered
against result's here's who's average's according respectively whatever whichever many few several most
great good better ideally preferably single individual specific particular certain actual main basic standard proper correct
rest remaining left top list back up off again still even already
chart charts graph graphs diagram plots
run runs ran like's need'd plz pls thx thankyou ok okay yes asap team boss manager meeting presentation slide
user users customer's would've whats hows id ids name names it'd won't don't doesn't didn't isn't aren't
accepted count counts counted rate rates figure's were's
lot lots bit quite rather pretty deal amount amounts
distributed released made done seen released produced caused cause causes resulted resulting vary varies varied differ differs differed depending look looked question's task job goal aim purpose idea thing things part way ways`;

/** The filler words, lower-cased. */
export function fillerWords(): Set<string> {
  return new Set(fillers.split(/\s+/).filter(Boolean));
}
