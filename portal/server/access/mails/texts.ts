import type { Language } from '../../../contract/shapes.ts'
import type { MailText } from './write-mail.ts'

interface Words {
  readonly invitation: (name: string, url: string, days: number) => MailText
  readonly reset: (name: string, url: string, minutes: number) => MailText
  readonly passwordChanged: (name: string) => MailText
}

/** The mails of access, in every language of the portal. */
export const mailTexts: Readonly<Record<Language, Words>> = {
  en: {
    invitation: (name, url, days) => ({
      subject: 'Your access to the lens portal',
      text: `Hello ${name},\n\nyou were invited to order and follow lenses in the portal. Choose a password here:\n\n${url}\n\nThe link works once, for ${days} days.\n`,
    }),
    reset: (name, url, minutes) => ({
      subject: 'Set a new password',
      text: `Hello ${name},\n\nsomebody asked for a new password for this address. Set it here:\n\n${url}\n\nThe link works once, for ${minutes} minutes. If it was not you, nothing has to be done: your password stays as it is.\n`,
    }),
    passwordChanged: (name) => ({
      subject: 'Your password was changed',
      text: `Hello ${name},\n\nthe password of your account in the lens portal was changed, and all other sign-ins were ended. If it was not you, set a new one at once by “Forgotten password”, and tell your lab.\n`,
    }),
  },
  de: {
    invitation: (name, url, days) => ({
      subject: 'Ihr Zugang zum Glasportal',
      text: `Guten Tag ${name},\n\nSie sind eingeladen, im Portal Gläser zu bestellen und zu verfolgen. Wählen Sie hier ein Passwort:\n\n${url}\n\nDer Link gilt einmal, ${days} Tage lang.\n`,
    }),
    reset: (name, url, minutes) => ({
      subject: 'Neues Passwort setzen',
      text: `Guten Tag ${name},\n\nfür diese Adresse wurde ein neues Passwort verlangt. Setzen Sie es hier:\n\n${url}\n\nDer Link gilt einmal, ${minutes} Minuten lang. Waren Sie es nicht, so ist nichts zu tun: Ihr Passwort bleibt, wie es ist.\n`,
    }),
    passwordChanged: (name) => ({
      subject: 'Ihr Passwort wurde geändert',
      text: `Guten Tag ${name},\n\ndas Passwort Ihres Zugangs zum Glasportal wurde geändert, alle anderen Anmeldungen sind beendet. Waren Sie es nicht, so setzen Sie sofort ein neues über „Passwort vergessen“ und sagen Sie Ihrem Labor Bescheid.\n`,
    }),
  },
}
