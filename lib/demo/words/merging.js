/** What the page says about two accounts of one person, and about who somebody is. */

export const mergingInKorean = {
  questionMerge: '두 계정을 합칠까요?',
  questionMergeLead: '회원님의 계정이 하나 더 있습니다.',
  questionMergeWhat: '합치면 이렇게 됩니다.',
  questionMergeWays: '다른 계정의 로그인 방법으로도 이 계정에 로그인됩니다.',
  questionMergeFills: '이 계정의 정보는 그대로 두고, 비어 있는 것만 다른 계정에서 채웁니다.',
  questionMergeEnds: '다른 계정은 없어지고, 그 계정으로 로그인된 기기는 로그아웃됩니다. 되돌릴 수 없습니다.',
  questionMergeTold: '두 계정 모두에 메일로 알려 드립니다.',
  yesMerge: '네, 합쳐 주세요',
  wasMerged: '두 계정을 합쳤습니다. 메일로도 알려 드렸습니다.',
  wasKeptApart: '두 계정을 그대로 두었습니다.',
  keepApart: '아니요, 그대로 둘게요',
  identityTitle: '본인확인',
  identityOn: '{date}에 확인함',
  identityNot: '아직 확인하지 않았습니다.',
  checkIdentity: '본인확인 하기',
  identityNote:
    '확인한 값은 알아볼 수 없게 해시로만 보관합니다. 회원님의 다른 계정이 드러나면 합칠지 물어봅니다.',
  wasIdentified: '본인확인을 마쳤습니다.',
  otherAccount: '회원님의 다른 계정',
}

export const mergingInEnglish = {
  questionMerge: 'Merge your two accounts?',
  questionMergeLead: 'It turned out that you have another account here.',
  questionMergeWhat: 'If you merge them:',
  questionMergeWays: 'Whatever lets you into the other account leads to this one.',
  questionMergeFills: 'What this account has stays; what it lacks comes from the other.',
  questionMergeEnds: 'The other account ends, and its devices are signed out. This cannot be undone.',
  questionMergeTold: 'Both accounts are told by mail.',
  yesMerge: 'Yes, merge them',
  wasMerged: 'The two accounts are one now. Mails tell of it too.',
  wasKeptApart: 'Both accounts are as they were.',
  keepApart: 'No, keep them apart',
  identityTitle: 'Identity check',
  identityOn: 'Verified on {date}',
  identityNot: 'Not verified yet.',
  checkIdentity: 'Verify my identity',
  identityNote:
    'Who you are is kept as a keyed hash. If another account turns out to be yours, you are asked whether to merge.',
  wasIdentified: 'Your identity is verified.',
  otherAccount: 'Your other account',
}
