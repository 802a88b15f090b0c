// data table: which fact of a decision stands in which label. What a rule put into a slot `label.X` wins over it.

export interface LabelSource {
  /** The first of these that has a value. Units are the vocabulary's, decimals the standard's. */
  readonly facts: readonly string[]
  /** Of lenses that have a segment or a fitting cross of their own. */
  readonly withSegment?: true
  /** A lens that has none has one of nothing: it is written as 0, not as unknown. */
  readonly none?: 0
}

export const labelSources: Readonly<Record<string, LabelSource>> = {
  LMATTYPE: { facts: ['material.lmattype'] },
  LMATNAME: { facts: ['material.id'] },
  LIND: { facts: ['material.index'] },
  TIND: { facts: ['setting.toolIndex'] },
  LNAM: { facts: ['design.id'] },
  LTYPE: { facts: ['design.ltype'] },
  OPC: { facts: ['lens.opc'] },
  TINT: { facts: ['tint.id'] },

  // Minus cylinder, whatever was written; what is ground for it stands below.
  SPH: { facts: ['lens.sphere', 'rx.sphere'] },
  CYL: { facts: ['lens.cylinder', 'rx.cylinder'], none: 0 },
  AX: { facts: ['lens.axis', 'rx.axis'], none: 0 },
  ADD: { facts: ['rx.add'], none: 0 },
  ADD2: { facts: ['rx.add2'] },
  PRVM: { facts: ['rx.prism'], none: 0 },
  PRVA: { facts: ['rx.prismBase'], none: 0 },
  IPD: { facts: ['fitting.pd'] },
  NPD: { facts: ['fit.nearPd', 'fitting.nearPd'] },
  OCHT: { facts: ['lens.referenceHeight', 'fitting.height'] },
  SEGHT: { facts: ['fitting.height'], withSegment: true },

  FTYP: { facts: ['frame.ftyp'] },
  FCRV: { facts: ['frame.curve'] },
  HBOX: { facts: ['lens.a', 'frame.a'] },
  VBOX: { facts: ['lens.b', 'frame.b'] },
  DBL: { facts: ['frame.dbl'] },
  FED: { facts: ['lens.ed', 'frame.ed'] },
  CIRC: { facts: ['frame.circumference'] },

  DIA: { facts: ['blank.diameter'] },
  MBASE: { facts: ['blank.base'] },
  BCTHK: { facts: ['blank.centre'] },
  BETHK: { facts: ['blank.edge'] },
  GBASEX: { facts: ['lens.toolBase'] },
  GCROSX: { facts: ['lens.toolCross'] },
  GBASE: { facts: ['lens.lapBase'] },
  GCROS: { facts: ['lens.lapCross'] },
  GAX: { facts: ['make.axis'], none: 0 },
  GTHK: { facts: ['make.centre'] },
  CRIB: { facts: ['lens.crib'] },
  CTHICK: { facts: ['answer.centre', 'make.centre'] },
  MINCTR: { facts: ['lens.minimumCentre'] },
  MINEDG: { facts: ['lens.minimumEdge'] },
  THKP: { facts: ['lens.thickest'] },
  THNP: { facts: ['lens.thinnest'] },

  // By the design engine's answer where there is one, as the rules inspect.
  INSSPH: { facts: ['answer.sphere', 'make.sphere'] },
  INSCYL: { facts: ['answer.cylinder', 'make.cylinder'], none: 0 },
  INSAX: { facts: ['answer.axis', 'make.axis'], none: 0 },
  INSADD: { facts: ['answer.add', 'rx.add'], none: 0 },
  INSPRPRVM: { facts: ['answer.prism', 'rx.prism'], none: 0 },
  INSPRPRVA: { facts: ['rx.prismBase'], none: 0 },
  INSCTHK: { facts: ['answer.centre', 'make.centre'] },
}
