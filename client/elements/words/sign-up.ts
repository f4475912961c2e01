import type { Pairs } from './pairs.ts'

/** The texts of signing up. */
export const signUpWords = {
  join_address: ['이메일·휴대전화로 가입', 'Join with e-mail or phone'],
  join_address_lead: [
    '먼저 이메일이나 휴대전화 번호를 인증번호로 확인합니다.',
    'First confirm your e-mail address or phone number with a code.',
  ],
  join_email: ['이메일로 가입', 'Join with e-mail'],
  join_email_lead: ['먼저 이메일을 인증번호로 확인합니다.', 'First confirm your e-mail address with a code.'],
  join_phone: ['휴대전화 번호로 가입', 'Join with a phone number'],
  join_phone_lead: [
    '먼저 휴대전화 번호를 인증번호로 확인합니다.',
    'First confirm your phone number with a code.',
  ],
  typed_email_title: ['이메일을 입력해 주세요', 'What is your e-mail address?'],
  typed_email_lead: [
    '로그인 서비스에서 받은 이메일로는 가입할 수 없습니다. 사용하시는 이메일을 인증해 주세요. 기존 회원의 이메일이면 계정을 연결할지 물어봅니다.',
    'The address from the provider cannot be used to join. Please confirm your own address with a code. If a member uses the address, we ask whether to link the accounts.',
  ],
  typed_phone_title: ['휴대전화 번호를 입력해 주세요', 'What is your phone number?'],
  typed_phone_lead: [
    '가입하려면 인증된 휴대전화 번호가 필요합니다. 기존 회원의 번호이면 계정을 연결할지 물어봅니다.',
    'Joining needs a confirmed phone number. If a member uses the number, we ask whether to link the accounts.',
  ],
  also_email_lead: [
    '가입하려면 인증된 이메일도 필요합니다.',
    'Joining needs a confirmed e-mail address as well.',
  ],
  also_phone_lead: [
    '가입하려면 인증된 휴대전화 번호도 필요합니다.',
    'Joining needs a confirmed phone number as well.',
  ],
  verify_email_title: ['이 이메일이 맞나요?', 'Is this your e-mail address?'],
  verify_email_lead: [
    '{provider}에서 알려 준 이메일이지만 인증되지 않았습니다. 인증번호를 확인하면 이미 회원인지 알아볼 수 있습니다.',
    'The address comes from {provider}, which has not verified it. A code shows that it is yours, and whether you are a member already.',
  ],
  verify_phone_title: ['이 전화번호가 맞나요?', 'Is this your phone number?'],
  verify_phone_lead: [
    '{provider}에서 알려 준 전화번호지만 인증되지 않았습니다. 인증번호를 확인하면 이미 회원인지 알아볼 수 있습니다.',
    'The number comes from {provider}, which has not verified it. A code shows that it is yours, and whether you are a member already.',
  ],
  skipVerifying: ['인증하지 않고 가입하기', 'Join without the code'],
  signUpTitle: ['처음 오셨네요', 'Nice to meet you'],
  signUpLead: ['가입을 마치기 전에는 아무것도 저장하지 않습니다.', 'Nothing is stored before you join.'],
  signUpFamily: [
    '자매 서비스를 이미 이용하고 계시네요. 그 서비스의 연결은 그대로 유지됩니다.',
    'You already use a sibling service. Its connection stays as it is.',
  ],
  profileTitle: ['이번 방문의 정보', 'Data of this visit'],
  provenAddressTitle: ['인증한 정보', 'Confirmed data'],
  missing: ['더 필요한 정보: {items}', 'Still needed: {items}'],
  missingLead: ['{provider}에서 받지 못한 항목입니다.', '{provider} did not share this.'],
  termsTitle: ['약관', 'Terms'],
  termsDone: ['{provider}에서 모두 동의하셨습니다.', 'You agreed to all terms at {provider}.'],
  agreeAll: ['모두 동의합니다', 'I agree to all terms'],
  version: ['버전 {version}', 'version {version}'],
  agreedAtProvider: ['{provider}에서 동의함', 'agreed at {provider}'],
  register: ['가입하기', 'Join'],
  joinAsNew: ['저는 다른 사람이에요. 새로 가입할게요', 'I am somebody else. Join as a new member'],
  haveAccount: ['이미 계정이 있어요', 'I have an account already'],
  checkIdentity: ['본인확인 하기', 'Verify my identity'],
  checkFirstLead: ['가입하려면 본인확인이 필요합니다.', 'Joining needs an identity check.'],
} as const satisfies Pairs
