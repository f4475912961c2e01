import type { Item } from '../values/evidence.ts'
import type { Bilingual } from '../values/locale.ts'

const korean: Readonly<Record<Item, string>> = {
  email: '이메일',
  phone: '휴대전화 번호',
  name: '이름',
  birth: '생년월일',
  gender: '성별',
}

/** The description of an item that a sign-up lacks. */
export const requiredItem = (item: Item): Bilingual => ({
  ko: `필수 항목입니다(${korean[item]}).`,
  en: `${item} is required`,
})

/** The description of an item that a sign-up by address lacks and cannot provide. */
export const requiredElsewhere = (item: Item): Bilingual => ({
  ko: `필수 항목이지만 이 방법으로 가입할 때는 받을 수 없습니다(${korean[item]}).`,
  en: `${item} is required but a sign-up by address cannot provide it`,
})
