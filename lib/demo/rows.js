/** The table of cases for people: what each row means, and in one sentence why it ends as it does. */
export const rows = {
  1: {
    ko: ['다시 온 회원', '이 계정은 이미 회원에게 이어져 있고 회원이 활동 중이라 바로 로그인했습니다.'],
    en: [
      'A returning member',
      'This identity already leads to an active member, so they are signed in at once.',
    ],
  },
  2: {
    ko: [
      '쉬고 있는 회원',
      '회원이 계정을 쉬게 해 두어, 들이는 대신 본인의 확인된 주소로 다시 시작하는 메일을 보냅니다.',
    ],
    en: [
      'A paused member',
      'The member paused the account, so a mail to their own verified address lets them wake it up instead.',
    ],
  },
  3: {
    ko: ['이용이 정지된 회원', '운영자가 정지한 계정이라 들이지 않고, 메일도 보내지 않습니다.'],
    en: [
      'A suspended member',
      'The operators suspended this account, so nobody comes in and no mail is sent.',
    ],
  },
  4: {
    ko: [
      '필수 항목을 거절함',
      '가입에 꼭 필요한 항목을 동의 화면에서 거절해, 연결을 끊고 처음부터 다시 물어볼 수 있게 했습니다.',
    ],
    en: [
      'A required item was refused',
      'The person refused something that joining needs, so the connection is cut and can be asked for afresh.',
    ],
  },
  5: {
    ko: [
      '같은 사람으로 보임',
      '양쪽에서 확인된 연락처와 이름이 한 회원과 모두 같지만, 본인에게 묻지 않고는 잇지 않습니다.',
    ],
    en: [
      'The same person, it seems',
      'A contact verified on both sides and the name fit one member, yet nothing is linked without asking.',
    ],
  },
  6: {
    ko: [
      '쉬고 있는 본인으로 보임',
      '쉬고 있는 회원과 모두 같아, 먼저 본인의 주소로 다시 시작하는 메일을 보냅니다.',
    ],
    en: [
      'A paused member, it seems',
      'Everything fits a member who paused the account, so a mail to their own address has to wake it up first.',
    ],
  },
  7: {
    ko: ['일부만 같음', '한 회원과 일부만 같아, 그 회원이라는 증명을 먼저 받고 나서 잇습니다.'],
    en: [
      'A partial match',
      'Only a part fits one member, so the visitor has to prove to be that member before anything is linked.',
    ],
  },
  8: {
    ko: ['이름만 같음', '같은 이름은 증거가 되지 못하므로, 누구인지 밝히지 않고 증명할 기회만 줍니다.'],
    en: [
      'Only the name fits',
      'A name is no evidence, so no member is named and the visitor may only prove who they are.',
    ],
  },
  9: {
    ko: ['여러 회원과 같음', '증거가 여러 회원을 가리켜, 그중 누구인지 본인이 증명해야 합니다.'],
    en: [
      'Several members fit',
      'The evidence points to more than one member, so the visitor proves which of them they are.',
    ],
  },
  10: {
    ko: ['활동하지 않는 회원과 같음', '증명하기 전에는 상대 계정의 상태도 알려 주지 않습니다.'],
    en: [
      'A member who is not active fits',
      'Before proof, not even the state of the other account is given away.',
    ],
  },
  11: {
    ko: [
      '자매 서비스의 회원',
      '같은 앱을 쓰는 자매 서비스에 동의한 분이라, 그 연결을 다치지 않게 하며 가입을 청합니다.',
    ],
    en: [
      'Known to a sibling service',
      'A sibling service shares the provider app, so the visitor may join and that connection is left alone.',
    ],
  },
  12: {
    ko: [
      '처음 온 사람',
      '아는 회원과 닮은 데가 없어 가입을 청하고, 가입을 마치기 전에는 아무 회원도 만들지 않습니다.',
    ],
    en: [
      'A first-time visitor',
      'Nothing fits a known member, so the visitor may join, and no member exists until they have.',
    ],
  },
  13: {
    ko: [
      '어린 방문자',
      '가입할 수 있는 나이보다 어려 보호자의 동의가 먼저 필요해, 연결을 끊고 아무것도 남기지 않습니다.',
    ],
    en: [
      'A child',
      'Below the minimum age a guardian has to agree first, so the connection is cut and nothing is kept.',
    ],
  },
  14: {
    ko: ['로그인 수단을 더함', '로그인한 회원이 새 계정으로 본인임을 보여, 그 계정을 이었습니다.'],
    en: ['A further way of signing in', 'A signed-in member showed a new identity, so it is linked to them.'],
  },
  15: {
    ko: ['이미 이어져 있음', '이 계정은 벌써 이 회원의 것이라 바뀐 것이 없습니다.'],
    en: ['Linked already', 'The identity belongs to this very member, so nothing changes.'],
  },
  16: {
    ko: ['두 계정, 한 사람', '이 계정은 다른 회원의 것이라, 두 계정을 합칠지 본인에게 묻습니다.'],
    en: [
      'Two accounts, one person',
      'The identity belongs to another member, so the person is asked whether to merge the two.',
    ],
  },
  17: {
    ko: ['본인 재확인', '같은 사람이 방금 다시 로그인해, 새 시각이 찍힌 토큰을 줍니다.'],
    en: [
      'Presence proven again',
      'The same person has just signed in again, so the token carries the new time.',
    ],
  },
  18: {
    ko: ['다른 사람으로 재확인', '회원의 계정이 아닌 다른 계정으로 로그인해, 재확인으로 받지 않습니다.'],
    en: [
      'Somebody else signed in',
      'The identity is not the member’s own, so it does not count as proof of presence.',
    ],
  },
  19: {
    ko: ['로그인을 취소함', '제공자의 화면에서 취소해 아무 일도 일어나지 않았습니다.'],
    en: ['Cancelled', 'The person cancelled at the provider, so nothing happened.'],
  },
  20: {
    ko: [
      '제공자가 답하지 않음',
      '제공자가 멈췄거나 알 수 없는 답을 해, 아무것도 바꾸지 않고 다시 시도할 수 있게 둡니다.',
    ],
    en: [
      'The provider is not well',
      'The provider is down, slow or makes no sense, so nothing changes and trying again is safe.',
    ],
  },
  21: {
    ko: ['다른 회원의 본인확인', '같은 사람의 확인 값을 다른 회원이 가지고 있어, 두 계정을 합칠지 묻습니다.'],
    en: [
      'The check names another member',
      'Another member holds this person’s identity check, so merging the two is offered.',
    ],
  },
  22: {
    ko: ['본인확인을 마침', '아무도 쓰지 않은 확인 값이라 이 회원에게 기록합니다.'],
    en: ['Identity verified', 'Nobody holds this identity check yet, so it is recorded for the member.'],
  },
  23: {
    ko: ['떠난 회원', '탈퇴했지만 아직 되돌릴 수 있는 기간이라, 되돌리는 메일을 보내고 들이지는 않습니다.'],
    en: [
      'A member who left',
      'The account was closed but can still be restored, so a mail offers that and nobody comes in.',
    ],
  },
  24: {
    ko: [
      '아직 다시 가입할 수 없음',
      '탈퇴한 회원과 같은 분이라, 정해진 날이 지나야 다시 가입할 수 있습니다.',
    ],
    en: [
      'Too early to join again',
      'The visitor fits a member who left and may not join again before a certain day.',
    ],
  },
  25: {
    ko: [
      '받을 수 없는 코드나 토큰',
      '제공자가 무효라고 했거나 다른 앱에 발급된 것이라, 아무도 로그인시키지 않습니다.',
    ],
    en: [
      'A code or token that does not count',
      'The provider calls it invalid, or it was issued to another app, so it signs nobody in.',
    ],
  },
}
