import type { Words } from './words.ts'

export const english: Words = {
  code: (minutes) => ({
    subject: 'Your code',
    heading: 'Your code',
    paragraphs: [`Enter this code to continue. It works once, within ${minutes} minutes.`],
    note: 'If you did not ask for it, ignore this mail. Never tell the code to anybody.',
  }),
  wayAdded: (way, when) => ({
    subject: 'A way of signing in was added',
    heading: 'A way of signing in was added',
    paragraphs: [`What was added: ${way}`, `When: ${when}`],
    note: 'If this was not you, sign in, remove it, and change your password.',
  }),
  wayRemoved: (way, when) => ({
    subject: 'A way of signing in was removed',
    heading: 'A way of signing in was removed',
    paragraphs: [`What was removed: ${way}`, `When: ${when}`],
    note: 'If this was not you, please contact support.',
  }),
  changed: (what, when) => ({
    subject: 'Your account was changed',
    heading: 'Your account was changed',
    paragraphs: [
      `What was changed: ${what}`,
      `When: ${when}`,
      'To be safe, all other devices were signed out.',
    ],
    note: 'If this was not you, please contact support at once.',
  }),
  merged: {
    this: (when) => ({
      subject: 'Your two accounts are one now',
      heading: 'Your two accounts are one now',
      paragraphs: [
        `Another account of yours was merged into this one. When: ${when}`,
        'Whatever you signed in to the other one with leads to this one from now on.',
      ],
      note: 'If this was not you, please contact support.',
    }),
    another: (when) => ({
      subject: 'This account was merged into another one',
      heading: 'Your two accounts are one now',
      paragraphs: [
        `This account was merged into another account of yours. When: ${when}`,
        'Whatever you signed in with leads to the other account now, and every device of this one was signed out.',
      ],
      note: 'If this was not you, please contact support.',
    }),
  },
  recovered: (when) => ({
    subject: 'Your account was recovered by e-mail',
    heading: 'Your account was recovered',
    paragraphs: [
      `Somebody signed in with the code that was sent to this address. When: ${when}`,
      'The old password no longer works, and all other devices were signed out. Please choose a new password.',
    ],
    note: 'If this was not you, please contact support.',
  }),
  reactivation: (url, hours) => ({
    subject: 'Reactivate your account',
    heading: 'Reactivate your account',
    paragraphs: [
      'You tried to sign in to an account that is paused. Confirm on the page below to open it again.',
      `The link works once, within ${hours} hours, and no longer when a newer mail has been sent.`,
    ],
    link: { text: 'Reactivate my account', url },
    note: 'If you did not try to sign in, ignore this mail. The account stays paused.',
  }),
  withdrawn: (until) => ({
    subject: 'Your account is closed',
    heading: 'Your account is closed',
    paragraphs: [
      'You are signed out on all devices, and the accounts that you signed in with are disconnected.',
      `Your data is kept until ${until}, and erased after that. If you change your mind, sign in before then: you will get a mail to restore the account by.`,
    ],
    note: 'If this was not you, sign in now, restore the account, and change your password.',
  }),
  restoration: (url, hours, until) => ({
    subject: 'Restore your account',
    heading: 'You can restore your account',
    paragraphs: [
      `You tried to sign in to an account that was closed. Until ${until} it can be restored: confirm on the page below.`,
      `The link works once, within ${hours} hours, and no longer when a newer mail has been sent.`,
    ],
    link: { text: 'Restore my account', url },
    note: 'If you did not try to sign in, ignore this mail. The account will be erased as planned.',
  }),
  ways: {
    kakao: 'Kakao',
    naver: 'Naver',
    google: 'Google',
    github: 'GitHub',
    password: 'Password',
    email: 'E-mail',
    phone: 'Phone number (it was not confirmed for long, and somebody else confirmed it now)',
  },
  parts: { email: 'E-mail address', phone: 'Phone number', password: 'Password' },
}
