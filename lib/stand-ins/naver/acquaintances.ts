import type { NaverPersona } from './persona.ts'

/**
 * People who match members of the local service: see `lib/local/seed/old-members.ts`. Naver verifies no
 * contact, so only a CI leads to a member at once. A contact leads to its member after its code came back.
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
    row: 5,
    note: {
      ko: '이메일이 옮겨 온 회원과 같고 인증번호를 확인함. 연결하면 계정을 되찾고 예전 비밀번호는 끝남',
      en: 'The code comes back from the address of an imported member. Linking recovers the account; the old password ends',
    },
    nickname: '예린',
    name: 'Yerin Moon',
    email: 'yerin.moon@example.com',
    mobile: '010-0000-2007',
  },
  {
    key: 'kyungho',
    id: 'kyungho9LoI6kUj3MyH0nTg7BrF4vEd1CwS8xQaZzAq',
    row: 5,
    note: {
      ko: '전화번호가 회원과 같음. 문자로 받은 인증번호를 확인하면 그 회원에게 연결할지 물음',
      en: 'Has the number of a member. After the code by text, linking is offered: the code was the proof',
    },
    name: 'Kyungho Bae',
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
    row: 5,
    note: {
      ko: '이메일은 한 회원과, 전화번호는 다른 회원과 같음. 인증번호를 확인한 쪽의 회원에게 연결할지 물음 (둘 다 보내면 사례 9)',
      en: 'The address is one member’s, the number another’s: the code decides (both at once are case 9)',
    },
    name: 'Hyunseok Noh',
    email: 'hyunseok.noh@example.com',
    mobile: '010-0000-2011',
  },
  {
    key: 'minseok',
    id: 'minseok4RfV1tGb8YhN5uJm2IkO9lPa6ZqX3sWcDeEd',
    row: 3,
    note: {
      ko: '이메일이 이용이 정지된 회원과 같음. 인증번호를 확인해야 그 사실을 알려 줌',
      en: 'Has the address of a suspended member, which only the code reveals',
    },
    name: 'Minseok Cho',
    email: 'minseok.cho@example.com',
  },
]
