/** The table of cases for people: each row has a title, and one sentence with the reason of the outcome. */
export const rows = {
  1: {
    ko: ['다시 온 회원', '이미 활동 중인 회원에게 연결된 계정이라 바로 로그인했습니다.'],
    en: [
      'A returning member',
      'This identity is linked to an active member, so the member is signed in at once.',
    ],
  },
  2: {
    ko: ['휴면 회원', '휴면 상태인 회원이라 로그인하지 않고, 회원의 인증된 주소로 활성화 메일을 보냈습니다.'],
    en: [
      'A paused member',
      'The member paused the account, so a mail to the member’s own verified address offers to reactivate it.',
    ],
  },
  3: {
    ko: ['이용이 정지된 회원', '운영자가 정지한 계정이라 로그인할 수 없고, 메일도 보내지 않습니다.'],
    en: [
      'A suspended member',
      'The operators suspended this account, so nobody can sign in and no mail is sent.',
    ],
  },
  4: {
    ko: [
      '필수 항목을 거절함',
      '가입에 필요한 항목을 동의 화면에서 거절해 연결을 해제했습니다. 다시 시도하면 처음부터 동의를 받습니다.',
    ],
    en: [
      'A required item was refused',
      'The visitor refused an item that joining needs, so the provider is disconnected and will ask afresh.',
    ],
  },
  5: {
    ko: [
      '같은 사람으로 보임',
      '양쪽에서 인증된 연락처와 이름이, 또는 본인확인 결과가 한 회원과 같습니다. 그래도 본인의 동의 없이는 연결하지 않습니다.',
    ],
    en: [
      'Probably the same person',
      'The name and a contact verified on both sides, or an identity check, match one member, but nothing is linked without consent.',
    ],
  },
  6: {
    ko: [
      '휴면 상태인 본인으로 보임',
      '휴면 회원과 정보가 모두 같아, 먼저 회원의 주소로 활성화 메일을 보냈습니다.',
    ],
    en: [
      'Probably a paused member',
      'All data matches a paused member, so a mail to the member’s own address first offers to reactivate the account.',
    ],
  },
  7: {
    ko: ['일부만 같음', '한 회원과 일부 정보만 같아, 그 회원임을 증명한 뒤에 연결합니다.'],
    en: [
      'A partial match',
      'Only some data matches one member, so the visitor first proves to be that member.',
    ],
  },
  8: {
    ko: ['이름만 같음', '이름은 증거가 되지 못하므로, 어떤 회원인지 밝히지 않고 증명할 기회만 줍니다.'],
    en: [
      'Only the name matches',
      'A name is no evidence, so no member is named and the visitor may only prove who they are.',
    ],
  },
  9: {
    ko: ['여러 회원과 같음', '정보가 여러 회원과 같아, 그중 누구인지 본인이 증명해야 합니다.'],
    en: [
      'Several members match',
      'The evidence points to several members, so the visitor proves which member they are.',
    ],
  },
  10: {
    ko: ['활동하지 않는 회원과 같음', '증명하기 전에는 상대 계정의 상태도 알려 주지 않습니다.'],
    en: [
      'An inactive member matches',
      'The state of the other account stays hidden until the visitor proves to be its owner.',
    ],
  },
  11: {
    ko: [
      '자매 서비스의 회원',
      '같은 앱을 쓰는 자매 서비스의 회원이라, 그 연결을 유지한 채 가입을 안내합니다.',
    ],
    en: [
      'Known to a sibling service',
      'A sibling service shares the provider app, so the visitor may join and that connection stays.',
    ],
  },
  12: {
    ko: [
      '처음 온 사람',
      '같은 정보를 가진 회원이 없어 가입을 안내합니다. 가입을 마치기 전에는 회원을 만들지 않습니다.',
    ],
    en: [
      'A first-time visitor',
      'No member matches, so the visitor may join. No member exists before joining is complete.',
    ],
  },
  13: {
    ko: [
      '가입 나이 미만',
      '법정대리인의 동의가 필요한 나이라, 연결을 해제하고 아무것도 저장하지 않았습니다.',
    ],
    en: [
      'A child',
      'Below the minimum age a guardian has to agree, so the provider is disconnected and nothing is kept.',
    ],
  },
  14: {
    ko: ['로그인 방법을 추가함', '로그인한 회원이 새 계정으로 인증해, 그 계정을 연결했습니다.'],
    en: [
      'A new sign-in method',
      'A signed-in member signed in to a new identity, so the identity is linked to the member.',
    ],
  },
  15: {
    ko: ['이미 연결되어 있음', '이미 이 회원에게 연결된 계정이라 바뀐 것이 없습니다.'],
    en: ['Already linked', 'The identity already belongs to this member, so nothing changes.'],
  },
  16: {
    ko: ['두 계정, 한 사람', '다른 회원에게 연결된 계정이라, 두 계정을 합칠지 본인에게 물어봅니다.'],
    en: [
      'Two accounts, one person',
      'The identity belongs to another member, so the person is asked whether to merge the two accounts.',
    ],
  },
  17: {
    ko: ['본인 재확인', '같은 회원이 방금 다시 로그인해, 로그인 시각을 갱신한 토큰을 발급했습니다.'],
    en: ['Confirmed again', 'The same person has just signed in again, so the token carries the new time.'],
  },
  18: {
    ko: ['다른 사람으로 재확인', '회원의 계정이 아닌 다른 계정으로 로그인해, 재확인으로 인정하지 않습니다.'],
    en: ['Somebody else signed in', 'The identity is not the member’s own, so the sign-in confirms nothing.'],
  },
  19: {
    ko: ['로그인을 취소함', '로그인 서비스의 화면에서 취소해 아무것도 바뀌지 않았습니다.'],
    en: ['Cancelled', 'The visitor cancelled at the provider, so nothing happened.'],
  },
  20: {
    ko: [
      '로그인 서비스가 응답하지 않음',
      '로그인 서비스가 멈췄거나 잘못된 응답을 보냈습니다. 바뀐 것이 없으니 다시 시도해도 안전합니다.',
    ],
    en: [
      'The provider is unavailable',
      'The provider is down, slow or sends nonsense, so nothing changes and trying again is safe.',
    ],
  },
  21: {
    ko: ['다른 회원의 본인확인', '다른 회원이 같은 사람으로 확인되어 있어, 두 계정을 합칠지 물어봅니다.'],
    en: [
      'The check names another member',
      'Another member has the same identity check, so merging the two accounts is offered.',
    ],
  },
  22: {
    ko: ['본인확인을 마침', '같은 사람으로 확인된 다른 회원이 없어, 이 회원에게 기록합니다.'],
    en: ['Identity verified', 'No other member has this identity check, so the member gets it.'],
  },
  23: {
    ko: ['탈퇴한 회원', '탈퇴했지만 아직 복구할 수 있는 기간이라, 로그인하지 않고 복구 메일을 보냈습니다.'],
    en: [
      'A member who left',
      'The closed account can still be restored, so a mail offers that and nobody is signed in.',
    ],
  },
  24: {
    ko: [
      '아직 다시 가입할 수 없음',
      '탈퇴한 회원과 같은 사람이라, 정해진 날이 지나야 다시 가입할 수 있습니다.',
    ],
    en: [
      'Too early to join again',
      'The visitor matches a member who left and cannot join again before a set date.',
    ],
  },
  25: {
    ko: [
      '사용할 수 없는 코드나 토큰',
      '로그인 서비스가 무효라고 했거나 다른 앱에 발급된 것이라, 로그인하지 않았습니다.',
    ],
    en: [
      'An invalid code or token',
      'The provider rejects the code or token, or issued it to another app, so nobody is signed in.',
    ],
  },
}
