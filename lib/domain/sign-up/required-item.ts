import type { Item } from '../values/evidence.ts'
import type { Bilingual } from '../values/locale.ts'
import type { InputFault } from '../values/problem.ts'

const korean: Readonly<Record<Item, string>> = {
  email: '이메일',
  phone: '휴대전화 번호',
  name: '이름',
  nickname: '별명',
  birth: '생년월일',
  gender: '성별',
  identity: '본인확인',
}

/** The description of an item that a sign-up lacks. */
const requiredItem = (item: Item): Bilingual => ({
  ko: `필수 항목입니다(${korean[item]}).`,
  en: `${item} is required`,
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
