import type { Branch, Practice } from '../../contract/practices.ts'
import { TERMS_VERSION } from './terms.ts'
import type { BranchRow, PracticeWithTerms } from './store.ts'

export function showPractice({ practice: row, terms }: PracticeWithTerms): Practice {
  return {
    id: row.id,
    name: row.name,
    phone: row.phone,
    email: row.email,
    address: row.address,
    licence: row.licence,
    preferences: row.preferences,
    terms: terms ? { version: terms.terms_version, at: terms.at.toISOString(), by: terms.account_name } : null,
    termsVersion: TERMS_VERSION,
    closedAt: row.closed_at?.toISOString() ?? null,
    version: row.version,
    createdAt: row.created_at.toISOString(),
  }
}

export function showBranch(row: BranchRow): Branch {
  const { id, practice, name, phone, address, version } = row
  return { id, practice, name, phone, address, closedAt: row.closed_at?.toISOString() ?? null, version }
}
