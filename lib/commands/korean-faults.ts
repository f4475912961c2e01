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
  [/^(\S+) is "(.*)"; it must be a whole number$/, '$1 값이 "$2"입니다. 정수여야 합니다'],
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
    /^(.*) is neither NAME=NAME nor a file that can be read: (.*)$/s,
    '$1 은 NAME=NAME 꼴도 아니고 읽을 수 있는 파일도 아닙니다: $2',
  ],
  [/^(.*) is not the id of an import, which the import prints$/s, '$1 은 가져오기가 출력한 ID가 아닙니다'],
  [
    /^No member is of import (.*): all are taken back already, or the id is of none$/s,
    '$1 번 가져오기의 회원이 없습니다. 이미 모두 되돌렸거나 ID가 다릅니다',
  ],
  // The stage.
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
  // The file.
  [/^ENOENT: .*'(.*)'$/s, '파일이 없습니다: $1'],
  [/^EEXIST: .*'(.*)'$/s, '파일이 이미 있습니다: $1'],
  [/^EACCES: .*'(.*)'$/s, '파일을 열 권한이 없습니다: $1'],
  [/^(.*): the name must end in \.csv or \.jsonl$/s, '$1: 파일 이름은 .csv나 .jsonl로 끝나야 합니다'],
  [
    /^(.*): the name must end in (\.csv, .*) or \.xlsx\. Save the old Excel file as \.xlsx$/s,
    '$1: 파일 이름은 $2, .xlsx 가운데 하나로 끝나야 합니다. 옛 엑셀 파일은 .xlsx로 저장하세요',
  ],
  [
    /^(.*): the name must end in (\.csv, .*) or \.xlsx\.$/s,
    '$1: 파일 이름은 $2, .xlsx 가운데 하나로 끝나야 합니다',
  ],
  [/^(.*) is there already\. Move it away$/s, '$1 폴더가 이미 있습니다. 다른 곳으로 옮기세요'],
  [
    /^The file is compressed, and no text\. Unpack it first$/,
    '텍스트가 아니라 압축한 파일입니다. 먼저 압축을 푸세요',
  ],
  [
    /^The file is an archive or a workbook, whose name must end in \.xlsx$/,
    '압축 파일이거나 통합 문서입니다. 통합 문서의 이름은 .xlsx로 끝나야 합니다',
  ],
  [/^The file is an old Excel file\. Save it as \.xlsx$/, '옛 엑셀 파일입니다. .xlsx로 저장하세요'],
  [/^The file is empty$/, '파일이 비어 있습니다'],
  [/^The workbook has no sheet$/, '통합 문서에 시트가 없습니다'],
  [
    /^The workbook is damaged: its first sheet is missing$/,
    '통합 문서가 깨졌습니다. 첫 번째 시트가 없습니다',
  ],
  [/^The workbook is damaged: it holds invalid XML$/, '통합 문서가 깨졌습니다. XML이 올바르지 않습니다'],
  [
    /^(.*) is no \.xlsx file\. A file with a password .*$/s,
    '$1 은 .xlsx 파일이 아닙니다. 암호가 걸린 파일은 암호를 풀어 저장하세요',
  ],
  // Its columns.
  [
    /^The file has no column externalId\. The file has unknown columns: (.*)\. Known columns: (.*)\. Name a column by .*$/s,
    '파일에 externalId 열이 없습니다. 모르는 열: $1. 아는 열: $2. 열은 --map COLUMN=FIELD로 알려 주고, 모르는 열은 --ignore-unknown으로 뺍니다',
  ],
  [
    /^The file has no column externalId\. Known columns: (.*)\. Name a column by .*$/s,
    '파일에 externalId 열이 없습니다. 아는 열: $1. 열은 --map COLUMN=FIELD로 알려 주고, 모르는 열은 --ignore-unknown으로 뺍니다',
  ],
  [
    /^The file has unknown columns: column (\d+), which has no name and holds a value in line (\d+)\. .*$/,
    '파일에 이름이 없는 $1번째 열이 있고, $2번째 줄에 값이 있습니다. 머리글에 이름을 적거나 --ignore-unknown으로 뺍니다',
  ],
  [
    /^The file has unknown columns: (.*)\. Known columns: (.*)\. Name a column by .*$/s,
    '파일에 모르는 열이 있습니다: $1. 아는 열: $2. 열은 --map COLUMN=FIELD로 알려 주고, 모르는 열은 --ignore-unknown으로 뺍니다',
  ],
  [/^Known columns: (.*)\. Name a column by .*$/s, '아는 열: $1. 열은 --map COLUMN=FIELD로 알려 줍니다'],
  [/^The file has a column twice: (.*)$/s, '같은 열이 두 번 있습니다: $1'],
  [
    /^The file has a column (.*) beside a column .*…; use one of the two$/s,
    '$1 열과 $1.… 열이 함께 있습니다. 둘 가운데 하나만 쓰세요',
  ],
  // Its text.
  [
    /^Line (\d+) is not (\S+)\. The file can be read as (.*)$/,
    '$1번째 줄이 $2 인코딩이 아닙니다. $3(으)로 읽을 수 있는 파일입니다',
  ],
  [
    /^Line (\d+) is not (\S+)\. The line is damaged, .*$/,
    '$1번째 줄이 $2 인코딩이 아닙니다. 그 줄이 깨졌거나, 한 파일에 여러 인코딩이 섞여 있습니다',
  ],
  [
    /^Unknown encoding: (.*)\. Known are (.*) and others$/s,
    '모르는 인코딩입니다: $1. $2 등을 쓸 수 있습니다',
  ],
  [
    /^The file begins with the mark of (\S+)\. Leave --encoding out$/,
    '파일이 $1 표시로 시작합니다. --encoding을 빼세요',
  ],
  [
    /^The record that begins in line (\d+) is larger than (\d+) characters$/,
    '$1번째 줄에서 시작하는 레코드가 $2자보다 큽니다',
  ],
  [
    /^A quote opens in line (\d+) and is never closed\. .*$/,
    '$1번째 줄에서 연 따옴표가 끝까지 닫히지 않습니다. 그 줄부터는 읽지 않았습니다',
  ],
  [
    /^A quote opens in line (\d+) and closes in another record\. .*$/,
    '$1번째 줄에서 연 따옴표가 다른 레코드에서 닫힙니다. 그 줄부터는 읽지 않았습니다',
  ],
]

/** A command's fault in Korean. A fault of another program, such as AWS's, stays as it is. */
export function faultInKorean(fault: string): string {
  const [form, text] = korean.find(([pattern]) => pattern.test(fault)) ?? []
  return form === undefined || text === undefined ? fault : fault.replace(form, text)
}
