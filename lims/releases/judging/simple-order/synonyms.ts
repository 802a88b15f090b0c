// data table: words that opticians write for a choice of the catalogue, with where each is from. No brand stands here:
// whether another maker's product will do is for the lab to say, by a label of its own.

export interface Synonym {
  /** The catalogue that it chooses from. */
  readonly of: string
  readonly words: readonly string[]
  /** Entries it may mean; those that a rulebook does not have are passed over, several left are asked about. */
  readonly means: readonly string[]
  readonly source: string
}

const flatTops = ['ft28', 'ft35', 'ft45']
const rounds = ['rd22', 'rd24', 'rd28']
const trifocals = ['tri-7x28', 'tri-8x35']
const progressives = ['prog-13', 'prog-17', 'ff-11', 'ff-14', 'ff-17', 'ff-auto', 'ff-premium', 'ff-sport']
const antiReflective = ['ar-standard']

export const synonyms: readonly Synonym[] = [
  {
    of: 'designs',
    words: ['SV', 'single', 'sv lens', 'single vision lens', 'SVD', 'monofocal'],
    means: ['sv'],
    source: 'DCS LTYPE SV; trade usage',
  },
  {
    of: 'designs',
    words: ['SV stock', 'stock SV', 'finished SV', 'single vision stock', 'stock single vision'],
    means: ['sv-stock'],
    source: 'trade usage: finished lenses lie in stock',
  },
  {
    of: 'designs',
    words: ['SV aspheric', 'aspheric SV', 'asph', 'SV AS'],
    means: ['sv-asph', 'sv-asph-stock'],
    source: 'DCS LTYPE SV AS',
  },
  {
    of: 'designs',
    words: ['freeform SV', 'digital SV', 'SV FF', 'digital single vision', 'freeform single vision'],
    means: ['sv-ff', 'sv-ff-relax'],
    source: 'DCS LTYPE SV FF',
  },
  {
    of: 'designs',
    words: ['bifocal', 'bifocals', 'BI', 'lined bifocal'],
    means: [...flatTops, ...rounds, 'ct28', 'exec'],
    source: 'DCS LTYPE BI',
  },
  {
    of: 'designs',
    words: ['FT', 'flat top', 'D-seg', 'straight top'],
    means: flatTops,
    source: 'DCS LTYPE FT; trade usage',
  },
  {
    of: 'designs',
    words: ['FT 28', 'D28', 'ST28', 'flattop28', 'bifocal 28', 'D-seg 28', 'straight top 28', 'bifocal FT28'],
    means: ['ft28'],
    source: 'DCS LTYPE BI FT; trade usage',
  },
  {
    of: 'designs',
    words: ['FT 35', 'D35', 'ST35', 'bifocal 35', 'D-seg 35', 'straight top 35', 'bifocal FT35'],
    means: ['ft35'],
    source: 'DCS LTYPE BI FT; trade usage',
  },
  {
    of: 'designs',
    words: ['FT 45', 'D45', 'ST45', 'bifocal 45', 'straight top 45'],
    means: ['ft45'],
    source: 'DCS LTYPE BI FT; trade usage',
  },
  { of: 'designs', words: ['RD', 'round', 'round seg', 'round bifocal'], means: rounds, source: 'DCS LTYPE RD' },
  { of: 'designs', words: ['CT', 'curve top', 'C28'], means: ['ct28'], source: 'DCS LTYPE CT' },
  { of: 'designs', words: ['EX', 'franklin', 'E-line', 'executive bifocal'], means: ['exec'], source: 'DCS LTYPE EX' },
  { of: 'designs', words: ['trifocal', 'trifocals', 'TR'], means: trifocals, source: 'DCS LTYPE TR' },
  {
    of: 'designs',
    words: ['7x28', '7-28', 'FT7x28', 'trifocal 7x28'],
    means: ['tri-7x28'],
    source: 'trade usage: height of the intermediate by width',
  },
  {
    of: 'designs',
    words: ['8x35', '8-35', 'FT8x35', 'trifocal 8x35'],
    means: ['tri-8x35'],
    source: 'trade usage: height of the intermediate by width',
  },
  {
    of: 'designs',
    words: ['DD', 'double D', 'double segment', 'occupational'],
    means: ['double-d28'],
    source: 'DCS LTYPE DS',
  },
  {
    of: 'designs',
    words: [
      'progressive',
      'progressives',
      'PAL',
      'PR',
      'varifocal',
      'no-line',
      'no-line bifocal',
      'Gleitsicht',
      'progressive addition',
    ],
    means: progressives,
    source: 'DCS LTYPE PR; ISO 13666',
  },
  {
    of: 'designs',
    words: ['freeform progressive', 'digital progressive', 'FF PAL', 'PR FF', 'digital PAL', 'freeform PAL'],
    means: progressives.filter((id) => id.startsWith('ff-')),
    source: 'DCS LTYPE PR FF',
  },
  {
    of: 'designs',
    words: ['conventional progressive', 'traditional PAL', 'moulded progressive'],
    means: ['prog-13', 'prog-17'],
    source: 'trade usage',
  },
  {
    of: 'designs',
    words: ['office', 'computer', 'near variable focus', 'NVF', 'degressive'],
    means: ['office-near', 'office-room'],
    source: 'trade usage; ISO 13666 degressive',
  },
  {
    of: 'designs',
    words: ['anti-fatigue', 'antifatigue'],
    means: ['ff-anti-fatigue'],
    source: 'trade usage',
  },

  {
    of: 'materials',
    words: ['CR-39', 'plastic', 'hard resin', '1.50', '1.5', '1.498', 'index 1.50', 'standard plastic'],
    means: ['cr39'],
    source: 'DCS LMATTYPE 1; trade usage',
  },
  {
    of: 'materials',
    words: ['polycarb', 'PC', 'polycarbonate', '1.59', '1.586', 'index 1.59'],
    means: ['poly'],
    source: 'DCS LMATTYPE 2',
  },
  {
    of: 'materials',
    words: ['trivex', '1.53', '1.532', 'index 1.53'],
    means: ['trivex'],
    source: 'DCS LMATTYPE 6',
  },
  {
    of: 'materials',
    words: ['mid-index', 'mid index 1.56', 'middle index', 'index 1.56', 'NK-55'],
    means: ['mid156'],
    source: 'trade usage',
  },
  {
    of: 'materials',
    words: [
      '1.6',
      'hi-index 1.60',
      'hi-index 1.6',
      'high index 1.60',
      'high index 1.6',
      '1.60 hi-index',
      '1.6 hi-index',
      '1.60 high index',
      'index 1.60',
      'index 1.6',
      'MR-8',
    ],
    means: ['hi160'],
    source: 'DCS LMATTYPE 5; MR-8 is the resin',
  },
  {
    of: 'materials',
    words: ['hi-index 1.67', 'high index 1.67', '1.67 hi-index', '1.67 high index', 'index 1.67', 'MR-7', 'MR-10'],
    means: ['hi167'],
    source: 'DCS LMATTYPE 5; MR-7 and MR-10 are the resins',
  },
  {
    of: 'materials',
    words: ['1.7', 'hi-index 1.70', 'high index 1.70', '1.70 hi-index', 'index 1.70'],
    means: ['hi170'],
    source: 'DCS LMATTYPE 5',
  },
  {
    of: 'materials',
    words: ['hi-index 1.74', 'high index 1.74', '1.74 hi-index', '1.74 high index', 'index 1.74', 'MR-174'],
    means: ['hi174'],
    source: 'DCS LMATTYPE 5; MR-174 is the resin',
  },
  {
    of: 'materials',
    words: ['hi-index', 'high index', 'hi', 'thin and light'],
    means: ['hi160', 'hi167', 'hi170', 'hi174'],
    source: 'DCS LMATTYPE 5',
  },
  { of: 'materials', words: ['glass', 'mineral'], means: ['crown', 'glass180'], source: 'DCS LMATTYPE 3' },
  {
    of: 'materials',
    words: ['crown glass', '1.523', 'mineral 1.5', 'glass 1.523'],
    means: ['crown'],
    source: 'trade usage',
  },
  {
    of: 'materials',
    words: ['high index glass', '1.80', '1.8', 'mineral 1.8'],
    means: ['glass180'],
    source: 'trade usage',
  },
  {
    of: 'materials',
    words: ['photochromic', 'photo', 'phototrop', 'photochromatic', 'light-adaptive'],
    means: ['cr39-photo', 'trivex-photo', 'poly-photo', 'hi160-photo', 'hi167-photo'],
    source: 'ISO 13666',
  },
  {
    of: 'materials',
    words: ['photochromic CR39', 'plastic photochromic', 'CR39 photo', '1.50 photochromic'],
    means: ['cr39-photo'],
    source: 'trade usage',
  },
  {
    of: 'materials',
    words: ['photochromic poly', 'poly photochromic', 'photochromic polycarbonate'],
    means: ['poly-photo'],
    source: 'trade usage',
  },
  {
    of: 'materials',
    words: ['photochromic trivex', 'trivex photochromic'],
    means: ['trivex-photo'],
    source: 'trade usage',
  },
  {
    of: 'materials',
    words: ['photochromic 1.60', 'hi-index 1.60 photochromic', '1.6 photochromic'],
    means: ['hi160-photo'],
    source: 'trade usage',
  },
  {
    of: 'materials',
    words: ['photochromic 1.67', 'hi-index 1.67 photochromic'],
    means: ['hi167-photo'],
    source: 'trade usage',
  },
  {
    of: 'materials',
    words: ['polarised', 'polarized', 'polar', 'polarizing'],
    means: ['cr39-polar', 'poly-polar'],
    source: 'ISO 13666; both spellings',
  },
  {
    of: 'materials',
    words: ['polarised CR39', 'polarized CR39', 'CR39 polarized', 'plastic polarized'],
    means: ['cr39-polar'],
    source: 'trade usage; both spellings',
  },
  {
    of: 'materials',
    words: ['polarised poly', 'polarized poly', 'poly polarized', 'poly polarised', 'polycarbonate polarized'],
    means: ['poly-polar'],
    source: 'trade usage; both spellings',
  },
  {
    of: 'materials',
    words: ['blue filter', 'blue block', 'blue cut', 'UV420'],
    means: ['poly-blue', 'hi160-blue', 'hi167-blue'],
    source: 'trade usage',
  },

  {
    of: 'treatments',
    words: [
      'AR',
      'A/R',
      'ARC',
      'AR coating',
      'AR coat',
      'anti-reflection',
      'anti-reflective coating',
      'anti-reflection coating',
      'antireflex',
      'anti-glare',
      'MAR',
      'HMC',
    ],
    means: antiReflective,
    source: 'ISO 13666 anti-reflective coating; trade usage',
  },
  {
    of: 'treatments',
    words: ['premium AR', 'super-hydrophobic', 'super AR', 'SHMC', 'super-slick AR'],
    means: ['ar-slick'],
    source: 'trade usage',
  },
  {
    of: 'treatments',
    words: ['hydrophobic', 'hydrophobic AR', 'AR hydrophobic', 'AR hydro'],
    means: ['ar-hydro'],
    source: 'trade usage',
  },
  {
    of: 'treatments',
    words: ['blue AR', 'AR blue', 'blue light AR', 'blue reflecting AR'],
    means: ['ar-blue'],
    source: 'trade usage',
  },
  {
    of: 'treatments',
    words: ['back side AR', 'backside AR', 'AR back', 'rear AR'],
    means: ['ar-back'],
    source: 'trade usage',
  },
  {
    of: 'treatments',
    words: ['antistatic AR', 'antistatic', 'AR static'],
    means: ['ar-static'],
    source: 'trade usage',
  },
  {
    of: 'treatments',
    words: [
      'HC',
      'hard coat',
      'hard coating',
      'scratch',
      'scratch coat',
      'scratch-resistant',
      'scratch-resistant coating',
      'SRC',
      'anti-scratch',
      'Hartschicht',
    ],
    means: ['hard'],
    source: 'DCS ACOAT; trade usage',
  },
  {
    of: 'treatments',
    words: ['tintable', 'tintable coat', 'tintable scratch coat'],
    means: ['hard-tintable'],
    source: 'trade usage',
  },
  {
    of: 'treatments',
    words: ['mirror', 'mirror coat', 'mirror coating', 'Verspiegelung'],
    means: ['mirror-flash', 'mirror-solid', 'mirror-gradient'],
    source: 'trade usage',
  },
  { of: 'treatments', words: ['flash', 'mirror flash'], means: ['mirror-flash'], source: 'trade usage' },
  {
    of: 'treatments',
    words: ['UV', 'UV400', 'UV coat', 'UV coating', 'UV protection'],
    means: ['uv'],
    source: 'trade usage',
  },
  {
    of: 'treatments',
    words: ['blue filter', 'blue light filter', 'blue coat', 'blue block', 'blue cut'],
    means: ['blue-coat'],
    source: 'trade usage',
  },
  { of: 'treatments', words: ['antifog', 'fog-free'], means: ['anti-fog'], source: 'trade usage' },
  {
    of: 'treatments',
    words: ['polished edge', 'polished edges', 'edge polished', 'roll and polish'],
    means: ['polish'],
    source: 'DCS POLISH',
  },
  {
    of: 'treatments',
    words: ['drop ball', 'drop ball test', 'impact test'],
    means: ['impact-test'],
    source: '21 CFR 801.410',
  },

  {
    of: 'frames',
    words: [
      'zyl',
      'zylonite',
      'acetate',
      'plastic frame',
      'full-rim plastic',
      'plastic full-rim',
      'plastic full frame',
    ],
    means: ['plastic'],
    source: 'DCS FTYP 1; trade usage',
  },
  {
    of: 'frames',
    words: ['metal frame', 'full-rim metal', 'metal full-rim', 'titanium', 'wire'],
    means: ['metal'],
    source: 'DCS FTYP 2; trade usage',
  },
  {
    of: 'frames',
    words: ['full-rim', 'full frame', 'fullrim', 'full rimmed', 'rimmed', 'Vollrand'],
    means: ['plastic', 'metal', 'thin-metal', 'optyl'],
    source: 'trade usage: rimmed, of whatever stuff',
  },
  {
    of: 'frames',
    words: ['semi-rimless', 'semi-rim', 'half-rim', 'half frame', 'nylon', 'groove', 'grooved', 'supra', 'Halbrand'],
    means: ['nylor', 'nylor-metal'],
    source: 'trade usage; DCS ETYP 3',
  },
  {
    of: 'frames',
    words: ['rimless', 'drill', 'drill mount', '3-piece', 'three-piece', 'randlos'],
    means: ['drilled', 'notched'],
    source: 'DCS FTYP 3; trade usage',
  },
  { of: 'frames', words: ['safety frame', 'Z87', 'Z87-2', 'industrial'], means: ['safety'], source: 'ANSI Z87.1' },
  {
    of: 'frames',
    words: ['sport', 'wraparound', 'wrap frame', 'wrapped'],
    means: ['wrap', 'wrap-drilled'],
    source: 'trade usage',
  },
  {
    of: 'frames',
    words: ['no frame', 'lenses only', 'uncut', 'without frame'],
    means: ['none'],
    source: 'DCS ETYP -1',
  },

  { of: 'tints', words: ['gray 15', 'grey 15'], means: ['grey-15'], source: 'both spellings' },
  { of: 'tints', words: ['gray 50', 'grey 50'], means: ['grey-50'], source: 'both spellings' },
  { of: 'tints', words: ['gray 75', 'grey 75'], means: ['grey-75'], source: 'both spellings' },
  { of: 'tints', words: ['gray 85', 'grey 85'], means: ['grey-85'], source: 'both spellings' },
  {
    of: 'tints',
    words: ['brown', 'solid brown'],
    means: ['brown-15', 'brown-25', 'brown-50', 'brown-65', 'brown-85'],
    source: 'trade usage: a colour without its depth',
  },
  {
    of: 'tints',
    words: ['grey', 'gray', 'smoke', 'solid grey'],
    means: ['grey-15', 'grey-50', 'grey-75', 'grey-85', 'grey-95'],
    source: 'trade usage: a colour without its depth',
  },
  {
    of: 'tints',
    words: ['sunglass', 'sun', 'sunglass tint'],
    means: ['brown-85', 'grey-85', 'green-85'],
    source: 'ISO 12312-1, filter category 3',
  },
  {
    of: 'tints',
    words: ['G15', 'green', 'sun green'],
    means: ['green-85'],
    source: 'trade usage: G-15 is a green that lets 15 % through',
  },
  { of: 'tints', words: ['brown gradient', 'gradient brown'], means: ['brown-75-10'], source: 'trade usage' },
  {
    of: 'tints',
    words: ['grey gradient', 'gray gradient', 'gradient grey', 'gradient gray'],
    means: ['grey-85-15'],
    source: 'trade usage',
  },
  { of: 'tints', words: ['sample', 'match sample', 'to match'], means: ['to-sample'], source: 'trade usage' },
]

/** Nothing is chosen. */
export const nothing: ReadonlySet<string> = new Set([
  'none',
  'no',
  'nothing',
  'uncoated',
  'untinted',
  'clear',
  'keine',
  'ohne',
  'n/a',
])
