/** The texts about merging two accounts of one person, and about the identity check. */

export const mergingInKorean = {
  questionMerge: '두 계정을 합칠까요?',
  questionMergeLead: '회원님의 계정이 하나 더 있습니다.',
  questionMergeProofLead:
    '본인확인으로 회원님의 다른 계정을 찾았습니다. 그 계정에도 로그인하셔야 합칠 수 있습니다. 지금 로그인은 그대로 유지됩니다.',
  proveOtherAccount: '다른 계정에 로그인하기',
  otherAccountLead: '합칠 다른 계정으로 로그인해 주세요. 합칠지는 그다음에 여쭤봅니다.',
  questionMergeWhat: '합치면 다음과 같이 처리됩니다.',
  questionMergeMethods: '다른 계정의 로그인 방법으로도 이 계정에 로그인할 수 있습니다.',
  questionMergeFills: '이 계정의 정보는 그대로 두고, 비어 있는 항목만 다른 계정의 정보로 채웁니다.',
  questionMergeEnds:
    '다른 계정은 없어지고, 그 계정으로 로그인한 기기는 모두 로그아웃됩니다. 되돌릴 수 없습니다.',
  questionMergeNotice: '두 계정 모두에 메일로 알려 드립니다.',
  yesMerge: '네, 합쳐 주세요',
  wasMerged: '두 계정을 합쳤습니다. 메일로도 알려 드렸습니다.',
  wasKeptApart: '두 계정을 그대로 두었습니다.',
  keepApart: '아니요, 그대로 둘게요',
  identityTitle: '본인확인',
  identityOn: '{date}에 확인했습니다.',
  identityNot: '아직 확인하지 않았습니다.',
  checkIdentity: '본인확인 하기',
  identityNote:
    '확인한 값은 원래 값을 알 수 없는 해시로만 보관합니다. 회원님의 다른 계정이 있으면 합칠지 물어봅니다.',
  wasIdentified: '본인확인을 마쳤습니다.',
  otherAccount: '회원님의 다른 계정',
}

export const mergingInEnglish = {
  questionMerge: 'Merge your two accounts?',
  questionMergeLead: 'You have another account here.',
  questionMergeProofLead:
    'The identity check found another account of yours. To merge the two, sign in to that account as well. You stay signed in here.',
  proveOtherAccount: 'Sign in to the other account',
  otherAccountLead: 'Sign in to the other account. The question about merging comes afterwards.',
  questionMergeWhat: 'Merging has these effects:',
  questionMergeMethods: 'Every sign-in method of the other account opens this account.',
  questionMergeFills: 'This account keeps its data. The other account fills in only what is missing.',
  questionMergeEnds: 'The other account ends, and its devices are signed out. Merging cannot be undone.',
  questionMergeNotice: 'Both accounts get a mail.',
  yesMerge: 'Yes, merge them',
  wasMerged: 'The two accounts are merged. We also told you by mail.',
  wasKeptApart: 'Both accounts stay as they were.',
  keepApart: 'No, keep them apart',
  identityTitle: 'Identity check',
  identityOn: 'Verified on {date}',
  identityNot: 'Not verified yet.',
  checkIdentity: 'Verify my identity',
  identityNote:
    'The result is kept only as a keyed hash. If you have another account, we ask whether to merge the two.',
  wasIdentified: 'Your identity is verified.',
  otherAccount: 'Your other account',
}
