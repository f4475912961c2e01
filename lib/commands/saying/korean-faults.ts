import { koreanFileFaults } from './korean-file-faults.ts'

/** What an operator reads when a command failed, in Korean. A test holds every message of the commands against this. */
const korean: readonly (readonly [RegExp, string])[] = [
  // How the command was called.
  [
    /^There is no command (.*)\. Did you mean (\S+)\? --help lists all$/s,
    '$1 명령은 없습니다. $2 명령인가요? --help로 모든 명령을 볼 수 있습니다',
  ],
  [/^There is no command (.*)\. --help lists them$/s, '$1 명령은 없습니다. --help로 명령을 볼 수 있습니다'],
  [/^There is no option (\S+)\. --help lists them$/, '$1 옵션은 없습니다. --help로 옵션을 볼 수 있습니다'],
  [
    /^(\S+) takes nothing behind its name, and there is more: (.*)$/s,
    '$1 뒤에는 아무것도 적지 않습니다. 더 적은 것: $2',
  ],
  [
    /^(\S+) takes FILE alone, and there is more: (.*)\. Give each file a command of its own$/s,
    '$1에는 FILE만 적습니다. 더 적은 것: $2. 파일마다 명령을 따로 실행하세요',
  ],
  [
    /^(\S+) takes (\S+) and (\S+) alone, and there is more: (.*)$/s,
    '$1에는 $2, $3만 적습니다. 더 적은 것: $4',
  ],
  [/^(\S+) takes (\S+) alone, and there is more: (.*)$/s, '$1에는 $2만 적습니다. 더 적은 것: $3'],
  [/^(\S+) takes no value$/, '$1 옵션에는 값을 적지 않습니다'],
  [
    /^(\S+) needs a value\. One that begins with - is given as (\S+)$/,
    '$1 옵션에는 값이 필요합니다. -로 시작하는 값은 $2 꼴로 적습니다',
  ],
  [
    /^(\S+) is "(.*)"; it must be a whole number from (\d+) to (\d+)$/,
    '$1 값이 "$2"입니다. $3에서 $4까지의 정수여야 합니다',
  ],
  [/^--language is "(.*)"; it must be ko or en$/, '--language 값이 "$1"입니다. ko나 en이어야 합니다'],
  [/^--since is missing: .*$/, '--since 자리가 비었습니다. 2026-11-01 같은 시각을 적습니다'],
  [
    /^--since is "(.*)"; .*$/,
    '--since 값이 "$1"입니다. 2026-11-01이나 2026-11-01T09:00:00+09:00 같은 시각이어야 합니다',
  ],
  [
    /^--map (.*) must be COLUMN=FIELD\. The fields: (.*), and - for a column to leave out$/s,
    '--map $1 은 COLUMN=FIELD 꼴이어야 합니다. 쓸 수 있는 필드: $2. 뺄 열에는 - 를 적습니다',
  ],
  [/^--map-value (.*) must be WORD=MEANING$/s, '--map-value $1 은 WORD=MEANING 꼴이어야 합니다'],
  [
    /^(.*) is neither NAME=NAME nor a file of such lines that is there$/s,
    '$1 은 NAME=NAME 꼴도 아니고, 그런 줄을 담은 파일의 이름도 아닙니다',
  ],
  [/^(.*) is not the id of an import, which the import prints$/s, '$1 은 가져오기가 출력한 ID가 아닙니다'],
  [
    /^No member is of import (.*): all are taken back already, or the id is of none$/s,
    '$1 번 가져오기의 회원이 없습니다. 이미 모두 되돌렸거나 ID가 다릅니다',
  ],
  // The stage.
  [
    /^(stages\/.*): cannot be read; copy (\S+) there and change it$/,
    '$1 파일을 읽을 수 없습니다. $2 파일을 그 자리에 복사해 고치세요',
  ],
  [/^(stages\/.*): is not JSON$/, '$1 파일이 JSON이 아닙니다'],
  [
    /^(stages\/.*): is not JSON in line (\d+), column (\d+)$/,
    '$1 파일이 JSON이 아닙니다. $2번째 줄 $3번째 글자를 보세요',
  ],
  [
    /^((?:stages\/|IEUM_)\S*): (?:(\/\S*) )?is not a setting; allowed are (.*)$/,
    '$1: $2 설정은 없습니다. 쓸 수 있는 설정: $3',
  ],
  [
    /^((?:stages\/|IEUM_)\S*): (?:(\/\S*) )?is missing; allowed is (.*)$/,
    '$1: $2 값이 없습니다. 쓸 수 있는 값: $3',
  ],
  [
    /^((?:stages\/|IEUM_)\S*): (?:(\/\S*) )?is (.*); allowed is (.*)$/,
    '$1: $2 값이 $3입니다. 쓸 수 있는 값: $4',
  ],
  [
    /^stage is (.*); allowed are up to 20 small letters, digits and hyphens, a letter first$/,
    '스테이지의 이름이 $1입니다. 영문 소문자로 시작해 소문자, 숫자, 줄표로 된 20자까지 쓸 수 있습니다',
  ],
  [/^Choose a stage: .*$/, '스테이지를 고르세요: --local, --stage NAME, 또는 셸의 IEUM_TABLE과 IEUM_SECRETS'],
  [
    /^Nothing runs on port (.*)\. Run npm start, .*$/,
    '$1번 포트에서 실행 중인 스택이 없습니다. npm start를 실행하거나 IEUM_DATA에 데이터 폴더를 적으세요',
  ],
  [
    /^No table name starts with (.*)\. Check the account and region, or set (.*)$/,
    '이름이 $1(으)로 시작하는 테이블이 없습니다. AWS 계정과 리전을 확인하거나 $2 변수를 설정하세요',
  ],
  [
    /^Several table names start with (.*)\. Set (\S+) to one of (.*)$/,
    '이름이 $1(으)로 시작하는 테이블이 여럿입니다. $2 변수에 하나를 적으세요: $3',
  ],
  [
    /^No credentials of AWS were found: .*$/,
    'AWS 자격 증명을 찾지 못했습니다. AWS_PROFILE로 프로필을 고르거나 aws sso login으로 로그인하세요. aws sts get-caller-identity로 확인할 수 있습니다',
  ],
  [/^Region is missing: .*$/, '리전이 없습니다. AWS_REGION=ap-northeast-2처럼 스테이지의 리전을 설정하세요'],
  [
    /^(.*) has no origin\. Set IEUM_SERVICE_ORIGIN .*$/,
    '$1 에 origin이 없습니다. IEUM_SERVICE_ORIGIN에 스택의 출력 Origin을 적으세요',
  ],
  [/^(IEUM_\w+): is not set$/, '$1 변수가 없습니다'],
  [/^IEUM_LEDGER is missing: .*$/, 'IEUM_LEDGER가 없습니다. 지운 회원을 적어 둔 테이블의 이름을 적으세요'],
  [
    /^No event bus has a name that starts with (.*)\. Set .*$/,
    '이름이 $1(으)로 시작하는 이벤트 버스가 없습니다. IEUM_BUS에 스택의 출력 EventBusName을 적으세요',
  ],
  [
    /^More than one event bus has a name that starts with (.*)\. Set .*$/,
    '이름이 $1(으)로 시작하는 이벤트 버스가 여럿입니다. IEUM_BUS에 스택의 출력 EventBusName을 적으세요',
  ],
  [
    /^The bus refuses events \((.*)\)\. (\d+) are told again; .*$/,
    '버스가 이벤트를 받지 않습니다($1). $2개를 다시 보냈습니다. 명령을 다시 실행하세요',
  ],
  [
    /^The API answers (\d+)\. .*$/,
    'API가 $1(으)로 응답했습니다. 셸의 자격 증명과 리전, 그리고 execute-api:Invoke 권한을 확인하세요',
  ],
  [
    /^(\S+) does not answer \((.*)\)\. Check the origin .*$/s,
    '$1 주소가 응답하지 않습니다($2). 스테이지 파일의 origin과 DNS 레코드를 확인하거나, IEUM_SERVICE_ORIGIN에 다른 주소를 적으세요',
  ],
  [
    /^(\S+) answers, but not as ieum does\. .*$/,
    '$1 주소의 응답이 ieum의 응답이 아닙니다. 스테이지 파일의 origin을 확인하거나, IEUM_SERVICE_ORIGIN에 다른 주소를 적으세요',
  ],
  [/^There is no table (\S+)\. .*$/, '$1 테이블이 없습니다. 이름과, 셸의 AWS 계정과 리전을 확인하세요'],
  [
    /^The secret (\S+) is not there or holds nothing in (\S+)\. Check .*$/,
    '$2 리전에 $1 비밀이 없거나 비어 있습니다. 셸의 AWS 계정과 리전을 확인하세요. 새 스테이지의 비밀은 npm run keys가 채웁니다',
  ],
  [/^The policy considers no names, .*$/, '정책이 이름을 보지 않으므로, 색인을 만들어도 읽을 곳이 없습니다'],
  ...koreanFileFaults,
]

/** A command's fault in Korean. A fault of another program, such as AWS's, stays as it is. The faults of a stage's file are a line each. */
export function faultInKorean(fault: string): string {
  const [form, text] = korean.find(([pattern]) => pattern.test(fault)) ?? []
  if (form !== undefined && text !== undefined) return fault.replace(form, text)
  return fault.includes('\n') ? fault.split('\n').map(faultInKorean).join('\n') : fault
}
