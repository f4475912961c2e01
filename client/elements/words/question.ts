import type { Pairs } from './pairs.ts'

/** The texts of the questions about linking and merging. */
export const questionWords = {
  questionConfirm: ['이미 회원이신가요?', 'Are you already a member?'],
  questionAre: ['혹시 {who} 회원님이신가요?', 'Are you the member {who}?'],
  questionConfirmLead: [
    '인증된 정보가 아래 회원과 모두 같습니다. 동의하셔야 계정을 연결합니다.',
    'All verified data matches the member below. Nothing is linked without your consent.',
  ],
  questionCodeLead: [
    '방금 인증번호로 {contact}의 주인임을 확인했고, 아래 회원이 그 연락처를 쓰고 있습니다. 동의하셔야 계정을 연결합니다.',
    'The code has shown that {contact} is yours, and the member below uses it. Nothing is linked without your consent.',
  ],
  questionProof: ['이미 회원이신 것 같아요', 'You may already be a member'],
  questionProofLead: [
    '일부 정보가 같은 회원이 있습니다. 연결하려면 먼저 그 회원의 로그인 방법으로 로그인해 주세요.',
    'Some data matches a member. To link the accounts, first sign in as that member.',
  ],
  questionCheckLead: [
    '본인확인 결과 이미 회원입니다. 계정을 연결하려면 먼저 그 회원으로 로그인해 주세요.',
    'The identity check shows that you are a member already. To link the accounts, first sign in as that member.',
  ],
  questionSeveralLead: [
    '인증된 정보가 여러 회원과 같습니다. 본인의 계정을 골라 로그인해 주세요.',
    'The verified data matches several members. Choose your own account and sign in as that member.',
  ],
  questionNoHint: [
    '어떤 회원인지는 로그인하신 뒤에 알려 드립니다.',
    'The member is named only after you sign in.',
  ],
  candidate: ['정보가 같은 회원', 'The matching member'],
  otherAccount: ['회원님의 다른 계정', 'Your other account'],
  memberSince: ['가입일', 'Member since'],
  loginMethods: ['로그인 방법', 'Sign-in methods'],
  method_password: ['비밀번호', 'Password'],
  method_email_code: ['이메일 인증번호', 'E-mail code'],
  method_sms_code: ['문자 인증번호', 'Text message code'],
  method_login_id: ['아이디와 비밀번호', 'Login ID and password'],
  method_passkey: ['패스키', 'Passkey'],
  yesLink: ['네, 연결해 주세요', 'Yes, link the account'],
  notMe: ['제 계정이 아니에요. 새로 가입할게요', 'Not me. Join as a new member'],
  cancelLink: ['취소', 'Cancel'],
  cancelNote: [
    '취소하면 {provider} 연결을 해제하고, 이번에 받은 정보는 사용하지 않습니다.',
    'Cancelling disconnects {provider}, and the data of this visit is not used.',
  ],
  proveThis: ['이 회원으로 로그인', 'Sign in as this member'],
  proveSomehow: ['기존 회원으로 로그인', 'Sign in as a member'],
  proveOther: ['다른 회원으로 로그인', 'Sign in as another member'],
  provenTitle: ['{provider} 계정을 연결할까요?', 'Link {provider} now?'],
  provenLead: [
    '로그인했습니다. 연결하면 앞으로 {provider} 계정으로도 로그인할 수 있습니다.',
    'You are signed in. After linking, {provider} also signs you in to this account.',
  ],
  declinedTitle: ['연결하지 않았어요', 'Nothing was linked'],
  declinedLead: [
    '{provider} 연결을 해제했습니다. 기존 회원의 계정은 그대로입니다.',
    '{provider} was disconnected. The member’s account did not change.',
  ],
  questionMerge: ['두 계정을 합칠까요?', 'Merge your two accounts?'],
  questionMergeLead: ['회원님의 계정이 하나 더 있습니다.', 'You have another account here.'],
  questionMergeProofLead: [
    '본인확인으로 회원님의 다른 계정을 찾았습니다. 그 계정에도 로그인하셔야 합칠 수 있습니다. 지금 로그인은 그대로 유지됩니다.',
    'The identity check found another account of yours. To merge the two, sign in to that account as well. You stay signed in here.',
  ],
  proveOtherAccount: ['다른 계정에 로그인하기', 'Sign in to the other account'],
  questionMergeWhat: ['합치면 다음과 같이 처리됩니다.', 'Merging has these effects:'],
  questionMergeMethods: [
    '다른 계정의 로그인 방법으로도 이 계정에 로그인할 수 있습니다.',
    'Every sign-in method of the other account opens this account.',
  ],
  questionMergeFills: [
    '이 계정의 정보는 그대로 두고, 비어 있는 항목만 다른 계정의 정보로 채웁니다.',
    'This account keeps its data. The other account fills in only what is missing.',
  ],
  questionMergeEnds: [
    '다른 계정은 없어지고, 그 계정으로 로그인한 기기는 모두 로그아웃됩니다. 되돌릴 수 없습니다.',
    'The other account ends, and its devices are signed out. Merging cannot be undone.',
  ],
  questionMergeNotice: ['두 계정 모두에 메일로 알려 드립니다.', 'Both accounts get a mail.'],
  yesMerge: ['네, 합쳐 주세요', 'Yes, merge them'],
  keepApart: ['아니요, 그대로 둘게요', 'No, keep them apart'],
} as const satisfies Pairs
