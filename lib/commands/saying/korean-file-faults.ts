/** What an operator reads of a file that cannot be read, in Korean. */
export const koreanFileFaults: readonly (readonly [RegExp, string])[] = [
  // The file.
  [/^(.*) is a folder, and a file is needed$/s, '$1 은 폴더입니다. 파일을 적으세요'],
  [/^(.*): the name must end in \.csv or \.jsonl$/s, '$1: 파일 이름은 .csv나 .jsonl로 끝나야 합니다'],
  [
    /^(.*): the name must end in (\.csv, .*) or \.xlsx\. Save the old Excel file as \.xlsx$/s,
    '$1: 파일 이름은 $2, .xlsx 가운데 하나로 끝나야 합니다. 옛 엑셀 파일은 .xlsx로 저장하세요',
  ],
  [
    /^(.*): the name must end in (\.csv, .*) or \.xlsx\. A JSON array becomes such a file by (.*)$/s,
    '$1: 파일 이름은 $2, .xlsx 가운데 하나로 끝나야 합니다. JSON 배열은 $3 명령으로 그런 파일이 됩니다',
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
  [/^The file has a header, and no record below it$/, '머리글만 있고 그 아래에 레코드가 없는 파일입니다'],
  [
    /^The file is a JSON array, and not an object in each line\. (jq .*) makes such a file of it$/,
    '한 줄에 객체 하나가 아니라 JSON 배열인 파일입니다. $1 명령으로 그런 파일을 만드세요',
  ],
  [
    /^The file has objects over several lines, and not one in each line\. (jq .*) makes such a file of it$/,
    '객체 하나가 여러 줄에 걸친 파일입니다. $1 명령으로 한 줄에 하나씩 있는 파일을 만드세요',
  ],
  [/^The workbook has no sheet$/, '통합 문서에 시트가 없습니다'],
  [
    /^The workbook is damaged: its first sheet is missing$/,
    '통합 문서가 깨졌습니다. 첫 번째 시트가 없습니다',
  ],
  [
    /^The workbook is damaged: it lacks texts of its cells$/,
    '통합 문서가 깨졌습니다. 셀의 텍스트가 빠져 있습니다',
  ],
  [
    /^The cells (\S+) are merged over several rows, .*$/,
    '$1 셀이 여러 행에 걸쳐 병합되어 있어 첫 행에만 값이 있습니다. 병합을 풀고 행마다 값을 채우세요',
  ],
  [/^The workbook is damaged: it holds invalid XML$/, '통합 문서가 깨졌습니다. XML이 올바르지 않습니다'],
  [
    /^(.*) is no \.xlsx file\. A file with a password .*$/s,
    '$1 은 .xlsx 파일이 아닙니다. 암호가 걸린 파일은 암호를 풀어 저장하세요',
  ],
  [
    /^(.*) is in work by another command\. .*$/s,
    '다른 명령이 $1 파일로 작업하고 있습니다. 끝날 때까지 기다리세요. 그 명령이 강제로 끝났다면 1분 뒤에 이 명령을 다시 실행하세요',
  ],
  [
    /^(.*) is in work by process (\d+) of (.*) since (\S+)\. .*$/s,
    '$3의 프로세스 $2이(가) $4부터 $1 파일로 작업하고 있습니다. 끝날 때까지 기다리세요. 그 프로세스가 강제로 끝났다면 1분 뒤에 이 명령을 다시 실행하세요',
  ],
  [
    /^Another command has taken (.*) over, since this one stood still$/s,
    '이 명령이 멈춰 있는 동안 다른 명령이 $1 파일을 넘겨받았습니다',
  ],
  [
    /^The sheet "(.*)" goes on with the same columns, .*$/s,
    '"$1" 시트에 같은 열이 이어집니다. 첫 번째 시트만 읽으니, 그 시트는 따로 파일로 저장하세요',
  ],
  // Its columns.
  [
    /^Line (\d+) names no columns, and line (\d+) does\. .*$/,
    '$1번째 줄이 머리글이 아니고 $2번째 줄이 머리글로 보입니다. 그 위의 줄을 지우세요',
  ],
  [
    /^--map (.*) names a column that the file does not have\. Its columns: (.*)$/s,
    '--map $1 에 적은 열이 파일에 없습니다. 파일의 열: $2',
  ],
  [
    /^--map (.*) names a field that no record of the file has\. All records were read$/s,
    '--map $1 에 적은 필드를 가진 레코드가 없습니다. 레코드는 모두 읽었습니다',
  ],
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
