import type { Locale } from '../domain/member.ts'
import type { Message } from '../flows/ports/mail.ts'
import type { Letter } from './letter.ts'

type Way = Extract<Message, { way: string }>['way']

type Part = Extract<Message, { what: string }>['what']

/** Codes and notices carry no name and no text that a person chose: there is nothing to inject. */
interface Words {
  readonly code: (minutes: number) => Omit<Letter, 'code'>
  readonly wayAdded: (way: string, when: string) => Letter
  readonly wayRemoved: (way: string, when: string) => Letter
  readonly changed: (what: string, when: string) => Letter
  readonly merged: Readonly<Record<'this' | 'another', (when: string) => Letter>>
  readonly recovered: (when: string) => Letter
  readonly reactivation: (link: string, hours: number) => Letter
  readonly withdrawn: (until: string) => Letter
  readonly restoration: (link: string, hours: number, until: string) => Letter
  readonly ways: Readonly<Record<Way, string>>
  readonly parts: Readonly<Record<Part, string>>
}

const korean: Words = {
  code: (minutes) => ({
    subject: '인증번호를 알려 드립니다',
    heading: '인증번호',
    paragraphs: [`아래 번호를 화면에 입력해 주세요. ${minutes}분 동안 한 번만 쓸 수 있습니다.`],
    note: '요청하신 적이 없다면 이 메일을 무시해 주세요. 번호를 누구에게도 알려 주지 마세요.',
  }),
  wayAdded: (way, when) => ({
    subject: '로그인 방법이 추가되었습니다',
    heading: '로그인 방법이 추가되었습니다',
    paragraphs: [`추가된 방법: ${way}`, `시각: ${when}`],
    note: '직접 하신 일이 아니라면 로그인해서 이 방법을 해제하고 비밀번호를 바꿔 주세요.',
  }),
  wayRemoved: (way, when) => ({
    subject: '로그인 방법이 해제되었습니다',
    heading: '로그인 방법이 해제되었습니다',
    paragraphs: [`해제된 방법: ${way}`, `시각: ${when}`],
    note: '직접 하신 일이 아니라면 고객센터에 알려 주세요.',
  }),
  changed: (what, when) => ({
    subject: '계정 정보가 바뀌었습니다',
    heading: '계정 정보가 바뀌었습니다',
    paragraphs: [
      `바뀐 항목: ${what}`,
      `시각: ${when}`,
      '안전을 위해 다른 기기에서는 모두 로그아웃되었습니다.',
    ],
    note: '직접 하신 일이 아니라면 고객센터에 바로 알려 주세요.',
  }),
  merged: {
    this: (when) => ({
      subject: '두 계정을 하나로 합쳤습니다',
      heading: '두 계정이 하나가 되었습니다',
      paragraphs: [
        `회원님의 다른 계정을 이 계정으로 합쳤습니다. 시각: ${when}`,
        '다른 계정의 로그인 방법으로도 이제 이 계정에 로그인됩니다.',
      ],
      note: '직접 하신 일이 아니라면 고객센터에 알려 주세요.',
    }),
    another: (when) => ({
      subject: '이 계정을 다른 계정과 합쳤습니다',
      heading: '두 계정이 하나가 되었습니다',
      paragraphs: [
        `이 계정을 회원님의 다른 계정으로 합쳤습니다. 시각: ${when}`,
        '이 계정의 로그인 방법은 이제 다른 계정으로 이어지고, 이 계정으로 로그인된 기기는 모두 로그아웃되었습니다.',
      ],
      note: '직접 하신 일이 아니라면 고객센터에 알려 주세요.',
    }),
  },
  recovered: (when) => ({
    subject: '이메일 인증으로 계정을 되찾았습니다',
    heading: '계정을 되찾았습니다',
    paragraphs: [
      `이 주소로 받은 인증번호로 로그인했습니다. 시각: ${when}`,
      '예전 비밀번호는 더 이상 쓸 수 없고, 다른 기기에서는 모두 로그아웃되었습니다. 새 비밀번호를 정해 주세요.',
    ],
    note: '직접 하신 일이 아니라면 고객센터에 알려 주세요.',
  }),
  reactivation: (url, hours) => ({
    subject: '휴면 계정을 다시 활성화할 수 있습니다',
    heading: '계정을 다시 활성화해 주세요',
    paragraphs: [
      '휴면 상태인 계정에 로그인하려고 하셨습니다. 아래 화면에서 확인하면 계정이 다시 활성화됩니다.',
      `이 링크는 ${hours}시간 동안 한 번만 쓸 수 있고, 새 메일을 받으면 더 이상 쓸 수 없습니다.`,
    ],
    link: { text: '계정 다시 활성화하기', url },
    note: '로그인하신 적이 없다면 이 메일을 무시해 주세요. 계정은 휴면 상태로 유지됩니다.',
  }),
  withdrawn: (until) => ({
    subject: '탈퇴가 완료되었습니다',
    heading: '탈퇴가 완료되었습니다',
    paragraphs: [
      '모든 기기에서 로그아웃되었고, 연결된 로그인 계정과의 연결도 끊었습니다.',
      `회원 정보는 ${until}까지 보관한 뒤 지웁니다. 마음이 바뀌면 그때까지 로그인해 주세요. 계정을 되살릴 수 있는 메일을 보내 드립니다.`,
    ],
    note: '직접 하신 일이 아니라면 바로 로그인해서 계정을 되살리고 비밀번호를 바꿔 주세요.',
  }),
  restoration: (url, hours, until) => ({
    subject: '탈퇴한 계정을 되살릴 수 있습니다',
    heading: '계정을 되살릴 수 있습니다',
    paragraphs: [
      `탈퇴한 계정에 로그인하려고 하셨습니다. ${until}까지는 아래 화면에서 확인하면 계정이 되살아납니다.`,
      `이 링크는 ${hours}시간 동안 한 번만 쓸 수 있고, 새 메일을 받으면 더 이상 쓸 수 없습니다.`,
    ],
    link: { text: '계정 되살리기', url },
    note: '로그인하신 적이 없다면 이 메일을 무시해 주세요. 계정은 예정대로 지워집니다.',
  }),
  ways: { kakao: '카카오', naver: '네이버', password: '비밀번호', email: '이메일' },
  parts: { email: '이메일', phone: '휴대전화 번호', password: '비밀번호' },
}

