// data table
/**
 * What people choose first, most used of all first: from the list of leaked passwords that zxcvbn carries (MIT), without
 * numbers alone, which are seen by themselves, and without obscene words.
 */
export const commonPasswords: ReadonlySet<string> = new Set(
  `
  password qwerty dragon baseball abc123 football monkey letmein shadow master michael mustang qwertyuiop superman
  1qaz2wsx qazwsx jordan jennifer 123qwe killer trustno1 hunter harley zxcvbnm asdfgh buster andrew batman soccer
  tigger charlie robert sunshine thomas iloveyou ranger daniel hockey george computer michelle jessica starwars pepper
  klaster zxcvbn freedom princess joshua maggie pass ginger amanda ashley love cheese nicole summer matthew chelsea
  dallas biteme matrix william yankees taylor corvette austin access martin heather thunder merlin secret diamond
  hello anthony hammer 1234qwer silver gfhjkm justin patrick richard bailey internet samantha golfer scooter test
  orange cookie q1w2e3r4t5 maverick jackson sparky phoenix mickey bigdog snoopy guitar whatever chicken morgan andrea
  camaro mercedes peanut ferrari falcon cowboy welcome samsung steelers smokey joseph dakota melissa arsenal boomer
  eagles tigers marina nascar gateway yellow porsche monster spider diablo hannah bulldog junior london purple compaq
  lakers iceman qwer1234 hardcore cowboys money banana ncc1701 boston brandon tennis johnny miller q1w2e3r4 coffee
  scooby edward nikita yamaha mother barney brandy chester oliver charles player knight forever steven rangers
  midnight chicago bigdaddy redsox victoria angel badboy please fender chris jasper james slayer rabbit natasha rachel
  marine wizard marlboro raiders prince casper fishing flower crystal jasmine iwantu panties adidas winter winner
  gandalf password1 enter ghbdtn 1q2w3e4r angela mike golden lauren cocacola jordan23 winston madison angels panther
  spanky shannon sophie johnson asdfasdf david thx1138 toyota tiger murphy canada danielle jonathan muffin liverpoo
  cooper apples dennis jackie black qwerty123 passw0rd john abcd1234 sandra pokemon 123abc slipknot carlos qazxsw
  123456a scorpion qwaszx nathan startrek rainbow asdfghjkl razz newyork redskins gemini cameron qazwsxedc florida
  liverpool turtle nicholas wilson sierra viking booger doctor rocket victor dolphins captain bandit jaguar packers
  pookie peaches asdf dolphin helpme blue tucker theman maxwell tiffany jeremy qwertyui debbie albert lovers maddog
  alex monica united giants nirvana metallic hotdog rosebud mountain benjamin warrior stupid elephant success bond007
  bonnie alexis lucky jason scorpio samson q1w2e3 azerty rush2112 driver freddy willie calvin 1q2w3e4r5t sydney gators
  dexter red123 123456q 12345a bubba creative voodoo golf happy arthur trouble america nissan gunner stella rebecca
  garfield gordon jessie parker asdfghjk jack apollo 1qazxsw2 eminem december legend airborne bear beavis august apple
  brooklyn godzilla skippy buddy qwert kitten magic shelby beaver phantom fred nothing asdasd williams xavier braves
  darkness blink182 travis copper platinum qweqwe tomcat girls bigboy green power animal police online voyager
  lifehack 12qwaszx fish sniper trinity walter blazer heaven lover snowball playboy loveme bubbles hooters cricket
  marvin willow donkey topgun nintendo family saturn november destiny gabriel pakistan pumpkin digital sergey redwings
  explorer chance private runner therock guinness lasvegas beatles fire cassie christin qwerty1 celtic asdf1234 andrey
  broncos babygirl nelson donald eclipse scott fluffy louise cartman michigan carolina testing little samuel alexande
  steve birdie pantera cherry gibson sharon vampire peter mexico buffalo genius montana beer minecraft maximus flyers
  school lovely stalker metallica doggie carter kristina kimberly spencer snickers barbara speedy sabrina carmen
  marcus bronco lol123 friends paradise yankee horses magnum dreams cool caroline lacrosse ou812 goober enigma member
  qwertyu scotty pimpin bollocks sammy surfer brian poohbear genesis star dave asd123 qweasdzxc baby racing friend
  hello1 hawaii eagle1 viper october vanessa billy poopoo einstein 12345q stanley walker paul drowssap courtney simple
  stephen badger alaska action denise jake bill jester drummer spitfire patricia forest maryjane champion diesel
  svetlana rock friday kevin gregory pamela mark frank hotrod chevy anderson lucky1 westside douglas security google
  tester shorty thumper hitman mozart general zaq12wsx reddog music alexander melanie lizard a123456 123456789a ruslan
  vincent eagle 1232323q scarface teresa sweet qwerty12 marshall a12345 olivia buddha veronica frankie spirit money1
  stargate antonio qwe123 naruto mercury natalie liberty 12345qwert semperfi suzuki king popcorn spooky marley system
  brittany scotland kelly claudia free kitty cherokee vikings simpsons death rascal leslie qweasd jimmy hummer loveyou
  michael1 patches allison rocky adrian russia jupiter penguin passion howard vfhbyf honda vladimir andre franklin
  sandman homer passport raider infinity bulldogs fantasy horney domino budlight disney norman ironman softball
  francis bishop brutus jeffrey redrum ford bigred brooke jesus mnbvcxz fktrcfylh karina marines digger ireland
  kawasaki cougar fireman oksana college russell alicia houston monday bradley sarah justice super wildcats tinker
  logitech duncan dancer swordfis avalon everton reggie alexandr motorola timothy molly patriots hentai madonna claire
  eugene ducati colorado connor indian kermit juventus galore house smooth freeuser warcraft simpson boogie titanic
  wolverin elizabet arizona valentin georgia saints asdfg accord baxter matt denver test123 password123 mitchell
  christ yfnfif smith stinky zachary roland brenda spiderma naughty chopper hello123 ncc1701d extreme skyline water
  virginia poop zombie pearljam 123qweasd froggy awesome vision pirate fylhtq alyssa dreamer bullet predator empire
  wolf 123123a kirill charlie1 people panthers elvis skipper nemesis rasdzv3 peekaboo simon rolltide alison american
  cardinal arnold daddy psycho danger mookie happy1 chevelle manutd goblue hobbes vegeta tommy fyfcnfcbz picard burton
  bobby windows loverboy victory vfrcbv bambam serega turkey tweety galina hiphop rooster changeme berlin taurus
  polina electric ronald avatar mine maksim raptor alpha1 hendrix newport kenneth brazil hard spring eric a1b2c3
  madmax england alpha france britney sublime darkside bigman wolfpack classic hercules lawrence lincoln ronaldo
  letmein1 1q2w3e spiderman blizzard 123456789q cheyenne cjkysirj tiger1 wombat bubba1 raymond brother kristen pandora
  zxc123 holiday simone wildcat devils kramer horse alabama caesar basketball buddy1 sterling bondage carrie pickle
  shaggy sports catch22 leather chronic a1b2c3d4 flowers admin robbie qqq111 qaz123 perfect gracie airplane kodiak
  freepass amber billybob sunset katana crazy maria phpbb chocolat good snowman anna angel1 stingray candy firebird
  wolves zeppelin detroit garcia pontiac gundam panzer fisher pretty time outlaw connie business trevor honey redhead
  tarheels greenday nastya hardon engineer savage dragon1 hellfire serenity cobra service dude michele sasha fireball
  lickme miranda darkstar mustang1 flash remember white harvey oscar strike beauty freddie pavilion bobafett adam
  dbrnjhbz bigmac bowling jeff chris1 duke clinton ytrewq future jenny jones wallace harrison natali pyramid rulez
  welcome1 dodgers apache swimming morris whynot teens trooper defender girl precious packard weasel popeye lucifer
  cancer icecream raven stewart swordfish tanner presario sandy viktor rockstar blonde manager cheryl norton james1
  control wutang spike julian pimp atlanta airforce thailand casino looking lennon mouse paris hacker bluebird hawkeye
  theone catfish elaine sailor lisa goldfish dustin nfnmzyf light tattoo design pervert barbie maxima roscoe nipples
  machine trucks herman wrangler rocks tornado lights cadillac bubble jerry pegasus madman longhorn philip laura
  browns target orlando eatme stefan qazwsx123 microsoft dilbert katie christia baller winnie cannon shooter xfiles
  street seattle qazqaz cthutq amateur prelude corona freaky malibu 123qweasdzxc beach assassin atlantis integra
  pussies iloveu regina lonewolf dragons monkey1 unicorn software bobcat stealth kristin stacey peewee openup tony
  student srinivas angelina newton leonardo young zaqwsx valentina shotgun lolita trigger enjoy athena veronika bruins
  coyote babydoll joker country dollar lestat rocky1 hottie random potter wordpass smiley sweety snake chipper woody
  samurai devildog gizmo video valerie maddie soso123aljg powers mistress freedom1 flipper express hjvfirf elena moose
  cessna piglet goldie polaris teacher montreal cookies father wolfgang scully fatboy ladies wicked daisy tickle bunny
  dfvgbh castle foobar transam single pepsi oicu812 basketba ryan toshiba hotstuff jasmin sunday gambit ronnie impala
  texas birthday stephani jessica1 hooker lancer knicks shamrock stinger savannah kathleen roberto redneck benson
  deftones squirt siemens nick blaster goldberg trucker alfred subaru renegade shelly ibanez manson swinger reaper
  blondie casey cristina hamilton mylove minnie lindsay harry galaxy farmer gloria blahblah dudley special enterpri
  travel 1234abcd babylon5 indiana skeeter master1 sugar ficken great smoke bigone sweetpea trfnthbyf curtis freeman
  marino escort smitty bigfoot joanne babes check larisa trumpet spartan valera tristan babylon asdfghj sister
  yankees1 stormy mister hamlet aardvark marathon andreas paladin cavalier manchester skater seven napoleon indigo
  hornet rusty buckeyes indians rose karate wonder hesoyam julie pierre jerome toronto holland diamonds aurora chiefs
  buckeye 1qaz2wsx3edc sweetie highland charger redman elizabeth chandler brandi passwor maiden griffin drpepper
  campbell monika leonard brown storm autumn bernie garden linda pencil millie sherlock timber thuglife insane pizza
  jungle mariah jesus1 aragorn 1a2b3c hamster david1 audrey triumph techno lollol sidney pioneer catdog sophia none
  fktrctq morpheus pascal sampson shadow1 island hobbit consumer blabla aaron justme stones marion chrissy tyler marie
  spartak goforit burger pitbull adgjmptw kelsey nadine karen italia barcelona harold hunting kaiser artist colors
  martha german sammie bass kissme virgin nicolas overlord mario isabella pebbles sundance emerald doggy callie
  isabelle racecar irina germany element zipper alpine basket holly goddess poison shirley change nipple wesley sakura
  eddie chichi huskers christy marcel danny q12345 ultimate dirty ncc1701e blackie inside nicola nikki rommel matthew1
  caserta omega geronimo watson sergio sammy1 trojan 123qwe123 philips nugget tarzan chicks aleksandr bassman warren
  trixie cream sherry manuel portugal webster help anakin dodger bomber superfly madness michel global q1w2e3r4t5y6
  loser 123asd yvonne fatcat ybrbnf florence soldier energy warlock wrinkle1 desire bianca martina babe larry seminole
  alejandr peace westham andrei concrete hector harris margaret access14 weed bernard letmein2 ladybug network
  christop trombone history tintin sherman bluesky chuck rhbcnbyf qazxswedc home pleasure christian logan cotton
  onelove cdtnkfyf january vfvjxrf lindsey sunny titans stallion holden archie brianna missy truck smile party singer
  hansolo blue22 natalia angelo smiles phillip joanna beagle panama kingkong flatron moon inferno mongoose connect
  poiuyt snatch qawsed juice blessed rocker dominic snakes personal turbo bluemoon emily joey finger jamaica a1234567
  alberto mulder beetle forget passat immortal head jamie susan plastic long anthony1 whiskey dietcoke spunky giovanni
  magic1 monitor cactus exigen markus patton planet ripper teen spyder apple1 nolimit abigail daniela katrina waters
  morrison hollywoo sticky trunks always diana andy japan mission speed clifford april pickles fernando holmes sailing
  freak bonehead ghbdtnbr million delta darren newman charlott rubber molly1 yomama hongkong jumper william1 open
  sylvia faster unreal olga bertha memphis maurice nylons rodney kennedy legion sebastia shalom pentium geheim dodge
  brooks movie werewolf funtime ferret orion kingdom curious graham niners dream milton cantona sprite philly pacific
  pirates abgrtyu gilbert lollipop french palmer eternity office boeing super123 sweets sheila cooldude stars tottenha
  africa green1 jackoff monique irish anything foster stocking columbia moomoo martini tracey biscuit drizzt colt45
  camera isabel fossil robinson makaveli snapper satan666 solomon maniac salmon patriot verbatim jacob jersey nasty
  shasta asdzxc standard shaved blackcat raistlin qwerty12345 punkrock infantry cjkywt gerald waterloo clayton crimson
  dillon twister oxford ricardo serena musicman seinfeld flight maxine biggie denis silvia condor colleen ravens
  megadeth wolfman cosmos sharks teddy bruce banshee keeper foxtrot anton gn56gn56 damien skywalke velvet black1
  sesame garrett dogs squirrel privet sunrise wolverine roxanne legolas grendel rick ghost western cats felix carrot
  frosty lvbnhbq herbert blades marlin stardust frog stone qazwsxed coolio brownie butler helena groovy twilight penny
  trains daytona mollie vanhalen pikachu peanuts licker hershey jericho intrepid ninja bird 1234567a grace zaq123
  search lobster goblin bottom punisher strider shogun kansas murray suzanne darwin amadeus seven7 jason1 ball neptune
  showtime support muscle oldman bruno ekaterina henry rfrfirf getsome showme obiwan skittles whitney english danni
  tanker maestro capital tarheel thanks gold anubis hannibal newlife gothic shark fighter blue123 brendan blues
  123456z princes slick chaos thunder1 sabine evelyn preston cindy roman boss 1q2w3e4r5t6y python test1 mirage blood
  devil clover richie tequila chelsea1 cody surfing delete potato review chubby panasonic sandiego porter portland
  bentley baggins penelope tina fusion buffy derrick buck sooners blackdog harmony malcolm californ moscow playtime
  mature safety allen 1a2b3c4d mary dagger dima stimpy christine lester asdf123 turner gangster warriors iverson
  chargers byteme lucas swallow liquid misty lucky7 dingdong nymets cracker mushroom greg crusader mobile bigguy miami
  dkflbvbh bugger robin nimrod anastasia tazman stranger newpass doodle monroe powder volume archer collins gotcha
  battle marco guardian dublin miguel masters slapshot septembe stuart pepsi1 milano short grizzly woody1 knights
  photos janice angelica scarlett damian nookie charly lorenzo rammstein brasil scruffy munchkin poopie camille
  kittycat latino hell santiago world walnut thegame gerard viper1 1passwor kolobok robert1 barcelon bananas trance
  auburn coltrane goodluck starcraft wheels parrot postal blade dorothy blackman wisdom dusty pink gorilla tamara
  quality katerina engine pass123 andrew1 shaney14 carlo dumbass cassidy osiris oakland luther discover ranger1
  spanking lonestar sally annie bingo meridian ping bender heather1 dookie stonecol megaman bridge terry rjntyjr
  ledzep violet madrid lowrider richard1 randy firefly alexandra phoebe griffey racerx paradox ghjcnj beautiful
  gangsta zaq1xsw2 julia tacobell women weezer sirius halflife buffett shiloh vertigo sergei loving aliens carson
  sobaka catalina keyboard sadie kangaroo josh sinner soccer1 jazz bonjour socrates chucky thompson hotboy cynthia
  hoover sprint sarah1 finish dark scarlet celica lady shazam formula1 luke stevie sommer frances trebor qwerasdf
  national jeep mailcreated5240 kiss bollox elwood honda1 lorraine rebels vacation lexmark melvin penguins bond
  ragnarok formula claude tempest vfhecz tacoma qwertz colombia flames rockon duck prodigy wookie sebastian dodgeram
  romeo mustangs 123qaz sithlord smoker server incubus window scoobydo oblivion molson kitkat mystery titleist megan
  rescue magnolia zxcv1234 carpet juan director richmond melinda celeste lawyer kenny tardis roger jimbob xanadu
  bobbie blueeyes shaman mersedes pooper dixie wright golfing hearts lucy garbage sheena ashton mallard kenwood
  springer patrick1 dogg cowboys1 oracle lizzie 123zxc nuttertools martinez topper chloe janine roberts imagine
  elliott shemale sleepy gremlin yourmom gateway1 imperial printer monkeys grateful peterpan hudson mikey kingston
  cooler faith jimbo pa55word gillian asterix freckles esther birdman frank1 defiant aussie margarita stud blondes
  donnie tatyana wayne bridget aspirine mariners jackal tobias deadhead katrin research anime rootbeer weather frogger
  polo israel children forgot stephanie frederic scooter1 mandy hallo account noodles photo thomas1 parola shaolin
  willis celine willy palace plymouth nellie creampie santos justdoit rogers ohyeah fatass amazon 1234567q laurie
  kisses ludwig magnus queen camel nopass deanna bosco harley1 putter champs massive spidey lightnin camelot bryan
  letsgo gizmodo aezakmi bones caliente tatiana broken goodtime thankyou raiders1 brucelee redalert aquarius catherin
  smokin pooh mypass payton lonely active astros roller porkchop sapphire shopping qwert123 kevin1 a1s2d3f4 beckham
  temple marian atomic rusty1 marvel vanilla qazwsxedcrfv unknown fletcher mason hunter1 kaktus cxfcnmt blacky elvis1
  aggies blackjac picture sooner hastings scream 123321q iforgot power1 myself kasper judith abc12 buster1 slappy
  veritas chevrole amber1 vader painter amsterdam kristi jammer primus spectrum valley ernest eduard granny sasha1
  clancy usa123 satan diamond1 pete avenger spankme 123456qwerty simba dylan smudge scrappy melody atlantic beatrice
  labrador john316 harder southern syracuse front242 falcons rosemary husker candyman commando gator timmy sanchez
  pacman delta1 center stuff pancho krishna darling fatman elijah throat clitoris pineappl keith sara lemons 8j4ye3uz
  kelley barkley vulcan punkin alice odessa bush boner celtics method monopoly flyboy space romashka hamburg 123456aa
  lick area51 spartans bennett aaa111 tricky snuggles asian carol anders annette drago homerun vectra life homer1
  charlotte jesse hermes grover boat topcat vivian cuddles carolyn infiniti 1234567890q cosworth hayden dead forrest
  goodbye billie blake goose jeremiah phoenix1 killer1 ivanov bossman qawsedrf peugeot exigent kyle doberman gary
  pauline bell durango brandon1 plumber telefon franco horndog emmanuel laguna rbhbkk dawg alan webmaster breeze beast
  porsche9 beefcake reality leopard redbull oscar1 dalton shelley topdog godsmack theking pics omega1 speaker strong
  viktoria dance bowler starbuck gjkbyf hungry content valhalla night anarchy blacks herbie kingpin writer starfish
  nokia clarence loveit achilles labtec ncc1701a fitness jordan1 drake brando arsenal1 bull kicker napass desert
  sailboat bohica tractor hidden muppet jackson1 jimmy1 terminator bart phillies kentucky pa55w0rd terror bella
  farside caitlin swingers legacy ramona frontier amelia doughboy jrcfyf tuesday matilda september sabbath daniel1
  nebraska homers qwertyuio azamat fallen maryland oakley agent007 oklahoma striker camels iguana looker pinkfloy
  moloko latin double chang qwerty123456 dannyboy luckydog rhonda pistol whocares charmed skiing select studio franky
  houses elliot javier puppy tanya nathalie boris daniil conrad miles command vladik vette vfrcbvrf stoner ihateyou
  nevada moneys vkontakte mandingo puppies california funny crash mystic maynard zidane eileen kotenok tyrone dilligaf
  budman bunghole zvezda stick jennie triton golfball today technics carlton bone trojans panda river rafael church
  laptop rookie aberdeen gustav hawk dale ivan shane jethro enterprise escape igor stripper filter hurrican rfnthbyf
  lespaul gizmo1 snow central butch dthjybrf belinda handsome excalibu nofear momoney possum cutter metal bigger
  brothers bethany oilers cash randall moocow cupcake gbpltw batman1 splash svetik leader super1 soleil bogdan
  melissa1 vipers babyboy tdutybq lancelot sabina ccbill keystone passwort juliet russian madden flamingo australia
  firefox marilyn dogman vortex rebel noodle raven1 zaphod killme verona pokemon1 chase babies coolman danila designer
  skinny kamikaze deadman bacon attack gopher doobie somethin reagan warhammer bradford deeznuts freaks engage chevy1
  steve1 torres apollo13 poncho hammers azsxdc dracula donna play boots deskjet cancel macdaddy mighty rangers1 oregon
  ralph manchest tight hilton sterlin marissa casey1 justine michaela dawson fabian meatball mailman sinatra columbus
  cthulhu summer1 grandma ready bubbas lewis cartoon chair bicycle jenna bryant helen truelove sentinel kathy tolkien
  wendy capone lickit summit 123456k peter1 hailey daisy1 beverly kitty1 julius universe 123456789z meghan crazy1
  nancy jamesbon texas1 kathryn eleven miracle bowser davis sonic billyboy redhot traffic microsof microlab saint
  demon military daddy1 rockets iloveyo fernand nina gordon24 danie cutlass function polska star69 titties pantyhos
  sweden conner tree lifetime thekid theodore aikido gang rugby gofish pilot mayday bloody 1234qwe market rush bonita
  tracy coke anfield sony lansing smut elvira scotch catman hustler fast saun hayley dfkthbz peters passwor1 jenny1
  azsxdcfv cheers irish1 gabrie tinman orioles scottie charlton fortuna santana airbus china station rustam xtreme
  bigmoney zxcasd retard fatima grumpy huskies boxing 4runner selena kelly1 ultima warlord fordf150 oranges rotten
  betty asdfjkl superstar kong denali terminal sultan bikini saratoga thor figaro sixers wildfire vladislav gretchen
  hollywood sparta kristy mayhem wilbur greenbay chewie music1 number1 feet cancun models running fabie marlene mellon
  tammy trinidad poiuytrewq hope cloud9 crunch fashion bigtime chicken1 piccolo bigbird billy1 mojo sport miriam
  maradona sandro chester1 bizkit rjirfrgbde rightnow jasmine1 hyperion hansen natural treasure meatloaf armani rovers
  jarhead cruise emerson coconut dragoon utopia davids revenge cosmo catherine rfhbyf reebok charli giorgi sticks
  camilla sayang pass1234 exodus japanese anaconda pedro zaqxsw illini chanel christopher ricky giant woofwoof emily1
  sandy1 memory packer poontang govols jedi tomato richards beaner cooter chief creamy dana adult toby lionking
  happy123 quincy movies deborah down albatros poodle kenworth dinosaur greens goku happyday eeyore wally adriana
  tsunami cabbage turkey50 hopper first memorex chaser bogart chocolate flying tommy1 sean volley whisper knopka
  ericsson walleye pepper1 katie1 chickens tyler1 corrado twisted zorro clemson tasha zxcasdqwe tootsie milana zenith
  dong jose fktrcfylhf shania romance frisco jensen profit polniypizdec0211 crazybab sherwood positive junebug fugazi
  science rereirf vfvekz sausage vfczyz comics koshka alien clapton madeline theresa justin1 anhyeuem condom fubar
  hardrock skywalker tundra rich roberta february gringo marcos rachael werner harper canon vitalik aspire stocks
  becky samsung1 coleman applepie abc12345 arjay gandalf1 johanna pillow sparkle gmoney nobody fingers rockhard drew
  lucky13 better samiam everest hellyeah dean davidson easy skorpion rfrnec bears ingrid hedgehog australi candle
  slacker voyeur tool jazzman america1 bobby1 br0d3r steele wolfie vfksirf valeria 1qa2ws3ed fright yosemite temp brad
  kirsten karolina wood fart barsik surf cheetah baddog deniska marisa starship bootie milena monty lillian salvador
  hithere kume greatone 50cent albion boys amanda1 cecilia admiral stolen midget vernon lion maxell football1 cyclone
  rupert nikola bonsai kenshin slider balloon roadkill killbill jerkoff dinamo tekken rambler francois cheng goliath
  fortune cinnamon malaka backdoor fiesta packers1 rastaman fletch sojdlg123aljg stefano artemis calico powell felicia
  nyjets damnit scratch robotech alliance duchess rctybz hooter marianne keywest hal9000 mechanic pingpong sanders
  marc operator presto sword fritz rasputin spank bristol shado amsterda tara wibble carrera jeanette alibaba krista
  majestic ramses duster route66 trident clipper nguyen guest steeler wrestlin mattie divine kipper gotohell emma
  kingfish snake1 charley passwords pompey railroad viagra zxcvbnm1 angie spurs heidi carl garage isaiah fowler
  lineage2 oleg macross pooter brian1 qwert1 tang charles1 slave jokers yzerman swimmer ne1469 phillips nwo4life
  solnce seamus spears lolipop pupsik moose1 ivanova secret1 matador love69 sparks ktyjxrf erik subway peterson cinder
  vermont hank kimber pussie shearer chico florian magick retired guiness nature thursday allsop ghetto flash1 mathew
  a123456789 typhoon dfkthf direct depeche belle train skydive chemical dammit seeker respect crysis murder kcj9wx5n
  city umbrella r2d2c3po 123123q snoopdog critter venus theboss ding splinter kinky cyclops jayhawk caramel qwer123
  underdog caveman trout onlyme feather credit barry hotshot renault george1 animals chad pippen broadway floppy rosie
  megapass usmc great1 quattro kristine helloo team p0015123 nicole1 chivas shannon1 bullseye java fishes blackhaw
  jamesbond kill tunafish juggalo dkflbckfd sinclair dallas1 translator giuseppe beanie alucard saturday gfhjkm123
  supersta deacon magicman phil ashley1 tabitha frozen cohiba xbox360 meredith caligula heart facial dfktynbyf cobra1
  rain cigars fang west klingon bob123 silence safari looser maureen deepthroat samara pearl malina tazmania crawford
  gonzo dawn goalie jacob1 damage vietnam kendall monaco cruiser misfit vh5150 small tommyboy marino13 carole sharky
  vfhufhbnf andres horizon absolut brighton 123456r death1 kungfu christina maxx forfun mamapapa song enter1 budweise
  banker getmoney kostya qazwsx12 jean louis bigbear abraham vector fallout nudist gunners royals astrid chainsaw
  believe scania work trader blueboy italian walrus eastside kahuna qwerty1234 love123 steph cypress champ undertaker
  downtown ybrjkfq rules europa daphne patty snowboar sabres moneyman bottle chrisbln minime grant mirror nipper
  groucho floyd stroke strange susanne jade benny woman whitey viewsonic village number penthous wolf359 wagner fabric
  canadian flounder coolguy trisha bertie whitesox passme smegma skidoo thanatos snapple leanne dalejr mondeo thesims
  sparrow mybaby panasoni sinbad jillian thecat topher frodo sneakers maximum q123456 barber craig senior z1x2c3
  massimo alfa chicago1 chong taylor1 back ghjcnjnfr cat123 emmitt olivier cyber simona dollars titanium madison1
  jabroni answer journey again dang solution hambone intruder holly1 gargoyle sadie1 static poseidon kids studly
  newcastl europe poppy johannes danzig beastie musica buckshot sunnyday goodman adonis bluedog bonkers paper chrono
  compute spawn turbo1 doug smelly wapbbs goldstar ferrari1 library quantum erica pisces boomboom gunnar test1234
  albina florida1 premier lance fresh nike briana superman1 hang multiplelo custom motherlode 1qwerty westwood
  federico usnavy dorian edwards apple123 daewoo korn stereo sasuke jane sunflowe watcher jess dharma staples mouse1
  babyblue 123qwerty marius bike walmart snoop starfire callaway tigger1 paintbal knickers aaliyah rivers tyson
  lokomotiv theend user steel renee winston1 sapper rover scanner racer zeus lamont doogie over bayern joshua1 newbie
  paint micheal scott1 blossom losers droopy outkast martin1 dodge1 poetry ufkbyf laurel rjycnfynby thirteen 12345z
  shawn hotred deejay jessic truman philippe scout panther1 cubbies michell havefun magpie fghtkm avalanch jeanne abby
  newyork1 pudding sims leonid harry1 cbr600 busted audia4 bimmer janet ming idontknow original vfvfgfgf tomorrow
  aleksey builder zerocool godfather mylife donuts anne allmine redfish sascha nitram greene bounce demons working
  ocean greece second smokes reading start 1x2zkg8w rodman stunner zxasqw12 dante contact hoosier hairy beretta insert
  123456s rtyuehe francesc tights cheese1 micron christie carla quartz hockey1 gegcbr peyton searay bogey luis
  paintball celeron cornell padres bing syncmaster ziggy simon1 beaches prissy diehard orange1 mittens aleksandra
  queens what biggles attitude thongs southpark artur twinkle gretzky rabota cambiami monalisa gollum chuckles spike1
  gladiator whisky spongebob ling mazafaka marin meathead buzz backup ou8122 barefoot 12345678q cedric cfitymrf a1s2d3
  kosmos blessing titty clevelan barrett terrapin ginger1 johnboy maggot brent freeze clarinet eduardo deeznutz stumpy
  carina stoney footbal traveler volvo mommy weaver bucket rooney gaston dian steam snapon felipe pianoman hawkeyes
  futbol sound vegas clark casanova tango looney goodboy scuba filthy honey1 carbon warthog will mustard abc1234
  nickel meowmeow strip krystal combat valeri boricua prophet sauron 12qwas reefer andromeda crystal1 venice joker1
  goofy lord valencia xander loco triangle rhiannon whatsup mellow bengals monster1 maste twins lover1 love1 123aaa
  alina sunshin booker smeghead hokies sting resident welder rambo cerberus bunny1 rockford monke 1q2w3e4r5 marcia
  goldwing juliette gabriell lambert buzzard focus more crjhgbjy tuan motley james007 candice rainman groove tiberius
  radio purdue nokia6300 hayabusa shou jagger petra diver zigzag poochie usarmy phish wang bean redwood redwing
  together salamander silver1 abcd123 sputnik ripple eternal 12qw34er thegreat allstar wrestling trial slinky gesperrt
  mishka whiskers mohammed pinhead overkill kang derek sweet1 rhfcjnrf montgom240 sersolution confused lola jamie1
  starman proxy swords nikolay bacardi rasta badgirl rebecca1 carolin brewster bermuda wildman karma penny1 claudio
  spaceman zero lynn logan1 hacked kaylee bulldog1 helmet windsor buffy1 changed something games norway runescape jill
  chun trapper banane person dbrnjh ripken 12345qwe higgins frisky athens public shun piper fester oasis hurley
  lightning ib6ub9 supreme lions cicero kool pony antoine amazing recovery thedog hill megatron illusion chip vinnie
  edward1 napster squash roadking smoking woohoo hoosiers darius nice tracker bagira midway secure adrienne
  leavemealone lionel br549 sacred menace medicine rachel1 feng laser stoned paula realmadrid massage morning balloons
  tinkerbell army maria1 todd pobeda look heineken sonics moonlight optimus dino comet orchid jaybird bravo kashmir
  12345678a clown stacy chuang chunky peach mortgage rulezzz saleen chuckie zippy fishing1 gsxr750 doghouse maxim
  reader shai company buddah benfica idiot hanna chou poker wild salomon meister eraser blackbir bigmike starter pants
  pissing angus deluxe eagles1 jeffery mian collin seahawks godfathe bookworm gregor intel talisman brewer blackjack
  babyface common hawaiian dogfood zhong hampton tricia sancho ludmila medusa mortimer roadrunn willia wedding just4me
  stalin handyman alphabet pizzas calgary health tongue clouds
`
    .trim()
    .split(/\s+/),
)
