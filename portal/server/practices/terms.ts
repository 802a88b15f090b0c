/** The version of the terms of use that are in force. Another text is another version, and is accepted anew. */
export const TERMS_VERSION = '2026-11'
