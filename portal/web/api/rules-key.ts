/** The ordering part of the release in force; a new one arrives when live news say so. */
export const rulesKey = ['catalogue', 'rules'] as const

/** What releases changed, written down a moment after they came. */
export const newsKey = ['catalogue', 'news'] as const
