import type { Pairs } from './pairs.ts'

/** The texts of what every screen has, of fields and of signing in. */
export const signInWords = {
  busy: ['확인하고 있어요…', 'One moment…'],
  back: ['돌아가기', 'Back'],
  startOver: ['처음으로', 'Start over'],
  required: ['필수', 'required'],
  optional: ['선택', 'optional'],
  save: ['저장', 'Save'],
  choose: ['선택해 주세요', 'Please choose'],

  startTitle: ['로그인 또는 회원가입', 'Sign in or join'],
  startLead: [
    '어떤 방법으로 로그인해도 한 사람은 하나의 계정만 씁니다.',
    'Every sign-in method leads to the same account.',
  ],

  name: ['이름', 'Name'],
  email: ['이메일', 'E-mail'],
  phone: ['전화번호', 'Phone'],
  birth: ['생일', 'Birthday'],
  gender: ['성별', 'Gender'],
  nickname: ['닉네임', 'Nickname'],
  identity: ['본인확인', 'Identity check'],
  password: ['비밀번호', 'Password'],
  attributes: ['추가 정보', 'More about you'],
  male: ['남성', 'male'],
  female: ['여성', 'female'],
  other: ['그 밖', 'other'],
  verified: ['인증됨', 'verified'],
  unverified: ['인증 안 됨', 'not verified'],
  lunar: ['음력', 'lunar'],
  leap: ['윤달', 'leap month'],
  byLunarCalendar: ['음력 날짜입니다', 'This is a lunar date'],

  address: ['이메일 또는 휴대전화 번호', 'E-mail or phone number'],
  newPassword: ['새 비밀번호', 'New password'],
  newPasswordNote: [
    '8자 이상. 글자 종류는 자유롭게 정할 수 있습니다.',
    'At least eight characters of any kind.',
  ],
  signIn: ['로그인', 'Sign in'],
  byPasswordTitle: ['비밀번호로 로그인', 'Sign in with a password'],
  byCodeTitle: ['인증번호로 로그인', 'Sign in with a code'],
  signInLead: ['소셜 계정이 없어도 로그인할 수 있습니다.', 'You can sign in without an account elsewhere.'],
  proveLead: [
    '본인인지 확인할 수 있게 원래 쓰던 방법으로 로그인해 주세요. 계정을 연결할지는 그다음에 물어봅니다.',
    'Sign in as that member, the way you always do. The question about linking comes afterwards.',
  ],
  ownAccountLead: [
    '이미 쓰고 계신 계정으로 로그인해 주세요. 이어서 그 계정에 연결할지 여쭤봅니다.',
    'Sign in to the account that you have. The question about linking comes afterwards.',
  ],
  otherAccountLead: [
    '합칠 다른 계정으로 로그인해 주세요. 합칠지는 그다음에 여쭤봅니다.',
    'Sign in to the other account. The question about merging comes afterwards.',
  ],
  refreshLead: [
    '중요한 작업이라 본인 확인이 필요합니다. 다시 로그인해 주세요.',
    'This step needs a fresh sign-in. Please sign in once more.',
  ],
  byPasskey: ['패스키로 로그인', 'Sign in with a passkey'],
  byProvider: ['{provider} 계정으로 확인', 'Confirm with {provider}'],
  byProviderTitle: ['소셜 계정으로 로그인', 'Sign in with a provider'],
  byProviderLead: [
    '원래 쓰던 방법으로 로그인해 주세요. 로그인한 뒤 내 계정에서 다른 소셜 계정을 추가할 수 있습니다.',
    'Sign in the way you always do. On the page of your account you can then add another provider.',
  ],
  sendCode: ['인증번호 받기', 'Send the code'],
  codeTitle: ['인증번호를 보냈어요', 'The code was sent'],
  codeLead: [
    '여섯 자리 인증번호를 입력해 주세요. 보낸 곳: {to}',
    'Enter the six digits that were sent to {to}.',
  ],
  code: ['인증번호', 'Code'],
  confirmCode: ['확인', 'Confirm'],
  sendAgain: ['인증번호 다시 받기', 'Send a new code'],
  sentAgain: ['인증번호를 다시 보냈습니다.', 'A new code is on its way.'],
} as const satisfies Pairs
