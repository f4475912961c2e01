import type { Item } from '../values/evidence.ts'
import type { Bilingual } from '../values/locale.ts'
import type { InputFault } from '../values/problem.ts'

const names: Readonly<Record<Item, Bilingual>> = {
  email: { ko: '이메일', en: 'Your e-mail address' },
  phone: { ko: '휴대전화 번호', en: 'Your phone number' },
  name: { ko: '이름', en: 'Your name' },
  nickname: { ko: '별명', en: 'A nickname' },
  birth: { ko: '생년월일', en: 'Your date of birth' },
  gender: { ko: '성별', en: 'Your gender' },
  identity: { ko: '본인확인', en: 'An identity check' },
}

/** The description of an item that a sign-up lacks. */
const requiredItem = (item: Item): Bilingual => ({
  ko: `필수 항목입니다(${names[item].ko}).`,
  en: `${names[item].en} is required.`,
})

/** Where a request tells each item: a contact by the token of its code, a checked identity by that of its visit. */
const pointers = {
  email: '/verificationTokens',
  phone: '/verificationTokens',
  name: '/name',
  nickname: '/nickname',
  birth: '/birth',
  gender: '/gender',
  identity: '/registerToken',
} as const satisfies Readonly<Record<Item, string>>

/** The fault of an item that a sign-up lacks. */
export const missingItemFault = (item: Item): InputFault => ({
  pointer: pointers[item],
  detail: requiredItem(item),
})

/** The fault of a sign-up by address where the service asks for an identity check, which only a visit can have. */
const uncheckedAddress: InputFault = {
  pointer: '/verificationToken',
  detail: {
    ko: '본인확인이 필요한 서비스라 이메일이나 전화번호만으로는 가입할 수 없습니다. 소셜 로그인으로 가입해 주세요.',
    en: 'Joining needs an identity check, which a sign-up with a provider offers.',
  },
}

/** The fault of an item that a sign-up by address lacks. */
export const missingByAddressFault = (item: Item): InputFault =>
  item === 'identity' ? uncheckedAddress : missingItemFault(item)
