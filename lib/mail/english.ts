import type { VerificationPurpose } from '../domain/values/verification.ts'
import type { Words } from './words.ts'

const codeTo = {
  sign_up: 'sign up',
  sign_in: 'sign in',
  contact: 'change your contact',
} as const satisfies Readonly<Record<VerificationPurpose, string>>

export const english: Words = {
  code: (purpose, minutes) => ({
    subject: `Your code to ${codeTo[purpose]}`,
    heading: `Your code to ${codeTo[purpose]}`,
    paragraphs: [`Enter this code to continue. The code works once, within ${minutes} minutes.`],
    note: 'If you did not ask for a code, ignore this mail. Never tell anybody the code.',
  }),
  methodAdded: (method, when) => ({
    subject: 'A sign-in method was added',
    heading: 'A sign-in method was added',
    paragraphs: [`Added: ${method}`, `When: ${when}`],
    note: 'If this was not you, sign in, remove this method and change your password.',
  }),
  methodRemoved: (method, when) => ({
    subject: 'A sign-in method was removed',
    heading: 'A sign-in method was removed',
    paragraphs: [`Removed: ${method}`, `When: ${when}`],
    note: 'If this was not you, please contact support.',
  }),
  signedOutByProvider: (provider, when) => ({
    subject: `Please check your ${provider} account`,
    heading: 'You were signed out for your safety',
    paragraphs: [
      `${provider} has told us that your ${provider} account may be at risk. When: ${when}`,
      `Every device that had signed in with ${provider} was signed out. Devices that signed in another way stay signed in.`,
    ],
    note: `Check the password and the recent activity of your ${provider} account, then sign in again.`,
  }),
  changed: (part, when) => ({
    subject: 'Your account was changed',
    heading: 'Your account was changed',
    paragraphs: [`Changed: ${part}`, `When: ${when}`, 'For your safety, all other devices were signed out.'],
    note: 'If this was not you, please contact support now.',
  }),
  merged: {
    this: (when) => ({
      subject: 'Your two accounts are now one',
      heading: 'Your two accounts are now one',
      paragraphs: [
        `Your other account was merged into this one. When: ${when}`,
        'Every sign-in method of the other account now opens this account.',
      ],
      note: 'If this was not you, please contact support.',
    }),
    another: (when) => ({
      subject: 'This account was merged into your other account',
      heading: 'Your two accounts are now one',
      paragraphs: [
        `This account was merged into your other account. When: ${when}`,
        'Every sign-in method of this account now opens the other account. All devices of this account were signed out.',
      ],
      note: 'If this was not you, please contact support.',
    }),
  },
  recovered: (when) => ({
    subject: 'Your account was recovered by e-mail',
    heading: 'Your account was recovered',
    paragraphs: [
      `Somebody signed in with a code that was sent to this address. When: ${when}`,
      'The old password no longer works. All other devices were signed out. Please choose a new password.',
    ],
    note: 'If this was not you, please contact support.',
  }),
  reactivation: (url, hours) => ({
    subject: 'Reactivate your account',
    heading: 'Reactivate your account',
    paragraphs: [
      'You tried to sign in to a paused account. Open the page below to reactivate the account.',
      `The link works once, within ${hours} hours. A newer mail replaces this link.`,
    ],
    link: { text: 'Reactivate my account', url },
    note: 'If you did not try to sign in, ignore this mail. The account stays paused.',
  }),
  withdrawn: (until) => ({
    subject: 'Your account is closed',
    heading: 'Your account is closed',
    paragraphs: [
      'You are signed out on all devices. The accounts that you signed in with are disconnected.',
      `Your data is kept until ${until} and then erased. If you change your mind, sign in before that time: we will send you a mail to restore the account.`,
    ],
    note: 'If this was not you, sign in now, restore the account and change your password.',
  }),
  restoration: (url, hours, until) => ({
    subject: 'Restore your account',
    heading: 'You can restore your account',
    paragraphs: [
      `You tried to sign in to a closed account. Open the page below to restore the account, until ${until}.`,
      `The link works once, within ${hours} hours. A newer mail replaces this link.`,
    ],
    link: { text: 'Restore my account', url },
    note: 'If you did not try to sign in, ignore this mail. The account will be erased on schedule.',
  }),
  methods: {
    kakao: 'Kakao',
    naver: 'Naver',
    google: 'Google',
    github: 'GitHub',
    apple: 'Apple',
    line: 'LINE',
    oidc: 'Company account',
    password: 'Password',
    email: 'E-mail',
    passkey: 'Passkey',
    phone: 'Phone number',
  },
  releasedNumber:
    'Phone number (not confirmed for a long time; another person has now confirmed this number)',
  parts: { email: 'E-mail address', phone: 'Phone number', password: 'Password' },
}
