import type { NaverPersona } from './persona.ts'

/**
 * People who match members of the local service: see `lib/local/seed/old-members.ts`. Naver verifies no
 * contact, so only a CI is a full match, and no member is named before proof.
 */
export const naverAcquaintances: readonly NaverPersona[] = [
  {
    key: 'jaehoon',
    id: 'jaehoon6TyU3iOp0AsD7fGh4JkL1zXc8VbN5mQw2ErR',
    row: 1,
    note: {
      ko: '네이버를 이미 연결한 회원. 본인 재확인은 사례 17, 네이버 추가는 사례 15',
      en: 'A member with Naver linked. Re-authenticating is case 17, adding Naver again case 15',
    },
    nickname: '재훈',
    name: '구재훈',
    email: 'jaehoon.koo@example.com',
    mobile: '010-0000-2031',
    connected: true,
  },
  {
    key: 'eunji',
    id: 'eunji0OpL3kJh6GfD9sAz2XcV5bNm8QwE1rTy4UiIuY',
    row: 2,
    note: { ko: '휴면 회원', en: 'A member who paused the account' },
    name: '차은지',
    email: 'eunji.cha@example.com',
    connected: true,
  },
  {
    key: 'taeho',
    id: 'taeho7QwE4rTy1UiO8pAs5DfG2hJk9LzX6cVb3NmMnB',
    row: 3,
    note: { ko: '이용이 정지된 회원', en: 'A suspended member' },
    name: '도태호',
    email: 'taeho.do@example.com',
    connected: true,
  },
  {
    key: 'yunseo',
    id: 'yunseo3EdC6rFv9TgB2yHn5UjM8iKo1LpQ4aZw7SxXs',
    row: 5,
    note: {
      ko: '이름과 연락처는 바뀌었지만 연계정보(CI)가 같음',
      en: 'The name and contacts changed, but the CI is the same',
    },
    name: '하윤서',
    email: 'yunseo.ha@example.com',
    ci: `${'mokkoji2019'.repeat(7)}yunseo012==`,
  },
  {
    key: 'byeongho',
    id: 'byeongho1VgT4bHy7NuJ0mIk3OlP6qAz9WsX2eDcRf5',
    row: 6,
    note: {
      ko: '연계정보(CI)가 휴면 회원과 같음',
      en: 'The CI matches a member who paused the account',
    },
    name: '엄병호',
    email: 'byeongho.new@example.com',
    ci: `${'mokkoji2019'.repeat(7)}byeongho1==`,
  },
  {
    key: 'yerin',
    id: 'yerin5ZaQ8wSx1CdE4rFv7BgT0yHn3MjU6iKl9OpPoL',
    row: 7,
    note: {
      ko: '회원과 이메일이 같지만 네이버는 이메일을 인증하지 않으므로, 누구인지 알려 주지 않고 증명을 요구함',
      en: 'The address matches a member, but Naver verifies none: no member is named, and proof is required',
    },
    nickname: '예린',
    name: '문예린',
    email: 'yerin.moon@example.com',
    mobile: '010-0000-2007',
  },
  {
    key: 'kyungho',
    id: 'kyungho9LoI6kUj3MyH0nTg7BrF4vEd1CwS8xQaZzAq',
    row: 7,
    note: {
      ko: '전화번호만 같음. 회원의 이메일로 받은 인증번호로 증명',
      en: 'Only the phone number matches. Prove it with a code to the member’s own address',
    },
    name: '배경호',
    email: 'kyungho.bae@example.com',
    mobile: '010-0000-2008',
  },
  {
    key: 'haeun',
    id: 'haeun2BvC5xZl8KjH1gFd4SaP7oIu0YtR3eWq6MnNbV',
    row: 8,
    note: { ko: '이름만 같은 다른 사람', en: 'Has the same name as a member, nothing else' },
    name: '이하은',
    email: 'haeun.naver@example.com',
  },
  {
    key: 'hyunseok',
    id: 'hyunseok8YuH5jNm2KiL9oPq6WaS3zEd0XrF7cTgVb4',
    row: 9,
    note: {
      ko: '이메일은 한 회원과, 전화번호는 다른 회원과 같음',
      en: 'The address matches one member and the phone number another',
    },
    name: '노현석',
    email: 'hyunseok.noh@example.com',
    mobile: '010-0000-2011',
  },
  {
    key: 'minseok',
    id: 'minseok4RfV1tGb8YhN5uJm2IkO9lPa6ZqX3sWcDeEd',
    row: 10,
    note: {
      ko: '이용이 정지된 회원과 같지만, 증명하기 전에는 그 사실을 알려 주지 않음',
      en: 'Matches a suspended member, which is not revealed before proof',
    },
    name: '조민석',
    email: 'minseok.cho@example.com',
  },
]
