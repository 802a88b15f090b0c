/**
 * Every call of the portal that may change something carries this header: no form of another site can send it, and a
 * script of one needs our consent first, which nobody gets.
 */
export const PORTAL_HEADER = 'x-ils-portal'
