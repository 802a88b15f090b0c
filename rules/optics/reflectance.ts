/** Share of light that one uncoated surface throws back: ((n - 1)/(n + 1))². Source: Fresnel at normal incidence. */
export function reflectance(index: number): number {
  const share = (index - 1) / (index + 1)
  return share * share
}

/** Share that passes two uncoated surfaces and a tint that takes this share: (1 - R)² (1 - a). Source: Fresnel; ISO 8980-3 counts transmittance so. */
export function transmittance(index: number, absorption: number): number {
  const passed = 1 - reflectance(index)
  return passed * passed * (1 - absorption)
}

/** Share that passes two coated surfaces which throw back this share each, and a tint. Source: as above. */
export const transmittanceCoated = (reflected: number, absorption: number): number =>
  (1 - reflected) * (1 - reflected) * (1 - absorption)
