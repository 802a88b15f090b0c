/** The door of the catalogue: what orders may ask, and what processes run. */
export { judgeHere, knownFacts, labelsOf, timeZoneOf, type Judged } from './judge-here.ts'
export { writeNews } from './news/write-news.ts'
export { callMirror, mirrorCatalogue } from './mirror-catalogue.ts'