const english: Words = {
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
  ways: { kakao: 'Kakao', naver: 'Naver', password: 'Password', email: 'E-mail' },
  parts: { email: 'E-mail address', phone: 'Phone number', password: 'Password' },
}

const words: Readonly<Record<Locale, Words>> = { ko: korean, en: english }

/** A moment as people in Korea read their clocks, with the zone beside it for everybody else. */
const timeIn = (locale: Locale, at: Date): string =>
  `${at.toLocaleString(locale === 'ko' ? 'ko-KR' : 'en-GB', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'Asia/Seoul',
  })} (KST)`

/** Puts a message into words. */
export function letterOf(message: Message, locale: Locale): Letter {
  const say = words[locale]
  switch (message.kind) {
    case 'code':
      return { ...say.code(message.minutes), code: message.code }
    case 'way_added':
      return say.wayAdded(say.ways[message.way], timeIn(locale, message.at))
    case 'way_removed':
      return say.wayRemoved(say.ways[message.way], timeIn(locale, message.at))
    case 'changed':
      return say.changed(say.parts[message.what], timeIn(locale, message.at))
    case 'merged':
      return say.merged[message.into](timeIn(locale, message.at))
    case 'recovered':
      return say.recovered(timeIn(locale, message.at))
    case 'reactivation':
      return say.reactivation(message.link, message.hours)
    case 'withdrawn':
      return say.withdrawn(timeIn(locale, message.until))
    case 'restoration':
      return say.restoration(message.link, message.hours, timeIn(locale, message.until))
    default:
      return message satisfies never
  }
}
