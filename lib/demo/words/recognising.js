/** The texts about contacts that a provider has not verified, and about members who come by a new provider. */

export const recognisingInKorean = {
  verify_email_title: '이 이메일이 맞나요?',
  verify_email_lead:
    '{provider}에서 알려 준 이메일이지만 인증되지 않았습니다. 인증번호를 확인하면 이미 회원인지 알아볼 수 있습니다.',
  verify_phone_title: '이 전화번호가 맞나요?',
  verify_phone_lead:
    '{provider}에서 알려 준 전화번호지만 인증되지 않았습니다. 인증번호를 확인하면 이미 회원인지 알아볼 수 있습니다.',
  skipVerifying: '인증하지 않고 가입하기',
  haveAccount: '이미 계정이 있어요',
  ownAccountLead: '이미 쓰고 계신 계정으로 로그인해 주세요. 이어서 그 계정에 연결할지 여쭤봅니다.',
  questionCodeLead:
    '방금 인증번호로 {contact}의 주인임을 확인했고, 아래 회원이 그 연락처를 쓰고 있습니다. 동의하셔야 계정을 연결합니다.',
}

export const recognisingInEnglish = {
  verify_email_title: 'Is this your e-mail address?',
  verify_email_lead:
    'The address comes from {provider}, which has not verified it. A code shows that it is yours, and whether you are a member already.',
  verify_phone_title: 'Is this your phone number?',
  verify_phone_lead:
    'The number comes from {provider}, which has not verified it. A code shows that it is yours, and whether you are a member already.',
  skipVerifying: 'Join without the code',
  haveAccount: 'I have an account already',
  ownAccountLead: 'Sign in to the account that you have. The question about linking comes afterwards.',
  questionCodeLead:
    'The code has shown that {contact} is yours, and the member below uses it. Nothing is linked without your consent.',
}
