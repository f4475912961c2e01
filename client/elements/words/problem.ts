import type { Pairs } from './pairs.ts'

/** The texts of attributes and problems. */
export const problemWords = {
  howMany: ['{least}~{most}개', '{least} to {most}'],
  byCommas: ['쉼표로 구분해 주세요', 'separated by commas'],
  addPhoto: ['사진 추가', 'Add a photo'],
  photoNote: ['JPEG·PNG·WebP, 5MB까지', 'JPEG, PNG or WebP, at most 5 MB'],
  photoNumber: ['사진 {n}', 'Photo {n}'],
  dropPhoto: ['사진 {n} 삭제', 'Remove photo {n}'],
  photoCount: ['사진 {n}장', 'Photos: {n}'],

  problemTitle: ['계속할 수 없어요', 'This cannot continue'],
  problemItems: ['동의하지 않은 항목: {items}', 'Not shared: {items}'],
  problemMail: ['안내를 보낸 곳: {to}', 'A message was sent to: {to}'],
  problemDate: ['다시 가입할 수 있는 날: {date}', 'You can join again from: {date}'],
  problemRestore: ['복구할 수 있는 기한: {date}', 'You can restore the account until: {date}'],
  no_response: [
    '서버가 응답하지 않습니다. 잠시 후 다시 시도해 주세요.',
    'The server does not respond. Please try again in a moment.',
  ],
  state_mismatch: [
    '이 창에서 시작한 로그인이 아닙니다. 다시 시작해 주세요.',
    'This sign-in began in another window. Please start again.',
  ],
  passkey_not_used: [
    '패스키를 사용하지 않았습니다. 다시 시도하거나 다른 방법으로 로그인해 주세요.',
    'No passkey was used. Try again, or sign in another way.',
  ],
  reauthentication_mismatch: ['다른 회원이 로그인했습니다.', 'Somebody else signed in.'],
  unexpected: [
    '문제가 발생했습니다. 잠시 후 다시 시도해 주세요.',
    'Something went wrong on our side. Please try again in a moment.',
  ],
} as const satisfies Pairs
