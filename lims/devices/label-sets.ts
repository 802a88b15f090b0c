// data table: what machines of a class get when they list nothing themselves (preset initialisation)

const identity = ['DO', 'LTYPE', 'LMATTYPE', 'LMATID', 'LMATNAME', 'LIND', 'LNAM', 'OPC']
const prescription = ['SPH', 'CYL', 'AX', 'ADD', 'PRVM', 'PRVA']
const centration = ['IPD', 'NPD', 'OCHT', 'SEGHT']
const frame = ['FTYP', 'HBOX', 'VBOX', 'DBL', 'FED', 'FEDAX', 'CIRC', 'FCRV']
const shape = ['TRCFMT', 'R', 'A', 'ZFMT', 'Z', 'ZA']
const layout = ['FCOCIN', 'FCOCUP', 'FCSGIN', 'FCSGUP', 'SGOCIN', 'SGOCUP']
const blank = ['DIA', 'MBASE', 'FRNT', 'TIND', 'BCTHK', 'BETHK']
const surface = ['GBASEX', 'GCROSX', 'GBASE', 'GCROS', 'GAX', 'GTHK', 'CTHICK', 'CRIB', 'PTPRVM', 'PTPRVA']
const inspect = ['INSSPH', 'INSCYL', 'INSAX', 'INSADD', 'INSPRPRVM', 'INSPRPRVA', 'INSCTHK']

/** By DEV. What the rulebook's catalogue lists for one machine, and the settings of its line, come on top. */
export const labelSets: Readonly<Record<string, readonly string[]>> = {
  TRC: ['DO', 'FTYP', 'HBOX', 'VBOX', 'DBL', 'FCRV'],
  SBK: [...identity, ...prescription, ...centration, ...frame, ...layout, ...blank, 'BLKTYP', 'BLKD', 'RNGD', 'RNGH'],
  FBK: [...identity, ...prescription, ...centration, ...frame, ...shape, ...layout],
  GEN: [...identity, ...prescription, ...frame, ...shape, ...layout, ...blank, ...surface, 'LDPATH', 'BLKD', 'RNGH'],
  ENG: ['DO', 'LMATTYPE', 'LIND', 'LDNAM', 'LDVEN', 'ENGMARK', 'LDPATH', ...layout],
  LAP: ['DO', 'LMATTYPE', 'LMATID', 'LIND', 'DIA', 'CRIB', 'LAPBAS', 'LAPCRS', 'LAPM', 'GAX', 'LDPATH'],
  POL: ['DO', 'LMATTYPE', 'LMATID', 'LIND', 'DIA', 'CRIB', 'LAPBAS', 'LAPCRS', 'LAPM', 'GAX', 'LDPATH'],
  EDG: [
    ...[...identity, ...prescription, ...centration, ...frame, ...shape, ...layout],
    ...['ETYP', 'BEVP', 'BEVM', 'BEVC', 'GDEPTH', 'GWIDTH', 'PINB', 'FPINB', 'POLISH', 'CSIZ', 'EPRESS', 'CLAMP'],
    ...['CTHICK', 'DRILLE'],
  ],
  DRL: ['DO', 'LMATTYPE', 'LMATID', 'LIND', ...frame, ...shape, ...layout, 'DRILLE', 'CTHICK'],
  INS: [...identity, ...prescription, ...centration, ...inspect, 'CTHICK', 'HBOX', 'VBOX', 'DBL'],
}
