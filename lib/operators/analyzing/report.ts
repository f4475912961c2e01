import type { Locale } from '../../domain/values/locale.ts'
import type { MatchPolicy } from '../../domain/visit/match-policy.ts'
import type { Analysis } from './analyze-file.ts'

const words = {
  ko: {
    members: '가져올 회원',
    rejected: '거절될 줄 (members import --check 로 이유를 볼 수 있습니다)',
    alike: '다른 회원과 같은 값을 가진 회원',
    email: '이메일',
    phone: '전화번호',
    name: '이름',
    'name+birth': '이름과 생일',
    unverified: '인증되지 않은 것',
    nothing: '이메일도 전화번호도 인증되지 않은 회원',
    withoutWay: '들어올 방법이 없는 회원 (같은 주소를 여럿이 써서 누구의 것도 아니게 됨)',
    hashes: '비밀번호 해시',
    rows: '제공자에서 같은 정보로 오는 방문자는 어느 경우가 되는가',
    now: '지금 정책',
    other: '다른 선택',
    row: {
      5: '동의만 받고 연결',
      6: '쉬는 계정: 다시 여는 메일',
      7: '본인 확인 후 연결',
      8: '이름만 같음',
      9: '여러 회원과 맞음',
      10: '정지되었거나 쉬는 회원: 본인 확인 후',
      12: '아무도 찾지 못함: 새 가입',
    },
  },
  en: {
    members: 'members to import',
    rejected: 'rows that would be rejected (members import --check tells why)',
    alike: 'members who have what another one has as well',
    email: 'e-mail address',
    phone: 'phone number',
    name: 'name',
    'name+birth': 'name and birth date',
    unverified: 'not verified',
    nothing: 'members with neither address nor number verified',
    withoutWay: 'members whom nothing lets in (what several have is nobody’s)',
    hashes: 'password hashes',
    rows: 'where a visitor lands who has the same data at a provider',
    now: 'the policy in force',
    other: 'another choice',
    row: {
      5: 'linked after a yes',
      6: 'paused account: a mail to open it',
      7: 'linked after a proof',
      8: 'the same name, and nothing else',
      9: 'several members fit',
      10: 'suspended or paused: after a proof',
      12: 'nobody found: a new account',
    },
  },
} as const

const policyText = ({ full, consider }: MatchPolicy): string =>
  `full [${full.join(', ')}] consider [${consider.join(', ')}]`

/** An analysis for people to read. */
export function reportOf(analysis: Analysis, locale: Locale): string {
  const say = words[locale]
  const { members, rejected, alike, unverified, withoutWay, hashes, choices } = analysis
  const named: Readonly<Record<number, string>> = say.row
  const share = (count: number): string =>
    `${count} (${members === 0 ? 0 : Math.round((1000 * count) / members) / 10}%)`
  const lines = [
    `${say.members}: ${members}`,
    `${say.rejected}: ${rejected}`,
    '',
    `${say.alike}:`,
    ...(['email', 'phone', 'name', 'name+birth'] as const).map(
      (kind) => `  ${say[kind]}: ${share(alike[kind])}`,
    ),
    `${say.unverified}:`,
    `  ${say.email}: ${share(unverified.email)}`,
    `  ${say.phone}: ${share(unverified.phone)}`,
    `  ${say.nothing}: ${share(unverified.nothingVerified)}`,
    `${say.withoutWay}: ${share(withoutWay)}`,
    `${say.hashes}:`,
    ...[...hashes].map(([cost, count]) => `  ${cost}: ${share(count)}`),
    '',
    `${say.rows}:`,
    ...choices.flatMap(({ policy, rows }, index) => [
      `  ${index === 0 ? say.now : say.other}: ${policyText(policy)}`,
      ...[...rows]
        .toSorted(([a], [b]) => a - b)
        .map(([row, count]) => `    ${String(row).padStart(2)}  ${named[row] ?? ''}: ${share(count)}`),
    ]),
  ]
  return `${lines.join('\n')}\n`
}
