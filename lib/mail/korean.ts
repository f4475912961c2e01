import type { VerificationPurpose } from '../domain/values/verification.ts'
import type { Words } from './words.ts'

const codeFor = {
  sign_up: '가입',
  sign_in: '로그인',
  contact: '연락처 변경',
} as const satisfies Readonly<Record<VerificationPurpose, string>>

export const korean: Words = {
  code: (purpose, minutes) => ({
    subject: `${codeFor[purpose]} 인증번호를 알려 드립니다`,
    heading: `${codeFor[purpose]} 인증번호`,
    paragraphs: [`아래 인증번호를 화면에 입력해 주세요. ${minutes}분 동안 한 번만 사용할 수 있습니다.`],
    note: '인증번호를 요청하지 않으셨다면 이 메일을 무시해 주세요. 인증번호는 누구에게도 알려 주지 마세요.',
  }),
  methodAdded: (method, when) => ({
    subject: '로그인 방법이 추가되었습니다',
    heading: '로그인 방법이 추가되었습니다',
    paragraphs: [`추가된 방법: ${method}`, `시각: ${when}`],
    note: '본인이 추가하지 않으셨다면 로그인해서 이 방법을 해제하고 비밀번호를 변경해 주세요.',
  }),
  methodRemoved: (method, when) => ({
    subject: '로그인 방법이 해제되었습니다',
    heading: '로그인 방법이 해제되었습니다',
    paragraphs: [`해제된 방법: ${method}`, `시각: ${when}`],
    note: '본인이 하지 않으셨다면 고객센터에 알려 주세요.',
  }),
  signedOutByProvider: (provider, when) => ({
    subject: `${provider} 계정을 확인해 주세요`,
    heading: '안전을 위해 로그아웃했습니다',
    paragraphs: [
      `${provider}에서 회원님의 ${provider} 계정이 위험할 수 있다고 알려 왔습니다. 시각: ${when}`,
      `${provider} 계정으로 로그인한 기기는 모두 로그아웃되었습니다. 다른 방법으로 로그인한 기기는 그대로입니다.`,
    ],
    note: `${provider} 계정의 비밀번호와 로그인 기록을 확인한 뒤 다시 로그인해 주세요.`,
  }),
  changed: (part, when) => ({
    subject: '계정 정보가 변경되었습니다',
    heading: '계정 정보가 변경되었습니다',
    paragraphs: [
      `변경된 항목: ${part}`,
      `시각: ${when}`,
      '안전을 위해 다른 기기에서는 모두 로그아웃되었습니다.',
    ],
    note: '본인이 하지 않으셨다면 고객센터에 바로 알려 주세요.',
  }),
  merged: {
    this: (when) => ({
      subject: '두 계정을 하나로 합쳤습니다',
      heading: '두 계정이 하나가 되었습니다',
      paragraphs: [
        `회원님의 다른 계정을 이 계정으로 합쳤습니다. 시각: ${when}`,
        '이제 다른 계정의 로그인 방법으로도 이 계정에 로그인할 수 있습니다.',
      ],
      note: '본인이 하지 않으셨다면 고객센터에 알려 주세요.',
    }),
    another: (when) => ({
      subject: '이 계정을 다른 계정과 합쳤습니다',
      heading: '두 계정이 하나가 되었습니다',
      paragraphs: [
        `이 계정을 회원님의 다른 계정으로 합쳤습니다. 시각: ${when}`,
        '이제 이 계정의 로그인 방법으로 로그인하면 다른 계정이 열립니다. 이 계정으로 로그인한 기기는 모두 로그아웃되었습니다.',
      ],
      note: '본인이 하지 않으셨다면 고객센터에 알려 주세요.',
    }),
  },
  recovered: (when) => ({
    subject: '이메일 인증으로 계정을 복구했습니다',
    heading: '계정을 복구했습니다',
    paragraphs: [
      `이 주소로 받은 인증번호로 로그인했습니다. 시각: ${when}`,
      '기존 비밀번호는 더 이상 사용할 수 없고, 다른 기기에서는 모두 로그아웃되었습니다. 새 비밀번호를 설정해 주세요.',
    ],
    note: '본인이 하지 않으셨다면 고객센터에 알려 주세요.',
  }),
  reactivation: (url, hours) => ({
    subject: '휴면 계정을 다시 활성화할 수 있습니다',
    heading: '계정을 다시 활성화해 주세요',
    paragraphs: [
      '휴면 상태인 계정에 로그인하려고 하셨습니다. 아래 링크를 열어 확인하면 계정이 다시 활성화됩니다.',
      `이 링크는 ${hours}시간 동안 한 번만 사용할 수 있습니다. 새 메일을 받으면 이 링크는 사용할 수 없습니다.`,
    ],
    link: { text: '계정 다시 활성화하기', url },
    note: '로그인하신 적이 없다면 이 메일을 무시해 주세요. 계정은 휴면 상태로 유지됩니다.',
  }),
  withdrawn: (until) => ({
    subject: '탈퇴가 완료되었습니다',
    heading: '탈퇴가 완료되었습니다',
    paragraphs: [
      '모든 기기에서 로그아웃되었고, 연결된 소셜 계정도 해제되었습니다.',
      `회원 정보는 ${until}까지 보관한 뒤 삭제합니다. 마음이 바뀌셨다면 그 전에 로그인해 주세요. 계정을 복구할 수 있는 메일을 보내 드립니다.`,
    ],
    note: '본인이 탈퇴하지 않으셨다면 바로 로그인해서 계정을 복구하고 비밀번호를 변경해 주세요.',
  }),
  restoration: (url, hours, until) => ({
    subject: '탈퇴한 계정을 복구할 수 있습니다',
    heading: '계정을 복구할 수 있습니다',
    paragraphs: [
      `탈퇴한 계정에 로그인하려고 하셨습니다. ${until}까지 아래 링크를 열어 확인하면 계정이 복구됩니다.`,
      `이 링크는 ${hours}시간 동안 한 번만 사용할 수 있습니다. 새 메일을 받으면 이 링크는 사용할 수 없습니다.`,
    ],
    link: { text: '계정 복구하기', url },
    note: '로그인하신 적이 없다면 이 메일을 무시해 주세요. 계정은 예정대로 삭제됩니다.',
  }),
  methods: {
    kakao: '카카오',
    naver: '네이버',
    google: '구글',
    github: '깃허브',
    apple: '애플',
    line: '라인',
    oidc: '회사 계정',
    password: '비밀번호',
    email: '이메일',
    passkey: '패스키',
    phone: '휴대전화 번호',
  },
  releasedNumber: '휴대전화 번호 (오랫동안 인증되지 않은 번호를 다른 분이 인증했습니다)',
  parts: { email: '이메일', phone: '휴대전화 번호', password: '비밀번호' },
}
