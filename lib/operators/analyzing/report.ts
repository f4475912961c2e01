import type { Locale } from '../../domain/values/locale.ts'
import type { MatchPolicy } from '../../domain/visit/match-policy.ts'
import { type FaultText, inKorean } from '../importing/reading/fault-text.ts'
import type { Analysis } from './analyze-file.ts'

const texts = {
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
    withoutLoginMethod: '들어올 방법이 없는 회원 (같은 주소를 여럿이 써서 누구의 것도 아니게 됨)',
    hashes: '비밀번호 해시 (argon2id(…)는 가져올 때 한 번 더 해시됨)',
    repeated: '앞 줄과 externalId가 같은 줄 (가져오지 않음)',
    faults: '거절되는 레코드, 빠지는 값, 알릴 것과 그 이유',
    costs: { record: '거절', value: '값 빠짐', nothing: '알림' },
    fault: inKorean,
    understood: '처음 세 회원은 이렇게 이해했습니다 (가려서 보임)',
    unfinished: '파일을 끝까지 읽지 못해, 읽은 데까지만 셌습니다',
    line: '줄',
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
    rejected: 'rows that would be rejected (see why with members import --check)',
    alike: 'members who share a value with another member',
    email: 'e-mail address',
    phone: 'phone number',
    name: 'name',
    'name+birth': 'name and birth date',
    unverified: 'not verified',
    nothing: 'members with neither address nor number verified',
    withoutLoginMethod: 'members who cannot sign in (a shared contact belongs to nobody)',
    hashes: 'password hashes (an import hashes argon2id(…) once more)',
    repeated: 'rows with the externalId of an earlier row (not imported)',
    faults: 'what is rejected or left out, and why',
    costs: { record: 'rejected', value: 'left out', nothing: 'told' },
    fault: (detail: FaultText): string => detail,
    understood: 'the first three members as they were understood (masked)',
    unfinished: 'the file could not be read to its end; this counts what stands before',
    line: 'line',
    rows: 'the case of a visitor with the same data at a provider',
    now: 'current policy',
    other: 'alternative',
    row: {
      5: 'linked after consent',
      6: 'paused account: a mail to reactivate it',
      7: 'linked after proof',
      8: 'only the name matches',
      9: 'several members match',
      10: 'suspended or paused: after proof',
      12: 'no match: a new account',
    },
  },
} as const

const policyText = ({ full, consider }: MatchPolicy): string =>
  `full [${full.join(', ')}] consider [${consider.join(', ')}]`

type ReportTexts = (typeof texts)[Locale]

/** The first lines of what is counted: `(line 2, 5, 9)`. */
const linesText = (text: ReportTexts, lines: readonly number[]): string =>
  lines.length === 0 ? '' : `  (${text.line} ${lines.join(', ')})`

/** What an operator can act on: faults with their first lines, and rows as they were understood. */
function findingLines(text: ReportTexts, { faults, repeatedIds, understood }: Analysis): readonly string[] {
  return [
    ...(repeatedIds.count === 0
      ? []
      : [`${text.repeated}: ${repeatedIds.count}${linesText(text, repeatedIds.lines)}`]),
    ...(faults.length === 0 ? [] : ['', `${text.faults}:`]),
    ...faults.map(({ costs, column, detail, count, lines }) => {
      const said = [`${text.costs[costs]}:`, ...(column === '' ? [] : [column]), text.fault(detail)]
      return `  ${count}  ${said.join(' ')}${linesText(text, lines)}`
    }),
    ...(understood.length === 0 ? [] : ['', `${text.understood}:`]),
    ...understood.map(
      (row) =>
        `  ${Object.entries(row)
          .map(([name, value]) => `${name}: ${value}`)
          .join(' | ')}`,
    ),
  ]
}

/** An analysis as text for people, in their language. */
export function reportOf(analysis: Analysis, locale: Locale): string {
  const text = texts[locale]
  const { members, rejected, alike, alikeLines, unverified, hashes, choices, unfinished } = analysis
  const named: Readonly<Record<number, string>> = text.row
  const share = (count: number): string =>
    `${count} (${members === 0 ? 0 : Math.round((1000 * count) / members) / 10}%)`
  const lines = [
    `${text.members}: ${members}`,
    `${text.rejected}: ${rejected}`,
    ...(unfinished === undefined ? [] : [text.unfinished]),
    '',
    `${text.alike}:`,
    ...(['email', 'phone', 'name', 'name+birth'] as const).map(
      (kind) => `  ${text[kind]}: ${share(alike[kind])}${linesText(text, alikeLines[kind])}`,
    ),
    `${text.unverified}:`,
    `  ${text.email}: ${share(unverified.email)}`,
    `  ${text.phone}: ${share(unverified.phone)}`,
    `  ${text.nothing}: ${share(unverified.nothingVerified)}`,
    `${text.withoutLoginMethod}: ${share(analysis.withoutLoginMethod)}${linesText(text, analysis.withoutLoginMethodLines)}`,
    ...(hashes.size === 0 ? [] : [`${text.hashes}:`]),
    ...[...hashes].map(([cost, count]) => `  ${cost}: ${share(count)}`),
    ...findingLines(text, analysis),
    '',
    `${text.rows}:`,
    ...choices.flatMap(({ policy, rows }, index) => [
      `  ${index === 0 ? text.now : text.other}: ${policyText(policy)}`,
      ...[...rows]
        .toSorted(([a], [b]) => a - b)
        .map(([row, count]) => `    ${String(row).padStart(2)}  ${named[row] ?? ''}: ${share(count)}`),
    ]),
  ]
  return `${lines.join('\n')}\n`
}
