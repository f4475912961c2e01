import type { OldMember } from './old-member.ts'

type Status = OldMember['status']

/** Words for a status in Korean systems. */
const words: Readonly<Record<Status, readonly string[]>> = {
  active: ['정상', '활동', '활성', '사용', '사용중', '이용중', '일반', '가입'],
  suspended: ['정지', '이용정지', '활동정지', '사용정지', '차단', '제재', '강제정지'],
  deactivated: ['휴면', '휴면회원', '휴면계정', '장기미접속', '비활성', '미사용'],
}

const statuses: ReadonlyMap<string, Status> = new Map(
  (['active', 'suspended', 'deactivated'] as const).flatMap((status) =>
    words[status].map((word): [string, Status] => [word, status]),
  ),
)

/** The option that says what a usual word of a status may mean. Undefined for an unusual word. */
export function usualStatusOption(word: string): string | undefined {
  const status = statuses.get(word.replace(/\s/g, ''))
  return status === undefined ? undefined : `--map-value ${word}=${status}`
}
